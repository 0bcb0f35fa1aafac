"""A service may wrap its answers as it likes."""

import pytest

from tests.fields import claims, expenses, theatre
from tests.fields.dressed import FORMS, dressed
from tests.fields.driver import verdicts
from tests.fields.service import Field

FLOORS = {"theatre": 15, "claims": 18, "expenses": 24}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", [theatre.FIELD, claims.FIELD, expenses.FIELD], ids=lambda kind: kind.name)
def test_what_a_request_means_does_not_hang_on_how_the_answer_is_wrapped(kind: Field, form: str) -> None:
    found = verdicts(dressed(kind, form))

    assert not any(one.harm for one in found)
    assert sum(one.right for one in found) >= FLOORS[kind.name]
