"""The clauses of a request as the second reading takes them."""

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.planning.composer import verbs
from chalicelib.planning.composer.words import Token, bag
from chalicelib.planning.records.clauses import Clause as Part

IT = bag("it them these those one ones")
_CHOOSING = bag("take pick choose find get look")


def referring(parts: Sequence[Part]) -> list[Part]:
    """A deed without an object of its own is done about what was told: "Greta weighs 595 kg, please record it"."""
    found: list[Part] = []
    for one in parts:
        last = found[-1] if found else None
        behind = one.tokens[one.verb + 1 :]
        bare = one.role == "do" and one.verb >= 0 and not any(one.content or one.text[0].isupper() for one in behind)
        if last is not None and last.role == "told" and one.role == "do" and _chooses(last) and _points(behind):
            at = next(at for at, token in enumerate(behind) if token.low in IT)
            whole = (*one.tokens[: one.verb + 1], *behind[:at], *_chosen(last), *behind[at + 1 :])
            found[-1] = replace(one, tokens=whole)
            continue
        if bare and last is not None and last.role == "told" and one.said is not None:
            found[-1] = replace(one, tokens=(one.said, *last.tokens), verb=0)
        else:
            found.append(one)
    return found


def own_words(part: Part, place: int, tells: bool) -> tuple[Token, ...]:
    """The words of the clause without its verb."""
    if tells:
        return tuple(token for token in part.tokens if not verbs.general(token))
    if part.verb < 0:
        return tuple(token for token in part.tokens if token is not part.tokens[place])
    return part.tokens[part.verb + 1 :]


def _chooses(part: Part) -> bool:
    """Whether the clause only says which records the next one is about: "take the card that is due first and"."""
    return any(token.low in _CHOOSING for token in part.tokens)


def _chosen(part: Part) -> list[Token]:
    """The records that it tells."""
    ends = part.tokens[:-1] if part.tokens and part.tokens[-1].low in ("and", "then") else part.tokens
    return [token for token in ends if token.low not in _CHOOSING and token.text != ","]


def _points(words: Sequence[Token]) -> bool:
    """Whether "it" or "them" is what the deed is done to."""
    return bool(words) and words[0].low in IT
