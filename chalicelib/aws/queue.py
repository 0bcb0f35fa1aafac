"""The queues on SQS.  A message of ours carries ids, never content, and no attribute but the trace header
and how long it is delayed.

The queues are standard ones; the message group says whose turn it is (`engine.turns`), which SQS uses to deliver
fairly: a group with a long backlog does not hold up the others.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any  # Any: a message's body is JSON

from chalicelib.aws.clients import Clients
from chalicelib.domain.errors import Unavailable
from chalicelib.engine.ports import Message, QueueName
from chalicelib.engine.turns import turn_of

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageAttributeValueTypeDef as Attribute
    from mypy_boto3_sqs.type_defs import MessageSystemAttributeValueTypeDef as SystemAttribute
    from mypy_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef as Entry

LONGEST_DELAY = 900
LONGEST_VISIBILITY = 39_600
"""Seconds.  SQS counts its 12 hours from when the message was received: an hour is left for that."""

MESSAGES_PER_BATCH = 10


class SqsQueue:
    """`trace_header` gives the X-Ray header to send along, if there is one."""

    def __init__(
        self, clients: Clients, urls: Mapping[QueueName, str],
        trace_header: Callable[[], str | None] = lambda: None,
    ) -> None:
        self._clients = clients
        self._urls = urls
        self._trace_header = trace_header
        self._dead: dict[QueueName, str] = {}

    def send(self, messages: Sequence[Message]) -> None:
        """Raises `Unavailable` when a message was not taken; those before it may have gone out."""
        for message in messages:
            if not 0 <= message.delay <= LONGEST_DELAY:
                raise ValueError(f"a message to {message.queue!r} cannot be delayed by {message.delay} s")
        by_queue = sorted(messages, key=lambda message: message.queue)
        for queue, group in groupby(by_queue, key=lambda message: message.queue):
            self._send_to(queue, list(group))

    def postpone(self, record: Mapping[str, Any], delay: int) -> None:
        """Shows a record that a handler holds again in `delay` seconds, and not when its visibility ends."""
        client = self._clients.sqs
        try:
            client.change_message_visibility(
                QueueUrl=self._url_of(record), ReceiptHandle=record["receiptHandle"],
                VisibilityTimeout=min(max(delay, 0), LONGEST_VISIBILITY),
            )
        except client.exceptions.ClientError as error:
            if not error.response["Error"]["Code"].endswith("MessageNotInflight"):
                raise  # else it is shown again already, perhaps to somebody else

    def bury(self, queue: QueueName, body: str, reason: str, account: str = "") -> None:
        named = {"reason": reason, **({"account": account} if account else {})}
        self._clients.sqs.send_message(
            QueueUrl=self._dead_letters(queue), MessageBody=body,
            MessageAttributes={name: {"DataType": "String", "StringValue": text} for name, text in named.items()},
        )

    def forget_user(self, account: str, user_id: str) -> int | None:
        """SQS cannot be searched; it drops every message after 14 days at the latest."""
        return None

    def _dead_letters(self, queue: QueueName) -> str:
        """Where the queue itself sends what failed too often."""
        if queue not in self._dead:
            sqs = self._clients.sqs
            answer = sqs.get_queue_attributes(QueueUrl=self._urls[queue], AttributeNames=["RedrivePolicy"])
            policy = answer.get("Attributes", {}).get("RedrivePolicy")
            if policy is None:
                raise Unavailable(f"queue {queue!r} has no dead-letter queue: give it a redrive policy")
            arn = json.loads(policy)["deadLetterTargetArn"]
            self._dead[queue] = sqs.get_queue_url(QueueName=arn.rsplit(":", 1)[1])["QueueUrl"]
        return self._dead[queue]

    def _url_of(self, record: Mapping[str, Any]) -> str:
        name = record["eventSourceARN"].rsplit(":", 1)[1]
        for url in self._urls.values():
            if url.endswith(f"/{name}"):
                return url
        raise Unavailable(f"a record came from queue {name!r}, which is not among our settings")

    def _send_to(self, queue: QueueName, messages: Sequence[Message]) -> None:
        if len(messages) == 1:
            self._clients.sqs.send_message(
                QueueUrl=self._urls[queue], MessageBody=_body(messages[0]), DelaySeconds=messages[0].delay,
                MessageSystemAttributes=self._attributes(), MessageAttributes=_named(messages[0]),
                **_group(messages[0]),
            )
            return
        for start in range(0, len(messages), MESSAGES_PER_BATCH):
            self._send_batch(queue, messages[start:start + MESSAGES_PER_BATCH])

    def _send_batch(self, queue: QueueName, messages: Sequence[Message]) -> None:
        entries: list[Entry] = [
            {
                "Id": str(number), "MessageBody": _body(message), "DelaySeconds": message.delay,
                "MessageSystemAttributes": self._attributes(), "MessageAttributes": _named(message),
            }
            for number, message in enumerate(messages)
        ]
        for entry, message in zip(entries, messages, strict=True):
            entry.update(_group(message))  # type: ignore[typeddict-item]  # one optional key of theirs
        answer = self._clients.sqs.send_message_batch(QueueUrl=self._urls[queue], Entries=entries)
        if failed := answer.get("Failed"):
            codes = ", ".join(sorted({entry["Code"] for entry in failed}))
            raise Unavailable(f"queue {queue!r} did not take {len(failed)} of {len(messages)} messages: {codes}")

    def _attributes(self) -> "dict[Any, SystemAttribute]":  # Any: the stubs ask for a literal key
        header = self._trace_header()
        return {"AWSTraceHeader": {"DataType": "String", "StringValue": header}} if header else {}


def _group(message: Message) -> dict[str, str]:
    account, batch = turn_of({**message.attributes, **message.body})
    return {"MessageGroupId": f"{account}/{batch}" if batch else account} if account else {}


def _named(message: Message) -> "dict[str, Attribute]":
    """How long it was held back goes along: SQS tells only when it was sent."""
    named = {**message.attributes, **({"delay": str(message.delay)} if message.delay else {})}
    return {name: {"DataType": "String", "StringValue": value} for name, value in named.items()}


def _body(message: Message) -> str:
    return json.dumps(dict(message.body), separators=(",", ":"))
