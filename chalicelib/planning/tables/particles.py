"""Which verb a verb stands for with its particle, wherever that stands: "turn the old lamp off" disables it.

"Off" behind an amount takes that away.
"""

from collections.abc import Sequence
from itertools import combinations, pairwise

from chalicelib.planning.composer import verbs
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.words import Token, bag, name_parts, stem
from chalicelib.planning.records.clauses import Clause

_BEING = bag("is are was were be been that's")
"""Behind these a particle says how something is: "turn what is off on"."""

_RUNNING = {(stem("enable"), stem("start")), (stem("disable"), stem("stop"))}


def with_particle(words: Sequence[Token], part: Clause, at: int) -> str:
    """The stem of that verb; "" for none.  `words`: of the request, as a clause may have lost its particle."""
    verb, end = part.tokens[at], part.tokens[-1].end + len(" through")
    pairs = pairwise(words)
    behind = [token for lead, token in pairs if verb.start < token.start <= end and lead.low not in _BEING]
    said = (verbs.PHRASAL.get(f"{stem(verb.low)} {token.low}", "") for token in behind)
    return stem(next((plain for plain in said if plain), ""))


def standing_for(one: Entry) -> str:
    """The stem of the verb for which the action's name stands with its particle: `turn_on` enables; "" for none."""
    parts = name_parts(one.action.words)
    said = (verbs.PHRASAL.get(f"{stem(verb)} {part}", "") for verb, part in combinations(parts, 2))
    return stem(next((plain for plain in said if plain), ""))


def runs(plain: str, verb: str) -> bool:
    """Whether the verb starts what is turned on, or stops what is turned off."""
    return (plain, verb) in _RUNNING


def names_option(verb: Token, plain: str, value: str) -> bool:
    """Whether the particle is the option: the `off` of "turn the pump off".  `plain`: what the verb stands for."""
    return bool(plain) and stem(verbs.PHRASAL.get(f"{stem(verb.low)} {value.lower()}", "")) == plain


def switched(verb: Token, plain: str, values: Sequence[str]) -> list[str]:
    """The options that the particle names; of two of which one is `off` the other is on: `heat` of "turn it on"."""
    named = [one for one in values if names_option(verb, plain, one)]
    other = [one for one in values if one.lower() != "off"]
    return named or (other if len(values) == 2 and len(other) == 1 and plain == stem("enable") else [])


def cuts(marks: Sequence[Found], words: Sequence[Token], place: int) -> bool:
    """Whether the word takes an amount from something: "10 % off X"."""
    before = words[place - 1] if place else None
    amounts = [mark for mark in marks if mark.kind in ("percent", "money")]
    inside = before is not None and any(before in mark for mark in amounts)
    return words[place].low == "off" and inside


def sets(words: Sequence[Token]) -> bool:
    """Whether the first word is a verb that nobody knows, and brings something to a number: "dim X to 20 %"."""
    ends = any(lead.low == "to" and token.text[0].isdigit() for lead, token in pairwise(words))
    return ends and words[0].word and not verbs.kind(words[0].stem)


def made_into(said: Sequence[Token], at: int) -> bool:
    """ "Make it 25 chairs": so many they become, and nothing new is made."""
    lows = [token.low for token in said[at : at + 3]]
    return len(lows) == 3 and lows[0] == "make" and lows[1] in ("it", "that", "them") and lows[2].isdigit()
