"""`replan replay`: recorded tasks are planned again against their recorded outcomes, and nothing is executed.

The home hands out recordings; planning happens in this process, which holds no credential and no toolbox.

Exit status: 0 when nothing would differ, 1 when something would, 2 when that cannot be told.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any  # Any: API answers are JSON
from urllib.parse import quote

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from chalicelib import __version__
from chalicelib.cli.client import Client, client, print_json
from chalicelib.cli.tasks import ENDED
from chalicelib.domain.errors import ReplanError
from chalicelib.domain.lesson import Memory
from chalicelib.domain.tool import Action, Tool
from chalicelib.engine.differences import Difference, differences
from chalicelib.engine.recording import Recording, decode, encode
from chalicelib.engine.replay import catalogue_of
from chalicelib.engine.replay import replay as planned_again
from chalicelib.planning.planner import Planner

SAME, DIFFERS, UNKNOWN = 0, 1, 2
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
NOWHERE = "https://replay.example.com"
_AGO = re.compile(r"(\d+)([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


class Untold(click.ClickException):
    exit_code = UNKNOWN


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one recording; `planned_by` is who planned it then."""

    task: str
    prompt: str
    planned_by: str
    differences: tuple[Difference, ...]


@click.command()
@click.argument("tasks", nargs=-1, metavar="[TASK]…")
@click.option("--since", metavar="7d", help="Every task that has ended since: 30m, 12h, 7d, 2w, or a date.")
@click.option("--recordings", type=FOLDER, help="Recordings that were saved, instead of the running home's.")
@click.option("--planner", default="composer", show_default=True, help="Who plans.")
@click.option("--catalog", type=FOLDER, help="Tool documents that stand in for those of the same name.")
@click.option("--without", multiple=True, metavar="LESSON", help="As if this lesson had never been learned.")
@click.option("--save", type=click.Path(file_okay=False, path_type=Path), help="Keep the recordings in this folder.")
@click.option("--json", "as_json", is_flag=True)
@click.option("--url", envvar="REPLAN_URL", help="Where the API is (default: the running `replan dev`).")
@click.option("--key", envvar="REPLAN_API_KEY", help="API key (default: the one of `replan dev`).")
@click.option("--live", is_flag=True, help="Use the live key of `replan dev` instead of its test key.")
def replay(
    tasks: tuple[str, ...], since: str | None, recordings: Path | None, planner: str, catalog: Path | None,
    without: tuple[str, ...], save: Path | None, as_json: bool, url: str | None, key: str | None, live: bool,
) -> None:
    """Plan recorded tasks again, executing nothing, and say which would differ, at which step and why."""
    if sum(map(bool, (tasks, since, recordings))) != 1:
        raise click.UsageError("give task ids, or --since, or --recordings")
    try:
        planning = _planner(planner)
        exchanged = _exchange(catalog)
        found = saved(recordings) if recordings else _recorded(client(url, key, live=live), tasks, since)
        found = (past for past in found if _fit(past, named=bool(tasks)))
        pasts = list(_kept(found, save))
        _check_known(without, pasts)
        verdicts = [verdict(past, planning, without, exchanged) for past in pasts]
    except ReplanError as error:
        raise Untold(error.detail) from error
    except click.ClickException as error:
        raise Untold(error.message) from error
    _tell(verdicts, planner=planning.version, as_json=as_json)
    raise SystemExit(DIFFERS if any(one.differences for one in verdicts) else SAME)


def verdict(
    past: Recording, planner: Planner, without: Sequence[str] = (),
    exchanged: Callable[[Sequence[Action]], Sequence[Action]] = lambda known: known,
) -> Verdict:
    """The recording planned again with the lessons that it holds, less `without`."""
    memory = Memory(tuple(lesson for lesson in past.lessons if lesson.id not in without))
    again = planned_again(past, planner, memory, catalogue_of(exchanged(past.actions)))
    planned_by = past.versions.get("planner") or "a planner without a version"
    return Verdict(past.task.id, past.task.prompt, planned_by, differences(past, again))


def saved(folder: Path) -> Iterator[Recording]:
    for path in sorted(folder.glob("*.json")):
        yield decode(json.loads(path.read_text()))


def write(past: Recording, path: Path) -> None:
    """Keys stay in their order: planners read the properties of a schema in the order in which it tells them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(encode(past), indent=1, ensure_ascii=False) + "\n")


def _check_known(without: Sequence[str], pasts: Sequence[Recording]) -> None:
    """Raises for a lesson that none of the tasks knows: nothing would differ, and that would be taken for an answer."""
    known = {lesson.id for past in pasts for lesson in past.lessons}
    strange = [name for name in without if name not in known]
    if strange and pasts:
        raise Untold(f"none of these tasks knows a lesson {strange[0]!r}: `replan training list` names those there are")


def _planner(name: str) -> Planner:
    from chalicelib import wiring

    return wiring.planner(name)


def _kept(found: Iterable[Recording], folder: Path | None) -> Iterator[Recording]:
    for past in found:
        if folder is not None:
            write(past, folder / f"{past.task.id}.json")
        yield past


def _recorded(api: Client, tasks: Sequence[str], since: str | None) -> Iterator[Recording]:
    """The catalogue and the lessons of a sub-agent are fetched once."""
    shared: dict[str, dict[str, Any]] = {}
    for task in tasks or _ended_since(api, _instant(since or "")):
        stored = api.get(f"/v1/tasks/{quote(task, safe='')}/recording", whole="false" if shared else None)
        version = stored["task"]["sub_agent_version"]
        if "actions" not in stored and version not in shared:
            stored = api.get(f"/v1/tasks/{quote(task, safe='')}/recording")
        shared.setdefault(version, {name: stored.get(name) for name in ("actions", "lessons")})
        yield decode({**stored, **shared[version]})


def _fit(past: Recording, *, named: bool) -> bool:
    """Whether there is a plan to compare with; a task that was asked for by name must have one."""
    if past.unfit and named:
        raise Untold(f"task {past.task.id} cannot be replayed: {past.unfit}")
    return not past.unfit


def _ended_since(api: Client, instant: datetime) -> Iterator[str]:
    cursor: str | None = None
    while True:
        page = api.get("/v1/tasks", limit=100, cursor=cursor)
        for task in page["data"]:
            if datetime.fromisoformat(task["created_at"]) < instant:
                return
            if task["status"] in ENDED:
                yield task["id"]
        cursor = page["next_cursor"]
        if cursor is None:
            return


def _instant(since: str) -> datetime:
    ago = _AGO.fullmatch(since)
    if ago:
        return datetime.now(UTC) - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    try:
        told = datetime.fromisoformat(since)
    except ValueError:
        raise click.BadParameter(f"{since!r} is neither like 7d nor a date", param_hint="--since") from None
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def _exchange(folder: Path | None) -> Callable[[Sequence[Action]], Sequence[Action]]:
    """What the sub-agent knew, with the tools that `folder` has documents of as these describe them."""
    tools = {tool.name: tool for tool in map(_compiled, sorted(folder.iterdir()))} if folder else {}

    def exchanged(known: Sequence[Action]) -> Sequence[Action]:
        names = {action.tool for action in known} & set(tools)
        fresh = [replace(action, call={}) for name in sorted(names) for action in tools[name].actions]
        return [*(action for action in known if action.tool not in names), *fresh]

    return exchanged


def _compiled(path: Path) -> Tool:
    """A registration, as POST /v1/tools takes it, or a bare OpenAPI document that is named by its file."""
    from chalicelib.cli.tools import load_document
    from chalicelib.tools import compile_tool
    from chalicelib.tools.guard import Guard

    document = load_document(path)
    if not isinstance(document, dict):
        raise Untold(f"{path} is no tool document: give a registration or an OpenAPI document")
    if "paths" in document:
        document = {"name": path.stem.lower(), "openapi": document, "base_url": NOWHERE}
    return compile_tool(document, Guard(allow_loopback=True, resolve=lambda host, port: ()))


def _tell(verdicts: Sequence[Verdict], *, planner: str, as_json: bool) -> None:
    differing = [one for one in verdicts if one.differences]
    if as_json:
        print_json({
            "planner": planner, "engine": __version__, "replayed": len(verdicts), "differing": len(differing),
            "tasks": [{**_as_json(one), "same": not one.differences} for one in verdicts],
        })
        return
    console = Console(highlight=False)
    for one in differing:
        console.print(f"[bold]{one.task}[/]  {escape(one.prompt)}  [dim](planned by {escape(one.planned_by)})[/]")
        console.print(table(one.differences))
    console.print(f"{len(verdicts)} replayed with {planner}, {len(differing)} would differ")


def table(found: Iterable[Difference]) -> Table:
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 2), header_style="dim")
    for title in ("step", "what"):
        made.add_column(title, no_wrap=True)
    for title in ("recorded", "now", "why"):
        made.add_column(title, overflow="fold")
    for one in found:
        made.add_row(*(escape(text) for text in (one.step, one.kind, one.recorded, one.now, one.why)))
    return made


def _as_json(one: Verdict) -> Mapping[str, Any]:
    return asdict(one)
