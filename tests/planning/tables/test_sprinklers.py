"""One update with many inputs: what a record is called is no new text, how often is not how many, verbs name truths."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from chalicelib.domain.binding import Output
from chalicelib.planning.composer.schema import Param, params
from chalicelib.planning.composer.words import tokens
from chalicelib.planning.records import times
from chalicelib.planning.tables.clause import Clause
from chalicelib.planning.tables.sources import offered
from chalicelib.planning.tables.table import Table, Wide
from chalicelib.planning.tables.values import candidates

NOW = datetime(2026, 3, 11)
HELD = (("s1", "Rose corner"), ("s2", "Old hedge"), ("s3", "Herb spiral"))
ROWS = tuple(
    Wide({"uuid": key, "title": title}, "1", f"[{at}]", places={"title": Output("1", f"[{at}].title")}, key="uuid")
    for at, (key, title) in enumerate(HELD)
)
SPRINKLERS = Table(
    frozenset(("sprinkler",)), ROWS, "uuid", frozenset(("uuid", "title")), True, frozenset(("garden.list",))
)


def clause(said: str) -> Clause:
    words = tuple(tokens(said))
    return Clause(said, words[1:], words[0], times.marks(said, words, NOW), NOW)


def an_input(name: str, kind: str) -> Param:
    return next(params({"type": "object", "properties": {name: {"type": kind}}}))


def told(said: str, name: str, kind: str) -> list[tuple[Any, Sequence[str]]]:
    """What the input may be told by the words, each with the words that it takes."""
    found = candidates(clause(said), an_input(name, kind), SPRINKLERS, [SPRINKLERS])
    values = [(one.of(ROWS[0]), [token.text for token in one.tokens]) for one in found]
    return [(value[0], words) for value, words in values if value is not None]


@pytest.mark.parametrize(("said", "name", "truth"), [
    ("Water the sprinkler “Rose corner”", "water_only_seedlings", []),
    ("Pause the sprinkler “Rose corner”", "paused", [True]),
    ("Pause the sprinkler “Rose corner”", "is_paused", [True]),
    ("Mute the alarms of “Rose corner”", "alarm_muted", [True]),
])  # fmt: skip
def test_a_verb_says_a_truth_where_all_that_it_is_called_is_spoken_of(said: str, name: str, truth: list[bool]) -> None:
    assert [value for value, _ in told(said, name, "boolean")] == truth


@pytest.mark.parametrize(("said", "value"), [
    ("Pause the sprinkler “Rose corner”", []),
    ("Rename the sprinkler “Old hedge” to “Rose corner”", ["Rose corner"]),
    ("Label the sprinkler “Old hedge” as “Dry”", ["Dry"]),
])  # fmt: skip
def test_what_stands_in_quotes_and_is_what_a_record_is_called_is_no_new_text(said: str, value: list[str]) -> None:
    assert [one for one, _ in told(said, "slogan", "string")] == value


def test_how_often_is_told_with_its_every() -> None:
    assert told("Water “Rose corner” every 6 hours", "hours", "integer") == [(6, ["every", "6", "hours"])]


@pytest.mark.parametrize(("says", "states"), [
    ("The state of the sprinkler - dry, running, frozen", ("dry", "running", "frozen")),
    ("How the sprinkler is set up – Berlin, Rome, Oslo", ()),
    ("Full name - first and last", ()),
])  # fmt: skip
def test_states_behind_a_dash_are_offered(says: str, states: tuple[str, ...]) -> None:
    one = next(params({"type": "object", "properties": {"mode": {"type": "string", "description": says}}}))
    assert offered(one) == states
