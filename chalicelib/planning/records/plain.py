"""Actions that take no new value, or only what is told beside: "archive X", "reject it, saying '…'"."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding, Mention, Output
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.verbs import kind
from chalicelib.planning.composer.words import Token, bag, text_stems
from chalicelib.planning.records import measures, phrase, shapes, telling
from chalicelib.planning.records.calls import Wish
from chalicelib.planning.records.clauses import Clause
from chalicelib.planning.records.parts import held_by_another, other_part
from chalicelib.planning.records.phrase import Used
from chalicelib.planning.records.resources import WORDING, Act, is_address, options
from chalicelib.planning.records.scene import Scene
from chalicelib.planning.records.view import View

_SAYING = bag("saying that says text because with reason since giving telling")
CHANGING = bag("set change move push take give reassign assign rename make put edit update switch shift extend hand")


def plain(
    scene: Scene,
    view: View,
    one: Clause,
    words: tuple[Token, ...],
    own: tuple[Token, ...],
    used: Used,
    valued: bool,
) -> Wish | None:
    found = [act for act in view.resource.acts if act.generic is None and agrees(act, one) and not _takes(act, one)]
    sure = [act for act in found if one.said is not None and _named(act, one.said.stem)]
    sure = sure or [act for act in found if one.said is not None and act.is_called(one.said.stem)]
    fields = {*view.resource.fields, *shapes.names(view.seen)}
    for act in sure or found:
        speaks = {*act.entry.name, *text_stems(act.entry.action.description)}
        ends = "delete" in act.entry.senses and not act.required
        part = other_part(fields, own, speaks.union(*(param.stems for param in act.rest)), view.nouns)
        if part or (ends and held_by_another(own, view.rows, view.nouns, act.entry.objects)):
            continue
        needed = [*act.required] or ([] if act.declares or "update" in act.entry.senses else [*act.rest])
        needed += [one for one in act.rest if one not in needed and _called_after(act, one)]
        if valued and needed and ("update" in act.entry.senses or not (sure or act.entry.senses - {"create"})):
            continue  # "raise the price to 18" orders nothing
        if not needed and act.rest and not sure:
            continue
        if not needed and act.rest and act.entry.senses & {"update"} and len(act.rest) > 1:
            continue
        if any(param.temporal for param in needed) or (
            one.said is not None and one.said.low in CHANGING and act not in sure
        ):
            continue
        used.take(_object(act, own, view.nouns))
        extra = extras(scene, needed, own, used)
        if extra is not None:
            extra += _quoted(scene, act, needed, own, used)
            return Wish(act, "", None, words, used, extra, scene.text[own[0].start : own[-1].end] if own else "")
    return None


def _takes(act: Act, one: Clause) -> bool:
    """Whether it takes something away that the verb only names: to label is not to `remove_label`."""
    named = one.said is not None and one.said.stem != act.entry.verb and not kind(one.said.stem) & {"delete"}
    return named and "delete" in act.entry.senses


def _called_after(act: Act, one: Param) -> bool:
    """Whether the action is called after what is told it, so that without it nothing is done: `add_labels`."""
    return {*one.stems} <= {*act.entry.name} and one.type in ("array", "object")


def _quoted(
    scene: Scene, act: Act, needed: Sequence[Param], own: Sequence[Token], used: Used
) -> tuple[tuple[str, Any, Binding], ...]:
    """A quoted text for an input that need not be told: "reject it with the reason '…'", "cancel it, saying '…'"."""
    quote = next((m for m in scene.marks if m.kind == "quote" and telling.within(m, own)), None)
    open_ = [one for one in act.rest if one not in needed and one.type == "string" and not options(one)]
    if quote is None or not all(used.free(token) for token in own if token in quote):
        return ()
    lead = [token for token in own if token.end <= quote.start][-4:]
    named = [one for one in open_ if {*one.stems} & {token.stem for token in lead}]
    if len(named) != 1 and not (len(open_) == 1 and lead and lead[-1].low in _SAYING):
        return ()
    param = (named or open_)[0]
    used.take(token for token in own if token in quote)
    used.take(token for token in lead if token.stem in param.stems or token.low in _SAYING)
    return ((param.name, quote.value, Mention(quote.value, quote.text)),)


def _object(act: Act, own: Sequence[Token], nouns: frozenset[str]) -> list[Token]:
    """What belongs to the verb: "send a reminder for …" of an action that reminds."""
    end = next((at for at, token in enumerate(own) if token.low in ("for", "of", "to", "about")), 0)
    return [token for token in own[:end] if token.stem in {*act.entry.name} - nouns]


def _named(act: Act, verb: str) -> bool:
    return verb in act.entry.name or verb in act.deeds


def agrees(act: Act, one: Clause) -> bool:
    if one.said is None:
        return False
    return _named(act, one.said.stem) or act.is_called(one.said.stem) or (
        bool(kind(one.said.stem) & act.entry.senses & {"delete", "send", "pay", "refund", "run", "create"})
        and not act.entry.senses & {"update"}
    )


def extras(
    scene: Scene, needed: Sequence[Param], own: tuple[Token, ...], used: Used
) -> tuple[tuple[str, Any, Binding], ...] | None:
    """Required inputs that stand in the clause: an amount, a quoted text."""
    found: list[tuple[str, Any, Binding]] = []
    for param in needed:
        if is_address(param):
            receiver = recipient(scene, own)
            if receiver is None:
                return None
            person = scene.people[phrase.bare(receiver)]
            used.take([receiver])
            found.append((param.name, person.address, Output(person.step, person.path)))
            continue
        if (chosen := _chosen(param, own, used)) is not None:
            found.append((param.name, chosen.value, chosen))
            continue
        mark = _meant_for(param, needed, scene, [token for token in own if used.free(token)])
        if mark is None:
            return None
        inside = [token for token in own if token in mark]
        used.take(inside)
        used.take(token for token in own if token.low in ("saying", "that", "says", "text") and token.end <= mark.start)
        value = measures.in_unit(mark, param.name, param.schema) if mark.kind != "quote" else mark.value
        found.append((param.name, value, Mention(value, mark.text)))
    return tuple(found)


def _chosen(param: Param, own: Sequence[Token], used: Used) -> Mention | None:
    """The one of the values that the input takes which the clause names."""
    pairs = [(token, value) for value in options(param) for token in own]
    said = [(token, value) for token, value in pairs if shapes.words(token.text) == shapes.words(value)]
    if len(said) != 1 or not used.free(said[0][0]):
        return None
    used.take([said[0][0]])
    return Mention(said[0][1], said[0][0].text)


def recipient(scene: Scene, own: Sequence[Token]) -> Token | None:
    """The person behind the last "to"."""
    pairs = [(before, token) for before, token in pairwise(own) if before.low == "to"]
    return next((token for _, token in reversed(pairs) if phrase.bare(token) in scene.people), None)


def _meant_for(param: Param, needed: Sequence[Param], scene: Scene, own: Sequence[Token]) -> Found | None:
    """The first value of its kind that the word in front tells for it, or for none of the others: "body 'Hi'"."""
    kinds = ("number", "money") if param.type in ("integer", "number") else ("quote",)
    found = [m for m in scene.marks if m.kind in kinds and any(token in m for token in own)]
    others = [one for one in needed if one is not param]
    named = [mark for mark in found if _labels(param, mark, own)]
    left = [mark for mark in found if not any(_labels(one, mark, own) for one in others)]
    return next(iter(named or left), None)


def _labels(param: Param, mark: Found, own: Sequence[Token]) -> bool:
    label = [token.stem for token in own if token.end <= mark.start and token.word][-1:]
    return bool({*label} & {*param.stems}) or ({*label, *param.stems} <= WORDING and bool(label))
