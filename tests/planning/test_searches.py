"""Searches that are told conditions: each with field, operator and value, by field and operator, or as any object."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from chalicelib.domain.binding import Literal, Mention, Output, Values, resolve
from chalicelib.domain.tool import Action
from chalicelib.planning import searches
from tests.fields.checks import array, shape
from tests.fields.driver import judge
from tests.fields.service import ASK, Field, Job, Refusal, Row, Rows, Tool, find, number, rows_of, text

HOUSES: Rows = {"houses": rows_of(
    "house_id street town state rent owner_name",
    "h1|Mill Lane 4|Arden|let|900|Ann Pole", "h2|Mill Lane 9|Arden|free|950|Bo Ward",
    "h3|Quay 2|Selby|free|1200|Cy Noon", "h4|Quay 7|Selby|let|1100|Ann Pole",
    "h5|Abbey Road 1|Selby|closed|700|Bo Ward",
)}  # fmt: skip
HOUSE = {
    "house_id": text(), "street": text(), "town": text(), "state": text(enum=["let", "free", "closed"]),
    "rent": number(), "owner_name": text(),
}  # fmt: skip
Passes = Callable[[Row, Any], bool]


def by_operator(row: Row, told: Any) -> bool:
    of, by, to = told["property"], told["operator"], told["value"]
    return {
        "EQ": row[of] == to, "NEQ": row[of] != to, "CONTAINS": str(to).lower() in str(row[of]).lower(),
    }[by]  # fmt: skip


def in_groups(row: Row, told: Any) -> bool:
    if not told or not all(one["conditions"] for one in told):
        raise Refusal("a group needs a condition")
    return any(all(by_operator(row, each) for each in one["conditions"]) for one in told)


def in_list(row: Row, told: Any) -> bool:
    if not told:
        raise Refusal("a condition is needed")
    return all(by_operator(row, one) for one in told)


def by_field(row: Row, told: Any) -> bool:
    return all(
        (by == "equals" and row[of] == to) or (by == "contains" and to.lower() in row[of].lower())
        for of, each in told.items() for by, to in each.items()
    )  # fmt: skip


def alike(row: Row, told: Any) -> bool:
    if not isinstance(told, Mapping):
        raise Refusal("an object is needed")
    return all(row[name] == value for name, value in told.items())


CONDITION = {
    **shape(property=text(enum=[*HOUSE]), operator=text(enum=["EQ", "NEQ", "CONTAINS"]), value={}),
    "required": ["property", "operator", "value"],
}
GROUPS = {"type": "array", "minItems": 1, "items": shape(conditions={"type": "array", "items": CONDITION})}
FORMS: Mapping[str, tuple[str, Any, Passes]] = {
    "in a list": ("filters", {"type": "array", "items": CONDITION}, in_list),
    "in groups": ("filterGroups", GROUPS, in_groups),
    "by field": ("where", shape(town=shape(equals=text(), contains=text()), state=shape(equals=text())), by_field),
    "as any object": ("query", {"type": "object"}, alike),
}


def field(form: str) -> Field:
    name, schema, passes = FORMS[form]

    def search(rows: Rows, offset: int = 0, **told: Any) -> object:
        found = [row for row in rows["houses"] if passes(row, told[name])]
        return {"hits": found[offset : offset + 2], "total": len(found)}

    def close(rows: Rows, house_id: str) -> object:
        find(rows["houses"], "house_id", house_id)["state"] = "closed"
        return {}

    def rent(rows: Rows, house_id: str, rent: int) -> object:
        find(rows["houses"], "house_id", house_id)["rent"] = rent
        return {}

    return Field("houses", HOUSES, (
        Tool(
            "searchHouses", "Searches houses. At most 2 hits are given at once.", {name: schema, "offset": number()},
            search, (name,), shape(hits=array(**HOUSE), total=number()),
        ),
        Tool("closeHouse", "Takes a house off the market.", {"house_id": text()}, close, ("house_id",)),
        Tool(
            "setRent", "Sets the rent of a house.", {"house_id": text(), "rent": number()}, rent, ("house_id", "rent"),
        ),
    ), ())  # fmt: skip


def close(*houses: int) -> list[Any]:
    return [("closeHouse", {"house_id": f"h{one}"}) for one in houses]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("prompt", "end"), [
    ("Close Abbey Road 1", []),
    ("Close Quay 7", close(4)),
    ("Set the rent of Mill Lane 9 to 980", [("setRent", {"house_id": "h2", "rent": 980})]),
    ("Close all free houses in Selby", close(3)),
    ("Close the house on Mill Lane", ASK),
])  # fmt: skip
def test_the_records_of_a_search_are_found_however_its_conditions_are_written(form: str, prompt: str, end: Any) -> None:
    verdict = judge(field(form), Job(prompt, end))
    assert verdict.right, verdict


def action(form: str, *required: str) -> Action:
    name, schema, _ = FORMS[form]
    taken = {"type": "object", "properties": {name: schema, "sort": shape(field=text())}, "required": [*required]}
    return Action("lets", "search", "Searches.", taken, shape(hits=array(**HOUSE)), "read")


@pytest.mark.parametrize(("form", "told"), [
    ("in a list", [{"property": "town", "operator": "CONTAINS", "value": "Sel"}]),
    ("in groups", [{"conditions": [{"property": "town", "operator": "CONTAINS", "value": "Sel"}]}]),
    ("by field", {"town": {"contains": "Sel"}}),
])  # fmt: skip
def test_what_is_known_of_a_record_is_written_as_the_search_takes_it_and_read_again(form: str, told: Any) -> None:
    one = searches.search(action(form))
    assert one is not None
    written = searches.written(one, {"town": Mention("Sel", "Sel"), "offset": Literal(2)})
    assert written == {one.top: Literal(told), "offset": Literal(2)}
    assert searches.flat(one, written) == {"town": Literal("Sel"), "offset": Literal(2)}
    assert searches.flat(one, {one.top: Literal("else")}) is None


def test_a_condition_may_be_of_an_earlier_step() -> None:
    given = Values({"2": {"rows": [{"of`it": "Sel"}]}}, {})
    for form in ("in a list", "by field"):
        one = searches.search(action(form))
        assert one is not None
        written = searches.written(one, {"town": Output("2", 'rows[0]."of`it"'), "state": Literal("f`e")})
        told = resolve(written[one.top], given)
        assert searches.written(one, {"town": Literal("Sel"), "state": Literal("f`e")})[one.top] == Literal(told)


def test_where_no_condition_is_needed_none_is_written_and_the_order_is_nobodys_business() -> None:
    for form in FORMS:
        one = searches.search(action(form))
        if form == "as any object":
            assert one is None
        else:
            assert one is not None
            needed = form == "in groups"
            assert bool(searches.written(one, {})) == needed
            assert {*searches.seen(one, action(form)).input_schema["properties"]} >= {"town", "state"}
            assert "sort" not in searches.seen(one, action(form)).input_schema["properties"]


def test_a_write_takes_no_conditions() -> None:
    told = action("in a list")
    assert searches.search(Action("lets", "close", "", told.input_schema, None, "unsafe")) is None
