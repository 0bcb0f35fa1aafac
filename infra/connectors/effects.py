"""`python -m infra.connectors.effects`: what actions count as by name and description, held against their methods.

Catalogues and servers that declare no effects are read so; official documents tell by GET what only looks.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any  # Any: documents are JSON

from chalicelib.planning.door import catalogue_from_tools
from infra.connectors.documents import DOCUMENTS
from infra.connectors.fetch import CACHE, Unfetched, fetch

METHODS = ("get", "post", "put", "patch", "delete")


def main() -> int:
    try:
        fetch(DOCUMENTS)
    except Unfetched as error:
        print(error, file=sys.stderr)
        return 2
    print("| document | operations | looks that count as changes | changes that count as looks |")
    print("|---|---|---|---|")
    whole: Counter[str] = Counter()
    for one in DOCUMENTS:
        told = counted(json.loads((CACHE / one.file).read_text()))
        whole += told
        print(_row(one.name, told))
    print(_row("all", whole))
    return 0


def counted(document: dict[str, Any]) -> Counter[str]:
    """How many operations are `read` and `write` by their method, and how many of each are taken for the other."""
    operations = {name: (method, tool) for name, method, tool in _operations(document)}
    known = catalogue_from_tools({"tools": [tool for _, tool in operations.values()]}, carried_out=True)
    found: Counter[str] = Counter()
    for action in known.actions.values():
        by_method = "read" if operations[action.name][0] == "get" else "write"
        found[by_method] += 1
        found[f"{by_method} mistaken"] += (action.effect == "read") != (by_method == "read")
    return found


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path in (document.get("paths") or {}).values():
        for method in METHODS:
            told = path.get(method)
            if not told or not told.get("operationId"):
                continue
            listed = (*(path.get("parameters") or ()), *(told.get("parameters") or ()))
            inputs = [one for one in listed if "name" in one and one.get("in") in ("path", "query")]
            properties = {one["name"]: {"type": (one.get("schema") or one).get("type", "string")} for one in inputs}
            needed = [one["name"] for one in inputs if one.get("required")]
            said = told.get("summary") or told.get("description") or ""
            schema = {"type": "object", "properties": properties, "required": needed}
            tool = {"name": told["operationId"], "description": said, "parameters": schema}
            yield told["operationId"], method, tool


def _row(name: str, told: Counter[str]) -> str:
    mistaken = " | ".join(f"{told[f'{one} mistaken']} of {told[one]}" for one in ("read", "write"))
    return f"| {name} | {told['read'] + told['write']} | {mistaken} |"


if __name__ == "__main__":
    raise SystemExit(main())
