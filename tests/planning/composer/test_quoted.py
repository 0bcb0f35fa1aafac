"""What stands in quotes goes where its clause says that it belongs, and a code is told as a whole."""

from typing import Any

import pytest

from chalicelib.planning.composer.composer import Composer
from chalicelib.planning.composer.doubt import left_out
from chalicelib.planning.door import catalogue_from_tools
from chalicelib.planning.planner import Brief

TEXT = {"type": "string"}


def tool(name: str, says: str, **properties: Any) -> dict[str, Any]:
    return {"name": name, "description": says, "parameters": {"type": "object", "properties": properties}}


KNOWN = catalogue_from_tools({"tools": [
    tool("create_milestone", "Create a milestone.", title=TEXT, description=TEXT,
         due_on={"type": "string", "format": "date-time"}, state={"type": "string", "enum": ["open", "closed"]}),
    {**tool("top_tracks", "Get an artist's top tracks.", artist_id=TEXT), "effect": "read"},
    {**tool("list_milestones", "List the milestones."), "effect": "read"},
]})


@pytest.mark.parametrize("said", [
    "Create a milestone “v2.0” that is due on 2026-12-18.", "Create a milestone called “v2.0” due on 2026-12-18.",
])
def test_what_is_made_is_called_by_the_quotation_behind_it(said: str) -> None:
    plan = Composer(looks=False).draft(Brief(said, KNOWN, now=1_795_428_000_000))
    made = next(step for step in plan.steps if step.action == "create_milestone")

    assert {name: value.value for name, value in made.inputs.items()} == {
        "title": "v2.0", "due_on": "2026-12-18T00:00:00Z",
    }


def test_a_code_of_letters_and_digits_is_told_as_one() -> None:
    brief = Brief("Show the top tracks of the artist 0TnOYISbd1XYRBk9myaseg.", KNOWN)
    plan = Composer(looks=False).draft(brief)

    assert [step.action for step in plan.steps] == ["top_tracks"]
    assert left_out(brief, plan) == []
