"""A record of a list, found again in a list that was read anew: by what it is called, as its place may be another's."""

import re
from collections.abc import Mapping
from typing import Any  # Any: outputs are JSON

from chalicelib.planning.composer.choose import NAMING
from chalicelib.planning.composer.words import name_stems
from chalicelib.planning.revise.paths import joined, look_up, quoted, raw

_PLACE = re.compile(r"(?P<list>[^\[\]]*)\[(?P<at>\d+)\]\.?(?P<rest>[^\[\]]*)")


def found_again(path: str, output: Any) -> str | None:
    """The path to the same record in another output; None where several records could be meant by it.

    A path that does not go by a place, or whose output is not known, is left as it is.
    """
    match = _PLACE.fullmatch(path)
    entries = look_up(match["list"] or "@", output) if match is not None else None
    if match is None or not isinstance(entries, list) or int(match["at"]) >= len(entries):
        return path
    name = _name(entries, entries[int(match["at"])])
    if name is None:
        return path if len(entries) == 1 else None
    chosen = f"{match['list']}[?{quoted(name[0])} == {raw(name[1])}] | [0]"
    return joined(chosen, match["rest"])


def _name(entries: list[Any], entry: Any) -> tuple[str, str] | None:
    """A field by whose text the entry is told from all others."""
    for name, value in entry.items() if isinstance(entry, Mapping) else ():
        if isinstance(value, str) and value and {*name_stems(str(name))} <= NAMING:
            same = [one for one in entries if isinstance(one, Mapping) and one.get(name) == value]
            if len(same) == 1:
                return str(name), value
    return None
