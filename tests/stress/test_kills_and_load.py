"""The short forms of `make kill` and `make load`: the real homes, real processes, real signals."""

import json
from pathlib import Path

from chalicelib import wiring
from chalicelib.cli.dev import first_keys
from infra.stress.kill import KillRun, kill
from infra.stress.load import LoadRun, load
from infra.stress.load_aws import load_aws


def line(printed: str, name: str) -> str:
    return next(text for text in printed.splitlines() if text.startswith(name)).removeprefix(name).strip()


def test_nothing_is_lost_or_doubled_while_workers_and_the_supervisor_are_killed(tmp_path: Path, capsys) -> None:
    status = kill(KillRun(kills=15, every=0.2, home_every=7, window=4, seed=5), tmp_path)
    printed = capsys.readouterr().out

    assert status == 0, printed
    assert line(printed, "kills").startswith("15 workers") and "home" in line(printed, "kills")


def test_tasks_of_a_broken_service_all_end_with_each_effect_once(tmp_path: Path, capsys) -> None:
    status = load(LoadRun(tasks=4, faults=0.15, window=4, seed=4), tmp_path)
    printed = capsys.readouterr().out

    assert status == 0, printed
    assert line(printed, "faults") != "15% of the calls: none"


def test_a_step_costs_at_most_five_calls_on_the_aws_home_and_nothing_stays_behind(tmp_path: Path, capsys) -> None:
    status = load_aws(LoadRun(tasks=2, faults=0.1, workers=2, seed=4, sweep_after=1), tmp_path)
    printed = capsys.readouterr().out

    assert status == 0, printed
    assert "p99" in line(printed, "AWS calls: step")


def test_the_file_of_keys_is_replaced_whole_so_that_a_kill_leaves_the_old_one(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("REPLAN_DATABASE", str(tmp_path / "replan.db"))
    wiring.home.cache_clear()
    home = wiring.home()
    keys = first_keys(tmp_path, "http://127.0.0.1:1", home, fresh=False)
    with (tmp_path / "dev.json").open() as before:
        again = first_keys(tmp_path, "http://127.0.0.1:2", home, fresh=False)
        assert json.load(before) == {"url": "http://127.0.0.1:1", "keys": keys}
    wiring.home.cache_clear()

    assert again == keys and json.loads((tmp_path / "dev.json").read_text())["url"] == "http://127.0.0.1:2"
    assert (tmp_path / "dev.json").stat().st_mode & 0o077 == 0
