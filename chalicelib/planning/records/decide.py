"""A request about records, read with what was read of them so far: all its writes, or nothing yet.

Conditions are decided first; then every clause must be understood before any of them writes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from chalicelib.planning.composer import oneself
from chalicelib.planning.composer.clock import now_of
from chalicelib.planning.composer.forbidden import allowed
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.words import Token, bag, tokens
from chalicelib.planning.planner import Brief
from chalicelib.planning.records import (
    again,
    calls,
    change,
    compare,
    kinds,
    letters,
    make,
    phrase,
    population,
    search,
    select,
    slots,
    telling,
    times,
    which,
)
from chalicelib.planning.records.choices import Choices
from chalicelib.planning.records.clauses import Clause, after, following
from chalicelib.planning.records.context import Told, fit, unmet, with_told
from chalicelib.planning.records.learned import learned
from chalicelib.planning.records.nouns import Meant, head_of, meant
from chalicelib.planning.records.people import known_people
from chalicelib.planning.records.phrase import Used
from chalicelib.planning.records.reach import Reach, Unsure
from chalicelib.planning.records.resources import kept
from chalicelib.planning.records.scene import Scene, Write
from chalicelib.planning.records.view import View

_NOTHING = bag("no not none never without any nobody nothing anybody anyone i have haven't hasn't there are is")
_NEW = "something new seems to be wanted, and it is not clear what"
_HAVE = bag("have haven't has hasn't had did didn't i've we've")
_DONE_WITH = bag("met seen spoken heard talked had been")


@dataclass(frozen=True, slots=True)
class Decided:
    writes: tuple[Write, ...] = ()
    note: str = ""
    absent: bool = False
    """Whether the request names something that no record of the kind holds as it is written."""
    lack: which.Lack | None = None


class _Wait(Exception):
    """More must be read first."""


def decided(brief: Brief, reach: Reach, choices: Choices | None = None) -> Decided | None:
    """`choices`: what is taken as known; else what memory knows.

    None while more has to be read (`reach.wanted`); raises `Unsure` where the request cannot be read."""
    choices = choices or learned(brief.memory)
    choices.picked = brief.picked
    scene = _scene(brief, reach, choices)
    doing = frozenset(key.removeprefix("verb|").split()[0] for key in scene.choices.answers if key.startswith("verb|"))
    doing |= {verb for kind in scene.kinds for act in (*kind.acts, *kind.makers) for verb in act.deeds - {kind.noun}}
    parts = again.joined(again.whole(scene, doing, index_of(brief.catalogue).verbs))
    if not any(one.role == "do" for one in parts):
        raise Unsure("it is not clear what is to be done")
    fit(scene, parts)
    scene = replace(scene, people=known_people(scene, [token for one in parts for token in one.tokens]))
    if reach.wanted:
        return None
    course = _Course(scene, parts)
    for at, one in enumerate(parts):
        try:
            course.take(at, one)
        except _Wait:
            course.waiting = True
    if reach.wanted:
        return None
    if course.waiting:
        raise Unsure("the condition cannot be decided")
    why = "" if course.writes or course.told.lack else unmet(scene.text, parts, course.held)
    return Decided(tuple(course.writes), why, course.told.absent, course.told.lack)


@dataclass(slots=True)
class _Course:
    """The clauses in their order: which conditions hold, what is written, what waits for more to be read."""

    scene: Scene
    parts: Sequence[Clause]
    held: dict[int, bool] = field(default_factory=dict)
    writes: list[Write] = field(default_factory=list)
    told: Told = field(default_factory=Told)
    waiting: bool = False

    def take(self, at: int, one: Clause) -> None:
        if one.role == "told":
            self.told.words += one.tokens
        elif one.role == "if":
            self.held[at] = _decided(self.scene, one, self.told, following(self.parts, at))
        elif one.guard is None or self.held.get(one.guard) == one.holds:
            self.writes += _done(self.scene, one, self.told)
        elif one.guard not in self.held:
            raise _Wait()
        else:
            self._passed(one)

    def _passed(self, one: Clause) -> None:
        """What is not done is still spoken of: "cancel their booking, otherwise extend it"."""
        own = after(one)
        if not any(token.content and token.word for token in own):
            return
        try:
            kind = meant(self.scene, own, one.said, writes=True)
            new = change.value_words(self.scene, kind.resource, one, own) if kind else ()
            words = (token for token in with_told(self.scene, own, self.told) if token not in new)
            self.told.before = (kind, tuple(words)) if kind else None
        except Unsure:
            if any(token.low.endswith("'s") or token.low in ("the", "all", "every", "each") for token in own):
                self.told.before = None  # "it" is none of the records that the condition was about


def _scene(brief: Brief, reach: Reach, choices: Choices) -> Scene:
    index = index_of(brief.catalogue)
    words, now = tokens(brief.prompt), now_of(brief)
    marks = times.marks(brief.prompt, words, now)
    words = allowed(words, marks)
    kinds, people = kept(index.entries)
    if not kinds:
        raise Unsure("the catalogue keeps no records")
    used = {act.entry.ref for kind in kinds for act in (*kind.acts, *kind.makers)}
    loose = [one for one in index.entries.values() if one.action.effect != "read" and one.ref not in used]
    return Scene(
        brief.prompt, words, marks, now, kinds, people, reach, {}, frozenset(index.idf), choices,
        slots.hours(brief.context), loose, oneself.facts(brief.context),
    )


def _decided(scene: Scene, one: Clause, told: Told, following: tuple[Token, ...]) -> bool:
    """Whether the condition holds, negation included.  No word of a condition is ever passed over."""
    scene = replace(scene, choices=replace(scene.choices, loose=False, strays={}))
    words = with_told(scene, one.tokens, told)
    nouns = {other.noun for other in scene.kinds}
    having = any(token.low in _HAVE for token in one.tokens)  # "I haven't met with X": the noun comes with what follows
    loosely = having and following and not any(token.stem in nouns for token in words)
    head = head_of(scene, words)
    loosely = loosely and (head is None or head.low in _DONE_WITH)
    kind = meant(scene, following if loosely else words, None, writes=False)
    if kind is None:
        raise _Wait()
    used = Used()
    used.take(token for token in one.tokens if token.low in _NOTHING or token.low.endswith("n't"))
    rows = _rows(scene, kind, words)
    view = _view(scene, kind, rows)
    before = replace(used, places=set(used.places))
    compared = compare.compared(view, words, used)
    said = [token for token in one.tokens if used.free(token) or not before.free(token)]
    told.before = kind, tuple(token for token in words if used.free(token))
    told.of = () if one.negated else told.before[1]
    loose = not any(token.stem in kind.nouns for token in words)
    if loose:
        used.take(token for token in words if token.low in _DONE_WITH)
    told.asked += said  # what is compared tells nothing of "it"
    told.words += [token for token in one.tokens if phrase.bare(token) in scene.people]
    found = select.select(view, words, used)
    told.absent = told.absent or bool(found.strays)
    if compared is not None:
        return compared(found.rows) != (one.negated and not compared.negates)
    return bool(found.rows) != one.negated


def _done(scene: Scene, one: Clause, told: Told) -> list[Write]:
    if one.verb < 0 and not one.elliptic:
        raise Unsure("it is not clear what is to be done")
    if one.verb >= 0:
        if (found := letters.sent(scene, one, after(one))) is not None:
            return found
    if one.elliptic:
        if told.before is None:
            raise _Wait()
        kind, words = told.before
        return _changed(scene, one, kind, (*words, *one.tokens), one.tokens, told)
    if make.makes(one):
        made = _made(scene, one, told)
        if made is not None:
            return made
    if make.only_makes(scene.kinds, one) and not telling.appoints(scene, one.said, after(one)):
        raise Unsure(_NEW)
    found = _on_records(scene, one, told)
    if not found and make.makes(one):
        raise Unsure(_NEW)  # what is new is in no record
    return found


def _on_records(scene: Scene, one: Clause, told: Told) -> list[Write]:
    own = after(one)
    words = with_told(scene, own, told)
    nouns = {kind.noun for kind in scene.kinds}
    again = told.before is not None and not any(token.stem in nouns for token in words)
    if again and told.before is not None and own and own[-1].low.endswith("'s"):
        # "approve X's open one and reject Y's": what is left out stands in the clause before
        left_out = [token for token in told.before[1] if token.text.islower() and not token.low.endswith("'s")]
        return _changed(scene, one, told.before[0], (*own, *left_out), own, told)
    points = any(token.low in ("one", "ones") for token in own) or (own and own[0].low in ("it", "them"))
    if again and told.before is not None and points:
        found: Meant | None = told.before[0]
    else:
        found = meant(scene, words, one.said, writes=True)
    if found is None:
        raise _Wait()
    return _changed(scene, one, found, words, own, told)


def _made(scene: Scene, one: Clause, told: Told) -> list[Write] | None:
    """The new record that is asked for; None where an action on existing records is called by the very verb."""
    alone = one.guard is None and not scene.people
    nouns = {kind.noun for kind in scene.kinds}
    if alone and not any(token.stem in nouns for token in one.tokens):
        raise Unsure("it does not say what is to be made")
    if (kind := meant(scene, after(one), one.said, writes=True)) is None:
        raise _Wait()
    if alone and any(act.required for act in kind.resource.makers):
        raise Unsure("it is not clear what the new record is to hold")
    if not kind.resource.makers or change.exact(kind.resource, one):
        return None
    made = make.made(scene, kind, one, (*told.words, *told.asked), lambda: make.places(scene, kind, after(one)))
    if made is None:
        raise _Wait()
    return made


def _changed(
    scene: Scene, one: Clause, kind: Meant, words: tuple[Token, ...], own: tuple[Token, ...], told: Told
) -> list[Write]:
    new = change.value_words(scene, kind.resource, one, own)
    told.before = kind, tuple(token for token in words if token not in new)
    verb = (one.said,) if one.said is not None and not change.exact(kind.resource, one) else ()
    rows = _rows(scene, kind, [token for token in words if token not in new], new or verb)
    view = _view(scene, kind, rows)
    if (wish := change.wish(scene, view, one, words, own)) is None:
        raise _Wait()
    told.before = kind, tuple(token for token in wish.meant if wish.used.free(token))
    kinds.only_one(rows.rows, kind.resource, wish.act)
    found = select.select(view, wish.meant, wish.used)
    told.absent = told.absent or bool(found.strays) or phrase.otherwise_written(wish.meant, found.rows)
    if not found.told:
        raise Unsure(f"nothing tells which {kind.said} is meant")
    if not found.rows and wish.leaves_open(scene.marks):
        raise Unsure("it is not clear whether the time tells which are meant or when it is to be done")
    said = which.called(kind.nouns, wish.meant, [act.entry.action.name for act in kind.resource.acts])
    told.lack = which.lack(found, said, which.points_back(words, own), rows.rows) or told.lack
    if found.single and len(found.rows) > 1 and not scene.choices.loose:
        spoken = which.spoken_of(found.rows, told.words) if len(words) > len(own) else found.rows
        meant_one = spoken[0] if len(spoken) == 1 else which.only(spoken, kind.resource.noun, said, scene.choices)
        found = replace(found, rows=(meant_one,))
    return calls.writes(view, wish, found.rows)


def _view(scene: Scene, kind: Meant, found: population.Population) -> View:
    shown = (*found.shown, *scene.reach.shown)
    return View(
        kind.resource, found.rows, scene.marks, scene.now, kind.nouns, scene.addresses, shown, found.partial,
        scene.choices, kind.guess, scene.oneself, kind.resource.minor,
    )


def _rows(scene: Scene, kind: Meant, words: Sequence[Token], value: Sequence[Token] = ()) -> population.Population:
    if (found := search.records(scene, kind, words, value)) is None:
        raise _Wait()
    return found
