"""What a worker holds, and what it decides about it."""

from dataclasses import dataclass, field

from chalicelib.domain.edit import CarryOn, Edit
from chalicelib.domain.outcome import Failed
from chalicelib.domain.plan import Step
from chalicelib.domain.transitions import Claim, Transition


@dataclass(frozen=True, slots=True)
class Decision:
    """One transition, the definitions of the steps that it adds, and what the record says of it.

    `status` is that of the attempt's record (records.Record).
    """

    transition: Transition
    status: str
    added: tuple[Step, ...] = ()
    remedies: tuple[str, ...] = ()
    edit: Edit = field(default_factory=CarryOn)
    failure: Failed | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """The step that a worker holds: its id, the epoch of the claim, the owner token, which attempt it is.

    `claim` is there while it has not been made: nothing but a read is called like this (reading.py).
    """

    sid: str
    epoch: int
    owner: str
    attempt: int = 0
    claim: Claim | None = None
