"""A planner that proposes what its sub-agent was not granted, under every name and in every way it can.

What counts is what is called: nothing that was not granted under exactly that name, and no effect beyond the grant's.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.binding import Item, Literal
from chalicelib.domain.control import STEP_ZERO
from chalicelib.domain.edit import CarryOn, GiveUp, Insert, Recover, Replace, step_id
from chalicelib.domain.outcome import Done, Failed, Outcome
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.subagent import SubAgent
from chalicelib.engine.cache import Cache
from chalicelib.engine.deploy import deploy
from chalicelib.engine.kept import RetryRequest
from chalicelib.engine.retry import retry
from tests.security.office import ACCOUNT, ACTIONS, OUTSIDE, Drafts, Office, step
from tests.security.tally import Tally

GRANTED = tuple(one for one in ACTIONS if one.ref != "bank.transfer")
PROMPT = "Read ticket T-1, send an email, post a message, share the file, delete the ticket and transfer the money"

CONFUSABLE = {"a": "\u0430", "e": "\u0435", "o": "\u043e", "i": "\u0456", "s": "\u0455", "c": "\u0441", "p": "\u0440"}


def disguises(ref: str) -> list[str]:
    """Names that look like this one, or that some parser takes for it."""
    tool, _, name = ref.partition(".")
    wide = "".join(chr(ord(letter) + 0xFEE0) if letter.isalnum() else letter for letter in ref)
    return [
        ref.upper(), ref.title(), wide, f"{tool}.{name} ", f" {ref}", f"{ref}\n", f"{ref}\u200b", f"{tool}.\u2060{name}",
        f"{ref}\x00", f"{tool}..{name}", f"{ref}.", f"{tool}.{tool}.{name}", f"{tool}.*", f"{tool}/{name}", f"{ref}#x",
        f"{ref[:-1]}{CONFUSABLE.get(ref[-1], ref[-1] * 2)}", *(ref.replace(old, new) for old, new in CONFUSABLE.items() if old in ref),
    ]


NAMES = list(dict.fromkeys((
    *(one.ref for one in OUTSIDE), "bank.transfer", "shell.run", "person.ask", "utility.eval", "admin.*", "*.*", ".", "x.y",
    *disguises("mail.send_email"), *disguises("desk.delete_ticket"),
)))

READ = step("1", "desk.read_ticket", id="T-1")


def proposal(ref: str, **changes: Any) -> Step:
    tool, _, name = ref.partition(".")
    made = Step("", tool, name, "read", {field(ref): Literal("T-1")}, reason="because")  # the effect is a lie
    return replace(made, **changes)


def field(ref: str) -> str:
    """An input of the action, so that nothing else is wrong with a call of it."""
    known = {one.ref: one for one in (*ACTIONS, *OUTSIDE)}
    return next(iter(known[ref].input_schema["properties"]), "id") if ref in known else "id"


def drafted(ref: str) -> tuple[Plan, Callable[..., Any]]:
    return Plan((READ, proposal(ref, id="2", depends_on=("1",)))), on


def alone(ref: str) -> tuple[Plan, Callable[..., Any]]:
    return Plan((proposal(ref, id="1"),)), on


def for_each(ref: str) -> tuple[Plan, Callable[..., Any]]:
    """What is done for each item is proposed in the plan, and again when the items are there."""
    body = proposal(ref, id="1b", inputs={field(ref): Item("id")})
    return Plan((replace(READ, body=body),)), added(lambda done: proposal(ref, depends_on=(done.id,)))


def inserted(ref: str) -> tuple[Plan, Callable[..., Any]]:
    return Plan((READ, step("2", "desk.find_person", "1", name="Ana"))), added(
        lambda done: proposal(ref, depends_on=(done.id,)))


def as_a_remedy(ref: str) -> tuple[Plan, Callable[..., Any]]:
    def revise(run: Any, done: Step, outcome: Outcome) -> Any:
        made = proposal(ref, remedy_for=done.id)
        return Recover((replace(made, id=step_id(made, done.id)),)) if isinstance(outcome, Failed) else CarryOn()
    return Plan((replace(READ, inputs={"id": Literal("broken")}),)), revise


def in_place(ref: str) -> tuple[Plan, Callable[..., Any]]:
    def revise(run: Any, done: Step, outcome: Outcome) -> Any:
        made = proposal(ref, replaces=done.id)
        return Replace(replace(made, id=step_id(made, done.id))) if isinstance(outcome, Failed) else CarryOn()
    return Plan((replace(READ, inputs={"id": Literal("broken")}),)), revise


def on(run: Any, done: Step, outcome: Outcome) -> Any:
    return GiveUp(outcome.reason, outcome.detail) if isinstance(outcome, Failed) else CarryOn()


def added(make: Callable[[Step], Step]) -> Callable[..., Any]:
    def revise(run: Any, done: Step, outcome: Outcome) -> Any:
        made = make(done)
        return Insert((replace(made, id=step_id(made)),)) if done.id == "1" else on(run, done, outcome)
    return revise


WAYS: Mapping[str, Callable[[str], tuple[Plan, Callable[..., Any]]]] = {
    "in the first plan": drafted, "as the whole plan": alone, "for each item": for_each, "added later": inserted,
    "as a remedy": as_a_remedy, "in place of a failed step": in_place,
}


def read_ticket(call: Any) -> Outcome:
    return Failed("rejected", "broken") if call.inputs["id"] == "broken" else Done({"id": "T-1", "items": [{"id": "T-2"}]})


def tried(way: str, ref: str, agent: Mapping[str, Any] | None = None, granted: Any = GRANTED) -> Office:
    plan, revise = WAYS[way](ref)
    office = Office(Drafts(plan, revise), {"desk.read_ticket": read_ticket}, prompt=PROMPT, agent=agent, granted=granted)
    return office.run()


def within(office: Office) -> bool:
    """Whether everything that was called was granted, under its name and with its effect."""
    known = {one.ref: one for one in office.granted}
    return all(ref in known and known[ref].effect in office.agent.effects for ref, _ in office.calls)


def after_a_change(ref: str) -> Office:
    """The step was granted when it was planned, failed, and is retried once the grant has been narrowed."""
    office = Office(Drafts((step("1", ref, effect="unsafe", **{field(ref): "T-1"}),), on), {ref: lambda _: Failed("rejected", "no")},
                    prompt=PROMPT).run()
    office.world.outside.made.clear()
    office.world.outside.functions[ref] = lambda _: Done({})
    narrower = [one for one in ACTIONS if one.ref != ref]
    ports = office.world.ports
    ports.store.delete(f"A#{ACCOUNT}", "SUB#agent")
    deploy(ports, ACCOUNT, SubAgent(name="agent", prompt="Helps", tools=(), actions={}), narrower)
    office.granted = tuple(narrower)
    retry(office.engine, ACCOUNT, office.task.id, RetryRequest("1"), secret=b"s")
    return office.run()


def replayed(ref: str) -> Office:
    """A message about the step comes again, in a task whose stored plan has been exchanged."""
    office = Office(Drafts((READ,), on), {"desk.read_ticket": read_ticket}, prompt=PROMPT, granted=GRANTED)
    pk = f"T#{ACCOUNT}#{office.task.id}"
    while not any(sk.startswith(f"R#{STEP_ZERO}#") for sk in office.world.store._items.get(pk, {})):
        office.world.deliver({"steps": office.handle})
    office.engine = replace(office.engine, cache=Cache(office.world.clock))  # another worker
    rows = office.world.store._items[pk]
    for sk, item in rows.items():
        if sk.startswith(f"R#{STEP_ZERO}#"):
            for planned in item.data["output"]["plan"]:
                planned["tool"], _, planned["action"] = ref.partition(".")
                planned["inputs"] = {field(ref): {"value": "T-1"}}
    return office.run()


def corpus() -> Tally:
    found = Tally()
    for way in WAYS:
        for ref in NAMES:
            office = tried(way, ref)
            found.refused(f"{way}: {ref!r}: {office.calls}", not within(office))
        for one in (one for one in ACTIONS if one.effect != "read"):
            office = tried(way, one.ref, {"effects": ("read",)}, ACTIONS)
            found.refused(f"{way}, reads only: {one.ref}: {office.calls}", not within(office))
        for one in GRANTED:
            office = tried(way, one.ref)
            asked = one.effect != "read" and way in ("as a remedy", "in place of a failed step")
            found.passed(f"{way}: {one.ref}", one.ref in [ref for ref, _ in office.calls] or (asked and office.status == "waiting"))
    for one in ACTIONS:
        office = after_a_change(one.ref)
        found.refused(f"retried after a change: {one.ref}", not within(office))
    for ref in NAMES:
        office = replayed(ref)
        found.refused(f"replayed: {ref!r}", not within(office))
    for one in GRANTED:
        office = replayed(one.ref)
        found.passed(f"replayed: {one.ref}", one.ref in [ref for ref, _ in office.calls])
    return found
