"""Lessons in the store: one vote for each task, and a cost that does not grow with the number of tasks."""

from chalicelib.domain.lesson import Evidence
from chalicelib.engine.memory import add_evidence, lessons
from chalicelib.planning.lessons import WINDOW
from tests.world import World

ACCOUNT, AGENT = "acct_1.test", "agent"


def vote(task: int, said: int = 1) -> Evidence:
    return Evidence("les_1", "remedy", "tool.act|rejected|dead", {"steps": []}, said, f"task_{task}", task)  # type: ignore[arg-type]


def test_a_second_vote_of_one_task_changes_nothing():
    world = World()
    for _ in range(3):
        add_evidence(world.ports, ACCOUNT, AGENT, vote(1))

    (lesson,) = lessons(world.ports, ACCOUNT, AGENT)
    assert (lesson.supported, lesson.opposed, lesson.tasks) == (1, 0, ("task_1",))


def test_votes_for_and_against_are_counted_and_the_latest_count():
    world = World()
    for number in range(WINDOW + 10):
        add_evidence(world.ports, ACCOUNT, AGENT, vote(number, 1 if number < WINDOW else -1))

    (lesson,) = lessons(world.ports, ACCOUNT, AGENT)
    assert (lesson.supported, lesson.opposed) == (WINDOW - 10, 10)


def test_learning_from_the_hundredth_task_reads_no_more_than_from_the_second():
    world = World()
    read: list[int] = []
    query, get = world.store.query, world.store.get
    world.store.query = lambda *a, **k: (read.append(1), query(*a, **k))[1]  # type: ignore[method-assign]
    world.store.get = lambda *a: (read.append(1), get(*a))[1]  # type: ignore[method-assign]
    costs = []
    for number in range(100):
        read.clear()
        add_evidence(world.ports, ACCOUNT, AGENT, vote(number))
        costs.append(len(read))

    assert costs[1] == costs[99]


def test_what_a_person_decided_about_a_lesson_stays():
    from dataclasses import asdict

    from chalicelib.engine.ports import Write

    world = World()
    add_evidence(world.ports, ACCOUNT, AGENT, vote(1))
    item = world.store.get(f"M#{ACCOUNT}#{AGENT}", "L#les_1")
    assert item is not None
    world.store.put(Write(item.pk, item.sk, {**item.data, "pinned": True}))
    add_evidence(world.ports, ACCOUNT, AGENT, vote(2, -1))

    (lesson,) = lessons(world.ports, ACCOUNT, AGENT)
    assert lesson.pinned and asdict(lesson)["opposed"] == 1


def test_a_task_reads_once_whether_everything_was_forgotten_however_many_lessons_it_votes_on():
    from tests.planning.revise.test_in_the_engine import board

    job = board(set())
    get, asked = job.world.store.get, []
    job.world.store.get = lambda pk, sk: (asked.append(sk), get(pk, sk))[1]  # type: ignore[method-assign]
    job.do("Post the quote")

    assert asked.count("L#!reset") == 1 and len(set(asked)) > 4
