"""A film festival, made up for the tests of this folder: methods as names, days as 03/13/2026, badges for people, juries inside films."""

from collections.abc import Sequence
from typing import Any

from tests.fields.driver import Verdict, judge
from tests.fields.service import Call, Field, Job, Row, Rows, Tool, find, number, rows_of, text

ROWS: Rows = {
    "people": rows_of("badge name role", "QW|Quentin Wren|CURATOR", "HO|Hanna Osei|CURATOR", "BL|Birk Lund|JUROR", "LS|Lotte Sand|JUROR"),
    "films": [{**row, "jury": row["jury"].split()} for row in rows_of(
        "code title status curator jury",
        "F-01|Loss of Light|SELECTED|QW|BL LS", "F-02|The Salt Road|SELECTED|HO|BL", "F-03|North of Nothing|HELD_BACK|HO|",
        "F-04|Paper Boats|OPEN|QW|LS",
    )],
    "screenings": rows_of(
        "id film slot day host subtitled confirmed",
        "51|F-01|Late show|03/13/2026|QW|false|false", "52|F-02|Opening of the bridge|03/20/2026|HO|true|false",
        "53|F-04|Matinee|04/02/2026|BL|false|true", "54|F-01|School morning|04/17/2026|QW|false|false",
    ),
    "notes": [],
}
PERSON, CODE, DAY, FLAG = text("Badge"), text("Film code, e.g. F-01"), text("MM/DD/YYYY"), {"type": "boolean"}
STATES = ["OPEN", "SELECTED", "HELD_BACK", "WITHDRAWN"]


def listed(table: str, **fields: Any) -> Tool:
    schema = {"type": "object", "properties": {"results": {"type": "array", "items": {"type": "object", "properties": fields}}}}
    return Tool(f"get_{table}", f"GET /{table}", {}, lambda rows: {"results": rows[table]}, outputs=schema)


def patched(table: str, key: str) -> Any:
    def act(rows: Rows, **told: Any) -> object:
        find(rows[table], key, told.pop(key)).update(told)
        return {}

    return act


def added(table: str) -> Any:
    def act(rows: Rows, **told: Any) -> object:
        for name in ("host", "recipient"):
            if name in told:
                find(rows["people"], "badge", told[name])
        rows[table].append({"id": 99, **dict(sorted(told.items()))})
        return {}

    return act


def jury(rows: Rows, code: str, person: str, *, joins: bool) -> Row:
    film = find(rows["films"], "code", code)
    find(rows["people"], "badge", person)
    (film["jury"].append if joins else film["jury"].remove)(person)
    return film


def gone(rows: Rows, id: int) -> None:
    rows["screenings"].remove(find(rows["screenings"], "id", id))


SCREENING = {"slot": text(), "day": DAY, "host": PERSON, "subtitled": FLAG}
FIELD = Field(
    "festival", ROWS,
    (
        listed("people", badge=PERSON, name=text(), role=text()),
        listed("films", code=CODE, title=text(), status=text(enum=STATES), curator=PERSON, jury={"type": "array", "items": PERSON}),
        listed("screenings", id=number(), film=CODE, **SCREENING, confirmed=FLAG),
        Tool("patch_film", "PATCH /films/{code}: change title or curator of a film.", {"code": CODE, "title": text(), "curator": PERSON}, patched("films", "code"), ("code",)),
        Tool("put_film_status", "PUT /films/{code}/status: select a film, hold it back or withdraw it.", {"code": CODE, "status": text(enum=STATES)}, patched("films", "code"), ("code", "status")),
        Tool("put_film_jury_member", "PUT /films/{code}/jury/{person}: put somebody on the jury of a film.", {"code": CODE, "person": PERSON}, lambda rows, **told: jury(rows, **told, joins=True), ("code", "person")),
        Tool("delete_film_jury_member", "DELETE /films/{code}/jury/{person}: take somebody off the jury of a film.", {"code": CODE, "person": PERSON}, lambda rows, **told: jury(rows, **told, joins=False), ("code", "person")),
        Tool("post_screening", "POST /screenings: plan a screening.", {"film": CODE, **SCREENING}, added("screenings"), ("film", "slot", "day", "host")),
        Tool("patch_screening", "PATCH /screenings/{id}: move a screening, or mark it as confirmed.", {"id": number(), **SCREENING, "confirmed": FLAG}, patched("screenings", "id"), ("id",)),
        Tool("delete_screening", "DELETE /screenings/{id}", {"id": number()}, gone, ("id",)),
        Tool("post_note", "POST /notes: send somebody a note.", {"recipient": PERSON, "text": text()}, added("notes"), ("recipient", "text")),
    ),
    (),
)


def done(prompt: str, end: Any) -> Verdict:
    return judge(FIELD, Job(prompt, end))


def off(person: str, *films: str) -> Sequence[Call]:
    return [("delete_film_jury_member", {"code": one, "person": person}) for one in films]


def screening(which: int, **changes: object) -> Call:
    return "patch_screening", {"id": which, **changes}


def noted(said: str, *people: str) -> Sequence[Call]:
    return [("post_note", {"recipient": one, "text": said}) for one in people]
