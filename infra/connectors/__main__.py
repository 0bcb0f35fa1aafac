"""`python -m infra.connectors [everything]`: fetch, compile, and write docs/connectors.md."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any  # Any: measurements are JSON

from infra.connectors.documents import DOCUMENTS, Document
from infra.connectors.everything import everything
from infra.connectors.fetch import CACHE, Unfetched, fetch
from infra.connectors.page import page

PAGE = Path("docs/connectors.md")
ALL = CACHE / "everything.json"


def main(wanted: str = "") -> int:
    try:
        fetch(DOCUMENTS)
        if wanted == "everything":
            ALL.write_text(json.dumps(everything()))
    except Unfetched as error:
        print(error, file=sys.stderr)
        return 2
    measured = [_apart(one) for one in DOCUMENTS]
    PAGE.write_text(page(measured, json.loads(ALL.read_text()) if ALL.exists() else None))
    for one in measured:
        print(one["name"], one.get("error") or f"{one['compiled']}/{one['operations']} in {one['seconds']} s")
    print(PAGE)
    return 0 if all("error" not in one for one in measured) else 1


def _apart(document: Document) -> dict[str, Any]:
    """In a process of its own, so that its peak of memory is its own."""
    command = [sys.executable, "-m", "infra.connectors.measure", str(CACHE / document.file), document.name]
    done = subprocess.run(  # noqa: S603 -- ourselves
        [*command, document.base_url], capture_output=True, text=True, check=True, timeout=600
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:2]))
