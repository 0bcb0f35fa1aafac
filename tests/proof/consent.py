"""A person's browser, for scenarios in which a task waits for a connection: the real consent machinery, gated.

Only the provider is made up: each visit gives a new code, and a code that comes twice takes back what it gave.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any  # Any: a store is whatever is gated

from chalicelib.domain.outcome import Failed
from chalicelib.engine import consents
from chalicelib.engine.engine import Engine
from chalicelib.engine.ports import Ports, Write
from chalicelib.engine.records import account_pk
from chalicelib.tools.connections import Connections, Tokens
from chalicelib.tools.consent import Connected, Consents, Refusal, Returned, Taken
from chalicelib.tools.guard import Guard
from chalicelib.tools.redact import Secrets
from tests.engine.scripted import ACCOUNT
from tests.proof.guards import demand

RETURN = "https://replan.example"
AUTH = {
    "type": "oauth2", "grant": "authorization_code", "scopes": ["read"], "client_id": "cid",
    "token_url": "https://8.8.8.8/token", "authorization_url": "https://8.8.8.8/auth",
}
TOOL = {
    "name": "tool", "description": "", "base_url": "https://8.8.8.8", "sandbox_base_url": "https://8.8.8.8",
    "auth": AUTH | {"sandbox_token_url": AUTH["token_url"], "sandbox_authorization_url": AUTH["authorization_url"]},
    "actions": {}, "warnings": [], "registered_at": 0,
}


@dataclass
class CodesOnce:
    """The token endpoint.  `visits`: how often somebody has pressed the provider's button."""

    gate: Callable[..., Any]
    visits: int = 0
    spent: list[str] = field(default_factory=list)

    def code(self) -> str:
        self.visits += 1
        return f"code{self.visits}"

    def exchange_code(self, site: Any, code: str, *_: Any) -> Tokens | Failed:
        return self.gate("exchange", lambda: self._exchange(code))

    def _exchange(self, code: str) -> Tokens | Failed:
        self.spent.append(code)
        if self.spent.count(code) > 1:
            return Failed("not_connected", "the code was used", "invalid_grant")
        return Tokens(f"token of {code}", scopes=("read",))


class Browser:
    """`gated` is the store through the gate, `ports` those of the world, without one."""

    def __init__(self, gate: Callable[..., Any], gated: Any, ports: Ports) -> None:
        self.provider, self.ports = CodesOnce(gate), ports
        self.gate = gate
        secrets = Secrets()
        connections = Connections(gated, ports.vault, ports.now, secrets)
        guard = Guard(resolve=lambda host, port: ["8.8.8.8"])
        self.consents = Consents(
            gated, ports.vault, guard, connections, self.provider, ports.now, ports.token,  # type: ignore[arg-type]
        )
        self.seen = Connections(ports.store, ports.vault, ports.now, secrets)
        ports.store.put(Write(account_pk(ACCOUNT), "TOOL#tool", TOOL))

    def connected(self) -> bool:
        return self.seen.get(ACCOUNT, "u1", "tool") is not None

    def visit(self, engine: Engine, url: str) -> str:
        """Opens the link, allows, and comes back to us; what the page says."""
        state = url.partition("state=")[2].partition("&")[0]
        back = Returned(state, self.provider.code())
        taken = self.consents.take(back)
        if isinstance(taken, Taken):
            held = taken
            done: Connected | Refusal = consents.storing(
                engine, held.account, held.tool, held.user, lambda: self.consents.redeem(held, back.code)
            )
        else:
            done = taken
        demand(all(self.provider.spent.count(code) == 1 for code in self.provider.spent) or self._sdk(), "twice: {}",
               self.provider.spent)
        return done.why if isinstance(done, Refusal) else ""

    def _sdk(self) -> bool:
        """Whether the one fault was that a network repeats a request: then nobody of ours has sent a code twice."""
        return getattr(self.gate, "mode", "") == "sdk"
