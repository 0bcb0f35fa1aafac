"""The commands: deploy a stage, make an admin key for it, take it down."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any  # Any: the answers are JSON

from infra.aws.deploy import keys, stack
from infra.aws.deploy.cli import Aws, NotDeployed, Refused, find, identity
from infra.aws.deploy.stage import Stage

ACCOUNT = Path(__file__).with_name("account.yaml")
FIRST_ACCOUNT = "main.live"
FEWEST_EXECUTIONS = 10
SHOWN = {"Url": "API", "DashboardUrl": "metrics", "DomainTarget": "point the domain to"}
Tell = Callable[[str], None]

FOR_GOOD = {
    "AWS::DynamoDB::Table": "aws dynamodb delete-table --table-name {}",
    "AWS::S3::Bucket": "aws s3 rb --force s3://{}",
    "AWS::SecretsManager::Secret": "aws secretsmanager delete-secret --secret-id {}",
    "AWS::KMS::Key": "aws kms schedule-key-deletion --key-id {} --pending-window-in-days 30",
}


def entered(stage: Stage, tell: Tell = print) -> Aws:
    """The command, and proof that it may enter.  Raises `NotDeployed`."""
    aws = find(stage.region)
    who = identity(aws)
    tell(f"stage {stage.name}: account {who['Account']}, {aws.region}, as {who['Arn']}")
    return aws


def deploy(
    stage: Stage, aws: Aws, packaged: Callable[[], Path], account: str = FIRST_ACCOUNT, tell: Tell = print,
    given: Callable[[Path], Path] = lambda template: template,
) -> None:
    """`packaged` makes the folder with archive and template; `given` is what CloudFormation is handed of the latter."""
    _check_executions(aws, stage)
    bucket = _account(aws, stage, tell)
    folder = packaged()
    tell(f"uploading the archive to {bucket}")
    upload = ("--s3-bucket", bucket, "--s3-prefix", stage.stack)
    ready = folder / "uploaded.yaml"
    aws.text("cloudformation", "package", "--template-file", str(folder / "sam.yaml"), *upload,
             "--output-template-file", str(ready))
    tell(f"deploying {stage.stack}: the first time takes about three minutes")
    named = {"Stage": stage.name, "NamePrefix": stage.prefix}
    stack.deploy(aws, stage.stack, given(ready), {**named, **stage.parameters}, stage.tags, upload, tell)
    _show(aws, stage, account, tell)


def admin_key(stage: Stage, aws: Aws, account: str, tell: Tell = print) -> None:
    """Another key with every scope; those that there are go on opening until they are revoked."""
    there = stack.outputs(aws, stage.stack)
    _tell_key(keys.make(keys.Table(aws, there["TableName"]), there["PepperArn"], account), stage, account, tell)


def teardown(stage: Stage, aws: Aws, confirmed: str, tell: Tell = print) -> None:
    """Deletes the stack, not what holds data.  Raises `NotDeployed` unless the stage's name is said again."""
    if confirmed != stage.name:
        raise NotDeployed(f"this ends {stage.stack} and all its running tasks: say CONFIRM={stage.name} as well")
    left = stack.kept(aws, stage.stack)
    tell(f"deleting {stage.stack}")
    stack.delete(aws, stage.stack)
    tell("It is gone. What holds data, or opens it, is still there; this removes it for good:")
    for kind, name in left:
        tell("  " + FOR_GOOD.get(kind, "# {}").format(name))


def _account(aws: Aws, stage: Stage, tell: Tell) -> str:
    """The bucket for archives; with it, what the account lacks is made."""
    name = f"{stage.prefix}-account"
    if stage.stack == name:
        raise NotDeployed("a stage cannot be called 'account': that is the stack that all stages share")
    there = stack.described(aws, name)
    before = {one["ParameterKey"]: one["ParameterValue"] for one in (there or {}).get("Parameters") or ()}
    needs = {"MakeBucket": not stage.bucket, "MakeLogsRole": _lacks_logs_role(aws, stage)}
    wanted = {key: "yes" if needs[key] or before.get(key) == "yes" else "no" for key in needs}
    if "yes" in wanted.values() and any(before.get(key) != value for key, value in wanted.items()):
        tell(f"making {name}: what all stages of this account and region share")
        boundary = {key: stage.parameters[key] for key in ("PermissionsBoundary",) if key in stage.parameters}
        stack.deploy(aws, name, ACCOUNT, {**wanted, **boundary}, stage.tags, tell=tell)
    return stage.bucket or stack.outputs(aws, name)["Bucket"]


def _lacks_logs_role(aws: Aws, stage: Stage) -> bool:
    """API Gateway writes logs only with a role that is set for the whole account."""
    if _parameter(aws, stage, "AccessLogs") == "no":
        return False
    return not aws.json("apigateway", "get-account").get("cloudwatchRoleArn")


def _check_executions(aws: Aws, stage: Stage) -> None:
    if _parameter(aws, stage, "ReserveSweeper") == "no":
        return
    try:
        limit: Mapping[str, Any] = aws.json("lambda", "get-account-settings")["AccountLimit"]
    except Refused:
        return  # who may not look may still deploy
    if limit["ConcurrentExecutions"] <= FEWEST_EXECUTIONS:
        raise NotDeployed(
            f"Lambda lets this account run {limit['ConcurrentExecutions']} functions at once, too few to reserve one:"
            " ask for more (quota L-B99A9384 of Lambda), or deploy with SET=\"ReserveSweeper=no StepConcurrency=5\""
        )


def _parameter(aws: Aws, stage: Stage, name: str) -> str:
    """As the stage sets it, or as its last deployment had it; empty where neither says."""
    if name in stage.parameters:
        return stage.parameters[name]
    there = stack.described(aws, stage.stack) or {}
    return next((one["ParameterValue"] for one in there.get("Parameters") or () if one["ParameterKey"] == name), "")


def _show(aws: Aws, stage: Stage, account: str, tell: Tell) -> None:
    there = stack.outputs(aws, stage.stack)
    tell(f"{stage.stack} is deployed")
    for output, label in SHOWN.items():
        if output in there:
            tell(f"  {label:<20} {there[output]}")
    tell(f"  {'dashboard':<20} {there['Url']}/dashboard")
    table = keys.Table(aws, there["TableName"])
    if not table.has_keys(account):
        _tell_key(keys.make(table, there["PepperArn"], account), stage, account, tell)


def _tell_key(secret: str, stage: Stage, account: str, tell: Tell) -> None:
    tell(f"  {'admin key':<20} {secret}\n"
         f"  {'':<20} It opens {account} with every scope. Keep it secret: it is shown only this once;\n"
         f"  {'':<20} `make admin-key STAGE={stage.name}` makes another.")
