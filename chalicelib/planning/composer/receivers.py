"""Whom a message goes to, where a request calls them by plain words: "post it to the sales team".

The words are taken for an input that names a channel, a group or the like; never for an address or an id.  Where it
can be listed who there is, an input that only says "to" takes the key of one of them.
"""

from collections.abc import Sequence

from chalicelib.domain.binding import Mention
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import Token, bag, stem_bag

_PLACES = stem_bag("channel group room team audience list topic recipient receiver to department")
GROUPS = stem_bag("team group channel department crew staff room list squad committee board people")
_RECEIVING = stem_bag("to target recipient receiver addressee")
PEOPLE = stem_bag("people person user member contact colleague employee staff")
_NOT = bag("email mail address phone id")


def group(param: Param, entry: Entry, words: Sequence[Token]) -> Mention | None:
    """The group behind "to", without the word for what it is."""
    plain = param.required and param.type == "string" and not param.enum and not param.is_id
    about = {*param.stems} | (param.about if {*param.stems} <= {"to"} else frozenset())
    if not plain or "send" not in entry.senses or not {*param.stems} & _PLACES or about & _NOT:
        return None
    for at in range(len(words) - 1, -1, -1):
        if words[at].low != "to":
            continue
        rest = [token for token in words[at + 1 : at + 6] if token.low not in ("the", "our", "my", "a")]
        end = next((place for place, token in enumerate(rest) if token.stem in GROUPS), 0)
        if 0 < end <= 3 and all(token.word and token.content for token in rest[:end]):
            text = " ".join(token.text for token in rest[:end])
            return Mention(text, f"{text} {rest[end].text}")
    return None


def receives(param: Param) -> bool:
    """Whether only its name says that it is told who gets something: the `target` of a message."""
    plain = param.type == "string" and not (param.describes or param.format or param.enum)
    return plain and len(param.stems) == 1 and {*param.stems} <= _RECEIVING


def shows_people(one: Entry) -> bool:
    """Whether it lists who there is."""
    return one.action.effect == "read" and not one.required and bool({*one.name} & PEOPLE)
