"""What a catalogue keeps: per kind of record, the actions that find it, make it, and change or end one by its id.

A resource is known by the noun of its id input (`booking_id`, `vehicleId`) or, where that is only `id`, by the noun
of the action.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any  # Any: schemas are JSON

from chalicelib.planning.composer import verbs
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.schema import options as options
from chalicelib.planning.composer.words import bag, description_tokens, name_stems, text_stems
from chalicelib.planning.once import once
from chalicelib.planning.records import measures, shapes
from chalicelib.planning.records.ranges import LOWER, UPPER

_FIELD = bag("field attribut properti column")
_VALUE = bag("valu new")
OUTSIDE = ("http", "mcp", "lambda")
_CAP = re.compile(r"\b(?:at most|up to|maximum of|limited to|no more than|first)\s+(\d+)\b", re.IGNORECASE)
_PARTICLES = {(word,) for word in ("in", "out", "off", "up", "down")}
_CODES = bag("id ref refer code key number no uuid slug handl")
KEYS = bag("id no number code key ref reference nr uuid barcod sku tag email handl slug serial usernam login")
"""Stems of what fields are called that tell records apart."""
PERSON, WORDING = bag("name person who employe user colleagu member contact"), bag("bodi text messag content")
"""Stems of words for who it is, and for what a message says."""
_ADDRESS = bag("email mail address")
_OF_A_MAIL = WORDING | bag("subject topic templat format type status languag count")
_PHONE = bag("phone telephon mobil cell fax")
_MAILED = {("email", "address"), ("mail", "address")}
_LISTED = re.compile(r'"(\w+)"')


@dataclass(frozen=True, slots=True)
class Act:
    """A write: `target` is the input that takes the id of the record ("" when it makes one); `rest` the others."""

    entry: Entry
    target: str
    rest: tuple[Param, ...]

    @property
    def generic(self) -> tuple[Param, Param] | None:
        """The inputs that take a field's name and its new value, where the action is of that kind.

        A `key` may be that of something else that belongs to the record: it is a field's where it says so.
        """
        plain = [one for one in self.rest if len(one.path) == 1]
        named = [one for one in plain if _of_field(one) and one.stems[-1:] != ("valu",)]
        value = [one for one in plain if {*one.stems} & _VALUE and one not in named]
        return (named[0], value[0]) if len(named) == 1 and len(value) == 1 else None

    @property
    def required(self) -> tuple[Param, ...]:
        """What must be told; where nothing is declared as required, all of a create action's inputs count."""
        return tuple(one for one in self.rest if one.required)

    @property
    def declares(self) -> bool:
        """Whether the schema tells what is required, be it only the id."""
        return any(one.required for one in self.entry.params)

    @property
    def deeds(self) -> frozenset[str]:
        """The verbs by which the action is called: `requests.approve` "Approves …", `cancel_booking`."""
        described = next((token.stem for token in description_tokens(self.entry.action.description) if token.word), "")
        whole = (" ".join(self.entry.name[:2]),) if self.entry.name[1:2] in _PARTICLES else ()
        return frozenset((*self.entry.name[:1], *whole, *((described,) if described in self.entry.name else ())))

    def is_called(self, verb: str) -> bool:
        """Whether the verb, or one that says the same, is a word of the action's name."""
        return verb in self.entry.name or bool(verbs.kin(verb) & self.deeds)


def _of_field(one: Param) -> bool:
    return bool({*one.stems} & _FIELD or ("key" in one.stems and one.about & _FIELD))


@dataclass(frozen=True, slots=True)
class Finder:
    """A read that lists records.  `cap`: at most so many come back (0: no cap is told)."""

    entry: Entry
    cap: int
    lower: Param | None
    upper: Param | None
    texts: tuple[Param, ...]


@dataclass(frozen=True, slots=True)
class Resource:
    noun: str
    finders: tuple[Finder, ...]
    acts: tuple[Act, ...]
    makers: tuple[Act, ...]
    fields: frozenset[str]
    """Names of fields that schemas and descriptions tell."""

    @property
    def words(self) -> frozenset[str]:
        return frozenset((self.noun,))

    @property
    def minor(self) -> frozenset[str]:
        """The fields that count cents or the like."""
        return frozenset(name for one in self.finders for name in measures.in_cents(one.entry.action, self.fields))


@once
def kept(entries: Mapping[str, Entry]) -> tuple[tuple[Resource, ...], tuple[Entry, ...]]:
    """The resources and the look-ups of a catalogue, found once per index."""
    return resources(entries), lookups(entries)


def resources(entries: Mapping[str, Entry]) -> tuple[Resource, ...]:
    used = [one for one in entries.values() if one.action.via in OUTSIDE]
    about = _nouns(used)
    listing = _by_word(used, about)
    acts: dict[str, list[Act]] = {}
    makers: dict[str, list[Act]] = {}
    for one in used:
        if one.action.effect == "read":
            continue
        target = _target(one)
        owned = target is not None and target.owner and target.owner != target.stems
        noun = target.owner[-1] if target is not None and owned else about[one.ref]
        rest = tuple(param for param in one.params if param is not target)
        (acts if target else makers).setdefault(noun, []).append(Act(one, target.name if target else "", rest))
    _by_code(acts, {noun for noun in acts if any(_finds(one, noun, about[one.ref]) for one in listing.get(noun, ()))})
    found = []
    for noun in dict.fromkeys((*acts, *makers)):
        reads = [one for one in listing.get(noun, ()) if _finds(one, noun, about[one.ref])]
        named = [one for one in reads if noun in (*one.name, about[one.ref])] or reads
        finders = tuple(_finder(one) for one in [one for one in named if not one.lists_other(noun)] or named)
        if noun and finders:
            own, new = tuple(acts.get(noun, ())), tuple(makers.get(noun, ()))
            found.append(Resource(noun, finders, own, new, _fields(finders, own, new)))
    return tuple(found)


def _by_code(acts: dict[str, list[Act]], found: Iterable[str]) -> None:
    """What takes the code of a record is done to that record, whatever it is called: `changeRole` of a `handle`."""
    kinds: dict[str, set[str]] = {}
    for noun in found:
        for act in acts[noun]:
            kinds.setdefault(act.target, set()).add(noun)
    for noun in [noun for noun in acts if noun not in {*found}]:
        homes = {home for act in acts[noun] for home in kinds.get(act.target, ())}
        if len(homes) == 1 and all(len(name_stems(act.target)) == 1 for act in acts[noun]):
            acts[homes.pop()] += acts.pop(noun)


def _nouns(used: Sequence[Entry]) -> Mapping[str, str]:
    """What each action is about: the noun of its name that most actions share, else what its group or tool is called.

    `parcel_patch` is about a parcel as other actions are, `viewing.move` about a viewing, `approve` of the
    tool "requests" about a request.
    """
    shared = Counter(word for one in used for word in {*one.name})
    found = {}
    for one in used:
        group, _, last = one.action.name.rpartition(".")
        behind = [word for word in one.objects if word in name_stems(last)]
        if len(name_stems(last)) < 2 or not behind:
            behind = [*name_stems(group or one.action.tool)] if group or one.verb in name_stems(last) else behind
        found[one.ref] = max(reversed(behind), key=lambda word: shared[word], default=one.resource)
    return found


def _by_word(used: Iterable[Entry], about: Mapping[str, str]) -> Mapping[str, list[Entry]]:
    """The reads by the words of their names and of the ids that they give."""
    found: dict[str, list[Entry]] = {}
    for one in used:
        if one.action.effect == "read":
            given = {word for field in one.fields if field.stems[-1:] == ("id",) for word in field.stems}
            for word in {*one.name, about[one.ref]} | given:
                found.setdefault(word, []).append(one)
    return found


def lookups(entries: Mapping[str, Entry]) -> tuple[Entry, ...]:
    """Reads that turn a person's name into an address: one input, a name, and an address is what they speak of."""
    reads = (one for one in entries.values() if one.action.effect == "read" and one.action.via in OUTSIDE)
    of_one = (one for one in reads if len(one.params) == 1 and {*one.params[0].stems} & PERSON)
    return tuple(one for one in of_one if {*one.name, *text_stems(one.action.description)} & _ADDRESS)


def is_address(param: Param) -> bool:
    told = text_stems(param.describes) if param.type == "string" else ()
    named = {*param.stems} & _ADDRESS and not {*param.stems[-1:]} & _OF_A_MAIL
    return bool(named) or param.format == "email" or bool(_MAILED & {*pairwise(told)})


def is_phone(param: Param) -> bool:
    return bool({*param.stems} & _PHONE)


def holds_addresses(param: Param) -> bool:
    """Whether it takes a list of addresses."""
    told = text_stems(param.describes) if param.type == "array" else ()
    return (param.schema.get("items") or {}).get("format") == "email" or bool(_MAILED & {*pairwise(told)})


def form(param: Param) -> str:
    """An example of how the input wants its moment, "" where nothing tells."""
    told = {"date": "2000-01-01", "date-time": "2000-01-01T00:00:00", "time": "00:00"}.get(param.format, "")
    return told or shapes.pattern(param.describes)


def _target(one: Entry) -> Param | None:
    plain = [param for param in one.params if len(param.path) == 1]
    ids = [param for param in plain if param.is_id and param.named_id]
    ids = ids or coded(one)
    own = [param for param in ids if one.resource in param.owner or len(param.stems) == 1]
    makes = one.name[:1] in (("creat",), ("add",), ("new",)) or not all(param.required for param in own)
    if one.senses <= {"create"} and makes and own:
        return None  # an id that need not be told is the one that the new record gets
    return next(iter(own or ids), None)


def coded(one: Entry) -> list[Param]:
    """The required input that is called a code, a reference or the like, and nothing more."""
    plain = [param for param in one.params if len(param.path) == 1 and param.required]
    return [param for param in plain if len(param.stems) == 1 and {*param.stems} & _CODES][:1]


_SINGLE = ("string", "integer", "number", "boolean")


def lists(one: Entry) -> bool:
    """Whether it may give records: a read, and none whose schema says that it gives one value, such as a count."""
    return one.action.effect == "read" and (one.action.output_schema or {}).get("type") not in _SINGLE


def listed(schema: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The schema of the records in the answer of a list or a map, bare or in an envelope; None where it tells none."""
    inner = [one for each in (schema.get("properties") or {}).values() if isinstance(one := _each(each), Mapping)]
    found = inner[0] if (own := _each(schema)) is None and len(inner) == 1 else own
    return found if isinstance(found, Mapping) and found.get("properties") else None


def _each(schema: Any) -> Any:
    told = schema if isinstance(schema, Mapping) and not schema.get("properties") else {}
    return told.get("items", told.get("additionalProperties"))


def _finds(one: Entry, noun: str, about: str) -> bool:
    if not lists(one) or any(param.required and param.is_id for param in one.params) or coded(one):
        return False
    if any(param.named_id and noun in param.owner for param in one.params):
        return False
    if any(param.required for param in one.params) and len(one.params) == 1 and not {*one.params[0].stems} & {"queri"}:
        return noun in (*one.name, about) and not {*one.params[0].stems} & PERSON
    return noun in (*one.name, about) or any(noun in {*field.stems} and field.stems[-1] == "id" for field in one.fields)


def _finder(one: Entry) -> Finder:
    told = _CAP.search(f"{one.action.description} {(one.action.output_schema or {}).get('description', '')}")
    dated = [param for param in one.params if param.temporal or {*param.stems} & bag("time date start end at depart")]
    lower = next((param for param in dated if {*param.stems} & LOWER), None)
    upper = next((param for param in dated if {*param.stems} & UPPER and param is not lower), None)
    texts = tuple(
        param
        for param in one.params
        if param.type == "string" and param not in dated and not (param.paging or param.is_id or param.enum)
        and len(param.path) == 1 and param.stems[-1:] != ("path",)
    )
    return Finder(one, int(told[1]) if told else 0, lower if upper else None, upper if lower else None, texts)


def _fields(finders: Iterable[Finder], acts: Iterable[Act], makers: Iterable[Act]) -> frozenset[str]:
    found = {field.name for one in finders for field in one.entry.fields if not field.listed}
    found |= {param.name for act in makers for param in act.rest}
    for act in acts:
        generic = act.generic
        if generic is None:
            found |= {param.name for param in act.rest}
        else:
            found |= {*_LISTED.findall(generic[0].describes)}
    return frozenset(found)


def is_key(name: str) -> bool:
    """Whether a field of that name tells records apart, and measures nothing: `id`, `orderNo`."""
    return bool({*name_stems(name)[-1:]} & KEYS)


@lru_cache(maxsize=4096)
def field_stems(name: str) -> tuple[str, ...]:
    """The words of a field's name by which people speak of it: `due_date` of due and date, `list_name` of list."""
    stems = name_stems(name)
    bare = tuple(word for word in stems if word not in ("name", "email", "id", "at", "on", "is"))
    return bare or stems
