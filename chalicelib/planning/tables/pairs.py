"""Actions that join two records or part them, told nothing but their keys: `create_membership(team_id, user_id)`.

"Add Ann to the Rooks" asks for such a one, whatever it is called; what is joined already is not joined again.  Who
moves from one thing to another leaves the first and is added to the second.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal  # Any: values are JSON

from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import Token, bag, stem, stem_bag
from chalicelib.planning.records.clauses import Clause as Part
from chalicelib.planning.tables.table import Table
from chalicelib.planning.tables.world import columns

Sense = Literal["create", "delete"]
_JOINING, _GIVING = stem_bag("add put enrol enroll include"), stem_bag("assign place")
_PARTING = stem_bag("remove take drop kick throw")
_ENDING = stem_bag("delete destroy purge erase cancel")
_MOVING = stem_bag("move transfer shift switch swap")
_INTO, _OUT = bag("to in into on onto"), bag("from off out")


def keys(one: Entry, sense: Sense) -> tuple[Param, ...]:
    """The two keys; nothing for an action that must be told anything else, or that deletes what one of them tells."""
    needed = [param for param in one.params if param.required]
    named = [param for param in needed if param.named_id and param.owner != param.stems and len(param.path) == 1]
    apart = len({param.owner for param in named}) == len(needed) == 2
    return tuple(named) if apart and sense in one.senses and one.verb not in _ENDING else ()


def asked(one: Entry, said: Sequence[Token]) -> bool:
    """Whether one thing is to be added to another, or taken from it.  `said`: from the verb on."""
    verb, leads = said[0].stem, {token.low for token in said[1:]}
    joins = verb in _JOINING and bool(leads & _INTO) and bool(keys(one, "create"))
    return joins or (verb in _PARTING and bool(leads & _OUT) and bool(keys(one, "delete")))


def may_be_asked(one: Entry, said: Sequence[Token]) -> bool:
    """Whether that may be said: what is assigned to somebody is added to nothing."""
    return said[0].stem in _GIVING and any(token.low in _INTO for token in said[1:]) and bool(keys(one, "create"))


def leaves(one: Entry, said: Sequence[Token]) -> bool:
    """Whether something is to leave one thing for another, of which joining is but a half."""
    out = said[0].stem not in {*one.name} and any(token.low == "from" for token in said[1:])
    return out and bool(keys(one, "create"))


def moved(one: Entry, said: Sequence[Token]) -> bool:
    """Whether it parts two records, and something is to move from one thing to another."""
    at = next((at for at, token in enumerate(said) if token.stem in _MOVING), len(said))
    return {"from", "to"} <= {token.low for token in said[at:]} and bool(keys(one, "delete"))


def halves(part: Part, entries: Iterable[Entry]) -> list[Part]:
    """ "Move Ann from the Rooks to the Bishops" as two clauses, where actions part and join such; else nothing."""
    lows = [token.low for token in part.tokens]
    if part.verb < 0 or part.tokens[part.verb].stem not in _MOVING or not {"from", "to"} <= {*lows}:
        return []
    out, into = lows.index("from"), len(lows) - 1 - lows[::-1].index("to")
    every = [*entries]
    joined = {frozenset(param.owner for param in keys(one, "create")) for one in every} - {frozenset()}
    parted = {frozenset(param.owner for param in keys(one, "delete")) for one in every}
    if not part.verb < out < into or not joined & parted:
        return []
    whom = part.tokens[part.verb + 1 : out]
    return [
        replace(part, tokens=(_verb(part.tokens[part.verb], verb), *whom, *rest), verb=0)
        for verb, rest in (("remove", part.tokens[out:into]), ("add", part.tokens[into:]))
    ]


def _verb(token: Token, verb: str) -> Token:
    return replace(token, text=verb, low=verb, stem=stem(verb))


def there(one: Entry, told: Mapping[tuple[str, ...], Any], known: Sequence[Table]) -> bool:
    """Whether a record shows that both are joined already."""
    pair = [(param, told.get(param.path)) for param in keys(one, "create")]
    for table in known if pair else ():
        names = [next(iter(columns(table, param)), "") for param, _ in pair]
        values = [str(value) for _, value in pair]
        if all(names) and any([str(row.values.get(name)) for name in names] == values for row in table.rows):
            return True
    return False
