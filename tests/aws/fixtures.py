"""The AWS home on moto: in this process (`moto_home`), or on a server for several processes (`moto_server`)."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from boto3.session import Session

from chalicelib.aws.blobs import S3Blobs
from chalicelib.aws.clients import Clients, Settings
from chalicelib.aws.home import Home, home
from chalicelib.aws.items import SWEEPER_INDEX
from chalicelib.aws.queue import SqsQueue
from chalicelib.aws.store import DynamoStore
from chalicelib.aws.vault import KmsVault
from chalicelib.engine.ports import QUEUES, QueueName
from tests.world import Clock

REGION = "us-east-1"
VISIBILITY = 720
MAX_RECEIVES = 20
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_SESSION_TOKEN": "testing",
    "AWS_EC2_METADATA_DISABLED": "true", "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1",
}
ROOT = Path(__file__).parents[2]

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MotoHome:
    """The home's parts, and what Lambda does with the queues: `receive`, then `ack` or `nack`."""

    parts: Home
    settings: Settings
    clock: Clock = field(default_factory=Clock)

    @property
    def store(self) -> DynamoStore:
        return self.parts.store

    @property
    def queue(self) -> SqsQueue:
        return self.parts.queue

    @property
    def blobs(self) -> S3Blobs:
        return self.parts.blobs

    @property
    def vault(self) -> KmsVault:
        return self.parts.vault

    @property
    def clients(self) -> Clients:
        return self.parts.clients

    def receive(self, queue: QueueName, visibility: int = VISIBILITY) -> list[Record]:
        """All visible messages, in the form in which Lambda hands them to a handler.

        With `visibility` 0, which would show them for ever, at most 10.
        """
        url = self.settings.queue_urls[queue]
        records = more = self._receive(url, visibility, 10)
        while more and visibility:
            more = self._receive(url, visibility, 10)
            records = [*records, *more]
        return records

    def receive_some(self, queue: QueueName, limit: int, visibility: int = VISIBILITY) -> list[Record]:
        """At most `limit` messages (and 10): the batch size of a handler."""
        return self._receive(self.settings.queue_urls[queue], visibility, limit)

    def dead(self, queue: QueueName) -> list[Record]:
        """What has gone to the queue's dead-letter queue."""
        return self._receive(self.settings.queue_urls[queue] + "-dead", VISIBILITY, 10)

    def ack(self, record: Record) -> None:
        name = record["eventSourceARN"].rsplit(":", 1)[1]
        (url,) = (url for url in self.settings.queue_urls.values() if url.endswith(f"/{name}"))
        self.clients.sqs.delete_message(QueueUrl=url, ReceiptHandle=record["receiptHandle"])

    def nack(self, record: Record, delay: int = 0) -> None:
        """Deliver again, after `delay` seconds."""
        self.queue.postpone(record, delay)

    def _receive(self, url: str, visibility: int, limit: int) -> list[Record]:
        answer = self.clients.sqs.receive_message(
            QueueUrl=url, VisibilityTimeout=visibility, MaxNumberOfMessages=limit, WaitTimeSeconds=0,
            MessageSystemAttributeNames=["All"], MessageAttributeNames=["All"],
        )
        arn = f"arn:aws:sqs:{self.settings.region}:123456789012:{url.rsplit('/', 1)[1]}"
        return [
            {
                "messageId": message["MessageId"], "receiptHandle": message["ReceiptHandle"],
                "body": message["Body"], "attributes": message.get("Attributes", {}),
                "messageAttributes": {
                    name: {"stringValue": value["StringValue"], "dataType": value["DataType"]}
                    for name, value in message.get("MessageAttributes", {}).items()
                },
                "md5OfBody": message["MD5OfBody"],
                "eventSource": "aws:sqs", "eventSourceARN": arn, "awsRegion": self.settings.region,
            }
            for message in answer.get("Messages", [])
        ]


def settings(endpoint_url: str | None = None) -> Settings:
    """Of resources that `create_resources` makes; it fills in the queues."""
    return Settings(
        table="replan", bucket="replan-blobs", kms_key_id="alias/replan", queue_urls={},
        region=REGION, endpoint_url=endpoint_url,
    )


def create_resources(settings: Settings) -> Settings:
    """Table, bucket, key and queues.  Returns the settings with the URLs of the queues."""
    clients = Clients(settings.region, settings.endpoint_url)
    _create_table(clients, settings.table)
    clients.s3.create_bucket(Bucket=settings.bucket)
    key = clients.kms.create_key()["KeyMetadata"]["KeyId"]
    clients.kms.create_alias(AliasName=settings.kms_key_id, TargetKeyId=key)
    return replace(settings, queue_urls={name: _create_queue(clients, f"replan-{name}") for name in QUEUES})


def _create_table(clients: Clients, table: str) -> None:
    clients.dynamodb.create_table(
        TableName=table, BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "S"},
            {"AttributeName": "gs", "AttributeType": "N"}, {"AttributeName": "due", "AttributeType": "N"},
        ],
        GlobalSecondaryIndexes=[{
            "IndexName": SWEEPER_INDEX, "Projection": {"ProjectionType": "KEYS_ONLY"},
            "KeySchema": [
                {"AttributeName": "gs", "KeyType": "HASH"}, {"AttributeName": "due", "KeyType": "RANGE"}
            ],
        }],
    )
    clients.dynamodb.update_time_to_live(
        TableName=table, TimeToLiveSpecification={"Enabled": True, "AttributeName": "ttl"}
    )


def _create_queue(clients: Clients, name: str) -> str:
    dead = clients.sqs.create_queue(QueueName=f"{name}-dead")["QueueUrl"]
    arn = clients.sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    redrive = f'{{"deadLetterTargetArn":"{arn}","maxReceiveCount":{MAX_RECEIVES}}}'
    return clients.sqs.create_queue(QueueName=name, Attributes={
        "VisibilityTimeout": str(VISIBILITY), "RedrivePolicy": redrive,
    })["QueueUrl"]


@contextmanager
def moto_home(now: Callable[[], float] = lambda: 0.0) -> Iterator[MotoHome]:
    """An empty home inside this process.  Not for threads.  `now` in seconds: by default nothing expires."""
    from moto import mock_aws
    with patch.dict(os.environ, CREDENTIALS), mock_aws(), patch.object(Clients, "_session", _session()):
        made = create_resources(settings())
        yield MotoHome(home(made, now=now), made)


@cache
def _session() -> Session:
    """One for all homes of the process: reading the services' models takes longer than most tests."""
    return Session(region_name=REGION)


@contextmanager
def moto_server(module: str = "tests.aws.moto_process") -> Iterator[MotoHome]:
    """An empty home on a server of its own; other processes reach it with the yielded `settings`.

    They need the environment of this one (made-up credentials), which child processes inherit.
    """
    with patch.dict(os.environ, CREDENTIALS), _server_process(module) as endpoint_url:
        made = create_resources(settings(endpoint_url))
        yield MotoHome(home(made), made)


@contextmanager
def _server_process(module: str) -> Iterator[str]:
    with subprocess.Popen(
        [sys.executable, "-m", module], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdin and process.stdout
        try:
            port = process.stdout.readline().strip()
            assert port, "moto's server did not start"
            yield f"http://127.0.0.1:{port}"
        finally:
            process.stdin.close()
            process.wait(timeout=10)
