"""What waits for a deed is in the state in which that deed is done, as its action says itself.

    "Approves a submitted expense."      the expenses waiting for approval  ─>  the expenses that are submitted
    "Ship a paid order"                  everything still to be shipped     ─>  everything that is paid
"""

import re
from collections.abc import Collection, Iterator

from chalicelib.planning.bidding.participles import verb_of
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.index import Index
from chalicelib.planning.composer.mentions import quotes
from chalicelib.planning.composer.verbs import kin
from chalicelib.planning.composer.words import Token, bag, is_verb, stem, tokens

_AWAITING = re.compile(
    r"\b(?P<be>is |are |was |were )?(?:still )?"
    r"(?:(?:waiting|pending|queued|up|ready) (?:for|to be)|awaiting|still to be)"
    r" (?:(?:an?|the|my|your|our|his|her|their) )?(?P<deed>[a-z]+)\b"
)
_OF_A = re.compile(r"^\W*\w+ (?:(?:an?|the) )?(?P<state>[\w-]+) (?P<noun>\w+)")
_ENDS = (("al", "e"), ("al", ""), ("ment", ""), ("ation", "e"), ("ation", ""), ("ing", ""), ("ing", "e"), ("y", ""))
_WHO = bag("that which who")


def awaited(text: str, index: Index) -> str:
    """The text with what waits for a deed told by its state, where the one action of that deed says it."""
    if not _AWAITING.search(text):
        return text
    held = [(one.start, one.end) for one in quotes(text)]
    said = {token.stem for token in tokens(text)}

    def state(found: re.Match[str]) -> str:
        states = {*_states(_deed(found["deed"]), index, said)}
        if len(states) != 1 or any(start <= found.start() < end for start, end in held):
            return found[0]
        before = text[: found.start()].split()[-1:]
        be = found["be"] or ("are " if before and before[0].endswith("s") else "is ")
        return f"{'' if before and before[0].lower() in _WHO else 'that '}{be}{states.pop()}"

    return _AWAITING.sub(state, text)


def _deed(word: str) -> str:
    """The verb of the noun or participle: approve of approval, pay of payment, ship of shipped."""
    if verb := verb_of(Token(0, len(word), word, word, stem(word))):
        return verb
    bare = (word.removesuffix(end) + instead for end, instead in _ENDS if word.endswith(end))
    return next((one for one in bare if is_verb(one)), word)


def _states(verb: str, index: Index, said: Collection[str]) -> Iterator[str]:
    """The states in which the actions of that verb find records; where several do, of those that are spoken of."""
    known = {str(value).lower() for one in index.entries.values() for param in one.params for value in param.enum}
    found = [
        (told["state"].lower(), stem(told["noun"]) in said)
        for one in index.entries.values()
        if one.action.effect != "read" and _does(one, stem(verb)) and (told := _OF_A.match(one.action.description))
    ]
    plain = [(state, spoken) for state, spoken in found if state in known or state.endswith("ed")]
    spoken_of = [state for state, spoken in plain if spoken]
    yield from spoken_of or [state for state, _ in plain]


def _does(one: Entry, verb: str) -> bool:
    first = [token.stem for token in tokens(one.action.description) if token.word][:1]
    return bool({one.verb, *first} & {verb, *kin(verb)})
