"""A first failure has nothing before it that would have to be read; a second one has."""

import pytest

from chalicelib.domain.edit import CarryOn, Later
from chalicelib.domain.outcome import Done, Failed
from tests.engine.scripted import Scene, step

DOWN = Failed("unavailable", "not now")


def reads_of_earlier_tries(failures: int, monkeypatch: pytest.MonkeyPatch) -> int:
    answers = [DOWN] * failures
    scene = Scene(
        (step("1"),), {"1": lambda _: answers.pop() if answers else Done({"ok": True})},
        lambda run, at, outcome: Later(1.0) if isinstance(outcome, Failed) else CarryOn(),
    )
    seen: list[str] = []
    query = scene.world.store.query

    def counted(pk: str, prefix: str = "", **more):
        seen.append(prefix)
        return query(pk, prefix, **more)
    monkeypatch.setattr(scene.world.store, "query", counted)
    scene.world.pump({"steps": scene.handler})
    assert scene.row("1")["status"] == "complete" and len(scene.called) == failures + 1
    return seen.count("R#1#")


def test_only_from_the_second_failure_on_are_earlier_tries_read(monkeypatch):
    assert reads_of_earlier_tries(1, monkeypatch) == 0
    assert reads_of_earlier_tries(2, monkeypatch) == 1
