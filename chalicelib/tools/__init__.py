"""What can be done outside: one module per kind of tool, never per service.

`compile_tool` turns a registration into a domain `Tool`; `Toolbox` is the engine's `Tools` port;
`utility_actions` are the built-in ones.  A worker never compiles, so it does not load what compiling needs.
"""

from collections.abc import Mapping
from typing import Any  # Any: registrations are JSON

from chalicelib.domain.tool import Action, Tool
from chalicelib.tools.guard import Guard
from chalicelib.tools.toolbox import Toolbox

__all__ = ["Guard", "Toolbox", "compile_tool", "utility_actions"]


def utility_actions() -> tuple[Action, ...]:
    """The actions that everybody has."""
    from chalicelib.tools import utility

    return utility.utility_actions()


def compile_tool(registration: Mapping[str, Any], guard: Guard | None = None) -> Tool:
    """The tool that a registration describes; raises `InvalidRequest` naming field, value and remedy."""
    from chalicelib.tools import compile as compiling

    return compiling.compile_tool(registration, guard)
