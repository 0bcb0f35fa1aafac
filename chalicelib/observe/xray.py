"""All of X-Ray: a segment for a traced piece of work, sent to the daemon as one datagram.

    Lambda's own segment ─ ours ┬─ one for each call of a tool
    (or the sender's)           └─ one for each call of AWS

Imported only where an invocation is traced: AWS's library loads for longer than everything else of a step.  Of it only
the documents and the sender are used; its recorder and its patches are not, so that OpenTelemetry may take the place
of this one module when the library's support ends.
"""

from collections.abc import Mapping

from aws_xray_sdk.core.emitters.udp_emitter import UDPEmitter
from aws_xray_sdk.core.models.facade_segment import FacadeSegment
from aws_xray_sdk.core.models.segment import Segment as Document
from aws_xray_sdk.core.models.subsegment import Subsegment

from chalicelib.observe.header import Header

LARGEST = 60_000
"""Bytes; a datagram takes no more than 64 KB."""

MOST_CHILDREN = 100


class Segment:
    """`header`: what the work follows from; `here`: that of the invocation, whose segment Lambda sends itself.

    Where both are of one trace, ours is a part of Lambda's segment.  Where Lambda began a trace of its own for what
    came out of a queue, ours is a segment in the sender's, so that the steps of a task are found in one trace.
    """

    def __init__(self, name: str, header: Header, here: Header) -> None:
        if header.root == here.root and here.parent:
            self._root = FacadeSegment("lambda", here.parent, here.root, sampled=True)
            self._document = Subsegment(name, "local", self._root)
            self._root.add_subsegment(self._document)
        else:
            self._root = self._document = Document(name, traceid=header.root, parent_id=header.parent or None)
        self.id: str = self._document.id
        self._open: Subsegment | None = None

    def called(self, tool: str, action: str, began: float, *, failed: bool) -> None:
        """A call of a tool, which has come back."""
        child = Subsegment(tool, "remote", self._root)
        child.start_time = began
        child.put_annotation("action", action)
        self._add(child, failed=failed)

    def asks(self, service: str, operation: str) -> None:
        """A call of AWS begins.  They do not overlap."""
        self._open = Subsegment(service, "aws", self._root)
        self._open.set_aws({"operation": operation})

    def answered(self, *, failed: bool) -> None:
        if self._open is not None:
            self._add(self._open, failed=failed)
            self._open = None

    def send(self, address: str, annotations: Mapping[str, str], *, failed: bool) -> None:
        """Nobody waits for the daemon, and nothing fails where there is none."""
        for name, value in annotations.items():
            self._document.put_annotation(name, value)
        if failed:
            self._document.add_fault_flag()
        self._document.close()
        if len(self._document.serialize()) > LARGEST:
            self._document.subsegments.clear()
        UDPEmitter(address).send_entity(self._document)

    def _add(self, child: Subsegment, *, failed: bool) -> None:
        if len(self._document.subsegments) >= MOST_CHILDREN:
            return
        if failed:
            child.add_error_flag()
        self._document.add_subsegment(child)
        child.close()
