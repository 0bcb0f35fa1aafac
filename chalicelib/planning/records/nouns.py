"""Which kind of record a phrase speaks of.

The word of the catalogue, a related word, else the only kind that the verb fits; where several fit, a strange noun
is looked for in their records.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # Any: answers are JSON

from chalicelib.planning.composer.mentions import COUNTED, Found
from chalicelib.planning.composer.thesaurus import known, related
from chalicelib.planning.composer.verbs import kind
from chalicelib.planning.composer.words import PREPOSITIONS, STOP, Token, bag, name_stems, stem, text_stems
from chalicelib.planning.records import phrase, shapes
from chalicelib.planning.records.population import _general
from chalicelib.planning.records.reach import Unsure
from chalicelib.planning.records.resources import Finder, Resource, field_stems, options
from chalicelib.planning.records.scene import Scene
from chalicelib.planning.records.view import EVERY

_ENDS = PREPOSITIONS | bag("that which who and or called named")
_LIMITS = bag("future upcoming next coming past previous last latest first earliest all every each any ones one more")
_HAVING = bag("has have had")
APPOINTING = bag("make appoint name declare")
_CHANGING = APPOINTING | bag(
    "double triple halve increase decrease reduce lower raise give take push move hand swap pass bring put"
)


@dataclass(frozen=True, slots=True)
class Meant:
    """`nouns`: the stems that mean the kind of record in this request; `said`: how the request calls one."""

    resource: Resource
    nouns: frozenset[str]
    said: str
    guess: str = ""
    """The stem of a noun that is taken for the kind only because no other kind fits."""


def meant(scene: Scene, words: Sequence[Token], verb: Token | None, *, writes: bool) -> Meant | None:
    """None while a noun is still looked for; raises where no kind of record fits."""
    told = scene.known_act(verb)
    fitting = _candidates(scene, verb, told, words, writes)
    if told and not any(token.stem == one.noun for one in fitting for token in words):
        # what past runs did by the verb was done to another kind of record than the one that is named here
        others = _candidates(scene, verb, None, words, writes)
        fitting = others if any(token.stem == one.noun for one in others for token in words) else fitting
    places = {one.noun: at for one in fitting for at, token in enumerate(words) if token.stem == one.noun}
    if places:
        best = min(places, key=lambda noun: places[noun])
        return _as(next(one for one in fitting if one.noun == best), best)
    if (owner := _owner_of_field(scene, fitting, words)) is not None:
        return _as(owner, owner.noun)
    head = head_of(scene, words)
    answer = head and scene.choices.settled(f"noun|{head.stem}", [one.noun for one in scene.kinds])
    if answer and head:
        return _as(next(one for one in scene.kinds if one.noun == answer), head.stem, head)
    spoken = len(fitting) != 1 or told or _speaks(fitting[0], words, head)
    if not (spoken or _certain(scene, fitting[0], verb, words)):
        raise Unsure("it does not say which records are meant")
    if head is None:
        if len(fitting) == 1:
            return _as(fitting[0], fitting[0].noun)
        return _holding(scene, fitting, words, verb)
    alike = {other: weight for other, weight in related(head.stem) if weight >= 0.6}
    near = [one for one in fitting if one.noun in alike]
    if len(near) == 1:
        return _as(near[0], head.stem, head)
    if len(fitting) == 1:
        return Meant(fitting[0], frozenset((fitting[0].noun,)), phrase.bare(head).rstrip("s"), head.stem)
    return _held(scene, fitting, head)


def _owner_of_field(scene: Scene, fitting: Sequence[Resource], words: Sequence[Token]) -> Resource | None:
    """The only kind with a field that is spoken of: "budget of Hermes", "Ann's phone", "10 hours", "to room 105"."""
    for at, token in enumerate(words if len(scene.kinds) > 1 else ()):
        before = words[at - 1] if at else None
        behind = words[at + 1].low if at + 1 < len(words) else ""
        led = before is None or before.low in ("the", "a", "total", "average")
        counted = before is not None and any(before in m for m in scene.marks if m.kind in COUNTED)
        new = before is not None and _new(before.low, words[at + 1 :])
        owned = before is not None and before.low.endswith("'s")
        if not token.content or not (counted or new or owned or (led and behind in ("of", "on", "for", "in"))):
            continue
        owners = [one for one in fitting if any(token.stem in field_stems(name) for name in one.fields)]
        plainly = [one for one in owners if any((token.stem,) == field_stems(name) for name in one.fields)]
        if len(owners) == 1 or len(plainly) == 1:
            return (plainly or owners)[0]
    return None


def _new(before: str, behind: Sequence[Token]) -> bool:
    """Whether the word between says which field gets a new value: "to room 105"."""
    return before in ("to", "into") and bool(behind) and (behind[0].text[0].isdigit() or behind[0].text[0].isupper())


def _candidates(
    scene: Scene, verb: Token | None, known: Mapping[str, Any] | None, words: Sequence[Token], writes: bool
) -> list[Resource]:
    """The kinds that the verb fits, as past runs or its own sense tell; else those whose fields can be set."""
    if known is not None:
        found = [one for one in scene.kinds if any(act.entry.ref == known["action"] for act in one.acts)]
    else:
        found = [one for one in scene.kinds if not writes or _fits(one, verb)]
        exact = [one for one in found if verb is not None and any(verb.stem in act.deeds for act in one.acts)]
        found = found if any(token.stem == one.noun for one in found for token in words) else exact or found
    return found or [one for one in scene.kinds if any(act.generic for act in one.acts)]


def _certain(scene: Scene, one: Resource, verb: Token | None, words: Sequence[Token]) -> bool:
    """Whether some record must be meant: something definite, and nothing else in the catalogue fits the verb."""
    if verb is None or any(verb.stem in other.name or kind(verb.stem) & other.senses for other in scene.loose):
        return False
    changes = bool(kind(verb.stem) & {"update", "delete"}) or any(verb.stem in act.deeds for act in one.acts)
    strange = any(
        token.content and token.text.islower() and token.stem not in scene.vocabulary and not known(token.stem)
        for token in words
    )
    return (changes and (strange or bool(_things(scene, words)))) or any(
        token.low in ("the", "my", "our", "all", "every", "each") or token.low.endswith("'s") for token in words
    )


def _speaks(one: Resource, words: Sequence[Token], head: Token | None) -> bool:
    """Whether the words can be about the only kind that fits: they name a field of it, several, or one of a row."""
    fields = {word for name in one.fields for word in name_stems(name)} - {"id", "name"}
    said = {token.stem for token in words if token.content}
    entries = [*(act.entry for act in (*one.acts, *one.makers)), *(finder.entry for finder in one.finders)]
    inputs = [param for entry in entries for param in entry.params]
    fields |= {stem(word) for param in inputs for value in options(param) for word in shapes.words(value)}
    fields |= {word for finder in one.finders for word in text_stems(finder.entry.action.description)[1:]}
    alike = head is not None and any(other == one.noun and weight >= 0.6 for other, weight in related(head.stem))
    return (
        bool(said & fields)
        or alike
        or any(token.low in _LIMITS | EVERY | {"it", "them", "fewer", "less", "more"} for token in words)
    )


def _as(one: Resource, noun: str, head: Token | None = None) -> Meant:
    return Meant(one, frozenset((one.noun, noun)), phrase.bare(head).rstrip("s") if head else one.noun)


def _fits(one: Resource, verb: Token | None) -> bool:
    """Whether some write of the kind agrees with the verb."""
    if verb is None or verb.low in _CHANGING:
        return bool(one.acts or one.makers)
    asked = kind(verb.stem)
    offered = {sense for act in (*one.acts, *one.makers) for sense in act.entry.senses}
    return bool(asked & offered) or any(act.is_called(verb.stem) for act in one.acts)


def head_of(scene: Scene, words: Sequence[Token]) -> Token | None:
    """The noun of the first noun phrase: the last word before a preposition."""
    run: list[Token] = []
    fields = {word for one in scene.kinds for name in one.fields for word in name_stems(name)}
    for at, token in enumerate(words):
        behind = words[at + 1] if at + 1 < len(words) else None
        if run and token.low == "of" and run[-1].stem in fields and run[-1].text.islower():
            run.clear()
            continue
        if (
            run
            and token.low in ("of", "in", "for", "and")
            and behind is not None
            and behind.text[0].isupper()
            and run[-1].text[0].isupper()
        ):
            continue
        if token.low in _LIMITS | EVERY or token.low.endswith("where"):
            continue  # "everywhere" says how much, and calls nothing
        if not run and token.low in ("that", "which", "who") and any(other.low in EVERY for other in words[:at]):
            break  # "everything that X has booked"
        marked = any(token in m and m.kind != "name" for m in scene.marks)
        ends = token.low in _ENDS or (behind is not None and behind.low == "than")
        if run and (ends or marked or (not token.text[0].isalnum() and token.text not in "&-'")):
            break
        having = at > 0 and words[at - 1].low in _HAVING and token.low.endswith("ed")
        if token.content and token.word and not marked and not having and not token.low.endswith("'s"):
            run.append(token)
    lower = [token for token in run if token.text[0].islower() and token.low not in STOP]
    return lower[-1] if lower and lower[-1] is run[-1] else None


def _holding(scene: Scene, fitting: Sequence[Resource], words: Sequence[Token], verb: Token | None) -> Meant | None:
    """The kind of which one record holds the most of what is named: "take Ann out of Chess" ends an enrolment."""
    names = [scene.text[m.start : m.end].removesuffix("'s") for m in _things(scene, words)]
    best: dict[str, int] = {}
    waiting = False
    for one in fitting if names else ():
        finder = one.finders[0]
        inputs = _general(finder) or list(finder.texts)
        asked = [{param.name: name} for param in inputs for name in names]
        for told in asked if finder.cap or not _lists(finder) else [{}]:
            rows = scene.reach.rows(finder.entry.ref, told)
            waiting = waiting or rows is None
            best[one.noun] = max([best.get(one.noun, 0), *(_names(row.values, names) for row in rows or ())])
    if waiting or scene.reach.wanted:
        return None
    most = max(best.values(), default=0)
    found = [one for one in fitting if best.get(one.noun) == most]
    if most < 2 or len(found) != 1:
        raise Unsure(f"it is not clear what {verb.low!r} is to be done to" if verb else "it is not clear what is meant")
    return _as(found[0], found[0].noun)


def _things(scene: Scene, words: Sequence[Token]) -> list[Found]:
    return [m for m in scene.marks if m.kind == "name" and any(token in m for token in words)]


def _lists(finder: Finder) -> bool:
    return not any(param.required for param in finder.entry.params)


def _names(values: Mapping[str, Any], names: Sequence[str]) -> int:
    held = {shapes.words(value) for value in values.values() if isinstance(value, str)}
    return sum(shapes.words(name) in held for name in names)


def _held(scene: Scene, fitting: Sequence[Resource], head: Token) -> Meant | None:
    """The kind whose records hold the noun in their texts; the more often, the surer."""
    counts: dict[str, int] = {}
    noun = phrase.bare(head)
    bare = noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun
    waiting = False
    for one in fitting:
        finder = one.finders[0]
        for param in _general(finder) or list(finder.texts):
            rows = scene.reach.rows(finder.entry.ref, {param.name: bare})
            waiting = waiting or rows is None
            counts[one.noun] = counts.get(one.noun, 0) + sum(
                any(
                    bare in shapes.words(value)
                    for value in row.values.values()
                    if isinstance(value, str) and len(value) < 80
                )
                for row in rows or ()
            )
    if waiting:
        return None
    best = sorted(fitting, key=lambda one: -counts.get(one.noun, 0))
    if not best or counts.get(best[0].noun, 0) == 0 or counts[best[0].noun] == counts.get(best[1].noun, 0):
        raise Unsure(f"it is not clear what {noun!r} is: no records here are known by that word")
    scene.choices.taken[f"noun|{head.stem}"] = best[0].noun
    return _as(best[0], head.stem, head)
