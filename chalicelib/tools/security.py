"""How a document says that its callers prove themselves, in the words of a tool's `auth`.

One way of several is chosen: the one that most operations name first, or the one that the registration names.
What belongs to it (a second key that is sent along) comes with it.  Whatever parameter carries a credential is no
input of an action: it is filled in from the connection.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any  # Any: a document is JSON

from chalicelib.tools.refs import Json, Refs
from chalicelib.tools.request import absolute

_CREDENTIALS = ("token", "access_token", "api_key", "apikey", "api-key", "x-api-key", "auth_token", "auth")
_ABOUT_CREDENTIALS = ("authenticat", "authoriz", "authoris", "api key", "access token")

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Security:
    """The chosen scheme: its name, its definition, and the further keys that go with it.

    `places` are those of all keys that the document knows, as (in, name in lower case); `usual` are the names
    of credentials that most operations list as an argument.
    """

    name: str = ""
    scheme: Json = field(default_factory=dict)
    more: tuple[Json, ...] = ()
    places: frozenset[Place] = frozenset()
    usual: frozenset[str] = frozenset()

    def supplies(self, parameter: Json) -> bool:
        """Whether a parameter, or a field of a body, carries what the connection supplies."""
        name = str(parameter["name"]).lower()
        if (str(parameter["in"]), name) in self.places:
            return True
        text = str(parameter.get("description", "")).lower()
        if not self.scheme or name not in _CREDENTIALS or not any(word in text for word in _ABOUT_CREDENTIALS):
            return False
        return parameter["in"] != "body" or name in self.usual  # a body may be about a token: revoke this one


def security_of(document: Json, refs: Refs, wanted: str | None, warnings: list[str]) -> Security:
    """The scheme to use, of those of the type `wanted` where one is given."""
    declared = refs.node(document.get("components")).get("securitySchemes")
    schemes = {name: refs.node(node) for name, node in declared.items()} if isinstance(declared, Mapping) else {}
    usable = {name: node for name, node in schemes.items() if auth_type(node) != "none"}
    for name in schemes.keys() - usable.keys():
        warnings.append(f"security scheme {name!r} ({schemes[name].get('type')}) is not supported and was left out")
    places = {name: _place(node) for name, node in usable.items() if auth_type(node) == "api_key"}
    known = frozenset(places.values())
    matching = {name: node for name, node in usable.items() if wanted in (None, auth_type(node))}
    if not matching:
        return Security(places=known)
    votes = _votes(document)
    name = max(matching, key=lambda one: votes[one])
    beside = _beside(document, refs, name, places)
    more = tuple(_key(usable[one]) for one in beside)
    return Security(name, matching[name], more, known, _usual(document, refs))


def auth_type(scheme: Json) -> str:
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


def security_auth(security: Security, refs: Refs, base_url: str) -> dict[str, Any]:
    if not security.scheme:
        return {"type": "none"}
    kind, node = auth_type(security.scheme), security.scheme
    more: dict[str, Any] = {"more": [dict(key) for key in security.more]} if security.more else {}
    match kind:
        case "api_key":
            return {"type": kind, **_key(node), **more}
        case "oauth2":
            auth = _oauth2(refs.node(node.get("flows")), base_url)
            # A token that only a browser is given, or that comes from elsewhere, is one that we cannot renew.
            return {**(auth if auth.get("token_url") else {"type": "bearer"}), **more}
    return {"type": kind, **more}


def operation_scopes(document: Json, operation: Json, scheme: str) -> tuple[str, ...] | None:
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


def _place(scheme: Json) -> Place:
    return str(scheme.get("in", "header")), str(scheme.get("name", "Authorization")).lower()


def _key(scheme: Json) -> dict[str, str]:
    return {"in": str(scheme.get("in", "header")), "name": str(scheme.get("name", "Authorization"))}


def _beside(document: Json, refs: Refs, chosen: str, places: Mapping[str, Place]) -> list[str]:
    """Further keys that calls carry: named in one requirement with the chosen scheme, or, where the document
    lists its keys as ordinary parameters, required beside it."""
    together: Counter[str] = Counter()
    votes = 0
    for _, item, operation in operations(document, refs):
        ways = [way for way in _needs(document, operation) if chosen in way]
        votes += bool(ways)
        with_it = set(ways[0]) if ways else set()
        demanded = _demanded(refs, item, operation)
        if chosen in places and places[chosen] in demanded:
            with_it |= {name for name, place in places.items() if place in demanded}
        together.update(with_it - {chosen})
    return [name for name in places if name != chosen and together[name] * 2 > votes]


def _demanded(refs: Refs, item: Json, operation: Json) -> set[Place]:
    listed = [*_listed(item.get("parameters")), *_listed(operation.get("parameters"))]
    return {
        (str(node.get("in")), str(node.get("name")).lower())
        for node in map(refs.node, listed) if node.get("required") is True
    }


def _usual(document: Json, refs: Refs) -> frozenset[str]:
    """Names of credentials that at least half of all operations list, wherever they want them."""
    seen: Counter[str] = Counter()
    total = 0
    for _, item, operation in operations(document, refs):
        total += 1
        seen.update({name for name in _argument_names(refs, item, operation) if name in _CREDENTIALS})
    return frozenset(name for name, count in seen.items() if count * 2 >= total)


def _argument_names(refs: Refs, item: Json, operation: Json) -> Iterator[str]:
    for entry in (*_listed(item.get("parameters")), *_listed(operation.get("parameters"))):
        yield str(refs.node(entry).get("name")).lower()
    content = refs.node(operation.get("requestBody")).get("content")
    for media in content.values() if isinstance(content, Mapping) else ():
        properties = refs.node(refs.node(media).get("schema")).get("properties")
        yield from (str(name).lower() for name in properties) if isinstance(properties, Mapping) else ()


def operations(document: Json, refs: Refs) -> Iterator[tuple[str, Json, Json]]:
    """Every operation that can be called: `GET /path`, its path item, itself."""
    for path, item in document["paths"].items():
        node = refs.node(item)
        for method in ("get", "head", "post", "put", "patch", "delete"):
            operation = node.get(method)
            if isinstance(operation, Mapping) and str(path).startswith("/"):
                yield f"{method.upper()} {path}", node, operation


def _oauth2(flows: Json, base_url: str) -> dict[str, Any]:
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
                auth[ours] = absolute(f"{base_url}/", str(flow[theirs]))
        scopes = flow.get("scopes")
        auth["scopes"] = [str(scope) for scope in scopes] if isinstance(scopes, Mapping) else []
        return auth
    return {"type": "oauth2", "grant": "authorization_code", "scopes": []}


def _votes(document: Json) -> Counter[str]:
    """How many operations name each scheme first (the document's own `security` counts for those that are silent)."""
    votes: Counter[str] = Counter()
    for item in document["paths"].values():
        for operation in item.values() if isinstance(item, Mapping) else ():
            first = next(_needs(document, operation), None) if isinstance(operation, Mapping) else None
            if first:
                votes[str(next(iter(first)))] += 1
    return votes


def _needs(document: Json, operation: Json) -> Iterator[Json]:
    """The ways in which an operation may be called with a credential."""
    needs = operation.get("security", document.get("security"))
    return (way for way in _listed(needs) if isinstance(way, Mapping) and way)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
