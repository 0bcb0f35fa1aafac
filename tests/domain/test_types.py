"""Values in the types that a schema tells."""

import pytest

from chalicelib.domain.types import in_type, truths_of

WHOLE, TEXT = {"type": "integer"}, {"type": "string"}
FLAG = {"type": "string", "enum": ["Y", "N"]}
LAMP = {"type": "object", "properties": {"lamp": WHOLE, "tags": {"type": "array", "items": TEXT}}}


@pytest.mark.parametrize(("schema", "value", "taken"), [
    (WHOLE, "9007199254740993", 9007199254740993),
    (WHOLE, "007", "007"),
    (WHOLE, "12a", "12a"),
    ({"type": "number"}, "12.50", 12.5),
    (TEXT, 7, "7"),
    (TEXT, True, True),
    (FLAG, True, "Y"),
    ({"type": "integer", "enum": [0, 1]}, False, 0),
    (LAMP, {"lamp": "7", "tags": [1], "on": "2"}, {"lamp": 7, "tags": ["1"], "on": "2"}),
    (None, "7", "7"),
])
def test_a_value_is_given_in_the_type_that_is_taken(schema: object, value: object, taken: object) -> None:
    assert in_type(schema, value) == taken
    assert type(in_type(schema, value)) is type(taken)


@pytest.mark.parametrize(("options", "told"), [
    (["N", "Y"], {True: "Y", False: "N"}),
    (["yes", "no"], {True: "yes", False: "no"}),
    (["1", "0"], {True: "1", False: "0"}),
    (["y", "no"], {}),
    ([True, False], {}),
    (["open", "closed"], {}),
    (["Y", "N", "U"], {}),
])
def test_two_options_are_true_and_false_where_they_are_called_so(options: list[object], told: object) -> None:
    assert truths_of({"enum": options}) == told
