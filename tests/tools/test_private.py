"""Private hosts: only those that the deploy setting names, and some under no setting."""

import pytest

from chalicelib import wiring
from chalicelib.domain.errors import InvalidRequest, Unavailable
from chalicelib.tools.guard import Guard
from chalicelib.tools.private import SETTING, read_private
from chalicelib.tools.request import Request
from chalicelib.tools.transport import Answer, Transport, Unsent
from tests.tools.service import Reply, serving

WIDE = "0.0.0.0/0, ::/0, http://10.0.0.0/8, http://fd00::/8, *.internal, metadata, here.example"
ADDRESSES = {
    "billing.internal": "10.9.0.1", "db.internal": "10.1.2.3", "app.example": "10.1.9.9", "far.example": "10.2.0.1",
    "billing": "192.168.7.7", "api.svc.example": "10.5.5.5", "svc.example": "10.5.5.6",
    "deep.a.svc.example": "10.5.5.7",
    "public.example": "93.184.216.34", "six.example": "fd12:3456::9", "metadata": "169.254.169.254",
    "here.example": "127.0.0.1", "metadata.internal": "fd00:ec2::254", "mapped.example": "::ffff:10.1.2.3",
}


def guard(setting: str, **changed: str) -> Guard:
    return Guard(resolve=lambda host, port: ({**ADDRESSES, **changed}[host],), private=read_private(setting))


@pytest.mark.parametrize(
    ("setting", "allowed", "refused"),
    [
        ("10.1.0.0/16", "https://db.internal/x", "https://billing.internal/x"),
        ("10.1.0.0/16", "https://app.example/x", "https://far.example/x"),
        ("10.1.0.0/16", "https://10.1.2.3/x", "https://10.2.2.3/x"),
        ("billing.internal", "https://billing.internal/x", "https://db.internal/x"),
        ("billing", "https://billing/x", "https://intranet/x"),
        ("*.svc.example", "https://api.svc.example/x", "https://svc.example/x"),
        ("*.svc.example", "https://deep.a.svc.example/x", "https://app.example/x"),
        ("billing.internal:8443", "https://billing.internal:8443/x", "https://billing.internal/x"),
        ("http://billing.internal:8080", "http://billing.internal:8080/x", "http://billing.internal/x"),
        ("http://billing.internal", "https://billing.internal/x", "http://db.internal/x"),
        ("http://10.1.0.0/16", "http://10.1.2.3:9/x", "http://public.example/x"),
        ("10.1.0.0/16", "https://10.1.2.3:9/x", "http://10.1.2.3:9/x"),
        ("fd12:3456::/32", "https://six.example/x", "https://app.example/x"),
        ("[fd12:3456::9]:8443", "https://[fd12:3456::9]:8443/x", "https://[fd12:3456::9]/x"),
        ("http://[fd12:3456::/32]", "http://[fd12:3456::9]/x", "http://[fd12:3457::9]/x"),
    ],
)
def test_only_what_the_setting_names_is_called(setting, allowed, refused):
    assert guard(setting).vet(allowed).private
    with pytest.raises(InvalidRequest):
        guard(setting).vet(refused)
    with pytest.raises(InvalidRequest):
        guard("").vet(allowed)
    assert not guard(setting).vet("https://public.example/").private


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/", "http://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/", "https://[fe80::1]/",
        "https://[fd00:ec2::254]/", "http://[fd00:ec2::254]/", "https://metadata/", "https://metadata.internal/",
        "https://here.example/", "https://0.0.0.0/", "https://224.0.0.1/", "https://[::ffff:10.1.2.3]/",
        "https://mapped.example/", "https://100.100.100.200/", "https://168.63.129.16/", "https://localhost/",
        "https://0x0a.1.2.3/", "https://167838211/", "http://public.example/",
    ],
)
def test_loopback_link_local_and_metadata_stay_refused_however_wide_the_setting_is(url):
    with pytest.raises(InvalidRequest):
        guard(WIDE, localhost="127.0.0.1").vet(url)

    assert guard(WIDE).vet("https://10.1.2.3/").private, "the setting is that wide"


def test_a_named_host_that_moves_to_where_nothing_is_called_is_refused_at_the_next_call():
    answers = iter(["10.9.0.1", "169.254.169.254", "127.0.0.1"])
    moving = Guard(resolve=lambda host, port: (next(answers),), private=read_private("billing.internal"))

    assert moving.vet("https://billing.internal/").address == "10.9.0.1"
    for _ in range(2):
        with pytest.raises(InvalidRequest):
            moving.vet("https://billing.internal/")


def test_a_host_of_which_one_address_lies_outside_the_network_is_refused():
    both = Guard(resolve=lambda host, port: ("10.1.0.1", "10.2.0.1"), private=read_private("10.1.0.0/16"))

    with pytest.raises(InvalidRequest):
        both.vet("https://app.example/")


@pytest.mark.parametrize("url", ["https://10.7.0.1/", "https://db.internal/", "https://billing/", "https://far.example/"])
def test_the_refusal_names_the_setting(url):
    with pytest.raises(InvalidRequest) as refusal:
        guard("").vet(url)

    assert SETTING in refusal.value.detail


def test_the_refusal_of_what_no_setting_opens_does_not_send_anybody_to_it():
    with pytest.raises(InvalidRequest) as refusal:
        guard(WIDE).vet("https://169.254.169.254/")

    assert SETTING not in refusal.value.detail and "link-local" in refusal.value.detail


def test_a_public_service_cannot_redirect_into_the_private_network_but_a_private_one_can():
    class Placed(Guard):
        def vet(self, url, field="url"):
            found = super().vet(url, field)
            return type(found)("http", found.host, "127.0.0.1", port, found.path, found.private)

    def answer(asked):
        return Reply(302, {}, {"Location": "https://billing.internal/b"}) if asked.path == "/a" else Reply(200)

    names = read_private("10.0.0.0/8")
    with serving(answer) as service:
        port = service.server.server_address[1]
        transport = Transport(Placed(resolve=lambda host, port: (ADDRESSES[host],), private=names))
        inward = transport.send(Request("GET", "https://public.example/a"), 5, follow=True)
        asked = len(service.asked)
        within = transport.send(Request("GET", "https://db.internal/a"), 5, follow=True)

    assert isinstance(inward, Unsent) and inward.refused and asked == 1
    assert isinstance(within, Answer) and within.status == 200


@pytest.mark.parametrize(
    "entry",
    [
        "127.0.0.1", "127.0.0.0/8", "::1", "169.254.169.254", "169.254.0.0/16", "fe80::/10", "fd00:ec2::254",
        "localhost", "10.1.0.1/16", "10.1", "10.1.0.0/33", "a b", "http://", "https://x.example/path",
        "user@x.example", "x.example:99999", "x.example:0", ".internal", "*", "*.", "a*b.example", "ftp://x.example",
        "10.0.0.0/8,127.0.0.1", "%2e", "[10.1.0.0",
    ],
)
def test_a_setting_that_cannot_be_meant_stops_the_start_with_the_entry(entry, monkeypatch, tmp_path):
    monkeypatch.setenv(SETTING, entry)

    with pytest.raises(Unavailable) as stopped:
        wiring.embedded(tmp_path / "replan.db")

    assert SETTING in stopped.value.detail and entry.split(",")[-1] in stopped.value.detail


def test_the_setting_reaches_the_guard_of_tools_and_webhooks(monkeypatch, tmp_path):
    monkeypatch.setenv(SETTING, "10.1.0.0/16")
    home = wiring.embedded(tmp_path / "replan.db")

    assert home.guard.vet("https://10.1.2.3/").private and home.ports.tools.tools.guard is home.guard
