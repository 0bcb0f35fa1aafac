"""How a plan changes because of an outcome: exactly one of these.

The planner proposes an edit, the engine checks it (`planning.check`) and turns it into one transition.
Every step that an edit adds needs an id: two edits that add the same thing give it the same id, so that
it is planned once (`step_id`).
"""

import hashlib
import json
from dataclasses import dataclass

from chalicelib.domain.outcome import Reason
from chalicelib.domain.plan import Step, encode_step


@dataclass(frozen=True, slots=True)
class CarryOn:
    """Nothing changes (COMMIT without new steps).  `defect`: the planner itself has failed, and this stands instead."""

    note: str = ""
    defect: str = ""


@dataclass(frozen=True, slots=True)
class Insert:
    """The step is done and showed a need: `steps` run before whatever was waiting for it (COMMIT)."""

    steps: tuple[Step, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Recover:
    """The step failed; it is tried again, with the same inputs, once `steps` are done (RECOVER).

    Questions to a person come in the same way.
    """

    steps: tuple[Step, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Replace:
    """The step failed; `step`, with other inputs or another action, takes its place (SUPERSEDE)."""

    step: Step
    note: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """The step is tried again, unchanged, after `seconds` (RETRY-LATER)."""

    seconds: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class GiveUp:
    """The step has failed for good; what depends on it is skipped, siblings go on (STEP-FAILED).

    `defect`: the planner itself has failed, so that nothing was proposed.
    """

    reason: Reason
    detail: str
    suggestion: str = ""
    recoverable: bool = False
    defect: str = ""


Edit = CarryOn | Insert | Recover | Replace | Later | GiveUp


def step_id(step: Step, prefix: str = "") -> str:
    """A short id made from what the step does: same tool, action, inputs and purpose, same id.

    `label`, `reason`, `revision` and `lessons` do not count.  `prefix` is the id of the step that a remedy
    or replacement belongs to; a need that several steps may share has none.
    """
    stored = {
        key: value for key, value in encode_step(step).items()
        if key not in ("id", "label", "reason", "revision", "lessons", "goal")
    }
    digest = hashlib.sha256(json.dumps(stored, sort_keys=True, default=str).encode()).digest()
    short = "".join(_ALPHABET[byte % 62] for byte in digest[:4])
    return f"{prefix}.{short}" if prefix else f"n.{short}"


_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
