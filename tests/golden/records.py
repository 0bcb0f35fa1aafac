"""Real stored records, of every form that there was: what a home held in the middle of its work.

    python -m tests.golden.records     writes those of today's form, tests/golden/records/v<form>/<home>.json

Those of form 1 were written by this very command with the code before records carried their form (61ed678).  They are
never written again: today's code must read them, and carry the tasks in them to their end.
"""

import base64
import json
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from inspect import signature
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from chalicelib.aws.items import untyped
from chalicelib.embedded.home import open_home
from chalicelib.embedded.vault import LocalVault
from tests.aws.fixtures import moto_home
from tests.contracts.conftest import LocalHome
from tests.contracts.estate import Estate
from tests.world import START, Clock

FOLDER = Path(__file__).parent / "records"
HOMES = ("embedded", "aws")
LARGE = 600
USERS = {"ended": "u1", "waits": "u2", "pending": "u3", "held": "u4", "half": "u5"}


def form() -> int:
    """Of this code's records; those before 2026-11-28 carried none."""
    try:
        from chalicelib.domain.form import FORM
    except ImportError:
        return 1
    return FORM


def folders() -> list[Path]:
    return sorted(FOLDER.glob("v*"))


@contextmanager
def opened(kind: str, at: Path, golden: Mapping[str, Any] | None = None) -> Iterator[Any]:
    """A home with a vault whose key is known; filled, if there is something to fill it with."""
    clock = Clock(golden["now"] if golden else START)
    key = at / "vault.key"
    if golden:
        key.touch(0o600)
        key.write_bytes(base64.b64decode(golden["key"]))
    with ExitStack() as stack:
        if kind == "embedded":
            if golden:
                _restore(at / "home.db", golden)
            parts: Any = LocalHome(open_home(at / "home.db", clock), clock)
        else:
            now = [lambda: clock() / 1000] if signature(moto_home).parameters else []
            parts = stack.enter_context(moto_home(*now))  # type: ignore[arg-type]  # the code before it took none
            if golden:
                _refill(parts, golden)
        yield SimpleNamespace(
            store=parts.store, queue=parts.queue, blobs=parts.blobs, vault=LocalVault(key), clock=clock, key=key,
            receive=parts.receive, ack=parts.ack, nack=parts.nack, parts=parts,
        )
        if kind == "embedded":
            parts.parts.database.close()
            parts.parts.wake.close()


def lived_in(home: Any) -> dict[str, str]:
    """Tasks in every state, by what they are in the middle of."""
    estate = Estate(home, large=LARGE).settle_in()
    tasks = {
        "ended": estate.complete(USERS["ended"]), "waits": estate.waiting(USERS["waits"]),
        "half": estate.submit(USERS["half"]),
    }
    estate.run(tasks["half"])  # up to the callback of its tool
    estate.batch(USERS["waits"], USERS["pending"])
    return {**tasks, "held": estate.held(USERS["held"]), "pending": estate.submit(USERS["pending"])}


def written(kind: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as at, opened(kind, Path(at)) as home:
        tasks = lived_in(home)
        told = {"tasks": tasks, "now": home.clock(), "key": base64.b64encode(home.key.read_bytes()).decode()}
        return {**told, **(_dump(home.parts) if kind == "embedded" else _scan(home.parts))}


def _dump(parts: Any) -> dict[str, Any]:
    with parts.parts.database.read() as connection:
        (layout,) = connection.execute("PRAGMA user_version").fetchone()
        return {"layout": layout, "sql": list(connection.iterdump())}


def _restore(path: Path, golden: Mapping[str, Any]) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript("\n".join(golden["sql"]))
        connection.execute(f"PRAGMA user_version = {golden['layout']}")
    connection.close()


def _scan(parts: Any) -> dict[str, Any]:
    dynamodb, s3 = parts.clients.dynamodb, parts.clients.s3
    items = [item for page in dynamodb.get_paginator("scan").paginate(TableName=parts.settings.table)
             for item in page["Items"]]
    bucket = parts.settings.bucket
    keys = [each["Key"] for each in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]
    blobs = {key: s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode() for key in keys}
    messages = [json.loads(record["body"]) for record in parts.receive("steps")]
    return {"items": items, "blobs": blobs, "messages": messages}


def _refill(parts: Any, golden: Mapping[str, Any]) -> None:
    from chalicelib.engine.ports import Message
    for item in golden["items"]:
        parts.clients.dynamodb.put_item(TableName=parts.settings.table, Item=item)
    for key, text in golden["blobs"].items():
        parts.blobs.put(key, text.encode())
    parts.queue.send([Message("steps", body) for body in golden["messages"]])


def rows(kind: str, golden: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """(pk, sk, what is stored), natively: a row's columns, an item's attributes."""
    if kind == "aws":
        for item in golden["items"]:
            data = {name: untyped(value) for name, value in item.items() if name not in ("pk", "sk")}
            if "d" in data:
                data["d"] = json.loads(data["d"])
            yield item["pk"]["S"], item["sk"]["S"], data
        return
    with sqlite3.connect(":memory:") as connection:
        connection.executescript("\n".join(golden["sql"]))
        connection.row_factory = sqlite3.Row
        for row in connection.execute("SELECT * FROM items"):
            data = {name: row[name] for name in row.keys() if row[name] is not None}  # noqa: SIM118 a Row
            yield row["pk"], row["sk"], {
                name: json.loads(value) if name in ("data", "control") else value for name, value in data.items()
            }


def main() -> None:
    at = FOLDER / f"v{form()}"
    at.mkdir(parents=True, exist_ok=True)
    for kind in HOMES:
        (at / f"{kind}.json").write_text(json.dumps(written(kind), indent=0, ensure_ascii=False) + "\n")
        print(f"v{form()}/{kind}.json")


if __name__ == "__main__":
    main()
