"""A request that is laid out over lines, as lists or under a subject, as the sentences that it says.

    Please do the following:          Subject: gates        Close these gates:
    - close gate 7                                          - North
    - tell Ann                        Close gate 7          - East
    ─>  close gate 7. tell Ann.       ─>  Close gate 7      ─>  Close these gates: North and East

A break ends a sentence, unless the text was only wrapped there.  What stands in quotes, in braces or behind "message:"
is left as it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from chalicelib.planning.bidding.piece import orders
from chalicelib.planning.composer.mentions import quotes
from chalicelib.planning.composer.words import PREPOSITIONS, STOP, bag, is_verb, tokens
from chalicelib.planning.planner import Brief

_KEPT = re.compile(r"```.*?```|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\[[^\[\]]{2,}\]", re.DOTALL)
_SPACES = re.compile(r"[^\S\n]+")
_FIELDS = r"(?:(?:from|to|cc|date|sent):[^\n]*\n)*"
_SUBJECT = re.compile(rf"\s*{_FIELDS}subject:[^\n]*\n{_FIELDS}\s*\n", re.IGNORECASE)
_NUMBER = r"\(?(?P<number>\d{1,2}|[a-z])(?P<closed>[.)])"
_ITEM = re.compile(rf"\s*(?:[-*+•–—‣◦▪·]\s*(?:\[[ xX]?\])?|☐|\[[ xX]?\]|{_NUMBER})\s+(?=\S)")
_INLINE = re.compile(rf"(?:(?<=\s)|^){_NUMBER}\s+(?=[\w\"'“‘])")
_NEXT = re.compile(
    r"(?P<begun>(?:^|[.!?;:])\s*)(?:(?:first|second|third|fourth|fifth)(?:ly| of all)?,|(?:finally|lastly),?|"
    r"last but not least,?|to (?:begin|start) with,|(?:step|task|action) \d{1,2}\s*[:.)–-])\s+(?P<word>\w+)",
    re.IGNORECASE,
)
"""Words that only say in which order sentences follow each other."""
_TEXT_FOLLOWS = re.compile(
    r"\b(?:message|e-?mail|mail|text|note|comment|reply|answer|body|description|post|says?|saying|write|letter|memo|"
    r"content|words?)\b[^.!?\n]*:\s*$",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\s*(?:(?:many )?thanks(?: a lot| so much| in advance)?|thank you(?: very much)?|cheers|"
    r"(?:all the )?best(?: wishes)?|(?:kind |best |warm )?regards|yours(?: sincerely)?|sincerely|--)\s*[,.!]?\s*",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"p\.?\s?s\b", re.IGNORECASE)
_MOST_SIGNED, _FEWEST, _NARROWEST = 4, 2, 60
"""Lines of a signature; lines that are not wrapped, and columns of those that are."""
_WORK = bag(
    "do done following task tasks to-do to-dos todo todos step steps action actions thing things job jobs request "
    "requests change changes perform carry handle care order follows below need want list"
)
_HEADING = _WORK | bag(
    "please the this these those that it in two three four five six some few couple several of for me us my our we "
    "i i'd you your could can would like needs get go have be is are to what today today's now here here's all then "
    "next out take work with first as items item points point and"
)
"""The words of a line that says only that a list follows, `_WORK` that it is one of things to do."""
_OPEN = PREPOSITIONS | bag(
    "a an the and or but that which who whose is are was were be been should must will would can could may might "
    "has have had not my your his her its our their this these those every each all any no if when than as so"
)
"""What seldom ends a sentence, but in "turn it on"."""
_NEVER_LAST = bag("a an the of to and or but with from for my your our their this these every each")


def flat(brief: Brief) -> Brief:
    """The brief with its request in one line."""
    said = plain(brief.prompt)
    return replace(brief, prompt=said, said=brief.said or brief.prompt) if said != brief.prompt else brief


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    item: bool = False
    blank: bool = False
    """Whether an empty line stands before it."""


def plain(text: str) -> str:
    if not (set("\n\t") & {*text} or "  " in text or _ITEM.match(text) or _INLINE.search(text) or _NEXT.search(text)):
        return text
    text = text.replace("\r\n", "\n").strip()
    if (subject := _SUBJECT.match(text)) and text[subject.end() :].strip():
        text = text[subject.end() :]
    shown, kept = _without_kept(text)
    head, rest = _before_text(shown)
    said = _NEXT.sub(_then, _joined(_lines(_enumerated(head))))
    said = f"{said}\n{rest}" if rest else said
    for at, one in enumerate(kept):
        said = said.replace(_mark(at), one)
    return said or text


def _without_kept(text: str) -> tuple[str, list[str]]:
    """The text with a mark in the place of each thing that is to stay as it is, and those things."""
    spans = sorted([(one.start, one.end) for one in quotes(text)] + [one.span() for one in _KEPT.finditer(text)])
    kept: list[str] = []
    shown, end = "", 0
    for start, until in spans:
        if start >= end:
            shown += text[end:start] + _mark(len(kept))
            kept.append(text[start:until])
            end = until
    return shown + text[end:], kept


def _mark(at: int) -> str:
    return f"\ue000{at}\ue001"


def _before_text(text: str) -> tuple[str, str]:
    """What stands before a text of several lines that is to be written as it is, and that text."""
    at = 0
    for line in text.splitlines(keepends=True):
        at += len(line)
        if _TEXT_FOLLOWS.search(line) and text[at:].strip() and not _ITEM.match(text[at:]):
            return text[:at].rstrip(), text[at:].strip()
    return text, ""


def _enumerated(text: str) -> str:
    """Each item of "1) close it, 2) tell Ann" on a line of its own."""
    found = [*_INLINE.finditer(text)]
    first = next((at for at, one in enumerate(found) if one["number"] in ("1", "a") and _may_begin(text, one)), None)
    if first is None:
        return text
    run = [found[first]]
    for one in found[first + 1 :]:
        if one["closed"] == run[0]["closed"] and one["number"] == _after(run[-1]["number"]):
            run.append(one)
    if len(run) < 2:
        return text
    cuts = [*(one.start() for one in run), len(text)]
    items = (re.sub(r"[\s,;]+(?:and|then|and then)?\s*$", "", text[start:end]) for start, end in pairwise(cuts))
    return "\n".join([text[: cuts[0]].rstrip(), *items]).lstrip()


def _may_begin(text: str, found: re.Match[str]) -> bool:
    """ "On 1. March" begins no list, "please: 1. close it" does."""
    before = text[: found.start()].rstrip()
    return not before or before[-1] in ":.!?\n" or "\n" in text[len(before) : found.start()] or found["closed"] == ")"


def _after(number: str) -> str:
    return str(int(number) + 1) if number.isdigit() else chr(ord(number) + 1)


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    last, blank = "", False
    for line in text.split("\n"):
        if not line.strip():
            blank = True
            continue
        item = _ITEM.match(line)
        if item and item["number"]:
            item = item if item["number"] in ("1", "a") or (last and item["number"] == _after(last)) else None
            last = item["number"] if item else last
        words = _SPACES.sub(" ", line[item.end() :] if item else line).strip()
        found.append(_Line(words, bool(item), blank))
        blank = False
    return _unsigned(found)


def _unsigned(lines: list[_Line]) -> list[_Line]:
    """The lines without a closing and the signature below it."""
    for at, line in enumerate(lines):
        below = lines[at + 1 :]
        bids = any(orders(tuple(tokens(one.text))) or _POSTSCRIPT.match(one.text) for one in below)
        if at and _CLOSING.fullmatch(line.text) and len(below) <= _MOST_SIGNED and not bids:
            return lines[:at]
    return lines


def _joined(lines: Sequence[_Line]) -> str:
    said, at = "", 0
    width = max((len(one.text) for one in lines), default=0) if len(lines) > _FEWEST else 0
    while at < len(lines):
        line = lines[at]
        items = [*takewhile(lambda one: one.item, lines[at + 1 :])] if line.text.endswith(":") else []
        if items:
            said, at = _follow(said, _listed(line.text, items)), at + 1 + len(items)
            continue
        before = lines[at - 1] if at else None
        wrapped = before is not None and _wrapped(before, line, width)
        said, at = (f"{said} {line.text}" if wrapped else _follow(said, line.text)), at + 1
    return said.strip()


def _listed(head: str, items: Sequence[_Line]) -> str:
    """A list with what introduces it: orders, or what the introduction speaks of."""
    words = [word for word in re.findall(r"[\w'’-]+", head.lower()) if not word.isdigit()]
    bid = any(orders(tuple(tokens(one.text))) for one in items)
    if {*words} <= _HEADING and (bid or {*words} & _WORK):
        return _sentences(items)
    if bid:
        return f"{head} {_sentences(items)}"
    told = [one.text.rstrip(".,; ") for one in items]
    pairs = all(": " in one for one in told)
    return f"{head} {', '.join(told)}" if pairs or len(told) < 2 else f"{head} {', '.join(told[:-1])} and {told[-1]}"


def _sentences(items: Sequence[_Line]) -> str:
    said = ""
    for one in items:
        said = _follow(said, one.text)
    return said


def _follow(said: str, text: str) -> str:
    """The text as a sentence of its own behind what was said before."""
    if not said:
        return text
    said = re.sub(r"\s*[,;]?\s*(?:\band|\bthen)?$", "", said)
    return f"{said}{'' if said[-1:] in '.!?:' else '.'} {text}"


def _then(next_: re.Match[str]) -> str:
    word = next_["word"]
    if not next_["begun"].strip():
        return word[0].upper() + word[1:]
    return f"{next_['begun']}Then {word.lower() if is_verb(word.lower()) or word.lower() in STOP else word}"


def _wrapped(before: _Line, line: _Line, width: int) -> bool:
    """Whether the break between two lines is only of the layout."""
    if line.item or line.blank or before.text[-1] in ".!?:":
        return False
    last, first = before.text.split()[-1].lower(), line.text.split()[0]
    if last in _NEVER_LAST or last.endswith((",", "'s", "'ll", "'d", "'ve", "n't")) or not first[0].isalpha():
        return True
    full = width >= _NARROWEST and len(before.text) + 1 + len(first) > width
    if orders(tuple(tokens(line.text))) or (first[0].isupper() and first.lower() in STOP):
        return (full or last in _OPEN) and first[0].islower()
    return full or last in _OPEN or first[0].islower() or before.item
