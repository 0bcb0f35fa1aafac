"""What a failure speaks of, whatever status it came with: a credential, a permission, something absent, a state.

Services answer 400 where others answer 401, and 200 where others answer 409, so the words count as much as the
reason.  General English for refusals; nothing here knows a service.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from chalicelib.domain.outcome import Failed
from chalicelib.planning.composer.thesaurus import opposites
from chalicelib.planning.composer.words import bag, name_parts, name_stems, stem, stem_bag, text_stems

_EXPIRED, _HOLLOW = stem_bag("expired"), stem_bag("error has been request invalid access your please key it")
_CREDENTIAL = stem_bag(
    "token auth session credential credentials login signin logged authenticated unauthenticated unauthorized "
    "authorization authentication authenticate reauthenticate revoked passcode signature bearer jwt identity apikey"
)
_SIGN_IN = re.compile(
    r"\b(?:sign(?:ed)?|log(?:ged)?)[\s_-]?(?:in|on|out)\b|\b(?:access|api|secret)[\s_-]?key\b|\bsecurity context\b",
    re.IGNORECASE,
)
_PERMISSION = stem_bag(
    "scope scopes permission permissions role privilege privileges consent entitled entitlement rights admin "
    "administrator forbidden readonly"
)
_FORBIDDEN = re.compile(
    r"(?:\bnot|n't) (?:be )?(?:allowed|permitted|authori[sz]ed|entitled|empowered)\b|\bread[\s_-]only(?![a-z])|"
    r"\bnot (?:been )?grant(?:ed)?\b|\bauthority\b|\bauthz|\bno\b[^.]{0,30}\bgrant\b|\bclearance\b|"
    r"\binsuff\w*[\s_-]rights\b|\bnot have (?:the )?authori[sz]ation\b|\baction is unauthori[sz]ed\b|"
    r"\bauthori[sz]ation[\s_-]?(?:failed|denied|exception)\b|"
    r"\bnot[\s_-]authori[sz]ed\b|\baccess (?:has been |is |was )?denied\b",
    re.IGNORECASE,
)
_ENDED = stem_bag("expired expire invalid revoked lapsed stale timed ended over")
_STATE = bag(
    "inactive disabled closed locked suspended paused pending unverified unconfirmed archived expired shut off frozen "
    "begun started unavailable dormant offline draft stopped ended member membership subscribed subscription joined "
    "unopened unpublished uninitialized unregistered uninitialised"
)
_DEMAND = bag("not must before need needs needed required first never yet please should forget forgot only once")
_IDENTITY = re.compile(
    r"\b(not[\s_-]?found|no[\s_-]such|unknown|unrecogni[sz]ed|(?:does|do|did)(?: not|n't)(?: any longer)? exist|"
    r"(?:is|are)(?: not|n't)(?: an?)? \w+ (?:that|which) exists?|no longer (?:exists?|there)|ceased to exist|"
    r"non[\s_-]?existent|there (?:is|was) no|gone|cannot be found|could not (?:be )?(?:find|found|located?)|"
    r"couldn't find|(?:does|do)(?: not|n't) (?:correspond|match|refer)|(?:was|were|been|is) (?:deleted|removed|moved)|"
    r"has moved|no match|stale|outdated|dangling|invalid \w+ id)\b|\b(?:could be located|no \w+ (?:with|under|for) )",
    re.IGNORECASE,
)
_IRREGULAR = {
    "begun": "begin", "begin": "start", "frozen": "freeze", "shut": "close", "hidden": "hide", "lost": "lose",
    "chosen": "choose", "stopped": "stop", "paid": "pay", "sent": "send", "off": "disable", "on": "enable",
}
_INPUTS = stem_bag(
    "parameter param parameters field fields argument arguments value values choice choices option options format "
    "required missing mandatory blank supplied specify exceeds characters digits"
)
_FAMILY = 5
"""Words that share so many first letters belong together: subscription and subscribe, active and activate."""


@lru_cache(maxsize=1024)
def said(failure: Failed) -> str:
    """The failure's own words, codes taken apart."""
    return f"{' '.join(name_parts(failure.signal))} {failure.detail}".strip()


def stems_said(failure: Failed) -> tuple[str, ...]:
    """The stems of the words that it says, irregular forms also by their verb."""
    text = said(failure)
    return (*text_stems(text), *(stem(_IRREGULAR[word]) for word in _words(text) if word in _IRREGULAR))


def speaks_of_credential(failure: Failed) -> bool:
    """Whether a service that says no speaks of the token, whatever status it answered with.

    What has expired is the token where nothing else is named: cards and coupons expire, too.
    """
    words = set(stems_said(failure))
    plainly = words >= _EXPIRED and words <= _EXPIRED | _HOLLOW
    return plainly or bool(_CREDENTIAL & words) or _SIGN_IN.search(said(failure)) is not None


def speaks_of_permission(failure: Failed) -> bool:
    """Whether something has to be granted first; a token that has ended lacks nothing but its renewal."""
    words = set(stems_said(failure))
    lacks = bool(_PERMISSION & words) or _FORBIDDEN.search(said(failure)) is not None
    return lacks and not (_CREDENTIAL & words and _ENDED & words)


def speaks_of_scope(failure: Failed) -> bool:
    """Whether what is missing is a scope of the token, by that word."""
    return "scope" in said(failure).lower()


def speaks_of_absence(failure: Failed) -> bool:
    """Whether what the call speaks of is said not to be there."""
    return failure.reason == "not_found" or bool(_IDENTITY.search(said(failure)))


def speaks_of_nothing_known(failure: Failed) -> bool:
    """Whether the words tell none of these apart, so that only trials that change nothing are left."""
    return not (speaks_of_permission(failure) or speaks_of_absence(failure) or names_a_state(failure))


def speaks_of_inputs(failure: Failed, inputs: Iterable[str]) -> bool:
    """Whether it is about what was sent, an input by its name or what inputs are like, or about what is done."""
    words = set(stems_said(failure))
    before = re.search(r"\balready\b", said(failure), re.IGNORECASE) is not None
    return before or bool(_INPUTS & words) or any({*name_stems(name)} <= words for name in inputs)


def lacks_a_state(failure: Failed) -> bool:
    """Whether something is not in the state it should be in, rather than unknown."""
    words = _words(said(failure))
    return bool((_STATE | _DEMAND) & words) and not speaks_of_absence(failure)


def names_a_state(failure: Failed) -> bool:
    """The same, told by a word for the state itself."""
    return bool(_STATE & _words(said(failure))) and not speaks_of_absence(failure)


def asks_for_something(failure: Failed) -> bool:
    """Whether it tells that something has to come first, without a word for what that is."""
    return bool((_DEMAND - {"not", "never"}) & _words(said(failure))) and not speaks_of_absence(failure)


def demands(failure: Failed, verb: str) -> bool:
    """Whether the failure asks for what the verb does: by its participle, as an order, or by its contrary."""
    words = _words(said(failure))
    bases = {_IRREGULAR[word] for word in words if word in _IRREGULAR}
    bases |= {_IRREGULAR[word] for word in bases if word in _IRREGULAR}
    forms = words | bases
    if verb in bases or any(_participle(word, verb) for word in forms):
        return True
    if verb in forms and words & (_DEMAND - {"not", "yet"} | {"required"}):
        return True
    contraries = {stem(one) for one in opposites(stem(verb)) | opposites(verb)}
    return any(stem(word) in contraries for word in forms)


def _participle(word: str, verb: str) -> bool:
    """`joined`, `unverified`, `inactive`, `subscription`: another form of the verb, but not the verb itself."""
    for prefix in ("", "un", "in", "non", "de"):
        bare = word.removeprefix(prefix)
        if (prefix and bare == word) or bare == verb:
            continue
        same = stem(bare) == stem(verb) and bare.endswith(("ed", "en", "ion"))
        kin = len(bare) > _FAMILY and bare[:_FAMILY] == verb[:_FAMILY] and not bare.endswith(("ing", "s"))
        if same or kin:
            return True
    return False


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", text.lower()))
