"""Secrets planted wherever a task meets one, each beside words that are none; then everything that was kept is searched.

    known     a credential of ours, given back by the service in one form or another
    named     a secret of the service's own, under the name of one
    looks     one without a name, that looks like a credential
    argued    a secret that a step hands to the service as an input
    carried   one in an address: of a webhook, of a page to ask at, of a redirect

Nothing of it may be found outside the vault; and what stood beside it has to be readable still.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from tests.tools.service import Asked, Reply


def secret(about: str) -> str:
    """Distinct, and nothing that could be found by chance."""
    return "Zq9" + hashlib.sha256(about.encode()).hexdigest()[:21]


def word(about: str) -> str:
    """What stands beside a secret and has to stay."""
    return "plain" + hashlib.sha256(f"beside {about}".encode()).hexdigest()[:9]


KNOWN: Mapping[str, Callable[[str, str], Reply]] = {
    "as a value": lambda one, near: Reply(200, {"echo": one, "near": near}),
    "in a text": lambda one, near: Reply(200, {"echo": f"{near} got {one}, thanks"}),
    "in a key": lambda one, near: Reply(200, {f"x {one}": 1, "near": near}),
    "deep inside": lambda one, near: Reply(200, {"a": [{"b": {"c": [one, near]}}]}),
    "in base64": lambda one, near: Reply(200, {"echo": base64.b64encode(one.encode()).decode(), "near": near}),
    "in base64 of more": lambda one, near: Reply(
        200, {"echo": base64.b64encode(f"user:{one}:rest".encode()).decode(), "near": near}),
    "in base64 for addresses": lambda one, near: Reply(
        200, {"echo": base64.urlsafe_b64encode(f"ab{one}?>".encode()).decode(), "near": near}),
    "percent-encoded": lambda one, near: Reply(200, {"echo": f"https://x.example/?q={quote(one, safe='')}", "near": near}),
    "in hex": lambda one, near: Reply(200, {"echo": one.encode().hex(), "near": near}),
    "as JSON in a text": lambda one, near: Reply(200, {"echo": json.dumps({"auth": one, "near": near})}),
    "in an error": lambda one, near: Reply(400, {"error": {"message": f"{near}: {one} is no good"}}),
    "in an error's code": lambda one, near: Reply(400, {"error": {"code": f"bad_{one}", "message": near}}),
    "in a page": lambda one, near: Reply(500, f"<html><p>{near}</p> {one}</html>".encode()),
    "in a challenge": lambda one, near: Reply(
        401, {"message": near}, {"WWW-Authenticate": f'Bearer error="bad", error_description="{one}"'}),
    "in a header": lambda one, near: Reply(200, {"near": near}, {"X-Debug": one, "Set-Cookie": f"sid={one}; Path=/"}),
    "in the address of a redirect": lambda one, near: Reply(302, {}, {"Location": f"/landed?near={near}&t={one}"}),
    "in the address of a bad redirect": lambda one, near: Reply(302, {}, {"Location": f"https://10.0.0.1/{near}?t={one}"}),
    "in an answer that breaks off": lambda one, near: Reply(200, {"echo": one, "near": near}, cut=True),
    "in plain text": lambda one, near: Reply(200, f"{near} {one}".encode(), {"Content-Type": "text/plain"}),
    "in a next link": lambda one, near: Reply(200, {"items": [], "next": f"https://x.example/?c=1&k={one}", "near": near}),
    "in a large answer": lambda one, near: Reply(200, {"rows": [{"id": n} for n in range(900)], "echo": one, "near": near}),
    "with a control character": lambda one, near: Reply(200, {"echo": f"\u0000{one}\n{near}"}),
    "as content of an MCP server": lambda one, near: Reply(
        200, {"content": [{"type": "text", "text": f"{near} {one}"}], "structuredContent": {"t": one}}),
}
NAMED = (
    "password", "api_key", "apiKey", "X-Api-Key", "client_secret", "clientSecret", "access_token", "refresh-token",
    "id_token", "Set-Cookie", "cookie", "signing_secret", "private_key", "db.password", "credentials", "sessionToken",
    "secret_key", "secretAccessKey", "aws_secret_access_key", "x-amz-security-token", "connectionString", "csrf_token",
    "passcode", "pwd", "jwt", "webhook_secret", "Authorization", "bot_token",
)
LETTERS = hashlib.sha256(b"letters").hexdigest().upper()


def _looks(one: str) -> list[str]:
    """Texts in which `one` looks like a credential."""
    return [
        f"Bearer {one}", f"Basic {one}", f"sk_live_{one}", f"pk_test_{one}", f"whsec_{one}", f"xoxb-{one}", f"ghp_{one}",
        f"github_pat_{one}", f"glpat-{one}", f"npm_{one}{one}", f"sk-{one}", f"shpat_{one}", f"SG.{one}.{one}", f"AIza{one}{one}",
        f"ya29.{one}", f"eyJ{one}.{one}.{one}", f"-----BEGIN PRIVATE KEY-----\n{one}\n-----END PRIVATE KEY-----",
        f"https://hooks.slack.com/services/T0/B0/{one}", f"postgres://app:{one}@db.example/main", f"https://u:{one}@x.example/",
        f"https://x.example/a?access_token={one}&b=1", f"https://x.example/a?X-Amz-Signature={one}", f"https://x.example/a?sig={one}",
        f"Set-Cookie: sid={one}; Path=/", f"password={one}", f'{{"client_secret": "{one}"}}', f"api_key: {one}", f"secret: '{one}'",
    ]


LOOKS = _looks("Zq9a1b2c3d4e5f6a7b8c9d0e")
CASES = (
    *(("known", name) for name in KNOWN), *(("named", name) for name in NAMED), *(("looks", str(at)) for at in range(len(LOOKS))),
    ("argued", "by name"), ("argued", "within an object"), ("argued", "by its look"), ("argued", "in a header"),
    ("carried", "a job's address"), ("carried", "a webhook's query"), ("carried", "a webhook's path"),
    ("carried", "an OAuth answer"), ("carried", "a refusal of OAuth"), ("carried", "the old refresh token"),
    ("carried", "the client's secret"),
)


@dataclass(frozen=True)
class Case:
    kind: str
    name: str

    @property
    def secret(self) -> str:
        return secret(f"{self.kind} {self.name}")

    @property
    def word(self) -> str:
        return word(f"{self.kind} {self.name}")

    @property
    def path(self) -> str:
        return "/" + hashlib.sha256(f"{self.kind} {self.name}".encode()).hexdigest()[:12]


ALL = tuple(Case(kind, name) for kind, name in CASES)


def answered(case: Case) -> Reply:
    match case.kind:
        case "known":
            return KNOWN[case.name](case.secret, case.word)
        case "named":
            return Reply(200, {"account": {case.name: case.secret, "near": case.word}})
        case "looks":
            return Reply(200, {"note": f"{_looks(case.secret)[int(case.name)]} {case.word}", "near": case.word})
    return Reply(200, {"near": case.word})


def service(seen: list[Asked]) -> Callable[[Asked], Reply]:
    by_path = {case.path: case for case in ALL}

    def answer(asked: Asked) -> Reply:
        seen.append(asked)
        if asked.path.startswith("/hook"):
            return Reply(200)
        if asked.path == "/landed":
            return Reply(200, {"landed": dict(asked.query)})
        if asked.path.startswith("/token"):
            return _token(asked)
        case = by_path.get("/" + asked.path.split("/")[1])
        if case is None:
            return Reply(404)
        if (case.kind, case.name) == ("carried", "a job's address"):
            return Reply(200, {"near": case.word}) if asked.query else Reply(
                202, {}, {"Location": f"{case.path}?t={case.secret}", "Retry-After": "0"})
        return answered(case)
    return answer


def _token(asked: Asked) -> Reply:
    case = Case("carried", "an OAuth answer")
    if asked.path == "/token-refused":
        sent = asked.form.get("refresh_token", "")
        refused = Case("carried", "a refusal of OAuth")
        return Reply(400, {"error": "invalid_request", "error_description": f"{refused.word}: {sent} {refused.secret}"})
    return Reply(200, {"access_token": case.secret, "token_type": "bearer", "expires_in": 3600, "refresh_token": f"{case.secret}r"})


def found_in(text: str, case: Case) -> bool:
    """Whether the secret is in a text, in any of the forms that somebody could read it from."""
    one = case.secret
    packed = base64.b64encode(one.encode()).decode().rstrip("=")[:-2]
    return any(form in text for form in (one, one.encode().hex(), packed, one[::-1]))
