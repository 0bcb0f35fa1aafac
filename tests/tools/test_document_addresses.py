"""A document is somebody else's text: no address in it may lead where a registration's own may not."""

import pytest

from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.outcome import Failed
from chalicelib.tools import Guard, Toolbox, compile_tool
from tests.tools.documents import document, op
from tests.tools.test_guard import ALLOWED, PUBLIC, REFUSED
from tests.tools.world import Outside, call

MADE_SECURE = ("http://api.example.com/", "http://93.184.216.34/")
HOSTILE = [url for url in REFUSED if url not in MADE_SECURE]
GUARD = Guard(resolve=lambda host, port: (PUBLIC,))


def everywhere(url):
    """The same address as the server of a document, of a path and of an operation."""
    there = [{"url": url}]
    yield document({"/a": {"get": op()}}, servers=there)
    yield document({"/a": {"get": op()}, "/b": {"servers": there, "get": op()}})
    yield document({"/a": {"get": op()}, "/b": {"get": op(servers=there)}})


@pytest.mark.parametrize("url", HOSTILE)
def test_an_address_that_no_registration_may_have_is_refused_in_a_document_too(url):
    for whole in everywhere(url):
        with pytest.raises(InvalidRequest):
            compile_tool({"openapi": whole}, GUARD)


@pytest.mark.parametrize("url", ALLOWED)
def test_its_benign_twin_is_where_the_actions_are_called(url):
    if "?" in url:
        pytest.skip("a base_url has no query")
    for whole in everywhere(url):
        made = compile_tool({"openapi": whole}, GUARD)
        assert made.actions[-1].call["base_url"] == url.rstrip("/")


def test_an_address_that_is_put_together_from_variables_is_judged_as_a_whole():
    servers = [{"url": "https://{host}/v1", "variables": {"host": {"default": "169.254.169.254"}}}]

    with pytest.raises(InvalidRequest, match="not public"):
        compile_tool({"openapi": document({"/a": {"get": op(servers=servers)}, "/b": {"get": op()}})}, GUARD)


def test_a_name_that_becomes_private_after_registration_is_refused_at_the_call_for_its_own_server_too():
    answers = [PUBLIC]
    guard = Guard(resolve=lambda host, port: (answers[0],))
    whole = document({"/a": {"get": op()}, "/b": {"get": op(servers=[{"url": "https://up.example.com"}])}})
    made = compile_tool({"openapi": whole}, guard)
    answers[0] = "127.0.0.1"
    ports = Outside().ports
    box = Toolbox(ports.store, ports.vault, guard, now=ports.now, token=ports.token)
    outcome = box.call(call(made.actions[-1]))

    assert isinstance(outcome, Failed) and (outcome.reason, outcome.signal) == ("out_of_scope", "address_refused")
