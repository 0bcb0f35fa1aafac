"""Numbers that are told by their place: "in the fourth period", "on the 3rd floor" of an input `period` or `floor`.

An input in the plural counts: the third seat says nothing of `seats`.
"""

import re
from collections.abc import Iterator, Sequence

from chalicelib.domain.binding import Mention
from chalicelib.planning.bidding.short import ORDINALS
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import Token, name_parts
from chalicelib.planning.tables.clause import INTO, Candidate, Clause, same, text_of

_IN_DIGITS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)$", re.IGNORECASE)


def placed(clause: Clause, param: Param) -> Iterator[Candidate]:
    if param.type != "integer" or param.is_id:
        return
    for at in range(len(clause.words) - 1):
        for size in (1, 2, 3):  # "third", "3 rd", "twenty - first"
            run, noun = clause.words[at : at + size], clause.words[at + size : at + size + 1]
            number = _number(clause, run)
            if number and noun and noun[0].low in name_parts(param.name)[-1:] and not clause.quoted(run[0]):
                leads = any(token.low in INTO and token.end <= run[0].start for token in clause.words)
                yield Candidate((*run, *noun), same((number, Mention(number, text_of(clause, run)))), 1.8, leads)


def _number(clause: Clause, run: Sequence[Token]) -> int:
    text = text_of(clause, run).lower()
    digits = _IN_DIGITS.match(text)
    return int(digits[1]) if digits else ORDINALS.get(text, 0)
