"""Two records of one kind in one action: the one that it takes from, and the one that it gives to.

    move 500 from Deposits to Payroll     from_account: Deposits, to_account: Payroll

Which input is for which is told by its name, or by its description.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import stem_bag
from chalicelib.planning.records.view import EVERY
from chalicelib.planning.tables.clause import Candidate, Clause
from chalicelib.planning.tables.inputs import Path
from chalicelib.planning.tables.keys import keyed
from chalicelib.planning.tables.roles import FROM, TO
from chalicelib.planning.tables.table import Table

Side = Literal["from", "to", ""]
_LEAVES = FROM | stem_bag("leaves taken debited gives reduced")
_COMES = TO | stem_bag("goes receives credited gets increased")
_LEADS: dict[str, Side] = {"from": "from", "to": "to", "into": "to", "onto": "to"}
_BESIDE = 0.5


def twin(one: Param, other: Param, known: Sequence[Table]) -> bool:
    """Whether both take the key of such a record."""
    return any(keyed(one, table, table.words) and keyed(other, table, table.words) for table in known)


def on_its_side(one: Candidate, param: Param, target: Param, clause: Clause) -> Candidate | None:
    """The words for a record beside the target; None where "from" or "to" in front of them says the other of both."""
    own = _side(param) or _other(_side(target))
    told = _LEADS.get(clause.lead(one.tokens), "") if one.tokens else ""
    if not own or not told:
        return one
    return replace(one, weight=one.weight + _BESIDE, into=True) if own == told else None


def once(target: Param, chosen: Mapping[Path, Candidate], rest: Sequence[Param], clause: Clause, table: Table) -> bool:
    """Whether so much is told once for several records: "move 500 from A and B to C" leaves open how much from each."""
    told = [param for param in rest if param.path in chosen]
    pair = any(twin(target, param, (table,)) for param in told)
    much = any(param.type in ("integer", "number") for param in told)
    return pair and much and not any(token.low in EVERY for token in clause.words)


def _side(param: Param) -> Side:
    for leaves, comes in ((FROM, TO), (_LEAVES, _COMES)):
        said = {*param.stems} if leaves is FROM else {*param.about}
        if bool(said & leaves) != bool(said & comes):
            return "from" if said & leaves else "to"
    return ""


def _other(side: Side) -> Side:
    return "to" if side == "from" else "from" if side == "to" else ""
