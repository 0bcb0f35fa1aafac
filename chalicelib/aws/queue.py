"""The queues on SQS.  A message carries ids, never content, and no attribute but the trace header.

The queues are standard ones; the account is the message group, which SQS uses to deliver fairly: a group
with a long backlog does not hold up the others.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any  # Any: a message's body is JSON

from chalicelib.aws.clients import Clients
from chalicelib.domain.errors import Unavailable
from chalicelib.engine.ports import Message, QueueName

if TYPE_CHECKING:
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
                MessageSystemAttributes=self._attributes(),
                **_group(messages[0]),  # type: ignore[arg-type]  # one optional argument of theirs
            )
            return
        for start in range(0, len(messages), MESSAGES_PER_BATCH):
            self._send_batch(queue, messages[start:start + MESSAGES_PER_BATCH])

    def _send_batch(self, queue: QueueName, messages: Sequence[Message]) -> None:
        entries: list[Entry] = [
            {
                "Id": str(number), "MessageBody": _body(message), "DelaySeconds": message.delay,
                "MessageSystemAttributes": self._attributes(),
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
    account = message.body.get("account")
    return {"MessageGroupId": str(account)} if account else {}


def _body(message: Message) -> str:
    return json.dumps(dict(message.body), separators=(",", ":"))
