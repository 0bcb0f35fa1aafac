"""What the engine needs from a home, and from the outside.

Two homes implement these ports (`aws`, `embedded`), and `tests/world.py` a third in memory; one contract
suite per port runs on all of them.

A table holds items under (pk, sk).  The control record of a task is the item `META` and changes only by
transitions; every other item is plain data with a version that grows by one at each write.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol  # Any: items are JSON

from chalicelib.domain.control import Control
from chalicelib.domain.form import FORM
from chalicelib.domain.outcome import Outcome, Started
from chalicelib.domain.tool import Action
from chalicelib.domain.transitions import Transition
from chalicelib.engine.observed import Observed, Unobserved

META = "META"

QueueName = Literal["steps", "intake", "webhooks", "learn"]
QUEUES: tuple[QueueName, ...] = ("steps", "intake", "webhooks", "learn")


@dataclass(frozen=True, slots=True)
class Item:
    """`data` is JSON as it was put; `due` (ms) makes the sweeper find it; after `expires` (s) it is not there."""

    pk: str
    sk: str
    data: Mapping[str, Any]
    version: int = 1
    due: int | None = None
    expires: int | None = None
    form: int = FORM


@dataclass(frozen=True, slots=True)
class Write:
    """`when`: "any" overwrites; "absent" writes only if there is nothing; a number only over that version."""

    pk: str
    sk: str
    data: Mapping[str, Any]
    when: Literal["any", "absent"] | int = "any"
    due: int | None = None
    expires: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """`after` is the sort key to go on from, or None at the end."""

    items: tuple[Item, ...]
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """The transition's condition held; `control` is the state after it."""

    control: Control


@dataclass(frozen=True, slots=True)
class Refused:
    """The condition did not hold; `control` is the state that it met, None if there is no such task."""

    control: Control | None


@dataclass(frozen=True, slots=True)
class Message:
    """Ids and an epoch, never content; only the intake queue takes tasks.  `delay` in seconds, at most 900."""

    queue: QueueName
    body: Mapping[str, Any]
    delay: int = 0
    attributes: Mapping[str, str] = field(default_factory=dict)


Sends = Callable[[Control], Iterable[Message]]


class Store(Protocol):
    """Items and control records.  Reads are consistent, what has expired is not there, a newer form is an error."""

    def get(self, pk: str, sk: str) -> Item | None: ...

    def get_many(self, keys: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Item]:
        """At most 100 keys; those that are not there are missing from the answer."""

    def put(self, write: Write) -> bool:
        """False when `write.when` did not hold; nothing is written then."""

    def put_many(self, writes: Sequence[Write]) -> None:
        """Any number of items that are written once, such as those named by their content; `when` must be "any".

        In as few durable writes as there can be.  If it fails, some may be there: put them again.  An item that was
        there already is overwritten, and its version may begin afresh.
        """

    def delete(self, pk: str, sk: str) -> None: ...

    def delete_many(self, keys: Sequence[tuple[str, str]]) -> None:
        """Any number of items, control records too; in as few calls as there can be."""

    def query(
        self, pk: str, prefix: str = "", *, limit: int = 100, after: str | None = None,
        newest_first: bool = False,
    ) -> Page:
        """Items of `pk` whose sk begins with `prefix`, by sk (descending if `newest_first`), without META."""

    def accept(self, pk: str, control: Control) -> bool:
        """Put a new control record; False if the task exists."""

    def control(self, pk: str) -> Control | None: ...

    def controls(self, pks: Sequence[str]) -> Mapping[str, Control]:
        """At most 100 keys; those that are not there are missing from the answer."""

    def apply(self, pk: str, transition: Transition) -> Applied | Refused: ...

    def settle(
        self, pk: str, writes: Sequence[Write], transition: Transition, sends: Sends
    ) -> Applied | Refused:
        """Writes, then the transition, then, if it applied, what `sends` makes of the new control.

        One transaction on SQLite; on AWS puts, one conditional update and one batch of messages, in this
        order, so that a crash in between leaves what the protocol repairs.  `writes` are kept even if the
        transition is refused: they are named by an owner token that then means nothing.
        """

    def due(self, shard: int, now: int, *, limit: int = 100) -> Sequence[tuple[str, str]]:
        """(pk, sk) of the items in the index shard that are due before `now`, the longest overdue first."""


class Queue(Protocol):
    def send(self, messages: Sequence[Message]) -> None: ...

    def bury(self, queue: QueueName, body: str, reason: str, account: str = "") -> None:
        """Put a message aside, among the queue's dead letters, because it could never be dealt with."""

    def forget_user(self, account: str, user_id: str) -> int | None:
        """Removes what lies there of a user, dead letters too; None where queues cannot be searched."""


class Blobs(Protocol):
    """Payloads past the inline size.  Keys begin with the account's partition."""

    def put(self, key: str, data: bytes) -> None: ...

    def get(self, key: str) -> bytes | None: ...

    def delete_prefix(self, prefix: str) -> int:
        """How many were deleted."""


class Vault(Protocol):
    """Encryption at rest.  `context` is bound to the ciphertext: opening it under another one fails."""

    def seal(self, plaintext: bytes, context: Mapping[str, str]) -> str: ...

    def open(self, sealed: str, context: Mapping[str, str]) -> bytes:
        """Raises ValueError when the text was altered or belongs to another context."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an action.

    `account` is the partition whose connections apply; `key` the idempotency key (account/task/step);
    `sandbox` sends it to the tool's sandbox; `timeout` in seconds.  `operation`: the address at which to ask what
    has become of an earlier call of this action; then nothing is begun.  `callback`: the address at which the tool is
    to tell when it is done; whoever has it may speak for the tool, so it is never shown.
    """

    action: Action
    inputs: Mapping[str, Any]
    account: str
    key: str
    user_id: str | None = None
    sandbox: bool = False
    timeout: float = 30.0
    context: Mapping[str, Any] = field(default_factory=dict)
    operation: str = ""
    callback: str = ""


class Tools(Protocol):
    """The outside.  A tool that fails returns `Failed`; an exception is a defect of ours."""

    def call(self, call: Call) -> Outcome | Started: ...

    def preview(self, call: Call) -> Mapping[str, Any]:
        """The exact request that `call` would send, secrets left out: what a person approves."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What may be known of a connection.  `id` changes when a credential is given anew; a refresh keeps it.

    `usable`: nothing tells that a call with it would be refused.
    """

    id: str
    usable: bool
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person is asked to consent to: that `tool` acts for a user, or (None) for the whole account.

    `site`: its `auth`, `base_url` and `sandbox_base_url` as registered.  `scopes` come on top of what is granted.
    `expires` in ms.  `task` and `step` wait for it, if any does.
    """

    account: str
    tool: str
    user_id: str | None
    site: Mapping[str, Any]
    redirect_uri: str
    expires: int
    scopes: tuple[str, ...] = ()
    task: str = ""
    step: str = ""

    @property
    def sandbox(self) -> bool:
        return self.account.endswith(".test")


@dataclass(frozen=True, slots=True)
class Link:
    """Where a person consents.  Whoever has `url` may connect a service of theirs; `problem`: why there is none."""

    url: str = field(default="", repr=False)
    scopes: tuple[str, ...] = ()
    problem: str = ""


class Consents(Protocol):
    """Connections as far as the engine needs to know of them, and how a person makes one."""

    def grant(self, account: str, user_id: str | None, tool: str, auth: Mapping[str, Any]) -> Grant | None: ...

    def link(self, wanted: Consent) -> Link: ...


class NoConsents:
    """Where nothing can be connected: questions are asked, and answered by hand."""

    def grant(self, account: str, user_id: str | None, tool: str, auth: Mapping[str, Any]) -> Grant | None:
        return None

    def link(self, wanted: Consent) -> Link:
        return Link()


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything that the engine is handed.  `now` in ms; `token` gives a fresh random word of n letters."""

    store: Store
    queue: Queue
    blobs: Blobs
    vault: Vault
    tools: Tools
    now: Callable[[], int]
    token: Callable[[int], str]
    consents: Consents = field(default_factory=NoConsents)
    observed: Observed = field(default_factory=Unobserved)
