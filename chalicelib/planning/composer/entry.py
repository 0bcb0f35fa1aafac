"""One action as the composer sees it: its words with their weights, its sense, its inputs and outputs.

A word counts where it stands best: in the name fully, in the description by half, in a parameter by a third.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import takewhile

from chalicelib.domain.tool import Action
from chalicelib.planning.composer.fit import wanted_kinds
from chalicelib.planning.composer.place import identified, told_apart
from chalicelib.planning.composer.schema import Field, Param, fields, params
from chalicelib.planning.composer.words import (
    PREPOSITIONS,
    bag,
    is_verb,
    name_parts,
    name_stems,
    senses,
    stem,
    text_stems,
    tokens,
)

NAME, DESCRIBED, INPUT, ELSEWHERE = 1.0, 0.55, 0.35, 0.15
_AMBIGUOUS = frozenset(
    stem(word)
    for word in bag(
        "order book record report request note file store message text comment plan review test schedule document "
        "mail email post charge credit bill check count average track place set label tag link log support alarm"
    )
)
_MAKING = frozenset(stem(word) for word in bag("create add make post submit start request"))
_PLAIN = bag(
    "create delete remove add write read modify edit update rename list get find search fetch cancel close open"
)
_THINGS = bag("servic system")
_DOING = bag("post check set request track test place")
_FILLERS = bag("tool api v1 v2 data info inform detail servic system by name list all index")


@dataclass(frozen=True, slots=True)
class Entry:
    """One action as the composer sees it."""

    ref: str
    action: Action
    name: tuple[str, ...]
    weights: Mapping[str, float]
    senses: frozenset[str]
    verb: str
    objects: tuple[str, ...]
    params: tuple[Param, ...]
    wants: frozenset[str]
    """The kinds of mentions that its inputs take for certain."""
    fields: tuple[Field, ...]
    aside: frozenset[str] = frozenset()
    """What a request for it would say, where it is an aside of its document."""

    @property
    def required(self) -> tuple[Param, ...]:
        return tuple(param for param in self.params if param.required)

    @property
    def resource(self) -> str:
        """The stem of what the action is about: the last noun of its name, tools' fillers left out."""
        return self.objects[-1] if self.objects else ""

    def lists_other(self, noun: str) -> bool:
        """Whether it lists something else of the noun's group: `plays/list-props`, but not `plays/list-for-house`."""
        parts = name_parts(self.action.name)
        at = next((at for at, part in enumerate(parts) if "read" in senses(stem(part))), 0)
        said = [stem(part) for part in takewhile(lambda part: part not in PREPOSITIONS, parts[at + 1 :])]
        return noun in map(stem, parts[:at]) and bool(said) and noun not in said


def entry(ref: str, action: Action) -> Entry:
    inputs = told_apart(identified(action, params(action.input_schema or {})))
    outputs = fields(action.output_schema)
    name = name_stems(action.words)
    weights: dict[str, float] = {}
    for weight, words in (
        (NAME, name),
        (DESCRIBED, text_stems(action.description)),
        (INPUT, [word for one in inputs for word in (*one.stems, *_values(one))]),
        (ELSEWHERE, [*text_stems(action.group), *name_stems(action.tool), *(w for one in inputs for w in one.about)]),
        (ELSEWHERE / 2, [word for one in outputs for word in one.stems]),
    ):
        for word in words:
            weights[word] = max(weights.get(word, 0.0), weight)
    verb, meant = _verb(action)
    nouns = tuple(word for word in name if word != verb)
    objects = tuple(word for word in nouns if word not in _FILLERS) or _only(nouns)
    action = action if action.description.strip() else replace(action, description=_phrase(action, verb, inputs))
    return Entry(ref, action, name, weights, meant, verb, objects, inputs, wanted_kinds(inputs), outputs)


def _only(nouns: tuple[str, ...]) -> tuple[str, ...]:
    """What is mostly a filler, where it is all that the action is about: the services of a laundry."""
    return tuple(word for word in nouns if word in _THINGS)


def _phrase(action: Action, verb: str, inputs: tuple[Param, ...]) -> str:
    """What an action of which nothing is said does, by its name: "accept claims" of `claims/accept`.

    A verb that is not known as one is what its name says beside the record of which it takes the id.
    """
    parts = name_parts(action.words)
    owned = {word for one in inputs if one.is_id and one.required for word in one.owner}
    beside = [part for part in parts if stem(part) not in owned]
    plain = beside[0] if len(beside) == 1 and len(parts) > 1 and action.effect != "read" else ""
    said = next((part for part in parts if stem(part) == verb), plain)
    return " ".join((said, *(part for part in parts if part != said))) if said else ""


def _values(one: Param) -> tuple[str, ...]:
    return tuple(word for value in one.enum if isinstance(value, str) for word in text_stems(value.replace("_", " ")))


def _plural(part: str) -> bool:
    return part.endswith("s") and not part.endswith("ss") and stem(part) != part


def _things(action: Action, parts: tuple[str, ...], part: str, described: str) -> bool:
    """Whether the part is a plural in the name of a read, or the things with which a name begins.

    `charges_refunds` refunds nothing, `orders_show`, `orders_mark_as_paid` order nothing, and `drafts_index` "List
    drafts" drafts nothing.
    """
    first = part == parts[0] and len(parts) > 1
    ahead = first and (stem(part) in _AMBIGUOUS - {described} or _told_otherwise(action, part, described))
    return _plural(part) and (ahead or action.effect == "read")


def _told_otherwise(action: Action, part: str, described: str) -> bool:
    """Whether the description says another deed, and the part is what that is done to."""
    return described != stem(part) and bool(senses(described)) and stem(part) in text_stems(action.description)


def _without_group(action: Action, parts: tuple[str, ...]) -> tuple[str, ...]:
    """The parts of the name behind that of the group: `issues/create-comment` among the issues creates a comment."""
    group = name_parts(action.group)
    behind = parts[len(group) :]
    return behind if group and parts[: len(group)] == group and behind and senses(stem(behind[0])) else parts


_CONTROLLED = re.compile(r"(?:[A-Z][a-z0-9]+)+_((?:[A-Z][a-z0-9]+|[a-z0-9]+(?=[A-Z]|$))(?:[A-Z][a-z0-9]+)*)")


def _behind_controller(name: str) -> str:
    """What a name says behind that of the class which serves it, or of its group: `OrderApi_TagsCreate`, `file/list`.

    Neither orders or files anything.
    """
    found = _CONTROLLED.fullmatch(name)
    return found[1] if found else re.split(r"[./]", name)[-1]


def _agent(part: str) -> bool:
    """Whether it is a noun for who does something: "translators" translate, and "order" is a verb itself."""
    one = part.removesuffix("s")
    return one.endswith(("er", "or")) and not is_verb(one)


def _shows(last: str, described: str) -> bool:
    """Whether a name that ends with a verb of looking only looks: `shift_list`, "All shifts", moves nothing."""
    return senses(stem(last)) == {"read"} and senses(described) <= {"read"}


_LOOKS = bag("get list find search fetch read retrieve show lookup check is")
_SHOWN = re.compile(r"(?:returns|whether|checks? (?:if|whether|the status|status|for))\b", re.IGNORECASE)


def _looking(parts: tuple[str, ...], description: str, described: str) -> str:
    """The verb of looking in a name of which the description tells what is shown: `issueGetComments` issues nothing."""
    looks = [stem(part) for part in parts if part in _LOOKS]
    shown = senses(described) == {"read"} or bool(_SHOWN.match(description.strip()))
    bids = bool(parts) and (is_verb(parts[0][:-1]) or (is_verb(parts[0]) and stem(parts[0]) not in _AMBIGUOUS))
    things = shown and bool(parts) and _plural(parts[-1]) and not bids
    plain = things or not any(senses(stem(part)) for part in parts)
    return next(iter(looks), described if plain else "") if shown else ""


def _behind(verbs: list[str], described: str) -> str:
    """The verb of a name that begins with none: that of the description, else the last that is no noun as well."""
    same = [verb for verb in verbs if stem(verb) == described]
    bidden = [verb for verb in verbs if not _plural(verb)] or verbs  # `envelopes_list_changes` changes nothing
    return (same or [verb for verb in bidden if stem(verb) not in _AMBIGUOUS] or bidden)[-1]


def _verb(action: Action) -> tuple[str, frozenset[str]]:
    """The verb of an action and its senses: from the name, where that is unclear also from the description."""
    behind = name_parts(_behind_controller(action.words))
    parts = behind if any(senses(stem(part)) for part in behind) else name_parts(action.words)
    parts = _without_group(action, parts)
    if parts[:1] == ("check",) and parts[1:2] in (("in",), ("out",)):
        return "check", frozenset({"update"})  # who is checked in or out is not only looked at
    described = next((token.stem for token in tokens(action.description) if token.word), "")
    looks = _looking(parts, action.description, described)
    if looks:
        return looks, frozenset({"read"})
    verbs = [part for part in parts if senses(stem(part)) and not _agent(part)]
    doing = [part for part in verbs if not _things(action, parts, part, described)]
    verbs = doing if doing or senses(described) or action.effect == "read" else verbs
    if len(parts) == 2 and verbs[:1] == list(parts[:1]) and _plural(parts[0]) and not is_verb(parts[0][:-1]):
        verbs = verbs[1:]  # the `activities` of `activities_search` only share a verb's stem
    if not verbs:
        if described and described == stem(parts[0] if parts else ""):
            return described, frozenset({"read"}) if action.effect == "read" else frozenset()
        told = senses(described) or (frozenset({"read"}) if action.effect == "read" else frozenset())
        return described if senses(described) else "", told
    doing = [verb for verb in verbs if verb.endswith("ing")]
    first = verbs[0] if verbs[0] == parts[0] else ""
    last = verbs[-1:] if len(parts) == 2 and parts[-1] in _PLAIN and parts[0] not in _DOING else []
    plainly = stem(first) not in _AMBIGUOUS or (described == stem(first) and bool(doing))  # `recordReading` records
    plainly = plainly and not (last and _shows(last[0], described))
    chosen = first if first and plainly else (doing or last or [first])[-1] or _behind(verbs, described)
    meant = senses(stem(chosen))
    noun = stem(chosen) in _AMBIGUOUS and chosen == parts[-1] != name_parts(action.words)[0]
    if noun and senses(described) == {"read"}:
        return described, senses(described)  # `staff.email` "Gives the email address of …" sends nothing
    if (stem(chosen) in _AMBIGUOUS and chosen != name_parts(action.words)[0]) or len(meant) > 1:
        meant |= senses(described)
    if stem(chosen) in _MAKING and len(parts) > 1:
        meant |= senses(stem(parts[-1])) & {"update"}  # to create a transfer is to transfer
        meant |= senses(stem(parts[0])) if last else set()  # and `comments_create` is to comment
    if action.effect == "read" and not meant & {"read", "compute"}:
        meant |= {"read"}
    return stem(chosen), meant
