"""Who does it, where a statement tells so: "Ann covers Bob's shift on Friday" of an input `stand_in`.

The verb is the action's own, and in front of it stands one record of another kind, whose key an input takes.
"""

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import bag
from chalicelib.planning.tables.clause import ARTICLES, Candidate, Clause
from chalicelib.planning.tables.deeds import Deed
from chalicelib.planning.tables.explain import Ground
from chalicelib.planning.tables.own_verbs import own_verbs
from chalicelib.planning.tables.values import named

_WEIGHT = 1.8
_HELPING = bag("is are will shall can")


def doers(ground: Ground, deed: Deed, clause: Clause, param: Param) -> Iterator[Candidate]:
    verb = clause.verb
    if not clause.stated or verb is None or verb.stem not in own_verbs(deed.entry):
        return
    subject = [token for token in clause.words if token.end <= verb.start and token.low not in ARTICLES | _HELPING]
    others = [table for table in ground.known if table.refs != deed.table.refs]
    for one in named(replace(clause, words=tuple(subject), stated=False), param, deed.holder, others):
        if subject and {*one.tokens} == {*subject}:
            yield replace(one, weight=_WEIGHT, into=True)
