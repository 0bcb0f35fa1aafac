"""Work that is done once for an object: by identity, and for the latest objects only."""

from chalicelib.planning.once import MOST, once


def test_work_is_done_once_for_an_object_and_anew_for_one_that_only_looks_alike() -> None:
    asked: list[list[int]] = []

    @once
    def total(row: list[int]) -> int:
        asked.append(row)
        return sum(row)

    row, alike = [1, 2], [1, 2]

    assert [total(row), total(row), total(alike), total(row)] == [3, 3, 3, 3]
    assert len(asked) == 2


def test_an_object_that_was_asked_about_long_ago_is_worked_on_anew_and_is_not_kept_alive() -> None:
    asked: list[int] = []

    @once
    def first(row: list[int]) -> int:
        asked.append(row[0])
        return row[0]

    rows = [[at] for at in range(MOST + 1)]
    assert [first(row) for row in [*rows, rows[1], rows[0]]] == [*range(MOST + 1), 1, 0]

    assert asked == [*range(MOST + 1), 0]
