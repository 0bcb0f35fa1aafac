"""Vault: what was sealed opens in its own context only."""

import pytest

from tests.contracts.conftest import AnyHome

CONTEXT = {"account": "acc.live", "connection": "user_1/mail"}


SECRETS = {"empty": b"", "word": b"s3cret", "bytes": b"\x00\xff" * 100, "long": b"k" * 3_000}


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_a_secret_opens_in_its_context(home: AnyHome, secret: bytes) -> None:
    sealed = home.vault.seal(secret, CONTEXT)

    assert home.vault.open(sealed, CONTEXT) == secret
    assert home.vault.open(sealed, dict(reversed(CONTEXT.items()))) == secret


def test_the_sealed_text_does_not_show_the_secret_and_differs_each_time(home: AnyHome) -> None:
    first, second = (home.vault.seal(b"very-secret-token", CONTEXT) for _ in range(2))

    assert "very-secret-token" not in first
    assert first != second


@pytest.mark.parametrize("other", [
    {}, {"account": "acc.live"}, {**CONTEXT, "account": "acc.test"}, {**CONTEXT, "more": "x"},
    {"account": "user_1/mail", "connection": "acc.live"},
], ids=["none", "less", "other", "more", "swapped"])
def test_another_context_does_not_open_it(home: AnyHome, other: dict[str, str]) -> None:
    sealed = home.vault.seal(b"s3cret", CONTEXT)

    with pytest.raises(ValueError):
        home.vault.open(sealed, other)


def test_an_altered_text_does_not_open(home: AnyHome) -> None:
    sealed = home.vault.seal(b"s3cret", CONTEXT)
    middle = len(sealed) // 2
    altered = sealed[:middle] + ("A" if sealed[middle] != "A" else "B") + sealed[middle + 1:]

    for wrong in (altered, sealed[:-8], "", "nonsense", "v1.", "v1.AAAA", "é"):
        with pytest.raises(ValueError):
            home.vault.open(wrong, CONTEXT)
