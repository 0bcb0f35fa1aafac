"""The world keeps its word: seeded, shuffled, repeated, delayed."""

import json

import pytest

from chalicelib.domain.outcome import Done
from chalicelib.domain.tool import Action
from chalicelib.engine.ports import Call, Message
from tests.world import Record, World


def order(world: World, count: int = 8) -> list[int]:
    seen: list[int] = []
    world.queue.send([Message("steps", {"n": n}) for n in range(count)])
    world.pump(lambda event: seen.extend(json.loads(record["body"])["n"] for record in event["Records"]))
    return seen


def test_the_same_seed_gives_the_same_order_and_another_seed_another() -> None:
    assert order(World(seed=1)) == order(World(seed=1)) != order(World(seed=2))
    assert sorted(order(World(seed=1))) == list(range(8)) != order(World(seed=1))


def test_duplicates_come_after_they_were_acknowledged() -> None:
    world = World(duplicates=0.9)

    seen = order(world)

    assert world.deliveries == len(seen) > 16 and set(seen) == set(range(8))


def test_the_clock_moves_only_when_nothing_else_is_left() -> None:
    world, seen = World(), []
    world.queue.send([Message("steps", {"n": 1}, delay=900), Message("steps", {"n": 2})])
    began = world.clock()

    world.pump(lambda event: seen.append((json.loads(event["Records"][0]["body"])["n"], world.clock() - began)))

    assert seen == [(2, 0), (1, 900_000)]


def test_a_refused_record_comes_again_when_it_asked_to() -> None:
    world, times = World(), []
    world.queue.send([Message("steps", {})])
    began = world.clock()

    def refuse_twice(event: Record) -> object:
        record = event["Records"][0]
        times.append(world.clock() - began)
        again = {"itemIdentifier": record["messageId"], "visibilityTimeout": 30}
        return {"batchItemFailures": [again] if len(times) < 3 else []}

    world.pump(refuse_twice)

    assert times == [0, 30_000, 60_000]


def test_a_message_may_arrive_while_a_tool_is_working() -> None:
    seen: list[str] = []
    world = World()

    def outer(event: Record) -> None:
        seen.append("outer begins")
        world.deliver({"learn": lambda _: seen.append("inner")})
        seen.append("outer ends")

    world.queue.send([Message("learn", {}), Message("steps", {})])
    world.pump(outer)

    assert seen == ["outer begins", "inner", "outer ends"]


def test_messages_that_go_round_for_ever_are_noticed() -> None:
    world = World()
    world.queue.send([Message("steps", {})])

    with pytest.raises(AssertionError, match="for ever"):
        world.pump(lambda _: world.queue.send([Message("steps", {})]), at_most=50)


def test_calls_are_noted_in_order_with_their_keys() -> None:
    action = Action("chat", "post", "", {}, None, "unsafe")
    world = World(tools={"post": lambda call: Done(call.inputs["text"])})

    outcome = world.outside.call(Call(action, {"text": "hello"}, "acc.live", "acc.live/t/s1"))

    assert outcome == Done("hello")
    assert world.calls == [("chat.post", "acc.live/t/s1")]
