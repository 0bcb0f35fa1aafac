"""One call of one action against a service of the tests' own: its outcome, and what was asked."""

from chalicelib.domain.outcome import Done
from tests.tools.service import Asked, Reply, serving
from tests.tools.world import Outside, call, compiled, one


def send(capability, reply: Reply | None = None, registration=None, **inputs):
    """The outcome of one call, and what the service was asked."""
    with serving(lambda asked: reply or Reply()) as service:
        outcome = Outside().box.call(call(one(service.url, capability, **(registration or {})), **inputs))
    return outcome, service.asked


def sent(capability, **inputs) -> Asked:
    outcome, asked = send(capability, **inputs)
    assert isinstance(outcome, Done), outcome
    return asked[0]


def openapi_act(url, parameters=(), body=None, method="post", **more):
    operation = {"operationId": "act", "parameters": list(parameters), "responses": {}, **more}
    if body:
        operation["requestBody"] = {"content": body}
    document = {
        "openapi": "3.0.0",
        "info": {"title": "T"},
        "servers": [{"url": url}],
        "paths": {"/act": {method: operation}},
    }
    return compiled({"name": "t", "openapi": document}).actions[0]


def sent_by(parameters=(), body=None, inputs=None, **more) -> Asked:
    with serving(lambda asked: Reply()) as service:
        outcome = Outside().box.call(call(openapi_act(service.url, parameters, body, **more), **(inputs or {})))
    assert isinstance(outcome, Done), outcome
    return service.asked[0]
