"""Values for the inputs of a construction, each told in the way that it came before, no word for two of them.

An optional input that the run left out may be told as other runs of the same action told it, behind the same word.
"""

from collections.abc import Iterator, Mapping, Sequence

from chalicelib.planning.composer.schema import Param
from chalicelib.planning.tables.clause import Candidate, Clause
from chalicelib.planning.tables.deeds import Deed
from chalicelib.planning.tables.explain import Ground
from chalicelib.planning.usage import ways
from chalicelib.planning.usage.construction import Construction, Path, Way
from chalicelib.planning.usage.known import Known

MOST_VALUES, MOST_KEPT = 6, 24
_SKIPPED, _LED = 0.4, 0.3
Offer = tuple[Candidate, float]


def values(
    ground: Ground, deed: Deed, clause: Clause, one: Construction, known: Known, zone: str
) -> Iterator[tuple[Mapping[Path, Candidate], float]]:
    found: list[tuple[dict[Path, Candidate], float]] = [({}, 0.0)]
    for param in sorted(deed.entry.params, key=lambda each: each.path):
        way = one.ways.get(param.path)
        if not may_be_given(known, one, param) or (way is not None and way.kind == "target"):
            continue
        told = [*ways.ways(clause, param, ground.known, deed.table, zone)] if _worded(way) else []
        others = [] if way is not None else known.ways(one.ref, param.path)
        offers = _as_before(told, way) if way is not None else _as_others(told, others)
        more = [
            ({**chosen, param.path: each}, weight + lead)
            for chosen, weight in found for each, lead in sorted(offers, key=lambda pair: -pair[1])[:MOST_VALUES]
            if not {*each.tokens} & {token for other in chosen.values() for token in other.tokens}
            and not (each.tokens and each.tokens[-1].low.endswith("'s"))  # whose it is says which are meant
        ]
        if not _needed(param):
            more += [(chosen, weight - (_SKIPPED if way is not None else 0.0)) for chosen, weight in found]
        found = sorted(more, key=lambda pair: -pair[1])[:MOST_KEPT]
    yield from found


def may_be_given(known: Known, one: Construction, param: Param) -> bool:
    """Whether the run gave the input, or it may be told though the run left it out."""
    if param.path in one.ways:
        return True
    return not _needed(param) and (param.type == "boolean" or bool(known.ways(one.ref, param.path)))


def _needed(param: Param) -> bool:
    return param.required or len(param.path) > 1


def _worded(way: Way | None) -> bool:
    return way is None or way.kind not in ("constant", "row")


def _as_before(told: Sequence[tuple[Way, Candidate]], way: Way) -> list[Offer]:
    match way.kind:
        case "constant":
            return [(ways.constant(way.detail), 0.0)]
        case "row":
            return [(ways.of_row(str(way.detail)), 0.0)]
        case _:
            return [
                (one, (_LED if other.lead == way.lead else 0.0) + 0.05 * len(one.tokens))
                for other, one in told if other.same(way)
            ]


def _as_others(told: Sequence[tuple[Way, Candidate]], others: Sequence[Way]) -> list[Offer]:
    """As others told it behind the same word, and what the words say to be true."""
    return [
        (one, _LED + 0.05 * len(one.tokens))
        for way, one in told if one.tokens and ((way.lead and way in others) or way.kind == "truth")
    ]

