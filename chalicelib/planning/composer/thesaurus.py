"""Words that can stand for each other: a table made from WordNet, read once per process.

Prompts and catalogues rarely share all their words.  A related word counts less than the word itself, the less
the looser the relation; several words ("get rid of") are looked up as one.
"""

from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def _table() -> Mapping[str, str]:
    text = resources.files(__package__).joinpath("thesaurus.txt").read_text(encoding="utf-8")
    return dict(line.split("\t", 1) for line in text.splitlines() if "\t" in line and not line.startswith("#"))


@cache
def related(word: str) -> tuple[tuple[str, float], ...]:
    """Stems that can stand for the stem (or phrase), with how well, above 0 and below 1."""
    found = []
    for entry in _table().get(word, "").split():
        other, _, tenths = entry.rpartition(":")
        found.append((other, int(tenths) / 10))
    return tuple(found)


@cache
def opposites(verb: str) -> frozenset[str]:
    """Verbs that undo what the verb does, or ask for the contrary."""
    found = set(_table().get(f"!{verb}", "").split())
    for prefix in ("un", "dis", "de"):
        for form in (prefix + verb, verb.removeprefix(prefix)):
            found |= {form, form + "e", form.removesuffix("e")}
    return frozenset(found - {verb, verb + "e", verb.removesuffix("e")})


def known(phrase: str) -> bool:
    return phrase in _table()
