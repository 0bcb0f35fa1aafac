"""The exact request that a step would send: what a person is shown before it is sent."""

from collections.abc import Mapping
from typing import Any  # Any: requests are JSON

from chalicelib.domain.binding import Unresolved, Values, resolve
from chalicelib.domain.plan import Step
from chalicelib.domain.task import Task
from chalicelib.engine import registry
from chalicelib.engine.act import call_of, facts
from chalicelib.engine.engine import Engine


def preview(
    engine: Engine, task: Task, step: Step, outputs: Mapping[str, Any]
) -> Mapping[str, Any]:
    """The request that the step would send, as far as its inputs are known."""
    sub_agent = registry.version(engine.ports, engine.cache, task.account, task.sub_agent_version)
    records = registry.records_of(engine.ports, engine.cache, task.account, sub_agent)
    action = records.get(f"{step.tool}.{step.action}")
    values = Values(outputs, facts(task))
    inputs: dict[str, Any] = {}
    for name, binding in step.inputs.items():
        try:
            inputs[name] = resolve(binding, values)
        except Unresolved:
            continue
    if action is None:
        return {"tool": step.tool, "action": step.action, "inputs": inputs}
    return engine.ports.tools.preview(call_of(engine, task, step, action, inputs))
