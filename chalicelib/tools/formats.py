"""How money, numbers and dates read in a text for people.  Locale-free and the same everywhere."""

import re
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any  # Any: values are JSON

_NO_MINOR = frozenset((
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF",
))
_THREE_MINOR = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))
_SYMBOLS = {"€": "EUR", "$": "USD", "US$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "CHF.": "CHF"}
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?")


def currency_code(text: str) -> str:
    """Three capital letters for a code in any case, or a common sign."""
    plain = text.strip()
    return _SYMBOLS.get(plain, plain.upper())


def minor_units(currency: str) -> int:
    return 0 if currency in _NO_MINOR else 3 if currency in _THREE_MINOR else 2


def rounded(amount: Decimal, currency: str) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-minor_units(currency)), ROUND_HALF_UP)


def money(amount: Any, currency: str) -> str:
    code = currency_code(currency)
    return f"{rounded(Decimal(str(amount)), code):,} {code}"


def number(value: Any) -> str:
    """Thousands apart; at most six decimals, no trailing zeros."""
    if isinstance(value, int):
        return f"{value:,}"
    text = f"{Decimal(str(value)):,.6f}".rstrip("0").rstrip(".")
    return text or "0"


def moment(value: Any) -> datetime | date | None:
    """The date or instant that a text in ISO 8601 means."""
    if not isinstance(value, str) or not _ISO.fullmatch(value.strip()):
        return None
    text = value.strip()
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        return None


def instant(value: Any) -> datetime | None:
    """An instant counted in seconds or milliseconds since 1970, if the number can be one (2001 to 2100)."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    seconds = value / 1000 if value > 1e11 else value
    return datetime.fromtimestamp(seconds, UTC) if 978_307_200 <= seconds <= 4_102_444_800 else None


def day(value: datetime | date, with_time: bool = False) -> str:
    """`14 Nov 2026`, and the time where it is asked for and not midnight."""
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    text = f"{value.day} {months[value.month - 1]} {value.year}"
    if not with_time or not isinstance(value, datetime) or (value.hour, value.minute) == (0, 0):
        return text
    zone = " UTC" if value.utcoffset() is not None and not value.utcoffset() else ""
    return f"{text} {value:%H:%M}{zone}"
