"""What is explored: small tasks, each with one thing that is hard.

A step's `does` says how its tool behaves: `works`; `needs_fix` (fails until its remedy ran); `fails`;
`other_inputs` (fails, is superseded by a step that works); `later` (always told to come back); `kills` (ends
every worker); `approved` (works, a person must agree first); `asks` (a question); `plans` (step zero);
`begins` (is superseded by a step that `polls` until it is done); `calls_back` (by one that `awaits` its callback).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from chalicelib.domain.control import STEP_ZERO, Control, Live
from chalicelib.domain.edit import CarryOn, Edit, Insert
from chalicelib.domain.plan import Question, Step
from chalicelib.domain.tool import Effect
from chalicelib.engine.decide import kind_of
from tests.protocol.rules import Rules

Does = Literal[
    "works", "needs_fix", "fails", "other_inputs", "later", "kills", "approved", "asks", "plans",
    "begins", "calls_back", "polls", "awaits",
]


class Spec(NamedTuple):
    """A step, how its tool behaves, and which effect it has ("" for none)."""

    sid: str
    deps: tuple[str, ...] = ()
    kind: Effect = "idempotent"
    does: Does = "works"
    effect: str = ""

    def step(self) -> Step:
        ask = Question("approval", "?", about=self.sid[1:]) if self.does == "asks" else None
        poll = {"polls": {"url": "there"}, "awaits": {"callback": self.sid[:-1]}}.get(self.does)
        return Step(self.sid, "t", "do", "read" if ask else self.kind, depends_on=self.deps, ask=ask, poll=poll)


Needs = Callable[[str, Control, Rules], tuple[Spec, ...]]


def no_needs(sid: str, control: Control, rules: Rules) -> tuple[Spec, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """`before`: (step, effect): the effect must have happened when the step starts.

    `watched`: steps that may enter later; a worker's snapshot keeps what it saw of them.
    `wide`: branches that run at once have so many orders that it gets one fault less than the others.
    `first`: the plan is there at acceptance (no step zero).  `spills`: what a step gives lies in a blob, which its
    record names.  `stops`: the kill switch is thrown once, at any time, and released.  `unclaimed`: a read is not
    claimed when its message comes for the first time.
    """

    name: str
    steps: tuple[Spec, ...]
    needs: Needs = no_needs
    known: tuple[Spec, ...] = ()
    remedy: Spec | None = None
    before: tuple[tuple[str, str], ...] = ()
    watched: tuple[str, ...] = ()
    first: bool = True
    cap: int = 50
    slots: int = 2
    cancels: bool = False
    answers: tuple[str, ...] = ("a",)
    expires: bool = False
    early: bool = False
    webhook: bool = True
    webhook_fails: bool = False
    refuses: bool = False
    window: bool = False
    watches_due: bool = False
    releases: bool = False
    spills: bool = False
    stops: bool = False
    unclaimed: bool = False
    repeats: bool = False
    wide: bool = False
    specs: dict[str, Spec] = field(default_factory=dict[str, Spec], compare=False, hash=False)

    def spec(self, sid: str) -> Spec:
        known = self.specs.get(sid)
        if known is None:
            known = self.specs[sid] = self._find(sid)
        return known

    def _find(self, sid: str) -> Spec:
        remedies: tuple[Spec, ...] = (self.remedy,) if self.remedy else ()
        for spec in (*self.steps, *self.known, *remedies):
            if spec.sid == sid:
                return spec
        if sid == STEP_ZERO:
            return Spec(STEP_ZERO, does="plans")
        if sid[0] == "?":
            return Spec(sid, (), "read", "asks")
        if sid[0] == "!":
            return Spec(sid, (sid[1:],), "read", "asks")
        if sid.endswith("~"):
            return Spec(sid, (), "read", "polls" if self.spec(sid[:-1]).does == "begins" else "awaits")
        if sid.endswith("*"):
            return again(self.spec(sid[:-1]), sid)
        if sid.endswith("'"):
            return Spec(sid, effect="e" + sid)
        return Spec(sid, effect="conv" if "conv" in sid else "e" + sid)

    def plain(self, sid: str) -> bool:
        """Nothing that another step does can change what its worker decides."""
        hard = any(spec.does not in ("works", "kills") for spec in self.steps)
        spec = self.spec(sid)
        return (
            not hard and self.needs is no_needs and not self.refuses and spec.does in ("works", "kills")
            and spec.kind != "unsafe" and not self.window
        )

    def start(self) -> Control:
        if not self.first:
            return Control(due=NEAR)
        lives = {spec.sid: Live("P", kind_of(spec.step()), spec.deps) for spec in self.steps}
        return Control(entered=len(lives), open=len(lives), due=NEAR, steps=lives)

    def edit(self, sid: str, control: Control, rules: Rules) -> Edit:
        """What the planner proposes once the step is done."""
        specs = self.steps if self.spec(sid).does == "plans" else self.needs(sid, control, rules)
        return Insert(tuple(spec.step() for spec in specs)) if specs else CarryOn()


NEAR = 10
"""`due` at acceptance; in the model an instant is a name: see world.py."""


def again(spec: Spec, sid: str) -> Spec:
    """The same intended effect once more: a person said that it did not happen."""
    return Spec(sid, (sid[:-1],), spec.kind, "works", spec.effect)


def _conv(sid: str, control: Control, rules: Rules) -> tuple[Spec, ...]:
    """b and c find the same need."""
    if sid not in ("b", "c"):
        return ()
    return (Spec("conv" if rules.ids_by_content else f"conv-{sid}", effect="conv"),)


def _failing_conv(sid: str, control: Control, rules: Rules) -> tuple[Spec, ...]:
    return (Spec("conv", does="fails"),) if sid in ("b", "c") else ()


def _more(sid: str, control: Control, rules: Rules) -> tuple[Spec, ...]:
    """An endless planner: every step asks for one more."""
    return (Spec(f"{sid}+", (sid,)),)


def _one_more(sid: str, control: Control, rules: Rules) -> tuple[Spec, ...]:
    """a adds n, which b must wait for."""
    return (Spec("n", ("a",), effect="en"),) if sid == "a" else ()


def _beside_f(sid: str, control: Control, rules: Rules) -> tuple[Spec, ...]:
    """b adds n, which reads what f gave as well, whether or not f has failed meanwhile."""
    return (Spec("n", ("b", "f")),) if sid == "b" else ()


def _beside_a(sid: str, control: Control, rules: Rules) -> tuple[Spec, ...]:
    """b adds n, which needs a's effect; if a's outcome is unknown, n must wait for the answer as well."""
    if sid != "b":
        return ()
    stands = tuple(s for s in ("!a", "a*") if s in control.steps and rules.added_steps_heed_settled_ones)
    return (Spec("n", ("b", "a", *stands)),)


def _i(sid: str, *deps: str) -> Spec:
    return Spec(sid, deps, effect="e" + sid)


def _r(sid: str, *deps: str, does: Does = "works") -> Spec:
    return Spec(sid, deps, "read", does)


_FIXED = Spec("a", does="needs_fix", effect="ea")
_ALSO_FIXED = Spec("b", does="needs_fix", effect="eb")
_PAY = Spec("a", kind="unsafe", effect="pay")
_ASKED = Spec("a", does="approved", effect="ea")
_JOB = Spec("a", kind="unsafe", does="begins", effect="job")
_TOLD = Spec("a", kind="unsafe", does="calls_back", effect="job")
_FIX = Spec("m", effect="fix")
_BAD_FIX = Spec("m", does="fails")
_FORK = (_i("b"), _i("c"), _i("d", "b", "c"))
_TWO = (_i("b"), _i("c"), _i("d1", "b"), _i("d2", "c"))
_AFTER_CONV = (("d1", "conv"), ("d2", "conv"))
_ORPHAN = (Spec("f", does="fails"), Spec("?w", (), "read", "asks"), _i("w", "f", "?w"))

SCENARIOS = {scenario.name: scenario for scenario in (
    Scenario("chain", (_i("a"), _i("b", "a"))),
    Scenario("no webhook", (_i("a"),), webhook=False),
    Scenario("webhook that always fails", (_i("a"),), webhook_fails=True),
    Scenario("planned", (_i("a"), _i("b", "a")), first=False),
    Scenario("plan past the cap", (_i("a"), _i("b", "a")), first=False, cap=1),
    Scenario("diamond", (_i("a"), _i("b", "a"), _i("c", "a"), _i("d", "b", "c")), wide=True),
    Scenario("unsafe", (_PAY,)),
    Scenario("unsafe, then b", (_PAY, _i("b", "a")), before=(("b", "pay"),)),
    Scenario("unsafe, b adds n", (_PAY, _i("b")), _beside_a, (Spec("n", ("b", "a"), effect="en"),),
             before=(("n", "pay"),), watched=("a", "!a", "a*", "n"), wide=True),
    Scenario("one need, joint dependant", _FORK, _conv, watched=("conv",), before=(("d", "conv"),), wide=True),
    Scenario("one need, two dependants", _TWO, _conv, watched=("conv",), before=_AFTER_CONV, wide=True),
    Scenario("need fails", _TWO, _failing_conv, (Spec("conv", does="fails"),), watched=("conv",), wide=True),
    Scenario("need fails, one dependant", (*_FORK[:2], _i("d2", "c")), _failing_conv,
             (Spec("conv", does="fails"),), watched=("conv",), wide=True),
    Scenario("f fails, b adds n", (Spec("f", does="fails"), _i("b")), _beside_f,
             (Spec("n", ("b", "f"), effect="en"),), watched=("f", "n")),
    Scenario("endless planner", (_i("a"), _i("b")), _more, cap=3, wide=True),
    Scenario("orphaned question", _ORPHAN, answers=("a", "r"), watches_due=True),
    Scenario("cancelled", (_i("a"), Spec("b", kind="unsafe", effect="pay")), cancels=True, wide=True),
    Scenario("killer", (_i("a"), Spec("b", ("a",), does="kills"), _i("c", "b"))),
    Scenario("remedy", (_FIXED, _i("b", "a")), remedy=_FIX, watched=("m",), before=(("b", "ea"),)),
    Scenario("remedy past the cap", (_FIXED,), remedy=_FIX, watched=("m",), cap=1),
    Scenario("shared remedy", (_FIXED, _ALSO_FIXED), remedy=_FIX, watched=("m",), wide=True),
    Scenario("shared remedy fails", (_FIXED, _ALSO_FIXED), remedy=_BAD_FIX, watched=("m",)),
    Scenario("remedy fails", (_FIXED, _i("b", "a")), remedy=_BAD_FIX, watched=("m",)),
    Scenario("remedy fails, next one", (_FIXED, _i("b", "a")),
             known=(Spec("m'", effect="fix"),), remedy=Spec("m", does="other_inputs"), watched=("m", "m'")),
    Scenario("remedy needs x", (_FIXED, Spec("x", does="fails")), remedy=Spec("m", ("x",), effect="fix"),
             watched=("m", "x")),
    Scenario("remedy, cancelled", (_FIXED, _i("b", "a")), remedy=_FIX, watched=("m",), cancels=True),
    Scenario("failure", (Spec("f", does="fails"), _i("s"), _i("x", "f"), _i("y", "x", "s"))),
    Scenario("two fail", (Spec("f", does="fails"), Spec("g", does="fails"), _i("x", "f", "g"), _i("y", "x"))),
    Scenario("superseded", (Spec("c", does="other_inputs", effect="ec"), _i("b", "c")), watched=("c'",),
             before=(("b", "ec'"),)),
    Scenario("approval", (_ASKED, _i("b", "a")), answers=("a", "r"), expires=True, watches_due=True,
             watched=("?a",)),
    Scenario("approval, answered early", (_ASKED,), answers=("a", "r"), early=True, watched=("?a",)),
    Scenario("approval, sibling", (_ASKED, _i("s")), answers=("a", "r"), expires=True, watches_due=True,
             watched=("?a",), wide=True),
    Scenario("approval, cancelled", (_ASKED,), answers=("a", "r"), expires=True, cancels=True, watched=("?a",)),
    Scenario("two approvals", (_ASKED, Spec("b", does="approved", effect="eb")), repeats=True,
             watched=("?a", "?b"), wide=True),
    Scenario("delayed", (_i("a"), _i("b", "a")), refuses=True, watches_due=True),
    Scenario("always later", (Spec("l", does="later"), _i("s")), wide=True),
    Scenario("idempotent, answer lost", (_i("a"), _i("b", "a")), refuses=True, before=(("b", "ea"),)),
    Scenario("every answer lost", (Spec("a", effect="ea"),), refuses=True),
    Scenario("key window", (_FIXED,), remedy=_FIX, watched=("m",), window=True),
    Scenario("large payloads", (_i("a"), _i("b", "a")), spills=True),
    Scenario("stopped", (_i("a"), _i("b", "a")), stops=True),
    Scenario("begun", (_JOB, _i("b", "a")), watched=("a~",), before=(("b", "job"),)),
    Scenario("begun, cancelled", (_JOB,), watched=("a~",), cancels=True),
    Scenario("calls back", (_TOLD, _i("b", "a")), watched=("a~",), before=(("b", "job"),)),
    Scenario("calls back, cancelled", (_TOLD,), watched=("a~",), cancels=True),
    Scenario("read", (_r("a"), _i("b", "a")), unclaimed=True),
    Scenario("read, answer lost", (_r("a"), _i("b", "a")), unclaimed=True, refuses=True),
    Scenario("reads in a row", (_r("a"), _r("b", "a"), _r("c", "b")), unclaimed=True),
    Scenario("two reads", (_r("a"), _r("b"), _i("c", "a", "b")), unclaimed=True, wide=True),
    Scenario("read adds n", (_r("a"), _i("b", "a")), _one_more, (Spec("n", ("a",), effect="en"),), unclaimed=True,
             watched=("n",), before=(("b", "en"),)),
    Scenario("read, remedy", (_r("a", does="needs_fix"), _i("b", "a")), remedy=_FIX, watched=("m",), unclaimed=True),
    Scenario("read, remedy fails", (_r("a", does="needs_fix"), _i("b", "a")), remedy=_BAD_FIX, watched=("m",),
             unclaimed=True),
    Scenario("read fails", (_r("f", does="fails"), _i("s"), _i("x", "f")), unclaimed=True, wide=True),
    Scenario("read, other inputs", (_r("c", does="other_inputs"), _i("b", "c")), watched=("c'",), unclaimed=True,
             before=(("b", "ec'"),)),
    Scenario("read kills", (_r("a", does="kills"),), unclaimed=True, wide=True),
    Scenario("read, told later", (_r("l", does="later"), _i("b", "l")), unclaimed=True),
    Scenario("read, cancelled", (_r("a"), _i("b", "a")), unclaimed=True, cancels=True),
    Scenario("read, stopped", (_r("a"), _i("b", "a")), unclaimed=True, stops=True),
    Scenario("read, large payloads", (_r("a"), _i("b", "a")), unclaimed=True, spills=True),
    Scenario("read, past the cap", (_r("a"), _i("b", "a")), _one_more, (Spec("n", ("a",), effect="en"),),
             unclaimed=True, watched=("n",), cap=2),
    Scenario("released", (_i("a"), _i("b", "a")), releases=True),
    Scenario("released, unsafe", (_PAY,), releases=True),
)}
