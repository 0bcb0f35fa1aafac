"""One sandbox for all tests of it, made fresh before each: its memory by a reset, its time by hand."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from infra.sandbox import Sandbox, running_sandbox
from infra.sandbox.client import Client
from infra.sandbox.wire import Json

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class HandClock:
    now: datetime = START
    hesitates: float = 0

    def __call__(self) -> datetime:
        if self.hesitates:
            time.sleep(self.hesitates)
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture(scope="session")
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(scope="session")
def running(clock: HandClock) -> Iterator[Sandbox]:
    with running_sandbox(clock=clock) as sandbox:
        yield sandbox


@pytest.fixture
def later(clock: HandClock) -> Callable[[float], None]:
    """Let so many seconds pass for the services."""
    return clock.advance


@pytest.fixture
def crowded(clock: HandClock) -> Iterator[None]:
    """Whoever looks at the clock lets others go first, so that a missing lock shows."""
    clock.hesitates = 0.001
    yield
    clock.hesitates = 0


@pytest.fixture
def sandbox(running: Sandbox, clock: HandClock) -> Sandbox:
    clock.now = START
    running.reset()
    return running


@pytest.fixture
def credentials(sandbox: Sandbox) -> Json:
    return sandbox.credentials()


@pytest.fixture
def payments(credentials: Json) -> Client:
    return Client(credentials["payments"]["base_url"], credentials["payments"]["access_token"])


@pytest.fixture
def chat(credentials: Json) -> Client:
    return Client(credentials["chat"]["base_url"], credentials["chat"]["access_token"])


@pytest.fixture
def engineering(chat: Client) -> str:
    """The channel's id."""
    channel = chat.get("/api/channels/find", name="#engineering").json["channel"]
    return str(channel["id"])
