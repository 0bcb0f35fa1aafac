"""Two tasks of a field at once, and one that is laid out over lines: each is done as it is alone."""

import pytest

from tests.fields import clinic, fleet
from tests.fields.service import Field
from tests.fields.together import verdicts


@pytest.mark.parametrize("kind", [clinic.FIELD, fleet.FIELD], ids=lambda kind: kind.name)
def test_what_is_asked_for_together_is_done_as_alone(kind: Field) -> None:
    found = verdicts(kind, each=6)

    assert len(found) > 25
    assert [(job.prompt, one.said) for _, job, one in found if not one.right] == []
