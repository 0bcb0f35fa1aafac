"""Stacks by the `aws` command: what there is, a deployment that is watched, what is left when one is deleted."""

import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any  # Any: the answers are JSON

from infra.aws.deploy.cli import Aws, NotDeployed, Refused

LOOK_EVERY_S = 5.0
NEVER_WAS = "ROLLBACK_COMPLETE"
"""A stack whose first deployment failed: nothing is in it, and it cannot be deployed to."""


def outputs(aws: Aws, stack: str) -> Mapping[str, str]:
    """The stack's outputs.  Raises `NotDeployed` where there is no such stack."""
    found = described(aws, stack)
    if found is None:
        raise NotDeployed(f"there is no stack {stack} in {aws.region}: run make deploy first")
    return {one["OutputKey"]: one["OutputValue"] for one in found.get("Outputs") or ()}


def described(aws: Aws, stack: str) -> Mapping[str, Any] | None:
    try:
        found: Mapping[str, Any] = aws.json("cloudformation", "describe-stacks", "--stack-name", stack)["Stacks"][0]
    except Refused as refused:
        if "does not exist" in refused.said:
            return None
        raise
    return found


def deploy(
    aws: Aws, stack: str, template: Path, parameters: Mapping[str, str], tags: Mapping[str, str] | None = None,
    upload: Sequence[str] = (), tell: Callable[[str], None] = print,
) -> None:
    """Makes or updates a stack and tells of each resource that is done.  Raises `NotDeployed` with what failed.

    `upload`: where a template that is too large to be sent along is put first.
    """
    there = described(aws, stack)
    if there is not None and there["StackStatus"] == NEVER_WAS:
        tell(f"the first deployment of {stack} failed and left an empty stack: it is deleted before the next")
        delete(aws, stack)
        there = None
    seen = {each["EventId"] for each in _events(aws, stack)} if there is not None else set()
    process = aws.started(
        "cloudformation", "deploy", "--stack-name", stack, "--template-file", str(template),
        "--no-fail-on-empty-changeset", "--capabilities", "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND", *upload,
        *_listed("--parameter-overrides", parameters), *_listed("--tags", tags or {}),
    )
    failed = _watched(aws, stack, process, seen, tell)
    said = process.stdout.read().strip() if process.stdout else ""
    if process.returncode:
        raise NotDeployed("\n  ".join([f"{stack} was not deployed:", *failed] if failed else [said]))
    if "No changes to deploy" in said:
        tell(f"{stack} is as it should be: nothing to change")


def delete(aws: Aws, stack: str) -> None:
    aws.text("cloudformation", "delete-stack", "--stack-name", stack)
    aws.text("cloudformation", "wait", "stack-delete-complete", "--stack-name", stack)


def kept(aws: Aws, stack: str) -> Sequence[tuple[str, str]]:
    """Type and name of what outlives the stack."""
    template = aws.json("cloudformation", "get-template", "--stack-name", stack, "--template-stage", "Processed")
    body = template["TemplateBody"]
    found = aws.json("cloudformation", "list-stack-resources", "--stack-name", stack)["StackResourceSummaries"]
    retained = {name for name, one in body["Resources"].items() if "Retain" in one.get("DeletionPolicy", "")}
    mine = [one for one in found if one.get("LogicalResourceId") in retained]
    return [(one["ResourceType"], one["PhysicalResourceId"]) for one in mine]


def _watched(
    aws: Aws, stack: str, process: "subprocess.Popen[str]", seen: set[str], tell: Callable[[str], None]
) -> list[str]:
    """Tells what happens until the process ends; what failed, in sentences."""
    failed: list[str] = []
    running = True
    while running:
        try:
            process.wait(timeout=LOOK_EVERY_S)
            running = False
        except subprocess.TimeoutExpired:
            pass
        for event in reversed(_events(aws, stack)):
            if event["EventId"] not in seen:
                seen.add(event["EventId"])
                failed += _told(event, tell)
    return failed


def _told(event: Mapping[str, Any], tell: Callable[[str], None]) -> list[str]:
    status, name = event["ResourceStatus"], event["LogicalResourceId"]
    if status.endswith(("_COMPLETE", "_FAILED")):
        tell(f"  {time.strftime('%H:%M:%S')}  {status:<24} {name}")
    reason = event.get("ResourceStatusReason", "")
    cancelled = "cancelled" in reason.lower()  # the others, once one has failed
    return [f"{name}: {reason}"] if status.endswith("_FAILED") and not cancelled else []


def _events(aws: Aws, stack: str) -> Sequence[Mapping[str, Any]]:
    """The latest first; none while there is no stack."""
    try:
        found = aws.json("cloudformation", "describe-stack-events", "--stack-name", stack, "--max-items", "200")
    except Refused:
        return []  # watching is no reason to fail
    return found["StackEvents"] if found else []


def _listed(flag: str, pairs: Mapping[str, str]) -> list[str]:
    return [flag, *(f"{name}={value}" for name, value in pairs.items())] if pairs else []
