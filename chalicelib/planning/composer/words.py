"""Words as the composer compares them: tokens, stems, the parts of a name, and what a verb asks for.

Everything here is general English and general naming style; nothing speaks of a field of work.  Verbs fall
into senses (`senses`).  Two senses agree, are neighbours, or contradict each other: an action whose sense
contradicts the sense of the prompt's verb is never chosen by its nouns alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any  # Any: the stemmer has no types

_TOKEN = re.compile(
    r"\d{1,3}[A-Z](?:['’]s)?(?!['’]?\w)|[^\W\d_]+(?:['’](?:s|t|re|ve|ll|d|m)\b)?|\d+(?:[.,:]\d+)*|[^\w\s]|_"
)
"""A number and one capital letter are a code: "class 7A"."""
_LOOK_UP = re.compile(r"(?<=\w)__i?(?:exact|contains|startswith|endswith|in)$")
"""How Django says in which way a field is compared."""
_PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
QUOTES = "\"'`“”‘’«»"
"""Signs that stand about what is quoted."""
OPENING = frozenset(QUOTES) - frozenset("”’»")


def bag(words: str) -> frozenset[str]:
    """The words of a line as a set."""
    return frozenset(words.split())


def stem_bag(words: str) -> frozenset[str]:
    """The stems of the words of a line as a set."""
    return frozenset(map(stem, words.split()))


STOP = bag(
    "a an the this that these those some any of in on at to for from by with without about as into "
    "onto than then so and or but nor if else otherwise when while once after before until till is "
    "are was were be been being am do does did done doing have has had having will would shall should "
    "can could may might must i me my mine we us our you your he him his she her hers it its they "
    "them their there here who whom whose which what where why how not no yes please kindly just also "
    "too very really still already again now let lets s t re ve ll d m need want like wish hello hi "
    "hey thanks thank sure ok okay oh well one ones same such own up out off per via etc "
    "it's that's there's here's he's she's let's"
)
SEQUELS = bag("then afterwards finally next lastly additionally furthermore moreover also plus")
"""Words that only say that something more follows."""
DETERMINERS = bag("a an the this that these those my your his her its our their some any all each every both another")
PREPOSITIONS = bag(
    "of in on at to for from by with without about as into onto between within until till since "
    "before after over under above below than via per during against called named titled"
)
INDEFINITE = bag("a an another")
POSSESSIVES = bag("his her its their")
RELATIVE = bag("that which who whom whose")
IT = bag("it them these those one ones")
"""Words that point back at things."""
PRONOUNS = bag("it its them their they he him his she her that this these those one ones")
_SMALL = DETERMINERS | PREPOSITIONS | PRONOUNS | bag("i me we you and or but so if then not no may")
"""Words that stand in titles and between names."""
NEGATIONS = frozenset(("not", "no", "never", "without", "don't", "dont", "doesn't", "isn't", "won't", "can't"))

_SENSE_WORDS = {
    "read": (
        "get list find search show fetch retrieve look check view read see query display inspect "
        "browse know lookup locate describe give examine load monitor track watch access obtain "
        "acquire review verify discover identify recommend suggest provide preview peek download "
        "detect explore scan"
    ),
    "create": (
        "create add new make open register place insert generate start begin produce build book "
        "reserve order schedule plan arrange buy purchase hire enrol enroll join subscribe launch "
        "install deploy upload import write record log issue raise file initiate compose draft design "
        "put submit request apply enter note leave set lend borrow rent sign hold save store append "
        "attach connect upsert copy duplicate clone"
    ),
    "update": (
        "update change modify edit set move rename reschedule adjust assign shift mark extend renew "
        "correct fix amend replace switch transfer resize upgrade postpone delay reset convert raise "
        "lower increase decrease alter revise configure enable disable turn pause resume put patch "
        "rotate escalate prioritize restore complete finish close reopen lock unlock archive "
        "acknowledge approve return check merge tag label link mute snooze silence adapt optimize "
        "improve customize bump swap finalize confirm activate downgrade suspend reinstate reject upsert overwrite "
        "relocate reassign reallocate"
    ),
    "delete": (
        "delete remove cancel drop erase discard strike void withdraw clear revoke unsubscribe "
        "discharge terminate destroy purge uninstall detach unassign deactivate abort scrap dismiss "
        "leave retire decommission wipe"
    ),
    "send": (
        "send mail email notify post message forward share remind tell announce deliver publish text "
        "reply answer inform alert broadcast invite ping write report warn dispatch comment ask page"
    ),
    "pay": "pay charge bill settle collect",
    "refund": "refund reimburse repay credit",
    "compute": (
        "calculate compute convert estimate sum summarize summarise translate count compare analyze "
        "analyse aggregate evaluate predict forecast simulate average measure determine assess "
        "classify total solve format sort filter multiply divide subtract rank diagnose plot"
    ),
    "login": "connect login authenticate reconnect authorize authorise signin log sign",
    "run": "run execute trigger invoke play stop restart reboot operate perform test launch start",
}
_NEIGHBOURS = frozenset(
    frozenset(pair)
    for pair in (
        ("create", "update"),
        ("create", "send"),
        ("read", "compute"),
        ("create", "run"),
        ("update", "run"),
        ("create", "compute"),
        ("send", "run"),
        ("compute", "run"),
        ("create", "login"),
        ("run", "read"),
    )
)


@dataclass(frozen=True, slots=True)
class Token:
    start: int
    end: int
    text: str
    low: str
    stem: str
    named: bool = False
    """Whether it is a common word written like a name: "the Done column", "ask Will"."""

    @property
    def word(self) -> bool:
        return self.text[0].isalpha()

    @property
    def content(self) -> bool:
        return self.named or (self.text[0].isalnum() and self.low not in STOP and not self.low.endswith("n't"))

    @property
    def gerund(self) -> bool:
        """ "Bringing", and not "bring"."""
        return self.low.endswith("ing") and self.stem != self.low

    @property
    def participle(self) -> bool:
        """ "Seated", and not "feed"."""
        return self.low.endswith("ed") and self.stem != self.low and not is_verb(self.low)


PLURALS = dict(
    pair.split(":")
    for pair in bag(
        "shelves:shelf knives:knife loaves:loaf wolves:wolf wives:wife thieves:thief calves:calf scarves:scarf "
        "hooves:hoof children:child men:man women:woman mice:mouse feet:foot teeth:tooth geese:goose buses:bus "
        "criteria:criterion indices:index vertices:vertex matrices:matrix appendices:appendix"
    )
)
"""Those that end otherwise; not what is a form of a verb as well, as "leaves" is."""


_SHORT = dict(
    pair.split(":")
    for pair in bag(
        "qty:quantity prio:priority addr:address dept:department amt:amount desc:description descr:description "
        "msg:message pwd:password img:image acct:account avg:average mgr:manager org:organization queue:queued "
        "queues:queued"
    )
)
"""Words of names that nobody says, words that names have shortened, and one whose forms the stemmer keeps apart."""


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    low = word.lower()
    low = PLURALS.get(low) or _SHORT.get(low, low)
    return str(_stemmer().stemWord(low)) if low.isalpha() else low


@cache
def _stemmer() -> Any:
    import snowballstemmer  # the languages of the whole package: long to import

    return snowballstemmer.stemmer("english")


def tokens(text: str) -> tuple[Token, ...]:
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        low = match[0].lower().replace("’", "'")
        if match[0] == "A" and found and found[-1].word:
            low = "A"  # no article: "pier A"
        bare = low[:-2] if low.endswith("'s") else low
        found.append(Token(match.start(), match.end(), match[0], low, stem(bare), _named(match[0], low, found)))
    return tuple(found)


@lru_cache(maxsize=4096)
def description_tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a text that is read again for every clause, as descriptions are."""
    return tokens(text)


def _named(text: str, low: str, before: Sequence[Token]) -> bool:
    """Common words are written in capitals at the beginning of a sentence and in a name; small ones stand in titles."""
    if not text[0].isupper() or low not in STOP - _SMALL or not before:
        return False
    return before[-1].text[0].isalnum() and not text.isupper()


@lru_cache(maxsize=65536)
def name_parts(name: str) -> tuple[str, ...]:
    """`findBookings`, `find_bookings` and `bookings/find` as lower-case words; a look-up (`code__iexact`) is none."""
    return tuple(part.lower() for part in _PARTS.findall(_LOOK_UP.sub("", name)))


_IDS = bag("uuid guid uid gid sid uuids guids uids gids sids")


@lru_cache(maxsize=65536)
def name_stems(name: str) -> tuple[str, ...]:
    """The stems of its words; a `uuid`, a `guid` or the like at the end is an `id`."""
    parts = name_parts(name)
    return tuple("id" if part in _IDS and part is parts[-1] else stem(part) for part in parts)


@lru_cache(maxsize=4096)  # descriptions of inputs are read again for every clause
def text_stems(text: str) -> tuple[str, ...]:
    """The stems of the words of a text that carry meaning, camelCase names in it taken apart."""
    return tuple(
        stem(part) for token in tokens(text) if token.content for part in name_parts(token.text) or (token.low,)
    )


@cache
def _by_stem() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for sense, words in _SENSE_WORDS.items():
        for word in words.split():
            found.setdefault(stem(word), set()).add(sense)
    return {word: frozenset(senses) for word, senses in found.items()}


@cache
def _verbs() -> frozenset[str]:
    return frozenset(word for words in _SENSE_WORDS.values() for word in words.split())


def is_verb(word: str) -> bool:
    """Whether the word itself is known as a verb, and not only its stem."""
    return word in _verbs()


QUESTION_WORDS = bag("what which who whom whose when where how why is are does do did was were has have had")


def senses(word: str) -> frozenset[str]:
    """What a verb (as a stem) may ask for; empty if it is not known as a verb."""
    return _by_stem().get(word, frozenset())


def agreement(wanted: frozenset[str], offered: frozenset[str]) -> float:
    """1 where the senses agree, 0.5 for neighbours or where one is unknown, 0 where they contradict."""
    if wanted & offered:
        return 1.0
    if not wanted or not offered:
        return 0.5
    if any(frozenset((one, other)) in _NEIGHBOURS for one in wanted for other in offered):
        return 0.5
    return 0.0
