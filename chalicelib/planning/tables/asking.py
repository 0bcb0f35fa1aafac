"""Which deeds a verb asks for plainly, with its particle and among the kinds of record that there are."""

from collections.abc import Sequence

from chalicelib.planning.composer import verbs
from chalicelib.planning.composer.words import Token
from chalicelib.planning.tables.deeds import NAMED_OPTION, OWN_VERB, Deed, asked
from chalicelib.planning.tables.particles import runs, standing_for, switched
from chalicelib.planning.tables.sources import offered


def asked_with(deed: Deed, said: Sequence[Token], at: int, plain: str) -> float:
    """As `asked`, where the particle of the verb tells which of `turn_on` and `turn_off`, or an option of that name.

    `plain`: the verb for which the one at the place stands with its particle, wherever that stands; "" for none.
    """
    own = standing_for(deed.entry)
    if own and plain:
        return 3.0 if own == plain else 0.0
    if runs(plain, deed.entry.verb) or runs(own, said[at].stem):
        return OWN_VERB
    named = any(switched(said[at], plain, offered(one)) for one in deed.rest)
    return max(asked(deed, said, at), NAMED_OPTION if named else 0.0)


def asked_plainly(offered: list[Deed], said: Sequence[Token], at: int, particle: bool) -> list[Deed]:
    """Of the deeds those of the very verb, where there are any and it is no verb for everything.

    Of several kinds of record in one list, each has its own.
    """
    plainly = [one for one in offered if asked(one, said, at) >= OWN_VERB]
    if not plainly or not (particle or not verbs.general(said[at])):
        return offered
    apart, own = all(one.table.barred for one in plainly), [one.table for one in plainly]
    others = [one for one in offered if (apart or one.table.barred) and all(one.table is not other for other in own)]
    return [*plainly, *others]
