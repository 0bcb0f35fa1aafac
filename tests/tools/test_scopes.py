"""What a refusal says of missing scopes, in the forms of many services; and what is no such thing."""

import json

import pytest

from chalicelib.domain.outcome import Done, Failed
from chalicelib.tools.answers import outcome_of
from chalicelib.tools.scopes import LONGEST, MOST
from chalicelib.tools.transport import Answer


def judged(status, body, challenge=""):
    headers = {"content-type": "application/json", **({"www-authenticate": challenge} if challenge else {})}
    return outcome_of(Answer(status, headers, json.dumps(body).encode()), "read", {}, 0)


@pytest.mark.parametrize(("status", "body", "challenge", "scopes"), [
    (403, {}, 'Bearer realm="x", error="insufficient_scope", scope="files.read files.write"',
     ("files.read", "files.write")),
    (401, {}, "Bearer error=insufficient_scope, scope=\"a\"", ("a",)),
    (403, {"error": "insufficient_scope", "scope": "mail:send"}, "", ("mail:send",)),
    (200, {"ok": False, "error": "missing_scope", "needed": "rooms:read,rooms:join", "provided": "chat:write"}, "",
     ("rooms:read", "rooms:join")),
    (403, {"error": {"code": "INSUFFICIENT_SCOPES", "requiredScopes": ["https://a.example/auth/b"],
                     "grantedScopes": ["x"]}}, "", ("https://a.example/auth/b",)),
    (403, {"errors": [{"code": "scope.missing", "missing_scope": "crm.write"}]}, "", ("crm.write",)),
    (403, {"error": "insufficient_scope"}, "", ()),
    (403, {"error": "forbidden", "scope": "team", "needed": "admin"}, "", ()),
    (401, {"error": "token_expired"}, 'Bearer error="invalid_token", scope="a b"', ()),
    (404, {"error": "not_found", "required": "x"}, "", ()),
    (403, {"error": "missing_scope", "needed": {"a": 1}, "required_scopes": [1, None, "a b", "ü", "x" * 999]}, "", ()),
])
def test_the_scopes_that_a_refusal_names(status, body, challenge, scopes):
    failed = judged(status, body, challenge)

    assert isinstance(failed, Failed) and failed.scopes == scopes


def test_an_answer_that_is_none_names_none_and_a_flood_is_cut():
    assert isinstance(judged(200, {"scope": "a"}), Done)
    many = judged(403, {"error": "missing_scope", "needed": [f"s{n}" for n in range(999)]})
    assert len(many.scopes) == MOST and LONGEST < 999
