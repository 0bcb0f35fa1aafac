"""A request gone through over the tables that were read: conditions are decided, one deed explains each clause."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from chalicelib.domain.binding import Mention
from chalicelib.planning.bidding import forbidden, pleads, unmeant
from chalicelib.planning.composer import oneself, thesaurus
from chalicelib.planning.composer.clock import now_of
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.index import Index
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.words import Token, bag
from chalicelib.planning.planner import Brief
from chalicelib.planning.records import phrase, shapes, times
from chalicelib.planning.records.choices import Choices
from chalicelib.planning.records.clauses import Clause as Part
from chalicelib.planning.records.context import unmet
from chalicelib.planning.records.decide import Decided
from chalicelib.planning.records.reach import Ambiguous, Unsure
from chalicelib.planning.tables import along, amount_labels, compounds, conditions, pairs, statements
from chalicelib.planning.tables.asking import asked_plainly, asked_with
from chalicelib.planning.tables.attempt import Attempt, attempts
from chalicelib.planning.tables.clause import INTO, Clause
from chalicelib.planning.tables.deeds import NAMED_OPTION, Deed, asked, made, makes
from chalicelib.planning.tables.earlier import Earlier, dating
from chalicelib.planning.tables.explain import Ground
from chalicelib.planning.tables.joins import joined, with_states
from chalicelib.planning.tables.kinds import apart
from chalicelib.planning.tables.making import makings, news
from chalicelib.planning.tables.names import called, headed, numbers, told_by, written_so
from chalicelib.planning.tables.particles import cuts, sets, with_particle
from chalicelib.planning.tables.parts import in_person, prepared, together, without_aside
from chalicelib.planning.tables.possible import deeds
from chalicelib.planning.tables.request import Request, own_words, parts, with_names
from chalicelib.planning.tables.rivals import adding, best, gently, partly, preferred, singly
from chalicelib.planning.tables.sources import writes
from chalicelib.planning.tables.stand_ins import links
from chalicelib.planning.tables.table import Table, Wide
from chalicelib.planning.tables.usage import Usage
from chalicelib.planning.tables.world import columns

_NOUN_AHEAD = bag("the a an my your his its our their")
_PLAINLY, _UNKNOWN = 2.0, 1.0


def course(
    brief: Brief, index: Index, told: Request, found: Sequence[Table], usage: Usage | None, who: Wide | None
) -> "Course":
    own = [*index.entries.values()]
    known = with_states(compounds.called(told.text, apart(joined(found), writes(own), told.words)), own)
    told = with_names(told, known)
    told = replace(told, words=written_so(told.words, known))
    return Course(brief, index, told, known, Earlier(told, known, called(known, told.words)), usage, who)


def _becoming_so(one: Attempt) -> Iterator[str]:
    """The texts that it writes into the records' own fields."""
    for param in one.deed.rest:
        own = next(iter(columns(one.deed.holder, param)), "") in one.deed.holder.own
        for write in one.writes if own else ():
            value = write.inputs.get(param.path[0])
            if isinstance(value, Mention) and isinstance(value.value, str):
                yield value.value


@dataclass(slots=True)
class Course:
    brief: Brief
    index: Index
    request: Request
    known: list[Table]
    before: Earlier
    usage: Usage | None = None
    who: Wide | None = None
    held: dict[int, bool] = field(default_factory=dict)

    def decided(self) -> Decided:
        parts = self._parts()
        found: list[Attempt] = []
        for at, part in ((at, self.before.meet(parts, at)) for at in range(len(parts))):
            if part.role == "if":
                self.before.met = [] if part.negated else list(part.tokens)
                clause, meant = self._clause(part, part.tokens), self.before.carried(part.tokens)
                self.held[at] = conditions.holds(self.ground, self.known, clause, part.negated, meant)
            elif part.role == "do" and (part.guard is None or self.held[part.guard] == part.holds):
                self._apart(part, found)
                found += self._done(part)
                self.before.new += found[-1].new
                self.before.meant = list(found[-1].told)
            elif part.role == "do":
                self.before.passed(part)
            else:
                found += self._told(part, found[-1:])
            self.before.hear(part, self._clause(part, part.tokens))
        if not found and not any(part.role == "do" for part in parts):
            self.before.remarks = []
            found.append(self._explained(Part(self.request.words, "do")))
        doubtful = next((one for one in found if one.doubt), None)
        if doubtful is not None:  # who is unknown may be on another page
            raise doubtful.choice or (Unsure if doubtful.unknown else Ambiguous)(doubtful.doubt)
        done = tuple(write for one in found for write in one.writes)
        if done and any(one.absent for one in found):
            raise Ambiguous("a part of it is about something that is not there")
        lack = min((one.lack for one in found if one.lack), key=lambda lack: not lack.one, default=None)
        return Decided(done, "" if done or lack else unmet(self.brief.prompt, parts, self.held), lack=lack)

    def _told(self, part: Part, last: Sequence[Attempt]) -> list[Attempt]:
        """What a clause without a verb asks for; raises where it tells more of what the last one makes.

        "Add a card 'X'. Ruth is going to do it".
        """
        if pleads(part.tokens):
            return [self._explained(replace(part, role="do", verb=-1))]
        if statements.labels(part.tokens):
            return self._labelled(part)
        back = any(token.low in ("it", "this", "that") for token in part.tokens)
        if back and any(makes(one.deed.entry) for one in last) and any(map(self.before.names, part.tokens)):
            raise Unsure(f"it is not clear what {part.tokens[0].text!r} is to what is new")
        return []

    def _labelled(self, part: Part) -> list[Attempt]:
        """What is to be recorded of what stands in front of a colon; nothing where it only tells something."""
        try:
            stated = self._explained(replace(part, role="do", verb=-1))
        except Unsure:
            return []
        return [stated] if stated.writes and not stated.doubt and not stated.absent else []

    def _apart(self, part: Part, before: Sequence[Attempt]) -> None:
        """Raises where records are told by what an earlier clause changes: before, or after that?"""
        clause = self._clause(part, part.tokens)
        given = {word for one in before for value in _becoming_so(one) for word in shapes.words(value)}
        for token in part.tokens:
            named = self.before.names(token) and not clause.quoted(token) and clause.lead((token,)) not in INTO
            if named and phrase.bare(token) in given:
                raise Ambiguous(f"it is not clear whether {token.text!r} is meant before the first change or after it")

    @property
    def writes(self) -> Sequence[Entry]:
        return writes(self.index.entries.values())

    @property
    def ground(self) -> Ground:
        return Ground(self.known, oneself.facts(self.brief.context), Choices(picked=self.brief.picked), self.who)

    def _parts(self) -> Sequence[Part]:
        doing = self.usage.verbs if self.usage else frozenset()
        plain = headed(parts(self.brief, self.index, doing, self.request), self.known)
        plain = amount_labels.joined(plain, self.writes, self.request.marks)
        if self.usage is not None and self.usage.leaves_out(plain):
            self.usage = None
        shown = self.usage.acting(plain, self.request.marks) if self.usage else []
        return shown or along.taken(prepared(plain, self.request.marks), self.index.entries.values())

    def _clause(self, part: Part, words: Sequence[Token]) -> Clause:
        marks = tuple(one for one in self.request.marks if one.kind not in times.TIMED or not self._in_name(one))
        no, told = self.request.forbidden, self.before.beside
        return Clause(self.brief.prompt, tuple(words), part.said, marks, now_of(self.brief), forbidden=no, remarks=told)

    def _in_name(self, mark: Found) -> bool:
        """Whether it is a part of what a record is called: "the March news" is not of that month."""
        inside = [token for token in self.request.words if token in mark]
        return any(token.start in self.before.called for token in inside) and not any(t.text.isdigit() for t in inside)

    def _explained(self, part: Part) -> Attempt:
        """The one explanation of the clause; what is only told behind it may explain nothing if all else is clear."""
        if part.verb < 0 and (unmeant(part.tokens) or forbidden(self.request.words, self.request.marks)):
            raise Unsure("it only says what would be, or is not to be done")
        try:
            return self._best(part := self.before.reasoned(part))
        except Ambiguous:
            raise
        except Unsure:
            otherwise = without_aside(part, self.request.marks) or together(part, self.before.remarks)
            otherwise = otherwise or in_person(part, self.before.carried(part.tokens))
            if otherwise is None:
                raise
            self.before.beside += tuple(token for token in part.tokens if token not in otherwise.tokens)
            return self._best(otherwise)

    def _done(self, part: Part) -> list[Attempt]:
        """The explanation of the clause; of what leaves one thing for another those of its halves."""
        try:
            return [self._explained(part)]
        except Ambiguous:
            raise
        except Unsure:
            found = [self._best(half) for half in pairs.halves(part, self.writes)]
            if not found or any(one.doubt or one.absent or not one.writes for one in found):
                raise
            return found

    def _best(self, part: Part) -> Attempt:
        found = self._attempts(part)
        for more in self.before.clues(found[0].lacking) if found and (found[0].choice or found[0].lacking) else ():
            told = [one for one in self._attempts(part, more) if not one.doubt and not one.absent]
            if told := [one for one in told if one.deed.entry is found[0].deed.entry]:
                found = told
                break
        return best(found, part.verb < 0, self._said(part))

    def _attempts(self, part: Part, more: Sequence[Token] = ()) -> list[Attempt]:
        """The best first.  `more`: words that may tell which of several is meant, where records hold them."""
        if self.usage is not None and (shown := self._shown(part)):
            return sorted(shown, key=lambda one: -one.score)
        at = part.verb if part.verb >= 0 else 0
        every = list(deeds(self.writes, self.known))
        particle = part.verb >= 0 and bool(with_particle(self.request.words, part, at))
        plainly = asked_plainly(every, part.tokens, at, particle) if part.verb >= 0 else every
        found = self._tried(part, plainly, more)
        if len(plainly) < len(every) and all(one.absent or one.lacking for one in found):
            rest = [one for one in every if one not in plainly and asked(one, part.tokens, at) >= NAMED_OPTION]
            found += [one for one in self._tried(part, rest, more) if not one.doubt and not one.absent]
        if found and part.verb >= 0 and news(self.writes, part.tokens[at:], self.request.marks, self.known):
            spoken = {token.stem for token in part.tokens}
            made_ = [one for one in found if makes(one.deed.entry)]
            found = [one for one in made_ if (one.deed.table.words | {*one.deed.entry.objects}) & spoken]
        if part.verb >= 0 and not self.before.remarks and not any(not one.doubt and not one.absent for one in found):
            own = replace(self._clause(part, own_words(part, at, False)), verb=part.tokens[at])
            found += makings(self.ground, self.writes, own)
        return preferred(partly(singly(adding(gently(found, part.tokens), part.tokens))))

    def _tried(self, part: Part, offered: Sequence[Deed], more: Sequence[Token]) -> list[Attempt]:
        found: list[Attempt] = []
        for deed in offered:
            for place in [part.verb] if part.verb >= 0 else range(len(part.tokens)):
                if (score := self._asked(deed, part, place)) > 0:
                    found += self._by(deed, part, place, score, more)
        return found

    def _by(self, deed: Deed, part: Part, place: int, score: float, more: Sequence[Token]) -> list[Attempt]:
        """The attempts with the word at the place as the verb."""
        cut = cuts(self.request.marks, part.tokens, place)
        words = own_words(part, place, cut)
        clause = replace(
            self._clause(part, words),
            verb=part.tokens[place],
            stated=part.verb < 0 and not cut,
            made=made(deed.entry, part.tokens[place:]) if makes(deed.entry) else None,
            plain=with_particle(self.request.words, part, place),
        )
        whole = self.before.same(words) if part.holds else []
        tried = list(attempts(self.ground, deed, clause, score, whole)) if whole else []
        told = [token for token in more if (token.content and links(deed.table, token)) or told_by(deed.table, token)]
        told += dating(more, self.request.marks, deed.table)
        back = [one for one in self.before.carried(words) if not self._of_another(one, deed.table)]
        carried = list({token.start: token for token in (*back, *told)}.values())
        return tried or list(attempts(self.ground, deed, clause, score, carried))

    def _asked(self, deed: Deed, part: Part, place: int) -> float:
        """How well the word asks for the deed; of a statement any word may."""
        plain, word = with_particle(self.request.words, part, place), part.tokens[place]
        score = asked_with(deed, part.tokens, place, plain)
        if not score and part.verb >= 0 and not deed.grave and sets(part.tokens[place:]):
            score = _UNKNOWN
        noun = place > 0 and part.tokens[place - 1].low in _NOUN_AHEAD
        if part.verb >= 0 or noun or self._clause(part, ()).quoted(word):
            return score if part.verb >= 0 else 0.0
        strange = not (thesaurus.known(word.low) or thesaurus.known(word.stem))
        named = score == NAMED_OPTION and strange and statements.tells(part.tokens)  # "Greta takes it" bids nothing
        noun = word.stem in deed.table.words  # "the order can wait" orders nothing, whatever ends an order is called
        if score >= _PLAINLY and not named and not noun and (word.content or word.low == "gets"):
            return score
        cut = statements.TOLD if cuts(self.request.marks, part.tokens, place) and not deed.grave else 0.0
        return statements.stated(deed, part.tokens, place) or cut

    def _shown(self, part: Part) -> list[Attempt]:
        assert self.usage is not None
        words = tuple(token for token in part.tokens if token is not part.said)
        clause = self._clause(part, words)
        met = self.before.same(words)
        return self.usage.attempts(self.ground, self.index.entries, clause, met or self.before.carried(words))

    def _of_another(self, token: Token, table: Table) -> bool:
        """Whether it is the number of a record, of another table."""
        return any(numbers(one, token) for one in self.known) and not numbers(table, token)

    def _said(self, part: Part) -> str:
        return part.said.low if part.said is not None else "it"
