"""What a running task needs lasts as long as it runs, and what an ended one leaves is there for a while."""

from chalicelib.domain.binding import Output
from chalicelib.domain.outcome import Done
from chalicelib.engine import signals
from chalicelib.engine.listing import page
from chalicelib.engine.ports import Item
from chalicelib.engine.records import TASK, listing_pk, task_pk
from tests.engine.scripted import ACCOUNT, Scene, question, step

DAY = 24 * 3600
LARGE = {"text": "x" * 20_000}
ASKS = (step("1"), *(question(f"q{n}", about=f"a{n}") for n in range(4)), step("2", "1", "q0", "q1", "q2", "q3"))


def of_task(scene: Scene) -> list[Item]:
    return list(scene.world.store.query(task_pk(ACCOUNT, scene.task.id), limit=1_000).items)


def answer(scene: Scene, number: int) -> None:
    signals.answer(
        scene.engine, ACCOUNT, scene.task.id, decision=None, values={"v": 1}, who="key_2", question=f"q{number}"
    )


def answer_all(scene: Scene) -> None:
    for number in range(4):
        answer(scene, number)


def test_a_task_that_waits_longer_than_its_records_are_kept_still_has_them_at_its_end() -> None:
    one_by_one = (
        step("1"), question("q0"), *(question(f"q{n}", depends_on=(f"q{n - 1}",)) for n in range(1, 4)),
        step("2", "1", "q3", inputs={"x": Output("1", "text")}),
    )
    scene = Scene(one_by_one, {"1": lambda _: Done(LARGE)}, retention_s=12 * DAY, input_expiry=7 * DAY * 1000)
    scene.run()
    for number in range(4):
        scene.world.clock.advance(6 * DAY)
        answer(scene, number)
        scene.run()
        scene.sweep()

    assert scene.status == "complete"
    assert [len(call.inputs.get("x", "")) for call in scene.world.outside.made] == [0, 20_000]


def test_the_sweeper_prolongs_all_that_a_running_task_has_in_good_time() -> None:
    scene = Scene(ASKS, {"1": lambda _: Done(LARGE)}, retention_s=12 * DAY, input_expiry=7 * DAY * 1000)
    scene.run()
    before = {item.sk: item.expires for item in of_task(scene)}
    scene.world.clock.advance(2 * DAY)
    scene.sweep(0)
    assert {item.sk: item.expires for item in of_task(scene)} == before  # a question that waits is looked at no sooner

    scene.world.clock.advance(2 * DAY)
    answer(scene, 0)
    swept = scene.sweep()

    assert swept.get("prolonged") == 1
    until = scene.world.clock() // 1000 + 12 * DAY
    assert all(item.expires and item.expires >= until - DAY for item in of_task(scene))
    (line,) = scene.world.store.query(listing_pk(ACCOUNT)).items
    assert line.expires == until


def test_records_of_a_task_that_takes_no_time_are_not_written_again() -> None:
    scene = Scene((step("1"), step("2", "1"))).run()
    versions = {item.sk: item.version for item in of_task(scene)}
    scene.sweep()

    assert scene.control.due is None
    assert {item.sk: item.version for item in of_task(scene)} == versions


def test_of_an_ended_task_the_request_goes_no_sooner_than_the_rest() -> None:
    scene = Scene(ASKS, {"1": lambda _: Done(LARGE)})
    scene.run()
    scene.world.clock.advance(5 * DAY)
    answer_all(scene)
    scene.run()
    scene.sweep()

    assert scene.control.due is None
    ends = {item.sk: item.expires or 0 for item in of_task(scene)}
    assert ends[TASK] >= max(ends.values())


def test_after_90_days_nothing_of_a_task_is_to_be_seen() -> None:
    scene = Scene((step("1"),)).run()
    scene.sweep()
    assert len(page(scene.world.ports, ACCOUNT)["data"]) == 1
    scene.world.clock.advance(90 * DAY + 120)

    assert page(scene.world.ports, ACCOUNT)["data"] == []
    assert of_task(scene) == []
    assert scene.world.store.control(task_pk(ACCOUNT, scene.task.id)) is None
