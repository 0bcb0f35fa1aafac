"""An action that joins two records by their ids, where the request tells both by name: "enrol Noah Pell in Pottery".

Each id is that of the one record of its kind that holds one of the names; every name must have served.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from chalicelib.domain.binding import Binding, Output
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import Token
from chalicelib.planning.records import shapes
from chalicelib.planning.records.clauses import Clause
from chalicelib.planning.records.population import inputs_for
from chalicelib.planning.records.reach import Row, Unsure
from chalicelib.planning.records.resources import Act, Resource
from chalicelib.planning.records.scene import Scene, Write
from chalicelib.planning.records.telling import ADDING


def linked(scene: Scene, one: Clause, own: Sequence[Token]) -> tuple[Write, ...] | None:
    """The write; an empty tuple while records are still to be read, None where no such action is meant."""
    act = _act(scene, one)
    if act is None:
        return None
    marks = _told(scene, act, own)
    if len(marks) != len(_ids(act)) or not _understood(act, marks, own):
        return None
    found: dict[str, tuple[Row, str, Found]] = {}
    for param in _ids(act):
        rows = {mark: _holding(scene, _kind(scene, param), mark) for mark in marks}
        if any(told is None for told in rows.values()):
            continue
        held = [(row, mark) for mark, told in rows.items() for row in told or ()]
        if len(held) != 1:
            raise Unsure(f"it is not clear which {param.owner[-1]} is meant")
        found[param.name] = held[0][0], _id(held[0][0], param), held[0][1]
    if scene.reach.wanted:
        return ()
    if len({mark.start for _, _, mark in found.values()}) != len(marks):
        raise Unsure("one name stands for two records")
    inputs: Mapping[str, Binding] = {name: Output(row.step, row.at(key)) for name, (row, key, _) in found.items()}
    goal = scene.text[own[0].start : own[-1].end]
    return (Write(act.entry.ref, inputs, "for the two records that are named", goal),)


def _told(scene: Scene, act: Act, own: Sequence[Token]) -> list[Found]:
    """The names in the clause; what stands before the kind of record belongs to one: "the Spanish basics course"."""
    nouns = {param.owner[-1] for param in _ids(act)}
    found = []
    for mark in scene.marks:
        if mark.kind not in ("name", "quote") or not any(mark.start <= token.start < mark.end for token in own):
            continue
        behind = [token for token in own if token.start >= mark.end]
        noun = next((at for at, token in enumerate(behind) if token.stem in nouns), -1)
        rest = behind[: max(noun, 0)]
        if rest and all(token.content for token in rest) and mark.kind == "name":
            text = scene.text[mark.start : rest[-1].end]
            mark = replace(mark, end=rest[-1].end, text=text, value=text)
        found.append(mark)
    return found


def _act(scene: Scene, one: Clause) -> Act | None:
    if one.said is None:
        return None
    verb, low = one.said.stem, one.said.low
    joining = [act for kind in scene.kinds for act in (*kind.acts, *kind.makers) if _joins(scene, act)]
    named = [act for act in joining if act.is_called(verb)]
    found = named or [act for act in joining if low in ADDING and "create" in act.entry.senses]
    return found[0] if len(found) == 1 else None


def _joins(scene: Scene, act: Act) -> bool:
    """Whether it needs ids of two kinds of record, and nothing else."""
    ids = _ids(act)
    nouns = {param.owner[-1] for param in ids if param.owner}
    kinds = {kind.noun for kind in scene.kinds}
    return len(ids) == len(nouns) == 2 and nouns <= kinds and all(one in ids for one in act.entry.required)


def _ids(act: Act) -> list[Param]:
    return [param for param in act.entry.required if param.is_id and len(param.path) == 1]


def _kind(scene: Scene, param: Param) -> Resource:
    return next(kind for kind in scene.kinds if kind.noun == param.owner[-1])


def _understood(act: Act, marks: Sequence[Found], own: Sequence[Token]) -> bool:
    """Whether every word is a name, a kind of record or of the action's own."""
    known = {*act.entry.name, *(param.owner[-1] for param in _ids(act))}
    named = {token.start for mark in marks for token in own if mark.start <= token.start < mark.end}
    return all(token.start in named or not token.content or token.stem in known for token in own)


def _holding(scene: Scene, kind: Resource, mark: Found) -> list[Row] | None:
    """The records one field of which is the name; None while they are still to be read."""
    name = str(mark.value).removesuffix("'s")
    finder = kind.finders[0]
    whole = not finder.cap and not any(param.required for param in finder.entry.params)
    probes = [{}] if whole else [{param.name: name} for param in inputs_for(finder)]
    told = [scene.reach.rows(finder.entry.ref, probe) for probe in probes]
    if any(rows is None for rows in told):
        return None
    said = shapes.words(name)
    found = {str(row.values): row for rows in told for row in rows or () if _names(row, said)}
    return list(found.values())


def _names(row: Row, said: tuple[str, ...]) -> bool:
    return any(isinstance(value, str) and shapes.words(value) == said for value in row.values.values())


def _id(row: Row, param: Param) -> str:
    if param.name in row.values:
        return param.name
    if "id" in row.values:
        return "id"
    raise Unsure(f"the records do not show their {param.name}")
