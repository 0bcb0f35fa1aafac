"""Whether a clause asks for an action as a run did: by the verb, and by the words that stood in no record."""

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.planning.composer import verbs
from chalicelib.planning.composer.words import Token, stem, stem_bag
from chalicelib.planning.records.clauses import Clause as Part
from chalicelib.planning.usage.construction import DENIAL, Construction

_ENOUGH = 0.5


def as_meant(token: Token) -> Token:
    """A letter in capitals is a name, not an article ("pontoon A"); the first word of a request is like others."""
    if token.start == 0:
        return replace(token, text=token.low)
    return replace(token, low="A") if token.text == "A" else token


def asks_alike(one: Construction, part: Part) -> bool:
    """Whether the clause asks by the same verb, or, where that says little, by all of the words."""
    said = part.said
    plain = bool(one.verb) and said is not None and not verbs.general(said) and _same_verb(one.verb, said)
    return plain or (bool(one.words) and one.words <= stems_of(part.tokens))


_MODALS = stem_bag("should must can could may will would")


def stems_of(words: Sequence[Token]) -> frozenset[str]:
    denial = {DENIAL} if denied(words) else set()
    return frozenset(token.stem for token in words if token.word) | denial


def denied(words: Sequence[Token]) -> bool:
    """Whether the verb is denied: "shouldn't work", "is not to go", "no longer"; "five hours, not four" denies none."""
    pairs = zip((None, *words), words, strict=False)
    return any(
        token.low.replace("’", "'").endswith("n't") or token.low == "never"
        or (before is not None and token.low == "not" and before.word and not before.content)
        or (before is not None and (before.low, token.low) == ("no", "longer"))
        for before, token in pairs
    )


def cover(one: Construction, said: frozenset[str], verb: Token | None) -> float:
    """How much of the construction stands in the clause; 0 where it is another."""
    if one.verb and (verb is None or not _same_verb(one.verb, verb)):
        return 0.0
    if (DENIAL in said) != (DENIAL in one.words) or _strange(one, said, verb):
        return 0.0
    words = one.words - {one.verb, DENIAL}
    if not words:
        return _ENOUGH if one.verb else 0.0
    share = len(words & said) / len(words)
    closed = any(way.kind == "constant" for way in one.ways.values())
    if share < (1.0 if closed else _ENOUGH) and not (one.verb and not closed and share > 0):
        return 0.0
    return share


def _strange(one: Construction, said: frozenset[str], verb: Token | None) -> bool:
    """Whether the clause has a verb that says what is done, where runs asked with none: it may ask for more.

    What "should" be so is no order, and the word in front no verb.
    """
    ordered = verb is not None and not verbs.general(verb) and verb.stem not in one.words
    return not one.verb and ordered and not said & _MODALS


def _same_verb(known: str, verb: Token) -> bool:
    plain = stem(verbs.PHRASAL.get(verb.stem, "")) or verb.stem
    return known in (verb.stem, plain) or bool(verbs.kin(plain) & {known})
