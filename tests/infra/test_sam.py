"""What CloudFormation would make of the template: transformed by Amazon's translator, created on moto where moto can.

moto leaves out `NOT_EMULATED` (each with its reason), and of what it creates the table's time to live and the
processors of functions; those are looked at in the template.
"""

import io
import json
import os
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any
from unittest.mock import patch

import boto3
import pytest
from moto import mock_aws

from infra.aws.package import merged
from infra.aws.policies import FUNCTIONS, NAMES
from tests.aws.fixtures import CREDENTIALS, REGION
from tests.infra.transformed import NOT_EMULATED, emulated, transformed

STACK = "replan-test"


def of_type(kind: str) -> dict[str, Any]:
    return {name: one for name, one in transformed()["Resources"].items() if one["Type"] == kind}


@pytest.fixture(scope="module")
def resources() -> Iterator[Mapping[str, str]]:
    """Logical → physical names of a stack on moto."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("app.py", "")
    with patch.dict(os.environ, {**CREDENTIALS, "AWS_DEFAULT_REGION": REGION}), mock_aws():
        boto3.client("s3").create_bucket(Bucket="artifacts")
        boto3.client("s3").put_object(Bucket="artifacts", Key="replan.zip", Body=archive.getvalue())
        pepper = boto3.client("secretsmanager").create_secret(Name="pepper", SecretString="p")["ARN"]
        body = json.dumps(emulated(transformed(), pepper))
        boto3.client("s3").put_object(Bucket="artifacts", Key="template.json", Body=body)
        client = boto3.client("cloudformation")
        client.create_stack(StackName=STACK, TemplateURL="https://artifacts.s3.amazonaws.com/template.json",
                            Capabilities=["CAPABILITY_IAM"])
        made_there = client.describe_stack_resources(StackName=STACK)["StackResources"]
        yield {one["LogicalResourceId"]: one.get("PhysicalResourceId", "") for one in made_there}


def test_moto_creates_all_that_it_can(resources: Mapping[str, str]) -> None:
    left_out = {name for name, one in transformed()["Resources"].items() if one["Type"] in NOT_EMULATED}
    by_condition = {name for name, one in transformed()["Resources"].items() if one.get("Condition") == "HasDomain"}

    assert set(transformed()["Resources"]) - set(resources) == left_out | by_condition


def test_the_table_has_our_keys_and_the_index_of_the_sweeper(resources: Mapping[str, str]) -> None:
    table = boto3.client("dynamodb").describe_table(TableName=resources["Table"])["Table"]
    (index,) = table["GlobalSecondaryIndexes"]

    assert [(one["AttributeName"], one["KeyType"]) for one in table["KeySchema"]] == [("pk", "HASH"), ("sk", "RANGE")]
    assert [(one["AttributeName"], one["KeyType"]) for one in index["KeySchema"]] == [("gs", "HASH"), ("due", "RANGE")]
    assert (index["IndexName"], index["Projection"]) == ("due", {"ProjectionType": "KEYS_ONLY"})
    assert transformed()["Resources"]["Table"]["Properties"]["TimeToLiveSpecification"] == \
        {"AttributeName": "ttl", "Enabled": True}


@pytest.mark.parametrize(("queue", "function"), [
    ("Steps", "run-step"), ("Webhooks", "deliver-webhook"), ("Lessons", "learn"), ("Intake", "accept-batch"),
])
def test_a_queue_waits_six_times_as_long_as_its_function_and_has_a_place_for_the_dead(
    resources: Mapping[str, str], queue: str, function: str
) -> None:
    sqs = boto3.client("sqs")
    found = sqs.get_queue_attributes(QueueUrl=resources[queue], AttributeNames=["All"])["Attributes"]
    dead = sqs.get_queue_attributes(QueueUrl=resources[f"{queue}Dead"], AttributeNames=["QueueArn"])["Attributes"]
    timeout = boto3.client("lambda").get_function(FunctionName=f"replan-dev-{function}")["Configuration"]["Timeout"]

    assert int(found["VisibilityTimeout"]) >= 6 * timeout
    assert json.loads(found["RedrivePolicy"])["deadLetterTargetArn"] == dead["QueueArn"]


def test_each_queue_feeds_its_function_which_names_the_messages_that_failed(resources: Mapping[str, str]) -> None:
    found = boto3.client("lambda").list_event_source_mappings()["EventSourceMappings"]
    feeds = {
        one["EventSourceArn"].rsplit("-", 2)[-2]: one["FunctionArn"].rsplit(":", 1)[1] for one in found
    }

    assert feeds == {
        "Steps": "replan-dev-run-step", "Webhooks": "replan-dev-deliver-webhook", "Lessons": "replan-dev-learn",
        "Intake": "replan-dev-accept-batch",
    }
    assert all(one["FunctionResponseTypes"] == ["ReportBatchItemFailures"] for one in found)
    assert all(one["ScalingConfig"]["MaximumConcurrency"] >= 2 for one in found)


def test_each_function_has_a_role_of_its_own_and_the_sweeper_runs_once_at_a_time(resources: Mapping[str, str]) -> None:
    client = boto3.client("lambda")
    names = [f"replan-dev-{name}" for name in NAMES.values()]
    roles = {client.get_function(FunctionName=name)["Configuration"]["Role"] for name in names}

    assert len(roles) == len(FUNCTIONS)
    assert client.get_function_concurrency(FunctionName="replan-dev-sweep")["ReservedConcurrentExecutions"] == 1
    assert all(one["Properties"]["Architectures"] == ["arm64"] for one in of_type("AWS::Lambda::Function").values())


def test_functions_are_told_the_address_of_the_api_in_the_first_deployment(resources: Mapping[str, str]) -> None:
    for name in ("replan-dev-api", "replan-dev-run-step"):
        variables = boto3.client("lambda").get_function(FunctionName=name)["Configuration"]["Environment"]["Variables"]
        assert variables["REPLAN_PUBLIC_URL"] == \
            f"https://{resources['RestAPI']}.execute-api.{REGION}.amazonaws.com/api"


def test_nothing_needs_what_needs_it() -> None:
    every = transformed()["Resources"]
    needs = {name: set(mentioned(one)) & set(every) - {name} for name, one in every.items()}
    while needs:
        free = {name for name, others in needs.items() if not others}
        assert free, f"these cannot be made, each needs another of them: {sorted(needs)}"
        needs = {name: others - free for name, others in needs.items() if name not in free}


def mentioned(part: Any) -> Iterator[str]:
    """The names of resources that an expression refers to."""
    match part:
        case {"Ref": str(name)}:
            yield name
        case {"Fn::GetAtt": str(path)}:
            yield path.split(".")[0]
        case {"Fn::GetAtt": [str(name), *_]}:
            yield name
        case {"Fn::Sub": str(text)}:
            yield from re.findall(r"\$\{([A-Za-z0-9]+)", text)
        case dict():
            yield from ([part["DependsOn"]] if isinstance(part.get("DependsOn"), str) else part.get("DependsOn", ()))
            for one in part.values():
                yield from mentioned(one)
        case list():
            for one in part:
                yield from mentioned(one)


def test_the_api_has_one_stage_which_is_throttled() -> None:
    (stage,) = of_type("AWS::ApiGateway::Stage").values()
    (deployment,) = of_type("AWS::ApiGateway::Deployment").values()

    assert "StageName" not in deployment["Properties"]  # it would be another stage
    assert stage["Properties"]["MethodSettings"] == [{
        "ResourcePath": "/*", "HttpMethod": "*", "LoggingLevel": "OFF",
        "ThrottlingRateLimit": {"Ref": "RequestsPerSecond"}, "ThrottlingBurstLimit": {"Ref": "RequestsAtOnce"},
    }]


def test_the_access_log_names_routes_and_no_path_or_query() -> None:
    (stage,) = of_type("AWS::ApiGateway::Stage").values()
    record = json.loads(stage["Properties"]["AccessLogSetting"]["Fn::If"][1]["Format"])

    assert record["route"] == "$context.resourcePath"
    told = set(record.values())
    assert not {value for value in told if value in ("$context.path", "$context.requestOverride.path")}
    assert all(value.startswith("$context.") and "query" not in value.lower() for value in told)


def test_payloads_go_when_records_go() -> None:
    (bucket,) = of_type("AWS::S3::Bucket").values()
    (rule,) = bucket["Properties"]["LifecycleConfiguration"]["Rules"]
    environment = transformed()["Resources"]["Sweep"]["Properties"]["Environment"]["Variables"]

    assert rule["ExpirationInDays"] == environment["REPLAN_RETENTION_DAYS"] == {"Ref": "RetentionDays"}
    assert "Prefix" not in rule and "VersioningConfiguration" not in bucket["Properties"]


def test_template_and_policies_are_within_the_limits_of_cloudformation_and_iam() -> None:
    """A template has 1 MB at most, the policies within a role 10,240 characters without white space."""
    assert len(json.dumps(transformed())) < 1_000_000
    for name, role in of_type("AWS::IAM::Role").items():
        policies = json.dumps(role["Properties"].get("Policies", ()), separators=(",", ":"))
        assert len(policies) < 8_000, f"{name} has {len(policies)}, and its names are not yet those of an account"


def test_what_holds_data_or_opens_it_outlives_the_stack() -> None:
    kept = {name for name, one in transformed()["Resources"].items() if "DeletionPolicy" in one}

    assert kept == {"Table", "Blobs", "Key", "Pepper"}
    for name in kept:
        one = transformed()["Resources"][name]
        assert (one["DeletionPolicy"], one["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")


def test_no_name_is_the_same_in_two_stages() -> None:
    """Every name that CloudFormation does not choose holds prefix and stage."""
    found = {
        (name, key): value for name, one in transformed()["Resources"].items() if one["Type"] in _OWN_NAMES
        for key, value in properties(one) if key in _OWN_NAMES[one["Type"]]
    }

    assert {"APIHandler", "RestAPI", "Sampling"} <= {name for name, _ in found}
    for (name, key), value in found.items():
        text = json.dumps(value)
        assert "${NamePrefix}" in text and "${Stage}" in text, f"{key} of {name} is {text}"


_OWN_NAMES: dict[str, set[str]] = {
    "AWS::Lambda::Function": {"FunctionName"}, "AWS::ApiGateway::RestApi": {"Name"},
    "AWS::XRay::SamplingRule": {"RuleName"}, "AWS::CloudWatch::Dashboard": {"DashboardName"},
    "AWS::Logs::QueryDefinition": {"Name"}, "AWS::CloudWatch::Alarm": {"AlarmName"},
    "AWS::DynamoDB::Table": {"TableName"}, "AWS::SQS::Queue": {"QueueName"}, "AWS::S3::Bucket": {"BucketName"},
    "AWS::Logs::LogGroup": {"LogGroupName"}, "AWS::IAM::Role": {"RoleName"}, "AWS::Events::Rule": {"Name"},
    "AWS::SecretsManager::Secret": {"Name"}, "AWS::KMS::Alias": {"AliasName"}, "AWS::XRay::Group": {"GroupName"},
}
"""Of each type the property that names it within account and region."""

_NAMELESS = {
    "AWS::Lambda::EventSourceMapping", "AWS::Lambda::Permission", "AWS::SQS::QueuePolicy", "AWS::S3::BucketPolicy",
    "AWS::ApiGateway::DomainName", "AWS::ApiGateway::BasePathMapping", "AWS::KMS::Key", "AWS::ApiGateway::Deployment",
    "AWS::ApiGateway::Stage", "AWS::Lambda::EventInvokeConfig",
}
"""Types that have no name in the account, or (a domain) one that is the operator's."""


def test_of_each_type_it_is_known_what_names_it() -> None:
    assert {one["Type"] for one in transformed()["Resources"].values()} <= set(_OWN_NAMES) | _NAMELESS


def properties(one: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Those of a resource, and one level below: X-Ray's stand there."""
    for key, value in one.get("Properties", {}).items():
        yield key, value
        if one["Type"].startswith("AWS::XRay") and isinstance(value, dict):
            yield from value.items()


def test_the_longest_prefix_and_stage_still_give_names_that_fit() -> None:
    """A sampling rule's name has 32 letters at most, a function's 64."""
    pattern = merged()["Parameters"]["NamePrefix"]["AllowedPattern"]
    longest = 1 + int(pattern.rsplit(",", 1)[1].rstrip("}"))

    assert merged()["Parameters"]["Stage"]["AllowedPattern"] == pattern
    assert len("-".join(("p" * longest, "s" * longest))) <= 32
    assert max(len("-".join(("p" * longest, "s" * longest, name))) for name in NAMES.values()) <= 64
