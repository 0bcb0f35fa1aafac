"""A school: records that join two others by id, search by one keyword, states as words, field and value beside acts."""

from tests.fields.service import ASK, Field, Job, Past, Refusal, Rows, Tool, find, number, rows_of, text

ROWS = {
    "courses": rows_of(
        "course_id title teacher room seats starts_on level",
        "1|Algebra|Mr Hale|101|20|2026-03-16|beginner",
        "2|Pottery|Ms Ito|Studio|8|2026-03-18|beginner",
        "3|Spanish|Mr Cruz|204|12|2026-03-23|advanced",
        "4|Chess|Mr Hale|102|10|2026-04-01|beginner",
        "5|Spanish basics|Mr Cruz|204|15|2026-03-12|beginner",
        "6|Robotics|Ms Yun|Lab|6|2026-04-07|advanced",
    ),
    "students": rows_of("student_id student year", "71|Mia Hart|2", "72|Noah Pell|3", "73|Omar Said|2", "74|Petra Lund|1"),
    "enrolments": rows_of(
        "enrolment_id student course state grade",
        "901|Mia Hart|Algebra|active|0",
        "902|Mia Hart|Spanish|waiting|0",
        "903|Noah Pell|Algebra|active|0",
        "904|Noah Pell|Chess|dropped|0",
        "905|Omar Said|Robotics|waiting|0",
        "906|Petra Lund|Pottery|active|0",
        "907|Petra Lund|Robotics|active|0",
        "908|Omar Said|Algebra|waiting|0",
    ),
    "letters": [],
}


def courses(rows: Rows, keyword: str = "") -> object:
    return [row for row in rows["courses"] if keyword.lower() in " ".join(map(str, row.values())).lower()]


def students(rows: Rows, keyword: str) -> object:
    return [row for row in rows["students"] if keyword.lower() in row["student"].lower()]


def enrolments(rows: Rows, keyword: str = "") -> object:
    return [row for row in rows["enrolments"] if keyword.lower() in " ".join(map(str, row.values())).lower()]


def update(rows: Rows, course_id: int, property: str, value: str) -> object:
    row = find(rows["courses"], "course_id", course_id)
    if property not in ("teacher", "room", "seats", "starts_on", "level", "title"):
        raise Refusal(f"no property {property}")
    row[property] = int(value) if property == "seats" else value
    return "updated"


def close(rows: Rows, course_id: int) -> object:
    rows["courses"].remove(find(rows["courses"], "course_id", course_id))
    return "closed"


def enrol(rows: Rows, student_id: int, course_id: int) -> object:
    student, course = find(rows["students"], "student_id", student_id)["student"], find(rows["courses"], "course_id", course_id)["title"]
    rows["enrolments"].append({"enrolment_id": 901 + len(rows["enrolments"]), "student": student, "course": course, "state": "active", "grade": 0})
    return rows["enrolments"][-1]


def set_state(rows: Rows, enrolment_id: int, state: str) -> object:
    if state not in ("active", "waiting", "dropped"):
        raise Refusal("state is active, waiting or dropped")
    find(rows["enrolments"], "enrolment_id", enrolment_id)["state"] = state
    return "ok"


def grade(rows: Rows, enrolment_id: int, grade: int) -> object:
    find(rows["enrolments"], "enrolment_id", enrolment_id)["grade"] = grade
    return "ok"


def unenrol(rows: Rows, enrolment_id: int) -> object:
    rows["enrolments"].remove(find(rows["enrolments"], "enrolment_id", enrolment_id))
    return "ok"


def letter(rows: Rows, student_id: int, content: str) -> object:
    rows["letters"].append({"student_id": student_id, "content": content})
    return "sent"


def course(one: int, name: str, value: str) -> tuple[str, dict[str, object]]:
    return "update_course", {"course_id": one, "property": name, "value": value}


def state(one: int, value: str) -> tuple[str, dict[str, object]]:
    return "set_enrolment_state", {"enrolment_id": one, "state": value}


def out(*ids: int) -> list[tuple[str, dict[str, object]]]:
    return [("remove_enrolment", {"enrolment_id": one}) for one in ids]


def by(word: str) -> list[tuple[str, dict[str, object]]]:
    return [("search_enrolments", {"keyword": word})]


def held(word: str = "") -> list[tuple[str, dict[str, object]]]:
    return [("search_courses", {"keyword": word} if word else {})]


COURSE, ENROLMENT, STUDENT = number("Id of the course."), number("Id of the enrolment."), number("Id of the student.")
FIELD = Field(
    "courses", ROWS,
    (
        Tool("search_courses", "Searches the courses by a keyword; all of them without one.", {"keyword": text("Word in any property.")}, courses),
        Tool("search_students", "Searches the students by name.", {"keyword": text("A part of the name.")}, students, ("keyword",)),
        Tool("search_enrolments", "Searches the enrolments of students in courses by a keyword; all of them without one.", {"keyword": text("Word in any property.")}, enrolments),
        Tool("update_course", "Updates one property of a course.", {"course_id": COURSE, "property": text('Property to update: "title", "teacher", "room", "seats", "starts_on", "level"'), "value": text("New value of the property.")}, update, ("course_id", "property", "value")),
        Tool("close_course", "Closes a course for good.", {"course_id": COURSE}, close, ("course_id",)),
        Tool("enrol_student", "Enrols a student in a course.", {"student_id": STUDENT, "course_id": COURSE}, enrol, ("student_id", "course_id")),
        Tool("set_enrolment_state", "Sets the state of an enrolment.", {"enrolment_id": ENROLMENT, "state": text("active, waiting or dropped", enum=["active", "waiting", "dropped"])}, set_state, ("enrolment_id", "state")),
        Tool("grade_enrolment", "Gives the student of an enrolment a grade.", {"enrolment_id": ENROLMENT, "grade": number("Grade from 1 to 6.")}, grade, ("enrolment_id", "grade")),
        Tool("remove_enrolment", "Removes an enrolment.", {"enrolment_id": ENROLMENT}, unenrol, ("enrolment_id",)),
        Tool("write_letter", "Writes a student a letter.", {"student_id": STUDENT, "content": text("What the letter says.")}, letter, ("student_id", "content")),
    ),
    (
        Job("Move the Chess course to room 105", [course(4, "room", "105")]),
        Job("Mr Cruz is leaving. Give all his courses to Ms Ito", [course(3, "teacher", "Ms Ito"), course(5, "teacher", "Ms Ito")]),
        Job("Close the course that starts last", [("close_course", {"course_id": 6})]),
        Job("Push the start of the Robotics course back by one week", [course(6, "starts_on", "2026-04-14")]),
        Job("Set the seats of all beginner courses of Mr Hale to 24", [course(1, "seats", "24"), course(4, "seats", "24")]),
        Job("Enrol Noah Pell in Pottery", [("enrol_student", {"student_id": 72, "course_id": 2})]),
        Job("Take Mia Hart out of Algebra", out(901)),
        Job("Remove all dropped enrolments", out(904)),
        Job("Set the state of all waiting enrolments for Algebra to active", [state(908, "active")]),
        Job("Give Petra Lund a grade of 2 in Pottery", [("grade_enrolment", {"enrolment_id": 906, "grade": 2})]),
        Job("Admit everyone on the waiting list for Robotics", [state(905, "active")]),
        Job("If the Pottery course has fewer than 10 seats, set its seats to 12", [course(2, "seats", "12")]),
        Job("If Omar Said has no active enrolment, remove all his enrolments, otherwise remove only the waiting ones", out(905, 908)),
        Job("Close the Fencing course", ASK),
        Job("Close the Spanish course of Mr Hale", ASK),
        Job("Remove Mia Hart's enrolment", ASK),
        Job("Close the advanced course of Ms Yun and move the Spanish basics course to room 101", [("close_course", {"course_id": 6}), course(5, "room", "101")]),
    ),
    (
        Past("Move the Algebra course to room 203", held("Algebra"), [course(1, "room", "203")]),
        Past("Mr Hale is leaving. Give all his courses to Ms Yun", held("Hale"), [course(1, "teacher", "Ms Yun"), course(4, "teacher", "Ms Yun")]),
        Past("Close the course that starts first", held(), [("close_course", {"course_id": 5})]),
        Past("Push the start of the Pottery course back by two weeks", held("Pottery"), [course(2, "starts_on", "2026-04-01")]),
        Past("Set the seats of all advanced courses to 10", held("advanced"), [course(3, "seats", "10"), course(6, "seats", "10")]),
        Past("Enrol Mia Hart in Chess", [("search_students", {"keyword": "Mia Hart"}), *held("Chess")], [("enrol_student", {"student_id": 71, "course_id": 4})]),
        Past("Enrol Petra Lund in Algebra", [("search_students", {"keyword": "Petra Lund"}), *held("Algebra")], [("enrol_student", {"student_id": 74, "course_id": 1})]),
        Past("Take Noah Pell out of Algebra", by("Noah Pell"), out(903)),
        Past("Remove all waiting enrolments of Omar Said", by("Omar Said"), out(905, 908)),
        Past("Set the state of all waiting enrolments for Spanish to active", by("Spanish"), [state(902, "active")]),
        Past("Give Mia Hart a grade of 3 in Algebra", by("Mia Hart"), [("grade_enrolment", {"enrolment_id": 901, "grade": 3})]),
        Past("Admit everyone on the waiting list for Spanish", by("Spanish"), [state(902, "active")]),
        Past("Admit everyone on the waiting list for Algebra", by("Algebra"), [state(908, "active")]),
        Past("If the Robotics course has fewer than 5 seats, set its seats to 8", held("Robotics"), []),
        Past("If Noah Pell has no active enrolment, remove all his enrolments, otherwise remove only the dropped ones", by("Noah Pell"), out(904)),
        Past("Close the beginner course of Ms Ito", held("Ito"), [("close_course", {"course_id": 2})]),
    ),
)
