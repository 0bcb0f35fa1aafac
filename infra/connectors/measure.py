"""One document compiled in a process of its own: what came of it, how long it took, how much memory it wanted."""

import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any  # Any: documents are JSON

from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.tool import Action, encode_action
from chalicelib.tools import Guard, compile_tool
from chalicelib.tools.document import read_text
from infra.connectors.samples import trouble

METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")
PUBLIC = "93.184.216.34"


def measured(path: Path, name: str, base_url: str = "") -> dict[str, Any]:
    """What docs/connectors.md tells of a document; `error` where it is refused.  Memory in MB, sizes in bytes."""
    text = path.read_text()
    registration = {"name": name, "openapi": text, **({"base_url": base_url} if base_url else {})}
    before = time.process_time()
    try:
        # No address is asked for: whether a host exists is not the question here.
        tool = compile_tool(registration, Guard(resolve=lambda host, port: (PUBLIC,)))
    except InvalidRequest as error:
        return {"name": name, "error": error.detail}
    seconds = time.process_time() - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    actions = [action for action in tool.actions if action.via == "http"]
    return {
        "name": name, "bytes": len(text.encode()), "seconds": round(seconds, 2), "memory": round(memory),
        "auth": tool.auth["type"], "warnings": list(tool.warnings), **told(actions, read_text(text)),
    }


def told(actions: list[Action], document: Mapping[str, Any]) -> dict[str, Any]:
    sizes = [len(json.dumps(encode_action(action), ensure_ascii=False).encode()) for action in actions]
    troubled = {action.name: why for action in actions if (why := trouble(action))}
    return {
        "version": str(document.get("openapi", document.get("swagger"))),
        "operations": _operations(document), "compiled": len(actions), "index": sum(sizes), "largest": max(sizes),
        "effects": Counter(action.effect for action in actions),
        "outputs": sum(action.output_schema is not None for action in actions),
        "scoped": sum(bool(action.scopes) for action in actions),
        "callable": len(actions) - len(troubled), "troubled": troubled,
    }


def _operations(document: Mapping[str, Any]) -> int:
    return sum(
        method in METHODS for item in document["paths"].values() if isinstance(item, Mapping) for method in item
    )


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]), *sys.argv[2:])))
