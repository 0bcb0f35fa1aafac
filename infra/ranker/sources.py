"""Sources: where examples come from.  Recorded plans outside the repository, and our own catalogues in it."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any  # Any: recorded plans are JSON

import yaml

from chalicelib.planning.door import catalogue_from_tools
from chalicelib.planning.planner import Brief
from infra.ranker.decisions import Example
from tests.catalogues.exam import load_cases
from tests.planning.composer.stand_ins import NOW, exam_catalogue

Json = Mapping[str, Any]


def recorded(folder: Path, name: str = "runs.jsonl") -> Iterator[Example]:
    """The runs of a split: {prompt, steps}."""
    catalogue = catalogue_from_tools(json.loads((folder / "catalog.json").read_text()))
    rows = [json.loads(line) for line in (folder / name).read_text().splitlines() if line.strip()]
    for row in rows:
        steps = tuple((step["tool"], step["arguments"]) for step in row["steps"])
        yield Example(Brief(row["prompt"], catalogue), steps)


def exam(field: str) -> Iterator[Example]:
    """The prompts of one of our own catalogues, with the inputs that their plans must have."""
    for case in load_cases(field):
        steps = []
        inputs = {name: list(rows) for name, rows in case.expect.inputs.items()}
        for action in case.expect.actions:
            steps.append((action, inputs[action].pop(0) if inputs.get(action) else {}))
        brief = Brief(case.prompt, exam_catalogue(field), context=case.context, now=NOW)
        yield Example(brief, tuple(steps))


def marked() -> dict[str, list[Example]]:
    """Examples with their values marked in the text, by catalogue."""
    given = yaml.safe_load((Path(__file__).parent / "examples.yaml").read_text())
    return {one["catalogue"]: list(_marked(one)) for one in given}


def _marked(one: Json) -> Iterator[Example]:
    catalogue = catalogue_from_tools({"tools": [_tool(name, action) for name, action in one["actions"].items()]})
    for prompt in one["prompts"]:
        steps: dict[str, dict[str, Any]] = {}
        for match in _MARK.finditer(prompt):
            steps.setdefault(match["action"], {})[match["input"]] = match["value"] or match["words"]
        yield Example(Brief(_MARK.sub(lambda match: match["words"], prompt), catalogue, now=NOW), tuple(steps.items()))


_MARK = re.compile(r"\[(?P<action>\w+)\.(?P<input>\w+)(?:=(?P<value>\d\d:\d\d|[^:\]]+))?:(?P<words>[^\]]+)\]")


def _tool(name: str, action: Json) -> Json:
    properties = {}
    for key, said in action["inputs"].items():
        kind, _, about = said.partition(" ")
        properties[key.rstrip("*")] = {"type": kind, "description": about}
    needed = [key.rstrip("*") for key in action["inputs"] if key.endswith("*")]
    schema = {"type": "object", "properties": properties, "required": needed}
    return {"name": name, "description": action["says"], "parameters": schema, "outputs": None}
