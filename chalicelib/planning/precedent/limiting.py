"""Words that name no record and still tell which are meant: "the latest", "every fragile one", "all upcoming"."""

from collections.abc import Collection, Sequence

from chalicelib.planning.composer import thesaurus
from chalicelib.planning.composer.calendar_words import DAYS, MONTHS
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.words import DETERMINERS, RELATIVE, STOP, Token, bag, is_verb
from chalicelib.planning.records.view import AHEAD, CHEAP, DEAR, GONE, HIGH, LATE, LOW, NEWEST, OLDEST

EACH = bag("every each all everything everybody everyone whatever whoever")
ONE_BY_ONE = bag("each both")
"""What such words say of records that are named one by one."""
TIMED = LATE | AHEAD | GONE
ENDS = HIGH | LOW | NEWEST | OLDEST | DEAR | CHEAP
_SPANS = bag(
    "second minute hour day night morning afternoon evening noon week weekend month quarter year season spring summer "
    "autumn winter time moment"
)
_IDLE = {
    "all": bag("along right over too way time set else but"), "after": bag("all"), "everything": bag("else"),
    "at": ENDS, "not": bag("coming"), "isn't": bag("coming"), "go": bag("past"),
}  # fmt: skip
"""Phrases in which such a word chooses nothing: "all along", "at last"."""


def choosing(words: Sequence[Token], marks: Sequence[Found], told: Collection[str]) -> list[Token]:
    """The words that choose among records; `told`: stems of what is written, of which they may speak.

    "The highest priority" chooses no record where a priority is written.
    """
    found = (token for token in words if token.low in TIMED or superlative(token))
    return [token for token in found if not _idle(token, words, marks, told)]


def superlative(token: Token) -> bool:
    """ "Latest", "most"; "deepest", of a word that is known: no forest and no guest is."""
    low, base = token.low, token.low.removesuffix("est")
    once, happy = base[-2:-1] == base[-1:], base[-1:] == "i"
    forms = (base, f"{base}e", base[:-1] if once else "", f"{base[:-1]}y" if happy else "")
    known = any(len(one) > 2 and one not in STOP and thesaurus.known(one) for one in forms)
    return low in ENDS or (low != base and token.content and known and not thesaurus.known(low))


def every(words: Sequence[Token], marks: Sequence[Found], alone: bool) -> list[Token]:
    """The words that speak of all there are; `alone`: there is but one record, or all are named together."""
    found = [token for token in words if token.low in EACH | ONE_BY_ONE and not _idle(token, words, marks, ())]
    return [token for token in found if alone or token.low not in ONE_BY_ONE]


def _idle(token: Token, words: Sequence[Token], marks: Sequence[Found], told: Collection[str]) -> bool:
    if any(token in mark and mark.kind not in ("number", "name", "quote") for mark in marks):
        return True
    at = words.index(token)
    before, behind = words[at - 1] if at else None, words[at + 1] if at + 1 < len(words) else None
    third = words[at + 2] if at + 2 < len(words) else None
    timed = behind is not None and (behind.stem in _SPANS or behind.low in _SPANS | DAYS.keys() | MONTHS.keys())
    if timed and (third is None or not third.content):
        return True  # "every day the …"; not "every morning class"
    if behind is not None and behind.stem in told:
        return True
    if behind is not None and behind.low == "the" and third is not None and third.low in _IDLE.get(token.low, ()):
        return True
    after = before is not None and token.low in _IDLE.get(before.low, ())
    return after or (behind is not None and behind.low in _IDLE.get(token.low, ()))


def phrase_of(words: Sequence[Token], told: Collection[Token], nouns: Collection[str]) -> list[Token]:
    """The words that may tell which records are meant: from what names them as far as their phrase goes, both ways.

    "The insured ones of" in front of a name, up to a verb; "that leak", "with a note" behind it, to the clause's end.
    What stands elsewhere tells what is done, or why.  `nouns`: stems that the records are called.
    """
    at = [place for place, token in enumerate(words) if token in told]
    if not at:
        return [*words]
    first, last = at[0], at[-1]
    while first > 0 and _leads(words[first - 1], nouns):
        first -= 1
        if words[first].low in DETERMINERS and words[first].low not in EACH | ONE_BY_ONE:
            break
    behind = words[last + 1 :]
    end = next((place for place, one in enumerate(behind) if not one.text[0].isalnum()), len(behind))
    limits = bool(behind[:end]) and (behind[0].low in _LIMITING or _placed(behind))
    return [*words[first : last + 1], *(behind[:end] if limits else ())]


_LIMITING = RELATIVE | bag("with without where from since before after between of inside near under over in at")


def _placed(words: Sequence[Token]) -> bool:
    """ "On the dock", and not "on hold"."""
    return len(words) > 1 and words[0].low == "on" and words[1].low in DETERMINERS


def _leads(token: Token, nouns: Collection[str]) -> bool:
    """Whether the word may belong to the phrase of what stands behind it."""
    if not token.text[0].isalnum() or token.low in _JOINING:
        return False
    return token.stem in nouns or not is_verb(token.low)


_JOINING = bag("and but so then because")
