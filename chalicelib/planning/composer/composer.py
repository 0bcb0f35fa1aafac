"""The composer as a planner: read, match, ground, order, explain.  Deterministic, and without a model."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from chalicelib.domain.edit import CarryOn, Edit
from chalicelib.domain.outcome import Done, Outcome
from chalicelib.domain.plan import Plan, Step
from chalicelib.planning import generic, home, open_objects, own_tables, records, within
from chalicelib.planning.bidding import plainly
from chalicelib.planning.composer import (
    about,
    absorb,
    again,
    company,
    conditions,
    doubt,
    goals,
    habits,
    jsons,
    logins,
    match,
    narrow,
    neighbours,
    observed,
    offers,
    order,
    read,
    refuse,
    repeats,
    sequels,
    spelled,
    taken_back,
    turns,
    unasked,
    unheeded,
    unread,
    verbs,
    weave,
    wish,
)
from chalicelib.planning.composer.clock import heard
from chalicelib.planning.composer.goals import Goal
from chalicelib.planning.composer.index import Index, index_of
from chalicelib.planning.composer.on_demand import VERSION
from chalicelib.planning.composer.read import Reading
from chalicelib.planning.composer.repeats import Repeat
from chalicelib.planning.composer.setting import Setting
from chalicelib.planning.composer.sketch import Node, Sketch
from chalicelib.planning.composer.words import tokens
from chalicelib.planning.deliberate import writes
from chalicelib.planning.once import once
from chalicelib.planning.planner import Brief, NoPlan, Run, layered
from chalicelib.planning.precedent import before
from chalicelib.planning.recall import advise, case
from chalicelib.planning.recall.recall import Recall, remembered
from chalicelib.planning.revise.demands import supplied
from chalicelib.planning.usage.read import usage


class Composer:
    """The built-in planner.

    `looks`: a request about existing records begins with reads, and its writes are planned when they are there.
    Without it the whole plan is drafted at once, which is what drafts that nobody runs are judged by.
    """

    version = VERSION

    def __init__(self, looks: bool = True) -> None:
        self._looks = looks

    def draft(self, brief: Brief) -> Plan | NoPlan:
        told = partial(generic.drafted, draft=self._drafted)
        looked = partial(home.drafted, draft=partial(own_tables.drafted, draft=told))
        return within.drafted(brief, looked if self._looks else told)

    def _drafted(self, brief: Brief) -> Plan | NoPlan:
        brief = plainly(heard(brief))
        if not self._looks:
            return self._at_once(brief)
        if instead := taken_back.unclear(brief):
            return records.question(brief, f"it is not clear what {instead!r} takes the place of")
        index = index_of(brief.catalogue)
        sure = index.size > match.SMALL or any(jsons.spelled(brief.prompt))
        told = self._told(index, records.untaught(brief)) if sure or read_of(brief).numbered else None
        if told is not None and (sure or not doubt.shaky(brief, told)):
            return told
        return records.draft(narrowed(brief)) or self._by_words(index, brief)

    def _by_words(self, index: Index, brief: Brief) -> Plan | NoPlan:
        """The plan that the words make; where they leave something open, a look at the records, else what runs show."""
        plan = self._at_once(records.untaught(brief))
        open_ = doubt.shaky(brief, plan) or usage(brief).differs(index, plan) or before.differs(brief, plan)
        if not open_ and not records.parted(narrowed(brief), plan):
            return supplied(brief, _with_habits(brief, plan))
        looks = not (isinstance(plan, NoPlan) and narrow.strange(index, read_of(brief)))
        return (looks and records.surveyed(narrowed(brief))) or self._at_once(brief)

    def _at_once(self, brief: Brief) -> Plan | NoPlan:
        """The plan without a look at the records first."""
        return self._considered(brief, _planned(brief))

    def _told(self, index: Index, brief: Brief) -> Plan | None:
        """The plan, where the prompt tells every value itself, so that no record need be looked at first."""
        if repeats.repeats(brief.prompt, index.verbs):
            return None
        plan = _planned(brief)
        plain = isinstance(plan, Plan) and unasked.spelled_out(index, plan) and not wish.restricts(brief.prompt, plan)
        if isinstance(plan, Plan) and not any(writes(one, brief.catalogue) for one in plan.steps):
            plain = plain and wish.looks(brief, read_of(brief), plan)
        return plan if isinstance(plan, Plan) and plain and self._considered(brief, plan) is plan else None

    def _considered(self, brief: Brief, plan: Plan | NoPlan) -> Plan | NoPlan:
        """A question for a plan that writes and leaves out what is named; of a large grant none that writes unasked."""
        plan = supplied(brief, plan)
        if not self._looks or not isinstance(plan, Plan):
            return plan
        index, reading = index_of(brief.catalogue), read_of(brief)
        if unasked.unasked(index, reading, plan):
            return refuse.nothing(index)
        if doubt.idle(brief, plan):
            return records.question(brief, "it is not clear what is to become otherwise")
        left = unread.unread(plan, reading.mentions, brief.catalogue, brief.prompt)
        left = left or unheeded.undone(plan, *_understood(records.untaught(brief))[:2], brief.catalogue)
        if not left and (limit := unheeded.unheeded(plan, reading.tokens, reading.mentions, brief.catalogue)):
            return records.question(brief, f"it is not clear how {limit!r} is to be decided")
        return records.question(brief, f"it is not clear what {left!r} is for") if left else plan

    def revise(self, brief: Brief, run: Run, step: Step, outcome: Outcome) -> Edit:
        from chalicelib.planning.revise import revise

        if not (isinstance(outcome, Done) and records.gathers(step)):
            return revise(plainly(heard(brief)), run, step, outcome)
        layers = within.revised, home.revised, own_tables.read, open_objects.revised
        return layered(self._looked, *layers)(brief, run, step, CarryOn())

    def _looked(self, brief: Brief, run: Run, step: Step, _: Edit) -> Edit:
        """What is done about what the looks have shown."""
        brief = plainly(heard(brief))
        if records.times_said_anew(run) and (anew := self._anew(brief)) is not None:
            return records.instead(anew, step, "The request was said anew, and is planned as it is said now")
        answer = records.computed(narrowed(brief), run, step) if wish.one_deed(read_of(brief)) else None
        return answer or self._gathered(brief, run, step)

    def _gathered(self, brief: Brief, run: Run, step: Step) -> Edit:
        """What the records tell; who only wants to see some is not asked how to change them."""
        edit = records.gathered(narrowed(brief), run, step, partial(self._otherwise, brief), self._by_itself)
        words, some = wish.seen_only(brief, read_of(brief), edit), verbs.gets(tokens(brief.prompt))
        return (words and records.seen(narrowed(brief), run, step, words, some)) or edit

    def _new(self, brief: Brief) -> Plan | None:
        """The plan of something new of which the words tell everything, each of them."""
        plan = self._told(index_of(brief.catalogue), records.untaught(brief))
        return plan if plan and not doubt.left_out(brief, plan) else None

    def _by_itself(self, brief: Brief) -> Plan | None:
        """The plan of a part of a request that its words make, where they leave nothing open."""
        plan = self._at_once(records.untaught(brief))
        return None if isinstance(plan, NoPlan) or doubt.shaky(brief, plan) else plan

    def _anew(self, brief: Brief) -> Plan | None:
        """The plan of a request that a person has said anew, where no record has to be looked at first."""
        plan = self.draft(brief)
        return plan if isinstance(plan, Plan) and not any(map(records.gathers, plan.steps)) else None

    def _otherwise(self, brief: Brief) -> Plan | None:
        """The reads that the words alone make, where records were only looked at to find a better plan.

        A change of something that no record explains is asked about; what is new is in no record.  Nor is a change that
        was asked for done by looking.
        """
        plan = self._new(brief) if records.draft(narrowed(brief)) else self._at_once(records.untaught(brief))
        if not isinstance(plan, Plan) or doubt.unsound(brief, plan):
            return None
        writing = any(writes(one, brief.catalogue) for one in plan.steps)
        if doubt.left_out(brief, plan, looked=True) if writing else not wish.tells(brief, read_of(brief), plan):
            return None  # a change that is asked for must not end with nothing done, nor without a part of it
        return None if any(one.ask or doubt.changes(one, brief) for one in plan.steps) else plan


@once
def narrowed(brief: Brief) -> Brief:
    """The brief with the part of a large grant that the prompt may mean."""
    return replace(brief, catalogue=narrow.narrowed(brief.catalogue, read_of(brief)))


_Drawn = tuple[Sequence[Node], Sequence[str]]
"""The nodes of a plan, and the tools that the prompt asks to be connected to."""


@once
def _planned(brief: Brief) -> Plan | NoPlan:
    drawn = _drawn(brief)
    return drawn if isinstance(drawn, NoPlan) else order.ordered(drawn[0], index_of(brief.catalogue).auth, drawn[1])


def _with_habits(brief: Brief, plan: Plan | NoPlan) -> Plan | NoPlan:
    """The plan that the words make, with what runs gave to its actions wherever the words say nothing."""
    drawn = _drawn(records.untaught(brief))
    if isinstance(drawn, NoPlan) or not brief.memory.lessons:
        return plan
    nodes, wanted = drawn
    reading, read_alone, _ = _understood(records.untaught(brief))
    told = partial(case.told_of, index_of(brief.catalogue), reading, read_alone)
    filled = habits.filled(nodes, remembered(brief.memory), told)
    return order.ordered(filled, index_of(brief.catalogue).auth, wanted)


@once
def _drawn(brief: Brief) -> _Drawn | NoPlan:
    """Without the clauses that repeat a deed of another, whose nodes are then repeated; else the whole prompt."""
    index = index_of(brief.catalogue)
    clauses = repeats.repeats(brief.prompt, index.verbs)
    shorter = replace(brief, prompt=repeats.without(brief.prompt, clauses)) if clauses else brief
    drawn = _sketched(index, shorter, brief, clauses)
    return _sketched(index, brief, brief, ()) if clauses and isinstance(drawn, NoPlan) else drawn


def _sketched(index: Index, brief: Brief, whole: Brief, clauses: Sequence[Repeat]) -> _Drawn | NoPlan:
    """`whole` is the brief with the clauses that repeat a deed."""
    reading, read_alone, wanted = _understood(records.untaught(brief))
    known = remembered(brief.memory)
    meant = advise.advised(index, reading, read_alone, known)
    alone = bool(wanted) and not logins.asks_more(reading)  # a connection is all that is asked for
    nodes = compose(index, brief, meant, known, partial(case.told_of, index, reading, read_alone)) if meant else []
    if not nodes and not alone:
        return refuse.nothing(index)
    more = again.repeated(nodes, meant, read_of(whole), clauses) if clauses else nodes
    return NoPlan("a clause repeats a deed that is not there") if more is None else (more, wanted)


def read_of(brief: Brief) -> Reading:
    """The tokens and mentions of the prompt as the catalogue knows them."""
    return _read(records.untaught(brief))


@once
def _read(brief: Brief) -> Reading:
    index = index_of(brief.catalogue)
    reading = read.without_labels(read.read(brief, index.verbs, index.slashed, index.owners), index.idf)
    reading = replace(reading, mentions=tuple(spelled.without_names(reading.text, reading.mentions, index.postings)))
    return replace(read.typed(reading, index.shapes, index.owners), large=index.size > match.SMALL)


@once
def _understood(brief: Brief) -> tuple[Reading, tuple[Goal, ...], tuple[str, ...]]:
    return understood(index_of(brief.catalogue), brief)


def understood(index: Index, brief: Brief) -> tuple[Reading, tuple[Goal, ...], tuple[str, ...]]:
    """The prompt as it reads without memory: its goals, and the tools that it asks to be connected to."""
    met, reading = logins.met(index, read_of(brief))
    pieces = about.parted(index, reading, absorb.absorbed(index, reading, match.segment(index, reading)))
    pieces = company.kept(index, reading, sequels.parted(index, reading, pieces))
    more, left = logins.tools(index, reading, pieces)
    wanted = tuple(dict.fromkeys((*met, *more)))
    asked = match.silent(index, reading, goals.wanted(reading, left))
    if not asked and (not wanted or logins.asks_more(reading)):
        asked = match.whole(index, reading)
    meant = offers.looked_at(index, refuse.kept(index, goals.goals(reading, asked)))
    return reading, meant, wanted


def compose(index: Index, brief: Brief, meant: Sequence[Goal], known: Recall, told: habits.Place) -> list[Node]:
    """The nodes that the goals need: those that read first, so that the others find them."""
    sketch = Sketch()
    index = observed.overlaid(index, known.answers)
    words = jsons.language(brief.prompt, tokens(brief.prompt))
    setting = Setting(index, brief.context, tuple(meant), brief.prompt, words, known)
    for goal in turns.taken(index, meant, known):
        found = weave.attempt(setting, sketch, goal)
        guess = goal.start == goal.end and found is not None and found.node.missing  # nobody spoke of it
        if found is not None and not guess and (not goal.tentative or weave.convincing(found)):
            _add(sketch, replace(found, node=replace(found.node, lessons=goal.lessons)))
    nodes = conditions.guarded(neighbours.shared(sketch.nodes), meant)
    return habits.credited(habits.followed(nodes, known, told), known)


def _add(sketch: Sketch, found: weave.Attempt) -> None:
    names: dict[str, str] = {}
    for node in (*found.inserted, found.node):
        renamed = _renamed(node, names)
        if (same := sketch.same(renamed)) is not None and not renamed.missing:
            names[node.key] = same.key
            if renamed.number < same.number or same.number < 0 or node is found.node:
                told = replace(same, number=renamed.number, goal=renamed.goal, reason=renamed.reason)
                sketch.nodes[sketch.nodes.index(same)] = told
            continue
        names[node.key] = sketch.fresh()
        sketch.nodes.append(replace(renamed, key=names[node.key]))


def _renamed(node: Node, names: dict[str, str]) -> Node:
    inputs = {path: order._binding(binding, names) for path, binding in node.inputs.items()}
    each = node.each and replace(
        node.each, items=replace(node.each.items, step=names.get(node.each.items.step, node.each.items.step))
    )
    return replace(node, inputs=inputs, each=each)
