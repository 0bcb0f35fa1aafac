"""Which field tells the records of a list apart, so that others can refer to them."""

from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.schema import params
from chalicelib.planning.door import catalogue_from_tools
from chalicelib.planning.records.reach import Row
from chalicelib.planning.tables.keys import keyed
from chalicelib.planning.tables.sources import Source, sources
from chalicelib.planning.tables.world import table_of

GUIDES = [
    {"guide": "KIT", "name": "Kit Moss", "email": "kit@hills.example"},
    {"guide": "ORR", "name": "Ida Orr", "email": "ida@hills.example"},
]


def source_of(action: str) -> Source:
    parameters = {"type": "object", "properties": {}, "required": []}
    tool = {"name": action, "description": "All of them", "parameters": parameters}
    (source,) = sources(index_of(catalogue_from_tools({"tools": [tool]})).entries.values())
    return source


def key_of(action: str, rows: list[dict[str, str]]) -> str:
    return table_of(source_of(action), [Row(row, "1", f"[{at}]") for at, row in enumerate(rows)], True).key


def taking(kind: str) -> str:
    """What an input called `guide` of the type takes of a guide."""
    table = table_of(source_of("list_guides"), [Row(row, "1", "") for row in GUIDES], True)
    (param,) = params({"properties": {"guide": {"type": kind}}, "required": ["guide"]})
    return keyed(param, table, ())


TOURS = [{"id": 71, "number": 1, "name": "north"}, {"id": 72, "number": 2, "name": "south"}]


def tour_key(**param: object) -> str:
    """What an input takes of a tour that has an id, a number and a name."""
    table = table_of(source_of("list_tours"), [Row(row, "1", "") for row in TOURS], True)
    ((name, schema),) = param.items()
    (one,) = params({"properties": {name: schema}, "required": [name]})
    return keyed(one, table, ("tour",))


def test_an_input_that_is_called_as_another_key_takes_that_and_not_the_id() -> None:
    assert tour_key(tour_number={"type": "integer"}) == "number"
    assert tour_key(tour_id={"type": "integer"}) == "id"
    assert tour_key(route={"type": "integer", "description": "The `number` of the tour to follow."}) == "number"


def test_an_input_that_takes_a_number_takes_no_code_with_letters_for_a_key() -> None:
    assert taking("string") == "guide"
    assert taking("integer") == ""


def test_a_field_called_as_the_records_are_is_their_key_though_they_have_addresses_too() -> None:
    assert key_of("list_guides", GUIDES) == "guide"


def test_an_address_is_the_key_where_no_field_is_called_as_the_records_are() -> None:
    assert key_of("list_members", GUIDES) == "email"
