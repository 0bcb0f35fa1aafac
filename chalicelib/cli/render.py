"""How tasks read in a terminal: a trace as a table, progress as lines."""

import json
from collections.abc import Iterable, Mapping
from typing import Any  # Any: API answers are JSON

from rich.console import Console
from rich.markup import escape
from rich.table import Table

MARKS = {
    "complete": "[green]✓[/]", "failed": "[red]✗[/]", "skipped": "[dim]–[/]", "running": "[cyan]…[/]",
    "started": "[cyan]…[/]", "waiting": "[yellow]?[/]", "unknown": "[yellow]?[/]", "pending": "[dim]·[/]",
}


def listing(*titles: str) -> Table:
    """A table whose last column takes what room is left: whatever stands before it, ids above all, stays whole."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", expand=True)
    for title in titles[:-1]:
        table.add_column(title, no_wrap=True)
    table.add_column(titles[-1], no_wrap=True, overflow="ellipsis", ratio=1)
    return table


def trace_table(trace: Mapping[str, Any]) -> Table:
    """One line per step, what was tried to repair it below."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for title in ("", "step", "action", "ms", "after", "why"):
        table.add_column(title, justify="right" if title in ("step", "ms") else "left", overflow="fold")
    for row in trace["steps"]:
        table.add_row(
            MARKS.get(row["status"], row["status"]), escape(row["label"]), f"[bold]{row['tool']}[/].{row['action']}",
            str(row["duration_ms"]), escape(", ".join(row["depends_on"])), "\n".join(_why(row)),
        )
    return table


def _why(row: Mapping[str, Any]) -> Iterable[str]:
    if row.get("reason"):
        yield escape(row["reason"])
    if row.get("note"):
        yield f"[yellow]{escape(row['note'])}[/]"
    for attempt in row.get("attempts", ()):
        yield from _attempt(attempt)
    for one in row.get("approvals", ()):
        yield f"[cyan]{escape(_decided(one))}[/]"
    if row.get("lessons"):
        yield f"[magenta]lessons: {escape(', '.join(row['lessons']))}[/]"
    if row.get("error"):
        yield f"[red]{escape(row['error']['message'])}[/]"


def _decided(one: Mapping[str, Any]) -> str:
    """Who decided what, and when."""
    said = {"approve": "approved", "reject": "rejected", "edit": "changed and approved"}[one["decision"]]
    edited = ", ".join(
        f"{name}: {pretty(change['before'])} → {pretty(change['after'])}"
        for name, change in one.get("edited", {}).items()
    )
    return f"{said} by {one.get('key_name') or one['by']} at {one['at']}" + (f" ({edited})" if edited else "")


def _attempt(attempt: Mapping[str, Any]) -> Iterable[str]:
    if attempt["status"] in ("complete", "skipped", "waiting") or not attempt.get("error"):
        return
    yield f"[dim]attempt {attempt['number']}: {escape(attempt['error']['message'])}[/]"
    for remedy in attempt["recovery"]:
        mark = MARKS.get(remedy["status"], remedy["status"])
        yield f"[dim]  {mark} {escape(remedy['tool'])}.{escape(remedy['action'])} ({remedy['duration_ms']} ms)[/]"


def pretty(value: Any, most: int = 300) -> str:
    """A value in one line."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= most else text[:most] + "…"


def print_trace(console: Console, trace: Mapping[str, Any]) -> None:
    console.print(trace_table(trace))
    console.print(
        f"[dim]{len(trace['steps'])} steps, {trace['total_duration_ms']} ms in steps, "
        f"{trace['wall_clock_ms']} ms by the clock[/]"
    )


def event_line(event: Mapping[str, Any]) -> str:
    """One line of live progress."""
    if event["event"] == "planned":
        return f"[dim]planned {event['steps']} step{'s' if event['steps'] != 1 else ''}[/]"
    if event["event"] == "not_planned":
        return f"[red]no plan: {escape(event.get('message') or '')}[/]"
    status = event["event"].removeprefix("step.")
    mark = MARKS.get(status, "[yellow]↻[/]")
    name = f"{event['tool']}.{event['action']}"
    label = f"for {event['remedy_for']}" if event.get("remedy_for") else event["label"]
    said = event.get("error") or event.get("note") or ""
    tail = f"  [dim]{escape(said)}[/]" if said else ""
    return f"{mark} {label:>5}  {name} [dim]{event['duration_ms']} ms[/]{tail}"
