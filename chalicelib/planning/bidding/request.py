"""The request with each of its pieces as an order, where it can be said as one.

A piece ends at a comma or a joining word.  One without a verb belongs to the next: "Ann and Bob should be told".
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from chalicelib.planning.bidding import backward
from chalicelib.planning.bidding.facts import names, tells
from chalicelib.planning.bidding.forms import order, plainly
from chalicelib.planning.bidding.piece import Piece, asked, bids, finite, led, main, opens_with_verb, orders, split
from chalicelib.planning.bidding.short import written_out
from chalicelib.planning.bidding.switches import switched
from chalicelib.planning.bidding.unmeant import forbids
from chalicelib.planning.composer import verbs
from chalicelib.planning.composer.calendar_words import DAYS, MONTHS
from chalicelib.planning.composer.mentions import Found, quotes
from chalicelib.planning.composer.sentences import quoted, sentences
from chalicelib.planning.composer.words import Token, bag, tokens

_JOINTS = bag(", ; and so but - — – :")
_THEY = bag("he she they it i we you this")
"""Words that begin a piece of their own."""
_MOST_WORDS = 45
"""A longer request tells a story, and much in it bids nothing."""
_LIMITING = bag("of among from")
_WHEN = bag(
    "on at by until till before after from tomorrow today noon midnight next this the of in morning afternoon pm am"
)
_ASKING = bag("ask see know say wonder check whether mind okay ok fine alright better best nice")
_POINTING = bag("it he she they this that possible needed necessary you please not so")
"""What behind "if" points back, or is mere politeness."""
_DECIDING = bag("if unless then otherwise")
_BACK = bag("it them him her its their his he she they")
_REASONS, _TOPICAL = bag("as since because"), bag("the its their")
Edit = tuple[int, int, str]


def bidden(text: str, doing: Container[str] = frozenset()) -> str:
    """The text with its wishes and facts as orders; itself where there are none.

    `doing`: the stems of what can be done here, besides what any verb of doing says.
    """
    if len(tokens(text)) > _MOST_WORDS:
        return text
    text = written_out(text)
    words, marks = tokens(text), quotes(text)
    turned = [edit for said in sentences(words, marks) if (edit := _fronted(text, said, marks)) is not None]
    if turned:
        text = _applied(text, turned)
        words, marks = tokens(text), quotes(text)
    pieces = [Piece(text, run, marks, doing) for said in sentences(words, marks) for run in _runs(said, marks)]
    edits = [] if any(forbids(one.words) for one in pieces) else _edits(pieces)
    return written_out(_applied(text, edits)) if edits else text


def forbidden(words: Sequence[Token], marks: Sequence[Found]) -> bool:
    """Whether the request says that something is not to be done: then what it only tells bids nothing."""
    return any(forbids(run) for said in sentences(words, marks) for run in _runs(said, marks))


def only_asks(text: str) -> bool:
    """Whether it is a question and bids nothing beside: "is Ann in? If not, call Bob" does both."""
    marks = quotes(text)
    first, *more = sentences(tokens(text), marks) or [[]]
    if not verbs.asks(first):
        return False
    runs = [first[at + 1 :] for at in _ends(first, marks) if at < len(first)]
    return not any(map(_bids, runs)) and not any(_bids(said) or plainly(led(said)) or _decides(said) for said in more)


def _bids(run: Sequence[Token]) -> bool:
    lows = [token.low for token in asked(run)[:2]]
    if lows[:1] == ["let"] and lows[1:] not in (["me"], ["us"]):
        return True
    return (orders(run) and not verbs.informs(asked(run))) or bids(run)


def _decides(said: Sequence[Token]) -> bool:
    return said[0].low in _DECIDING and not any(token.low in verbs.QUESTIONS for token in said)


def left_open(text: str) -> str:
    """What the request says should be, beside its orders; "" where there is nothing such.  `text`: as it is bidden."""
    words, marks = tokens(text), quotes(text)
    pieces = [Piece(text, run, marks) for said in sentences(words, marks) for run in _runs(said, marks)]
    told = [one for one in pieces if one.plain(one.words) and text[one.words[-1].end :].lstrip()[:1] != ":"]
    return next((one.said(one.words) for one in told if bids(one.words) and len(pieces) > 1), "")


def _applied(text: str, edits: Sequence[Edit]) -> str:
    for start, end, instead in sorted(edits, reverse=True):
        text = f"{text[:start]}{instead}{text[end:]}"
    return text


def _fronted(text: str, said: Sequence[Token], marks: Sequence[Found]) -> Edit | None:
    return _limited(text, said, marks) or _answered(said) or _guarded(text, said, marks)


def _answered(said: Sequence[Token]) -> Edit | None:
    """What is done "if so" or "if not" stands behind a comma: else it would be what decides."""
    plain = [token.low for token in said[:3]]
    if len(plain) < 3 or plain[0] != "if" or plain[1] not in ("so", "yes", "not", "no") or plain[2] in (",", "then"):
        return None
    return (said[1].end, said[1].end, ",") if orders(said[2:]) else None


def _limited(text: str, said: Sequence[Token], marks: Sequence[Found]) -> Edit | None:
    """What limits an order, told in front of it, behind it: "of the late ones, cancel the first"."""
    at = next((at for at, token in enumerate(said) if token.text == "," and not quoted(token, marks)), 0)
    behind = said[at + 1 :]
    leads = at and (said[0].low in _LIMITING or _timed(said[:at]))
    if leads and not orders(behind):
        return _among(text, said, at)
    if not leads or any(map(tells, said[:at])):
        return None
    stop = next((one for one in behind if one.low in _JOINTS and not quoted(one, marks)), None)
    end = next((one.end for one in reversed(behind) if stop is None or one.start < stop.start), behind[-1].end)
    limit = f"{said[0].low}{text[said[0].end : said[at - 1].end]}"
    cut = next((one.end for one in behind if one.low in ("one", "ones") and one.end < end), end)
    return said[0].start, end, f"{text[behind[0].start : cut]} {limit}{text[cut:end]}"


def _among(text: str, said: Sequence[Token], at: int) -> Edit | None:
    """What is told of one "of" several: "of the late ones, the first can go to Ann"."""
    behind = split(led(said[at + 1 :])) if said[0].low == "of" and len(said) > at + 1 else None
    if behind is None or not {token.low for token in behind.subject} & {"one", "ones", "first", "last"}:
        return None
    start, end = behind.subject[0].start, behind.subject[-1].end
    cut = next((one.end for one in behind.subject if one.low in ("one", "ones")), end)
    limit = f"{said[0].low}{text[said[0].end : said[at - 1].end]}"
    return said[0].start, end, f"{text[start:cut]} {limit}{text[cut:end]}"


def _timed(said: Sequence[Token]) -> bool:
    """Whether it only says when: "at 3pm", "on Friday", "tomorrow at noon"."""
    times = [token for token in said if token.low not in _WHEN]
    return len(times) < len(said) and all(_tells_time(token) for token in times) and said[0].low in _WHEN - {"in", "of"}


def _tells_time(token: Token) -> bool:
    return token.text[0].isdigit() or token.text == ":" or token.low in DAYS or token.low in MONTHS


def _guarded(text: str, said: Sequence[Token], marks: Sequence[Found]) -> Edit | None:
    """A condition behind the order in front of it: "close it if nobody is there" asks first whether somebody is."""
    at = next((at for at, token in enumerate(said) if token.low in ("if", "unless") and not quoted(token, marks)), 0)
    behind = said[at + 1 :]
    if at < 3 or len(behind) < 3 or said[at - 1].low in _ASKING | _JOINTS or behind[0].low in _POINTING:
        return None
    if any(token.low in _BACK for token in behind):
        return None  # in front it would point at nothing: "if more than ten are booked on it"
    if any(token.low in _JOINTS - {"and"} for token in said if not quoted(token, marks)) or not _whole(said[:at]):
        return None
    start, end = said[0].start, said[-1].end
    return start, end, f"{text[said[at].start : end]}, {text[start : said[at - 1].end]}"


def _edits(pieces: Sequence[Piece]) -> list[Edit]:
    alone = not any(orders(one.words) and not backward.points(one) for one in pieces)
    found: list[Edit] = []
    before: Piece | None = None
    for one in pieces:
        bid = _ordered(one, alone)
        told = found.pop() if before is not None and found and found[-1][1] == before.words[-1].end else None
        back = backward.said_of(before, told[2] if told else "", one) if bid is None and before is not None else ""
        if back and before is not None:
            found.append((before.words[0].start, one.words[-1].end, back))
        elif bid is None and told is not None and backward.confirms(one):
            found.append((told[0], one.words[-1].end, told[2]))
        else:
            found += [told] if told is not None else []
            found += [(one.words[0].start, one.words[-1].end, bid)] if bid is not None else []
        before = one
    return [*found, *_reasons(pieces, found)]


def _reasons(pieces: Sequence[Piece], found: Sequence[Edit]) -> Iterator[Edit]:
    """ "As Ann is leaving, …": that is a sentence of its own."""
    for one, behind in pairwise(pieces):
        run = led(one.words)
        gap = one.text[one.words[-1].end : behind.words[0].start]
        told = any(finite(token) for token in run) and not any(start == one.words[0].start for start, _, _ in found)
        if len(run) > 2 and run[0].low in _REASONS and gap.strip() == "," and told:
            yield one.words[0].start, behind.words[0].start, f"{one.said(run[1:])}. "


def _ordered(piece: Piece, alone: bool) -> str | None:
    """The order of the piece; what stands before a colon is what it is about: "Oak board: the price is 20 now"."""
    at = next((at for at, token in enumerate(piece.words) if token.text == ":"), 0)
    rest = piece.words[at + 1 :]
    topical = at and len(rest) > 2 and rest[0].low in _TOPICAL and not any(map(finite, piece.words[:at]))
    bid = order(replace(piece, words=rest) if topical else piece, alone)
    if not topical or bid is None or not bid.startswith("set ") or " to " not in bid:
        return bid
    return bid.replace(" to ", f" of {piece.said(piece.words[:at])} to ", 1)


def _runs(said: Sequence[Token], marks: Sequence[Found]) -> Iterator[tuple[Token, ...]]:
    """The pieces of a sentence; one that only asks is none."""
    if verbs.asks(said):
        return
    first, ends = 0, [*_ends(said, marks)]
    for last, then in pairwise([*ends, len(said)]):
        run = said[first:last]
        ahead = next((token.low for token in said[last:] if token.low not in _JOINTS), "")
        own = _whole(run) or (names(run) and _back(said[last:], marks))
        if not own and ahead and ahead not in _THEY:
            continue
        if (
            then < len(said)
            and said[last].low == "and"
            and said[then].text == ","
            and not _whole(said[last + 1 : then])
        ):
            continue  # "we need oars and ropes, please order them"
        while run and run[0].low in _JOINTS:
            run = run[1:]
        if run:
            yield tuple(run)
        first = last


def _back(rest: Sequence[Token], marks: Sequence[Found]) -> bool:
    """Whether an order follows that points back: "the tents in the shed, please sell them"."""
    ends = [*_ends(rest[1:], marks)]
    own = rest[1 : 1 + ends[0]]
    return backward.points_at(own)


def _ends(said: Sequence[Token], marks: Sequence[Found]) -> Iterator[int]:
    """Where the pieces of the sentence end."""
    for at, token in enumerate(said):
        inside = token.text in "-–—" and said[at - 1].end == token.start
        inside = inside or [one.low for one in said[at : at + 2]] == ["so", "far"]
        if at and token.low in _JOINTS and not inside and not quoted(token, marks) and said[at - 1].low not in _JOINTS:
            yield at
    yield len(said)


def _whole(run: Sequence[Token]) -> bool:
    """Whether it has a verb of its own."""
    told = any(tells(token) and (not at or main(run, at)) for at, token in enumerate(run))
    return told or opens_with_verb(run) or plainly(run) is not None or bool(switched(led(run)))
