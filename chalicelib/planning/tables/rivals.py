"""Which of several explanations of a clause is meant; nothing, where two differ and are as good as each other."""

from collections.abc import Sequence

from chalicelib.planning.composer.words import Token, name_parts, name_stems
from chalicelib.planning.records.reach import Unsure
from chalicelib.planning.tables.attempt import Attempt
from chalicelib.planning.tables.clause import ADDING
from chalicelib.planning.tables.deeds import OWN_VERB
from chalicelib.planning.tables.lists import REPLACING

_CLOSE, _LEAST = 0.25, 1.9
_FOR_GOOD = frozenset(name_stems("permanently permanent forever irrevocably purge hard"))


def best(found: Sequence[Attempt], stated: bool, said: str) -> Attempt:
    """`found`: the best first.  What finds no record yields to what does.

    `stated`: any word of a statement may be its verb, so most attempts lead nowhere.
    """
    plain = next((one for one in found if not one.doubt and not one.absent and one.score >= _LEAST), None)
    if plain is not None:
        yields = [one for one in found if one.doubt and (stated or one.absent or _of_another(one, plain))]
        found = [one for one in found if one not in yields or (one.lacking and plain.open and not one.open)]
    if not found or found[0].score < _LEAST:
        raise Unsure(f"nothing tells what is to be done by {said!r}")
    near = [one for one in found if found[0].score - one.score <= _CLOSE]
    first = min(near, key=lambda one: (one.absent, bool(one.doubt), -one.score))
    surer = found[0] if found[0].choice is not None else next((one for one in near if _surer(one, first)), first)
    if surer.deed.entry is not first.deed.entry:
        return surer  # which of its records is meant is asked, before another thing is done to another record
    others = [one for one in near if (one.effect, one.doubt) != (first.effect, first.doubt)]
    rivals = [one for one in others if _clearer(one, first) or _otherwise(one, first)]
    if rivals:
        raise Unsure(f"it may be {first.deed.entry.action.name} or {rivals[0].deed.entry.action.name}")
    return first


def preferred(found: Sequence[Attempt]) -> list[Attempt]:
    """The best first, and what is done to the records themselves before what is done to those that they refer to.

    Of several that fit, it is not the one that is meant that others happen to refer to.
    """
    ranked = sorted(found, key=lambda one: -one.score)
    several_ = {one.deed.entry.ref for one in ranked if one.choice is not None and not one.deed.through}
    ranked = [one for one in ranked if not one.deed.through or one.deed.entry.ref not in several_]
    if any(not one.afar and not one.doubt and not one.absent for one in ranked):
        ranked = [one for one in ranked if not one.afar]
    plain = [one for one in ranked if not one.deed.through]
    return plain if any(not one.doubt and not one.absent for one in plain) else ranked


def gently(found: Sequence[Attempt], said: Sequence[Token]) -> list[Attempt]:
    """Without what is done for good, where the same can be done otherwise and nobody says so; else only that.

    `delete_file` and `permanently_delete_file`: what is deleted can mostly be restored.
    """
    wanted = any(token.stem in _FOR_GOOD for token in said) or "for good" in " ".join(token.low for token in said)
    fine = [one for one in found if not one.doubt and not one.absent and (_lasting(one) == wanted)]
    same = [(one.deed.table.refs, one.deed.entry.verb) for one in fine]
    return [one for one in found if _lasting(one) == wanted or (one.deed.table.refs, one.deed.entry.verb) not in same]


def adding(found: Sequence[Attempt], said: Sequence[Token]) -> list[Attempt]:
    """Without what replaces a list that another action adds to, unless that is asked for: no `set_labels`."""
    if any(token.low in REPLACING for token in said):
        return [*found]
    adds = {name for one in found if one.deed.entry.verb in ADDING for name in _lists(one)}
    return [one for one in found if one.deed.entry.verb in ADDING or not adds & _lists(one)]


def partly(found: Sequence[Attempt]) -> list[Attempt]:
    """Without what takes a record whole, where another action is told just the change: `patch_rule`, no `put_rule`."""
    fine = {_changed(one) for one in found if not one.entire and one.writes}
    return [one for one in found if not (one.entire and _changed(one) in fine and "update" in one.deed.entry.senses)]


def singly(found: Sequence[Attempt]) -> list[Attempt]:
    """Without what is done to several by a list of keys, where another action does the same to each: `update_many`."""
    fine = [_done(one) for one in found if not _in_bulk(one) and one.writes]
    return [one for one in found if not (_in_bulk(one) and one.writes and _done(one) in fine)]


def _in_bulk(one: Attempt) -> bool:
    return one.deed.target.type == "array" or name_parts(one.deed.target.name)[-1:] == ("ids",)


def _done(one: Attempt) -> tuple[object, ...]:
    """The records, and what the action is told beside their keys."""
    first = one.writes[0].inputs
    return one.deed.table.refs, {name: told for name, told in first.items() if name != one.deed.target.path[0]}


def _changed(one: Attempt) -> tuple[object, ...]:
    return one.deed.table.refs, one.told


def _lists(one: Attempt) -> set[tuple[object, ...]]:
    """The lists of records that it tells anew or adds to."""
    told = {name for write in one.writes for name in write.inputs}
    lists = (param for param in one.deed.rest if param.type == "array" and param.path[0] in told)
    return {(one.deed.table.refs, *param.stems) for param in lists}


def _lasting(one: Attempt) -> bool:
    return bool(_FOR_GOOD & {*one.deed.entry.name})


def _surer(one: Attempt, other: Attempt) -> bool:
    """Whether its own verb asks for it, of which record ever, and for the other another verb."""
    return one.choice is not None and one.asked > max(other.asked, OWN_VERB)


def _clearer(one: Attempt, other: Attempt) -> bool:
    """Whether it is at least as clear."""
    return (one.absent, bool(one.doubt)) <= (other.absent, bool(other.doubt))


def _of_another(one: Attempt, plain: Attempt) -> bool:
    """Whether it is another action, no better asked for, and no word is left that tells its record."""
    return one.lacking and one.deed.entry is not plain.deed.entry and (one.open or not plain.open)


def _otherwise(one: Attempt, other: Attempt) -> bool:
    """Whether it is another deed, and no verb tells which of the two is meant."""
    return other.open and not one.absent and one.deed.entry is not other.deed.entry
