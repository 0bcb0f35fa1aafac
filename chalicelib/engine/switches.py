"""Kill switches of an account: one item, looked at before a claim and before a call, cached for 10 s."""

from chalicelib.engine.engine import Engine
from chalicelib.engine.records import account_pk

SWITCHES = "SWITCHES"
FRESH = 10_000


def stopped(engine: Engine, account: str) -> bool:
    """Whether nothing of this account may start.  Messages are acked; the sweeper sends again once it is open."""

    def look() -> dict[str, bool]:
        item = engine.ports.store.get(account_pk(account), SWITCHES)
        return dict(item.data) if item else {}

    return bool(engine.cache.get((account, SWITCHES), look, FRESH).get("stop"))
