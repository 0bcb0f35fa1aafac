"""The four parts of the AWS home, put together over one set of clients."""

from collections.abc import Callable
from dataclasses import dataclass
from time import time

from chalicelib.aws.blobs import S3Blobs
from chalicelib.aws.clients import Clients, Settings
from chalicelib.aws.queue import SqsQueue
from chalicelib.aws.store import DynamoStore
from chalicelib.aws.vault import KmsVault


@dataclass(frozen=True, slots=True)
class Home:
    store: DynamoStore
    queue: SqsQueue
    blobs: S3Blobs
    vault: KmsVault
    clients: Clients


def home(
    settings: Settings, trace_header: Callable[[], str | None] = lambda: None, now: Callable[[], float] = time
) -> Home:
    """`trace_header` gives the X-Ray header of the event in hand, for the messages that follow from it.

    `now` in seconds.
    """
    clients = Clients(settings.region, settings.endpoint_url)
    queue = SqsQueue(clients, settings.queue_urls, trace_header)
    return Home(
        store=DynamoStore(clients, settings.table, queue, now=now),
        queue=queue,
        blobs=S3Blobs(clients, settings.bucket),
        vault=KmsVault(clients, settings.kms_key_id),
        clients=clients,
    )
