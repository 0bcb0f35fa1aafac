"""A mini data set of our own: a greenhouse and an archive, with made-up actions and the runs of their users."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.domain.lesson import Memory
from chalicelib.domain.plan import Plan
from chalicelib.planning.composer.composer import Composer
from chalicelib.planning.door import catalogue_from_tools, memory_of, plain
from chalicelib.planning.planner import Brief

Run = dict[str, Any]


def tool(name: str, description: str, *inputs: str, gives: Sequence[str] = ()) -> dict[str, Any]:
    return {
        "name": name,
        "description": description,
        "parameters": {
            "type": "object",
            "properties": {one: {"type": "string"} for one in inputs},
            "required": list(inputs),
        },
        "outputs": {"type": "object", "properties": {one: {"type": "string"} for one in gives}} if gives else None,
    }


TOOLS = {
    "tools": [
        tool("water_bed", "Water a bed of the greenhouse.", "bed"),
        tool("measure_soil", "Measure how moist the soil of a bed is.", "bed", gives=("moisture",)),
        tool("order_seeds", "Order seeds of a plant.", "plant"),
        tool("discard_plants", "Discard all plants of a bed.", "bed"),
        tool("ventilate_house", "Open the roof of the greenhouse."),
        tool("find_folio", "Find a folio of the archive.", "title", gives=("shelfmark",)),
        tool("lend_folio", "Lend a folio to a reader.", "shelfmark", "reader"),
        tool("photograph_folio", "Photograph the pages of a folio.", "shelfmark", "quality"),
        tool("restore_binding", "Restore the binding of a folio.", "shelfmark"),
    ]
}
CATALOGUE = catalogue_from_tools(TOOLS)


def run(
    prompt: str, *steps: tuple[str, Mapping[str, Any]], links: Sequence[tuple[int, int]] = (), status: str = "succeeded"
) -> Run:
    return {
        "prompt": prompt,
        "status": status,
        "links": [list(link) for link in links],
        "steps": [{"tool": name, "arguments": dict(arguments)} for name, arguments in steps],
    }


def thirsty(bed: str, status: str = "succeeded") -> Run:
    """In this greenhouse "thirsty" means: measure, then water.  No description says so."""
    return run(
        f'The seedlings in bed "{bed}" look thirsty',
        ("measure_soil", {"bed": bed}),
        ("water_bed", {"bed": bed}),
        links=[(0, 1)],
        status=status,
    )


def copied(title: str) -> Run:
    return run(
        f'Photograph the folio "{title}"',
        ("find_folio", {"title": title}),
        ("photograph_folio", {"shelfmark": "$0.shelfmark", "quality": "archival"}),
        links=[(0, 1)],
    )


USUAL = [
    *(thirsty(bed) for bed in ("North 1", "North 2", "South 4", "East 7")),
    *(copied(title) for title in ("Liber Ignium", "Mappa Nova", "Codex Viridis")),
    run('Order seeds of "fennel"', ("order_seeds", {"plant": "fennel"})),
    run('Order seeds of "borage"', ("order_seeds", {"plant": "borage"})),
    run("Open the roof, it is hot", ("ventilate_house", {})),
]


def memory(runs: Sequence[Mapping[str, Any]] = USUAL) -> Memory:
    return memory_of(CATALOGUE, runs)


def planned(prompt: str, runs: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    found = Composer().draft(Brief(prompt, CATALOGUE, memory(runs)))
    return plain(found) if isinstance(found, Plan) else {"steps": [], "links": []}


def tools(plan: Mapping[str, Any]) -> list[str]:
    return [step["tool"] for step in plan["steps"]]
