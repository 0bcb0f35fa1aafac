"""Which lemmas can stand for each other, and how well: from 0 to 1, seen from one lemma.

A synonym counts by how usual the sense is in which it is one; a broader or similar word half of that, a derived form
(the noun of a verb, the verb of a noun) nine tenths.  The figures are choices of ours, not WordNet's: it counts how
often a sense was found in texts, and says nothing of how close two words are.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from chalicelib.planning.composer.words import bag, stem
from infra.thesaurus.wordnet import Entry, Sense, Synset, WordNet

Relations = Mapping[str, Mapping[str, float]]

SENSES = 6  # of a lemma; later ones are curiosities
UNTAGGED = 2  # a sense that no text shows counts only among the first two
BROAD_NOUNS = 2  # senses of a noun that reach for a broader noun: further ones lead far away
FLOOR = 0.35  # what a synonym counts even in a rare sense
BROADER = 0.5
DERIVED = 0.9
SAME_START = 3  # letters that tell a derived form from the other words of its synset

_PLAIN = re.compile(r"[a-z]{2,}(_[a-z]{2,}){0,2}")  # no digits, hyphens, single letters or long phrases
_PARTICLES = bag("in out up down off on over away back through by around along aside go rid of for to with")


def relations(wordnet: WordNet) -> Relations:
    """The strongest relation of each lemma to each other that any of its senses gives."""
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for entry in filter(_wanted, wordnet.entries):
        row = found[entry.lemma]
        for word, weight in _related(entry, wordnet):
            if word != entry.lemma and _PLAIN.fullmatch(word):
                row[word] = max(row.get(word, 0.0), weight)
    return found


def _wanted(entry: Entry) -> bool:
    """Single words, and of the phrases only verbs with particles ("get_rid_of"): only they are looked up as one."""
    if not _PLAIN.fullmatch(entry.lemma):
        return False
    _, *rest = entry.lemma.split("_")
    return not rest or (entry.pos == "v" and _PARTICLES.issuperset(rest))


def _related(entry: Entry, wordnet: WordNet) -> Iterator[tuple[str, float]]:
    total = sum(sense.tagged for sense in entry.senses)
    for rank, sense in enumerate(entry.senses[:SENSES]):
        if rank >= UNTAGGED and not sense.tagged and "_" not in entry.lemma:
            continue
        share = (sense.tagged + 1) / (total + len(entry.senses))
        base = min(1.0, FLOOR + share)
        yield from ((word, base) for word in wordnet.synsets[sense.synset].words)
        yield from ((word, base * BROADER) for word in _broader(entry, rank, sense, wordnet))
        yield from ((word, base * DERIVED) for word in _derived(entry.lemma, sense, wordnet))


def _broader(entry: Entry, rank: int, sense: Sense, wordnet: WordNet) -> Iterator[str]:
    """The words one step up for a verb or noun; adjectives have no such step, so the similar ones."""
    if entry.pos == "n" and rank >= BROAD_NOUNS:
        return
    symbol = "&" if entry.pos == "a" else "@"
    for synset in _targets(sense, symbol, entry.pos, wordnet):
        yield from synset.words


def _derived(lemma: str, sense: Sense, wordnet: WordNet) -> Iterator[str]:
    """Nouns and verbs made from the lemma, or it from them; those with its stem need no relation."""
    if "_" in lemma:
        return
    for synset in _targets(sense, "+", "nv", wordnet):
        for word in synset.words:
            if word[:SAME_START] == lemma[:SAME_START] and "_" not in word and stem(word) != stem(lemma):
                yield word


def _targets(sense: Sense, symbol: str, parts: str, wordnet: WordNet) -> Iterator[Synset]:
    return (wordnet.synsets[target] for target in wordnet.synsets[sense.synset].targets(symbol, parts))
