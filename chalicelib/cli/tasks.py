"""`replan submit | trace | tasks`."""

import json
from collections.abc import Iterator, Mapping
from typing import Any  # Any: API answers are JSON

import click
from rich.console import Console
from rich.markup import escape

from chalicelib.cli.client import Client, connected, print_json
from chalicelib.cli.render import event_line, listing, print_trace
from chalicelib.cli.requests import request_lines

MOST_ROWS = 20
ENDED = ("complete", "failed", "cancelled")


@click.command()
@click.argument("prompt")
@click.option("--sub-agent", required=True, help="Which sub-agent does it.")
@click.option("--user-id", help="The end user whose connections and preferences apply.")
@click.option("--context", "facts", multiple=True, metavar="NAME=VALUE", help="A fact, e.g. currency=USD.")
@click.option("--mode", type=click.Choice(["live", "test", "shadow"]), default="live",
              help="test: plan only; shadow: read for real, and stop before everything else.")
@click.option("--approve", type=click.Choice(["none", "plan"]), default="none", help="plan: ask before any write.")
@click.option("--watch/--no-watch", default=True, help="Follow the task until it ends (default).")
@click.option("--json", "as_json", is_flag=True)
@connected
def submit(
    client: Client, prompt: str, sub_agent: str, user_id: str | None, facts: tuple[str, ...], mode: str,
    approve: str, watch: bool, as_json: bool,
) -> None:
    """Send PROMPT to a sub-agent, and follow what it does."""
    task = client.call("POST", "/v1/tasks", {
        "prompt": prompt, "sub_agent": sub_agent, "user_id": user_id, "context": parse_facts(facts), "mode": mode,
        "approve": approve,
    })
    if not watch:
        print_json(task) if as_json else click.echo(task["id"])
        return
    console = Console(stderr=as_json, highlight=False)
    console.print(f"[dim]{task['id']}[/]")
    ended = follow(client, task["id"], console)
    if as_json:
        print_json(ended)
    else:
        print_end(console, ended)
    raise SystemExit(0 if ended["status"] in ("complete", "waiting") else 1)


def parse_facts(facts: tuple[str, ...]) -> dict[str, Any]:
    """`a=1 b=x` -> {"a": 1, "b": "x"}: a value that reads as JSON is that, else text."""
    found = {}
    for fact in facts:
        name, separator, value = fact.partition("=")
        if not separator:
            raise click.BadParameter(f"{fact!r} is not NAME=VALUE", param_hint="--context")
        try:
            found[name] = json.loads(value)
        except ValueError:
            found[name] = value
    return found


def follow(client: Client, task_id: str, console: Console) -> dict[str, Any]:
    """Print what happens until the task ends or waits; give the task as it is then."""
    after = 0
    while True:
        news = client.get(f"/v1/tasks/{task_id}/events", after=after, wait=10)
        for event in news["data"]:
            console.print(event_line(event))
        after = news["next"]
        if news["status"] in ENDED or news["status"] == "waiting":
            task: dict[str, Any] = client.get(f"/v1/tasks/{task_id}")
            return task


def print_end(console: Console, task: Mapping[str, Any]) -> None:
    console.print(f"[bold]{task['status']}[/]")
    for line in end_lines(task):
        console.print(line)
    asked = task.get("waiting") or {}
    if asked.get("auth_url"):
        click.echo(f"Connect {asked['tool']}: {asked['auth_url']}")  # whole: a console would break it into lines


def end_lines(task: Mapping[str, Any]) -> Iterator[str]:
    """What became of the task, or what it waits with."""
    if task.get("error"):
        error = task["error"]
        yield f"[red]{error['code']}: {escape(error['message'])}[/]"
        yield from [escape(error["suggestion"])] if error.get("suggestion") else []
    elif task.get("waiting"):
        yield from waiting_lines(task["id"], task["waiting"])
    elif isinstance(task.get("result"), Mapping):
        yield from result_lines(task["result"])


def result_lines(result: Mapping[str, Any]) -> Iterator[str]:
    for step in result.get("plan", ()):
        yield f"{step['label']:>4}  {step['tool']}.{step['action']}  [dim]{escape(step['reason'])}[/]"
    yield from (f"[yellow]{escape(note)}[/]" for note in result.get("notes", ()))
    for output in result.get("outputs", ()):
        yield from output_lines(f"{output['tool']}.{output['action']}", output["output"])
    yield from map(would_line, result.get("would_call", ()))


def output_lines(name: str, output: Any) -> Iterator[str]:
    """The output of a step in one line; of a list of records one line for each of the first."""
    lists = [one for one in output.values() if isinstance(one, list)] if isinstance(output, Mapping) else [output]
    rows = lists[0] if len(lists) == 1 and isinstance(lists[0], list) else []
    if not rows or not all(isinstance(one, Mapping) for one in rows):
        yield f"{name}: {escape(json.dumps(output, ensure_ascii=False)[:500])}"
        return
    yield f"{name}: {len(rows)} record{'s' if len(rows) != 1 else ''}"
    for row in rows[:MOST_ROWS]:
        told = ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in row.items())
        yield f"  {escape(told[:300])}"
    if len(rows) > MOST_ROWS:
        yield f"  … and {len(rows) - MOST_ROWS} more; --json shows all"


def waiting_lines(task_id: str, asked: Mapping[str, Any]) -> Iterator[str]:
    if asked["reason"] == "approval":
        yield from request_lines(asked)
        yield f"[dim]Decide with: replan approve {task_id}, or replan reject {task_id}[/]"
        return
    yield f"[yellow]{escape(asked['message'])}[/]"
    if asked.get("auth_url"):
        yield "[dim]The task goes on by itself once the service is connected:[/]"
        return
    if asked.get("problem"):
        yield escape(f"There is no link: {asked['problem']}")
    for name, schema in ((asked.get("fields") or {}).get("properties") or {}).items():
        yield escape(f"  {name}: {field_line(schema)}")
    yield f"[dim]Answer with: replan tasks answer {task_id} {escape(how_to_answer(asked))}[/]"


def field_line(schema: Mapping[str, Any]) -> str:
    """What can be answered: the values to choose from, or the type, and what the schema says of it."""
    values = " | ".join(map(str, schema.get("enum", ()))) or str(schema.get("type") or "any value")
    return f"{values} ({schema['description']})" if schema.get("description") else values


def how_to_answer(asked: Mapping[str, Any]) -> str:
    if asked["reason"] == "outcome_unknown":
        return "--decision happened, or --decision did_not_happen"
    fields = asked.get("fields") or {}
    names = fields.get("required") or [*fields.get("properties", ())][:1]
    return " ".join(f"--value {name}=…" for name in names) or "--value NAME=…"


def would_line(call: Mapping[str, Any]) -> str:
    """What a shadow stopped before."""
    request = call.get("request") or {}
    sent = f"{request['method']} {request['url']} {json.dumps(request.get('body'))}" if "method" in request else ""
    needs = "; ".join(f"{one['input']} of {', '.join(one['of'])}" for one in call.get("needs", ()))
    told = sent or json.dumps(request or call.get("inputs"))
    missing = f"  [yellow]needs {escape(needs)}[/]" if needs else ""
    return f"[cyan]would call[/] {call['step']}  {call['tool']}.{call['action']}  {escape(told[:500])}{missing}"


@click.command()
@click.argument("task")
@click.option("--json", "as_json", is_flag=True)
@connected
def trace(client: Client, task: str, as_json: bool) -> None:
    """Show what TASK did, in what order, how long, and why."""
    found = client.get(f"/v1/tasks/{task}/trace")
    if as_json:
        print_json(found)
    else:
        print_trace(Console(highlight=False), found)


@click.group()
def tasks() -> None:
    """List, cancel and answer tasks."""


@tasks.command("list")
@click.option("--status")
@click.option("--sub-agent")
@click.option("--limit", type=int, default=20)
@click.option("--json", "as_json", is_flag=True)
@connected
def list_tasks(client: Client, status: str | None, sub_agent: str | None, limit: int, as_json: bool) -> None:
    """The newest tasks."""
    found = client.get("/v1/tasks", status=status, sub_agent=sub_agent, limit=limit)
    if as_json:
        print_json(found)
        return
    table = listing("task", "status", "sub-agent", "created", "prompt")
    for task in found["data"]:
        created = task["created_at"][:16].replace("T", " ")
        table.add_row(task["id"], task["status"], task["sub_agent"], created, escape(task["prompt"]))
    Console(highlight=False).print(table)


@tasks.command()
@click.argument("task")
@connected
def cancel(client: Client, task: str) -> None:
    """Cancel TASK: no new step starts."""
    click.echo(client.call("POST", f"/v1/tasks/{task}/cancel", {})["status"])


def as_asked(values: Mapping[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the question takes them: "0012" and "12" may both be texts to choose from, or numbers."""
    known = (asked.get("fields") or {}).get("properties") or {}
    return {name: _as_taken(value, known.get(name) or {}) for name, value in values.items()}


def _as_taken(value: Any, schema: Mapping[str, Any]) -> Any:
    same = [one for one in schema.get("enum", ()) if str(one) == str(value)]
    text = schema.get("type") == "string" and not isinstance(value, str)
    return same[0] if same else json.dumps(value) if text else value


@tasks.command()
@click.argument("task")
@click.option("--decision", help="approve, reject, edit, happened or did_not_happen")
@click.option("--value", "values", multiple=True, metavar="NAME=VALUE")
@connected
def answer(client: Client, task: str, decision: str | None, values: tuple[str, ...]) -> None:
    """Answer the question that TASK waits with, and follow it on."""
    asked = client.get(f"/v1/tasks/{task}").get("waiting")
    body: dict[str, Any] = {"values": as_asked(parse_facts(values), asked or {})}
    if asked:
        body["step"] = asked["step"]  # this question, and no other that opens meanwhile
    if decision:
        body["decision"] = decision
    client.call("POST", f"/v1/tasks/{task}/input", body)
    console = Console(highlight=False)
    print_end(console, follow(client, task, console))
