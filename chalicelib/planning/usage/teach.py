"""A past run explained from its writes: how it was asked for, and where each input came from.

For each clause that may have asked for what was written: the value of every input is found in the words or in the
records, and the words that are left must mean just the records that were written to.  Words that stand in no record
are then what the action was asked for by.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Any, Literal  # Any: inputs are JSON

from chalicelib.planning.composer import oneself
from chalicelib.planning.composer.clock import now_of
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.words import Token
from chalicelib.planning.impersonal import impersonal, named
from chalicelib.planning.planner import Brief
from chalicelib.planning.records import phrase, shapes
from chalicelib.planning.records.choices import Choices
from chalicelib.planning.records.clauses import Clause as Part
from chalicelib.planning.records.reach import Row, Unsure
from chalicelib.planning.records.recorded import Done, recorded
from chalicelib.planning.records.teach import plain_word
from chalicelib.planning.tables import compounds, request, sources
from chalicelib.planning.tables.clause import Candidate, Clause
from chalicelib.planning.tables.deeds import Deed, asked
from chalicelib.planning.tables.defaults import defaulted
from chalicelib.planning.tables.explain import Ground, selected
from chalicelib.planning.tables.joins import joined, with_states
from chalicelib.planning.tables.stand_ins import links
from chalicelib.planning.tables.table import Table
from chalicelib.planning.tables.world import tables
from chalicelib.planning.usage.construction import DENIAL, ONLY, SAYING, Construction, Path, Way, encoded, key, speaks
from chalicelib.planning.usage.cover import denied
from chalicelib.planning.usage.given import given, leaves
from chalicelib.planning.usage.targets import Target, spread, targets

MOST_WAYS, MOST_TRIED = 4, 60
Explained = tuple[Construction, Target | None]
Chosen = Mapping[Path, tuple[Way, Candidate]]


@dataclass(frozen=True, slots=True)
class _Run:
    brief: Brief
    told: request.Request
    known: Sequence[Table]
    zone: str
    words: frozenset[str]
    """Those of the catalogue."""
    searched: frozenset[str]
    """The words by which it searched: what was found by them is what they mean."""

    @property
    def ground(self) -> Ground:
        return Ground(self.known, oneself.facts(self.brief.context), Choices(loose=True))


def _explanations(brief: Brief, calls: Sequence[Done]) -> Iterator[Explained]:
    """How the run asked for what it wrote; nothing where it cannot be explained, or in several ways."""
    written: dict[str, list[Done]] = {}
    for call in calls:
        if not call.reads:
            written.setdefault(call.ref, []).append(call)
    if not written:
        return
    index = index_of(brief.catalogue)
    told = request.request(brief, index)
    seen = recorded(calls, {})
    found = tables(seen, sources.sources(index.entries.values()), told.names, told.words) or []
    known = with_states(compounds.called(told.text, joined(found)), list(index.entries.values()))
    told = request.with_names(told, known)
    run = _Run(brief, told, known, str(brief.context.get("timezone") or "UTC"), frozenset(index.idf), _searched(calls))
    parts = request.parts(brief, index, told=told)
    entries = {ref: index.entries[ref] for ref in written if ref in index.entries}
    shown = {ref: _asked_by(run, one, written[ref], parts) for ref, one in entries.items()}
    left = [str(call.inputs) for ref, done in written.items() if not shown.get(ref) for call in done]
    for one, target in (told for each in shown.values() for told in each):
        # what else was done to the record, nobody knows why, may belong to it: "fire up the sauna, 70 degrees"
        if target is None or not any(str(key) in text for key in target.values for text in left):
            yield one, target


def _searched(calls: Sequence[Done]) -> frozenset[str]:
    told = [value for call in calls if call.reads for value in call.inputs.values() if isinstance(value, str)]
    return frozenset(word for value in told for word in shapes.words(value))


def told(brief: Brief, calls: Sequence[Done]) -> Iterator[tuple[str, Mapping[str, Any], Literal[1, -1]]]:
    """(key, content, vote) of every construction that the run shows, and of the states that it found records in."""
    for one, target in _explanations(brief, calls):
        yield key(one.ref), encoded(one), 1
        for name, value in _states(target) if target is not None else ():
            yield ONLY + one.ref, {"state": name, "is": value}, 1


def _states(target: Target) -> Iterator[tuple[str, Any]]:
    """The fields in which all records that were written to held the same, if that is nobody's."""
    for name in sorted(target.table.own):
        held = [row.values.get(name) for row in target.rows]
        value = held[0] if held and all(one == held[0] for one in held) else None
        closed = isinstance(value, bool) or (isinstance(value, str) and impersonal(value, named(name)))
        if closed and value != "" and name != target.column:
            yield name, value


def _asked_by(run: _Run, entry: Entry, done: Sequence[Done], parts: Sequence[Part]) -> list[Explained]:
    candidates = [part for part in parts if part.role == "do" or (part.guard is not None and part.role == "told")]
    found = [(part, one) for part in candidates for one in [_explained(run, entry, done, part, parts)] if one]
    if not found and parts and not any(part.role == "if" for part in parts):
        whole = together(parts)
        found = [(whole, one) for one in [_explained(run, entry, done, whole, ())] if one]
    if len(found) > 1:
        plain = [pair for pair in found if _plainly(entry, pair[0])]
        found = plain if len(plain) == 1 else []
    return [one for _, one in found]


def together(parts: Sequence[Part]) -> Part:
    """What is told and what is to be done as one clause: "I am giving up X in May, please end that tenancy"."""
    doing = next((part for part in parts if part.role == "do"), parts[0])
    words = tuple(token for part in parts for token in part.tokens)
    return replace(doing, tokens=words, verb=words.index(doing.said) if doing.said is not None else -1)


def _plainly(entry: Entry, part: Part) -> bool:
    deed = Deed(entry, entry.params[0], NOWHERE, "", (), NOWHERE) if entry.params else None
    return deed is not None and part.verb >= 0 and asked(deed, part.tokens, part.verb) >= 1.5


NOWHERE = Table(frozenset(), (), "", frozenset(), True, frozenset())


def _explained(
    run: _Run, entry: Entry, done: Sequence[Done], part: Part, parts: Sequence[Part]
) -> Explained | None:
    said = part.said
    words = tuple(token for token in part.tokens if token is not said)
    no = run.told.forbidden
    clause = Clause(run.brief.prompt, words, said, run.told.marks, now_of(run.brief), forbidden=no)
    earlier = [token for one in parts if one.tokens[0].start < part.tokens[0].start for token in one.tokens]
    before = [token for token in earlier if request.named(run.told, token)]
    carried = request.carried(words, before, lambda token: request.named(run.told, token))
    for target in (*targets(entry, done, run.known), None):
        if target is None and len(done) > 1:
            return None
        for chosen in islice(_choices(run, entry, spread(done, target), clause, target), MOST_TRIED):
            found = _left(run, entry, clause, chosen, target, carried)
            if found is not None:
                return _shown(run, entry, clause, chosen, target, found)
    return None


def _shown(
    run: _Run, entry: Entry, clause: Clause, chosen: Chosen, target: Target | None, found: frozenset[str]
) -> Explained | None:
    """The construction; nothing where no word speaks of the deed.  `found`: the words that stood in no record."""
    verb = clause.verb.stem if clause.verb is not None else ""
    if any(clause.verb in one.tokens for _, one in chosen.values()):
        verb, found = "", found - {verb}  # "half a degree warmer" begins with no verb
    words = found if verb else found | _stated(run, clause, chosen, target)
    if not verb and target is not None and words <= target.table.words:
        return None
    own = {target.path: target.way} if target is not None else {}
    said = (*clause.words, *((clause.verb,) if clause.verb is not None else ()))
    words |= {DENIAL} if denied(said) else frozenset[str]()
    return Construction(entry.ref, verb, words, {**own, **{path: way for path, (way, _) in chosen.items()}}), target


def _choices(
    run: _Run, entry: Entry, done: Sequence[Done], clause: Clause, target: Target | None
) -> Iterator[Chosen]:
    """Ways to all inputs that were written, no word taken twice."""
    told = [leaves(call.inputs) for call in done]
    paths = sorted({path for one in told for path in one} - ({target.path} if target is not None else set()))
    if any(set(one) != set(told[0]) for one in told):
        return
    params = {one.path: one for one in entry.params}
    if any(path not in params for path in paths):
        return
    offers = [
        given(params[path], [one[path] for one in told], clause, target, run.known, run.zone)[:MOST_WAYS]
        for path in paths
    ]
    for each in product(*offers):
        taken = [token for _, one in each for token in one.tokens]
        if len(taken) == len(set(taken)):
            yield dict(zip(paths, each, strict=True))


def _left(
    run: _Run, entry: Entry, clause: Clause, chosen: Chosen, target: Target | None, carried: Sequence[Token]
) -> frozenset[str] | None:
    """The words that stand in no record; None where the others do not mean the records that were written to."""
    taken = {token for _, one in chosen.values() for token in one.tokens} | {*defaulted(entry.params, clause, chosen)}
    words = [*carried, *(token for token in clause.words if token not in taken)]
    verb = {clause.verb.stem} if clause.verb is not None else set()
    if target is None:
        strange = [token for token in words if token.content]
        kept = {token.stem for token in words if speaks(token) and (_kept(token) or token.stem in run.words)}
        return None if any(a_name(token, clause) for token in strange) else frozenset(kept | verb)
    plain = [token for token in words if token.content and token not in carried and not a_name(token, clause)]
    for silent in (None, *plain):
        found = _meant(run, entry, clause, target, [token for token in words if token is not silent])
        if found is not None:
            said = [token for token in words if token not in carried and speaks(token) and not a_name(token, clause)]
            own = {token.stem for token in said if token is silent or {token.stem, token.low} & found}
            own &= run.words | {token.stem for token in said if _kept(token) or _common(run, token)}
            return frozenset(own | verb)
    return None


def _meant(
    run: _Run, entry: Entry, clause: Clause, target: Target, words: Sequence[Token]
) -> frozenset[str] | None:
    """The words that say nothing of the records; None where not just those are meant that were written to."""
    ground = run.ground
    stems = Deed(entry, target.param, target.table, target.column, (), target.table).stems
    known = [token for token in words if not _unseen(token, clause, target.table)]
    try:
        found, _ = selected(ground, target.table, known, clause, stems)
    except Unsure:
        return None
    if not _just(found.rows, target) and not any(
        _just([row for row in found.rows if row.values.get(name) == value], target) for name, value in _states(target)
    ):
        return None
    strays = {key.split("|")[-1] for key in ground.choices.strays}
    looked = any(token.content and {*shapes.words(token.text)} <= run.searched for token in words)
    if not found.told and not looked and not clause_names(words, target.table):
        return None
    if len(target.values) > 1 and len(target.table.rows) == len(target.rows) and strays:
        return None  # all that was seen was meant: what is left may well tell which
    about = stems | target.table.words | target.table.about | target.table.near | SAYING
    return frozenset(strays) | {
        token.stem for token in words if token.stem in about and not links(target.table, token)
    } | {token.low for token in words if token.low in SAYING}


def _stated(run: _Run, clause: Clause, chosen: Chosen, target: Target | None) -> frozenset[str]:
    """What a clause without a verb says by: the words that lead to its values, or that are such ("is done")."""
    closed = {token for way, one in chosen.values() if way.kind in ("truth", "option") for token in one.tokens}
    led = {token for _, one in chosen.values() for token in _led(clause, one.tokens)} - closed
    plain = {token for token in led if _common(run, token)}
    about = target.table.words if target is not None else frozenset()
    return frozenset(token.stem for token in closed | plain if token.word) - about


def _led(clause: Clause, run: Sequence[Token]) -> Sequence[Token]:
    before = [token for token in clause.words if run and token.end <= run[0].start and token.content]
    return [token for token in before[-1:] if not a_name(token, clause)]


def _just(rows: Sequence[Row], target: Target) -> bool:
    return {str(row.values.get(target.column)) for row in rows} == {str(value) for value in target.values}


def _unseen(token: Token, clause: Clause, table: Table) -> bool:
    """Whether it is part of a name that no record holds: what the run knew without looking."""
    named = any(mark.kind == "name" and token in mark for mark in clause.marks)
    return named and not links(table, token)


def clause_names(words: Sequence[Token], table: Table) -> bool:
    return any(
        phrase.fits(phrase.words_of([token]), value)
        for token in words if token.content for row in table.rows for value in row.values.values()
        if isinstance(value, str | int) and not isinstance(value, bool)
    )


def _kept(token: Token) -> bool:
    return token.low in SAYING or plain_word(token)


def _common(run: _Run, token: Token) -> bool:
    """Whether it is written as a common word is, and no record holds it, so that it is no name and nobody's."""
    return token.text.isalpha() and token.text.islower() and not any(links(one, token) for one in run.known)


def a_name(token: Token, clause: Clause) -> bool:
    """Whether the word is of a value: a name, a number, a day."""
    return any(token in mark for mark in clause.marks) or not token.text.isalpha()
