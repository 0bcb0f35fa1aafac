"""Envelope encryption: what opens, what does not, and how often KMS is asked."""

import base64
from collections.abc import Iterator

import pytest

from chalicelib.aws.vault import KEY_LIFE, KEYS_KEPT, KmsVault
from tests.aws.calls import CallCounter
from tests.aws.fixtures import MotoHome, moto_home

CONTEXT = {"account": "acc_1.live", "connection": "u1#tool-a"}


@pytest.fixture(scope="module")
def home() -> Iterator[MotoHome]:
    with moto_home() as opened:
        yield opened


def another_process(home: MotoHome) -> KmsVault:
    return KmsVault(home.clients, home.settings.kms_key_id)


def test_a_sealed_text_opens_in_another_process(home: MotoHome) -> None:
    sealed = home.vault.seal(b"refresh-token", CONTEXT)

    assert another_process(home).open(sealed, dict(reversed(CONTEXT.items()))) == b"refresh-token"
    assert b"refresh-token" not in base64.urlsafe_b64decode(sealed)


@pytest.mark.parametrize("context", [
    {**CONTEXT, "connection": "u2#tool-a"}, {**CONTEXT, "account": "acc_2.live"}, {"account": "acc_1.live"}, {},
])
def test_a_sealed_text_opens_under_no_other_context(home: MotoHome, context: dict[str, str]) -> None:
    sealed = home.vault.seal(b"secret", CONTEXT)

    for vault in (home.vault, another_process(home)):
        with pytest.raises(ValueError, match="another"):
            vault.open(sealed, context)


def test_texts_that_were_swapped_between_connections_do_not_open(home: MotoHome) -> None:
    other = {**CONTEXT, "connection": "u2#tool-a"}
    mine, theirs = home.vault.seal(b"mine", CONTEXT), home.vault.seal(b"theirs", other)

    with pytest.raises(ValueError, match="another context"):
        home.vault.open(theirs, CONTEXT)
    with pytest.raises(ValueError, match="another context"):
        home.vault.open(mine, other)


def test_any_byte_that_is_altered_keeps_the_text_shut(home: MotoHome) -> None:
    raw = base64.urlsafe_b64decode(home.vault.seal(b"secret", CONTEXT))

    # Bytes 3 to 38 are, on moto, the id of the key in the clear, for which it answers as for a key of others.
    for place in (0, 1, 2, 45, len(raw) // 2, len(raw) - 20, len(raw) - 1):
        altered = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1:]
        with pytest.raises(ValueError, match="sealed"):
            home.vault.open(base64.urlsafe_b64encode(altered).decode(), CONTEXT)


@pytest.mark.parametrize("text", ["", "AQ", "hello", "not base64!", "é", base64.b64encode(bytes(80)).decode()])
def test_what_was_never_sealed_is_a_value_error(home: MotoHome, text: str) -> None:
    with pytest.raises(ValueError, match="not a sealed text"):
        home.vault.open(text, CONTEXT)


def test_the_same_text_never_looks_the_same(home: MotoHome) -> None:
    assert len({home.vault.seal(b"secret", CONTEXT) for _ in range(20)}) == 20


def test_kms_is_asked_once_per_account_for_a_while(home: MotoHome) -> None:
    now = [0.0]
    vault = KmsVault(home.clients, home.settings.kms_key_id, lambda: now[0])
    counter = CallCounter(home.clients)

    texts = [vault.seal(b"secret", {**CONTEXT, "connection": str(n)}) for n in range(5)]
    for n, text in enumerate(texts):
        vault.open(text, {**CONTEXT, "connection": str(n)})
    assert counter.operations() == {"kms.GenerateDataKey": 1}

    vault.seal(b"secret", {**CONTEXT, "account": "acc_2.live"})
    assert counter.operations() == {"kms.GenerateDataKey": 2}

    now[0] = KEY_LIFE
    vault.seal(b"secret", CONTEXT)
    vault.open(texts[0], {**CONTEXT, "connection": "0"})
    assert counter.operations() == {"kms.GenerateDataKey": 3, "kms.Decrypt": 1}


def test_a_process_keeps_a_bounded_number_of_keys(home: MotoHome) -> None:
    vault = another_process(home)

    for n in range(KEYS_KEPT):
        vault.seal(b"x", {"account": f"acc_{n}"})

    assert len(vault._keys) == KEYS_KEPT
