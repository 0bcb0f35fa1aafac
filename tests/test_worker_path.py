"""What a worker imports for a step: nothing of the API, of drafting, of tracing; no AWS client where there is none.

Each import is paid at every cold start, so each group below is kept off the path on purpose.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from chalicelib import wiring
from chalicelib.domain.binding import Literal
from chalicelib.domain.edit import CarryOn
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.subagent import SubAgent
from chalicelib.engine.deploy import deploy
from chalicelib.engine.engine import Engine, step_ref
from chalicelib.engine.intake import TaskRequest, accept
from chalicelib.engine.runner import run_step
from chalicelib.tools import utility_actions

ACCOUNT = "acct_path.test"
NEVER = (
    "pydantic", "pydantic_core", "chalice", "chalicelib.api", "aws_xray_sdk", "boto3", "yaml",
    "numpy", "chalicelib.planning.composer.composer", "chalicelib.planning.composer.match",
    "chalicelib.planning.records.carry", "chalicelib.planning.lessons", "chalicelib.planning.check",
    "chalicelib.tools.compile", "chalicelib.tools.mcp.kind", "chalicelib.engine.sweep",
)
WORK = """
import json, sys
from chalicelib import functions
context = type("Context", (), {"get_remaining_time_in_millis": lambda _: 900_000})()
answer = functions.run_step(json.loads(sys.argv[1]), context)
print(json.dumps({"answer": answer, "modules": sorted(sys.modules)}))
"""


class Given:
    """A planner that knows its plan."""

    version = "given"

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def draft(self, brief):
        return self.plan

    def revise(self, brief, run, step, outcome):
        return CarryOn()


def planned(database: Path) -> dict:
    """A task whose plan stands, and the event that asks for its first step: a call of the built-in tool."""
    home = wiring.embedded(database)
    step = Step("1", "utility", "summarize", "read", {"data": Literal({"amount": 4})}, label="1", reason="asked for")
    deploy(home.ports, ACCOUNT, SubAgent("agent", "sums up", (), {}), utility_actions())
    engine = Engine(home.ports, home.settings, Given(Plan((step,))), home.engine.cache)
    task = accept(home.ports, home.settings, ACCOUNT, TaskRequest("sum up", "agent", training=False))
    run_step(engine, step_ref({"account": ACCOUNT, "task": task.id, "sid": "z", "e": 0}), lambda: 900_000)
    body = json.dumps({"account": ACCOUNT, "task": task.id, "sid": "1", "e": 0})
    return {"Records": [{
        "messageId": "m", "body": body, "attributes": {"ApproximateReceiveCount": "1"}, "receiptHandle": "r",
    }]}


@pytest.fixture(scope="module")
def imported(tmp_path_factory) -> set[str]:
    """The modules of a fresh process after it has done a real step."""
    database = tmp_path_factory.mktemp("path") / "x.db"
    event = planned(database)
    out = subprocess.run(
        [sys.executable, "-c", WORK, json.dumps(event)], check=True, capture_output=True, text=True,
        env={**os.environ, "REPLAN_HOME": "embedded", "REPLAN_DATABASE": str(database),
             "POWERTOOLS_LOG_LEVEL": "INFO"},
    ).stdout
    said = json.loads(out.splitlines()[-1])
    assert said["answer"] == {"batchItemFailures": []}
    assert '"status":"complete"' in out, out[:500]
    return set(said["modules"])


@pytest.mark.parametrize("module", NEVER)
def test_a_step_does_without(imported: set[str], module: str) -> None:
    assert not [name for name in imported if name == module or name.startswith(f"{module}.")]


def test_a_step_does_import_what_it_is_made_of(imported: set[str]) -> None:
    assert {"chalicelib.engine.runner", "chalicelib.tools.utility", "chalicelib.engine.review"} <= imported
