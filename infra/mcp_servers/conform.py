"""Our client under a conformance test, which is the server and judges what it is sent.

    python -m infra.mcp_servers.conform FOLDER       installs the test (@modelcontextprotocol/conformance) and runs it
    python -m infra.mcp_servers.conform http://…     what the test runs: list the server's tools, and call each
"""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any  # Any: schemas are JSON

from chalicelib.domain.outcome import Done
from chalicelib.engine.ports import Call
from chalicelib.tools import Guard, Toolbox, compile_tool
from chalicelib.tools.mcp.listing import told_by_server
from chalicelib.wiring import now, token
from infra.mcp_servers.servers import HERE, SCOPE, install

SCENARIOS = ("initialize", "tools_call", "sse-retry")
"""The others are about OAuth, and about questions to users, which we do not offer."""
ACCOUNT = "conformance.live"
SECONDS = 25.0
SAMPLES: Mapping[str, Any] = {"number": 5, "integer": 5, "boolean": True, "array": [], "object": {}}


def judged(folder: Path) -> int:
    """1 if one of the scenarios failed."""
    install(folder, HERE / "conformance/package.json", scripts=True)
    test = [str(folder / "node_modules/node/bin/node"), str(folder / SCOPE / "conformance/dist/index.js"), "client"]
    failed = 0
    for scenario in SCENARIOS:
        command = [*test, "--scenario", scenario, "--command", f"{sys.executable} -m infra.mcp_servers.conform"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)  # noqa: S603 our own words
        lines = (done.stdout + done.stderr).splitlines()
        told = next((line for line in lines if line.startswith("Passed:")), "\n".join(lines[-20:]))
        print(f"{scenario}: {told}", flush=True)
        failed += done.returncode != 0
    return int(failed > 0)


def client(url: str) -> int:
    """1 if a call of a tool was not done."""
    store: Any = None  # Any: nothing is connected here, so nothing is read
    toolbox = Toolbox(store, store, Guard(allow_loopback=True), now=now, token=token)
    registration = {"name": "conformance", "mcp_url": url.replace("://localhost", "://127.0.0.1")}
    told = told_by_server(toolbox, registration, ACCOUNT, SECONDS)
    failed = 0
    for action in compile_tool({**registration, **told}, toolbox.guard).actions:
        properties = action.input_schema["properties"]
        inputs = {name: SAMPLES.get(str(schema.get("type")), "text") for name, schema in properties.items()}
        outcome = toolbox.call(Call(action, inputs, ACCOUNT, f"conformance/{action.name}", timeout=SECONDS))
        print(action.name, outcome)
        failed += not isinstance(outcome, Done)
    return int(failed > 0)


if __name__ == "__main__":
    told = sys.argv[-1]
    raise SystemExit(client(told) if "://" in told else judged(Path(told)))
