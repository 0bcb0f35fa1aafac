"""What a request says only for manners: greetings, what leads to an order, how much it hurries, and that one wants to
hear of it when it is done.

    Hello team,                              It's time to close ticket 7           ─>  close ticket 7
    Remember to close ticket 7 asap          Close ticket 7 and let me know when it's done
    btw close ticket 7 as soon as possible   When you have a minute, close ticket 7

A word that an input of the catalogue is called by, or may take, says something: "cancel it immediately" of an input
`immediately`.  Nothing is taken out of what stands in quotes or behind a colon.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from chalicelib.domain.tool import Action
from chalicelib.planning.composer.mentions import Found, quotes
from chalicelib.planning.composer.verbs import of_gerund
from chalicelib.planning.composer.words import (
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    bag,
    is_verb,
    name_stems,
    senses,
    stem,
    stem_bag,
)
from chalicelib.planning.once import once
from chalicelib.planning.planner import Brief

_MOMENT = (
    r"when(?:ever)? you (?:have|get|find|can spare) (?:an? |some )?(?:free |spare |quiet )?"
    r"(?:minutes?|moments?|chance|seconds?|time)"
)
_IF_WELL = (
    r"if (?:(?:at all )?possible|you (?:can|could|have time|get the chance|don['’]t mind|wouldn['’]t mind)|"
    r"(?:it|that)['’]?s (?:all right|alright|ok|okay|fine|possible)(?: (?:with|by) you)?)"
)
_HURRY = (
    r"asap|a\.s\.a\.p\.|as soon as (?:possible|you can)|right away|straight away|right this minute|at once|immediately|"
    r"urgently|whenever you can|whenever it suits you"
)
_THANKS = r"please|pls|plz|thx|cheers|(?:thanks|thank you)(?: a lot| very much| so much| in advance)?"
_NO_VERB = DETERMINERS | PREPOSITIONS | PRONOUNS | bag("not be")
_SAYING = re.compile(
    r"\b(?:tell|ask|remind|message|text|e-?mail|mail|write|inform|notify|say|reply|answer|post|comment|note|warn)\w*\b",
    re.IGNORECASE,
)
_FOR_ME, _GIVING = re.compile(r"(?<!:) for (?:me|us)(?=\s*[.!?]*\s*$)"), {"create", "send", "read", "compute"}
"""What is made, sent or shown may be meant for who asks."""
_URGENT = stem_bag("asap immediately urgently")
_DONE = (
    r"(?:it['’]?s|it is|that['’]?s|that is|this is|they['’]?re|they are|you['’]?re|you are|you have|you['’]?ve)?\s*"
    r"(?:all )?(?:done|finished|through|ready)(?: with (?:it|that|this|them))?"
)
_TELL = (
    rf"(?:let me know|tell me|ping me|give me a shout|confirm(?: to me)?|report back) (?:when|once|as soon as) {_DONE}"
)
_GREETING = (
    r"(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening|day)|greetings|dear)(?: (?:there|again))?"
    r"(?: (?:all|team|everyone|everybody|folks|guys|colleagues|(?-i:[A-Z][a-z]+)))?\s*(?:[,!.]|\s[-–—]|\n)\s*"
)
_FEW_WORDS = r"[^,.!?:;\"“]{0,30}"
_SPOKEN = (
    r"(?:ok|okay|alright|all right|right|so|well|now|yes|yeah|yep|sure|great|perfect|thanks|thank you|agent|assistant|"
    r"as (?:we |i |you |just |already |previously )*"
    r"(?:discussed|agreed|mentioned|promised|requested|said|planned|decided)"
    rf"(?: (?:with|by|on|in|over|at|earlier|yesterday|today|before)\b{_FEW_WORDS})?|"
    rf"(?:as )?per (?:our|my|your|the) {_FEW_WORDS})"
)
_LEADS = re.compile(
    rf"(?:{_GREETING}|(?:btw|by the way|anyway)\s*[,:]?\s+|{_SPOKEN}\s*,\s*|"
    r"(?P<label>task|to-?do|request|instruction|once (?:more|again))\s*:\s*|"
    rf"(?:{_MOMENT}|{_IF_WELL})\s*,\s*)",
    re.IGNORECASE,
)
_YOU_COULD = r"you (?:could|can|would|might)(?: please)?"
_POLITE = (
    r"(?:would|could) (?:it|that) be possible (?:for you )?to",
    rf"(?:is there )?any chance (?:that )?{_YOU_COULD}",
    rf"i(?:['’]m| am| was)?(?: just)? wonder(?:ing|ed)? (?:if|whether) {_YOU_COULD}",
    rf"(?:it|that)(?: would|['’]d) be (?:really |very |so )?\w+ if {_YOU_COULD}",
    rf"(?:i|we)(?:['’]d| would) (?:really |greatly |very much )?(?:appreciate it|be \w+) if {_YOU_COULD}",
    r"(?:may|might|can|could) (?:i|we)(?: please)? ask you to",
    r"(?:i|we)(?:['’]d| would) love (?:for )?you to",
)
_BIDDING = (
    r"(?:do )?(?:remember|make sure|be sure)(?: please)? to",
    r"(?:your|the) (?:task|job) is to",
    r"it(?:['’]s| is)(?: about| high)? time to",
    r"let['’]?s(?: please)?",
    r"use (?:the|your) tools to",
    r"go(?: ahead)? and",
    r"(?:please )?be so (?:kind|good) (?:as to|and)",
    r"help me(?: to)?",
    r"do me a favou?r and",
    r"(?:i|we) (?:must|gotta|have got to|would like(?: you)? to)",
    r"(?:i|we)['’](?:ve got|d like(?: you)?) to",
    r"(?:can|could|will|would) u",
    r"(?:the|our|my|your) \w+ (?:wants|needs|asks|has asked|asked|would like|wishes|requests|requested) you to",
    r"(?P<order>first(?=.*[\s.](?:then|next|after that|afterwards)\b)|@[\w.-]+[,:]?)",
)
_ORDERED = re.compile(
    rf"(?:please |kindly |just )?(?:(?P<polite>{'|'.join(_POLITE)})|{'|'.join(_BIDDING)})(?: please)?\s+"
    r"(?=(?P<verb>[a-z]+)\b)",
    re.IGNORECASE | re.DOTALL,
)
_SEEN_TO = re.compile(r"(?<![\w'’])see to it that\b|^see that\b", re.IGNORECASE)
_GERUND = re.compile(
    r"(?:(?:would|do) you (?:please )?mind|(?:how|what) about|(?:please )?(?:proceed|go ahead|continue|carry on) with|"
    r"i(?:['’]d| would) (?:really )?appreciate you(?:r)?|(?:could|can) you (?:please )?start (?:with|by)) "
    r"(?P<gerund>[a-z]+ing)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"(?<![.!?:])(?:\s*(?:,|[-–—])|\s)\s*(?:(?:and|then|please)\s+)*"
    rf"(?:{_MOMENT}|{_IF_WELL}|{_HURRY}|{_TELL}|{_THANKS})(?=\s*[.!?]*\s*$)",
    re.IGNORECASE,
)
_LAST = re.compile(
    rf"(?:(?<=[.!?])|\n)\s*(?:(?:please |and )?(?:{_TELL})(?:,? (?:please|thanks))?|"
    rf"(?:{_THANKS}|many thanks|(?:kind |best |warm )?(?:regards|wishes)|best|yours)(?:,?\s+(?-i:[A-Z][a-z]+))?|"
    r"(?:it|this|that)(?:['’]s| is) (?:quite |very |really |rather |a bit )?(?:urgent|important))\s*[.!]*\s*$",
    re.IGNORECASE,
)


def without(brief: Brief) -> Brief:
    """The brief without what its request says only for manners."""
    said = plain(brief.prompt, lambda: vocabulary(brief.catalogue.actions))
    return replace(brief, prompt=said, said=brief.said or brief.prompt) if said != brief.prompt else brief


def plain(text: str, told: Callable[[], frozenset[str]] = frozenset) -> str:
    """The request itself; `told`: the stems of the words that actions and inputs are called by, or inputs may take.

    It is asked only where it matters: it needs every action of the catalogue.
    """
    rest = _SEEN_TO.sub("make sure that", _gerund(_ended(text, told)))
    while (lead := _leads(rest, told) or _bids(rest)) and rest[lead.end() :].strip():
        rest = rest[lead.end() :]
        if lead.groupdict().get("polite") and rest.count("?") == 1:
            rest = rest.rstrip().removesuffix("?")  # it is no question
    deed = senses(stem(rest.split()[0].lower())) if rest.split() else frozenset()
    if deed and not deed & _GIVING:
        rest = _FOR_ME.sub("", rest)
    return rest if rest.strip() else text


def _leads(text: str, told: Callable[[], frozenset[str]]) -> re.Match[str] | None:
    """What stands in front; "Task: water the roses" tells of a new one where there are tasks."""
    lead = _LEADS.match(text)
    return lead if lead and not (lead["label"] and stem(lead["label"].lower().replace("-", "")) in told()) else None


def _gerund(text: str) -> str:
    """ "Would you mind closing it?", "please proceed with closing it" as the orders that they are."""
    asked = _GERUND.match(text)
    verb = of_gerund(asked["gerund"].lower()) if asked else ""
    return f"{verb}{text[asked.end() :].rstrip().removesuffix('?')}" if asked and verb else text


def _bids(text: str) -> re.Match[str] | None:
    """What leads to an order, where a word that may be a verb follows: no "let's Encrypt", no "help me with it".

    "First" and whom it is said to lead only to one that surely is: no "first gate", no "@ann needs it".
    """
    lead = _ORDERED.match(text)
    if lead is None or not lead["verb"].islower() or lead["verb"] in _NO_VERB:
        return None
    return lead if is_verb(lead["verb"]) or not lead["order"] else None


def _ended(text: str, told: Callable[[], frozenset[str]]) -> str:
    marks = quotes(text)
    while end := (last := _LAST.search(text)) or _ENDS.search(text):
        inside = any(one.start < end.start() + 1 < one.end for one in marks)
        urgent = _URGENT & {stem(one) for one in end[0].lower().split()}
        means = urgent and urgent & told()
        said = not last and not marks and _SAYING.search(text[: end.start()])  # "tell Ann to come as soon as possible"
        if inside or means or said or _behind_colon(text, end.start(), marks):
            return text
        text = text[: end.start()] + text[end.end() :]
    return text


def _behind_colon(text: str, at: int, marks: Sequence[Found]) -> bool:
    """Whether it ends what was put behind a colon without quotation marks: a message that is told as it is."""
    colon = text.rfind(": ", 0, at + 1)
    return colon > 0 and not any(one.start > colon for one in marks)


@once
def vocabulary(actions: Mapping[str, Action]) -> frozenset[str]:
    """The stems of the words that actions and inputs are called by, or inputs may take."""
    found: set[str] = set()
    for action in actions.values():
        found |= {*name_stems(action.name)}
        for name, schema in action.properties.items():
            found |= {*name_stems(name)}
            options = schema.get("enum") if isinstance(schema, Mapping) else None
            found |= {word for one in options or () if isinstance(one, str) for word in name_stems(one)}
    return frozenset(found)
