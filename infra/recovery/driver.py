"""Tasks of the generated worlds, carried out by the real engine on the embedded home.

Nothing is replaced but time: the clock stands still until every message that is visible has been worked off, and then
moves to the next one, so that waiting for an hour takes no time.  Tools are registered, connected and called over
HTTP as anybody's would be.
"""

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # Any: traces are JSON

from chalicelib import wiring
from chalicelib.domain.control import public_status
from chalicelib.domain.plan import Plan
from chalicelib.domain.subagent import SubAgent
from chalicelib.embedded.home import Home, open_home
from chalicelib.engine.cache import Cache
from chalicelib.engine.deploy import deploy
from chalicelib.engine.engine import Engine, Nack, step_ref
from chalicelib.engine.history import History, history
from chalicelib.engine.intake import TaskRequest, accept
from chalicelib.engine.learning import learn_from
from chalicelib.engine.ports import Ports
from chalicelib.engine.registration import register
from chalicelib.engine.runner import run_step
from chalicelib.engine.settings import Settings
from chalicelib.engine.trace import trace_of
from chalicelib.planning.composer.composer import Composer
from chalicelib.tools.compile import compile_tool
from chalicelib.tools.connections import Connections
from chalicelib.tools.guard import Guard
from chalicelib.tools.toolbox import Toolbox
from chalicelib.tools.utility import utility_actions
from infra.recovery.person import Person
from infra.recovery.service import Entry, Service, Services
from infra.recovery.worlds import Offer, World
from infra.sandbox.server import Listener

AGENT = "keeper"
START = 1_790_000_000_000
APART_MS = 300_000
DELIVERIES = 400
QUEUES = ("steps", "learn")


@dataclass
class Clock:
    """ms; stands still until somebody moves it."""

    instant: int = START

    def __call__(self) -> int:
        return self.instant


@dataclass(frozen=True, slots=True)
class Ran:
    """One run as it ended.  `asked`: the questions, with the answer that each got ("" where nobody could)."""

    status: str
    history: History
    trace: Mapping[str, Any]
    ledger: tuple[Entry, ...]
    asked: tuple[tuple[str, str, str], ...]
    calls: int

    @property
    def plan(self) -> Plan:
        return Plan(tuple(self.history.steps.values()))


class Driver:
    """One home for all worlds; each has accounts of its own."""

    def __init__(self, home: Home, services: Services, url: str, clock: Clock) -> None:
        self.clock = clock
        self._home, self._services, self._url = home, services, url
        guard = Guard(allow_loopback=True)
        self._toolbox = Toolbox(home.store, home.vault, guard, now=self.clock, token=wiring.token)
        self.ports = Ports(
            home.store, home.queue, home.blobs, home.vault, self._toolbox, self.clock, wiring.token
        )
        self.engine = Engine(self.ports, Settings(), Composer(), Cache(self.clock))
        self._guard = guard

    def settle_in(self, world: World, account: str) -> Service:
        """The world's services are there, registered, connected and granted to a sub-agent of the account."""
        service = self._services.of.setdefault(world.name, Service(world, self.clock))
        for tool in dict.fromkeys(offer.tool for offer in world.offers):
            compiled = compile_tool(registration(world, tool, self._url), self._guard)
            register(self.ports, account, compiled)
            if tool in world.oauth:
                connect(self.ports, account, tool, compiled.auth, service.token())
        wish = SubAgent(name=AGENT, prompt="does everything", tools=(), actions={}, pinned=("*.*",))
        deploy(self.ports, account, wish, utility_actions())
        return service

    def run(self, account: str, prompt: str, service: Service, person: Person, *, armed: bool) -> Ran:
        """One task from beginning to end, lessons taken."""
        self.clock.instant += APART_MS
        service.arm(armed)
        person.begin(self, account)
        wanted = TaskRequest(prompt=prompt, sub_agent=AGENT)
        task = accept(self.ports, self.engine.settings, account, wanted, secret=b"s", created_by="key")
        left = DELIVERIES
        while left > 0:
            left = self._pump(left)
            if not person.answers(self, account, task.id):
                break
        past = history(self.ports, account, task.id)
        status = public_status(past.control, self.clock())
        trace = trace_of(past, self.clock())
        return Ran(status, past, trace, tuple(service.ledger), tuple(person.said), service.calls)

    def _pump(self, left: int) -> int:
        """Until nothing is on its way any more, or too much was; how many deliveries are left."""
        while left > 0:
            delivery = self._home.queue.receive(QUEUES)
            if delivery is None:
                visible = self._next_visible()
                if visible is None:
                    return left
                self.clock.instant = max(self.clock.instant + 1, visible)
                continue
            left -= 1
            body = json.loads(delivery.body)
            if delivery.queue == "learn":
                verdict = learn_from(self.engine, body["account"], body["task"])
            else:
                verdict = run_step(self.engine, step_ref(body), lambda: 900_000)
            if isinstance(verdict, Nack):
                self._home.queue.nack(delivery.receipt, verdict.delay)
            else:
                self._home.queue.ack(delivery.receipt)
        return left

    def _next_visible(self) -> int | None:
        with self._home.database.read() as connection:
            query = "SELECT min(visible) FROM messages WHERE queue IN ('steps', 'learn')"
            found: int | None = connection.execute(query).fetchone()[0]
        return found


@contextmanager
def driver() -> Iterator[Driver]:
    """A home in a scratch folder, and the services on a free port."""
    listener, services = Listener(0), Services()
    listener.serve_in_thread(services.respond)
    memory = Path("/dev/shm")  # noqa: S108  # a disk would only cost time: nothing is to survive
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as scratch:
        clock = Clock()
        try:
            yield Driver(open_home(Path(scratch) / "recovery.db", clock), services, listener.url, clock)
        finally:
            listener.stop()


def registration(world: World, tool: str, url: str) -> dict[str, Any]:
    """The services' own description of themselves."""
    base = f"{url}/{world.name}/{tool}"
    given: dict[str, Any] = {
        "name": tool, "description": f"The {tool} service.", "base_url": base, "sandbox_base_url": base,
        "capabilities": [_capability(offer) for offer in world.offers if offer.tool == tool],
    }
    if tool in world.oauth:
        given["auth"] = {"type": "oauth2", "token_url": f"{base}/token", "sandbox_token_url": f"{base}/token"}
    refusal = world.fault.refusal
    if world.declared and refusal is not None and refusal.status == 200:
        given["failed_when"] = {
            "ok": {"path": "ok", "equals": False, "reason": "error"},
            "success": {"path": "success", "equals": False, "reason": "message || code"},
            "status": {"path": "status", "equals": "error", "reason": "message || code"},
        }[refusal.shape]
    return given


def _capability(offer: Offer) -> dict[str, Any]:
    return {
        "name": offer.name, "description": offer.describes, "returns": offer.returns, "effect": offer.effect,
        "parameters": {"type": "object", "properties": dict(offer.params), "required": list(offer.required)},
        "method": "GET" if offer.effect == "read" else "POST",
    }


def connect(ports: Ports, account: str, tool: str, auth: Mapping[str, Any], token: str) -> None:
    credentials = {"access_token": token, "refresh_token": "renew", "client_id": "replan"}
    from chalicelib.tools.redact import Secrets

    Connections(ports.store, ports.vault, ports.now, Secrets()).store(account, tool, auth, credentials)
