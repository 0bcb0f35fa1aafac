"""Numbers that are called after a time, and the one of several numbers that a comparison is about."""

import pytest

from tests.fields.checks import array, shape
from tests.fields.driver import judge
from tests.fields.service import ASK, Call, Field, Job, Tool, find, number, rows_of, text

STALLS = Field("stalls", {"stalls": rows_of(
    "stall_no keeper sold_today daily_quota open", "3|Ada Moss|62|40|true", "4|Bo Lind|12|30|true", "5|Cleo Park|75|90|true",
)}, (
    Tool("stall_list", "The stalls", {}, lambda rows: rows["stalls"],
         outputs=array(stall_no=number(), keeper=text(), sold_today=number(), daily_quota=number(), open={"type": "boolean"})),
    Tool("stall_close", "Close a stall", {"stall_no": number()},
         lambda rows, stall_no: find(rows["stalls"], "stall_no", stall_no).update(open=False), ("stall_no",)),
    Tool("stall_set_quota", "Set the daily quota of a stall", {"stall_no": number(), "daily_quota": number()},
         lambda rows, stall_no, daily_quota: find(rows["stalls"], "stall_no", stall_no).update(daily_quota=daily_quota), ("stall_no", "daily_quota")),
), ())  # fmt: skip

LINES = Field("lines", {"lines": [
    {"lineId": f"L{at}", "owner": owner, "usedThisMonth": used, "plan": {"monthlyAllowance": most}}
    for at, owner, used, most in ((1, "Ada Moss", 9, 10), (2, "Bo Lind", 2, 20), (3, "Cleo Park", 14, 15))
]}, (
    Tool("listLines", "All telephone lines", {}, lambda rows: {"items": rows["lines"]}, outputs=shape(items=array(
        lineId=text(), owner=text(), usedThisMonth=number("GB"), plan=shape(monthlyAllowance=number("GB"))))),
    Tool("changePlan", "Changes the plan of a line", {"lineId": text(), "plan": shape(monthlyAllowance=number("GB"))},
         lambda rows, lineId, plan: find(rows["lines"], "lineId", lineId)["plan"].update(plan), ("lineId", "plan")),
), ())  # fmt: skip


def allowed(line: int, most: int) -> Call:
    return "changePlan", {"lineId": f"L{line}", "plan": {"monthlyAllowance": most}}


@pytest.mark.parametrize(("field", "said", "end"), [
    (STALLS, "Close every stall that has sold more than 60 today", [("stall_close", {"stall_no": 3}), ("stall_close", {"stall_no": 5})]),
    (STALLS, "Set the quota of every stall that has sold more than 70 to 95", [("stall_set_quota", {"stall_no": 5, "daily_quota": 95})]),
    (LINES, "Set the allowance of every line that has used more than 8 this month to 25", [allowed(1, 25), allowed(3, 25)]),
    (LINES, "Whoever has used more than 12 this month gets an allowance of 30", [allowed(3, 30)]),
])  # fmt: skip
def test_what_is_compared_is_the_number_that_is_spoken_of(field: Field, said: str, end: list[Call]) -> None:
    verdict = judge(field, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)


def test_a_time_that_no_field_is_called_after_is_not_passed_over() -> None:
    assert judge(STALLS, Job("Close every stall that has sold more than 60 this month", ASK)).right


SIGNS = Field("signs", {
    "sites": rows_of("site town", "north.example|Riga", "south.example|Oslo"),
    "entries": rows_of("entry_no site text lasts", "1|north.example|south.example|7200", "2|north.example|plain|600", "3|south.example|plain|9000"),
}, (
    Tool("site_list", "The sites", {}, lambda rows: rows["sites"], outputs=array(site=text(), town=text())),
    Tool("entry_list", "The entries of all sites", {}, lambda rows: rows["entries"],
         outputs=array(entry_no=number(), site=text(), text=text(), lasts=number("Seconds"))),
    Tool("entry_change", "Change an entry", {"entry_no": number(), "text": text(), "lasts": number("Seconds")},
         lambda rows, entry_no, **told: find(rows["entries"], "entry_no", entry_no).update(told), ("entry_no",)),
), ())  # fmt: skip


@pytest.mark.parametrize("said", [
    "Change lasts of every entry on north.example with lasts over 3600 to 60",
    "Change lasts of every entry on north.example that lasts longer than an hour to 60 seconds",
    "Change lasts of every entry on north.example that lasts more than 60 minutes to one minute",
])  # fmt: skip
def test_what_records_belong_to_is_no_new_value_and_a_length_is_compared_in_the_unit_of_the_schema(said: str) -> None:
    verdict = judge(SIGNS, Job(said, [("entry_change", {"entry_no": 1, "lasts": 60})]))

    assert verdict.right, (verdict.calls, verdict.said)
