"""Differential test: the same random transitions on memory and SQLite end in the same states, answer by answer."""

from collections import Counter
from pathlib import Path

import pytest

from chalicelib.domain.control import Control
from chalicelib.domain.transitions import Transition
from chalicelib.embedded.home import open_home
from chalicelib.engine.ports import Applied
from tests.contracts.sequences import Draw
from tests.world import World

LENGTH = 40


def run(count: int, directory: Path) -> Counter[tuple[str, str]]:
    """How often each transition applied and was refused."""
    home, world = open_home(directory / "home.db"), World()
    seen: Counter[tuple[str, str]] = Counter()
    for seed in range(count):
        pk, draw = f"T#acc.live#t{seed}", Draw(seed)
        for store in (world.store, home.store):
            assert store.accept(pk, Control(due=draw.now))
        for _ in range(LENGTH):
            control = world.store.control(pk)
            assert control
            transition = draw.transition(control)
            expected, found = world.store.apply(pk, transition), home.store.apply(pk, transition)
            assert found == expected, f"seed {seed}: {transition}"
            seen[type(transition).__name__, "applied" if isinstance(expected, Applied) else "refused"] += 1
        assert home.store.control(pk) == world.store.control(pk)
    return seen


@pytest.mark.parametrize("count", [300, pytest.param(2_000, marks=pytest.mark.slow)])
def test_random_sequences_end_alike_in_memory_and_in_sqlite(count: int, tmp_path: Path) -> None:
    seen = run(count, tmp_path)

    assert len(seen) == 2 * len(Transition.__args__), "every transition both applies and is refused somewhere"
    assert all(times >= count // 30 for times in seen.values()), seen
