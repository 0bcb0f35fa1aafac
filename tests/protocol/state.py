"""One state of the world, and the calls that change it without touching control: queue, tools, deliveries."""

from collections.abc import Iterable
from typing import NamedTuple

from tests.protocol.broken import Violation
from tests.protocol.scenarios import Scenario
from tests.protocol.worker import Message, Reply

SIGNALLED, CANCELLED = 20, 30
"""Values of `due` besides NEAR: an answer's, CANCEL's, the sweeper's."""


class Record(NamedTuple):
    """R#<sid>#<owner>: `author` is the claim that wrote it, `status` what it says.  A definition is named "D"."""

    sid: str
    owner: str
    author: str
    status: str


class Hand(NamedTuple):
    """A worker: its message, the replies that it got so far, and the claim that it holds.

    Once its step is settled, or not its own, it remembers nothing else: `afterwards` is all that it still knows.
    """

    message: Message
    replies: tuple[object, ...] = ()
    holds: tuple[str, int] | None = None
    afterwards: Reply | None = None


class State(NamedTuple):
    """`control` and `hands` are indices into tables; `api`: new, put, sent or dead; `past`: what happened outside once.

    `effects`: ((effect, key), count).  `events`: (name, pending | delivered | gave_up, tries).
    `seen`: the due instant that the sweeper has read and not yet moved, or -1.
    """

    control: int = -1
    queue: tuple[Message, ...] = ()
    hands: tuple[int, ...] = ()
    records: tuple[Record, ...] = ()
    effects: tuple[tuple[tuple[str, str], int], ...] = ()
    budget: int = 0
    api: str = "new"
    past: tuple[tuple[str, str], ...] = ()
    events: tuple[tuple[str, str, int], ...] = ()
    seen: int = -1


def count(state: State, effect: str) -> int:
    return sum(times for (name, _), times in state.effects if name == effect)


def send(state: State, messages: Iterable[Message]) -> State:
    queue = list(state.queue)
    for message in messages:
        if queue.count(message) < 2:  # more than two identical copies tell nothing new
            queue.append(message)
    return state._replace(queue=tuple(sorted(queue)))


def call_tool(state: State, scenario: Scenario, sid: str, key: str) -> State:
    """The provider: an idempotent action happens once per key, an unsafe one at each call."""
    spec = scenario.spec(sid)
    if not spec.effect:
        return state
    effects = dict(state.effects)
    name = (spec.effect, key)
    effects[name] = effects.get(name, 0) + 1 if spec.kind == "unsafe" else 1
    after = state._replace(effects=tuple(sorted(effects.items())))
    if count(after, spec.effect) > 1:
        raise Violation(f"effect {spec.effect} happened {count(after, spec.effect)} times")
    return after


def announce(state: State, name: str) -> tuple[State, bool]:
    if any(event == name for event, _, _ in state.events):
        return state, False
    return state._replace(events=tuple(sorted((*state.events, (name, "pending", 0))))), True


def note(state: State, name: str, status: str) -> State:
    """How a delivery went; two tries stand for the five."""
    events = []
    for event, known, tries in state.events:
        if event == name and known == "pending":
            tries += status == "failed"
            known = "gave_up" if tries >= 2 else "delivered" if status == "delivered" else "pending"
        events.append((event, known, tries))
    return state._replace(events=tuple(events))
