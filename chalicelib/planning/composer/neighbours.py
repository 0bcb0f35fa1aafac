"""What a neighbour in the prompt was told serves a reading action that lacks it."""

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.domain.binding import Binding, Mention
from chalicelib.planning.composer.sketch import Node, Path


def shared(nodes: Sequence[Node]) -> list[Node]:
    """What a reading action lacks, as a neighbour in the prompt was told it for an input of the same name.

    "Get the forecast and the time zone for Cape Town".
    """
    return [_with_shared(node, nodes) if node.entry.action.effect == "read" else node for node in nodes]


def _with_shared(node: Node, nodes: Sequence[Node]) -> Node:
    found: dict[Path, Binding] = {}
    beside = sorted((one for one in nodes if one is not node), key=lambda one: abs(one.number - node.number))
    for one in node.missing:
        told = [
            other.inputs[same.path]
            for other in beside
            for same in other.entry.params
            if same.path in other.inputs and (same.stems, same.type) == (one.stems, one.type)
        ]
        if not one.is_id and told and isinstance(told[0], Mention):
            found[one.path] = told[0]
    left = tuple(one for one in node.missing if one.path not in found)
    return replace(node, inputs={**node.inputs, **found}, missing=left) if found else node
