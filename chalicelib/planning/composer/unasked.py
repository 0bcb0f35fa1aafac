"""Writes that a large grant suggests and nobody asked for: then nothing is planned.

With hundreds of actions something always matches the nouns.  A write must do what a verb of the prompt says, or bear
that verb in its name, where it deletes nothing; refusing is better than a wrong write.
"""

from chalicelib.domain.binding import Answer, Item, Mention, Output, Text
from chalicelib.domain.plan import Plan
from chalicelib.planning.composer.index import Index
from chalicelib.planning.composer.match import SMALL
from chalicelib.planning.composer.read import Reading
from chalicelib.planning.composer.verbs import kin, kind
from chalicelib.planning.composer.words import agreement


def unasked(index: Index, reading: Reading, plan: Plan) -> str:
    """The first action that would change something without being asked for; "" where there is none."""
    if index.size <= SMALL:
        return ""
    verbs = {unit.verb for unit in reading.units if unit.verb and not unit.refused}
    verbs |= {unit.stems[0] for unit in reading.units if unit.stems and unit.cut in ("sentence", "then", "clause")}
    for step in plan.steps:
        found = index.entries.get((step.body or step).ref)
        if found is None or not found.action.writes or step.lessons:
            continue
        named = {found.verb} if "delete" in found.senses else {*found.name, found.verb}
        if not any(agreement(kind(verb), found.senses) == 1.0 or {verb, *kin(verb)} & named for verb in verbs):
            return found.ref
    return ""


def spelled_out(index: Index, plan: Plan) -> bool:
    """Whether every value is told, nobody is asked, and each write acts on something that the prompt names."""
    for step in plan.steps:
        told = step.inputs.values()
        found = index.entries.get(step.ref)
        if step.ask or step.body or step.when or any(isinstance(one, Output | Answer | Item | Text) for one in told):
            return False
        if found is not None and found.action.writes and not any(isinstance(one, Mention) for one in told):
            return False
    return True
