"""One of several processes that settle steps of one task as fast as they can; see `test_file.py`.

    python -m tests.embedded.hammer FILE TASK NAME ROUNDS

Begins when it is told to, by a line on its standard input, so that none is done before the other starts.
"""

import sys
import time
from pathlib import Path

from chalicelib.domain.transitions import NewStep, Settle
from chalicelib.embedded.home import open_home
from chalicelib.embedded.store import SqliteStore
from chalicelib.engine.ports import Applied, Message, Refused, Write


def settle(store: SqliteStore, task: str, commit: Settle, new: str) -> Applied | Refused:
    writes = (Write(task, f"R#{commit.sid}", {}),)
    return store.settle(task, writes, commit, lambda _: (Message("steps", {"sid": new}),))


def main(file: str, task: str, name: str, rounds: int) -> None:
    """Each settled step adds one to the plan; decides again whenever the other process was quicker."""
    store = open_home(Path(file)).store
    print("ready", flush=True)
    sys.stdin.readline()
    refused, began = 0, time.perf_counter()
    for n in range(rounds):
        own, new = f"{name}{n}", f"new-{name}{n}"
        while True:
            control = store.control(task)
            assert control
            time.sleep(0.002)  # thinks it over, so that the other is quicker now and then
            commit = Settle(own, 1, "D", name, adds=(NewStep(new, "r"),), seen=control.version, cap=10_000)
            if isinstance(settle(store, task, commit, new), Applied):
                break
            refused += 1
    print(refused, (time.perf_counter() - began) / rounds * 1000)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
