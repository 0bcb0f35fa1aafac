"""Every document of the directory, one after the other: does any of them break the compiler?"""

import json
import tarfile
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any  # Any: documents are JSON

from chalicelib.domain.errors import InvalidRequest
from chalicelib.tools import Guard, compile_tool
from infra.connectors.documents import DIRECTORY
from infra.connectors.fetch import packed
from infra.connectors.measure import PUBLIC, told

PLACE = {"base_url": "https://api.example.com", "auth": {"type": "bearer"}}


def everything() -> dict[str, Any]:
    """Counts over all documents, and what was refused or broke, by name."""
    counts: Counter[str] = Counter()
    refused: dict[str, str] = {}
    broken: dict[str, str] = {}
    for name, text in _documents():
        counts["documents"] += 1
        try:
            counts.update(_one(text))
        except InvalidRequest as error:
            refused[name] = error.detail[:160]
        except Exception:  # whatever it is, it is what we look for
            broken[name] = traceback.format_exc(limit=-3)
    return {**counts, "refused": refused, "broken": broken}


def _one(text: str) -> dict[str, int]:
    """As an account registers it: with an address and a credential of its own where the document's are unusable."""
    guard = Guard(resolve=lambda host, port: (PUBLIC,))
    try:
        tool = compile_tool({"name": "x", "openapi": text}, guard)
    except InvalidRequest as error:
        if not any(field in error.detail for field in ("base_url", "auth", "openapi.servers")):
            raise
        tool = compile_tool({"name": "x", "openapi": text, **PLACE}, guard)
    found = told([action for action in tool.actions if action.via == "http"], json.loads(text))
    return {name: found[name] for name in ("operations", "compiled", "callable")} | {"understood": 1}


def _documents() -> Iterator[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder, tarfile.open(packed(DIRECTORY, Path(folder))) as files:
        for member in files:
            if member.name.startswith("package/api/") and member.name.endswith(".json"):
                content = files.extractfile(member)
                assert content is not None
                yield member.name.removeprefix("package/api/").removesuffix(".json"), content.read().decode()
