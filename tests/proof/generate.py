"""Random tasks: plans, what their tools do, what a reviser makes of it, what people say."""

from random import Random
from typing import Any

from chalicelib.domain.binding import Condition, Literal, Output
from chalicelib.domain.edit import Edit, Recover, Replace
from chalicelib.domain.outcome import Failed
from chalicelib.domain.plan import Step
from tests.engine.scripted import question, step
from tests.proof.provider import Behaviour
from tests.proof.scenario import Scenario, rejects, silent, truthful
from tests.proof.scenarios import (
    always,
    calls_back,
    ends_badly,
    fails_until,
    first_times,
    instead,
    kills,
    mend,
    silence,
    takes_its_time,
)

LIMITS: tuple[dict[str, Any], ...] = (
    {"max_concurrent": 1}, {"max_concurrent": 2, "rate_limit": {"calls": 3, "per_seconds": 1}},
    {"rate_limit": {"calls": 2, "per_seconds": 60}},
)
EFFECTS = ("read", "idempotent", "idempotent", "unsafe")


class _Draft:
    """A scenario in the making."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.plan: list[Step] = []
        self.behaviours: dict[str, Behaviour] = {}
        self.inserts: dict[str, tuple[Step, ...]] = {}
        self.remedies: dict[str, tuple[Edit, ...]] = {}
        self.loose: set[str] = set()
        self.call_back: set[str] = set()
        self.shared: Step | None = None

    def plan_step(self, number: int) -> None:
        random, sid = self.random, str(number)
        earlier = [one.id for one in self.plan]
        needs = tuple(random.sample(earlier, min(len(earlier), random.choice((0, 1, 1, 2, 3)))))
        if random.random() < 0.1:
            self.plan.append(question(sid, depends_on=needs))
            return
        fields = {}
        if needs and random.random() < 0.1:
            fields["when"] = Condition(Output(needs[0], "ok"), random.choice(("eq", "ne")), Literal(True))
        self.plan.append(step(sid, *needs, effect=random.choice(EFFECTS), **fields))  # type: ignore[arg-type]

    def behave(self, one: Step) -> None:
        """How the action goes, and what is then done about it."""
        random, sid, action = self.random, one.id, one.action
        chosen = random.random()
        if chosen < 0.5:
            return
        if chosen < 0.6:
            reason = random.choice(("rate_limited", "unavailable"))
            after = random.choice((0.5, 3, 1_000))
            self.behaviours[action] = first_times(random.choice((1, 2)), Failed(reason, "later", retry_after=after))
        elif chosen < 0.7:
            self.behaviours[action] = silence(applied=random.random() < 0.5)
        elif chosen < 0.73:
            self.behaviours[action] = random.choice((takes_its_time, ends_badly))
        elif chosen < 0.76:
            self.call_back.add(action)
            ends = random.choice(("done", "done", "done", "failed", ""))
            self.behaviours[action] = calls_back(random.choice((0, 1, 200)), ends=ends, asked=random.random() < 0.2)
        elif chosen < 0.78 and one.effect != "unsafe":
            self.behaviours[action] = kills
        elif chosen < 0.83:
            self.behaviours[action] = always(random.choice(("not_found", "forbidden")))
        else:
            self.remedy(one, sid)

    def remedy(self, one: Step, sid: str) -> None:
        random = self.random
        kind = random.choice(("recover", "recover", "shared", "replace", "next"))
        if kind == "replace":
            other = instead(sid, "xx" + sid, one)
            self.behaviours[one.action] = always("invalid_input")
            self.remedies[sid] = (Replace(other),)
            return
        if kind == "shared":
            self.shared = self.shared or step("n.au", action="login")
            self.behaviours[one.action] = fails_until("login")
            self.remedies[sid] = (Recover((self.shared,)),)
            return
        mending = mend(sid, "m" + sid, *self.foreign(sid))
        self.behaviours[one.action] = fails_until(mending.action)
        self.remedies[sid] = (Recover((mending,)),)
        if kind == "next":
            other = instead(sid, "o" + sid, mending, remedy_for=sid)
            self.behaviours[mending.action] = always("rejected")
            self.behaviours[one.action] = fails_until(other.action)
            self.remedies[mending.id] = (Replace(other),)

    def foreign(self, sid: str) -> tuple[str, ...]:
        """Sometimes an added step needs some other step of the plan, which may be anything by then."""
        others = [one.id for one in self.plan if one.id != sid]
        return (self.random.choice(others),) if others and self.random.random() < 0.15 else ()

    def need(self, one: Step) -> None:
        random = self.random
        if random.random() < 0.5:
            wanted = step("n.aa", action="need", effect=random.choice(("read", "idempotent", "unsafe")))
            known = [step for steps in self.inserts.values() for step in steps if step.id == "n.aa"]
            self.inserts[one.id] = (*(known[:1] or [wanted]),)
            return
        deps = self.foreign(one.id)
        added = tuple(
            step(f"n.{one.id}{letter}", one.id, *deps, action=f"need{one.id}{letter}")
            for letter in "abc"[:random.choice((1, 1, 2, 3))]
        )
        self.inserts[one.id] = added
        if deps:
            self.loose |= {new.id for new in added}


def _limited(random: Random) -> dict[str, Any]:
    spend = {"seconds": random.choice((30, 400, 4_000))} if random.random() < 0.06 else {}
    if random.random() < 0.08:
        spend["writes"] = random.choice((0, 1, 2, 3))
    return {"limits": spend} if spend else {}


def scenario(random: Random) -> Scenario:
    draft = _Draft(random)
    for number in range(1, random.choice((2, 3, 3, 4, 4, 5, 6)) + 1):
        draft.plan_step(number)
    acting = [one for one in draft.plan if one.ask is None]
    for one in acting:
        draft.behave(one)
        if random.random() < 0.2:
            draft.need(one)
    for steps in list(draft.inserts.values()):
        for one in steps:
            if one.action not in draft.behaviours and random.random() < 0.15:
                draft.behaviours[one.action] = always("not_found")
                if random.random() < 0.5:
                    draft.remedies[one.id] = (Replace(instead("n", "y" + one.id[2:], one)),)
    if draft.shared is not None and random.random() < 0.2:
        draft.behaviours["login"] = always("rejected")
    agent = _limited(random)
    held = tuple(f"tool.{one.action}" for one in acting if random.random() < 0.06)
    request = {"approve": "plan"} if random.random() < 0.05 else {}
    if random.random() < 0.1:
        request["max_steps"] = len(draft.plan) + random.choice((0, 1, 2))
    return Scenario(
        "random", tuple(draft.plan), draft.behaviours, draft.inserts, draft.remedies,
        person=random.choice((truthful, truthful, truthful, rejects, silent)),
        meanwhile={random.choice(acting).action: "cancel"} if acting and random.random() < 0.05 else {},
        request=request, agent={"requires_approval": held, **agent} if held else agent,
        settings={
            "max_attempts": random.choice((3, 6, 6)), "key_window": random.choice((100_000, 900_000, 23 * 3_600_000)),
            "inline_bytes": random.choice((16_384, 16_384, 16_384, 16_384, 16_384, 10)),
        },
        limits=random.choice(LIMITS) if random.random() < 0.12 else {},
        webhook=random.choice(((), (), (200,), (500, 200), (500,))), ends=("OK", "FAIL", "CANC", "DEPTH"),
        loose=frozenset(draft.loose), call_back=frozenset(draft.call_back),
    )
