"""What `make deploy` says while it goes on, when it fails, and when it cannot begin; `aws` is a script that answers."""

import json
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from infra.aws.deploy import run, stack
from infra.aws.deploy.cli import Aws, NotDeployed, find, identity
from infra.aws.deploy.stage import Stage, read

SCRIPT = """#!{python}
import json, sys
from pathlib import Path
words = " ".join(sys.argv[1:3])
with Path({log!r}).open("a") as log:
    log.write(words + chr(10))
answers = json.loads(Path({answers!r}).read_text())
answer = answers.get(words, {{"says": {{}}}})
sys.stderr.write(answer.get("error", ""))
print(json.dumps(answer.get("says", {{}})))
sys.exit(1 if "error" in answer else 0)
"""


def event(number: int, name: str, status: str, reason: str = "") -> dict[str, str]:
    return {"EventId": str(number), "LogicalResourceId": name, "ResourceStatus": status, "ResourceStatusReason": reason}


class Answering:
    """`answers`: the command's first two words → what it says, or its error."""

    def __init__(self, folder: Path, answers: Mapping[str, Any]) -> None:
        self.log = folder / "log"
        (folder / "answers.json").write_text(json.dumps(answers))
        program = folder / "aws"
        program.write_text(
            SCRIPT.format(python=sys.executable, log=str(self.log), answers=str(folder / "answers.json"))
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        self.aws = Aws(str(program), "eu-central-1")

    @property
    def asked(self) -> list[str]:
        return self.log.read_text().splitlines()


def no_such(what: str) -> dict[str, str]:
    return {"error": f"{what} does not exist"}


def test_what_failed_is_told_with_its_reason_and_what_was_only_cancelled_is_not(tmp_path: Path) -> None:
    answering = Answering(tmp_path, {
        "cloudformation describe-stacks": no_such("the stack"),
        "cloudformation deploy": {"error": "Failed to create/update the stack"},
        "cloudformation describe-stack-events": {"says": {"StackEvents": [
            event(4, "replan-dev", "ROLLBACK_COMPLETE"),
            event(3, "Steps", "CREATE_FAILED", "Resource creation cancelled"),
            event(2, "Sweep", "CREATE_FAILED", "decreases account's UnreservedConcurrentExecution below its minimum"),
            event(1, "Table", "CREATE_COMPLETE"),
        ]}},
    })
    told: list[str] = []

    with pytest.raises(NotDeployed, match="Sweep: decreases account's UnreservedConcurrentExecution") as failed:
        stack.deploy(answering.aws, "replan-dev", tmp_path / "t.yaml", {}, tell=told.append)
    assert "cancelled" not in str(failed.value)
    assert [line.split()[1:] for line in told] == [
        ["CREATE_COMPLETE", "Table"], ["CREATE_FAILED", "Sweep"], ["CREATE_FAILED", "Steps"],
        ["ROLLBACK_COMPLETE", "replan-dev"],
    ]


def test_a_stack_whose_first_deployment_failed_is_deleted_before_the_next(tmp_path: Path) -> None:
    answering = Answering(tmp_path, {
        "cloudformation describe-stacks": {"says": {"Stacks": [{"StackStatus": "ROLLBACK_COMPLETE"}]}},
        "cloudformation describe-stack-events": {"says": {"StackEvents": []}},
    })
    stack.deploy(answering.aws, "replan-dev", tmp_path / "t.yaml", {}, tell=lambda _: None)

    assert [word for word in answering.asked if "events" not in word] == [
        "cloudformation describe-stacks", "cloudformation delete-stack", "cloudformation wait", "cloudformation deploy"
    ]


@pytest.mark.parametrize(("error", "remedy"), [
    ("Unable to locate credentials. You can configure credentials by running \"aws configure\".", "aws sso login"),
    ("An error occurred (ExpiredToken) when calling the GetCallerIdentity operation", "have expired"),
    ("The config profile (nobody) could not be found", "aws configure list-profiles"),
])
def test_who_cannot_enter_is_told_what_to_do(tmp_path: Path, error: str, remedy: str) -> None:
    with pytest.raises(NotDeployed, match=remedy) as told:
        identity(Answering(tmp_path, {"sts get-caller-identity": {"error": error}}).aws)
    assert error in str(told.value)


def test_without_the_aws_cli_it_is_told_where_that_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_CLI", "no-such-command")
    with pytest.raises(NotDeployed, match="not installed: see https://"):
        find("eu-central-1")


def test_an_account_that_may_run_ten_functions_is_told_so_before_anything_is_made(tmp_path: Path) -> None:
    answering = Answering(tmp_path, {
        "cloudformation describe-stacks": no_such("the stack"),
        "lambda get-account-settings": {"says": {"AccountLimit": {"ConcurrentExecutions": 10}}},
    })
    with pytest.raises(NotDeployed, match="ReserveSweeper=no"):
        run.deploy(Stage("dev"), answering.aws, lambda: tmp_path, tell=lambda _: None)
    assert "cloudformation deploy" not in answering.asked


def test_an_account_whose_gateway_may_write_logs_keeps_its_role(tmp_path: Path) -> None:
    answering = Answering(tmp_path, {
        "cloudformation describe-stacks": no_such("the stack"),
        "apigateway get-account": {"says": {"cloudwatchRoleArn": "arn:aws:iam::1:role/theirs"}},
    })

    assert run._account(answering.aws, Stage("dev", bucket="own"), lambda _: None) == "own"
    assert "cloudformation deploy" not in answering.asked


def test_a_stage_is_its_file_with_what_the_command_sets_on_top(tmp_path: Path) -> None:
    (tmp_path / "prod.yaml").write_text(
        "region: eu-west-1\nprefix: agents\ntags: {team: x}\n"
        "parameters: {StepConcurrency: 20, SubnetIds: [subnet-1, subnet-2], AccessLogs: no}\n"
    )
    stage = read("prod", ["StepConcurrency=30", "PublicUrl=https://a.example/x=y"], tmp_path)

    assert (stage.stack, stage.region, stage.tags) == ("agents-prod", "eu-west-1", {"team": "x"})
    assert stage.parameters == {
        "StepConcurrency": "30", "SubnetIds": "subnet-1,subnet-2", "AccessLogs": "no",
        "PublicUrl": "https://a.example/x=y",
    }


@pytest.mark.parametrize(("text", "sets", "told"), [
    ("regions: eu-west-1", [], "it may have region, bucket"),
    ("parameters: {Concurrency: 1}", [], "there is no parameter Concurrency; there are AccessLogs,"),
    ("parameters: {Stage: other}", [], "there is no parameter Stage"),
    ("", ["StepConcurrency"], "write NAME=VALUE"),
    ("prefix: Replan", [], "1 to 15 of a-z"),
])
def test_a_stage_that_says_what_nobody_knows_is_refused(tmp_path: Path, text: str, sets: list[str], told: str) -> None:
    (tmp_path / "dev.yaml").write_text(text)
    with pytest.raises(NotDeployed, match=told):
        read("dev", sets, tmp_path)


def test_every_parameter_of_the_template_can_be_set() -> None:
    from infra.aws.package import merged

    settable = sorted(set(merged()["Parameters"]) - {"Stage", "NamePrefix"})
    assert sorted(read("dev", [f"{name}=x" for name in settable]).parameters) == settable
