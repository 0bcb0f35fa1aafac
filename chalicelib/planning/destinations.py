"""Where a call sends something, and whether anybody trusted said so.

What a service answers is data: it may be the content of a message, never its reason to go somewhere else.  So a
destination (a recipient, an address, a channel, a URL to call) has to be vouched for:

    told       the request, the task's context, the sub-agent's purpose, a person's answer or the tool's own schema
               names it, or the domain that it belongs to (`@example.com`)
    looked up  it is the whole value of a field that a granted read promises, in the record of something that the
               request names; where the request names a destination itself (an address, a #channel), of that one

A value that only stands in somebody's prose, in a key, in an error or in a field that nobody promised is neither.
This judges values, not proposals: it holds whoever planned the step, and however he was talked into it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any  # Any: inputs and outputs are JSON

from chalicelib.domain.tool import Action
from chalicelib.planning.composer.words import STOP, name_stems, stem_bag, text_stems

Path = tuple[str, ...]

_WHERE = stem_bag(
    "recipient recipients receiver cc bcc destination dest payee beneficiary addressee iban wallet channel channels "
    "webhook callback endpoint url uri email emails mail mailbox phone mobile fax address addresses forward invitee "
    "invitees attendee attendees participant participants subscriber host hostname domain notify share whom"
)
_TO = stem_bag("to target")
_BESIDE_TO = stem_bag("id ids user users person account number name addr list group")
_PAYS = stem_bag("transfer pay payout send deposit refund wire remit credit")
_SOURCE = stem_bag("from sender source origin billing")
_CALLED = stem_bag("url uri webhook callback endpoint host hostname domain")
_SAYS_SO = stem_bag("recipient receiver destination payee beneficiary addressee")
_NAMED = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://[^\s\"'<>]+|(?<![\w/])[#@][\w-]{2,}|\+\d[\d ()-]{6,}\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
LONGEST_NAME, MOST_WORDS, DEEPEST = 80, 6, 8


@dataclass(frozen=True, slots=True)
class Trusted:
    """What was said by those who may say where something goes.  `prompt` is a part of `text`."""

    prompt: str
    text: str

    def tells(self, value: str) -> bool:
        low, text = value.casefold().strip().lstrip("#@"), self.text.casefold()
        if not low:
            return True
        if re.search(rf"(?<![\w.+-]){re.escape(low)}(?![\w-]|\.\w)", text):
            return True
        domain = low.rpartition("@")[2] if re.fullmatch(r"[^@\s]+@[^@\s]+", low) else ""
        if domain and re.search(rf"(?<![\w.+-])@{re.escape(domain)}(?![\w-]|\.\w)", text):
            return True
        digits = re.sub(r"[ ()+.-]", "", low)
        return len(digits) > 6 and digits.isdecimal() and digits in re.sub(r"[ ()+.-]", "", text)

    def names(self, text: str) -> bool:
        """Whether a short text has a word in common with the request."""
        short = len(text) <= LONGEST_NAME and len(text.split()) <= MOST_WORDS
        return short and bool(_words(text) & _words(self.prompt))


@dataclass(frozen=True, slots=True)
class Read:
    """What an earlier read of the task was asked, and gave."""

    output: Any
    schema: Mapping[str, Any] | None = None
    inputs: Mapping[str, Any] = field(default_factory=dict)


def destinations(action: Action, inputs: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The inputs that say where the call sends something, by path.  Of a read, those that are called."""
    if action.via in ("auth", "utility", "person"):
        return
    for path, schema, value in _leaves(inputs, action.input_schema, ()):
        if isinstance(value, bool) or not isinstance(value, (str, int)) or _DAY.match(str(value)):
            continue
        if value in (schema.get("enum") or ()):
            continue
        if _leads_somewhere(action, path, schema, value):
            yield ".".join(path), str(value)


def unvouched(action: Action, inputs: Mapping[str, Any], trusted: Trusted) -> tuple[tuple[str, str], ...]:
    """The destinations that nobody trusted has told: they are to be looked up."""
    return tuple((path, value) for path, value in destinations(action, inputs) if not trusted.tells(value))


def looked_up(value: str, reads: Iterable[Read], trusted: Trusted) -> bool:
    """Whether a granted read has found the value as that of something which the request names."""
    named = [one.lstrip("#@").rstrip(".,;:!?").casefold() for one in _NAMED.findall(trusted.prompt)]
    for read in reads:
        for record, alone in _records(read.output, read.schema, value):
            about = [str(one) for one in record]
            if named and any(one in text.casefold() for one in named for text in about):
                return True
            if not named and any(trusted.names(text) for text in about):
                return True
            if not named and alone and any(trusted.tells(str(one)) for one in read.inputs.values() if _said(one)):
                return True
    return False


def _said(value: Any) -> bool:
    return isinstance(value, (str, int)) and not isinstance(value, bool) and len(str(value)) > 1


def _leads_somewhere(action: Action, path: Path, schema: Mapping[str, Any], value: Any) -> bool:
    own = {*name_stems(path[-1])}
    stems = own | ({*name_stems(path[-2])} if len(path) > 1 else set())
    called = bool(stems & _CALLED) or schema.get("format") in ("uri", "url")
    if action.effect == "read":
        return called and isinstance(value, str)
    if called or schema.get("format") == "email":
        return True
    if own & _SOURCE and not own & _TO:
        return False
    if stems & _WHERE or {*text_stems(str(schema.get("description") or ""))} & _SAYS_SO:
        return True
    if "account" in stems and {*name_stems(action.name)} & _PAYS:
        return True
    to = stems & _TO and own <= _TO | _BESIDE_TO
    return bool(to) and isinstance(value, str) and not value.isdecimal()


def _leaves(value: Any, schema: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, Mapping[str, Any], Any]]:
    if len(path) > DEEPEST or not isinstance(schema, Mapping):
        return
    match value:
        case Mapping():
            properties = schema.get("properties") or {}
            for name, inner in value.items():
                yield from _leaves(inner, properties.get(name) or {}, (*path, str(name)))
        case list() | tuple():
            for inner in value:
                yield from _leaves(inner, schema.get("items") or {}, path)
        case _ if path:
            yield path, schema, value


def _records(
    node: Any, schema: Any, value: str, beside: tuple[Any, ...] = (), alone: bool = True, depth: int = 0
) -> Iterator[tuple[tuple[Any, ...], bool]]:
    """What stands beside a promised field that has exactly this value, and whether there is no other record."""
    schema = schema if isinstance(schema, Mapping) else {}
    if depth > DEEPEST:
        return
    match node:
        case Mapping():
            properties = schema.get("properties") or {}
            own = (*beside, *(one for one in node.values() if isinstance(one, (str, int, float))))
            for name, inner in node.items():
                if _promised(str(name), node, properties):
                    yield from _records(inner, properties.get(name), value, own, alone, depth + 1)
        case list():
            for inner in node:
                shared = () if isinstance(inner, Mapping) else beside  # records of a list have nothing in common
                yield from _records(inner, schema.get("items"), value, shared, alone and len(node) == 1, depth + 1)
        case _ if str(node) == value:
            yield (*beside, node), alone


def _promised(name: str, record: Mapping[str, Any], properties: Mapping[str, Any]) -> bool:
    """Whether the schema speaks of the field; where a promised one is missing, this may be its new name."""
    return not properties or name in properties or not set(properties) <= set(record)


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W_]{2,}", text.casefold()) if word not in STOP}
