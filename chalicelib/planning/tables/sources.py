"""The reads of a catalogue as sources of records: what each of them needs, and what its records are called."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any  # Any: schemas are JSON

from chalicelib.planning.composer import verbs
from chalicelib.planning.composer.dates import COUNTS
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import (
    Token,
    bag,
    description_tokens,
    name_parts,
    senses,
    stem,
    stem_bag,
    text_stems,
    tokens,
)
from chalicelib.planning.records import shapes
from chalicelib.planning.records.paging import whole
from chalicelib.planning.records.resources import OUTSIDE, listed, lists

_BESIDE = bag("by of for in on from with per and")
_PLAIN = bag("all data info list index lists detail details record records result results item items entry entries api")
_THINGS = bag("record records item items entry entries list lists")
"""What records are called where nothing else is said of them: `records.list`."""
_PART = re.compile(r",\s*(?:(?:or|and)\s+)?|\s+(?:or|and)\s+")
_COUNT = rf"(\d+|{'|'.join(COUNTS)})"
_CAP = re.compile(
    rf"\b(?:at most|up to|maximum of|limited to|no more than|first)\s+{_COUNT}\b|\b{_COUNT}\s+at (?:the )?most\b",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(r"\be\.?g\b|\bfor (?:instance|example)\b|\bsuch as\b|\blike\b|…|\.\.\.|\betc\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\(([A-Za-z]{2,})\)")
_NUMBERED = re.compile(
    r"(?<![\w.-])(\d+)\s*(?:is|means|stands for|=|:|–)\s*(?:fully |completely )?([a-z]{3,})\b", re.IGNORECASE
)
_LISTED = re.compile(r"(?:^|[,;:(]\s*)(\d+)\s+([a-z][a-z -]*[a-z])(?=\s*(?:[,;.)(]|$))")
"""Of "10 new, 80 on hold" each number and what it stands for."""
_DASH = re.compile(r"\s[-–—]\s")
_JOINED = re.compile(r"\b(?:or|and)\b", re.IGNORECASE)
_PLAINLY = bag("name id code number date address email text key")
MOST_OFFERED = 3
_LOOKS = stem_bag("read get list find fetch show view retrieve search query")
GRAVE = frozenset(("delete", "pay", "refund"))


@dataclass(frozen=True, slots=True)
class Source:
    """`needs`: the one input without which it gives nothing (None: it lists everything)."""

    entry: Entry
    needs: Param | None
    words: frozenset[str]

    @property
    def ref(self) -> str:
        return self.entry.ref


def sources(entries: Iterable[Entry]) -> tuple[Source, ...]:
    """The reads that need no input, or only one, and give records; of several that give the same ones the first."""
    found: dict[str, Source] = {}
    for one in entries:
        every = whole(one.action.properties, [param.name for param in one.required])
        needed = [param for param in one.required if param.name not in every]
        leads = any(param.paging or param.type in ("array", "object") for param in needed)
        if lists(one) and one.action.via in OUTSIDE and len(needed) < 2 and not leads:
            told = Source(one, needed[0] if needed else None, called(one))
            found.setdefault(_given(told) or one.ref, told)
    return tuple(found.values())


def _given(one: Source) -> str:
    """What tells that another read gives the very same records; "" where nothing does."""
    records = listed(one.entry.action.output_schema or {})
    fields = sorted((records or {}).get("properties") or ())
    return f"{one.entry.action.tool} {sorted(one.words)} {fields}" if fields and one.needs is None else ""


def called(one: Entry) -> frozenset[str]:
    """The stems of what the records are called by the action's name: "order" of `listOrders`, `orders.find`.

    Of `issues/list-labels` these are labels, of `issues/list-for-repo` issues, of `files/list-folder` files in one.
    """
    group, _, name = one.action.words.rpartition("/")
    several = group and any(part.endswith("s") and stem(part) != part for part in name_parts(name))
    words: list[str] = []
    for part in name_parts(name if several else one.action.words):
        if part in _BESIDE and words:
            break
        words.append(part)
    nouns = [word for word in words if stem(word) != one.verb and not word.isdigit() and word != "v"]
    telling = [word for word in nouns if word not in _PLAIN] or [word for word in nouns if word in _THINGS]
    return frozenset(map(stem, telling))


def short_for(one: Entry) -> frozenset[str]:
    """The word in brackets by which the action is called, too: "Acknowledge an alarm (ack)"."""
    return frozenset(map(stem, _BRACKETS.findall(one.action.description)))


def besides(one: Entry) -> frozenset[str]:
    """What the action says that it does besides: "Rejects a claim and returns it".  What is paid needs a plain word."""
    said = [token for token in description_tokens(one.action.description.partition(".")[0]) if token.word]
    lead = said[0].low if said else ""
    behind = [token for word, token in pairwise(said) if word.low == "and" and token.low[-1:] == lead[-1:] == "s"]
    return frozenset(token.stem for token in behind if verbs.kind(token.stem) and not verbs.kind(token.stem) & GRAVE)


def cap(one: Entry) -> int:
    """At most so many records come back, as the descriptions tell; 0 where they tell nothing."""
    told = _CAP.search(f"{one.action.description} {(one.action.output_schema or {}).get('description', '')}")
    said = (told[1] or told[2]).lower() if told else "0"
    return int(said) if said.isdigit() else COUNTS[said]


def writes(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """What changes something; what is called a look does not, though nothing says that it is safe."""
    changing = (one for one in entries if one.action.effect != "read" and one.action.via in OUTSIDE)
    return tuple(one for one in changing if not _looks(one))


def _looks(one: Entry) -> bool:
    """Whether its name begins with looking, and has no other verb."""
    parts = name_parts(one.action.words)
    return bool(parts) and parts[0] in _LOOKS and all(senses(stem(part)) <= {"read"} for part in parts)


def offered(one: Param) -> tuple[str, ...]:
    """The values that the input takes, as its schema or its description tells: "Fridge 1, Bench or Archive".

    What is only told for an example ("Berth code, e.g. B2", "Shop, hotel …") is no offer, nor is what the input is
    ("Name or code"), nor a noun with two adjectives ("Full or partial name").
    """
    if one.enum:
        return tuple(str(value) for value in one.enum)
    plain = one.type == "string" and not one.format and not one.temporal
    return _told(one.describes, one.stems) if plain else ()


@lru_cache(maxsize=4096)
def _told(description: str, stems: tuple[str, ...]) -> tuple[str, ...]:
    if _EXAMPLE.search(description) or shapes.pattern(description):
        return ()
    whole = description.strip().rstrip(".")
    behind = _PART.split(_DASH.split(whole)[-1]) if _DASH.search(whole) else ()
    if len(behind) > 2 and all(part.isalpha() and part.islower() for part in behind):
        return tuple(behind)  # "How far it is - draft, ready, published"
    parts = [part.strip() for part in _PART.split(whole)]
    short = all(part and len(part.split()) <= MOST_OFFERED and not _starts_low(part) for part in parts)
    listed = len(parts) > 2 or bool(_JOINED.search(description))
    itself = any({*text_stems(part)} & ({*stems} | _PLAINLY) for part in parts) or _shares(parts)
    return tuple(parts) if len(parts) > 1 and short and listed and not itself else ()


def glossed(one: Param, value: str) -> frozenset[str]:
    """The stem of the one word by which the description explains the value: of "yes accepts, no declines", "accept"."""
    told = meaning(value, one)
    return frozenset((stem(told.lower()),)) if told and " " not in told else frozenset()


def meaning(value: str, one: Param) -> str:
    """What the description of an option says that it stands for: of "CC card, BT bank transfer", "bank transfer"."""
    return _meaning(value, one.describes) if one.enum else ""


def _meaning(value: str, description: str) -> str:
    told = re.search(rf"(?<!\w){re.escape(value)}\s*(?:[:=–-]|means|to)?\s+(\w[\w -]*?)(?=[,;.)]|$)", description)
    return told[1] if told and len(told[1].split()) <= MOST_OFFERED else ""


def kind_said(one: Source, said: Sequence[Token]) -> bool:
    """Whether a kind is named by which such records can be listed: "every CNAME"."""
    return bool({value for param in one.entry.params for value in offered(param)} & {token.text for token in said})


def numbered(param: Param, described: str) -> dict[str, int]:
    """The words by which descriptions explain numbers: of "0 is closed, 100 is fully open", closed and open."""
    if param.type not in ("integer", "number") or param.enum:
        return {}
    said = _NUMBERED.findall(f"{param.describes} {described}")
    return {words.lower(): int(number) for number, words in said or _coded(param.describes) or _coded(described)}


def _coded(description: str) -> list[tuple[str, str]]:
    """Numbers and what they stand for, where a description lists several: "1 planned, 2 arrived, 9 missed"."""
    found = _LISTED.findall(description)
    return found if len(found) > 1 and len({words for _, words in found}) == len(found) else []


def meanings(one: Entry, name: str) -> dict[str, str]:
    """What the values of a field stand for, as the read's inputs or outputs tell that are called so."""
    numbers = [numbered(param, "") for param in one.params if param.name == name]
    stated = re.search(rf"\b{re.escape(name)}:\s*(.*)", one.action.description)
    numbers += [{words: int(number) for number, words in _coded(stated[1])}] if stated else []
    told = [(param.enum, param.describes) for param in one.params if param.name == name]
    told += [(schema.get("enum") or (), str(schema.get("description") or "")) for schema in _properties(one, name)]
    found = {str(value): _meaning(str(value), text) for values, text in told for value in values}
    by_number = {str(number): words for words_by in numbers for words, number in words_by.items()}
    return by_number | {value: text for value, text in found.items() if text}


def described(one: Entry, name: str) -> list[str]:
    """What the answers of the action say of a field."""
    return [str(schema.get("description") or "") for schema in _properties(one, name)]


def _properties(one: Entry, name: str) -> Iterator[Mapping[str, Any]]:
    """The schemas of that name among the outputs, however deep."""
    open_ = [one.action.output_schema or {}]
    while open_:
        schema = open_.pop()
        for key, inner in (schema.get("properties") or {}).items():
            open_.append(inner)
            if key == name:
                yield inner
        if isinstance(schema.get("items"), Mapping):
            open_.append(schema["items"])


def _shares(parts: Sequence[str]) -> bool:
    """Whether the first is but an adjective of the noun that the second ends with."""
    longer = len(parts) == 2 and len(parts[1].split()) > len(parts[0].split())
    return longer and all(token.content for token in tokens(parts[1]) if token.word)


def _starts_low(part: str) -> bool:
    """Whether the part is a piece of a sentence: an article, or a word that joins."""
    return any(token.low in ("a", "an", "the", "when", "if", "such", "as", "it", "is", "of") for token in tokens(part))
