"""Nobody can make us call what they must not: no address of the corpus, at no door, at no time."""

import pytest

from chalicelib.tools import Guard
from tests.security.addresses import BENIGN, HOSTILE
from tests.security.doors import CALLED, GIVEN, doors, listener
from tests.security.sockets import connections
from tests.security.ssrf import called, given, judged
from tests.tools.service import Reply, serving


def test_the_corpus_is_as_large_as_was_demanded():
    assert len(set(HOSTILE)) >= 150 and len(set(BENIGN)) >= 20


@pytest.mark.parametrize("corpus", [judged, given, called])
def test_no_address_of_the_corpus_gets_through_and_every_benign_twin_does(corpus):
    found = corpus()

    assert found.breaches == [] and found.hindered == []
    assert found.hostile >= 150 and found.benign >= min(len(GIVEN), len(CALLED))


@pytest.mark.parametrize("door", ["a read", "a write", "renewing a token", "a webhook"])
def test_a_name_that_was_public_when_it_was_given_is_judged_again_at_each_call(door):
    answers = {"moving.example": ["127.0.0.1"]}
    guard = Guard(allow_loopback=True, resolve=lambda host, port: answers[host])
    with doors(guard) as here, connections() as tried:
        own = ("127.0.0.1", int(here.service.url.rsplit(":", 1)[1]))
        refused = CALLED[door](here, "https://moving.example/x")

    assert refused and [one for one in tried if one != own] == []


def test_at_most_three_redirects_are_followed_and_each_is_judged():
    def hop(asked):
        n = int(asked.path.rsplit("/", 1)[1]) if asked.path != "/act" else 0
        return Reply(302, {}, {"Location": f"/hop/{n + 1}" if n < 2 else "https://169.254.169.254/"})

    with serving(hop) as service, doors() as here, connections() as tried:
        refused = here.called(base_url=service.url)

    assert refused and len(service.asked) == 3 and all(one[0] == "127.0.0.1" for one in tried)


def test_the_listener_would_have_seen_a_call():
    with listener() as trap, doors() as here, connections() as tried:
        assert not here.called(base_url=trap.url)

    assert len(trap.asked) == 1 and tried == [("127.0.0.1", int(trap.url.rsplit(":", 1)[1]))]
