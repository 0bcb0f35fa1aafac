"""One column tells which records are meant, another is changed: orders made from what the services of the fields hold.

`python -m tests.fields.crossed [FIELD …] [--each N] [-v]` tells how many end right in each form, of all fields
that are developed on.  Of each action that changes a record by its key, up to `MOST` pairs of
columns are taken; what the service refuses is left out.
"""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.fields import fields
from tests.fields.driver import judge
from tests.fields.service import Field, Job, Refusal, Row, Service, Tool

MOST, FEW = 3, 6
FORMS: Mapping[str, str] = {
    "with": "Set the {new} of every {noun} with the {old} {is_} to {to}",
    "whose": "Set the {new} of all {noun}s whose {old} is {is_} to {to}",
    "for": "Change the {new} to {to} for every {noun} whose {old} is {is_}",
    "first": "For every {noun} whose {old} is {is_}, set the {new} to {to}",
    "where": "Set the {new} to {to} on all {noun}s where the {old} is {is_}",
}
OTHERS: Mapping[str, str] = {
    "not": "Set the {new} of all {noun}s whose {old} is not {is_} to {to}",
    "isn't": "Change the {new} to {to} for every {noun} whose {old} isn't {is_}",
    "except": "Set the {new} of every {noun} except those whose {old} is {is_} to {to}",
}
"""Of the records that hold something else."""
ONE: Mapping[str, str] = {
    "from": "Change the {new} of the {noun} {key} from {now} to {to}",
    "if": "If the {old} of the {noun} {key} is {is_}, set its {new} to {to}",
    "only if": "Set the {new} of the {noun} {key} to {to}, but only if its {old} is {is_}",
}
NONE: Mapping[str, str] = {
    "if not": "If the {old} of the {noun} {key} is {was}, set its {new} to {to}",
    "unless": "Set the {new} of the {noun} {key} to {to} unless its {old} is {is_}",
}
"""What is not to be done, as it is."""
GAPPED: Mapping[str, str] = {
    "its": "Set the {old} of the {noun} {key} to {was} and its {new} to {to}",
    "comma": "Set the {old} of the {noun} {key} to {was}, its {new} to {to}",
}
"""What is left out because it was just said."""
TWO: Mapping[str, str] = {
    "that of": "Set the {new} of the {noun} {key} to {to} and that of the {noun} {other} to {to}",
    "the": "Set the {new} of the {noun} {key} to {to} and the {new} of the {noun} {other} to {to}",
    "both": "Set the {new} of the {noun}s {key} and {other} to {to}",
}
EVERY = (FORMS, OTHERS, ONE, NONE, GAPPED, TWO)


@dataclass(frozen=True)
class Pair:
    """An action that changes a record of a table by its key, a column that tells some, and one that it changes."""

    tool: Tool
    table: str
    key: str
    old: str
    new: str
    value: Any
    """What some records hold in `old`."""
    to: Any
    """What others hold in `new`."""


def pairs(kind: Field) -> Iterator[Pair]:
    for tool in kind.tools:
        found = [one for table, rows in kind.rows.items() if rows for one in _of_table(kind, tool, table)]
        yield from found[:MOST]


def _of_table(kind: Field, tool: Tool, table: str) -> Iterator[Pair]:
    rows = kind.rows[table]
    key = next((name for name in tool.required if name in rows[0] and len({str(row[name]) for row in rows}) == len(rows)), "")
    if not key or len(tool.required) > 2 or len(rows) < 3:
        return
    taken = [name for name in tool.params if name in rows[0] and name != key and (_states(rows, name) or _numbers(rows, name))]
    told = [name for name in rows[0] if name != key and _states(rows, name)]
    for old in told:
        for new in taken:
            if old != new:
                value = rows[0][old]
                to = next((row[new] for row in rows if row[old] != value), None)
                if to is not None and any(row[old] == value and row[new] != to for row in rows):
                    yield Pair(tool, table, key, old, new, value, to)


def _states(rows: Sequence[Row], name: str) -> bool:
    """Whether the column holds a few words that several records share."""
    held = [row[name] for row in rows]
    words = all(isinstance(one, str) and one and one.replace(" ", "").replace("_", "").isalpha() for one in held)
    return words and 1 < len({*held}) <= min(FEW, len(held) - 1)


def _numbers(rows: Sequence[Row], name: str) -> bool:
    """Whether the column holds numbers that are no keys."""
    return all(type(row[name]) is int for row in rows) and not name.lower().endswith(("id", "ids", "no"))


def _said(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ")


def _noun(table: str) -> str:
    return _said(table.removesuffix("s"))


def jobs(kind: Field, pair: Pair) -> Iterator[tuple[str, Job]]:
    rows = kind.rows[pair.table]
    meant, others = (
        [row for row in rows if (row[pair.old] == pair.value) == same and row[pair.new] != pair.to] for same in (True, False)
    )
    one, other = (meant * 2)[:2]
    was = next(row[pair.old] for row in rows if row[pair.old] != pair.value)
    words = {
        "noun": _noun(pair.table), "new": _said(pair.new).lower(), "old": _said(pair.old).lower(),
        "is_": _said(pair.value), "to": _said(str(pair.to)), "key": one[pair.key], "other": other[pair.key],
        "was": _said(was), "now": _said(str(one[pair.new])),
    }  # fmt: skip

    def to_each(some: Sequence[Row], **more: Any) -> list[Any]:
        return [(pair.tool.name, {pair.key: row[pair.key], **more, pair.new: pair.to}) for row in some]

    ends = {id(FORMS): to_each(meant), id(OTHERS): to_each(others), id(ONE): to_each([one]), id(NONE): []}
    ends |= {id(GAPPED): to_each([one], **{pair.old: was})} if pair.old in pair.tool.params else {}
    ends |= {id(TWO): to_each([one, other])} if len(meant) > 1 else {}
    for forms in EVERY:
        for name, form in forms.items() if id(forms) in ends else ():
            yield name, Job(form.format(**words), ends[id(forms)])


def measured(kinds: Sequence[Field], each: int = 1, loud: bool = False) -> dict[str, list[int]]:
    """By form: right, harmed, orders."""
    found: dict[str, list[int]] = {name: [0, 0, 0] for forms in EVERY for name in forms}
    every = [(kind, pair) for kind in kinds for pair in pairs(kind)][::each]
    for kind, pair in every:
        for name, job in jobs(kind, pair):
            try:
                Service(kind).end(job.end)
            except (Refusal, LookupError, TypeError, ValueError, AssertionError):
                continue
            told = judge(kind, job)
            harm = told.harm and told.status != "waiting"  # a person is asked before the rest of them
            found[name] = [a + b for a, b in zip(found[name], (told.right, harm, 1), strict=True)]
            if loud and not told.right:
                print(f"{kind.name:12} {name:8} {'HARM' if harm else told.status} {job.prompt}\n      {told.calls[-2:]}\n      {told.said[:160]}", flush=True)
    return found


def main() -> None:
    told = sys.argv[1:]
    each = int(told[told.index("--each") + 1]) if "--each" in told else 1
    names = [name for name in told if not name.startswith("-") and not name.isdigit()]
    found = measured([kind for kind in fields.DEVELOPED if not names or kind.name in names], each, "-v" in told)
    for name, (right, harm, orders) in found.items():
        print(f"{name:8} {right:4} right, {harm} harmed, of {orders}")
    print(f"{'all':8} {' / '.join(str(sum(row[at] for row in found.values())) for at in range(3))}")


if __name__ == "__main__":
    main()
