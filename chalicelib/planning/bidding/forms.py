"""The forms in which people say what is to be done without a verb in front, each with the order that it stands for."""

from collections.abc import Sequence

from chalicelib.planning.bidding.bids import (
    GOING,
    HAPPENING,
    HAVING,
    LENGTHS,
    SLIPPING,
    STAYING,
    bid_of,
    done,
    lasts,
    shifted,
)
from chalicelib.planning.bidding.causing import caused
from chalicelib.planning.bidding.participles import verb_of
from chalicelib.planning.bidding.piece import (
    PASSING,
    SAYING,
    Piece,
    Said,
    about,
    asked,
    ended,
    finite,
    led,
    main,
    opens_with_verb,
    split,
)
from chalicelib.planning.bidding.switches import switched
from chalicelib.planning.composer.dates import COUNTS
from chalicelib.planning.composer.words import DETERMINERS, NEGATIONS, RELATIVE, Token, bag, is_verb, stem

_HAVE_DONE = bag("get have")
_SPEAKERS = bag("we i you")
_WANTED = (("i'd", "like"), ("we'd", "like"), ("i", "want"), ("we", "want"), ("i", "need"), ("we", "need"))
_ONGOING = bag("that which who is are was were be been being has have had")
_PLAIN = bag("gets get goes go belongs belong")
_IT = bag("it they this that these those")
_HENCEFORTH = ("from now on", "for now", "now", "instead")
_NO_MORE = (
    *((f"{modal}n't", *rest) for modal in ("does", "do") for rest in (("need", "to"), ("have", "to"))),
    *((*modal, *rest) for modal in (("no", "longer"),) for rest in (("needs", "to"), ("need", "to"), ("has", "to"))),
    ("shouldn't",), ("should", "not"), ("should", "no", "longer"), ("needn't",),
)  # fmt: skip
_NOT = (
    *((f"{verb}n't",) for verb in ("wo", "is", "are", "do", "does")),
    ("cannot",), ("can't",), *((verb, "not") for verb in ("will", "is", "are", "do", "does")),
)  # fmt: skip
_HELD = (
    ("happen",), ("take", "place"), ("go", "ahead"), ("happening",), ("taking", "place"), ("going", "ahead"),
    ("going", "to", "happen"), ("going", "to", "take", "place"), ("going", "to", "go", "ahead"),
)  # fmt: skip
_CANCEL = stem("cancel")
_BE = Token(0, 0, "be", "be", "be")


def order(piece: Piece, alone: bool = True) -> str | None:
    """The order that the piece stands for; None where it is one, or none that is clear.

    `alone`: nothing else in the request is an order, so that also what somebody needs is one.
    """
    run = ended(led(piece.words))
    if not run or not piece.plain(run[:1]):
        return None
    lead = piece.text[piece.words[0].start : run[0].start]
    bid = (
        _now(piece, run, alone)
        or _switched(piece, run)
        or _made(piece, run)
        or _nominal(piece, run)
        or _off(piece, run)
        or _ended(piece, run)
        or _caused(piece, run)
        or caused(piece, run)
        or _questioned(piece, run)
        or _told(piece, run, alone)
    )
    return f"{lead}{bid}" if bid else None


def _switched(piece: Piece, run: Sequence[Token]) -> str | None:
    """ "Dark mode off", "bedroom lights on in the east wing"."""
    if not (at := switched(run)):
        return None
    said, out = piece.said(run), run[at].start - run[0].start
    return f"turn {said[:out]}off{said[out + 3 :]}" if run[at].low == "out" else f"turn {said}"


def _made(piece: Piece, run: Sequence[Token]) -> str | None:
    """ "Make it 11:30 for X"."""
    at = next((at for at, token in enumerate(run) if at > 2 and token.low == "for"), 0)
    makes = [token.low for token in run[:2]] == ["make", "it"] and at and run[at + 1 :]
    verb = "move" if makes and ":" in run[2].text else "set"
    return f"{verb} {piece.said(run[at + 1 :])} to {piece.said(run[2:at])}" if makes else None


def _nominal(piece: Piece, run: Sequence[Token]) -> str | None:
    """ "A warning for X, please", "another week for X", "ten euros more for X", "put a reservation on X"."""
    own = asked(run)
    lows = [token.low for token in own]
    if lows[:1] in (["put"], ["place"]) and len(lows) > 4 and lows[1] in ("a", "an") and lows[3] == "on":
        verb = _verb_in(lows[2])
        return f"{verb} {piece.said(own[4:])}" if verb else None
    at = next((at for at, low in enumerate(lows) if low == "for"), 0)
    if (
        not 2 <= at <= 4
        or not own[at + 1 :]
        or any(finite(token) and (not place or main(own, place)) for place, token in enumerate(own))
    ):
        return None
    what = piece.said(own[at + 1 :])
    if lows[0] == "another" and lows[1] in LENGTHS and at == 2:
        return f"extend {what} by a {own[1].text}"
    if lows[at - 1] == "more" and at > 2 and not opens_with_verb(own):
        return f"raise {what} by {piece.said(own[: at - 1])}"
    verb = _verb_in(lows[1]) if at == 2 and lows[0] in ("a", "an") else ""
    more = lows[0] == "another" or (len(lows) > 2 and lows[1] == "more" and not opens_with_verb(own))
    if more and not verb:
        first = 2 if lows[1] == "more" else 1
        count = own[0].text.lower() if first == 2 else "a"
        return f"add {count} {piece.said(own[first:at])} to {what}" if own[first:at] else None
    return f"{verb} {what}" if verb else None


def _verb_in(noun: str) -> str:
    """The verb of a noun that names a deed: "reservation", "warning"; "" for others."""
    for end, instead in (
        ("ation", "e"),
        ("ation", ""),
        ("lation", ""),
        ("ing", ""),
        ("al", "e"),
        ("al", ""),
        ("er", ""),
    ):
        bare = noun.removesuffix(end) + instead if noun.endswith(end) else ""
        if is_verb(bare):
            return bare
    return ""


def _ended(piece: Piece, run: Sequence[Token]) -> str | None:
    """ "Ann shouldn't have the badge any more", "the note doesn't need to be pinned any longer"."""
    for at in range(1, len(run) - 2):
        lows = [token.low for token in run[at:]]
        behind = next((len(one) for one in _NO_MORE if tuple(lows[: len(one)]) == one), 0)
        if not behind or not about(run[:at]):
            continue
        rest = run[at + behind :]
        if rest[0].low == "have" and rest[1].low == "the":
            return f"remove {piece.said(rest[1:])} from {piece.said(run[:at])}"
        undone = f"un{verb_of(rest[1])}"
        if rest[0].low == "be" and undone != "un" and stem(undone) in piece.doing:
            return f"{undone} {piece.object(run[:at])} {piece.said(rest[2:])}".strip()
    return None


def called_off(run: Sequence[Token]) -> Sequence[Token]:
    """What it says "will not happen" or "doesn't take place"; empty where it says that of nothing."""
    lows = tuple(token.low for token in run)
    ends = next((not_ + held for not_ in _NOT for held in _HELD if lows[-len(not_ + held) :] == not_ + held), ())
    subject = run[: len(run) - len(ends)]
    plain = bool(ends) and about(subject) and subject[0].low not in _IT and subject[-1].low not in RELATIVE
    return subject if plain and not any(finite(token) or token.low in SAYING for token in subject) else ()


def _off(piece: Piece, run: Sequence[Token]) -> str | None:
    """What does not take place is to be cancelled, where something can be; whatever else ends it is asked for first."""
    subject = called_off(run) if _CANCEL in piece.doing else ()
    return f"{_CANCEL} {piece.said(subject)}" if subject else None


def _caused(piece: Piece, run: Sequence[Token]) -> str | None:
    """ "Could we get X moved to Y", "I'd like X to be closed"."""
    lows = [token.low for token in run[:3]]
    begins = 3 if lows[:1] in (["can"], ["could"], ["may"]) and lows[1] in _SPEAKERS and lows[2] in _HAVE_DONE else 0
    begins = begins or next((2 for one in _WANTED if tuple(lows[:2]) == one), 0)
    own = run[begins:]
    if not own or own[0].low == "to":
        return None
    for at in range(1, len(own) if begins else 0):
        subject, rest = own[:at], own[at:]
        if rest[0].low == "to" and len(rest) > 1 and about(subject):
            return bid_of(piece, Said(tuple(subject), "must", tuple(rest[1:])))
        verb = verb_of(rest[0]) if begins == 3 or run[1].low == "like" else ""  # "I need the book written by Ann"
        if verb and piece.does(verb) and about(subject) and piece.plain(rest[:1]) and _finished(subject):
            return done(piece, subject, rest)
    return None


def _finished(subject: Sequence[Token]) -> bool:
    """Whether what is spoken of ends here: "the clause that was" does not."""
    return subject[-1].low not in DETERMINERS | PASSING | _ONGOING


def _questioned(piece: Piece, run: Sequence[Token]) -> str | None:
    """ "Can Ann have two seats?", "could the tour start at nine?"."""
    if run[0].low not in ("can", "could", "may") or len(run) < 3 or run[1].low in _SPEAKERS:
        return None
    verbs = (HAVING | GOING | HAPPENING | STAYING) - DETERMINERS
    at = next((at for at in range(2, len(run)) if run[at].low in verbs and main(run[1:], at - 1)), 0)
    rest = run[at:]
    if not at or not about(run[1:at]) or (rest[0].low == "have" and len(rest) > 1 and rest[1].text[0].isupper()):
        return None  # "can Ann have B4?" is no gift
    return bid_of(piece, Said(tuple(run[1:at]), "must", tuple(rest)))


def _told(piece: Piece, run: Sequence[Token], alone: bool) -> str | None:
    said = split(run) or (None if opens_with_verb(run) else plainly(run))
    if said is None or not piece.plain(said.rest[:1]):
        return None
    passive = said.rest[0].low == "be" and len(said.rest) > 1 and bool(verb_of(said.rest[1]))
    of_it = not passive or said.subject[0].low in _IT
    detail = said.rest[0].low == "be" and of_it  # of what is made: "it should be red"
    weak = detail or (said.mood in ("will", "wish", "is") and said.rest[0].low not in _PLAIN)
    return bid_of(piece, said) if alone or not weak else None


def _now(piece: Piece, run: Sequence[Token], alone: bool) -> str | None:
    """What is so from now on: "its price is 20 now", "from now on Ann is the recruiter for it"."""
    lows = [token.low for token in piece.words]
    new = alone and any(f" {sign} " in f" {' '.join(lows)} " for sign in _HENCEFORTH)
    while run and run[0].low in ("from", "now", "on", ","):
        run = run[1:]
    for at in range(1, len(run) - 1):
        if run[at].low not in ("is", "are") or not main(run, at) or not about(run[:at]):
            continue
        rest = run[at + 1 :]
        while len(rest) > 1 and rest[0].low in PASSING:
            rest = rest[1:]
        named = new or any(token.low == "new" for token in run[1:at])
        plain = not rest[0].gerund and not verb_of(rest[0]) and rest[0].low not in NEGATIONS and ":" not in lows
        return bid_of(piece, Said(tuple(run[:at]), "must", (_BE, *rest))) if named and plain else None
    return None


def plainly(run: Sequence[Token]) -> Said | None:
    """ "X gets Y", "X goes to Y", "X needs Y", "X starts a week later"."""
    for at in range(1, len(run)):
        if run[at - 1].low.endswith("'s"):
            continue  # "Ann's stay until May"
        low, behind = run[at].low, [token.low for token in run[at + 1 : at + 3]]
        if (
            not behind
            or run[at - 1].low in RELATIVE | NEGATIONS | {"to", "longer"}
            or finite(run[at - 1])
            or not main(run, at)
        ):
            continue
        gets = low in bag("gets get needs need wants want receives") and behind[0] != "to"
        ways = bag("to in into on under over down up back")
        moves = low in bag("goes go moves move belongs belong") and behind[0] in ways
        subject = run[: at - 1] if at > 1 and run[at - 1].low in PASSING else run[:at]
        if low in ("takes", "take") and (behind[0] in DETERMINERS | {"over"} or run[at + 1].low.endswith("'s")):
            return Said(tuple(subject), "will", tuple(run[at:])) if about(subject) else None
        if low in ("goes", "go", "going") and behind[0] in ("up", "down") and about(subject):
            return Said(tuple(subject), "is", tuple(run[at:]))
        slips = low in SLIPPING and (behind[0] in ("by", "to", "until", "a") or behind[0] in COUNTS)
        if (gets or moves or slips or shifted(run[at:]) is not None or lasts(run[at:])) and about(subject):
            return Said(tuple(subject), "is", tuple(run[at:]))
    return None
