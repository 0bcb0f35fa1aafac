"""A choir, made up for the tests of this folder: opaque codes, voices in a list, seats that are only listed per hall."""

from collections.abc import Sequence
from typing import Any

from tests.fields.driver import Verdict, judge
from tests.fields.service import Call, Field, Job, Refusal, Row, Rows, Tool, equal, find, rows_of, text


def singer(line: str) -> Row:
    (row,) = rows_of("singer_id first_name last_name email voices hall seat", line)
    return {**row, "voices": [one for one in str(row["voices"]).split(",") if one]}


ROWS = {
    "halls": rows_of("hall name", "old|Old Mill", "town|Town Hall"),
    "seats": rows_of(
        "seat hall name",
        "o1|old|Balcony", "o2|old|Back", "t1|town|Balcony", "t2|town|Back", "t3|town|Stage left",
    ),
    "singers": [singer(line) for line in (
        "sg_a1|Ada|Fenn|ada@fenn.example|alto,soprano|old|o2",
        "sg_b2|Bo|Fenn|bo@choir.example|bass|town|t3",
        "sg_c3|Cleo|Marsh|cleo@marsh.example|soprano|town|t2",
        "sg_d4|Dov|Stern|dov@stern.example||old|o2",
    )],
    "concerts": rows_of(
        "concert_id name day dress",
        "k1|May concert|2026-05-16|black", "k2|Harvest evening|2026-09-20|colours", "k3|Winter songs|2026-12-12|black",
        "k4|Rehearsal weekend||none",
    ),
}  # fmt: skip


def seat(rows: Rows, singer_id: str, seat: str) -> object:
    row, to = find(rows["singers"], "singer_id", singer_id), find(rows["seats"], "seat", seat)
    if row["hall"] != to["hall"]:
        raise Refusal("that seat is in another hall")
    row["seat"] = seat
    return row


def voice(gives: bool) -> Any:
    def act(rows: Rows, singer_ids: Sequence[str], voice: str) -> object:
        for row in [find(rows["singers"], "singer_id", one) for one in singer_ids]:
            row["voices"] = sorted({*row["voices"], voice} if gives else {*row["voices"]} - {voice})
        return {}

    return act


def join(rows: Rows, email: str, hall: str) -> object:
    rows["singers"].append({
        "singer_id": "sg_new", "first_name": "", "last_name": "", "email": email, "voices": [],
        "hall": find(rows["halls"], "hall", hall)["hall"], "seat": "",
    })  # fmt: skip
    return rows["singers"][-1]


def edit(rows: Rows, concert_id: str, **told: str) -> object:
    row = find(rows["concerts"], "concert_id", concert_id)
    row.update(told)
    return row


SINGER, SINGERS, VOICE = text("ID of the singer."), {"type": "array", "items": {"type": "string"}, "description": "IDs of the singers."}, text("The voice.")
FIELD = Field(
    "choir", ROWS,
    (
        Tool("hall_list", "List the halls.", {}, lambda rows: rows["halls"]),
        Tool("seat_list", "List the seats of a hall.", {"hall": text("Code of the hall.")}, lambda rows, hall: equal(rows["seats"], {"hall": hall}), ("hall",)),
        Tool("singer_list", "List the singers.", {"hall": text("Code of the hall.")}, lambda rows, hall="": {"data": equal(rows["singers"], {"hall": hall})}),
        Tool("concert_list", "List the concerts.", {}, lambda rows: {"data": rows["concerts"]}),
        Tool("singer_seat", "Seat a singer.", {"singer_id": SINGER, "seat": text("Code of the seat.")}, seat, ("singer_id", "seat")),
        Tool("singers_add_voice", "Give a voice to one or more singers.", {"singer_ids": SINGERS, "voice": VOICE}, voice(gives=True), ("singer_ids", "voice")),
        Tool("singers_drop_voice", "Take a voice away from one or more singers.", {"singer_ids": SINGERS, "voice": VOICE}, voice(gives=False), ("singer_ids", "voice")),
        Tool("singer_join", "Add a new singer to the choir of a hall.", {"email": text("E-mail address.", format="email"), "hall": text("Code of the hall.")}, join, ("email", "hall")),
        Tool("concert_edit", "Edit name, day or dress of a concert.", {"concert_id": text("ID of the concert."), "name": text("New name."), "day": text("New day, YYYY-MM-DD."), "dress": text("Dress.", enum=["black", "colours", "none"])}, edit, ("concert_id",)),
    ),
    (),
)  # fmt: skip


def done(prompt: str, end: Any) -> Verdict:
    return judge(FIELD, Job(prompt, end))


def seated(singer: str, seat: str) -> list[Call]:
    return [("singer_seat", {"singer_id": f"sg_{singer}", "seat": seat})]


def voiced(name: str, which: str, *singers: str) -> list[Call]:
    return [(f"singers_{name}_voice", {"singer_ids": [f"sg_{one}" for one in singers], "voice": which})]


def concert(number: int, **told: str) -> list[Call]:
    return [("concert_edit", {"concert_id": f"k{number}", **told})]
