"""What has expired is not there, whether or not the store has deleted it yet; and records carry their form."""

import pytest

from chalicelib.domain.control import Control, Settled
from chalicelib.domain.errors import NewerForm
from chalicelib.domain.form import FORM
from chalicelib.domain.transitions import Cancel, Leave
from chalicelib.engine.ports import Applied, Item, Refused, Write
from tests.contracts.conftest import AnyHome

PK = "T#acc.live#task_1"
ENDED = Control(status="OK", open=0, due=900, steps={"z": Settled("D", "tokenA")})


def seconds(home: AnyHome) -> int:
    return home.clock() // 1000


def test_an_item_is_there_until_it_expires_and_not_after(home: AnyHome) -> None:
    until = seconds(home) + 10
    home.store.put(Write(PK, "a", {"x": 1}, expires=until))
    home.store.put(Write(PK, "b", {"x": 2}))
    home.clock.advance(10)
    assert home.store.get(PK, "a") == Item(PK, "a", {"x": 1}, expires=until)

    home.clock.advance(1)

    assert home.store.get(PK, "a") is None
    assert list(home.store.get_many([(PK, "a"), (PK, "b")])) == [(PK, "b")]
    assert [item.sk for item in home.store.query(PK).items] == ["b"]
    assert [item.sk for item in home.store.query(PK, newest_first=True, limit=1).items] == ["b"]


def test_what_has_expired_stands_in_nobodys_way(home: AnyHome) -> None:
    home.store.put(Write(PK, "a", {"x": 1}, expires=seconds(home) + 10))
    assert not home.store.put(Write(PK, "a", {"x": 2}, when="absent", expires=seconds(home) + 99))
    home.clock.advance(11)

    assert home.store.put(Write(PK, "a", {"x": 2}, when="absent", expires=seconds(home) + 99))
    assert not home.store.put(Write(PK, "a", {"x": 3}, when="absent"))
    found = home.store.get(PK, "a")
    assert found is not None and found.data == {"x": 2}


def test_a_task_that_has_left_the_index_is_there_as_long_as_was_said(home: AnyHome) -> None:
    home.store.accept(PK, ENDED)
    until = seconds(home) + 10
    left = home.store.apply(PK, Leave(900, until))

    assert isinstance(left, Applied) and left.control.expires == until
    home.clock.advance(11)
    assert home.store.control(PK) is None
    assert home.store.controls([PK]) == {}
    assert home.store.apply(PK, Cancel(1)) == Refused(None)


def test_a_running_task_never_expires(home: AnyHome) -> None:
    home.store.accept(PK, Control())
    home.clock.advance(400 * 24 * 3600)

    assert home.store.control(PK) is not None


def test_every_record_carries_the_form_in_which_it_was_written(home: AnyHome) -> None:
    home.store.accept(PK, Control())
    home.store.put(Write(PK, "a", {}))
    home.store.put(Write(PK, "b", {}, when="absent"))
    home.store.put(Write(PK, "b", {"x": 1}, when=1))
    home.store.put_many([Write(PK, "c", {}), Write(PK, "d", {})])

    control = home.store.control(PK)
    assert control is not None and control.form == FORM
    assert {item.sk: item.form for item in home.store.query(PK).items} == dict.fromkeys("abcd", FORM)


@pytest.mark.parametrize("by", ["control", "apply", "get", "query"])
def test_what_a_newer_release_wrote_is_not_guessed_at(home: AnyHome, by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as newer:
        for module in ("chalicelib.aws.items", "chalicelib.embedded.store", "tests.world"):
            newer.setattr(f"{module}.FORM", FORM + 1)
        home.store.accept(PK, Control(form=FORM + 1))
        home.store.put(Write(PK, "a", {}))
    reads = {
        "control": lambda: home.store.control(PK), "apply": lambda: home.store.apply(PK, Cancel(1)),
        "get": lambda: home.store.get(PK, "a"), "query": lambda: home.store.query(PK),
    }

    with pytest.raises(NewerForm, match=f"has form {FORM + 1}"):
        reads[by]()
