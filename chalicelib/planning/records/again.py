"""Clauses about records that leave their deed out: "move the North plants to the shed, and the Basil plants too".

Each becomes a whole clause behind the one that it repeats: what it names stands for the records, or behind "to" for
the new value or the receiver; the rest is said again.
"""

from collections.abc import Container, Sequence
from dataclasses import replace

from chalicelib.planning.composer import repeats
from chalicelib.planning.composer.repeats import Repeat
from chalicelib.planning.composer.words import PREPOSITIONS, Token, bag
from chalicelib.planning.records import make, telling
from chalicelib.planning.records.clauses import Clause, clauses
from chalicelib.planning.records.reach import Unsure
from chalicelib.planning.records.scene import Scene

_LEADS = bag("to until till as by")


def whole(scene: Scene, doing: frozenset[str], known: Container[str]) -> tuple[Clause, ...]:
    """The clauses of the request, those that repeat a deed written out.  `known`: verbs of the catalogue."""
    found = repeats.repeats(scene.text, known)
    kept = [token for token in scene.words if not any(one.start <= token.start < one.end for one in found)]
    parts = clauses(kept, scene.marks, doing)
    return _placed(parts, [_written_out(scene, parts, one) for one in found]) if found else parts


def _written_out(scene: Scene, parts: Sequence[Clause], one: Repeat) -> tuple[int, Clause]:
    """The clause, and the place of the one that it repeats."""
    acting = [at for at, part in enumerate(parts) if part.role == "do" and part.said and _begins(part) < one.start]
    if not acting:
        raise Unsure("a deed is repeated that was not told")
    part = parts[acting[-1]]
    own = part.tokens[part.verb + 1 :]
    end = one.first + len(one.text)
    named = tuple(token for token in scene.words if one.first <= token.start < end)
    made = _made_for(scene, own, one.place, named) if make.makes(part) else None
    if (instead := made or _instead(scene, own, named)) is not None:
        return acting[-1], replace(part, tokens=(part.tokens[part.verb], *instead), verb=0)
    lead, tail = _cut(own, telling.new_value(scene, own, part.said) or _quoted(scene, own))
    if one.place in ("to", "until") and tail:
        said = (*lead, tail[0], *named)
    else:
        nouns = {kind.noun for kind in scene.kinds}
        noun = [] if any(token.stem in nouns for token in named) else [t for t in lead if t.stem in nouns][-1:]
        said = (*(_owning(lead, named) or (*named, *noun) if tail else (*named, *noun)), *tail)
    return acting[-1], replace(part, tokens=(part.tokens[part.verb], *said), verb=0)


def _owning(lead: Sequence[Token], named: Sequence[Token]) -> tuple[Token, ...]:
    """The words with another owner of what is set: "Ann's limit", "the limit of Ann", "and the same for Bob"."""
    at = next((at for at in range(len(lead) - 1, -1, -1) if lead[at].low == "of" or lead[at].low.endswith("'s")), -1)
    if at < 0 or not named[-1].text[-1].isalnum():
        return ()
    if lead[at].low == "of":
        return (*lead[: at + 1], *named)
    last = named[-1]
    owner = last if last.low.endswith("'s") else replace(last, text=f"{last.text}'s", low=f"{last.low}'s")
    return (*named[:-1], owner, *lead[at + 1 :])


def _made_for(scene: Scene, own: Sequence[Token], place: str, named: Sequence[Token]) -> tuple[Token, ...] | None:
    """What something new is made for is exchanged: "plan a visit for the mill, and the same for the barn"."""
    quotes = [one for one in scene.marks if one.kind == "quote"]
    plain = [token for token in own if not any(token in one for one in quotes)]
    lead = next((token for token in reversed(plain) if token.low == place), None)
    behind = [token for token in own if lead is not None and token.start > lead.start]
    stop = next((token for token in behind if token.low in PREPOSITIONS or token.text in ",:'\""), None)
    if lead is None or not behind or stop is behind[0]:
        return None
    rest = [token for token in behind if stop is not None and token.start >= stop.start and token.text != ","]
    return (*(token for token in own if token.start <= lead.start), *named, *rest)


def _quoted(scene: Scene, own: Sequence[Token]) -> list[Token]:
    """The quotation that ends the clause behind what it is for: "tag Ann 'vip'"."""
    quotes = [one for one in scene.marks if one.kind == "quote"]
    found = [token for token in own if any(token in one for one in quotes)]
    behind = [token for token in own if found and token.start > found[-1].start and token.text[0].isalnum()]
    return [] if behind or (own and found and found[0] is own[0]) else found


def _instead(scene: Scene, own: Sequence[Token], named: Sequence[Token]) -> tuple[Token, ...] | None:
    """The words with the one name at their end exchanged for the other: "take two seats from Ann, the same for Bob"."""
    names = [one for one in scene.marks if one.kind == "name"]
    last = [one for one in names if own and one.start < own[-1].end and one.start >= own[0].start][-1:]
    plain = [token for token in own if token.text[0].isalnum()]
    other = any(token in one for one in names for token in named[:1])
    if not last or not other or last[0].end < plain[-1].end or last[0].start == own[0].start:
        return None
    return (*(token for token in own if token.start < last[0].start), *named)


def _begins(part: Clause) -> int:
    return part.tokens[0].start


def _cut(own: Sequence[Token], value: Sequence[Token]) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """What stands before the new value, and the value with the word that leads to it."""
    if not value:
        return tuple(own), ()
    first = next((at for at, token in enumerate(own) if token.start == value[0].start), len(own))
    lead = next((at for at in range(first - 1, -1, -1) if own[at].low in _LEADS), first)
    return tuple(own[:lead]), tuple(own[lead:])


def _placed(parts: Sequence[Clause], more: Sequence[tuple[int, Clause]]) -> tuple[Clause, ...]:
    """The clauses with each new one behind that which it repeats; guards speak of places, so they move along."""
    row: list[Clause] = []
    moved: dict[int, int] = {}
    for at, part in enumerate(parts):
        moved[at] = len(row)
        row += [part, *(new for place, new in more if place == at)]
    return tuple(replace(one, guard=moved.get(one.guard) if one.guard is not None else None) for one in row)


def joined(parts: Sequence[Clause]) -> list[Clause]:
    """A made record's clause takes along what is said of it behind: "and assign it to X", "It's due on Friday"."""
    found: list[Clause] = []
    moved: dict[int, int] = {}
    for at, one in enumerate(parts):
        last = found[-1] if found else None
        said = [token.low for token in one.tokens if token.word]
        about = bool({*said[:4]} & {"it", "it's"}) and last is not None and last.role == "do" and make.makes(last)
        if about and last is not None and one.guard == last.guard:
            found[-1] = replace(last, tokens=(*last.tokens, *one.tokens))
            moved[at] = len(found) - 1
            continue
        guard = moved.get(one.guard, one.guard) if one.guard is not None else None
        found.append(replace(one, guard=guard))
        moved[at] = len(found) - 1
    return found
