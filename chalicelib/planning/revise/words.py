"""Sets of words and stems, written as one line of text."""

from chalicelib.planning.composer.words import stem


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def stem_set(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in text.split())
