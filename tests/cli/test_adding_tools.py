"""`replan tools add`: what is typed becomes the body of POST /v1/tools."""

import pytest
from click.testing import CliRunner

from chalicelib.cli import main
from tests.tools.service import Reply, serving

ANSWER = {"name": "shop", "actions_available": 3, "warnings": ["list_all: counts as unsafe"]}


def typed(*words: str):
    """What the API was sent, and how the command ended."""
    with serving(lambda asked: Reply(201, ANSWER)) as api:
        done = CliRunner().invoke(main, ["tools", "add", "shop", *words, "--url", api.url, "--key", "pk_test_x"])
    return (api.asked[0].json if api.asked else None), done


def test_a_server_is_registered_with_its_address_its_auth_and_its_effects():
    sent, done = typed("--mcp-url", "https://mcp.example.com/mcp", "--auth", "oauth2", "--client-id", "replan",
                       "--effect", "list-*=read", "--effect", "set-*=idempotent")
    assert sent == {
        "name": "shop", "mcp_url": "https://mcp.example.com/mcp", "auth": {"type": "oauth2", "client_id": "replan"},
        "effects": {"list-*": "read", "set-*": "idempotent"},
    }
    assert done.exit_code == 0 and "shop: 3 actions" in done.output


def test_what_was_not_typed_is_not_sent():
    sent, _ = typed("--mcp-url", "stdio:shop")
    assert sent == {"name": "shop", "mcp_url": "stdio:shop"}


@pytest.mark.parametrize("wrong", ["read", "=read"])
def test_an_effect_without_a_pattern_is_refused_before_anything_is_sent(wrong):
    sent, done = typed("--mcp-url", "stdio:shop", "--effect", wrong)
    assert sent is None and done.exit_code != 0 and "PATTERN=EFFECT" in done.output
