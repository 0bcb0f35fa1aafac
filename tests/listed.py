"""A store that takes only what `engine.kinds` lists, and remembers what it was given."""

from collections.abc import Sequence
from typing import Any

from chalicelib.engine.kinds import Kind, kind_of
from chalicelib.engine.ports import META, Write


class Listed:
    """In front of any store.  `seen`: the kinds that were written, with whether each had an end of life."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self.seen: dict[Kind, set[bool]] = {}

    def put(self, write: Write) -> bool:
        self.note(write.pk, write.sk, write.expires is not None)
        return bool(self.inner.put(write))

    def put_many(self, writes: Sequence[Write]) -> None:
        for write in writes:
            self.note(write.pk, write.sk, write.expires is not None)
        self.inner.put_many(writes)

    def accept(self, pk: str, control: Any) -> bool:
        self.note(pk, META, True)
        return bool(self.inner.accept(pk, control))

    def settle(self, pk: str, writes: Sequence[Write], transition: Any, sends: Any) -> Any:
        for write in writes:
            self.note(write.pk, write.sk, write.expires is not None)
        return self.inner.settle(pk, writes, transition, sends)

    def note(self, pk: str, sk: str, expires: bool) -> None:
        kind = kind_of(pk, sk)
        assert kind is not None, f"{pk!r} / {sk!r} is of a kind that chalicelib/engine/kinds.py does not list"
        self.seen.setdefault(kind, set()).add(expires)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)
