"""The action records of a grant, read when they are asked for: one for a step, all of them for a plan.

A step needs the record of its own action, whatever else its sub-agent was granted.  A planner never reads: it
sees what is there, and is asked again with everything when it wants more (`Unread`).  So a store that fails is
never taken for a planner's defect.
"""

from collections.abc import Iterable, Iterator, Mapping

from chalicelib.domain.tool import Action, decode_action
from chalicelib.engine.ports import Store
from chalicelib.planning.planner import Catalogue

BATCH = 100


class Unread(Exception):
    """A planner wants a record that nobody has read yet."""


class Seen(Mapping[str, Action]):
    """By `tool.action`: what has been read so far; it raises `Unread` for the rest."""

    def __init__(self, digests: Mapping[str, str], read: dict[str, Action]) -> None:
        self._digests = digests
        self._read = read

    def __getitem__(self, ref: str) -> Action:
        digest = self._digests[ref]
        if digest not in self._read:
            raise Unread(ref)
        return self._read[digest]

    def __iter__(self) -> Iterator[str]:
        return iter(self._digests)

    def __len__(self) -> int:
        return len(self._digests)

    def __contains__(self, ref: object) -> bool:
        return ref in self._digests


class Records(Seen):
    """Looking one up reads it alone.  `catalogue` is what a planner is given: it sees what has been read."""

    def __init__(self, store: Store, pk: str, digests: Mapping[str, str], digest: str) -> None:
        super().__init__(dict(digests), {})
        self._store = store
        self._pk = pk
        self.catalogue = Catalogue(digest, Seen(self._digests, self._read))

    def __getitem__(self, ref: str) -> Action:
        digest = self._digests[ref]
        if digest not in self._read:
            self._read |= read_records(self._store, self._pk, [digest])
        return self._read[digest]

    def read_all(self) -> None:
        missing = [digest for digest in self._digests.values() if digest not in self._read]
        if missing:
            self._read |= read_records(self._store, self._pk, missing)


def read_records(store: Store, pk: str, digests: Iterable[str]) -> Mapping[str, Action]:
    """Action records by their digests."""
    wanted = list(dict.fromkeys(digests))
    found: dict[str, Action] = {}
    for start in range(0, len(wanted), BATCH):
        keys = [(pk, f"ACTION#{digest}") for digest in wanted[start:start + BATCH]]
        for (_, sk), item in store.get_many(keys).items():
            found[sk.partition("#")[2]] = decode_action(item.data)
    return found
