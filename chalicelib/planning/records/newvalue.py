"""The new value that a clause tells, and the field that it is meant for."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding, Context, Literal, Mention, Output
from chalicelib.planning.composer.mentions import COUNTED, Found
from chalicelib.planning.composer.oneself import ME
from chalicelib.planning.composer.words import QUOTES, STOP, Token, bag, name_parts, name_stems, stem, stem_bag
from chalicelib.planning.records import measures, oneself, phrase, shapes, times
from chalicelib.planning.records.clauses import Clause
from chalicelib.planning.records.phrase import Used
from chalicelib.planning.records.reach import Row, Unsure
from chalicelib.planning.records.resources import Act, field_stems, is_key, options
from chalicelib.planning.records.scene import Scene
from chalicelib.planning.records.telling import Value, within
from chalicelib.planning.records.view import View, clock_field, moment_of

Changes = Mapping[str, tuple[Any, Binding]]

_ENDS = bag("of for on in at from to with that which whose")
RENAMES = bag("rename retitle")
NAMES = bag("name titl subject label")
LASTS = stem_bag("extend prolong lengthen renew shorten stretch")


def field_of(scene: Scene, view: View, one: Clause, own: tuple[Token, ...], told: Value, used: Used) -> str:
    if told.name:
        used.take(token for token in own if token.stem in told.name)
        return _only([name for name in _names(view) if {*field_stems(name)} & {*told.name}], " ".join(told.name), view)
    names = _names(view)
    spoken = _spoken(view, own, told, used)
    if spoken or _me(told):
        return spoken or _only(_taking(scene, view, one, names), "me", view)
    if one.said is not None and one.said.low in RENAMES:
        named = [name for name in names if {*name_stems(name)} & NAMES]
        titles = dict.fromkeys(param.name for act in view.resource.acts for param in act.rest if param.naming)
        return _only(named or [*titles], "name", view)
    if told.step is not None:
        held = [name for name in names if shapes.shape(view.seen, name) == "number"]
        return _only([name for name in held if name in view.resource.fields], "number", view)
    if told.shift is not None:
        return _moving(scene, view, told)
    return _by_value(scene, view, told, used)


def _by_value(scene: Scene, view: View, told: Value, used: Used) -> str:
    """The field that such a value stands in."""
    names = _names(view)
    beside = [name for name in names if {token.stem for token in told.tokens} & {*field_stems(name)}]
    if len(beside) == 1 and len(told.tokens) > 1:
        used.take(token for token in told.tokens)
        return beside[0]
    if _timed(scene, told):
        return _moving(scene, view, told)
    holding = [name for name in names if phrase.value_named(told.tokens, view.seen, name) is not None]
    if not holding and phrase.bare(told.tokens[0]) in scene.people:
        holding = [name for name in names if shapes.shape(view.seen, name) == "address"]
    if not holding:
        holding = _offered(view, told)
    if not holding and not view.rows:
        return ""
    return _only(holding, scene.text[told.tokens[0].start : told.tokens[-1].end], view)


def _me(told: Value) -> bool:
    return len(told.tokens) == 1 and told.tokens[0].low in ME


def _taking(scene: Scene, view: View, one: Clause, names: Sequence[str]) -> list[str]:
    """The fields that take the person who asks; of several the one that the verb names."""
    found = [name for name in names if oneself.fitting(scene.oneself, view.seen, name) is not None]
    kin = [name for name in found if one.said is not None and one.said.stem in name_stems(name)]
    return kin or [name for name in found if oneself.held(scene.oneself, view.seen, name)] or found


def _moving(scene: Scene, view: View, told: Value) -> str:
    """The field of a moment; of a time alone, the one that holds times of day, where days are kept apart."""
    of = {name: shapes.shape(view.seen, name) for name in _names(view)}
    clocks = [name for name, shape in of.items() if shape == "clock"]
    timed = told.shift is None and all(m.kind == "time" for m in scene.marks if within(m, told.tokens))
    moments = [name for name, shape in of.items() if shape == "moment"]
    return _only(clocks if clocks and timed else moments, "time", view)


def _offered(view: View, told: Value) -> list[str]:
    """The fields of which a schema tells that they take such a value."""
    said = tuple(part for token in told.tokens for part in shapes.words(token.text))
    params = [param for act in view.resource.acts if act.generic is None for param in act.rest]
    return list(dict.fromkeys(one.name for one in params if any(shapes.words(value) == said for value in options(one))))


def _timed(scene: Scene, told: Value) -> bool:
    """Whether the new value is a moment, and nothing else."""
    return all(
        any(m.kind in times.TIMED and t in m for m in scene.marks) or t.low in STOP
        for t in told.tokens
    )


def _names(view: View) -> list[str]:
    """Fields that can be written: those of the records, and those that the catalogue tells."""
    return list(dict.fromkeys((*shapes.names(view.seen), *sorted(view.resource.fields))))


def _only(found: Sequence[str], what: str, view: View) -> str:
    if len(found) == 1:
        return found[0]
    if not view.rows:
        return ""
    names = " or ".join(" ".join(name_parts(one)) for one in found)
    raise Unsure(f"it is not clear what the new {what} is for: {names or 'nothing takes one'}")


def _spoken(view: View, own: tuple[Token, ...], told: Value, used: Used) -> str:
    """The field that stands behind the verb: "the due date of …", "its price to …", "the status to"."""
    head = [token for token in own if not told.tokens or token.end <= told.tokens[0].start]
    end = next((at for at, token in enumerate(head) if token.low in _ENDS), len(head))
    lead = head[:end]
    told_ = {token.stem for token in lead}
    names = _names(view)
    found = sorted(
        (
            name
            for name in names
            if {*field_stems(name)} <= told_ or ({*name_stems(name)} & told_ & NAMES and {*name_stems(name)} & NAMES)
        ),
        key=lambda name: -len(field_stems(name)),
    )
    found = [
        name
        for name in found
        if not any(token.stem in view.nouns and token.stem in field_stems(name) for token in lead)
    ]
    if not found or (end == len(head) and len(lead) > 6):
        return ""
    owned = [name for name in found if len(field_stems(name)) == len(field_stems(found[0]))]
    exactly = [name for name in owned if {*name_stems(name)} <= told_]
    best = (exactly or owned)[0] if len(exactly or owned) == 1 else _shared(view, owned)
    used.take(token for token in lead if token.stem in name_stems(best))
    return best


def _shared(view: View, names: Sequence[str]) -> str:
    held = [name for name in names if name in shapes.names(view.seen)]
    own = [name for name in held if {*name_stems(name)} & view.nouns]
    return (own or held or list(names))[0]


def valued(scene: Scene, view: View, name: str, told: Value, act: Act) -> Callable[[Row], Changes]:
    """By record, the fields that change: mostly one, two where a day and its time of day are kept apart."""
    if told.step is not None:
        mark = next((m for m in scene.marks if m.kind == "money" and m.value and within(m, told.tokens)), None)
        unit = measures.in_unit(mark, name, _schema(act, name)) / float(mark.value) if mark is not None else 1.0
        factor, added = told.step
        return lambda row: _stepped(row, name, (factor, added * unit))
    if told.shift is not None:
        return lambda row: _moved(row, name, told)
    if shapes.shape(view.seen, name) in ("moment", "clock"):
        marks = [m for m in scene.marks if within(m, told.tokens)]
        return lambda row: _moment(row, name, marks, scene.now)
    one = _plain_value(scene, view, name, told, act)
    return lambda row: {name: one}


def _plain_value(scene: Scene, view: View, name: str, told: Value, act: Act) -> tuple[Any, Binding]:
    person = scene.people.get(phrase.bare(told.tokens[0])) if len(told.tokens) == 1 else None
    if person is not None and shapes.shape(view.seen, name) in ("address", "none"):
        return person.address, Output(person.step, person.path)
    if _me(told):
        fact = oneself.fitting(scene.oneself, view.seen, name)
        if fact is None:
            raise Unsure("nothing tells who the person is who asks")
        return fact[1], Context(fact[0]) if scene.oneself[fact[0]] == fact[1] else Literal(fact[1])
    text = scene.text[told.tokens[0].start : told.tokens[-1].end].strip(f"{QUOTES} ,")
    beside = tuple(token for token in told.tokens if token.stem not in field_stems(name)) or told.tokens
    held = phrase.value_named(beside, view.seen, name) or phrase.value_named(told.tokens, view.seen, name)
    marks = [m for m in scene.marks if within(m, told.tokens)]
    number = next((m for m in marks if m.kind in COUNTED), None)
    if number is not None and shapes.shape(view.seen, name) == "number":
        if strange := [token.text for token in beside if token.content and token not in number]:
            raise Unsure(f"it is not clear what {strange[-1]!r} is for")
        amount = measures.in_unit(number, name, _schema(act, name))
        return amount, Mention(amount, number.text)
    enum = next(
        (value for param in act.rest for value in options(param) if shapes.words(value) == shapes.words(text)), None
    )
    if held is not None or enum is not None:
        value = held if held is not None else enum
        return value, Mention(value, text)
    if shapes.shape(view.seen, name) == "text" and _category(view, name):
        raise Unsure(f"no record has {text!r} as its {name}")
    if (_coded(view, name) and not any(map(str.isdigit, text))) or (_handles(view, name) and not _handle(text)):
        raise Unsure(f"{text!r} is no {name}")
    if _listed(scene, name) and name_stems(name)[-1] not in view.nouns:
        raise Unsure(f"which {' '.join(name_parts(name))} is meant must be looked up")
    bare = scene.text[beside[0].start : beside[-1].end].strip(f"{QUOTES} ,")
    return bare, Mention(bare, bare)


def _listed(scene: Scene, name: str) -> bool:
    """Whether such things can be listed, so that the field holds the key of one: the milestone of an issue."""
    reads = (one for one in scene.reach.actions.values() if one.effect == "read")
    named = (part for one in reads for part in name_parts(one.words) if part != name.lower() and part.endswith("s"))
    return any(stem(part) == name_stems(name)[-1] for part in named)


def _schema(act: Act, name: str) -> Mapping[str, Any]:
    return next((one.schema for one in act.rest if one.name == name), {})


def _coded(view: View, name: str) -> bool:
    """Whether the field holds codes with digits: a word is none of them."""
    held = shapes.column(view.seen, name)
    coded = is_key(name) and all(any(map(str.isdigit, str(value))) for value in held)
    return coded and bool(held)


def _handles(view: View, name: str) -> bool:
    """Whether the field holds what people or things are referred to by: "ann.berg" where the request says "Ann"."""
    held = shapes.column(view.seen, name)
    return bool(held) and all(isinstance(value, str) and _handle(value) for value in held)


def _handle(text: str) -> bool:
    return text == text.lower() and " " not in text and any(sign in text for sign in "._-@")


def _category(view: View, name: str) -> bool:
    """Whether few values repeat in the field: then a new one is rather a misreading."""
    held = shapes.column(view.seen, name)
    return len(held) >= 6 and len({str(value) for value in held}) <= len(held) // 3


def _stepped(row: Row, name: str, step: tuple[float, float]) -> Changes:
    held = shapes.number(row.values.get(name))
    if held is None:
        raise Unsure(f"a record has no {name} to change")
    factor, added = step
    value = round(held * factor + added, 2)
    whole = int(value) if value.is_integer() else value
    return {name: (whole, Literal(whole))}


def _moved(row: Row, name: str, told: Value) -> Changes:
    when = moment_of(row, name)
    if when is None or told.shift is None:
        raise Unsure(f"a record has no {name} to move")
    return _written(row, name, times.shifted(when, told.shift, told.back))


def _written(row: Row, name: str, when: datetime) -> Changes:
    """What differs from the record, in the forms of the record."""
    fields = [one for one in (name, clock_field(row, name)) if one]
    values = {one: shapes.written(when, row.values[one]) for one in fields}
    return {one: (value, Literal(value)) for one, value in values.items() if value != row.values[one]}


def _moment(row: Row, name: str, marks: Sequence[Found], now: datetime) -> Changes:
    """The told day and time; what is not told stays as it is."""
    clocked = shapes.clock(row.values.get(name))
    held = datetime.combine(datetime.min.date(), clocked) if clocked else moment_of(row, name)
    day = next((m for m in marks if m.kind in ("date", "datetime")), None)
    clock = next((m for m in marks if m.kind == "time"), None)
    if held is None or (day is None and clock is None):
        raise Unsure(f"it is not clear to what the {name} is changed")
    dated = shapes.moment(day.value) if day else held
    assert dated is not None
    dated = times.corrected(day, dated, held, now) if day else dated
    at = shapes.moment(f"2000-01-01T{clock.value}:00") if clock else (dated if day and day.kind == "datetime" else held)
    assert at is not None
    return _written(row, name, dated.replace(hour=at.hour, minute=at.minute, second=at.second))
