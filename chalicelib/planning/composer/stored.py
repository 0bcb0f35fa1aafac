"""The stored form of an index: so that a worker loads what was compiled once and does not compile it again.

    key    what made it: the catalogue's digest and the code that shaped the index, so that neither can go stale
    data   the index without its actions, which the catalogue holds; no class but the index's own is ever made
"""

import gc
import hashlib
import io
import pickle
import zlib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any  # Any: what pickle asks for

from chalicelib.domain.tool import Action
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.index import Index
from chalicelib.planning.composer.schema import Field, Param
from chalicelib.planning.planner import Catalogue

_MADE_OF = {(kind.__module__, kind.__name__): kind for kind in (Index, Entry, Param, Field)}


@cache
def form() -> str:
    """A digest of the code and the tables that shape an index."""
    digest = hashlib.sha256()
    for file in sorted(resources.files(__package__).iterdir(), key=lambda one: one.name):
        if file.name.endswith((".py", ".txt")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def name(catalogue: Catalogue) -> str:
    return f"{catalogue.digest}.{form()}"


def dumped(index: Index) -> bytes:
    buffer = io.BytesIO()
    _Writer(buffer, protocol=5).dump(replace(index, gains={}, found={}))
    return zlib.compress(buffer.getvalue(), 1)


def loaded(data: bytes, catalogue: Catalogue) -> Index | None:
    """The index in `data`; None if it is of another make."""
    collecting = gc.isenabled()
    gc.disable()  # so many small objects at once that collecting would double the time
    try:
        found = _Reader(io.BytesIO(zlib.decompress(data)), catalogue.actions).load()
    except (pickle.UnpicklingError, zlib.error, EOFError, KeyError, AttributeError, TypeError, ValueError):
        return None
    finally:
        if collecting:
            gc.enable()
    return found if isinstance(found, Index) else None


class _Writer(pickle.Pickler):
    def persistent_id(self, value: Any) -> str | None:
        return value.ref if isinstance(value, Action) else None


class _Reader(pickle.Unpickler):
    def __init__(self, data: io.BytesIO, actions: Mapping[str, Action]) -> None:
        super().__init__(data)
        self._actions = actions

    def persistent_load(self, ref: str) -> Action:
        return self._actions[ref]

    def find_class(self, module: str, kind: str) -> Any:
        if (module, kind) not in _MADE_OF:
            raise pickle.UnpicklingError(f"an index holds no {module}.{kind}")
        return _MADE_OF[module, kind]
