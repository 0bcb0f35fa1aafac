"""Records that several inputs tell together: `set_variable` takes a project and a key, `upsert` a domain and a name.

No field of such a record is its key for the action.  Which inputs tell it is seen in the records: the first of those
that must be told by which no two records are the same.
"""

from collections.abc import Iterator, Sequence

from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import name_stems, stem_bag, text_stems
from chalicelib.planning.records.resources import KEYS
from chalicelib.planning.tables.sources import called
from chalicelib.planning.tables.table import Table
from chalicelib.planning.tables.world import columns

_MAKING = frozenset(("create", "send", "pay", "refund"))
_REPLACING = stem_bag("replace overwrite update upsert override")


def keys(one: Entry, table: Table, *, making: bool) -> tuple[tuple[Param, str], ...]:
    """The inputs that tell a record of the table together, with its fields; () where one does, or nothing does.

    `making`: whether the action makes something new, so that it is done to a record only where it says so.
    """
    told = {*one.name, *text_stems(one.action.description.partition(".")[0])} & _REPLACING
    done = bool(told) or (not making and (one.senses & {"update", "delete"} or not one.senses & _MAKING))
    if not done or not table.words & {*one.objects, *called(one)} or len(table.rows) < 2:
        return ()
    found: list[tuple[Param, str]] = []
    for pair in _fields(one, table):
        found.append(pair)
        if _apart(table, [name for _, name in found]):
            return tuple(found) if len(found) > 1 and found[0][1] != table.key else ()
    return ()


def _fields(one: Entry, table: Table) -> Iterator[tuple[Param, str]]:
    for param in one.params:
        name = next(iter(columns(table, param)), "") or _number(param, table) or _key(param, table)
        if param.required and name and len(param.path) == 1 and param.type in ("string", "integer"):
            yield param, name


def _number(param: Param, table: Table) -> str:
    """The field that numbers such records, for an input that is called as they are: `connector` takes its `no`."""
    numbers = [name for name in sorted(table.own) if {*name_stems(name)} <= KEYS]
    return numbers[0] if len(numbers) == 1 and {*param.stems} - KEYS and {*param.stems} - KEYS <= table.words else ""


def _key(param: Param, table: Table) -> str:
    """Their own key, or that of what such records are a part of, for an input that says whose key it takes."""
    owner = {*param.owner} - KEYS if param.is_id else set()
    keys = {table.key: table.words, **table.foreign}
    return next((name for name, words in keys.items() if name and owner and owner <= words), "")


def _apart(table: Table, names: Sequence[str]) -> bool:
    held = [tuple(str(row.values.get(name, "")) for name in names) for row in table.rows]
    return len({*held}) == len(held) and all(all(one) for one in held)
