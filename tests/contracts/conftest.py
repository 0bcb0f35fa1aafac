"""One fixture, three homes.  Each offers its ports and what Lambda does with a queue."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import pytest

from chalicelib.embedded.events import record
from chalicelib.embedded.home import Home, open_home
from chalicelib.engine.ports import Blobs, Queue, QueueName, Store, Vault
from tests.world import Clock, World

Record = Mapping[str, Any]
HOMES = ("memory", "sqlite", "aws")


class AnyHome(Protocol):
    @property
    def store(self) -> Store: ...
    @property
    def queue(self) -> Queue: ...
    @property
    def blobs(self) -> Blobs: ...
    @property
    def vault(self) -> Vault: ...
    @property
    def clock(self) -> Clock: ...

    def receive(self, queue: QueueName, visibility: int = 720) -> list[Record]: ...
    def ack(self, record: Record) -> None: ...
    def nack(self, record: Record, delay: int = 0) -> None: ...
    def dead(self, queue: QueueName) -> list[Record]: ...


@dataclass(frozen=True)
class LocalHome:
    """Memory or SQLite, with a clock that the tests move."""

    parts: World | Home
    clock: Clock

    @property
    def store(self) -> Store:
        return self.parts.store

    @property
    def queue(self) -> Queue:
        return self.parts.queue

    @property
    def blobs(self) -> Blobs:
        return self.parts.blobs

    @property
    def vault(self) -> Vault:
        return self.parts.vault

    def receive(self, queue: QueueName, visibility: int = 720) -> list[Record]:
        deliveries = iter(lambda: self.parts.queue.receive((queue,), visibility), None)
        return [record(delivery) for delivery in deliveries]

    def ack(self, record: Record) -> None:
        self.parts.queue.ack(record["receiptHandle"])

    def nack(self, record: Record, delay: int = 0) -> None:
        self.parts.queue.nack(record["receiptHandle"], delay)

    def dead(self, queue: QueueName) -> list[Record]:
        if isinstance(self.parts, Home):
            return [{"body": json.dumps(body)} for body in self.parts.queue.dead(queue)]
        return [record(delivery) for delivery in self.parts.queue.dead if delivery.queue == queue]


@contextmanager
def open_kind(kind: str, directory: Path) -> Iterator[AnyHome]:
    clock = Clock()
    match kind:
        case "memory":
            world = World()
            yield LocalHome(world, world.clock)
        case "sqlite":
            home = open_home(directory / "home.db", clock)
            yield LocalHome(home, clock)
            home.database.close()
            home.wake.close()
        case _:
            from tests.aws.fixtures import moto_home

            with moto_home(lambda: clock() / 1000) as moto:
                yield replace(moto, clock=clock)


@pytest.fixture(params=HOMES)
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AnyHome]:
    with open_kind(request.param, tmp_path) as opened:
        yield opened


def pass_time(home: AnyHome, seconds: float) -> None:
    """Moves the clock of a home that has one; moto's queues go by the real one."""
    if isinstance(home, LocalHome):
        home.clock.advance(seconds)
    else:
        time.sleep(seconds + 0.05)
