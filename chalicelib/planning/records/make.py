"""A new record: every input from what is said, in the form in which records hold it.

A name ends before what is told next: a day, a person, a place that the records know.  What nobody told is asked.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

from chalicelib.domain.binding import Binding, Literal, Mention, Output
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.verbs import kind as sense_of
from chalicelib.planning.composer.words import Token, bag, name_stems, text_stems
from chalicelib.planning.impersonal import impersonal
from chalicelib.planning.records import durations, newvalue, phrase, population, shapes, slots, times
from chalicelib.planning.records.clauses import Clause
from chalicelib.planning.records.nouns import Meant
from chalicelib.planning.records.population import Population
from chalicelib.planning.records.reach import Row, Unsure
from chalicelib.planning.records.resources import Act, Resource, form, is_address, is_phone, options
from chalicelib.planning.records.scene import Scene, Write
from chalicelib.planning.records.telling import within

_LASTING = bag("end ends finish last until to")
_BACK = bag("her him them his their that same")
_NEW = bag("a an new another")
_CALLED = bag("called named titled")
_MEMBERS = bag("member list user")
_PLACED = bag("in to with for from at of into")
_STOPS = bag("with on at in for to from by and until assign assigned into")


def makes(one: Clause) -> bool:
    """Whether the clause asks for something new: a verb of making, and an indefinite noun."""
    if one.said is None or "create" not in sense_of(one.said.stem):
        return False
    behind = [token.low for token in one.tokens[one.verb + 1 : one.verb + 3]]
    if one.said.low == "make" and behind[:1] and behind[0] not in _NEW:
        return False  # "make Ann a moderator"
    return bool({*behind} & _NEW) or any(token.low in _CALLED for token in one.tokens)


def only_makes(kinds: Sequence[Resource], one: Clause) -> bool:
    """Whether the verb makes something and no action on existing records is called by it."""
    senses = sense_of(one.said.stem) if one.said else frozenset[str]()
    named = one.said is not None and any(one.said.stem in act.entry.name for kind in kinds for act in kind.acts)
    return bool(senses) and senses <= {"create", "read", "send", "run"} and "create" in senses and not named


def made(
    scene: Scene, meant: Meant, one: Clause, told: Sequence[Token], look: Callable[[], Population | None]
) -> list[Write] | None:
    """The one write; None while records that show how values are written are still to be read."""
    act = meant.resource.makers[0]
    words = (*one.tokens[one.verb + 1 :],)
    rows = _shown(scene, meant, act, look)
    free = _free(scene, meant, act, words)
    if rows is None or free is None:
        return None
    inputs: dict[str, Binding] = dict(free)
    for param in act.rest:
        binding = inputs.get(param.name) or _bound(scene, act, param, words, told, rows) or _usual(scene, act, param)
        if binding is not None:
            inputs[param.name] = binding
    missing = [param.name for param in act.required or act.rest if param.name not in inputs]
    if missing:
        raise Unsure(f"a new {meant.said} needs {', '.join(missing)}")
    return [
        Write(act.entry.ref, inputs, "the new record that was asked for", scene.text[words[0].start : words[-1].end])
    ]


def _shown(
    scene: Scene, meant: Meant, act: Act, look: Callable[[], Population | None]
) -> Sequence[Row] | None:
    """Records that show how places, states and people are written, where the action takes any."""
    if not any(_categorical(param) for param in act.rest):
        return ()
    try:
        found = look()
    except Unsure:
        found = Population(())
    refs = [finder.entry.ref for finder in meant.resource.finders]
    return None if found is None else (*found.rows, *found.shown, *scene.reach.shown, *scene.reach.seen(refs))


def places(scene: Scene, kind: Meant, own: Sequence[Token]) -> Population | None:
    """Records that show how the places and states that are said are written."""
    found: list[Token] = []
    marks = [m for m in scene.marks if m.kind != "name"]
    for at, token in enumerate(own):
        rest = [other for other in own[at + 1 :] if other.low not in ("the", "a", "an", "my", "our")]
        for other in rest[:3] if token.low in _PLACED else ():
            inside = any(other in mark for mark in marks)
            if not other.content or not other.word or inside or phrase.bare(other) in scene.people:
                break
            found.append(other)
    said = tuple(dict.fromkeys(token.text for token in found if token.stem not in kind.nouns))
    return population.examples(scene.reach, kind.resource, said)


def _free(scene: Scene, meant: Meant, act: Act, words: Sequence[Token]) -> Mapping[str, Binding] | None:
    """When it begins, where the first free slot is asked for."""
    minutes = slots.length(scene, words)
    begins = next((param for param in act.rest if _timed(param)), None)
    if begins is None or minutes is None or not slots.asked(words):
        return {}
    at = slots.first_free(scene, meant.resource, words, minutes)
    return None if at is None else {begins.name: Literal(shapes.written(at, form(begins) or "2000-01-01 00:00:00"))}


def _usual(scene: Scene, act: Act, param: Param) -> Binding | None:
    """The value that past runs took where nobody told one."""
    if param not in (act.required or act.rest):
        return None
    usual = scene.choices.settled(f"default|{act.entry.ref}|{param.name}")
    return Literal(usual) if usual is not None and impersonal(usual, param) else None


def _timed(param: Param) -> bool:
    return param.temporal or bool({*param.stems} & bag("start end at time date"))


def _categorical(param: Param) -> bool:
    return (
        param.type == "string"
        and not param.enum
        and not is_address(param)
        and not param.temporal
        and not {*param.stems} & (newvalue.NAMES | slots.LENGTH)
    ) or bool({*param.stems} & {"list"})


def _bound(
    scene: Scene, act: Act, param: Param, words: Sequence[Token], told: Sequence[Token], rows: Sequence[Row]
) -> Binding | None:
    back = [*words, *told] if any(token.low in _BACK for token in words) else list(words)
    own = words if any(m.kind in ("date", "datetime") and within(m, words) for m in scene.marks) else back
    marks = [m for m in scene.marks if within(m, words) or (m.kind == "date" and within(m, own))]
    if is_address(param):
        return _person(scene, words) or _person(scene, told)
    if is_phone(param):
        return next((Mention(m.value, m.text) for m in marks if m.kind == "phone"), None)
    if _first_name(act) is param:
        return _name(scene, words, marks, rows, {stem for one in act.rest if one is not param for stem in one.stems})
    if {*param.stems} & slots.LENGTH:
        return _length(param, marks)
    if _timed(param):
        return _moment(param, marks)
    if param.type in ("integer", "number"):
        number = next((m for m in marks if m.kind in ("number", "money")), None)
        return Mention(number.value, number.text) if number else None
    return _category(param, words, rows) or _category(param, back, rows)


def _first_name(act: Act) -> Param | None:
    """The input for what the new record is called: one that says so, else the first text that holds no category."""
    texts = [param for param in act.rest if param.type == "string" and not (is_address(param) or _timed(param))]
    named = [param for param in texts if {*param.stems} & newvalue.NAMES and not {*param.stems} & _MEMBERS]
    return next(iter(named or [param for param in texts if not _holds_names(param)]), None)


def _holds_names(param: Param) -> bool:
    """Whether the input names somebody or something that other records name too."""
    return bool({*text_stems(param.describes)} & bag("name full")) or bool(options(param))


def _person(scene: Scene, words: Sequence[Token]) -> Binding | None:
    for token in words:
        person = scene.people.get(phrase.bare(token))
        if person:
            return Output(person.step, person.path)
    return None


def _name(
    scene: Scene, words: Sequence[Token], marks: Sequence[Found], rows: Sequence[Row], told: Collection[str]
) -> Binding | None:
    """`told`: what else is told of it is called so."""
    quote = next((m for m in marks if m.kind == "quote"), None)
    if quote:
        return Mention(quote.value, quote.text)
    start = next((at for at, token in enumerate(words) if token.low in _CALLED), None)
    if start is None:
        return None
    end = start + 1
    while end < len(words) and not _ends(scene, words, end, marks, rows, told):
        end += 1
    kept = words[start + 1 : end]
    if not kept:
        return None
    text = scene.text[kept[0].start : kept[-1].end].strip(" ,.")
    return Mention(text, text)


def _ends(
    scene: Scene, words: Sequence[Token], at: int, marks: Sequence[Found], rows: Sequence[Row], told: Collection[str]
) -> bool:
    """Whether the name is over: a comma, or a small word in front of something that is understood otherwise."""
    token = words[at]
    if token.text in ",.;":
        return True
    if token.low not in _STOPS or at + 1 >= len(words):
        return False
    if token.low == "and":
        return bool(sense_of(words[at + 1].stem) - {"read"})
    rest = [one for one in words[at + 1 : at + 5] if one.low not in ("the", "a")]
    if not rest or rest[0].stem in told:
        return True
    dated = any(m.kind in (*times.TIMED, "duration") and rest[0] in m for m in marks)
    known = phrase.bare(rest[0]) in scene.people or any(
        phrase.value_named(rest[:size], rows, name) is not None
        for size in (1, 2, 3)
        for name in shapes.names(rows)
        if len({*map(str, shapes.column(rows, name))}) < len(rows) or len(rows) < 3
    )
    return dated or known


def _length(param: Param, marks: Sequence[Found]) -> Binding | None:
    mark = next((m for m in marks if m.kind == "duration"), None)
    if mark is None:
        return None
    hours = "hour" in param.describes.lower() or "hour" in param.stems
    value = durations.minutes(mark) / (60 if hours else 1)
    shown: int | float = int(value) if value.is_integer() else value
    return Mention(str(shown) if param.type == "string" else shown, mark.text)


def _moment(param: Param, marks: Sequence[Found]) -> Binding | None:
    """Of two days that are told, the later one is where it ends."""
    days = [m for m in marks if m.kind in ("date", "datetime")]
    day = days[-1] if len(days) == 2 and {*param.stems} & _LASTING else days[0] if days else None
    clock = next((m for m in marks if m.kind == "time"), None)
    like = form(param)
    if shapes.clock(like):
        at = shapes.moment(f"2000-01-01T{str(clock.value).zfill(5)}") if clock else None
        return Mention(shapes.written(at, like), clock.text) if clock and at else None
    timed = ":" in like if like else bool({*param.stems} & bag("start time at"))
    if not timed:
        when = shapes.moment(str(day.value)[:10]) if day else None
        return Mention(shapes.written(when, like or "2000-01-01"), day.text) if day and when else None
    if day is None or (clock is None and day.kind != "datetime"):
        return None
    text = str(day.value) if day.kind == "datetime" else f"{day.value}T{clock.value if clock else '00:00'}:00"
    when = shapes.moment(text)
    return Mention(shapes.written(when, like or "2000-01-01 00:00:00"), day.text) if when else None


def _category(param: Param, words: Sequence[Token], rows: Sequence[Row]) -> Binding | None:
    """A value that the records hold in the same field, and that is said; else what the schema allows."""
    name = next((one for one in shapes.names(rows) if name_stems(one) == name_stems(param.name)), "")
    plain = [token for token in words if token.text[0].isalnum()]
    for size in range(4, 0, -1):
        for at in range(len(plain) - size + 1):
            run = plain[at : at + size]
            if size == 1 and not run[0].content:
                continue
            held = phrase.value_named(run, rows, name) if name else None
            text = shapes.words(" ".join(token.text for token in run))
            enum = next((value for value in options(param) if shapes.words(value) == text), None)
            if held is not None or enum is not None:
                value = held if held is not None else enum
                return Mention(value, " ".join(token.text for token in run))
    return None
