"""A deletion that dies at any of its calls is carried on to its end."""

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from chalicelib.domain.binding import Output
from chalicelib.domain.outcome import Done
from chalicelib.engine import erase as deletion
from chalicelib.engine.ports import Ports
from tests.engine.scripted import ACCOUNT, Scene, question, step

PLAN = (step("1"), question("2"), step("3", "1", "2", inputs={"x": Output("1", "text")}))


class Dies(Exception):
    pass


class Mortal:
    """Any part of a home; it dies before or after call number `at`."""

    def __init__(self, inner: Any, count: list[int], at: int, *, after: bool) -> None:
        self._inner, self._count, self._at, self._after = inner, count, at, after

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            self._count[0] += 1
            now = self._count[0] == self._at
            if now and not self._after:
                raise Dies(name)
            done = getattr(self._inner, name)(*given, **named)
            if now:
                raise Dies(name)
            return done
        return call


def scene() -> Scene:
    """Two tasks of the user, one that waits with a blob and one that has ended."""
    made = Scene(PLAN, {"1": lambda _: Done({"text": "x" * 20_000})}, request={"user_id": "u1"})
    made.run()
    made.task = made.accept(user_id="u1", mode="test")
    return made.run()


def left(made: Scene) -> str:
    rows = [[pk, *items] for pk, items in made.world.store._items.items() if pk.startswith(("T#", "L#")) and items]
    return json.dumps([rows, list(made.world.store._controls), list(made.world.blobs._blobs)])


def dying(made: Scene, at: int, *, after: bool) -> int:
    """The number of calls of a deletion that dies at one of them, if it makes so many."""
    ports, count = made.world.ports, [0]
    mortal = Ports(
        Mortal(ports.store, count, at, after=after), ports.queue, Mortal(ports.blobs, count, at, after=after),  # type: ignore[arg-type]
        ports.vault, ports.tools, ports.now, ports.token,
    )
    engine = type(made.engine)(mortal, made.settings, made.planner, made.engine.cache)
    with suppress(Dies):
        deletion.erase(engine, ACCOUNT, "u1")
    return count[0]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_it_ends_wherever_it_died(after: bool) -> None:
    calls = dying(scene(), 10**6, after=after)
    assert calls > 25
    for at in range(1, calls + 1):
        made = scene()
        assert left(made) != "[[], [], []]"
        dying(made, at, after=after)
        begun = made.world.store.get(f"A#{ACCOUNT}", f"GONE#{deletion.user_mark(ACCOUNT, 'u1')}")
        if begun is None:
            deletion.erase(made.engine, ACCOUNT, "u1")  # whoever asked for it has heard nothing, and asks again
        for _ in range(5):
            made.sweep(61)

        assert left(made) == "[[], [], []]", f"died at call {at} of {calls}"
        told = deletion.receipt(made.engine, ACCOUNT, "u1")
        assert told["checked_at"] is not None and told["status"] == "done"
