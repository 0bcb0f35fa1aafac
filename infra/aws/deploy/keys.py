"""An admin key over IAM: the first one of a stage, or one in place of one that was lost.

Nothing of ours answers a call for it.  Whoever may read the pepper in Secrets Manager and write to the table may make
a key, with the same code as the API does, and the item that is written holds no secret.
"""

import json
import time
from dataclasses import dataclass

from chalicelib import wiring
from chalicelib.aws.items import from_write
from chalicelib.engine.keys import SCOPES, create
from chalicelib.engine.ports import Write
from infra.aws.deploy.cli import Aws, Refused

NAME = "admin over IAM"


@dataclass(frozen=True, slots=True)
class Table:
    """As much of the store as making a key needs."""

    aws: Aws
    name: str

    def put(self, write: Write) -> bool:
        absent = ("--condition-expression", "attribute_not_exists(pk)") if write.when == "absent" else ()
        item = json.dumps(from_write(write, 1))
        try:
            self.aws.text("dynamodb", "put-item", "--table-name", self.name, "--item", item, *absent)
        except Refused as refused:
            if "ConditionalCheckFailed" in refused.said:
                return False
            raise
        return True

    def has_keys(self, account: str) -> bool:
        wanted = {":pk": {"S": f"A#{account}"}, ":key": {"S": "KEY#"}}
        found = self.aws.json(
            "dynamodb", "query", "--table-name", self.name, "--consistent-read", "--max-items", "1",
            "--key-condition-expression", "pk = :pk AND begins_with(sk, :key)",
            "--expression-attribute-values", json.dumps(wanted),
        )
        return bool(found["Items"])


def make(table: Table, pepper_arn: str, account: str) -> str:
    """The secret of a new key with every scope, for a partition such as `main.live`."""
    pepper = table.aws.json("secretsmanager", "get-secret-value", "--secret-id", pepper_arn)["SecretString"]
    _, secret = create(
        table, pepper.encode(), account, NAME, SCOPES, token=wiring.token, now=time.time_ns() // 1_000_000
    )
    return secret
