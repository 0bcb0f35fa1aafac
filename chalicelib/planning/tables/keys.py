"""Which field of the records an input takes as their key."""

from collections.abc import Iterable

from chalicelib.planning.composer.receivers import PEOPLE
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import bag, name_stems
from chalicelib.planning.records import shapes
from chalicelib.planning.records.resources import KEYS, holds_addresses, is_address, is_key
from chalicelib.planning.tables.described import NAMES, described, spelled
from chalicelib.planning.tables.roles import ROLES, TO, in_its_role, of_somebody
from chalicelib.planning.tables.shortened import longer
from chalicelib.planning.tables.sources import offered
from chalicelib.planning.tables.table import Table, unique_in


def keyed(param: Param, table: Table, words: Iterable[str]) -> str:
    """The field of the table that the input takes as the key of a record; "" for none.  `words`: of the action."""
    if (placed := _placed(param)) and not {*placed} & table.words:
        return ""  # `/books/{id}/tags` takes a book's
    name = _keyed(param, table, (*words, *placed))
    numbers = param.type == "integer" and name  # a number is no code with letters
    return "" if numbers and not any(str(one).isdigit() for one in shapes.column(table.rows, name)) else name


_BARE = bag("id ref key")
"""Stems of what keys are called that say nothing of whose they are."""


def _keyed(param: Param, table: Table, words: Iterable[str]) -> str:
    if not table.key or param.temporal or param.type in ("boolean", "number"):
        return ""
    key = name_stems(table.key)
    if param.stems[-1:] == ("id",) and {*key} & NAMES:
        return ""  # an id is no name, even where records show nothing else
    if param.stems == key and (len(key) > 1 or not {*key} <= _BARE or table.words & {*words}):
        return table.key
    named = [name for name in sorted(table.own) if "." not in name and name_stems(name) == param.stems]
    named = [name for name in named if name not in table.foreign and not shapes.listed(table.rows, name)]
    unique = [name for name in named if unique_in(table.rows, name)]
    own = param.is_id and {*param.owner} <= table.words
    its = bool(param.stems) and (own or param.stems[-1] in KEYS) and not param.enum
    if unique and its and param.stems != ("id",):
        return unique[0]
    if (held := _by_form(param, table)) is not None:
        return held
    if any(name_stems(name) == param.stems for name in table.own):
        return ""  # it takes what stands in that field
    return _of_owner(param, table, words)


def _of_owner(param: Param, table: Table, words: Iterable[str]) -> str:
    """The field, where it is told whose key it takes or what somebody is to the record."""
    key, owner = name_stems(table.key), frozenset({*param.stems} - KEYS - ROLES)
    if not owner and in_its_role(param, table.words, table.key, words):
        return table.key
    if table.persons and of_somebody(param.called) and not offered(param) and _of_that_type(param, table):
        return table.key
    owner = frozenset(map(longer(table.words), owner))
    own = "" if key[-1:] == ("id",) and {*key} - KEYS - table.words - owner else table.key  # no owner_id for a boat_id
    called = table.words | (PEOPLE if table.persons else frozenset())
    owned = owner and owner <= table.words and (param.is_id or param.required)
    owned = owned or _called_after(param, table)
    if (owned or described(param, table.key, called)) and not offered(param):
        return spelled(param, [name for name in sorted(table.own) if unique_in(table.rows, name)]) or own
    if {*param.stems} <= KEYS and param.required and table.words & {*words} and key[-1:] == param.stems[-1:]:
        return own
    return ""


def _of_that_type(param: Param, table: Table) -> bool:
    """Whether it takes such a key, though only somebody's part is told: a number, or what says that it is an id."""
    numbers = all(str(one).isdigit() for one in shapes.column(table.rows, table.key))
    each = param.schema.get("items") or {}
    return param.is_id or (each.get("type") if param.many else param.type) == ("integer" if numbers else "string")


def _called_after(param: Param, table: Table) -> bool:
    """Whether it takes the name by which such records are told: `lampName` of lamps that have a `displayName`."""
    *owner, last = param.stems or ("",)
    return last in NAMES and bool(owner) and {*owner} <= table.words and name_stems(table.key)[-1:] == (last,)


def _placed(param: Param) -> tuple[str, ...]:
    """Whose key it is, as the path says; nothing where it does not."""
    return param.owner if {*param.stems} <= KEYS and param.is_id and param.owner != param.stems else ()


def _by_form(param: Param, table: Table) -> str | None:
    """The one field with the paths or addresses of the records, for an input that takes such; None for any other."""
    if param.stems[-1:] == ("path",) and not {*param.stems} & TO:
        return next((name for name in sorted(table.own) if _path(table, name)), "")
    if not (is_address(param) or holds_addresses(param)):
        return None
    keyed_ = {name.rpartition(".")[0] for name in table.own if is_key(name.rpartition(".")[2])} - {""}
    own = [name for name in sorted(table.own) if name.rpartition(".")[0] not in keyed_]  # not of a record inside
    addresses = [name for name in own if shapes.shape(table.rows, name) == "address"]
    held = [name for name in addresses if unique_in(table.rows, name)]
    return held[0] if len(held) == 1 else ""


def _path(table: Table, name: str) -> bool:
    """Whether the field tells where each record lies: `/plans/north.pdf`."""
    held = shapes.column(table.rows, name)
    return "path" in name_stems(name) and unique_in(table.rows, name) and all(str(one).startswith("/") for one in held)
