"""Nothing is stored that is not listed: what it is, whose, for how long, and what a deletion does to it."""

import json
import re
from pathlib import Path

import pytest

from chalicelib.embedded.database import SCHEMA
from chalicelib.engine import kinds
from chalicelib.engine.erase import erase
from chalicelib.engine.kinds import BLOBS, FILE, QUEUES, TABLE, kind_of
from chalicelib.engine.ports import QUEUES as NAMES
from chalicelib.engine.ports import Write
from tests.contracts.conftest import AnyHome
from tests.contracts.estate import Estate
from tests.listed import Listed
from tests.world import World

ROOT = Path(__file__).parents[2]
EXPIRES = {"kept": {False}, "retention": {True}, "own": {True}, "moment": {True, False}}


@pytest.fixture
def lived_in(home: AnyHome) -> Estate:
    """Everything has happened in it."""
    estate = Estate(home).settle_in()
    estate.complete("u1")
    estate.waiting("u2")
    estate.link("u3")
    estate.batch("u1", "u2")
    estate.held("u1")
    estate.submit(None)
    erase(estate.engine, estate.account, "u2")
    for _ in range(3):
        estate.sweep(181)
    return estate


def test_everything_that_an_account_does_leaves_only_what_is_listed_and_all_of_that(lived_in: Estate) -> None:
    assert set(lived_in.store.seen) == set(TABLE)


def test_what_is_said_to_expire_is_written_with_an_end_and_what_is_kept_without(lived_in: Estate) -> None:
    wrong = {
        kind.where: ends for kind, ends in lived_in.store.seen.items()
        if not ends <= EXPIRES[kind.life] and kind.where != "A# GONE#"  # the receipt expires, the deletion does not
    }
    assert wrong == {}


def test_values_lie_only_where_the_list_says_so(lived_in: Estate) -> None:
    """The user and what the tools said of Jane, looked for in every item of the home."""
    found = {
        kind.where for pk, sk, text in items(lived_in)
        if (kind := kind_of(pk, sk)) is not None and re.search(r"\bJane\b|\"u[12]\"", f"{sk} {text}")
    }
    assert found <= {kind.where for kind in TABLE if kind.values}
    assert {"T# TASK", "T# R#", "T# C#", "L#"} <= found


def items(estate: Estate) -> list[tuple[str, str, str]]:
    """All that the home holds, whatever its keys."""
    parts = getattr(estate.home, "parts", None)
    if isinstance(parts, World):
        all_rows = parts.store._items.items()
        return [(pk, sk, json.dumps(item.data)) for pk, found in all_rows for sk, item in found.items()]
    if hasattr(parts, "database"):
        with parts.database.read() as connection:
            return connection.execute("SELECT pk, sk, coalesce(data, control) FROM items").fetchall()
    clients, table = estate.home.clients, estate.home.settings.table  # type: ignore[attr-defined]  # the home on moto
    pages = clients.dynamodb.get_paginator("scan").paginate(TableName=table)
    return [(row["pk"]["S"], row["sk"]["S"], str(row.get("d", row))) for page in pages for row in page["Items"]]


def test_every_item_of_the_home_is_of_a_listed_kind(lived_in: Estate) -> None:
    assert [(pk, sk) for pk, sk, _ in items(lived_in) if kind_of(pk, sk) is None] == []


def test_a_record_that_nobody_listed_is_refused_by_the_tests_own_stores() -> None:
    world = World()
    store = Listed(world.store)
    store.put(Write("A#a.live", "TOOL#desk", {}))

    with pytest.raises(AssertionError, match="does not list"):
        store.put(Write("A#a.live", "NOVEL#1", {}))
    with pytest.raises(AssertionError, match="does not list"):
        world.ports.store.put(Write("T#a.live#t1", "Z#1", {}))


def test_the_queues_and_the_tables_of_the_file_are_listed() -> None:
    assert {kind.where for kind in QUEUES} == set(NAMES)
    assert set(re.findall(r"CREATE TABLE (\w+)", SCHEMA)) == {name for name in FILE if not name.startswith("sqlite")}
    assert [kind.where for kind in BLOBS] == ["<account>/<task>/"]


def test_what_may_hold_values_of_a_user_does_not_stay_when_the_user_is_deleted() -> None:
    assert [kind.where for kind in (*TABLE, *BLOBS, *QUEUES) if kind.values and kind.erased == "stays"] == []


def test_the_page_about_retention_shows_this_very_list() -> None:
    text = (ROOT / "docs/retention.md").read_text()
    for kind in (*TABLE, *BLOBS, *QUEUES):
        assert f"| `{kind.where}` | {kind.what} | {kind.owner} | {kinds.LIVES[kind.life]} | " \
            f"{'yes' if kind.values else 'no'} | {kinds.ERASES[kind.erased]} |" in text
