"""A school's timetable: snake_case, people, classes and rooms by their abbreviations, weekdays in a code beside dates, lists bare.

Written without reading the planner, and before it was run.
"""

from datetime import date as calendar

from tests.fields.checks import array, day, matching, one_of, whole
from tests.fields.service import ASK, Call, Field, Job, Past, Refusal, Rows, Tool, find, number, rows_of, text

DAYS = ("MON", "TUE", "WED", "THU", "FRI")
ROWS = {
    "teachers": rows_of(
        "teacher name subjects email",
        "BRK|Hannah Brooks|maths|h.brooks@fernhill.example",
        "CHO|Daniel Cho|science, maths|d.cho@fernhill.example",
        "DIA|Aminata Diallo|french|a.diallo@fernhill.example",
        "ELL|Peter Ellis|history|p.ellis@fernhill.example",
        "FOX|Rachel Fox|english|r.fox@fernhill.example",
        "GRI|Tom Griffin|pe|t.griffin@fernhill.example",
        "HAL|Susan Hall|english, history|s.hall@fernhill.example",
        "IQB|Nadia Iqbal|science|n.iqbal@fernhill.example",
    ),
    "classes": rows_of(
        "class_code pupils form_teacher",
        "7A|26|FOX",
        "8B|23|DIA",
        "9C|19|BRK",
    ),
    "rooms": rows_of(
        "room kind seats",
        "R11|classroom|30",
        "R12|classroom|28",
        "R14|classroom|28",
        "LAB1|laboratory|30",
        "LAB2|laboratory|28",
        "GYM|hall|60",
        "LIB|library|40",
    ),
    "lessons": rows_of(
        "lesson_id class_code subject teacher room day period",
        "7101|7A|maths|BRK|R11|MON|1",
        "7102|7A|english|FOX|R12|MON|2",
        "7103|8B|science|IQB|LAB1|MON|2",
        "7104|9C|history|ELL|R14|MON|3",
        "7105|8B|maths|CHO|R11|TUE|1",
        "7106|7A|science|IQB|LAB1|TUE|2",
        "7107|9C|english|HAL|R12|TUE|2",
        "7108|7A|pe|GRI|GYM|TUE|4",
        "7109|8B|french|DIA|R12|WED|1",
        "7110|9C|science|CHO|LAB2|WED|2",
        "7111|7A|history|ELL|R14|WED|3",
        "7112|8B|english|FOX|R12|WED|5",
        "7113|7A|maths|BRK|R11|THU|1",
        "7114|8B|history|HAL|R14|THU|1",
        "7115|9C|maths|BRK|R12|THU|2",
        "7116|8B|pe|GRI|GYM|THU|3",
        "7117|7A|french|DIA|R11|THU|4",
        "7118|9C|english|FOX|R12|FRI|1",
        "7119|7A|science|IQB|LAB1|FRI|2",
        "7120|8B|science|IQB|LAB1|FRI|3",
        "7121|7A|english|FOX|R12|FRI|4",
        "7122|9C|french|DIA|R14|FRI|3",
    ),
    "absences": rows_of(
        "absence_id teacher first_day last_day reason",
        "9001|GRI|2026-03-04|2026-03-04|private",
        "9002|HAL|2026-03-13|2026-03-13|training",
        "9003|BRK|2026-03-23|2026-03-27|training",
    ),
    "covers": rows_of(
        "cover_id lesson_id date kind teacher",
        "6001|7116|2026-03-05|cancelled|",
        "6002|7121|2026-03-20|cover|HAL",
        "6003|7109|2026-03-18|cover|FOX",
    ),
    "exams": rows_of(
        "exam_id class_code subject date period",
        "4001|7A|maths|2026-03-19|1",
        "4002|9C|maths|2026-03-26|2",
        "4003|8B|science|2026-03-20|3",
        "4004|9C|science|2026-03-25|2",
        "4005|7A|english|2026-04-10|4",
        "4006|8B|maths|2026-03-24|1",
    ),
    "notices": [],
}
WHY, SUBJECTS = ("illness", "training", "private"), ("maths", "science", "french", "history", "english", "pe")


def period_of(told: object) -> int:
    return whole(told, 1, 6)


def free(rows: Rows, lesson: dict) -> dict:
    """The lesson, where neither its class nor its teacher nor its room has another at that time."""
    for row in rows["lessons"]:
        if row["lesson_id"] != lesson["lesson_id"] and (row["day"], row["period"]) == (lesson["day"], lesson["period"]):
            for name in ("class_code", "teacher", "room"):
                if row[name] == lesson[name]:
                    raise Refusal(f"{lesson[name]} has lesson {row['lesson_id']} at that time")
    return lesson


def changed(rows: Rows, lesson_id: int, **fields: object) -> object:
    row = find(rows["lessons"], "lesson_id", lesson_id)
    row.update(free(rows, {**row, **fields}))
    return row


def held(rows: Rows, lesson_id: int, date: str) -> str:
    """The date, where the lesson is held on that day of the week."""
    when = calendar.fromisoformat(day(date))
    lesson = find(rows["lessons"], "lesson_id", lesson_id)
    if when.weekday() >= len(DAYS) or DAYS[when.weekday()] != lesson["day"]:
        raise Refusal(f"lesson {lesson_id} is on {lesson['day']}")
    return when.isoformat()


def cover(rows: Rows, lesson_id: int, date: str, kind: str, teacher: str = "") -> object:
    told = {"lesson_id": lesson_id, "date": held(rows, lesson_id, date), "kind": kind, "teacher": teacher}
    for row in rows["covers"]:
        if (row["lesson_id"], row["date"]) == (lesson_id, told["date"]):
            row.update(told)
            return row
    rows["covers"].append({"cover_id": 6001 + len(rows["covers"]), **told})
    return rows["covers"][-1]


def set_cover(rows: Rows, lesson_id: int, date: str, teacher: str) -> object:
    return cover(rows, lesson_id, date, "cover", find(rows["teachers"], "teacher", teacher)["teacher"])


def absent(rows: Rows, teacher: str, first_day: str, reason: str, last_day: str = "") -> object:
    first, last = day(first_day), day(last_day or first_day)
    if last < first:
        raise Refusal("the last day comes before the first")
    rows["absences"].append({
        "absence_id": 9001 + len(rows["absences"]), "teacher": find(rows["teachers"], "teacher", teacher)["teacher"], "first_day": first, "last_day": last, "reason": one_of(reason, *WHY),
    })  # fmt: skip
    return rows["absences"][-1]


def gone(rows: Rows, table: str, key: str, value: object) -> object:
    rows[table].remove(find(rows[table], key, value))
    return {"deleted": value}


def schedule_exam(rows: Rows, class_code: str, subject: str, date: str, period: int) -> object:
    rows["exams"].append({
        "exam_id": 4001 + len(rows["exams"]), "class_code": find(rows["classes"], "class_code", class_code)["class_code"], "subject": one_of(subject, *SUBJECTS),
        "date": day(date), "period": period_of(period),
    })  # fmt: skip
    return rows["exams"][-1]


def move_exam(rows: Rows, exam_id: int, date: str, period: int = 0) -> object:
    row = find(rows["exams"], "exam_id", exam_id)
    row.update(date=day(date), period=period_of(period or row["period"]))
    return row


def notify(rows: Rows, class_code: str, text: str) -> object:
    rows["notices"].append({"class_code": find(rows["classes"], "class_code", class_code)["class_code"], "text": text})
    return {"ok": True}


def moved(lesson: int, weekday: str, period: int) -> list[Call]:
    return [("move_lesson", {"lesson_id": lesson, "day": weekday, "period": period})]


def into(room: str, *lessons: int) -> list[Call]:
    return [("change_lesson_room", {"lesson_id": one, "room": room}) for one in lessons]


def taught(teacher: str, *lessons: int) -> list[Call]:
    return [("change_lesson_teacher", {"lesson_id": one, "teacher": teacher}) for one in lessons]


def covered(teacher: str, date: str, *lessons: int) -> list[Call]:
    return [("set_cover", {"lesson_id": one, "date": f"2026-03-{date}", "teacher": teacher}) for one in lessons]


def off(date: str, *lessons: int) -> list[Call]:
    return [("cancel_lesson", {"lesson_id": one, "date": f"2026-03-{date}"}) for one in lessons]


def away(teacher: str, first: str, reason: str, **more: object) -> list[Call]:
    return [("report_absence", {"teacher": teacher, "first_day": f"2026-03-{first}", "reason": reason, **more})]


def told(words: str, *classes: str) -> list[Call]:
    return [("notify_parents", {"class_code": one, "text": words}) for one in classes]


def exam(class_code: str, subject: str, date: str, period: int) -> list[Call]:
    return [("schedule_exam", {"class_code": class_code, "subject": subject, "date": date, "period": period})]


def look(what: str, **filters: object) -> Call:
    return f"get_{what}", filters


TEACHERS, CLASSES, ROOMS, EXAMS, ABSENCES = (look(one) for one in ("teachers", "classes", "rooms", "exams", "absences"))
LESSON, TEACHER, CLASS, ROOM = number("Lesson number."), text("Three-letter abbreviation of the teacher."), text("Class, e.g. 7A."), text("Room, e.g. R11.")
WEEKDAY, PERIOD, DATE, SUBJECT = text("Day of the week.", enum=list(DAYS)), number("Period of the day, 1 to 6.", minimum=1, maximum=6), text("YYYY-MM-DD", format="date"), text(enum=list(SUBJECTS))
TOOLS = (
    Tool("get_teachers", "All teachers with their subjects.", {}, lambda rows: rows["teachers"], outputs=array(teacher=TEACHER, name=text(), subjects=text(), email=text())),
    Tool("get_classes", "All classes.", {}, lambda rows: rows["classes"], outputs=array(class_code=CLASS, pupils=number(), form_teacher=TEACHER)),
    Tool("get_rooms", "All rooms.", {}, lambda rows: rows["rooms"]),
    Tool("get_lessons", "The weekly timetable, or a part of it.", {"class_code": CLASS, "subject": SUBJECT, "teacher": TEACHER, "room": ROOM, "day": WEEKDAY}, lambda rows, **equals: matching(rows["lessons"], {}, **equals), outputs=array(lesson_id=LESSON, class_code=CLASS, subject=SUBJECT, teacher=TEACHER, room=ROOM, day=WEEKDAY, period=PERIOD)),
    Tool("move_lesson", "Move a lesson to another day or period, for every week from now on.", {"lesson_id": LESSON, "day": WEEKDAY, "period": PERIOD}, lambda rows, lesson_id, day, period: changed(rows, lesson_id, day=one_of(day, *DAYS), period=period_of(period)), ("lesson_id", "day", "period")),
    Tool("change_lesson_room", "Give a lesson another room, for every week from now on.", {"lesson_id": LESSON, "room": ROOM}, lambda rows, lesson_id, room: changed(rows, lesson_id, room=find(rows["rooms"], "room", room)["room"]), ("lesson_id", "room")),
    Tool("change_lesson_teacher", "Give a lesson to another teacher, for every week from now on.", {"lesson_id": LESSON, "teacher": TEACHER}, lambda rows, lesson_id, teacher: changed(rows, lesson_id, teacher=find(rows["teachers"], "teacher", teacher)["teacher"]), ("lesson_id", "teacher")),
    Tool("get_covers", "What differs from the timetable on single dates: covers and cancelled lessons.", {"date": DATE}, lambda rows, date="": matching(rows["covers"], {}, date=date)),
    Tool("set_cover", "Say who takes a lesson on one date instead of its teacher.", {"lesson_id": LESSON, "date": DATE, "teacher": {**TEACHER, "description": "Abbreviation of the one who stands in."}}, set_cover, ("lesson_id", "date", "teacher")),
    Tool("cancel_lesson", "Cancel a lesson on one date.", {"lesson_id": LESSON, "date": DATE}, lambda rows, lesson_id, date: cover(rows, lesson_id, date, "cancelled"), ("lesson_id", "date")),
    Tool("get_absences", "Absences of teachers.", {"teacher": TEACHER}, lambda rows, teacher="": matching(rows["absences"], {}, teacher=teacher), outputs=array(absence_id=number(), teacher=TEACHER, first_day=DATE, last_day=DATE, reason=text())),
    Tool("report_absence", "Enter that a teacher is away.", {"teacher": TEACHER, "first_day": DATE, "last_day": {**DATE, "description": "The same day if left out."}, "reason": text(enum=list(WHY))}, absent, ("teacher", "first_day", "reason")),
    Tool("delete_absence", "Delete an absence.", {"absence_id": number()}, lambda rows, absence_id: gone(rows, "absences", "absence_id", absence_id), ("absence_id",)),
    Tool("get_exams", "Exams and tests to come.", {"class_code": CLASS}, lambda rows, class_code="": matching(rows["exams"], {}, class_code=class_code), outputs=array(exam_id=number(), class_code=CLASS, subject=SUBJECT, date=DATE, period=PERIOD)),
    Tool("schedule_exam", "Enter an exam or test of a class.", {"class_code": CLASS, "subject": SUBJECT, "date": DATE, "period": PERIOD}, schedule_exam, ("class_code", "subject", "date", "period")),
    Tool("move_exam", "Move an exam.", {"exam_id": number(), "date": DATE, "period": {**PERIOD, "description": "Stays as it is if left out."}}, move_exam, ("exam_id", "date")),
    Tool("notify_parents", "Send a notice to the parents of a class.", {"class_code": CLASS, "text": text()}, notify, ("class_code", "text")),
)
JOBS = (
    Job("Move 9C's history to Monday, period 5", moved(7104, "MON", 5)),
    Job("8B's PE should be on Fridays in the fourth period instead", moved(7116, "FRI", 4)),
    Job("7A's French is too loud for R11, put it in R14", into("R14", 7117)),
    Job("Peter Ellis takes over 8B's history from Susan Hall", taught("ELL", 7114)),
    Job("Please put Tom Griffin down for training on March 18", away("GRI", "18", "training")),
    Job("Rachel Fox has called in sick for tomorrow and Friday, can you enter that?", away("FOX", "12", "illness", last_day="2026-03-13")),
    Job("Daniel Cho covers all of Nadia Iqbal's lessons this Friday", covered("CHO", "13", 7119, 7120)),
    Job("Aminata Diallo is ill tomorrow. Enter it, and Susan Hall should take her lesson.", [*away("DIA", "12", "illness"), *covered("HAL", "12", 7117)]),
    Job("cancel 7A's maths tomorrow", off("12", 7113)),
    Job("The gym is flooded: 8B's PE tomorrow doesn't take place. Let the parents know: 'No PE on Thursday'", [*off("12", 7116), *told("No PE on Thursday", "8B")]),
    Job("A pipe has burst in LAB1, everything that's taught there goes to LAB2 for the rest of the year", into("LAB2", 7103, 7106, 7119, 7120)),
    Job("There's going to be a French test for 8B next Wednesday in the first period", exam("8B", "french", "2026-03-18", 1)),
    Job("Postpone 9C's maths exam by a week", [("move_exam", {"exam_id": 4002, "date": "2026-04-02"})]),
    Job("7A's English exam falls into the holidays. Have it two days earlier, same period", [("move_exam", {"exam_id": 4005, "date": "2026-04-08"})]),
    Job("Hannah Brooks's training has been called off, so take that absence out again", [("delete_absence", {"absence_id": 9003})]),
    Job("While Hannah Brooks is on training at the end of the month (23 to 27 March), Daniel Cho stands in for each of her lessons", [*covered("CHO", "23", 7101), *covered("CHO", "26", 7113, 7115)]),
    Job("Tell the parents of 7A 'The trip on Thursday starts at 8:15'", told("The trip on Thursday starts at 8:15", "7A")),
    Job("Every class that has an exam next week should get the notice 'Please bring a calculator'", told("Please bring a calculator", "7A", "8B")),
    Job("What's in R14 on Mondays moves to the library", into("LIB", 7104)),
    Job("Peter Ellis is retiring. Susan Hall gets all of his lessons.", taught("HAL", 7104, 7111)),
    Job("If 9C has more than 20 pupils, its science has to move to LAB1; otherwise leave it where it is", []),
    Job("Whoever teaches maths to 8B should have 9C's maths as well from now on", taught("CHO", 7115)),
    Job("From now on the smallest class has its English lessons in the library", into("LIB", 7107, 7118)),
    Job("Send the parents of all classes: 'School is closed on April 3'", told("School is closed on April 3", "7A", "8B", "9C")),
    Job("Quick question, which room does 8B have English in?", [], shows=("7112",)),
    Job("Is anybody away this Friday?", [], shows=("9002",)),
    Job("which exams has 8B got coming up?", [], shows=("4003", "4006")),
    Job("Move 7A's science lesson to Thursday, period 5", ASK),
    Job("Enter that Tom Griffin will be away on Monday", ASK),
    Job("Mr Novak's lesson tomorrow is cancelled", ASK),
    Job("Order 30 pairs of safety goggles for the lab", ASK),
    Job("Schedule a science test for 7A next week", ASK),
)
PASTS = (
    Past("Move 8B's French to Monday, period 4", [look("lessons", class_code="8B", subject="french")], moved(7109, "MON", 4)),
    Past("9C's English on Tuesday is too loud for R12, put it in the library", [look("lessons", class_code="9C", subject="english"), ROOMS], into("LIB", 7107)),
    Past("Susan Hall takes over 8B's English from Rachel Fox", [TEACHERS, look("lessons", class_code="8B", subject="english")], taught("HAL", 7112)),
    Past("Please put Nadia Iqbal down for training on March 24", [TEACHERS], away("IQB", "24", "training")),
    Past("Daniel Cho has called in sick for today and tomorrow, can you enter that?", [TEACHERS], away("CHO", "11", "illness", last_day="2026-03-12")),
    Past("Peter Ellis needs Monday off for private reasons", [TEACHERS], away("ELL", "16", "private")),
    Past("Susan Hall covers Peter Ellis's lesson on Monday", [TEACHERS, look("lessons", teacher="ELL", day="MON")], covered("HAL", "16", 7104)),
    Past("Nadia Iqbal is ill next Tuesday. Enter it, and Daniel Cho should take her lesson.", [TEACHERS, look("lessons", teacher="IQB", day="TUE")], [*away("IQB", "17", "illness"), *covered("CHO", "17", 7106)]),
    Past("cancel 9C's French this Friday", [look("lessons", class_code="9C", subject="french")], off("13", 7122)),
    Past("7A's PE next Tuesday doesn't take place. Let the parents know: 'No PE on Tuesday'", [look("lessons", class_code="7A", subject="pe")], [*off("17", 7108), *told("No PE on Tuesday", "7A")]),
    Past("Everything that's taught in R14 on Fridays goes to R11", [look("lessons", room="R14", day="FRI"), ROOMS], into("R11", 7122)),
    Past("There's going to be a history test for 7A next Wednesday in the third period", [CLASSES], exam("7A", "history", "2026-03-18", 3)),
    Past("Have 8B's science exam a week earlier", [look("exams", class_code="8B")], [("move_exam", {"exam_id": 4003, "date": "2026-03-13"})]),
    Past("Move 9C's science exam to April 1, period 3", [look("exams", class_code="9C")], [("move_exam", {"exam_id": 4004, "date": "2026-04-01", "period": 3})]),
    Past("Susan Hall is in on Friday after all, take her absence out again", [TEACHERS, look("absences", teacher="HAL")], [("delete_absence", {"absence_id": 9002})]),
    Past("Tell the parents of 9C 'Please return the library books'", [CLASSES], told("Please return the library books", "9C")),
    Past("Every class that has a maths exam should get the notice 'Exams start on time'", [EXAMS], told("Exams start on time", "7A", "8B", "9C")),
    Past("Aminata Diallo gives 9C's French to Rachel Fox", [TEACHERS, look("lessons", class_code="9C", subject="french")], taught("FOX", 7122)),
    Past("If 8B has more than 25 pupils, put its history in the library", [CLASSES, look("lessons", class_code="8B", subject="history")], []),
    Past("From now on the biggest class has its French in the library", [CLASSES, look("lessons", class_code="7A", subject="french"), ROOMS], into("LIB", 7117)),
    Past("What lessons does Rachel Fox have on Fridays?", [TEACHERS, look("lessons", teacher="FOX", day="FRI")], []),
    Past("Who stands in on March 20?", [look("covers", date="2026-03-20")], []),
)
FIELD = Field("timetable", ROWS, TOOLS, JOBS, PASTS)
