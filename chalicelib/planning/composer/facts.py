"""What the context tells for an input: whose id it is, and who is asking."""

from collections.abc import Mapping, Sequence
from typing import Any  # Any: context facts are JSON

from chalicelib.domain.binding import Binding, Context, Mention
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.fit import kind_of
from chalicelib.planning.composer.oneself import Said, played
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.thesaurus import known
from chalicelib.planning.composer.words import (
    PREPOSITIONS,
    Token,
    name_stems,
    senses,
)


def fact_of(one: Param, entry: Entry, said: Said) -> Binding | None:
    """What the context tells; "for user smedjan" tells instead of it, where that is a name."""
    fact, other = fact_for(one, said.context or {}), _called(one, said.words)
    if fact is None or other is None:
        return fact or played(one, entry, said)
    strange = not senses(other.stem) and not known(other.stem)
    return Mention(other.text, other.text) if strange and one.type == "string" else None


def _called(one: Param, row: Sequence[Token]) -> Token | None:
    """The word that says whose it is, where the fact of the context may speak of somebody else."""
    told = (
        name
        for before, label, name in zip(row, row[1:], row[2:], strict=False)
        if label.stem in one.owner and before.low in PREPOSITIONS and name.content and name.word
    )
    return next(told, None) if one.is_id else None


def fact_for(one: Param, context: Mapping[str, Any]) -> Binding | None:
    """A fact of the context whose name is the parameter's, or is contained in it."""
    if (kind_of(one) == "date" and set(one.stems) <= {"now", "today", "date"}) or not one.stems:
        return None
    for key in context:
        stems = name_stems(key)
        wanted = one.required or (stems == one.stems and one.is_id)
        if wanted and key not in ("now", "timezone") and _alike(stems, one.stems):
            return Context(key)
    return None


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the names are the same, or one of several words stands in the other."""
    within = (len(one) > 1 and {*one} <= {*other}) or (len(other) > 1 and {*other} <= {*one})
    return bool(one) and (one == other or within)
