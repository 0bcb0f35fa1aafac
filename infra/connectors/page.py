"""docs/connectors.md, written from what was measured."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any  # Any: measurements are JSON

from chalicelib.tools.openapi import MOST_OPERATIONS
from infra.connectors.documents import DIRECTORY, MISSING, REMARKS

HEAD = """# Connecting a service by its own description

Written by `make connectors`; do not edit.  It fetches the official descriptions named below from the npm registry,
compiles each one as `POST /v1/tools` does, in a process of its own, and makes a request of every action from inputs
that fit its schema.  No document needed a special case: what each one taught is a rule for all of them.
"""

COLUMNS = """
- **compiled**: operations that became actions, of those that the document has
- **requests**: actions for which a request could be made, from the required inputs alone and from all of them
- **outputs**: actions of which the document tells what they give back, by schema or by example
- **scopes**: actions that need scopes of their own
- **CPU**, **memory**: seconds of processor time to read and compile, and the peak of the whole process
- **index**: all action records together; **largest**: the one record that is read for a step, at most
"""

RULES = Path(__file__).with_name("rules.md")


def page(measured: Sequence[Mapping[str, Any]], everything: Mapping[str, Any] | None) -> str:
    parts = [HEAD, "\n".join(_table(measured)), COLUMNS, "\n".join(_remarks(measured)), f"\n{RULES.read_text()}"]
    if everything:
        parts.append("\n".join(_all(everything)))
    return "\n".join(parts).rstrip() + "\n"


def _table(measured: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield (
        "| document | format | MB | compiled | requests | read / idempotent / unsafe | outputs | scopes | CPU s "
        "| memory MB | index MB | largest KB |"
    )
    yield "| --- " * 12 + "|"
    for one in measured:
        if "error" in one:
            yield f"| {one['name']} | refused: {one['error']} |" + " |" * 10
            continue
        effects = " / ".join(str(one["effects"].get(name, 0)) for name in ("read", "idempotent", "unsafe"))
        yield (
            f"| {one['name']} | {one['version']} | {one['bytes'] / 1e6:.1f} | {one['compiled']} / {one['operations']} "
            f"| {one['callable']} | {effects} | {one['outputs']} | {one['scoped']} | {one['seconds']:.1f} "
            f"| {one['memory']} | {one['index'] / 1e6:.1f} | {one['largest'] / 1e3:.0f} |"
        )


def _remarks(measured: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield "## What was left out, and what is worth knowing\n"
    for one in measured:
        said = [*([REMARKS[one["name"]]] if one["name"] in REMARKS else []), *one.get("warnings", ())]
        said += [f"no request could be made of {name}: {why}" for name, why in one.get("troubled", {}).items()]
        if said:
            yield f"- **{one['name']}**: " + "; ".join(said)
    yield "\nNot among them:\n"
    yield from (f"- **{name}**: {why}" for name, why in MISSING.items())


def _all(told: Mapping[str, Any]) -> Iterator[str]:
    name = "@".join(DIRECTORY)
    yield f"## All documents of {name}\n"
    yield "Written by `python -m infra.connectors everything` (some ten minutes), in numbers:\n"
    counts = {"compiled": told["understood"], "refused": len(told["refused"]), "broken": len(told["broken"])}
    yield f"- documents {told['documents']}: " + ", ".join(f"{word} {count}" for word, count in counts.items())
    yield (
        f"- operations {told['operations']}, compiled {told['compiled']}, requests made {told['callable']}; "
        f"of a document with more than {MOST_OPERATIONS} operations the first {MOST_OPERATIONS} are read"
    )
    yield "- refused: " + ("; ".join(f"{one}: {why}" for one, why in told["refused"].items()) or "none")
