"""`replan bench`: how fast planning is on this machine, what a step costs on AWS, how long functions take to start.

Planning needs nothing but this package.  The other two run against an emulator of AWS and live with it in `infra`,
which does not ship: they are for a checkout.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

import click

from chalicelib.domain.lesson import Lesson, Memory
from chalicelib.domain.plan import Plan
from chalicelib.domain.tool import Action
from chalicelib.planning.planner import Brief, Catalogue, NoPlan

SEED = 7
CASES = 2000
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
    """Planning, in ms of processor time on one core, without a model.

    Per catalogue size: its index compiled and loaded from its stored form, drafts without memory and of kinds of
    task that memory knows (median and 95th percentile).  Then a memory of 2,000 cases: counted, grown by one, searched.
    """
    titles = ("actions", "compile", "load", "draft", "p95", "known", "p95")
    click.echo("".join(f"{title:>9}" for title in titles) + f"   (ms, {prompts} prompts)")
    for size in sizes:
        catalogue = made_up(size)
        cells = (*index_times(catalogue), *draft_times(catalogue, prompts))
        click.echo(f"{len(catalogue.actions):>9}" + "".join(f"{cell:>9.1f}" for cell in cells))
    click.echo("\n" + "".join(f"{title:>9}" for title in ("cases", "counted", "one more", "search", "p95")))
    click.echo(f"{CASES:>9}" + "".join(f"{cell:>9.1f}" for cell in memory_times()))


@bench.command()
def cost() -> None:
    """Dollars per million steps on AWS: calls and capacity units counted on an emulator, prices as published."""
    in_checkout("cost")


@bench.command("cold-start")
@click.option("--repeat", default=5, show_default=True, help="Process starts per function.")
def cold_start(repeat: int) -> None:
    """Process start to first response of each function, from the packaged archive, and what its imports cost."""
    in_checkout("cold_start", repeat)


def in_checkout(name: str, *given: int) -> None:
    """Runs a benchmark of `infra.aws.bench`, which lies beside this package in a checkout."""
    sys.path.insert(0, str(Path(__file__).parents[2]))
    try:
        module = import_module(f"infra.aws.bench.{name}")
    except ModuleNotFoundError as missing:
        raise click.ClickException(
            f"{missing.name} is missing: this benchmark runs in a checkout of the repository, with its test "
            "dependencies (pip install -r requirements-dev.lock)"
        ) from missing
    module.main(*given)


def index_times(catalogue: Catalogue) -> tuple[float, float]:
    from chalicelib.planning.composer import index, stored

    compiled = timed(lambda: index.index_of(catalogue))
    data = stored.dumped(index.index_of(catalogue))
    return compiled, timed(lambda: stored.loaded(data, catalogue))


def draft_times(catalogue: Catalogue, prompts: int) -> tuple[float, ...]:
    """Median and 95th percentile without memory, then with one that holds a case of every prompt."""
    from chalicelib.planning.composer.composer import Composer
    from chalicelib.planning.door import memory_of

    composer = Composer()
    wanted = list(asked(catalogue, prompts))
    runs = [run_of(prompt, composer.draft(Brief(prompt, catalogue))) for prompt in wanted]
    memory = memory_of(catalogue, runs)
    composer.draft(Brief(wanted[0], catalogue, memory))
    found: list[float] = []
    for lessons in (Memory(), memory):
        spent = [timed(lambda: composer.draft(Brief(prompt, catalogue, lessons))) for prompt in wanted]  # noqa: B023
        found += middle_and_tail(spent)
    return tuple(found)


def run_of(prompt: str, plan: Plan | NoPlan) -> dict[str, object]:
    steps = plan.steps if isinstance(plan, Plan) else ()
    kept = [{"tool": step.action, "arguments": {}} for step in steps if step.tool == "bench"]
    return {"prompt": prompt, "steps": kept, "links": []}


def memory_times() -> tuple[float, ...]:
    """A memory of many cases counted at once, the same with one case more, and its search."""
    from chalicelib.planning.recall.recall import from_memory

    lessons = tuple(case_lessons(CASES + 1))
    kept = []
    counted = timed(lambda: kept.append(from_memory(Memory(lessons[:-1]))))
    grown = timed(lambda: kept.append(from_memory(Memory(lessons), kept[0])))
    cases = kept[-1].experience.cases[:: CASES // 100]
    spent = [timed(lambda: kept[-1].chances(case.words, case.hints or {})) for case in cases]  # noqa: B023 at once
    return counted, grown, *middle_and_tail(spent)


def case_lessons(count: int) -> Iterator[Lesson]:
    """Cases as prompts leave them: some forty words and pairs of words, two or three actions, a dozen readings."""
    from chalicelib.planning.recall.case import Case, Hint, encoded

    draw = random.Random(SEED + 2)  # noqa: S311 a benchmark repeats itself
    for at in range(count):
        kind = draw.randrange(200)
        words = {f"w{kind * 7 + draw.randrange(40)}" for _ in range(20)}
        words |= {f"w{draw.randrange(3000)}" for _ in range(8)}
        actions = tuple(f"bench.a{(kind + step) % 200}" for step in range(draw.choice((2, 3))))
        hints = {f"bench.a{(kind + step * 3) % 200}": Hint(draw.random() * 4, draw.random() * 4) for step in range(12)}
        content = encoded(Case(frozenset(words), actions, ((0, 1),), hints=hints))
        yield Lesson(f"les_{at:05}", "case", " ".join(actions), content, supported=1, first_at=at)


def middle_and_tail(spent: Sequence[float]) -> tuple[float, float]:
    row = sorted(spent)
    return statistics.median(row), row[min(len(row) - 1, round(len(row) * 0.95))]


def timed(work: Callable[[], object]) -> float:
    """In ms of this process, whatever else the machine is doing."""
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000


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
