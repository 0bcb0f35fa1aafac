"""What a failure speaks of is read from its words, whatever status it came with."""

import pytest

from chalicelib.domain.outcome import Failed
from chalicelib.planning.revise.meaning import (
    demands,
    names_a_state,
    speaks_of_absence,
    speaks_of_credential,
    speaks_of_nothing_known,
    speaks_of_permission,
)


def failed(text, reason="rejected"):
    return Failed(reason, "", text) if " " not in text else Failed(reason, text)


@pytest.mark.parametrize(
    "text", ["token_expired", "You are not signed in.", "The API key is invalid", "sessionExpired", "Bad credentials."]
)
def test_a_dead_credential_is_known_by_its_words(text):
    assert speaks_of_credential(failed(text)) and not speaks_of_permission(failed(text))


@pytest.mark.parametrize(
    "text",
    [
        "missing_scope", "You are not allowed to do this", "read-only access", "READ_ONLY_CLIENT",
        "Your role does not permit it",
    ],
)
def test_a_missing_permission_is_known_by_its_words(text):
    assert speaks_of_permission(failed(text))


def test_a_list_of_allowed_values_is_no_missing_permission():
    assert not speaks_of_permission(failed("Allowed values are red, green"))


def test_a_grant_that_has_ended_wants_its_renewal_and_no_permission():
    assert not speaks_of_permission(failed("invalid_grant"))
    assert not speaks_of_permission(failed("the token's role session has expired"))


@pytest.mark.parametrize(
    "text", ["no-such-pump", "the pump does not exist", "pump 7 is gone", "The id matches nothing: no match"]
)
def test_something_that_is_not_there_is_known_by_its_words(text):
    assert speaks_of_absence(failed(text)) and not names_a_state(failed(text))


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("not_joined", "join"), ("You must join the pump first.", "join"), ("the pump is inactive", "activate"),
        ("no subscription for this pump", "subscribe"), ("the pump has not begun", "start"),
        ("the pump is closed", "open"), ("unverified pump", "verify"), ("need to unlock it", "unlock"),
    ],
)
def test_a_failure_asks_for_a_deed_by_participle_by_order_or_by_its_contrary(text, verb):
    assert demands(failed(text), verb)


@pytest.mark.parametrize(
    ("text", "verb"), [("the pump does not register as a pump", "register"), ("the value is too long", "open")]
)
def test_a_verb_in_passing_asks_for_nothing(text, verb):
    assert not demands(failed(text), verb)


def test_words_that_nobody_knows_leave_only_what_changes_nothing():
    assert speaks_of_nothing_known(failed("E 1042 flurb"))
    assert not speaks_of_nothing_known(failed("the pump is closed"))
