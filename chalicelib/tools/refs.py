"""References inside one document, followed only where an operation uses them."""

from collections.abc import Mapping
from typing import Any, Literal  # Any: a document is JSON
from urllib.parse import unquote

from chalicelib.tools.source import invalid

Json = Mapping[str, Any]
Side = Literal["request", "response"]

LONGEST_CHAIN = 20


class Refs:
    """Follows `$ref`s; what leads nowhere is an empty node, and is remembered.

    A reference to another file or address is refused: nothing is fetched because a document says so.
    """

    def __init__(self, document: Json) -> None:
        self._document = document
        self.lost: dict[str, None] = {}
        self.made: dict[tuple[str, Side], dict[str, Any]] = {}
        self._found: dict[str, Any] = {}

    def node(self, node: Any) -> Json:
        """The node itself, or what its reference (of references) points to."""
        for _ in range(LONGEST_CHAIN):
            if not isinstance(node, Mapping):
                return {}
            ref = node.get("$ref")
            if not isinstance(ref, str):
                return node
            if ref not in self._found:
                self._found[ref] = self._at(ref)
            node = self._found[ref]
        return {}

    def _at(self, ref: str) -> Any:
        if not ref.startswith("#"):
            raise invalid("openapi", ref, "it is a reference to another file, and none is fetched: "
                          "bundle the document into one file first")
        found: Any = self._document
        for part in ref[1:].split("/")[1:]:
            found = _child(found, unquote(part).replace("~1", "/").replace("~0", "~"))
            if found is None:
                self.lost[ref] = None
                return {}
        return found


def _child(node: Any, key: str) -> Any:
    if isinstance(node, Mapping):
        return node.get(key, node.get(int(key)) if key.isdigit() else None)  # YAML reads a bare 200 as a number
    if isinstance(node, list) and key.isdigit() and int(key) < len(node):
        return node[int(key)]
    return None
