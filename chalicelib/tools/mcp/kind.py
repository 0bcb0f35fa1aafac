"""The kind of tool that a server's tools are: what the toolbox calls, and what registration asks.

    check the inputs, find the session, join the credential, call, judge, redact
"""

import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any  # Any: messages are JSON

from chalicelib.domain.outcome import Failed, Outcome
from chalicelib.engine.ports import Call
from chalicelib.tools.answers import outcome_of
from chalicelib.tools.auth import Authenticator, joined
from chalicelib.tools.connections import Connection
from chalicelib.tools.http import address_of
from chalicelib.tools.mcp import LOCAL
from chalicelib.tools.mcp.client import Client, Session
from chalicelib.tools.mcp.http import Dress, HttpSession
from chalicelib.tools.mcp.messages import Error, Told
from chalicelib.tools.mcp.results import error_outcome, result_outcome
from chalicelib.tools.mcp.stdio import Command, StdioSession
from chalicelib.tools.redact import Secrets
from chalicelib.tools.request import IDEMPOTENCY_HEADER, key_for
from chalicelib.tools.transport import Reply, Transport
from chalicelib.tools.validate import sendable, with_promises_checked

MOST_PAGES = 200
MOST_TOOLS = 5_000
NO_SERVER = ("the operator of this home lists its servers in servers.json beside the database, or in the file that "
             "REPLAN_MCP_SERVERS names (on AWS there are none), and there is no")


@dataclass(frozen=True, slots=True)
class Place:
    """A session to ask in: whose it is, how to open it, and the credential of each message."""

    key: Hashable
    make: Callable[[], Session]
    dress: Dress
    until: float
    credential: Connection | None


class McpTool:
    def __init__(
        self, transport: Transport, authenticator: Authenticator, secrets: Secrets, now: Callable[[], int],
        servers: Mapping[str, Command],
    ) -> None:
        """`servers`: those that are processes of this machine, by name."""
        self._transport = transport
        self._authenticator = authenticator
        self._secrets = secrets
        self._now = now
        self._servers = servers
        self._client = Client(now)

    def call(self, call: Call) -> Outcome:
        params = _params(call)
        if isinstance(params, Failed):
            return self._secrets.clean_failure(params)
        place = self._place(call)
        if isinstance(place, Failed):
            return self._secrets.clean_failure(place)
        outcome = self._judged(self._ask(call, place, "tools/call", params), call)
        self._authenticator.hear(call, place.credential, outcome)
        return self._secrets.clean_outcome(with_promises_checked(outcome, call.action.output_schema))

    def preview(self, call: Call) -> Mapping[str, Any]:
        """The exact call, or why there is none."""
        params, address = _params(call), address_of(call)
        wrong = next((one for one in (params, address) if isinstance(one, Failed)), None)
        if wrong:
            return {"error": {"reason": wrong.reason, "detail": self._secrets.clean(wrong.detail)}}
        body = {"method": "tools/call", "params": params}
        shown: Mapping[str, Any] = self._secrets.clean_value({"method": "POST", "url": address, "body": body})
        return shown

    def listed(self, call: Call) -> dict[str, Any] | Failed:
        """What the server tells of itself and of all its tools, in a session of its own, which is ended then."""
        place = self._place(call)
        if isinstance(place, Failed):
            return self._secrets.clean_failure(place)
        place = replace(place, key=("listing", place.key))
        told = self._pages(call, place)
        self._client.leave(place.key, place.until, place.dress)
        if not isinstance(told, Failed):
            return told
        self._authenticator.hear(call, place.credential, told)
        return self._secrets.clean_failure(told)

    def _pages(self, call: Call, place: Place) -> dict[str, Any] | Failed:
        tools: list[Any] = []
        cursors: list[str] = []
        for _ in range(MOST_PAGES):
            heard = self._ask(call, place, "tools/list", {"cursor": cursors[-1]} if cursors else {})
            if not isinstance(heard, Told):
                outcome = self._judged(heard, call)
                return outcome if isinstance(outcome, Failed) else Failed("unavailable", "no list of tools")
            page, cursor = heard.result.get("tools"), heard.result.get("nextCursor")
            tools += page if isinstance(page, list) else []
            if not isinstance(cursor, str) or not cursor or cursor in cursors or len(tools) > MOST_TOOLS:
                break
            cursors.append(cursor)
        return {"tools": tools, **self._client.about(place.key)}

    def _ask(self, call: Call, place: Place, method: str, params: Mapping[str, Any]) -> Told | Error | Reply | Failed:
        key = {IDEMPOTENCY_HEADER: key_for(call.key)} if call.key and call.action.effect != "read" else {}
        return self._client.ask(place.key, place.make, method, params, place.until, place.dress, key)

    def _judged(self, heard: Told | Error | Reply | Failed, call: Call) -> Outcome:
        action = call.action
        match heard:
            case Failed():
                return heard
            case Told(result):
                promised = tuple((action.output_schema or {}).get("properties") or ())
                return result_outcome(result, action.call, self._now(), promised)
            case Error():
                return error_outcome(heard, action.effect, self._now())
        return outcome_of(heard, action.effect, action.call, self._now())

    def _place(self, call: Call) -> Place | Failed:
        address = address_of(call)
        make = address if isinstance(address, Failed) else self._session(address)
        if isinstance(make, Failed):
            return make
        credential = self._authenticator.usable(call)
        if isinstance(credential, Failed):
            return credential
        auth = call.action.call["auth"]
        known_as = (credential.user, credential.created_at) if credential else None
        return Place(
            (call.account, call.user_id, call.action.tool, address, known_as), make,
            lambda request: joined(request, auth, credential, self._secrets) if credential else request,
            time.monotonic() + call.timeout, credential,
        )

    def _session(self, address: str) -> Callable[[], Session] | Failed:
        if not address.startswith(LOCAL):
            return lambda: HttpSession(self._transport, address, self._secrets.add)
        command = self._servers.get(address.removeprefix(LOCAL))
        if command is None:
            return Failed("unavailable", f"{NO_SERVER} {address!r}", "no_such_server")
        self._secrets.add(*command.secrets)
        return lambda: StdioSession(command)


def _params(call: Call) -> dict[str, Any] | Failed:
    inputs = sendable(call.inputs, call.action.input_schema)
    return inputs if isinstance(inputs, Failed) else {"name": call.action.call["server_tool"], "arguments": inputs}
