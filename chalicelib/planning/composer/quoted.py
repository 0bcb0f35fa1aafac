"""What stands in quotes and is the value of nothing yet goes where its clause says that it belongs.

    set the topic of … to “…”     the input that bears the name of what is set
    rename … to “…”               the input for what it is called
    post “…” in #releases         the text of what is sent
    create a milestone “…”        what it is called
"""

from collections.abc import Iterable, Sequence

from chalicelib.domain.binding import Binding, Mention
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.goals import Goal
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.phrases import takes_words, textual
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.sketch import Path
from chalicelib.planning.composer.words import DETERMINERS, PREPOSITIONS, bag, stem

_BECOMES = (("to",), ("as",))
_NAMES, _CALLED = bag("renam retitl"), bag("name titl")


def placed(entry: Entry, goal: Goal, inputs: dict[Path, Binding], used: set[Found]) -> None:
    """Give the one quotation that is left to the input that it is for; one that names what is there is for none."""
    quotes = [found for found in goal.own if found.kind == "quote" and found not in used]
    if len(quotes) != 1 or entry.action.effect == "read":
        return
    open_ = [one for one in entry.params if len(one.path) == 1 and one.path not in inputs and takes_words(one)]
    before = quotes[0].before[-1:]
    meant = _titled(entry, quotes[0], open_)
    if meant is None and not quotes[0].noun:
        meant = _set(goal, open_) if before in _BECOMES else None if _linked(before) else _written(entry, open_)
    if meant is not None:
        value = str(quotes[0].value)
        inputs[meant.path] = Mention([value] if meant.many else value, quotes[0].text)
        used.add(quotes[0])


def _titled(entry: Entry, quote: Found, open_: Iterable[Param]) -> Param | None:
    """What something new is called, right behind the word for it: "create a milestone “v2.0”"."""
    made = "create" in entry.senses and any(stem(word) in entry.objects for word in quote.before[-1:])
    named = [one for one in open_ if {*one.stems} <= _CALLED or one.naming] if made else []
    return named[0] if len(named) == 1 else None


def _linked(before: Sequence[str]) -> bool:
    """Whether a preposition or an article stands in front: "to the “Ops” team"."""
    return {*before} <= PREPOSITIONS | DETERMINERS


def _set(goal: Goal, open_: Iterable[Param]) -> Param | None:
    named = [one for one in open_ if one.stems == (goal.head,)]
    if not named and goal.verb in _NAMES:
        named = sorted((one for one in open_ if {*one.stems} <= _CALLED or one.naming), key=lambda one: one.naming)
    return next(iter(named), None)


def _written(entry: Entry, open_: Iterable[Param]) -> Param | None:
    texts = [one for one in open_ if textual(one)] if "send" in entry.senses else []
    return min(texts, key=lambda one: (not one.required, len(one.stems)), default=None)
