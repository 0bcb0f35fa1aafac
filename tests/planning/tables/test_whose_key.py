"""Whose key an input takes, where its description speaks of other things too; and codes that are one name."""

from datetime import date
from types import SimpleNamespace

import pytest

from chalicelib.planning.composer.mentions import read
from chalicelib.planning.composer.schema import params
from chalicelib.planning.composer.words import tokens
from chalicelib.planning.records.reach import Row, Unsure
from chalicelib.planning.tables.described import described
from chalicelib.planning.tables.explain import _called


def of(text: str):
    (param,) = params({"properties": {"dock": {"type": "integer", "description": text}}, "required": ["dock"]})
    return param


def test_what_is_said_of_a_thing_is_no_owner_of_its_key() -> None:
    told = of("ID of an existing dock to tie the boat to")

    assert described(told, "id", {"dock"})
    assert not described(told, "id", {"boat"})
    assert described(of("ID of the boat"), "id", {"boat"})


def test_a_code_is_one_name_and_no_record_that_holds_its_words_apart_is_meant() -> None:
    said = tokens("the barge keel-2")
    clause = SimpleNamespace(marks=read("the barge keel-2", said, date(2026, 11, 23)))
    there = Row({"id": 7, "name": "keel-2"}, "1", "")
    apart = Row({"id": 8, "name": "spare keel", "dock": "west-2"}, "1", "")

    _called(SimpleNamespace(rows=(there, apart)), said, clause)
    with pytest.raises(Unsure):
        _called(SimpleNamespace(rows=(apart,)), said, clause)
