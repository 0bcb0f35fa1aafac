"""A service may tell the same things in a form of its own."""

import pytest

from tests.fields import claims, expenses, fleet, library, theatre
from tests.fields.dressed import dressed
from tests.fields.driver import verdicts
from tests.fields.service import Field

WRAPPED = ("enveloped", "connected", "with_books")
FLOORS = {"theatre": 15, "claims": 18, "expenses": 24}
FORMED = {
    "resources": (library, 13), "undescribed": (claims, 17), "bodied": (library, 13), "as_input": (library, 13),
    "filtered": (library, 13), "bracketed": (claims, 18), "loose": (library, 12), "uuids": (theatre, 15),
    "counted": (theatre, 15), "yes_no": (claims, 18), "bits": (claims, 18), "seconds": (fleet, 13),
    "recased": (library, 13), "missing": (library, 13), "embedded": (theatre, 14),
}
"""Forms in which tasks were lost, and two that are everywhere."""


@pytest.mark.parametrize("form", WRAPPED)
@pytest.mark.parametrize("kind", [theatre.FIELD, claims.FIELD, expenses.FIELD], ids=lambda kind: kind.name)
def test_what_a_request_means_does_not_hang_on_how_the_answer_is_wrapped(kind: Field, form: str) -> None:
    found = verdicts(dressed(kind, form))

    assert not any(one.harm for one in found)
    assert sum(one.right for one in found) >= FLOORS[kind.name]


@pytest.mark.parametrize("form", sorted(FORMED))
def test_what_a_request_means_does_not_hang_on_the_form_of_what_is_told(form: str) -> None:
    kind, floor = FORMED[form][0].FIELD, FORMED[form][1]

    found = verdicts(dressed(kind, form))

    assert not any(one.harm for one in found)
    assert sum(one.right for one in found) >= floor
