"""A cookery school, made up for the tests of this folder: students only by search, certificates that are sent once."""

from typing import Any

from tests.fields.checks import array
from tests.fields.driver import Verdict, judge
from tests.fields.service import Call, Field, Job, Refusal, Row, Rows, Tool, find, number, rows_of, text

ROWS = {
    "students": rows_of(
        "student_id name email labels",
        "s_1|Alma Rossi|alma@pan.example|", "s_2|Ben Okafor|ben@pan.example|", "s_3|Cora Lindt|cora@pan.example|", "s_4|Dev Patel|dev@pan.example|",
    ),
    "enrolments": rows_of(
        "enrolment_id student_id course_id fee state finished_on certificate_sent",
        "e1|s_1|k1|80|passed|2026-02-10|true", "e2|s_2|k1|80|passed|2026-02-10|false", "e3|s_3|k2|140|failed|2026-02-20|false",
        "e4|s_1|k2|140|passed|2026-02-20|false", "e5|s_4|k3|210|passed|2026-01-30|false", "e6|s_2|k2|140|passed|2026-02-20|true",
    ),
    "courses": rows_of("course_id title day kitchen", "k1|Bread|2026-04-02|North kitchen", "k2|Sushi|2026-04-09|South kitchen", "k3|Pasta|2026-04-16|North kitchen"),
    "passes": rows_of("pass_id student_id fee bought_on", "p1|s_3|900|2026-01-05", "p2|s_1|300|2026-01-06"),
    "letters": [],
}  # fmt: skip


def search(rows: Rows, query: str) -> list[Row]:
    if len(query) < 2:
        raise Refusal("at least two letters")
    return [row for row in rows["students"] if query.lower() in f"{row['name']} {row['email']}".lower()]


def certificate(rows: Rows, enrolment_id: str) -> object:
    row = find(rows["enrolments"], "enrolment_id", enrolment_id)
    if row["certificate_sent"]:
        raise Refusal("it was sent before")
    row["certificate_sent"] = True
    return {}


def label(rows: Rows, student_id: str, label: str) -> object:
    find(rows["students"], "student_id", student_id)["labels"] = label
    return {}


def message(rows: Rows, student_id: str, subject: str, body: str) -> object:
    rows["letters"].append({"to": find(rows["students"], "student_id", student_id)["student_id"], "subject": subject, "body": body})
    return {}


def course(rows: Rows, course_id: str, **told: str) -> object:
    find(rows["courses"], "course_id", course_id).update(told)
    return {}


STUDENT, ENROLMENT, COURSE, DAY = text("ID of the student"), text("ID of the enrolment"), text("ID of the course"), text("YYYY-MM-DD", format="date")
TOOLS = (
    Tool("search_students", "Search students by name or email.", {"query": text("At least two letters")}, search, ("query",), array(student_id=STUDENT, name=text(), email=text(), labels=text())),
    Tool("list_enrolments", "All enrolments in courses.", {}, lambda rows: rows["enrolments"], outputs=array(enrolment_id=ENROLMENT, student_id=STUDENT, course_id=COURSE, fee=number(), state=text(), finished_on=DAY, certificate_sent={"type": "boolean"})),
    Tool("list_courses", "All courses.", {}, lambda rows: rows["courses"], outputs=array(course_id=COURSE, title=text(), day=DAY, kitchen=text())),
    Tool("list_passes", "Season passes (for regular enrolments).", {}, lambda rows: rows["passes"], outputs=array(pass_id=text(), student_id=STUDENT, fee=number(), bought_on=DAY)),
    Tool("send_certificate", "Send the certificate of an enrolment.", {"enrolment_id": ENROLMENT}, certificate, ("enrolment_id",)),
    Tool("label_student", "Label a student.", {"student_id": STUDENT, "label": text()}, label, ("student_id", "label")),
    Tool("message_student", "Send a message to a student.", {"student_id": STUDENT, "subject": text(), "body": text()}, message, ("student_id", "subject", "body")),
    Tool("reschedule_course", "Move a course to another day.", {"course_id": COURSE, "day": DAY}, course, ("course_id", "day")),
    Tool("change_kitchen", "Move a course to another kitchen.", {"course_id": COURSE, "kitchen": text("North kitchen, South kitchen or Roof kitchen")}, course, ("course_id", "kitchen")),
)  # fmt: skip
FIELD = Field("cookery", ROWS, TOOLS, ())


def done(prompt: str, end: Any, shows: tuple[str, ...] = ()) -> Verdict:
    return judge(FIELD, Job(prompt, end, shows=shows))


def certified(*enrolments: str) -> list[Call]:
    return [("send_certificate", {"enrolment_id": one}) for one in enrolments]


def labelled(word: str, *students: str) -> list[Call]:
    return [("label_student", {"student_id": one, "label": word}) for one in students]


def wrote(student: str, subject: str, body: str) -> list[Call]:
    return [("message_student", {"student_id": student, "subject": subject, "body": body})]


def rescheduled(course_id: str, day: str) -> list[Call]:
    return [("reschedule_course", {"course_id": course_id, "day": day})]


def cooked(kitchen: str, *courses: str) -> list[Call]:
    return [("change_kitchen", {"course_id": one, "kitchen": kitchen}) for one in courses]
