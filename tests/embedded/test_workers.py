"""Real processes: killed, hung, asked to leave, left alone by their supervisor."""

import json
import os
import random
import signal
import statistics
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from functools import partial

import pytest

from chalicelib.domain.control import Control
from chalicelib.domain.errors import Unavailable
from chalicelib.embedded.supervisor import Crew, Supervisor
from chalicelib.engine.ports import Message
from tests.embedded.conftest import ROOT, Place, alive, eventually, supervised

TASK = "T#acc.live#task_1"


def send(place: Place, *bodies: dict[str, object], delay: int = 0) -> None:
    place.home.queue.send([Message("steps", body, delay) for body in bodies])


def start_step(place: Place, **how: bool) -> None:
    place.home.store.accept(TASK, Control())
    send(place, {"task": TASK, "sid": "z", "e": 0, **how})


def open_steps(place: Place, task: str) -> int:
    control = place.home.store.control(task)
    assert control
    return control.open


def settled(place: Place) -> bool:
    return open_steps(place, TASK) == 0


def test_every_queue_is_served_by_its_function(place: Place) -> None:
    with supervised(place.crew(steps="echo", intake="echo", webhooks="echo", learn="echo")):
        for queue in ("steps", "intake", "webhooks", "learn"):
            place.home.queue.send([Message(queue, {"for": queue})])
        notes = eventually(lambda: len(found := place.notes()) == 4 and found)

    assert all(note["body"] == {"for": note["queue"]} for note in notes)


def test_a_killed_workers_step_is_done_by_another_long_before_its_lease_ends(place: Place) -> None:
    with supervised(place.crew(steps="step")):
        start_step(place, hang=True)
        eventually(lambda: place.notes(claimed=True))
        (held,) = place.home.queue.held()
        os.kill(held.holder, signal.SIGKILL)
        killed = time.monotonic()
        eventually(lambda: settled(place))
        took = time.monotonic() - killed

    claims = [(note["claimed"], note["receives"]) for note in place.notes() if "claimed" in note]
    print(f"killed to settled: {took * 1000:.0f} ms")
    assert claims == [(True, 1), (True, 2)]
    assert took < 3


def test_no_step_is_lost_or_settled_twice_while_workers_are_killed_at_random(place: Place) -> None:
    tasks, chance = [f"T#acc.live#t{n}" for n in range(80)], random.Random(7)
    with supervised(place.crew(steps="step")) as supervisor:
        for task in tasks:
            place.home.store.accept(task, Control())
            send(place, {"task": task, "sid": "z", "e": 0})
        kills = 0
        while kills < 12 or any(open_steps(place, task) for task in tasks):
            for pid in supervisor.workers[:1]:
                os.kill(pid, signal.SIGKILL)
                kills += 1
            time.sleep(chance.random() / 10)
            assert kills < 500
        eventually(lambda: place.home.queue.receive() is None and not place.home.queue.held())

    settles = Counter(note["task"] for note in place.notes() if "settled" in note)
    assert set(settles.values()) == {1} and len(settles) > len(tasks) - kills
    assert place.home.queue.dead("steps") == ()
    print(f"{kills} kills, {len(place.notes(claimed=True))} claims of {len(tasks)} steps")


def test_a_killed_worker_is_replaced(place: Place) -> None:
    with supervised(place.crew(steps="echo")) as supervisor:
        before = supervisor.workers
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        eventually(lambda: len(set(supervisor.workers) - set(before)) == 2)
        send(place, {"n": 1})
        eventually(place.notes)


def test_a_worker_that_holds_a_message_too_long_is_killed_and_its_step_done_by_another(place: Place) -> None:
    with supervised(replace(place.crew(steps="step"), timeout=0.6)) as supervisor:
        before = supervisor.workers
        start_step(place, hang=True)
        eventually(lambda: settled(place))

    hung, other = (note["pid"] for note in place.notes(claimed=True))
    assert hung in before and other != hung and not alive(hung)


def test_a_step_whose_handler_raised_is_free_when_its_message_comes_again(place: Place) -> None:
    with supervised(place.crew(steps="step")):
        start_step(place, **{"raise": True})
        eventually(lambda: settled(place))

    assert len(place.notes(claimed=True)) == 2 and not place.notes(claimed=False)


def test_a_delayed_message_arrives_on_time_although_nobody_is_woken_for_it(place: Place) -> None:
    with supervised(place.crew(steps="echo")):
        sent = time.time_ns() // 1_000_000
        send(place, {"n": 1}, delay=1)
        (note,) = eventually(place.notes)

    print(f"a delay of 1,000 ms took {note['at'] - sent} ms")
    assert 1_000 <= note["at"] - sent < 2_500


def test_a_handler_says_when_a_message_is_to_come_again(place: Place) -> None:
    with supervised(place.crew(steps="later")):
        send(place, {"seconds": 1})
        first, second = eventually(lambda: len(found := place.notes()) == 2 and found)

    assert 1_000 <= second["at"] - first["at"] < 2_500


def test_a_message_that_is_always_refused_is_put_aside_after_twenty_deliveries(place: Place) -> None:
    with supervised(place.crew(steps="refuse")):
        send(place, {"n": 1})
        eventually(lambda: place.home.queue.dead("steps"))

    assert [note["refused"] for note in place.notes()] == [[n] for n in range(1, 21)]
    assert place.home.queue.dead("steps") == ({"n": 1},)
    assert place.home.queue.held() == ()


def test_a_sleeping_worker_is_woken_within_a_few_milliseconds(place: Place) -> None:
    with supervised(place.crew(steps="echo")):
        for n in range(40):
            send(place, {"n": n, "sent": time.time_ns() // 1_000})
            eventually(partial(place.notes, n=n))

    waits = [note["at"] - note["body"]["sent"] / 1000 for note in place.notes()]
    print(f"send to handler: median {statistics.median(waits):.1f} ms, worst {max(waits):.1f} ms")
    assert statistics.median(waits) < 100


def test_two_workers_share_what_one_wake_up_brought(place: Place) -> None:
    with supervised(place.crew(steps="slow")):
        send(place, {"n": 1, "seconds": 600}, {"n": 2, "seconds": 600})
        begun = eventually(lambda: len(found := [x for x in place.notes() if "begun" in x]) == 2 and found)

    assert begun[0]["pid"] != begun[1]["pid"]
    assert abs(begun[0]["at"] - begun[1]["at"]) < 500


def test_stopping_lets_a_step_finish_and_starts_no_other(place: Place) -> None:
    crew = replace(place.crew(steps="slow"), workers=1)
    supervisor = Supervisor(crew)
    supervisor.start()
    send(place, {"n": 1, "seconds": 0.5}, {"n": 2, "seconds": 0})
    eventually(lambda: [note for note in place.notes() if "begun" in note])
    supervisor.stop()

    assert [note["ended"]["n"] for note in place.notes() if "ended" in note] == [1]
    assert supervisor.workers == () and place.home.queue.held() == ()
    assert place.home.queue.receive(("steps",)).body == '{"n": 2, "seconds": 0}'  # type: ignore[union-attr]


def test_a_worker_that_is_asked_to_leave_finishes_its_step_and_is_replaced(place: Place) -> None:
    with supervised(replace(place.crew(steps="slow"), workers=1)) as supervisor:
        send(place, {"n": 1, "seconds": 0.3})
        (begun,) = eventually(lambda: [note for note in place.notes() if "begun" in note])
        os.kill(begun["pid"], signal.SIGTERM)
        eventually(lambda: supervisor.workers and begun["pid"] not in supervisor.workers)

    assert [note["receives"] for note in place.notes() if "ended" in note] == [1]


def test_stopping_without_grace_loses_nothing(place: Place) -> None:
    with supervised(place.crew(steps="step")):
        start_step(place, hang=True)
        eventually(lambda: place.notes(claimed=True))

    with supervised(place.crew(steps="step")):
        eventually(lambda: settled(place))


def supervisor_process(place: Place, handler: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            sys.executable, "-m", "chalicelib.embedded.supervisor", "--database", str(place.directory / "home.db"),
            "--handlers", json.dumps({"steps": f"tests.embedded.handlers:{handler}"}),
            "--workers", "2", "--timeout", "120",
        ],
        env=place.environment, cwd=ROOT,
    )


def test_workers_of_a_killed_supervisor_leave_at_once_and_the_next_one_frees_what_they_held(place: Place) -> None:
    with supervisor_process(place, "step") as process:
        start_step(place, hang=True)
        eventually(lambda: place.notes(claimed=True))
        (held,) = place.home.queue.held()
        process.kill()
    eventually(lambda: not alive(held.holder), 2)

    with supervised(place.crew(steps="step")):
        eventually(lambda: settled(place), 3)


def test_a_terminated_supervisor_lets_its_workers_finish(place: Place) -> None:
    with supervisor_process(place, "slow") as process:
        send(place, {"n": 1, "seconds": 0.5})
        (begun,) = eventually(lambda: [note for note in place.notes() if "begun" in note])
        process.terminate()
        assert process.wait(10) == 0

    assert [note["ended"]["n"] for note in place.notes() if "ended" in note] == [1]
    assert not alive(begun["pid"])


def test_a_second_signal_does_not_wait_for_what_the_workers_hold(place: Place) -> None:
    with supervisor_process(place, "slow") as process:
        send(place, {"n": 1, "seconds": 600})
        (begun,) = eventually(lambda: [note for note in place.notes() if "begun" in note])
        process.send_signal(signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.3)
        process.send_signal(signal.SIGINT)
        assert process.wait(5) == 0

    assert not alive(begun["pid"])


def test_a_second_supervisor_of_the_same_file_is_refused(place: Place) -> None:
    crew = place.crew(steps="echo")
    with supervised(crew), pytest.raises(Unavailable, match="another supervisor"):
        Supervisor(replace(crew, patience=0.1)).start()


def test_a_function_is_called_at_intervals_beside_the_workers_until_the_end(place: Place) -> None:
    crew = replace(place.crew(steps="slow"), workers=1, sweep="tests.embedded.handlers:tick", every=0.1)
    with supervised(crew):
        send(place, {"n": 1, "seconds": 600})
        ticks = eventually(lambda: len(found := place.notes(tick=True)) >= 3 and found)
    stopped = len(place.notes(tick=True))

    assert len({note["pid"] for note in ticks}) == 1 and ticks[0]["left"] > 100_000
    assert ticks[2]["at"] - ticks[0]["at"] >= 195
    assert len(place.notes(tick=True)) == stopped


def test_a_sweep_that_hangs_is_ended_and_started_again(place: Place) -> None:
    crew: Crew = replace(place.crew(), sweep="tests.embedded.handlers:stuck_tick", every=0.1, timeout=0.3)
    with supervised(crew):
        ticks = eventually(lambda: len(found := place.notes(tick=True)) >= 2 and found)

    assert ticks[0]["pid"] != ticks[1]["pid"]


def test_a_worker_that_cannot_load_its_function_is_not_restarted_in_a_hot_loop(
    place: Place, capfd: pytest.CaptureFixture[str]
) -> None:
    supervisor = Supervisor(replace(place.crew(steps="no_such_function"), workers=1))
    supervisor.start()
    ready = supervisor.wait_ready(1.5)
    supervisor.stop(grace=0)

    assert not ready
    assert 1 <= capfd.readouterr().err.count("no_such_function'") <= 5
