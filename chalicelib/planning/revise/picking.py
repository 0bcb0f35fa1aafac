"""Which entry of a list the prompt means: the only one, one by name, or one by a superlative.

Gives a path to it, never a guess: where the words do not decide, nothing is picked.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Literal  # Any: entries are JSON

from chalicelib.planning.composer.words import bag, name_parts, name_stems, stem, tokens
from chalicelib.planning.revise.paths import joined, quoted, raw
from chalicelib.planning.revise.renamed import likeness

Extreme = Literal["newest", "oldest", "most", "least"]

_EXTREMES: Mapping[Extreme, frozenset[str]] = {
    "newest": bag("latest newest recent last"),
    "oldest": bag("oldest earliest first"),
    "most": bag("highest largest biggest most greatest top longest heaviest maximum priciest dearest best"),
    "least": bag("lowest cheapest smallest least fewest shortest lightest minimum"),
}
_WORDS: Mapping[str, Extreme] = {word: extreme for extreme, words in _EXTREMES.items() for word in words}
_TIME = ("created", "date", "issued", "at", "time", "timestamp", "sent", "updated", "modified", "on", "when", "due")
_PRICE = bag("price cost amount total rate fare fee")
_NAMES = bag("name title label email username handle code number slug subject id display")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_NEAR = 4


def picked(path: str, entries: Sequence[Any], prompt: str, nouns: Sequence[str]) -> str | None:
    """The path of the one entry that is meant; None where the words do not decide."""
    if len(entries) == 1:
        return joined(path, "[0]")
    if not all(isinstance(entry, Mapping) for entry in entries):
        return None
    return _named(path, entries, prompt) or _extreme(path, entries, prompt, nouns)


def field_for(param: str, entry: Any, kind: str | None) -> str | None:
    """The field of an entry that an input of this name takes; `@` for an entry that is a value itself."""
    if not isinstance(entry, Mapping):
        return "@"
    if kind == "object":
        return "@"
    fitting = [name for name, value in entry.items() if not isinstance(value, (Mapping, list)) and value is not None]
    if param in fitting:
        return quoted(param)
    same = [name for name in fitting if name_stems(name) == name_stems(param)]
    if same:
        return quoted(same[0])
    if not {"name", "email", "title", "text", "amount"} & set(name_parts(param)):
        for name in ("id", f"{param}_id", f"{param}Id", "key", "code"):
            if name in fitting:
                return name
    alike = sorted(fitting, key=lambda name: -likeness(param, name))
    return quoted(alike[0]) if alike and likeness(param, alike[0]) >= 0.7 else None


def shown_name(entry: Any) -> str:
    """How a person would know an entry: its name, title or the like."""
    if not isinstance(entry, Mapping):
        return str(entry)
    for part in ("name", "title", "label", "email", "subject", "number", "code", "id"):
        for name, value in entry.items():
            shows = name == "id" if part == "id" else part in name_parts(name)
            if shows and isinstance(value, (str, int)):
                return str(value)
    return ", ".join(f"{name}: {value}" for name, value in list(entry.items())[:3])


def nearest(wanted: str, entries: Sequence[Any]) -> list[str]:
    return get_close_matches(wanted, [shown_name(entry) for entry in entries], 3, 0.5)


def loosely_equal(value: Any, wanted: str) -> bool:
    return isinstance(value, str) and _plain(value) == _plain(wanted)


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


def _named(path: str, entries: Sequence[Mapping[str, Any]], prompt: str) -> str | None:
    """The entry with the most values that the prompt names, if there is exactly one such."""
    rated = [_said(entry, prompt) for entry in entries]
    weights = [sum(2 if _NAMES & set(name_parts(name)) else 1 for name in said) for said in rated]
    best = max(weights)
    if best == 0 or weights.count(best) > 1:
        return None
    said = rated[weights.index(best)]
    test = " && ".join(f"{way} == {raw(value)}" for way, value in said.items())
    return f"{joined(path, f'[?{test}]')} | [0]"


def _said(entry: Mapping[str, Any], prompt: str) -> dict[str, str]:
    """The values of an entry that the prompt says, by their paths; also those noted in an object inside it."""
    return {
        way: value for way, value in _values(entry)
        if isinstance(value, str) and len(value) > 1
        and re.search(rf"(?<![\w-]){re.escape(value)}(?![\w-])", prompt, re.IGNORECASE)
    }


def _values(entry: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in entry.items():
        if isinstance(value, Mapping):
            yield from ((joined(quoted(name), quoted(inner)), one) for inner, one in value.items())
        else:
            yield quoted(name), value


def _extreme(path: str, entries: Sequence[Mapping[str, Any]], prompt: str, nouns: Sequence[str]) -> str | None:
    found = wanted_extreme(prompt, nouns)
    if found is None:
        return None
    extreme, word = found
    function = "max_by" if extreme in ("newest", "most") else "min_by"
    name = time_field(entries) if extreme in ("newest", "oldest") else _number_field(entries, prompt, word)
    if name is not None:
        return f"{function}({path},&{quoted(name)})"
    if word in ("first", "last"):
        return joined(path, "[0]" if word == "first" else "[-1]")
    return None


def wanted_extreme(prompt: str, nouns: Sequence[str]) -> tuple[Extreme, str] | None:
    """The superlative that stands shortly before one of the nouns, given as stems."""
    words = [token for token in tokens(prompt) if token.word]
    for place, token in enumerate(words):
        if token.low in _WORDS and any(after.stem in nouns for after in words[place + 1:place + 1 + _NEAR]):
            return _WORDS[token.low], token.low
    return None


def time_field(entries: Sequence[Mapping[str, Any]]) -> str | None:
    """The field that tells when, present and of one type in every entry."""
    fields = [name for name in entries[0] if _one_type(name, entries)]
    for word in _TIME:
        for name in fields:
            if word in name_parts(name) and (
                isinstance(entries[0][name], (int, float)) or _ISO.match(str(entries[0][name]))
            ):
                return name
    return next((name for name in fields if _ISO.match(str(entries[0][name]))), None)


def _number_field(entries: Sequence[Mapping[str, Any]], prompt: str, word: str) -> str | None:
    fields = [
        name for name in entries[0]
        if _one_type(name, entries) and isinstance(entries[0][name], (int, float))
        and not isinstance(entries[0][name], bool) and "id" not in name_parts(name)
    ]
    said = {token.stem for token in tokens(prompt)}
    if word in ("cheapest", "priciest", "dearest") or "expensive" in prompt.lower():
        priced = [name for name in fields if _PRICE & set(name_parts(name))]
        fields = priced or fields
    named = [name for name in fields if {stem(part) for part in name_parts(name)} & said]
    chosen = named or fields
    return chosen[0] if len(chosen) == 1 else None


def _one_type(name: str, entries: Sequence[Mapping[str, Any]]) -> bool:
    values = [entry.get(name) for entry in entries]
    return all(isinstance(value, str) for value in values) or all(
        isinstance(value, (int, float)) and not isinstance(value, bool) for value in values
    )
