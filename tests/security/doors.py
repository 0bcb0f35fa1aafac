"""Every door through which somebody can make us call an address: when it is given, and when it is called.

A door is a function of the address: it tries to get through and tells whether it was refused.  At the doors where a
service answers with the address, `service` is that service; connections to it are none of the tries.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.api.routes import answer
from chalicelib.domain.outcome import Failed, Started
from chalicelib.domain.tool import Action
from chalicelib.engine import registry
from chalicelib.engine.deliveries import announce
from chalicelib.engine.ports import Call
from chalicelib.tools import Guard, Toolbox, compile_tool
from chalicelib.tools.webhooks import deliver
from tests.api.conftest import Home, parcels
from tests.security.addresses import resolve
from tests.security.requests import request
from tests.tools.mcp.server import Server
from tests.tools.service import Asked, Reply, Service, serving

ACCOUNT = "acme.test"
FINE = "https://api.example.com"
OAUTH = ("authorization_url", "token_url", "refresh_url", "sandbox_authorization_url", "sandbox_token_url")


@dataclass
class Doors:
    """One home, one service that answers as a door needs it, and the doors."""

    service: Service
    guard: Guard = field(default_factory=lambda: Guard(allow_loopback=True, resolve=resolve))
    answered: Reply = field(default_factory=Reply)

    def __post_init__(self) -> None:
        self.home = Home(guard=self.guard)
        self.key = self.home.key(ACCOUNT)
        ports = self.home.ports
        self.box = Toolbox(ports.store, ports.vault, self.guard, now=ports.now, token=ports.token)
        self.service.answer = lambda asked: self.answered

    # when it is given

    def registered(self, **changes: Any) -> bool:
        """Whether the registration of such a tool is refused."""
        return self.asked("POST", "/v1/tools", parcels(**changes)).status >= 400

    def asked(self, method: str, path: str, body: Any) -> Any:
        return answer(request(method, path, body, self.key), lambda: self.home)  # type: ignore[arg-type,return-value]  # the shape of a home

    def document(self, changes: Mapping[str, Any], **more: Any) -> bool:
        made = {**document(), **changes}
        sent = {"name": "parcels", "openapi": json.dumps(made), "auth": {"type": "none"}, **more}
        return self.asked("POST", "/v1/tools", sent).status >= 400

    # when it is called

    def called(self, method: str = "GET", operation: str = "", sandbox: bool = False, **call: Any) -> bool:
        """Whether a call of an action that is stored with this address comes to nothing."""
        action = self.action(method)
        action = replace(action, call={**action.call, **call})
        got = self.box.call(Call(action, {}, ACCOUNT, "acme.test/task_1/2", operation=operation, sandbox=sandbox))
        return isinstance(got, Failed)

    def action(self, method: str, **auth: Any) -> Action:
        what = {"name": "act", "method": method, "path": "/act", "effect": "read" if method == "GET" else "unsafe"}
        made = {"name": "desk", "base_url": self.service.url, "capabilities": [what], **auth}
        return compile_tool(made, Guard(allow_loopback=True)).actions[0]

    def polled(self, url: str) -> bool:
        """The service says where to ask again; then we ask there."""
        self.answered = Reply(202, {}, {"Location": _said(url)})
        action = self.action("POST")
        got = self.box.call(Call(action, {}, ACCOUNT, "acme.test/task_1/2"))
        if not isinstance(got, Started):
            return True
        again = Call(action, {}, ACCOUNT, "acme.test/task_1/2", operation=str(got.poll["url"]))
        return isinstance(self.box.call(again), Failed)

    def redirected(self, url: str, method: str = "GET") -> bool:
        self.answered = _redirect(url)
        return self.called(method)

    def told(self, url: str) -> bool:
        """A stored server of the Model Context Protocol is called."""
        action = self.action("POST")
        action = replace(action, via="mcp", call={**action.call, "base_url": url, "server_tool": "act"})
        return isinstance(self.box.call(Call(action, {}, ACCOUNT, "acme.test/task_1/2")), Failed)

    def told_elsewhere(self, url: str) -> bool:
        self.answered = Reply(307, {}, {"Location": _said(url)})
        return self.told(f"{self.service.url}/mcp")

    def renewed(self, url: str) -> bool:
        """The token is renewed at a stored address."""
        auth = {"type": "oauth2", "token_url": f"{self.service.url}/token"}
        action = self.action("GET", auth=auth)
        credentials = {"refresh_token": "refresh-token-1", "client_id": "cid", "client_secret": "client-secret-1"}
        self.box.connections.store(ACCOUNT, "desk", action.call["auth"], credentials)
        moved = {**action.call["auth"], "token_url": url}
        action = replace(action, name="refresh_token", via="auth", call={**action.call, "auth": moved})
        return isinstance(self.box.call(Call(action, {}, ACCOUNT, "acme.test/task_1/2")), Failed)

    def renewal_redirected(self, url: str) -> bool:
        self.answered = _redirect(url)
        return self.renewed(f"{self.service.url}/token")

    def delivered(self, url: str) -> bool:
        """An event goes to a webhook that is stored with this address."""
        ports = self.home.ports
        registry.set_webhook(ports, ACCOUNT, url, token=ports.token)
        self.home.world.clock.advance(20)  # what a worker remembers of the last one is too old now
        task = self._a_task()
        announce(self.home.engine, ACCOUNT, task, "task.complete", "")
        got = deliver(self.home.engine, self.guard, ACCOUNT, task, "W#task.complete#")
        return not got.did.startswith("delivered")

    def delivery_redirected(self, url: str) -> bool:
        self.answered = _redirect(url)
        return self.delivered(f"{self.service.url}/hook")

    def document_redirected(self, url: str) -> bool:
        self.answered = _redirect(url)
        sent = {"openapi_url": f"{self.service.url}/spec", "name": "parcels"}
        return self.asked("POST", "/v1/tools", sent).status >= 400

    def _a_task(self) -> str:
        if self.asked("GET", "/v1/subagents/shipper", None).status == 404:
            assert self.asked("POST", "/v1/tools", parcels()).status == 201
            assert self.asked("POST", "/v1/subagents", {"name": "shipper", "prompt": "Send parcels"}).status == 201
        made = self.asked("POST", "/v1/tasks", {"prompt": "List the parcels", "sub_agent": "shipper"})
        return str(made.body["id"])


GIVEN: Mapping[str, Callable[[Doors, str], bool]] = {
    "base_url": lambda doors, url: doors.registered(base_url=url),
    "sandbox_base_url": lambda doors, url: doors.registered(sandbox_base_url=url),
    "openapi_url": lambda doors, url: doors.asked("POST", "/v1/tools", {"name": "x", "openapi_url": url}).status >= 400,
    **{
        f"auth.{name}": lambda doors, url, name=name: doors.registered(  # type: ignore[misc]  # a default binds the name
            auth={"type": "oauth2", "token_url": FINE, name: url})
        for name in OAUTH
    },
    "servers of a document": lambda doors, url: doors.document({"servers": [{"url": url}]}),
    "servers of an operation": lambda doors, url: doors.document(
        {"paths": {"/act": {"get": {"servers": [{"url": url}], "responses": {}}}}}),
    "token address of a document": lambda doors, url: doors.document(
        {"components": {"securitySchemes": {"o": {"type": "oauth2", "flows": {"authorizationCode": {
            "tokenUrl": url, "authorizationUrl": FINE, "scopes": {}}}}}}, "security": [{"o": []}]}, auth=None),
    "mcp_url": lambda doors, url: doors.asked("POST", "/v1/tools", {"name": "x", "mcp_url": url}).status >= 400,
    "webhook": lambda doors, url: doors.asked("PUT", "/v1/webhook", {"url": url}).status >= 400,
}
CALLED: Mapping[str, Callable[[Doors, str], bool]] = {
    "a read": lambda doors, url: doors.called(base_url=url),
    "a write": lambda doors, url: doors.called("POST", base_url=url),
    "the sandbox": lambda doors, url: doors.called(sandbox_base_url=url, sandbox=True),
    "a tool of an MCP server": Doors.told,
    "a redirected MCP server": Doors.told_elsewhere,
    "asking how far a job is": Doors.polled,
    "a redirected read": Doors.redirected,
    "a redirected write": lambda doors, url: doors.redirected(url, "POST"),
    "renewing a token": Doors.renewed,
    "a redirected renewal": Doors.renewal_redirected,
    "a webhook": Doors.delivered,
    "a redirected webhook": Doors.delivery_redirected,
    "a redirected document": Doors.document_redirected,
}
SAID = ("asking how far a job is", *(name for name in CALLED if "redirected" in name))
"""Where a service says the address, in a header."""
NOT_FOLLOWED = ("a redirected write", "a redirected MCP server", "a redirected renewal", "a redirected webhook")
"""Where no redirect is followed, not even to a good address."""


def document() -> dict[str, Any]:
    return {
        "openapi": "3.0.0", "info": {"title": "Parcels", "version": "1"}, "servers": [{"url": FINE}],
        "paths": {"/act": {"get": {"operationId": "act", "responses": {}}}},
    }


@contextmanager
def doors(guard: Guard | None = None) -> Iterator[Doors]:
    with serving(lambda asked: Reply()) as service:
        yield Doors(service, guard) if guard else Doors(service)


@contextmanager
def listener() -> Iterator[Service]:
    """What the benign twins reach: it answers whatever each door hopes for."""
    made = {"access_token": "fresh-token-1", "token_type": "bearer", **document()}
    server = Server(sessions=False)

    def answered(asked: Asked) -> Reply:
        return server.answer(asked) if b'"jsonrpc"' in asked.body else Reply(200, made)

    with serving(answered) as service:
        yield service


def _redirect(url: str) -> Reply:
    return Reply(302, {}, {"Location": _said(url)})


def _said(url: str) -> str:
    """An address as a header carries it."""
    return url.encode().decode("latin-1")


def sayable(url: str) -> bool:
    """Whether a header can carry the address as it is."""
    return url == url.strip() and not any(ord(letter) < 32 for letter in url)


