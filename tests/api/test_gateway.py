"""The same application behind API Gateway: its events in, its answers out."""

import base64
import json
from typing import Any

import pytest
from chalice.app import Chalice

from chalicelib.api.routes import CATCH_ALL, METHODS, TABLE, register
from tests.api.conftest import Home, task


def event(method: str, resource: str, **changes: Any) -> dict[str, Any]:
    """As Lambda gets it from a REST API with proxy integration."""
    return {
        "resource": resource, "path": resource, "httpMethod": method, "headers": {"Host": "x"},
        "multiValueHeaders": {"Host": ["x"]}, "queryStringParameters": None, "multiValueQueryStringParameters": None,
        "pathParameters": None, "stageVariables": None, "body": None, "isBase64Encoded": False,
        "requestContext": {"resourcePath": resource, "httpMethod": method, "requestId": "r-1", "stage": "api"},
        **changes,
    }


@pytest.fixture
def app(home: Home) -> Chalice:
    app = Chalice(app_name="api-behind-gateway", configure_logs=False)
    register(app, lambda: home)  # type: ignore[arg-type, return-value]  # the shape of wiring's home
    return app


def test_a_base64_body_is_read(app: Chalice, home: Home) -> None:
    body = base64.b64encode(json.dumps({"name": "robot"}).encode()).decode()
    answer = app(event(
        "POST", "/v1/keys", body=body, isBase64Encoded=True,
        headers={"authorization": f"Bearer {home.key()}", "CONTENT-TYPE": "application/json"},
    ), None)
    assert answer["statusCode"] == 201
    assert json.loads(answer["body"])["name"] == "robot"


def test_an_unknown_path_and_a_wrong_method_get_our_envelope(app: Chalice) -> None:
    for sent, status in ((event("GET", CATCH_ALL, pathParameters={"proxy": "v3/x"}), 404),
                         (event("DELETE", "/v1/tasks"), 405), (event("GET", "/"), 404)):
        answer = app(sent, None)
        assert answer["statusCode"] == status
        assert set(json.loads(answer["body"])["error"]) == {"code", "message"}


def test_parameters_of_path_and_query_arrive(app: Chalice, home: Home) -> None:
    answer = app(event(
        "GET", "/v1/tasks/{id}/events", pathParameters={"id": "task_none"},
        multiValueQueryStringParameters={"wait": ["0"]}, headers={"Authorization": f"Bearer {home.key()}"},
    ), None)
    assert (answer["statusCode"], json.loads(answer["body"])["error"]["code"]) == (404, "task_not_found")


def test_the_gateway_is_told_every_path_with_every_method(app: Chalice) -> None:
    """Otherwise it answers 403 in its own words, before anything of ours is asked."""
    assert set(app.routes) == {*TABLE, "/", CATCH_ALL}
    assert all(set(methods) == set(METHODS) for methods in app.routes.values())


def test_a_task_is_accepted_through_the_gateway(app: Chalice, home: Home) -> None:
    headers = {"Authorization": f"Bearer {home.key()}", "Content-Type": "application/json"}
    made = app(event("POST", "/v1/subagents", headers=headers, body=json.dumps(
        {"name": "shipper", "prompt": "Nothing in particular"})), None)
    assert made["statusCode"] == 201
    answer = app(event("POST", "/v1/tasks", headers=headers, body=json.dumps(task())), None)
    assert answer["statusCode"] == 201
    assert len(home.world.queue.bodies("steps")) == 1


def test_a_request_that_comes_in_between_is_not_mistaken_for_this_one(home: Home) -> None:
    """Chalice keeps one `current_request` for all threads."""
    app = Chalice(app_name="api-with-neighbours", configure_logs=False)
    between: list[int] = []

    def neighbour(request: Any, go_on: Any) -> Any:
        if request.path == "/health":
            between.append(app(event("GET", "/v1/tasks"), None)["statusCode"])
        return go_on(request)

    app.register_middleware(neighbour, "http")
    register(app, lambda: home)  # type: ignore[arg-type, return-value]  # the shape of wiring's home
    assert app(event("GET", "/health"), None)["statusCode"] == 200
    assert between == [401]
