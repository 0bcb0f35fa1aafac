"""What is switched without a verb: "lights off in the hall"."""

from collections.abc import Sequence

from chalicelib.planning.bidding.piece import about, finite, orders
from chalicelib.planning.composer.verbs import GENERAL, PHRASAL
from chalicelib.planning.composer.words import Token, bag

_LIGHTS = bag("light lights lamp lamps")
_NO_THING = bag("later early percent further day days week weeks hour hours morning afternoon evening time")


def _out(run: Sequence[Token], at: int) -> bool:
    """Whether lights are to go out."""
    return run[at].low == "out" and run[at - 1].low in _LIGHTS


def switched(run: Sequence[Token]) -> int:
    """Where "on", "off" or "out" says what is to become of what is in front: "lights off in the hall"; 0 for none."""
    at = next((at for at, token in enumerate(run) if at and (token.low in ("on", "off") or _out(run, at))), 0)
    if not at:
        return 0
    behind = run[at + 1 : at + 2]
    whole = not behind or behind[0].low in ("in", "for", "please", ",")
    said = run[at - 2] if at > 1 and run[at - 1].text.isdigit() else run[at - 1]  # "pump 2 on"
    counted = at > 1 and run[at - 2].text[0].isdigit()  # "5 euros off"
    thing = said.content and said.word and said.low not in _NO_THING and not counted
    verb = run[0].low in GENERAL or f"{run[0].stem} {run[at].low}" in PHRASAL or orders(run)
    plain = whole and thing and not verb and not any(map(finite, run[:at]))
    return at if plain and about(run[:at]) else 0
