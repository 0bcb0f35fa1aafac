"""What a catalogue keeps, told from its actions alone."""

import pytest

from chalicelib.planning.composer.index import index_of
from chalicelib.planning.door import catalogue_from_tools
from chalicelib.planning.records.resources import kept

TEXT = {"type": "string"}
LISTED = {
    "name": "lamps_list", "description": "List the lamps.", "parameters": {"type": "object", "properties": {}},
    "outputs": {"type": "array", "items": {"type": "object", "properties": {"lamp_id": TEXT, "colour": TEXT}}},
}  # fmt: skip


def generic(described: str) -> list[bool]:
    """Of each act on a lamp, whether it takes a field's name and its new value."""
    params = {"lamp_id": TEXT, "key": {**TEXT, "description": described}, "value": TEXT}
    parameters = {"type": "object", "properties": params, "required": [*params]}
    setting = {"name": "lamps_set", "description": "Set something of a lamp.", "parameters": parameters}
    known = index_of(catalogue_from_tools({"tools": [LISTED, setting]}, carried_out=True))
    return [act.generic is not None for one in kept(known.entries)[0] for act in one.acts]


@pytest.mark.parametrize(("described", "told"), [("Name of the field", [True]), ("Key of the note", [False])])
def test_a_key_is_a_fields_name_only_where_it_says_so(described: str, told: list[bool]) -> None:
    assert generic(described) == told
