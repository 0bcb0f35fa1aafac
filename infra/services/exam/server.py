"""What the exam needs of a service: to start it, to fill it, to see what it holds, and how an account registers it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any  # Any: documents and registrations are JSON

from infra.connectors.documents import Document
from infra.connectors.fetch import CACHE
from infra.services.exam.tasks import Held


class Server:
    """`grant` is what the sub-agent may use; a service whose `document` is None gives its own."""

    name: str
    installed = ""
    """What `install` knows it by; emulate's are there for other tests already."""

    document: Document | None = None
    registration: Mapping[str, Any] = {}
    credentials: Mapping[str, str] | None = None
    grant: Sequence[str] = ()
    stays = False
    """Whether one process serves all tasks, and `seed` also takes away what an earlier one left."""

    base = ""
    """The path below which all that the document tells is found."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    @contextmanager
    def running(self, port: int) -> Iterator[None]:
        raise NotImplementedError

    def seed(self) -> None:
        raise NotImplementedError

    def held(self) -> Held:
        raise NotImplementedError

    def described(self) -> bytes:
        """Its OpenAPI document."""
        assert self.document is not None
        return (CACHE / self.document.file).read_bytes()
