"""A link that lies sealed is never taken for a credential, whatever the vault makes of it."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from chalicelib.domain.redact import redact
from chalicelib.engine.links import SEALED, opened, sealed

URL = "https://id.example/authorize?state=abc"
LOOKS = "AQBg-sk-Yzqk0Er4QueETx2wj4BmHgRo9SwUWcdH5v=="


class Vault:
    """Seals everything as a text in which a credential seems to stand, as a few do."""

    def seal(self, plaintext: bytes, context: Mapping[str, str]) -> str:
        return LOOKS

    def open(self, text: str, context: Mapping[str, str]) -> bytes:
        assert text == LOOKS
        return URL.encode()


PORTS: Any = SimpleNamespace(vault=Vault())


def test_a_sealed_link_survives_what_takes_credentials_out() -> None:
    assert redact(LOOKS) != LOOKS

    kept = redact({SEALED: sealed(PORTS, "acme", "tsk_1", URL)})

    assert opened(PORTS, "acme", "tsk_1", kept[SEALED]) == URL


def test_a_link_as_the_vault_gave_it_still_opens() -> None:
    assert opened(PORTS, "acme", "tsk_1", LOOKS) == URL
