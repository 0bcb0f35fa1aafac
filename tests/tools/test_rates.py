"""Exchange rates from an address: read in two forms, kept for hours, and missed honestly."""

import json

import pytest

from chalicelib.domain.outcome import Done, Failed
from chalicelib.tools.guard import Guard
from chalicelib.tools.rates import KEEP_MS, Rates, read_table
from chalicelib.tools.transport import Answer, Lost, Transport, Unsent
from chalicelib.tools.utility import Utility, utility_actions
from tests.tools.service import Reply, serving
from tests.tools.world import call

ECB = """<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<Cube><Cube time='2026-11-27'><Cube currency='USD' rate='1.2500'/><Cube currency='JPY' rate='180.5'/></Cube></Cube>
</gesmes:Envelope>"""
JSON = '{"base": "USD", "date": "2026-11-27T00:00:00", "rates": {"EUR": 0.8}}'


class Answering:
    """A transport whose next reply is `reply`."""

    def __init__(self, text):
        self.reply = Answer(200, {}, text.encode())
        self.asked = 0

    def send(self, request, timeout, follow=False):
        self.asked += 1
        return self.reply


def converted(rates, source, target):
    action = next(one for one in utility_actions() if one.name == "convert_currency")
    return Utility(rates).call(call(action, amount=100, from_currency=source, to_currency=target))


@pytest.mark.parametrize(("text", "rate"), [(ECB, 125), (JSON, 125)])
def test_either_form_converts(text, rate):
    outcome = converted(Rates("https://rates.example", Answering(text), lambda: 0), "EUR", "USD")

    assert isinstance(outcome, Done)
    assert outcome.output["amount"] == rate
    assert outcome.output["rate_date"] == "2026-11-27"


def test_a_table_is_kept_for_hours_and_then_asked_for_again():
    now, transport = [0], Answering(ECB)
    rates = Rates("https://rates.example", transport, lambda: now[0])
    rates(), rates()
    assert transport.asked == 1

    now[0] = KEEP_MS
    rates()
    assert transport.asked == 2


@pytest.mark.parametrize("reply", [Unsent("no route"), Lost("gone"), Answer(500, {}, b""), Answer(200, {}, b"<html>")])
def test_an_old_table_outlives_a_failing_service_and_without_one_it_is_said(reply):
    now, transport = [0], Answering(ECB)
    rates = Rates("https://rates.example", transport, lambda: now[0])
    known = rates()
    now[0], transport.reply = KEEP_MS, reply

    assert rates() == known
    assert converted(Rates("https://rates.example", transport, lambda: 0), "EUR", "USD").reason == "unavailable"


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"base": "EUR", "date": "x", "rates": []}', '{"rates": {"USD": "x"}}']
)
def test_what_is_no_table_is_none(text):
    assert read_table(text) is None


def test_the_address_is_vetted_like_any_other():
    with serving(lambda asked: Reply(body=json.loads(JSON))) as service:
        refused = Rates(f"{service.url}/rates", Transport(Guard()), lambda: 0)()
        assert isinstance(refused, Failed)
        assert service.asked == []

        taken = Rates(f"{service.url}/rates", Transport(Guard(allow_loopback=True)), lambda: 0)()
        assert not isinstance(taken, Failed)
        assert len(service.asked) == 1
