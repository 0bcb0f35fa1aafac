"""`settle`: writes, then the transition, then what it enabled."""

import json
from collections.abc import Iterable, Sequence

from chalicelib.domain.control import SHARDS, Control, Live, ready, sendable
from chalicelib.domain.transitions import Cancel, Claim, Leave, NewStep, Settle
from chalicelib.engine.ports import META, Applied, Item, Message, Refused, Write
from tests.contracts.conftest import AnyHome

PK = "T#acc.live#task_1"
RUNNING = Control(due=500, steps={"z": Live("R", "z", epoch=1, attempts=1, lease=1_000, owner="owner1")})
PLAN = Settle("z", 1, "D", "owner1", adds=(NewStep("a", "r", ("z",)), NewStep("b", "u", ("a",))), seen=0)
RECORDS = (Write(PK, "R#z#owner1", {"output": 0.5}), Write(PK, "D#a", {"action": "x"}, when="absent"))


def sends(control: Control) -> Sequence[Message]:
    return [Message("steps", {"task": "t", "sid": sid, "e": e}) for sid, e in sendable(control, ready(control))]


def bodies(home: AnyHome) -> list[object]:
    return [json.loads(record["body"]) for record in home.receive("steps")]


def test_a_settled_step_leaves_its_records_its_transition_and_its_messages(home: AnyHome) -> None:
    home.store.accept(PK, RUNNING)

    result = home.store.settle(PK, RECORDS, PLAN, sends)

    assert isinstance(result, Applied) and result == Applied(PLAN.apply(RUNNING))  # type: ignore[arg-type]
    assert home.store.control(PK) == result.control
    assert home.store.get(PK, "R#z#owner1") == Item(PK, "R#z#owner1", {"output": 0.5})
    assert home.store.get(PK, "D#a") == Item(PK, "D#a", {"action": "x"})
    assert bodies(home) == [{"task": "t", "sid": "a", "e": 0}]


def test_sends_are_made_from_the_new_state_and_only_if_it_applied(home: AnyHome) -> None:
    home.store.accept(PK, RUNNING)
    seen: list[Control] = []

    def noted(control: Control) -> Iterable[Message]:
        seen.append(control)
        yield from sends(control)

    first = home.store.settle(PK, (), PLAN, noted)
    second = home.store.settle(PK, (), PLAN, noted)

    assert isinstance(first, Applied) and isinstance(second, Refused)
    assert seen == [first.control]
    assert len(bodies(home)) == 1


def test_records_are_kept_when_the_transition_is_refused(home: AnyHome) -> None:
    home.store.accept(PK, RUNNING)
    stale = Settle("z", 0, "D", "owner0")

    result = home.store.settle(PK, (Write(PK, "R#z#owner0", {"output": 1}, due=5),), stale, sends)

    assert result == Refused(RUNNING)
    assert home.store.get(PK, "R#z#owner0") == Item(PK, "R#z#owner0", {"output": 1}, due=5)
    assert bodies(home) == []


def test_a_record_whose_condition_fails_is_left_out_and_the_rest_goes_on(home: AnyHome) -> None:
    home.store.accept(PK, RUNNING)
    home.store.put(Write(PK, "D#a", {"action": "planned by somebody else"}))

    result = home.store.settle(PK, RECORDS, PLAN, sends)

    assert isinstance(result, Applied)
    assert home.store.get(PK, "D#a") == Item(PK, "D#a", {"action": "planned by somebody else"})
    assert home.store.get(PK, "R#z#owner1")


def test_settling_no_task_is_refused(home: AnyHome) -> None:
    assert home.store.settle(PK, RECORDS, PLAN, sends) == Refused(None)
    assert home.store.control(PK) is None


def test_nothing_to_write_and_nothing_to_send_is_fine(home: AnyHome) -> None:
    home.store.accept(PK, Control())

    result = home.store.settle(PK, (), Claim("z", 0, "owner1", 10, 20, 3), lambda _: ())

    assert isinstance(result, Applied)
    assert bodies(home) == []


def test_thirty_records_and_thirty_messages_go_in_one_settle(home: AnyHome) -> None:
    home.store.accept(PK, RUNNING)
    adds = tuple(NewStep(f"s{n:02}", "r", ("z",)) for n in range(30))
    writes = tuple(Write(PK, f"D#{new.sid}", {"n": new.sid}) for new in adds)

    home.store.settle(PK, writes, Settle("z", 1, "D", "owner1", adds=adds, seen=0), sends)

    assert len(home.store.query(PK, "D#").items) == 30
    found: list[object] = []
    while batch := bodies(home):
        found += [body["sid"] for body in batch if isinstance(body, dict)]
    assert sorted(map(str, found)) == [new.sid for new in adds]


def test_the_index_follows_the_control(home: AnyHome) -> None:
    home.store.accept(PK, RUNNING)
    home.store.apply(PK, Cancel(900))
    late = [key for shard in range(SHARDS) for key in home.store.due(shard, 900)]
    on_time = [key for shard in range(SHARDS) for key in home.store.due(shard, 901)]
    home.store.apply(PK, Leave(900))
    left = [key for shard in range(SHARDS) for key in home.store.due(shard, 10**12)]

    assert (late, on_time, left) == ([], [(PK, META)], [])
