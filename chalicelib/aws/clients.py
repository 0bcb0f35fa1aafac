"""The AWS clients of a process: made when they are first needed, then kept.

The queue is the retry layer, so a call is tried twice at most and soon gives up.  Making a client costs more
than a warm step; nothing of AWS is therefore imported before somebody asks for a client.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.meter import Meter
from chalicelib.engine.ports import QueueName

if TYPE_CHECKING:
    from boto3.session import Session
    from botocore.config import Config
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the home lives.  `endpoint_url` is for emulators only."""

    table: str
    bucket: str
    kms_key_id: str
    queue_urls: Mapping[QueueName, str]
    region: str
    endpoint_url: str | None = None


class Clients:
    """One client per service, and the meter that counts what they are asked.

    Not for threads: a Lambda process handles one event at a time.
    """

    def __init__(self, region: str, endpoint_url: str | None = None) -> None:
        self.meter = Meter()
        self._region = region
        self._endpoint_url = endpoint_url

    @cached_property
    def dynamodb(self) -> "DynamoDBClient":
        return self._session.client("dynamodb", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def sqs(self) -> "SQSClient":
        return self._session.client("sqs", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def s3(self) -> "S3Client":
        return self._session.client("s3", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def kms(self) -> "KMSClient":
        return self._session.client("kms", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def _session(self) -> "Session":
        from boto3.session import Session
        session = Session(region_name=self._region)
        self.meter.listen(session.events)
        return session

    @cached_property
    def _config(self) -> "Config":
        from botocore.config import Config
        # `max_attempts: 1` would still retry in the standard mode; `total_max_attempts` counts the first try.
        return Config(
            retries={"total_max_attempts": 2, "mode": "standard"},
            connect_timeout=3, read_timeout=5, tcp_keepalive=True,
        )
