"""The payments service: customers, invoices, refunds. It fails as most APIs do, by HTTP status."""

from __future__ import annotations

from decimal import Decimal

from infra.sandbox.ledger import Clock, timestamp
from infra.sandbox.payments_data import FIRST_NEW_NUMBER, invoice, line
from infra.sandbox.service import Act, Call, Result
from infra.sandbox.store import Store, Table, page
from infra.sandbox.wire import Answer, Json, Refused, json_answer

UNAUTHORIZED = 401


class Payments:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self.acts: dict[str, Act] = {
            "list_customers": self.list_customers,
            "search_customers": self.search_customers,
            "get_customer": lambda call: Result(self.customer(call.values["customer"])),
            "create_customer": self.create_customer,
            "update_customer": self.update_customer,
            "list_invoices": self.list_invoices,
            "get_invoice": lambda call: Result(self.invoice(call.values["invoice"])),
            "create_invoice": self.create_invoice,
            "finalize_invoice": self.finalize_invoice,
            "void_invoice": self.void_invoice,
            "pay_invoice": self.pay_invoice,
            "list_refunds": self.list_refunds,
            "get_refund": lambda call: Result(self.refund(call.values["refund"])),
            "create_refund": self.create_refund,
        }

    def word(self, refused: Refused) -> Answer:
        error = {"code": refused.code, "message": refused.message, **refused.details}
        challenge = {"WWW_Authenticate": f'Bearer error="{refused.code}"'} if refused.status == UNAUTHORIZED else {}
        return json_answer({"error": error}, refused.status, ok=False, outcome=refused.code, **challenge)

    @property
    def customers(self) -> Table:
        return self._store.table("payments.customers")

    @property
    def invoices(self) -> Table:
        return self._store.table("payments.invoices")

    @property
    def refunds(self) -> Table:
        return self._store.table("payments.refunds")

    def customer(self, id: str) -> Json:
        for row in self.customers.values():
            if id in (row["id"], row["external_id"]):
                return row
        raise Refused("customer_not_found", f"there is no customer {id!r}", 404, param="customer")

    def invoice(self, id: str) -> Json:
        for row in self.invoices.values():
            if id in (row["id"], row["number"]):
                return row
        raise Refused("invoice_not_found", f"there is no invoice {id!r}", 404, param="invoice")

    def refund(self, id: str) -> Json:
        if id not in self.refunds:
            raise Refused("refund_not_found", f"there is no refund {id!r}", 404, param="refund")
        return self.refunds[id]

    def list_customers(self, call: Call) -> Result:
        email = call.values.get("email")
        return _page([row for row in self.customers.values() if email in (None, row["email"])], call)

    def search_customers(self, call: Call) -> Result:
        text = call.body["text"].casefold()
        places = [(min(_place(text, row)), row) for row in self.customers.values()]
        found = [row for place, row in sorted(places, key=lambda one: one[0]) if place < _NOWHERE]
        limit = call.body["limit"]
        return Result({"data": found[:limit], "has_more": len(found) > limit})

    def create_customer(self, call: Call) -> Result:
        taken = {row["external_id"] for row in self.customers.values()} - {None}
        if call.body.get("external_id") in taken:
            raise Refused("customer_exists", f"{call.body['external_id']!r} belongs to another customer", 409)
        optional = {name: call.body.get(name) for name in ("external_id", "locale", "preferred_currency")}
        row = {
            "id": self._store.new_id("cus_"),
            **optional,
            "name": call.body["name"],
            "email": call.body["email"],
        }
        self.customers[row["id"]] = row | {"created": timestamp(self._clock())}
        return Result(self.customers[row["id"]], changed=True, status=201)

    def update_customer(self, call: Call) -> Result:
        row = self.customer(call.values["customer"])
        before = dict(row)
        row |= call.body
        return Result(row, changed=row != before)

    def list_invoices(self, call: Call) -> Result:
        rows = list(self.invoices.values())
        if "customer" in call.values:
            customer = self.customer(call.values["customer"])["id"]
            rows = [row for row in rows if row["customer"] == customer]
        return _page([row for row in rows if call.values.get("status") in (None, row["status"])], call)

    def create_invoice(self, call: Call) -> Result:
        customer = self.customer(call.body["customer"])
        lines = [line(one["description"], one["quantity"], _money(one["unit_amount"])) for one in call.body["lines"]]
        days, currency = call.body["due_in_days"], call.body["currency"]
        row = invoice(self._store.new_id("in_"), customer, currency, lines, self._clock(), days)
        self.invoices[row["id"]] = row
        return Result(row, changed=True, status=201)

    def finalize_invoice(self, call: Call) -> Result:
        row = self._invoice_that_is("draft", call.values["invoice"])
        number = self._store.next_number("invoice_number", FIRST_NEW_NUMBER)
        row |= {"status": "open", "number": f"INV-{number}"}
        return Result(row, changed=True)

    def void_invoice(self, call: Call) -> Result:
        row = self.invoice(call.values["invoice"])
        if row["status"] == "paid":
            raise Refused("invoice_paid", "a paid invoice cannot be voided: refund it", 409)
        changed = row["status"] != "void"
        row["status"] = "void"
        return Result(row, changed=changed)

    def pay_invoice(self, call: Call) -> Result:
        row = self._invoice_that_is("open", call.values["invoice"])
        row |= {"status": "paid", "amount_paid": row["amount_due"], "paid_at": timestamp(self._clock())}
        return Result(row, changed=True)

    def list_refunds(self, call: Call) -> Result:
        rows = list(self.refunds.values())
        if "invoice" in call.values:
            id = self.invoice(call.values["invoice"])["id"]
            rows = [row for row in rows if row["invoice"] == id]
        return _page(rows, call)

    def create_refund(self, call: Call) -> Result:
        paid = self._invoice_that_is("paid", call.body["invoice"])
        left = _money(paid["amount_paid"]) - _money(paid["amount_refunded"])
        amount = _money(call.body["amount"]) if "amount" in call.body else left
        if not 0 < amount <= left:
            raise Refused("refund_too_large", f"{left} {paid['currency']} can still be refunded", 409, param="amount")
        paid["amount_refunded"] = float(_money(paid["amount_refunded"]) + amount)
        row = {"id": self._store.new_id("re_"), "invoice": paid["id"], "amount": float(amount)}
        row |= {
            "currency": paid["currency"],
            "reason": call.body["reason"],
            "created": timestamp(self._clock()),
        }
        self.refunds[row["id"]] = row
        return Result(row, changed=True, status=201)

    def _invoice_that_is(self, status: str, id: str) -> Json:
        row = self.invoice(id)
        if row["status"] != status:
            raise Refused("invoice_state", f"invoice {id} is {row['status']}, not {status}", 409)
        return row


_NOWHERE = 10_000


def _place(text: str, customer: Json) -> list[int]:
    """How far into each of the customer's names the text stands."""
    names = (str(customer[field] or "").casefold() for field in ("name", "email", "external_id"))
    return [name.find(text) if text in name else _NOWHERE for name in names]


def _page(rows: list[Json], call: Call) -> Result:
    found, more = page(rows, "id", call.values.get("starting_after"), call.values["limit"])
    return Result({"data": found, "has_more": more})


def _money(amount: float) -> Decimal:
    value = Decimal(str(amount))
    if value != round(value, 2):
        raise Refused("invalid_request", f"the amount {amount} has more than two decimals")
    return value
