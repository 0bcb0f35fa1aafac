"""Where a document says that its service is: one address for all, and those of operations that live elsewhere."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any  # Any: a document is JSON

from chalicelib.tools.refs import Json
from chalicelib.tools.request import absolute

_LOOPBACK = "127.0.0.1"


class Servers:
    """`base_url` is the document's first server, or the one that most operations name where it names none."""

    def __init__(self, document: Json, base: str, warnings: list[str]) -> None:
        """`base` is the address that the document came from: relative servers are relative to it."""
        self._base = base
        self._upgraded: set[str] = set()
        listed = _listed(document)
        self.base_url = self._url(listed[0]) if listed else self._most_named(document)
        if len(listed) > 1:
            warnings.append(
                f"of {len(listed)} servers the first, {self.base_url!r}, is used; name another as base_url"
            )
        if self._upgraded:
            warnings.append(f"the document says http for {sorted(self._upgraded)[0]}; https is called instead")

    def own(self, item: Json, operation: Json) -> str | None:
        """The address of an operation that is not at `base_url`."""
        listed = _listed(operation) or _listed(item)
        url = self._url(listed[0]) if listed else self.base_url
        return url if url != self.base_url else None

    def _url(self, server: Json) -> str:
        url = str(server.get("url", ""))
        variables = server.get("variables")
        for name, variable in (variables.items() if isinstance(variables, Mapping) else ()):
            told = variable.get("default", "") if isinstance(variable, Mapping) else ""
            url = url.replace(f"{{{name}}}", str(told))
        url = (absolute(self._base, url) if self._base else url).rstrip("/")
        host = re.match(r"http://([^/:?#]+)", url)
        if host and host[1] != _LOOPBACK:
            self._upgraded.add(host[1])
            return f"https{url[len('http'):]}"
        return url

    def _most_named(self, document: Json) -> str:
        named: Counter[str] = Counter()
        for item in document["paths"].values():
            holders = [item, *(item.values() if isinstance(item, Mapping) else ())]
            named.update(
                self._url(listed[0]) for one in holders if isinstance(one, Mapping) and (listed := _listed(one))
            )
        return named.most_common(1)[0][0] if named else ""


def _listed(holder: Json) -> Sequence[Mapping[str, Any]]:
    servers = holder.get("servers")
    return [one for one in servers if isinstance(one, Mapping)] if isinstance(servers, list) else []
