"""What the name and the description of an input say of the record whose key it takes, and of its part in the deed."""

import re
from collections.abc import Iterable
from itertools import takewhile

from chalicelib.planning.composer.receivers import PEOPLE, receives
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import Token, bag, name_parts, name_stems, stem, tokens
from chalicelib.planning.records.resources import KEYS

FROM = frozenset(name_stems("from source src origin sender donor giver debit"))
TO = frozenset(name_stems("to into target destination dest recipient receiver credit"))
ROLES = FROM | TO | {"new"}
"""What a name says of the record's part in the deed: `to_berth` takes a berth."""
KEY_OF = re.compile(r"(?:new |the )?`?(\w+)`? of (?:the|a|an) ([\w ]+)", re.IGNORECASE)
"""A description that says whose key it is: "Handle of the member"."""

_PERSONS = bag(
    "assignee owner lead leader manager mgr supervisor boss head chair chairman host organizer organiser captain "
    "skipper coach trainer teacher instructor tutor mentor author creator editor reviewer approver reporter requester "
    "requestor driver pilot operator technician agent rep representative responsible attendee participant invitee "
    "curator caretaker warden keeper holder inspector auditor analyst consultant adviser advisor nurse doctor vet "
    "therapist handler watcher follower subscriber speaker presenter moderator coordinator deputy substitute delegate "
    "assistant buyer seller"
)
"""What somebody is to a record: a field or an input that is called so is told a person."""
_ANYBODY = frozenset(name_stems("person user employee staff colleague member"))
_DOERS = ("er", "or", "ee", "ist")


def of_somebody(name: str) -> bool:
    """Whether a field or an input is called by what a person is to the record: `approver_ids`, `created_by`, `lead`."""
    *parts, last = name_parts(name.rpartition(".")[2]) or [""]
    keyed = {stem(last)} & KEYS and parts
    *before, called = parts if keyed else [*parts, last]
    if called in ("by", "to"):
        return bool(before) and before[-1].endswith("ed")
    one = called.removesuffix("s")
    return one in _PERSONS or {stem(one)} <= _ANYBODY or (bool(keyed) and len(one) > 4 and one.endswith(_DOERS))


def role(name: str) -> str:
    """What somebody is to the record by the name of an input, in small letters: `assignee` of `AssigneeIds`."""
    parts = name_parts(name.rpartition(".")[2])
    parts = parts[:-1] if len(parts) > 1 and stem(parts[-1]) in KEYS else parts
    return "_".join(parts).removesuffix("s")


def assigned(verb: Token | None, param: Param) -> bool:
    """Whether the verb makes somebody what the input tells: the `assignee` of what is assigned or reassigned."""
    return verb is not None and role(param.called) == verb.low.removeprefix("re") + "ee"


def begins_with(param: Param, words: frozenset[str]) -> bool:
    """Whether the description begins with what the records are called: "Account the money leaves"."""
    said = [one for one in tokens(param.describes) if one.low not in ("the", "a", "an")]
    nouns = {one.stem for one in takewhile(lambda one: one.content, said)}
    return bool(nouns & words) and nouns <= words | KEYS | ROLES


def in_its_role(param: Param, called: frozenset[str], key: str, words: Iterable[str]) -> bool:
    """Whether only the record's part is told: "to", the "id of the holder"; `into_id` of an action on such records.

    `called`, `key`: of the records; `words`: of the action.
    """
    if not {*param.stems} & ROLES:
        return False
    if param.about & called:
        return param.is_id or begins_with(param, called)
    same = name_stems(key)[-1:] == param.stems[-1:]
    if receives(param):
        return bool(called & PEOPLE)
    return param.is_id and not param.describes and bool(called & {*words}) and same
