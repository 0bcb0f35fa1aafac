"""What is peculiar to the store on DynamoDB; what all stores must do stands in tests/contracts."""

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.aws.items import LIMIT, from_control, shard, size
from chalicelib.aws.store import DynamoStore
from chalicelib.domain.control import SHARDS, Control, Live, Settled, sendable
from chalicelib.domain.errors import TooLarge, Unavailable
from chalicelib.domain.transitions import Claim, NewStep, Settle
from chalicelib.engine.ports import Applied, Message, Refused, Write
from tests.aws.calls import CallCounter
from tests.aws.fixtures import MotoHome, moto_home

PK = "T#acc_1.live#task_1"
CLAIM = Claim("z", 0, "token-1", 1_000, 181_000, 5)


@pytest.fixture
def home() -> Iterator[MotoHome]:
    with moto_home() as opened:
        yield opened


def step_zero_sent(control: Control) -> list[Message]:
    return [Message("steps", {"sid": "z", "e": epoch}) for _, epoch in sendable(control, ["z"])]


def data(home: MotoHome, sk: str) -> Any:
    item = home.store.get(PK, sk)
    assert item is not None
    return item.data


def test_a_claim_that_the_sdk_repeats_is_refused_and_shows_its_own_token(home: MotoHome) -> None:
    home.store.accept(PK, Control())
    attempts: list[int] = []

    def lose_the_first_reply(**event: Any) -> Any:
        attempts.append(event["attempts"])
        return 0 if event["attempts"] == 1 else None

    home.clients.dynamodb.meta.events.register_first("needs-retry.dynamodb.UpdateItem", lose_the_first_reply)
    result = home.store.apply(PK, CLAIM)

    assert attempts == [1, 2]
    assert isinstance(result, Refused)
    assert result.control == CLAIM.apply(Control())
    assert result.control and (step := result.control.live("z")) and step.owner == "token-1"


def test_a_transition_is_one_call_whether_it_is_applied_or_refused(home: MotoHome) -> None:
    home.store.accept(PK, Control())
    counter = CallCounter(home.clients)

    assert isinstance(home.store.apply(PK, CLAIM), Applied)
    assert isinstance(home.store.apply(PK, CLAIM), Refused)

    assert counter.operations() == {"dynamodb.UpdateItem": 2}


def test_settling_a_step_is_three_calls(home: MotoHome) -> None:
    home.store.accept(PK, Control())
    home.store.apply(PK, CLAIM)
    counter = CallCounter(home.clients)

    home.store.settle(
        PK, [Write(PK, "R#z#token-1", {"result": 1.5})],
        Settle("z", 1, "D", "token-1", adds=(NewStep("1", "r"), NewStep("2", "r")), seen=0),
        lambda control: [Message("steps", {"sid": sid, "e": 0}) for sid in ("1", "2") if control.live(sid)],
    )

    assert counter.operations() == {
        "dynamodb.UpdateItem": 2, "sqs.SendMessageBatch": 1,
    }
    assert data(home, "R#z#token-1") == {"result": 1.5}
    assert len(home.receive("steps")) == 2


def test_nothing_is_sent_after_a_refusal_but_the_writes_are_kept(home: MotoHome) -> None:
    home.store.accept(PK, Control(status="CANC"))

    result = home.store.settle(PK, [Write(PK, "R#z#token-1", {"x": 1})], CLAIM, step_zero_sent)

    assert isinstance(result, Refused)
    assert home.receive("steps") == []
    assert home.store.get(PK, "R#z#token-1") is not None


def test_several_writes_go_out_in_batches_of_25(home: MotoHome) -> None:
    home.store.accept(PK, Control())
    counter = CallCounter(home.clients)

    home.store.settle(PK, [Write(PK, f"D#{n:02}", {"n": n}) for n in range(51)], CLAIM, lambda _: ())

    assert counter.operations()["dynamodb.BatchWriteItem"] == 3
    assert len(home.store.query(PK, "D#").items) == 51


def test_many_items_take_one_call_for_each_25(home: MotoHome) -> None:
    counter = CallCounter(home.clients)

    home.store.put_many([Write(PK, f"ACTION#{n:02}", {"n": n}) for n in range(51)])

    assert counter.operations() == {"dynamodb.BatchWriteItem": 3}


def test_of_many_items_none_is_put_if_one_is_too_large(home: MotoHome) -> None:
    with pytest.raises(TooLarge, match="'ACTION#b' has"):
        home.store.put_many([Write(PK, "ACTION#a", {}), Write(PK, "ACTION#b", {"text": "x" * LIMIT})])

    assert home.store.query(PK, "ACTION#").items == ()


def test_what_the_table_hands_back_of_many_items_is_put_again(home: MotoHome) -> None:
    pauses: list[float] = []
    store = DynamoStore(home.clients, home.settings.table, home.queue, pauses.append)
    cut_batches(home, times=2)

    store.put_many([Write(PK, f"ACTION#{n}", {"n": n}) for n in range(5)])

    assert [item.data["n"] for item in home.store.query(PK, "ACTION#").items] == [0, 1, 2, 3, 4]
    assert pauses == [0.0, 0.05, 0.1]


def test_the_later_of_two_writes_of_one_item_stays(home: MotoHome) -> None:
    home.store.accept(PK, Control())
    writes = [Write(PK, "D#1", {"n": 1}), Write(PK, "D#2", {"n": 2}), Write(PK, "D#1", {"n": 3})]

    home.store.settle(PK, writes, CLAIM, lambda _: ())

    assert data(home, "D#1") == {"n": 3}


def test_a_conditional_write_among_others_keeps_what_is_there(home: MotoHome) -> None:
    home.store.accept(PK, Control())
    home.store.put(Write(PK, "W#final", {"state": "delivered"}))
    absent = Write(PK, "W#final", {"state": "pending"}, when="absent")

    home.store.settle(PK, [absent, Write(PK, "D#1", {}), Write(PK, "D#2", {})], CLAIM, lambda _: ())

    assert data(home, "W#final") == {"state": "delivered"}
    assert home.store.get(PK, "D#2") is not None


def test_items_that_a_batch_hands_back_are_asked_for_again(home: MotoHome) -> None:
    """The first answer of each batch is cut to one item, as DynamoDB does when it lacks capacity."""
    pauses: list[float] = []
    store = DynamoStore(home.clients, home.settings.table, home.queue, pauses.append)
    store.accept(PK, Control())
    cut_batches(home, times=1)

    store.settle(PK, [Write(PK, f"D#{n}", {"n": n}) for n in range(4)], CLAIM, lambda _: ())
    found = store.get_many([(PK, f"D#{n}") for n in range(5)])

    assert [item.data["n"] for _, item in sorted(found.items())] == [0, 1, 2, 3]
    assert pauses == [0.0, 0.05, 0.0, 0.05]


def test_a_table_that_never_has_capacity_is_an_error_and_not_a_loss(home: MotoHome) -> None:
    store = DynamoStore(home.clients, home.settings.table, home.queue, lambda _: None)
    store.put(Write(PK, "D#1", {}))
    store.put(Write(PK, "D#2", {}))
    cut_batches(home, times=99)

    with pytest.raises(Unavailable, match="did not read 1 of 2"):
        store.get_many([(PK, "D#1"), (PK, "D#2")])
    with pytest.raises(Unavailable, match="did not take 1 of 2"):
        store.settle(PK, [Write(PK, "D#1", {}), Write(PK, "D#2", {})], CLAIM, lambda _: ())


def cut_batches(home: MotoHome, times: int) -> None:
    """Makes the table answer the first `times` batches of each sort only in part."""
    left = {"read": times, "write": times}

    def cut_write(params: dict[str, Any], context: dict[str, Any], **_: object) -> None:
        (requests,) = params["RequestItems"].values()
        if left["write"] > 0:
            left["write"] -= 1
            context["cut"] = requests[1:] or requests
            params["RequestItems"] = {home.settings.table: requests[:1]}

    def add_unprocessed(parsed: dict[str, Any], context: dict[str, Any], **_: object) -> None:
        if context.get("cut"):
            parsed["UnprocessedItems"] = {home.settings.table: context["cut"]}

    def cut_read(parsed: dict[str, Any], **_: object) -> None:
        if left["read"] > 0:
            left["read"] -= 1
            items = parsed["Responses"][home.settings.table]
            keys = [{"pk": item["pk"], "sk": item["sk"]} for item in items]
            parsed["Responses"][home.settings.table] = items[1:]
            parsed["UnprocessedKeys"] = {home.settings.table: {"Keys": keys[:1]}}

    events = home.clients.dynamodb.meta.events
    events.register("before-parameter-build.dynamodb.BatchWriteItem", cut_write)
    events.register("after-call.dynamodb.BatchWriteItem", add_unprocessed)
    events.register("after-call.dynamodb.BatchGetItem", cut_read)


def test_an_item_near_the_limit_is_refused_by_name(home: MotoHome) -> None:
    with pytest.raises(TooLarge, match=r"'R#1#t' has 4\d+ bytes"):
        home.store.put(Write(PK, "R#1#t", {"text": "é" * (LIMIT // 2)}))

    assert home.store.put(Write(PK, "R#1#t", {"text": "x" * (LIMIT - 100)}))


def test_floats_and_half_a_surrogate_pair_survive(home: MotoHome) -> None:
    given = {"amount": 0.1 + 0.2, "big": 1e300, "text": "é\ud83d", "none": None, "empty": ""}

    home.store.put(Write(PK, "R#1#t", given))

    assert data(home, "R#1#t") == given


def test_pages_of_a_partition_larger_than_one_answer_leave_nothing_out(home: MotoHome) -> None:
    home.store.accept(PK, Control())
    for n in range(12):
        home.store.put(Write(PK, f"{'D' if n < 6 else 'R'}#{n:02}", {"text": "x" * 200_000}))
    counter = CallCounter(home.clients)

    page = home.store.query(PK, limit=12)

    assert [item.data["text"] for item in page.items] == ["x" * 200_000] * 12
    assert page.after is None
    assert counter.count() > 1


def test_an_item_that_is_overwritten_without_due_leaves_the_index(home: MotoHome) -> None:
    home.store.put(Write(PK, "W#1", {"state": "pending"}, due=5, expires=9))
    assert home.store.due(shard(PK), 6) == [(PK, "W#1")]

    home.store.put(Write(PK, "W#1", {"state": "delivered"}))

    assert home.store.due(shard(PK), 6) == []
    raw = home.clients.dynamodb.get_item(
        TableName=home.settings.table, Key={"pk": {"S": PK}, "sk": {"S": "W#1"}}
    )["Item"]
    assert set(raw) == {"pk", "sk", "d", "ver", "f"}


def test_the_shard_of_a_task_never_changes() -> None:
    """Written down: another hash would hide the tasks that are in the index from the sweeper."""
    assert [shard(f"T#a.live#task_{n}") for n in range(6)] == EXPECTED_SHARDS
    assert {shard(f"T#a.live#task_{n}") for n in range(400)} == set(range(SHARDS))


EXPECTED_SHARDS = [2, 4, 14, 8, 11, 13]


def test_a_control_record_of_20_steps_takes_one_write_unit() -> None:
    steps = {"z": Settled("D", "0123456789ab")} | {
        str(n): Live("P", "i", tuple(str(dep) for dep in (n - 2, n - 1) if dep > 0)) for n in range(1, 51)
    }

    def bytes_of(count: int) -> int:
        first = dict(list(steps.items())[: count + 1])
        return size(from_control(PK, Control(entered=count, open=count, due=1_795_445_102_002, steps=first)))

    assert bytes_of(20) <= 1_024
    assert bytes_of(50) <= 2_048


def test_a_conditional_write_among_others_is_made_where_there_is_nothing(home: MotoHome) -> None:
    home.store.accept(PK, Control())
    absent = Write(PK, "W#final", {"state": "pending"}, when="absent")

    home.store.settle(PK, [absent, Write(PK, "D#1", {}), Write(PK, "D#2", {})], CLAIM, lambda _: ())

    assert data(home, "W#final") == {"state": "pending"}


def test_a_page_is_one_call_even_where_the_control_record_lies_among_its_items(home: MotoHome) -> None:
    home.store.accept(PK, Control())
    for sk in ("D#1", "D#2", "R#1"):
        home.store.put(Write(PK, sk, {}))
    counter = CallCounter(home.clients)

    page = home.store.query(PK, limit=2)

    assert page.after == "D#2"
    assert counter.operations() == {"dynamodb.Query": 1}


def test_every_read_of_the_table_is_consistent(home: MotoHome) -> None:
    reads: list[Any] = []
    events = home.clients.dynamodb.meta.events
    for operation in ("GetItem", "Query", "BatchGetItem"):
        events.register(f"before-parameter-build.dynamodb.{operation}", lambda params, **_: reads.append(params))

    home.store.get(PK, "D#1")
    home.store.control(PK)
    home.store.query(PK, "D#")
    home.store.get_many([(PK, "D#1")])

    batch = reads.pop()["RequestItems"][home.settings.table]
    assert [read["ConsistentRead"] for read in (*reads, batch)] == [True] * 4
