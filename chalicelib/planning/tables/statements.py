"""What a request only tells, and is to be recorded so: "the condition of X is now fair", "wiper blades cost 18.90".

Its verb says that something is so, has it, takes or gets it, or is another word for what is measured.  The value stands
behind it; who takes something stands before it.
"""

from collections.abc import Sequence
from itertools import pairwise

from chalicelib.planning.composer import verbs
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.thesaurus import related
from chalicelib.planning.composer.words import Token, bag, text_stems
from chalicelib.planning.records.telling import SCALES
from chalicelib.planning.tables.clause import Clause
from chalicelib.planning.tables.deeds import Deed

TOLD, _MEASURED, _SHORT = 1.0, 0.6, 4
_BEING = bag("is are has have")
TAKING = bag("takes gets goes moves")
_TAKE = bag("take get go move")
_MODALS = bag("will should must shall can may to")
_PASSIVE = bag("is are was were been be got gets being")
_BEGINNING, _WILL = bag("starts begins"), bag("will should must")
_HENCEFORTH = bag("now next again henceforth")


def stated(deed: Deed, said: Sequence[Token], place: int) -> float:
    """How well the word, as the verb of a statement, asks for the deed; 0 where it is none."""
    token = said[place]
    rings = token.low in ("go", "goes") and [one.low for one in said[place + 1 : place + 2]] == ["off"]
    if deed.grave or place == 0 or rings:
        return 0.0
    told = token.low in _BEING | TAKING | {":"} or (token.low in _TAKE and _follows(said, place))
    if told or _ahead(said, place):
        return TOLD
    if said[place - 1].low in _PASSIVE and token.low.endswith("ed") and verbs.kind(token.stem) & {"update"}:
        return TOLD  # "the tasting is moved to Friday"
    return TOLD if measured(said, place, deed.rest) else 0.0


def labels(said: Sequence[Token]) -> bool:
    """Whether it only says in front of a colon of what the rest is told: "Loft: under repair"."""
    at = next((at for at, token in enumerate(said) if token.text == ":"), 0)
    behind = [token for token in said[at + 1 :] if token.text[0].isalnum()]
    return at > 0 and 0 < len(behind) <= _SHORT and not tells(said)


def _follows(said: Sequence[Token], place: int) -> bool:
    """Whether the plain verb is one of a statement: behind "will" or "should", or behind several who do it."""
    lead = next(token for token in reversed(said[:place]) if token.text[0].isalnum())
    return lead.low in _MODALS or (lead.content and lead.word and lead.low.endswith("s") and "'" not in lead.low)


def _ahead(said: Sequence[Token], place: int) -> bool:
    """Whether something is so from now on: "will be a day later", "starts an hour earlier"."""
    return said[place].low in _BEGINNING or (said[place].low == "be" and said[place - 1].low in _WILL)


def tells(said: Sequence[Token]) -> bool:
    """Whether one of the words is the verb of a statement."""
    return any(token.low in _BEING | TAKING for token in said)


def measured(said: Sequence[Token], place: int, inputs: Sequence[Param]) -> bool:
    """Whether the word is another one for a number that is set, and the number stands behind it: "costs 12".

    Of a time it is the very word: "starts at 11:30" of an input `starts`.
    """
    numbers = {word for one in inputs if one.type in ("integer", "number") for word in one.stems}
    own = any(one.stems == (said[place].stem,) for one in inputs)
    when = own and [one.low for one in said[place + 1 : place + 2]] in (["at"], ["on"])
    if when and any(token.text[0].isdigit() for token in said[place + 2 : place + 3]):
        return True
    stem = said[place].stem
    alike = {stem, *(word for word, weight in related(stem) if weight >= _MEASURED)}
    return bool(alike & numbers) and any(token.text[0].isdigit() for token in said[place + 1 : place + 2])


def scaled(said: Sequence[Token], inputs: Sequence[Param]) -> bool:
    """Whether a number that is set becomes a multiple, or is told: "double the rent", "the rent should be £250"."""
    if not any(one.type in ("integer", "number") for one in inputs):
        return False
    plain = [token for token in said if token.text[0].isalnum()]
    told = zip(plain, plain[1:], plain[2:], strict=False)
    bidden = any(one.low in _WILL and two.low == "be" and three.text[0].isdigit() for one, two, three in told)
    return bidden or any(token.stem in SCALES for token in said)


def renewed(said: Sequence[Token], inputs: Sequence[Param]) -> bool:
    """Whether somebody or something has a new one of what is set: "has a new phone number", "whose address is now"."""
    words = {word for one in inputs for word in (*one.stems, *text_stems(one.describes)[:1])}
    for at, token in enumerate(said):
        lead, lows = [one.low for one in said[max(0, at - 1) : at]], [one.low for one in said[at + 1 : at + 4]]
        becomes = ["is", "now"] in (lows[:2], lows[1:]) or (lead == ["new"] and "is" in lows[:2])
        if token.stem in words and becomes:
            return True
    for at, token in enumerate(said):
        lead = [one.low for one in said[max(0, at - 2) : at]]
        behind = [one for one in said[at + 1 : at + 6] if one.text[0].isalnum()]
        called = {one.stem for one in behind} | {one.low + other.low for one, other in pairwise(behind)}  # "e-mail"
        if token.low == "new" and {*lead} & _BEING and called & words:
            return True
    return False


def new(clause: Clause, run: Sequence[Token]) -> bool:
    """Whether the words stand where a statement tells what is new."""
    if not clause.stated or clause.verb is None or not run:
        return False
    if clause.verb.low in ("takes", "take"):
        between = [one for one in clause.words if run[-1].end < one.end <= clause.verb.start]
        between = [one for one in between if one.low not in _MODALS]
        return run[-1].end <= clause.verb.start and not between
    before = [one for one in clause.words if one.end <= run[0].start]
    named = clause.verb.low in _BEING and [one.low for one in before[-3:-2]] == ["new"] and before[-1].text in ",:"
    return named or clause.lead(run) == clause.verb.low  # "has a new number, 4711"


def subject(clause: Clause, run: Sequence[Token]) -> bool:
    """Whether the words stand in front of the statement's verb: they say what it is about, and nothing new."""
    before = clause.stated and clause.verb is not None and bool(run) and run[0].start < clause.verb.start
    return before and not new(clause, run)


def beside(clause: Clause) -> list[Token]:
    """What says that it is so from now on, which limits nothing: "is now", "from today", "as of today"."""
    found: list[Token] = []
    for at, token in enumerate(clause.words):
        before = [other.low for other in clause.words[max(0, at - 2) : at]]
        own = clause.stated and clause.verb is not None and clause.lead([token]) == clause.verb.low
        if token.low in _HENCEFORTH and own:
            found.append(token)
        if token.low == "today" and (before[-1:] == ["from"] or before == ["as", "of"]):
            found += clause.words[at - (1 if before[-1] == "from" else 2) : at + 1]
    return found
