"""Appointments: verb-first names, days as 12.03.2026, a search of at most five, update by full replacement, defaults."""

from tests.fields.service import ASK, Field, Job, Past, Refusal, Rows, Tool, find, number, rows_of, text

ROWS = {
    "appointments": rows_of(
        "appointment_id patient doctor day time minutes reason state",
        "A1|Ida Holm|Dr Lang|10.03.2026|09:00|20|check-up|done",
        "A2|Jon Berg|Dr Lang|10.03.2026|09:30|20|vaccination|missed",
        "A3|Kai Moss|Dr Osei|11.03.2026|08:30|30|x-ray|done",
        "A4|Lea Voss|Dr Lang|12.03.2026|09:00|20|check-up|booked",
        "A5|Jon Berg|Dr Lang|12.03.2026|10:00|20|vaccination|booked",
        "A6|Ida Holm|Dr Osei|12.03.2026|11:00|30|x-ray|booked",
        "A7|Max Roth|Dr Osei|13.03.2026|08:30|30|surgery talk|confirmed",
        "A8|Nia Falk|Dr Lang|13.03.2026|14:00|20|check-up|booked",
        "A9|Kai Moss|Dr Osei|16.03.2026|15:00|30|x-ray|booked",
        "A10|Lea Voss|Dr Lang|17.03.2026|09:00|20|blood test|confirmed",
        "A11|Nia Falk|Dr Osei|09.03.2026|16:00|30|x-ray|missed",
        "A12|Max Roth|Dr Lang|19.03.2026|09:30|20|check-up|booked",
    ),
    "patients": rows_of("patient phone insurance", "Ida Holm|'0301|public", "Jon Berg|'0302|private", "Kai Moss|'0303|public", "Lea Voss|'0304|private", "Max Roth|'0305|public", "Nia Falk|'0306|private"),
    "notices": [],
}
STATES = ("booked", "confirmed", "done", "missed")


def key(day: str) -> str:
    return "-".join(reversed(day.split(".")))


def look(rows: Rows, doctor: str = "", patient: str = "", from_day: str = "", to_day: str = "") -> object:
    found = [row for row in rows["appointments"] if doctor.lower() in row["doctor"].lower() and patient.lower() in row["patient"].lower()]
    kept = [row for row in found if (not from_day or key(row["day"]) >= key(from_day)) and (not to_day or key(row["day"]) <= key(to_day))]
    return sorted(kept, key=lambda row: (key(row["day"]), row["time"]))[:5]


def replace(rows: Rows, appointment_id: str, patient: str = "", doctor: str = "", day: str = "", time: str = "", minutes: int = 0, reason: str = "", state: str = "") -> object:
    row = find(rows["appointments"], "appointment_id", appointment_id)
    if state not in STATES:
        raise Refusal(f"state must be one of {STATES}")
    row.update(patient=patient, doctor=doctor, day=day, time=time, minutes=minutes, reason=reason, state=state)
    return row


def book(rows: Rows, patient: str, doctor: str, day: str, time: str, reason: str = "check-up", minutes: int = 20) -> object:
    row = {"appointment_id": f"A{len(rows['appointments']) + 1}", "patient": patient, "doctor": doctor, "day": day, "time": time, "minutes": minutes, "reason": reason, "state": "booked"}
    rows["appointments"].append(row)
    return row


def cancel(rows: Rows, appointment_id: str) -> object:
    rows["appointments"].remove(find(rows["appointments"], "appointment_id", appointment_id))
    return "cancelled"


def notify(rows: Rows, appointment_id: str, message: str) -> object:
    find(rows["appointments"], "appointment_id", appointment_id)
    rows["notices"].append({"appointment_id": appointment_id, "message": message})
    return "sent"


def put(one: str, **changes: object) -> tuple[str, dict[str, object]]:
    return "replace_appointment", {**find(ROWS["appointments"], "appointment_id", one), **changes}


def seen(first: str = "", last: str = "", **more: str) -> tuple[str, dict[str, object]]:
    return "find_appointments", {**({"from_day": first} if first else {}), **({"to_day": last} if last else {}), **more}


def off(*ids: str) -> list[tuple[str, dict[str, object]]]:
    return [("cancel_appointment", {"appointment_id": one}) for one in ids]


ID, DAY, TIME = text("Id of the appointment."), text("Day. Format: DD.MM.YYYY"), text("Time of day. Format: HH:MM")
WHOLE = {"patient": text("Full name of the patient."), "doctor": text("Doctor, as Dr NAME."), "day": DAY, "time": TIME, "minutes": number("Length in minutes."), "reason": text("Why the patient comes."), "state": text("One of booked, confirmed, done, missed.")}
FIELD = Field(
    "clinic", ROWS,
    (
        Tool("find_appointments", "Finds appointments. Gives at most 5, the earliest first.", {"doctor": text("Name of the doctor or a part of it."), "patient": text("Name of the patient or a part of it."), "from_day": text("First day (inclusive). Format: DD.MM.YYYY"), "to_day": text("Last day (inclusive). Format: DD.MM.YYYY")}, look),
        Tool("replace_appointment", "Replaces an appointment: every property must be given.", {"appointment_id": ID, **WHOLE}, replace, ("appointment_id", *WHOLE)),
        Tool("book_appointment", "Books a new appointment.", {name: WHOLE[name] for name in ("patient", "doctor", "day", "time", "reason", "minutes")}, book, ("patient", "doctor", "day", "time")),
        Tool("cancel_appointment", "Cancels an appointment.", {"appointment_id": ID}, cancel, ("appointment_id",)),
        Tool("notify_patient", "Sends the patient of an appointment a message.", {"appointment_id": ID, "message": text("Text of the message.")}, notify, ("appointment_id", "message")),
    ),
    (
        Job("Cancel Jon Berg's appointment on March 12", off("A5")),
        Job("Cancel all of Dr Osei's appointments on March 12", off("A6")),
        Job("Cancel Dr Lang's last appointment this week", off("A8")),
        Job("Move Lea Voss's check-up to March 18", [put("A4", day="18.03.2026")]),
        Job("Move Max Roth's check-up with Dr Lang to 11:30", [put("A12", time="11:30")]),
        Job("Mark Jon Berg's vaccination on March 12 as confirmed", [put("A5", state="confirmed")]),
        Job("Confirm all x-rays next week", [put("A9", state="confirmed")]),
        Job("Dr Lang is ill tomorrow. Reassign her appointments to Dr Osei", [put("A4", doctor="Dr Osei"), put("A5", doctor="Dr Osei")]),
        Job("Push Ida Holm's next appointment back by 30 minutes", [put("A6", time="11:30")]),
        Job("Book a check-up with Dr Lang for Kai Moss on March 20 at 10:00", [("book_appointment", {"patient": "Kai Moss", "doctor": "Dr Lang", "day": "20.03.2026", "time": "10:00", "reason": "check-up"})]),
        Job("If Dr Lang has no appointment on March 18, book a check-up with her for Ida Holm at 9:00 that day", [("book_appointment", {"patient": "Ida Holm", "doctor": "Dr Lang", "day": "18.03.2026", "time": "09:00", "reason": "check-up"})]),
        Job("If Dr Lang has no appointment on March 17, book a check-up with her for Ida Holm at 9:00 that day", []),
        Job("Tell the patients of all appointments on March 13 'Please bring your card'", [("notify_patient", {"appointment_id": one, "message": "Please bring your card"}) for one in ("A7", "A8")]),
        Job("Cancel all no-shows of Jon Berg", off("A2")),
        Job("Delete every no-show", off("A2", "A11")),
        Job("Cancel the check-up", ASK),
        Job("Cancel Otto Brand's appointments", []),
        Job("Cancel every unconfirmed appointment of Dr Osei next week and notify the patient of Max Roth's surgery talk 'See you soon'", [*off("A9"), ("notify_patient", {"appointment_id": "A7", "message": "See you soon"})]),
    ),
    (
        Past("Cancel Ida Holm's appointment on March 12", [seen("12.03.2026", "12.03.2026")], off("A6")),
        Past("Please cancel all of Dr Lang's appointments on March 17", [seen("17.03.2026", "17.03.2026", doctor="Lang")], off("A10")),
        Past("Cancel Dr Osei's last appointment this week", [seen("09.03.2026", "15.03.2026", doctor="Osei")], off("A7")),
        Past("Move Nia Falk's check-up to March 16", [seen(patient="Nia Falk")], [put("A8", day="16.03.2026")]),
        Past("Move Kai Moss's next x-ray to 9:30", [seen("11.03.2026", patient="Kai Moss")], [put("A9", time="09:30")]),
        Past("Mark Lea Voss's check-up on March 12 as confirmed", [seen("12.03.2026", "12.03.2026")], [put("A4", state="confirmed")]),
        Past("Confirm all check-ups next week", [seen("16.03.2026", "22.03.2026")], [put("A12", state="confirmed")]),
        Past("Confirm Ida Holm's x-ray", [seen(patient="Ida Holm")], [put("A6", state="confirmed")]),
        Past("Dr Osei is ill tomorrow. Reassign his appointments to Dr Lang", [seen("12.03.2026", "12.03.2026")], [put("A6", doctor="Dr Lang")]),
        Past("Push Lea Voss's next appointment back by 15 minutes", [seen("11.03.2026", patient="Lea Voss")], [put("A4", time="09:15")]),
        Past("Book a vaccination with Dr Lang for Nia Falk on March 23 at 9:00", [], [("book_appointment", {"patient": "Nia Falk", "doctor": "Dr Lang", "day": "23.03.2026", "time": "09:00", "reason": "vaccination"})]),
        Past("If Dr Osei has no appointment on March 12, book an x-ray with him for Lea Voss at 9:00 that day", [seen("12.03.2026", "12.03.2026", doctor="Osei")], []),
        Past("Tell the patients of all appointments on March 17 'Please come ten minutes early'", [seen("17.03.2026", "17.03.2026")], [("notify_patient", {"appointment_id": "A10", "message": "Please come ten minutes early"})]),
        Past("Cancel all no-shows of Nia Falk", [seen(patient="Nia Falk")], off("A11")),
        Past("Cancel Dr Lang's no-shows", [seen("01.03.2026", "12.03.2026", doctor="Lang")], off("A2")),
        Past("Cancel every unconfirmed appointment of Dr Lang on March 13", [seen("13.03.2026", "13.03.2026", doctor="Lang")], off("A8")),
    ),
)
