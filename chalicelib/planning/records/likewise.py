"""What is said again of somebody else.

    "extend Ann's loan until Friday and that of Ben until Monday"     "Set 2204 to shipped.  Same for 2215"
"""

from collections.abc import Sequence

from chalicelib.planning.composer.words import Token

_SAME, _FOR = ("same", "likewise", "ditto"), ("for", "with", "to", "on")
_BEHIND = frozenset(("to", "as", "on", "into", "off", "until", "till", "by", "from", ",", ":"))
"""What stands behind the noun of a deed is said again with it."""


def stands_in(words: Sequence[Token]) -> bool:
    """ "And that of Ann": what was named before is meant again, of somebody else."""
    return tuple(token.low for token in words[:2]) in (("that", "of"), ("those", "of"))


def spelled_out(parts: Sequence[list[Token]]) -> list[list[Token]]:
    """Each part with the deed and the noun that "that of" stands for."""
    found: list[list[Token]] = []
    for part in parts:
        of = next((at for at, token in enumerate(found[-1]) if token.low == "of"), 0) if found else 0
        found.append([*found[-1][:of], *part[1:]] if of and stands_in(part) else part)
    return found


def once_more(before: Sequence[Token], part: list[Token]) -> list[Token]:
    """The deed before it with another noun: "(the) same for 2215".  `before`: from its verb on."""
    said = [token for token in part if token.low not in ("and", "the", "do", "please", ",")]
    same = [token.low for token in said[:2]]
    if not before or len(said) < 3 or same[0] not in _SAME or same[1] not in _FOR:
        return part
    end = next((at for at, token in enumerate(before[1:], 1) if token.low in _BEHIND), len(before))
    return [before[0], *said[2:], *before[end:]]
