"""What stands in quotes goes where its clause says that it belongs, a code is told whole, and ids stand in objects."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.binding import Binding
from chalicelib.planning.composer.composer import Composer
from chalicelib.planning.composer.doubt import left_out
from chalicelib.planning.composer.fit import fit
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.refs import placed
from chalicelib.planning.composer.sketch import Path
from chalicelib.planning.door import catalogue_from_tools
from chalicelib.planning.planner import Brief

TEXT = {"type": "string"}
FILE = Found(0, 10, "id", "5000948880", "5000948880", noun="file")
FOLDER = Found(0, 9, "id", "160111000", "160111000", noun="folder")


def tool(called: str, says: str, needs: str = "", /, **properties: Any) -> dict[str, Any]:
    return {"name": called, "description": says, "parameters": {
        "type": "object", "properties": properties, "required": needs.split(),
    }}


KNOWN = catalogue_from_tools({"tools": [
    tool("create_milestone", "Create a milestone.", title=TEXT, description=TEXT,
         due_on={"type": "string", "format": "date-time"}, state={"type": "string", "enum": ["open", "closed"]}),
    {**tool("top_tracks", "Get an artist's top tracks.", artist_id=TEXT), "effect": "read"},
    tool("comment", "Creates a comment by the user on a file or a comment.", "message", message=TEXT, item={
        "type": "object", "required": ["id", "type"], "description": "The item to attach the comment to.",
        "properties": {
            "id": {**TEXT, "description": "The ID of the item"},
            "type": {**TEXT, "enum": ["file", "comment"], "description": "The type of the item."},
        },
    }),
    tool("copy_file", "Creates a copy of a file.", "file_id parent", file_id=TEXT, name=TEXT, parent={
        "type": "object", "required": ["id"], "description": "The destination folder to copy the file to.",
        "properties": {"id": {**TEXT, "description": "The ID of folder to copy the file to."}},
    }),
    {**tool("get_file", "Retrieves the details about a file.", file_id=TEXT), "effect": "read"},
    {**tool("get_folder", "Retrieves details for a folder.", folder_id=TEXT), "effect": "read"},
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


def test_an_id_in_an_object_stands_beside_its_kind() -> None:
    inputs: dict[Path, Binding] = {}

    placed(index_of(KNOWN).entries["catalogue.comment"], [FILE], inputs, set())

    assert {path: told.value for path, told in inputs.items()} == {("item", "id"): FILE.value, ("item", "type"): "file"}


def test_the_object_that_an_id_stands_in_is_no_kind_of_thing() -> None:
    target = next(one for one in index_of(KNOWN).entries["catalogue.copy_file"].params if one.path == ("parent", "id"))

    assert fit(target, FOLDER) > 0.5 > fit(target, replace(FOLDER, noun="task"))
