"""`python -m infra.evals.stateful --data DIR`: whole tasks on a stateful service, through `replan run`, as a table.

DIR holds `workbench.py` (`serve DATA PORT CALLS` and `score DATA CALLS MIN_K`) and `dev/workbench/` with
`catalog.json`, `tasks.jsonl` and `runs.jsonl`.  The planner is given ids and prompts, nothing else; what is scored is
the state of the service.  Tasks whose `k` is below `--min-k` are those that the recorded runs were made on.
"""

import argparse
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any  # Any: the benchmark is JSON

FACTS = ("now=2023-11-30 00:00:00", "earliest_start=09:00", "latest_end=18:00")
Json = Mapping[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.evals.stateful", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--split", default="workbench")
    parser.add_argument("--min-k", type=int, default=5)
    asked = parser.parse_args(arguments)
    folder = asked.data / "dev" / asked.split
    if not (asked.data / "workbench.py").is_file() or not (folder / "tasks.jsonl").is_file():
        print(f"skipped: {asked.data} holds no workbench.py or no {asked.split}", file=sys.stderr)
        return 0
    print("| past runs | accuracy | side effects | two or more writes | none to make | ms per task |")
    print("|---" * 6 + "|")
    runs = _lines(folder / "runs.jsonl")
    for title, known in (("0", []), ("1 for each template", first_of_each(runs)), (f"all ({len(runs)})", runs)):
        took = time.perf_counter()
        told = scored(asked.data, folder, known, asked.min_k)
        took = 1000 * (time.perf_counter() - took) / max(told["n"], 1)
        print(f"| {title} | {told['accuracy']:.1f} | {told['side_effects']:.1f} | {told['two_or_more_actions']} "
              f"| {told['no_action']} | {took:.0f} |", flush=True)
    return 0


def first_of_each(runs: Sequence[Json]) -> list[Json]:
    """The first recorded run of each template."""
    found: dict[str, Json] = {}
    for run in runs:
        found.setdefault(str(run["template"]), run)
    return list(found.values())


def scored(data: Path, folder: Path, runs: Sequence[Json], min_k: int) -> Json:
    """What the benchmark's own scorer says of the calls that were made."""
    with tempfile.TemporaryDirectory() as scratch:
        here = Path(scratch)
        calls = here / "calls.jsonl"
        tasks = [task for task in _lines(folder / "tasks.jsonl") if task["k"] >= min_k]
        _write(here / "requests.jsonl", [{"id": task["id"], "prompt": task["prompt"]} for task in tasks])
        _write(here / "runs.jsonl", [{key: run[key] for key in ("prompt", "status", "steps")} for run in runs])
        with served(data, folder, calls) as url:
            _carried_out(folder, here, url, bool(runs))
        command = [sys.executable, str(data / "workbench.py"), "score", str(folder), str(calls), str(min_k)]
        told: Json = json.loads(_run(command))
        return told


def _carried_out(folder: Path, here: Path, url: str, runs: bool) -> None:
    command = [
        sys.executable, "-m", "chalicelib.cli", "run", "--catalog", str(folder / "catalog.json"),
        "--requests", str(here / "requests.jsonl"), "--tools-url", url,
        *(part for fact in FACTS for part in ("--context", fact)),
        *(("--runs", str(here / "runs.jsonl")) if runs else ()),
    ]
    _run(command)


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  # our own and the scorer
    return done.stdout


@contextmanager
def served(data: Path, folder: Path, calls: Path) -> Iterator[str]:
    """The benchmark's server on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(data / "workbench.py"), "serve", str(folder), str(port), str(calls)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        _until_open(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _until_open(port: int) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("the benchmark's server does not answer")


def _lines(path: Path) -> list[Json]:
    return [json.loads(line) for line in path.read_text().splitlines() if line.strip()] if path.is_file() else []


def _write(path: Path, rows: Sequence[Json]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


if __name__ == "__main__":
    raise SystemExit(main())
