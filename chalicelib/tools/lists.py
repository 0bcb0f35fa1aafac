"""Working on lists and records: choose, sort, aggregate, join, cut.  A closed grammar, nothing is run as code.

    where: [{"field": "status", "is": "eq", "value": "open"}, …]     all must hold
    or the short form {"status": "open"}
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any  # Any: items are JSON

import jmespath

from chalicelib.domain.binding import Condition, Item, Literal, Values, as_text, holds
from chalicelib.domain.outcome import Done, Failed, Outcome

Json = Mapping[str, Any]
COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge", "contains", "exists", "empty")
OPERATIONS = ("sum", "average", "min", "max", "count", "distinct")


class _BadPath(ValueError):
    pass


def at(item: Any, path: str) -> Any:
    """The value of a field, by its name or a path to it."""
    if isinstance(item, Mapping) and path in item:
        return item[path]
    try:
        return jmespath.search(path, item)
    except jmespath.exceptions.JMESPathError:
        raise _BadPath(f"{path!r} is neither a field nor a path") from None


def guarded(do: Callable[[Json], Outcome]) -> Callable[[Json], Outcome]:
    def run(inputs: Json) -> Outcome:
        try:
            return do(inputs)
        except _BadPath as error:
            return Failed("invalid_input", str(error), "path")
    return run


@guarded
def select_items(inputs: Json) -> Outcome:
    tests = _tests(inputs.get("where"))
    kept = [item for item in inputs["items"] if all(_passes(item, test) for test in tests)]
    if inputs.get("order_by"):
        kept = _sorted(kept, inputs["order_by"], bool(inputs.get("descending")))
    limit = inputs.get("limit")
    return Done(_listed(kept if limit is None else kept[:limit], matched=len(kept)))


@guarded
def sort_items(inputs: Json) -> Outcome:
    return Done(_listed(_sorted(inputs["items"], inputs["order_by"], bool(inputs.get("descending")))))


@guarded
def aggregate(inputs: Json) -> Outcome:
    items, operation = inputs["items"], inputs["operation"]
    field, group_by = inputs.get("field"), inputs.get("group_by")
    if field is None and operation != "count":
        return Failed("invalid_input", f"operation {operation!r} needs a field", "field")
    whole = _aggregated(items, operation, field)
    if isinstance(whole, Failed):
        return whole
    if not group_by:
        return Done({"value": whole, "count": len(items)})
    groups: dict[str, list[Any]] = {}
    for item in items:
        groups.setdefault(as_text(at(item, group_by)), []).append(item)
    rows = [
        {"group": name, "value": _aggregated(members, operation, field), "count": len(members)}
        for name, members in groups.items()
    ]
    return Done({"value": whole, "count": len(items), "groups": rows})


def for_each(inputs: Json) -> Outcome:
    """The output is the list itself: a step is made for each of its items."""
    return Done(list(inputs["items"]))


def concat_items(inputs: Json) -> Outcome:
    items: list[Any] = []
    for page in inputs["pages"]:
        items += _page(page)
    return Done(_listed(items))


@guarded
def pick_fields(inputs: Json) -> Outcome:
    data, fields = inputs["data"], inputs["fields"]

    def picked(item: Any) -> dict[str, Any]:
        return {field: at(item, field) for field in fields}
    return Done({"data": [picked(item) for item in data] if isinstance(data, list) else picked(data)})


def _listed(items: Sequence[Any], **more: Any) -> dict[str, Any]:
    return {"items": list(items), "count": len(items), "first": items[0] if items else None, **more}


def _page(page: Any) -> Sequence[Any]:
    """A page is a list, or an object around one."""
    if isinstance(page, Mapping):
        lists = [value for value in page.values() if isinstance(value, list)]
        return max(lists, key=len) if lists else [page]
    return page if isinstance(page, list) else [page]


def _tests(where: Any) -> list[Json]:
    if isinstance(where, Mapping):
        if "field" in where:
            return [where]
        return [{"field": field, "value": value} for field, value in where.items()]
    return list(where or ())


def _passes(item: Any, test: Json) -> bool:
    found = at(item, test["field"])
    condition = Condition(Item(), test.get("is", "eq"), Literal(test.get("value")), bool(test.get("not")))
    return holds(condition, Values({}, {}, found))


def _sorted(items: Sequence[Any], path: str, descending: bool) -> list[Any]:
    """Numbers before texts; items without the field come last either way."""
    there = [item for item in items if at(item, path) is not None]
    missing = [item for item in items if at(item, path) is None]
    return [*sorted(there, key=lambda item: _rank(at(item, path)), reverse=descending), *missing]


def _rank(value: Any) -> tuple[int, Decimal, str]:
    found = _decimal(value)
    return (0, found, "") if found is not None else (1, Decimal(0), as_text(value).lower())


def _aggregated(items: Sequence[Any], operation: str, field: str | None) -> Any:
    if field is None:
        return len(items)
    values = [value for value in (at(item, field) for item in items) if value is not None]
    if operation == "count":
        return len(values)
    if operation == "distinct":
        return list(dict.fromkeys(as_text(value) for value in values))
    if operation in ("min", "max"):
        ranked = sorted(values, key=_rank)
        return None if not ranked else ranked[0 if operation == "min" else -1]
    numbers = [_decimal(value) for value in values]
    if None in numbers:
        return Failed("invalid_input", f"not every {field!r} is a number", "field")
    total = sum((number for number in numbers if number is not None), Decimal(0))
    if operation == "average":
        return _plain(total / len(numbers)) if numbers else None
    return _plain(total)


def _decimal(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        found = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(round(value, 10))
