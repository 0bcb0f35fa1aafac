"""A request laid beside the words of a precedent: what stands at its open places, if all else is said alike.

The words of both are aligned as far as they agree (`difflib`, after Ratcliff and Obershelp).  What a request says more,
or a precedent, must be small words, or another reason ("…, it's starting to rain"); words that turn, limit or choose
(`EXACT`) must be the same.
"""

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import lru_cache
from hashlib import blake2s
from itertools import combinations, islice, pairwise

from chalicelib.planning.bidding.piece import bids, orders
from chalicelib.planning.composer import thesaurus
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.thesaurus import related
from chalicelib.planning.composer.words import STOP, Token, bag, stem
from chalicelib.planning.precedent.kept import ANY, Precedent, chooses
from chalicelib.planning.precedent.limiting import ENDS, TIMED
from chalicelib.planning.records.view import EVERY, OVER, UNDER
from chalicelib.planning.tables import request

_TURNS = bag(
    "not no never without but except only all every each both any either or if unless otherwise instead first last "
    "second third half most least newest latest oldest earliest"
)
_BOTH_WAYS = (
    ("on", "off"), ("up", "down"), ("in", "out"), ("before", "after"), ("over", "under"), ("above", "below"),
    ("more", "less"), ("more", "fewer"), ("from", "to"), ("with", "without"), ("into", "from"),
    ("since", "until"), ("earlier", "later"),
)  # fmt: skip
_PLAIN = frozenset(map(stem, STOP)) | STOP
_ENOUGH, _NEAR = 0.6, 0.6
MOST_WAYS = 6
_OPPOSITE = {(stem(one), stem(two)) for pair in _BOTH_WAYS for one, two in (pair, pair[::-1])}
_TURNED = {one for one, _ in _OPPOSITE}
_DENIED = "n't"
EXACT = frozenset(map(stem, _TURNS)) | _TURNS | {_DENIED}
TYPED = {
    "quote": "quote", "email": "email", "phone": "phone", "url": "url", "number": "number", "money": "number",
    "percent": "number", "date": "time", "time": "time", "period": "time", "datetime": "time", "duration": "span",
}
_NAMES = ("name", "id", "email", "quote", "url", "phone")
_DENIES = bag("not no never without but except only if unless otherwise instead")
"""No word of a value or a name."""
_SAID = EVERY | ENDS | TIMED | UNDER | OVER
"""Words for which and how many, which dictionaries lack."""
_BETWEEN = bag("while because as since so and but then though")


@dataclass(frozen=True, slots=True)
class Said:
    """One word as it is compared; `token` is None for a mark that tells of what type the next words are."""

    stem: str
    token: Token | None = None
    ends: bool = False
    """Whether a piece of the sentence ends here."""
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Alike:
    """`places`: the words at each open place; `share`: how much of what was said then is said again."""

    places: Mapping[int, tuple[Token, ...]]
    share: float


def heard(words: Sequence[Token], marks: Sequence[Found]) -> list[Said]:
    """The words with the types of what is marked in front of it; signs tell but where a piece ends.

    Of a word that is not everybody's only a trace is compared.
    """
    found: list[Said] = []
    for token in words:
        mark = next((one for one in marks if one.kind in TYPED and token in one), None)
        first = mark is not None and not any(other in mark for other in words if other.start < token.start)
        if mark is not None and first:
            found.append(Said(f"<{TYPED[mark.kind]}>"))
        if token.text[0].isalnum():
            stem_ = _DENIED if token.low.endswith(("n't", "n’t")) else token.stem
            stem_ = stem_ if stem_ == _DENIED or everybodys(token) else _trace(token.stem)
            found.append(Said(stem_, token, quoted=mark is not None and mark.kind == "quote"))
        elif found and mark is None and token.text in ".,;:!?-–—":
            found[-1] = replace(found[-1], ends=True)
    return found


@dataclass(slots=True)
class _Laid:
    """A request laid beside a precedent: `lost` is what was said then and not now, `beside` what is said aside."""

    ways: list[dict[int, tuple[Token, ...]]] = field(default_factory=lambda: [{}])
    beside: set[Token] = field(default_factory=set)
    lost: list[str] = field(default_factory=list)

    def take(self, said: Sequence[str | int], told: Sequence[Token], aside: bool) -> bool:
        """Takes in what stood at one place and what stands there now; False where that says something else.

        `aside`: it is but another reason.
        """
        open_ = list(dict.fromkeys(one for one in said if isinstance(one, int)))
        gone = [one for one in said if isinstance(one, str) and one != ANY]
        if open_:
            each = [dict(zip(open_, runs, strict=True)) for runs in _shared_out(told, len(open_))]
            self.ways = [_both(way, more) for way in self.ways for more in each][:MOST_WAYS]
            self.lost += gone
            return not _apart(said)
        if aside or ANY in said:
            self.beside |= {*told}
        rest = [] if aside else [token for token in told if ANY not in said or _small(token)]
        self.lost += [one for one in gone if (one in EXACT if aside else not _again(one, told))]
        return _same(gone, rest)


def alike(one: Precedent, words: Sequence[Said], acting: Container[str] = ()) -> list[Alike]:
    """Empty where the request says something else; several where words may be shared out among places in several ways.

    `acting`: stems of verbs for what can be done.
    """
    said, laid = one.said, _Laid()
    then = [word if isinstance(word, str) else f"\0{word}" for word in said]
    for op, start, end, first, last in SequenceMatcher(None, then, [one.stem for one in words], False).get_opcodes():
        told = tuple(one.token for one in words[first:last] if one.token is not None)
        aside = op != "equal" and _reason(said[start:end], words, first, last, acting)
        if op != "equal" and not laid.take(said[start:end], told, aside):
            return []
    content = [one for one in said if isinstance(one, str) and telling(one)]
    gone = sum(map(telling, laid.lost))
    share = 1 - gone / len(content) if content else float(not any(map(str.isalnum, laid.lost)))
    exact = chooses(one.writes) or any(record.tests for record in one.records)
    if share < _ENOUGH or (gone and exact) or _opposite(laid.lost, words, said):
        return []
    filling = {token for places in laid.ways for run in places.values() for token in run} | laid.beside
    rest = Counter(one.stem for one in words if one.token not in filling and one.stem in EXACT)
    kept = rest == Counter(one for one in said if one in EXACT)
    slots = {slot for slot in said if isinstance(slot, int)}
    denied = {one.token for one in words if one.token is not None and one.token.low in _DENIES and not one.quoted}
    plain = [places for places in laid.ways if not any(denied & {*run} for run in places.values())]
    return [Alike(places, share) for places in plain if kept and {*places} == slots]


def _opposite(lost: Sequence[str], words: Sequence[Said], said: Sequence[str | int]) -> bool:
    """Whether a small word that was said then is said the other way round now: "switch it off", "switch it on"."""
    new = {one.stem for one in words} - {*said}
    return any((word, other) in _OPPOSITE for word in lost for other in new)


def _again(word: str, told: Sequence[Token]) -> bool:
    return any(near(word, token.stem) for token in told)


def _apart(said: Sequence[str | int]) -> bool:
    """Whether a word stands between two open places: without it nothing tells where one ends."""
    at = [place for place, one in enumerate(said) if isinstance(one, int)]
    return bool(at) and any(isinstance(one, str) and not one.startswith("<") for one in said[at[0] : at[-1]])


def _both(one: Mapping[int, tuple[Token, ...]], other: Mapping[int, tuple[Token, ...]]) -> dict[int, tuple[Token, ...]]:
    return {slot: (*one.get(slot, ()), *other.get(slot, ())) for slot in {**one, **other}}


def _shared_out(words: Sequence[Token], count: int) -> list[list[tuple[Token, ...]]]:
    """The ways to share the words out among so many places, in their order; the one that the words show, if one."""
    parts = _parts(words)
    if len(parts) == count:
        return [parts]
    cuts = combinations(range(1, len(words)), count - 1) if len(words) >= count else ()
    return [[tuple(words[i:j]) for i, j in pairwise((0, *cut, len(words)))] for cut in islice(cuts, MOST_WAYS)]


def _parts(words: Sequence[Token]) -> list[tuple[Token, ...]]:
    """The words behind each other that name things apart: behind "Ann's", and where names and other words meet."""
    found: list[tuple[Token, ...]] = []
    for token in words:
        last = found[-1][-1] if found else None
        owner = last is not None and last.low.endswith(("'s", "’s"))
        other = last is not None and last.content and token.content and last.named != token.named
        if last is None or owner or other:
            found.append((token,))
        else:
            found[-1] = (*found[-1], token)
    return found


def telling(word: str) -> bool:
    """Whether a word of a precedent says something: it is no small one, and no mark for others."""
    return word.startswith("#") or (word.isalnum() and word not in _PLAIN)


def _small(token: Token) -> bool:
    return token.text.isalpha() and token.text[0].islower()


def called(token: Token, marks: Sequence[Found]) -> bool:
    """Whether the word is part of a name, or of something else that is somebody's."""
    strange = not (token.text.isalpha() or shortened(token)) or (token.text[0].isupper() and not everybodys(token))
    return strange or any(token in mark for mark in marks if mark.kind in _NAMES)


def shortened(token: Token) -> bool:
    """Whether it is two plain words in one: "isn't", "we've", "that's"."""
    first, apostrophe, _ = token.low.replace("’", "'").partition("'")
    return bool(apostrophe) and (first in STOP or token.low.endswith(("n't", "n’t")))


def everybodys(token: Token) -> bool:
    """Whether a word is one of the language.

    The words of a catalogue do not count: a run may know another part of it than the next request.
    """
    if token.low in STOP | _SAID or token.stem in EXACT or token.stem in _TURNED or shortened(token):
        return True
    return thesaurus.known(token.stem) or thesaurus.known(token.low) or request.spoken(token)


def _trace(word: str) -> str:
    """What tells a word again but not what it is: twelve bits of its hash, which one word in 4,096 has."""
    return f"#{blake2s(word.encode()).hexdigest()[:3]}"


def _reason(said: Sequence[str | int], words: Sequence[Said], first: int, last: int, acting: Container[str]) -> bool:
    """Whether a piece of the sentence of which nothing was used then tells something else now, and bids nothing.

    Its first words may be those of the other: "there's a smell of gas", "there's rain coming".
    """
    told = words[first:last]
    if any(isinstance(one, int) for one in said) or not any(telling(str(one)) for one in said) or not told:
        return False
    at = next((at for at in range(first, 0, -1) if words[at - 1].ends or words[at - 1].stem in _BETWEEN), 0)
    begins = told[0].stem in _BETWEEN or not any(telling(one.stem) for one in words[at:first])
    ends = told[-1].ends or last == len(words) or words[last].stem in _BETWEEN
    piece = [one.token for one in words[at:last] if one.token is not None]
    states = bool(piece) and (not piece[0].content or piece[0].text[0].isupper())  # "it's", "the", "there"
    asks = orders(piece) or bids(piece) or any(one.stem in acting or one.stem in EXACT for one in told)
    return begins and ends and states and not asks


def _same(gone: Sequence[str], told: Sequence[Token]) -> bool:
    """Whether the words between two that agree say nothing else: only small ones, or one for another like it."""
    strange = [token for token in told if token.content or token.named or token.text[0].isdigit()]
    return all(any(near(one, token.stem) for one in gone) for token in strange)


@lru_cache(maxsize=4096)
def near(word: str, other: str) -> bool:
    return word == other or any(one == word and weight >= _NEAR for one, weight in related(other))
