"""How a request reads that waits for a person: what is asked, why, the call, and where each argument comes from."""

from collections.abc import Iterator, Mapping
from typing import Any  # Any: API answers are JSON

from rich.markup import escape

from chalicelib.cli.render import pretty


def request_lines(asked: Mapping[str, Any], changes: Mapping[str, Any] | None = None) -> Iterator[str]:
    """What is asked, why, the request or requests, and where each argument comes from."""
    yield f"[yellow]{escape(asked['message'])}[/]"
    if asked.get("why"):
        yield f"[dim]because {escape(asked['why'])}[/]"
    for read in asked.get("reads", ()):
        yield f"[dim]{escape(read['step']):>5}  read: {escape(read['tool'])}.{escape(read['action'])}[/]"
    for write in asked.get("writes", ()):
        yield f"{escape(write['step']):>5}  [bold]{escape(write['tool'])}.{escape(write['action'])}[/]"
        yield from _call_lines(write, {})
    if not asked.get("writes"):
        yield from _call_lines(asked, changes or {})


def _call_lines(call: Mapping[str, Any], changes: Mapping[str, Any]) -> Iterator[str]:
    request = call.get("request") or {}
    if "method" in request:
        yield f"       {escape(request['method'])} {escape(str(request.get('url')))}"
    for argument in call.get("arguments", ()):
        name = argument["name"]
        value = "?" if argument.get("unknown") else pretty(argument["value"])
        changed = f"  [green]→ {escape(pretty(changes[name]))}[/]" if name in changes else ""
        yield f"       {escape(name)} = {escape(value)}{changed}  [dim]{escape(origin(argument))}[/]"
    if call.get("rule"):
        yield f"       [dim]rule: {escape(call['rule'])}[/]"


def origin(argument: Mapping[str, Any]) -> str:
    """Where an argument comes from, in words."""
    match argument:
        case {"from": "prompt", "text": text}:
            return f"from the prompt: {text}"
        case {"from": "output", "step": step, "action": action}:
            path = argument.get("path", "@")
            return f"from the output of step {step} ({action}{'' if path == '@' else ', ' + path})"
        case {"from": "context", "fact": fact}:
            return f"from the context: {fact}"
        case {"from": "answer"}:
            return "a person's answer"
        case {"from": "parts", "parts": parts}:
            return "put together: " + "; ".join(dict.fromkeys(map(origin, parts)))
    return _WORDS.get(argument["from"], str(argument["from"]))


_WORDS = {
    "prompt": "from the prompt", "default": "the default of the action", "memory": "from earlier runs",
    "planner": "chosen by the planner", "output": "from each item of the list",
}
