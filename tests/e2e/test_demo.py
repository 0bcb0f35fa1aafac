"""What a newcomer sees: the demo, run as `make demo` runs it, and the command line on the data it leaves."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "160"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder in which the demo ran, and what it printed."""
    folder = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [sys.executable, "-m", "infra.demo"], cwd=folder, env=environment(), text=True, capture_output=True,
        timeout=180, check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    return folder, done.stdout


def runs(printed: str) -> list[str]:
    return re.split(r"^Run \d: ", printed, flags=re.MULTILINE)[1:]


def test_the_demo_ends_with_four_right_runs_and_no_model_call(demo):
    _, printed = demo

    assert "4 of 4 runs complete" in printed
    assert "model calls: 0" in printed


def test_the_first_run_explores_and_the_second_names_its_lessons(demo):
    _, printed = demo
    first, second, _, _ = runs(printed)

    assert "les_" not in first and "chat.refresh_token" in first and "chat.join_channel" in first
    assert len(set(re.findall(r"les_\w+", second))) == 2


def test_only_the_third_run_converts_in_a_step_3a(demo):
    _, printed = demo

    assert [bool(re.search(r"^✓ +3a ", run, re.MULTILINE)) for run in runs(printed)] == [False, False, True, False]


def test_the_fourth_run_lost_a_worker_and_says_so_in_the_trace(demo):
    _, printed = demo

    assert "killed worker" in runs(printed)[3]
    assert "the worker that held the step died" in runs(printed)[3]


@contextmanager
def dev(folder: Path) -> Iterator[None]:
    server = subprocess.Popen(
        [sys.executable, "-m", "chalicelib.cli", "dev", "--port", "0"], cwd=folder, env=environment(), text=True,
        stdout=subprocess.PIPE,
    )
    try:
        assert server.stdout is not None
        for line in server.stdout:
            if line.startswith("Next"):
                break
        yield
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)


def replan(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "chalicelib.cli", *arguments], cwd=folder, env=environment(), text=True,
        capture_output=True, timeout=60, check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_commands_that_the_demo_prints_work_on_the_data_it_left(demo):
    folder, printed = demo
    commands = re.findall(r"^ +\S*replan (.+)$", printed, flags=re.MULTILINE)
    assert len(commands) == 4
    with dev(folder):
        for command in commands:
            assert replan(folder, *command.split())
        tasks = json.loads(replan(folder, "tasks", "list", "--json"))["data"]

    assert [task["status"] for task in tasks] == ["complete"] * 4


def test_a_preview_shows_a_plan_and_carries_nothing_out(demo):
    folder, _ = demo
    with dev(folder):
        shown = replan(folder, "plan", "Post 'hello' to #general", "--sub-agent", "billing-agent")
        task = json.loads(replan(folder, "tasks", "list", "--json"))["data"][0]
        trace = json.loads(replan(folder, "trace", task["id"], "--json"))

    assert "chat.post_message" in shown
    assert (task["mode"], task["status"], trace["steps"]) == ("test", "complete", [])


def test_without_a_home_the_command_says_what_to_start(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "chalicelib.cli", "tasks", "list"], cwd=tmp_path, env=environment(), text=True,
        capture_output=True, timeout=60, check=False,
    )

    assert done.returncode == 1
    assert "replan dev" in done.stderr
