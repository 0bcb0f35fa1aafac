"""The words of a clause that tell a new value: "to high", "by 30 minutes", "a grade of 2", "a moderator"."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from chalicelib.planning.composer.mentions import COUNTED, Found
from chalicelib.planning.composer.words import Token, bag, stem, stem_bag
from chalicelib.planning.records import oneself, phrase
from chalicelib.planning.records.nouns import APPOINTING
from chalicelib.planning.records.resources import field_stems
from chalicelib.planning.records.scene import Scene

_TO = bag("to until till as")
_BEFORE_TO = bag("need want have going like able up used try")
_BACKWARDS = bag("forward earlier ahead")
_JOINING = bag(", . and then so")
"""What ends a value that another order follows."""
_TAIL = bag("please thanks instead now")
_LIMITS = bag("above below over under least most than exactly")
_UP = stem_bag("increase raise lift grow")
_DOWN = stem_bag("reduce lower decrease cut drop")
SCALES = {stem("double"): 2.0, stem("triple"): 3.0, stem("halve"): 0.5}
ADDING = bag("add attach append apply")


@dataclass(frozen=True, slots=True)
class Value:
    """`tokens`: what stands for the new value; `shift`: how far a moment moves."""

    tokens: tuple[Token, ...]
    shift: Found | None = None
    back: bool = False
    step: tuple[float, float] | None = None
    """By what a number is multiplied, and what is added to it then."""
    name: tuple[str, ...] = ()
    """The words of the field, where the value stands in front of it: "45 seats"."""


def new_value(scene: Scene, own: tuple[Token, ...], said: Token | None) -> tuple[Token, ...]:
    """The words that say the new value, and no record."""
    told = told_value(scene, own, said)
    return told.tokens if told else ()


def told_value(scene: Scene, own: tuple[Token, ...], said: Token | None) -> Value | None:
    """`said`: the verb; what is added to something is no value of it."""
    if said is not None and (stepped := _stepped(scene, said, own)) is not None:
        return stepped
    shift = next((m for m in scene.marks if m.kind == "duration" and _lead(scene, m) == "by" and within(m, own)), None)
    if shift is not None:
        inside = tuple(token for token in own if token in shift)
        return Value(inside, shift, any(token.low in _BACKWARDS for token in own))
    if appoints(scene, said, own):
        return _appointed(scene, own)
    places = [at for at, token in enumerate(own) if token.low in _TO and not _quoted(scene, token)]
    for at in reversed(places):
        hyphened = at > 1 and own[at - 2].text == "-"
        if own[at].low == "to" and at and own[at - 1].low in _BEFORE_TO and not hyphened:
            continue
        if at + 1 < len(own) and oneself.described(own, at + 1) is not None:
            continue
        if said is not None and said.low in ADDING:
            continue
        rest = own[at + 1 :]
        while rest and rest[-1].low in _TAIL | _JOINING:
            rest = rest[:-1]
        if rest:
            return Value(tuple(token for token in rest if token.low not in ("the", "a", "an") or len(rest) == 1))
    return _given(scene, own) or _counted(scene, own)


def _stepped(scene: Scene, said: Token, own: tuple[Token, ...]) -> Value | None:
    """ "Raise the price by 10 %", "reduce it by 3", "double the quantity"."""
    if said.stem in SCALES:
        return Value((), step=(SCALES[said.stem], 0.0))
    sign = 1 if said.stem in _UP else -1 if said.stem in _DOWN else 0
    mark = next((m for m in scene.marks if m.kind in COUNTED and _lead(scene, m) == "by" and within(m, own)), None)
    if not sign or mark is None:
        return None
    inside = tuple(token for token in own if token in mark)
    amount = sign * float(mark.value)
    return Value(inside, step=(1 + amount / 100, 0.0) if mark.kind == "percent" else (1.0, amount))


def appoints(scene: Scene, said: Token | None, own: tuple[Token, ...]) -> bool:
    """Whether "make" gives a record something new, and makes none."""
    return said is not None and said.low in APPOINTING and _appointed(scene, own) is not None


def _appointed(scene: Scene, own: tuple[Token, ...]) -> Value | None:
    """Who becomes what, and what somebody becomes: "Make Ann the lead of Apollo", "Make Ann a moderator".

    The noun of the record may stand behind: "Make Ann a senior member".
    """
    nouns = {kind.noun for kind in scene.kinds}
    fields = {word for kind in scene.kinds for name in kind.fields for word in field_stems(name)}
    for at, (article, noun) in enumerate(pairwise(own)):
        of = own[at + 2].low if at + 2 < len(own) else ""
        if at and article.low == "the" and noun.stem in fields and of == "of":
            return Value(own[:at], name=(noun.stem,))
        if at and article.low in ("a", "an") and (not of or [one.stem in nouns for one in own[at + 2 :]] == [True]):
            return Value((noun,))
    return None


def _counted(scene: Scene, own: tuple[Token, ...]) -> Value | None:
    """ "Give X 45 seats": a number in front of a field, and behind no word that limits."""
    fields = {word for kind in scene.kinds for name in kind.fields for word in field_stems(name)}
    for before, number, behind in zip(own, own[1:], own[2:], strict=False):
        told = any(m.kind in ("number", "money") and m.start == number.start for m in scene.marks)
        if told and behind.stem in fields and before.content and before.word and before.low not in _LIMITS:
            return Value((number,), name=(behind.stem,))
    for lead, field, of, number in zip(own, own[1:], own[2:], own[3:], strict=False):
        told = any(m.kind in ("number", "money", "percent") and m.start == number.start for m in scene.marks)
        if told and of.low == "of" and field.stem in fields and lead.low in ("a", "an"):
            return Value((number,), name=(field.stem,))  # "give X a grade of 2"
    return None


def _given(scene: Scene, own: tuple[Token, ...]) -> Value | None:
    """ "give them X": whoever was named before receives."""
    if own and own[0].low in ("them", "him", "her") and len(own) > 1:
        before = [token for token in scene.words if token.end <= own[0].start and phrase.bare(token) in scene.people]
        if before:
            return Value((before[0],))
    return None


def _lead(scene: Scene, mark: Found) -> str:
    before = [token for token in scene.words if token.end <= mark.start]
    return before[-1].low if before else ""


def within(mark: Found, own: Sequence[Token]) -> bool:
    return any(token in mark for token in own)


def _quoted(scene: Scene, token: Token) -> bool:
    return any(m.kind == "quote" and token in m for m in scene.marks)
