"""Manners change nothing of what is asked for."""

import pytest

from tests.fields import library, tickets
from tests.fields.mannered import changes, verdicts
from tests.fields.service import Field


@pytest.mark.parametrize("kind", [library.FIELD, tickets.FIELD], ids=lambda kind: kind.name)
def test_what_is_asked_for_with_manners_is_done_as_without(kind: Field) -> None:
    found = verdicts(kind, changes(kind)[::6])

    assert len(found) > 25
    assert [(said.prompt, one.said) for _, said, one in found if not one.right] == []
