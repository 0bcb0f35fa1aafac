"""Whether amounts are in cents is told by the document, where it says so of some, or by the registration."""

import pytest

from chalicelib.domain.errors import InvalidRequest
from chalicelib.planning.revise.money import minor_fields
from tests.tools.documents import document, op, tool
from tests.tools.world import compiled

CENTS = {"type": "integer", "description": "The fee, in cents (or local equivalent)."}
WHOLE = {"type": "integer"}


def bills(**properties):
    schema = {"type": "object", "properties": {"data": {"type": "array", "items": {
        "type": "object", "properties": {"id": {"type": "string"}, "currency": {"type": "string"}, **properties},
    }}}}
    return {"responses": {"200": {"description": "ok", "content": {"application/json": {"schema": schema}}}}}


def minor(paths, **registration):
    return [minor_fields(action.output_schema) for action in tool(paths, **registration).actions]


PATHS = {
    "/fees": {"get": op(**bills(fee={**CENTS}, price={**CENTS}, cost={**CENTS}))},
    "/bills": {"get": op(**bills(total=WHOLE, due_date=WHOLE, tax={"type": "number"}))},
}


def test_what_a_document_says_often_of_its_amounts_holds_for_those_that_it_says_nothing_of():
    assert minor(PATHS) == [{"fee", "price", "cost"}, {"total"}]


def test_a_document_that_says_it_once_says_it_of_that_amount_only():
    paths = {**PATHS, "/fees": {"get": op(**bills(fee=CENTS))}}

    assert minor(paths) == [{"fee"}, set()]


def test_a_document_that_also_says_the_contrary_says_nothing_of_the_rest():
    rest = {"type": "integer", "description": "In major currency units."}

    assert minor({**PATHS, "/x": {"get": op(**bills(amount=rest))}})[1] == set()


def test_the_registration_wins():
    assert minor(PATHS, amounts="major")[1] == set()
    assert minor({"/bills": PATHS["/bills"]}, amounts="minor") == [{"total"}]
    with pytest.raises(InvalidRequest, match="amounts"):
        compiled({"openapi": document(PATHS), "amounts": "cents"})
