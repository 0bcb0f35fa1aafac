"""Items of a store: put, get, query, due."""

import json

import pytest

from chalicelib.domain.control import SHARDS, Control
from chalicelib.engine.ports import META, Item, Write
from tests.contracts.conftest import AnyHome

PK = "A#acc.live"


def fill(home: AnyHome, *names: str, pk: str = PK) -> None:
    for name in names:
        assert home.store.put(Write(pk, name, {"name": name}))


def walk(home: AnyHome, prefix: str = "", *, limit: int = 100, newest_first: bool = False, pk: str = PK) -> list[str]:
    names: list[str] = []
    after = None
    while True:
        page = home.store.query(pk, prefix, limit=limit, after=after, newest_first=newest_first)
        assert len(page.items) <= limit
        names += [item.sk for item in page.items]
        after = page.after
        if after is None:
            return names


def due(home: AnyHome, now: int) -> list[tuple[str, str]]:
    return [key for shard in range(SHARDS) for key in home.store.due(shard, now)]


def test_what_was_put_comes_back_with_its_version_and_due(home: AnyHome) -> None:
    assert home.store.put(Write(PK, "a", {"x": 1}, due=77))

    assert home.store.get(PK, "a") == Item(PK, "a", {"x": 1}, version=1, due=77)
    assert home.store.get(PK, "b") is None
    assert home.store.get("A#other.live", "a") is None


def test_many_control_records_are_read_at_once_and_those_that_are_not_there_are_missing(home: AnyHome) -> None:
    names = [f"T#a#{number}" for number in range(100)]
    for name in names[:99]:
        home.store.accept(name, Control(entered=0, open=1, due=5))
    home.store.put(Write(names[0], "other", {"x": 1}))

    found = home.store.controls(names)

    assert set(found) == set(names[:99])
    assert found[names[0]] == home.store.control(names[0])
    assert home.store.controls([]) == {}


def test_each_write_raises_the_version_by_one_and_replaces_everything(home: AnyHome) -> None:
    home.store.put(Write(PK, "a", {"x": 1, "y": 2}, due=77))
    home.store.put(Write(PK, "a", {"x": 3}))

    assert home.store.get(PK, "a") == Item(PK, "a", {"x": 3}, version=2)


def test_absent_writes_only_where_there_is_nothing(home: AnyHome) -> None:
    assert home.store.put(Write(PK, "a", {"x": 1}, when="absent"))
    assert not home.store.put(Write(PK, "a", {"x": 2}, when="absent", due=5))

    assert home.store.get(PK, "a") == Item(PK, "a", {"x": 1}, version=1)
    assert due(home, 1_000) == []


def test_a_number_writes_only_over_that_version(home: AnyHome) -> None:
    assert not home.store.put(Write(PK, "a", {"x": 0}, when=1))
    assert home.store.get(PK, "a") is None
    home.store.put(Write(PK, "a", {"x": 1}))
    assert home.store.put(Write(PK, "a", {"x": 2}, when=1))
    assert not home.store.put(Write(PK, "a", {"x": 3}, when=1))
    assert not home.store.put(Write(PK, "a", {"x": 3}, when=3))

    assert home.store.get(PK, "a") == Item(PK, "a", {"x": 2}, version=2)


def test_many_items_are_put_at_once_whether_they_were_there_or_not(home: AnyHome) -> None:
    fill(home, "ACTION#007")
    writes = [Write(PK, f"ACTION#{n:03}", {"n": n}) for n in range(60)]
    home.store.put_many(writes)
    home.store.put_many(writes[:3])
    home.store.put_many([])

    assert walk(home, "ACTION#", limit=7) == [write.sk for write in writes]
    for n in (0, 7, 59):
        assert home.store.get(PK, f"ACTION#{n:03}").data == {"n": n}


def test_a_key_that_is_put_twice_at_once_keeps_the_last(home: AnyHome) -> None:
    home.store.put_many([Write(PK, "a", {"n": 1}), Write(PK, "b", {"n": 2}), Write(PK, "a", {"n": 3})])

    assert [home.store.get(PK, name).data for name in ("a", "b")] == [{"n": 3}, {"n": 2}]


def test_a_deleted_item_is_gone_and_may_be_put_as_absent_again(home: AnyHome) -> None:
    fill(home, "a", "b")
    home.store.delete(PK, "a")
    home.store.delete(PK, "never")

    assert walk(home) == ["b"]
    assert home.store.put(Write(PK, "a", {}, when="absent"))


@pytest.mark.parametrize("value", [
    {"float": 0.1, "tiny": 1e-300, "huge": 1.5e300, "whole": 2.0, "big": 2**70, "negative": -0.5},
    {"text": "Grüße, 你好, 😀, \x00, \n", "empty": "", "ключ": {"": []}},
    {"none": None, "yes": True, "list": [1, [2, {"deep": [None]}]], "half a pair": "\ud83d"},
])
def test_json_survives_to_the_letter(home: AnyHome, value: dict[str, object]) -> None:
    home.store.put(Write(PK, "a", value))

    found = home.store.get(PK, "a")

    assert found
    assert json.dumps(found.data, sort_keys=True) == json.dumps(value, sort_keys=True)


def test_changing_what_was_put_or_read_does_not_change_the_store(home: AnyHome) -> None:
    data = {"list": [1]}
    home.store.put(Write(PK, "a", data))
    data["list"].append(2)
    first = home.store.get(PK, "a")
    assert first
    first.data["list"].append(3)

    again = home.store.get(PK, "a")

    assert again and again.data == {"list": [1]}


def test_a_hundred_items_are_read_at_once_and_missing_ones_are_missing(home: AnyHome) -> None:
    names = [f"n{n:03}" for n in range(100)]
    fill(home, *names[::2])

    found = home.store.get_many([(PK, name) for name in names])

    assert sorted(found) == [(PK, name) for name in names[::2]]
    assert all(item.data == {"name": sk} for (_, sk), item in found.items())
    assert home.store.get_many([]) == {}


def test_a_query_goes_by_sort_key_in_both_directions_and_page_by_page(home: AnyHome) -> None:
    names = [f"n{n:02}" for n in range(23)]
    fill(home, *reversed(names))
    fill(home, "n05", pk="A#other.live")

    for limit in (1, 5, 23, 100):
        assert walk(home, "n", limit=limit) == names
        assert walk(home, limit=limit, newest_first=True) == names[::-1]


def test_the_last_page_says_that_it_is_the_last_even_when_it_is_full(home: AnyHome) -> None:
    fill(home, "a1", "a2", "b1")
    home.store.accept(PK, Control())

    full = home.store.query(PK, "a", limit=2)
    first = home.store.query(PK, limit=2)

    assert [item.sk for item in full.items] == ["a1", "a2"] and full.after is None
    assert [item.sk for item in first.items] == ["a1", "a2"] and first.after == "a2"
    assert [item.sk for item in home.store.query(PK, limit=2, after="a2").items] == ["b1"]


def test_an_empty_query_is_an_empty_last_page(home: AnyHome) -> None:
    fill(home, "a")

    page = home.store.query(PK, "b")

    assert (page.items, page.after) == ((), None)


@pytest.mark.parametrize("prefix, expected", [
    ("TOOL#", ["TOOL#", "TOOL#a", "TOOL#é", "TOOL#😀"]),
    ("TOOL#a", ["TOOL#a"]),
    ("TOOL", ["TOOL!", "TOOL#", "TOOL#a", "TOOL#é", "TOOL#😀", "TOOL$", "TOOLS"]),
    ("50%", ["50%", "50%_"]),
    ("_", ["_a"]),
    ("\U0010ffff", ["\U0010ffff", "\U0010ffffz"]),
    ("\ud7ff", ["\ud7ffx"]),
    ("tool", []),
])
def test_a_prefix_means_exactly_itself(home: AnyHome, prefix: str, expected: list[str]) -> None:
    fill(
        home, "TOOL!", "TOOL#", "TOOL#a", "TOOL#é", "TOOL#😀", "TOOL$", "TOOLS", "50%", "50%_", "500", "_a", "ba",
        "\U0010ffff", "\U0010ffffz", "\ud7ffx", "\ue000",
    )

    assert walk(home, prefix) == expected
    assert walk(home, prefix, newest_first=True, limit=2) == expected[::-1]


def test_the_control_record_is_never_among_the_items(home: AnyHome) -> None:
    fill(home, "L", "N")
    home.store.accept(PK, Control())

    assert walk(home, limit=1) == ["L", "N"]
    assert walk(home, "M") == []
    assert home.store.get(PK, META) is None
    assert list(home.store.get_many([(PK, META), (PK, "L")])) == [(PK, "L")]


def test_pages_of_more_than_a_megabyte_are_complete(home: AnyHome) -> None:
    for n in range(9):
        home.store.put(Write(PK, f"n{n}", {"text": "x" * 150_000}))

    page = home.store.query(PK, "n")

    assert [item.sk for item in page.items] == [f"n{n}" for n in range(9)] and page.after is None
    assert all(len(item.data["text"]) == 150_000 for item in page.items)
    assert walk(home, "n", newest_first=True, limit=8) == [f"n{n}" for n in range(8, -1, -1)]


def test_only_what_is_due_before_now_is_found_each_in_one_shard(home: AnyHome) -> None:
    for n in range(40):
        home.store.put(Write(f"T#acc.live#t{n}", "W#done#1", {}, due=n))
    home.store.accept("T#acc.live#c", Control(due=7))
    home.store.accept("T#acc.live#d", Control())

    found = due(home, 20)

    assert sorted(found) == sorted(
        [("T#acc.live#c", META), *((f"T#acc.live#t{n}", "W#done#1") for n in range(20))]
    )


def test_the_longest_overdue_come_first_and_no_more_than_asked_for(home: AnyHome) -> None:
    for n in (3, 1, 2, 5, 4):
        home.store.put(Write(PK, f"n{n}", {}, due=n))

    (shard,) = [shard for shard in range(SHARDS) if home.store.due(shard, 100)]

    assert home.store.due(shard, 100, limit=3) == [(PK, "n1"), (PK, "n2"), (PK, "n3")]


def test_an_item_written_without_due_or_deleted_leaves_the_index(home: AnyHome) -> None:
    for name in ("a", "b", "c"):
        home.store.put(Write(PK, name, {}, due=1))
    home.store.put(Write(PK, "a", {}))
    home.store.put(Write(PK, "b", {}, when=1))
    home.store.delete(PK, "c")

    assert due(home, 100) == []
