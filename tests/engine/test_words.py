"""Finished tasks teach the words of their prompts, unless it was a reading of records that planned them."""

from dataclasses import replace

from chalicelib.domain.binding import Output
from chalicelib.domain.outcome import Done
from chalicelib.domain.plan import Step
from chalicelib.domain.tool import Action
from chalicelib.engine.memory import lessons
from chalicelib.planning.composer.composer import Composer
from chalicelib.tools.utility import Utility, utility_actions
from tests.engine.scripted import ACCOUNT, Scene

ROWS = [
    {"crate_id": 1, "fruit": "pear", "grade": "ripe"}, {"crate_id": 2, "fruit": "pear", "grade": "green"},
    {"crate_id": 3, "fruit": "fig", "grade": "green"},
]
ID = {"type": "object", "properties": {"crate_id": {"type": "integer"}}, "required": ["crate_id"]}
ACTIONS = (
    Action("shed", "list_crates", "Lists all crates.", {"type": "object", "properties": {}}, None, "read"),
    Action("shed", "close_crate", "Closes a crate.", ID, None, "idempotent"),
)
NO_RATES = {"base": "EUR", "date": "2026-03-11", "rates": {}}


class Shed(Scene):
    """Crates, with a planner that closes what the test says."""

    def __init__(self, prompt: str, *closed: int) -> None:
        steps = (
            Step("1", "shed", "list_crates", "read"),
            *(Step(f"{at}", "shed", "close_crate", "idempotent", {"crate_id": Output("1", f"[{one - 1}].crate_id")})
              for at, one in enumerate(closed, 2)),
        )
        super().__init__(steps, request={"prompt": prompt}, extra_actions=(*ACTIONS, *utility_actions()))
        self.world.outside.functions.update({
            "shed.list_crates": lambda _: Done(ROWS), "shed.close_crate": lambda _: Done("ok"),
            **{one.ref: Utility(lambda: NO_RATES).call for one in utility_actions()},
        })
        self.run()

    def then(self, prompt: str) -> None:
        """Another task, planned by the composer."""
        self.engine = replace(self.engine, planner=Composer())
        self.task = self.accept(prompt=prompt)
        self.run()

    @property
    def words(self) -> dict[str, object]:
        found = lessons(self.world.ports, ACCOUNT, "agent")
        return {one.key: one.content for one in found if one.kind == "word" and "value" not in one.content}


def test_a_task_that_another_planner_did_well_teaches_what_its_words_mean() -> None:
    scene = Shed("Close all unready crates with pears", 2)

    meanings = {key: value for key, value in scene.words.items() if not key.startswith(("use|", "only|", "said|"))}
    assert scene.status == "complete"
    assert meanings == {"means|crate|unreadi": {"field": "grade"}}
    assert scene.words["use|shed.close_crate"]["verb"] == "close", "and how it was asked for"


def test_what_was_learned_is_used_and_a_reading_of_records_is_no_evidence_for_itself() -> None:
    scene = Shed("Close all unready crates with pears", 2)
    scene.then("Close all unready crates")

    closed = [call.inputs["crate_id"] for call in scene.world.outside.made if call.action.name == "close_crate"]
    assert scene.status == "complete" and sorted(closed) == [2, 2, 3]
    words = [one for one in lessons(scene.world.ports, ACCOUNT, "agent") if one.kind == "word"]
    assert words and all(one.supported + one.opposed == 1 for one in words)
