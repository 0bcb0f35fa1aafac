"""Functions as tools against moto's Lambda: the client and its wire form, not a stub of ours."""

import io
import json
import zipfile

import boto3
import pytest
from moto import mock_aws

from chalicelib.aws.functions import LambdaFunctions
from chalicelib.engine.functions_port import Invoked

REGION = "eu-central-1"


@pytest.fixture
def arn(monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws(config={"lambda": {"use_docker": False}}):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as code:
            code.writestr("orders.py", "def handler(event, context): return event")
        iam = boto3.client("iam", region_name=REGION)
        role = iam.create_role(RoleName="orders", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        made = boto3.client("lambda", region_name=REGION).create_function(
            FunctionName="tools-orders", Runtime="python3.11", Role=role, Handler="orders.handler",
            Code={"ZipFile": packed.getvalue()},
        )
        yield made["FunctionArn"]


def test_a_function_is_invoked_and_its_answer_comes_back(arn):
    answer = LambdaFunctions((arn,), None, 5.0).invoke(arn, b'{"a": 1}', {"custom": {"deadline": "soon"}}, 5.0)
    assert isinstance(answer, Invoked) and (answer.status, answer.error) == (200, False)
    assert json.loads(answer.body) == {"a": 1}  # moto runs no code: it gives the event back
