"""All services up at once, and what they hold: the state that a scenario is judged by."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any  # Any: what services hold is JSON

from infra.services.provider import Provider, running_provider
from infra.services.rates import running_rates
from infra.services.slack import Slack, running_slack
from infra.services.stripe import Stripe, running_stripe


@dataclass(frozen=True, slots=True)
class Town:
    provider: Provider
    slack: Slack
    stripe: Stripe
    rates: str

    def state(self) -> "State":
        return State(self.slack.messages(), self.stripe.held(), len(self.stripe.writes()), len(self.provider.events()))


@dataclass(frozen=True, slots=True)
class State:
    """`stripe_writes` and `events` count what the services have logged so far."""

    messages: Mapping[str, Sequence[Mapping[str, Any]]]
    stripe: Mapping[str, Sequence[Mapping[str, Any]]]
    stripe_writes: int
    events: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different since an earlier state.

    `messages` by channel; `stripe` are the objects that are new or differ, by kind; `grants` counts what the provider
    granted by a refresh token, `refused` and `revoked` are what it said otherwise.
    """

    messages: Mapping[str, Sequence[Mapping[str, Any]]]
    stripe: Mapping[str, Sequence[Mapping[str, Any]]]
    stripe_writes: Sequence[str]
    refreshes: int
    refused: Sequence[str]


def changes(town: Town, before: State) -> Changes:
    after = town.state()
    events = town.provider.events()[before.events:]
    return Changes(
        {name: said[:len(said) - len(before.messages.get(name, ()))] for name, said in after.messages.items()
         if len(said) > len(before.messages.get(name, ()))},
        {kind: fresh for kind, held in after.stripe.items() if (fresh := _differing(before.stripe[kind], held))},
        town.stripe.writes()[before.stripe_writes:],
        sum(one["event"] == "granted" and one["grant_type"] == "refresh_token" for one in events),
        [f"{one['event']}: {one.get('error', one.get('grant', ''))}" for one in events
         if one["event"] in ("refused", "revoked", "broken")],
    )


def _differing(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    known = {one["id"]: one for one in before}
    return [one for one in after if known.get(one["id"]) != one] + [
        one for one in before if one["id"] not in {other["id"] for other in after}
    ]


@contextmanager
def running_town(redirects: Sequence[str]) -> Iterator[Town]:
    with ExitStack() as stack:
        provider = stack.enter_context(running_provider(redirects))
        slack = stack.enter_context(running_slack(provider))
        yield Town(provider, slack, stack.enter_context(running_stripe()), stack.enter_context(running_rates()))
