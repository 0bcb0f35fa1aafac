"""What is particular to a stage: `infra/aws/stages/STAGE.yaml`, and what the command line sets on top of it.

    region: eu-central-1
    bucket: my-archives          # else one is made, once per account and region
    prefix: replan               # begins every name
    tags: {team: platform}
    parameters: {StepConcurrency: 20, AlarmTopicArn: "arn:aws:sns:…"}

Whatever is set nowhere stays as the last deployment left it, or as the template has it.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any  # Any: YAML

import yaml

from infra.aws.deploy.cli import NotDeployed
from infra.aws.package import merged

FOLDER = Path(__file__).parents[1] / "stages"
KEYS = ("region", "bucket", "prefix", "tags", "parameters")
GIVEN_ELSEWHERE = ("Stage", "NamePrefix")
NAME = re.compile(r"[a-z][a-z0-9-]{0,14}")


@dataclass(frozen=True, slots=True)
class Stage:
    name: str
    region: str = ""
    bucket: str = ""
    prefix: str = "replan"
    tags: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def stack(self) -> str:
        return f"{self.prefix}-{self.name}"


def read(name: str, sets: Sequence[str], folder: Path = FOLDER) -> Stage:
    """`sets`: words such as `StepConcurrency=20`, which come before the file.  Raises `NotDeployed`."""
    file = folder / f"{name}.yaml"
    given: Any = (yaml.safe_load(file.read_text()) or {}) if file.is_file() else {}
    unknown = [key for key in given if key not in KEYS]
    if unknown:
        raise NotDeployed(f"{file} has {', '.join(unknown)}; it may have {', '.join(KEYS)}")
    prefix = str(given.get("prefix", "replan"))
    for what, word in (("stage", name), ("prefix", prefix)):
        if not NAME.fullmatch(word):
            raise NotDeployed(f"the {what} {word!r} must have 1 to 15 of a-z, 0-9 and -, and begin with a letter")
    parameters = {key: _text(value) for key, value in (given.get("parameters") or {}).items()}
    return Stage(
        name, region=str(given.get("region", "")), bucket=str(given.get("bucket", "")), prefix=prefix,
        tags={str(key): _text(value) for key, value in (given.get("tags") or {}).items()},
        parameters=_known({**parameters, **dict(map(_pair, sets))}, merged()["Parameters"]),
    )


def _pair(word: str) -> tuple[str, str]:
    name, mark, value = word.partition("=")
    if not mark:
        raise NotDeployed(f"{word!r} sets nothing: write NAME=VALUE")
    return name, value


def _known(parameters: Mapping[str, str], there: Collection[str]) -> Mapping[str, str]:
    settable = [name for name in there if name not in GIVEN_ELSEWHERE]
    unknown = [name for name in parameters if name not in settable]
    if unknown:
        raise NotDeployed(f"there is no parameter {', '.join(unknown)}; there are {', '.join(sorted(settable))}")
    return parameters


def _text(value: Any) -> str:
    """As CloudFormation takes it: a list's members stand between commas, and yes and no are words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
