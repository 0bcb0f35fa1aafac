"""What the second reading asks of past runs; `planning.usage` answers it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.words import Token
from chalicelib.planning.records.clauses import Clause as Part
from chalicelib.planning.tables.attempt import Attempt
from chalicelib.planning.tables.clause import Clause
from chalicelib.planning.tables.explain import Ground


class Usage(Protocol):
    """How past runs asked for actions."""

    @property
    def verbs(self) -> frozenset[str]:
        """The stems of verbs that they opened clauses with."""

    def acting(self, found: Sequence[Part], marks: Sequence[Found]) -> Sequence[Part]:
        """The clauses, if each that is to be done asks as runs did: also those without a verb of doing."""

    def leaves_out(self, found: Sequence[Part]) -> bool:
        """Whether a clause is told that no run explains, though it may belong to what is done."""

    def attempts(
        self, ground: Ground, entries: Mapping[str, Entry], clause: Clause, before: Sequence[Token]
    ) -> list[Attempt]:
        """The ways to explain the clause that runs have shown.  `before`: words of earlier clauses, meant again."""
