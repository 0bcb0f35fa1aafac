"""What API Gateway refuses by itself speaks as the API does: our envelope, codes of the contract, fitting statuses."""

import json
from typing import Any

import pytest

from chalicelib.domain import errors
from tests.infra.transformed import transformed

OWN = {
    "ACCESS_DENIED": 403, "API_CONFIGURATION_ERROR": 500, "AUTHORIZER_CONFIGURATION_ERROR": 500,
    "AUTHORIZER_FAILURE": 500, "BAD_REQUEST_BODY": 400, "BAD_REQUEST_PARAMETERS": 400, "EXPIRED_TOKEN": 403,
    "INTEGRATION_FAILURE": 504, "INTEGRATION_TIMEOUT": 504, "INVALID_API_KEY": 403, "INVALID_SIGNATURE": 403,
    "MISSING_AUTHENTICATION_TOKEN": 403, "QUOTA_EXCEEDED": 429, "REQUEST_TOO_LARGE": 413, "RESOURCE_NOT_FOUND": 404,
    "THROTTLED": 429, "UNAUTHORIZED": 401, "UNSUPPORTED_MEDIA_TYPE": 415, "WAF_FILTERED": 403,
}
"""Every type of response of API Gateway, with the status that it has by default (API Gateway Developer Guide)."""

CODES = {
    400: {"invalid_request"}, 401: {"invalid_request"}, 403: {"forbidden", "invalid_request"}, 404: {"not_found"},
    413: {"request_too_large"}, 415: {"unsupported_media_type"}, 429: {"rate_limit_exceeded"},
    500: {"internal_error"}, 504: {"internal_error"},
}


def responses() -> dict[str, Any]:
    body = transformed()["Resources"]["RestAPI"]["Properties"]["Body"]
    found: dict[str, Any] = body["x-amazon-apigateway-gateway-responses"]
    return found


def given(kind: str) -> tuple[int, dict[str, Any]]:
    """Status and answer: the type's own, else the default of its class."""
    default = "DEFAULT_4XX" if OWN[kind] < 500 else "DEFAULT_5XX"
    response = responses().get(kind) or responses()[default]
    return int(response.get("statusCode", OWN[kind])), json.loads(response["responseTemplates"]["application/json"])


@pytest.mark.parametrize("kind", OWN)
def test_every_refusal_of_the_gateway_has_our_envelope_and_a_code_that_fits(kind: str) -> None:
    status, answer = given(kind)

    assert set(answer) == {"error"} and set(answer["error"]) == {"code", "message"}
    assert answer["error"]["code"] in CODES[status]
    assert len(answer["error"]["message"]) > 20  # it says what to do


def test_no_response_is_for_a_type_that_does_not_exist() -> None:
    assert set(responses()) <= set(OWN) | {"DEFAULT_4XX", "DEFAULT_5XX"}


def test_an_address_that_is_not_there_is_no_missing_key() -> None:
    """API Gateway says "Missing Authentication Token", 403, for a path that it does not know."""
    assert given("MISSING_AUTHENTICATION_TOKEN")[0] == 404


@pytest.mark.parametrize("kind", ["THROTTLED", "QUOTA_EXCEEDED"])
def test_who_is_too_quick_is_told_when_to_try_again(kind: str) -> None:
    assert responses()[kind]["responseParameters"]["gatewayresponse.header.Retry-After"] == "'1'"


def test_no_refusal_repeats_what_was_sent() -> None:
    assert "$" not in json.dumps([one["responseTemplates"] for one in responses().values()])


def test_the_codes_are_those_of_the_api() -> None:
    known = {getattr(one, "code", "") for one in vars(errors).values()}
    used = {json.loads(one["responseTemplates"]["application/json"])["error"]["code"] for one in responses().values()}

    assert used <= known | {"rate_limit_exceeded"}  # of the contract; only the gateway counts requests
