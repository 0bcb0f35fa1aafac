"""The value that a request takes back is never the one that is written."""

from tests.fields import library, plans, tickets
from tests.fields.mannered import changes
from tests.fields.taken_back import verdicts

RIGHT_OF_TEN = 8


def test_what_is_said_in_the_end_is_done() -> None:
    kinds = (library.FIELD, tickets.FIELD, plans.FIELD)

    found = [one for kind in kinds for *_, one in verdicts(kind, changes(kind))]

    assert len(found) > 15
    assert 10 * sum(one.right for one in found) >= RIGHT_OF_TEN * len(found)
    assert not any(one.harm for one in found)
