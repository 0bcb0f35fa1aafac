"""The API as a caller meets it: real HTTP, the real Chalice application, the engine over a home in memory."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import urllib3
from chalice.app import Chalice

from chalicelib.api.routes import register
from chalicelib.api.server import serve
from chalicelib.engine import keys
from chalicelib.engine.cache import Cache
from chalicelib.engine.engine import Engine
from chalicelib.engine.ports import Ports
from chalicelib.engine.settings import Settings
from chalicelib.observe import Observer
from chalicelib.tools import Guard, Toolbox
from tests.world import World

PEPPER = b"a pepper for tests"
ALL = keys.SCOPES

CAPABILITIES: list[dict[str, Any]] = [
    {"name": "list_parcels", "description": "List the parcels of a customer, newest first", "method": "GET",
     "path": "/parcels", "parameters": {"customer_id": {"type": "string", "description": "Id of the customer"}},
     "returns": {"parcels": {"type": "array", "items": {"type": "object"}}}},
    {"name": "send_parcel", "description": "Send a parcel to a customer", "method": "POST", "path": "/parcels",
     "parameters": {"customer_id": {"type": "string"}, "weight": {"type": "number"}}},
]


def parcels(**changes: Any) -> dict[str, Any]:
    """A tool registration that is right."""
    return {
        "name": "parcels", "description": "Parcels and their delivery", "base_url": "http://127.0.0.1:9",
        "auth": {"type": "bearer"}, "capabilities": CAPABILITIES, **changes,
    }


class NobodyPlans:
    """No call of the API plans anything: that is the workers' part."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"the API asked the planner to {name}")


@dataclass
class HomeSettings:
    pepper: bytes = PEPPER
    allow_loopback: bool = True
    largest_document: int = 200_000


@dataclass
class Home:
    world: World = field(default_factory=World)
    settings: HomeSettings = field(default_factory=HomeSettings)
    guard: Guard = field(default_factory=lambda: Guard(allow_loopback=True))
    observer: Observer = field(default_factory=Observer)

    def __post_init__(self) -> None:
        self.ports: Ports = self.world.ports
        ports, planner = self.ports, NobodyPlans()
        self.toolbox = Toolbox(ports.store, ports.vault, self.guard, now=ports.now, token=ports.token)
        self.engine = Engine(self.ports, Settings(), planner, Cache(self.world.clock))

    def key(self, account: str = "acme.test", scopes: tuple[str, ...] = ALL, name: str = "root") -> str:
        _, secret = keys.create(
            self.ports.store, PEPPER, account, name, scopes, token=self.ports.token, now=self.ports.now()
        )
        return secret


@dataclass
class Answer:
    status: int
    headers: Any
    raw: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.raw)

    @property
    def error(self) -> dict[str, Any]:
        return self.body["error"]


@dataclass
class Client:
    """`call("POST /v1/tasks", {...})`; `raw` sends bytes as they are."""

    url: str
    key: str | None
    pool: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(retries=False))

    def call(
        self, line: str, body: Any = None, *, raw: bytes | None = None, headers: dict[str, str] | None = None,
        key: str | None = "", timeout: float = 20,
    ) -> Answer:
        method, _, path = line.partition(" ")
        sent: dict[str, str] = {}
        secret = self.key if key == "" else key
        if secret:
            sent["Authorization"] = f"Bearer {secret}"
        data = raw
        if body is not None:
            data = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        answer = self.pool.request(
            method, self.url + path, body=data, headers={**sent, **(headers or {})}, timeout=timeout
        )
        return Answer(answer.status, answer.headers, answer.data)


@pytest.fixture(scope="module")
def live() -> Iterator[tuple[list[Home], str]]:
    """One server for a module's tests; each test puts its own home behind it."""
    homes: list[Home] = []
    app = Chalice(app_name="api-under-test", configure_logs=False)
    register(app, lambda: homes[-1])  # type: ignore[arg-type, return-value]  # the shape of wiring's home
    server, port = serve(app)
    yield homes, f"http://127.0.0.1:{port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def home(live: tuple[list[Home], str]) -> Home:
    live[0].append(Home())
    return live[0][-1]


@pytest.fixture
def api(home: Home, live: tuple[list[Home], str]) -> Client:
    return Client(live[1], home.key())


@pytest.fixture
def ready(api: Client) -> Client:
    """With a tool and a sub-agent."""
    assert api.call("POST /v1/tools", parcels()).status == 201
    made = api.call("POST /v1/subagents", {"name": "shipper", "prompt": "Send and list parcels for customers"})
    assert made.status == 201, made.raw
    return api


def task(**changes: Any) -> dict[str, Any]:
    return {"prompt": "List the parcels of customer c-77", "sub_agent": "shipper", **changes}
