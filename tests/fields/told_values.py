"""Forms of values, in answers and in what is taken.

    uuids         keys are uuids, where no request tells one
    counted       keys are whole numbers that are texts in answers, where no request tells one
    upper         IN_PROGRESS in place of "in progress"
    priced        numbers with decimals are texts: "12.50"
    yes_no        truths are "Y" and "N"
    bits          truths are 1 and 0
    zoned         moments are told as 2026-03-11T14:00:00.000Z
    seconds       moments are seconds since 1970
    midnights     days are told in answers as 2026-03-11T00:00:00Z
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any  # Any: answers and schemas are JSON
from uuid import UUID, uuid5

from tests.fields.service import Field, Tool

_SPACE = UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?Z?$")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True)
class Values:
    """`told` and `taken`: what becomes of the value of a field in answers and in inputs.  `param`: of its schema."""

    told: Callable[[str, Any], Any]
    taken: Callable[[str, Any], Any]
    param: Callable[[str, Mapping[str, Any]], Mapping[str, Any]]

    def on(self, kind: Field) -> Field:
        shown = dict(self._shown(kind))
        jobs = tuple(replace(one, shows=[shown.get(said, said) for said in one.shows]) for one in kind.jobs)
        return replace(kind, jobs=jobs, tools=tuple(map(self._tool, kind.tools)))

    def _shown(self, kind: Field) -> Iterator[tuple[str, str]]:
        for table in kind.rows.values():
            for name, value in (pair for row in table for pair in row.items()):
                if not isinstance(value, list | dict) and self.told(name, value) != value:
                    yield str(value), str(self.told(name, value))

    def _tool(self, one: Tool) -> Tool:
        params = {name: self._schema(name, told) for name, told in one.params.items()}
        return replace(
            one, params=params,
            do=lambda rows, **told: walked(one.do(rows, **walked(told, self.taken)), self.told),
        )

    def _schema(self, name: str, told: Mapping[str, Any]) -> Mapping[str, Any]:
        if told.get("type") == "array" and isinstance(told.get("items"), Mapping):
            return {**told, "items": self._schema(name, told["items"])}
        if isinstance(told.get("properties"), Mapping):
            return {**told, "properties": {inner: self._schema(inner, one) for inner, one in told["properties"].items()}}
        return self.param(name, told)


def walked(value: Any, way: Callable[[str, Any], Any], name: str = "") -> Any:
    if isinstance(value, Mapping):
        return {key: walked(one, way, key) for key, one in value.items()}
    return [walked(one, way, name) for one in value] if isinstance(value, list) else way(name, value)


def uuids(kind: Field) -> Field:
    return _keyed(kind, lambda table, value: str(uuid5(_SPACE, f"{table}/{value}")), {"type": "string", "format": "uuid"})


def counted(kind: Field) -> Field:
    return _keyed(kind, lambda table, value: str(int(uuid5(_SPACE, f"{table}/{value}")) % 90_000_000 + 10_000_000), {"type": "integer"})


def _keyed(kind: Field, made: Callable[[str, Any], str], schema: Mapping[str, Any]) -> Field:
    said = " ".join(f"{one.prompt} {one.context}" for one in kind.jobs)
    new: dict[str, dict[Any, str]] = {}
    for table, rows in kind.rows.items():
        held = [row[next(iter(row))] for row in rows]
        if held and not any("@" in str(one) or re.search(rf"(?<!\w){re.escape(str(one))}(?!\w)", said) for one in held):
            for name in _names_of(kind, next(iter(rows[0])), held):
                new.setdefault(name, {}).update({one: made(table, one) for one in held})
    back = {key: old for keys in new.values() for old, key in keys.items()}

    def names(name: str) -> Mapping[Any, str]:
        return new.get(name) or new.get(re.sub("s$", "", name), {})

    def param(name: str, told: Mapping[str, Any]) -> Mapping[str, Any]:
        more = {key: value for key, value in told.items() if key not in ("type", "examples", "example")}
        return {**more, **schema} if names(name) else told

    def taken(_: str, value: Any) -> Any:
        return back.get(str(value), value)

    return Values(lambda name, value: names(name).get(value, value) if _plain(value) else value, taken, param).on(kind)


def _plain(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def _names_of(kind: Field, key: str, held: Iterable[Any]) -> set[str]:
    """The names of fields and inputs that hold such keys; a name that only happens to hold such numbers is none."""
    every = {*held}
    found = {key} if key not in ("id", "no") else set()
    for rows in kind.rows.values():
        for name in rows[0] if rows else ():
            values = {row[name] for row in rows if name in row and _plain(row[name]) and row[name] != ""}
            if values and values <= every and (name == key or not any(isinstance(one, int) for one in values)):
                found.add(name)
    return found | {name for one in kind.tools for name in one.params if name in found}


def upper(kind: Field) -> Field:
    return _cased(kind, lambda value: re.sub(r"[\s-]+", "_", re.sub("(?<=[a-z])(?=[A-Z])", "_", value)).upper())


def _cased(kind: Field, way: Callable[[str], str]) -> Field:
    options = {one for tool in kind.tools for told in tool.params.values() for one in _options(told)}
    names = {name for rows in kind.rows.values() for name in _columns(rows, lambda value: value in options)}
    names |= {name for tool in kind.tools for name, told in tool.params.items() if [*_options(told)]}
    back = {way(one): one for one in options}
    if len(back) < len(options):
        return kind

    def told(name: str, value: Any) -> Any:
        return way(value) if isinstance(value, str) and name in names and value in options else value

    def param(name: str, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        more = {"default": way(schema["default"])} if isinstance(schema.get("default"), str) and "enum" in schema else {}
        return {**schema, "enum": [way(one) if isinstance(one, str) else one for one in schema["enum"]], **more} if "enum" in schema else schema

    return Values(told, lambda name, value: back.get(value, value) if isinstance(value, str) else value, param).on(kind)


def _options(told: Any) -> Iterator[str]:
    if isinstance(told, Mapping):
        yield from (one for one in told.get("enum") or () if isinstance(one, str))
        yield from _options(told.get("items"))


def _columns(rows: list[dict[str, Any]], fits: Callable[[Any], bool]) -> Iterator[str]:
    for name in rows[0] if rows else ():
        held = [row[name] for row in rows if row.get(name) not in ("", None) and not isinstance(row.get(name), list | dict)]
        if held and all(map(fits, held)):
            yield name


def priced(kind: Field) -> Field:
    def param(_: str, told: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**{name: one for name, one in told.items() if name not in ("minimum", "maximum")}, "type": "string", "format": "decimal"} if told.get("type") == "number" else told

    names = {name for tool in kind.tools for name, told in tool.params.items() if told.get("type") == "number"}
    return Values(
        lambda name, value: f"{value:.2f}" if isinstance(value, float) else value,
        lambda name, value: _number(value) if name in names and isinstance(value, str) else value, param,
    ).on(kind)


def _number(value: str) -> Any:
    if re.fullmatch(r"-?\d+", value):
        return int(value)
    return float(value) if re.fullmatch(r"-?\d+\.\d+", value) else value


def yes_no(kind: Field) -> Field:
    return _truths(kind, "Y", "N", {"type": "string", "enum": ["Y", "N"]})


def bits(kind: Field) -> Field:
    return _truths(kind, 1, 0, {"type": "integer", "enum": [0, 1]})


def _truths(kind: Field, yes: Any, no: Any, schema: Mapping[str, Any]) -> Field:
    names = {name for tool in kind.tools for name, told in tool.params.items() if told.get("type") == "boolean"}
    return Values(
        lambda name, value: (yes if value else no) if isinstance(value, bool) else value,
        lambda name, value: {yes: True, no: False}.get(value, value) if name in names and _plain(value) else value,
        lambda name, told: {**{key: one for key, one in told.items() if key != "default"}, **schema} if told.get("type") == "boolean" else told,
    ).on(kind)


def zoned(kind: Field) -> Field:
    like = _like(kind)

    def told(name: str, value: Any) -> Any:
        return _moment(value).strftime("%Y-%m-%dT%H:%M:%S.000Z") if isinstance(value, str) and _MOMENT.match(value) else value

    def taken(name: str, value: Any) -> Any:
        return _moment(value).strftime(like) if isinstance(value, str) and re.match(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}", value) else value

    def param(name: str, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"type": "string", "format": "date-time", "description": re.sub(r"(YYYY\S*|[Ff]ormat|ISO\S*)", "ISO 8601", str(schema.get("description", "")))} if _timed(kind, name, schema) else schema

    return Values(told, taken, param).on(kind)


def seconds(kind: Field) -> Field:
    like = _like(kind)

    def told(name: str, value: Any) -> Any:
        return int(_moment(value).timestamp()) if isinstance(value, str) and _MOMENT.match(value) else value

    def taken(name: str, value: Any) -> Any:
        return datetime.fromtimestamp(value, UTC).strftime(like) if isinstance(value, int) and 1e9 < value < 4e9 else value

    def param(name: str, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        said = re.sub(r"\(?YYYY[^\s,;)]*\)?", "", str(schema.get("description", ""))).strip()
        return {"type": "integer", "description": f"{said} (Unix time, in seconds)".strip()} if _timed(kind, name, schema) else schema

    return Values(told, taken, param).on(kind)


def _timed(kind: Field, name: str, schema: Mapping[str, Any]) -> bool:
    said = str(schema.get("description", ""))
    columns = {one for rows in kind.rows.values() for one in _columns(rows, lambda value: bool(_MOMENT.match(str(value))))}
    told = schema.get("format") == "date-time" or bool(re.search(r"YYYY-MM-DD[T ]HH|\d{4}-\d{2}-\d{2}[T ]\d{2}", said))
    return schema.get("type") == "string" and (told or name in columns)


def _like(kind: Field) -> str:
    held = next((value for rows in kind.rows.values() for row in rows for value in row.values() if isinstance(value, str) and _MOMENT.match(value)), "")
    middle, zone = "T" if "T" in held else " ", "Z" if held.endswith("Z") else ""
    return f"%Y-%m-%d{middle}%H:%M{':%S' if held.count(':') == 2 else ''}{zone}"


def _moment(value: str) -> datetime:
    return datetime.fromisoformat(value.removesuffix("Z")).replace(tzinfo=UTC)


def midnights(kind: Field) -> Field:
    return Values(
        lambda name, value: f"{value}T00:00:00Z" if isinstance(value, str) and _DAY.match(value) else value,
        lambda name, value: value[:10] if isinstance(value, str) and re.match(r"\d{4}-\d{2}-\d{2}T00:00:00", value) else value,
        lambda name, told: told,
    ).on(kind)


FORMS = {one.__name__: one for one in (uuids, counted, upper, priced, yes_no, bits, zoned, seconds, midnights)}
