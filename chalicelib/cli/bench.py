"""`replan bench`: how fast planning is on this machine, over made-up catalogues of growing size."""

import random
import statistics
import time
from collections.abc import Callable, Iterator

import click

from chalicelib.domain.tool import Action
from chalicelib.planning.planner import Brief, Catalogue

SEED = 7
VERBS = ("list", "get", "create", "update", "delete", "search", "send", "assign", "close", "count")
NOUNS = (
    "order", "ticket", "room", "booking", "vehicle", "shelf", "parcel", "course", "member", "policy", "claim", "device",
    "alert", "report", "meeting", "note", "recipe", "track", "playlist", "address", "product", "review", "garden",
    "permit", "loan", "lesson", "survey", "badge", "voucher", "visit",
)
SIDES = (
    "archive", "branch", "team", "region", "season", "project", "draft", "owner", "batch", "station", "partner", "zone",
    "floor", "group", "quarter", "client", "queue",
)
PLACES = ("Oslo", "Lima", "Kyoto", "Accra", "Perth")


@click.group()
def bench() -> None:
    """Measure this machine."""


@bench.command()
@click.option("--size", "sizes", type=int, multiple=True, default=(100, 1000, 5000), show_default=True)
@click.option("--prompts", default=60, show_default=True)
def plan(sizes: tuple[int, ...], prompts: int) -> None:
    """Drafts per catalogue size: index in ms, first draft, median and 95th percentile in ms (one core, no model)."""
    from chalicelib.planning.composer.composer import Composer

    click.echo(f"{'actions':>8} {'index+first':>12} {'median':>8} {'p95':>8}   (ms, {prompts} prompts)")
    for size in sizes:
        catalogue = made_up(size)
        composer = Composer()
        wanted = list(asked(catalogue, prompts))
        first = timed(lambda: composer.draft(Brief(wanted[0], catalogue)))  # noqa: B023 called at once
        spent = sorted(timed(lambda: composer.draft(Brief(prompt, catalogue))) for prompt in wanted)  # noqa: B023
        p95 = spent[min(len(spent) - 1, round(len(spent) * 0.95))]
        click.echo(f"{len(catalogue.actions):>8} {first:>12.1f} {statistics.median(spent):>8.1f} {p95:>8.1f}")


def timed(work: Callable[[], object]) -> float:
    """In ms."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def made_up(size: int) -> Catalogue:
    """A catalogue of `size` actions: verbs of common APIs over things that belong to other things."""
    draw = random.Random(SEED)  # noqa: S311 a benchmark repeats itself
    pairs = [(side, noun) for side in ("", *SIDES) for noun in NOUNS]
    names = [(verb, side, noun) for side, noun in pairs for verb in VERBS]
    draw.shuffle(names)
    actions = [_action(*name, draw) for name in names[:size]]
    return Catalogue(f"bench-{size}", {action.ref: action for action in actions})


def _action(verb: str, side: str, noun: str, draw: random.Random) -> Action:
    thing = f"{side} {noun}".strip()
    name = f"{verb}_{thing.replace(' ', '_')}"
    reads = verb in ("list", "get", "search", "count")
    inputs = {"place": _text(f"Where the {thing} is.")} if verb in ("list", "search", "create", "count") else {
        f"{noun}_id": _text(f"Id of the {thing}.")
    }
    if draw.random() < 0.5:
        inputs["note"] = _text("What to remember.")
    output = {"type": "object", "properties": {"id": {"type": "string"}, "name": {"type": "string"}}}
    schema = {"type": "object", "properties": inputs, "required": [next(iter(inputs))]}
    return Action("bench", name, f"{verb.capitalize()} a {thing}.", schema, output, "read" if reads else "unsafe")


def _text(description: str) -> dict[str, str]:
    return {"type": "string", "description": description}


def asked(catalogue: Catalogue, count: int) -> Iterator[str]:
    """Prompts of one to three goals over what the catalogue holds."""
    draw = random.Random(SEED + 1)  # noqa: S311 a benchmark repeats itself
    actions = list(catalogue.actions.values())
    for _ in range(count):
        goals = []
        for action in draw.sample(actions, draw.choice((1, 1, 2, 3))):
            verb, _, thing = action.name.partition("_")
            goals.append(f"{verb} the {thing.replace('_', ' ')} in {draw.choice(PLACES)}")
        yield "Please " + ", then ".join(goals) + "."
