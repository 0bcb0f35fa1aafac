"""The counter by which the cost of a step is held: it must see every call and the size of every write."""

from collections.abc import Iterator

import pytest

from chalicelib.aws.items import size
from chalicelib.domain.control import Control
from chalicelib.domain.transitions import Claim, Settle
from chalicelib.engine.ports import META, Message, Write
from tests.aws.calls import CallCounter
from tests.aws.fixtures import MotoHome, moto_home

PK = "T#acc_1.live#task_1"


@pytest.fixture
def home() -> Iterator[MotoHome]:
    with moto_home() as opened:
        yield opened


def stored_size(home: MotoHome, sk: str) -> int:
    key = {"pk": {"S": PK}, "sk": {"S": sk}}
    return size(home.clients.dynamodb.get_item(TableName=home.settings.table, Key=key)["Item"])


def test_calls_are_told_apart_by_phase(home: MotoHome) -> None:
    home.store.accept(PK, Control())
    counter = CallCounter(home.clients)

    with counter.phase("claim"):
        home.store.apply(PK, Claim("z", 0, "t", 1, 9, 5))
    with counter.phase("settle"):
        home.store.settle(
            PK, [Write(PK, "R#z#t", {})], Settle("z", 1, "D", "t"), lambda _: [Message("learn", {"task": "1"})]
        )
    home.blobs.put("acc_1.live/x", b"")
    home.vault.seal(b"x", {"account": "acc_1.live"})

    assert counter.operations("claim") == {"dynamodb.UpdateItem": 1}
    assert counter.operations("settle") == {"dynamodb.UpdateItem": 2, "sqs.SendMessage": 1}
    assert counter.operations("") == {"s3.PutObject": 1, "kms.GenerateDataKey": 1}
    assert counter.count() == 6


def test_a_write_counts_by_the_size_of_the_item_as_it_stands_afterwards(home: MotoHome) -> None:
    home.store.accept(PK, Control())
    counter = CallCounter(home.clients)

    home.store.apply(PK, Claim("z", 0, "t", 1, 9, 5))
    control_size = stored_size(home, META)
    assert (counter.written_bytes(), counter.write_units()) == (control_size, 1)

    home.store.apply(PK, Claim("z", 0, "t", 1, 9, 5))
    assert counter.write_units() == 2, "a refused update is billed too"

    counter.clear()
    home.store.put(Write(PK, "R#z#t", {"text": "x" * 3_000}))
    assert (counter.written_bytes(), counter.write_units()) == (stored_size(home, "R#z#t"), 3)

    counter.clear()
    home.store.put(Write(PK, "R#z#u", {"text": "x" * 3_000}, when="absent"))
    assert counter.written_bytes() == stored_size(home, "R#z#u")

    counter.clear()
    home.store.settle(PK, [Write(PK, f"D#{n}", {"text": "x" * 1_500}) for n in (1, 2)], LATER, lambda _: ())
    assert counter.write_units() == 4 + 1


LATER = Settle("z", 1, "D", "t")
