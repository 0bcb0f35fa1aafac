"""Actions that join two records and are told nothing but their keys: `create_membership(team_id, user_id)`.

"Add Ann to the Rooks" asks for such a one, whatever it is called; what is joined already is not joined again.
"""

from collections.abc import Mapping, Sequence
from typing import Any  # Any: values are JSON

from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import Token, bag, stem_bag
from chalicelib.planning.tables.table import Table
from chalicelib.planning.tables.world import columns

_JOINING, _GIVING = stem_bag("add put enrol enroll include"), stem_bag("assign place")
_INTO = bag("to in into on onto")


def keys(one: Entry) -> tuple[Param, ...]:
    """The two keys; nothing for an action that must be told anything else."""
    needed = [param for param in one.params if param.required]
    named = [param for param in needed if param.named_id and param.owner != param.stems and len(param.path) == 1]
    apart = len({param.owner for param in named}) == len(needed) == 2
    return tuple(named) if apart and "create" in one.senses else ()


def asked(said: Sequence[Token]) -> bool:
    """Whether it is said that one thing is added to another.  `said`: from the verb on."""
    return said[0].stem in _JOINING and any(token.low in _INTO for token in said[1:])


def may_be_asked(said: Sequence[Token]) -> bool:
    """Whether that may be said: what is assigned to somebody is added to nothing."""
    return said[0].stem in _GIVING and any(token.low in _INTO for token in said[1:])


def leaves(one: Entry, said: Sequence[Token]) -> bool:
    """Whether something is to leave one thing for another, of which joining is but a half."""
    return said[0].stem not in {*one.name} and any(token.low == "from" for token in said[1:]) and bool(keys(one))


def there(one: Entry, told: Mapping[tuple[str, ...], Any], known: Sequence[Table]) -> bool:
    """Whether a record shows that both are joined already."""
    pair = [(param, told.get(param.path)) for param in keys(one)]
    for table in known if pair else ():
        names = [next(columns(table, param), "") for param, _ in pair]
        values = [str(value) for _, value in pair]
        if all(names) and any([str(row.values.get(name)) for name in names] == values for row in table.rows):
            return True
    return False
