"""What one SQLite file must stand: several processes, forks, crashes between two statements, full pipes."""

import json
import os
import stat
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from chalicelib.domain.control import Control, Live
from chalicelib.domain.errors import Unavailable
from chalicelib.domain.transitions import Claim, Due, Leave, NewStep, Settle
from chalicelib.embedded.database import Database, wall_clock
from chalicelib.embedded.home import Home, open_home
from chalicelib.embedded.vault import LocalVault
from chalicelib.engine.ports import Applied, Message, Refused, Write
from tests.embedded.conftest import ROOT, Place
from tests.world import Clock

TASK = "T#acc.live#task_1"
ROUNDS = 60


def held(owner: str) -> Live:
    return Live("R", "r", epoch=1, attempts=1, lease=10**15, owner=owner)


def both(processes: list[subprocess.Popen[str]]) -> list[str]:
    """What they print after they were let go together."""
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    return [process.communicate(timeout=60)[0] for process in processes]


def test_two_processes_hammering_one_task_keep_its_control_consistent(place: Place) -> None:
    names = ("a", "b")
    steps = {f"{name}{n}": held(name) for name in names for n in range(ROUNDS)}
    place.home.store.accept(TASK, Control(entered=len(steps), open=len(steps), steps=steps))

    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.embedded.hammer", place.directory / "home.db", TASK, name, str(ROUNDS)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=place.environment,
        )
        for name in names
    ]
    for process in processes:
        assert process.stdout and process.stdout.readline() == "ready\n"
    answers = [answer.split() for answer in both(processes)]

    control = place.home.store.control(TASK)
    assert control
    total = len(names) * ROUNDS
    lives = [sid for sid in control.steps if control.live(sid)]
    bodies = [json.loads(delivery.body)["sid"] for delivery in iter(place.home.queue.receive, None)]
    print(f"refused {[int(refused) for refused, _ in answers]}, ms a round {[float(ms) for _, ms in answers]}")
    assert sum(int(refused) for refused, _ in answers) > 0, "they never met"
    assert (control.entered, control.open, control.version) == (2 * total, total, total)
    assert sorted(lives) == sorted(bodies) == sorted(f"new-{name}{n}" for name in names for n in range(ROUNDS))
    assert len(place.home.store.query(TASK, "R#", limit=1_000).items) == total


def test_what_a_settle_costs(place: Place) -> None:
    """Printed, and held against a bound that only a mistake would reach."""
    store, spent = place.home.store, []
    for n in range(200):
        pk = f"T#acc.live#t{n}"
        store.accept(pk, Control())
        store.apply(pk, Claim("z", 0, "owner1", 10, 10**15, 3))
        began = time.perf_counter()
        store.settle(
            pk, (Write(pk, "R#z#owner1", {"output": "x" * 500}),),
            Settle("z", 1, "D", "owner1", adds=(NewStep("a", "r", ("z",)),), seen=0),
            lambda control: [Message("steps", {"sid": "a", "entered": control.entered})],
        )
        spent.append((time.perf_counter() - began) * 1000)

    within = statistics.quantiles(spent, n=20)[-1]
    print(f"settle: median {statistics.median(spent):.2f} ms, 95 of 100 within {within:.2f} ms")
    assert statistics.median(spent) < 50


def test_a_settle_that_breaks_off_leaves_nothing(place: Place) -> None:
    store = place.home.store
    store.accept(TASK, Control(steps={"z": held("owner1")}))

    def broken(control: Control) -> Iterator[Message]:
        yield Message("steps", {"sid": "a"})
        raise RuntimeError("as if the process had died here")

    with pytest.raises(RuntimeError):
        store.settle(TASK, (Write(TASK, "R#z", {}),), Settle("z", 1, "D", "owner1"), broken)

    assert store.control(TASK) == Control(steps={"z": held("owner1")})
    assert store.get(TASK, "R#z") is None
    assert place.home.queue.receive() is None


@dataclass(frozen=True)
class Meanwhile:
    """A transition during whose judgement another writer sets out."""

    writer: threading.Thread

    def apply(self, control: Control) -> Control:
        self.writer.start()
        self.writer.join(0.1)
        assert self.writer.is_alive(), "somebody wrote between the judgement and the change"
        return replace(control, due=1)


def test_the_state_that_a_transition_judges_is_the_state_that_it_changes(place: Place) -> None:
    place.home.store.accept(TASK, Control(due=0))
    other = threading.Thread(target=place.home.store.apply, args=(TASK, Due(1, 2)))

    place.home.store.apply(TASK, Meanwhile(other))  # type: ignore[arg-type]
    other.join()

    control = place.home.store.control(TASK)
    assert control and control.due == 2


def test_a_receipt_is_good_for_its_own_delivery_only(tmp_path: Path) -> None:
    clock = Clock()
    queue = open_home(tmp_path / "home.db", clock).queue
    queue.send([Message("steps", {})])
    first = queue.receive(visibility=5)
    clock.advance(5)
    second = queue.receive(visibility=5)
    assert first and second and second.receives == 2

    queue.ack(first.receipt)
    queue.nack(first.receipt, 0)
    hidden = queue.receive()
    clock.advance(5)

    assert hidden is None
    assert queue.receive()


def test_the_oldest_message_of_all_queues_comes_first(tmp_path: Path) -> None:
    clock = Clock()
    queue = open_home(tmp_path / "home.db", clock).queue
    for name in ("learn", "steps", "webhooks", "steps"):
        queue.send([Message(name, {})])
        clock.advance(1)

    order = [delivery.queue for delivery in iter(lambda: queue.receive(("steps", "webhooks", "learn")), None)]

    assert order == ["learn", "steps", "webhooks", "steps"]


def test_only_what_the_dead_process_held_is_freed(place: Place) -> None:
    home = place.home
    home.store.accept(TASK, Control())
    home.queue.send([Message("steps", {})])
    home.queue.receive()
    home.store.apply(TASK, Claim("z", 0, "owner1", 10, 10**15, 3))
    claimed = home.store.control(TASK)

    somebody_else = home.holds.free(os.getpid() + 1)
    untouched = home.store.control(TASK)
    own = home.holds.free(os.getpid())
    freed = home.store.control(TASK)

    assert (somebody_else, own) == (0, 1) and untouched == claimed
    assert freed and freed.live("z").lease < time.time_ns() // 1_000_000  # type: ignore[union-attr, operator]
    assert home.queue.receive() and home.holds.free(os.getpid()) == 1


def test_a_lease_that_another_worker_has_taken_over_is_not_ended(place: Place) -> None:
    home = place.home
    home.store.accept(TASK, Control())
    home.store.apply(TASK, Claim("z", 0, "mine", 10, 20, 9))
    with home.database.write() as connection:  # as if another process had claimed the step after its lease
        connection.execute("UPDATE claims SET holder = 1")
    taken = home.store.apply(TASK, Claim("z", 1, "theirs", 30, 10**15, 9))
    assert isinstance(taken, Applied)

    home.holds.free(1)

    assert home.store.control(TASK) == taken.control


def test_a_refused_claim_is_nobodys(place: Place) -> None:
    home = place.home
    home.store.accept(TASK, Control(steps={"z": held("theirs")}))
    assert isinstance(home.store.apply(TASK, Claim("z", 0, "mine", 10, 20, 9)), Refused)

    home.holds.free()

    assert home.store.control(TASK) == Control(steps={"z": held("theirs")})


def test_a_forked_child_uses_connections_of_its_own(place: Place) -> None:
    place.home.store.put(Write("A#a", "x", {"from": "parent"}))
    with place.home.database.read() as of_parent:
        pass
    child = os.fork()
    if child == 0:
        with place.home.database.read() as connection:
            shared = connection is of_parent
        os._exit(0 if place.home.store.put(Write("A#a", "y", {"from": "child"})) and not shared else 1)

    assert os.waitpid(child, 0)[1] == 0
    assert [item.sk for item in place.home.store.query("A#a").items] == ["x", "y"]
    with place.home.database.read() as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_threads_write_side_by_side(place: Place) -> None:
    def write(name: str) -> None:
        for n in range(50):
            place.home.store.put(Write("A#a", "count", {"by": name, "n": n}))

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    item = place.home.store.get("A#a", "count")
    assert item and item.version == 200


def test_data_outlives_the_process_that_wrote_it(place: Place) -> None:
    code = (
        "import os, sys; from pathlib import Path; from chalicelib.embedded.home import open_home\n"
        "from chalicelib.engine.ports import Write\n"
        "open_home(Path(sys.argv[1])).store.put(Write('A#a', 'x', {'n': 1})); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, place.directory / "home.db"], cwd=ROOT, check=False)

    assert place.home.store.get("A#a", "x")


def test_what_has_expired_is_dropped_and_nothing_else(place: Place) -> None:
    later = 4_000_000_000  # seconds: the home's own clock hides what has expired by now
    for name, expires in (("past", later - 1), ("now", later), ("never", None)):
        place.home.store.put(Write("A#a", name, {}, expires=expires))

    assert place.home.store.purge(later) == 1
    assert [item.sk for item in place.home.store.query("A#a").items] == ["never", "now"]


def test_the_blobs_of_a_task_go_with_its_control_record(place: Place) -> None:
    for task in ("t1", "t10"):
        place.home.store.accept(f"T#a.live#{task}", Control(status="OK", due=9))
        place.home.blobs.put(f"a.live/{task}/1/owner", b"x")
    place.home.store.apply("T#a.live#t1", Leave(9, 4_000_000_000))

    assert place.home.store.purge(4_000_000_001) == 1
    assert place.home.blobs.get("a.live/t1/1/owner") is None
    assert place.home.blobs.get("a.live/t10/1/owner") == b"x"


def test_dead_letters_are_kept_as_long_as_a_queue_keeps_them(place: Place) -> None:
    place.home.queue.bury("intake", "{}", "it is no task")
    now = wall_clock() // 1000

    place.home.store.purge(now + 13 * 24 * 3600)
    assert place.home.queue.dead("intake") == ({},)
    place.home.store.purge(now + 15 * 24 * 3600)
    assert place.home.queue.dead("intake") == ()


def test_a_file_of_another_layout_is_not_touched(tmp_path: Path) -> None:
    Database(tmp_path / "home.db").close()
    with Database(tmp_path / "home.db").read() as connection:
        connection.execute("PRAGMA user_version = 99")

    with pytest.raises(RuntimeError, match="layout 99"):
        Database(tmp_path / "home.db")


def test_a_full_pipe_neither_blocks_nor_fails_and_one_look_empties_it(place: Place) -> None:
    for _ in range(70_000):
        place.home.wake.poke(("steps",))
    place.home.wake.wait(("steps",), 1)

    began = time.monotonic()
    place.home.wake.wait(("steps",), 0.05)

    assert time.monotonic() - began >= 0.045


def test_a_wake_up_that_nobody_acted_on_costs_one_look_and_no_message(place: Place) -> None:
    """A worker emptied the pipe and died: the next one looks by itself when the fallback has passed."""
    place.home.queue.send([Message("steps", {})])
    place.home.wake.wait(("steps",), 1)

    began = time.monotonic()
    place.home.queue.wait(("steps",))

    assert time.monotonic() - began < 1.2
    assert place.home.queue.receive(("steps",))


def test_a_sleeper_looks_again_at_the_instant_of_the_next_delayed_message(place: Place) -> None:
    place.home.queue.send([Message("steps", {})])
    delivery = place.home.queue.receive()
    assert delivery
    place.home.queue.nack(delivery.receipt, 0.3)
    place.home.wake.wait(("steps",), 0)  # nobody shall wake it but the time

    began = time.monotonic()
    place.home.queue.wait(("steps",))

    assert 0.2 < time.monotonic() - began < 0.95
    assert place.home.queue.receive()


def modes(home: Home) -> list[int]:
    return [stat.S_IMODE(path.stat().st_mode) for path in (home.database.path, home.database.run_dir)]


def test_files_are_their_owners_alone(place: Place) -> None:
    place.home.vault.seal(b"x", {})
    key = place.directory / "home.db.key"

    assert modes(place.home) == [0o600, 0o700]
    assert stat.S_IMODE(key.stat().st_mode) == 0o600 and key.stat().st_size == 32
    assert sorted(path.name for path in place.directory.iterdir() if "key" in path.name) == ["home.db.key"]


def test_a_key_file_that_others_can_read_is_refused_by_name(tmp_path: Path) -> None:
    key = tmp_path / "home.db.key"
    sealed = LocalVault(key).seal(b"x", {})
    key.chmod(0o644)

    with pytest.raises(Unavailable, match="chmod 600"):
        LocalVault(key).open(sealed, {})


def test_processes_that_start_together_agree_on_one_key(tmp_path: Path) -> None:
    vaults = [LocalVault(tmp_path / "k") for _ in range(8)]
    sealed: list[str] = []
    together = threading.Barrier(len(vaults))

    def seal(vault: LocalVault) -> None:
        together.wait()
        sealed.append(vault.seal(b"x", {}))

    threads = [threading.Thread(target=seal, args=(vault,)) for vault in vaults]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [LocalVault(tmp_path / "k").open(text, {}) for text in sealed] == [b"x"] * 8


def test_a_home_without_secrets_does_not_load_cryptography(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from chalicelib.embedded.home import open_home\n"
        "home = open_home(Path(sys.argv[1])); home.store.get('a', 'b'); home.queue.receive()\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('cryptography', 'boto3', 'pydantic')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "home.db"], cwd=ROOT, check=True, capture_output=True, text=True
    )

    assert done.stdout.strip() == "[]"
