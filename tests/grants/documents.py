"""Catalogues of whole official documents, from the cache of `make connectors`."""

from collections.abc import Sequence
from functools import cache
from itertools import chain

from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.tool import Action
from chalicelib.planning.planner import Catalogue
from chalicelib.tools import Guard, compile_tool
from chalicelib.tools.utility import utility_actions
from infra.connectors.documents import DIRECTORY, DOCUMENTS, Document
from infra.connectors.fetch import CACHE, fetch
from infra.connectors.measure import PUBLIC

FURTHER = tuple(
    Document(name, DIRECTORY, f"package/api/{member}.json", base_url)
    for name, member, base_url in (
        ("calendar", "googleapis.com/calendar", ""),
        ("gitea", "gitea.io", "https://gitea.example.com/api/v1"),
        ("hetzner", "hetzner.cloud", ""),
        ("billbee", "billbee.io", ""),
        ("mailchimp", "mailchimp.com", ""),
        ("box", "box.com", ""),
        ("budgets", "youneedabudget.com", ""),
        ("discourse", "discourse.local", "https://discourse.example.com"),
        ("netlify", "netlify.com", ""),
        ("victorops", "victorops.com", ""),
    )
)
"""Documents that are here for their everyday actions, beside those that docs/connectors.md tells of."""
BY_NAME = {one.name: one for one in (*DOCUMENTS, *FURTHER)}


def fetched() -> bool:
    """Whether every document is in the cache."""
    return all((CACHE / one.file).exists() for one in DOCUMENTS)


def bring(names: Sequence[str]) -> None:
    fetch([BY_NAME[name] for name in names])


@cache
def catalogue(grant: tuple[str, ...]) -> Catalogue:
    actions = chain(utility_actions(), *(compiled(name) for name in grant))
    return Catalogue("official/" + "+".join(grant), {one.ref: one for one in actions})


@cache
def compiled(name: str) -> tuple[Action, ...]:
    """Every action of the document, with an address and a credential where it names none."""
    document = BY_NAME[name]
    registration = {"name": name, "openapi": (CACHE / document.file).read_text()}
    guard = Guard(resolve=lambda host, port: (PUBLIC,))
    place = {"base_url": document.base_url} if document.base_url else {}
    try:
        return compile_tool({**registration, **place}, guard).actions
    except InvalidRequest:
        return compile_tool({**registration, **place, "auth": {"type": "bearer"}}, guard).actions
