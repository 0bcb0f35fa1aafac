"""Inputs that take the key of what a field of that name refers to: `owner`, where flags hold usernames as theirs."""

from chalicelib.planning.composer.schema import Param
from chalicelib.planning.tables.table import Table
from chalicelib.planning.tables.world import columns


def referred(param: Param, holder: Table, table: Table) -> str:
    """The field of the table with the keys that the holder's field of that name holds; "" for none."""
    names = {*columns(holder, param)}
    return next((key for name, refs, key in holder.links if name in names and refs == table.refs), "")


def refers(param: Param, holder: Table) -> bool:
    """Whether the holder's field of that name holds keys of other records."""
    return any(name in holder.foreign for name in columns(holder, param))
