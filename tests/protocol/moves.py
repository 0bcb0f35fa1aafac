"""What an event is, and the small changes of a state that several kinds of event share."""

from collections.abc import Iterator
from typing import NamedTuple

from tests.protocol.state import State


class Event(NamedTuple):
    label: str
    state: State
    fault: bool = False


Events = Iterator[Event]


def in_flight(state: State) -> bool:
    return bool(state.hands or state.queue)


def stopped(state: State) -> bool:
    return ("switch", "thrown") in state.past


def past(state: State, add: tuple[str, str] | None = None, drop: tuple[str, str] | None = None) -> State:
    kept = {one for one in state.past if one != drop} | ({add} if add else set())
    return state._replace(past=tuple(sorted(kept)))


def fault(label: str, state: State) -> Event:
    return Event(label, state._replace(budget=state.budget - 1), True)
