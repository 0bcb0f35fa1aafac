"""What is done to the records that are meant: the action, and the new value where it takes one.

"set the priority of X to high"     field priority, value as the records write it
"reassign X to lin" / "move X to in review"     the field that holds such a value
"push X back by 30 minutes"         the moment of each record, moved
"solve X"                           the state that the verb names
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Literal
from chalicelib.planning.composer import verbs
from chalicelib.planning.composer.forbidden import GRAVE
from chalicelib.planning.composer.verbs import kind
from chalicelib.planning.composer.words import Token, bag, name_parts, name_stems, stem
from chalicelib.planning.records import newvalue, shapes, telling
from chalicelib.planning.records.calls import Wish, fills
from chalicelib.planning.records.clauses import Clause
from chalicelib.planning.records.phrase import Used
from chalicelib.planning.records.plain import CHANGING, agrees, extras, plain, recipient
from chalicelib.planning.records.reach import Row, Unsure
from chalicelib.planning.records.resources import Act, Resource, is_address, options
from chalicelib.planning.records.scene import Scene
from chalicelib.planning.records.view import View

_MOVING = bag("move push postpone delay extend reschedule shift bring renew")
"""What is no way to change a field, though it takes one of that name: an amount may be paid, too."""


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
        extra = extras(scene, known.required, own, used)
        return Wish(known, "", None, words, used, extra, _span(scene, own)) if extra is not None else _no_act(one)
    stepped = told is not None and told.step is not None
    bare = None if stepped else plain(scene, view, one, words, own, used, told is not None)
    if bare is not None:
        return bare
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


def value_words(scene: Scene, resource: Resource, one: Clause, own: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words that say a new value or a receiver, and no record."""
    acting = [act for act in resource.acts if agrees(act, one) and "update" not in act.entry.senses]
    acting = [act for act in acting if one.said is not None and one.said.stem in act.deeds] or acting
    acting = [act for act in acting if one.said is not None and act.is_called(one.said.stem)] or acting
    if not acting:
        return telling.new_value(scene, own, one.said)
    to = next((at for at in range(len(own) - 1, 0, -1) if own[at].low == "to"), 0)
    if one.said is not None and one.said.low in telling.ADDING and to:
        return own[:to]
    if any(param.type == "string" and not is_address(param) for act in acting for param in act.required):
        quotes = [mark for mark in scene.marks if mark.kind == "quote"]
        return tuple(token for token in own if any(token in mark for mark in quotes))
    receiver = recipient(scene, own) if any(is_address(param) for act in acting for param in act.rest) else None
    return (receiver,) if receiver else ()


def _state(view: View, one: Clause, words: tuple[Token, ...], used: Used) -> Wish | None:
    """ "Solve X", "reopen X": a category of the records is called as the verb, or what they become again."""
    if one.said is None:
        return None
    changes = {name: (value, Literal(value)) for name, values in _states(view).items() for value in values
               if _becomes(one.said, value)}  # fmt: skip
    if not changes:
        return None
    name = next(iter(changes))
    act = _act(view.resource, replace(one, verb=-1), name, view.seen)  # the verb says the value
    told = {other: value for other, value in changes.items() if other == name or any(
        param.name == other for param in act.rest)}
    return Wish(act, name, lambda row: told, words, used, (), one.said.text)


def _becomes(said: Token, value: str) -> bool:
    """Whether the verb says the value, or that it becomes so again."""
    held = shapes.words(value)
    return len(held) == 1 and (stem(held[0]) == said.stem or said.low == f"re{held[0]}")


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
    if one.said is not None and one.said.low not in CHANGING | _MOVING | newvalue.RENAMES:
        wanted = kind(one.said.stem)
        named = [act for act in fitting if act.is_called(one.said.stem) or wanted & act.entry.senses]
        fitting = named if named or wanted else fitting[:2]  # a verb without a sense: the value alone must tell
        fitting = fitting if named or len(fitting) == 1 else []
    fitting = [act for act in fitting if act.generic or not act.entry.senses & GRAVE or act.entry.senses & {"update"}]
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
