"""Whether a prompt speaks of a deed, and of what it is done to."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from chalicelib.domain.plan import Plan
from chalicelib.domain.tool import Action
from chalicelib.planning.composer.entry import Entry, entry
from chalicelib.planning.composer.thesaurus import related
from chalicelib.planning.composer.verbs import GENERAL, kind, plain_verbs
from chalicelib.planning.composer.words import (
    PREPOSITIONS,
    Token,
    agreement,
    name_stems,
    senses,
    stem_bag,
    text_stems,
    tokens,
)
from chalicelib.planning.records import shapes
from chalicelib.planning.tables import pairs, statements
from chalicelib.planning.tables.clause import ARTICLES
from chalicelib.planning.tables.options import names_value
from chalicelib.planning.tables.particles import sets
from chalicelib.planning.tables.sources import offered, short_for
from chalicelib.planning.tables.switches import switches
from chalicelib.planning.tables.truths import begun, glosses

_NEAR = 0.4
OF_MONEY = frozenset(("pay", "refund"))
_ENDED = ("no longer ", " any more", " anymore", " any longer")
_LETTERS = stem_bag("message text sms email mail note notice letter notification")
"""What is sent to somebody, by any word."""
_AHEAD = frozenset(("and", "then", "please", "also", "just", "but", "otherwise"))
_PARTICLES = frozenset(("back", "out", "off", "away", "down", "up", "over"))


def asked_for(prompt: str, action: Action, plan: Plan, *, plainly: bool = False) -> bool:
    """Whether the prompt's words speak of the deed, and they or the plan of what it is done to.

    `plainly`: by a word for the deed itself.
    """
    return deed(prompt, action, plainly) and (_object(prompt, action) or _read_before(plan, action))


def takes_away(action: Action) -> bool:
    return entry(action.ref, action).senses == {"delete"}


def deed(prompt: str, action: Action, plainly: bool = False) -> bool:
    """Whether a word of the prompt asks for such a deed; `plainly`: one that does, and is no word for a thing."""
    meant = entry(action.ref, action)
    said = tokens(prompt)
    words = {token.stem for token in said if token.content} | set(plain_verbs(said))
    plainly = plainly or takes_away(action) or bool(meant.senses & OF_MONEY)
    described = [token.stem for token in tokens(action.description) if token.word][:1]
    own = {meant.verb, *meant.name, *described, *short_for(meant)} - ({*meant.objects} if plainly else set())
    asks = senses if plainly else kind
    if pairs.moved(meant, said):
        return True
    if not meant.senses & OF_MONEY and (_led_to(said, action) or (not takes_away(action) and _becoming(said, meant))):
        return True
    return not meant.senses or bool(words & own) or any(
        agreement(asks(word), meant.senses) == 1.0 for word in words
    )


def _led_to(said: Sequence[Token], action: Action) -> bool:
    """Whether the prompt says where it leads as the action does: "back into stock" of "Take a part back into stock"."""
    return bool({*_leads(said)} & {*_leads(tokens(action.description))})


def _leads(words: Sequence[Token]) -> Iterator[tuple[str, str, str]]:
    plain = [token for token in words if token.low not in ARTICLES]
    for one, two, three in zip(plain, plain[1:], plain[2:], strict=False):
        if one.low in _PARTICLES and two.low in PREPOSITIONS and three.content:
            yield one.low, two.low, three.stem


def _becoming(said: Sequence[Token], meant: Entry) -> bool:
    """Whether something is to become otherwise, by a verb that leaves open what, or by a state that the action sets."""
    told = " ".join(token.low for token in said)
    options = [value for one in meant.params for value in offered(one)]
    glossed = [gloss for one in meant.params for gloss in glosses(one)]
    states = [" ".join(words) for words in (*map(shapes.words, options), *glossed)]
    first = _first(said)
    named = any(names_value(token, meant, meant.params, ()) for token in first)
    truths = {word for one in meant.params if one.type == "boolean" for word in one.stems}
    named = named or any(token.stem in truths for token in first)  # "block her" of an input `blocked`
    after = [said[at:] for at, token in enumerate(said) if token in first]
    named = named or any(begun(run[0], run[1:], one) is not None for run in after for one in meant.params)
    named = named or any(switches(token, meant.params) for token in first)
    named = named or any(one.low in ("is", "are", "now") and other.stem in truths for one, other in pairwise(said))
    named = named or (any(token.stem in truths for token in said) and any(ended in told for ended in _ENDED))
    cut = any(one.low in ("%", "percent") and other.low == "off" for one, other in pairwise(said))
    open_ = cut or any(token.low in GENERAL | statements.TAKING for token in said)
    general = open_ and bool(meant.senses & {"update", "create", "run"})
    measured = any(statements.measured(said, at, meant.params) for at in range(len(said)))
    measured = measured or any((one.low, other.low) == ("instead", "of") for one, other in pairwise(said))
    measured = measured or sets(said) or statements.scaled(said, meant.params)
    stated = measured or statements.renewed(said, meant.params)
    return general or named or stated or any(f" {state} " in f" {told} " for state in states if state)


def _first(said: Sequence[Token]) -> list[Token]:
    """The word with which each clause begins: "It is a draft.  Send it", "Please block her"."""
    ahead = [None, *said]
    begins = (not one or not one.word or one.low in _AHEAD for one in ahead)
    return [token for token, starts in zip(said, begins, strict=False) if starts and token.word]


def _object(prompt: str, action: Action) -> bool:
    """Whether the prompt speaks of what the action is done to, by a word of its name or text, or a value of its own."""
    words = set(text_stems(prompt))
    near = {other for word in words for other, weight in related(word) if weight >= _NEAR}
    known = entry(action.ref, action)
    own = {*known.objects, *text_stems(action.description), *name_stems(action.tool)}
    own |= {word for one in known.params for value in one.enum for word in text_stems(str(value))}
    return bool(own & (words | near)) or ("send" in known.senses and bool(own & _LETTERS) and bool(words & _LETTERS))


def _read_before(plan: Plan, action: Action) -> bool:
    """Whether the plan looks at such things for its own sake: a prompt may call an event a meeting."""
    own = set(entry(action.ref, action).objects)
    return any(
        own & set(name_stems(step.action)) for step in plan.steps
        if step.tool == action.tool and step.remedy_for is None and step.effect == "read"
    )


def spoken_of(prompt: str, action: Action) -> bool:
    """What a draft may rest on: it was made from the prompt, whose words need not be the catalogue's.

    A verb that nobody knows is no deed that was spoken of; a prompt without a word of its own speaks of anything.
    """
    if not text_stems(prompt) or _object(prompt, action):
        return True
    return bool(entry(action.ref, action).senses) and deed(prompt, action)
