"""Filters that a noun phrase names: times, people, values, states, numbers."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any  # Any: values are JSON

from chalicelib.planning.composer.words import DETERMINERS, PREPOSITIONS, Token, bag, name_stems, stem
from chalicelib.planning.records import phrase, shapes, times
from chalicelib.planning.records.denials import turns
from chalicelib.planning.records.reach import Row, Unsure
from chalicelib.planning.records.resources import field_stems
from chalicelib.planning.records.view import (
    FILL,
    LATE,
    Reading,
    Test,
    bare_plural,
)

_COPULAS = bag("is are was were still currently")
_FILLED = bag("assigned set entered given named chosen")
_PASSING = bag("is are was were has have been a an any the yet already")
_LACKING = bag("with has have had having that which who")
_HAVE, _ANY = bag("with has have had having"), bag("a an any some no")
_EMPTY: tuple[Any, ...] = (None, "", [])
_BETWEEN = bag("yet already been being a an the in on marked set still got has have had having any called named")
_AND = bag("and or , the as well")


def by_lack(one: Reading) -> None:
    """ "Without an analyst", "with no owner", "that have no bid": the field is empty, or counts none."""
    plain = [token for token in one.tokens if token.low not in ("a", "an", "any", "the")]
    for before, lead, token in zip([None, *plain], plain, plain[1:], strict=False):
        none = lead.low == "without" or (lead.low == "no" and before is not None and before.low in _LACKING)
        if not none or not one.used.free(lead) or token.stem in one.view.nouns:
            continue
        called = _called(one, token)
        empty = [name for name in called if any(lacks(row, name) for row in one.view.rows)]
        empty = empty or [name for name in called if shapes.listed(one.view.rows, name)]
        if len(empty) == 1 and not _told(one, empty[0], token):
            one.used.take([lead, token])
            one.named = True
            one.tests.append(lambda row, name=empty[0]: lacks(row, name))  # type: ignore[misc]  # bound now


def by_having(one: Reading) -> None:
    """ "That have comments", "if Ann's order has a discount": the field holds something."""
    plain = [token for token in one.tokens if token.low not in _ANY and token.text[0].isalnum()]
    owned = any(token.low.endswith("'s") for token in plain)  # "if X has comments" is read as "X's comments"
    for lead, token, behind in zip(plain, plain[1:], [*plain[2:], None], strict=False):
        told = lead.low in _HAVE or (owned and behind is None)
        if not told or (behind is not None and behind.content) or token.stem in one.view.nouns:
            continue
        empty = [name for name in _called(one, token) if any(lacks(row, name) for row in one.view.seen)]
        if len(empty) == 1 and one.used.free(token):
            one.used.take([lead, token] if lead.low in _HAVE else [token])
            one.named = True
            one.tests.append(lambda row, name=empty[0]: not lacks(row, name))  # type: ignore[misc]  # bound now


def by_filled(one: Reading) -> None:
    """ "Whose driver is set", "if no owner was assigned yet": the field holds something, or nothing."""
    plain = [token for token in one.tokens if token.low not in _PASSING]
    for lead, token, said in zip([None, *plain], plain, plain[1:], strict=False):
        held = [row for row in one.view.seen if len(row.values) > 1]
        names = [name for name in _called(one, token) if any(lacks(row, name) for row in held)]
        if said.low not in _FILLED or len(names) != 1 or not one.used.free(said) or token.stem in one.view.nouns:
            continue
        none = lead is not None and lead.low == "no"
        one.used.take([token, said, *([lead] if none and lead else ())])
        one.named = True
        one.tests.append(lambda row, name=names[0], empty=none: lacks(row, name) == empty)  # type: ignore[misc]  # bound now


def _called(one: Reading, noun: Token) -> list[str]:
    """The fields of that name, else the amounts that end with it: `current_bid` of a bid."""
    names = shapes.names(one.view.rows)
    plain = [name for name in names if name_stems(name) == (noun.stem,)]
    plain = plain or [name for name in names if field_stems(name) == (noun.stem,)]
    amounts = [name for name in names if shapes.shape(one.view.rows, name) == "number"]
    return plain or [name for name in amounts if name_stems(name)[-1:] == (noun.stem,)]


def _told(one: Reading, name: str, noun: Token) -> bool:
    """Whether one of its values is lacked, not all of them: "without the tag urgent", "no tag called urgent"."""
    behind = [token for token in one.tokens if token.start > noun.start][:2]
    held = {shapes.words(value)[:1] for value in shapes.column(one.view.seen, name)}
    return any(token.content and (token.low,) in held for token in behind)


def lacks(row: Row, name: str) -> bool:
    held = row.values.get(name)
    return held in _EMPTY or (held == 0 and not isinstance(held, bool))


def by_small_states(one: Reading) -> None:
    """A state that is called like a common word: "those that are out", "which is on"."""
    for before, token, after in zip(one.tokens, one.tokens[1:], [*one.tokens[2:], None], strict=False):
        if before.low not in _COPULAS or token.content or not one.used.free(token):
            continue
        if after is not None and after.content:
            continue  # "is in repair"
        names = [
            name for name in shapes.names(one.view.seen)
            if any(shapes.words(value) == (token.low,) for value in shapes.column(one.view.seen, name))
        ]
        if names:
            one.used.take([token])
            one.named = True
            one.tests.append(lambda row, each=names, low=token.low: _says(row, each, low))  # type: ignore[misc]  # bound now


def _says(row: Row, names: Sequence[str], word: str) -> bool:
    return any(shapes.words(row.values.get(name)) == (word,) for name in names)


def by_people(one: Reading) -> None:
    fields = [name for name in shapes.names(one.view.rows) if shapes.shape(one.view.rows, name) == "address"]
    for token in one.tokens:
        address = one.view.people.get(phrase.bare(token))
        if not address or not one.used.free(token):
            continue
        if fields:
            one.named = True
            one.used.take([token])
            one.tests.append(
                lambda row, want=address: any(  # type: ignore[misc]  # bound now, not later
                    str(row.values.get(name, "")).lower() == want.lower() for name in fields
                )
            )
        elif not one.view.rows:
            one.used.take([token])
            one.tests.append(lambda row: False)  # nobody's record was found: that limits, too


_STRONG = bag("sent paid sold lost held kept left shut cut lent bought met built read made done won found bound")
"""Participles without an ending of their own."""


def titles(one: Reading) -> list[Token]:
    """What stands in quotes and is what a record is called: no word of "Clean my boat" says anything by itself."""
    quotes = [mark for mark in one.view.marks if mark.kind == "quote"]
    words = {shapes.words(str(mark.value)): mark for mark in quotes}
    held = {shapes.words(value) for row in one.view.seen for value in row.values.values() if isinstance(value, str)}
    meant = [mark for said, mark in words.items() if said in held]
    return [token for token in one.tokens if one.used.free(token) and any(token in mark for mark in meant)]


def by_phrases(one: Reading) -> None:
    view = one.view
    held = {str(value).lower() for name in shapes.names(view.seen) for value in shapes.column(view.seen, name)}
    skip = view.nouns | view.field_words | frozenset(map(stem, FILL)) | frozenset(map(stem, LATE - held))
    skip -= {token.stem for at, token in enumerate(one.tokens) if token.low in held and _in_state(one, at)}
    quotes = [mark for mark in view.marks if mark.kind == "quote"]
    guess = frozenset((view.guess,)) if view.guess else frozenset[str]()
    several = one.plural and not any(token.stem == view.guess for token in one.tokens if not bare_plural(token))
    whole = phrase.named(one.tokens, view.seen, skip - guess, one.used, whole_only=True)
    parts = phrase.named(one.tokens, view.seen, skip | guess if several else skip - guess, one.used)
    sole: set[tuple[frozenset[str], frozenset[tuple[str, ...]]]] = set()
    for several_named in _joined(one, [*whole, *parts]):
        found = [phrase.certain(_own(one, _narrowed(one, each)), view.seen) for each in several_named]
        if all(shapes.of_records(view.seen, name) for each in found for name in each.fields):
            raise Unsure(f"{' '.join(found[0].said)!r} stands in records inside of these")
        turned = _turned(one, found[0].tokens[0])
        one.tests.append(_named_by(found, turned))
        one.weak |= {found[0].tokens[0].text: one.tests[-1]} if not turned and all(map(_in_passing, found)) else {}
        one.named = True
        here = [mark for mark in quotes if any(token in mark for each in found for token in each.tokens)]
        one.used.take(token for mark in here for token in one.tokens if token in mark)
        one.listed = one.listed or len(found) > 1
        fields = frozenset(name for other in found for name in other.fields)
        listed = any(shapes.listed(view.seen, name) for name in fields)  # a record may have several tags
        if len(fields) == 1 and not turned and not listed and all(other.whole for other in found):
            sole.add((fields, frozenset(other.said for other in found)))
    names = sorted(name for fields, _ in sole for name in fields)
    if twice := next((name for name, other in pairwise(names) if name == other), ""):
        raise Unsure(f"several values are told for the {twice} of one record")


def _named_by(found: Sequence[phrase.Named], turned: bool) -> Test:
    return lambda row: any(one.holds(row) for one in found) != turned


def _in_passing(found: phrase.Named) -> bool:
    """Whether it is but one plain word in a text of a record: the "books" of a sender "Mill Books"."""
    token = found.tokens[0]
    return not found.whole and len(found.tokens) == 1 and token.text.islower() and not token.low.endswith("'s")


def _turned(one: Reading, first: Token) -> bool:
    """ "That are not urgent", "without the tag urgent": the value is none of theirs.  The negation is read with it."""
    lead = [token for token in one.tokens if token.end <= first.start][-5:]
    names = [name for name in shapes.names(one.view.seen) if shapes.shape(one.view.seen, name) == "truth"]
    truths = {word for name in names for word in name_stems(name)}  # "that isn't locked yet in Gear": not locked
    for before, token in reversed([*zip([None, *lead], lead, strict=False)]):
        if turns(before, token):
            fresh = one.used.free(token)
            one.used.take([token])
            return fresh
        if token.stem in truths or (token.low not in _BETWEEN and token.stem not in one.view.field_words):
            return False
    return False


def _in_state(one: Reading, at: int) -> bool:
    """Whether a participle says how records are, and no field: "applied", but not "applied before March 3"."""
    token = one.tokens[at]
    behind = one.tokens[at + 1 : at + 4]
    timed = [mark for mark in one.view.marks if mark.kind in (*times.TIMED, "duration")]
    dated = any(other in mark for mark in timed for other in behind)
    said_of = token.low.endswith(("ed", "en")) or token.low in _STRONG
    return said_of and token.stem not in one.view.nouns and not dated


def _joined(one: Reading, named: Sequence[phrase.Named]) -> list[list[phrase.Named]]:
    """Values of one field that are told one after the other are alternatives: "Bruno and Rex", "the A, B or C ones"."""
    words = [token for token in one.tokens if token.text[0].isalnum() or token.text == ","]
    row = sorted(named, key=lambda each: words.index(each.tokens[0]))
    found: list[list[phrase.Named]] = []
    for each in row:
        last = found[-1][-1] if found else None
        between = words[words.index(last.tokens[-1]) + 1 : words.index(each.tokens[0])] if last else []
        lows = {token.low for token in between}
        first = words.index(found[-1][0].tokens[0]) if found else 0
        again = PREPOSITIONS & {token.low for token in words[max(0, first - 1) : first]}  # "in Kiel and in Bonn"
        joined = between and lows <= _AND | again and last is not None and bool(last.fields & each.fields)
        if joined and last is not None:
            same = last.fields & each.fields
            found[-1] = [replace(other, fields=other.fields & same) for other in (*found[-1], each)]
        else:
            found.append([each])
    return found


def _narrowed(one: Reading, found: phrase.Named) -> phrase.Named:
    """The phrase limited to the field whose name stands beside it ("the supplier Volt", "West branch")."""
    words = [token for token in one.tokens if token.text[0].isalnum()]
    first = words.index(found.tokens[0])
    last = words.index(found.tokens[-1])
    beside = {token.stem for token in (*words[max(0, first - 1) : first], *words[last + 1 : last + 2])}
    near = frozenset(name for name in found.fields if {*field_stems(name)} & beside)
    whose = _whose(one, [token for token in words[:first] if token.low not in DETERMINERS])
    near = near or found.fields & whose or whose
    return phrase.Named(found.tokens, near, found.said, found.whole) if near else found


def _whose(one: Reading, ahead: Sequence[Token]) -> frozenset[str]:
    """The fields of "whose warden is Ann", also where it is another field of theirs that holds the value."""
    if len(ahead) < 3 or ahead[-1].low not in ("is", "are") or "whose" not in [token.low for token in ahead[-5:-2]]:
        return frozenset()
    names = (name for name in shapes.names(one.view.seen) if shapes.shape(one.view.seen, name) == "text")
    return frozenset(name for name in names if ahead[-2].stem in name_stems(name))


def _own(one: Reading, found: phrase.Named) -> phrase.Named:
    """The phrase limited to what the records hold themselves, where what they refer to is called so, too.

    Else to what they refer to themselves: Ann's lessons are those that she gives, not those of the class that is hers.
    """
    own = {name for row in one.view.seen for name in row.own} if found.whole else set[str]()
    near = {name for row in one.view.seen for name in row.near}
    kept = found.fields & own or found.fields & near
    return replace(found, fields=kept) if kept else found
