"""Made-up words, so that nothing in a generated world can be known beforehand.

Nouns and tool names are pronounceable nonsense.  Verbs are English, since services are described in English; those
of the worlds that are left out differ from those that are developed on.
"""

import random
from dataclasses import dataclass

_ONSETS: tuple[str, ...] = (
    *"bcdfghjklmnprstvwz", "br", "ch", "dr", "fl", "gl", "gr", "kl", "pl", "qu", "sk", "sp", "st", "tr",
)
_VOWELS: tuple[str, ...] = ("a", "e", "i", "o", "u", "oo", "ee", "ai", "ou")
_CODAS: tuple[str, ...] = (*"bdgmnptx", "ck", "ft", "lk", "lm", "lp", "mp", "nd", "nk", "rb", "rk", "rm", "rn", "rp")
_NAME_WORDS = (
    "Amber", "Birch", "Cobalt", "Delta", "Ember", "Falcon", "Granite", "Harbor", "Indigo", "Jasper", "Kestrel",
    "Linden", "Marble", "Nimbus", "Opal", "Pepper",
)
LISTING = ("list", "find", "search", "get")
MAKING = ("create", "add", "submit", "write", "make")


@dataclass(frozen=True, slots=True)
class State:
    """A state that a place has to be in: the verb that brings it about, and how services speak of its absence."""

    verb: str
    participle: str
    lacking: str
    describes: str


STATES = (
    State("join", "joined", "you are not a member of the {place}", "Become a member of a {place}."),
    State("open", "opened", "the {place} is closed", "Open a {place}, so that it takes {record}s."),
    State("activate", "activated", "the {place} is inactive", "Bring a {place} into use."),
    State("subscribe", "subscribed", "you have no subscription to the {place}", "Subscribe to a {place}."),
    State("enable", "enabled", "the {place} is switched off", "Turn a {place} on."),
    State("unlock", "unlocked", "the {place} is locked", "Take the lock off a {place}."),
    State("start", "started", "the {place} has not begun", "Let a {place} begin."),
    State("verify", "verified", "the {place} is unverified", "Confirm that a {place} is genuine."),
    State("connect", "connected", "the {place} is disconnected", "Establish the link to a {place}."),
    State("attach", "attached", "nothing ties you to this {place}", "Attach yourself to a {place}."),
    State("accept", "accepted", "the terms of the {place} are outstanding", "Agree to the terms of a {place}."),
    State("wake", "woken", "the {place} is asleep", "Wake a sleeping {place} up."),
    State("install", "installed", "the {place} is not set up here", "Set a {place} up."),
    State("confirm", "confirmed", "the {place} is still pending", "Confirm a pending {place}."),
    State("reopen", "reopened", "the {place} has been closed", "Open a closed {place} again."),
    State("enroll", "enrolled", "only those who take part in the {place} may do this", "Take part in a {place}."),
    State("publish", "published", "the {place} is a draft", "Make a draft {place} live."),
    State("provision", "provisioned", "no {place} of that name is ready for use", "Get a {place} ready for use."),
    State("claim", "claimed", "the {place} belongs to nobody yet", "Take ownership of a {place}."),
    State("select", "selected", "no {place} is current", "Make a {place} the current one."),
    State("unmute", "unmuted", "the {place} is muted", "Give a muted {place} its voice back."),
    State("onboard", "onboarded", "you have yet to be introduced to the {place}", "Introduce yourself to a {place}."),
    State("restart", "restarted", "the {place} has stalled", "Get a stalled {place} going."),
    State("sign", "signed", "your signature under the {place} is missing", "Put your signature under a {place}."),
    State("admit", "admitted", "the door of the {place} is shut to you", "Have yourself let into a {place}."),
    State("mount", "mounted", "the {place} is not within reach", "Bring a {place} within reach."),
)
STATES_LEFT_OUT = (
    State("resume", "resumed", "the {place} is paused", "Let a paused {place} go on."),
    State("register", "registered", "you are not on the list of the {place}", "Put yourself on the list of a {place}."),
    State("unfreeze", "unfrozen", "the {place} is frozen", "End the freeze of a {place}."),
    State("enter", "entered", "you are still outside the {place}", "Go into a {place}."),
    State("initialize", "initialized", "the {place} was never set up", "Set a {place} up for the first time."),
)
DESTRUCTIVE = ("delete", "archive", "close", "leave", "disable", "cancel", "reset", "lock")
OUTWARD = ("notify", "announce", "share", "send")


def noun(chance: random.Random, taken: set[str]) -> str:
    """A word of one or two syllables that was not used in this world yet."""
    while True:
        syllables = chance.choice((1, 2))
        word: str = "".join(chance.choice(_ONSETS) + chance.choice(_VOWELS) for _ in range(syllables - 1))
        word += chance.choice(_ONSETS) + chance.choice(_VOWELS) + chance.choice(_CODAS)
        if 4 <= len(word) <= 9 and word not in taken:
            taken.add(word)
            return word


def title(chance: random.Random) -> str:
    """What a thing is called by people."""
    return " ".join(chance.sample(_NAME_WORDS, 2))


def code(chance: random.Random) -> str:
    """An id as services make them."""
    letters = "".join(chance.choice("abcdefghjkmnpqrstuvwxyz") for _ in range(2))
    return f"{letters}{chance.choice(('-', '_'))}{chance.randrange(1000, 99999)}"
