"""Documents that are too large for a request come by their address; that has a limit too, and says so."""

import json

import pytest

from chalicelib.domain.errors import Unavailable
from chalicelib.wiring import _megabytes
from tests.api.conftest import Client, Home
from tests.tools.documents import document, op
from tests.tools.service import Asked, Reply, serving


def large(size: int) -> str:
    """A document of about so many bytes, most of which nobody needs."""
    whole = document({"/a": {"get": op(operationId="look")}}, servers=[{"url": "/v1"}])
    return json.dumps({**whole, "components": {"examples": {"x": {"value": "x" * size}}}})


@pytest.mark.parametrize(("size", "status"), [(150_000, 201), (250_000, 422)])
def test_a_document_at_an_address_may_be_as_large_as_the_setting_says(
    api: Client, home: Home, size: int, status: int
) -> None:
    with serving(lambda asked: Reply(200, json.loads(large(size)))) as service:
        answer = api.call("POST /v1/tools", {"name": "shop", "openapi_url": f"{service.url}/openapi.json"})

    assert answer.status == status, answer.body
    if status == 201:
        assert answer.body["base_url"] == f"{service.url}/v1" and answer.body["actions_available"] == 1
    else:
        said = answer.body["error"]["message"]
        assert "more than 200000 bytes" in said and "REPLAN_LARGEST_DOCUMENT_MB" in said


def test_an_inline_document_of_up_to_5_mb_is_registered_and_a_larger_one_is_told_of_the_other_way(
    api: Client, home: Home
) -> None:
    body = {"name": "shop", "base_url": "http://127.0.0.1:9"}
    fits = api.call("POST /v1/tools", {**body, "openapi": large(4_800_000)})
    refused = api.call("POST /v1/tools", {**body, "openapi": large(5_400_000)})

    assert fits.status == 201 and refused.status == 413
    assert "openapi_url" in refused.body["error"]["message"]


def test_the_setting_is_a_number_of_megabytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIZE", "13.5")
    assert _megabytes("SIZE", 20) == 13_500_000

    for wrong in ("many", "0", "-1", "inf", "nan"):
        monkeypatch.setenv("SIZE", wrong)
        with pytest.raises(Unavailable, match="SIZE"):
            _megabytes("SIZE", 20)


def test_an_address_that_leads_on_to_a_private_one_is_not_followed_and_one_that_leads_to_a_public_place_is(
    api: Client, home: Home
) -> None:
    with serving(lambda asked: Reply(302, {}, {"Location": "https://169.254.169.254/latest"})) as service:
        refused = api.call("POST /v1/tools", {"name": "shop", "openapi_url": f"{service.url}/openapi.json"})

    def led(asked: Asked) -> Reply:
        there = Reply(200, json.loads(large(10)))
        return there if asked.path == "/there" else Reply(302, {}, {"Location": "/there"})

    with serving(led) as service:
        followed = api.call("POST /v1/tools", {"name": "shop", "openapi_url": f"{service.url}/openapi.json"})

    assert refused.status == 422 and "not public" in refused.body["error"]["message"]
    assert followed.status == 201 and followed.body["base_url"] == f"{service.url}/v1"
