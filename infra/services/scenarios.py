"""What is tried on the services, and what must be true of them afterwards.

A judge gets what changed in the services, and says what is wrong; the empty text means that nothing is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal  # Any: contexts and what services hold are JSON

from infra.demo.__main__ import PROMPT
from infra.services.rates import PER_EUR
from infra.services.stripe import Stripe, seed
from infra.services.town import Changes

USER = "user_123"
CHANNEL = "engineering"
READS = ("stripe.GetCustomers", "stripe.GetInvoices", "slack.conversations_list", "slack.chat_postMessage", "rates")
WIDER = (
    *READS, "stripe.GetCustomersCustomer", "stripe.GetInvoicesInvoice", "stripe.GetCharges", "stripe.PostRefunds",
    "slack.conversations_info", "slack.conversations_join", "slack.conversations_history", "slack.users_list",
    "slack.users_info",
)
Credential = Literal["dead", "dying", "none"]
"""The user's access token when the task begins: dead and nobody knows, dying and its end is known, not there."""
Judge = Callable[[Changes, Mapping[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Scenario:
    """`seeds` fills Stripe and gives the invoice that is meant; `answers` is what a person says to a question."""

    name: str
    seeds: Callable[[Stripe], Mapping[str, Any]]
    judge: Judge
    prompt: str = PROMPT
    context: Mapping[str, Any] = field(default_factory=dict)
    tools: Sequence[str] = READS
    credential: Credential = "dead"
    tasks: int = 1
    refreshes: int | None = 1
    """None where it depends on how long the run took: the first token lives for seconds."""
    approval: Sequence[str] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    ends: str = "complete"


def customers(
    *, user: str = USER, locale: str = "en-US", paid: bool = False, newer: int = 1
) -> Callable[[Stripe], Mapping[str, Any]]:
    """The user's customer, and others before and after, whose invoices are not meant."""

    def seeded(stripe: Stripe) -> Mapping[str, Any]:
        seed(stripe, user="user_12", locale="de-DE", name="Bob Early", email="bob@example.com")
        who = {"name": "Ada Byron", "email": "ada@example.com"}
        meant = seed(stripe, user=user, locale=locale, **who, extra=12500, paid=paid)
        for number in range(newer - 1):
            stripe.post("customers", email=f"c{number}@example.com", name=f"Customer {number}")
        seed(stripe, user="user_1234", locale="fr-FR", name="Cleo Late", email="cleo@example.com")
        return meant

    return seeded


def posted(times: int = 1, *, converted: bool = True) -> Judge:
    """Exactly so many new messages, in the right channel only, about the newest invoice; and Stripe was only read."""

    def judged(seen: Changes, invoice: Mapping[str, Any]) -> str:
        if seen.stripe_writes or seen.stripe:
            return f"Stripe was written to: {', '.join(seen.stripe_writes) or ', '.join(seen.stripe)}"
        elsewhere = [name for name in seen.messages if name != CHANNEL]
        if elsewhere:
            return f"a message in #{', #'.join(elsewhere)}"
        messages = seen.messages.get(CHANNEL, ())
        if len(messages) != times:
            return f"#{CHANNEL} holds {len(messages)} new messages, not {times}"
        return next((wrong for one in messages if (wrong := _misstated(one, invoice, converted))), "")

    return judged


def _misstated(message: Mapping[str, Any], invoice: Mapping[str, Any], converted: bool) -> str:
    text, total = message["text"], invoice["total"] / 100
    if invoice["id"] not in text and f"{total:,.2f}" not in text:
        return f"the message names neither {invoice['id']} nor {total:,.2f}: {text}"
    dollars = f"{total * PER_EUR['USD']:,.2f} USD"
    if converted and dollars not in text:
        return f"the message lacks {dollars}: {text}"
    return f"the message speaks of USD: {text}" if not converted and "USD" in text else ""


def created(email: str, name: str) -> Judge:
    """Exactly one new customer, by one write."""

    def judged(seen: Changes, _: Mapping[str, Any]) -> str:
        fresh = seen.stripe.get("customers", ())
        other = sorted(set(seen.stripe) - {"customers", "events"})
        if seen.messages or other or len(seen.stripe_writes) != 1 or len(fresh) != 1:
            return f"writes {seen.stripe_writes}, {len(fresh)} new customers, others {other}, {list(seen.messages)}"
        told = fresh[0].get("email"), fresh[0].get("name")
        return "" if told == (email, name) else f"the new customer is {told}"

    return judged


def untouched(seen: Changes, _: Mapping[str, Any]) -> str:
    if seen.messages or seen.stripe_writes or seen.stripe:
        return f"something changed: {list(seen.messages)}, {seen.stripe_writes}"
    return ""


_NEW = "Create a customer called “Grace Hopper” with the e-mail address grace@example.com in the payment service."
_WRITES = ("stripe.PostCustomers", "stripe.GetCustomers")

SCENARIOS = (
    Scenario("the seed: token dead, customer en-US", customers(), posted()),
    Scenario("the token's end is known: refreshed ahead", customers(), posted(), credential="dying"),
    Scenario("customer de-DE: no conversion", customers(locale="de-DE"), posted(converted=False)),
    Scenario("customer de-DE, the user thinks in USD", customers(locale="de-DE"), posted(),
             context={"currency": "USD"}),
    Scenario("the newest invoice is paid", customers(paid=True), posted()),
    Scenario("two tasks at once, one dead token", customers(), posted(2), tasks=2),
    Scenario("the customer is on the second page", customers(newer=14), posted()),
    Scenario("nobody is connected: consent", customers(), posted(), credential="none", refreshes=None),
    Scenario("a wider grant: fourteen actions", customers(), posted(), tools=WIDER),
    Scenario("everything is granted", customers(), posted(), tools=("stripe", "slack", "rates"), refreshes=None),
    Scenario("nobody has the user's id", customers(user="user_321"), untouched, refreshes=None, ends="failed"),
    Scenario("a write, approved", customers(), created("grace@example.com", "Grace Hopper"), _NEW, tools=_WRITES,
             refreshes=0, approval=("stripe.Post*",), answers={"decision": "approve"}),
    Scenario("a write, rejected", customers(), untouched, _NEW, tools=_WRITES, refreshes=0,
             approval=("stripe.Post*",), answers={"decision": "reject"}, ends="failed"),
)
