"""What the name and the description of an input say of the record whose key it takes, and of its part in the deed."""

import re
from itertools import takewhile

from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import name_stems, stem, text_stems, tokens
from chalicelib.planning.records.resources import KEYS

FROM = frozenset(name_stems("from source src origin sender donor giver debit"))
TO = frozenset(name_stems("to into target destination dest recipient receiver credit"))
ROLES = FROM | TO | {"new"}
"""What a name says of the record's part in the deed: `to_berth` takes a berth."""
KEY_OF = re.compile(r"(?:new |the )?(\w+) of (?:the|a|an) ([\w ]+)", re.IGNORECASE)
"""A description that says whose key it is: "Handle of the member"."""


def described(param: Param, words: frozenset[str]) -> bool:
    """Whether the description says that the input takes the key of a record that is called so."""
    told = KEY_OF.match(param.describes)
    return told is not None and stem(told[1]) in KEYS and bool({*text_stems(told[2])} & words)


def begins_with(param: Param, words: frozenset[str]) -> bool:
    """Whether the description begins with what the records are called: "Account the money leaves"."""
    said = [one for one in tokens(param.describes) if one.low not in ("the", "a", "an")]
    nouns = {one.stem for one in takewhile(lambda one: one.content, said)}
    return bool(nouns & words) and nouns <= words | KEYS | ROLES
