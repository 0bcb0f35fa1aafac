"""Which field tells the records of a list apart, so that others can refer to them."""

from chalicelib.planning.composer.index import index_of
from chalicelib.planning.door import catalogue_from_tools
from chalicelib.planning.records.reach import Row
from chalicelib.planning.tables.sources import sources
from chalicelib.planning.tables.world import table_of

GUIDES = [
    {"guide": "KIT", "name": "Kit Moss", "email": "kit@hills.example"},
    {"guide": "ORR", "name": "Ida Orr", "email": "ida@hills.example"},
]


def key_of(action: str, rows: list[dict[str, str]]) -> str:
    parameters = {"type": "object", "properties": {}, "required": []}
    tool = {"name": action, "description": "All of them", "parameters": parameters}
    (source,) = sources(index_of(catalogue_from_tools({"tools": [tool]})).entries.values())
    return table_of(source, [Row(row, "1", f"[{at}]") for at, row in enumerate(rows)], True).key


def test_a_field_called_as_the_records_are_is_their_key_though_they_have_addresses_too() -> None:
    assert key_of("list_guides", GUIDES) == "guide"


def test_an_address_is_the_key_where_no_field_is_called_as_the_records_are() -> None:
    assert key_of("list_members", GUIDES) == "email"
