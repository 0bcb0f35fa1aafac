"""Verbs of a prompt: which word of a piece says what is to be done, and what kind of doing it is.

A word counts as a verb by its place: at the start of a clause (fillers aside), after "to", "you" or a modal, or as a
participle after a form of "be".  "The open tickets" opens nothing.  A question asks to be told: it reads.
"""

from collections.abc import Container, Iterator, Sequence
from functools import lru_cache

from chalicelib.planning.composer.thesaurus import known, related
from chalicelib.planning.composer.words import NEGATIONS, OPENING, PRONOUNS, STOP, Token, bag, is_verb, senses, stem

PARTICLES = bag("in out up down off on over away back through go")
_LEAD = bag(
    "to you please and then also just would should shall can could will may might must ll d we i or "
    "but kindly let us me finally next afterwards , ; : - — – ( after by so now again they he she it "
    "not simply help while including"
)
_BE = bag("be been being is are was were get gets got")
_GERUNDS = bag("by and , then while including")
_LENDING = bag("help assist")
_HELPED = bag("me us to with in by")
QUESTIONS = bag("what which who whom whose when where how why")
_INVERTED = bag("is are was were do does did has have had am")
_TAGS = _INVERTED | bag("was has had wo ca")
ASKS = "get"
_FINDING_OUT = bag("confirm check verifi determin see ensur")
_SHOWN = bag("me us up")
_INFORMING, _DOING = bag("read compute"), bag("update delete pay refund")
PHRASAL = {
    "call off": "cancel", "take out": "remove", "take off": "remove", "take away": "remove", "throw out": "delete",
    "throw away": "delete", "strike off": "remove", "strike out": "delete", "cross out": "delete",
    "cross off": "remove", "kick out": "remove", "turn down": "reject", "wave through": "approve",
    "sign off": "approve", "put off": "postpone", "send back": "return", "give back": "return", "pay back": "refund",
    "bring back": "return", "hand back": "return", "hand in": "submit", "set up": "create", "switch off": "disable",
    "switch on": "enable", "turn off": "disable", "turn on": "enable", "sign up": "enrol", "let in": "admit",
    "top up": "increase", "let know": "inform", "send on": "forward", "pass on": "forward",
    "tick off": "complete", "check off": "complete", "wrap up": "complete", "bump up": "raise",
    "bring down": "lower", "bump down": "lower",
}
"""Verbs with a particle, by the plain verb that they stand for."""
_KIN = tuple(
    frozenset(map(stem, words.split()))
    for words in (
        "reject refuse decline deny", "approve accept grant", "cancel withdraw revoke rescind annul void",
        "remove delete drop erase discard strike", "close finish complete end", "terminate end",
        "assign allocate delegate hand", "suspend pause freeze", "resume reactivate reinstate unfreeze",
        "postpone delay defer reschedule", "send ship dispatch", "book reserve", "notify inform tell message text",
        "warn alert", "publish release", "extend prolong renew", "repair fix mend", "raise increase",
        "lower reduce decrease", "enrol enroll register", "lend borrow", "remind chase nudge",
        "amend alter change edit modify update", "relocate move", "solve resolve",
    )
)
"""Verbs for one deed: which of them a service uses is its own choice."""
GENERAL = bag("put give set make move change switch turn take bring let keep hand push get have go mark shift swap add")
"""Verbs that say that something becomes otherwise; what it is, the rest of the clause tells."""
_PASSING = bag("hand_over hand_off pass_on pass_over turn_over take_over")


def main(words: Sequence[Token], starts: bool, doing: Container[str] = ()) -> tuple[str, int]:
    """The verb (or verb with its particle) of a piece and its place; "" and -1 if it has none.

    `starts` tells that the piece begins a clause.
    """
    question = starts and asks(words)
    for at, token in enumerate(words):
        if token.low == "let" and at + 1 < len(words) and words[at + 1].low == "go":
            return phrasal(words, at), at
        if token.low in STOP or not token.word or not _placed(words, at, starts) or token.low == "half":
            continue  # "half the seats" halves nothing
        if question and not (at and words[at - 1].low == "you"):
            continue
        if token.stem in _LENDING and at + 1 < len(words) and words[at + 1].low in _HELPED:
            continue
        phrase = phrasal(words, at)
        if phrase:
            return phrase, at
        if token.stem in _FINDING_OUT and at + 1 < len(words) and words[at + 1].low in ("whether", "if"):
            return ASKS, at
        if senses(token.stem) or token.stem in doing or (kind(token.stem) and _leads(words, at, starts)):
            return token.stem, at
    return (ASKS, -1) if question else ("", -1)


def informs(words: Sequence[Token]) -> bool:
    """Whether only to be told something is asked for: by a question, or by a verb of reading.

    What is given to somebody else than to us is no information.
    """
    said, at = main(words, True)
    general = said != ASKS and at >= 0 and words[at].low in GENERAL  # "bring the lift online" shows nothing
    if general and not any(token.low in _SHOWN for token in words[at + 1 : at + 2]):
        return False
    if said == "read" and any(token.text in OPENING for token in words[at + 1 : at + 2]):
        return False  # "the sign should read 'Closed'"
    if said == ASKS and _caused(words[at + 1 :]):
        return False
    told = kind(said) & _INFORMING and not kind(said) & _DOING and not refused(words, at)
    return asks(words) or (bool(told) and not of_another(words, at))


def _caused(words: Sequence[Token]) -> bool:
    """Whether something is to be brought about: "get the pump going", "get the lift fixed"."""
    said = [token for token in words if token.text[0].isalnum() and token.low not in ("please", "again", "now", "asap")]
    return len(said) > 1 and said[-1].low.endswith(("ing", "ed")) and said[-2].content


def of_another(words: Sequence[Token], at: int) -> bool:
    """Whether somebody else is said to do it: "Ann is going to look into it", "users should see the new page"."""
    lead = [token.low for token in words[:at] if token.low not in ("only", "just", "also")][-7:]
    if lead[-2:] == ["able", "to"] or (lead[-1:] in (["can"], ["may"]) and len(lead) > 1):
        return not {*lead} & {"i", "we", "you"}  # "Ann can only see her own list"
    lead = lead[-3:]
    if lead[-1:] in (["should"], ["must"], ["shall"]):
        return lead[-2:-1] not in (["i"], ["we"], ["you"])
    return lead[-2:] == ["going", "to"] and lead[:1] not in (["am"], ["i'm"], ["we're"], ["are"])


def gets(words: Sequence[Token]) -> bool:
    """Whether something is to be got: what is there is shown then, and what is not is made ("get us a van")."""
    return main(words, True)[0] == ASKS and not asks(words)


def asks(words: Sequence[Token]) -> bool:
    """Whether the piece is a question for information, not a polite request ("could you …")."""
    if _tagged(words):
        return True
    lows = [token.low for token in words if token.text[0].isalnum()][:3]
    lows[:1] = [low.removesuffix("'s") for low in lows[:1]]  # "what's"
    if lows[:1] and lows[0] in ("and", "also", "so", "but", "then", "or"):
        lows = lows[1:]
    if lows[:1] == ["have"] and not any(token.text == "?" for token in words):
        return False  # "have Ann sign it" bids
    if lows[:1] in (["should"], ["shall"], ["must"]) and lows[1:2] not in (["you"], ["be"], ["have"]):
        return not any(token.text == "," for token in words)  # "should it be late, call Ann" is a condition
    return bool(lows) and (lows[0] in QUESTIONS or (lows[0] in _INVERTED and len(lows) > 1 and lows[1] != "not"))


def _tagged(words: Sequence[Token]) -> bool:
    """Whether a question is hung on what is said: "it was cancelled, wasn't it?"."""
    tail = [token.low for token in words if token.text != "?"][-3:]
    return len(tail) == 3 and tail[0] == "," and tail[1].removesuffix("n't") in _TAGS and tail[2] in PRONOUNS


def _placed(words: Sequence[Token], at: int, starts: bool) -> bool:
    before = next(
        (words[back] for back in range(at - 1, -1, -1) if words[back].low not in ("quickly", "directly", "also")), None
    )
    if before is None:
        return starts and not words[at].gerund
    if before.low in _BE and words[at].low.endswith(("ed", "en", "n", "t")):
        return True
    if before.low in _LEAD or before.low in NEGATIONS or before.low.endswith("n't") or before.text in ".!?":
        return not words[at].gerund or before.low in _GERUNDS
    return _leads(words, at, starts) and not words[at].gerund


def _leads(words: Sequence[Token], at: int, starts: bool) -> bool:
    """Whether only fillers stand before the word."""
    return (
        starts
        and all(token.low in STOP or not token.word or token.low.endswith("n't") for token in words[:at])
        and not any(
            token.low
            in ("the", "a", "an", "my", "our", "this", "that", "their", "for", "in", "on", "at", "of", "with", "from")
            for token in words[:at]
        )
    )


def phrasal(words: Sequence[Token], at: int) -> str:
    """ "get rid of", "hand … over": the verb together with what changes its meaning, if the thesaurus knows it."""
    token = words[at]
    following = [other.low for other in words[at + 1 : at + 3]]
    if len(following) == 2 and known(f"{token.stem} {following[0]} {following[1]}"):
        return f"{token.stem} {following[0]} {following[1]}"
    particle = next((other.low for other in words[at + 1 : at + 4] if other.low in PARTICLES), "")
    phrase = f"{token.stem} {particle}"
    return phrase if particle and known(phrase) else ""


def general(verb: Token) -> bool:
    """Whether the verb leaves open what becomes otherwise; one with a particle ("turn down") does not."""
    return verb.low in GENERAL and verb.stem == stem(verb.low)


def plain_verbs(words: Sequence[Token]) -> Iterator[str]:
    """The stems of the plain verbs for which verbs with a particle stand: "take Ann out of it" is to remove."""
    for at, token in enumerate(words):
        for other in words[at + 1 : at + 7]:
            if (plain := PHRASAL.get(f"{token.stem} {other.low}")) is not None:
                yield stem(plain)
        if token.low == "let" and any(other.low == "know" for other in words[at + 1 : at + 7]):
            yield stem("inform")
        follows = words[at + 1].low if at + 1 < len(words) else ""
        if token.low in ("make", "appoint") and follows not in ("a", "an", "the", "sure", "it"):
            yield "chang"  # "make Ann the lead" makes nobody


@lru_cache(maxsize=8192)
def kin(verb: str) -> frozenset[str]:
    """The stems of the verbs that say the same."""
    return frozenset(other for group in _KIN if verb in group for other in group) - {verb}


@lru_cache(maxsize=8192)
def kind(verb: str) -> frozenset[str]:
    """The senses of a verb; of a verb that is not known, those of the nearest words that are."""
    if verb.replace(" ", "_") in _PASSING:
        return frozenset(("update", "send"))
    direct = senses(verb)
    if direct or not verb:
        return direct
    for prefix in ("un", "re", "dis"):
        bare = verb.removeprefix(prefix)
        if bare != verb and (senses(bare) or senses(bare + "e")):
            return senses(bare) or senses(bare + "e")
    near = sorted(related(verb), key=lambda one: -one[1])
    best = max((weight for other, weight in near if senses(other)), default=0.0)
    if best < 0.35:
        return frozenset()
    return frozenset(sense for other, weight in near if weight >= best - 0.15 for sense in senses(other))


def of_gerund(gerund: str) -> str:
    """The verb of "closing", "cancelling", "tagging"; "" where none is known."""
    bare = gerund.removesuffix("ing")
    shorter = bare[:-1] if bare[-2:-1] == bare[-1:] else ""
    silent = f"{bare}e"
    order = (silent, bare, shorter) if bare[-1:] in tuple("cgvz") else (bare, shorter, silent)
    offered = [one for one in order if one]
    plain = [one for one in (silent, shorter, bare) if is_verb(one) or one in GENERAL]
    return next(iter(plain or [one for one in offered if kind(stem(one))]), "")


def refused(words: Sequence[Token], at: int) -> bool:
    """Whether the verb at `at` is what is not wanted: "don't cancel", "without cancelling"."""
    lead = words[max(0, at - 4) : at]
    return any(
        token.low in NEGATIONS or token.low.endswith("n't") or token.low in ("instead", "rather") for token in lead
    )
