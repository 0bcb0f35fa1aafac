"""`output_schema`: the result has the promised shape, or the task fails and says what is missing."""

from typing import Any

from chalicelib.domain.outcome import Done
from chalicelib.engine.history import history
from chalicelib.engine.tasks import details
from chalicelib.tools.utility import Utility, utility_actions
from tests.engine.scripted import ACCOUNT, Scene, step


def shaped(schema: dict[str, Any], **outputs: Any) -> dict[str, Any]:
    """The task's details after two steps answered `outputs`."""
    tools = {name: (lambda _, value=value: Done(value)) for name, value in outputs.items()}
    scene = Scene(tuple(step(name) for name in outputs), tools, request={"output_schema": schema},
                  extra_actions=utility_actions())
    scene.world.outside.functions["utility.shape_result"] = Utility().call
    scene.run()
    past = history(scene.world.ports, ACCOUNT, scene.task.id)
    return {"status": scene.status, **details(scene.world.ports, past, scene.status)}  # type: ignore[arg-type]


def test_an_output_that_fits_is_the_result():
    schema = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}

    assert shaped(schema, a={"id": 7, "more": True}, b={"x": 1})["result"] == {"id": 7, "more": True}


def test_a_result_is_put_together_from_several_outputs_by_name():
    schema = {
        "type": "object", "required": ["orderId", "total"],
        "properties": {"orderId": {"type": "string"}, "total": {"type": "number"}},
    }

    found = shaped(schema, a={"order": {"order_id": "o-1"}}, b={"sum": {"total": 9.5}})

    assert found["result"] == {"orderId": "o-1", "total": 9.5}


def test_a_promise_that_the_outputs_cannot_keep_fails_the_task_by_name():
    schema = {"type": "object", "required": ["colour"], "properties": {"colour": {"type": "string"}}}

    found = shaped(schema, a={"id": 7}, b={"x": 1})

    assert found["status"] == "failed"
    assert "colour" in found["error"]["message"]
    assert found["error"]["action"] == "shape_result"
