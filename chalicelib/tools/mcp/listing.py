"""Registration asks a server for its tools: once, then and there.  What it lists later gives no new action.

A server that lists its tools only to whom it knows is registered first, without any; then it is connected, and
registered again.
"""

from collections.abc import Mapping
from typing import Any  # Any: registrations are JSON

from chalicelib.domain.outcome import Failed
from chalicelib.domain.tool import Action, Tool
from chalicelib.engine.ports import Call
from chalicelib.tools.compile import compile_tool
from chalicelib.tools.mcp.discovery import discovered_auth, wants_discovery
from chalicelib.tools.mcp.source import checked_address
from chalicelib.tools.source import invalid
from chalicelib.tools.toolbox import Toolbox

UNNAMED = "unnamed"
_CONNECT = ("the server lists its tools only to whom it knows: store the account's credential with PUT /v1/connections "
            "(or `replan tools connect`), or ask for consent with POST /v1/connections/consent; then register it again")


def told_by_server(toolbox: Toolbox, registration: Mapping[str, Any], account: str, timeout: float) -> dict[str, Any]:
    """What comes to a registration from its server: `mcp`, and `auth` where it tells where its tokens come from.

    Whatever is wrong with the rest of the registration is said before anything is sent.
    """
    auth = _told_auth(toolbox, registration, timeout)
    return {"mcp": _list(toolbox, {**registration, **auth}, account, timeout), **auth}


def _list(toolbox: Toolbox, registration: Mapping[str, Any], account: str, timeout: float) -> dict[str, Any]:
    named = {**registration, "name": registration.get("name") or UNNAMED}
    own = {key: value for key, value in named.items() if key not in ("allow", "deny", "effects")}
    tool = compile_tool({**own, "mcp": {"tools": []}}, toolbox.guard)
    call = Call(
        action=_listing(tool), inputs={}, account=account, key="", timeout=timeout,
        sandbox=account.endswith(".test") and tool.sandbox_base_url is not None,
    )
    told = toolbox.mcp.listed(call)
    if not isinstance(told, Failed):
        return told
    if told.reason == "not_connected":
        return {"tools": [], "warnings": [_CONNECT]}
    if told.reason == "unauthorized" and tool.auth["type"] == "none":
        remedy = 'the server wants a credential: give auth, such as {"type": "bearer"}, or {"type": "oauth2", ' \
                 '"client_id": "…"} where it tells where its tokens come from'
        raise invalid("mcp_url", registration["mcp_url"], remedy)
    raise invalid("mcp_url", registration["mcp_url"], f"its tools could not be listed ({told.reason}): {told.detail}")


def _told_auth(toolbox: Toolbox, registration: Mapping[str, Any], timeout: float) -> dict[str, Any]:
    auth = registration.get("auth")
    if not wants_discovery(auth):
        return {}
    url = checked_address(registration["mcp_url"], "mcp_url", toolbox.guard)
    return {"auth": {**discovered_auth(toolbox.transport, url, timeout), **(auth or {})}}


def _listing(tool: Tool) -> Action:
    """Never granted to anybody: it is made here and forgotten."""
    record = {"base_url": tool.base_url, "sandbox_base_url": tool.sandbox_base_url, "auth": tool.auth}
    return Action(
        tool=tool.name, name="list", description="", input_schema={}, output_schema=None, effect="read", via="mcp",
        call=record,
    )
