"""The outside in memory: store, queue, blobs, vault, tools, clock.  Seeded, so that a failing run can be repeated.

`World.pump` delivers messages in shuffled order until nothing is left, repeats some of them, and moves the
clock when only delayed ones remain.  A tool is a function of the call; it may itself let another message
arrive meanwhile (`world.deliver`).
"""

import json
import random
import string
from bisect import insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any
from zlib import crc32

from chalicelib.domain.control import SHARDS, Control
from chalicelib.domain.form import FORM, readable
from chalicelib.domain.outcome import Failed, Outcome
from chalicelib.domain.transitions import Transition
from chalicelib.embedded.events import Delivery, failures, record
from chalicelib.engine.ports import (
    META,
    QUEUES,
    Applied,
    Call,
    Item,
    Message,
    Page,
    Ports,
    QueueName,
    Refused,
    Sends,
    Write,
)
from tests.listed import Listed

START = 1_760_000_000_000
MAX_RECEIVES = 20
Record = dict[str, Any]
Handler = Callable[[Record], object]


@dataclass
class Clock:
    """Stands still until somebody moves it.  Calling it gives ms."""

    instant: int = START

    def __call__(self) -> int:
        return self.instant

    def advance(self, seconds: float) -> None:
        self.instant += round(seconds * 1000)


class Tokens:
    """Random words, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def __call__(self, letters: int) -> str:
        return "".join(self._random.choices(string.ascii_letters, k=letters))


class MemoryStore:
    """The reference: transitions are applied as the domain wrote them."""

    def __init__(self, queue: "MemoryQueue", now: Clock) -> None:
        self._queue = queue
        self._now = now
        self._items: dict[str, dict[str, Item]] = {}
        self._controls: dict[str, Control] = {}

    def get(self, pk: str, sk: str) -> Item | None:
        found = self._items.get(pk, {}).get(sk)
        return _read(found) if found and self._lives(found.expires) else None

    def get_many(self, keys: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Item]:
        return {key: item for key in keys if (item := self.get(*key))}

    def put(self, write: Write) -> bool:
        rows = self._items.setdefault(write.pk, {})
        before = rows.get(write.sk)
        match write.when:
            case "any":
                held = True
            case "absent":
                held = before is None or not self._lives(before.expires)
            case version:
                held = before is not None and before.version == version
        if held:
            data = json.loads(json.dumps(write.data))
            version = before.version + 1 if before else 1
            rows[write.sk] = Item(write.pk, write.sk, data, version, write.due, write.expires, FORM)
        return held

    def put_many(self, writes: Sequence[Write]) -> None:
        for write in writes:
            self.put(write)

    def delete(self, pk: str, sk: str) -> None:
        self._items.get(pk, {}).pop(sk, None)
        if sk == META:
            self._controls.pop(pk, None)

    def delete_many(self, keys: Sequence[tuple[str, str]]) -> None:
        for pk, sk in keys:
            self.delete(pk, sk)

    def query(
        self, pk: str, prefix: str = "", *, limit: int = 100, after: str | None = None, newest_first: bool = False
    ) -> Page:
        rows = self._items.get(pk, {})
        found = [
            rows[sk] for sk in sorted(rows, reverse=newest_first)
            if sk.startswith(prefix) and (after is None or (sk < after if newest_first else sk > after))
            and self._lives(rows[sk].expires)
        ]
        items = tuple(map(_read, found[:limit]))
        return Page(items, items[-1].sk if len(found) > limit else None)

    def accept(self, pk: str, control: Control) -> bool:
        if pk in self._controls:
            return False
        self._controls[pk] = control
        return True

    def control(self, pk: str) -> Control | None:
        found = self._controls.get(pk)
        if found is None or not self._lives(found.expires):
            return None
        readable(found.form, f"the control record of {pk!r}")
        return found

    def controls(self, pks: Sequence[str]) -> Mapping[str, Control]:
        return {pk: found for pk in pks if (found := self.control(pk))}

    def _lives(self, expires: int | None) -> bool:
        return expires is None or expires >= self._now() // 1000

    def apply(self, pk: str, transition: Transition) -> Applied | Refused:
        before = self.control(pk)
        after = before and transition.apply(before)
        if after is None:
            return Refused(before)
        self._controls[pk] = after
        return Applied(after)

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
        controls = [(control.due, pk, META) for pk, control in self._controls.items()]
        items = [(item.due, pk, sk) for pk, rows in self._items.items() for sk, item in rows.items()]
        found: list[tuple[int, str, str]] = []
        for due, pk, sk in (*controls, *items):
            if due is not None and due < now and crc32(pk.encode()) % SHARDS == shard:
                insort(found, (due, pk, sk))
        return [(pk, sk) for _, pk, sk in found[:limit]]


def _read(item: Item) -> Item:
    readable(item.form, f"item {item.sk!r} of {item.pk!r}")
    return deepcopy(item)


@dataclass(frozen=True)
class Letter:
    """A message on its way, as it was last delivered."""

    delivery: Delivery
    visible: int


class MemoryQueue:
    """At least once, in any order, invisible while held, put aside after too many deliveries."""

    def __init__(self, now: Clock, seed: int = 0, duplicates: float = 0.0) -> None:
        self._now = now
        self._random = random.Random(seed)
        self._duplicates = duplicates
        self._letters: dict[str, Letter] = {}
        self._count = 0
        self.sent: list[Message] = []
        self.dead: list[Delivery] = []

    def send(self, messages: Sequence[Message]) -> None:
        for message in messages:
            assert 0 <= message.delay <= 900, f"a delay of {message.delay} s is more than a queue takes"
            self.sent.append(message)
            self._post(
                message.queue, json.dumps(message.body), self._now() + message.delay * 1000, message.attributes
            )

    def bury(self, queue: QueueName, body: str, reason: str, account: str = "") -> None:
        self._count += 1
        self.dead.append(Delivery(f"m{self._count}", "", queue, body, 1, self._now(), 0, {"reason": reason}))

    def forget_user(self, account: str, user_id: str) -> int | None:
        return None

    def receive(self, queues: Iterable[str] = QUEUES, visibility: float = 720) -> Delivery | None:
        """One of those that are visible, by the seed's choice."""
        visible = self._visible(queues)
        while visible:
            letter = visible.pop(self._random.randrange(len(visible)))
            receives = letter.delivery.receives + 1
            if receives > MAX_RECEIVES:
                self.dead.append(self._letters.pop(letter.delivery.id).delivery)
                continue
            one = letter.delivery
            delivery = Delivery(
                one.id, f"{one.id}.{receives}", one.queue, one.body, receives, one.sent, self._now(), one.attributes,
            )
            self._letters[delivery.id] = Letter(delivery, self._now() + round(visibility * 1000))
            return delivery
        return None

    def ack(self, receipt: str) -> None:
        """The message is gone, unless the seed wants it to come twice."""
        letter = self._held(receipt)
        if letter:
            del self._letters[letter.delivery.id]
            if self._random.random() < self._duplicates:
                self._post(letter.delivery.queue, letter.delivery.body, self._now())

    def nack(self, receipt: str, delay: float = 0) -> None:
        letter = self._held(receipt)
        if letter:
            self._letters[letter.delivery.id] = replace(letter, visible=self._now() + round(delay * 1000))

    def next_visible(self, queues: Iterable[str] = QUEUES) -> int | None:
        wanted = set(queues)
        return min((x.visible for x in self._letters.values() if x.delivery.queue in wanted), default=None)

    def bodies(self, queue: QueueName) -> list[Any]:
        """What was sent to a queue so far, in order."""
        return [message.body for message in self.sent if message.queue == queue]

    def _post(self, queue: str, body: str, visible: int, attributes: Mapping[str, str] | None = None) -> None:
        self._count += 1
        delivery = Delivery(f"m{self._count}", "", queue, body, 0, self._now(), 0, attributes or {})
        self._letters[delivery.id] = Letter(delivery, visible)

    def _visible(self, queues: Iterable[str]) -> list[Letter]:
        wanted = set(queues)
        return [x for x in self._letters.values() if x.delivery.queue in wanted and x.visible <= self._now()]

    def _held(self, receipt: str) -> Letter | None:
        letter = self._letters.get(receipt.partition(".")[0])
        return letter if letter and letter.delivery.receipt == receipt else None


class MemoryBlobs:
    def __init__(self) -> None:
        self._blobs: dict[str, bytes] = {}

    def put(self, key: str, data: bytes) -> None:
        self._blobs[key] = data

    def get(self, key: str) -> bytes | None:
        return self._blobs.get(key)

    def delete_prefix(self, prefix: str) -> int:
        if not prefix:
            raise ValueError("a prefix to delete must name a partition")
        doomed = [key for key in self._blobs if key.startswith(prefix)]
        for key in doomed:
            del self._blobs[key]
        return len(doomed)


class MemoryVault:
    """What was sealed stays here; the sealed text is only a handle."""

    def __init__(self, token: Tokens) -> None:
        self._token = token
        self._sealed: dict[str, tuple[bytes, dict[str, str]]] = {}

    def seal(self, plaintext: bytes, context: Mapping[str, str]) -> str:
        handle = self._token(40)
        self._sealed[handle] = (plaintext, dict(context))
        return handle

    def open(self, sealed: str, context: Mapping[str, str]) -> bytes:
        plaintext, bound = self._sealed.get(sealed, (b"", None))
        if bound != dict(context):
            raise ValueError("the sealed text was altered, or belongs to another context")
        return plaintext


class FakeTools:
    """`functions` by "tool.action", or by the action's name alone.  Every call is noted before it is made."""

    def __init__(self, functions: Mapping[str, Callable[[Call], Outcome]]) -> None:
        self.functions = dict(functions)
        self.made: list[Call] = []

    def call(self, call: Call) -> Outcome:
        self.made.append(call)
        function = self.functions.get(call.action.ref) or self.functions.get(call.action.name)
        return function(call) if function else Failed("not_found", f"nobody serves {call.action.ref}")

    def preview(self, call: Call) -> Mapping[str, Any]:
        return {"action": call.action.ref, "inputs": dict(call.inputs)}


@dataclass
class World:
    """`duplicates`: the chance that an acknowledged message comes once more (and so on)."""

    tools: Mapping[str, Callable[[Call], Outcome]] = field(default_factory=dict)
    seed: int = 0
    duplicates: float = 0.0
    deliveries: int = 0

    def __post_init__(self) -> None:
        self.clock = Clock()
        self.tokens = Tokens(self.seed)
        self.queue = MemoryQueue(self.clock, self.seed, self.duplicates)
        self.store = MemoryStore(self.queue, self.clock)
        self.blobs = MemoryBlobs()
        self.vault = MemoryVault(Tokens(self.seed + 1))
        self.outside = FakeTools(self.tools)

    @property
    def ports(self) -> Ports:
        """Of an engine, which writes only what is listed."""
        return Ports(Listed(self.store), self.queue, self.blobs, self.vault, self.outside, self.clock, self.tokens)

    @property
    def calls(self) -> list[tuple[str, str]]:
        """(action, idempotency key) of every call of a tool, in order."""
        return [(call.action.ref, call.key) for call in self.outside.made]

    def deliver(self, handler: Handler | Mapping[QueueName, Handler]) -> bool:
        """One message that is visible now, if there is any; a plain handler serves the steps queue."""
        handlers = handler if isinstance(handler, Mapping) else {"steps": handler}
        delivery = self.queue.receive(handlers)
        if delivery is None:
            return False
        self.deliveries += 1
        serve = next(serve for queue, serve in handlers.items() if queue == delivery.queue)
        failed = failures(serve({"Records": [record(delivery)]}))
        if delivery.id in failed:
            self.queue.nack(delivery.receipt, failed[delivery.id] or 0)
        else:
            self.queue.ack(delivery.receipt)
        return True

    def pump(self, handler: Handler | Mapping[QueueName, Handler], *, at_most: int = 10_000) -> None:
        """Until no message is left, waiting for delayed ones; fails when that takes `at_most` deliveries."""
        queues = tuple(handler) if isinstance(handler, Mapping) else ("steps",)
        end = self.deliveries + at_most
        while (visible := self.queue.next_visible(queues)) is not None:
            assert self.deliveries < end, "messages go round for ever"
            self.clock.instant = max(self.clock.instant, visible)
            self.deliver(handler)
