"""What speaks of a deed without bidding it: it would be, has been, must not be, or nobody is sure that it should."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from chalicelib.planning.bidding.participles import verb_of
from chalicelib.planning.bidding.piece import MAY, MUST, NONE, PASSING, SAYING, WILL, led, main, perfect
from chalicelib.planning.composer.verbs import asks
from chalicelib.planning.composer.words import IT, Token, bag

_NO_MUST, _TO_DO = (("doesn't",), ("don't",), ("didn't",)), (("have", "to"), ("need", "to"))
_UNREAL = bag("would might")
_NEGATED = {"can't": "can", "cannot": "can", "won't": "will", "shan't": "shall"}
_WE, _HAVE = bag("i we i've we've i’ve we’ve"), bag("have 've had")
_POLITE = bag("possible needed necessary")
_UNSURE = bag("sure certain convinced")
_WONDERING = bag("wonder wonders wondering doubt doubts unsure undecided")


def leaves(run: Sequence[Token]) -> bool:
    """ "Leave it", "leave it alone", "leave them where they are": nothing is to be done."""
    lows = [token.low for token in run if token.text[0].isalnum()]
    plain = len(lows) > 1 and lows[0] == "leave" and lows[1] in IT
    return plain and (len(lows) == 2 or lows[2] in ("alone", "as", "where", "be"))


def unmeant(run: Sequence[Token]) -> bool:
    """Whether it says what would be, had been or might have been, or must not be: "it should have been sent"."""
    own = led(run)
    if own and own[0].low in NONE:
        return True  # "nobody has asked to cancel it"
    if any(one.low in SAYING and two.low == "that" for one, two in pairwise(own)):
        return True  # "Ann said that the tour": what others say bids nothing
    if any(one.low == "if" and two.low not in _POLITE for one, two in pairwise(own)):
        return True  # what it depends on is not understood: "would anybody mind if it was closed"
    return asks(own) or _doubted(own) or _done(own) or _unreal(own)


def forbids(run: Sequence[Token]) -> bool:
    """ "Please don't cancel it yet", "there's no need to tell them", "I'd prefer you not to tell them"."""
    lows = [token.low for token in led(run)]
    if any(pair == ("not", "to") and "or" not in lows[:at] for at, pair in enumerate(pairwise(lows))):
        return True
    if any(lows[at : at + 3] == ["no", "need", "to"] for at in range(len(lows))):
        return True
    return lows[:1] in (["don't"], ["dont"], ["never"], ["not"]) or lows[:2] in (["do", "not"], ["no", "need"])


def _doubted(own: Sequence[Token]) -> bool:
    """ "I'm not sure that we should ban him", "she wonders about cancelling it"."""
    lows = [token.low for token in own]
    negated = (at for at, low in enumerate(lows) if low == "not" or low.endswith("n't"))
    return bool({*lows} & _WONDERING) or any({*lows[at + 1 : at + 3]} & _UNSURE for at in negated)


def _done(own: Sequence[Token]) -> bool:
    """ "I already acknowledged it", "we have paid them": who speaks has done it."""
    if not own or own[0].low not in _WE:
        return False
    behind = next((one for one in own[1:] if one.low not in PASSING | _HAVE | {"just"}), None)
    return behind is not None and behind.low != "need" and behind.low.endswith("ed") and bool(verb_of(behind))


def _unreal(own: Sequence[Token]) -> bool:
    for at, token in enumerate(own):
        rest = [one for one in own[at + 1 :] if one.low not in PASSING | {"not", "never"}]
        short = token.low.endswith("n't") or token.low == "cannot"
        negated = short or (own[at + 1 : at + 2] != () and own[at + 1].low in ("not", "never"))
        plain = _NEGATED.get(token.low, token.low.removesuffix("n't"))
        modal = plain in MUST | MAY | WILL | _UNREAL and at and main(own, at)
        if modal and (perfect(rest) or (rest[:1] and rest[0].low == "be" and (negated or token.low in _UNREAL))):
            return True
        lows = tuple(one.low for one in own[at : at + 3])
        if lows[:1] == ("needn't",) or lows[:2] == ("need", "not") or (lows[:1] in _NO_MUST and lows[1:] in _TO_DO):
            return True
        if token.low == "had" and at and main(own, at) and perfect([replace(token, low="have"), *rest]):
            return True
    return False
