"""What is taken out before anything is written down, and what must stay."""

import pytest

from chalicelib.domain.redact import MASK, mask_values, redact, redact_text
from chalicelib.tools.redact import LONGEST_DETAIL, Secrets


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "Authorization",
        "api_key",
        "apiKey",
        "X-Api-Key",
        "client_secret",
        "clientSecret",
        "access_token",
        "refresh-token",
        "Set-Cookie",
        "cookie",
        "signing_secret",
        "private_key",
        "db.password",
        "credentials",
    ],
)
def test_a_field_that_holds_a_secret_by_its_name_is_masked_at_any_depth(name):
    assert redact({"a": [{name: "v4lue"}]}) == {"a": [{name: MASK}]}


@pytest.mark.parametrize(
    "name",
    [
        "next_page_token",
        "page_token",
        "cursor",
        "token_count",
        "secretary",
        "cookies_accepted",
        "key",
        "keyword",
        "author",
        "passwords_changed",
        "idempotency_key",
        "authorization_url",
    ],
)
def test_a_field_that_only_sounds_like_one_is_kept(name):
    assert redact({name: "v4lue"}) == {name: "v4lue"}


def test_nothing_flags_and_numbers_under_such_a_name_are_kept():
    assert redact({"password": None, "api_key": "", "secret": True, "credentials": 3}) == {
        "password": None,
        "api_key": "",
        "secret": True,
        "credentials": 3,
    }


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("sent Bearer abcdefgh12345 to", f"sent Bearer {MASK} to"),
        ("Basic dXNlcjpwYXNz", f"Basic {MASK}"),
        ("pk_test_a1B2c3D4", MASK),
        ("sk_live_a1B2c3D4", MASK),
        ("whsec_MfKQ9r8G", MASK),
        ("xoxb-123456789-abc", MASK),
        ("AKIAIOSFODNN7EXAMPLE", MASK),
        ("eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl", MASK),
        ("https://a.example/x?access_token=abc&b=1", f"https://a.example/x?access_token={MASK}&b=1"),
        ("-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----", MASK),
    ],
)
def test_what_looks_like_a_credential_is_masked_in_any_text(text, left):
    assert redact_text(text) == left


@pytest.mark.parametrize(
    "text", ["the bearer of news", "Basic plan", "pk_test_", "ask_live_chat", "page?token_count=3", "eyJ"]
)
def test_ordinary_words_stay(text):
    assert redact_text(text) == text


def test_known_values_are_masked_in_texts_keys_and_lists_but_short_ones_are_not_looked_for():
    secrets = ("s3cr3t-value", "abc")

    assert redact({"x s3cr3t-value": ["a s3cr3t-value b", 1]}, secrets) == {f"x {MASK}": [f"a {MASK} b", 1]}
    assert mask_values({"token": "s3cr3t-value", "abc": "abc"}, secrets) == {"token": MASK, "abc": "abc"}


def test_a_secret_is_found_also_percent_encoded_or_in_base64_and_a_part_never_shields_the_whole():
    secrets = Secrets()
    secrets.add("p@ss/word1", "p@ss/word1-and-more", None, "short")

    cleaned = secrets.clean("p%40ss%2Fword1 cEBzcy93b3JkMQ== p@ss/word1-and-more short")
    assert cleaned == f"{MASK} {MASK} {MASK} short"


def test_a_detail_is_one_line_and_capped():
    assert Secrets().clean("a\n  b") == "a b"
    assert len(Secrets().clean("x" * 5000)) == LONGEST_DETAIL


def test_outputs_keep_their_fields_and_lose_only_known_values():
    secrets = Secrets()
    secrets.add("canary-123")

    assert secrets.clean_output({"token": "next-1", "echo": "canary-123"}) == {"token": "next-1", "echo": MASK}
    assert secrets.clean_value({"api_key": "next-1", "echo": "canary-123"}) == {"api_key": MASK, "echo": MASK}
