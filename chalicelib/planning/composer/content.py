"""Content: what a step is to write or send, when the prompt names a record ("a summary of the latest order").

The record comes from a step that reads it.  Where the prompt's word for the content is the name of an action that makes
text of data (a summary, a table), that action is put between.
"""

from collections.abc import Iterable, Mapping

from chalicelib.domain.binding import Binding, Literal, Output
from chalicelib.planning.composer import choose, phrases
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.goals import Goal
from chalicelib.planning.composer.ground import Sources, bind
from chalicelib.planning.composer.match import gains, rank
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.reasons import for_content, for_record
from chalicelib.planning.composer.schema import Field, Param
from chalicelib.planning.composer.setting import Setting
from chalicelib.planning.composer.sketch import Node, Path, Sketch
from chalicelib.planning.composer.verbs import ASKS

_WHITHER = frozenset(("to", "in", "into"))


def fill(
    setting: Setting,
    sketch: Sketch,
    goal: Goal,
    entry: Entry,
    inputs: dict[Path, Binding],
    inserted: list[Node],
    used: set[Found],
) -> None:
    """Text inputs that nothing told, from the record that the prompt names beside the goal."""
    for one in _lacking(entry, inputs):
        if phrases.takes_data(one):
            record = _record(setting, sketch, goal, inserted)
            if record is not None:
                inputs[one.path] = record
        elif phrases.textual(one):
            record = _record(setting, sketch, goal, inserted) or _looked_up(setting, sketch, goal, inserted, used)
            if record is not None:
                inputs[one.path] = _worded(setting, sketch, goal, record, inserted)
            return


def _lacking(entry: Entry, inputs: Mapping[Path, Binding]) -> list[Param]:
    """The required inputs that nothing told; and of what sends, the text, though it may be left out for a picture."""
    lacking = [one for one in entry.required if one.path not in inputs]
    if "send" not in entry.senses or any(phrases.textual(one) for one in (*entry.required, *_bound(entry, inputs))):
        return lacking
    texts = [one for one in entry.params if len(one.path) == 1 and phrases.textual(one)]
    return [*lacking, *sorted(texts, key=lambda one: len(one.stems))[:1]]


def _bound(entry: Entry, inputs: Mapping[Path, Binding]) -> list[Param]:
    return [one for one in entry.params if one.path in inputs]


def _record(setting: Setting, sketch: Sketch, goal: Goal, inserted: Iterable[Node]) -> Output | None:
    """The record of the step that reads for the goal behind, for the goal itself, or for one before it."""
    made = list(inserted)
    nodes = (node for node in (*made, *sketch.nodes) if not (node in made and _of_place(node)))
    reads = [node for node in nodes if node.entry.action.effect == "read" and node.entry.fields]
    if not reads:
        return None
    goals = {one.number: one for one in setting.goals}
    ahead = [node for node in reads if node.number == goal.number + 1 and goals[node.number].joined]
    behind = [node for node in reads if node.number <= goal.number and goal.back]
    spoken = [node for node in reads if node.entry.resource in goal.stems]
    ahead.sort(key=lambda node: node.entry.resource not in goals[node.number].stems)  # before what it was looked up by
    near = min(ahead, key=lambda node: node.number, default=None) or max(
        spoken or behind, key=lambda node: node.number, default=None
    )
    if near is None:
        return None
    return Output(near.key, whole(near.entry, goals.get(near.number, goal)))


def _of_place(node: Node) -> bool:
    """Whether the node finds where the content goes ("in #ops", "to the “Ops” room"), which is no content itself."""
    return any(found.kind == "tag" or {*found.before[-2:]} & _WHITHER for found in node.used)


def _looked_up(setting: Setting, sketch: Sketch, goal: Goal, inserted: list[Node], used: set[Found]) -> Output | None:
    """The record that the goal's own words name, read by an action that its words match and its values narrow down."""
    words = [token.stem for token in goal.words if token.content and token.stem != goal.verb]
    spare = tuple(found for found in goal.own if found not in used)
    for scored in rank(setting.index, words, ASKS):
        entry = setting.index.entries[scored.ref]
        if entry.action.effect != "read" or not entry.fields or entry.resource not in words or scored.score <= 0:
            continue
        bound = bind(entry, Sources(spare, goal.words, goal.verb, setting.context, goal.choice))
        if bound.missing or not (bound.used or goal.choice):
            continue
        key, reason = sketch.fresh(70 + len(inserted)), for_record(goal)
        inserted.append(Node(key, entry, bound.inputs, bound.used, (), reason, goal.text, goal.number))
        used |= bound.used
        return Output(key, whole(entry, goal))
    return None


def whole(entry: Entry, goal: Goal) -> str:
    """The path to the item that the goal means, or to the whole list if it means no single one."""
    rows = next((one for one in entry.fields if one.listed), None)
    if rows is None:
        inner = next((one for one in entry.fields if one.type == "object" and entry.resource in one.stems), None)
        return inner.path if inner else "@"
    within = rows.within or rows.path
    item = Field("", within, "@", "object", "", (), frozenset(), False)
    if goal.choice is None:
        return within
    return choose.path(item, entry.fields, goal.choice)


def _worded(setting: Setting, sketch: Sketch, goal: Goal, record: Output, inserted: list[Node]) -> Output:
    """The text that an action makes of the record, if the goal has a word for it; else the record itself."""
    maker = _maker(setting, goal)
    if maker is None:
        return record
    entry, data, text = maker
    source = next((one.entry for one in (*inserted, *sketch.nodes) if one.key == record.step), None)
    inputs: Mapping[Path, Binding] = {data.path: record, **_units(entry, source)}
    node = Node(
        sketch.fresh(90 + len(inserted)),
        entry,
        inputs,
        frozenset(),
        (),
        for_content(goal),
        goal.text,
        goal.number,
    )
    inserted.append(node)
    return Output(node.key, text.path)


def _units(maker: Entry, source: Entry | None) -> Mapping[Path, Binding]:
    """Which amounts of the record are in cents, for an action that wants to know it."""
    from chalicelib.planning.revise.money import minor_fields

    asks = next((one for one in maker.params if one.many and {"minor", "unit"} <= {*one.stems}), None)
    minor = sorted(minor_fields(source.action.output_schema)) if asks and source else []
    return {asks.path: Literal(minor)} if asks and minor else {}


def _maker(setting: Setting, goal: Goal) -> tuple[Entry, Param, Field] | None:
    best: tuple[float, str] | None = None
    for word in goal.stems - {goal.verb}:
        for ref, gain in gains(setting.index, word).items():
            entry = setting.index.entries[ref]
            if not ({word, *_names(word)} & {*entry.name}) or _parts(entry) is None:
                continue
            if best is None or (gain, ref) > best:
                best = gain, ref
    if best is None:
        return None
    entry = setting.index.entries[best[1]]
    parts = _parts(entry)
    assert parts is not None
    return entry, *parts


def _names(word: str) -> list[str]:
    from chalicelib.planning.composer.thesaurus import related

    return [other for other, _ in related(word)]


def _parts(entry: Entry) -> tuple[Param, Field] | None:
    """The input for data and the output of text, if the action turns the one into the other and needs nothing else."""
    data = [one for one in entry.required if phrases.takes_data(one)]
    text = [one for one in entry.fields if one.type == "string" and not one.within]
    if len(entry.required) != 1 or len(data) != 1 or not text or entry.action.effect != "read":
        return None
    return data[0], text[0]
