"""What the clauses before one have told: the names and conditions that "it", "them" or "her" may mean in it.

What somebody or something is to become is no part of what it is: "give the bike to Ann and raise its price" raises the
price of the bike, though "and call her" calls Ann.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.words import IT, Token, bag
from chalicelib.planning.records.clauses import Clause as Part
from chalicelib.planning.records.context import PERSONAL
from chalicelib.planning.records.reach import Unsure
from chalicelib.planning.records.times import TIMED
from chalicelib.planning.records.view import OVER, UNDER
from chalicelib.planning.records.which import SEVERAL
from chalicelib.planning.tables.clause import Clause, becomes
from chalicelib.planning.tables.request import Request, carried, named
from chalicelib.planning.tables.table import Table

_SOMEBODY = bag("his her hers their him them he she they")


@dataclass(slots=True)
class Earlier:
    """`called`: where words stand that are what a record is called."""

    request: Request
    known: Sequence[Table]
    called: frozenset[int]
    told: list[Token] = field(default_factory=list)
    met: list[Token] = field(default_factory=list)
    """The words of a condition that holds."""
    new: list[Token] = field(default_factory=list)
    """What something is to become, also by a deed that is not done."""
    meant: list[Token] = field(default_factory=list)
    """The words that told the records of the last deed."""
    remarks: list[Token] = field(default_factory=list)
    """The words of what is only told."""
    beside: tuple[Token, ...] = ()
    """These, and those of what is only told right behind the clause."""

    def meet(self, parts: Sequence[Part], at: int) -> Part:
        """The clause that comes next."""
        behind = parts[at + 1].tokens if at + 1 < len(parts) and parts[at + 1].role == "told" else ()
        self.beside = (*self.remarks, *behind)
        return parts[at]

    def reasoned(self, part: Part) -> Part:
        """The clause without why it is to be done, which is only told: "cancel it because he is ill"."""
        pairs = [(one.low, behind.low) for one, behind in pairwise(part.tokens)]
        causes = [at for at, (low, behind) in enumerate(pairs) if low == "because" and behind != "of"]
        if not causes or causes[0] <= max(part.verb, 0):
            return part
        self.beside += tuple(part.tokens[causes[0] :])
        return replace(part, tokens=part.tokens[: causes[0]])

    def hear(self, part: Part, clause: Clause) -> None:
        self.told += [token for token in part.tokens if self.names(token) and not becomes(clause, token)]
        self.remarks += part.tokens if part.role == "told" else ()

    def clues(self, lacking: bool) -> list[list[Token]]:
        """Words that may tell which record is meant where the clause does not: of the last deed, of what is only told.

        "Cancel the noon tour and let the guides know" is about the guides of the noon tour.
        """
        return [one for one in (self.meant if lacking else [], self.remarks) if one]

    def passed(self, part: Part) -> None:
        """The deed is not done, so that what it names is only meant again where nothing else is."""
        self.new += part.tokens if self.told else ()

    def names(self, token: Token) -> bool:
        return named(self.request, token, self.called, self.known)

    def same(self, words: Sequence[Token]) -> list[Token]:
        """The words of the condition that holds, where its records are meant by "it" or "them"."""
        pointed = bool(words) and words[0].low in IT
        if not any(token.low in IT for token in words) or (not pointed and any(map(self.names, words))):
            return []
        keys = [token for token in self.met if not self._counts(token) or self.names(token)]
        return [token for token in keys if token.low not in OVER | UNDER | {"than"}]

    def _counts(self, token: Token) -> bool:
        """Whether it is a number, in digits or not: "four"."""
        inside = (one for one in self.request.marks if token in one)
        return token.text.isdigit() or any(one.kind == "number" for one in inside)

    def carried(self, words: Sequence[Token]) -> list[Token]:
        """The names that are meant again in these words; raises where "her" means nobody that is named."""
        whose = next((token for token in words if token.low in PERSONAL), None)
        if whose is not None and not self.told and not any(map(self.names, words)):
            raise Unsure(f"it is not clear who is meant by {whose.text!r}")
        somebody = any(token.low in _SOMEBODY for token in words)
        if any(token.low in SEVERAL | {"it"} for token in words) and not self.told:
            return [token for token in self.meant if token not in words]
        points = any(token.low in IT | _SOMEBODY for token in words)
        said = {token.low for token in words if not points and not self._quoted(token)}  # it is told once more
        kept = [one for one in self.told if not (one in self.new and self._quoted(one)) and one.low not in said]
        people = [one for one in kept if not self._coded(one)]
        if people and any(token.low in PERSONAL for token in words):
            alone = not any(map(self.names, words))  # "Ann wants to see PAY-41, can you add her?"
            return carried(words, kept if alone else people, self.names)
        return carried(words, kept if somebody else list(self._without_new(kept)), self.names)

    def _quoted(self, token: Token) -> bool:
        """Whether it stands in quotes: a text that was sent means nobody."""
        return any(mark.kind == "quote" and token in mark for mark in self.request.marks)

    def _coded(self, token: Token) -> bool:
        """Whether it is part of a code: nobody is called so."""
        return any(mark.kind == "id" and token in mark for mark in self.request.marks)

    def _without_new(self, told: Iterable[Token]) -> Iterable[Token]:
        return (token for token in told if token not in self.new)


def dating(told: Sequence[Token], marks: Sequence[Found], table: Table) -> list[Token]:
    """The day of "yesterday's delivery", which tells which of these records is meant."""
    dates = [mark for mark in marks if mark.kind in TIMED]
    owned = [one for one, other in pairwise(told) if one.low.endswith("'s") and other.stem in table.words]
    return [token for token in owned if any(token in mark for mark in dates)]
