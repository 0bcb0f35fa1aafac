"""One call of one registered action, outside any task: to see whether a service is connected and answers.

The same records, limits, switches and tools as a step; no plan, no memory, no trace.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any  # Any: inputs are JSON

from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.outcome import Failed, Outcome, Started
from chalicelib.engine import registry
from chalicelib.engine.engine import Engine
from chalicelib.engine.ports import Call
from chalicelib.engine.switches import account_stopped
from chalicelib.engine.throttle import enter, leave


def call_of(
    engine: Engine, account: str, tool: str, action: str, inputs: Mapping[str, Any], user_id: str | None = None
) -> Call:
    """The call that was asked for.  Raises `NotFound` for an action that the tool has not."""
    found = registry.find_tool(engine.ports, account, tool)
    if action not in found.actions:
        near = get_close_matches(action, list(found.actions), 3, 0.5)
        hint = f"did you mean {', '.join(near)}?" if near else f"GET /v1/tools/{tool} lists its actions"
        raise NotFound(f"tool {tool!r} has no action {action!r}: {hint}")
    digest = found.actions[action]
    return Call(
        action=registry.read_actions(engine.ports, account, [digest])[digest], inputs=inputs, account=account,
        key=f"{account}/call/{engine.ports.token(16)}", user_id=user_id, sandbox=account.endswith(".test"),
        timeout=engine.settings.tool_timeout_s,
    )


def carry_out(engine: Engine, call: Call) -> Outcome | Started:
    """Raises `Conflict` while the account's switch is off."""
    if account_stopped(engine, call.account):
        raise Conflict("the account's switch is off: nothing is called")
    if enter(engine, call.account, call.action, call.key):
        return Failed("rate_limited", f"a limit of {call.action.tool!r} is reached; try again in a moment")
    try:
        return engine.ports.tools.call(call)
    finally:
        leave(engine, call.account, call.action, call.key)
