"""Words that are shortened in the names of inputs and fields: `dept` of departments, `acct_no` of accounts."""

from collections.abc import Callable, Collection

from chalicelib.planning.composer import thesaurus

_LEAST, _LESS = 3, 2


def longer(words: Collection[str]) -> Callable[[str], str]:
    """What gives the one of the words for which a short one stands; any other as it is."""
    return lambda short: next((word for word in sorted(words) if shortens(short, word)), short)


def shortens(short: str, word: str) -> bool:
    """Whether it begins as the word does, and goes on with consonants of it; no word of its own is short for any."""
    if len(short) < _LEAST or len(short) > len(word) - _LESS or short[0] != word[0]:
        return False
    told = any(other == word for other, _ in thesaurus.related(short))
    return told or (not thesaurus.known(short) and _begins(short, word))


def _begins(short: str, word: str) -> bool:
    same = next((at for at, pair in enumerate(zip(short, word, strict=False)) if pair[0] != pair[1]), len(short))
    at = same
    for letter in short[same:]:
        at = word.find(letter, at) + 1
        if not at or letter in "aeiou":
            return False
    return True
