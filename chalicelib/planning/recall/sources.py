"""Where inputs come from: a kind of mention, an earlier output, a fact of the context, or a constant.

Learned per action and input, one vote per task.  A value is not kept, neither of a prompt nor of an output, only
where it came from: paths that pick by a value are left out with the rest.  A constant is kept where the action's own
schema offers it (or where a run was imported with it), and used once different people's tasks had the same.
"""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal  # Any: values are JSON

from chalicelib.domain.binding import Binding, Context, Mention, Output
from chalicelib.domain.binding import Literal as Constant
from chalicelib.domain.lesson import Lesson
from chalicelib.domain.redact import redact
from chalicelib.planning.composer.read import Reading
from chalicelib.planning.composer.schema import param
from chalicelib.planning.impersonal import impersonal as nobodys

SURE, OFTEN = 2, 0.6
ENOUGH_CALLS, SELDOM = 2, 0.1
LONGEST = 40
_REFERENCE = re.compile(r"^\$(\d+)\.?(.*)$", re.DOTALL)
_PICKS = re.compile(r"['`]|\[\?")
"""A path that picks by a value holds the value."""
_PLACE, _OTHER = re.compile(r"\[(?:0|-1)?\]"), re.compile(r"\[-?\d+\]")
_END = re.compile(r"(?:min|max)_by\(([^,()]+), ?&[^()]+\)")
_KEY = "|from:"


@dataclass(frozen=True, slots=True)
class Source:
    """`what`: the kind of a mention, a fact's name, a constant as JSON, or a path in what `ref` gave."""

    origin: Literal["mention", "output", "context", "constant"]
    what: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One step of a run: its action, and where its inputs came from, as far as that may be kept."""

    ref: str
    inputs: Mapping[str, Source | None]


def of_binding(
    binding: Binding, refs: Mapping[str, str], prompt: str, schema: Mapping[str, Any], known: Collection[str] = ()
) -> Source | None:
    """Where a binding takes its value; `refs` are the actions by step, `schema` is the input's.

    What the prompt holds is no constant, nor is what only this run had: `known` are constants (as JSON) that memory
    itself gave.
    """
    match binding:
        case Output(step, path) if step in refs:
            return _of_output(path, refs[step])
        case Mention():
            return Source("mention", "")
        case Context(path):
            return Source("context", path)
        case Constant(value) if isinstance(value, bool) or not _said(str(value), prompt):
            return _constant(value) if _offered(value, schema) or json.dumps(value) in known else None
    return None


def _of_output(path: str, ref: str) -> Source | None:
    found = general(path)
    return Source("output", found, ref) if found else None


def general(path: str) -> str:
    """The path without which item of a list was taken ("rows[].id"): that was the choice of one request.

    Empty where the path holds a value, goes through several lists, or takes what stands at a certain place.
    """
    listed = _PLACE.sub("[]", _END.sub(r"\1[]", path))
    return "" if _PICKS.search(path) or _OTHER.search(listed) or listed.count("[]") > 1 else listed


def _offered(value: Any, schema: Mapping[str, Any]) -> bool:
    """Whether the action itself names the value: then it is nobody's."""
    choices = (*(schema.get("enum") or ()), schema.get("default"), schema.get("const"))
    return isinstance(value, bool) or (value is not None and value in choices)


def of_value(value: Any, refs: Sequence[str], reading: Reading, read: Collection[str] = ()) -> Source | None:
    """Where a recorded value came from: "$2.field" is an output of step 2, what the prompt says is a mention.

    `read` are the texts that the run had read before: such a value is of a record, and nobody can say of which.
    """
    found = _REFERENCE.match(value) if isinstance(value, str) else None
    if found:
        return _of_output(found[2] or "@", refs[int(found[1])]) if int(found[1]) < len(refs) else None
    text = str(value).strip().lower()
    for one in reading.mentions:
        if text in (one.text.lower(), str(one.value).lower()):
            return Source("mention", one.kind)
    if text and not isinstance(value, bool) and _said(text, reading.text):
        return Source("mention", "")
    return None if isinstance(value, str) and text in read else _constant(value)


def _said(value: str, prompt: str) -> bool:
    """Whether the prompt says the value, not merely a word that holds it ("en" stands in "find the venue")."""
    return re.search(rf"(?<!\w){re.escape(value.lower())}(?!\w)", prompt.lower()) is not None


def impersonal(source: Source | None, name: str, schema: Mapping[str, Any]) -> Source | None:
    """The source, but for a constant that is somebody's."""
    if source is None or source.origin != "constant":
        return source
    return source if nobodys(json.loads(source.what), param(name, (name,), False, schema)) else None


def _constant(value: Any) -> Source | None:
    short = isinstance(value, bool | int | float) or (isinstance(value, str) and 0 < len(value) < LONGEST)
    return Source("constant", json.dumps(value)) if short and redact(value) == value else None


def reference(value: Any) -> int | None:
    """The number of the step whose output the value stands for."""
    found = _REFERENCE.match(value) if isinstance(value, str) else None
    return int(found[1]) if found else None


def key(ref: str, name: str) -> str:
    return f"{ref}{_KEY}{name}"


def encoded(source: Source | None) -> dict[str, Any]:
    if source is None:
        return {"from": "elsewhere"}
    return {"from": source.origin, "what": source.what} | ({"action": source.ref} if source.ref else {})


def decoded(content: Mapping[str, Any]) -> Source | None:
    origin = content.get("from")
    what, ref = str(content.get("what", "")), str(content.get("action", ""))
    if origin == "output":
        return _of_output(what, ref)  # a memory may be older than this rule
    return Source(origin, what, ref) if origin in ("mention", "context", "constant") else None


@dataclass(frozen=True, slots=True)
class Inputs:
    """Votes by action and input; None counts the tasks that took the input from where nothing can be learned."""

    votes: Mapping[tuple[str, str], Mapping[Source | None, int]] = field(default_factory=dict)
    calls: Mapping[str, int] = field(default_factory=dict)
    lessons: Mapping[tuple[str, str, Source | None], Lesson] = field(default_factory=dict)
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By action the inputs that tasks gave it."""

    def lesson(self, ref: str, name: str, source: Source) -> str:
        found = self.lessons.get((ref, name, source))
        return found.id if found else ""

    def usual(self, ref: str, name: str) -> Source | None:
        """Where the input came from in most tasks that used the action; None where they differ or are few."""
        votes = self.votes.get((ref, name))
        if not votes:
            return None
        best = max(votes, key=lambda one: (votes[one], str(one)))
        if best is None or votes[best] < max(SURE, OFTEN * self.calls.get(ref, 0)):
            return None
        lesson = self.lessons.get((ref, name, best))
        alone = best.origin == "constant" and lesson is not None and not lesson.pinned and lesson.backers < SURE
        return None if alone else best

    def left_out(self, ref: str, name: str) -> bool:
        """Whether tasks that used the action hardly ever gave the input."""
        calls = self.calls.get(ref, 0)
        return calls >= ENOUGH_CALLS and sum(self.votes.get((ref, name), {}).values()) < SELDOM * calls

    def feeding(self, ref: str) -> frozenset[str]:
        """The actions from which tasks usually took an input of the action."""
        usual = (self.usual(ref, name) for name in self.given.get(ref, ()))
        return frozenset(one.ref for one in usual if one is not None and one.origin == "output")


def counted(facts: Iterable[Lesson], calls: Mapping[str, int]) -> Inputs:
    votes: dict[tuple[str, str], Counter[Source | None]] = {}
    named: dict[tuple[str, str, Source | None], Lesson] = {}
    for lesson in facts:
        ref, sign, name = lesson.key.partition(_KEY)
        if sign:
            row = votes.setdefault((ref, name), Counter())
            source = decoded(lesson.content)
            row[source] += max(lesson.supported - lesson.opposed, 0)
            named[ref, name, source] = lesson
    given: dict[str, tuple[str, ...]] = {}
    for ref, name in sorted(votes):
        given[ref] = (*given.get(ref, ()), name)
    return Inputs(votes, calls, named, given)
