"""A clause read as past runs asked: the construction that it repeats, with values and records of its own.

A construction fits where the clause has its verb and most of its words.  Each input is then looked for in the way that
it came before, and the words that are left must mean the records: a word that stood in no record before and stands in
none now is part of how the action is asked for, any other has to tell something.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import islice

from chalicelib.domain.plan import Plan, Step
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.index import Index, index_of
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.words import Token, name_stems, stem_bag
from chalicelib.planning.once import once
from chalicelib.planning.planner import Brief, NoPlan
from chalicelib.planning.records.clauses import Clause as Part
from chalicelib.planning.records.reach import Unsure
from chalicelib.planning.records.scene import Write
from chalicelib.planning.records.view import Selection
from chalicelib.planning.tables.attempt import Attempt, tried
from chalicelib.planning.tables.clause import Clause
from chalicelib.planning.tables.deeds import Deed
from chalicelib.planning.tables.defaults import defaulted
from chalicelib.planning.tables.explain import Ground, selected
from chalicelib.planning.tables.inputs import inputs_of
from chalicelib.planning.tables.request import parts, request
from chalicelib.planning.tables.stand_ins import links
from chalicelib.planning.tables.table import Table
from chalicelib.planning.usage import offers, ways
from chalicelib.planning.usage.compare import done_so
from chalicelib.planning.usage.construction import Construction, Path, Way
from chalicelib.planning.usage.cover import as_meant, asks_alike, cover, stems_of
from chalicelib.planning.usage.gaps import gapped
from chalicelib.planning.usage.known import Known, Shown, known
from chalicelib.planning.usage.siblings import siblings
from chalicelib.planning.usage.teach import NOWHERE, a_name

ASKED, _OTHER, _SILENT = 3.0, 0.3, 0.2
_SEEN, _OFTEN = 2, 4
"""In so many runs a state is believed to be needed: where one of several is meant, and to leave some of many out."""
MOST_TRIED = 24
_STATES = stem_bag("status state stage phase")


@dataclass(frozen=True, slots=True)
class Usage:
    """What is known, for one request."""

    known: Known
    brief: Brief

    @property
    def _zone(self) -> str:
        return str(self.brief.context.get("timezone") or "UTC")

    @property
    def verbs(self) -> frozenset[str]:
        shown = (one for found in self.known.by_action.values() for one in found)
        return frozenset(one.one.verb for one in shown if one.one.verb)

    def acting(self, found: Sequence[Part], marks: Sequence[Found]) -> Sequence[Part]:
        """Where nothing else is to be done, or a condition stands before it, a clause may ask without such a verb."""
        if not self.known.by_action:
            return []
        doing = any(part.role == "do" for part in found)
        told = [
            replace(part, role="do") if part.role == "told" and (part.guard is not None or not doing)
            and self.fits(part) else part
            for part in found
        ]
        acting = [part for part in told if part.role == "do"]
        return self._written_out(told, marks) if acting and all(map(self.fits, acting)) else []

    def leaves_out(self, found: Sequence[Part]) -> bool:
        """Whether something is told behind all that is to be done: "Add a card. Ruth is going to do it"."""
        last = max((at for at, part in enumerate(found) if part.role == "do"), default=len(found))
        return any(part.role == "told" and any(token.content for token in part.tokens) for part in found[last:])

    def _written_out(self, found: Sequence[Part], marks: Sequence[Found]) -> list[Part]:
        """The clauses, those that leave out what stands before them said in full.

        Places of guards stay right, as a condition never follows what it decides.
        """
        row: list[Part] = []
        moved: dict[int, int] = {}
        for at, part in enumerate(found):
            moved[at] = len(row)
            guard = moved.get(part.guard) if part.guard is not None else None
            saying = frozenset(word for one in self._fitting(part) for word in self.known.words(one.ref))
            pieces = gapped(part, marks, saying) if part.role == "do" else [part]
            row += [replace(one, guard=guard) for one in pieces]
        return row

    def _acting(self, index: Index) -> Sequence[Part]:
        told = request(self.brief, index)
        return self.acting(parts(self.brief, index, self.verbs), told.marks)

    def differs(self, index: Index, plan: Plan | NoPlan) -> bool:
        """Whether runs asked like this for something else than the plan does, or looked up what it takes from words."""
        found = self._acting(index) if self.known.by_action else ()
        shown = [one for part in found if part.role == "do" for one in self._fitting(part)]
        steps = [step for step in plan.steps if self._writes(index, step)] if isinstance(plan, Plan) else []
        refs = {step.ref for step in steps}
        same = bool(refs) and refs <= {one.ref for one in shown}
        return bool(shown) and not (same and all(done_so(step, shown) for step in steps))

    def _writes(self, index: Index, step: Step) -> bool:
        known = index.entries.get(step.ref)
        return known is not None and known.action.effect != "read"

    def _fitting(self, part: Part) -> list[Construction]:
        said = stems_of(part.tokens)
        return [shown.one for shown in self._all(said) if cover(shown.one, said, part.said)]

    def fits(self, part: Part) -> bool:
        return bool(self._fitting(part))

    def credited(self, index: Index, writes: Sequence[Write]) -> tuple[Write, ...]:
        """The writes that the words of the request make, with the lesson that runs asked for them in such words."""
        if not self.known.by_action:
            return tuple(writes)
        said = [part for part in parts(self.brief, index, self.verbs) if part.role != "if"]
        return tuple(replace(write, lessons=(*write.lessons, *self._speaking_for(write.ref, said))) for write in writes)

    def _speaking_for(self, ref: str, said: Sequence[Part]) -> list[str]:
        fitting = [one for one in self.known.by_action.get(ref, ()) if any(asks_alike(one.one, part) for part in said)]
        return [max(fitting, key=lambda one: one.weight).lesson] if fitting else []

    def _all(self, said: frozenset[str]) -> Iterator[Shown]:
        """Every construction, and what the clause may say of another input in the same way.  `said`: its words."""
        entries = index_of(self.brief.catalogue).entries
        for ref, found in self.known.by_action.items():
            for shown in found if ref in entries else ():
                yield shown
                yield from (replace(shown, one=one) for one in siblings(shown.one, entries[ref], said))

    def attempts(
        self, ground: Ground, entries: Mapping[str, Entry], clause: Clause, before: Sequence[Token]
    ) -> list[Attempt]:
        said = stems_of((*clause.words, *((clause.verb,) if clause.verb is not None else ())))
        clause = replace(clause, words=tuple(map(as_meant, clause.words)))
        found: list[Attempt] = []
        for shown in self._all(said):
            share = cover(shown.one, said, clause.verb)
            if share and shown.one.ref in entries:
                base = ASKED + share + 0.02 * shown.weight
                tries = self._tried(ground, entries[shown.one.ref], clause, shown.one, base, before)
                found += [_credited(one, shown.lesson) for one in tries if not one.doubt and not one.absent]
        return found

    def _tried(
        self, ground: Ground, entry: Entry, clause: Clause, one: Construction, base: float, before: Sequence[Token]
    ) -> Iterator[Attempt]:
        params = {param.path: param for param in entry.params}
        if not params or any(path not in params for path in one.ways):
            return
        target = next((path for path, way in one.ways.items() if way.kind == "target"), None)
        silent = self.known.words(entry.ref)
        if target is None:
            yield from self._made(ground, entry, clause, one, base, silent)
            return
        for way in self.known.ways(entry.ref, target):
            table, column = _table(ground.known, way, entry.ref)
            if table is None or way.kind != "target":
                continue
            others = [param for param in entry.params if param.path != target]
            rest = tuple(param for param in others if offers.may_be_given(self.known, one, param))
            deed = Deed(entry, params[target], table, column, rest, table)
            less = 0.0 if way == one.ways[target] else _OTHER
            yield from self._on(ground, deed, clause, one, base - less, before, silent)

    def _on(
        self, ground: Ground, deed: Deed, clause: Clause, one: Construction, base: float, before: Sequence[Token],
        silent: frozenset[str],
    ) -> Iterator[Attempt]:
        for chosen, weight in islice(offers.values(ground, deed, clause, one, self.known, self._zone), MOST_TRIED):
            taken = {token for each in chosen.values() for token in each.tokens}
            taken |= {*defaulted(deed.entry.params, clause, chosen)}
            own = [token for token in clause.words if token not in taken]
            words = own if _names(ground.known, own) else (*before, *own)
            for meant, fine in _meant(ground, deed, clause, words, _speaking(deed.entry, one) | silent, one.words):
                found, lessons = self._only(deed, _once(meant, deed.column))
                try:
                    attempt = tried(ground, deed, clause, chosen, found, ASKED, base + weight - fine)
                except Unsure:
                    continue
                if not (deed.rest and found.rows and not attempt.writes and not attempt.doubt):
                    yield _credited(attempt, *lessons)  # else no value says what is to become of the records

    def _only(self, deed: Deed, found: Selection) -> tuple[Selection, tuple[str, ...]]:
        """Of several records those in the state in which the action was always done, and the lessons that say so.

        Of many that are meant none is left out for its kind: what may be done to a record changes with how it is.

        What takes away, pays or refunds is done to one of several only if more than one person did it so.
        """
        states = self.known.only(deed.entry.ref, _SEEN if found.single else _OFTEN, people=deed.grave)
        states = tuple(one for one in states if found.single or _passes(*one[:2]))
        rows = [row for row in found.rows if all(str(row.values.get(name)) == value for name, value, _ in states)]
        if not rows or len(rows) == len(found.rows):
            return found, ()
        return replace(found, rows=tuple(rows)), tuple(lesson for _, _, lesson in states)

    def _made(
        self, ground: Ground, entry: Entry, clause: Clause, one: Construction, base: float, silent: frozenset[str]
    ) -> Iterator[Attempt]:
        """What is done to no record: every word is a value or was said before."""
        deed = Deed(entry, entry.params[0], NOWHERE, "", tuple(entry.params[1:]), NOWHERE)
        own = silent | _speaking(entry, one)
        for chosen, weight in islice(offers.values(ground, deed, clause, one, self.known, self._zone), MOST_TRIED):
            taken = {token for each in chosen.values() for token in each.tokens}
            open_words = [token for token in clause.words if token.content and token not in taken]
            left = [token for token in open_words if a_name(token, clause) or token.stem not in own]
            told = {path: value for path, each in chosen.items() if (value := each.of(ways.EMPTY)) is not None}
            if not left and len(told) == len(chosen):
                write = Write(entry.ref, inputs_of(deed, told), "as the request tells", clause.text[:120])
                effect = str(sorted((path, str(value)) for path, (value, _) in told.items()))
                yield Attempt(deed, base + weight, (write,), effect=entry.ref + effect)


def _passes(name: str, value: str) -> bool:
    """Whether the field says how a record is, not of what kind: `status`, or what is true or false."""
    return bool({*name_stems(name)} & _STATES) or value in ("True", "False")


def _credited(one: Attempt, *lessons: str) -> Attempt:
    return replace(one, writes=tuple(replace(write, lessons=(*write.lessons, *lessons)) for write in one.writes))


def _speaking(entry: Entry, one: Construction) -> frozenset[str]:
    """The words that speak of the action and of the inputs that it was given."""
    own = [word for param in entry.params if param.path in one.ways for word in param.stems]
    return frozenset((*entry.name, *own))


def _meant(
    ground: Ground, deed: Deed, clause: Clause, words: Sequence[Token], silent: frozenset[str], asking: frozenset[str]
) -> list[tuple[Selection, float]]:
    """The records that the words mean; where they mean none, without those that ask for the action."""
    spoken = [token for token in words if a_name(token, clause) or token.stem not in asking - deed.table.words]
    for said, less in ((words, 0.0), (spoken, _SILENT)):
        try:
            found, fine = selected(ground, deed.table, said, clause, silent)
            if found.rows or not found.single:
                return [(found, fine + less)]
        except Unsure:
            continue
    return []


def _names(known: Sequence[Table], words: Sequence[Token]) -> bool:
    """Whether the clause names something itself, so that nothing named before it is meant."""
    return any(
        token.start > 0 and token.text[0].isupper() and any(links(table, token) for table in known) for token in words
    )


def _once(found: Selection, column: str) -> Selection:
    """One record for each value of the column: a boat may have several moorings."""
    return replace(found, rows=tuple({str(row.values.get(column)): row for row in found.rows}.values()))


def _table(known: Sequence[Table], way: Way, doing: str) -> tuple[Table | None, str]:
    ref, _, column = str(way.detail).rpartition(":")
    table = next((one for one in known if ref in one.refs and doing not in one.barred), None)
    held = table is not None and any(column in row.places for row in table.rows)
    return (table, column) if held else (None, "")


def usage(brief: Brief) -> Usage:
    return Usage(_seen(brief), brief)


@once
def _seen(brief: Brief) -> Known:
    """What memory knows, with the inputs where they are seen: what runs put into an object may be planned beside it."""
    told = known(brief.memory)
    entries = index_of(brief.catalogue).entries if told.by_action else {}
    found = {
        ref: tuple(replace(one, one=_moved(one.one, {param.path for param in entries[ref].params})) for one in shown)
        for ref, shown in told.by_action.items() if ref in entries
    }
    return replace(told, by_action={**told.by_action, **found}) if found else told


def _moved(one: Construction, paths: Set[Path]) -> Construction:
    ways = {path[1:] if path not in paths and path[1:] in paths else path: way for path, way in one.ways.items()}
    return replace(one, ways=ways) if {*ways} != {*one.ways} else one
