"""Free text: what a prompt wants written, said or searched, where no mention says it outright."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence

from chalicelib.domain.binding import Binding, Mention
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.goals import Goal
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.sketch import Path
from chalicelib.planning.composer.words import OPENING, QUOTES, Token, bag, senses, tokens

_DATA = bag("data record item input object content valu")
_TEXTUAL = bag("text messag bodi comment note content reason remark descript detail summari resolut")
_QUERY = bag("q queri search keyword term question topic")
_RELATIVE = r"(?!\s+(?:is|are|was|were|has|have|had|will|can|must|should|does|do)\b)"
"""A clause without a subject of its own tells which one is meant, not what to say: "a report that is due on Friday"."""
_SAYS = re.compile(
    rf"\b(?:that{_RELATIVE}|saying|says?|reads?|tell(?:s|ing)?\s+(?:them|him|her|us)(?:\s+that)?|because|due to|"
    r"(?:reason|note|comment|message)\s+(?:is|being))\s+(?P<what>[^.!?;)]+)|:\s+(?P<colon>[^.!?;]+)",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"\b(?:(?:text|message|comment|note|reason|remark)s?\s+(?:is\s+)?that|(?:say|says|saying)(?:\s+that)?|"
    r"(?:tell|inform|remind|notify|warn)(?:s|ing)?\s+(?:\w+\s+){1,4}?that|(?:write|writing|mention|mentioning)\s+that)\s+"
    r"(?P<what>[^.!?;]+)",
    re.IGNORECASE,
)
_BEHIND_COLON = re.compile(r":\s+(?P<what>[^.!?;:]+)[.!]?\s*$")
"""What somebody is told: a clause that is content as a whole, and no value in it is one of another input."""
_LINKS = bag("for with of in to as on at by about is named called")


def takes_data(one: Param) -> bool:
    """Whether the input takes whatever a step gave: an object, a list, or anything at all."""
    untyped = "type" not in one.schema and not one.enum
    return (one.type in ("object", "array") and not one.schema.get("properties")) or (
        untyped and bool(_DATA & {*one.stems})
    )


def textual(one: Param) -> bool:
    return one.type == "string" and not one.is_id and not one.enum and bool(_TEXTUAL & {*one.stems})


def fill(entry: Entry, goal: Goal, inputs: dict[Path, Binding], used: set[Found]) -> None:
    """Text inputs from a clause ("that …", "saying …"), a phrase beside the input's name, or what the goal has left."""
    taken: set[int] = set()
    for one in sorted(entry.params, key=lambda one: not one.required):
        if one.path in inputs or not takes_words(one):
            continue
        words = _said(goal, used) if textual(one) else _beside(one, goal, entry, used, taken)
        if not words and one.required and not textual(one):
            words = _only(one, goal, entry, used, taken)
        if words:
            inputs[one.path] = Mention([words] if one.many else words, words)


def reported(entry: Entry, goal: Goal) -> tuple[int, int]:
    """Where in the prompt the clause stands that is written as it is; an empty place where nothing is written."""
    texts = [one for one in entry.params if textual(one) and takes_words(one)]
    found = _REPORTED.search(goal.raw) if texts else None
    if found is None and any(one.required for one in texts):
        found = _BEHIND_COLON.search(goal.raw)
        labels = {word for one in entry.params if one not in texts for word in one.stems}
        found = None if found and labels & {token.stem for token in tokens(found["what"])} else found
    if found is None or found["what"][0] in OPENING:
        return 0, 0  # what stands in quotes is a value like any other
    return goal.start + found.start("what"), goal.start + found.end("what")


def said(entry: Entry, goal: Goal, inputs: dict[Path, Binding], used: set[Found]) -> None:
    """Text inputs from a clause that says what to write ("that …", "saying …")."""
    for one in sorted(entry.params, key=lambda one: not one.required):
        if one.path not in inputs and takes_words(one) and textual(one) and (words := _said(goal, used)):
            inputs[one.path] = Mention([words] if one.many else words, words)


def beside(entry: Entry, goal: Goal, inputs: dict[Path, Binding], used: set[Found]) -> None:
    """Required words that stand right beside the input's name."""
    taken: set[int] = set()
    for one in entry.required:
        if one.path not in inputs and takes_words(one) and not textual(one):
            words = _beside(one, goal, entry, used, taken)
            if words:
                inputs[one.path] = Mention([words] if one.many else words, words)


def takes_words(one: Param) -> bool:
    inner = str((one.schema.get("items") or {}).get("type", "string")) if one.many else one.type
    return (
        inner == "string"
        and not (one.many and _DATA & {*one.stems})
        and not one.enum
        and not one.format
        and not one.is_id
        and not one.paging
        and not one.temporal
    )


def _said(goal: Goal, used: Container[Found]) -> str:
    quotes = [(one.start - goal.start, one.end - goal.start) for one in goal.own if one.kind == "quote"]
    match = next((one for one in _SAYS.finditer(goal.raw) if not _inside(one.start(), quotes)), None)
    if not match:
        return ""
    what = (match["what"] or match["colon"] or "").removeprefix("that ")
    if what[:1] in OPENING and any(one in used for one in goal.own if one.kind == "quote"):
        return ""
    what = what.strip(f" ,{QUOTES}")
    return what if len(what) > 1 else ""


def _inside(at: int, quotes: Iterable[tuple[int, int]]) -> bool:
    """Whether the place is inside a quoted text, whose colons and "that" are its own."""
    return any(start < at < end for start, end in quotes)


def _beside(one: Param, goal: Goal, entry: Entry, used: set[Found], taken: set[int]) -> str:
    """The words right before the input's name ("the search-platform team"), or behind it ("team storage")."""
    label = one.stems[-1]
    free = _free(goal, entry, used, taken, label)
    for at, token in enumerate(goal.words):
        if token.stem != label or not token.content:
            continue
        for run in (_back(at, free), _ahead(goal.words, at, free)):
            if run:
                taken |= set(run)
                return _text(goal, run)
    return ""


def _only(one: Param, goal: Goal, entry: Entry, used: set[Found], taken: set[int]) -> str:
    """What is left of the goal behind its last preposition, or at its end: the one thing that it speaks of."""
    free = _free(goal, entry, used, taken, "")
    runs = [run for run in _runs(goal.words, free) if run]
    linked = [run for run in runs if run[0] and goal.words[run[0] - 1].low in _LINKS]
    best = (linked or (runs if {*one.stems} & _QUERY else []))[-1:]
    if not best:
        return ""
    taken |= set(best[0])
    return _text(goal, best[0])


def _free(goal: Goal, entry: Entry, used: set[Found], taken: set[int], label: str) -> frozenset[int]:
    """The places of words that nothing explains yet."""
    explained = {*entry.name, goal.verb, label}
    return frozenset(
        at
        for at, token in enumerate(goal.words)
        if (
            (token.content and not _doing(token))
            or (token.text in "-." and 0 < at < len(goal.words) - 1 and goal.words[at - 1].end == token.start)
        )
        and at not in taken
        and token.stem not in explained
        and not any(token in found for found in used)
    )


def _doing(token: Token) -> bool:
    return (
        (token.low.endswith("ing") and bool(senses(token.stem)))
        or token.stem == "use"
        or token.low in ("following", "current", "given")
    )


def _back(at: int, free: frozenset[int]) -> list[int]:
    run: list[int] = []
    while at - 1 in free:
        at -= 1
        run.insert(0, at)
    return run


def _ahead(words: Sequence[Token], at: int, free: frozenset[int]) -> list[int]:
    at += 1
    while at < len(words) and words[at].low in ("is", "it", "as", "called", "named", ":", "to", "be"):
        at += 1
    run = []
    while at in free:
        run.append(at)
        at += 1
    return run


def _runs(words: Sequence[Token], free: frozenset[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for at in range(len(words)):
        if at in free:
            run.append(at)
        elif run:
            yield run
            run = []
    yield run


def _text(goal: Goal, run: Sequence[int]) -> str:
    first, last = goal.words[run[0]], goal.words[run[-1]]
    begin = goal.words[0].start
    raw = goal.raw[first.start - begin : last.end - begin]
    return raw.strip(" .-,")
