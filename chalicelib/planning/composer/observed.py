"""The index of a catalogue with what past runs saw where an action does not declare its output.

The index itself is kept per catalogue and never changed; what memory adds is laid over it, once per what was seen.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any  # Any: schemas are JSON

from chalicelib.planning.composer import chain
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.index import Index, Settled, settled
from chalicelib.planning.composer.schema import fields
from chalicelib.planning.recall.answers import Answers, undeclared

Seen = Mapping[str, Mapping[str, Any]]
_LAID: list[tuple[Index, Seen, Index]] = []
_AT_ONCE = 8


def overlaid(index: Index, answers: Answers) -> Index:
    """The index with the observed outputs of actions that declare none; the index itself if there are none."""
    if not answers.schemas:
        return index
    for under, seen, made in _LAID:
        if under is index and seen == answers.schemas:
            return made
    made = _laid_over(index, answers.schemas)
    _LAID.insert(0, (index, answers.schemas, made))
    del _LAID[_AT_ONCE:]
    return made


def _laid_over(index: Index, seen: Seen) -> Index:
    known = {ref: index.entries[ref] for ref in seen if ref in index.entries}
    told = {
        ref: replace(one, fields=fields(seen[ref])) for ref, one in known.items()
        if undeclared(one.action.output_schema)
    }
    if not told:
        return index
    added = chain.table(told)
    entries = {**index.entries, **told}
    providers = {**index.providers, **{name: (*index.providers.get(name, ()), *more) for name, more in added.items()}}
    concerned = {ref: one for ref, one in entries.items() if _asks(one, added, entries)}
    so_far: Settled = {}
    changed = {ref: settled(one, providers, entries, so_far) for ref, one in concerned.items()}
    return replace(index, entries={**entries, **changed}, providers=providers, found={})


def _asks(entry: Entry, added: chain.Providers, entries: Mapping[str, Entry]) -> bool:
    """Whether an input of the action may come from what was seen."""
    return any(" ".join(one.stems) in added or chain.providers(one, added, entries) for one in entry.params)
