"""All of X-Ray: a segment for a traced piece of work, sent to the daemon as one datagram.

    Lambda's own segment ─ ours ┬─ one for each call of a tool
    (or the sender's)           └─ one for each call of AWS

Imported only where an invocation is traced.  The segment documents are written here and not by AWS's library, which is
at the end of its support, loads for longer than everything else of a step, and patches what it finds; OpenTelemetry
may take the place of this one module.  Source: "Segment documents" and "Sending trace data", AWS X-Ray Developer Guide.
"""

import json
import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from time import time
from typing import Any  # Any: a segment document is JSON

from chalicelib.observe.header import Header

LEADER = b'{"format": "json", "version": 1}\n'
LARGEST = 60_000
"""Bytes; a datagram takes no more than 64 KB."""

MOST_CHILDREN = 100


class Segment:
    """`header`: what the work follows from; `here`: that of the invocation, whose segment Lambda sends itself.

    Where both are of one trace, ours is a part of Lambda's segment.  Where Lambda began a trace of its own for what
    came out of a queue, ours is a segment in the sender's, so that the steps of a task are found in one trace.
    """

    def __init__(self, name: str, header: Header, here: Header) -> None:
        self.id = os.urandom(8).hex()
        self._inside = header.root == here.root and bool(here.parent)
        self._document: dict[str, Any] = {
            "name": name, "id": self.id, "trace_id": header.root, "start_time": time(),
            **({"type": "subsegment"} if self._inside else {}),
        }
        if parent := here.parent if self._inside else header.parent:
            self._document["parent_id"] = parent
        self._children: list[dict[str, Any]] = []
        self._open: dict[str, Any] | None = None

    def called(self, tool: str, action: str, began: float, *, failed: bool) -> None:
        """A call of a tool, which has come back."""
        self._add({
            "name": tool, "start_time": began, "end_time": time(), "namespace": "remote",
            "annotations": {"action": action}, **({"error": True} if failed else {}),
        })

    def asks(self, service: str, operation: str) -> None:
        """A call of AWS begins.  They do not overlap."""
        self._open = {
            "name": service, "start_time": time(), "namespace": "aws", "aws": {"operation": operation},
        }

    def answered(self, *, failed: bool) -> None:
        if self._open is not None:
            self._add({**self._open, "end_time": time(), **({"error": True} if failed else {})})
            self._open = None

    def send(self, address: str, annotations: Mapping[str, str], *, failed: bool) -> None:
        """Nobody waits for the daemon, and nothing fails where there is none."""
        document = {
            **self._document, "end_time": time(), "annotations": dict(annotations), "subsegments": self._children,
            **({"fault": True} if failed else {}),
        }
        data = json.dumps(document, separators=(",", ":")).encode()
        if len(data) > LARGEST:
            data = json.dumps({**document, "subsegments": []}, separators=(",", ":")).encode()
        host, _, port = address.rpartition(":")
        with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            out.sendto(LEADER + data, (host, int(port)))

    def _add(self, child: dict[str, Any]) -> None:
        if len(self._children) < MOST_CHILDREN:
            self._children.append({"id": os.urandom(8).hex(), **child})
