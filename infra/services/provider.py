"""oidc-provider: tokens for the chat service that live for seconds, and a log of what it gave out."""

import base64
import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # Any: answers are JSON
from urllib.parse import parse_qs, urlencode, urlsplit

from infra.services.browser import walk
from infra.services.http import call
from infra.services.install import NODE, PROVIDER
from infra.services.processes import free_port, process

CLIENT = {"client_id": "replan", "client_secret": "s3cret"}
SCOPES = ("channels:read", "chat:write")
ELSEWHERE = "http://127.0.0.1:9/back"
"""Where the scripted login is sent back to; nobody listens there."""
SHORT_S = 2


@dataclass(frozen=True, slots=True)
class Provider:
    url: str
    log: Path

    def login(self, user: str) -> Mapping[str, Any]:
        """A person's consent, given in the provider's own pages, and the tokens that it gave."""
        verifier = secrets.token_urlsafe(48)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = urlencode({
            "client_id": CLIENT["client_id"], "response_type": "code", "redirect_uri": ELSEWHERE, "prompt": "consent",
            "scope": " ".join(("openid", "offline_access", *SCOPES)), "state": "x",
            "code_challenge": challenge, "code_challenge_method": "S256",
        })
        back = walk(f"{self.url}/auth?{asked}", ELSEWHERE, {"login": user, "password": "any"})
        code = parse_qs(urlsplit(back).query)["code"][0]
        given: Mapping[str, Any] = call("POST", f"{self.url}/token", {
            "grant_type": "authorization_code", "code": code, "redirect_uri": ELSEWHERE, "code_verifier": verifier,
            **CLIENT,
        })
        return given

    def active(self, token: str) -> bool:
        told = call("POST", f"{self.url}/token/introspection", {"token": token, **CLIENT})
        return bool(told["active"])

    def events(self) -> Sequence[Mapping[str, Any]]:
        """What it granted, refused and revoked so far."""
        lines = self.log.read_text().splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]


@contextmanager
def running_provider(redirects: Sequence[str] = ()) -> Iterator[Provider]:
    port = free_port()
    settings = {
        "PROVIDER_PORT": str(port), "PROVIDER_REDIRECTS": " ".join((ELSEWHERE, *redirects)),
        "PROVIDER_SECONDS": str(SHORT_S), "PROVIDER_SCOPES": " ".join(SCOPES),
    }
    with process("provider", [str(NODE), str(PROVIDER)], port, settings) as log:
        yield Provider(f"http://127.0.0.1:{port}", log)
