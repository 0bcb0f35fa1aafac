"""Come back later, and when: read from the body of an answer, in words or in fields of the service's own.

Nothing here knows a service.  A time counts only where a word says that it is one to wait for.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any  # Any: bodies are JSON

_LIMIT = re.compile(
    r"too[\s_-]*many[\s_-]*(?:requests|calls|attempts)|rate[\s_-]*limit|throttl|slow[\s_-]*down|"
    r"(?:quota|limit)[\s_-]*(?:has been |was |is )?(?:exceed|reach|exhaust)|"
    r"(?:exceed|reach)\w*[\w\s]{0,20}(?:quota|rate)|"
    r"(?:request|call)s?[\s_-]*(?:limit|quota|allowance)|(?:limit|number|quota) (?:of|on|for) (?:requests|calls)|"
    r"(?:request|call)s? rate|rate of (?:requests|calls)|"
    r"(?:requests|calls)\b[\w\s]{0,20}\b(?:consumed|used up|spent|exhausted)|"
    r"(?:further|more|fewer) (?:requests|calls)|\berr[_-]rate\b|"
    r"(?:requests?|calls) (?:permitted|allowed|per)\b",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"(?:spending|credit|purchas\w*|lending|loan|borrowing|order|amount|price|weight|size|length|character|memory|storage|"
    r"disk|age|seat|member\w*|vot\w+|transaction|withdrawal|transfer|approval|discount|booking)s?[\s_-]*(?:limit|quota)",
    re.IGNORECASE,
)
"""Limits of something else than calls, which waiting does not lift."""
_BUSY = re.compile(
    r"\bin[\s_-]*progress\b|\bbusy\b|\bconcurrent|\bkey[\s_-]in[\s_-]use\b|"
    r"\b(?:is|are) (?:currently |still |just )?being \w+|"
    r"\banother (?:request|operation|process|transaction|update|change|job|user|client|session)\b|"
    r"\b(?:try|retry|again|back|repeat\w*)\b[^.;]{0,30}\b(?:later|shortly|soon|moment|while)\b|"
    r"\bplease (?:try|retry)(?: it)?(?: again)?\s*(?:[.!]|$)|\bhas been modified\b|\bdeadlock|\bcontention\b|"
    r"\bexclusive access\b|\b(?:locked|edited|checked out) by\b|\bto (?:lock|obtain a lock)\b|"
    r"\b(?:modified|changed|updated) (?:since|meanwhile|in the meantime|by (?:another|somebody|someone))",
    re.IGNORECASE,
)
_AGAIN = r"(?:again|retry|wait|back|resum\w*|available|resets?|lifted|until|later)"
_SPELLED = {
    "half a": 0.5, "half an": 0.5, "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "five": 5.0, "ten": 10.0,
    "fifteen": 15.0, "twenty": 20.0, "thirty": 30.0, "sixty": 60.0,
}
_NUMBER = rf"\d+(?:\.\d+)?|\b(?:{'|'.join(_SPELLED)})(?= )"
_LENGTH = rf"(?P<number>{_NUMBER})\s*(?P<unit>milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h)\b"
_SPOKEN = re.compile(rf"\b{_AGAIN}\b[^.\d]{{0,30}}?{_LENGTH}", re.IGNORECASE)
_ANY = re.compile(rf"(?<!per )(?<!every )(?<!last )(?<![\d.]){_LENGTH}", re.IGNORECASE)
_STAMP = re.compile(rf"\b{_AGAIN}\b[^.\d]{{0,20}}(?P<at>\d{{4}}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d))", re.IGNORECASE)
_NAMES = frozenset(("retry", "wait", "reset", "resets", "available", "backoff", "cooldown"))
_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0}
_SUFFIXES = frozenset(("ms", "millis", "milliseconds", "s", "sec", "secs", "seconds", "min", "mins", "minutes",
                       "hours"))
_INSTANT = 1e9


def speaks_of_limit(*texts: str) -> bool:
    """Whether the words say that there were too many calls."""
    return any(_LIMIT.search(_OF_OTHERS.sub(" ", text)) for text in texts)


def speaks_of_haste(*texts: str) -> bool:
    """Whether the words say that somebody else is at it just now, so that the same call may do a little later."""
    return any(_BUSY.search(re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", text)) for text in texts)


def wait_in(nodes: Iterable[Mapping[str, Any]], text: str, now: int, limited: bool = False) -> float | None:
    """Seconds to wait, as a field of the body or its sentence tells; None where nothing does.

    `limited`: it is known that there were too many calls, so that any length of time in the sentence is the one.
    """
    for node in nodes:
        for name, value in node.items():
            found = _of_field(str(name), value, now)
            if found is not None:
                return found
    spoken = _SPOKEN.search(text) or (_ANY.search(text) if limited else None)
    if spoken is not None:
        return _seconds(spoken)
    stamp = _STAMP.search(text)
    return _until(stamp["at"], now) if stamp is not None else None


def _of_field(name: str, value: Any, now: int) -> float | None:
    parts = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().replace("-", "_").split("_")
    if not _NAMES & set(parts) or isinstance(value, bool):
        return None
    if isinstance(value, str):
        if re.fullmatch(r"\d+(\.\d+)?", value):
            return _of_field(name, float(value), now)
        whole = re.fullmatch(_LENGTH, value.strip(), re.IGNORECASE)
        return _seconds(whole) if whole else _until(value, now)
    if not isinstance(value, (int, float)) or value < 0:
        return None
    if value > _INSTANT:
        return max(0.0, (value / 1000 if value > 1e12 else value) - now / 1000)
    return value * _unit(parts[-1] if len(parts) > 1 and parts[-1] in _SUFFIXES else "s")


def _seconds(length: re.Match[str]) -> float:
    number = length["number"].lower()
    return (_SPELLED[number] if number in _SPELLED else float(number)) * _unit(length["unit"])


def _unit(text: str) -> float:
    low = text.lower()
    if low in ("ms", "millis") or low.startswith("millisecond"):
        return 0.001
    return _UNITS[low[0]] if low[0] in "smh" else 1.0


def _until(text: str, now: int) -> float | None:
    try:
        at = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, aware.timestamp() - now / 1000)
