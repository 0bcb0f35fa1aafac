"""What stays the same while one prompt is woven into nodes."""

from collections.abc import Mapping
from dataclasses import dataclass
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
