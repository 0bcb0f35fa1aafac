"""What plain English says of a state: whether a record in it still goes on.

    "open", "unpaid", "undelivered"   are said of what has not come to its end
    pending · in_progress · out_for_delivery · waiting    it goes on
    returned · rejected · void · missed                   it has come to an end

Services call their states as they like, so most are neither; whoever needs to know must ask then.
"""

from collections.abc import Collection
from typing import Any, Literal  # Any: values are JSON

from chalicelib.planning.composer.words import bag, name_stems, stem
from chalicelib.planning.records import phrase, shapes

Course = Literal["open", "ended", "unknown"]

_SINCE = (("at",), ("on",), ("date",), ("time",))
STILL = bag("open outstanding unresolved undecided pending unsettled")
"""Words for whatever has not come to its end, where no record is called so."""
_OPEN_WORDS = bag(
    "open pending new requested submitted draft planned scheduled todo queued escalated started active due overdue "
    "outstanding paused hold ongoing received reopened triggered acknowledged assigned blocked"
)
_ENDED_WORDS = bag(
    "completed closed finished done ended resolved solved returned paid settled cancelled canceled voided void "
    "delivered rejected declined refused denied approved granted accepted lost dropped archived withdrawn expired "
    "merged missed absent deleted removed retired failed refunded fulfilled terminated discarded sold let attended"
)
_OPEN, _ENDED = frozenset(map(stem, _OPEN_WORDS)), frozenset(map(stem, _ENDED_WORDS))
_BEING = bag("in on out at under to for awaiting not being partly partially")


def course(value: Any) -> Course:
    """Whether a record with that state goes on."""
    said = shapes.words(value)
    stems = {stem(word) for word in said}
    if not said or len(said) > 4:
        return "unknown"
    if len(said) == 1 and str(value).isupper():
        return _of_code(str(value)) if not stems & (_OPEN | _ENDED) else "ended" if stems & _ENDED else "open"
    if said[0] in _BEING or said[-1].endswith("ing"):
        return "open"
    if stems & _ENDED:
        return "ended"
    return "open" if stems & _OPEN or (len(said) == 1 and said[0].startswith("un") and len(said[0]) > 5) else "unknown"


def _of_code(value: str) -> Course:
    """The course of a code in capitals, where the words that it may stand for agree: `OPN`, `VD`."""
    goes_on = any(phrase.abbreviates(value, (word,)) for word in _OPEN_WORDS)
    over = any(phrase.abbreviates(value, (word,)) for word in _ENDED_WORDS)
    return "unknown" if goes_on == over else "open" if goes_on else "ended"


def plain(value: Any) -> bool:
    """Whether the value is a plain word for a state, which many a word that ends in "-ing" is not."""
    coded = str(value).isupper() and course(value) != "unknown"
    return coded or bool({stem(word) for word in shapes.words(value)} & (_OPEN | _ENDED))


def alike(value: Any, fits: Collection[str], not_fits: Collection[str], *, negative: bool) -> bool | None:
    """Whether a word fits the state, by those that it is known to fit and not to fit; None where that shows nothing.

    Known states must agree among themselves: a word that fits ended and open ones speaks of something else.
    """
    ended = {course(one) == "ended" for one in fits}, {course(one) == "ended" for one in not_fits}
    if ended[1] != {True} or True in ended[0]:
        return None
    match course(value):
        case "ended":
            return False
        case "open":
            return True
    return True if negative else None


def since(name: str, value: Any) -> bool:
    """Whether the field says that something is so, or since when: `closed_at` of what is closed."""
    return value is True or (name_stems(name)[-1:] in _SINCE and isinstance(value, str) and bool(value))
