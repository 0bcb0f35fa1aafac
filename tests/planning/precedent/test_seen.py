"""What a past run saw: pages of one list are one table, and lists inside of records are tables of their own."""

from chalicelib.planning.composer.index import index_of
from chalicelib.planning.door import catalogue_from_tools
from chalicelib.planning.precedent.seen import Read, seen

TOOLS = {"tools": [{"name": "listLoans", "description": "Lists the loans.", "parameters": {"type": "object"}}]}
ENTRIES = index_of(catalogue_from_tools(TOOLS, carried_out=True)).entries
LOANS = "catalogue.listLoans"


def loan(at: int, borrower: str) -> dict[str, object]:
    return {"id": f"ln-{at}", "borrowerId": borrower, "from": "2026-05-01", "until": "2026-06-01"}


def test_what_records_refer_to_does_not_tell_those_of_several_pages_apart():
    pages = [[loan(1, "b-1"), loan(2, "b-2")], [loan(3, "b-2"), loan(4, "b-1")], [loan(5, "b-2")]]
    read = [Read(LOANS, str(at), {"loans": page}, {"page": at}) for at, page in enumerate(pages)]

    (table,) = seen(read, ENTRIES, "UTC")

    assert [row.values["id"] for row in table.rows] == ["ln-1", "ln-2", "ln-3", "ln-4", "ln-5"]
    assert {row.places["id"].step for row in table.rows} == {"0", "1", "2"}


def test_lists_inside_of_records_are_read_with_their_places():
    parts_of = {at: [{"id": f"p-{at}{n}", "state": "out"} for n in (1, 2)] for at in (1, 2)}
    lent = [{**loan(at, "b-1"), "parts": {"nodes": parts_of[at]}} for at in (1, 2)]

    loans, parts = seen([Read(LOANS, "0", {"loans": lent}, {})], ENTRIES, "UTC")

    assert [row.values["id"] for row in loans.rows] == ["ln-1", "ln-2"]
    assert [row.values["id"] for row in parts.rows] == ["p-11", "p-12", "p-21", "p-22"]
    assert parts.rows[2].places["id"].path == "loans[1].parts.nodes[0].id"
    assert not loans.refs & parts.refs
