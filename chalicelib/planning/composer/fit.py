"""How well a mention fits a parameter: its kind, and the words around it.

kind     an e-mail address for `email`, a day for `from`, digits for an integer
cue      a word of the parameter's name or description stands beside the mention ("card C-20417")
role     the preposition in front speaks of that side ("from", "until", "at least")
"""

import re
from collections.abc import Iterable, Mapping

from chalicelib.planning.composer.epoch import counts_else
from chalicelib.planning.composer.mentions import Found, Kind
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import DETERMINERS, PREPOSITIONS, STOP, bag, name_parts, stem

KINDS: Mapping[str, Mapping[str, float]] = {
    "number": {"number": 1.0, "money": 0.9, "percent": 0.8, "duration": 0.8, "id": 0.5},
    "id": {"id": 1.0, "number": 0.8, "quote": 0.5, "tag": 0.35, "name": 0.2, "phone": 0.1},
    "date": {"date": 1.0, "period": 1.0, "datetime": 1.0, "quote": 0.15},
    "time": {"time": 1.0, "datetime": 0.8, "duration": 0.3},
    "email": {"email": 1.0},
    "url": {"url": 1.0, "quote": 0.3},
    "phone": {"phone": 1.0, "id": 0.6, "number": 0.5},
    "path": {"path": 1.0, "quote": 0.8, "name": 0.3, "url": 0.4},
    "text": {
        "quote": 0.8,
        "name": 0.65,
        "tag": 0.6,
        "path": 0.5,
        "id": 0.45,
        "url": 0.4,
        "email": 0.35,
        "phone": 0.3,
        "number": 0.25, "date": 0.25, "money": 0.25, "duration": 0.25,
        "time": 0.25,
        "percent": 0.25,
        "period": 0.2,
        "datetime": 0.25,
    },
}
_ROLES: Mapping[str, str] = {
    "from": "from start begin origin sourc sinc departur depart checkin first min after sender base",
    "between": "from start begin since first min checkin",
    "out": "from start begin origin sourc",
    "into": "into to end destin target goal",
    "since": "from start sinc begin after min",
    "starting": "from start begin",
    "after": "from start after min sinc earliest not_before notbefor begin",
    "to": "to end destin until checkout last return arriv recipi target max receiv goal new",
    "until": "to end until checkout last max due till",
    "till": "to end until due",
    "through": "to end until",
    "and": "to end until last",
    "before": "to end befor until max due",
    "by": "due deadlin until by end author need artist",
    "above": "min from abov least",
    "over": "min abov from threshold",
    "least": "min",
    "minimum": "min",
    "exceeds": "threshold min",
    "under": "max below",
    "below": "max below threshold",
    "most": "max limit",
    "maximum": "max limit",
    "than": "max min threshold",
    "call": "name titl",
    "called": "name titl",
    "named": "name titl",
    "titled": "titl name",
    "for": "for purpos name guest custom user member client person whom recipi patient",
    "at": "time at locat place",
    "in": "citi locat countri region place languag in",
    "near": "locat near citi",
    "about": "topic subject queri q about keyword",
    "with": "with",
    "on": "date day on topic",
    "#": "number id",
}
_TEXTUAL = bag("text messag bodi comment note content reason remark descript detail subject summari")
_NAMING = bag("name titl q queri search keyword term text author artist citi locat place")
NAMED = bag("name titl")
_NUMBERS = ("integer", "number")


def kind_of(param: Param) -> str:
    """The class of values that a parameter wants."""
    if param.type in _NUMBERS:
        return "id" if param.is_id and param.type == "integer" else "number"
    stems = {*param.stems}
    inner = param.schema.get("items") if param.many else None
    formats = {param.format, str(inner.get("format", "")) if isinstance(inner, Mapping) else ""}
    if "email" in formats or (stems & {"email", "mail"} and not stems & {"subject", "bodi", "id"}):
        return "email"
    if param.format in ("uri", "url") or stems & {"url", "uri", "link", "websit"}:
        return "url"
    if stems & {"phone", "mobil", "telephon", "fax"} and not stems & {"id"}:
        return "phone"
    if param.is_id:
        return "id"
    if param.format == "time" or (_of_day(param) and not param.format):
        return "time"
    if param.temporal:
        return "date"
    return "path" if stems & {"path", "file", "filenam", "directori", "folder"} else "text"


_EXTENTS = bag("period rang unit interval frame span zone durat variabl limit window horizon scale spent taken sinc")


def _of_day(param: Param) -> bool:
    """Whether the name speaks of a time of day: a time unit, a period or a range is none."""
    stems = {*param.stems}
    return bool(stems & {"time", "clock"}) and not stems & _EXTENTS


def wanted_kinds(params: Iterable[Param]) -> frozenset[str]:
    """The kinds of mentions that some of the parameters take for certain."""
    return frozenset(kind for one in params for kind, base in KINDS[kind_of(one)].items() if base >= 0.65)


def fit(param: Param, found: Found) -> float:
    """0 where the mention cannot be meant; above 0.5 where it probably is."""
    kind = kind_of(param)
    base = KINDS[kind].get(found.kind, 0.0)
    if kind == "id" and quoted_id(found, param):
        base = KINDS["id"]["id"]
    near = cue(param, found)
    if _unfit(param, kind, found, near):
        return 0.0
    if kind == "text":
        base = 0.0 if _not_listed(param, found) else base + _text_bonus(param, found.kind)
    if param.format == "date-time":
        base = {"time": 1.1, "datetime": 1.2, "date": 0.6 if found.unit else 1.0}.get(found.kind, base)
    if found.of and kind == "id" and " ".join(param.stems) not in found.of and near < 1.0:
        return 0.0
    if found.of and kind == "text" and " ".join(param.stems) not in found.of:
        base -= 0.6 if near < 0.9 else 0.0
    base -= _other_thing(param, kind, found, near) if found.noun else 0.0
    if base <= 0 and not (near > 0.9 and kind in ("id", "path")):
        return 0.0
    return base + near + _role(param, found) + shape(param.examples, str(found.value)) * (kind == "id")


def _other_thing(param: Param, kind: str, found: Found, near: float) -> float:
    """What it costs that the mention identifies something else than the input is for."""
    if kind in ("id", "number") and found.noun not in (*param.stems, *param.owner):
        bare = param.called != param.name  # the object that it stands in is no kind of thing: `parent`, `item`
        return 0.8 * (found.noun not in param.about or (near < 0.75 and not bare and _another(param)))
    if kind == "id" and found.noun in param.owner[:-1] and found.noun != param.owner[-1]:
        return 0.5  # a file is no file request
    other = kind == "text" and found.noun not in (*param.stems, *param.about) and not _names(param)
    return 0.6 * (other and near < 0.9)


def _unfit(param: Param, kind: str, found: Found, near: float) -> bool:
    """Whether the mention cannot be meant, whatever its kind: a name or a measure ("60.7kg") for an id, and so on."""
    if param.type == "boolean" or counts_else(param.schema, found.value):
        return True  # a yes or no is told by words, and a moment by a day or a time
    if kind == "id" and _malformed(param, str(found.value)):
        return True
    if kind == "id" and found.kind in ("quote", "name", "tag", "email", "phone") and not quoted_id(found, param):
        value = str(found.value)
        return " " in value or (param.looked_up and shape(param.examples, value) <= 0) or _unnamed(param, near)
    if kind == "id" and found.kind == "number" and (found.unit or ({*param.stems} <= NAMED and near < 1.0)):
        return True  # a name is no number, unless it is called so: "pool 4", but "set the limit of the pool to 4"
    if kind == "time" and found.kind == "duration":
        return bool(param.format) or near < 0.8  # only where it is called so: "an expiration time of 2 hours"
    return _unnamed(param, near)


_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")


def _malformed(param: Param, value: str) -> bool:
    """Whether the schema says that ids are written otherwise: what people call a thing is no UUID."""
    inner = param.schema.get("items") if param.many else None
    told = (param.format, inner.get("format") if isinstance(inner, Mapping) else "", *name_parts(param.name)[-1:])
    return "uuid" in told and not _UUID.fullmatch(value)


def _unnamed(param: Param, near: float) -> bool:
    """Whether the input only leafs through an answer and the prompt does not say its name."""
    return (param.paging or {*param.stems} >= {"start", "after"}) and near < 0.9


_LABELS = bag("id ids identifier number code no")
_CODED = re.compile(r"(?=\S*\d)(?=\S*[A-Za-z])[\w-]{4,}|\d{4,}|#\d+")


def quoted_id(found: Found, param: Param) -> bool:
    """Whether a quoted text is such an id, as it would be without its quotes: called one, or letters and digits mixed.

    "For order 'T7'" is no parcel's.
    """
    if found.kind != "quote" or any(letter.isspace() for letter in str(found.value)):
        return False
    if any(word in _LABELS for word in found.before[-2:]):
        return True
    led = len(found.before) > 1 and found.before[-2] in PREPOSITIONS | DETERMINERS
    called = stem(found.before[-1]) if led and found.before[-1] not in STOP else ""
    other = bool(called) and called not in {*param.stems, *param.owner, *param.about}
    return not other and bool(_CODED.fullmatch(str(found.value)))


def _another(param: Param) -> bool:
    """Whether an id says itself whose it is, so that what else its description speaks of is something else."""
    return param.is_id and bool({*param.owner} - _ANY)


_ANY = bag("id gid sid uid uuid guid key code number object item resourc refer target")
_SORTS = bag("type kind status state mode categori level format order")


def _not_listed(param: Param, found: Found) -> bool:
    """Whether the description lists the values of a sort of things ("any of `open`, `closed`"), and this is none."""
    return bool({*param.stems} & _SORTS) and len(param.examples) > 1 and str(found.value) not in param.examples


def _text_bonus(param: Param, kind: Kind) -> float:
    stems = {*param.stems}
    if stems & _TEXTUAL and not stems & _NAMING - _TEXTUAL and not param.naming:
        return (0.2 if param.required else -0.1) if kind == "quote" else -0.5
    if stems & _NAMING or param.naming:
        return 0.25 if kind in ("name", "tag", "quote") else 0.0
    return 0.0


def _names(param: Param) -> bool:
    """Whether the parameter is for names and words to search for, of whatever thing."""
    return bool({*param.stems} & (_NAMING | _TEXTUAL))


_PREFIX = re.compile(r"^([A-Za-z]+[_-]|[A-Za-z]+(?=\d))")


def shape(examples: tuple[str, ...], value: str) -> float:
    """Whether the value looks like the examples: one prefix, or at least letters and digits alike."""
    if not examples:
        return 0.0
    mine = _PREFIX.match(value)
    best = -0.7
    for example in examples:
        if example.endswith("…"):
            if value.startswith(example[:-1]) and any(c.isdigit() or c.isupper() for c in value):
                return 0.8
            continue
        theirs = _PREFIX.match(example)
        if mine and theirs and mine[1].lower() == theirs[1].lower():
            return 0.8
        if example.isdigit() == value.isdigit() and bool(mine) == bool(theirs):
            alike = mine and theirs and mine[1][-1] == theirs[1][-1] and mine[1].isupper() == theirs[1].isupper()
            best = max(best, 0.2 if alike else 0.0 if not theirs else -0.5)
    return best


def cue(param: Param, found: Found) -> float:
    """Words of the parameter beside the mention; a word right before it counts most."""
    best = 0.0
    for distance, word in enumerate(reversed(found.before)):
        if word == "of" and not distance:
            break  # "the topic of X": the topic is not what X is
        if word in STOP or not word[0].isalnum():
            continue
        best = max(best, _word_cue(param, stem(word)) * (1.0 - 0.2 * distance))
    for distance, word in enumerate(found.after):
        if word in ".,;!?" or (word in PREPOSITIONS and found.kind == "number"):
            break  # "12 out of bed 7": the bed is not what there are twelve of
        if word not in STOP and word[0].isalnum():
            best = max(best, _word_cue(param, stem(word)) * (0.8 - 0.25 * distance))
    unit = stem(found.unit) if found.unit and found.unit.isalpha() else ""
    if unit and (unit in param.stems or unit in param.about):
        best = max(best, 0.8)
    return best


def _word_cue(param: Param, word: str) -> float:
    if word in param.stems or (param.is_id and word in param.owner):
        return 1.0
    return 0.45 if word in param.about else 0.0


def _role(param: Param, found: Found) -> float:
    stems = {*param.stems} | {"".join(param.stems[:2])} | ({"titl"} if param.naming else set())
    for distance, word in enumerate(reversed(found.before[-3:])):
        if word in _ROLES:
            sides = frozenset(_ROLES[word].split())
            own = 0.25 * ({*param.stems} <= sides)
            return (0.5 + own if stems & sides else -0.15) * (1.0 - 0.25 * distance)
    return 0.0


def speaks_for(side: tuple[str, ...], found: Found) -> bool:
    """Whether the words in front of a mention say that it stands on this side ("from" for an origin)."""
    wanted = {*side}
    for word in reversed(found.before[-3:]):
        if word in _ROLES:
            return bool(wanted & {*_ROLES[word].split()})
        if stem(word) in wanted:
            return True
    return False
