"""A tool made of a server's list, ready to be called."""

from dataclasses import replace
from typing import Any

from chalicelib.domain.tool import Tool
from chalicelib.engine.ports import Call
from chalicelib.tools import compile_tool
from chalicelib.tools.mcp.listing import told_by_server
from tests.tools.mcp.server import Server
from tests.tools.world import ACCOUNT, Outside, call


class Desk:
    def __init__(self, server: Server, outside: Outside | None = None, **registration: Any) -> None:
        self.outside = outside or Outside()
        self.registration = {"name": "desk", "mcp_url": server.url, **registration}
        self.server = server
        self.tool: Tool = self.register()

    def register(self, account: str = ACCOUNT) -> Tool:
        box = self.outside.box
        told = told_by_server(box, self.registration, account, 5.0)
        self.tool = compile_tool({**self.registration, **told}, box.guard)
        return self.tool

    def asked(self, action: str, timeout: float = 5.0, user: str | None = None, **inputs: Any) -> Call:
        found = next(one for one in self.tool.actions if one.name == action)
        return replace(call(found, **inputs), timeout=timeout, user_id=user)

    def call(self, action: str, timeout: float = 5.0, user: str | None = None, **inputs: Any) -> Any:
        return self.outside.box.call(self.asked(action, timeout, user, **inputs))
