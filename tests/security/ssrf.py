"""The corpus of addresses at every door: how many were refused, and to how many anything was sent."""

from chalicelib.domain.errors import InvalidRequest
from chalicelib.tools.guard import Guard
from tests.security.addresses import BENIGN, HOSTILE, NOT_ENCRYPTED, resolve
from tests.security.doors import CALLED, GIVEN, NOT_FOLLOWED, SAID, doors, listener, sayable
from tests.security.sockets import connections
from tests.security.tally import Tally

LENIENT = ("servers of a document", "servers of an operation", "token address of a document")
"""A document may say less than a full address: what is missing is completed, and what comes of it is checked."""


def judged() -> Tally:
    """The guard alone, as on AWS: there 127.0.0.1 is no exception, and public names are benign."""
    found, guard = Tally(), Guard(resolve=resolve)
    for url in (*HOSTILE, *NOT_ENCRYPTED, "http://127.0.0.1:{port}/"):
        found.refused(url, _passes(guard, url.replace("{port}", "9")))
    for url in BENIGN:
        found.passed(url, _passes(guard, url))
    return found


def _passes(guard: Guard, url: str) -> bool:
    try:
        guard.vet(url)
    except InvalidRequest:
        return False
    return True


def given() -> Tally:
    """Where an address is given.  Nothing may be sent, and outside documents it must be refused."""
    found = Tally()
    with doors() as here, listener() as trap:
        port = trap.url.rsplit(":", 1)[1]
        for name, door in GIVEN.items():
            before = len(trap.asked)
            for url in (one.replace("{port}", port) for one in HOSTILE):
                with connections() as tried:
                    refused = door(here, url)
                found.refused(f"{name}: {url!r}", bool(tried) or not (refused or name in LENIENT))
            found.refused(f"{name}: a request arrived", len(trap.asked) > before)
            target = f"{trap.url}/spec" if name == "openapi_url" else trap.url
            found.passed(name, not door(here, target))
    return found


def called() -> Tally:
    """Where a stored address, or one that a service names, is called: nothing may be sent to it."""
    found = Tally()
    for name, door in CALLED.items():
        with doors() as here, listener() as trap:
            port = trap.url.rsplit(":", 1)[1]
            own = ("127.0.0.1", int(here.service.url.rsplit(":", 1)[1]))
            for url in (one.replace("{port}", port) for one in HOSTILE if name not in SAID or sayable(one)):
                with connections() as tried:
                    door(here, url)
                found.refused(f"{name}: {url!r}", any(one != own for one in tried) or bool(trap.asked))
            refused = door(here, f"{trap.url}/spec")
            found.passed(name, bool(trap.asked) != (name in NOT_FOLLOWED) and refused == (name in NOT_FOLLOWED))
    return found
