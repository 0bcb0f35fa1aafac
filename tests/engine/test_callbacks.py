"""Steps that their tool finishes by a callback: begun once, held by nobody meanwhile, and then as if done at once."""

import json
import random
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest

from chalicelib.domain.binding import Output
from chalicelib.domain.control import Live
from chalicelib.domain.edit import CarryOn, GiveUp, Insert, Later, Recover
from chalicelib.domain.errors import NotFound
from chalicelib.domain.outcome import Done, Failed, Started
from chalicelib.domain.tool import Action
from chalicelib.engine import callback_address, callbacks
from chalicelib.engine.cache import Cache
from chalicelib.engine.history import history
from chalicelib.engine.kept import RetryRequest
from chalicelib.engine.retry import retry
from chalicelib.engine.signals import answer, cancel
from chalicelib.engine.sweep import sweep
from chalicelib.engine.tasks import error
from tests.engine.scripted import ACCOUNT, ANYTHING, Scene, step

KEY, URL = b"a secret of the server", "https://replan.example"
RULES = {
    "input": "notify", "result": "data", "done": {"path": "state", "equals": "ready"},
    "failed": {"path": "state", "equals": ["broken"], "reason": "why"},
}
READY = {"state": "ready", "data": {"size": 7}}
STATUS = Action("tool", "status", "Tells the state of a job", ANYTHING, None, "read")
POLL = {"action": "status", "inputs": {"job": "j1"}, "done": {"path": "state", "equals": "ready"}}


class Job(Scene):
    """Step 1 begins a job whose tool will call back; step 2 needs what comes of it."""

    def __init__(self, effect="unsafe", tools=None, rules=RULES, poll=None, **fields):
        begins = Action("tool", "1", "begins a job", ANYTHING, None, effect, call={"callback": rules})
        self.addresses = []
        self.started = Started({**(poll or {}), "callback": True})
        super().__init__(
            (step("1", effect=effect), step("2", "1", inputs={"x": Output("1", "size")})),
            {"1": self.begin, **(tools or {})},
            extra_actions=(begins, STATUS), **{"callback_url": URL, "callback_key": KEY, **fields},
        )

    def begin(self, call):
        self.addresses.append(call.callback)
        return self.started

    def tell(self, body=READY):
        token = self.addresses[-1].removeprefix(f"{URL}/v1/callbacks/")
        known = callback_address.read_token(KEY, token)
        assert known is not None
        callbacks.receive(self.engine, known, body)

    def step_now(self):
        """One message; False when none is visible."""
        return self.world.deliver(self.handler)

    def until(self, holds):
        while not holds(self):
            assert self.step_now(), "nothing is left to do"
        return self

    @property
    def standing(self):
        """The live step that stands for the job, if it is in the plan."""
        found = [one for sid, one in self.control.steps.items() if sid.startswith("1.")]
        return found[0] if found else None

    @property
    def failure(self):
        return error(history(self.world.ports, ACCOUNT, self.task.id))


def test_a_job_that_calls_back_is_begun_once_and_its_result_is_the_steps():
    job = Job().run()
    assert job.status == "running", "a person has nothing to do here"
    assert job.called == ["1"]

    job.tell()
    job.run()

    assert job.status == "complete"
    assert job.called == ["1", "2"]
    assert job.world.outside.made[-1].inputs == {"x": 7}


def test_while_it_waits_no_message_is_left_and_nothing_holds_a_worker():
    job = Job().run()

    assert isinstance(job.standing, Live) and (job.standing.state, job.standing.kind) == ("W", "c")
    assert job.world.queue.next_visible() is None


def test_the_job_is_one_row_that_says_how_it_ended():
    job = Job().run()
    assert [row["label"] for row in job.trace["steps"]] == ["1", "2"]
    assert job.row("1")["status"] == "running"
    job.tell()
    job.run()

    row = job.row("1")
    assert (row["status"], row["output"]) == ("complete", {"size": 7})
    assert [one["status"] for one in row["attempts"]] == ["retried", "complete"]
    assert "calls back" in row["note"]


def test_an_address_stands_nowhere_in_what_is_stored():
    job = Job(tools={"2": lambda call: Done({"echo": job.addresses[0]})}).run()
    job.tell({**READY, "data": {"size": 7, "asked": job.addresses[0]}})
    job.run()

    assert job.status == "complete"
    stored = [json.dumps(item.data) for rows in job.world.store._items.values() for item in rows.values()]
    secret = job.addresses[0].partition("/callbacks/")[2]
    assert len(stored) > 8 and not any(secret in text for text in stored)


def test_each_step_has_an_address_of_its_own_that_only_the_key_can_make():
    one = callback_address.make_token(KEY, callback_address.Address("a.live", "task_1", "1"))
    others = [
        callback_address.make_token(KEY, callback_address.Address(*place))
        for place in (("b.live", "task_1", "1"), ("a.live", "task_2", "1"), ("a.live", "task_1", "2"))
    ]
    assert callback_address.read_token(KEY, one) == callback_address.Address("a.live", "task_1", "1")
    assert len({one, *others}) == 4
    assert callback_address.read_token(b"another", one) is None
    assert callback_address.read_token(KEY, others[0].partition(".")[0] + "." + one.partition(".")[2]) is None


@pytest.mark.parametrize("token", ["", "cb_", "cb_.", "x" * 80, "cb_W10.", "é", "cb_é.é"])
def test_what_is_no_address_is_none(token):
    assert callback_address.read_token(KEY, token) is None
    assert callback_address.read_token(b"", token) is None


def test_a_second_callback_changes_nothing():
    job = Job().run()
    job.tell()
    job.tell({"state": "broken", "why": "changed its mind"})
    job.run()
    job.tell({**READY, "data": {"size": 9}})
    job.run()

    assert job.status == "complete"
    assert job.world.outside.made[-1].inputs == {"x": 7}
    assert "too late" not in job.row("1").get("note", "")


def test_word_of_progress_leaves_the_step_waiting():
    job = Job().run()
    job.tell({"state": "half way"})
    job.run()
    assert job.status == "running" and job.standing.state == "W"

    job.tell()
    job.run()

    assert job.status == "complete"


def test_a_callback_that_says_failed_fails_the_step_in_the_tools_words():
    job = Job().run()
    job.tell({"state": "broken", "why": "out of paper"})
    job.run()

    assert job.status == "failed"
    assert job.failure["message"] == "out of paper"
    assert job.row("2")["status"] == "skipped"


@pytest.mark.parametrize("edit", [Later(1), Recover((step("1.aa", action="mend", remedy_for="1"),))])
def test_a_job_that_has_failed_is_not_asked_again_for_the_same_word(edit):
    job = Job(
        tools={"mend": lambda _: Done({})}, extra=(step("1.aa", action="mend"),),
        revise=lambda run, looked_at, outcome: edit if isinstance(outcome, Failed) else CarryOn(),
    ).run()
    job.tell({"state": "broken", "why": "out of paper"})
    job.run()

    assert job.status == "failed"
    assert job.called == ["1"], "what was put before it could not change the word"
    assert job.failure["message"] == "out of paper"


def test_without_rules_any_callback_is_the_end_and_its_body_the_result():
    job = Job(rules={"input": "notify"}).run()
    job.tell({"size": 3})
    job.run()

    assert job.status == "complete"
    assert job.world.outside.made[-1].inputs == {"x": 3}


def test_the_planner_looks_at_what_came_by_callback():
    need = step("n.aa", "1", action="convert", rebinds={"2": {"x": Output("n.aa", "value")}})

    def revise(run, looked_at, outcome):
        if isinstance(outcome, Failed):
            return GiveUp(outcome.reason, outcome.detail)
        return Insert((need,)) if looked_at.poll and outcome.output == {"size": 7} else CarryOn()

    job = Job(tools={"convert": lambda _: Done({"value": 70})}, revise=revise, extra=(need,)).run()
    job.tell()
    job.run()

    assert job.called == ["1", "convert", "2"]
    assert job.world.outside.made[-1].inputs == {"x": 70}


# early, late, twice, and never

def test_a_callback_during_the_call_is_not_lost():
    job = Job()
    job.world.outside.functions["tool.1"] = lambda call: (job.begin(call), job.tell(), job.started)[2]
    job.run()

    assert job.status == "complete"
    assert job.called == ["1", "2"]


def test_a_callback_before_the_step_waits_is_not_lost():
    job = Job().until(lambda job: job.standing is not None)
    assert job.standing.state == "P"
    job.tell()
    job.run()

    assert job.status == "complete"


def test_a_callback_between_looking_for_it_and_waiting_is_not_lost():
    job = Job().until(lambda job: job.standing is not None)
    settle, told = job.world.store.settle, []

    def meanwhile(pk, writes, transition, sends):
        if type(transition).__name__ == "Wait" and not told:
            told.append(True)
            job.tell()
        return settle(pk, writes, transition, sends)

    job.world.store.settle = meanwhile
    job.run()

    assert told
    assert job.status == "complete"


@pytest.mark.parametrize("seed", range(10))
def test_a_job_is_begun_once_when_messages_come_twice(seed):
    job = Job(seed=seed, duplicates=0.5).run()
    job.tell()
    job.run()

    assert job.status == "complete"
    assert job.called.count("1") == 1


def test_a_task_that_was_cancelled_records_a_late_callback_and_goes_nowhere():
    job = Job().run()
    cancel(job.engine, ACCOUNT, job.task.id)
    job.tell()
    job.run()

    assert job.status == "cancelled"
    assert job.called == ["1"]
    assert "too late" in job.row("1")["note"] and "is done" in job.row("1")["note"]


def test_nobody_knows_what_became_of_an_unsafe_job_whose_task_was_cancelled():
    from chalicelib.domain.errors import Conflict

    job = Job().run()
    cancel(job.engine, ACCOUNT, job.task.id)
    assert job.row("1")["status"] == "unknown"

    with pytest.raises(Conflict) as refused:
        retry(job.engine, ACCOUNT, job.task.id, RetryRequest("1"))
    assert refused.value.code == "outcome_unknown"

    again, _ = retry(job.engine, ACCOUNT, job.task.id, RetryRequest("2", outcomes={"1": "happened"}))
    job.task = again
    job.run()
    assert job.called.count("1") == 1


def test_a_callback_that_never_comes_ends_the_step_after_a_day_and_leaves_siblings_alone():
    sibling = step("3")
    job = Job(extra=(sibling,))
    job.planner.plan = replace(job.planner.plan, steps=(*job.planner.plan.steps, sibling))
    job.run()
    assert job.row("3")["status"] == "complete"

    job.sweep(23 * 3600)
    assert job.status == "running"
    job.sweep(2 * 3600)
    job.run()
    job.sweep()

    assert job.status == "failed"
    assert "24 hours" in job.failure["message"] and "Look in the service" in job.failure["suggestion"]
    assert job.row("2")["status"] == "skipped"
    job.tell()
    assert "too late" in job.row("1")["note"]


def test_the_sub_agents_seconds_end_the_wait():
    job = Job(agent={"limits": {"seconds": 600}}).run()
    job.sweep(700)
    job.run()
    job.sweep()

    assert job.failure["code"] == "budget_exceeded"


def test_a_failed_sibling_does_not_end_the_wait():
    bad = step("3")
    job = Job(tools={"3": lambda _: Failed("not_found", "gone")}, extra=(bad,))
    job.planner.plan = replace(job.planner.plan, steps=(job.planner.plan.steps[0], bad))
    job.run()
    job.sweep()
    job.sweep()

    assert job.standing.state == "W"
    job.tell()
    job.run()
    assert job.row("1")["status"] == "complete"


# crashes

class Crash(BaseException):
    """The process dies at a call of a port: nothing catches it."""


@contextmanager
def dying(world, at, after):
    """Dies before (or after) the call number `at` of the store or the queue."""
    calls, kept = iter(range(1_000)), {}

    def counted(function):
        def call(*given, **named):
            last = next(calls) == at
            if last and not after:
                raise Crash
            answer = function(*given, **named)
            if last:
                raise Crash
            return answer
        return call

    for owner, names in ((world.store, ("get", "put", "control", "apply", "get_many")), (world.queue, ("send",))):
        for name in names:
            kept[owner, name] = getattr(owner, name)
            setattr(owner, name, counted(kept[owner, name]))
    try:
        yield
    finally:
        for (owner, name), function in kept.items():
            setattr(owner, name, function)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("early", [False, True])
def test_what_a_crash_left_behind_after_a_callback_the_sweeper_goes_on_with(after, early):
    """The tool is never told that its callback failed; it does not come again once it was written down."""
    survived = 0
    for at in range(40):
        job = Job().until(lambda job: job.standing is not None) if early else Job().run()
        crashed = False
        try:
            with dying(job.world, at, after):
                job.tell()
        except Crash:
            crashed = True
        if not crashed:
            break
        put = job.world.store.get(f"T#{ACCOUNT}#{job.task.id}", "C#1") is not None
        job.run()
        for _ in range(4):
            job.sweep(300)
            job.run()
        if not put:
            assert job.status == "running"
            job.tell()  # it had not been told, and will be again
            job.run()
        assert job.status == "complete", at
        assert job.called == ["1", "2"]
        survived += 1
    assert survived >= 7


def test_a_worker_that_dies_after_the_call_does_not_begin_an_unsafe_job_again():
    job = Job()
    job.world.outside.functions["tool.1"] = lambda call: (job.begin(call), (_ for _ in ()).throw(RuntimeError("dies")))
    with suppress(RuntimeError):
        job.run()
    job.tell()
    job.world.clock.advance(800)
    job.run()

    assert job.status == "complete", "the callback says what the dead worker could not"
    assert job.called == ["1", "2"]
    assert job.world.outside.made[-1].inputs == {"x": 7}


def test_an_idempotent_job_that_has_called_back_is_not_begun_again_by_the_next_worker():
    job = Job(effect="idempotent")
    job.world.outside.functions["tool.1"] = lambda call: (job.begin(call), (_ for _ in ()).throw(RuntimeError("dies")))
    with suppress(RuntimeError):
        job.run()
    job.tell()
    job.world.clock.advance(800)
    job.run()

    assert job.status == "complete"
    assert job.called == ["1", "2"]


def test_a_lost_answer_that_was_followed_by_a_callback_is_known_after_all():
    job = Job()
    job.world.outside.functions["tool.1"] = lambda call: (job.begin(call), job.tell(), Failed("outcome_unknown"))[2]
    job.run()

    assert job.status == "complete"
    assert job.called == ["1", "2"]


def test_a_callback_answers_the_question_whether_the_call_happened():
    job = Job()
    job.world.outside.functions["tool.1"] = lambda call: (job.begin(call), Failed("outcome_unknown", "lost"))[1]
    job.run()
    assert job.status == "waiting"

    job.tell()
    job.run()

    assert job.status == "complete"
    assert job.called == ["1", "2"]
    assert job.world.outside.made[-1].inputs == {"x": 7}


def test_a_question_beside_the_wait_is_answered_and_not_the_wait():
    from tests.engine.scripted import question

    asked = question("3", fields={})
    job = Job()
    job.planner.plan = replace(job.planner.plan, steps=(*job.planner.plan.steps, asked))
    job.run()
    assert job.status == "running", "something goes on without a person"

    answer(job.engine, ACCOUNT, job.task.id, decision=None, values={"a": 1}, who="key_2")
    job.run()
    assert job.standing.state == "W"
    job.tell()
    job.run()
    assert job.status == "complete"


class Chaos(Job):
    """Workers and API die, messages are lost and doubled, the callback comes when it likes and more than once."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.deaths, self.told = 0, 0
        effect = self.chance.choice(("unsafe", "idempotent"))
        poll = self.chance.choice((None, POLL))
        super().__init__(effect, {"status": lambda _: Done({"state": "going"})}, poll=poll, seed=seed, duplicates=0.2)

    def begin(self, call):
        started = super().begin(call)
        if self.chance.random() < 0.3:
            self.spoken()
        if self.chance.random() < 0.1:
            return Failed("outcome_unknown", "lost")
        return started

    def fallible(self, do):
        dies = self.deaths < 4 and self.chance.random() < 0.3  # more, and a step may be given up as poison
        at = self.chance.randrange(12) if dies else 1_000
        try:
            with dying(self.world, at, self.chance.random() < 0.5):
                do()
        except Crash:
            self.deaths += 1
            return False
        return True

    def spoken(self):
        """The service sends its callback again until it was taken."""
        self.told += self.fallible(self.tell)

    def moment(self):
        kind = self.chance.random()
        if (self.addresses and not self.told and kind < 0.2) or (self.told and kind < 0.05):
            self.spoken()
        elif kind < 0.1 and self.world.queue._letters:
            self.world.queue._letters.pop(self.chance.choice(sorted(self.world.queue._letters)))  # to the dead letters
        elif kind < 0.3:
            self.world.clock.advance(self.chance.choice((1, 30, 61, 200)))
            self.fallible(lambda: sweep(self.engine))
        else:
            self.fallible(lambda: self.world.deliver(self.handler))
            if self.chance.random() < 0.05:
                self.engine = replace(self.engine, cache=Cache(self.world.clock))


@pytest.mark.parametrize("first", range(0, 200, 20))
def test_whatever_happens_a_job_that_calls_back_is_begun_once_and_taken_once(first):
    deaths = 0
    for seed in range(first, first + 20):
        job = Chaos(seed)
        for _ in range(400):
            if job.control.terminal:
                break
            job.moment()
        if not job.addresses:  # its worker died between claim and call: only a person can know
            assert job.status == "waiting", (seed, job.control.steps)
            continue
        while not job.told:
            job.spoken()
        for _ in range(12):
            job.world.clock.advance(250)
            with suppress(ExceptionGroup):
                sweep(job.engine)
            job.world.pump(job.handler)
        assert job.status == "complete", (seed, job.status, job.control.steps)
        deaths += job.deaths
        begun = {call.key for call in job.world.outside.made if call.action.name == "1"}
        assert len(begun) == 1
        if job.world.outside.made[0].action.effect == "unsafe":
            assert job.called.count("1") == 1, seed
        assert [call.inputs for call in job.world.outside.made if call.action.name == "2"][-1] == {"x": 7}, seed
        assert all(item.due is None for rows in job.world.store._items.values() for item in rows.values())
    assert deaths > 10


# with a poll as well

def test_of_poll_and_callback_the_callback_is_quicker():
    job = Job(poll=POLL, tools={"status": lambda _: Done({"state": "going"})}).until(lambda job: "status" in job.called)
    job.tell()
    job.run()

    assert job.status == "complete"
    assert job.world.outside.made[-1].inputs == {"x": 7}
    assert job.called.count("status") <= 2


def test_of_poll_and_callback_the_poll_is_quicker():
    job = Job(poll=POLL, tools={"status": lambda _: Done({"state": "ready", "size": 5})}).run()

    assert job.status == "complete"
    assert job.world.outside.made[-1].inputs == {"x": 5}
    job.tell()
    job.run()
    assert job.world.outside.made[-1].inputs == {"x": 5}


def test_a_poll_that_is_delayed_takes_a_callback_at_once():
    job = Job(poll=POLL, tools={"status": lambda _: Done({"state": "going"})}).until(
        lambda job: isinstance(job.standing, Live) and job.standing.not_before is not None
    )
    before = job.world.clock()
    job.tell()
    while job.step_now():
        pass

    assert job.status == "complete"
    assert job.world.clock() == before


# where it cannot work

def test_an_action_that_only_calls_back_is_not_begun_where_nobody_could_reach_us():
    job = Job(callback_url="").run()

    assert job.called == []
    assert "REPLAN_PUBLIC_URL" in job.failure["message"]


def test_with_a_poll_it_is_begun_all_the_same():
    begins = Action("tool", "1", "begins", ANYTHING, None, "unsafe", call={"callback": RULES, "poll": POLL})
    job = Scene(
        (step("1", effect="unsafe"),), {"1": lambda _: Started(POLL), "status": lambda _: Done({"state": "ready"})},
        extra_actions=(begins, STATUS),
    ).run()

    assert job.status == "complete"
    assert job.world.outside.made[0].callback == ""


def test_a_callback_for_a_step_that_makes_none_is_not_found():
    job = Job().run()
    with pytest.raises(NotFound):
        callbacks.receive(job.engine, callback_address.Address(ACCOUNT, job.task.id, "2"), {})
    with pytest.raises(NotFound):
        callbacks.receive(job.engine, callback_address.Address(ACCOUNT, "task_gone", "1"), {})
    with pytest.raises(NotFound):
        callbacks.receive(job.engine, callback_address.Address(ACCOUNT, job.task.id, "9"), {})


def test_a_large_result_goes_to_a_blob_and_comes_whole():
    job = Job(tools={"2": lambda call: Done({"n": len(call.inputs["x"])})}).run()
    job.tell({"state": "ready", "data": {"size": "x" * 100_000}})
    job.run()

    item = job.world.store.get(f"T#{ACCOUNT}#{job.task.id}", "C#1")
    assert item is not None and len(json.dumps(item.data)) < 1_000
    assert job.row("2")["output"] == {"n": 100_000}


def test_everything_that_was_due_leaves_the_index():
    job = Job().run()
    job.tell()
    job.run()
    for _ in range(5):
        job.world.clock.advance(400)
        sweep(job.engine)
        job.run()

    assert job.control.due is None
    assert all(item.due is None for rows in job.world.store._items.values() for item in rows.values())
