"""The template as CloudFormation gets to see it: after the SAM transform, made by Amazon's own translator."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast
from unittest.mock import patch

import yaml
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

from infra.aws.package import template

STAGE = "dev"
CODE = "s3://artifacts/replan.zip"


@cache
def untransformed() -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        return cast(dict[str, Any], yaml.safe_load(template(STAGE, Path(folder) / "out").read_text()))


@cache
def transformed() -> dict[str, Any]:
    """With the archive's address, as `aws cloudformation package` writes it there."""
    given = yaml.safe_load(yaml.safe_dump(untransformed()))
    for resource in given["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = CODE
    with patch.dict("os.environ", {"AWS_DEFAULT_REGION": "us-east-1"}):
        return cast(dict[str, Any], Translator({}, Parser()).translate(given, {"Stage": STAGE}))


NOT_EMULATED = {
    "AWS::ApiGateway::Deployment": "moto leaves the Body of a RestApi unread, and deploys none without methods",
    "AWS::ApiGateway::Stage": "has no deployment there",
    "AWS::ApiGateway::BasePathMapping": "no support by CloudFormation there",
    "AWS::ApiGateway::DomainName": "no support by CloudFormation there",
    "AWS::CloudWatch::Alarm": "no support by CloudFormation there",
    "AWS::Logs::QueryDefinition": "no support by CloudFormation there",
    "AWS::S3::BucketPolicy": "no support by CloudFormation there",
    "AWS::SQS::QueuePolicy": "no support by CloudFormation there",
    "AWS::SecretsManager::Secret": "no support by CloudFormation there: its ARN is a parameter instead",
    "AWS::XRay::SamplingRule": "no support by CloudFormation there",
}
"""What moto cannot create, and why: the rest of the template is created and looked at."""


def emulated(template: dict[str, Any], pepper: str) -> dict[str, Any]:
    """What moto can create of a transformed template; `pepper` is the ARN of a secret that is there."""
    kept = {name: one for name, one in template["Resources"].items() if one["Type"] not in NOT_EMULATED}
    secret = {"Pepper": {"Type": "String", "Default": pepper}}
    outputs = {name: one for name, one in template["Outputs"].items() if "Condition" not in one}
    return {**template, "Resources": kept, "Parameters": {**template["Parameters"], **secret}, "Outputs": outputs}
