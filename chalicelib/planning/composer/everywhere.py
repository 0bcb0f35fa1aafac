"""Inputs that a service takes everywhere: they tell how to answer, and nobody who asks for something means them.

    alt, fields, prettyPrint, quotaUser     of every request
    expand, opt_fields, exclude_fields      of nearly every read
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.schema import Param

READS, SHARE = 10, 0.8
"""Of how many reads at least, and in which share of them."""


def asked(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """The entries with those inputs only that a request may be about; those that leaf through answers stay."""
    by_tool: dict[str, list[Entry]] = {}
    for one in entries.values():
        by_tool.setdefault(one.action.tool, []).append(one)
    shared = {tool: frozenset(_shared(found)) for tool, found in by_tool.items()}
    return {ref: _without(one, shared[one.action.tool]) for ref, one in entries.items()}


def _shared(entries: Sequence[Entry]) -> Iterator[str]:
    reads = [one for one in entries if one.action.effect == "read"]
    counts = Counter(name for one in reads for name in {param.name for param in one.params if _optional(param)})
    for name, count in counts.items():
        if len(reads) >= READS and count >= SHARE * len(reads):
            yield name


def _optional(param: Param) -> bool:
    return len(param.path) == 1 and not param.required and not param.paging


def _without(one: Entry, shared: frozenset[str]) -> Entry:
    left = tuple(param for param in one.params if param.name not in shared or not _optional(param))
    return replace(one, params=left) if len(left) < len(one.params) else one
