"""What a phrase denies of records: "that haven't been seen since May", "that aren't pinned", "without a receipt"."""

from collections.abc import Sequence

from chalicelib.planning.composer.words import PREPOSITIONS, Token, bag
from chalicelib.planning.records import times
from chalicelib.planning.records.resources import field_stems
from chalicelib.planning.records.view import Reading, moment_fields

_NOT = bag("not never")
_NONE = bag("not no never yet without")
_LACKING = bag("without lack lacks lacking")
_WITH = bag("with has have had having carry carries carrying")
_PASSING = bag("a an any currently really fully being still been already marked set")


def negates(token: Token) -> bool:
    return token.low in _NOT or token.low.endswith("n't")


def turns(before: Token | None, token: Token) -> bool:
    """Whether a value behind it is not held: "not urgent", "without the tag urgent", "that have no tag urgent"."""
    return negates(token) or token.low in _LACKING or (token.low == "no" and before is not None and before.low in _WITH)


def denied(lead: Sequence[Token]) -> bool:
    """Whether what stands behind is denied: "not pinned", "aren't currently pinned", "without a receipt"."""
    said = [token.low for token in lead if token.low not in _PASSING]
    return bool(said) and (said[-1] in _NONE or said[-1].endswith("n't"))


def no_longer(lead: Sequence[Token]) -> bool:
    """Whether what stands behind is over: "no longer under contract"."""
    return [token.low for token in lead[-2:]] == ["no", "longer"]


def denied_time(one: Reading, first: Token) -> bool:
    """ "That haven't been seen since May 2", "not due before April": nothing but what names the time is between."""
    before = [token for token in one.tokens if token.end <= first.start]
    at = next((at for at in reversed(range(len(before))) if negates(before[at])), -1)
    if at < 0:
        return False
    stems = {word for name in moment_fields(one) for word in field_stems(name)}
    told = [token for token in before[at + 1 :] if token.content and token.low not in PREPOSITIONS]
    if any(token.stem not in stems for token in told):
        return False
    one.used.take([before[at]])
    return True


def dated(one: Reading, words: Sequence[Token]) -> bool:
    """Whether a time is told by some of the words, so that it need not be now: "hasn't been checked since May"."""
    timed = [mark for mark in one.view.marks if mark.kind in times.TIMED]
    return any(token in mark for mark in timed for token in words)
