"""A Lambda function registered as a tool through the API."""

import pytest

from chalicelib.aws.functions import LambdaFunctions
from chalicelib.tools import Toolbox
from tests.api.conftest import CAPABILITIES, Client, Home
from tests.api.test_routes import conforms

ARN = "arn:aws:lambda:eu-central-1:123456789012:function:acme-parcels"


@pytest.fixture
def opened(home: Home) -> None:
    functions = LambdaFunctions((ARN.replace("acme-parcels", "{account}-*"),), None, 1.0)
    ports = home.ports
    home.toolbox = Toolbox(
        ports.store, ports.vault, home.guard, now=ports.now, token=ports.token, functions=functions
    )


def parcels(**changes: object) -> dict[str, object]:
    return {"name": "parcels", "lambda_arn": ARN, "capabilities": CAPABILITIES, **changes}


def test_a_function_that_the_operator_opened_is_registered(api: Client, opened: None) -> None:
    told = api.call("POST /v1/tools", parcels())
    assert told.status == 201
    conforms(told.body, "Tool")
    shown = api.call("GET /v1/tools/parcels").body
    assert shown["base_url"] == ARN and [one["effect"] for one in shown["actions"]] == ["read", "unsafe"]


def test_an_account_cannot_name_the_function_of_another(api: Client, opened: None) -> None:
    answer = api.call("POST /v1/tools", parcels(lambda_arn=ARN.replace("acme", "other")))
    assert answer.status in (400, 422) and answer.error["details"][0]["field"] == "lambda_arn"


def test_without_the_setting_it_is_refused_with_the_setting_named(api: Client) -> None:
    assert "REPLAN_LAMBDA_TOOLS" in api.call("POST /v1/tools", parcels()).error["message"]


@pytest.mark.parametrize("other", [{"openapi": {}}, {"mcp_url": "https://93.184.216.34/mcp"}, {}])
def test_a_function_without_capabilities_is_refused(api: Client, opened: None, other: dict[str, object]) -> None:
    sent = {key: value for key, value in parcels(**other).items() if key != "capabilities"}
    assert api.call("POST /v1/tools", sent).status in (400, 422)
