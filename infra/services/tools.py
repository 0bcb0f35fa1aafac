"""How an account registers the services: from their official documents, and what these do not say.

What is here is what a user of these services would write: where they are, what they are for, the credential, and that
this Slack takes every method by POST although the document has GET for 80 of 174.
"""

import json
from collections.abc import Mapping
from typing import Any  # Any: documents and registrations are JSON

from chalicelib.cli.client import Client
from infra.connectors.documents import DIRECTORY, DOCUMENTS, Document
from infra.connectors.fetch import CACHE, fetch
from infra.services.provider import CLIENT, SCOPES
from infra.services.stripe import KEY
from infra.services.town import Town

RATES = Document("exchangerate", DIRECTORY, "package/api/exchangerate-api.com.json")
WANTED = (*(one for one in DOCUMENTS if one.name in ("stripe", "slack")), RATES)


def documents() -> Mapping[str, Mapping[str, Any]]:
    fetch(WANTED)
    return {one.name: json.loads((CACHE / one.file).read_text()) for one in WANTED}


def register(client: Client, town: Town) -> Mapping[str, int]:
    """The number of actions by tool; the account's own credentials are stored too, but no user's."""
    found = {name: client.call("POST", "/v1/tools", body) for name, body in registrations(town).items()}
    client.call("PUT", "/v1/connections", {"tool": "stripe", "credentials": {"token": KEY}})
    client.call("PUT", "/v1/connections", {"tool": "slack", "credentials": dict(CLIENT)})
    return {name: tool["actions_available"] for name, tool in found.items()}


def registrations(town: Town) -> Mapping[str, Mapping[str, Any]]:
    known = documents()
    return {
        "stripe": {
            "name": "stripe", "openapi": known["stripe"], "base_url": town.stripe.url, "auth": {"type": "bearer"},
            "description": "The payment service: customers, their invoices and payments.",
        },
        "slack": {
            "name": "slack", "openapi": known["slack"], "base_url": f"{town.slack.gate}/api",
            "description": "The team's chat: channels and messages.",
            "overrides": {name: {"method": "POST"} for name in _by_get(known["slack"])},
            "auth": {
                "type": "oauth2", "authorization_url": f"{town.provider.url}/auth",
                "token_url": f"{town.provider.url}/token", "scopes": ["openid", "offline_access", *SCOPES],
            },
        },
        "rates": {
            "name": "rates", "openapi": known["exchangerate"], "base_url": town.rates,
            "description": "Exchange rates of currencies.",
        },
    }


def _by_get(document: Mapping[str, Any]) -> list[str]:
    return [item["get"]["operationId"] for item in document["paths"].values() if "get" in item]
