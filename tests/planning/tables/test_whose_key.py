"""Whose key an input takes, where its description speaks of other things too; and codes that are one name."""

from chalicelib.planning.composer.schema import params
from chalicelib.planning.tables.described import described


def of(text: str):
    (param,) = params({"properties": {"dock": {"type": "integer", "description": text}}, "required": ["dock"]})
    return param


def test_what_is_said_of_a_thing_is_no_owner_of_its_key() -> None:
    told = of("ID of an existing dock to tie the boat to")

    assert described(told, "id", {"dock"})
    assert not described(told, "id", {"boat"})
    assert described(of("ID of the boat"), "id", {"boat"})
