"""What a clause means by the words around it: what pronouns point at, and whether records must be looked at."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from chalicelib.planning.bidding import pleads
from chalicelib.planning.composer import verbs
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.thesaurus import known
from chalicelib.planning.composer.words import Token, bag, name_stems, stem
from chalicelib.planning.records import phrase
from chalicelib.planning.records import view as words_of
from chalicelib.planning.records.clauses import FILLERS, Clause
from chalicelib.planning.records.nouns import Meant
from chalicelib.planning.records.reach import Unsure
from chalicelib.planning.records.resources import field_stems
from chalicelib.planning.records.scene import Scene
from chalicelib.planning.records.which import Lack

_IF = re.compile(r"\b(?:if|unless)\b", re.IGNORECASE)
_BESIDE = bag("of on at in from with for")
_HOLDS = bag("has have is are need needs want was were take")
_BACK = bag("it them they he she him her that those these ones")
PERSONAL = bag("he him his she her hers")


@dataclass(slots=True)
class Told:
    """What came before a clause: words that a pronoun may mean."""

    words: list[Token] = field(default_factory=list)
    asked: list[Token] = field(default_factory=list)
    """The words of conditions: "if she has nothing that day, book … with her"."""
    before: tuple[Meant, tuple[Token, ...]] | None = None
    absent: bool = False
    """Whether something was named that no record of its kind holds."""
    lack: Lack | None = None
    of: tuple[Token, ...] = ()
    """What a condition was about, if there are such records: "if X has several, cancel the oldest one"."""

    @property
    def all_words(self) -> tuple[Token, ...]:
        """Every word of these, once, in the order of the prompt."""
        before = self.before[1] if self.before else ()
        found = {token.start: token for token in (*self.words, *self.asked, *before)}
        return tuple(found[start] for start in sorted(found))


def fit(scene: Scene, parts: Sequence[Clause]) -> None:
    """Requests that tell ids, or also ask to be told something, need no looking at records first."""
    nouns = {kind.noun for kind in scene.kinds}
    fields = {word for kind in scene.kinds for name in kind.fields for word in field_stems(name)} - nouns
    for one in parts:
        many = any(token.low in words_of.EVERY for token in one.tokens) or any(
            token.stem in nouns and words_of.bare_plural(token) for token in one.tokens
        )
        for mark in scene.marks:
            if not one.tokens[0].start <= mark.start <= one.tokens[-1].end:
                continue
            lead = mark.before[-1:]
            value = lead == ("to",) or bool({*map(stem, lead)} & fields) or bool({*lead} & _BESIDE)
            coded = not value and mark.kind in ("id", "tag", "url", "path") and not many
            numbered = (
                mark.kind == "number"
                and one.role != "told"
                and (
                    (isinstance(mark.value, int) and mark.value >= 1000 and not many and not _measures(mark))
                    or (bool(mark.before) and stem(mark.before[-1]) in nouns and not _counts(scene, mark))
                )
            )
            if coded or numbered:
                raise Unsure(f"it is not clear whether {mark.text!r} tells which is meant or what it is to become")
        if one.role == "told" and (_asks(one) or pleads(one.tokens)):
            raise Unsure("a part of it asks for something and another part for a change")


def unmet(text: str, parts: Sequence[Clause], held: Mapping[int, bool]) -> str:
    """That nothing is done because of conditions, as the request says them; "" where none stands against it."""
    against = {one.guard for one in parts if one.guard is not None and held.get(one.guard, one.holds) != one.holds}
    runs = [parts[at].tokens for at in sorted(against)]
    told = [_IF.split(text[run[0].start : run[-1].end])[-1].strip() for run in runs if run]
    said = " and ".join(map(repr, told))
    return f"Nothing was changed, because of the condition {said}" if said else ""


def _measures(mark: Found) -> bool:
    """Whether the number is a value or a limit: "to 1050", "above 2000"."""
    return bool({*mark.before[-2:]} & (words_of.UNDER | words_of.OVER | {"to", "by", "than"}))


def _counts(scene: Scene, mark: Found) -> bool:
    """Whether the number says how many of a field there are: "45 seats"."""
    fields = {word for kind in scene.kinds for name in kind.fields for word in name_stems(name)}
    return bool(mark.after) and stem(mark.after[0]) in fields


def _asks(one: Clause) -> bool:
    first = [token for token in one.tokens if token.word and token.low not in FILLERS | {"take"}][:1]
    return verbs.asks(one.tokens) or (
        bool(first) and first[0].stem in ("show", "list", "tell", "get", "find", "fetch", "search")
    )


def with_told(scene: Scene, own: tuple[Token, ...], told: Told) -> tuple[Token, ...]:
    """The words of the clause; where it points back, with those that it means put in front."""
    if told.of and _extreme_one(own):
        return (*told.of, *own)
    back = [token for token in own if token.low in _BACK or token.low in ("their", "his", "its")]
    if not back:
        return own
    kept = [*_antecedent(scene, own, told.words), *_when(scene, own, told.words)]
    personal = next((token for token in back if token.low in PERSONAL), None)
    if personal is not None and not kept:
        kept = list(_person(scene, told.all_words, personal))
    if told.before is not None and back[0].low in ("it", "them", "its", "their") and not kept:
        other = any(token.stem in {kind.noun for kind in scene.kinds} - {told.before[0].resource.noun} for token in own)
        kept = _owner(told.before[1]) if other else list(told.before[1])
    return tuple([*kept, *own])


def _extreme_one(own: Sequence[Token]) -> bool:
    """ "The oldest one": one of those that the condition was about."""
    chosen = words_of.NEWEST | words_of.OLDEST | words_of.HIGH | words_of.LOW
    return any(
        token.low in ("one", "ones") and (before.low in chosen or (before.low.endswith("est") and len(before.low) > 5))
        for before, token in pairwise(own)
    )


def _person(scene: Scene, words: Sequence[Token], pronoun: Token) -> Sequence[Token]:
    """The one person of whom was spoken before; never nobody, for a write would then be for everybody."""
    for strength in (_possessing, _beside):
        found = {tuple(map(phrase.bare, run)): run for run in _named(scene, words) if strength(words, run)}
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            break
    raise Unsure(f"it is not clear who is meant by {pronoun.low!r}")


def _named(scene: Scene, words: Sequence[Token]) -> list[list[Token]]:
    """The names in the words: "Ann Berg" of "Ann Berg's North booking"."""
    found: list[list[Token]] = []
    for mark in scene.marks:
        run = [token for token in words if mark.kind == "name" and token in mark]
        owner = next((at for at, token in enumerate(run) if token.low.endswith("'s")), len(run) - 1)
        found += [run[: owner + 1]] if run else []
    found += [[token] for token in words if phrase.bare(token) in scene.people]
    first = words[0] if words else None
    strange = first is not None and first.content and first.stem not in scene.vocabulary and not known(first.stem)
    return found + ([[first]] if first is not None and strange and not any(first in run for run in found) else [])


def _possessing(words: Sequence[Token], run: Sequence[Token]) -> bool:
    at = words.index(run[-1])
    return run[-1].low.endswith("'s") or words[0] is run[0] or (at + 1 < len(words) and words[at + 1].low in _HOLDS)


def _beside(words: Sequence[Token], run: Sequence[Token]) -> bool:
    at = words.index(run[0])
    return at > 0 and words[at - 1].low in ("of", "with", "for", "from", "by")


def _owner(words: Sequence[Token]) -> list[Token]:
    """Whose records they were: what stands before the verb of having."""
    end = next((at for at, token in enumerate(words) if token.low in _HOLDS), 0)
    return list(words[:end])


def _when(scene: Scene, own: Sequence[Token], before: Sequence[Token]) -> list[Token]:
    """A day to come that was told before holds on, unless another one is told: "X is ill tomorrow. Cancel her …"."""
    dated = [mark for mark in scene.marks if mark.kind in ("date", "period")]
    if any(token in mark for mark in dated for token in own):
        return []
    ahead = [mark for mark in dated if str(mark.value) >= str(scene.now.date())]
    return [token for token in before if any(token in mark for mark in ahead)]


def _antecedent(scene: Scene, own: Sequence[Token], before: Sequence[Token]) -> list[Token]:
    """Of what was told before: the records that were spoken of, else the people."""
    nouns = {kind.noun for kind in scene.kinds}
    people = [
        token
        for at, token in enumerate(before)
        if phrase.bare(token) in scene.people
        or token.low.endswith("'s")
        or (token.content and at + 1 < len(before) and before[at + 1].low in ("is", "has", "was") and at < 2)
        or any(mark.kind == "name" and mark.start == before[0].start <= token.start < mark.end for mark in scene.marks)
    ]
    spoken = [at for at, token in enumerate(before) if token.stem in nouns or _plural_head(before, at)]
    wanted = not any(token.stem in nouns for token in own) or any(token.low in ("ones", "them", "it") for token in own)
    if not spoken or not wanted or (any(token.low == "ones" for token in own) and not spoken):
        return people
    verbs = [at for at, token in enumerate(before[: spoken[0]]) if token.low in _HOLDS or token.low.endswith("ing")]
    kept = list(before[(verbs[-1] + 1 if verbs else 0) :])
    return [*(token for token in people if token not in kept), *kept]


def _plural_head(words: Sequence[Token], at: int) -> bool:
    """ "any more X meetings": a plural that ends what was told."""
    rest = [token for token in words[at + 1 :] if token.text[0].isalnum()]
    return not rest and words_of.bare_plural(words[at]) and words[at].text[0].islower()
