"""What a request leaves open, and how it was settled before.

A reading asks here by a key that holds structure only: which field a superlative orders by, which kind of record a
strange noun is, what a strange verb does, what a word says of a record.  Nothing is known at first, and the reading
stops with a question; past runs give answers (see `teach`), and so does whoever tries one out on a past run.

    time|<kind>|<word>      the field that "latest" orders by, or that a time limits
    order|<kind>|<word>     the number that "cheapest" compares, and for a strange word which end of it is meant
    tie|<kind>|<word>       which of several equal records a superlative means
    noun|<stem>             a kind of record
    verb|<stem>             an action, and inputs that it always gets
    field|<kind>|<verb>     the field that a new value is meant for
    default|<action>|<input>    a value that nobody told
    means|<kind>|<word>     a field, values of records that the word fits, and values that it does not fit
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any  # Any: answers and values are JSON

from chalicelib.planning.composer.words import Token
from chalicelib.planning.planner import Picked
from chalicelib.planning.records import states
from chalicelib.planning.records.reach import Row, Unsure


@dataclass(frozen=True, slots=True)
class Meaning:
    """`fits` and `not_fits`: values of the field, as they were seen in past runs.

    `others`: fields of which the runs speak as much; where they do not agree, the word is not clear.  No field: the
    word says nothing of a record.
    """

    field: str
    fits: frozenset[str] = frozenset()
    not_fits: frozenset[str] = frozenset()
    others: tuple["Meaning", ...] = ()
    negative: bool = False
    """Whether the word is a negation ("unfinished"): then it leaves values out, else it lets values in."""

    def holds(self, row: Row) -> bool:
        if not self.field:
            return True
        if len({self._fits(row), *(other._fits(row) for other in self.others)}) > 1:
            raise Unsure(f"it is not clear whether {self.field} or {self.others[0].field} is meant")
        return self._fits(row)

    def _fits(self, row: Row) -> bool:
        """Of a value that was never seen, what the word's form says, unless most values speak against that."""
        value = str(row.values.get(self.field))
        if value in self.fits or value in self.not_fits:
            return value in self.fits
        if not self.not_fits:
            return False  # past runs searched for just these values
        same = states.alike(value, self.fits, self.not_fits, negative=self.negative)
        if same is not None:
            return same
        most = len(self.fits) >= len(self.not_fits) if self.negative else len(self.not_fits) >= len(self.fits)
        if not most:
            raise Unsure(f"nothing tells whether {value!r} is meant")
        return self.negative


@dataclass(slots=True)
class Choices:
    """`loose`: words that nothing explains are passed over, which shows what they would have to leave out.

    `met` and `strays` note what was open: keys with their possible answers, and words without a meaning.
    """

    answers: Mapping[str, Any] = field(default_factory=dict)
    meanings: Mapping[str, Meaning] = field(default_factory=dict)
    loose: bool = False
    met: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    strays: dict[str, None] = field(default_factory=dict)
    taken: dict[str, Any] = field(default_factory=dict)
    """Answers that the reading found by itself."""
    picked: tuple[Picked, ...] = ()
    """What a person answered in this task."""

    def pick(self, key: str, options: Collection[str]) -> str | None:
        """What a person chose of these very options."""
        fitting = [one.value for one in self.picked if one.key == key and one.options == {*options}]
        return fitting[-1] if fitting else None

    def settled(self, key: str, options: Sequence[Any] = ()) -> Any | None:
        """The answer that is known; None where the question is open."""
        answer = self.answers.get(key)
        if answer is None or (options and answer not in options):
            self.met.setdefault(key, tuple(options))
            return None
        return answer

    def meaning(self, noun: str, word: str) -> Meaning | None:
        """What the word says of such a record; None where nobody knows."""
        found = self.meanings.get(means(noun, word))
        if found is None:
            self.strays.setdefault(means(noun, word))
        return found


def means(noun: str, word: str) -> str:
    return f"means|{noun}|{word}"


def said(tokens: Sequence[Token], at: int) -> str:
    """The word at the place, with its negation: "haven't started" is "not start"."""
    lead = [token.low for token in tokens[max(0, at - 3) : at]]
    turned = any(low in ("not", "never") or low.endswith("n't") for low in lead)
    return ("not " if turned else "") + tokens[at].stem
