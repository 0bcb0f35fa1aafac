"""Which records a noun phrase means: filters, order and choice, each word accounted for.

    "maria's overdue open tickets"   agent = maria · due before today · state = open
    "the last event on December 4"   start within the day · latest
    "products with a quantity below 5"

A word that nothing explains is never dropped: either it names something that no record holds (then no record is
meant), or the phrase cannot be read.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from chalicelib.planning.composer.thesaurus import known
from chalicelib.planning.composer.words import DETERMINERS, PREPOSITIONS, QUOTES, STOP, Token, bag, stem
from chalicelib.planning.records import current, filters, moments, nobody, numbers, oneself, order, predicates, received
from chalicelib.planning.records.choices import said
from chalicelib.planning.records.phrase import Used
from chalicelib.planning.records.reach import Row, Unsure
from chalicelib.planning.records.view import (
    EVERY,
    FILL,
    Reading,
    Selection,
    View,
    with_lengths,
)

_HAVE = bag("has have had haven't hasn't hadn't")
_RELATIVE = bag("that which who")
_BEING = _HAVE | bag("is are was were isn't aren't do does don't doesn't")
_LASTING = bag("yet now still again anymore any more longer")
_PARTICLES = bag("out in on off up down back away over through")
_WHOEVER = bag("nobody no-one noone somebody someone anybody anyone everybody everyone")
_AUTHORED = bag("written made placed filed got created raised")
_ENTERED = bag(
    "asked requested ordered booked wrote posted reported submitted entered opened sent created filed logged"
)
"""What somebody has done who has something: the record itself says it."""
_ADJECTIVES = ("ed", "able", "ible", "ful", "less", "ous", "ive")
_SAVE = frozenset(
    (("apart", "from"), ("other", "than"), ("but", "not"), ("only", "not"), ("just", "not"), ("save", "for"))
)
_OUT = (("with", "the", "exception", "of"), ("leave", "out"), ("leaving", "out"), ("and", "not"), (",", "not"))
_SPARING = bag("but bar barring minus save besides without never not")
_EVERY = bag("everybody everyone everything")
_SOME = bag("one two three four five few some")
_LISTS = bag("list queue pile state status stage category group column lane")


def select(view: View, tokens: Sequence[Token], used: Used) -> Selection:
    """What is meant, without what is told to be left out: "all bookings except the Town hall one"."""
    if vague := _vague(view, tokens):
        raise Unsure(f"it does not say which by {vague!r}")
    kept, left_out = without_exception(tokens)
    spoken = replace(used, places=set(used.places))
    found = _selected(view, kept, used)
    if not left_out:
        return found
    every = found.told or any(token.low in _EVERY for token in kept)
    if not found.limited and not (every and view.sweeping):
        raise Unsure(f"it would be done to every {view.resource.noun} but those")
    used.take(token for token in tokens if token not in kept)
    # "except the newest": the newest of those that are meant, not of all
    out = _selected(replace(view, rows=found.rows, shown=view.seen), left_out, spoken)
    if not out.told or not out.rows:
        raise Unsure(f"it is not clear what is left out by {left_out[0].text!r}")
    return replace(found, rows=tuple(row for row in found.rows if row not in out.rows), told=True)


def _vague(view: View, tokens: Sequence[Token]) -> str:
    """What leaves open which of them: "most plays", "all but one"; "the most" compares."""
    if [token.low for token in tokens[:1]] == ["most"] and tokens[1:2] and tokens[1].stem in view.nouns:
        return "most"
    return next((f"but {some.text}" for but, some in pairwise(tokens) if but.low == "but" and some.low in _SOME), "")


def without_exception(tokens: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    """What is told to be meant, and what is told to be left out of it."""
    for at, token in enumerate(tokens):
        behind = tokens[at + 1].low if at + 1 < len(tokens) else ""
        if (token.low, behind) == ("but", "not") and _said_of(tokens[at + 2 :]):
            continue
        size = next((len(one) for one in _OUT if tuple(two.low for two in tokens[at : at + len(one)]) == one), 1)
        lacking = token.low == "without" and behind in DETERMINERS  # "without an owner" says how they are
        if (size > 1 or token.low in _SPARING) and not lacking and _spares(tokens, at, size):
            return tokens[:at], tokens[at + size :]
        if token.low in ("except", "excluding") or (token.low, behind) in _SAVE:
            skipped = at + 1 if token.low in ("except", "excluding") and behind not in ("for", "from") else at + 2
            return tokens[:at], tokens[skipped:]
    return tokens, ()


def _spares(words: Sequence[Token], at: int, size: int = 1) -> bool:
    """Whether "but" spares something of all: "every card but Ann's"; what is ", but" goes on with something else."""
    behind = words[at + size] if at + size < len(words) else None
    before = words[at - 1] if at else None
    if behind is None or before is None or not any(one.low in EVERY for one in words[:at]):
        return False
    if not before.content and (before.text != "," or words[at].low == "but"):
        return False
    numbered = behind.low == "#" or (behind.low.isdigit() and len(behind.low) > 2)
    named = behind.text[0].isupper() or behind.text in QUOTES
    return numbered or named or behind.low in DETERMINERS or behind.low.endswith("'s")


def _said_of(behind: Sequence[Token]) -> bool:
    """Whether it only says how those are not: "that are paid but not packed"."""
    says = bool(behind) and behind[0].low.endswith(("ed", "en")) and behind[0].text.islower()
    return says and not any(token.content for token in behind[1:2])


def _besides(tokens: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    """What is named as one more, and the others in front of it: "Ann's boats, Merle too"."""
    end = next((len(tail) for tail in _TOO if tuple(one.low for one in tokens[-len(tail) :]) == tail), 0)
    comma = max((at for at, one in enumerate(tokens) if one.text == ","), default=-1)
    more, others = tokens[comma + 1 : len(tokens) - end], tokens[: max(comma, 0)]
    told = end and any(one.content for one in more) and any(one.content for one in others)
    return (more, others) if told else ((), ())


_TOO = (("too",), ("also",), ("as", "well"))


def _selected(view: View, tokens: Sequence[Token], used: Used) -> Selection:
    more, others = _besides(tokens)
    if more and len(_selected(view, others, replace(used, places=set(used.places))).rows) > 1:
        raise Unsure(f"it is not clear whether {' '.join(one.text for one in more)!r} is meant besides the others")
    one = Reading(with_lengths(view), tokens, used)
    choice, late = _tested(one)
    strays = _strays(one)
    if len(strays) == 1 and stem(strays[0].lower()) == view.guess and not one.plural:
        strays = []  # one record at most is meant, so a wrong guess of its kind does little harm
    if one.view.choices.loose and strays and not _absent(one, strays):
        strays = []
    if view.partial and view.rows and not one.named and not strays:
        raise Unsure("the records cannot be searched by what is told of them")
    chosen = [row for row in one.view.rows if all(test(row) for test in (*one.tests, *one.doubtful))]
    if not chosen and (word := _emptying(one)):
        raise Unsure(f"it is not clear what {word!r} means")
    if one.empty or (strays and view.rows and _absent(one, strays)):
        chosen = []
    elif strays and (view.rows or (not _absent(one, strays) and any(map(_describes, strays)))):
        raise Unsure(f"it is not clear what {' '.join(strays)!r} means")
    chosen = choice(chosen) if choice else chosen
    told = bool(one.tests or one.doubtful or choice or strays or one.empty or late)
    both = len(chosen) == 2 and any(token.low == "both" for token in tokens)
    every, single = one.plural and (both or _everything(tokens)), not one.plural
    unclear = bool(strays) and not _names(one, strays)
    last = single and bool(choice)
    return Selection(tuple(chosen), single and not choice, told or every, tuple(strays), told, last, unclear)


def _tested(one: Reading) -> tuple[Callable[[list[Row]], list[Row]] | None, bool]:
    """Finds what the words say of the records; how one of several is chosen, and whether a time limits which."""
    titles = filters.titles(one)
    one.used.take(titles)
    numbers.by_each_other(one)
    choice = order.extreme(one)
    late = moments.by_times(one)
    received.by_received(one)
    current.by_current(one)
    current.by_passed(one)
    current.by_lasting(one)
    oneself.by_oneself(one)
    filters.by_lack(one)
    filters.by_having(one)
    filters.by_filled(one)
    nobody.by_nobody(one)
    filters.by_small_states(one)
    filters.by_people(one)
    predicates.by_meanings(one)
    numbers.by_presence(one)
    one.used.leave(titles)
    filters.by_phrases(one)
    _lists(one)
    predicates.by_predicates(one)
    numbers.by_ordinals(one)
    numbers.by_numbers(one)
    _relatives(one)
    return choice, late


def _relatives(one: Reading) -> None:
    """What stands behind "that is" or "who has" limits; raises where nothing of it did, but in a past run."""
    for at, token in enumerate(one.tokens[:-2] if not one.view.choices.loose else ()):
        if token.low not in _RELATIVE or one.tokens[at + 1].low not in _BEING | _WHOEVER:
            continue
        behind = [other for other in one.tokens[at + 2 :] if other.text[0].isalnum()]
        plain = one.view.nouns | frozenset(map(stem, FILL))
        meant = [other for other in behind if other.content and other.stem not in plain]
        ends = all(other.low in _LASTING for other in behind[1:2])
        meant = meant or [other for other in behind[:1] if ends and other.low in _PARTICLES]  # "that aren't out yet"
        if meant and all(map(one.used.free, behind)):
            raise Unsure(f"it is not clear what {meant[0].text!r} limits")


def _lists(one: Reading) -> None:
    """What holds those of one state: the "list" of "the waiting list"."""
    for before, token in pairwise(one.tokens):
        if token.low in _LISTS and one.used.free(token) and not one.used.free(before):
            one.used.take([token])


def _everything(tokens: Sequence[Token]) -> bool:
    return any(token.low in ("all", "every", "each") for token in tokens)


def _strays(one: Reading) -> list[str]:
    known = one.view.nouns | one.view.field_words | frozenset(map(stem, FILL | EVERY))
    places = [
        at
        for at, token in enumerate(one.tokens)
        if one.used.free(token)
        and (token.content or token.named or _of_none(one.tokens, at))
        and (token.stem not in known or token.low == _NO)
        and (token.named or token.low == _NO or token.low.partition("'")[0] not in STOP)
        and not token.low.endswith("n't")
        and not (token.low == "nobody" and at + 1 < len(one.tokens) and one.tokens[at + 1].low in _HAVE)
    ]
    places = [at for at in places if not _authored(one.tokens, at)]
    for at in places:
        one.view.choices.meaning(one.view.resource.noun, said(one.tokens, at))
    return [one.tokens[at].text for at in places]


_NO = "no"


def _of_none(words: Sequence[Token], at: int) -> bool:
    """ "At no pier" says of records what they are not."""
    return words[at].low == _NO and at > 0 and words[at - 1].low in PREPOSITIONS


def _authored(words: Sequence[Token], at: int) -> bool:
    """ "Has written no message", "hasn't placed an order": the verb says nothing that the noun does not."""
    lead = words[max(0, at - 4) : at]
    related = any(token.low in ("that", "which", "who", "whoever") for token in lead) and lead[-1].text[0].isalnum()
    having = any(token.low in _HAVE for token in lead[-2:])
    return words[at].low in _AUTHORED | _ENTERED and (having or related)


def _absent(one: Reading, strays: Sequence[str]) -> bool:
    """Whether the words that nothing explains are a name that no record holds."""
    left = [token for token in one.tokens if token.text in strays]
    quoted = any(m.kind == "quote" and left[0] in m for m in one.view.marks)
    return quoted or all(_strange(one.tokens, token) for token in left) or any(
        token.text[0].isupper() and token.start > 0 for token in left
    )


def _emptying(one: Reading) -> str:
    """The plain word that leaves no record over: it may mean something else than it does in the text of one."""
    rest = [test for test in one.tests if test not in one.weak.values()]
    left = any(all(test(row) for test in rest) for row in one.view.rows)
    return next(iter(one.weak), "") if left else ""


def _names(one: Reading, strays: Sequence[str]) -> bool:
    """Whether there is a name among the words that nothing explains, and no number."""
    left = [token for token in one.tokens if token.text in strays]
    quoted = any(m.kind == "quote" and token in m for m in one.view.marks for token in left)
    named = any((token.text[0].isupper() and not token.text.isupper()) or _strange(one.tokens, token) for token in left)
    return quoted or (named and not any(token.text.isdigit() for token in left))


def _describes(word: str) -> bool:
    """Whether the word has the form of one that says how something is; else it may be what a record is called."""
    low = word.lower()
    return len(low) > 5 and (low.startswith(("un", "non")) or low.endswith(_ADJECTIVES))


def _strange(words: Sequence[Token], token: Token) -> bool:
    """Whether it is a name in small letters: no word of the dictionary, behind "of" or "by"."""
    before = next((other.low for other in reversed(words) if other.end <= token.start), "")
    return before in ("of", "by", "from", "for", "with") and not known(token.stem) and not known(token.low)
