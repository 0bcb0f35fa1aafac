"""Every call of a port goes through a gate, which may let a fault happen there.

`settle` is taken apart into the calls that it makes on AWS (puts, one conditional update, one send): the
coarser home can only be safer.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from chalicelib.domain.control import Control
from chalicelib.domain.outcome import Failed, Outcome, Started
from chalicelib.domain.transitions import Transition
from chalicelib.engine.kinds import kind_of
from chalicelib.engine.ports import Applied, Call, Item, Message, Page, Refused, Sends, Write
from tests.proof.provider import Crash, Provider
from tests.world import MemoryBlobs, MemoryQueue, MemoryStore

T = TypeVar("T")


class Throttled(Exception):
    """The service refused the call; nothing was done."""


class Gate(Protocol):
    by_api: bool

    def __call__(self, name: str, do: Callable[[], T], *, writes: bool = True) -> T:
        """Make the call `do`, or do something bad about it."""

    def tool(self, call: Call, provider: Provider) -> Outcome | Started:
        """Call a tool, or do something bad about it."""


class Watch(Protocol):
    """Who looks at every change; raises when an invariant is broken."""

    def accepted(self, pk: str) -> None: ...

    def asking(self, record: Write) -> None: ...

    def changed(self, before: Control, after: Control, transition: Transition) -> None: ...

    def calling(self, call: Call) -> None: ...

    def called(self, call: Call) -> None: ...

    def sending(self, messages: Sequence[Message]) -> None: ...


class GatedStore:
    def __init__(self, inner: MemoryStore, queue: "GatedQueue", gate: Gate, watch: Watch) -> None:
        self._inner = inner
        self._queue = queue
        self._gate = gate
        self._watch = watch

    def get(self, pk: str, sk: str) -> Item | None:
        return self._gate("get", lambda: self._inner.get(pk, sk), writes=False)

    def get_many(self, keys: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Item]:
        return self._gate("get_many", lambda: self._inner.get_many(keys), writes=False)

    def put(self, write: Write) -> bool:
        return self._gate(f"put {write.sk.partition('#')[0]}", lambda: self._put(write))

    def put_many(self, writes: Sequence[Write]) -> None:
        for write in writes:
            self.put(write)

    def delete(self, pk: str, sk: str) -> None:
        self._gate("delete", lambda: self._inner.delete(pk, sk))

    def delete_many(self, keys: Sequence[tuple[str, str]]) -> None:
        for pk, sk in keys:
            self.delete(pk, sk)

    def query(self, pk: str, prefix: str = "", **how: Any) -> Page:
        return self._gate("query", lambda: self._inner.query(pk, prefix, **how), writes=False)

    def accept(self, pk: str, control: Control) -> bool:
        return self._gate("accept", lambda: self._accept(pk, control))

    def control(self, pk: str) -> Control | None:
        return self._gate("control", lambda: self._inner.control(pk), writes=False)

    def controls(self, pks: Sequence[str]) -> Mapping[str, Control]:
        return self._gate("controls", lambda: self._inner.controls(pks), writes=False)

    def apply(self, pk: str, transition: Transition) -> Applied | Refused:
        return self._gate(f"apply {type(transition).__name__}", lambda: self._apply(pk, transition))

    def settle(
        self, pk: str, writes: Sequence[Write], transition: Transition, sends: Sends
    ) -> Applied | Refused:
        for write in writes:
            self.put(write)
        result = self.apply(pk, transition)
        if isinstance(result, Applied):
            self._queue.send(tuple(sends(result.control)))
        return result

    def due(self, shard: int, now: int, *, limit: int = 100) -> Sequence[tuple[str, str]]:
        return self._gate("due", lambda: self._inner.due(shard, now, limit=limit), writes=False)

    def _put(self, write: Write) -> bool:
        assert kind_of(write.pk, write.sk), f"{write.sk} is not listed in chalicelib/engine/kinds.py"
        if write.data.get("status") == "waiting":
            self._watch.asking(write)
        return self._inner.put(write)

    def _accept(self, pk: str, control: Control) -> bool:
        fresh = self._inner.accept(pk, control)
        if fresh:
            self._watch.accepted(pk)
        return fresh

    def _apply(self, pk: str, transition: Transition) -> Applied | Refused:
        before = self._inner.control(pk)
        result = self._inner.apply(pk, transition)
        if isinstance(result, Applied):
            assert before is not None
            self._watch.changed(before, result.control, transition)
        return result


class GatedQueue:
    def __init__(self, inner: MemoryQueue, gate: Gate, watch: Watch) -> None:
        self._inner = inner
        self._gate = gate
        self._watch = watch

    def send(self, messages: Sequence[Message]) -> None:
        if messages:
            self._watch.sending(messages)
            self._gate(f"send {messages[0].queue}", lambda: self._inner.send(messages))

    def forget_user(self, account: str, user_id: str) -> int | None:
        return None


class GatedBlobs:
    def __init__(self, inner: MemoryBlobs, gate: Gate) -> None:
        self._inner = inner
        self._gate = gate

    def put(self, key: str, data: bytes) -> None:
        self._gate("put blob", lambda: self._inner.put(key, data))

    def get(self, key: str) -> bytes | None:
        return self._gate("get blob", lambda: self._inner.get(key), writes=False)

    def delete_prefix(self, prefix: str) -> int:
        return self._gate("delete blobs", lambda: self._inner.delete_prefix(prefix))


class GatedTools:
    def __init__(self, provider: Provider, gate: Gate, watch: Watch) -> None:
        self._provider = provider
        self._gate = gate
        self._watch = watch

    def call(self, call: Call) -> Outcome | Started:
        self._watch.calling(call)
        try:
            return self._gate.tool(call, self._provider)
        finally:
            self._watch.called(call)

    def preview(self, call: Call) -> Mapping[str, Any]:
        return {"action": call.action.ref, "inputs": dict(call.inputs)}


@dataclass(frozen=True)
class Made:
    """A call of a port."""

    name: str
    writes: bool
    by_api: bool


class Fault:
    """Counts the calls; at number `at` one of the things happens that can happen to a call.

    before    the process dies before the call
    after     the process dies after it
    throttle  the call is refused with an exception (a tool answers 429)
    sdk       the call is made, its answer is lost, the SDK makes it again (a tool: the outcome is unknown)
    lost      (a send) the last of its messages goes to the dead-letter queue

    `by_api` is true while a caller's request is served, `drop` loses the message that was sent last.
    """

    def __init__(self, at: int = 0, mode: str = "") -> None:
        self.at = at
        self.mode = mode
        self.fired = ""
        self.names: list[Made] = []
        self.by_api = False
        self.drop: Callable[[], object] = lambda: None

    def __call__(self, name: str, do: Callable[[], T], *, writes: bool = True) -> T:
        if not self._now(name, writes):
            return do()
        if self.mode == "before":
            raise Crash(name)
        if self.mode == "throttle":
            raise Throttled(name)
        result = do()
        if self.mode == "after":
            raise Crash(name)
        if self.mode == "lost":
            self.drop()
            return result
        return do() if writes else result

    def tool(self, call: Call, provider: Provider) -> Outcome | Started:
        if not self._now(f"call {call.action.name}", True):
            return provider.call(call)
        if self.mode == "before":
            raise Crash(call.key)
        if self.mode == "throttle":
            return Failed("rate_limited", "slow down", retry_after=1)
        if self.mode == "sdk":
            return provider.lost(call)
        provider.call(call)
        raise Crash(call.key)

    def _now(self, name: str, writes: bool) -> bool:
        self.names.append(Made(name, writes, self.by_api))
        now = len(self.names) == self.at
        if now:
            self.fired = name
        return now
