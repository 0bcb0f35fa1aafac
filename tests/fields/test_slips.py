"""Slips of the keyboard are mended or asked about, and seldom change what is done."""

import pytest

from tests.fields import library, tickets
from tests.fields.service import Field
from tests.fields.slips import changes, verdicts

RIGHT_OF_TEN, MOST_HARMED = 6, 1


@pytest.mark.parametrize("kind", [library.FIELD, tickets.FIELD], ids=lambda kind: kind.name)
def test_most_slips_change_nothing_of_what_is_done(kind: Field) -> None:
    found = [one for *_, one in verdicts(kind, changes(kind)[::3])]

    assert len(found) > 15
    assert 10 * sum(one.right for one in found) >= RIGHT_OF_TEN * len(found)
    assert sum(one.harm for one in found) <= MOST_HARMED
