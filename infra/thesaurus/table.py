"""The table that ships: relations between lemmas become relations between stems, one stem a line.

    stem<TAB>other:weight other:weight ...      weight in tenths, 1 to 9: never as good as the word itself
    stem particle ...<TAB>other:weight ...      a verb with its particles; only the verb is a stem
    !stem<TAB>other other ...                   verbs of the contrary meaning
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from chalicelib.planning.composer.words import STOP, stem
from infra.thesaurus.relations import Relations, relations
from infra.thesaurus.wordnet import Synset, WordNet

HEADING = (
    "# Words that can stand for each other, as stems: made from WordNet 3.0 "
    "(synonyms, direct hypernyms, derived forms).",
    "# word<TAB>related:weight in tenths ...   "
    "WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved.",
)
COMMON = 2  # times that a word must stand in the tagged texts: the table holds words that people use
WEAKEST = 0.25
ONE_WAY = 0.75  # what is left at least of a relation of which the other word knows less, or nothing
LONGEST = 20  # words related to one


def lines(wordnet: WordNet) -> Iterator[str]:
    yield from HEADING
    for key, row in sorted(_rows(wordnet).items()):
        best = sorted(row.items(), key=lambda item: (-item[1], item[0]))[:LONGEST]
        yield f"{key}\t{' '.join(f'{other}:{_tenths(weight)}' for other, weight in best)}"
    for verb, others in sorted(_opposites(wordnet).items()):
        yield f"!{verb}\t{' '.join(sorted(others))}"


def _tenths(weight: float) -> int:
    return min(9, round(weight * 10))


def _rows(wordnet: WordNet) -> Mapping[str, Mapping[str, float]]:
    """By stem or phrase; lemmas that share a stem share a row, and the strongest of their relations counts."""
    known = relations(wordnet)
    rows: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for lemma, others in known.items():
        if "_" not in lemma and not _common(lemma, wordnet):
            continue
        key = _key(lemma)
        for other in others:
            if "_" in other or not _common(other, wordnet):
                continue
            weight, stemmed = _weight(lemma, other, known), stem(other)
            if stemmed != key and weight >= WEAKEST:
                rows[key][stemmed] = max(rows[key].get(stemmed, 0.0), weight)
    return rows


def _common(word: str, wordnet: WordNet) -> bool:
    return word not in STOP and wordnet.tagged.get(word, 0) >= COMMON


def _key(lemma: str) -> str:
    verb, *particles = lemma.split("_")
    return " ".join((stem(verb), *particles))


def _weight(lemma: str, other: str, known: Relations) -> float:
    """Two words stand for each other as far as both say so; nothing speaks back of a phrase."""
    there = known[lemma][other]
    if "_" in lemma:
        return there
    back = known.get(other, {}).get(lemma, 0.0)
    return max((there + back) / 2, ONE_WAY * there)


def _opposites(wordnet: WordNet) -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for (pos, _), synset in wordnet.synsets.items():
        if pos != "v":
            continue
        for verb, other in _antonyms(synset, wordnet):
            if "_" not in verb + other and stem(verb) != stem(other):
                found[stem(verb)].add(stem(other))
    return {verb: frozenset(others) for verb, others in found.items()}


def _antonyms(synset: Synset, wordnet: WordNet) -> Iterator[tuple[str, str]]:
    """Antonyms are single words of two synsets, not the synsets."""
    for pointer in synset.pointers:
        if pointer.symbol == "!" and pointer.target[0] == "v":
            others = wordnet.synsets[pointer.target].words
            yield synset.words[pointer.source_word - 1], others[pointer.target_word - 1]
