"""Asking the planner: for a first plan, and for an edit after every step.

What a planner proposes is checked before it counts.  A planner that raises, or proposes what the rules
forbid, has proposed nothing: the step's own outcome then stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from traceback import format_exc
from typing import Any  # Any: outputs are JSON

from chalicelib import __version__
from chalicelib.domain.binding import Literal, Output
from chalicelib.domain.control import Control
from chalicelib.domain.edit import CarryOn, Edit, GiveUp, Insert
from chalicelib.domain.errors import InvalidPlan
from chalicelib.domain.lesson import Memory
from chalicelib.domain.outcome import Done, Failed, Outcome
from chalicelib.domain.plan import PLAN, Plan, Question, Step, encode_step
from chalicelib.domain.redact import redact_text
from chalicelib.domain.subagent import SubAgent
from chalicelib.domain.task import Task
from chalicelib.domain.tool import ASK, PERSON, SHAPE, UTILITY
from chalicelib.engine import registry
from chalicelib.engine.act import facts
from chalicelib.engine.action_records import Records, Unread
from chalicelib.engine.engine import Engine
from chalicelib.engine.learning import trials
from chalicelib.engine.load import Loaded, letters
from chalicelib.engine.memory import FRESH, memory_of
from chalicelib.engine.records import decode_record, task_pk
from chalicelib.engine.sealing import sealed_step
from chalicelib.planning.gathering import gathers
from chalicelib.planning.planner import Brief, Catalogue, NoPlan, Planner, Run, Trial

NO_PLAN = "no_plan"


@dataclass(frozen=True, slots=True)
class Planned:
    """What step zero gave: an edit that inserts the plan, or a failure."""

    edit: Edit
    output: Mapping[str, Any] | None = None
    failure: Failed | None = None
    lessons: tuple[str, ...] = ()


def brief_of(task: Task, purpose: str, catalogue: Catalogue, memory: Memory) -> Brief:
    return Brief(
        prompt=task.prompt, catalogue=catalogue, memory=memory, context=facts(task), purpose=purpose,
        now=task.created_at, max_steps=task.cap,
    )


def versions(engine: Engine) -> Mapping[str, str]:
    """Who plans; the sub-agent and the actions are named by their content anyway (`registry`)."""
    planner = getattr(engine.planner, "version", type(engine.planner).__name__)
    return {"planner": planner, "engine": __version__}


def first_plan(engine: Engine, task: Task) -> Planned:
    from chalicelib.engine.compiled import prepared  # the stemmer and its tables are not for every step of a worker

    sub_agent = registry.version(engine.ports, engine.cache, task.account, task.sub_agent_version)
    catalogue = prepared(
        engine.ports, task.account, registry.planned_with(engine.ports, engine.cache, task.account, sub_agent)
    )
    memory = memory_of(engine, task.account, task.sub_agent) if task.training else Memory()
    plan = proposed(engine.planner, brief_of(task, sub_agent.prompt, catalogue, memory), task)
    plan = plan if isinstance(plan, Planned) else within_effects(plan, sub_agent)
    if isinstance(plan, Planned):
        return plan
    lessons = tuple(dict.fromkeys(lesson for step in plan.steps for lesson in step.lessons))
    output = {"plan": [encode_step(sealed_step(engine.ports, task.account, step)) for step in plan.steps]}
    if task.mode == "test":
        return Planned(CarryOn("Planned only: the task is in test mode"), output, lessons=lessons)
    return Planned(Insert(plan.steps), output, lessons=lessons)


def proposed(planner: Planner, brief: Brief, task: Task) -> Plan | Planned:
    """The planner's draft as it counts: checked, with the steps that the task itself asks for; or a failure."""
    from chalicelib.planning.check import check_plan
    from chalicelib.planning.deliberate import deliberate_plan
    from chalicelib.planning.told import told_plan

    try:
        draft = planner.draft(brief)
        if isinstance(draft, NoPlan):
            failure = Failed("rejected", draft.detail, signal=NO_PLAN)
            return Planned(GiveUp("rejected", draft.detail, draft.suggestion), failure=failure)
        plan = check_plan(draft, brief.catalogue, len(draft.steps))  # too many end the task by name, in `decide`
        plan = told_plan(plan, brief)
        if task.approve != "plan" and task.mode != "shadow":
            plan = deliberate_plan(plan, brief)
    except InvalidPlan as error:
        return _no_plan(f"no valid plan: {error.detail}")
    except Exception as error:  # a planner may be anybody's code: its defect must not end worker after worker
        return _no_plan(f"the planner failed: {type(error).__name__}: {error}", redact_text(format_exc()))
    if task.approve == "plan" and task.mode != "shadow":
        plan = approved_first(plan, brief.catalogue)
    return plan if task.output_schema is None else shaped_last(plan, task.output_schema)


def within_effects(plan: Plan, sub_agent: SubAgent) -> Plan | Planned:
    """The plan; or that there is none, where it needs what the sub-agent's effects do not allow."""
    beyond = list(dict.fromkeys(
        ref for step in plan.steps for one in (step, step.body) if one is not None
        if (ref := one.ref) in sub_agent.withheld and ref not in sub_agent.actions
    ))
    if not beyond:
        return plan
    needed, may = ", ".join(beyond), " and ".join(sub_agent.effects)
    return _no_plan(
        f"this needs {needed}, and sub-agent {sub_agent.name!r} may only {may}",
        suggestion=f"Ask for what can be done with {may} alone, or give the sub-agent more effects (PATCH effects)",
    )


def _no_plan(detail: str, defect: str = "", suggestion: str = "") -> Planned:
    failure = Failed("rejected", detail, signal=NO_PLAN)
    told = suggestion or _suggestion(defect)
    return Planned(GiveUp("rejected", detail, told, defect=defect), failure=failure)


def _suggestion(defect: str) -> str:
    return "Report it: this is a defect of the planner" if defect else "Say the request in other words"


def shaped_last(plan: Plan, schema: Mapping[str, Any]) -> Plan:
    """The plan with one step after all others, which gives the result its promised shape or fails by name."""
    used = {needed for step in plan.steps for needed in plan.needs(step)}
    ends = [step for step in plan.steps if step.id not in used]
    label = str(len(plan.steps) + 1)
    return plan.with_steps([Step(
        id=label, label=label, tool=UTILITY, action=SHAPE, effect="read",
        inputs={"schema": Literal(schema), **{f"step_{step.id}": Output(step.id) for step in ends if not step.ask}},
        depends_on=tuple(step.id for step in ends),
        reason="The task asks for a result of a given shape (`output_schema`)",
    )])


def approved_first(plan: Plan, catalogue: Catalogue) -> Plan:
    """The plan with one question before its first write.

    It depends on what every write needs; for the rest of what can be read first it is held back (`asking`), so that a
    read that fails takes along only what needs it.  What writes for each item of a list is not there yet: the list is
    read, and its items ask (`permits`).
    """
    from chalicelib.planning.deliberate import acts, writes

    held = {step.id for step in plan.steps if acts(step, catalogue)}
    if not any(writes(step, catalogue) for step in plan.steps):
        return plan
    label = str(len(plan.steps) + 1)
    question = Step(
        id=label, label=label, tool=PERSON, action=ASK, effect="read", depends_on=_all_need(plan, catalogue),
        reason="the task asks for a person's approval before it writes (approve: plan)",
        ask=Question("approval", "May these writes be made?", about=PLAN),
    )
    return Plan((
        *(replace(step, depends_on=(*step.depends_on, label)) if step.id in held else step for step in plan.steps),
        question,
    ))


def _all_need(plan: Plan, catalogue: Catalogue) -> tuple[str, ...]:
    """The steps without which nothing would be written."""
    from chalicelib.planning.deliberate import acts, writes

    needed = [
        _behind(plan, step) - {step.id} if acts(step, catalogue) else _behind(plan, step)
        for step in plan.steps if writes(step, catalogue)
    ]
    common = set.intersection(*needed)
    return tuple(step.id for step in plan.steps if step.id in common and not acts(step, catalogue))


def _behind(plan: Plan, step: Step) -> set[str]:
    """The step, and everything that it needs."""
    found, todo = {step.id}, [step.id]
    while todo:
        more = set(plan.needs(plan.step(todo.pop()))) - found
        found |= more
        todo += more
    return found


def review(
    engine: Engine, loaded: Loaded, control: Control, plan: Plan, records: Records, sub_agent: SubAgent,
    outcome: Outcome,
) -> Edit:
    """The planner's edit after `outcome`, checked.  Most looks need no record but the step's own."""
    task, step = loaded.task, loaded.step
    assert step is not None
    failed = isinstance(outcome, Failed)
    memory = Memory()
    if task.training:
        memory = memory_of(engine, task.account, task.sub_agent, 0 if failed else FRESH)
    run = run_so_far(engine, loaded, control, plan, outcome)
    if failed:
        records.read_all()
    brief, deliberate = brief_of(task, sub_agent.prompt, records.catalogue, memory), task.mode != "shadow"
    try:
        return reviewed(engine.planner, brief, run, step, outcome, deliberate=deliberate)
    except Unread:
        records.read_all()
    return reviewed(engine.planner, brief, run, step, outcome, deliberate=deliberate)


def reviewed(
    planner: Planner, brief: Brief, run: Run, step: Step, outcome: Outcome, *, deliberate: bool = True
) -> Edit:
    """The planner's edit as it counts.  Raises `Unread` if it wants more than has been read.

    `deliberate`: writes that nobody asked for are put to a person; nobody need be asked where none is sent.
    """
    try:
        if gathers(step):
            from chalicelib.planning.records import answered

            brief = answered(brief, run)
        edit = planner.revise(brief, run, step, outcome)
        if isinstance(edit, CarryOn):  # as after most steps: there is nothing to check, nor need the checks be imported
            return edit
        return _checked(edit, brief, run, step, deliberate=deliberate)
    except Unread:
        raise
    except InvalidPlan as error:
        return _nothing(step, outcome, f"The planner's proposal was refused: {error.detail}")
    except Exception as error:  # a planner may be anybody's code: its defect must not cost a done step
        return _nothing(
            step, outcome, f"The planner failed: {type(error).__name__}: {error}", redact_text(format_exc())
        )


def _checked(edit: Edit, brief: Brief, run: Run, step: Step, *, deliberate: bool) -> Edit:
    from chalicelib.planning.check import check_edit
    from chalicelib.planning.deliberate import deliberate_edit
    from chalicelib.planning.told import told_edit

    edit = told_edit(check_edit(edit, run, step, brief.catalogue), brief, run, step)
    return deliberate_edit(edit, brief, run, step) if deliberate else edit


def _nothing(step: Step, outcome: Outcome, note: str, defect: str = "") -> Edit:
    """What stands where nothing was proposed.  `defect` is for the operators: a note alone would hide it.

    Where the rest of the plan was to be made from what was gathered, going on would end well with nothing done.
    """
    if isinstance(outcome, Failed):
        return GiveUp(outcome.reason, f"{outcome.detail} ({note})".strip(), defect=defect)
    if gathers(step):
        return GiveUp("rejected", note, _suggestion(defect), defect=defect)
    return CarryOn(note, defect)


def run_so_far(engine: Engine, loaded: Loaded, control: Control, plan: Plan, outcome: Outcome) -> Run:
    step = loaded.step
    assert step is not None
    outputs = dict(loaded.outputs)
    if isinstance(outcome, Done):
        outputs[step.id] = outcome.output
    live = control.live(step.id)
    trials = _trials(engine, loaded, control, plan) if isinstance(outcome, Failed) else ()
    return Run(plan, letters(control), outputs, trials, live.attempts if live else 1)


def _trials(engine: Engine, loaded: Loaded, control: Control, plan: Plan) -> tuple[Trial, ...]:
    """What was tried before for this step and, if it is a remedy, for the step that it repairs.

    Oldest first; read only when the step has failed.
    """
    assert loaded.step is not None
    pk = task_pk(loaded.task.account, loaded.task.id)
    found: list[Trial] = []
    live = control.live(loaded.step.id)
    own = None if live is not None and live.attempts == 1 else loaded.step.id  # a first try has none before it
    for sid in (loaded.step.remedy_for, own):
        items = registry.everything(engine.ports.store, pk, f"R#{sid}#") if sid else ()
        records = sorted((decode_record(item) for item in items), key=lambda record: record.epoch)
        earlier = [record for record in records if record.status == "retried"]
        found += trials(earlier, {step.id: step for step in plan.steps}, control)
    return tuple(found)
