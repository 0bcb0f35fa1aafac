"""A description of an HTTP service as it was given: an object, JSON or YAML, in any version that is in use.

    OpenAPI 3.0, 3.1, 3.2     as they are
    Swagger 2.0               in the words of OpenAPI 3 (see `swagger`)

YAML is read as its version 1.2 says, since JSON is what is meant: `on` is a text, not true; `2030-01-31` no date.
"""

import json
from collections.abc import Mapping
from typing import Any  # Any: a document is JSON

from chalicelib.tools.source import invalid
from chalicelib.tools.swagger import upgraded

_NULL = r"^(?:~|null|Null|NULL|)$"
_BOOL = r"^(?:true|True|TRUE|false|False|FALSE)$"
_INT = r"^(?:[-+]?[0-9]+|0x[0-9a-fA-F]+|0o[0-7]+)$"
_FLOAT = r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$|^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$"


def parse_document(document: Any) -> Mapping[str, Any]:
    """The document in the words of OpenAPI 3.  Raises `InvalidRequest` for what is none."""
    if isinstance(document, str):
        document = read_text(document)
    if not isinstance(document, Mapping):
        raise invalid("openapi", document, "give the document as an object, or as JSON or YAML text")
    version = str(document.get("openapi", document.get("swagger", "")))
    if not version.startswith(("3.", "2.")):
        remedy = "give an OpenAPI 3 document (field `openapi`) or a Swagger 2 document (field `swagger`)"
        raise invalid("openapi", version or None, remedy)
    if not isinstance(document.get("paths"), Mapping):
        raise invalid("openapi.paths", document.get("paths"), "the document must have `paths`")
    return upgraded(document) if version.startswith("2.") else document


def read_text(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        pass  # then it is YAML, or nothing
    except RecursionError:
        raise invalid("openapi", text[:40], "it is nested too deeply") from None
    import yaml

    try:
        return yaml.load(text, Loader=_yaml_loader())  # noqa: S506 -- a safe loader with fewer types
    except (yaml.YAMLError, RecursionError) as error:
        raise invalid("openapi", text[:40], f"it is neither JSON nor YAML ({str(error)[:120]})") from None


def _yaml_loader() -> Any:  # Any: a class made here
    import re

    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # either is a class
        yaml_implicit_resolvers: dict[str | None, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012

    for kind, pattern, first in (
        ("null", _NULL, ["~", "n", "N", ""]), ("bool", _BOOL, list("tTfF")),
        ("int", _INT, list("-+0123456789")), ("float", _FLOAT, list("-+0123456789.")),
    ):
        Loader.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(pattern), first)
    Loader.add_constructor("tag:yaml.org,2002:int", _integer)
    return Loader


def _integer(loader: Any, node: Any) -> int:  # Any: PyYAML has no types of its own
    text = str(loader.construct_scalar(node))
    return int(text, 0 if text[:2] in ("0x", "0o") else 10)
