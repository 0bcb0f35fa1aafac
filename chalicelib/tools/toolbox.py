"""All that can be done outside, behind one port.  Which kind carries an action out is said by `action.via`.

    http  ->  HttpTool      auth  ->  Authenticator      utility  ->  Utility      mcp  ->  McpTool
    lambda  ->  LambdaTool
A kind of tool is one more line in `_kinds`; one that few tasks need is loaded when it is needed.
"""

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Protocol  # Any: previews are JSON

from chalicelib.domain.outcome import Failed, Outcome, Started
from chalicelib.engine.functions_port import Functions
from chalicelib.engine.ports import Call, Store, Vault
from chalicelib.engine.registry import registered
from chalicelib.tools.auth import Authenticator
from chalicelib.tools.connections import Connections
from chalicelib.tools.consent import Consents
from chalicelib.tools.guard import Guard
from chalicelib.tools.http import HttpTool
from chalicelib.tools.oauth import OAuth
from chalicelib.tools.redact import Secrets
from chalicelib.tools.transport import Transport

if TYPE_CHECKING:
    from chalicelib.tools.aws_lambda import LambdaTool
    from chalicelib.tools.mcp.kind import McpTool
    from chalicelib.tools.utility import Utility


class Kind(Protocol):
    def call(self, call: Call) -> Outcome | Started: ...

    def preview(self, call: Call) -> Mapping[str, Any]: ...


class Toolbox:
    """The `Tools` port; `consents` is the port of that name."""

    def __init__(
        self, store: Store, vault: Vault, guard: Guard, *, now: Callable[[], int], token: Callable[[int], str],
        rates_url: str = "", servers: Mapping[str, Any] | None = None, functions: Functions | None = None,
    ) -> None:
        """`rates_url`: where exchange rates are, in place of the bundled ones.

        `servers`: MCP servers that are processes of this machine, by name (see `tools/mcp/stdio`).
        `functions`: None where no function may be a tool.
        """
        self.secrets = Secrets()
        self.guard = guard
        self._now = now
        self._servers = servers or {}
        self._functions = functions
        self.transport = transport = Transport(guard)
        self.connections = Connections(store, vault, now, self.secrets)
        self.oauth = OAuth(self.connections, transport, self.secrets, now, token)
        self.consents = Consents(store, vault, guard, self.connections, self.oauth, now, token)
        self._authenticator = authenticator = Authenticator(
            self.connections, self.oauth, self.secrets, now, partial(registered, store)
        )
        http = HttpTool(transport, authenticator, self.secrets, now)
        self._rates_url = rates_url
        self._kinds: Mapping[str, Callable[[], Kind]] = {
            "http": lambda: http, "auth": lambda: authenticator, "utility": lambda: self.utility,
            "mcp": lambda: self.mcp, "lambda": lambda: self.functions,
        }

    @cached_property
    def utility(self) -> "Utility":
        from chalicelib.tools.rates import Rates
        from chalicelib.tools.utility import Utility

        return Utility(Rates(self._rates_url, self.transport, self._now) if self._rates_url else None)

    @cached_property
    def mcp(self) -> "McpTool":
        """Here for registration as well, which asks a server for its tools."""
        from chalicelib.tools.mcp.kind import McpTool

        return McpTool(self.transport, self._authenticator, self.secrets, self._now, self._servers)

    @cached_property
    def functions(self) -> "LambdaTool":
        """Here for registration as well, which asks whether an account may use a function."""
        from chalicelib.tools.aws_lambda import LambdaTool

        return LambdaTool(self._functions, self.secrets, self._now)

    def call(self, call: Call) -> Outcome | Started:
        kind = self._kinds.get(call.action.via)
        if kind is None:
            detail = f"no kind of tool carries out {call.action.ref} (via {call.action.via})"
            return Failed("internal", detail, "no_kind")
        return kind().call(call)

    def preview(self, call: Call) -> Mapping[str, Any]:
        kind = self._kinds.get(call.action.via)
        return kind().preview(call) if kind else {}
