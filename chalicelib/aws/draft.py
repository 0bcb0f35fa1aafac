"""A conditional update in the making: collects what it sets, removes and requires, and names the values.

Attribute names of the control record are written out (only `ttl` is a reserved word); step ids become placeholders,
because they may hold any character.  The text stays short: DynamoDB takes 4 KB of each expression.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any  # Any: stored values are JSON

from chalicelib.aws.items import typed

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef as Value


@dataclass(frozen=True, slots=True)
class UpdateParams:
    """The four parts of an UpdateItem that depend on the transition."""

    update: str
    condition: str
    names: Mapping[str, str]
    values: "Mapping[str, Value]"


class Draft:
    """An update in the making.  `shard` is the part of the index to which the task belongs."""

    def __init__(self, shard: int) -> None:
        self.shard = shard
        self._sets: list[str] = []
        self._removes: list[str] = []
        self._conditions: list[str] = []
        self._names: dict[str, str] = {}
        self._values: dict[str, tuple[str, Any]] = {}

    def step(self, sid: str) -> str:
        """The path of a step."""
        return "st." + self._names.setdefault(sid, f"#{len(self._names)}")

    def name(self, attribute: str) -> str:
        """An attribute that is called like a reserved word."""
        return self._names.setdefault(attribute, f"#{len(self._names)}")

    def value(self, value: Any) -> str:
        text = json.dumps(value, sort_keys=True)
        return self._values.setdefault(text, (f":{len(self._values)}", value))[0]

    def require(self, path: str, comparison: str, value: Any) -> None:
        self.when(f"{path} {comparison} {self.value(value)}")

    def when(self, condition: str) -> None:
        self._conditions.append(condition)

    def set(self, path: str, value: Any) -> None:
        self._sets.append(f"{path}={self.value(value)}")

    def add(self, path: str, number: int) -> None:
        """Adding to an attribute that exists."""
        if number:
            self._sets.append(f"{path}={path}{'+' if number > 0 else '-'}{self.value(abs(number))}")

    def default(self, path: str, value: Any) -> None:
        self._sets.append(f"{path}=if_not_exists({path},{self.value(value)})")

    def extend(self, path: str, values: Sequence[str]) -> None:
        """Appending to a list that may not exist yet."""
        if values:
            old = f"if_not_exists({path},{self.value([])})"
            self._sets.append(f"{path}=list_append({old},{self.value(list(values))})")

    def remove(self, *paths: str) -> None:
        self._removes += paths

    def due(self, instant: int) -> None:
        self.set("due", instant)
        self.set("gs", self.shard)

    def params(self) -> UpdateParams:
        clauses = [
            f"{word} {','.join(parts)}"
            for word, parts in (("SET", self._sets), ("REMOVE", self._removes)) if parts
        ]
        return UpdateParams(
            update=" ".join(clauses), condition=" AND ".join(self._conditions),
            names={placeholder: sid for sid, placeholder in self._names.items()},
            values={placeholder: typed(value) for placeholder, value in self._values.values()},
        )
