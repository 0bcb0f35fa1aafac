"""The interface of whoever proposes plans: the composer (built in, no model) or a language model.

A planner proposes, the engine disposes: whatever comes back is checked by `planning.check` before it
becomes a transition.  A planner sees no credential, no clock and no network.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol  # Any: context and outputs are JSON

from chalicelib.domain.control import Letter
from chalicelib.domain.edit import Edit
from chalicelib.domain.lesson import Memory
from chalicelib.domain.outcome import Failed, Outcome
from chalicelib.domain.plan import CAP, Plan, Step
from chalicelib.domain.tool import Action


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The actions that a sub-agent may use, by `tool.action`; `digest` changes when any of them does."""

    digest: str
    actions: Mapping[str, Action]

    def of_tool(self, tool: str) -> tuple[Action, ...]:
        return tuple(action for action in self.actions.values() if action.tool == tool)


@dataclass(frozen=True, slots=True)
class Picked:
    """What a person answered where a request was open: `value`, of these `options`.  `key` says what was open."""

    key: str
    options: frozenset[str]
    value: str


@dataclass(frozen=True, slots=True)
class Brief:
    """What a planner may know about a task.

    `context` holds the facts that bindings may speak of: the caller's, and `user_id` where there is one.
    `now` is in milliseconds since 1970 (UTC); `context["timezone"]`, if there, is the user's.
    """

    prompt: str
    catalogue: Catalogue
    memory: Memory = field(default_factory=Memory)
    context: Mapping[str, Any] = field(default_factory=dict)
    purpose: str = ""
    now: int = 0
    max_steps: int = CAP
    picked: tuple[Picked, ...] = ()
    said: str = ""
    """The prompt as it was given, where `prompt` says it in other words."""


def as_said(brief: Brief) -> Brief:
    """The brief with the prompt as it was given."""
    return replace(brief, prompt=brief.said, said="") if brief.said else brief


@dataclass(frozen=True, slots=True)
class Trial:
    """One earlier try of the step that is looked at: why it failed, and what was then done about it.

    `remedies` are the steps that were put before it because of this failure; `worked` tells, by id, which
    of them were done (True) or failed (False).
    """

    failure: Failed
    remedies: tuple[Step, ...] = ()
    worked: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """How far a task has come.  `outputs` holds those of the looked-at step's dependencies and its own."""

    plan: Plan
    settled: Mapping[str, Letter] = field(default_factory=dict)
    outputs: Mapping[str, Any] = field(default_factory=dict)
    trials: tuple[Trial, ...] = ()
    attempts: int = 1


Revise = Callable[[Brief, Run, Step, Edit], Edit]
"""What is made of an edit behind a step."""


def layered(revise: Revise, *layers: Callable[[Brief, Run, Step, Revise, Edit], Edit]) -> Revise:
    """`revise` as it sees a service through the layers, the outermost first."""
    for layer in reversed(layers):
        revise = _through(layer, revise)
    return revise


def _through(layer: Callable[[Brief, Run, Step, Revise, Edit], Edit], revise: Revise) -> Revise:
    return lambda brief, run, step, edit: layer(brief, run, step, revise, edit)


@dataclass(frozen=True, slots=True)
class NoPlan:
    """Nothing in the catalogue can do this; `suggestion` says what would help."""

    detail: str
    suggestion: str = ""


class Planner(Protocol):
    """`version` names the planner and what it plans like: it changes when plans do.  Traces tell it."""

    version: str

    def draft(self, brief: Brief) -> Plan | NoPlan:
        """A plan for the prompt.  What nobody told and nothing provides becomes a question step."""

    def revise(self, brief: Brief, run: Run, step: Step, outcome: Outcome) -> Edit:
        """What to change after `outcome` of `step` (its inputs are the effective ones).

        Pure and repeatable: the engine may ask again when a neighbour committed first.
        """
