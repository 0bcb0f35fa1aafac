"""The judge of the stress runs: its ledger counts rightly, its faults fire, its prompts become eight steps."""

import json

import pytest
import urllib3

from chalicelib.domain.binding import Output
from chalicelib.domain.plan import Plan
from chalicelib.planning.composer.composer import Composer
from chalicelib.planning.planner import Brief, Catalogue
from chalicelib.tools.compile import compile_tool
from chalicelib.tools.guard import Guard
from chalicelib.tools.utility import utility_actions
from infra.stress import works
from infra.stress.ledger_service import FAULTS, Nature, Works, serving


class Faulty(Nature):
    """Meets every call with the faults that are told, one after the other."""

    def __init__(self, *faults: str) -> None:
        super().__init__(share=0.0, patience=0.0)
        self._left = list(faults)

    def next(self) -> tuple[str, float]:
        return (self._left.pop(0) if self._left else "", 0.0)


def first(service: Works, key: str, order: str = "T1") -> int:
    return service.answer("make_brisk", {"order": order}, key).status


@pytest.mark.parametrize("shape", [works.LINE, works.LATTICE], ids=["line", "lattice"])
def test_the_prompt_becomes_eight_steps_each_of_which_needs_the_ones_before_it(shape):
    tool = compile_tool(works.registration("http://127.0.0.1:1"), Guard(allow_loopback=True))
    actions = {action.ref: action for action in (*utility_actions(), *tool.actions)}

    plan = Composer().draft(Brief(works.prompt("T00007", shape), Catalogue("works", actions)))

    assert isinstance(plan, Plan)
    made = {step.id: step.action.removeprefix("make_") for step in plan.steps}
    assert list(made.values()) == [stage.name for stage in shape]
    for step, stage in zip(plan.steps[1:], shape[1:], strict=True):
        assert {made[one.step] for one in step.inputs.values() if isinstance(one, Output)} == set(stage.needs)


def test_an_idempotent_stage_is_done_once_per_key():
    service = Works(Faulty())

    assert [first(service, "k1"), first(service, "k1")] == [200, 200]
    assert service.ledger.times("T1", "make_brisk") == 1 and service.ledger.calls["replayed"] == 1
    first(service, "k2")
    assert service.ledger.times("T1", "make_brisk") == 2


def test_an_unsafe_stage_is_done_each_time_it_is_asked():
    service = Works(Faulty())
    service.ledger.record(works.STAGES["make_mossel"], "T1", "k0")

    for _ in range(2):
        service.answer("make_norrin", {"mossel_id": "mossel-of-T1"}, "k1")

    assert service.ledger.times("T1", "make_norrin") == 2


def test_a_key_that_comes_with_another_request_is_told():
    service = Works(Faulty())
    first(service, "k1", "T1")
    first(service, "k1", "T2")

    assert service.ledger.misused == ["k1"]


def test_nothing_is_made_of_what_was_never_made():
    service = Works(Faulty())

    assert service.answer("make_dorum", {"brisk_id": "brisk-of-T1"}, "k1").status == 409
    assert service.ledger.effects == []


@pytest.mark.parametrize(("fault", "status", "done"), [
    ("refused", 429, 0), ("busy", 503, 0), ("down", 500, 0), ("dropped", 0, 0),
    ("down_after", 500, 1), ("dropped_after", 0, 1), ("slow", 200, 1), ("overdue", 200, 1),
])
def test_a_fault_leaves_an_effect_or_none_as_its_name_says(fault, status, done):
    service = Works(Faulty(fault))

    assert first(service, "k1") == status
    assert service.ledger.times("T1", "make_brisk") == done and service.ledger.calls[fault] == 1


def test_every_fault_fires_in_about_the_share_that_was_asked_for():
    nature = Nature(share=0.05, seed=3)
    for _ in range(4_000):
        nature.next()

    assert set(nature.fired) == set(FAULTS)
    assert 140 < sum(nature.fired.values()) < 260


def test_a_call_that_is_dropped_over_http_has_no_answer_and_yet_its_effect():
    with serving(Faulty("dropped_after")) as (service, url):
        pool = urllib3.PoolManager(retries=False)
        headers = {"Idempotency-Key": "k1"}
        with pytest.raises(urllib3.exceptions.HTTPError):
            pool.request("POST", f"{url}/make_brisk", json={"order": "T1"}, headers=headers)
        answer = pool.request("POST", f"{url}/make_brisk", json={"order": "T1"}, headers=headers)

    assert json.loads(answer.data) == {"brisk_id": "brisk-of-T1"}
    assert service.ledger.times("T1", "make_brisk") == 1
