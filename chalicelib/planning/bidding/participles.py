"""The verb that a participle is a form of: "cancelled" of "cancel", "taken" of "take"."""

from chalicelib.planning.composer.thesaurus import known
from chalicelib.planning.composer.words import Token, is_verb, stem

_IRREGULAR = {
    form: verb
    for verb, forms in (
        line.split(":")
        for line in (
            "take:taken",
            "give:given",
            "send:sent",
            "pay:paid",
            "put:put",
            "set:set",
            "cut:cut",
            "shut:shut",
            "make:made",
            "do:done",
            "tell:told",
            "write:written",
            "keep:kept",
            "sell:sold",
            "buy:bought",
            "bring:brought",
            "hold:held",
            "strike:struck",
            "withdraw:withdrawn",
            "draw:drawn",
            "throw:thrown",
            "hang:hung",
            "lend:lent",
            "leave:left",
            "undo:undone",
            "reset:reset",
            "split:split",
            "begin:begun",
            "hide:hidden",
            "rewrite:rewritten",
            "redo:redone",
            "run:run",
            "build:built",
            "show:shown",
            "choose:chosen",
            "drive:driven",
            "freeze:frozen",
            "let:let",
            "rebuild:rebuilt",
            "resend:resent",
            "retake:retaken",
            "overwrite:overwritten",
            "break:broken",
            "read:read",
        )
    )
    for form in forms.split()
}
_ENDS_IN_TWO = ("ll", "ss", "ff", "zz")


def verb_of(token: Token) -> str:
    """The verb, "" where the word is no participle of one."""
    low = token.low
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    if not low.endswith("ed") or len(low) < 4 or not low.isalpha():
        return ""
    if low.endswith("ied"):
        return low[:-3] + "y"
    bare = low[:-2]
    double = len(bare) > 3 and bare[-1] == bare[-2]
    offered = [*([bare[:-1]] if double else []), low[:-1], bare]
    if alike := [one for one in offered if is_verb(one)]:
        return alike[0]
    if double and not bare.endswith(_ENDS_IN_TWO):
        return bare[:-1]
    return low[:-1] if _drops_e(bare) else bare


def _drops_e(bare: str) -> bool:
    """ "Handl", "renam", "revis": what is left of a verb that ends in "e"."""
    short = known(stem(bare)) and bare[-2] in "aiou" and bare[-3:-2] not in tuple("aeiou")
    return bare[-1] in "cgsuvz" or (bare[-1] == "l" and bare[-2] not in "aeiouls") or short
