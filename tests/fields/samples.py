"""Samples in a laboratory: barcodes, one write for many codes, words for states, a search capped at six, senders by name.

Written without reading the planner, and before any of it was run.
"""

from collections.abc import Sequence

from tests.fields.service import (
    ASK,
    Field,
    Job,
    Past,
    Refusal,
    Rows,
    Tool,
    contains,
    equal,
    find,
    listing,
    number,
    rows_of,
    text,
)

ROWS = {
    "samples": rows_of(
        "barcode patient material sender status priority storage collected_on volume_ml",
        "LB-2001|Ada Brook|blood|Elmwood Surgery|received|routine|Fridge 1|2026-03-10|4",
        "LB-2002|Ada Brook|urine|Elmwood Surgery|received|routine|Fridge 1|2026-03-10|20",
        "LB-2003|Ben Carr|blood|St Anne Hospital|in_progress|urgent|Bench 2|2026-03-11|6",
        "LB-2004|Cleo Dunn|swab|St Anne Hospital|received|urgent|Fridge 2|2026-03-11|1",
        "LB-2005|Dev Rao|biopsy|Harbour Clinic|in_progress|urgent|Freezer 1|2026-03-09|2",
        "LB-2006|Eli Frost|blood|Harbour Clinic|received|routine|Fridge 2|2026-03-08|3",
        "LB-2007|Ben Carr|urine|St Anne Hospital|reported|routine|Archive|2026-02-27|15",
        "LB-2008|Fay Grant|swab|Elmwood Surgery|rejected|routine|Quarantine|2026-03-05|1",
        "LB-2009|Eli Frost|swab|Harbour Clinic|received|routine|Fridge 1|2026-03-08|1",
        "LB-2010|Gus Hale|blood|St Anne Hospital|reported|urgent|Archive|2026-02-24|5",
        "LB-2011|Cleo Dunn|blood|St Anne Hospital|received|routine|Fridge 2|2026-03-10|2",
        "LB-2012|Fay Grant|blood|Elmwood Surgery|reported|routine|Fridge 1|2026-03-03|4",
        "LB-2013|Dev Rao|blood|Harbour Clinic|rejected|routine|Quarantine|2026-03-07|2",
    ),
    "tests": rows_of(
        "test_id barcode test analyst state",
        "41|LB-2001|ferritin||queued",
        "42|LB-2001|lipids||queued",
        "43|LB-2003|troponin|Nora|running",
        "44|LB-2004|influenza||queued",
        "45|LB-2005|histology|Milo|running",
        "46|LB-2006|HbA1c|Nora|done",
        "47|LB-2007|culture|Milo|validated",
        "48|LB-2010|troponin|Nora|validated",
        "49|LB-2011|ferritin|Milo|queued",
        "50|LB-2012|lipids|Milo|done",
        "51|LB-2003|lactate|Nora|done",
        "52|LB-2002|culture|Milo|queued",
    ),
    "senders": rows_of("sender_id name phone", "ELM|Elmwood Surgery|555 0101", "STA|St Anne Hospital|555 0102", "HAR|Harbour Clinic|555 0103"),
    "notices": rows_of("notice_id sender_id text", "1|ELM|Your swab was rejected"),
}
REASONS = ("haemolysed", "insufficient", "mislabelled", "expired")


def samples(rows: Rows, patient: str = "", sender: str = "", material: str = "", status: str = "", storage: str = "") -> object:
    found = contains(rows["samples"], {"patient": patient, "sender": sender, "material": material, "status": status, "storage": storage})
    return {"total": len(found), "samples": found[:6]}


def sample(rows: Rows, barcode: str) -> object:
    return find(rows["samples"], "barcode", barcode)


def tests_of(rows: Rows, barcode: str = "", test: str = "", analyst: str = "", state: str = "") -> object:
    return {"tests": equal(rows["tests"], {"barcode": barcode, "test": test, "analyst": analyst, "state": state})}


def senders(rows: Rows, name: str) -> object:
    return {"senders": contains(rows["senders"], {"name": name})}


def each(rows: Rows, table: str, key: str, wanted: Sequence[object]) -> list[dict[str, object]]:
    if not isinstance(wanted, list) or not wanted:
        raise Refusal("a list with at least one entry is needed")
    return [find(rows[table], key, one) for one in wanted]


def store(rows: Rows, barcodes: Sequence[str], storage: str) -> object:
    if storage not in ("Fridge 1", "Fridge 2", "Freezer 1", "Bench 2", "Quarantine", "Archive"):
        raise Refusal(f"there is no storage {storage!r}")
    for row in each(rows, "samples", "barcode", barcodes):
        row["storage"] = storage
    return {"stored": barcodes}


def discard(rows: Rows, barcodes: Sequence[str]) -> object:
    for row in each(rows, "samples", "barcode", barcodes):
        rows["samples"].remove(row)
    return {"discarded": barcodes}


def reject(rows: Rows, barcode: str, reason: str) -> object:
    if reason not in REASONS:
        raise Refusal(f"reason is one of {', '.join(REASONS)}")
    find(rows["samples"], "barcode", barcode).update(status="rejected", reason=reason)
    return {"barcode": barcode, "status": "rejected"}


def prioritise(rows: Rows, barcode: str, priority: str = "urgent") -> object:
    if priority not in ("routine", "urgent"):
        raise Refusal("priority is routine or urgent")
    find(rows["samples"], "barcode", barcode)["priority"] = priority
    return {"barcode": barcode, "priority": priority}


def order(rows: Rows, barcode: str, test: str, analyst: str = "") -> object:
    find(rows["samples"], "barcode", barcode)
    rows["tests"].append({"test_id": 41 + len(rows["tests"]), "barcode": barcode, "test": test, "analyst": analyst, "state": "queued"})
    return rows["tests"][-1]


def assign(rows: Rows, test_ids: Sequence[int], analyst: str) -> object:
    if analyst not in ("Nora", "Milo", "Pru"):
        raise Refusal(f"there is no analyst {analyst!r}")
    for row in each(rows, "tests", "test_id", test_ids):
        row["analyst"] = analyst
    return {"assigned": test_ids}


def validate(rows: Rows, test_id: int) -> object:
    row = find(rows["tests"], "test_id", test_id)
    if row["state"] != "done":
        raise Refusal("only a test that is done can be validated")
    row["state"] = "validated"
    return row


def cancel(rows: Rows, test_id: int) -> object:
    row = find(rows["tests"], "test_id", test_id)
    rows["tests"].remove(row)
    return {"cancelled": test_id}


def notify(rows: Rows, sender_id: str, text: str) -> object:
    find(rows["senders"], "sender_id", sender_id)
    rows["notices"].append({"notice_id": 1 + len(rows["notices"]), "sender_id": sender_id, "text": text})
    return {"notice_id": len(rows["notices"])}


def stored(place: str, *codes: int) -> tuple[str, dict[str, object]]:
    return "store_samples", {"barcodes": [f"LB-{one}" for one in codes], "storage": place}


def thrown(*codes: int) -> tuple[str, dict[str, object]]:
    return "discard_samples", {"barcodes": [f"LB-{one}" for one in codes]}


def rejected(reason: str, *codes: int) -> list[tuple[str, dict[str, object]]]:
    return [("reject_sample", {"barcode": f"LB-{one}", "reason": reason}) for one in codes]


def urgency(code: int, priority: str) -> tuple[str, dict[str, object]]:
    return "set_priority", {"barcode": f"LB-{code}", "priority": priority}


def ordered(test: str, *codes: int) -> list[tuple[str, dict[str, object]]]:
    return [("order_test", {"barcode": f"LB-{one}", "test": test}) for one in codes]


def given(analyst: str, *ids: int) -> tuple[str, dict[str, object]]:
    return "assign_tests", {"test_ids": list(ids), "analyst": analyst}


def t(name: str, *ids: int) -> list[tuple[str, dict[str, object]]]:
    return [(f"{name}_test", {"test_id": one}) for one in ids]


def told(sender: str, words: str) -> tuple[str, dict[str, object]]:
    return "notify_sender", {"sender_id": sender, "text": words}


def s(**by: object) -> tuple[str, dict[str, object]]:
    return "list_samples", by


def q(**by: object) -> tuple[str, dict[str, object]]:
    return "list_tests", by


CODE, TEST = text("Barcode of the sample, such as LB-1000."), number("Number of the test.")
CODES = {"type": "array", "items": {"type": "string"}, "description": "Barcodes of the samples."}
STATUS = text("received, in_progress, reported or rejected")
SAMPLE = {"barcode": text(), "patient": text(), "material": text(), "sender": text(), "status": text(), "priority": text(), "storage": text(), "collected_on": text(format="date"), "volume_ml": number()}
FIELD = Field(
    "samples", ROWS,
    (
        Tool("list_samples", "Lists samples that match; no more than six are given.", {"patient": text("Name of the patient."), "sender": text("Surgery or hospital that sent it."), "material": text("blood, urine, swab or biopsy"), "status": STATUS, "storage": text("Where it is kept.")}, samples, outputs=listing("samples", **SAMPLE)),
        Tool("get_sample", "Shows one sample.", {"barcode": CODE}, sample, ("barcode",), {"type": "object", "properties": SAMPLE}),
        Tool("list_tests", "Lists the tests ordered on samples.", {"barcode": CODE, "test": text("What is measured, such as ferritin."), "analyst": text("First name of the analyst."), "state": text("queued, running, done or validated")}, tests_of, outputs=listing("tests", test_id=number(), barcode=text(), test=text(), analyst=text(), state=text())),
        Tool("find_sender", "Finds a surgery or hospital by its name.", {"name": text("Name, or a part of it.")}, senders, ("name",)),
        Tool("store_samples", "Puts samples into a storage place.", {"barcodes": CODES, "storage": text("Fridge 1, Fridge 2, Freezer 1, Bench 2, Quarantine or Archive")}, store, ("barcodes", "storage")),
        Tool("discard_samples", "Discards samples for good.", {"barcodes": CODES}, discard, ("barcodes",)),
        Tool("reject_sample", "Rejects a sample that cannot be tested.", {"barcode": CODE, "reason": text("Why.", enum=list(REASONS))}, reject, ("barcode", "reason")),
        Tool("set_priority", "Sets how urgent a sample is.", {"barcode": CODE, "priority": text("How urgent.", enum=["routine", "urgent"], default="urgent")}, prioritise, ("barcode",)),
        Tool("order_test", "Orders a test on a sample.", {"barcode": CODE, "test": text("What to measure, such as ferritin."), "analyst": text("First name of the analyst.")}, order, ("barcode", "test")),
        Tool("assign_tests", "Gives tests to an analyst.", {"test_ids": {"type": "array", "items": {"type": "integer"}, "description": "Numbers of the tests."}, "analyst": text("First name of the analyst.")}, assign, ("test_ids", "analyst")),
        Tool("validate_test", "Validates the result of a test that is done.", {"test_id": TEST}, validate, ("test_id",)),
        Tool("cancel_test", "Cancels a test.", {"test_id": TEST}, cancel, ("test_id",)),
        Tool("notify_sender", "Sends a notice to the surgery or hospital that sends samples.", {"sender_id": text("Id of the sender."), "text": text("What to tell them.")}, notify, ("sender_id", "text")),
    ),
    (
        Job("Reject Eli Frost's swab as insufficient", rejected("insufficient", 2009)),
        Job("Put Cleo Dunn's swab into Freezer 1", [stored("Freezer 1", 2004)]),
        Job("Make Ada Brook's urine urgent", [urgency(2002, "urgent")]),
        Job("Downgrade the biopsy from Harbour Clinic to routine", [urgency(2005, "routine")]),
        Job("Validate the HbA1c on LB-2006", t("validate", 46)),
        Job("Add a ferritin to Eli Frost's blood", ordered("ferritin", 2006)),
        Job("Cancel the lipids on LB-2001", t("cancel", 42)),
        Job("Let Harbour Clinic know: 'The courier comes at two today'", [told("HAR", "The courier comes at two today")]),
        Job("Discard everything that was rejected", [thrown(2008, 2013)]),
        Job("Move all samples in Fridge 2 to Fridge 1", [stored("Fridge 1", 2004, 2006, 2011)]),
        Job("Assign all queued tests without an analyst to Nora", [given("Nora", 41, 42, 44)]),
        Job("Nora went home sick. Give the test she has running to Milo", [given("Milo", 43)]),
        Job("Validate whatever Nora has done", t("validate", 46, 51)),
        Job("Order an influenza test on every received swab", ordered("influenza", 2004, 2009)),
        Job("Archive the reported sample that is still in Fridge 1", [stored("Archive", 2012)]),
        Job("Put the Elmwood samples from yesterday into Freezer 1", [stored("Freezer 1", 2001, 2002)]),
        Job("Validate all tests that are done except the lipids", t("validate", 46, 51)),
        Job("Discard the oldest reported sample", [thrown(2010)]),
        Job("Reject all received samples that were collected more than two days ago as expired", rejected("expired", 2006, 2009)),
        Job("Order a lactate on Cleo Dunn's blood and tell St Anne Hospital 'A lactate was added'", [*ordered("lactate", 2011), told("STA", "A lactate was added")]),
        Job("If the histology on LB-2005 is validated, move the sample to the Archive", []),
        Job("If Milo has more than two queued or running tests, give his queued culture to Pru", [given("Pru", 52)]),
        Job("Discard Ben Carr's sample", ASK),
        Job("Undo the rejection of Dev Rao's blood", ASK),
        Job("Discard Iris Kent's blood", ASK),
        Job("Which samples from St Anne Hospital are in progress?", [], shows=("LB-2003",)),
    ),
    (
        Past("Reject Cleo Dunn's blood as haemolysed", [s(patient="Cleo Dunn", material="blood")], rejected("haemolysed", 2011)),
        Past("Reject Ada Brook's urine as mislabelled", [s(patient="Ada Brook", material="urine")], rejected("mislabelled", 2002)),
        Past("Put Eli Frost's blood into Freezer 1", [s(patient="Eli Frost", material="blood")], [stored("Freezer 1", 2006)]),
        Past("Make Eli Frost's swab urgent", [s(patient="Eli Frost", material="swab")], [urgency(2009, "urgent")]),
        Past("Validate the lactate on LB-2003", [q(barcode="LB-2003", test="lactate")], t("validate", 51)),
        Past("Add a troponin to Cleo Dunn's blood", [s(patient="Cleo Dunn", material="blood")], ordered("troponin", 2011)),
        Past("Cancel the culture on LB-2002", [q(barcode="LB-2002", test="culture")], t("cancel", 52)),
        Past("Let Elmwood Surgery know: 'We are closed on Monday'", [("find_sender", {"name": "Elmwood Surgery"})], [told("ELM", "We are closed on Monday")]),
        Past("Discard everything that was reported", [s(status="reported")], [thrown(2007, 2010, 2012)]),
        Past("Move all samples in Quarantine to Freezer 1", [s(storage="Quarantine")], [stored("Freezer 1", 2008, 2013)]),
        Past("Assign all queued tests of Milo to Pru", [q(analyst="Milo", state="queued")], [given("Pru", 49, 52)]),
        Past("Milo is on leave. Give the test he has running to Nora", [q(analyst="Milo", state="running")], [given("Nora", 45)]),
        Past("Validate whatever Milo has done", [q(analyst="Milo", state="done")], t("validate", 50)),
        Past("Order a culture on every received blood of Harbour Clinic", [s(sender="Harbour Clinic", material="blood", status="received")], ordered("culture", 2006)),
        Past("Put the St Anne samples from today into Fridge 1", [s(sender="St Anne")], [stored("Fridge 1", 2003, 2004)]),
        Past("Discard the oldest sample of Fay Grant", [s(patient="Fay Grant")], [thrown(2012)]),
        Past("Discard all rejected samples that were collected more than five days ago", [s(status="rejected")], [thrown(2008)]),
        Past("If the HbA1c on LB-2006 is done, move the sample to the Archive", [q(barcode="LB-2006", test="HbA1c")], [stored("Archive", 2006)]),
        Past("Order a culture on Eli Frost's swab and tell Harbour Clinic 'A culture was added'", [s(patient="Eli Frost", material="swab"), ("find_sender", {"name": "Harbour Clinic"})], [*ordered("culture", 2009), told("HAR", "A culture was added")]),
        Past("Where is the biopsy of Dev Rao?", [s(patient="Dev Rao", material="biopsy")], []),
    ),
)
