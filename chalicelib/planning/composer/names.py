"""Names: runs of capitalised words, as one mention each, where they do not merely begin a sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from chalicelib.planning.composer import thesaurus
from chalicelib.planning.composer.verbs import GENERAL
from chalicelib.planning.composer.words import PREPOSITIONS, SEQUELS, STOP, Token, bag, senses, stem

_TITLES = bag("mr mrs ms dr prof mr. mrs. ms. dr.")
_JOINERS = bag("of the de la le van von der and & for to")


Taken = Sequence[tuple[int, int]]


def find(text: str, words: tuple[Token, ...], taken: Taken, within: Taken = ()) -> Iterator[tuple[int, int, str]]:
    """Runs of capitalised words that do not merely begin a sentence: where they stand, and the name itself.

    `within`: the numbers and codes that names hold.
    """
    position = 0
    while position < len(words):
        if not _capital(words, position, taken):
            position += 1
            continue
        last = position
        ahead = position + 1
        while ahead < len(words):
            if _goes_on(words, ahead, taken, within):
                last = ahead
            elif not (words[ahead].low in _JOINERS - {"and", "to", "for"} or words[ahead].text in "-&'"):
                break
            ahead += 1
        first, final = words[position - _article(words, position)], words[last]
        position = last + 1
        tail = _TAIL.match(text, final.end)
        final = replace(final, end=tail.end()) if tail else final
        value = text[first.start : final.end]
        yield first.start, final.end, _untitled(value[:-2] if value.endswith(("'s", "’s")) else value)


def _article(words: tuple[Token, ...], position: int) -> bool:
    """Whether the name begins with the article in front of it: "a flight to The Hague"; no sentence begins there."""
    before = words[max(0, position - 2) : position]
    return len(before) == 2 and before[1].text == "The" and before[0].text[0].islower()


def _goes_on(words: tuple[Token, ...], ahead: int, taken: Taken, within: Taken) -> bool:
    held = any(start <= words[ahead].start < end for start, end in within)
    dot = words[ahead].text == "." and _initial(words[ahead - 1])
    return held or dot or _capital(words, ahead, taken, inside=True)


_TAIL = re.compile(r"-[a-z]\w*|\+\+|#(?!\w)")
"""What belongs to a name though it is no capitalised word: "Scikit-learn", "C++", "C#"."""


def holds(words: tuple[Token, ...], start: int, end: int, spelt: bool, taken: Taken) -> bool:
    """Whether what stands there is a part of a name: capitals are on both sides of it, or it is `spelt` with one."""
    at = next((at for at, token in enumerate(words) if token.end + 1 == start), -1)
    if at < 0 or words[at].text.isupper() or not _capital(words, at, taken):
        return False  # "ID A7" tells what A7 is
    behind = next((at for at, token in enumerate(words) if token.start == end + 1), -1)
    return spelt or (behind >= 0 and _capital(words, behind, taken, inside=True))


def _untitled(name: str) -> str:
    return re.sub(r"^(?:Mr|Mrs|Ms|Miss)\.?\s+", "", name) or name


_BRAND = re.compile(r"[a-z][A-Z]\w*")
"""A name that is written small at first: "iPhone", "eBay"."""


def _initial(token: Token) -> bool:
    return (len(token.text) == 1 and token.text.isupper()) or token.low in _TITLES


def _valued(words: tuple[Token, ...], position: int) -> bool:
    """Whether a list of values begins with it behind a colon: "New order for Ann: Acme, 119.99"."""
    behind = words[position + 1 : position + 3]
    values = len(behind) == 2 and behind[0].text == "," and behind[1].text[0].isdigit()
    return values and position > 0 and words[position - 1].text == ":"


def _capital(words: tuple[Token, ...], position: int, taken: Taken, inside: bool = False) -> bool:
    token = words[position]
    if not (token.text[0].isupper() or _BRAND.fullmatch(token.text)) or any(
        start <= token.start < end for start, end in taken
    ):
        return False
    if token.low in ("i", "i'm", "i'd", "i've", "i'll"):
        return False
    if inside:
        return token.low not in STOP or token.text == "A"
    if token.low in SEQUELS:
        return False
    begins = position == 0 or words[position - 1].text in ".!?:;\n"
    if begins and position and words[position - 1].text == "." and _initial(words[position - 2]):
        begins = False
    follows = position + 1 < len(words) and words[position + 1].text[0].isupper()
    if begins:
        known = (
            thesaurus.known(stem(token.low))
            or token.low.removesuffix("'s") in STOP  # "What's Ann's address?"
            or token.low in PREPOSITIONS
            or bool(senses(stem(token.low)))
            or token.low in GENERAL  # "Take Harbour Quay offline"
        )
        listed = follows and position > 0 and words[position - 1].text == ":"  # "Name: John Doe"
        return (
            listed
            or _valued(words, position)
            or (follows and not known)
            or token.low in _TITLES
            or (token.text.isupper() and len(token.text) > 1)
        )
    return token.low not in STOP
