"""`make deploy` with the real AWS CLI, in an account that moto plays.

On AWS the SAM transform happens in CloudFormation; here it happens before, and what moto cannot create is left out
(`tests/infra/transformed.py`).
"""

import io
import json
import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import boto3
import pytest
import yaml
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

from chalicelib.aws.clients import Clients
from chalicelib.aws.store import DynamoStore
from chalicelib.domain.errors import Unauthorized
from chalicelib.engine.keys import SCOPES, authenticate
from infra.aws.deploy import run, stack
from infra.aws.deploy.cli import Aws, NotDeployed
from infra.aws.deploy.run import FIRST_ACCOUNT
from infra.aws.deploy.stage import Stage
from infra.aws.package import template
from tests.account.conftest import CLI
from tests.aws.fixtures import REGION, moto_server
from tests.infra.transformed import emulated

KEY = re.compile(r"pk_live_[0-9A-Za-z]{55}")
PEPPER = b"salt and pepper"
STAGE = Stage("dev", REGION, parameters={"StepConcurrency": "7"}, tags={"team": "platform"})
OTHER = Stage("prod", REGION, bucket="own-archives", parameters={"AccessLogs": "no"})


@dataclass
class Operator:
    """Somebody at a terminal: `said` is what they read."""

    aws: Aws
    folder: Path
    pepper: str
    said: list[str] = field(default_factory=list)

    def deploy(self, stage: Stage) -> str:
        self.said.clear()
        run.deploy(stage, self.aws, self.packaged, tell=self.said.append, given=self.given)
        return "\n".join(self.said)

    def packaged(self) -> Path:
        """A template of ours and an archive that is small."""
        template("dev", self.folder)
        with zipfile.ZipFile(self.folder / "deployment.zip", "w") as made:
            made.writestr(zipfile.ZipInfo("app.py"), "")  # the same bytes each time, as ours has
        return self.folder

    def given(self, uploaded: Path) -> Path:
        plain = Translator({}, Parser()).translate(yaml.safe_load(uploaded.read_text()), {"Stage": "dev"})
        path = self.folder / "given.json"
        path.write_text(json.dumps(emulated(plain, self.pepper)))
        return path

    @property
    def store(self) -> DynamoStore:
        queue: Any = None
        return DynamoStore(Clients(REGION), stack.outputs(self.aws, "replan-dev")["TableName"], queue)


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operator]:
    folder = tmp_path_factory.mktemp("operator")
    with moto_server("tests.account.moto_process") as home, patch.dict(os.environ, {
        "AWS_ENDPOINT_URL": str(home.settings.endpoint_url), "AWS_CLI": CLI, "HOME": str(folder), "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
    }):
        pepper = boto3.client("secretsmanager").create_secret(Name="pepper", SecretString=PEPPER.decode())["ARN"]
        yield Operator(run.entered(STAGE, lambda _: None), folder / "build", pepper)


@pytest.fixture(scope="module")
def first(operator: Operator) -> str:
    """What the first deployment said."""
    return operator.deploy(STAGE)


@pytest.fixture(scope="module")
def second(operator: Operator, first: str) -> str:
    """What the second one said, which sets something else."""
    return operator.deploy(replace(STAGE, parameters={"RatesUrl": "https://rates.example/today"}))


@pytest.fixture(scope="module")
def other(operator: Operator, second: str) -> str:
    """What was said of another stage, which has a bucket of its own and wants no access log."""
    boto3.client("s3").create_bucket(Bucket="own-archives")
    return operator.deploy(OTHER)


def test_the_first_deployment_tells_address_and_key_and_the_second_makes_no_other(
    operator: Operator, first: str, second: str
) -> None:
    (secret,) = KEY.findall(first)
    addresses = [re.findall(r"https://\S+/api$", said, re.MULTILINE) for said in (first, second)]

    assert addresses[0] == addresses[1] and len(addresses[0]) == 1
    assert KEY.findall(second) == []
    key = authenticate(operator.store, PEPPER, secret)
    assert (key.account, set(key.scopes)) == (FIRST_ACCOUNT, set(SCOPES))
    assert "CREATE_COMPLETE" in first and "UPDATE_COMPLETE" in second


def test_what_a_deployment_does_not_set_stays_as_the_last_one_left_it(operator: Operator, second: str) -> None:
    found = stack.described(operator.aws, "replan-dev") or {}
    parameters = {one["ParameterKey"]: one["ParameterValue"] for one in found["Parameters"]}

    assert (parameters["RatesUrl"], parameters["StepConcurrency"]) == ("https://rates.example/today", "7")


def test_one_archive_was_uploaded_for_all_functions(operator: Operator, first: str) -> None:
    bucket = stack.outputs(operator.aws, "replan-account")["Bucket"]
    s3 = boto3.client("s3")
    keys = [one["Key"] for one in s3.list_objects_v2(Bucket=bucket)["Contents"]]
    bodies = [io.BytesIO(s3.get_object(Bucket=bucket, Key=key)["Body"].read()) for key in keys]

    assert [zipfile.is_zipfile(body) for body in bodies].count(True) == 1
    assert all(key.startswith("replan-dev/") for key in keys)


def test_a_lost_key_is_replaced_over_iam_and_the_old_one_goes_on_opening(operator: Operator, first: str) -> None:
    said: list[str] = []
    run.admin_key(STAGE, operator.aws, "acme.test", said.append)
    (made,) = re.findall(r"pk_test_\w{55}", "\n".join(said))

    assert authenticate(operator.store, PEPPER, made).account == "acme.test"
    assert authenticate(operator.store, PEPPER, KEY.findall(first)[0]).account == FIRST_ACCOUNT
    with pytest.raises(Unauthorized):
        authenticate(operator.store, b"another pepper", made)


def test_another_stage_stands_beside_it_with_a_bucket_of_its_own(operator: Operator, other: str) -> None:
    names = {one["FunctionName"] for one in boto3.client("lambda").list_functions()["Functions"]}

    assert {"replan-dev-api", "replan-prod-api"} <= names
    assert boto3.client("s3").list_objects_v2(Bucket="own-archives")["KeyCount"] == 2
    assert len(KEY.findall(other)) == 1  # its accounts are its own


def test_a_teardown_asks_for_the_name_again_and_tells_what_stays(operator: Operator, other: str) -> None:
    table = stack.outputs(operator.aws, "replan-prod")["TableName"]
    with pytest.raises(NotDeployed, match="CONFIRM=prod"):
        run.teardown(OTHER, operator.aws, "dev", lambda _: None)
    said: list[str] = []
    run.teardown(OTHER, operator.aws, "prod", said.append)
    told = "\n".join(said)

    assert stack.described(operator.aws, "replan-prod") is None
    assert stack.described(operator.aws, "replan-dev") is not None
    assert f"aws dynamodb delete-table --table-name {table}" in told
    assert all(word in told for word in ("aws s3 rb --force s3://", "aws kms schedule-key-deletion"))
