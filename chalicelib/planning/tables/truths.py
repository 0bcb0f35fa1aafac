"""Values of inputs that are true or false.

"close X", "open X" of an input `closed`            "turn X off" of one that says `on`
"unpublish X" of `published`, "deactivate X" of `active`
"mark X as paid", "as unpaid" of `paid`             "X is sold out" of one that is "false when sold out"
"archive X" of `active`: "Whether it is active or archived"
"and don't keep it" of `keep`                       "set it to false", "stop keeping it"
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, permutations

from chalicelib.domain.binding import Literal, Mention
from chalicelib.planning.composer.forbidden import speaks
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.thesaurus import opposites
from chalicelib.planning.composer.words import NEGATIONS, STOP, Token, bag, name_stems, stem, stem_bag
from chalicelib.planning.records import shapes
from chalicelib.planning.tables.clause import INTO, Candidate, Clause, same, text_of
from chalicelib.planning.tables.running import RUNNING

_ENABLED = stem_bag("enable activate allow permit")
"""Verbs after which something is on."""
_FINISHED = stem_bag("done complete finish")
"""Verbs after which something is done, and what fields that tell so are called."""
_DISABLED, _SHORT, _UNSPOKEN = stem_bag("disable deactivate"), 3, 2
_ENDED = ("anymore", "any more", "any longer")
_BEING = frozenset(("is", "has", "be", "been"))
_SMALL = frozenset(map(stem, STOP))
_UNDOING = ("un", "de", "dis")
_CONTRARY = ("un", "in", "im", "dis", "non", "non-")
_PAIRS = {"private": stem("public"), "hidden": stem("visible"), "offline": stem("online")} | {
    "public": stem("private"), "visible": stem("hidden"), "available": stem("busy"),
}
_NEW = bag("a an another new")
_GOING = {"start": True, "begin": True, "resume": True, "stop": False, "cease": False, "quit": False}
_EITHER = re.compile(r"^(?:whether|if)\b[^,.;]*?\b(\w+) or (\w+)\.?$", re.IGNORECASE)
_GLOSS = re.compile(r"\b(true|false)\s*(?:when|if|for|means|once|[:=–-])\s*([a-z][a-z ]*[a-z])", re.IGNORECASE)


def truths(clause: Clause, param: Param) -> Iterator[Candidate]:
    if param.type != "boolean":
        return
    if any(speaks(param, run) for run in clause.forbidden):
        yield Candidate((), same((False, Literal(False))), 1.6, True)
    yield from _by_verb(clause, param)
    yield from _switched(clause, param)
    yield from _of_new(clause, param)
    yield from _in_so_many_words(clause, param)
    if clause.verb is not None and (truth := begun(clause.verb, clause.words, param)) is not None:
        yield Candidate(clause.words[:1], same((truth, Mention(truth, clause.verb.text))), 2.0, True)
    told_so = param.stems[-1:] if {*param.stems[-1:]} & RUNNING else param.stems  # a feed that is enabled is no deed
    for before, token in pairwise((*clause.words[:1], *clause.words)):
        made = clause.verb is not None and clause.verb.low == "make" and token is clause.words[-1]
        told = before.low in INTO | {"not"} or (clause.stated and clause.lead((token,)) in INTO)
        ended = lapsed(clause, token)
        says = token.low.endswith(("ed", "id", "en")) or told or made or bool(ended)
        plain = _truth_said(token, told_so)
        if plain is not None and says:
            truth = plain and not (before.low in ("not", "no") or ended)
            yield Candidate((*ended, token), same((truth, Mention(truth, token.text))), 1.4, True)
    for gloss, truth in glosses(param).items():
        for run in clause.runs():
            if tuple(token.low for token in run) == gloss:
                told = truth != denied(clause, run)
                yield Candidate(run, same((told, Mention(told, text_of(clause, run)))), 1.6, True)


def _truth_said(token: Token, stems: Sequence[str]) -> bool | None:
    """Whether the word says one of these, or its contrary: "active", "inactive", "private" of `public`."""
    if token.stem in stems:
        return True
    cut = (token.low.removeprefix(prefix) for prefix in _CONTRARY if token.low.startswith(prefix))
    contrary = any(stem(one) in stems for one in cut) or _PAIRS.get(token.low) in stems
    return False if contrary else None


def begun(verb: Token, behind: Sequence[Token], param: Param) -> bool | None:
    """Whether the verb and what stands behind it begin or end what the input tells: "stop recording" of `recorded`."""
    doing = behind[:1] if param.type == "boolean" and behind and behind[0].low.endswith("ing") else ()
    return _GOING.get(verb.low) if any({*param.stems} - RUNNING - _BEING == {token.stem} for token in doing) else None


def _in_so_many_words(clause: Clause, param: Param) -> Iterator[Candidate]:
    """ "Set autoRenew of X to false", "with paid out of band true"."""
    wanted = {*param.stems} - _SMALL
    named = tuple(token for token in clause.words if {*name_stems(token.text)} <= {*param.stems} and token.content)
    if not wanted <= {word for token in named for word in name_stems(token.text)} | _BEING | RUNNING:
        return
    for lead, token in pairwise(clause.words):
        if token.low in ("true", "false") and (lead.low in INTO or lead in named):
            truth, small = token.low == "true", _between(clause, named, param)
            yield Candidate((*named, *small, token), same((truth, Mention(truth, token.text))), 2.2, True)


def _between(clause: Clause, named: Sequence[Token], param: Param) -> list[Token]:
    """The small words inside the name of the input: the "out of" of "paid out of band"."""
    first, last = (named[0].start, named[-1].start) if named else (0, 0)
    inside = (token for token in clause.words if first < token.start < last)
    return [token for token in inside if token.low in param.stems and token.stem in _SMALL]


def lapsed(clause: Clause, said: Token) -> tuple[Token, ...]:
    """The words around it that say that it is so no more: "no longer a member", "no member any more"."""
    lead = [token for token in clause.words if token.end <= said.start and token.low not in _NEW][-2:]
    if [token.low for token in lead] == ["no", "longer"]:
        return tuple(lead)
    behind = [token for token in clause.words if token.start >= said.end][:2]
    ended = behind[:1] if behind and behind[0].low == "anymore" else behind
    if not clause.stated or " ".join(token.low for token in ended) not in _ENDED:
        return ()
    return (*(token for token in lead[-1:] if token.low in ("no", "not")), *ended)


def _of_new(clause: Clause, param: Param) -> Iterator[Candidate]:
    """What stands in front of the noun for what is new: "a public channel", "a new urgent task"."""
    for at, (token, noun) in enumerate(pairwise(clause.words)):
        new = at > 0 and clause.words[at - 1].low in _NEW and noun.content and token.text.islower()
        if param.stems == (token.stem,) and (new or noun is clause.made):
            yield Candidate((token,), same((True, Mention(True, token.text))), 1.4, True)


def denied(clause: Clause, run: Sequence[Token]) -> bool:
    """ "Not sold out", "isn't sold out any more", "no longer sold out"."""
    verb = () if clause.verb is None else (clause.verb,)
    said = sorted({*clause.words, *verb}, key=lambda one: one.start)
    lead = [one.low for one in said if one.end <= run[0].start][-3:]
    return any(low in NEGATIONS or low.endswith("n't") for low in lead)


def _by_verb(clause: Clause, param: Param) -> Iterator[Candidate]:
    own = {*param.stems} | (_ENABLED if {*param.stems[-1:]} & RUNNING else frozenset())
    own |= _FINISHED if {*param.stems} & _FINISHED else frozenset()
    if clause.verb is not None and (truth := _glossed(clause.verb, param)) is not None:
        yield Candidate((), same((truth, Literal(truth))), 1.6, True)
        return
    for said in filter(None, (clause.plain, clause.verb.stem if clause.verb is not None else "")):
        contrary = {stem(word) for word in opposites(said)} | {*opposites(said)}
        contrary |= _undone(said)
        if (verbal := own & ({said} | contrary)) and _spoken(clause, param, verbal):
            truth = said in own
            yield Candidate((), same((truth, Literal(truth))), 1.6, True)
            return


def _spoken(clause: Clause, param: Param, verbal: set[str]) -> bool:
    """Whether what it is called besides is spoken of, but for one word: checking a page is no `check_unique_lines`."""
    beside = {*param.stems} - verbal - RUNNING - _FINISHED - _BEING
    return not {*param.stems} & verbal or len(beside - {token.stem for token in clause.words}) < _UNSPOKEN


def _undone(said: str) -> set[str]:
    return {said.removeprefix(prefix) for prefix in _UNDOING if said.startswith(prefix)}


def undoes(verb: Token, param: Param) -> bool:
    """Whether the verb says that something is no longer so: "unpublish" of an input `published`, or what it becomes."""
    undone = bool({*param.stems} & _undone(verb.stem)) or _glossed(verb, param) is not None
    return param.type == "boolean" and undone


def _glossed(verb: Token, param: Param) -> bool | None:
    """What the input is told by a verb after which something is as the description of a truth says."""
    return next((truth for words, truth in glosses(param).items() if (verb.stem,) == (*map(stem, words),)), None)


def _switched(clause: Clause, param: Param) -> Iterator[Candidate]:
    """What is turned on or off by its name, or by what it is told to be: "turn auto-renewal off"."""
    said = clause.plain or (clause.verb.stem if clause.verb is not None else "")
    if said not in _ENABLED | _DISABLED:
        return
    for named in (param.about if len(param.about) <= _SHORT else frozenset[str](), {*param.stems}):
        run = [token for token in clause.words if token.stem in named]
        if named and {token.stem for token in run} >= named:
            truth = said in _ENABLED
            yield Candidate(tuple(run), same((truth, Mention(truth, text_of(clause, run)))), 1.8, True)
            return


def glosses(param: Param) -> dict[tuple[str, ...], bool]:
    """What the description says that a truth means: of "false when sold out", that what is sold out is not.

    Of "Whether it is active or archived", that what is archived is not `active`.
    """
    told = _GLOSS.findall(param.describes) if param.type == "boolean" else ()
    found = {shapes.words(words): truth.lower() == "true" for truth, words in told}
    either = _EITHER.search(param.describes) if param.type == "boolean" else None
    for one, other in permutations(map(str.lower, either.groups())) if either else ():
        if (stem(one),) == param.stems[-1:] and other != "not":
            found[other,] = False
    return found
