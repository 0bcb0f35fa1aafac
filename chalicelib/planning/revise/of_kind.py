"""A list with records of several kinds came back: a step that is for one of them is given no record of another."""

from collections.abc import Mapping, Sequence
from typing import Any  # Any: entries are JSON

from chalicelib.domain.binding import Output
from chalicelib.planning.revise.look import Look, Use
from chalicelib.planning.revise.paths import list_in, look_up


def of_another(look: Look, use: Use, output: Output) -> str:
    """The field of the record of another kind that the output tells; "" where it is none."""
    value, found = look_up(output.path, look.output), list_in(look.output)
    entries = [one for one in found[1] if isinstance(one, Mapping)] if found else []
    if not isinstance(value, str | int) or isinstance(value, bool):
        return ""
    held = [(name, one) for one in entries for name, other in one.items() if other == value]
    return next((name for name, one in held if one not in fitting(look, use, entries, name)), "")


def fitting(look: Look, use: Use, entries: Sequence[Any], key: str) -> list[Any]:
    """The records for which the step's action is.  `key`: their field that it takes."""
    if use.step.effect == "read" or len(entries) < 2 or not all(isinstance(one, Mapping) for one in entries):
        return [*entries]
    from chalicelib.planning.composer.entry import entry  # few steps write what a list gave
    from chalicelib.planning.records.kinds import kinds

    used = [one for one in look.brief.catalogue.of_tool(use.step.tool) if one.writes]
    writes = [entry(one.ref, one) for one in used if use.name in one.properties]
    told = kinds(entries, key, writes)
    ref = use.step.ref
    return [one for one in entries if told is None or told.fits(ref, one)]
