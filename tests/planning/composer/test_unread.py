"""A plan that writes uses whatever the request names, or it is asked about first."""

import pytest

from chalicelib.domain.plan import Plan
from chalicelib.planning.composer.composer import Composer
from chalicelib.planning.planner import Brief, Catalogue
from tests.planning.composer.stand_ins import NOW, action, small

TEXT = {"type": "string"}
KILN = small(action("fire_kiln", "Fires a kiln.", {"kiln": TEXT}, None, "unsafe"))
HARBOUR = small(
    action("open_lock", "Opens a lock of the harbour.", {"lock": TEXT, "minutes": {"type": "integer"}}, None, "unsafe")
)
CHOIR = small(action("print_score", "Prints the score of a song.", {"song": TEXT}, None, "unsafe"))


def drafted(prompt: str, catalogue: Catalogue) -> Plan:
    plan = Composer().draft(Brief(prompt, catalogue, now=NOW))
    assert isinstance(plan, Plan)
    return plan


@pytest.mark.parametrize(
    ("catalogue", "prompt"),
    [
        (KILN, "Fire the kiln 'Big Bertha'"),
        (HARBOUR, "Open the lock 'East' for 20 minutes"),
        (CHOIR, "Print the score of the song 'Abendlied'"),
    ],
)
def test_a_plan_that_uses_all_that_is_named_goes_ahead(catalogue: Catalogue, prompt: str) -> None:
    assert any(step.effect == "unsafe" for step in drafted(prompt, catalogue).steps)


@pytest.mark.parametrize(
    ("catalogue", "prompt"),
    [
        (KILN, "Fire the kiln 'Big Bertha' for 'Ida Holm'"),
        (HARBOUR, "Open the lock 'East' for the ship 'Nautilus'"),
        (CHOIR, "Print the score of the song 'Abendlied' in the 'large' format"),
    ],
)
def test_what_is_named_and_used_nowhere_is_asked_about_before_anything_is_written(
    catalogue: Catalogue, prompt: str
) -> None:
    steps = drafted(prompt, catalogue).steps

    assert [step.ask is not None for step in steps] == [True]
