"""Large payloads in S3: one object per key, under the account's partition."""

from chalicelib.aws.clients import Clients
from chalicelib.domain.errors import Unavailable


class S3Blobs:
    """The role needs s3:ListBucket: without it S3 answers 403, not 404, for what is not there."""

    def __init__(self, clients: Clients, bucket: str) -> None:
        self._clients = clients
        self._bucket = bucket

    def put(self, key: str, data: bytes) -> None:
        self._clients.s3.put_object(Bucket=self._bucket, Key=key, Body=data)

    def get(self, key: str) -> bytes | None:
        client = self._clients.s3
        try:
            return client.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        except client.exceptions.NoSuchKey:
            return None

    def delete_prefix(self, prefix: str) -> int:
        """Current versions only: a versioned bucket needs a lifecycle rule for the others."""
        if not prefix:
            raise ValueError("an empty prefix would delete everybody's blobs")
        pages = self._clients.s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix)
        return sum(self._delete([each["Key"] for each in page.get("Contents", [])]) for page in pages)

    def _delete(self, keys: list[str]) -> int:
        """At most 1,000 keys, which is also the size of a page."""
        if not keys:
            return 0
        answer = self._clients.s3.delete_objects(
            Bucket=self._bucket, Delete={"Objects": [{"Key": key} for key in keys], "Quiet": True}
        )
        if errors := answer.get("Errors"):
            raise Unavailable(f"{len(errors)} of {len(keys)} blobs were not deleted, first {errors[0].get('Key')!r}")
        return len(keys)
