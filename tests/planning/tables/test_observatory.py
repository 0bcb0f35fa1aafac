"""An observatory, made up: a day and a time of day in two inputs, what something new is for, lengths and prices that change."""

from typing import Any

import pytest

from tests.fields.checks import array
from tests.fields.driver import judge
from tests.fields.service import ASK, Field, Job, Rows, Tool, find, number, rows_of, text

ROWS: Rows = {
    "scopes": [
        {**row, "hours": int(row["hours"]), "rate": int(row["rate"])}
        for row in rows_of(
            "scopeId name dome state hours rate",
            "s1|Ibis|West|idle|410|30", "s2|Kite|West|idle|90|20", "s3|Rook|East|broken|955|50",
        )
    ],
    "slots": [
        {**row, "minutes": int(row["minutes"])}
        for row in rows_of(
            "slotId guest purpose day starts minutes",
            "n1|Ada Lind|moon tour|2026-03-12|20:00|60", "n2|Bo Falk|comet hunt|2026-03-13|21:30|90",
            "n3|Ada Lind|moon tour|2026-03-14|20:30|45",
        )
    ],
}  # fmt: skip


def put(table: str, key: str) -> Any:
    return lambda rows, **told: find(rows[table], key, told.pop(key)).update(told)


def observatory(said: bool) -> Field:
    """`said`: whether its schemas tell how days and times of day are written; else only its records show it."""
    day, starts = (text("Format: YYYY-MM-DD"), text("Format: HH:MM")) if said else (text(), text())
    slot = {"guest": text(), "purpose": text(), "day": day, "starts": starts, "minutes": number()}
    scope = {"dome": text(), "state": text(enum=["idle", "broken", "sold"]), "rate": number()}
    return Field("observatory", ROWS, (
        Tool("listScopes", "All telescopes.", {}, lambda rows: rows["scopes"],
             outputs=array(scopeId=text(), name=text(), hours=number(), **scope)),
        Tool("updateScope", "Change a telescope.", {"scopeId": text(), **scope}, put("scopes", "scopeId"), ("scopeId",)),
        Tool("listSlots", "All slots.", {}, lambda rows: rows["slots"], outputs=array(slotId=text(), **slot)),
        Tool("updateSlot", "Change a slot.", {"slotId": text(), **slot}, put("slots", "slotId"), ("slotId",)),
        Tool("bookSlot", "Books a new slot.", slot, lambda rows, **told: rows["slots"].append({"slotId": "n4", **told}),
             ("guest", "day", "starts")),
    ), ())  # fmt: skip


def ends(prompt: str, end: Any, said: bool = True) -> bool:
    return judge(observatory(said), Job(prompt, end)).right


@pytest.mark.parametrize("said", [True, False])
def test_a_day_and_a_time_of_day_are_two_values_of_what_is_made(said: bool) -> None:
    new = {"guest": "Cy Moor", "purpose": "moon tour", "day": "2026-03-20", "starts": "22:15"}

    assert ends("Book a moon tour for Cy Moor on March 20 at 22:15", [("bookSlot", new)], said)
    assert ends("Book a slot for Cy Moor on March 20 at 22:15, moon tour", [("bookSlot", new)], said)


@pytest.mark.parametrize(("prompt", "end"), [
    ("The comet hunt should be 15 minutes shorter", ("updateSlot", {"slotId": "n2", "minutes": 75})),
    ("Make the comet hunt 30 minutes longer", ("updateSlot", {"slotId": "n2", "minutes": 120})),
    ("Kite should be 5 euros cheaper", ("updateScope", {"scopeId": "s2", "rate": 15})),
    ("Rook should be 10% cheaper", ("updateScope", {"scopeId": "s3", "rate": 45})),
])  # fmt: skip
def test_so_much_shorter_or_cheaper_is_a_step_and_no_new_value(prompt: str, end: Any) -> None:
    assert ends(prompt, [end])


def test_words_in_front_of_the_noun_tell_which_and_not_what_it_becomes() -> None:
    assert ends("Mark the West dome telescope that has the most hours as sold", [("updateScope", {"scopeId": "s1", "state": "sold"})])


def test_what_nobody_has_done_limits_and_is_asked_about_where_no_record_tells() -> None:
    assert ends("Raise the rate of every West dome telescope that nobody has opened yet by 5", ASK)
    assert ends("Raise the rate of every West dome telescope by 5", [
        ("updateScope", {"scopeId": "s1", "rate": 35}), ("updateScope", {"scopeId": "s2", "rate": 25})
    ])  # fmt: skip
