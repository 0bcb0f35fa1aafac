"""What a fresh payments service holds. It is the same every time, so a test may name ids, dates and amounts.

The traps are on purpose: user ids that nearly match (user_12, user_123, user_1234), invoices in no order of
date, a newest one that is still a draft without a number, a customer without any invoice.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from infra.sandbox.ledger import timestamp
from infra.sandbox.store import Store
from infra.sandbox.wire import Json

FIRST_NEW_NUMBER = 1043

# external id, name, email, locale, preferred currency, created
CUSTOMERS = (
    ("user_12", "Tomás Herrera", "tomas.herrera@example.com", "es-ES", "EUR", "2025-02-11"),
    ("user_123", "Maya Lindqvist", "maya.lindqvist@example.com", "en-US", "USD", "2025-03-04"),
    ("user_1234", "Maja Lindquist", "maja.lindquist@example.com", "sv-SE", "SEK", "2025-03-05"),
    ("user_124", "Jonas Weber", "jonas.weber@example.com", "de-DE", "EUR", "2025-06-30"),
    ("user_456", "Priya Raman", "priya.raman@example.com", "en-GB", "GBP", "2025-09-17"),
    ("user_789", "Chen Wei", "chen.wei@example.com", "en-US", "USD", "2026-01-08"),
    ("user_900", "Olu Adeyemi", "olu.adeyemi@example.com", "en-US", "USD", "2026-10-02"),
)

# number, external id, status, currency, created, days until due, lines of (description, quantity, unit price)
INVOICES = (
    ("INV-0987", "user_123", "paid", "USD", "2026-08-18T09:12:40Z", 30, (("Team plan", 1, "980.00"),)),
    ("INV-1019", "user_456", "open", "GBP", "2026-10-21T14:03:11Z", 30, (("Starter plan", 1, "49.00"),)),
    ("INV-1042", "user_123", "open", "USD", "2026-11-18T09:24:00Z", 30,
     (("Team plan", 1, "980.00"), ("Additional seats", 10, "24.80"), ("Priority support", 1, "12.50"))),
    ("INV-1041", "user_1234", "open", "SEK", "2026-11-17T16:45:09Z", 30, (("Starter plan", 1, "560.00"),)),
    ("INV-0871", "user_12", "paid", "EUR", "2026-05-02T07:30:00Z", 30, (("Team plan", 1, "910.00"),)),
    ("INV-1021", "user_123", "paid", "USD", "2026-10-18T09:20:15Z", 30,
     (("Team plan", 1, "980.00"), ("Additional seats", 4, "24.80"))),
    ("INV-1040", "user_124", "void", "EUR", "2026-11-15T11:11:11Z", 30, (("Team plan", 1, "910.00"),)),
    ("INV-1038", "user_789", "open", "USD", "2026-11-12T20:00:31Z", 7, (("Consulting", 12, "150.00"),)),
    ("INV-1003", "user_123", "void", "USD", "2026-09-18T09:15:02Z", 30, (("Team plan", 2, "980.00"),)),
    (None, "user_456", "draft", "GBP", "2026-11-20T10:00:00Z", 30, (("Starter plan", 1, "49.00"),)),
    ("INV-1012", "user_12", "open", "EUR", "2026-10-02T07:31:00Z", 30, (("Team plan", 1, "910.00"),)),
    ("INV-1039", "user_124", "open", "EUR", "2026-11-14T11:02:48Z", 30, (("Team plan", 1, "910.00"),)),
    ("INV-1004", "user_123", "paid", "USD", "2026-09-18T10:01:33Z", 30, (("Team plan", 1, "980.00"),)),
    ("INV-0990", "user_1234", "paid", "SEK", "2026-08-17T16:40:00Z", 30, (("Starter plan", 1, "560.00"),)),
)  # fmt: skip


def fill(store: Store) -> None:
    for external_id, name, email, locale, currency, created in CUSTOMERS:
        row: Json = {"id": store.new_id("cus_"), "external_id": external_id, "name": name, "email": email}
        row |= {"locale": locale, "preferred_currency": currency, "created": f"{created}T08:00:00Z"}
        store.table("payments.customers")[row["id"]] = row
    customers = {row["external_id"]: row for row in store.table("payments.customers").values()}
    for number, external_id, status, currency, created, days, lines in INVOICES:
        priced = [line(text, quantity, Decimal(price)) for text, quantity, price in lines]
        moment = datetime.fromisoformat(created)
        row = invoice(store.new_id("in_"), customers[external_id], currency, priced, moment, days)
        row |= {"number": number, "status": status}
        if status == "paid":
            row |= {"amount_paid": row["amount_due"], "paid_at": created}
        store.table("payments.invoices")[row["id"]] = row


def line(text: str, quantity: int, price: Decimal) -> Json:
    amounts = {"unit_amount": float(price), "amount": float(price * quantity)}
    return {"description": text, "quantity": quantity, **amounts}


def invoice(id: str, customer: Json, currency: str, lines: list[Json], created: datetime, days: int) -> Json:
    """A draft: without number, unpaid. It is due so many days after it was created."""
    total = sum((Decimal(str(one["amount"])) for one in lines), Decimal())
    row: Json = {"id": id, "number": None, "customer": customer["id"], "customer_name": customer["name"]}
    row |= {"customer_external_id": customer["external_id"], "status": "draft", "currency": currency}
    row |= {"amount_due": float(total), "amount_paid": 0, "amount_refunded": 0, "paid_at": None}
    return row | {
        "created": timestamp(created),
        "due_date": timestamp(created + timedelta(days=days)),
        "lines": lines,
    }
