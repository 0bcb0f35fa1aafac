"""What is done to the records that are meant: the action, and the new value where it takes one.

"set the priority of X to high"     field priority, value as the records write it
"reassign X to lin" / "move X to in review"     the field that holds such a value
"push X back by 30 minutes"         the moment of each record, moved
"solve X"                           the state that the verb names
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding, Literal, Mention, Output
from chalicelib.planning.composer import verbs
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.verbs import kind
from chalicelib.planning.composer.words import Token, bag, name_parts, name_stems, stem, text_stems
from chalicelib.planning.records import measures, newvalue, phrase, shapes, telling
from chalicelib.planning.records.calls import Wish, fills
from chalicelib.planning.records.clauses import Clause
from chalicelib.planning.records.labelled import meant_for
from chalicelib.planning.records.parts import held_by_another, other_part
from chalicelib.planning.records.phrase import Used
from chalicelib.planning.records.reach import Row, Unsure
from chalicelib.planning.records.resources import Act, Resource, is_address, options
from chalicelib.planning.records.scene import Scene
from chalicelib.planning.records.view import View

_MOVING = bag("move push postpone delay extend reschedule shift bring renew")
_ELSE = frozenset(("pay", "refund", "send", "delete"))
"""What is no way to change a field, though it takes one of that name: an amount may be paid, too."""
_SAYING = bag("saying that says text because with reason since giving telling")
_CHANGING = bag("set change move push take give reassign assign rename make put edit update switch shift extend hand")


def exact(resource: Resource, one: Clause) -> bool:
    """Whether an action on existing records is called by the very verb."""
    return one.said is not None and any(
        one.said.stem in act.deeds or verbs.kin(one.said.stem) & act.deeds for act in resource.acts
    )


def wish(scene: Scene, view: View, one: Clause, words: tuple[Token, ...], own: tuple[Token, ...]) -> Wish | None:
    """What past runs did by the verb is asked only where the words alone do not tell."""
    try:
        return _told(scene, view, one, words, own, None)
    except Unsure:
        known = scene.known_act(one.said)
        act = next((act for act in view.resource.acts if known and act.entry.ref == known["action"]), None)
        if act is None or known is None:
            raise
        return _set(act, known["set"], scene, words, own) or _told(scene, view, one, words, own, act)


def _told(
    scene: Scene, view: View, one: Clause, words: tuple[Token, ...], own: tuple[Token, ...], known: Act | None
) -> Wish | None:
    used = Used()
    told = telling.told_value(scene, own, one.said)
    if known is not None and told is None:
        extra = _extras(scene, known.required, own, used)
        return Wish(known, "", None, words, used, extra, _span(scene, own)) if extra is not None else _no_act(one)
    stepped = told is not None and told.step is not None
    plain = None if stepped else _plain(scene, view, one, words, own, used, told is not None)
    if plain is not None:
        return plain
    if told is None:
        return _state(view, one, words, used) or _no_act(one)
    name = newvalue.field_of(scene, view, one, own, told, used)
    used.take(told.tokens)
    act = known or _act(view.resource, one, name, view.seen)
    first = told.tokens[0] if told.tokens else own[-1]
    used.take(
        token
        for token in own
        if token.end <= first.start and token.end > first.start - 6 and token.low in ("to", "until", "till", "by")
    )
    for token in own:
        if token.low in ("back", "forward", "out", "over"):
            used.take([token])
    value = newvalue.valued(scene, view, name, told, act)
    meant = tuple(token for token in words if token not in told.tokens)
    return Wish(act, name, value, meant, used, (), scene.text[own[0].start : own[-1].end])


def _set(
    act: Act, values: Mapping[str, Any], scene: Scene, words: tuple[Token, ...], own: tuple[Token, ...]
) -> Wish | None:
    """The values that past runs always set by the verb."""
    told = {name: (value, Literal(value)) for name, value in values.items()}
    return Wish(act, "", lambda row: told, words, Used(), (), _span(scene, own)) if told else None


def _span(scene: Scene, own: Sequence[Token]) -> str:
    return scene.text[own[0].start : own[-1].end] if own else ""


def _no_act(one: Clause) -> Wish:
    raise Unsure(f"it is not clear what {one.said.low if one.said else 'it'!r} is to change")


# actions that take no new value, or only what is told beside


def _plain(
    scene: Scene,
    view: View,
    one: Clause,
    words: tuple[Token, ...],
    own: tuple[Token, ...],
    used: Used,
    valued: bool,
) -> Wish | None:
    found = [act for act in view.resource.acts if act.generic is None and _agrees(act, one) and not _takes(act, one)]
    sure = [act for act in found if one.said is not None and _named(act, one.said.stem)]
    sure = sure or [act for act in found if one.said is not None and act.is_called(one.said.stem)]
    fields = {*view.resource.fields, *shapes.names(view.seen)}
    for act in sure or found:
        speaks = {*act.entry.name, *text_stems(act.entry.action.description)}
        ends = "delete" in act.entry.senses and not act.required
        part = other_part(fields, own, speaks.union(*(param.stems for param in act.rest)), view.nouns)
        if part or (ends and held_by_another(own, view.rows, view.nouns)):
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
            one.said is not None and one.said.low in _CHANGING and act not in sure
        ):
            continue
        used.take(_object(act, own, view.nouns))
        extra = _extras(scene, needed, own, used)
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
    if quote is None or not all(used.free(token) for token in own if quote.start <= token.start < quote.end):
        return ()
    lead = [token for token in own if token.end <= quote.start][-4:]
    named = [one for one in open_ if {*one.stems} & {token.stem for token in lead}]
    if len(named) != 1 and not (len(open_) == 1 and lead and lead[-1].low in _SAYING):
        return ()
    param = (named or open_)[0]
    used.take(token for token in own if quote.start <= token.start < quote.end)
    used.take(token for token in lead if token.stem in param.stems or token.low in _SAYING)
    return ((param.name, quote.value, Mention(quote.value, quote.text)),)


def _object(act: Act, own: Sequence[Token], nouns: frozenset[str]) -> list[Token]:
    """What belongs to the verb: "send a reminder for …" of an action that reminds."""
    end = next((at for at, token in enumerate(own) if token.low in ("for", "of", "to", "about")), 0)
    return [token for token in own[:end] if token.stem in {*act.entry.name} - nouns]


def _named(act: Act, verb: str) -> bool:
    return verb in act.entry.name or verb in act.deeds


def _agrees(act: Act, one: Clause) -> bool:
    if one.said is None:
        return False
    return _named(act, one.said.stem) or act.is_called(one.said.stem) or (
        bool(kind(one.said.stem) & act.entry.senses & {"delete", "send", "pay", "refund", "run", "create"})
        and not act.entry.senses & {"update"}
    )


def _extras(
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
        mark = meant_for(param, needed, scene, [token for token in own if used.free(token)])
        if mark is None:
            return None
        inside = [token for token in own if mark.start <= token.start < mark.end]
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


def value_words(scene: Scene, resource: Resource, one: Clause, own: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words that say a new value or a receiver, and no record."""
    acting = [act for act in resource.acts if _agrees(act, one) and "update" not in act.entry.senses]
    acting = [act for act in acting if one.said is not None and one.said.stem in act.deeds] or acting
    acting = [act for act in acting if one.said is not None and act.is_called(one.said.stem)] or acting
    if not acting:
        return telling.new_value(scene, own, one.said)
    to = next((at for at in range(len(own) - 1, 0, -1) if own[at].low == "to"), 0)
    if one.said is not None and one.said.low in telling.ADDING and to:
        return own[:to]
    if any(param.type == "string" and not is_address(param) for act in acting for param in act.required):
        quotes = [mark for mark in scene.marks if mark.kind == "quote"]
        return tuple(token for token in own if any(mark.start <= token.start < mark.end for mark in quotes))
    receiver = recipient(scene, own) if any(is_address(param) for act in acting for param in act.rest) else None
    return (receiver,) if receiver else ()


def recipient(scene: Scene, own: Sequence[Token]) -> Token | None:
    """The person behind the last "to"."""
    pairs = [(before, token) for before, token in pairwise(own) if before.low == "to"]
    return next((token for _, token in reversed(pairs) if phrase.bare(token) in scene.people), None)


def _state(view: View, one: Clause, words: tuple[Token, ...], used: Used) -> Wish | None:
    """ "Solve X": a category of the records is called as the verb."""
    if one.said is None:
        return None
    for name, values in _states(view).items():
        for value in values:
            said = shapes.words(value)
            if len(said) == 1 and stem(said[0]) == one.said.stem:
                act = _act(view.resource, replace(one, verb=-1), name, view.seen)  # the verb says the value
                changes = {name: (value, Literal(value))}
                return Wish(act, name, lambda row, told=changes: told, words, used, (), one.said.text)  # type: ignore[misc]  # now
    return None


def _states(view: View) -> dict[str, list[str]]:
    """The texts that each field holds, or may hold by a schema."""
    rows = view.seen
    found = {name: shapes.column(rows, name) for name in shapes.names(rows) if shapes.shape(rows, name) == "text"}
    for act in view.resource.acts:
        for param in act.rest if act.generic is None else ():
            found[param.name] = [*found.get(param.name, ()), *options(param)]
    return {name: list(dict.fromkeys(map(str, values))) for name, values in found.items()}


def _act(resource: Resource, one: Clause, name: str, rows: Sequence[Row]) -> Act:
    """The action that sets the field, one of the very verb first."""
    found = [
        act
        for act in resource.acts
        if (act.generic is not None and not act.entry.senses & {"delete"})
        or any(param.name == name or (name and name_stems(param.name) == name_stems(name)) for param in act.rest)
    ]
    held = shapes.names(rows)
    fitting = [
        act
        for act in found
        if all(fills(param, name) or act.generic or any(fills(param, one) for one in held) for param in act.required)
    ]
    if one.said is not None and one.said.low not in _CHANGING | _MOVING | newvalue.RENAMES:
        wanted = kind(one.said.stem)
        named = [act for act in fitting if act.is_called(one.said.stem) or wanted & act.entry.senses]
        fitting = named if named or wanted else fitting[:2]  # a verb without a sense: the value alone must tell
        fitting = fitting if named or len(fitting) == 1 else []
    fitting = [act for act in fitting if act.generic or not act.entry.senses & _ELSE or act.entry.senses & {"update"}]
    best = sorted(
        fitting,
        key=lambda act: (
            one.said is None or one.said.stem not in act.entry.name,
            one.said is None or not act.is_called(one.said.stem),
            act.generic is not None,
            len(act.required),
            len(act.rest),
        ),
    )
    made = any(act.entry.senses & {"create"} and not act.target for act in best[:1])
    if not best or (made and not best[0].entry.senses & {"update"}):
        raise Unsure(f"nothing that can be done here changes the {' '.join(name_parts(name)) or 'record'}")
    return best[0]
