"""The steps of a request about records: reads and a gathering step, until all writes can be made at once.

    R₁ R₂ ─> gather ─> R₃ ─> gather ─> writes

What the gathering step means is decided by reading the prompt again; its id says which round it is.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any  # Any: outputs are JSON

from chalicelib.domain.binding import Literal, Output, Several, resolve
from chalicelib.domain.binding import Values as Known
from chalicelib.domain.edit import CarryOn, Edit, Insert, Replace, step_id
from chalicelib.domain.outcome import Failed
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.tool import AUTHENTICATE, UTILITY
from chalicelib.planning.composer import order, reasons
from chalicelib.planning.composer.clock import zone_of
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.verbs import kind
from chalicelib.planning.composer.words import Token, tokens
from chalicelib.planning.gathering import GATHER, READ, looks, place
from chalicelib.planning.planner import Brief, NoPlan, Run
from chalicelib.planning.records import apart, ask, decide, places, ranges, readings
from chalicelib.planning.records.reach import MOST_READS, Ambiguous, Call, Reach, Row, Unsure
from chalicelib.planning.revise import demands

JOIN = "concat_items"
KEEP = "pick_fields"  # keeps nothing: what was looked at stands with the looks
_DEEDS = frozenset(("pay", "refund", "delete", "create"))
_FIRST = Step("0", UTILITY, KEEP, "read")
_HELD = ("invalid_input", "rejected", "not_found")


def draft(brief: Brief) -> Plan | None:
    """The first reads; None where the request is not about records that must be looked at first."""
    if f"{UTILITY}.{KEEP}" not in brief.catalogue.actions:
        return None
    if clash := contradiction(tokens(brief.prompt)):
        return question(brief, f"to {clash[0]} is not done by {clash[1]}")
    reach = Reach({}, brief.catalogue.actions, zone=zone_of(brief), days=ranges.spoken(brief))
    try:
        decided = readings.first(brief, reach)
    except Unsure:
        return None
    return first_reads(brief, reach) if decided is None else None


def parted(brief: Brief, plan: Plan | NoPlan) -> bool:
    """Whether `plan`, made by words, is of several parts, one of which would be looked at first, had it been alone."""
    said = [] if apart.joined(plan) else apart.parts(brief.prompt, brief.catalogue, clauses=True)
    return len(said) > 1 and any(draft(apart.part(brief, one)) for one in said)


def first_reads(brief: Brief, reach: Reach) -> Plan | None:
    """The plan that reads what is wanted, and gathers it; None where nothing is, or more than there is room for."""
    if not 0 < len(reach.wanted) <= MOST_READS:
        return None
    return Plan(tuple(connected(brief, looking(brief, reach, (), 1))))


def reading(brief: Brief, listing: str) -> Plan | None:
    """The plan that reads one list before anything is planned."""
    if f"{UTILITY}.{KEEP}" not in brief.catalogue.actions:
        return None
    reach = Reach({}, brief.catalogue.actions, zone=zone_of(brief))
    reach.rows(listing, {})
    return first_reads(brief, reach)


def rows(brief: Brief, run: Run, listing: str) -> list[Row] | None:
    """What was read of that list; None where it was not, or not all of it."""
    reach, _ = reached(brief, run)
    found = reach.rows(listing, {})
    return None if found is None or reach.partial(listing, {}, len(found)) else found


def told(brief: Brief, run: Run, ref: str) -> tuple[str, Any]:
    """What was read of what is no list, and the step that read it."""
    return reached(brief, run)[0].ask(ref, {}) or ("", None)


def surveyed(brief: Brief) -> Plan | None:
    """The reads that show every record there is, to hold the request against them; None where nothing can be read."""
    from chalicelib.planning import tables

    if f"{UTILITY}.{KEEP}" not in brief.catalogue.actions:
        return None
    return first_reads(brief, tables.wants(brief))


def question(brief: Brief, doubt: str) -> Plan:
    """Nothing but the question what is meant, and the reading of the request once that is answered."""
    asked = ask.asking(brief, _FIRST, Unsure(doubt))
    asked = replace(asked, id="ask", label="1", depends_on=(), revision=1)
    return Plan((asked, _gather((asked.id,), 1, brief.prompt)))


def contradiction(words: Sequence[Token]) -> tuple[str, str] | None:
    """ "Refund X by paying it": the way to do it is a deed of another kind than what is to be done."""
    said = next((token for token in words if kind(token.stem) & _DEEDS), None)
    for by, way in pairwise(words):
        deed = kind(way.stem) & _DEEDS
        if by.low == "by" and way.low.endswith("ing") and said is not None and deed and not deed & kind(said.stem):
            return said.low, way.low
    return None


def connected(brief: Brief, steps: list[Step]) -> list[Step]:
    """The steps behind a login for each of their tools that knows one."""
    logins = index_of(brief.catalogue).auth
    first = {
        tool: Step(
            f"login{at}",
            tool,
            AUTHENTICATE,
            logins[tool].effect,
            reason=reasons.for_auth(tool),
            label=f"0{_letter(at)}",
        )
        for at, tool in enumerate(dict.fromkeys(step.tool for step in steps if step.tool in logins), 1)
    }
    return [
        *first.values(),
        *(replace(step, depends_on=(first[step.tool].id,)) if step.tool in first else step for step in steps),
    ]


def gathered(
    brief: Brief,
    run: Run,
    step: Step,
    otherwise: Callable[[], Plan | None] = lambda: None,
    new: apart.New = lambda _: None,
) -> Edit:
    """What follows from everything that was read.

    `otherwise`: the plan to go by where the records tell nothing; `new`: that of a part whose words alone tell it.
    """
    reach, reads = reached(brief, run)
    number = int(step.id.removeprefix(GATHER).strip(".")) + 1
    before = tuple(one.id for one in (*reads, *ask.questions(run)))
    try:
        decided = apart.decided(brief, reach, new)
        if decided is not None and decided.lack and decided.lack.one:
            raise Ambiguous(decided.lack.why)
        if decided is None and len(reads) + len(reach.wanted) > MOST_READS * (1 + ask.times_said_anew(run)):
            raise Unsure("too much would have to be read to find the records")
    except Unsure as doubt:
        plan = None if isinstance(doubt, Ambiguous) else otherwise()
        if plan is not None:
            return instead(plan, step, "The records show nothing better than the first plan")
        asked = ask.asking(brief, step, doubt)
        again = _gather((*before, asked.id), number, brief.prompt)
        return Insert((asked, again), f"Nothing was written: {doubt}")
    if decided is None:
        return Insert(tuple(looking(brief, reach, before, number)), "More records have to be looked at")
    if not decided.writes:
        why = decided.lack.why if decided.lack else "no record is meant"
        return CarryOn(decided.note or f"Nothing was changed: {why}")
    writes = demands.complete(brief, _writes(brief, step, decided), run.plan, run.outputs)
    return Insert(writes, decided.note or (f"A part of it changes nothing: {decided.lack.why}" if decided.lack else ""))


def reached(brief: Brief, run: Run) -> tuple[Reach, list[Step]]:
    """What was read so far, and the steps that read it."""
    reads = [one for one in run.plan.steps if looks(one) and one.id in run.outputs and not one.replaces]
    gone = {one.replaces for one in run.plan.steps if one.replaces and one.tool == UTILITY}  # others gave it instead
    outputs = {call_of(one): (one.id, None if one.id in gone else run.outputs[one.id]) for one in reads}
    behind, zone = _behind(reads), zone_of(brief)
    days = ranges.spoken(brief)
    return Reach(outputs, brief.catalogue.actions, behind=behind, zone=zone, prompt=brief.prompt, days=days), reads


def _behind(reads: Sequence[Step]) -> dict[Call, Call]:
    pages = sorted(reads, key=place)
    return {call_of(one): call_of(other) for one, other in pairwise(pages) if place(one)[0] == place(other)[0]}


def instead(plan: Plan, step: Step, note: str) -> Edit:
    """The plan behind the step that found no better one."""
    names = {one.id: f"once.{one.id}" for one in plan.steps}
    steps = [order.renamed(one, names) for one in plan.steps]
    return Insert(
        tuple(
            replace(
                one,
                label=f"{step.label}{_letter(at)}",
                depends_on=one.depends_on or (step.id,),
                revision=step.revision + 1,
            )
            for at, one in enumerate(steps, 1)
        ),
        note,
    )


def refused(step: Step, failure: Failed) -> Edit | None:
    """A look that the service refuses is told as such: another one may do."""
    held = failure.reason in _HELD or (failure.reason == "forbidden" and not failure.scopes)
    if not looks(step) or not held:
        return None
    stand_in = Step(
        "",
        UTILITY,
        JOIN,
        "read",
        {"pages": Literal([])},
        reason=f"instead of a search that was refused: {failure.detail}"[:200],
        label=step.label,
        replaces=step.id,
        revision=step.revision + 1,
        rebinds=step.rebinds,
    )
    return Replace(_with_id(stand_in, step.id), "The search was refused")


def _with_id(step: Step, prefix: str) -> Step:
    return replace(step, id=step_id(step, prefix))


def call_of(step: Step) -> Call:
    """What the look asks for; lists and objects as text, to be told apart by."""
    inputs = {name: resolve(binding, Known({}, {})) for name, binding in step.inputs.items()}
    told = {name: json.dumps(value) if isinstance(value, list | dict) else value for name, value in inputs.items()}
    return step.ref, tuple(sorted(told.items()))


def looking(brief: Brief, reach: Reach, before: Sequence[str], number: int) -> list[Step]:
    reads, dot = [], "." if number > 1 else ""  # ids of added steps have a dot
    label = _label(before, number)
    for at, (ref, inputs) in enumerate(reach.wanted, 1):
        action = brief.catalogue.actions[ref]
        name = f"{number}{_letter(at)}"
        reads.append(
            Step(
                f"{READ}{dot}{name}",
                action.tool,
                action.name,
                action.effect,
                {key: Literal(value) for key, value in inputs},
                reason="shows the records that the request may mean",
                label=f"{label + at - 1}",
                goal=brief.prompt[:120],
                revision=number,
            )
        )
    return [*reads, _gather((*before, *(one.id for one in reads)), number, brief.prompt)]


def _label(before: Sequence[str], number: int) -> int:
    """Rows count on from the steps that were there, `number` - 1 of which gathered."""
    return len(before) + number


def _gather(seen: Sequence[str], number: int, prompt: str) -> Step:
    """The step that reads the request over what was read and answered."""
    return Step(
        f"{GATHER}{'.' if number > 1 else ''}{number}",
        UTILITY,
        KEEP,
        "read",
        {"data": Several(tuple(map(Output, seen))), "fields": Literal([])},
        (),
        "decides which records are meant",
        f"{_label(seen, number)}",
        number,
        prompt[:120],
    )


def _letter(at: int) -> str:
    return chr(96 + at) if at <= 26 else f"{chr(96 + (at - 1) // 26)}{chr(97 + (at - 1) % 26)}"


def _writes(brief: Brief, step: Step, decided: "decide.Decided") -> list[Step]:
    found: dict[str, Step] = {}
    for at, write in enumerate(decided.writes, 1):
        action = brief.catalogue.actions[write.ref]
        made = Step(
            f"write.{at}",
            action.tool,
            action.name,
            action.effect,
            places.whole(action, write.inputs),
            (step.id,),
            write.reason,
            f"{step.label}{_letter(at)}",
            step.revision + 1,
            write.goal,
            lessons=write.lessons,
        )
        found.setdefault(step_id(made), made)
    return list(found.values())
