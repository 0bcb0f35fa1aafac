"""`python -m infra.sandbox`: both services in one process, until SIGTERM or Ctrl-C.

When they listen, one line of JSON on stdout tells where.
"""

from __future__ import annotations

import argparse
import json
import signal
import threading
from pathlib import Path

from infra.sandbox.sandbox import running_sandbox

DEFAULT_PORT = 8801


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m infra.sandbox", description="The sandbox payments and chat services."
    )
    parser.add_argument(
        "--port", type=int, default=DEFAULT_PORT, help="of payments; chat takes the next (0: any two)"
    )
    parser.add_argument("--state", type=Path, help="file that keeps everything between runs")
    wanted = parser.parse_args()
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    with running_sandbox(wanted.port, wanted.state) as sandbox:
        print(json.dumps({"payments": sandbox.payments_url, "chat": sandbox.chat_url}), flush=True)
        ended.wait()


if __name__ == "__main__":
    main()
