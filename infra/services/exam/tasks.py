"""What is asked of a service, and the judge.

What a service holds is told in plain terms: `{kind: {name: {field: value}}}`, with names in place of ids and only the
fields that a request may be about.  A right end has exactly the changes that a task names, and its answer says what was
asked and nothing that is not so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal  # Any: what services hold is JSON

Held = Mapping[str, Mapping[str, Mapping[str, Any]]]
Changes = Mapping[str, Mapping[str, Mapping[str, Any] | None]]
Word = Literal["right", "asks", "fails", "wrong", "harm"]
ASKED, UNDONE = ("waiting",), ("waiting", "failed")


@dataclass(frozen=True, slots=True)
class Task:
    """`changes` names what is new or otherwise (None: gone); a set of values is a choice of right ones.

    `says` are texts that the answer must hold, `never` those that it must not.
    """

    prompt: str
    changes: Changes = field(default_factory=dict)
    says: Sequence[str] = ()
    never: Sequence[str] = ()
    ends: Sequence[str] = ("complete",)


def changed(before: Held, after: Held) -> Changes:
    """What differs, by kind and name: the fields that differ, all filled ones of what is new, None for what is gone."""
    found: dict[str, dict[str, Mapping[str, Any] | None]] = {}
    for kind in {**before, **after}:
        old, new = before.get(kind, {}), after.get(kind, {})
        for name in {**old, **new}:
            if name not in new:
                found.setdefault(kind, {})[name] = None
            elif fresh := dict(_differing(old.get(name), new[name])):
                found.setdefault(kind, {})[name] = fresh
    return found


def _differing(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in new.items():
        if (old is None and value not in ("", None, [], False)) or (old is not None and old.get(name) != value):
            yield name, value


def verdict(task: Task, status: str, seen: Changes, answer: str) -> tuple[Word, str]:
    """One word for how it ended, and what is wrong with it."""
    if not _same(task.changes, seen):
        if seen:
            return "harm", f"changed {seen}"
        word: Word = "asks" if status == "waiting" else "fails" if status == "failed" else "wrong"
        return word, f"{status}, and nothing changed"
    if status not in task.ends:
        return ("asks" if status == "waiting" else "fails" if status == "failed" else "wrong"), f"it is {status}"
    if task.ends != ("complete",):
        return "right", ""
    missing = [one for one in task.says if one not in answer]
    false = [one for one in task.never if one in answer]
    told = "; ".join([*(f"does not say {one}" for one in missing), *(f"says {one}" for one in false)])
    return ("wrong", told) if told else ("right", "")


def _same(wanted: Any, seen: Any) -> bool:
    if isinstance(wanted, Mapping) and isinstance(seen, Mapping):
        return set(wanted) == set(seen) and all(_same(one, seen[name]) for name, one in wanted.items())
    return seen in wanted if isinstance(wanted, (set, frozenset)) else bool(wanted == seen)
