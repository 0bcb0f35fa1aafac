"""What a request takes back while it is said: the later value stands, where the words tell which one it replaces.

    book it for Friday. Sorry, I meant Monday     ─>  book it for Monday
    dim it to 30, no, wait, 25 percent            ─>  dim it to 25 percent
    set it to low priority. No wait, that should be high
    close ticket 7. No, scratch that, close ticket 8

The value that is replaced is the last of its kind before: a moment for a moment, an amount for an amount, a quotation,
a code, a choice for another of the same input, a name for the name just before.  `unclear`: it replaces nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from chalicelib.planning.composer.calendar_words import MONTHS
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.mentions import COUNTED, Found, quotes, read
from chalicelib.planning.composer.words import DETERMINERS, PREPOSITIONS, bag, tokens
from chalicelib.planning.planner import Brief

_FEW, _SURE, _MOST = 6, 4, 8
_LONGEST = 2000
"""Characters: the text is read again from each sign in it."""
_SPEAKING = bag("i we you he she they it there i'm i'll i'd it's he's she's they're we're that's")
_SIGN = r"(?:\s*(?:[,.;!?…]+|\s[-–—]+)\s*)"
_STOP = r"(?=\s*[,.!…]|\s+[-–—])"
_REGRET = (
    rf"(?:no|oh),? wait|wait(?: a (?:minute|second|moment|sec))?{_STOP}|(?:hang|hold) on{_STOP}|sorry|apologies|"
    r"my (?:mistake|bad)|oops|whoops|correction|or rather|(?:strike|scratch) that"
)
"""To wait is also something to do: "start it, wait 5 minutes, stop it"."""
_NOT_THERE = r"(?! (?:for|about|that|to|until|till)\b)"  # "sorry for the delay", "wait for Ann"
_SOFT = r"no|oh|ah|ahem|hmm+|erm?|nah|actually|well|and"
_LEAD = (
    r"(?:I|we) mean(?:t)?(?: to say)?|make (?:that|it)|let['’]s (?:make it|make that|say)|"
    r"(?:that|it|this) (?:should|ought to|must) (?:be|read|say)|change (?:that|it) to"
)
_QUOTE = r"\"[^\"]+\"|“[^”]+”|(?<!\w)'[^']+'(?!\w)"
_TURN = re.compile(
    rf"{_SIGN}(?P<words>(?:(?:{_SOFT}|{_REGRET})\b{_NOT_THERE}(?:\s*[,.!…]+|\s[-–—]+)?\s+)*)(?P<lead>(?:{_LEAD})\b\s*)?"
    rf"(?P<new>(?:{_QUOTE}|[^,;!?\n]|,(?=\d))+?)(?P<late> I mean(?:t)?)?(?=\s*(?:[;!?\n]|,(?!\d)|\.(?!\d)|$))",
    re.IGNORECASE,
)
_REGRETS = re.compile(rf"\b(?:{_REGRET})\b", re.IGNORECASE)
_MAY = re.compile(rf"\b(?:{_REGRET}|{_LEAD}|I mean)\b", re.IGNORECASE)
_NO = re.compile(r"\b(?:no|nah|oh|actually|hmm+)\b", re.IGNORECASE)
_WHOLE = re.compile(
    r"[.;!?,]\s+(?:(?:no|oh|wait|actually|sorry|hmm+)[,.!]?\s+)*(?:strike|scratch|forget) (?:that|it)[,.;:!]?\s+"
    r"(?=\S)",
    re.IGNORECASE,
)
_TIMES, _PLAIN = ("date", "datetime", "period"), DETERMINERS | PREPOSITIONS
_A_DAY = re.compile(r"(?:the )?\d{1,2}(?:st|nd|rd|th)")
_LAST = re.compile(r"[.!?;]\s+(?=\S)")


def without(brief: Brief) -> Brief:
    """The brief with its request as it is meant in the end."""
    text = brief.prompt
    for match in _WHOLE.finditer(text):
        if not _quoted(match, text):
            begins = max((one.end() for one in _LAST.finditer(text[: match.start()])), default=0)
            text = text[:begins] + text[match.end() :]
            break
    for _ in range(_MOST):
        said = next((new for match in _turns(text) if (new := _replaced(brief, text, match)) is not None), None)
        if said is None:
            break
        text = said
    return _meaning(brief, text) if text != brief.prompt else brief


def _meaning(brief: Brief, prompt: str) -> Brief:
    return replace(brief, prompt=prompt, said=brief.said or brief.prompt)


def unclear(brief: Brief) -> str:
    """What is told instead of something, where nothing tells of what; "" for nothing."""
    for match in _turns(brief.prompt):
        new = match["new"].strip()
        told = match["lead"] or _NO.search(match["words"])
        if told and len(new.split()) <= _SURE and not any(token.low in _SPEAKING for token in tokens(new)):
            return new
    return ""


def _turns(text: str) -> Iterator[re.Match[str]]:
    """Where something is taken back: words of regret, or a "no" and what it is to be."""
    at = 0 if len(text) <= _LONGEST and _MAY.search(text) else len(text)
    while (match := _TURN.search(text, at)) is not None:
        regrets = _REGRETS.search(match["words"]) or match["late"]
        told = match["lead"] and (_NO.search(match["words"]) or match["lead"].lower().startswith(("i mean", "we mean")))
        if (regrets or told) and not _quoted(match, text) and match.start():
            yield match
        at = match.start() + 1


def _quoted(match: re.Match[str], text: str) -> bool:
    """Whether the words of regret are a text of the user's own: in quotes, or behind a colon."""
    ends = match.start("new") if "new" in match.re.groupindex else match.end()
    colon = text.rfind(": ", 0, match.start()) >= 0
    return colon or any(one.start < ends and one.end > match.start() for one in quotes(text))


def _replaced(brief: Brief, text: str, match: re.Match[str]) -> str | None:
    """The text with the new value in the place of the old one; None where nothing tells which that is."""
    begins = max((one.end() for one in _LAST.finditer(text[: match.start()])), default=0)
    front, new = text[begins : match.start()], match["new"].rstrip()
    plainly = bool(match["lead"] or match["late"] or _NO.search(match["words"]))
    for size in _cuts(brief, new):
        found = _value(brief, front, new[:size], plainly) or _choice(brief, front, new[:size])
        if found is not None:
            (start, end), told = found
            return f"{text[:begins]}{front[:start]}{told}{front[end:]}{new[size:]}{text[match.end() :]}"
    return None


def _cuts(brief: Brief, new: str) -> Iterator[int]:
    """Where the new value may end: with its piece, or where the sentence goes on: "no, wait, 25 in the hall"."""
    if len(new.split()) <= _FEW:
        yield len(new)
    first, _ = _later(brief, new, only=False)
    if first is not None and not any(token.content for token in tokens(new[: first.start])):
        yield first.end


def _value(brief: Brief, front: str, new: str, plainly: bool) -> tuple[tuple[int, int], str] | None:
    """Where the last mention of its kind stands, and what takes its place.

    `plainly`: more is said than that one is sorry, which may be meant for whoever is named.
    """
    later, rest = _later(brief, new)
    beside = [token for token in tokens(rest) if token.content]
    behind = tokens(new[later.end :])[: later.kind in COUNTED] if later is not None else ()
    if later is None or [one.text for one in beside] != [one.text for one in behind if one.content]:
        return None
    last = _last_alike(_mentions(brief, front), later)
    if last is None or (later.kind == "name" and not plainly and front[last.end :].strip()):
        return None
    day = re.search(r"\b\d{1,2}(?:st|nd|rd|th)?\b", last.text) if _A_DAY.fullmatch(later.text) else None
    if day and re.search(rf"\b(?:{'|'.join(MONTHS)})", last.text, re.IGNORECASE):
        return (last.start + day.start(), last.start + day.end()), re.sub(r"^the ", "", later.text)
    bare = later.kind == "number" and not (beside or later.unit)
    digits = re.search(r"\d[\d.,]*", last.text) if bare else None
    if digits and last.kind in COUNTED:
        return (last.start + digits.start(), last.start + digits.end()), later.text
    unit = f" {beside[0].text}" if beside else ""
    again = unit and front[last.end :].lower().startswith(unit.lower())
    return (last.start, last.end + (len(unit) if again else 0)), later.text + unit


def _later(brief: Brief, new: str, only: bool = True) -> tuple[Found | None, str]:
    """The mention that is told first, and the words beside it; the same words may say more behind a preposition.

    `only`: none where another is told beside it.
    """
    for lead in ("", "on ", "to "):
        found = _mentions(brief, lead + new)
        if found:
            first = replace(found[0], start=max(found[0].start - len(lead), 0), end=found[0].end - len(lead))
            return (first if len(found) == 1 or not only else None), f"{new[: first.start]} {new[first.end :]}"
    return None, ""


def _mentions(brief: Brief, text: str) -> list[Found]:
    from chalicelib.planning.composer.clock import now_of

    return list(read(text, tokens(text), now_of(brief).date()))


def _last_alike(old: Sequence[Found], new: Found) -> Found | None:
    """The last one of its kind: a bare number may stand for any amount, and a moment for any; of names the only one."""
    kinds: Sequence[str] = (new.kind,)
    if new.kind in _TIMES:
        kinds = _TIMES
    elif new.kind in COUNTED:
        kinds = COUNTED if new.kind == "number" and not new.unit else (new.kind, "number")
    same = [one for one in old if one.kind in kinds]
    if new.kind in COUNTED and kinds is not COUNTED:
        same = [one for one in same if one.kind == new.kind] or same
    if new.kind == "name" and len(same) > 1 and same[-1] is not old[-1]:
        return None
    return same[-1] if same else None


def _choice(brief: Brief, front: str, new: str) -> tuple[tuple[int, int], str] | None:
    """A choice that an input takes, where another of the same input was said."""
    plain = " ".join(token.low for token in tokens(new) if token.low not in _PLAIN)
    for values in _choices(brief):
        if plain not in values:
            continue
        said = [found for one in values if one != plain for found in re.finditer(rf"\b{re.escape(one)}\b", front, re.I)]
        if said:
            last = max(said, key=lambda found: found.start())
            return last.span(), plain
    return None


def _choices(brief: Brief) -> Iterator[Sequence[str]]:
    for entry in index_of(brief.catalogue).entries.values():
        for param in entry.params:
            inner = param.schema.get("items")
            offered = param.enum or (inner.get("enum") if isinstance(inner, dict) else None) or ()
            yield [str(one).lower().replace("_", " ").replace("-", " ") for one in offered]
