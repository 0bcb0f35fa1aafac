"""What a change leaves out because it was just said, said again: each change then stands for itself.

    set the limit of A to 5 and its owner to Ann        ─>  set the limit of A to 5 and set its owner to Ann
    set the limit of A to 5 and that of B to 7          ─>  set the limit of A to 5 and set the limit of B to 7
    set the limit of A to 5, of B to 7 and B's to 9     ─>  …, set the limit of B to 7 and set B's limit to 9
    set the limit of A to 5 and the limit of B to 7     ─>  set the limit of A to 5 and set the limit of B to 7

(Gapping: Ross, Gapping and the order of constituents, 1970.)
"""

import re

from chalicelib.planning.composer.mentions import quotes

_VERBS = "set|change|update|put|make|raise|lower|increase|reduce|cut|bring|move|push|turn"
_WORDS = r"(?:(?!\b(?:to|by|and)\b)(?:[^.!?;,\n]|\.(?=\S)))+?"
_AND, _WAY = r"(?P<and>,?\s+and\s+|,\s+|;\s+)", r"(?=\s+(?:to|by)\s+\S)"
_FIRST = rf"\b(?P<verb>{_VERBS})\s+(?P<what>{_WORDS})\s+(?:to|by)\s+(?:[^!?;\n]+?)"
_OF = re.compile(r"(?P<whole>(?:the\s+)?(?P<noun>[\w -]+?))\s+of\s+\S.*", re.IGNORECASE)
_OWNED = re.compile(r".*\w['’]s?\s+(?P<noun>[\w -]+)", re.IGNORECASE)
_ITS = re.compile(rf"{_FIRST}{_AND}(?P<rest>(?:its|their|his|her)\s+{_WORDS}){_WAY}", re.IGNORECASE)
_THAT = re.compile(rf"{_FIRST}{_AND}(?P<rest>(?:that\s+|those\s+)?of\s+{_WORDS}){_WAY}", re.IGNORECASE)
_WHOSE = re.compile(rf"{_FIRST}{_AND}(?P<rest>(?:{_WORDS})['’]s|(?:{_WORDS})s['’]){_WAY}", re.IGNORECASE)
_SAME = re.compile(rf"{_FIRST}{_AND}(?P<rest>the\s+{_WORDS}\s+of\s+{_WORDS}){_WAY}", re.IGNORECASE)
_MOST = 8


def gapped(prompt: str) -> str:
    """The prompt with such changes in full; what stands in quotes stays."""
    for _ in range(_MOST):
        if (said := _once(prompt)) == prompt:
            break
        prompt = said
    return prompt


def _once(prompt: str) -> str:
    marks = quotes(prompt)
    for form in (_ITS, _THAT, _WHOSE, _SAME):
        for found in form.finditer(prompt):
            whole = _whole(form, found)
            quoted = any(mark.start <= found.start(part) < mark.end for mark in marks for part in ("verb", "rest"))
            if whole and not quoted and not _names(found["rest"]):
                return f"{prompt[: found.start('rest')]}{found['verb'].lower()} {whole}{prompt[found.end('rest') :]}"
    return prompt


def _names(rest: str) -> bool:
    """Whether a verb stands there already."""
    return re.search(rf"\b(?:{_VERBS}|is|are|should)\b", rest, re.IGNORECASE) is not None


def _whole(form: re.Pattern[str], found: re.Match[str]) -> str:
    """What is changed, in full; "" where it does not say."""
    of, owned, rest = _OF.fullmatch(found["what"]), _OWNED.fullmatch(found["what"]), found["rest"]
    noun = (of or owned or {"noun": ""})["noun"].strip().removeprefix("the ")
    if form is _ITS:
        return rest
    if form is _SAME:
        return rest if noun and re.match(rf"the\s+{re.escape(noun)}\s+of\b", rest, re.IGNORECASE) else ""
    if not noun:
        return ""
    if form is _THAT:
        return f"the {noun} {rest[rest.lower().index('of') :]}"
    return f"{rest} {noun}"
