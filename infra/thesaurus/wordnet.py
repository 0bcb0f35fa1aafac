"""WordNet's database files, read into what the thesaurus needs.  The formats are those of wndb(5WN) and cntlist(5WN).

`data.POS` has one synset (words that share a meaning) a line; w_cnt and source/target are hexadecimal:

    synset_offset lex_filenum ss_type w_cnt  word lex_id ...  p_cnt  symbol synset_offset pos source/target ...  | gloss

`index.POS` has one lemma a line, its synsets in the order of its senses, the most frequent first:

    lemma pos synset_cnt  p_cnt symbol ...  sense_cnt tagsense_cnt  synset_offset ...

`cntlist.rev` says how often a sense was found in the texts that WordNet's makers tagged by hand; a sense that was
never found has no line.  The number after `%` is the ss_type:

    lemma%ss_type:lex_filenum:lex_id:head_word:head_id  sense_number  tag_cnt

Lines of the licence, at the top of data and index files, begin with a blank.  Adverbs are left out: no action is
named by one.  A satellite adjective (ss_type `s`) counts as an adjective, as it does in the index.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SynsetId = tuple[str, str]  # part of speech, offset: offsets are unique only within one data file

SUFFIXES = {"n": "noun", "v": "verb", "a": "adj"}
FILES = (*(f"{kind}.{suffix}" for suffix in SUFFIXES.values() for kind in ("data", "index")), "cntlist.rev")
_SENSE_KEY_POS = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
_MARKER = re.compile(r"\(.*\)")  # where an adjective may stand: "afloat(p)"

_TagCounts = Mapping[tuple[str, str, int], int]  # by lemma, part of speech, sense number


@dataclass(frozen=True, slots=True)
class Pointer:
    """From a synset to another; the words' numbers count from 1, and 0 means the synset as a whole."""

    symbol: str
    target: SynsetId
    source_word: int
    target_word: int


@dataclass(frozen=True, slots=True)
class Synset:
    words: tuple[str, ...]
    pointers: tuple[Pointer, ...]

    def targets(self, symbol: str, parts: str) -> tuple[SynsetId, ...]:
        """The synsets that pointers of this kind lead to, if their part of speech is one of `parts`."""
        return tuple(one.target for one in self.pointers if one.symbol == symbol and one.target[0] in parts)


@dataclass(frozen=True, slots=True)
class Sense:
    synset: SynsetId
    tagged: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A lemma as one part of speech, its senses by falling frequency."""

    lemma: str
    pos: str
    senses: tuple[Sense, ...]


@dataclass(frozen=True, slots=True)
class WordNet:
    """`tagged` says how often a lemma was found, whatever its sense and part of speech."""

    entries: Sequence[Entry]
    synsets: Mapping[SynsetId, Synset]
    tagged: Mapping[str, int]


def read(folder: Path) -> WordNet:
    counts = _tag_counts(folder / "cntlist.rev")
    tagged: Counter[str] = Counter()
    for (lemma, _, _), count in counts.items():
        tagged[lemma] += count
    synsets: dict[SynsetId, Synset] = {}
    entries: list[Entry] = []
    for pos, suffix in SUFFIXES.items():
        synsets |= {(pos, line.split(" ", 1)[0]): _synset(line) for line in _lines(folder / f"data.{suffix}")}
        entries += [_entry(line, pos, counts) for line in _lines(folder / f"index.{suffix}")]
    return WordNet(entries, synsets, tagged)


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        yield from (line for line in file if not line.startswith(" "))


def _tag_counts(path: Path) -> _TagCounts:
    found = {}
    for line in _lines(path):
        key, number, count = line.split()
        lemma, _, rest = key.partition("%")
        found[lemma, _SENSE_KEY_POS[rest[0]], int(number)] = int(count)
    return found


def _synset(line: str) -> Synset:
    fields = line.split(" ")
    end = 4 + 2 * int(fields[3], 16)
    words = tuple(_MARKER.sub("", word).lower() for word in fields[4:end:2])
    starts = range(end + 1, end + 1 + 4 * int(fields[end]), 4)
    return Synset(words, tuple(_pointer(*fields[at : at + 4]) for at in starts))


def _pointer(symbol: str, offset: str, pos: str, words: str) -> Pointer:
    return Pointer(symbol, ("a" if pos == "s" else pos, offset), int(words[:2], 16), int(words[2:], 16))


def _entry(line: str, pos: str, counts: _TagCounts) -> Entry:
    lemma, _, synset_count, *rest = line.split()
    offsets = rest[-int(synset_count) :]
    senses = (Sense((pos, at), counts.get((lemma, pos, number), 0)) for number, at in enumerate(offsets, 1))
    return Entry(lemma, pos, tuple(senses))
