"""What a verb gives to the input that bears its own name: who tags something as urgent tells its tag.

    tag order 17 as urgent      tags: urgent
    assign issue 7 to bob       assignee: bob
"""

from chalicelib.domain.binding import Binding, Mention
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.goals import Goal
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.phrases import takes_words
from chalicelib.planning.composer.sketch import Path
from chalicelib.planning.composer.words import Token

_LINKS = ("as", "to", "with")
_MOST = 3
"""Of how many words the value may consist."""


def placed(entry: Entry, goal: Goal, inputs: dict[Path, Binding], used: set[Found]) -> None:
    """Give what the goal ends with to the input that its verb is the name of."""
    open_ = [
        one for one in entry.params
        if one.path not in inputs and takes_words(one) and one.stems in ((goal.verb,), (f"{goal.verb}e",))
    ]
    last = _last(goal, used) if open_ and entry.action.effect != "read" else ()
    if last:
        text = goal.raw[last[0].start - goal.start : last[-1].end - goal.start]
        inputs[open_[0].path] = Mention([text] if open_[0].many else text, text)


def _last(goal: Goal, used: set[Found]) -> tuple[Token, ...]:
    """The words behind the last preposition that links what it becomes, where they are plain."""
    words = [token for token in goal.words if token.text not in ".!?"]
    at = next((at for at in range(len(words) - 1, 0, -1) if words[at].low in _LINKS), len(words))
    behind = tuple(words[at + 1 :])
    plain = all(token.word and token.content for token in behind) and len(behind) <= _MOST
    return behind if plain and not any(behind[0] in one for one in used if behind) else ()
