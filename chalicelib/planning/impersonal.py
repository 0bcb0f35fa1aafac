"""Which values are nobody's: the one rule for what memory may keep of a value, and give to the next request.

Memory is structure.  A value of a past run belongs to whoever asked then: an address, an id, a name, a date, an amount
or a text that is right for one person is wrong for the next, and in a write it does harm.  Kept are only values that
mean the same to everybody:

    truths, and what the schema itself names     enumerations, constants, defaults
    words of a closed vocabulary                 a state, a kind, a unit: by the input's name, or of the dictionary
    numbers that limit an answer                 so many per page

An input that tells whom or what something is done to (`identifies`) keeps nothing but what its schema names.
"""

import re
from typing import Any  # Any: values are JSON

from chalicelib.domain.redact import redact
from chalicelib.planning.composer.schema import Param, options, param
from chalicelib.planning.composer.thesaurus import known
from chalicelib.planning.composer.words import stem, stem_bag

LONGEST, MOST_WORDS = 40, 4

_REACHED = stem_bag(
    "email mail address phone mobile telephone tel fax contact url uri link webhook iban card handle login username"
)
_PEOPLE = stem_bag(
    "user person people customer client patient doctor member owner assignee agent author sender recipient receiver "
    "employee student guest candidate applicant host organizer organiser attendee participant payee payer vendor "
    "supplier account tenant driver courier buyer seller reviewer approver manager teacher to cc bcc who whom"
)
_MADE_UP = stem_bag("idempotency nonce correlation trace")
"""Keys that whoever calls makes up."""
_NAMES = stem_bag("name title label nick nickname")
_KINDS = stem_bag(
    "status state type kind category priority level severity stage phase tier class mode format unit currency language "
    "locale sort order direction quality visibility role outcome result resolution list board folder queue lane plan "
    "size color colour style theme method scope period frequency interval region"
)
_LIMITS = stem_bag("limit page per size offset skip top rows results count depth precision decimals timeout retries")
_TEXTS = stem_bag(
    "text body subject message msg content comment note remark description summary reason detail query q search "
    "keyword term prompt question topic instructions value data"
)
_ACTING = re.compile(r"(?:er|or|ist|ee|ant|ian|man|nurse|coach|lead|judge|chef|pilot|guide|staff|team|crew)s?$")
_WORDS = re.compile(r"[^\W\d_]+(?:[ _-][^\W\d_]+)*")
_CODE = re.compile(r"[A-Z]{2,4}|[a-z]{2}")
_CONSTANT = re.compile(r"[A-Z]+(?:_[A-Z]+)+")
"""How programs write a choice of theirs (`BEST_MATCH`), and nobody a name."""
_TELLING = re.compile(r"[@/\\:#+]|\d{3,}")


def named(name: str) -> Param:
    """What can be said of a field of which only the name is known."""
    return param(name, (name,), False, {"type": "string"})


def directs(one: Param) -> bool:
    """Whether the input tells whom or what something is done to: an id, an address, or a person."""
    stems = {*one.stems}
    if one.is_id or stems & _REACHED or one.format in ("email", "uri", "uuid"):
        return not stems & _MADE_UP
    bare = [word for word in one.stems if word not in _NAMES]
    return bool(bare) and not _of_kinds(one) and (bare[-1] in _PEOPLE or bare[0] in _PEOPLE)


def identifies(one: Param) -> bool:
    """Whether the value says who or what something is: what directs, and the name of anything."""
    return directs(one) or (one.stems[-1:] != () and one.stems[-1] in _NAMES and not _of_kinds(one))


def impersonal(value: Any, one: Param) -> bool:
    """Whether memory may keep the value of the input."""
    if value is None or isinstance(value, bool) or offered(value, one):
        return True
    if identifies(one) or one.temporal:
        return False
    if value in options(one):
        return True
    if isinstance(value, int | float):
        return bool({*one.stems} & _LIMITS)
    return isinstance(value, str) and _word(value, one)


def offered(value: Any, one: Param) -> bool:
    """Whether the action itself names the value: then it is nobody's."""
    inner = one.schema.get("items")
    schemas = (one.schema, inner) if isinstance(inner, dict) else (one.schema,)
    choices = [choice for schema in schemas for choice in (*(schema.get("enum") or ()), schema.get("const"))]
    each = value if isinstance(value, list) else [value]
    return value == one.schema.get("default") or (bool(each) and all(told in choices for told in each))


def _of_kinds(one: Param) -> bool:
    """Whether the input says of what kind something is: `status`, `customer_type`, `list_name`."""
    stems = [word for word in one.stems if word not in _NAMES]
    return bool(stems) and stems[-1] in _KINDS


def _word(value: str, one: Param) -> bool:
    words = [word for word in re.split(r"[ _-]+", value) if word]
    if not 0 < len(value) < LONGEST or len(words) > MOST_WORDS or redact(value) != value:
        return False
    if _of_kinds(one):
        return not _TELLING.search(value)
    if {*one.stems} & _TEXTS or not _WORDS.fullmatch(value):
        return False
    if _CODE.fullmatch(value):
        return True
    if _CONSTANT.fullmatch(value):
        return all(known(stem(word.lower())) for word in words)
    named = not value.islower() and (len(words) > 1 or not value[1:].islower() or _acts(one))
    return not named and all(known(stem(word.lower())) for word in words)


def _acts(one: Param) -> bool:
    """Whether the input's name is that of one who does something: a nurse called Grace is no category."""
    return bool(_ACTING.search(one.name.lower()))


def texts_in(data: Any) -> set[str]:
    """Every text that the data hold, in lower case."""
    match data:
        case str():
            return {data.strip().lower()}
        case dict():
            return {text for inner in data.values() for text in texts_in(inner)}
        case list() | tuple():
            return {text for inner in data for text in texts_in(inner)}
    return set()
