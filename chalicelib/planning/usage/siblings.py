"""What runs showed of one input, said of another beside it: no cash machines any more, no online payments any more."""

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.usage.construction import Construction


def siblings(one: Construction, entry: Entry, said: frozenset[str]) -> Iterator[Construction]:
    """The construction for each truth beside the one that it sets, where the clause speaks of that and not of this."""
    params = {param.path: param for param in entry.params}
    for path, way in one.ways.items():
        if path not in params or way.kind != "constant" or not isinstance(way.detail, bool):
            continue
        own = _speaking(params[path])
        for other in entry.params:
            about = (_speaking(other) - own) & said
            beside = other.type == "boolean" and other.path[:-1] == path[:-1] and other.path not in one.ways
            if beside and about and one.words & own and not one.words & own <= said:
                ways = {name: told for name, told in one.ways.items() if name != path}
                yield replace(one, words=(one.words - own) | about, ways={**ways, other.path: way})


def _speaking(param: Param) -> frozenset[str]:
    return frozenset((*param.stems, *param.about))
