"""A day that is told and that an input takes anyway where none is: "tonight" of "tonight at 22:00 if left out".

It need not be sent, and it tells no record.
"""

import re
from collections.abc import Container, Iterator, Sequence

from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import Token, tokens
from chalicelib.planning.tables.clause import Clause
from chalicelib.planning.tables.inputs import Path

_LEFT_OUT = re.compile(r"\b(?:default|left out|omitted|if not|unless|not (?:given|sent|told|set))", re.IGNORECASE)


def defaulted(params: Sequence[Param], clause: Clause, told: Container[Path]) -> Iterator[Token]:
    """The words for such days.  `told`: the inputs that are given a value."""
    open_ = [one for one in params if one.temporal and not one.required and one.path not in told]
    said = {token.low for one in open_ if _LEFT_OUT.search(one.describes) for token in tokens(one.describes)}
    for mark in clause.marks if said else ():
        run = clause.inside(mark)
        if mark.kind == "date" and len(run) == 1 and run[0].word and run[0].low in said:
            yield run[0]
