"""What a past run says of the words of its prompt.

The run is a test of the reading.  The prompt is read against the records that the run saw, and what would be written is
held against what was:

    the same            the reading was right: what it took for granted is confirmed
    it asked, or wrote something else
                        answers to what it left open are tried, few before many; those that give the run's
                        writes are kept
    it wrote too much   the word that it passed over tells the records apart: the fields that do so are kept

Nothing is replayed, and nothing is kept but words of the dictionary, names of the catalogue and category values.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal  # Any: inputs, answers and content are JSON

from chalicelib.domain.binding import Unresolved, Values, resolve
from chalicelib.planning.composer.clock import now_of
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.thesaurus import known
from chalicelib.planning.composer.words import DETERMINERS, Token, stem, tokens
from chalicelib.planning.impersonal import impersonal
from chalicelib.planning.planner import Brief
from chalicelib.planning.records import decide, shapes, tell_apart, times
from chalicelib.planning.records.choices import Choices, means
from chalicelib.planning.records.clauses import FILLERS, Clause, clauses
from chalicelib.planning.records.reach import Row, Unsure
from chalicelib.planning.records.recorded import Done, Recorded, recorded
from chalicelib.planning.records.resources import Act, Resource, kept, options
from chalicelib.planning.records.view import EVERY

MOST_TRIALS, MOST_ANSWERS, MOST_STRAYS = 30, 3, 2
Answers = Mapping[str, Any]
Told = tuple[str, Mapping[str, Any], Literal[1, -1]]
Call = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Trial:
    """One reading of a past prompt; `writes` by call with the record each is for, None where it asked instead."""

    choices: Choices
    writes: Mapping[Call, Row | None] | None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """A run and what is known of its catalogue."""

    brief: Brief
    calls: Sequence[Done]
    kinds: Sequence[Resource]

    @property
    def reach(self) -> Recorded:
        acts = [act for kind in self.kinds for act in kind.acts]
        pairs = {act.entry.ref: (act.generic[0].name, act.generic[1].name) for act in acts if act.generic}
        return recorded(self.calls, pairs)

    def rows(self, kind: Resource) -> list[Row]:
        reach = self.reach
        return [row for finder in kind.finders for row in reach.rows(finder.entry.ref, {}) or ()]

    @property
    def wanted(self) -> frozenset[Call]:
        return frozenset(_call(call.ref, call.inputs) for call in self.calls if not call.reads)

    def trial(self, choices: Choices) -> Trial:
        reach = self.reach
        try:
            found = decide.decided(self.brief, reach, choices)
            if found is None:
                return Trial(choices, None)
            values = Values(reach.read, {})
            return Trial(choices, {
                _call(one.ref, {name: resolve(told, values) for name, told in one.inputs.items()}): one.row
                for one in found.writes
            })
        except (Unsure, Unresolved) as doubt:
            return Trial(choices, None, str(doubt))


def lessons(brief: Brief, calls: Sequence[Done]) -> Iterator[Told]:
    """(key, content, vote) of every lesson that the run speaks of."""
    kinds, _ = kept(index_of(brief.catalogue).entries)
    past = Past(brief, calls, kinds)
    if not kinds or not calls:
        return
    first = past.trial(Choices())
    if first.writes is not None and past.wanted == {*first.writes}:
        yield from _answered(past, first.choices.taken)
        return
    for answers, found in _explained(past):
        yield from _answered(past, {**found.choices.taken, **answers})
        yield from _meanings(past, answers, found)


def _answered(past: Past, answers: Answers) -> Iterator[Told]:
    for key, answer in answers.items():
        if _plain_word(past.brief, key):
            yield key, {"answer": answer}, 1


def _explained(past: Past) -> Iterator[tuple[Answers, Trial]]:
    """The smallest sets of answers with which the reading gives what was written, or too much of it."""
    todo: list[Answers] = [{}, *({key: one} for key, one in _verbs(past))]
    done, size = 0, None
    while todo and done < MOST_TRIALS:
        todo.sort(key=_cost)
        answers = todo.pop(0)
        if size is not None and _cost(answers) > size:
            return
        done += 1
        found = past.trial(Choices(answers, loose=True))
        if found.writes is not None and past.wanted and past.wanted <= {*found.writes}:
            named = any(key.startswith("noun|") for key in answers)
            if past.wanted == {*found.writes} or found.choices.strays or named:
                size = _cost(answers)
                yield answers, found
                continue
        if len(answers) < MOST_ANSWERS:
            todo += [{**answers, key: one} for key, one in _open(past, found) if key not in answers]


def _open(past: Past, found: Trial) -> Iterator[tuple[str, Any]]:
    """Every answer that could be given to a question that the reading met."""
    for key, offered in found.choices.met.items():
        match key.split("|"):
            case "default", ref, name:
                yield from ((key, one) for one in _defaults(past, ref, name))
            case "noun", _:
                yield from ((key, one) for one in offered if _writes_to(past, one))
            case _:
                yield from ((key, one) for one in offered)


def _cost(answers: Answers) -> int:
    """What the reading asks itself comes before another reading of its verb."""
    return sum(3 if key.startswith("verb|") else 2 for key in answers)


def _writes_to(past: Past, noun: str) -> bool:
    refs = {call.ref for call in past.calls if not call.reads}
    kind = next(one for one in past.kinds if one.noun == noun)
    return bool(refs & {act.entry.ref for act in (*kind.acts, *kind.makers)})


def _verbs(past: Past) -> Iterator[tuple[str, Any]]:
    """The first word of the prompt that may be a verb, as what the run did: one action on records, and no other."""
    writes = [call for call in past.calls if not call.reads]
    acts = {act.entry.ref: act for kind in past.kinds for act in kind.acts}
    if len({call.ref for call in writes}) != 1 or writes[0].ref not in acts:
        return
    act = acts[writes[0].ref]
    told = [_set(act, call.inputs) for call in writes]
    said = tokens(past.brief.prompt)
    words = [one for one in said if one.word and one.low not in FILLERS and one.content][:1]
    for token in words:
        marks = times.marks(past.brief.prompt, said, now_of(past.brief))
        parts = clauses(said, marks, frozenset((token.stem,)))
        clause = next((one for one in parts if token.start == _verb_at(one)), None)
        if clause is not None and clause.said is not None and all(one == told[0] for one in told):
            constant = {name: value for name, value in told[0].items() if not _said(past.brief.prompt, value)}
            if len(constant) in (0, len(told[0])) and all(_category(past, act, *pair) for pair in constant.items()):
                yield f"verb|{clause.said.stem}", {"action": act.entry.ref, "set": constant}


def _verb_at(one: Clause) -> int:
    return one.said.start if one.said is not None else -1


def _set(act: Act, inputs: Mapping[str, Any]) -> dict[str, Any]:
    if act.generic is None:
        return {name: value for name, value in inputs.items() if name != act.target}
    name, value = act.generic
    return {str(inputs.get(name.name)): inputs.get(value.name)}


def _said(prompt: str, value: Any) -> bool:
    said = {stem(word) for word in shapes.words(prompt)}
    return all(stem(word) in said for word in shapes.words(value))


def _category(past: Past, act: Act, name: str, value: Any) -> bool:
    """Whether the value is one of few: a truth, one that a schema offers, or one that several records hold.

    Whether it is nobody's is asked by the trial, which takes nothing else for known.
    """
    param = next((one for one in act.rest if one.name == name), None)
    if isinstance(value, bool) or (param is not None and str(value) in map(str, options(param))):
        return True
    rows = past.rows(next(one for one in past.kinds if act in (*one.acts, *one.makers)))
    held = [str(row.values.get(name)) for row in rows]
    return held.count(str(value)) > 1 or (str(value) in held and tell_apart.categorical(rows, name))


def _defaults(past: Past, ref: str, name: str) -> Iterator[Any]:
    act = next(act for kind in past.kinds for act in kind.makers if act.entry.ref == ref)
    for call in past.calls:
        value = call.inputs.get(name) if call.ref == ref else None
        if isinstance(value, (int, float)) or (isinstance(value, str) and _category(past, act, name, value)):
            yield value


def _meanings(past: Past, answers: Answers, found: Trial) -> Iterator[Told]:
    """What the words that were passed over say of the records: of a strange noun, what else it says.

    Of two words, "waiting for a decision", each may say it.
    """
    strays = list(found.choices.strays)
    if not strays:
        kinds = {noun: key.removeprefix("noun|") for key, noun in answers.items() if key.startswith("noun|")}
        strays = [means(noun, word) for noun, word in kinds.items()]
    if not 1 <= len(strays) <= MOST_STRAYS or found.writes is None or not _plain_word(past.brief, strays[0]):
        return
    kind = next(one for one in past.kinds if one.noun == strays[0].split("|")[1])
    for stray in strays:
        if stray.split("|")[1] == kind.noun and _plain_word(past.brief, stray):
            yield from _meaning(past, kind, stray, found, sole=len(strays) == 1)


def _meaning(past: Past, kind: Resource, stray: str, found: Trial, sole: bool) -> Iterator[Told]:
    """`sole`: it is the only word that was passed over; of several none can be told to say nothing."""
    writes = found.writes or {}
    taken = [row for call, row in writes.items() if row is not None and call in past.wanted]
    left = [row for call, row in writes.items() if row is not None and call not in past.wanted]
    for content, vote in tell_apart.votes(past.rows(kind), taken, left):
        yield stray, content, vote
    if not left and taken:
        searched = list(_searched(past, kind))
        if not searched and sole:
            yield stray, {"says": "nothing"}, 1
        for name, value in searched:
            held = {str(row.values.get(name)) for row in taken}
            if len(held) == 1 and shapes.words(*held) == shapes.words(value):
                yield stray, {"field": name}, 1
                yield stray, {"field": name, "value": held.pop(), "fits": True}, 1


def _searched(past: Past, kind: Resource) -> Iterator[tuple[str, str]]:
    """Categories by which the run searched and that the prompt does not say in its own words."""
    refs = {finder.entry.ref for finder in kind.finders}
    for call in past.calls:
        for name, value in call.inputs.items() if call.ref in refs else ():
            param = next((one for one in kind.finders[0].entry.params if one.name == name), None)
            plain = param is not None and isinstance(value, str) and impersonal(value, param)
            if plain and not _said(past.brief.prompt, value):
                yield name, value


def _plain_word(brief: Brief, key: str) -> bool:
    """Whether the word in the key is one of the dictionary: names of people and things are not kept."""
    kind, *rest = key.split("|")
    if kind == "default":
        return True
    word = rest[-1].removeprefix("not ")
    word = word.split()[0] if kind == "verb" else word
    all_said = tokens(brief.prompt)
    said = [token for token in all_said if token.stem == word or token.low == word]
    if kind == "verb" and said and said[0] is not all_said[-1]:
        follows = all_said[all_said.index(said[0]) + 1].low
        return follows in DETERMINERS | EVERY or _in_dictionary(said[0])
    return bool(said) and all(map(plain_word, said))


def plain_word(token: Token) -> bool:
    """Whether it is a word of the dictionary, written as one."""
    return (token.text.islower() or token.start == 0) and _in_dictionary(token)


def _in_dictionary(token: Token) -> bool:
    """A form of a word that the thesaurus knows ("unfinished"), or a participle; a possessive is somebody's name."""
    low = token.low
    bare = [stem(low.removeprefix(prefix)) for prefix in ("", "un", "non", "in", "dis", "re")]
    formed = len(low) > 6 and low.endswith(("ed", "ing", "en", "est"))
    return not low.endswith("'s") and (formed or any(map(known, bare)))


def _call(ref: str, inputs: Mapping[str, Any]) -> Call:
    told = {name: value for name, value in inputs.items() if value not in (None, "")}
    return ref, tuple(sorted((name, str(value).strip().lower()) for name, value in told.items()))
