"""The compiled index of a large catalogue: made once, kept beside the payloads, never trusted blindly."""

import pickle
import zlib
from dataclasses import replace

import pytest

from chalicelib.cli.bench import made_up
from chalicelib.domain.subagent import SubAgent
from chalicelib.engine.cache import Cache
from chalicelib.engine.compiled import LARGE, prepared
from chalicelib.engine.records import account_pk
from chalicelib.engine.registry import catalogue as catalogue_of
from chalicelib.engine.registry import save_actions
from chalicelib.planning.composer import index, stored
from tests.world import World

CATALOGUE = made_up(60)


@pytest.fixture(autouse=True)
def fresh_worker(monkeypatch):
    """A process that has compiled nothing yet."""
    monkeypatch.setattr(index, "_HELD", {})


def test_a_second_worker_loads_what_the_first_one_compiled(monkeypatch):
    world = World()
    prepared(world.ports, "acme", CATALOGUE, least=1)
    compiled = index.index_of(CATALOGUE)
    monkeypatch.setattr(index, "_HELD", {})
    monkeypatch.setattr(index, "build", lambda _: pytest.fail("compiled again"))

    prepared(world.ports, "acme", CATALOGUE, least=1)

    assert index.index_of(CATALOGUE) == compiled


def test_a_blob_that_cannot_be_read_is_compiled_anew():
    world = World()
    key = f"{account_pk('acme')}/INDEX/{stored.name(CATALOGUE)}"
    world.ports.blobs.put(key, b"not an index")

    prepared(world.ports, "acme", CATALOGUE, least=1)

    assert stored.loaded(world.ports.blobs.get(key), CATALOGUE) == index.index_of(CATALOGUE)


def test_a_stored_index_makes_nothing_but_an_index():
    planted = zlib.compress(pickle.dumps(pytest.fail))

    assert stored.loaded(planted, CATALOGUE) is None


def test_a_stored_index_takes_its_actions_from_the_catalogue():
    data = stored.dumped(index.build(CATALOGUE))
    ref, action = next(iter(CATALOGUE.actions.items()))
    changed = replace(CATALOGUE, actions={**CATALOGUE.actions, ref: replace(action, description="Changed.")})

    assert stored.loaded(data, changed).entries[ref].action.description == "Changed."


@pytest.mark.parametrize(("size", "kept"), [(LARGE, True), (LARGE - 1, False)])
def test_what_a_large_catalogue_is_compiled_to_is_kept_before_it_is_planned_with(size, kept):
    world = World()
    actions = save_actions(world.ports, "acme", made_up(size).actions.values())
    sub_agent = SubAgent("big", "does many things", ("bench",), actions)

    catalogue = prepared(world.ports, "acme", catalogue_of(world.ports, Cache(world.clock), "acme", sub_agent))

    key = f"{account_pk('acme')}/INDEX/{stored.name(catalogue)}"
    assert (world.ports.blobs.get(key) is not None) is kept
