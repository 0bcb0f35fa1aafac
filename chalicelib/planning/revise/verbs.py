"""What kind of deed an action is, by general English verbs: may it be tried as a remedy at all?

    destructive   takes something away: never a remedy
    outward       says, sends or pays something: only if the service asks for it, and a person agrees
    establishing  makes the state that was missing: the first guess
    other         only where the service itself speaks of it
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from chalicelib.domain.tool import Action
from chalicelib.planning.composer.thesaurus import known
from chalicelib.planning.composer.words import name_parts, senses, stem, stem_bag, text_stems

Deed = Literal["destructive", "outward", "establishing", "other"]

_DESTRUCTIVE = stem_bag(
    "delete remove leave archive close revoke cancel kick ban disable deactivate unsubscribe drop purge "
    "destroy erase wipe clear reset terminate void reject decline block suspend uninstall detach unlink "
    "disconnect expel evict eject kill stop end abort expire discharge withdraw unassign retire "
    "decommission dismiss scrap discard logout lock overwrite truncate unregister deregister merge "
    "transfer exclude retract recall unjoin unfollow hide mute pause"
)
_OUTWARD = stem_bag(
    "send post publish mail email message text share forward announce broadcast notify reply pay charge "
    "refund bill settle collect buy purchase order sell book invite tell comment tweet call print ship "
    "deliver"
)
_JOINING = stem_bag(
    "join enable activate open accept subscribe connect enrol enroll register allow permit grant start "
    "resume restore reopen reactivate verify confirm install link attach admit authorize authorise "
    "approve unlock reconnect enter release initialize initialise establish acknowledge agree complete "
    "setup provision wake claim select mount boot opt attend rejoin unblock renew launch"
)
_MAKING = stem_bag("add create make set assign configure include ensure prepare update request put issue")


@lru_cache(maxsize=8192)
def _deed(name: str, description: str) -> Deed:
    verbs = [stem(part) for part in name_parts(name)]
    first = text_stems(description)[:1]
    if any(_undone(part) for part in name_parts(name)):
        return "establishing"
    if _DESTRUCTIVE & {*verbs, *first} or any("delete" in senses(verb) for verb in verbs):
        return "destructive"
    if _OUTWARD & set(verbs[:1]):
        return "outward"
    if (_JOINING | _MAKING) & {*verbs, *_once_more(verbs)}:
        return "establishing"
    return "other"


def deed(action: Action) -> Deed:
    return _deed(action.words, action.description)


def joins(action: Action) -> bool:
    """Whether its verb alone says that a missing state is made, without making a new thing."""
    verbs = [stem(part) for part in name_parts(action.words)]
    return bool(_JOINING & {*verbs, *_once_more(verbs)}) or undoes(action) != ""


def undoes(action: Action) -> str:
    """The stem of what the action takes back: `unarchive` gives that of `archive`."""
    return next((undone for part in name_parts(action.words) if (undone := _undone(part))), "")


def _once_more(verbs: Sequence[str]) -> list[str]:
    """`restart` is to start again."""
    return [verb.removeprefix("re") for verb in verbs if verb.startswith("re")]


def _undone(part: str) -> str:
    """`unlock` takes back `lock`, `unfreeze` what was frozen; `unsubscribe` is destructive itself."""
    bare = part[2:]
    if part.startswith("un") and stem(part) not in _DESTRUCTIVE and len(bare) > 2:
        if stem(bare) in _DESTRUCTIVE or ((senses(stem(bare)) or known(stem(bare))) and not known(stem(part))):
            return stem(bare)
    return ""
