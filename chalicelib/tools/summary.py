"""A record or a list in a few words for people, whatever it is about.

The parts are found by what fields are called and what their values look like: a name, who it belongs to,
a status, money with its currency, dates.  Ids, flags and nested detail are left out.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any  # Any: data is JSON

from chalicelib.domain.binding import as_text
from chalicelib.tools.formats import currency_code, day, instant, minor_units, moment, money, number

MOST_ITEMS = 10
MOST_FACTS = 8
LONGEST_FACT = 160
_NAMES = ("number", "name", "title", "subject", "display_name", "full_name", "label", "key", "code", "email", "id")
_STATUS = ("status", "state", "stage", "phase")
_MONEY = re.compile(
    r"(^|_)(amount|total|subtotal|price|cost|balance|fee|tax|due|paid|refunded|value|budget|salary)(_|$)")
_DATE = re.compile(
    r"(^|_)(date|time|at|on|created|updated|due|start|starts|end|ends|deadline|expires|timestamp|when)(_|$)")
_TIMED = re.compile(r"(^|_)(time|start|starts|end|ends|when)(_|$)")
_OWNER = re.compile(
    r"(^|_)(customer|user|owner|assignee|author|client|contact|account|member|organizer|recipient|company)_?(name)?$")
_PLUMBING = re.compile(
    r"(^|_)(id|ids|uuid|url|uri|href|link|links|cursor|token|hash|etag|object|ok|self|has_more|count|external_id|secret)$")
_TEXTUAL = ("description", "summary", "text", "body", "content", "message", "note", "notes", "snippet")


def summarized(data: Any, extra: Any = None, title: str = "") -> str:
    parts = [_data(data, title)]
    more = _extra(extra)
    if more:
        parts.append(more)
    return "\n".join(parts) if "\n" in parts[0] else " ".join(_sentence(part) for part in parts if part)


def in_whole_units(data: Any, minor: Collection[str], currency: str = "") -> Any:
    """The data with the amounts of the fields named `minor`, counted in cents or the like, in whole units."""
    if not minor:
        return data
    match data:
        case Mapping():
            own = next(_currencies(data), currency)
            return {
                key: _whole(value, own) if key in minor and own else in_whole_units(value, minor, own)
                for key, value in data.items()
            }
        case list():
            return [in_whole_units(one, minor, currency) for one in data]
    return data


def _whole(amount: Any, currency: str) -> Any:
    if isinstance(amount, bool) or not isinstance(amount, int):
        return amount
    return float(Decimal(amount).scaleb(-minor_units(currency)))


def _data(data: Any, title: str) -> str:
    kind, data = _inner(data)
    match data:
        case Mapping():
            return _record(data, title or kind)
        case list():
            return _list(data, title or kind)
        case None | "":
            return f"{title}: nothing" if title else "There is nothing to summarise"
    text = as_text(data)
    return f"{title}: {text}" if title else text


def _inner(data: Any) -> tuple[str, Any]:
    """The record inside an envelope ({"ok": true, "thing": {…}}), and what the envelope calls it."""
    for _ in range(3):
        if not isinstance(data, Mapping):
            break
        nested = [(key, value) for key, value in data.items() if isinstance(value, (Mapping, list))]
        flat = [key for key, value in data.items()
                if not isinstance(value, (Mapping, list)) and not _PLUMBING.search(_snake(key)) and value is not None]
        if len(nested) != 1 or flat:
            break
        kind, data = nested[0]
        if not isinstance(data, Mapping):
            return ("" if kind in ("data", "items", "results") else kind.replace("_", " ")), data
    return "", data


def _record(record: Mapping[str, Any], title: str) -> str:
    head = _name_of(record)
    owner = next(_owners(record), "")
    facts = list(_facts(record, {head, owner}))[:MOST_FACTS]
    subject = " ".join(part for part in (title, head) if part)
    if owner and owner != head:
        subject = f"{subject} for {owner}" if subject else owner
    told = "; ".join(facts)
    return f"{subject}: {told}" if subject and told else subject or told or "an empty record"


def _list(items: list[Any], title: str) -> str:
    if not items:
        return f"{title or 'The list'}: no entries"
    what = title or "entries"
    lines = [f"- {_record(item, '') if isinstance(item, Mapping) else as_text(item)}" for item in items[:MOST_ITEMS]]
    if len(items) > MOST_ITEMS:
        lines.append(f"- and {len(items) - MOST_ITEMS} more")
    return "\n".join((f"{len(items)} {what}:", *lines))


def _name_of(record: Mapping[str, Any]) -> str:
    keys = {_snake(key): value for key, value in record.items()}
    for name in _NAMES:
        if isinstance(keys.get(name), (str, int)) and not isinstance(keys[name], bool) and keys[name] != "":
            return str(keys[name])
    named = (value for key, value in keys.items() if key.endswith("_name") and not _OWNER.search(key))
    return next((value for value in named if isinstance(value, str)), "")


def _owners(record: Mapping[str, Any]) -> Iterator[str]:
    """Who it belongs to, by name: of a nested record, or a field such as `customer_name`."""
    for key, value in record.items():
        if not _OWNER.search(_snake(key)):
            continue
        if isinstance(value, Mapping):
            name = _name_of(value)
            if name:
                yield name
        elif isinstance(value, str) and value and (_snake(key).endswith("name") or " " in value):
            yield value


def _facts(record: Mapping[str, Any], said: set[str]) -> Iterator[str]:
    """Status, then money, then dates, then other short values; each only once."""
    currency = next(_currencies(record), "")
    flat = [(_snake(key), value) for key, value in record.items() if value not in (None, "", [], {})]
    status = [key for key, _ in flat if key in _STATUS]
    sums = [key for key, value in flat if _is_money(key, value, currency)]
    dates = [key for key, value in flat if key not in sums and _date(key, value)]
    values = dict(flat)
    yield from (f"{values[key]}".replace("_", " ") for key in status)
    for key in sums:
        if float(values[key]) != 0:
            yield f"{_words(key)} {money(values[key], currency) if currency else number(values[key])}"
    yield from (f"{_words(key)} {_date(key, values[key])}" for key in dates)
    for key, value in flat:
        if key not in (*status, *sums, *dates) and as_text(value) not in said:
            yield from _other(key, value)


def _other(key: str, value: Any) -> Iterator[str]:
    if _PLUMBING.search(key) or "currency" in key or key in _NAMES or _OWNER.search(key) or isinstance(value, bool):
        return
    match value:
        case str() if key in _TEXTUAL:
            yield _cut(value)
        case str() if len(value) <= LONGEST_FACT:
            yield f"{_words(key)} {value}"
        case int() | float():
            yield f"{_words(key)} {number(value)}"
        case list() if all(isinstance(one, (str, int, float)) for one in value):
            yield _cut(f"{_words(key)} {as_text(value)}")
        case list() if len(value) > 1:
            yield f"{len(value)} {_words(key)}"


def _extra(extra: Any) -> str:
    """More facts: a text, several, or a record that says itself in `text`."""
    if not extra:
        return ""
    match extra:
        case Mapping() if isinstance(extra.get("text"), str):
            return str(extra["text"])
        case Mapping() if isinstance(extra.get("amount"), (int, float)) and isinstance(extra.get("currency"), str):
            return money(extra["amount"], extra["currency"])
        case Mapping():
            return "; ".join(_facts(extra, set()))
        case list():
            return "; ".join(_extra(one) for one in extra)
    return as_text(extra)


def _currencies(record: Mapping[str, Any]) -> Iterator[str]:
    for key, value in record.items():
        if _snake(key).split("_")[-1] == "currency" and isinstance(value, str) and len(value) == 3:
            if not _snake(key).startswith(("preferred", "default", "original")):
                yield currency_code(value)


def _is_money(key: str, value: Any, currency: str) -> bool:
    if isinstance(value, bool) or not _MONEY.search(key) or not (currency or "amount" in key or "price" in key):
        return False
    if isinstance(value, str):
        return bool(re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", value))
    return isinstance(value, (int, float))


def _date(key: str, value: Any) -> str:
    found = moment(value) or (instant(value) if _DATE.search(key) else None)
    return day(found, bool(_TIMED.search(key))) if found else ""


def _snake(key: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", str(key)).lower().replace("-", "_").replace(" ", "_")


def _words(key: str) -> str:
    """A field's name as words; the endings that only say what kind of value it is are left out."""
    return re.sub(r"_(at|on|date|time)$", "", key).replace("_", " ")


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_FACT else plain[:LONGEST_FACT].rsplit(" ", 1)[0] + "…"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
