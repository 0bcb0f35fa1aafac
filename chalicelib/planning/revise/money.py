"""Amounts of money in a record: a number beside an ISO 4217 code, and how many decimals the currency has."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any  # Any: records are JSON

from chalicelib.planning.composer.words import bag, name_parts
from chalicelib.planning.revise.paths import joined, quoted

CODES = bag(
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP "
    "CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF "
    "IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD "
    "MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB "
    "RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD "
    "UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"
)
_NO_DECIMALS = bag("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF")
_THREE_DECIMALS = bag("BHD IQD JOD KWD LYD OMR TND")
_FIELD = frozenset(("currency", "ccy", "iso4217"))
_AMOUNTS = (
    "total", "amount", "due", "balance", "price", "cost", "fee", "sum", "charge", "value", "gross", "net", "budget",
    "salary", "rate", "subtotal", "fare", "premium", "payable", "worth",
)
_PARTS = bag("paid refunded tax vat discount shipping unit tip credit deducted")
_NO_AMOUNT = bag("id ids date at on count number code type status url")
_WISHES = bag("preferred default original target base display")
_MINOR = re.compile(r"\bcents?\b|\bpence\b|minor.?units?|smallest (?:currency )?units?", re.IGNORECASE)
_MAJOR = re.compile(r"major.?units?|whole units?|not (?:in )?(?:cents|pence|minor)", re.IGNORECASE)
_DEEPEST = 4
UNIT = "x-replan-unit"
"""In a schema, what an amount of money counts: `minor` or `major` units of its currency."""


@dataclass(frozen=True, slots=True)
class Money:
    """Paths are relative to the value that was searched."""

    amount_path: str
    currency_path: str
    amount: float
    currency: str
    name: str

    @property
    def major(self) -> float:
        """The amount, if it counts minor units, in whole ones."""
        return round(self.amount / float(10 ** decimals(self.currency)), 6)


def decimals(currency: str) -> int:
    if currency in _NO_DECIMALS:
        return 0
    return 3 if currency in _THREE_DECIMALS else 2


def moneys(value: Any, prompt: str = "", path: str = "@", depth: int = 0) -> Iterator[Money]:
    """The chief amount of each object that names a currency, outer objects first."""
    if depth > _DEEPEST:
        return
    if isinstance(value, Mapping):
        found = _money_of(value, prompt, path)
        if found is not None:
            yield found
        for name, entry in value.items():
            if isinstance(entry, (Mapping, list)):
                yield from moneys(entry, prompt, joined(path, quoted(name)), depth + 1)
    elif isinstance(value, list):
        for position, entry in enumerate(value):
            if isinstance(entry, Mapping):
                yield from moneys(entry, prompt, joined(path, f"[{position}]"), depth + 1)


def counts_minor_units(schema: Mapping[str, Any], name: str) -> bool:
    """Whether the schema, or the field's own name, says that the amount is in cents or the like."""
    if UNIT in schema:
        return bool(schema[UNIT] == "minor")
    described = f"{schema.get('description', '')} {schema.get('title', '')} {schema.get('format', '')}"
    said = _MINOR.search(described) and not _MAJOR.search(described)
    return bool(said or {"cents", "minor", "pence"} & set(name_parts(name)))


def names_amount(name: str) -> bool:
    """`amount_due` is an amount of money, `due_date` and `balance_id` are none."""
    parts = set(name_parts(name))
    return bool(parts & set(_AMOUNTS)) and not parts & _NO_AMOUNT


def names_part(name: str) -> bool:
    """Whether it is only a part of an amount, or what has become of it: `refunded_cents`, `tax_total`."""
    return bool(set(name_parts(name)) & _PARTS)


def minor_fields(schema: Mapping[str, Any] | None) -> frozenset[str]:
    """The fields anywhere in a schema whose amounts are in cents or the like, and nowhere else in whole units.

    An object that says it of one of its amounts, and the contrary of none, means the others too.
    """
    minor: set[str] = set()
    whole: set[str] = set()
    for properties in _objects(schema, 0):
        amounts = {
            name: one for name, one in properties.items()
            if isinstance(one, Mapping) and names_amount(name)
            and one.get("type") in ("integer", "number", ["integer", "null"])
        }
        said = {name for name, one in amounts.items() if counts_minor_units(one, name)}
        contrary = any(
            one.get(UNIT) == "major" or _MAJOR.search(str(one.get("description", ""))) for one in amounts.values()
        )
        minor |= set() if contrary else set(amounts) if said else said
        minor |= said
        whole |= set(amounts) - (said if contrary or not said else set(amounts))
    return frozenset(minor - whole)


def _objects(schema: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if not isinstance(schema, Mapping) or depth > 2 * _DEEPEST:
        return
    properties = schema.get("properties")
    if isinstance(properties, Mapping):
        yield properties
        for one in properties.values():
            yield from _objects(one, depth + 1)
    yield from _objects(schema.get("items"), depth + 1)
    for word in ("anyOf", "oneOf", "allOf"):
        for one in schema.get(word) or ():
            yield from _objects(one, depth + 1)


def _money_of(record: Mapping[str, Any], prompt: str, path: str) -> Money | None:
    currency = _currency_of(record)
    amounts = sorted(
        (rank, name) for name, entry in record.items()
        if (rank := _rank(name, entry, prompt)) is not None
    )
    if currency is None or not amounts:
        return None
    name = amounts[0][1]
    return Money(
        joined(path, quoted(name)), joined(path, quoted(currency)), float(record[name]),
        str(record[currency]).upper(), name,
    )


def _currency_of(record: Mapping[str, Any]) -> str | None:
    named = [
        name for name, entry in record.items()
        if isinstance(entry, str) and entry.upper() in CODES and _FIELD & set(name_parts(name))
        and not _WISHES & set(name_parts(name))
    ]
    if named:
        return named[0]
    plain = (name for name, entry in record.items() if isinstance(entry, str) and entry in CODES)
    return next((name for name in plain if not _WISHES & set(name_parts(name))), None)


def _rank(name: str, value: Any, prompt: str) -> tuple[bool, bool, bool, int] | None:
    """Smaller is more likely the amount that is meant; None for what is no amount of money."""
    if isinstance(value, bool) or not _numeric(value):
        return None
    words = set(name_parts(name))
    known = [place for place, word in enumerate(_AMOUNTS) if word in words]
    if not known:
        return None
    asked = all(re.search(rf"\b{word}\b", prompt, re.IGNORECASE) for word in words)
    return (float(value) == 0, not asked, bool(_PARTS & words), min(known))


def _numeric(value: Any) -> bool:
    if isinstance(value, (int, float)):
        return True
    return isinstance(value, str) and re.fullmatch(r"-?\d+(?:\.\d+)?", value.strip()) is not None
