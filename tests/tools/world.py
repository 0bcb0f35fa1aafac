"""What the tools need of the outside, ready made: a store, a vault, a clock, and actions built by hand."""

from dataclasses import replace
from threading import Lock
from typing import Any

from chalicelib.domain.tool import Action
from chalicelib.engine.ports import Call, Write
from chalicelib.tools import Guard, Toolbox, compile_tool
from tests.world import Clock, MemoryQueue, MemoryStore, World

ACCOUNT = "acc1.live"


class SharedStore(MemoryStore):
    """The memory of many threads: each write is one step, as in a real store."""

    def __init__(self, queue: MemoryQueue, now: Clock) -> None:
        super().__init__(queue, now)
        self._one = Lock()

    def put(self, write: Write) -> bool:
        with self._one:
            return super().put(write)


class Outside:
    def __init__(self) -> None:
        self.world = World()
        self.world.store = SharedStore(self.world.queue, self.world.clock)
        self.ports = self.world.ports
        self.box = self.toolbox()

    def toolbox(self, **more: Any) -> Toolbox:
        """Another worker: the same store, nothing else shared."""
        ports = self.ports
        return Toolbox(ports.store, ports.vault, Guard(allow_loopback=True), now=ports.now, token=ports.token, **more)

    def connect(self, tool: Any, user: str | None = None, **credentials: Any) -> dict[str, Any]:
        return self.box.connections.store(ACCOUNT, tool.name, tool.auth, credentials, user)


def compiled(registration: dict[str, Any]) -> Any:
    return compile_tool(registration, Guard(allow_loopback=True))


def one(url: str, capability: dict[str, Any] | None = None, **registration: Any) -> Action:
    """The first action of a tool made of one capability."""
    what = {"name": "act", "method": "GET", "path": "/act", **(capability or {})}
    return compiled({"name": "desk", "base_url": url, "capabilities": [what], **registration}).actions[0]


def call(action: Action, **inputs: Any) -> Call:
    return Call(action, inputs, ACCOUNT, "acc1.live/task_1/2")


def by(asked: Call, user: str) -> Call:
    return replace(asked, user_id=user)
