"""One action tried on one clause: its values, the records that it is done to, and how much of the clause that explains.

Every word must be a value, tell which records are meant, or speak of the action; else the attempt fails.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from chalicelib.planning.composer import verbs
from chalicelib.planning.composer.words import Token, bag, stem_bag, tokens
from chalicelib.planning.records import places, select, which
from chalicelib.planning.records.reach import Ambiguous, Unsure
from chalicelib.planning.records.scene import Write
from chalicelib.planning.records.view import Selection
from chalicelib.planning.tables import adding, pairs, sides, statements
from chalicelib.planning.tables.clause import ADDING, INTO, Clause
from chalicelib.planning.tables.combinations import Chosen, combinations
from chalicelib.planning.tables.deeds import NAMED_OPTION, OWN_VERB, Deed, becoming, is_so
from chalicelib.planning.tables.defaults import defaulted
from chalicelib.planning.tables.entire import kept, replaces
from chalicelib.planning.tables.explain import Ground, elsewhere, selected, speaks
from chalicelib.planning.tables.inputs import fixed, of_kind, shown
from chalicelib.planning.tables.objects import from_afar, loosely, objects, several, something_else
from chalicelib.planning.tables.particles import standing_for
from chalicelib.planning.tables.table import Wide
from chalicelib.planning.tables.weekdays import of_that_day
from chalicelib.planning.tables.world import columns
from chalicelib.planning.tables.writing import CHANGING, writes

MOST_TRIED = 24
_EVERYBODY = bag("everybody everyone everything")
_STRAY, _AMBIGUOUS, _SOLE, _TOGETHER = 1.0, 0.5, 0.7, 0.3
_PLAIN, _MARKING = 2.0, stem_bag("mark flag label treat set register")
"""From here on the verb itself asks for the deed."""
_STARTING = frozenset(("run", "create"))
"""What may be done without telling how; to change something, it must be told what."""
_MAKING = frozenset(("create", "send", "pay"))


@dataclass(frozen=True, slots=True)
class Attempt:
    """`doubt`: why it cannot be done though it explains the clause."""

    deed: Deed
    score: float
    writes: tuple[Write, ...]
    doubt: str = ""
    absent: bool = False
    """Whether the clause names something that no such record holds."""
    lack: which.Lack | None = None
    unknown: bool = False
    """Whether that is the doubt: a further page may hold it."""
    lacking: bool = False
    """Whether no word is left that tells which record is meant."""
    choice: Ambiguous | None = None
    """The doubt, where a person can choose."""
    open: bool = False
    """Whether the verb leaves open what is to be done, so that only the other words tell it."""
    afar: bool = False
    """Whether it is open, and nothing that the records hold themselves is named: Ann's group for "give Ann a key"."""
    new: tuple[Token, ...] = ()
    """The words that say what becomes of it."""
    told: tuple[Token, ...] = ()
    """The words that say which records are meant."""
    entire: bool = False
    """Whether it takes all that the record holds."""
    asked: float = 0.0
    """How well the verb asks for the deed."""
    effect: str = ""
    """What it would change, for comparison: by the values, wherever they were read."""


def attempts(ground: Ground, deed: Deed, clause: Clause, asked: float, carried: Sequence[Token]) -> Iterator[Attempt]:
    """The ways to explain the clause by the deed.  `carried`: words of earlier clauses that are meant again."""
    if something_else(ground, deed, clause, plainly=asked >= OWN_VERB):
        return
    general = clause.verb is not None and verbs.general(clause.verb)
    for chosen, weight in islice(combinations(ground, deed, clause), MOST_TRIED):
        if not _fits(deed, clause, chosen, asked, _PLAIN if general and chosen else asked):
            continue
        if not chosen and deed.rest and _says_little(clause, deed):
            yield Attempt(deed, asked, (), "nothing tells what is to become of it")
            continue
        taken = {token for one in chosen.values() for token in one.tokens}
        taken |= {*_beside(deed, clause, chosen, plainly=asked >= OWN_VERB)}
        words = (*carried, *(token for token in clause.words if token not in taken))
        if deed.plainly is not None and all(speaks(deed.plainly, token) for token in words):
            continue
        try:
            found, fine = selected(ground, deed.table, words, clause, deed.stems)
        except Unsure:
            continue
        found = _of_that_day(deed, chosen, found)
        if _goes_wrong(deed, clause, chosen, words, found):
            continue
        if any(clause.sentence(token) for token in clause.words if token.text in found.strays):
            continue  # a quoted sentence is no name of something absent
        score = asked + weight + _spoken(deed, clause, chosen) - fine - _TOGETHER * bool(deed.beside)
        plain = tried(ground, deed, clause, chosen, found, asked, score, carried)
        told = _doubted(plain, words, none=not found.rows and asked < OWN_VERB)
        afar, new = asked < _PLAIN and from_afar(words, found.rows), _become(deed, chosen, words)
        entire = replaces(deed, chosen)
        yield replace(told, open=asked < _PLAIN, asked=asked, new=new, afar=afar, entire=entire, told=tuple(words))


def _doubted(one: Attempt, words: Sequence[Token], none: bool) -> Attempt:
    """The attempt, with the doubt that speaks against it though it can be done."""
    if none and not one.doubt:
        return replace(one, doubt="no record is found that this could be done to", absent=True)
    if one.writes and (noun := loosely(one.deed, words)):
        return Attempt(one.deed, one.score, (), f"it is not clear whether {noun!r} means only what is called so")
    return one


def _fits(deed: Deed, clause: Clause, chosen: Chosen, asked: float, plainly: float) -> bool:
    """Whether the values are all that the action needs, and those that the clause tells."""
    over = _passes_over(clause, chosen, asked) or adding.takes_a_place(deed, clause, chosen)
    return _enough(deed, chosen, plainly) and not over


def _goes_wrong(deed: Deed, clause: Clause, chosen: Chosen, words: Sequence[Token], found: Selection) -> bool:
    """Whether it is not done to these records, though words mean them."""
    far = _sweeps(deed, clause, chosen, found) or adding.beyond(deed, clause, words, found)
    return far or adding.denies(deed, clause, chosen) or _tells_only(deed, chosen, found)


def _of_that_day(deed: Deed, chosen: Chosen, found: Selection) -> Selection:
    return replace(found, rows=tuple(of_that_day(deed, chosen, [row for row in found.rows if isinstance(row, Wide)])))


def _beside(deed: Deed, clause: Clause, chosen: Chosen, plainly: bool) -> Iterator[Token]:
    """The words that speak of the deed, and neither of a value nor of the records."""
    yield from becoming(deed, clause)
    yield from objects(deed, clause) if plainly else ()
    yield from (clause.made,) if clause.made is not None else ()
    yield from statements.beside(clause)
    yield from defaulted(deed.rest, clause, chosen)


def _become(deed: Deed, chosen: Chosen, words: Sequence[Token]) -> tuple[Token, ...]:
    """The words that "it" does not mean behind the clause: what something becomes, or what several are added to."""
    if any(param.type == "array" and param.path in chosen for param in deed.rest):
        return tuple(words)
    return tuple(token for one in chosen.values() if one.into for token in one.tokens)


def _says_little(clause: Clause, deed: Deed) -> bool:
    """Whether the verb only says that something changes: "change the due date of X" wants a date; "turn it on" none."""
    said = clause.verb
    if clause.plain and clause.plain == standing_for(deed.entry):
        return False
    return said is not None and (verbs.general(said) or bool({said.stem, *verbs.kin(said.stem)} & CHANGING))


def tried(
    ground: Ground, deed: Deed, clause: Clause, chosen: Chosen, found: Selection, asked: float, score: float,
    carried: Sequence[Token] = (),
) -> Attempt:
    later = bool(deed.entry.senses & _MAKING)  # what something is made for may be on another page
    if not found.told:
        why = "it does not say which record is meant"
        return Attempt(deed, score, (), why, absent=True, unknown=later, lacking=True)
    rows = [row for row in _distinct(deed, found) if not is_so(deed, row, clause)]
    if found.single and len(rows) > 1 and not several(deed, clause):
        said = which.called(deed.table.words, clause.words, [deed.entry.action.name])
        try:
            rows = [which.only(rows, deed.table.key if deed.beside else deed.column, said, ground.choices)]
        except Ambiguous as doubt:
            score -= _AMBIGUOUS if asked >= _PLAIN else 0.0
            return Attempt(deed, score, (), str(doubt), choice=doubt)
    one = found.single or (bool(carried) and len(found.rows) == 1)  # "tag them", of one that was named before
    spoken = (*carried, *clause.words)
    there = deed.table.complete(spoken) or (one and (found.rows or deed.table.found(spoken, ())))
    if not there and not found.strays:
        return Attempt(deed, score, (), "not all records can be read, so the right ones may be missing")
    strays = [token for token in (*carried, *clause.words) if token.text in found.strays]
    other = elsewhere(ground, deed.table, strays)
    if found.strays and (later or _indefinite(deed, clause) or any(one.required and one.is_id for one in deed.rest)):
        return Attempt(deed, score, (), f"nobody and nothing is known as {found.strays[0]!r}", other, unknown=True)
    if deed.rest and any(clause.lead((token,)) in INTO for token in strays):
        return Attempt(deed, score, (), f"nobody and nothing is known as {found.strays[0]!r}")
    score -= _STRAY if found.strays else 0.0
    unlike = asked < OWN_VERB or other
    back = which.points_back((*carried, *clause.words), clause.words)
    lack = which.lack(found, which.called(deed.table.words, clause.words, [deed.entry.action.name]), back)
    if lack and (unlike if found.strays else found.single):
        nowhere = bool(found.strays) or (asked < _PLAIN and not found.rows)
        return Attempt(deed, score, (), lack.why, absent=nowhere, unknown=later)
    plain = Attempt(deed, score, (), absent=bool(found.strays), lack=lack)
    return _written(ground, plain, clause, chosen, rows)


def _written(ground: Ground, one: Attempt, clause: Clause, chosen: Chosen, rows: Sequence[Wide]) -> Attempt:
    """The attempt with what it writes."""
    deed, score = one.deed, one.score
    try:
        done = list(writes(deed, clause, chosen, rows, ground.known))
    except Ambiguous:
        raise
    except Unsure as doubt:
        return Attempt(deed, score, (), str(doubt), unknown=True)
    if done and all(pairs.there(deed.entry, told, ground.known) for _, told in done):
        return Attempt(deed, score, (), "that is so already", absent=True)
    effect = str(sorted(str((deed.entry.ref, sorted(told.items()))) for _, told in done))
    return replace(one, writes=tuple(write for write, _ in done), effect=effect)


def _sweeps(deed: Deed, clause: Clause, chosen: Chosen, found: Selection) -> bool:
    """Whether it would go too far: "delete everything except X", "move 5 from A and B to C"."""
    if found.told and len(found.rows) > 1 and sides.once(deed.target, chosen, deed.rest, clause, deed.table):
        return True
    called = any(token.stem in deed.table.words or token.low in _EVERYBODY for token in clause.words)
    spares = bool(select.without_exception(clause.words)[1])
    return not found.limited and spares and (deed.grave or deed.takes or not called)


def _indefinite(deed: Deed, clause: Clause) -> bool:
    """Whether something new of the kind is spoken of: "we need a slot 'Test'" is about none that could be there."""
    return any(one.low in ("a", "an") and other.stem in deed.table.words for one, other in pairwise(clause.words))


def _tells_only(deed: Deed, chosen: Chosen, found: Selection) -> bool:
    """Whether words taken for a new value are what all these records hold already: then they tell which are meant.

    Where one record is meant, something else of it changes, and one of several holds them, they tell which.
    """
    part = found.single and len(chosen) > 1
    for param in deed.rest:
        one = chosen.get(param.path)
        column = next(iter(columns(deed.holder, param)), "")
        if one is None or one.into or not one.tokens or column not in deed.holder.own:
            continue
        held = [
            (told := one.of(row)) is not None and told[0] == row.values.get(column)
            for row in found.rows if isinstance(row, Wide)
        ]  # fmt: skip
        if held and (all(held) or (part and any(held))):
            return True
    return False


def _distinct(deed: Deed, found: Selection) -> list[Wide]:
    """The records, of those that stand for one thing one."""
    rows = [row for row in found.rows if isinstance(row, Wide) and row.values.get(deed.column) not in (None, "")]
    names = [deed.column, *(name for _, name in deed.beside)]
    return list({tuple(row.values[name] for name in names): row for row in reversed(rows)}.values())[::-1]


def _enough(deed: Deed, chosen: Chosen, asked: float) -> bool:
    """Whether all that the action needs is told, or stands in the record that it replaces."""
    roots = {path[0] for path in chosen}
    for param in deed.rest:
        known = param.path in chosen or "default" in param.schema or shown(deed, param) or kept(deed, param)
        known = known or bool(fixed(param)) or of_kind(param, (deed.target, *deed.rest))
        if param.required and not known:
            return False
    told = places.needed if deed.entry.senses & _STARTING else places.required
    needed = {*told(deed.entry.action)} - {deed.target.path[0]}
    inside = {param.path[0] for param in deed.rest if len(param.path) > 1 and not kept(deed, param)}
    if any(name in inside and name not in roots and deed.target.path[0] != name for name in needed):
        return False
    if asked < _PLAIN and not any(one.into for one in chosen.values()):
        return False  # the verb only says that something changes: what, must be told by "to" or the like
    if asked == NAMED_OPTION and all(one.tokens for one in chosen.values()):
        return False
    changes = bool(chosen) or not deed.rest or (asked >= _PLAIN and deed.entry.verb not in CHANGING)
    told_by_place = [param for param in deed.rest if param.required and param.name == deed.holder.within]
    left = [param for param in deed.rest if param not in told_by_place]
    return changes and not (left and all(param.required for param in left) and not chosen)


def _passes_over(clause: Clause, chosen: Chosen, asked: float) -> bool:
    """Whether the verb only says that something changes, and no value stands behind the last "to" or "as"."""
    verb = clause.verb.stem if clause.verb is not None else ""
    valued = any(one.tokens for one in chosen.values())
    marks = verb in _MARKING and valued and any(token.low == "as" for token in clause.words)  # "all queued as rush"
    lead = "as" if marks else "to"
    plain = [at for at, token in enumerate(clause.words) if token.low == lead and not clause.quoted(token)]
    at = max(plain, default=-1)
    behind = {token for token in clause.words[at + 1 :] if token.content or token.named}
    adds = verb in ADDING  # to what, and not what
    told = any(behind & {*one.tokens} for one in chosen.values())
    return (marks or asked < _PLAIN) and not adds and at > 0 and bool(behind) and not told


def _spoken(deed: Deed, clause: Clause, chosen: Chosen) -> float:
    """How much of what the action is called stands in the clause; one that is called after the field is meant first."""
    said = {token.stem for token in clause.words if not clause.quoted(token)}
    own = {*deed.entry.objects}
    sole: float = any({*param.stems} <= {*deed.entry.name} for param in deed.rest if param.path in chosen)
    sole += _described_so(deed, clause)
    return _SOLE * sole + 0.4 * len(said & own) + 0.3 * bool(deed.table.words & own) + 0.2 * deed.target.required


def _described_so(deed: Deed, clause: Clause) -> bool:
    """Whether the action is described by the very state that is asked for: "Mark a task as done"."""
    said = {(one.low, other.low) for one, other in pairwise(clause.words) if one.low == "as"}
    told = tokens(deed.entry.action.description)
    return any((one.low, other.low) in said for one, other in pairwise(told))
