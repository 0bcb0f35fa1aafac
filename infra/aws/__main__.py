"""`python -m infra.aws package | deploy | admin-key | teardown [--stage dev]`: a stage, from here into an account.

`template` makes the template alone, without the network; `whole [--record]` runs the packaged functions here.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from infra.aws.deploy import run
from infra.aws.deploy.cli import NotDeployed
from infra.aws.deploy.run import FIRST_ACCOUNT
from infra.aws.deploy.stage import read
from infra.aws.package import NotPackaged, package, template
from infra.aws.policies import CALLS, differences

CACHE = Path(".cache")
RUNTIME = "awslambdaric==4.2.2"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.aws", description=__doc__)
    parser.add_argument("command", choices=["package", "template", "deploy", "admin-key", "teardown", "whole"])
    parser.add_argument("--stage", default="dev", help="the stage's name (default: dev)")
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="parameters, over the stage's file")
    parser.add_argument("--account", default=FIRST_ACCOUNT, help="whose admin key is made (default: %(default)s)")
    parser.add_argument("--confirm", default="", help="the stage's name again, to take it down")
    parser.add_argument("--record", action="store_true", help="write down what each function asked of AWS")
    parser.add_argument("--many", type=int, default=100, help="how many tasks the batch of that run has (default: 100)")
    given = parser.parse_args()
    try:
        match given.command:
            case "package":
                return _package(given.stage)
            case "template":
                print(template(given.stage, Path("build/template")))
                return 0
            case "whole":
                return _whole(record=given.record, many=given.many)
        return _in_account(given)
    except (NotPackaged, NotDeployed) as problem:
        print(problem, file=sys.stderr)
        return 1


def _in_account(given: argparse.Namespace) -> int:
    stage = read(given.stage, given.set)
    aws = run.entered(stage)
    match given.command:
        case "deploy":
            run.deploy(stage, aws, lambda: package(given.stage, Path("build") / given.stage), given.account)
        case "admin-key":
            run.admin_key(stage, aws, given.account)
        case "teardown":
            run.teardown(stage, aws, given.confirm)
    return 0


def _package(stage: str) -> int:
    out = Path("build") / stage
    package(stage, out)
    size = (out / "deployment.zip").stat().st_size
    print(f"{out}/deployment.zip has {size:,} bytes; {out}/sam.yaml is clean")
    return 0


def _whole(*, record: bool, many: int) -> int:
    from infra.aws.local.whole import whole

    install_runtime()
    package("local", CACHE / "lambda/build", "x86_64")
    print("running the packaged functions: about two minutes", flush=True)
    found = whole(CACHE / "lambda/build/deployment.zip", CACHE / "lambda/logs", many)
    called = {name: {action: sorted(on) for action, on in calls.items()} for name, calls in found.calls.items()}
    if record and not found.wrong:
        CALLS.write_text(json.dumps(called, indent=1) + "\n")
    problems = [*found.wrong, *differences(called, json.loads(CALLS.read_text()))]
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{'right' if not problems else 'wrong'}, in {found.seconds:.0f} s; logs are in {CACHE}/lambda/logs")
    return 1 if problems else 0


def install_runtime() -> None:
    """Lambda's runtime client, by itself: nothing else of this machine is seen by the functions."""
    target = CACHE / "lambda-runtime"
    if not target.exists():
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*command, "--target", str(target), RUNTIME], check=True)  # noqa: S603 -- our own words


if __name__ == "__main__":
    raise SystemExit(main())
