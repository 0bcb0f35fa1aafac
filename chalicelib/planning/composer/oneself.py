"""Who is asking: the facts of the context that tell of the person behind "me", "my" and "mine".

A fact counts by its name: it speaks of the user (`user_id`, `my_email`, `user: {"name": …}`) or is a bare trait of a
person (`name`, `email`).  Whether it fits a place is told by its value: an address for an address, an id for an id.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol  # Any: context facts are JSON

from chalicelib.domain.binding import Context
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.fit import kind_of
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.thesaurus import related
from chalicelib.planning.composer.words import Token, bag, name_stems, stem_bag

ME, MINE = bag("me myself"), bag("my mine")
_SELF = bag("user usernam me my self own caller request requester actor login current")
_ROLES = stem_bag("owner owned assignee assigned user requester requested created author holder")
_REACHES = bag("email phone")
_PERSONS = stem_bag("person people individual someone who whom user member")
_TRAITS = bag("email mail address name first last full phone")


def facts(context: Mapping[str, Any]) -> dict[str, Any]:
    """The values that tell who is asking, by their path in the context."""
    return dict(_facts(context, "", False))


def _facts(context: Mapping[str, Any], lead: str, known: bool) -> Iterator[tuple[str, Any]]:
    for key, value in context.items():
        stems = {*name_stems(key)}
        speaks = bool(stems & _SELF) or bool(stems and stems <= _TRAITS)
        if isinstance(value, Mapping) and not lead and stems & _SELF:
            yield from _facts(value, f"{key}.", True)
        elif (known or speaks) and isinstance(value, str | int) and not isinstance(value, bool) and value != "":
            yield f"{lead}{key}", value


class Said(Protocol):
    """The words of a goal, its verb, and the context's facts."""

    @property
    def words(self) -> tuple[Token, ...]: ...
    @property
    def verb(self) -> str: ...
    @property
    def context(self) -> Mapping[str, Any] | None: ...


def played(one: Param, entry: Entry, said: Said) -> Context | None:
    """The fact of the person who asks, where the words say that he plays the part of the input.

    "assigned to me" for `assignee_id`, "send me …" for `recipient_email`, "for me" for `guest_name`, "my e-mail".
    """
    found = {path: value for path, value in facts(said.context or {}).items() if _fits(one, path, value)}
    if len(found) != 1 or not (_part(one, said) or _receives(one, entry, said) or _possessed(one, entry, said)):
        return None
    return Context(next(iter(found)))


def _fits(one: Param, path: str, value: Any) -> bool:
    stems = {*name_stems(path)}
    match kind_of(one):
        case "email":
            return "@" in str(value)
        case "phone":
            return bool(stems & {"phone"})
        case "id":
            return bool(stems & {"id"}) and isinstance(value, int if one.type == "integer" else str)
    return bool({*one.stems} & stems & {"name"})


def _part(one: Param, said: Said) -> bool:
    """Whether a word in front of "me" is that of the input: "assigned to me" for `assignee_id`."""
    if not one.is_id or not one.owner:
        return False
    leads = [said.words[max(0, at - 3) : at] for at, token in enumerate(said.words) if token.low in ME]
    return any(_kin(token.stem, one.owner[-1]) for lead in leads for token in lead if token.content)


def _receives(one: Param, entry: Entry, said: Said) -> bool:
    """Whether the deed is for the one who asks ("send me", "to me", "for me"), and the input needs a person."""
    if not one.required or not _told(said.words, said.verb):
        return False
    named = kind_of(one) == "text" and one.stems[-1:] == ("name",) and not {*one.stems} & {*entry.name}
    return kind_of(one) in _REACHES or (named and _of_a_person(one))


def _of_a_person(one: Param) -> bool:
    words = {*one.stems, *one.about}
    return bool(words & _PERSONS) or any(other in _PERSONS for word in one.stems for other, _ in related(word))


def _told(words: Sequence[Token], verb: str) -> bool:
    return any(
        token.low in ME and at and (words[at - 1].stem == verb or words[at - 1].low in ("to", "for"))
        for at, token in enumerate(words)
    )


def _possessed(one: Param, entry: Entry, said: Said) -> bool:
    """ "My phone" for `phone`; where something is only read, "my tasks" for `owner_id`."""
    owned = [said.words[at + 1] for at, token in enumerate(said.words[:-1]) if token.low == "my"]
    if any(token.stem in one.stems for token in owned):
        return True
    reads = entry.action.effect == "read" and bool({*one.stems} & _ROLES) and not one.required
    return reads and any(token.low in MINE for token in said.words)


def _kin(one: str, other: str) -> bool:
    """Whether two stems come from one word, as the doer and what he does do ("assign", "assignee")."""
    return len(one) >= 4 and len(other) >= 4 and (one.startswith(other) or other.startswith(one))
