"""localstripe: a Stripe with state.  It is seeded with a customer whose newest invoice is a draft of 224.50 EUR.

Order matters there: an invoice can only be made for a customer who has a subscription, and the subscription makes a
paid invoice of its own.
"""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # Any: answers are JSON

from infra.services.http import call
from infra.services.install import PYTHON
from infra.services.processes import free_port, process

KEY = "sk_test_localstripe"
SERVE = (
    "import logging; logging.basicConfig(level=logging.INFO); from aiohttp import web; import localstripe.server as s; "
    "web.run_app(s.app, host='127.0.0.1', port={port}, print=None)"
)
LISTED = (
    "charges", "coupons", "customers", "events", "invoiceitems", "invoices", "payment_intents",
    "payouts", "plans", "products", "refunds", "setup_intents", "subscriptions", "tax_rates",
)


@dataclass(frozen=True, slots=True)
class Stripe:
    url: str
    log: Path

    def post(self, path: str, **fields: Any) -> Any:
        return call("POST", f"{self.url}/v1/{path}", {_field(name): value for name, value in fields.items()}, KEY)

    def get(self, path: str, **query: Any) -> Any:
        return call("GET", f"{self.url}/v1/{path}", query, KEY)

    def flush(self) -> None:
        """Nothing is there any more; not counted as a write."""
        call("DELETE", f"{self.url}/_config/data")

    def held(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Every object that can be listed, by kind."""
        return {kind: self.get(kind, limit=1000)["data"] for kind in LISTED}

    def writes(self) -> Sequence[str]:
        """The requests so far that could have changed something, by its own access log."""
        return re.findall(r'"((?:POST|PUT|PATCH|DELETE) /v1[^ "]+)', self.log.read_text())

    def reads(self) -> Sequence[str]:
        return re.findall(r'"(GET [^ "]+)', self.log.read_text())


def _field(name: str) -> str:
    """`metadata__user_id` is `metadata[user_id]`."""
    first, *more = name.split("__")
    return first + "".join(f"[{one}]" for one in more)


def seed(
    stripe: Stripe, *, user: str, locale: str, name: str, email: str, extra: int = 0, paid: bool = False
) -> Mapping[str, Any]:
    """The customer's newest invoice: 99.50 EUR and paid, or with the `extra` on top and a draft unless `paid`."""
    customer = stripe.post(
        "customers", email=email, name=name, preferred_locales__0=locale, metadata__user_id=user
    )["id"]
    card = stripe.post("payment_methods", type="card", card__number="4242424242424242", card__exp_month=12,
                       card__exp_year=2030, card__cvc="123")["id"]
    stripe.post(f"payment_methods/{card}/attach", customer=customer)
    stripe.post(f"customers/{customer}", invoice_settings__default_payment_method=card)
    product = stripe.post("products", name="Team plan", type="service")["id"]
    plan = stripe.post("plans", amount=9950, currency="eur", interval="month", product=product)["id"]
    stripe.post("subscriptions", customer=customer, items__0__plan=plan)
    if not extra:
        return next(iter(stripe.get("invoices", customer=customer)["data"]))
    _next_second()  # creation is told in seconds, and one of the two must be the newer
    stripe.post("invoiceitems", customer=customer, amount=extra, currency="eur", description="Onboarding")
    newest: Mapping[str, Any] = stripe.post("invoices", customer=customer)
    return stripe.post(f"invoices/{newest['id']}/pay") if paid else newest


def _next_second() -> None:
    end = int(time.time()) + 1
    while time.time() < end:
        time.sleep(0.02)


@contextmanager
def running_stripe() -> Iterator[Stripe]:
    port = free_port()
    with process("stripe", [str(PYTHON), "-c", SERVE.format(port=port)], port) as log:
        yield Stripe(f"http://127.0.0.1:{port}", log)
