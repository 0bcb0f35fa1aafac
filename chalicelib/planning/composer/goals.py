"""Goals: what the prompt wants done, one per piece, with the part each plays ("if", "then", "otherwise").

A goal knows its own mentions; mentions of sentences that are no goals stand near it and may serve it too.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from chalicelib.planning.composer import choose
from chalicelib.planning.composer.choose import Choice
from chalicelib.planning.composer.match import Piece, Scored
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.read import Reading, deed, negated, refers_back
from chalicelib.planning.composer.words import PREPOSITIONS, STOP, Token, senses

Role = Literal["do", "condition", "then", "otherwise"]
_IF = frozenset(("if", "unless", "provided", "case"))
ELSE = frozenset(("otherwise", "else"))


@dataclass(frozen=True, slots=True)
class Goal:
    """`number` orders goals as the prompt has them; `guard` is the number of the goal whose result decides."""

    number: int
    start: int
    end: int
    text: str
    raw: str
    words: tuple[Token, ...]
    verb: str
    head: str
    candidates: tuple[Scored, ...]
    own: tuple[Found, ...]
    near: tuple[Found, ...]
    role: Role = "do"
    guard: int | None = None
    turned: bool = False
    choice: Choice | None = None
    every: bool = False
    back: bool = False
    tentative: bool = False
    joined: bool = False
    """Whether a preposition joins it to the goal before it ("… of their latest order")."""
    lessons: tuple[str, ...] = ()
    """The cases that it rests on, where the prompt alone would not have meant it."""

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(token.stem for token in self.words if token.content)


def goals(reading: Reading, pieces: Iterable[Piece]) -> tuple[Goal, ...]:
    found = [_goal(reading, number, piece) for number, piece in enumerate(pieces)]
    return _guarded(reading, _with_near(reading, found))


def wanted(reading: Reading, pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces that are asked for: "she doesn't want to cancel" asks for nothing."""
    return [
        piece
        for piece in pieces
        if not next((unit.refused for unit in reading.units[piece.first : piece.last] if unit.verb), False)
    ]


def numbered(goals: Iterable[Goal]) -> tuple[Goal, ...]:
    """The goals numbered as the prompt has them, their guards with them; those numbered below 0 are new."""
    row = sorted(goals, key=lambda goal: (goal.start, goal.number))
    numbers = {goal.number: number for number, goal in enumerate(row) if goal.number >= 0}
    return tuple(
        replace(goal, number=number, guard=numbers.get(goal.guard) if goal.guard is not None else None)
        for number, goal in enumerate(row)
    )


def _goal(reading: Reading, number: int, piece: Piece) -> Goal:
    units = reading.units[piece.first : piece.last]
    words = reading.tokens[units[0].first : units[-1].last]
    start, end = words[0].start, words[-1].end
    verb = deed(units, reading.large)
    said = reading.within(start, end)
    return Goal(
        number,
        start,
        end,
        reading.text[start:end].strip(" ,;.:?!"),
        reading.text[start:end],
        words,
        verb,
        _head(words, verb),
        piece.candidates,
        said,
        (),
        choice=choose.choice(words),
        every=choose.every(words),
        back=refers_back(words),
        tentative=piece.tentative,
        joined=units[0].cut == "phrase",
    )


def _head(words: tuple[Token, ...], verb: str) -> str:
    """The last word of the noun phrase behind the verb: what the verb acts on."""
    at = next((position for position, token in enumerate(words) if token.stem == verb), -1)
    head = ""
    for token in words[at + 1 :]:
        if (token.low in PREPOSITIONS and head) or token.text in ",.;?!(":
            break
        if token.content and token.word:
            head = token.stem
    return head


def _with_near(reading: Reading, found: list[Goal]) -> list[Goal]:
    """Mentions outside every goal are near to the goals of their sentence, else to the next one, else to all."""
    spare = [one for one in reading.mentions if not any(goal.start <= one.start < goal.end for goal in found)]
    return [replace(goal, near=tuple(spare)) for goal in found]


def _guarded(reading: Reading, found: list[Goal]) -> tuple[Goal, ...]:
    """Goals behind an "if" depend on the goal that decides it, until the sentence ends; "otherwise" turns it round."""
    placed: list[Goal] = []
    guard: int | None = None
    turned = False
    for goal in found:
        lead = _lead(reading, goal, placed[-1].end if placed else 0)
        low = {token.low for token in lead}
        fresh = _new_sentence(reading, placed[-1].end if placed else 0, goal.start)
        if low & ELSE or (low & _IF and _leaves_out(lead, goal)):
            guard = guard if guard is not None else (placed[-1].number if placed else None)
            turned = not turned if low & ELSE else negated(lead)
            role: Role = "otherwise" if turned else "then"
            placed.append(replace(goal, role=role if guard is not None else "do", guard=guard, turned=turned))
            continue
        if low & _IF:
            guard, turned = goal.number, "unless" in low or negated(goal.words)
            placed.append(replace(goal, role="condition", turned=turned))
            continue
        if fresh:
            guard = None
        placed.append(replace(goal, role="then" if guard is not None else "do", guard=guard, turned=turned))
    return tuple(placed)


def _lead(reading: Reading, goal: Goal, since: int) -> tuple[Token, ...]:
    """The words between the goal before and this one's first verb or content."""
    lead = [token for token in reading.tokens if since <= token.start < goal.start]
    for token in goal.words:
        if token.content and token.low not in _IF | ELSE and senses(token.stem):
            break
        lead.append(token)
        if len(lead) > 40:
            break
    ends = [at for at, token in enumerate(lead) if token.text in ".?!" and at + 1 < len(lead)]
    return tuple(lead[ends[-1] + 1 :] if ends else lead)


def _leaves_out(lead: tuple[Token, ...], goal: Goal) -> bool:
    """ "If not", "if it doesn't", "if there are none": the condition points back at what was looked up before."""
    at = next(position for position, token in enumerate(lead) if token.low in _IF)
    inside = [token for token in goal.words if token.start > lead[-1].start]
    rest = []
    for token in (*lead[at + 1 :], *(inside if lead[at].start >= goal.start else ())):
        if token.text in ",;:.":
            break
        if token.word:
            rest.append(token)
    return bool(rest) and all(token.low in STOP or token.low.endswith("n't") or token.low == "none" for token in rest)


def _new_sentence(reading: Reading, since: int, until: int) -> bool:
    return any(mark in reading.text[since - 1 if since else 0 : until] for mark in (". ", "? ", "! ", "\n"))
