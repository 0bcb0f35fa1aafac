"""What tasks go through: one scenario for each thing that can happen to a plan."""

from dataclasses import replace

from chalicelib.domain.binding import Answer, Condition, Literal, Output
from chalicelib.domain.edit import CarryOn, Edit, Insert, Later, Recover, Replace, step_id
from chalicelib.domain.outcome import Done, Failed, Outcome, Started
from chalicelib.domain.plan import Question, Step
from chalicelib.engine.ports import Call
from chalicelib.planning.planner import NoPlan, Run
from tests.engine.scripted import question, step
from tests.proof.checks import SECRET
from tests.proof.provider import Behaviour, Crash, Provider
from tests.proof.scenario import Scenario, connects, rejects, silent


def fails_until(action: str, reason: str = "unauthorized") -> Behaviour:
    """Refused until another action has taken effect."""
    def behaviour(provider: Provider, call: Call) -> Outcome:
        return Done({"ok": True}) if provider.did(action) else Failed(reason, f"{action} first")  # type: ignore[arg-type]
    return behaviour


def always(reason: str) -> Behaviour:
    return lambda provider, call: Failed(reason, "always so")  # type: ignore[arg-type]


def first_times(times: int, failure: Failed) -> Behaviour:
    """Fails so many times, then works."""
    def behaviour(provider: Provider, call: Call) -> Outcome:
        earlier = sum(made.action.name == call.action.name for made in provider.calls)
        return failure if earlier <= times else Done({"ok": True})
    return behaviour


def silence(*, applied: bool) -> Behaviour:
    """The first answer is lost; the call took effect or not."""
    def behaviour(provider: Provider, call: Call) -> Outcome:
        first = sum(made.action.name == call.action.name for made in provider.calls) == 1
        if first and applied:
            provider.effects.setdefault(call.action.name, []).append(call.key)
            if call.action.effect != "unsafe":
                provider.replies[call.key] = (provider.now(), Done({"ok": True}))
        return Failed("outcome_unknown", "lost") if first else Done({"ok": True})
    return behaviour


def kills(provider: Provider, call: Call) -> Outcome:
    raise Crash(f"{call.action.name} kills whoever calls it")


def takes_its_time(provider: Provider, call: Call) -> Outcome | Started:
    """Begins at once, and is done when it has been asked three times."""
    name = call.action.name
    if not call.operation:
        done = provider.effects.setdefault(name, [])
        if call.action.effect == "unsafe" or call.key not in done:
            done.append(call.key)
        return Started({"url": f"http://there/{name}"}, after=5)
    asked = sum(made.operation == call.operation for made in provider.calls)
    return Done({"ok": True}) if asked >= 3 else Started({})


def ends_badly(provider: Provider, call: Call) -> Outcome | Started:
    """Begins at once; asked what has become of it, it says that nothing has."""
    if not call.operation:
        return Started({"url": f"http://there/{call.action.name}"}, after=5)
    return Failed("rejected", "it could not be done")


def calls_back(after: float, *, ends: str = "done", asked: bool = False) -> Behaviour:
    """Begins at once, and tells `after` so many seconds how it ended; `asked`: it can also be asked."""
    def behaviour(provider: Provider, call: Call) -> Outcome | Started:
        if call.operation:
            return takes_its_time(provider, call) if ends == "done" else ends_badly(provider, call)
        done = provider.effects.setdefault(call.action.name, [])
        if ends == "done" and (call.action.effect == "unsafe" or call.key not in done):
            done.append(call.key)
        if call.callback and ends:
            body = {"state": ends, "why": "it could not be done", "ok": True, "said": SECRET}
            provider.callbacks.append((provider.now() + round(after * 1000), call.callback, body))
        return Started({"callback": True, **({"url": f"http://there/{call.action.name}"} if asked else {})})
    return behaviour


def large(provider: Provider, call: Call) -> Outcome:
    return Done({"text": "x" * 500})


def counts(provider: Provider, call: Call) -> Outcome:
    """What the tool answers tells how often it was asked: a wrong or lost payload shows in the next step's input."""
    return Done({"text": f"{call.action.name} " + "x" * 300})


def confides(provider: Provider, call: Call) -> Outcome:
    """Tells what must not stay where the sub-agent records less than everything."""
    return Done({"text": f"{SECRET} " + "x" * 100}, note=f"{SECRET} said so")


def needs_connection(provider: Provider, call: Call) -> Outcome:
    return Done({"ok": True}) if provider.connected() else Failed("not_connected", "nobody has connected it")


def asks_consent(run: Run, looked_at: Step, outcome: Outcome) -> Edit:
    """Each step that lacks a connection asks for it by itself."""
    if not isinstance(outcome, Failed):
        return CarryOn()
    if outcome.reason != "not_connected":
        return Later(outcome.retry_after or 1)
    return Recover((consent_of(looked_at.id),))


def consent_of(sid: str) -> Step:
    asked = Question("oauth_consent", "connect it", about=sid, tool="tool", action=sid)
    return Step(
        id=f"{sid}.cons", tool="person", action="ask", effect="read", reason="it is not connected", ask=asked,
        remedy_for=sid,
    )


def mend(sid: str, number: str, *needs: str, **fields: str) -> Step:
    """A remedy for `sid`, with an action of its own."""
    return step(f"{sid}.{number}", *needs, action=f"mend{number}", remedy_for=sid, **fields)  # type: ignore[arg-type]


def instead(sid: str, number: str, of: Step, remedy_for: str | None = None) -> Step:
    return replace(
        of, id=f"{sid}.{number}", action=f"instead{number}", label=f"{sid}.{number}", replaces=of.id,
        remedy_for=remedy_for,
    )


def endless(run: Run, looked_at: Step, outcome: Outcome) -> Edit:
    """Every step shows the need for another one, which whatever waited has to wait for."""
    if isinstance(outcome, Failed):
        return Later(1)
    more = step("", looked_at.id, action=f"more{len(run.plan.steps)}", goal=looked_at.id)
    return Insert((replace(more, id=step_id(more)),))


def finds(run: Run, looked_at: Step, outcome: Outcome) -> Edit:
    """The id of a need is made from what it does: whoever finds it makes the same one."""
    if isinstance(outcome, Failed):
        return Later(1)
    wanted = replace(step("", action="need"), reason=f"found by {looked_at.id}")
    return Insert((replace(wanted, id=step_id(wanted)),)) if looked_at.id in ("1", "2") else CarryOn()


NEED = step("n.aa", action="need")
SHARED = step("n.au", action="login")
EACH = tuple(step(f"n.c{number}", "1", action=f"each{number}") for number in (1, 2, 3))
MEND_A, MEND_B = mend("1", "rr"), instead("1", "ss", mend("1", "rr"), remedy_for="1")
OTHER = instead("1", "xx", step("1"))
CITY = {"type": "object", "required": ["city"], "properties": {"city": {"type": "string"}}}

SCENARIOS = {scenario.name: scenario for scenario in (
    Scenario("linear", (step("1", effect="read"), step("2", "1"), step("3", "2"))),
    Scenario("diamond", (step("1"), step("2", "1"), step("3", "1"), step("4", "2", "3"))),
    Scenario("a plan of one", (step("1"),)),
    Scenario("no plan", NoPlan("nothing can do that"), ends=("FAIL",)),
    Scenario("a condition that is false", (
        step("1"), step("2", "1", when=Condition(Output("1", "count"), "gt", Literal(3))), step("3", "2"),
    )),
    Scenario("remedy and retry", (step("1"), step("2", "1")), {"1": fails_until("mendrr")},
             remedies={"1": (Recover((MEND_A,)),)}),
    Scenario("a remedy that fails for good", (step("1"), step("2", "1"), step("3")),
             {"1": fails_until("mendrr"), "mendrr": always("rejected")},
             remedies={"1": (Recover((MEND_A,)),)}, ends=("FAIL",)),
    Scenario("a remedy fails, the next one works", (step("1"), step("2", "1")),
             {"1": fails_until("insteadss"), "mendrr": always("rejected")},
             remedies={"1": (Recover((MEND_A,)),), "1.rr": (Replace(MEND_B),)}),
    Scenario("two share a remedy", (step("1"), step("2"), step("3", "1", "2")),
             {"1": fails_until("login"), "2": fails_until("login")},
             remedies={"1": (Recover((SHARED,)),), "2": (Recover((SHARED,)),)}),
    Scenario("two share a remedy that fails", (step("1"), step("2"), step("3", "1", "2")),
             {"1": fails_until("login"), "2": fails_until("login"), "login": always("rejected")},
             remedies={"1": (Recover((SHARED,)),), "2": (Recover((SHARED,)),)}, ends=("FAIL",)),
    Scenario("other inputs", (step("1"), step("2", "1")), {"1": always("invalid_input")},
             remedies={"1": (Replace(OTHER),)}),
    Scenario("a failure with a live sibling", (step("1"), step("2"), step("3", "2"), step("4", "1", "3")),
             {"1": always("not_found")}, ends=("FAIL",)),
    Scenario("two fail together", (step("1"), step("2"), step("3", "1"), step("4", "1", "2"), step("5", "4")),
             {"1": always("not_found"), "2": always("forbidden")}, ends=("FAIL",)),
    Scenario("two find the same need", (step("1"), step("2"), step("3", "1", "2"), step("4", "2")),
             inserts={"1": (NEED,), "2": (NEED,)}),
    Scenario("a need that fails", (step("1"), step("2"), step("3", "1"), step("4", "2")),
             {"need": always("not_found")}, inserts={"1": (NEED,), "2": (NEED,)}, ends=("FAIL",)),
    Scenario("a need is replaced while another finds it", (step("1"), step("2"), step("3", "1"), step("4", "2")),
             {"need": always("not_found")}, inserts={"1": (NEED,), "2": (NEED,)},
             remedies={"n.aa": (Replace(instead("n", "bb", NEED)),)}),
    Scenario("one for each item", (step("1"), step("2", "1")), inserts={"1": EACH}),
    Scenario("a person gives a value", (
        question("1", fields=CITY), step("2", "1", inputs={"city": Answer("1", "city")}), step("3"),
    )),
    Scenario("a person approves", (step("1"), step("2", "1")), agent={"requires_approval": ("tool.1",)}),
    Scenario("a person rejects", (step("1"), step("2", "1"), step("3")),
             agent={"requires_approval": ("tool.1",)}, person=rejects, ends=("FAIL",)),
    Scenario("nobody answers", (question("1"), step("2", "1"), step("3")), person=silent, ends=("FAIL",)),
    Scenario("nobody answers, and that is told", (question("1"),), person=silent, webhook=(200,), ends=("FAIL",)),
    Scenario("a rule on arguments asks", (
        step("1", effect="read"), step("2", "1", inputs={"n": Literal(9)}), step("3", "2", inputs={"n": Literal(1)}),
    ), agent={"requires_approval": ({"action": "tool.*", "when": "n > `5`"},)}, ruled=frozenset(("1", "2"))),
    Scenario("the plan is approved after what it reads", (
        step("1", effect="read"), step("2", "1", inputs={"x": Output("1", "ok")}),
        step("3", inputs={"y": Output("2", "ok")}, effect="unsafe"),
    ), request={"approve": "plan"}),
    Scenario("the plan is approved with what a read adds, and again with what a write adds", (
        step("1", effect="read"), step("2", "1"), step("3", "2"),
    ), inserts={"1": EACH[:2], "2": (NEED,)}, request={"approve": "plan"}),
    Scenario("the plan is approved though a read fails", (
        step("1", effect="read"), step("2", effect="read"), step("3", "1"), step("4", "2"),
    ), {"2": always("not_found")}, request={"approve": "plan"}, ends=("FAIL",)),
    Scenario("the plan is rejected", (step("1", effect="read"), step("2", "1"), step("3")),
             inserts={"1": EACH[:2]}, request={"approve": "plan"}, person=rejects, ends=("FAIL",)),
    Scenario("more writes than are allowed", (step("1"), step("2"), step("3"), step("4", "1", effect="unsafe")),
             agent={"limits": {"writes": 2}}),
    Scenario("more writes than are allowed, and a person says no", (
        step("1"), step("2"), step("3"), step("4", "1", effect="unsafe"),
    ), agent={"limits": {"writes": 2}}, person=rejects, ends=("FAIL",)),
    Scenario("a remedy that writes is put with the plan", (step("1", effect="read"), step("2", "1")),
             {"1": fails_until("mendrr")}, remedies={"1": (Recover((MEND_A,)),)}, request={"approve": "plan"}),
    Scenario("shown and not done", (
        step("1", effect="read"), step("2", "1"), step("3", effect="read", inputs={"x": Output("2", "ok")}),
    ), request={"mode": "shadow"}),
    Scenario("the plan is approved first", (step("1"), step("2", "1", effect="unsafe")), request={"approve": "plan"}),
    Scenario("a question that nobody needs any more", (
        step("0"), question("1", depends_on=("0",)), step("2"), step("3", "1", "2"),
    ), {"2": always("not_found")}, person=silent, ends=("FAIL",), hours=1),
    Scenario("unsafe, and it happened", (step("1", effect="unsafe"), step("2", "1")), {"1": silence(applied=True)}),
    Scenario("unsafe, and it did not", (step("1", effect="unsafe"), step("2", "1")), {"1": silence(applied=False)}),
    Scenario("unsafe, and a probe finds it", (step("1", effect="unsafe"), step("2", "1")),
             {"1": silence(applied=True), "look": lambda provider, call: Done({"ok": provider.did("1")})},
             extra=(step("look", effect="read"),), probed=frozenset("1")),
    Scenario("unsafe, and a probe finds nothing", (step("1", effect="unsafe"), step("2", "1")),
             {"1": silence(applied=False), "look": lambda provider, call: Done({"ok": provider.did("1")})},
             extra=(step("look", effect="read"),), probed=frozenset("1")),
    Scenario("two unsafe in a row", (step("1", effect="unsafe"), step("2", "1", effect="unsafe"))),
    Scenario("idempotent, and nobody knows", (step("1"), step("2", "1")), {"1": silence(applied=True)}),
    Scenario("an endless planner", (step("1"), step("2", "1")), revise=endless,
             extra=tuple(step(f"x{n}", action=f"more{n}") for n in range(8)), request={"max_steps": 4},
             ends=("DEPTH",)),
    Scenario("a remedy past the cap", (step("1"), step("2", "1")), {"1": always("unauthorized")},
             remedies={"1": (Recover((MEND_A,)),)}, request={"max_steps": 2}, ends=("DEPTH",)),
    Scenario("cancelled while it works", (step("1"), step("2", "1", effect="unsafe"), step("3")),
             meanwhile={"1": "cancel"}, ends=("CANC", "OK")),
    Scenario("cancelled while a remedy works", (step("1"), step("2", "1")), {"1": fails_until("mendrr")},
             remedies={"1": (Recover((MEND_A,)),)}, meanwhile={"mendrr": "cancel"}, ends=("CANC", "OK")),
    Scenario("told to come later", (step("1"), step("2", "1")),
             {"1": first_times(2, Failed("rate_limited", "slow down", retry_after=2_000))}),
    Scenario("a webhook that fails twice", (step("1"), question("2"), step("3", "1", "2")), webhook=(500, 500, 200)),
    Scenario("a webhook that always fails", (step("1"),), webhook=(500,)),
    Scenario("a step that kills its workers", (step("1"), step("2", "1"), step("3")), {"1": kills},
             settings={"max_attempts": 3}, ends=("FAIL",)),
    Scenario("a large output", (step("1"), step("2", "1", inputs={"x": Output("1", "text")})), {"1": large},
             settings={"inline_bytes": 200}),
    Scenario("each finds the same need by itself", (step("1"), step("2"), step("3", "1"), step("4", "2")),
             revise=finds, extra=(NEED,)),
    Scenario("begun, and asked until it is done", (step("1"), step("2", "1")), {"1": takes_its_time}),
    Scenario("begun, and it came to nothing", (step("1"), step("2", "1"), step("3")), {"1": ends_badly},
             ends=("FAIL",)),
    Scenario("begun, and its tool calls back", (step("1", effect="unsafe"), step("2", "1")), {"1": calls_back(300)},
             call_back=frozenset("1")),
    Scenario("its tool calls back at once", (step("1"), step("2", "1")), {"1": calls_back(0)},
             meanwhile={"1": "callback"}, call_back=frozenset("1")),
    Scenario("its tool calls back, or is asked", (step("1"), step("2", "1")), {"1": calls_back(6, asked=True)},
             call_back=frozenset("1")),
    Scenario("its tool calls back that it failed", (step("1", effect="unsafe"), step("2", "1"), step("3")),
             {"1": calls_back(30, ends="failed")}, call_back=frozenset("1"), ends=("FAIL",)),
    Scenario("its tool never calls back", (step("1"), step("2", "1"), step("3")), {"1": calls_back(0, ends="")},
             call_back=frozenset("1"), ends=("FAIL",)),
    Scenario("cancelled before its tool calls back", (step("1", effect="unsafe"), step("2", "1"), step("3")),
             {"1": calls_back(30)}, meanwhile={"3": "cancel"}, call_back=frozenset("1"), ends=("CANC", "OK")),
    Scenario("stopped, and let go on", (step("1"), step("2", "1"), step("3", "2", effect="unsafe")),
             meanwhile={"1": "stop"}),
    Scenario("its sub-agent stopped, and let go on", (step("1"), step("2", "1"), step("3")),
             meanwhile={"1": "stop"}, stops="agent"),
    Scenario("one call at a time", (step("1"), step("2"), step("3", "1", "2", effect="unsafe")),
             limits={"max_concurrent": 1}),
    Scenario("two calls a minute", (step("1"), step("2"), step("3"), step("4", "1", "2", "3")),
             limits={"rate_limit": {"calls": 2, "per_seconds": 60}}),
    Scenario("every payload in a blob", (
        step("1"), step("2", "1", inputs={"x": Output("1", "text")}), step("3", "2", inputs={"y": Output("2", "text")}),
    ), {"1": large, "2": counts}, settings={"inline_bytes": 10}),
    Scenario("the time is over", (step("1"), step("2", "1"), step("3")),
             {"1": first_times(1, Failed("rate_limited", "slow down", retry_after=120))},
             agent={"limits": {"seconds": 100}}, ends=("FAIL", "OK")),
    Scenario("a person's time does not count", (question("1", fields=CITY), step("2", "1")),
             agent={"limits": {"seconds": 1_000}}, ends=("OK", "FAIL")),
    Scenario("the key is forgotten", (step("1"), step("2", "1")), settings={"key_window": 100_000}, memory=150_000),
    Scenario("retried from the step that failed", (step("1"), step("2", "1"), step("3", "2", effect="unsafe")),
             {"2": first_times(1, Failed("not_found", "not yet"))}, ends=("FAIL", "OK"), retry="2"),
    Scenario("retried after nobody knew", (step("1", effect="unsafe"), step("2", "1"), step("3")),
             {"1": silence(applied=False)}, person=silent, ends=("FAIL",), retry="1", then=("OK", "FAIL")),
    Scenario("retried after nobody knew that it happened", (step("1", effect="unsafe"), step("2", "1"), step("3")),
             {"1": silence(applied=True)}, person=silent, ends=("FAIL",), retry="2", then=("OK", "FAIL")),
    Scenario("a person connects the service", (step("1"), step("2", "1"), step("3")), {"1": needs_connection},
             revise=asks_consent, extra=(consent_of("1"),), person=connects, request={"user_id": "u1"}, connects=True),
    Scenario("two need the same connection", (step("1"), step("2"), step("3", "1", "2")),
             {"1": needs_connection, "2": needs_connection}, revise=asks_consent,
             extra=(consent_of("1"), consent_of("2")), person=connects, request={"user_id": "u1"}, connects=True),
    Scenario("nothing is kept", (
        step("1"), question("2", fields=CITY), step("3", "1", "2", inputs={"x": Output("1", "text")}),
    ), {"1": confides}, settings={"inline_bytes": 60}, agent={"record": "none"}, webhook=(500, 200)),
    Scenario("only shapes are kept of a task that failed", (step("1", inputs={"x": Literal(SECRET)}), step("2", "1")),
             {"1": confides, "2": lambda provider, call: Failed("rejected", f"{SECRET} is closed")},
             agent={"record": "shape"}, ends=("FAIL",)),
    Scenario("nothing is kept of a late callback", (step("1", effect="unsafe"), step("2", "1"), step("3")),
             {"1": calls_back(900), "3": confides}, meanwhile={"3": "cancel"}, call_back=frozenset("1"),
             agent={"record": "none"}, ends=("CANC", "OK")),
    Scenario("planned only", (step("1"), step("2", "1")), request={"mode": "test"}),
)}


