"""One process of a crowd that calls a limited tool: python -m tests.embedded.crowd DATABASE LEDGER SECONDS LIMITS.

Every call writes a line `+ holder instant` when it begins and `- holder instant` when it ends; the tool is
a short sleep.  One call in twenty ends with the death of its process's slot: it is never given back.
"""

import json
import os
import random
import string
import sys
import time
from pathlib import Path

from chalicelib.domain.tool import Action
from chalicelib.embedded.database import wall_clock
from chalicelib.embedded.home import open_home
from chalicelib.engine.cache import Cache
from chalicelib.engine.engine import Engine
from chalicelib.engine.ports import Ports
from chalicelib.engine.settings import Settings
from chalicelib.engine.throttle import enter, leave

LEASE = 1_000
WORK = 0.004


def main(database: str, ledger: str, seconds: str, limits: str) -> None:
    home = open_home(Path(database))
    chance = random.Random(os.getpid())

    def token(letters: int) -> str:
        return "".join(chance.choices(string.ascii_letters, k=letters))

    ports = Ports(home.store, home.queue, home.blobs, home.vault, None, wall_clock, token)  # type: ignore[arg-type]
    settings = Settings(function_timeout=LEASE - 1, lease=LEASE, tool_timeout_s=-5)
    engine = Engine(ports, settings, None, Cache(wall_clock))  # type: ignore[arg-type]  # nothing is planned here
    action = Action("tool", "act", "", {}, None, "read", call={"limits": json.loads(limits)})
    lines = os.open(ledger, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    end = time.monotonic() + float(seconds)
    while time.monotonic() < end:
        holder = token(8)
        wait = enter(engine, "a.test", action, holder)
        if wait:
            time.sleep(min(wait, 20) / 1000)
            continue
        os.write(lines, f"+ {holder} {wall_clock()}\n".encode())
        if chance.random() < 0.05:
            continue
        time.sleep(WORK)
        os.write(lines, f"- {holder} {wall_clock()}\n".encode())
        leave(engine, "a.test", action, holder)


if __name__ == "__main__":
    main(*sys.argv[1:])
