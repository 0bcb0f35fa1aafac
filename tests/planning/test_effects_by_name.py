"""The measure of what actions count as by name alone."""

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
