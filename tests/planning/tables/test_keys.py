"""Which field tells the records of a list apart, so that others can refer to them."""

from chalicelib.planning.composer.index import index_of
from chalicelib.planning.door import catalogue_from_tools
from chalicelib.planning.records.reach import Row
from chalicelib.planning.tables.sources import sources
from chalicelib.planning.tables.world import table_of
from tests.fields.checks import array, changing
from tests.fields.driver import judge
from tests.fields.service import Field, Job, Tool, find, number, rows_of, text

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


TIERS = ["plain", "gold", "club"]
WALKERS = Field("walkers", {"walkers": rows_of(
    "walker_id name email tier", "71|Bo Lind|bo@lind.example|plain", "72|Ida Orr|ida@orr.example|gold",
    "73|Kit Moss|kit@moss.example|plain",
)}, (
    Tool("listWalkers", "All walkers", {}, lambda rows: rows["walkers"],
         outputs=array(walker_id=number(), name=text(), email=text(), tier=text(enum=TIERS))),
    Tool("updateWalker", "Change a walker", {"walker_id": number(), "email": text(), "tier": text(enum=TIERS)},
         lambda rows, walker_id, **told: changing(find(rows["walkers"], "walker_id", walker_id), told,
                                                  email=str, tier=str), ("walker_id",)),
), ())  # fmt: skip


def test_whoever_happens_to_be_in_a_state_is_not_called_by_it() -> None:
    job = Job("Bo Lind would like to switch to the gold tier", [("updateWalker", {"walker_id": 71, "tier": "gold"})])

    assert judge(WALKERS, job).right
