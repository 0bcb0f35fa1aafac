"""The store on one DynamoDB table (pk, sk): a transition is one conditional UpdateItem.

Both answers of an update hand back the whole control record (ALL_NEW, or ALL_OLD when the condition did not
hold), so neither is followed by a read.  The SDK may send an update again whose answer was lost; such a
claim comes back as refused, with a record that shows the claimer's own owner token.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from time import sleep, time
from typing import TYPE_CHECKING

from chalicelib.aws.clients import Clients
from chalicelib.aws.expressions import expression
from chalicelib.aws.items import SWEEPER_INDEX, ends, from_control, from_write, key, shard, to_control, to_item, typed
from chalicelib.domain.control import Control
from chalicelib.domain.errors import Unavailable
from chalicelib.domain.transitions import Transition
from chalicelib.engine.ports import META, Applied, Item, Page, Queue, Refused, Sends, Write

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef as Value
    from mypy_boto3_dynamodb.type_defs import (
        PutItemInputTypeDef,
        QueryInputTypeDef,
        UpdateItemInputTypeDef,
        WriteRequestUnionTypeDef,
    )

PAUSES = (0.0, 0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds before each try of a batch: DynamoDB hands back what it had no capacity for."""

WRITES_PER_BATCH = 25


class DynamoStore:
    def __init__(
        self, clients: Clients, table: str, queue: Queue, pause: Callable[[float], None] = sleep,
        now: Callable[[], float] = time,
    ) -> None:
        """`now` in seconds."""
        self._now = now
        self._clients = clients
        self._table = table
        self._queue = queue
        self._pause = pause

    def get(self, pk: str, sk: str) -> Item | None:
        stored = self._read(pk, sk)
        return to_item(stored) if stored and sk != META and self._lives(stored) else None

    def get_many(self, keys: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Item]:
        found = self._read_many([each for each in dict.fromkeys(keys) if each[1] != META])
        items = (to_item(stored) for stored in found if self._lives(stored))
        return {(item.pk, item.sk): item for item in items}

    def put(self, write: Write) -> bool:
        match write.when:
            case "any":
                self._overwrite(write)
                return True
            case "absent":
                return self._put(
                    from_write(write, 1), "attribute_not_exists(pk) OR #ttl<:now", {":now": typed(int(self._now()))},
                    {"#ttl": "ttl"},
                )
            case seen:
                return self._put(from_write(write, seen + 1), "ver=:seen", {":seen": typed(seen)})

    def put_many(self, writes: Sequence[Write]) -> None:
        items = list({(write.pk, write.sk): from_write(write, 1) for write in writes}.values())
        for start in range(0, len(items), WRITES_PER_BATCH):
            self._write_batch([{"PutRequest": {"Item": item}} for item in items[start:start + WRITES_PER_BATCH]])

    def delete(self, pk: str, sk: str) -> None:
        self._clients.dynamodb.delete_item(TableName=self._table, Key=key(pk, sk))

    def delete_many(self, keys: Sequence[tuple[str, str]]) -> None:
        doomed = [key(*each) for each in dict.fromkeys(keys)]
        for start in range(0, len(doomed), WRITES_PER_BATCH):
            self._write_batch([{"DeleteRequest": {"Key": each}} for each in doomed[start:start + WRITES_PER_BATCH]])

    def query(
        self, pk: str, prefix: str = "", *, limit: int = 100, after: str | None = None, newest_first: bool = False
    ) -> Page:
        condition, values = "pk=:pk", {":pk": typed(pk)}
        if prefix:
            condition, values = f"{condition} AND begins_with(sk,:prefix)", {**values, ":prefix": typed(prefix)}
        request: QueryInputTypeDef = {
            "TableName": self._table, "KeyConditionExpression": condition, "ExpressionAttributeValues": values,
            "ConsistentRead": True, "ScanIndexForward": not newest_first,
            "Limit": limit + 2,  # one to know whether there is more, one for the control record
        }
        if after is not None:
            request["ExclusiveStartKey"] = key(pk, after)
        rows = (to_item(row) for row in self._rows(request) if row["sk"] != typed(META) and self._lives(row))
        items = tuple(islice(rows, limit + 1))
        page = items[:limit]
        return Page(page, page[-1].sk if len(items) > limit else None)

    def accept(self, pk: str, control: Control) -> bool:
        return self._put(from_control(pk, control), "attribute_not_exists(pk)", {})

    def control(self, pk: str) -> Control | None:
        stored = self._read(pk, META)
        return to_control(_attributes(stored)) if stored and self._lives(stored) else None

    def controls(self, pks: Sequence[str]) -> Mapping[str, Control]:
        stored = self._read_many([(pk, META) for pk in dict.fromkeys(pks)])
        return {each["pk"]["S"]: to_control(_attributes(each)) for each in stored if self._lives(each)}

    def apply(self, pk: str, transition: Transition) -> Applied | Refused:
        client = self._clients.dynamodb
        params = expression(transition, shard(pk))
        request: UpdateItemInputTypeDef = {
            "TableName": self._table, "Key": key(pk, META), "UpdateExpression": params.update,
            "ConditionExpression": params.condition, "ExpressionAttributeValues": params.values,
            "ReturnValues": "ALL_NEW", "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        if params.names:  # an empty map is an error
            request["ExpressionAttributeNames"] = params.names
        try:
            answer = client.update_item(**request)
        except client.exceptions.ConditionalCheckFailedException as error:
            # The SDK's type for errors does not know the item that DynamoDB sends along.
            met: Mapping[str, Value] = error.response.get("Item", {})  # type: ignore[assignment]
            return Refused(to_control(_attributes(met)) if met and self._lives(met) else None)
        return Applied(to_control(_attributes(answer["Attributes"])))

    def settle(
        self, pk: str, writes: Sequence[Write], transition: Transition, sends: Sends
    ) -> Applied | Refused:
        self._put_all(writes)
        result = self.apply(pk, transition)
        if isinstance(result, Applied):
            self._queue.send(tuple(sends(result.control)))
        return result

    def due(self, shard: int, now: int, *, limit: int = 100) -> Sequence[tuple[str, str]]:
        """The index lags behind the table: whoever acts on an entry reads the item first."""
        request: QueryInputTypeDef = {
            "TableName": self._table, "IndexName": SWEEPER_INDEX, "Limit": limit,
            "KeyConditionExpression": "gs=:gs AND due<:now",
            "ExpressionAttributeValues": {":gs": typed(shard), ":now": typed(now)},
        }
        return [(row["pk"]["S"], row["sk"]["S"]) for row in islice(self._rows(request), limit)]

    def _read(self, pk: str, sk: str) -> "dict[str, Value] | None":
        answer = self._clients.dynamodb.get_item(TableName=self._table, Key=key(pk, sk), ConsistentRead=True)
        return answer.get("Item")

    def _read_many(self, keys: Sequence[tuple[str, str]]) -> "list[dict[str, Value]]":
        wanted = [key(*each) for each in keys]
        found: list[dict[str, Value]] = []
        for pause in PAUSES:
            if not wanted:
                return found
            self._pause(pause)
            answer = self._clients.dynamodb.batch_get_item(
                RequestItems={self._table: {"Keys": wanted, "ConsistentRead": True}}
            )
            found += answer["Responses"].get(self._table, [])
            left = answer.get("UnprocessedKeys", {}).get(self._table)
            wanted = [dict(each) for each in left["Keys"]] if left else []
        raise Unavailable(f"the table did not read {len(wanted)} of {len(keys)} items")

    def _rows(self, request: "QueryInputTypeDef") -> "Iterator[dict[str, Value]]":
        while True:
            answer = self._clients.dynamodb.query(**request)
            yield from answer["Items"]
            if "LastEvaluatedKey" not in answer:
                return
            request = {**request, "ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def _lives(self, stored: "Mapping[str, Value]") -> bool:
        until = ends(stored)
        return until is None or until >= int(self._now())

    def _put(
        self, item: "Mapping[str, Value]", condition: str, values: "Mapping[str, Value]",
        names: Mapping[str, str] | None = None,
    ) -> bool:
        client = self._clients.dynamodb
        request: PutItemInputTypeDef = {
            "TableName": self._table, "Item": item, "ConditionExpression": condition
        }
        if values:
            request["ExpressionAttributeValues"] = values
        if names:
            request["ExpressionAttributeNames"] = names
        try:
            client.put_item(**request)
        except client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def _overwrite(self, write: Write) -> None:
        """An update and not a put: the version must go on growing."""
        item = from_write(write, 1)
        absent = [name for name in ("gs", "due", "ttl") if name not in item]
        given = [name for name in ("d", "f", "gs", "due", "ttl") if name in item]
        sets = ["#ver=if_not_exists(#ver,:none)+:one", *(f"#{name}=:{name}" for name in given)]
        removes = f" REMOVE {','.join(f'#{name}' for name in absent)}" if absent else ""
        self._clients.dynamodb.update_item(
            TableName=self._table, Key=key(write.pk, write.sk), UpdateExpression=f"SET {','.join(sets)}{removes}",
            ExpressionAttributeNames={f"#{name}": name for name in ("ver", *given, *absent)},
            ExpressionAttributeValues={
                ":none": typed(0), ":one": typed(1), **{f":{name}": item[name] for name in given}
            },
        )

    def _put_all(self, writes: Sequence[Write]) -> None:
        """In as few calls as there can be.

        Several unconditional writes go out as one batch, which starts their versions afresh: the records of
        a step are named by its owner token and not written again.
        """
        plain = {(write.pk, write.sk): write for write in writes if write.when == "any"}
        for write in writes:
            if write.when != "any" or len(plain) == 1:
                self.put(write)
        if len(plain) > 1:
            self.put_many(list(plain.values()))

    def _write_batch(self, requests: "Sequence[WriteRequestUnionTypeDef]") -> None:
        left = [*requests]
        for pause in PAUSES:
            self._pause(pause)
            answer = self._clients.dynamodb.batch_write_item(RequestItems={self._table: left})
            left = [*answer.get("UnprocessedItems", {}).get(self._table, [])]
            if not left:
                return
        raise Unavailable(f"the table did not take {len(left)} of {len(requests)} items")


def _attributes(stored: "Mapping[str, Value]") -> "Mapping[str, Value]":
    """The control record without its keys and its place in the index."""
    return {name: value for name, value in stored.items() if name not in ("pk", "sk", "gs")}
