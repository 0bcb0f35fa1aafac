"""A tool is registered, or takes the place of the one with its name: what changed is told, and lessons that rested
on it are suspended.

Sub-agents keep the actions that they were granted until they are patched; but the document tells how the service
is from now on, and a lesson about what is not there any more would only mislead.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any  # Any: stored forms are JSON

from chalicelib.domain.errors import NotFound
from chalicelib.domain.lesson import Lesson
from chalicelib.domain.tool import Action, Tool
from chalicelib.engine import training
from chalicelib.engine.memory import lessons
from chalicelib.engine.ports import Ports, Write
from chalicelib.engine.records import account_pk
from chalicelib.engine.registry import (
    Registered,
    find_tool,
    listed_sub_agents,
    read_actions,
    save_actions,
)
from chalicelib.engine.tool_changes import Change, Changes, compared

_REF = re.compile(r"[a-z][a-z0-9_-]*\.[A-Za-z0-9_*-]+")


@dataclass(frozen=True, slots=True)
class Suspended:
    """A lesson that is not used for now, and why."""

    sub_agent: str
    lesson: str
    because: str


def register(ports: Ports, account: str, tool: Tool) -> tuple[Registered, tuple[Suspended, ...]]:
    try:
        before = find_tool(ports, account, tool.name)
    except NotFound:
        before = None
    digests = save_actions(ports, account, tool.actions)
    registered = Registered(
        name=tool.name, description=tool.description, base_url=tool.base_url,
        sandbox_base_url=tool.sandbox_base_url, auth=tool.auth,
        actions={action.name: digests[action.ref] for action in tool.actions},
        warnings=tool.warnings, registered_at=ports.now(), limits=tool.limits,
    )
    changes = changes_between(ports, account, before, registered, tool) if before else Changes()
    if changes:
        registered = replace(registered, changes=changes.shown())
    elif before:
        registered = replace(registered, changes=before.changes)
    ports.store.put(Write(account_pk(account), f"TOOL#{tool.name}", asdict(registered)))
    return registered, tuple(_suspend(ports, account, tool.name, changes))


def changes_between(
    ports: Ports, account: str, before: Registered, after: Registered, tool: Tool
) -> Changes:
    """Records are read only of actions whose content changed."""
    differing = {
        name: digest for name, digest in before.actions.items()
        if name in after.actions and after.actions[name] != digest
    }
    records = read_actions(ports, account, differing.values())
    old: Mapping[str, Action] = {name: records[digest] for name, digest in differing.items()}
    return Changes(
        tool=tuple(_of_the_tool(before, after)),
        added=tuple(name for name in after.actions if name not in before.actions),
        removed=tuple(name for name in before.actions if name not in after.actions),
        changed=compared(old, {action.name: action for action in tool.actions}),
    )


def _of_the_tool(before: Registered, after: Registered) -> Iterator[str]:
    for word in ("base_url", "sandbox_base_url"):
        was, now = getattr(before, word), getattr(after, word)
        if was != now:
            yield f"{word}: {was or 'none'} → {now or 'none'}"
    if before.auth != after.auth:
        kinds = before.auth.get("type"), after.auth.get("type")
        yield f"auth: {kinds[0]} → {kinds[1]}" if kinds[0] != kinds[1] else f"auth: {kinds[1]}, with other settings"


def _suspend(ports: Ports, account: str, tool: str, changes: Changes) -> Iterator[Suspended]:
    broken = {f"{tool}.{change.action}": change for change in changes.breaking()}
    if not broken:
        return
    for entry in listed_sub_agents(ports, account):
        for lesson in lessons(ports, account, entry.name):
            because = next((why for ref, change in broken.items() if (why := rests_on(lesson, ref, change))), "")
            if because and training.suspend(ports, account, entry.name, lesson.id, because):
                yield Suspended(entry.name, lesson.id, because)


def rests_on(lesson: Lesson, ref: str, change: Change) -> str:
    """Why a lesson may be wrong now; empty where it may not."""
    if ref not in set(_refs([lesson.key, lesson.content])):
        return ""
    about = re.split(r"\|(?:from|demands):", lesson.key, maxsplit=1)[1:] if lesson.kind == "fact" else []
    if about and not change.gone and not _concerned(about[0], change.inputs):
        return ""
    of_outputs = lesson.kind == "fact" and any(sign in lesson.key for sign in ("|renamed:", "|holds:", "|alone:"))
    if of_outputs and not (change.gone or change.outputs):
        return ""
    return f"{ref} changed: {'; '.join(change.says[:3])}"


def _concerned(name: str, broken: frozenset[str]) -> bool:
    return any(one == name or one.startswith((f"{name}.", f"{name}[")) for one in broken)


def _refs(value: Any) -> Iterator[str]:
    """Every `tool.action` that a lesson speaks of."""
    match value:
        case str():
            yield from _REF.findall(value)
        case Mapping():
            if isinstance(value.get("tool"), str) and isinstance(value.get("action"), str):
                yield f"{value['tool']}.{value['action']}"
            for one in value.values():
                yield from _refs(one)
        case list() | tuple():
            for one in value:
                yield from _refs(one)
