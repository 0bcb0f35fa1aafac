"""What people decide about lessons holds, whatever is learned meanwhile, late, or twice."""

import pytest

from chalicelib import __version__
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.lesson import Evidence
from chalicelib.domain.outcome import Done, Failed
from chalicelib.domain.subagent import SubAgent
from chalicelib.engine import training
from chalicelib.engine.deploy import change, deploy
from chalicelib.engine.learning import learn_from
from chalicelib.engine.memory import add_evidence, lessons
from chalicelib.engine.ports import Ports, Write
from chalicelib.engine.records import LEARNED, task_pk
from chalicelib.engine.trace import trace
from tests.planning.revise.test_in_the_engine import BOARD, POST, Job
from tests.world import World

ACCOUNT, AGENT = "acct_1.test", "agent"


@pytest.fixture
def world() -> World:
    made = World()
    deploy(made.ports, ACCOUNT, SubAgent(AGENT, "does things", (), {}), [])
    return made


def vote(task: str, said: int = 1, lesson: str = "les_1") -> Evidence:
    return Evidence(lesson, "remedy", "tool.act|rejected|dead", {"steps": []}, said, task, 5)  # type: ignore[arg-type]


def learned(world: World, task: str, began: int, said: int = 1, lesson: str = "les_1") -> None:
    add_evidence(world.ports, ACCOUNT, AGENT, vote(task, said, lesson), began)


def known(world: World) -> dict[str, int]:
    return {lesson.id: lesson.supported for lesson in lessons(world.ports, ACCOUNT, AGENT)}


def test_a_deleted_lesson_is_gone_with_its_evidence(world: World) -> None:
    learned(world, "task_a", world.clock())
    learned(world, "task_b", world.clock(), lesson="les_2")
    training.forget(world.ports, ACCOUNT, AGENT, "les_1")

    assert known(world) == {"les_2": 1}
    assert [item.sk for item in world.store.query(f"M#{ACCOUNT}#{AGENT}", "E#").items] == ["E#les_2#task_b"]
    with pytest.raises(NotFound):
        training.find(world.ports, ACCOUNT, AGENT, "les_1")
    with pytest.raises(NotFound):
        training.forget(world.ports, ACCOUNT, AGENT, "les_1")


@pytest.mark.parametrize("everything", [True, False])
def test_what_was_deleted_does_not_come_back_from_runs_that_were_there_before_but_from_new_ones(
    world: World, everything: bool
) -> None:
    before = world.clock()
    learned(world, "task_a", before)
    world.clock.advance(1)
    running = world.clock()
    world.clock.advance(1)
    if everything:
        training.reset(world.ports, ACCOUNT, AGENT)
    else:
        training.forget(world.ports, ACCOUNT, AGENT, "les_1")

    world.clock.advance(1)
    for task, began in (("task_a", before), ("task_b", running), ("task_b", running)):
        learned(world, task, began)
    assert known(world) == {}
    assert world.store.query(f"M#{ACCOUNT}#{AGENT}", "E#").items == ()

    learned(world, "task_c", world.clock())
    learned(world, "task_b", running)
    assert known(world) == {"les_1": 1}, "the twin: a task that came after the deletion teaches it again"


def test_a_reset_also_stops_lessons_that_nobody_had_learned_yet(world: World) -> None:
    before = world.clock()
    world.clock.advance(1)
    training.reset(world.ports, ACCOUNT, AGENT)
    learned(world, "task_late", before, lesson="les_new")

    assert known(world) == {}


def test_two_resets_in_one_instant_are_two(world: World) -> None:
    training.reset(world.ports, ACCOUNT, AGENT)
    learned(world, "task_a", world.clock() + 1)
    assert known(world) == {"les_1": 1}
    training.reset(world.ports, ACCOUNT, AGENT)

    assert known(world) == {}


def test_a_vote_that_is_folded_while_everything_is_forgotten_does_not_stand(world: World) -> None:
    put = world.store.put
    asked = []

    def slow(write: Write) -> bool:
        """The reset comes between reading the mark and writing the lesson."""
        if write.sk.startswith("L#les") and not asked:
            asked.append(write)
            world.clock.advance(1)
            training.reset(world.ports, ACCOUNT, AGENT)
        return put(write)

    world.store.put = slow  # type: ignore[method-assign]  # a neighbour in between
    learned(world, "task_a", world.clock())

    assert asked and known(world) == {}


def test_a_decision_and_a_vote_at_the_same_time_both_count(world: World) -> None:
    learned(world, "task_a", world.clock())
    put = world.store.put
    meanwhile = []

    def racing(write: Write) -> bool:
        if write.data.get("pinned") and not meanwhile:
            meanwhile.append(1)
            world.store.put = put  # type: ignore[method-assign]
            learned(world, "task_b", world.clock())
        return put(write)

    world.store.put = racing  # type: ignore[method-assign]  # learning is quicker than the person
    training.change(world.ports, ACCOUNT, AGENT, "les_1", {"pinned": True})

    (lesson,) = lessons(world.ports, ACCOUNT, AGENT)
    assert (lesson.pinned, lesson.supported) == (True, 2)


def test_a_vote_is_not_lost_to_a_decision_that_was_quicker(world: World) -> None:
    learned(world, "task_a", world.clock())
    put = world.store.put
    meanwhile = []

    def racing(write: Write) -> bool:
        if write.sk == "L#les_1" and not meanwhile:
            meanwhile.append(1)
            training.change(world.ports, ACCOUNT, AGENT, "les_1", {"disabled": True})
        return put(write)

    world.store.put = racing  # type: ignore[method-assign]  # the person is quicker than learning
    learned(world, "task_b", world.clock())

    (lesson,) = lessons(world.ports, ACCOUNT, AGENT)
    assert (lesson.disabled, lesson.supported, lesson.usable) == (True, 2, False)


def test_a_lesson_that_changes_all_the_time_is_a_conflict_and_not_a_loop_without_end(world: World) -> None:
    learned(world, "task_a", world.clock())
    world.store.put = lambda write: False  # type: ignore[method-assign]  # somebody else is always quicker

    for act in (lambda ports: training.change(ports, ACCOUNT, AGENT, "les_1", {"pinned": True}),
                lambda ports: training.forget(ports, ACCOUNT, AGENT, "les_1")):
        with pytest.raises(Conflict):
            act(world.ports)


def test_a_pin_on_a_disabled_lesson_is_refused_unless_it_is_enabled_too(world: World) -> None:
    learned(world, "task_a", world.clock(), said=-1)
    training.change(world.ports, ACCOUNT, AGENT, "les_1", {"disabled": True})
    with pytest.raises(Conflict) as refused:
        training.change(world.ports, ACCOUNT, AGENT, "les_1", {"pinned": True})
    changed = training.change(world.ports, ACCOUNT, AGENT, "les_1", {"pinned": True, "disabled": False})

    assert refused.value.code == "lesson_disabled"
    assert changed.usable and changed.opposed == 1


def board(state: set[str]) -> Job:
    """A board whose token is dead and which the bot is not a member of, until a remedy is done."""
    def post(_: object) -> Done | Failed:
        if "token" not in state:
            return Failed("unauthorized", "the token has expired", "token_expired")
        return Done({"ok": True}) if "joined" in state else Failed("rejected", "", "not_in_board")

    def does(word: str):
        return lambda _: (state.add(word), Done({}))[1]

    return Job(BOARD, POST, {
        "lodge.get_quote": lambda _: Done({"id": "q", "price": 20, "currency": "EUR"}), "board.post_note": post,
        "board.refresh_token": does("token"), "board.authenticate": does("token"), "board.join_board": does("joined"),
    })


@pytest.mark.parametrize("request_", [{"training": False}, {"mode": "shadow"}, {"mode": "test"}])
def test_a_task_without_training_or_not_for_real_leaves_no_lesson(request_: dict[str, object]) -> None:
    state: set[str] = set()
    job = board(state)
    job.do("Post the quote", **request_)
    assert tuple(lessons(job.world.ports, ACCOUNT, AGENT)) == ()
    assert job.world.store.query(f"M#{ACCOUNT}#{AGENT}").items == ()

    state.clear()
    job.do("Post the quote")
    assert job.lessons, "the twin: the same task with training leaves some"


def test_a_task_without_training_explores_although_the_lesson_is_there() -> None:
    state: set[str] = set()
    job = board(state)
    job.do("Post the quote")
    state.clear()
    read = []
    query = job.world.store.query
    job.world.store.query = lambda pk, *a, **k: (read.append(pk), query(pk, *a, **k))[1]  # type: ignore[method-assign]
    job.do("Post the quote", training=False)
    assert "les_" not in str(job.trace) and not [pk for pk in read if pk.startswith("M#")]

    state.clear()
    job.do("Post the quote")
    assert "les_" in str(job.trace) and [pk for pk in read if pk.startswith("M#")], "the twin reads and uses them"


def test_a_deleted_lesson_stays_away_when_its_task_is_learned_from_again() -> None:
    state: set[str] = set()
    job = board(state)
    job.do("Post the quote")
    gone = set(job.lessons)
    for lesson in job.lessons.values():
        training.forget(job.world.ports, ACCOUNT, AGENT, lesson.id)
    job.world.store.delete(task_pk(ACCOUNT, job.task.id), LEARNED)  # as if the first delivery had died before its mark

    learn_from(job.engine, ACCOUNT, job.task.id)
    assert gone and job.lessons == {}

    state.clear()
    job.do("Post the quote")
    assert set(job.lessons) == gone, "the twin: a new task teaches them anew"


def test_a_lesson_tells_when_it_was_last_used() -> None:
    state: set[str] = set()
    job = board(state)
    job.do("Post the quote")
    assert {lesson.used_at for lesson in job.lessons.values()} == {0}

    state.clear()
    job.do("Post the quote")
    assert {lesson.used_at for lesson in job.lessons.values()} == {job.task.created_at}


def test_a_vote_that_comes_late_and_twice_keeps_its_first_instant() -> None:
    world = World()
    ports: Ports = world.ports
    add_evidence(ports, ACCOUNT, AGENT, vote("task_a"))
    for number in range(25):
        add_evidence(ports, ACCOUNT, AGENT, Evidence(
            "les_1", "remedy", "tool.act|rejected|dead", {"steps": []}, -1, f"task_{number}", 10 + number))
    late = Evidence("les_1", "remedy", "tool.act|rejected|dead", {"steps": []}, 1, "task_a", 99)
    add_evidence(ports, ACCOUNT, AGENT, late)

    (lesson,) = lessons(ports, ACCOUNT, AGENT)
    assert lesson.supported == 0


def test_the_trace_names_what_a_task_was_planned_with_also_when_all_of_it_has_changed_since() -> None:
    job = board(set())
    job.do("Post the quote")
    before = trace(job.world.ports, ACCOUNT, job.task.id)["versions"]
    change(job.world.ports, ACCOUNT, AGENT, {"prompt": "does other things"}, [])
    job.engine.planner.version = "another/7"  # type: ignore[misc]  # the stand-in has no version of its own

    assert trace(job.world.ports, ACCOUNT, job.task.id)["versions"] == before
    assert before["planner"] == "Planned" and before["engine"] == __version__
    assert before["sub_agent"] == job.task.sub_agent_version and set(before["tools"]) == {"lodge", "board", "utility"}
    assert len({*before["tools"].values(), before["sub_agent"]}) == 4

    later = job.accept(prompt="Post the quote")
    after = trace(job.world.ports, ACCOUNT, later.id)["versions"]
    assert after["sub_agent"] != before["sub_agent"] and after["planner"] is None
