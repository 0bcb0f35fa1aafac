"""The meter by which the cost of a step is told: every call, in the units that AWS bills."""

from collections import Counter
from collections.abc import Iterator

import pytest

from chalicelib.aws.items import size
from chalicelib.aws.meter import Meter
from chalicelib.aws.prices import PRICES, dollars
from chalicelib.domain.control import Control
from chalicelib.domain.transitions import Cancel, Claim, Due, Leave, Settle
from chalicelib.engine.ports import META, Message, Write
from tests.aws.fixtures import MotoHome, moto_home

PK = "T#acc_1.live#task_1"


@pytest.fixture
def home() -> Iterator[MotoHome]:
    with moto_home() as opened:
        yield opened


@pytest.fixture
def meter(home: MotoHome) -> Meter:
    meter = Meter()
    for service in ("dynamodb", "sqs", "s3", "kms"):
        meter.listen(getattr(home.clients, service).meta.events)
    return meter


def stored_size(home: MotoHome, sk: str) -> int:
    key = {"pk": {"S": PK}, "sk": {"S": sk}}
    return size(home.clients.dynamodb.get_item(TableName=home.settings.table, Key=key)["Item"])


def test_a_session_tells_the_meter_of_each_client_that_is_made_of_it() -> None:
    from chalicelib.aws.clients import Clients

    clients = Clients("us-east-1", "http://127.0.0.1:9")
    params = {"TableName": "t", "Key": {"pk": {"S": "p"}, "sk": {"S": "s"}}}
    clients.dynamodb.meta.events.emit(
        "before-parameter-build.dynamodb.GetItem", params=params,
        model=clients.dynamodb.meta.service_model.operation_model("GetItem"), context={},
    )

    assert clients.meter.take().calls == {"dynamodb.GetItem": 1}


def test_an_item_costs_a_unit_for_each_kilobyte_begun(home: MotoHome, meter: Meter) -> None:
    home.store.put(Write(PK, "R#1#t", {"text": "x" * 3_000}, when="absent"))
    written = stored_size(home, "R#1#t")
    used = meter.take()

    assert used.units["write_unit"] == 3
    assert used.written == (("R#1#t", written),)


def test_what_is_written_over_costs_by_the_larger_of_both(home: MotoHome, meter: Meter) -> None:
    home.store.put(Write(PK, "R#1#t", {"text": "x" * 3_000}, when="absent"))
    home.store.put(Write(PK, "R#1#t", {"text": "x"}, when=1))

    assert meter.take().units["write_unit"] == 3 + 3


def test_several_records_in_one_call_cost_what_they_would_alone(home: MotoHome, meter: Meter) -> None:
    home.store.put_many([Write(PK, f"D#{n}", {"text": "x" * 1_500}) for n in (1, 2)])
    used = meter.take()

    assert used.calls == {"dynamodb.BatchWriteItem": 1}
    assert used.units["write_unit"] == 4


def test_a_refused_update_is_billed_too_and_moves_nothing_in_the_index(home: MotoHome, meter: Meter) -> None:
    home.store.accept(PK, Control(status="CANC", due=5))
    meter.take()

    home.store.apply(PK, Claim("z", 0, "t", 1, 9, 5))
    home.store.apply(PK, Cancel(9))
    used = meter.take()

    assert used.units == {"write_unit": 2}
    assert [sk for sk, _ in used.written] == [META, META]


def test_the_index_costs_when_an_item_enters_moves_or_leaves_and_nothing_for_a_step(
    home: MotoHome, meter: Meter
) -> None:
    home.store.accept(PK, Control(due=5))
    enters = meter.take().units
    home.store.apply(PK, Due(5, 9))
    moves = meter.take().units
    home.store.apply(PK, Claim("z", 0, "t", 1, 9, 5))
    home.store.apply(PK, Settle("z", 1, "D", "t"))
    steps = meter.take().units
    home.store.apply(PK, Cancel(9))
    meter.take()
    home.store.apply(PK, Leave(9))
    leaves = meter.take().units

    assert (enters, moves, steps, leaves) == (
        {"write_unit": 2}, {"write_unit": 3}, {"write_unit": 2}, {"write_unit": 2}
    )


def test_reads_cost_by_four_kilobytes_and_double_where_consistent(home: MotoHome, meter: Meter) -> None:
    home.store.put(Write(PK, "R#1#t", {"text": "x" * 5_000}))
    meter.take()

    home.store.get(PK, "R#1#t")
    assert meter.take().units == {"half_read_unit": 4}
    home.store.get_many([(PK, "R#1#t"), (PK, "R#1#none")])
    assert meter.take().units["half_read_unit"] == 4 + 2
    home.store.due(0, 10)
    assert meter.take().units == {"half_read_unit": 1}


def test_a_transaction_costs_double(home: MotoHome, meter: Meter) -> None:
    item = {"pk": {"S": PK}, "sk": {"S": "X"}, "d": {"S": "x" * 1_500}}
    home.clients.dynamodb.transact_write_items(
        TransactItems=[{"Put": {"TableName": home.settings.table, "Item": item}}]
    )

    assert meter.take().units == {"write_unit": 4}


def test_a_batch_of_messages_is_one_request_and_a_group_has_its_surcharge(home: MotoHome, meter: Meter) -> None:
    home.queue.send([Message("steps", {"account": "acc_1.live", "task": str(n)}) for n in range(3)])
    assert meter.take().units == {"queue_request": 1, "fair_request": 1}
    home.queue.send([Message("learn", {"task": "x" * 70_000})])
    assert meter.take().units == {"queue_request": 2}


def test_blobs_and_keys_are_counted(home: MotoHome, meter: Meter) -> None:
    home.blobs.put("acc_1.live/x", b"")
    home.blobs.get("acc_1.live/x")
    home.vault.seal(b"x", {"account": "acc_1.live"})

    assert meter.take().units == {"blob_write": 1, "blob_read": 1, "key_request": 1}


def test_dollars_follow_from_units_and_each_price_says_where_it_stands() -> None:
    used = Counter({"write_unit": 3_000_000, "queue_request": 2_000_000})

    assert dollars(used) == pytest.approx(3 * 0.625 + 2 * 0.40)
    assert all(price.source.startswith("aws.amazon.com/") and price.standing for price in PRICES.values())
