"""    python -m infra.stress kill --kills 500
python -m infra.stress load --tasks 1000 --faults 0.05
python -m infra.stress load --tasks 100 --home aws

Exit status 0 only if nothing was wrong.
"""

import argparse
import sys
import tempfile
from pathlib import Path


def main(arguments: list[str]) -> int:
    given = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="replan-stress-", ignore_cleanup_errors=True) as made:
        data = given.data or Path(made)
        if given.command == "kill":
            from infra.stress.kill import KillRun, kill

            return kill(KillRun(
                given.kills, every=given.every, faults=given.faults, workers=given.workers, window=given.window,
                seed=given.seed,
            ), data)
        from infra.stress.load import LoadRun

        run = LoadRun(given.tasks, given.faults, given.workers, given.window, given.seed)
        if given.home == "aws":
            from infra.stress.load_aws import load_aws

            return load_aws(run, data)
        from infra.stress.load import load

        return load(run, data)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.stress", description="Kills of live workers, and load.")
    commands = parser.add_subparsers(dest="command", required=True)
    kills = commands.add_parser("kill", help="SIGKILL live workers of the embedded home, under load")
    kills.add_argument("--kills", type=int, default=500)
    kills.add_argument("--every", type=float, default=0.5, help="seconds between two kills on average")
    loads = commands.add_parser("load", help="many tasks of eight steps")
    loads.add_argument("--tasks", type=int, default=1000)
    loads.add_argument("--home", choices=("embedded", "aws"), default="embedded")
    for command in (kills, loads):
        command.add_argument("--faults", type=float, default=0.05, help="share of the service's calls with a fault")
        command.add_argument("--workers", type=int, default=4)
        command.add_argument("--window", type=int, default=12, help="tasks that are open at once")
        command.add_argument("--seed", type=int, default=1)
        command.add_argument("--data", type=Path, help="keep the home's files here")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
