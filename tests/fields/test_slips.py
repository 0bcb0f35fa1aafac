"""Slips of the keyboard are mended or asked about, and seldom change what is done."""

import pytest

from chalicelib.planning.composer.spelling import plain, words_told
from chalicelib.planning.door import catalogue_from_tools
from tests.fields import fields, library, tickets
from tests.fields.mannered import changes
from tests.fields.retold import RETOLD
from tests.fields.rewordings import FIRST, SECOND
from tests.fields.sayings import SAYINGS
from tests.fields.service import Field
from tests.fields.slips import verdicts

RIGHT_OF_TEN, MOST_HARMED = 6, 1


@pytest.mark.parametrize("kind", [library.FIELD, tickets.FIELD], ids=lambda kind: kind.name)
def test_most_slips_change_nothing_of_what_is_done(kind: Field) -> None:
    found = [one for *_, one in verdicts(kind, changes(kind)[::3])]

    assert len(found) > 15
    assert 10 * sum(one.right for one in found) >= RIGHT_OF_TEN * len(found)
    assert sum(one.harm for one in found) <= MOST_HARMED


def test_no_word_of_a_request_without_slips_is_taken_for_one() -> None:
    kinds = {kind.name: kind for group in fields.GROUPS.values() for kind in group}
    known = {name: catalogue_from_tools(kind.document(), carried_out=True) for name, kind in kinds.items()}
    told = {name: words_told(one.actions) for name, one in known.items()}
    said = [(name, job.prompt) for name, kind in kinds.items() for job in kind.jobs]
    anew = (FIRST, SECOND, SAYINGS, RETOLD)
    said += [(name, text) for each in anew for name, one in each.items() for text in one.values()]

    changed = [text for name, text in said if plain(text, told[name]) != text]

    assert len(said) > 2_400
    assert changed == []
