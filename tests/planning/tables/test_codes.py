"""Codes whose description says what they stand for are told by that; and what limits records is never a new value."""

from typing import Any

import pytest

from tests.fields.checks import array, changing, one_of
from tests.fields.driver import judge
from tests.fields.service import ASK, Call, Field, Job, Tool, find, number, rows_of, text

KINDS, STATES = ("M", "S", "D"), ("up", "down", "spare")
ROWS = {
    "pumps": rows_of(
        "pump_id name drive status litres",
        "PU-1|North|M|up|40", "PU-2|South|D|up|60", "PU-3|East|D|down|60", "PU-4|West|S|spare|20", "PU-5|Mill|M|up|40",
    ),
}  # fmt: skip
DRIVE = text("M mains, S solar, D diesel engine", enum=list(KINDS))
STATUS = text(enum=list(STATES))
KEY = text("ID of the pump")


def update(rows: Any, pump_id: str, patch: Any) -> Any:
    return changing(
        find(rows["pumps"], "pump_id", pump_id), {**patch}, drive=lambda told: one_of(told, *KINDS),
        status=lambda told: one_of(told, *STATES), litres=int,
    )  # fmt: skip


PATCH = {"type": "object", "properties": {"drive": DRIVE, "status": STATUS, "litres": number("Litres a minute")}}
PUMPS = Field("pumps", ROWS, (
    Tool("listPumps", "List the pumps", {}, lambda rows: rows["pumps"],
         outputs=array(pump_id=KEY, name=text(), drive=DRIVE, status=STATUS, litres=number())),
    Tool("updatePump", "Update a pump", {"pump_id": KEY, "patch": PATCH}, update, ("pump_id", "patch")),
), ())  # fmt: skip


def changed(pumps: str, **patch: Any) -> list[Call]:
    return [("updatePump", {"pump_id": f"PU-{one}", "patch": patch}) for one in pumps]


@pytest.mark.parametrize("prompt, end", [
    ("Set all diesel engine pumps to 55 litres", changed("23", litres=55)),
    ("Set the litres of every mains pump to 45", changed("15", litres=45)),
    ("Change the drive of West to mains", changed("4", drive="M")),
    ("Set all spare pumps to down", changed("4", status="down")),
    ("Raise the litres of every down pump by 5", changed("3", litres=65)),
])  # fmt: skip
def test_the_records_and_values_are_told_by_what_codes_stand_for(prompt: str, end: Any) -> None:
    verdict = judge(PUMPS, Job(prompt, end))

    assert verdict.right, (verdict.calls, verdict.said)


@pytest.mark.parametrize("prompt", [
    "Raise the litres of every rusty pump by 5",
    "Set each spare rented pump to 45 litres",
    "Give West some more litres",
    "If North is less than 10 litres short of its limit, set it to down",
])  # fmt: skip
def test_a_word_that_would_limit_the_records_and_says_nothing_of_them_is_asked_about(prompt: str) -> None:
    verdict = judge(PUMPS, Job(prompt, ASK))

    assert verdict.right and not verdict.harm, verdict.calls


@pytest.mark.parametrize("prompt", ["Give me the list of all pumps", "Do show me each pump"])
def test_a_short_word_is_no_code_of_one_letter(prompt: str) -> None:
    verdict = judge(PUMPS, Job(prompt, []))

    assert verdict.right, (verdict.calls, verdict.said)
