"""What is said again of somebody else: "extend Ann's loan until Friday and that of Ben until Monday"."""

from collections.abc import Sequence

from chalicelib.planning.composer.words import Token


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
