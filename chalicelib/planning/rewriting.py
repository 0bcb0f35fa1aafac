"""Actions that write a record anew, where another changes a part of it: what nobody speaks of would be lost.

    PUT   /talks/{id}     the whole talk           not planned with
    PATCH /talks/{id}     a part of it
"""

from collections.abc import Mapping

from chalicelib.domain.tool import Action


def without(actions: Mapping[str, Action]) -> Mapping[str, Action]:
    """The actions, less those that replace what another one changes in part, and take no more than that does."""
    parts = {_place(one): one for one in actions.values() if one.call.get("method") == "PATCH"}
    return {ref: one for ref, one in actions.items() if not _replaces(one, parts.get(_place(one)))}


def _place(one: Action) -> tuple[str, str]:
    return one.tool, str(one.call.get("path", ""))


def _replaces(one: Action, part: Action | None) -> bool:
    told, other = (each.properties for each in (one, part or one))
    return part is not None and one.call.get("method") == "PUT" and {*told} <= {*other}
