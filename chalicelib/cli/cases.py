"""`replan test FILE`: prompts, and what is expected of what is made of them.  Nothing is written anywhere.

    sub_agent: billing-agent            for all cases that name none; so too `mode`, `context`, `user_id`
    mode: plan                          plan: the first plan is looked at; shadow: reads are made for real
    cases:
      - prompt: Refund Ann's last order
        uses: [shop.list_orders]        actions that must be there, as names or patterns
        never_uses: ["mail.*"]          actions that must not
        asks: [approval]                true, false, or what is asked: reasons, fields, or actions asked about
        max_writes: 1                   at most so many steps that are not reads

It works over HTTP against a home that is up, as test or shadow tasks, from which nothing is learned.  The exit status
is 0 if all is as expected, 1 if not, and 2 if the file cannot be read.  `replan cases save` makes a case of a task.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn  # Any: contexts and answers are JSON

import click
from pydantic import Field, JsonValue
from rich.console import Console
from rich.markup import escape

from chalicelib.api import validate
from chalicelib.api.models import Body, Patterns, Prompt, SubAgentName, UserId
from chalicelib.cli.client import Client, connected, print_json
from chalicelib.cli.tasks import follow
from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.rules import matches
from chalicelib.domain.tool import AUTHENTICATE, PERSON, REFRESH

Mode = Literal["plan", "shadow"]


class Shared(Body):
    sub_agent: SubAgentName | None = None
    mode: Mode | None = None
    context: dict[str, JsonValue] = Field(default_factory=dict)
    user_id: UserId | None = None


class Case(Shared):
    """A prompt, and what is expected; `no_plan`: that it cannot be done, and is said to be so."""

    prompt: Prompt
    name: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    uses: Patterns = Field(default_factory=list)
    never_uses: Patterns = Field(default_factory=list)
    asks: bool | list[str] | None = None
    max_writes: Annotated[int, Field(ge=0, le=50)] | None = None
    no_plan: bool = False


class Cases(Shared):
    cases: Annotated[list[Case], Field(min_length=1, max_length=1000)]


@dataclass(frozen=True, slots=True)
class Found:
    """What was made of a prompt.  `asked`: by question, everything that a case may name it by."""

    actions: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    asked: tuple[frozenset[str], ...] = ()
    failed: str = ""
    unplanned: bool = False


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--only", metavar="TEXT", help="Only cases whose name or prompt holds this text.")
@click.option("--json", "as_json", is_flag=True)
@connected
def test(client: Client, file: Path, only: str | None, as_json: bool) -> None:
    """Plan the prompts of FILE (YAML) and compare with what it expects; the exit status is for CI."""
    chosen = [case for case in read(file) if not only or only.lower() in f"{case.name or ''} {case.prompt}".lower()]
    if not chosen:
        refuse(f"{file}: no case holds {only!r} in its name or prompt")
    sent = [client.call("POST", "/v1/tasks", request(case))["id"] for case in chosen]
    wrong = {}
    for case, task in zip(chosen, sent, strict=True):
        faults = tuple(differences(case, found(client, task)))
        wrong[task] = faults
        if not as_json:
            report(case, task, faults)
    if as_json:
        print_json([{"name": titled(case), "task": task, "passed": not wrong[task], "differences": list(wrong[task])}
                    for case, task in zip(chosen, sent, strict=True)])
    failed = sum(bool(faults) for faults in wrong.values())
    click.echo(f"{len(chosen) - failed} of {len(chosen)} as expected", err=as_json)
    raise SystemExit(1 if failed else 0)


def read(file: Path) -> list[Case]:
    """The cases, each with what all of them share; what is wrong with the file ends the command."""
    import yaml

    try:
        stored = yaml.safe_load(file.read_text())
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        refuse(f"{file} is not YAML: {error}")
    if not isinstance(stored, dict):
        refuse(f"{file}: must be an object with 'cases', a list; got {type(stored).__name__}")
    try:
        made = validate.check(stored, Cases)
    except InvalidRequest as wrong:
        refuse("\n".join([f"{file}:", *(f"  {one['field']}: {one['message']}" for one in wrong.details)]))
    for place, case in enumerate(made.cases):
        if not (case.sub_agent or made.sub_agent):
            refuse(f"{file}:\n  cases[{place}].sub_agent: is required, here or once for all at the top")
        if not case.model_fields_set & {"uses", "never_uses", "asks", "max_writes", "no_plan"}:
            refuse(f"{file}:\n  cases[{place}]: expects nothing; say uses, never_uses, asks, max_writes or no_plan")
    return [merged(case, made) for case in made.cases]


def merged(case: Case, shared: Shared) -> Case:
    return case.model_copy(update={
        "sub_agent": case.sub_agent or shared.sub_agent, "mode": case.mode or shared.mode or "plan",
        "context": {**shared.context, **case.context}, "user_id": case.user_id or shared.user_id,
    })


class BadFile(click.ClickException):
    exit_code = 2


def refuse(message: str) -> NoReturn:
    raise BadFile(message)


def request(case: Case) -> dict[str, Any]:
    return {
        "prompt": case.prompt, "sub_agent": case.sub_agent, "context": case.context, "user_id": case.user_id,
        "mode": "shadow" if case.mode == "shadow" else "test",
    }


def found(client: Client, task_id: str) -> Found:
    """What was planned, or done and stopped short of; a task that waits is cancelled: nobody is there to answer."""
    task = follow(client, task_id, Console(quiet=True))
    if task["status"] == "waiting":
        client.call("POST", f"/v1/tasks/{task_id}/cancel", {})
    if task["mode"] == "test":
        return of_plan(task)
    return of_shadow(task, client.get(f"/v1/tasks/{task_id}/trace"))


def of_plan(task: Mapping[str, Any]) -> Found:
    if "error" in task:
        return failed(task)
    steps = [one for step in task["result"]["plan"] for one in (step, step.get("body")) if one]
    acting = [step for step in steps if "ask" not in step]
    return Found(
        tuple(ref(step) for step in acting), tuple(ref(step) for step in acting if writes(step)),
        tuple(named(step["ask"]) for step in steps if "ask" in step),
    )


def of_shadow(task: Mapping[str, Any], trace: Mapping[str, Any]) -> Found:
    if "error" in task:
        return failed(task)
    result = task.get("result") or {}
    stopped = [*result.get("would_call", ()), *result.get("not_read", ())]
    rows = [row for row in trace["steps"] if row["tool"] != PERSON and row["status"] in ("complete", "running")]
    asked = [named(task["waiting"])] if "waiting" in task else []
    return Found(
        tuple(ref(step) for step in (*rows, *stopped)), tuple(ref(step) for step in stopped if writes(step)),
        tuple(asked),
    )


def failed(task: Mapping[str, Any]) -> Found:
    error = task["error"]
    return Found(failed=f"{error['code']}: {error['message']}", unplanned=error["code"] == "no_plan")


def ref(step: Mapping[str, Any]) -> str:
    return f"{step['tool']}.{step['action']}"


def writes(step: Mapping[str, Any]) -> bool:
    return step["effect"] != "read" and step["action"] not in (AUTHENTICATE, REFRESH)


def named(question: Mapping[str, Any]) -> frozenset[str]:
    """What a case may call a question by."""
    fields = (question.get("fields") or {}).get("properties") or {}
    about = f"{question['tool']}.{question['action']}" if question.get("action") else ""
    return frozenset({question["reason"], *fields, about} - {""})


def differences(case: Case, seen: Found) -> Iterator[str]:
    """Everything that is not as expected, in words."""
    if case.no_plan or seen.failed:
        if not (case.no_plan and seen.unplanned):
            yield seen.failed or f"expected no plan, and there is one: {listed(seen.actions)}"
        return
    for pattern in case.uses:
        if not any(matches(pattern, action) for action in seen.actions):
            yield f"uses {pattern}: not there; it uses {listed(seen.actions)}"
    for pattern in case.never_uses:
        used = [action for action in seen.actions if matches(pattern, action)]
        if used:
            yield f"never_uses {pattern}: it uses {listed(used)}"
    yield from asks(case, seen)
    if case.max_writes is not None and len(seen.writes) > case.max_writes:
        yield f"max_writes {case.max_writes}: it writes {len(seen.writes)} times: {listed(seen.writes)}"


def asks(case: Case, seen: Found) -> Iterator[str]:
    asked = [", ".join(sorted(question)) for question in seen.asked]
    match case.asks:
        case True if not asked:
            yield "asks: it asks nothing"
        case False if asked:
            yield f"asks false: it asks ({'; '.join(asked)})"
        case [*wanted]:
            for word in wanted:
                if not any(word in question for question in seen.asked):
                    yield f"asks {word}: it asks {'; '.join(asked) or 'nothing'}"


def listed(actions: tuple[str, ...] | list[str]) -> str:
    return ", ".join(dict.fromkeys(actions)) or "nothing"


def titled(case: Case) -> str:
    return case.name or case.prompt


def report(case: Case, task: str, faults: tuple[str, ...]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"{'[red]✗[/]' if faults else '[green]✓[/]'} {escape(titled(case))}")
    for fault in faults:
        console.print(f"    [red]{escape(fault)}[/]")
    if faults:
        console.print(f"    [dim]{task}[/]")


@click.group()
def cases() -> None:
    """Make cases for `replan test` of tasks that have ended."""


@cases.command()
@click.argument("task")
@click.option("--to", "file", required=True, type=click.Path(dir_okay=False, path_type=Path), help="YAML; added to.")
@click.option("--mode", type=click.Choice(["plan", "shadow"]), default="plan", show_default=True)
@connected
def save(client: Client, task: str, file: Path, mode: Mode) -> None:
    """Make a case of TASK: its prompt, what it used, and how often it wrote."""
    recording = client.get(f"/v1/tasks/{task}/recording", whole="false")
    shown = client.get(f"/v1/tasks/{task}")
    if shown["status"] != "complete":
        raise click.ClickException(f"task {task} is {shown['status']}: only one that is complete shows what is right")
    case = case_of(recording, mode)
    file.write_text(added(file, case))
    read(file)
    click.echo(f"{file}: {len(case['uses'])} actions, at most {case['max_writes']} writes")


def case_of(recording: Mapping[str, Any], mode: Mode) -> dict[str, Any]:
    """What the run used, as far as the mode will show it: a first plan has nothing that was added later."""
    task = recording["task"]
    called = {record["sid"] for record in recording["records"] if record.get("digest")}
    steps = [one for step in recording["steps"] for one in (step, step.get("body")) if one and "ask" not in one]
    shown = [step for step in steps if mode == "shadow" or step.get("revision", 1) == 1]
    used = [ref(step) for step in shown if not step.get("remedy_for") and step["action"] not in (AUTHENTICATE, REFRESH)]
    made = {
        "prompt": task["prompt"], "sub_agent": task["sub_agent"], "mode": mode, "context": task.get("context") or {},
        "user_id": task.get("user_id"), "uses": list(dict.fromkeys(used)),
        "max_writes": sum(step["id"] in called and writes(step) for step in steps),
    }
    return {name: value for name, value in made.items() if value not in (None, {})}


def added(file: Path, case: Mapping[str, Any]) -> str:
    """The file's text with one more case at its end; what stands there, comments too, stays."""
    import yaml

    before = file.read_text() if file.exists() else "cases:\n"
    known = yaml.safe_load(before) if file.exists() else {"cases": None}
    if not isinstance(known, dict) or list(known)[-1:] != ["cases"]:
        refuse(f"{file}: 'cases' must be the last thing in the file, so that one can be added at its end")
    if any(one.get("prompt") == case["prompt"] for one in known["cases"] or ()):
        raise click.ClickException(f"{file} has a case with this prompt already: change that one, or take it out")
    text = yaml.safe_dump([dict(case)], sort_keys=False, allow_unicode=True, width=100)
    pad = indent(before)
    return before.rstrip("\n") + "\n" + "".join(f"{pad}{line}\n" for line in text.splitlines())


def indent(text: str) -> str:
    """How far the cases of a file stand in."""
    after = text.partition("cases:")[2].splitlines()
    first = next((line for line in after if line.lstrip().startswith("- ")), "  - ")
    return first[:len(first) - len(first.lstrip())]
