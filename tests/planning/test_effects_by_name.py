"""The measure of what actions count as by name alone."""

import pytest

from chalicelib.planning.door import catalogue_from_tools
from infra.connectors.effects import counted


def operation(name: str, summary: str) -> dict[str, object]:
    return {"operationId": name, "summary": summary, "parameters": [{"name": "id", "in": "path", "required": True}]}


def test_each_operation_is_held_against_its_method() -> None:
    document = {"paths": {
        "/issues/{id}/comments": {"get": operation("issueGetComments", "List all comments on an issue")},
        "/issues/{id}": {"delete": operation("issueDelete", "Delete an issue"), "parameters": []},
        "/orders/{id}": {"get": operation("ordersDispatch", "Dispatches an order")},
        "/orders/search": {"post": operation("searchOrders", "Search orders")},
    }}  # fmt: skip

    assert counted(document) == {"read": 2, "write": 2, "read mistaken": 1, "write mistaken": 1}


@pytest.mark.parametrize(("name", "says", "effect"), [
    ("orders", "Returns a list of orders placed in the store.", "read"), ("invoices", "List all invoices", "read"),
    ("order", "Order what is on the list.", "unsafe"), ("orders", "Orders what is on the list.", "unsafe"),
    ("recordings", "Recordings.", "read"), ("people", "People who can speak.", "read"),
    ("recording", "A recording by its ID.", "read"), ("addMembers", "Add members", "unsafe"),
    ("recording", "A recording is started.", "unsafe"),
])  # fmt: skip
def test_what_is_called_by_what_it_gives_alone_only_looks(name: str, says: str, effect: str) -> None:
    known = catalogue_from_tools({"tools": [{"name": name, "description": says}]}, carried_out=True)

    assert [action.effect for action in known.actions.values()] == [effect]
