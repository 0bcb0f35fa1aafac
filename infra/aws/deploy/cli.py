"""The `aws` command: what it says, or why it cannot say it and what to do about that."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any  # Any: the answers are JSON

INSTALL = "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html"
REMEDIES = {
    "Unable to locate credentials": "run `aws configure` or `aws sso login`, or set AWS_PROFILE",
    "ExpiredToken": "the credentials have expired: run `aws sso login`, or set fresh ones",
    "Token has expired": "run `aws sso login`",
    "InvalidClientTokenId": "nobody knows these credentials: see `aws configure list`",
    "could not be found": "there is no such profile: see `aws configure list-profiles`",
    "Could not connect": "the service cannot be reached: look at the network, the region and AWS_ENDPOINT_URL",
    "AccessDenied": "your role may not do this: docs/deploy.md, \"Prerequisites\", says what it needs",
}


class NotDeployed(Exception):
    """What stands in the way and what to do, in sentences."""


class Refused(NotDeployed):
    """AWS, or its command, said no; `said` is how."""

    def __init__(self, said: str) -> None:
        super().__init__(explained(said))
        self.said = said


@dataclass(frozen=True, slots=True)
class Aws:
    program: str
    region: str

    def json(self, *words: str) -> Any:
        """The answer of `aws WORDS`; None where it has none.  Raises `Refused`."""
        answer = self.text(*words, "--output", "json")
        return json.loads(answer) if answer.strip() else None

    def text(self, *words: str) -> str:
        done = subprocess.run(  # noqa: S603 -- the operator's own command
            [self.program, *words], env=self.environment(), capture_output=True, text=True, check=False, timeout=900,
        )
        if done.returncode:
            raise Refused(done.stderr.strip() or done.stdout.strip())
        return done.stdout

    def started(self, *words: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(  # noqa: S603 -- the operator's own command
            [self.program, *words], env=self.environment(), text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )

    def environment(self) -> dict[str, str]:
        """No pager waits for a key, and nothing is asked."""
        return {**os.environ, "AWS_PAGER": "", "AWS_REGION": self.region, "AWS_DEFAULT_REGION": self.region}


def find(region: str) -> Aws:
    """The command on this machine; `region` before what is configured.  Raises `NotDeployed`."""
    program = shutil.which(os.environ.get("AWS_CLI", "aws"))
    if program is None:
        raise NotDeployed(f"the AWS CLI is not installed: see {INSTALL}")
    known = region or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or _configured(program)
    if not known:
        raise NotDeployed("no region is chosen: write `region:` into the stage's file, or set AWS_REGION")
    return Aws(program, known)


def identity(aws: Aws) -> Mapping[str, str]:
    """`Account` and `Arn` of whoever calls.  Raises `NotDeployed` without valid credentials."""
    found: Mapping[str, str] = aws.json("sts", "get-caller-identity")
    return found


def explained(said: str) -> str:
    remedy = next((remedy for words, remedy in REMEDIES.items() if words in said), "")
    return f"aws says: {said}" + (f"\n{remedy}" if remedy else "")


def _configured(program: str) -> str:
    command = [program, "configure", "get", "region"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603 -- see above
    return done.stdout.strip()
