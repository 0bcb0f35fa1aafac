"""How a document says that its callers prove themselves, in the words of a tool's `auth`.

One way of several is chosen: the one that most operations name first, or the one that the registration names.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any  # Any: a document is JSON
from urllib.parse import urljoin

from chalicelib.tools.schema import Refs

Scheme = tuple[str, Mapping[str, Any]]


def scheme_of(document: Mapping[str, Any], refs: Refs, wanted: str | None, warnings: list[str]) -> Scheme | None:
    """Name and definition of the security scheme to use."""
    components = refs.node(document.get("components"))
    declared = components.get("securitySchemes")
    schemes = {name: refs.node(node) for name, node in declared.items()} if isinstance(declared, Mapping) else {}
    usable = {name: node for name, node in schemes.items() if auth_type(node) != "none"}
    for name in schemes.keys() - usable.keys():
        warnings.append(f"security scheme {name!r} ({schemes[name].get('type')}) is not supported and was left out")
    matching = {name: node for name, node in usable.items() if wanted in (None, auth_type(node))}
    if not matching:
        return None
    votes = _votes(document)
    name = max(matching, key=lambda one: votes[one])
    return name, matching[name]


def auth_type(scheme: Mapping[str, Any]) -> str:
    match scheme.get("type"), str(scheme.get("scheme", "")).lower():
        case "apiKey", _:
            return "api_key"
        case "http", "basic":
            return "basic"
        case "http", "bearer":
            return "bearer"
        case "oauth2", _:
            return "oauth2"
    return "none"


def security_auth(scheme: Scheme | None, refs: Refs, document: Mapping[str, Any], base_url: str) -> dict[str, Any]:
    if scheme is None:
        return {"type": "none"}
    kind, node = auth_type(scheme[1]), scheme[1]
    match kind:
        case "api_key":
            return {"type": kind, "in": str(node.get("in", "header")), "name": str(node.get("name", "Authorization"))}
        case "oauth2":
            return _oauth2(refs.node(node.get("flows")), base_url)
    return {"type": kind}


def operation_scopes(
    document: Mapping[str, Any], operation: Mapping[str, Any], scheme: str
) -> tuple[str, ...] | None:
    """The scopes that an operation needs of `scheme`; None when it needs no credential at all."""
    needs = operation.get("security", document.get("security"))
    if not isinstance(needs, list):
        return ()
    if not needs or all(not way for way in needs):
        return None
    for way in needs:
        if isinstance(way, Mapping) and scheme in way and isinstance(way[scheme], list):
            return tuple(str(scope) for scope in way[scheme])
    return ()


def _oauth2(flows: Mapping[str, Any], base_url: str) -> dict[str, Any]:
    """The authorization code flow where there is one: it acts for a person; else the client acts for itself."""
    for word, grant in (("authorizationCode", "authorization_code"), ("clientCredentials", "client_credentials"),
                        ("password", "authorization_code"), ("implicit", "authorization_code")):
        flow = flows.get(word)
        if not isinstance(flow, Mapping):
            continue
        auth: dict[str, Any] = {"type": "oauth2", "grant": grant}
        for theirs, ours in (("authorizationUrl", "authorization_url"), ("tokenUrl", "token_url"),
                             ("refreshUrl", "refresh_url")):
            if flow.get(theirs):
                auth[ours] = urljoin(f"{base_url}/", str(flow[theirs]))
        scopes = flow.get("scopes")
        auth["scopes"] = [str(scope) for scope in scopes] if isinstance(scopes, Mapping) else []
        return auth
    return {"type": "oauth2", "grant": "authorization_code", "scopes": []}


def _votes(document: Mapping[str, Any]) -> Counter[str]:
    """How many operations name each scheme first (the document's own `security` counts for those that are silent)."""
    default = document.get("security")
    votes: Counter[str] = Counter()
    for item in document["paths"].values():
        for operation in item.values() if isinstance(item, Mapping) else ():
            needs = operation.get("security", default) if isinstance(operation, Mapping) else None
            first = next((way for way in needs if way), None) if isinstance(needs, list) else None
            if isinstance(first, Mapping):
                votes[next(iter(first))] += 1
    return votes
