"""What stays the same while one prompt is woven into nodes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any  # Any: context facts are JSON

from chalicelib.planning.composer.goals import Goal
from chalicelib.planning.composer.index import Index
from chalicelib.planning.composer.words import Token
from chalicelib.planning.recall.recall import NOTHING, Recall


@dataclass(frozen=True, slots=True)
class Setting:
    """What stays the same while one prompt is woven."""

    index: Index
    context: Mapping[str, Any]
    goals: tuple[Goal, ...]
    text: str
    words: tuple[Token, ...]
    recall: Recall = NOTHING
    bound: dict[object, Any] = field(default_factory=dict, compare=False)
    """What was bound before, by what it was bound from: a chain tries the same step for many inputs."""
