"""The home on a server: what several processes see of each other."""

import multiprocessing
import socket
import subprocess
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from chalicelib.aws.clients import Settings
from chalicelib.aws.home import home
from chalicelib.domain.control import Control
from chalicelib.domain.transitions import Claim
from chalicelib.engine.ports import Applied, Message
from tests.aws.fixtures import MotoHome, moto_server

PK = "T#acc_1.live#task_1"
WORKERS = 4
TASKS = 6


@pytest.fixture(scope="module")
def server() -> Iterator[MotoHome]:
    with moto_server() as opened:
        yield opened


def claim_all(settings: Settings, worker: int) -> list[int]:
    """The tasks whose step zero this worker was given."""
    store = home(settings).store
    claims = [store.apply(f"{PK}{n}", Claim("z", 0, f"worker-{worker}", 1, 9, 5)) for n in range(TASKS)]
    return [n for n, claim in enumerate(claims) if isinstance(claim, Applied)]


def test_of_several_processes_one_gets_each_step(server: MotoHome) -> None:
    for n in range(TASKS):
        server.store.accept(f"{PK}{n}", Control())

    with multiprocessing.get_context("spawn").Pool(WORKERS) as pool:
        won = pool.starmap(claim_all, [(server.settings, worker) for worker in range(WORKERS)])

    assert sorted(task for tasks in won for task in tasks) == list(range(TASKS))


def test_a_message_goes_through_the_server(server: MotoHome) -> None:
    server.queue.send([Message("steps", {"n": 1})])

    (record,) = server.receive("steps")
    server.ack(record)

    assert record["body"] == '{"n":1}'
    assert server.receive("steps", visibility=0) == []


def test_the_server_listens_on_loopback_only(server: MotoHome) -> None:
    port = urlsplit(server.settings.endpoint_url).port
    table = subprocess.run(["cat", "/proc/net/tcp"], capture_output=True, text=True, check=True).stdout
    listening = [line.split()[1] for line in table.splitlines() if f":{port:04X} 00000000:0000 0A" in line]

    assert listening == [f"{int.from_bytes(socket.inet_aton('127.0.0.1'), 'little'):08X}:{port:04X}"]
