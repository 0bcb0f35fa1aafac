"""The path wardens of a hiking association, in the manner of NocoDB's v2 REST API: bases, tables, columns, records, links.

One set of tools serves every table.  Tables and columns have ids of their own, records have whole numbers as `Id` and their
fields by title.  What is written is an object or an array of objects; every object that is changed or deleted names its `Id`.
Links are not written with the record: they are made and undone by tools of their own, with the id of the link's column.  A
link that belongs to one record is read as `{Id, display value}`, one that has many is read as a number.

path wardens.  Written without reading the planner, and before it was run.
"""

import operator
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.fields.checks import body, boolean, day, shape, whole, words
from tests.fields.service import ASK, NOW, Absent, Call, Field, Job, Refusal, Row, Rows, Tool, number, text

BASE, TODAY, STAMP = "p7k2vxq0trailsw", NOW[:10], f"{NOW.replace('T', ' ')}+00:00"
DISTRICTS, SKILLS = ("North", "South", "High Valley"), ("Chainsaw", "Carpentry", "Dry stone", "Painting")
GRADES, PATH_STATES = ("Easy", "Moderate", "Demanding"), ("Open", "Restricted", "Closed")
KINDS, DEFECT_STATES = ("Fallen tree", "Washout", "Signpost", "Structure", "Overgrowth"), ("Reported", "Planned", "In progress", "Fixed")
TABLES = {"Wardens": "m1w4d9xk2rnq8ze", "Paths": "m5p7t3hb6vcy0la", "Defects": "m8d2f6sj9wgu4oi"}
SYSTEM = {"Id": "ID", "CreatedAt": "CreatedTime", "UpdatedAt": "LastModifiedTime"}
# Each column: its type, and its options or the table that it leads to and the column there that leads back.
COLUMNS: dict[str, dict[str, tuple[str, Any]]] = {
    "Wardens": {
        "Name": ("SingleLineText", None), "Phone": ("PhoneNumber", None), "Email": ("Email", None), "District": ("SingleSelect", DISTRICTS),
        "Skills": ("MultiSelect", SKILLS), "First aider": ("Checkbox", None), "Joined": ("Date", None), "Paths": ("Links", ("Paths", "Warden")),
    },
    "Paths": {
        "Name": ("SingleLineText", None), "Code": ("SingleLineText", None), "Difficulty": ("SingleSelect", GRADES), "Status": ("SingleSelect", PATH_STATES),
        "Length km": ("Decimal", None), "Waymarked": ("Checkbox", None), "Last walked": ("Date", None), "Warden": ("LinkToAnotherRecord", ("Wardens", "Paths")),
        "Defects": ("Links", ("Defects", "Path")),
    },
    "Defects": {
        "Title": ("SingleLineText", None), "Kind": ("SingleSelect", KINDS), "Status": ("SingleSelect", DEFECT_STATES), "Urgency": ("Rating", 5),
        "Hours": ("Number", None), "Blocks path": ("Checkbox", None), "Reported on": ("Date", None), "Due": ("Date", None), "Notes": ("LongText", None),
        "Path": ("LinkToAnotherRecord", ("Paths", "Defects")),
    },
}  # fmt: skip
DEFAULTS = {("Defects", "Status"): "Reported", ("Paths", "Status"): "Open"}
IS_LINK = ("Links", "LinkToAnotherRecord")


def column_id(table: str, title: str) -> str:
    at = [*SYSTEM, *COLUMNS[table]].index(title)
    return f"c{TABLES[table][2:9]}{at:02}{TABLES[table][9:]}"


def display(table: str) -> str:
    return next(iter(COLUMNS[table]))


def empty_row(table: str, key: int, created: str) -> Row:
    kept = {title: False if kind == "Checkbox" else DEFAULTS.get((table, title)) for title, (kind, _) in COLUMNS[table].items() if kind != "Links"}
    return {"Id": key, "CreatedAt": created, "UpdatedAt": None, **kept}


def told_cell(kind: str, told: str) -> Any:
    if kind == "Checkbox":
        return told == "yes"
    if told == "":
        return None
    return float(told) if kind == "Decimal" else int(told) if kind in ("Number", "Rating", "LinkToAnotherRecord") else told


def rows_for(table: str, *lines: str) -> list[Row]:
    """One record a line, its cells in the order of the columns; a link is told as the id of the other record."""
    kept = [(title, kind) for title, (kind, _) in COLUMNS[table].items() if kind != "Links"]
    return [
        {**empty_row(table, at, f"2025-1{at % 3}-0{at % 7 + 1} 08:{at + 10}:00+00:00"), **{title: told_cell(kind, cell.strip()) for (title, kind), cell in zip(kept, line.split("|"), strict=True)}}
        for at, line in enumerate(lines, 1)
    ]


ROWS: Rows = {
    "Wardens": rows_for(
        "Wardens",
        "Ruth Keller|079 555 01 12|ruth.keller@paths.example|North|Chainsaw,Carpentry|yes|2018-05-12",
        "Rolf Keller|079 555 01 27|rolf.keller@paths.example|North|Dry stone|no|2021-03-20",
        "Nadia Brunner|079 555 01 33|nadia@paths.example|South|Painting|yes|2019-09-01",
        "Emil Tobler|079 555 01 46|emil@paths.example|South|Chainsaw|no|2024-04-14",
        "Lea Winkler|079 555 01 58|lea@paths.example|High Valley|Carpentry,Dry stone|yes|2016-06-30",
        "Hamid Rasuli|079 555 01 64||High Valley||no|2025-10-05",
        "Greta Sommer|079 555 01 79|greta@paths.example|North|Painting|no|2022-08-17",
    ),
    "Paths": rows_for(
        "Paths",
        "Otter Falls Loop|P01|Easy|Open|4.5|yes|2026-02-14|1",
        "Larch Ridge|P02|Demanding|Closed|11.2|yes|2025-10-04|5",
        "Mill Brook Way|P03|Easy|Open|6.3|yes|2026-03-01|3",
        "Raven Notch|P04|Demanding|Restricted|8.7|no|2025-09-21|6",
        "Chapel Path|P05|Easy|Open|2.1|yes|2026-02-28|3",
        "Old Customs Trail|P06|Moderate|Open|13.4|yes|2025-11-15|4",
        "Blue Tarn Circuit|P07|Moderate|Restricted|9.8|no|2026-01-10|5",
        "Quarry Steps|P08|Moderate|Open|3.6|no|2026-02-07|1",
        "Foxglove Lane|P09|Easy|Open|5.2|yes|2026-03-07|4",
        "Hermit Gully|P10|Demanding|Closed|7.5|no|2025-08-30|",
    ),
    "Defects": rows_for(
        "Defects",
        "Spruce over the lower bridge|Fallen tree|Reported|4|6|yes|2026-03-02|||1",
        "Cable rail torn out|Structure|Planned|5|24|yes|2025-10-04|2026-05-15|Needs two people with harness|2",
        "Signpost turned the wrong way|Signpost|Reported|2|1|no|2026-03-01|||3",
        "Track washed away below the notch|Washout|In progress|4|30|no|2025-09-21|2026-04-30|Gabions ordered|4",
        "Brambles at the chapel gate|Overgrowth|Reported|1|2|no|2026-02-28|||5",
        "Stile broken at the customs hut|Structure|Planned|3|5|no|2025-11-15|2026-03-28||6",
        "Boardwalk planks rotten|Structure|In progress|4|18|no|2026-01-10|2026-04-11|Larch planks at the sawmill|7",
        "Birch leaning over the steps|Fallen tree|Planned|3|3|no|2026-02-07|2026-03-21||8",
        "Missing waymark at the fork|Signpost|Fixed|2|1|no|2026-01-24|2026-02-20||9",
        "Rockfall in the gully|Washout|Reported|5|40|yes|2025-08-30|||10",
        "Nettles along the lane|Overgrowth|Reported|1|2|no|2026-03-07|||9",
        "Plank bridge slippery|Structure|Reported|2|4|no|2026-02-14|||1",
        "Pine down near the cairn|Fallen tree|Planned|4|5|yes|2025-10-04|2026-05-15||2",
    ),
}


# What is read.


def table_of(told: object) -> str:
    for title, key in TABLES.items():
        if told == key:
            return title
    raise Absent(f"ERR_TABLE_NOT_FOUND: Table '{told}' not found")


def record(rows: Rows, table: str, told: object) -> Row:
    if not isinstance(told, bool) and isinstance(told, int | str):
        for row in rows[table]:
            if str(row["Id"]) == str(told):
                return row
    raise Absent(f"ERR_RECORD_NOT_FOUND: Record '{told}' not found")


def field_named(table: str, told: str) -> str:
    if told in SYSTEM or told in COLUMNS[table]:
        return told
    raise Refusal(f"ERR_FIELD_NOT_FOUND: Field '{told}' not found")


def kind_of(table: str, title: str) -> str:
    return SYSTEM.get(title) or COLUMNS[table][title][0]


def nested(rows: Rows, table: str, key: object) -> Row | None:
    """A linked record as it stands in another: its id, and what it is called."""
    if key is None:
        return None
    row = record(rows, table, key)
    return {"Id": row["Id"], display(table): row[display(table)]}


def children(rows: Rows, table: str, title: str, row: Row) -> list[Row]:
    other, back = COLUMNS[table][title][1]
    return [one for one in rows[other] if one[back] == row["Id"]]


def read(rows: Rows, table: str, row: Row, fields: str | None = None) -> Row:
    given: Row = {title: row[title] for title in SYSTEM}
    for title, (kind, of) in COLUMNS[table].items():
        given[title] = len(children(rows, table, title, row)) if kind == "Links" else nested(rows, of[0], row[title]) if kind == "LinkToAnotherRecord" else row[title]
    if not fields:
        return given
    asked = [field_named(table, one.strip()) for one in words(fields).split(",")]
    return {title: cell for title, cell in given.items() if title == "Id" or title in asked}


def paged(some: list[Any], limit: object, offset: object) -> dict[str, Any]:
    most, first = whole(25 if limit is None else limit, 1, 1000), whole(0 if offset is None else offset, 0, 1_000_000)
    return {"list": some[first:first + most], "pageInfo": {
        "totalRows": len(some), "page": first // most + 1, "pageSize": most, "isFirstPage": first == 0, "isLastPage": first + most >= len(some),
    }}  # fmt: skip


# Filters: `(Field,operator,value)`, joined by `~and` and `~or`, after `~not`, in brackets.

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq, "neq": operator.ne, "ne": operator.ne, "gt": operator.gt, "ge": operator.ge, "gte": operator.ge,
    "lt": operator.lt, "le": operator.le, "lte": operator.le,
}  # fmt: skip
DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1, "oneWeekAgo": -7, "oneWeekFromNow": 7}


def bad_filter(told: str) -> Refusal:
    return Refusal(f"ERR_INVALID_FILTER: Invalid filter expression: {told}")


def compared(kind: str, told: list[str], whole_filter: str) -> Any:
    """What a cell is compared with."""
    if kind in ("Date", "CreatedTime", "LastModifiedTime"):
        if told and told[0] in DAYS:
            return (date.fromisoformat(TODAY) + timedelta(days=DAYS[told[0]])).isoformat()
        if len(told) == 2 and told[0] in ("daysAgo", "daysFromNow") and told[1].isdigit():
            return (date.fromisoformat(TODAY) + timedelta(days=int(told[1]) * (-1 if told[0] == "daysAgo" else 1))).isoformat()
        return day(told[-1] if told else "")
    value = ",".join(told)
    if kind in ("ID", "Number", "Rating", "Decimal", "Links"):
        try:
            return float(value)
        except ValueError:
            raise bad_filter(whole_filter) from None
    return value in ("true", "1") if kind == "Checkbox" else value


def seen(table: str, title: str, cell: Any) -> Any:
    """A cell as filters and sorts have it: of a link the display value."""
    return cell[display(COLUMNS[table][title][1][0])] if isinstance(cell, dict) else cell


def meets(rows: Rows, table: str, row: Row, told: str) -> bool:  # noqa: C901
    title, sign, *rest = [*told.split(","), ""] if told.count(",") == 0 else told.split(",")
    kind, cell = kind_of(table, field_named(table, title)), seen(table, title, read(rows, table, row)[title])
    if kind in ("CreatedTime", "LastModifiedTime"):
        cell = cell and cell[:10]
    value = ",".join(rest)
    if sign in ("checked", "notchecked"):
        return bool(cell) == (sign == "checked")
    if sign in ("blank", "notblank") or (sign in ("is", "isnot") and value in ("null", "empty", "blank", "notnull", "true", "false")):
        wanted = sign in ("blank", "is")
        if value in ("true", "false"):
            return (bool(cell) == (value == "true")) == wanted
        return ((cell in (None, "")) == (value != "notnull")) == wanted
    if sign in ("like", "nlike"):
        return (value.strip("%").lower() in str(cell or "").lower()) == (sign == "like")
    if sign == "in":
        return any(cell == compared(kind, [one], told) for one in rest)
    if sign in ("anyof", "allof", "nanyof", "nallof"):
        some = [one in str(cell or "").split(",") for one in rest]
        return (any(some) if sign.endswith("anyof") else all(some)) != sign.startswith("n")
    if sign == "btw" and len(rest) == 2:
        return cell is not None and compared(kind, rest[:1], told) <= cell <= compared(kind, rest[1:], told)
    if sign not in COMPARE or not rest:
        raise bad_filter(told)
    other = compared(kind, rest, told)
    if cell is None:
        return sign in ("neq", "ne")
    return COMPARE[sign](cell, other)


def outer(told: str, sign: str) -> list[str]:
    """The parts of a filter between these signs, where they stand outside of brackets."""
    parts, depth, at = [""], 0, 0
    while at < len(told):
        depth += (told[at] == "(") - (told[at] == ")")
        if depth == 0 and told.startswith(sign, at):
            parts.append("")
            at += len(sign)
        else:
            parts[-1] += told[at]
            at += 1
    return parts


def holds(rows: Rows, table: str, row: Row, told: str) -> bool:
    told = told.strip()
    for sign, every in (("~or", any), ("~and", all)):
        if len(parts := outer(told, sign)) > 1:
            return every([holds(rows, table, row, part) for part in parts])
    if told.startswith("~not"):
        return not holds(rows, table, row, told[4:])
    if not re.fullmatch(r"\(.+\)", told):
        raise bad_filter(told)
    inner = told[1:-1]
    return holds(rows, table, row, inner) if inner.startswith(("(", "~not")) else meets(rows, table, row, inner)


def found(rows: Rows, table: str, some: list[Row], where: str | None, sort: str | None) -> list[Row]:
    some = [row for row in some if not where or holds(rows, table, row, words(where))]
    for one in reversed(words(sort).split(",")) if sort else ():
        title = field_named(table, one.strip().removeprefix("-"))
        cells_of = {row["Id"]: seen(table, title, read(rows, table, row)[title]) for row in some}
        some.sort(key=lambda row: (cells_of[row["Id"]] is not None, cells_of[row["Id"]] or 0), reverse=one.strip().startswith("-"))
    return some


def list_bases(rows: Rows) -> object:
    return paged([{"id": BASE, "title": "Path wardens", "type": "database", "is_meta": True, "order": 1}], None, None)


def table_meta(title: str) -> dict[str, Any]:
    return {"id": TABLES[title], "base_id": BASE, "table_name": title.lower(), "title": title, "type": "table", "enabled": True, "order": [*TABLES].index(title) + 1}


def list_tables(rows: Rows, baseId: str) -> object:
    if baseId != BASE:
        raise Absent(f"ERR_BASE_NOT_FOUND: Base '{baseId}' not found")
    return paged([table_meta(title) for title in TABLES], None, None)


def column_meta(table: str, title: str) -> dict[str, Any]:
    kind, of = (SYSTEM[title], None) if title in SYSTEM else COLUMNS[table][title]
    key = column_id(table, title)
    options: Any = None
    if kind in ("SingleSelect", "MultiSelect"):
        options = {"options": [{"id": f"s{key[1:10]}{at}", "fk_column_id": key, "title": one, "order": at} for at, one in enumerate(of, 1)]}
    elif kind in IS_LINK:
        options = {"type": "hm" if kind == "Links" else "bt", "fk_column_id": key, "fk_related_model_id": TABLES[of[0]], "fk_symmetric_column_id": column_id(*of)}
    return {
        "id": key, "fk_model_id": TABLES[table], "title": title, "column_name": None if kind in IS_LINK else re.sub(r"(?<=[a-z])(?=[A-Z])| ", "_", title).lower(), "uidt": kind,
        "pk": title == "Id", "pv": title == display(table), "rqd": title in ("Id", display(table)), "system": title in ("CreatedAt", "UpdatedAt"), "cdf": DEFAULTS.get((table, title)),
        "meta": {"max": of} if kind == "Rating" else {}, "colOptions": options,
    }  # fmt: skip


def read_table(rows: Rows, tableId: str) -> object:
    title = table_of(tableId)
    return {**table_meta(title), "columns": [column_meta(title, one) for one in (*SYSTEM, *COLUMNS[title])]}


def list_records(rows: Rows, tableId: str, fields: str | None = None, sort: str | None = None, where: str | None = None, offset: int | None = None, limit: int | None = None) -> object:
    table = table_of(tableId)
    return paged([read(rows, table, row, fields) for row in found(rows, table, [*rows[table]], where, sort)], limit, offset)


def read_record(rows: Rows, tableId: str, recordId: str, fields: str | None = None) -> object:
    table = table_of(tableId)
    return read(rows, table, record(rows, table, recordId), fields)


def count_records(rows: Rows, tableId: str, where: str | None = None) -> object:
    table = table_of(tableId)
    return {"count": len(found(rows, table, [*rows[table]], where, None))}


# What is written.


def option(title: str, told: object, allowed: tuple[str, ...]) -> str:
    if told not in allowed:
        raise Refusal(f"ERR_INVALID_OPTION: Invalid option \"{told}\" provided for column \"{title}\". Valid options are \"{', '.join(allowed)}\"")
    return str(told)


def cell_of(table: str, title: str, told: object) -> Any:
    kind, of = COLUMNS[table][title]
    if told is None:
        if title == display(table):
            raise Refusal(f"ERR_REQUIRED_FIELD: Field '{title}' is required")
        return False if kind == "Checkbox" else None
    if kind == "SingleSelect":
        return option(title, told, of)
    if kind == "MultiSelect":
        some = told if isinstance(told, list) else [one.strip() for one in words(told).split(",")]
        return ",".join(sorted({option(title, one, of) for one in some}, key=of.index)) or None
    if kind == "Checkbox":
        return boolean(told)
    if kind in ("Number", "Rating"):
        return whole(told, 0, of or 1_000_000)
    if kind == "Decimal":
        if not isinstance(told, int | float) or isinstance(told, bool):
            raise Refusal(f"ERR_INVALID_VALUE: Invalid value '{told}' for type Decimal in column '{title}'")
        return float(told)
    if kind == "Email" and "@" not in str(told):
        raise Refusal(f"ERR_INVALID_VALUE: Invalid value '{told}' for type Email in column '{title}'")
    return day(told) if kind == "Date" else words(told)


def cells(table: str, told: Row) -> Row:
    """The cells that are written; what the service writes itself is disregarded."""
    for title in told:
        if kind_of(table, field_named(table, title)) in IS_LINK:
            raise Refusal(f"ERR_INVALID_REQUEST: Field '{title}' is a link field, links are made with the links API")
    return {title: cell_of(table, title, told[title]) for title in COLUMNS[table] if title in told}


def objects(told: object) -> list[Row]:
    some = told if isinstance(told, list) else [told]
    if not some:
        raise Refusal("ERR_INVALID_REQUEST: the body is an object or an array of objects")
    return [body(one) for one in some]


def ids(told: object) -> list[object]:
    some = objects(told)
    if any("Id" not in one for one in some):
        raise Refusal("ERR_INVALID_PK_VALUE: Primary key 'Id' is required")
    return [one["Id"] for one in some]


def answered(told: object, some: list[Row]) -> object:
    given = [{"Id": row["Id"]} for row in some]
    return given if isinstance(told, list) else given[0]


def create_records(rows: Rows, tableId: str, body: Any) -> object:
    table = table_of(tableId)
    new = [cells(table, one) for one in objects(body)]
    if any(display(table) not in one for one in new):
        raise Refusal(f"ERR_REQUIRED_FIELD: Field '{display(table)}' is required")
    first = max((row["Id"] for row in rows[table]), default=0) + 1
    made = [{**empty_row(table, at, STAMP), **one} for at, one in enumerate(new, first)]
    rows[table] += made
    return answered(body, made)


def update_records(rows: Rows, tableId: str, body: Any) -> object:
    table = table_of(tableId)
    told = [(record(rows, table, key), cells(table, one)) for key, one in zip(ids(body), objects(body), strict=True)]
    for row, new in told:
        if any(row[title] != cell for title, cell in new.items()):
            row.update(new)
            row["UpdatedAt"] = STAMP
    return answered(body, [row for row, _ in told])


def delete_records(rows: Rows, tableId: str, body: Any) -> object:
    table = table_of(tableId)
    gone = [record(rows, table, key) for key in ids(body)]
    for row in gone:
        for title, (kind, of) in COLUMNS[table].items():
            for child in children(rows, table, title, row) if kind == "Links" else ():
                child[of[1]] = None
        if row in rows[table]:
            rows[table].remove(row)
    return answered(body, gone)


def link_field(table: str, told: object) -> str:
    for title, (kind, _) in COLUMNS[table].items():
        if told == column_id(table, title):
            if kind not in IS_LINK:
                raise Refusal(f"ERR_INVALID_REQUEST: Field '{title}' is not a link field")
            return title
    raise Absent(f"ERR_FIELD_NOT_FOUND: Field '{told}' not found")


def list_links(rows: Rows, tableId: str, linkFieldId: str, recordId: str, fields: str | None = None, sort: str | None = None, where: str | None = None, offset: int | None = None, limit: int | None = None) -> object:
    table = table_of(tableId)
    title, row = link_field(table, linkFieldId), record(rows, table, recordId)
    kind, (other, _) = COLUMNS[table][title]
    asked = fields or display(other)
    if kind == "LinkToAnotherRecord":
        return {} if row[title] is None else read(rows, other, record(rows, other, row[title]), asked)
    return paged([read(rows, other, one, asked) for one in found(rows, other, children(rows, table, title, row), where, sort)], limit, offset)


def link_records(rows: Rows, tableId: str, linkFieldId: str, recordId: str, body: Any) -> object:
    table = table_of(tableId)
    title, row = link_field(table, linkFieldId), record(rows, table, recordId)
    kind, (other, back) = COLUMNS[table][title]
    others = [record(rows, other, key) for key in ids(body)]
    if kind == "Links":
        for one in others:
            one[back] = row["Id"]
    elif len(others) > 1:
        raise Refusal(f"ERR_INVALID_REQUEST: '{title}' links to one record")
    else:
        row[title] = others[0]["Id"]
    return True


def unlink_records(rows: Rows, tableId: str, linkFieldId: str, recordId: str, body: Any) -> object:
    table = table_of(tableId)
    title, row = link_field(table, linkFieldId), record(rows, table, recordId)
    kind, (_, back) = COLUMNS[table][title]
    told = {str(one) for one in ids(body)}
    if kind == "Links":
        for one in children(rows, table, title, row):
            one[back] = None if str(one["Id"]) in told else one[back]
    elif str(row[title]) in told:
        row[title] = None
    return True


OBJECT = {"type": "object", "additionalProperties": True}
ONE_OR_MANY = {"oneOf": [OBJECT, {"type": "array", "items": OBJECT}]}
ID_OBJECT = {"type": "object", "properties": {"Id": number("Record identifier.")}, "required": ["Id"]}
IDS = {"type": "array", "items": ID_OBJECT}
ONE_ID_OR_MANY = {"oneOf": [ID_OBJECT, IDS]}
PAGE = shape(totalRows=number(), page=number(), pageSize=number(), isFirstPage={"type": "boolean"}, isLastPage={"type": "boolean"})
TABLE_ID, RECORD_ID, LINK_ID = text("Table identifier."), text("Record identifier."), text("Links field identifier: the id of the column of type Links or LinkToAnotherRecord in this table.")
FIELDS = text("The fields to include in the response, separated by commas without spaces, e.g. field1,field2. By default all fields are included.")
SORT = text("The fields to sort by, ascending unless there is a - before the name, e.g. field1,-field2.")
WHERE = text("Conditions of the form (field,operator,value), joined by ~and and ~or, e.g. (field1,eq,value1)~and(field2,gt,value2). Operators: eq, neq, gt, ge, lt, le, like, in, is, isnot, blank, notblank, checked, notchecked, anyof, allof, btw. Dates are compared as (field,lt,exactDate,2026-01-31).")
OFFSET, LIMIT = number("How many records to skip from the beginning.", minimum=0, default=0), number("How many records to return.", minimum=1, default=25)
RECORDS = shape(list={"type": "array", "items": shape(Id=number())}, pageInfo=PAGE)
META = {"id": text(), "base_id": text(), "table_name": text(), "title": text(), "type": text(), "enabled": {"type": "boolean"}, "order": number()}
COLUMN = shape(id=text(), fk_model_id=text(), title=text(), column_name={"type": ["string", "null"]}, uidt=text("The type of the column in the user interface."), pk={"type": "boolean", "description": "Primary key"}, pv={"type": "boolean", "description": "Primary value: what a record is shown by"}, rqd={"type": "boolean", "description": "Required"}, system={"type": "boolean"}, cdf={"type": ["string", "null"], "description": "Default value"}, meta={"type": "object"}, colOptions={"type": ["object", "null"]})
QUERY = {"fields": FIELDS, "sort": SORT, "where": WHERE, "offset": OFFSET, "limit": LIMIT}
AT_LINK = {"tableId": TABLE_ID, "linkFieldId": LINK_ID, "recordId": RECORD_ID}
NO_LINKS = "Fields of the types Links and LinkToAnotherRecord are not written here but with Link Records; system fields are disregarded."

TOOLS = (
    Tool("base-list", "List all bases.", {}, list_bases, outputs=shape(list={"type": "array", "items": shape(id=text(), title=text(), type=text(), is_meta={"type": "boolean"}, order=number())}, pageInfo=PAGE)),
    Tool("db-table-list", "List Tables. Lists all tables of a base.", {"baseId": text("Base identifier.")}, list_tables, ("baseId",), shape(list={"type": "array", "items": shape(**META)}, pageInfo=PAGE)),
    Tool("db-table-read", "Read Table. The metadata of a table with its columns, their types and options.", {"tableId": TABLE_ID}, read_table, ("tableId",), shape(**META, columns={"type": "array", "items": COLUMN})),
    Tool("db-data-table-row-list", "List Table Records. Retrieves records from the specified table, which can be filtered, sorted and paged through.", {"tableId": TABLE_ID, **QUERY}, list_records, ("tableId",), RECORDS),
    Tool("db-data-table-row-read", "Read Table Record. Retrieves a single record of the specified table by its record id.", {"tableId": TABLE_ID, "recordId": RECORD_ID, "fields": FIELDS}, read_record, ("tableId", "recordId"), shape(Id=number())),
    Tool("db-data-table-row-count", "Count Table Records. The number of records in the specified table, narrowed down by where.", {"tableId": TABLE_ID, "where": WHERE}, count_records, ("tableId",), shape(count=number())),
    Tool("db-data-table-row-create", f"Create Table Records. Creates records in the specified table, given as objects whose keys are names of fields. {NO_LINKS}", {"tableId": TABLE_ID, "body": {**ONE_OR_MANY, "description": "A record or an array of records, by the names of their fields, e.g. [{\"SingleLineText\": \"David\", \"Date\": \"2023-10-16\", \"Checkbox\": true, \"MultiSelect\": \"Jan,Feb\"}]."}}, create_records, ("tableId", "body"), ONE_ID_OR_MANY),
    Tool("db-data-table-row-update", f"Update Table Records. Updates records of the specified table, which are identified by their record ids. Only the specified fields are updated. {NO_LINKS}", {"tableId": TABLE_ID, "body": {"oneOf": [{**OBJECT, **ID_OBJECT}, {"type": "array", "items": {**OBJECT, **ID_OBJECT}}], "description": "A record or an array of records with their Id and the fields to update, e.g. [{\"Id\": 6, \"SingleLineText\": \"Updated text\"}]."}}, update_records, ("tableId", "body"), ONE_ID_OR_MANY),
    Tool("db-data-table-row-delete", "Delete Table Records. Deletes records of the specified table, which are identified by their record ids.", {"tableId": TABLE_ID, "body": {**ONE_ID_OR_MANY, "description": "A record identifier or an array of them, e.g. [{\"Id\": 1}, {\"Id\": 2}]."}}, delete_records, ("tableId", "body"), ONE_ID_OR_MANY),
    Tool("db-data-table-row-nested-list", "List Linked Records. Retrieves the records that are linked to a record in the specified link field: their primary keys and display values.", {**AT_LINK, **QUERY}, list_links, ("tableId", "linkFieldId", "recordId"), OBJECT),
    Tool("db-data-table-row-nested-link", "Link Records. Links records of the adjacent table to a record in the specified link field. A field that belongs to one record takes the new one in place of the one before; otherwise existing links are unaffected.", {**AT_LINK, "body": {**ONE_ID_OR_MANY, "description": "Record identifiers of the adjacent table, e.g. [{\"Id\": 4}, {\"Id\": 5}]."}}, link_records, ("tableId", "linkFieldId", "recordId", "body"), {"type": "boolean"}),
    Tool("db-data-table-row-nested-unlink", "Unlink Records. Unlinks records of the adjacent table from a record in the specified link field. Identifiers that are not linked are ignored.", {**AT_LINK, "body": {**IDS, "description": "Record identifiers of the adjacent table, e.g. [{\"Id\": 1}, {\"Id\": 2}]."}}, unlink_records, ("tableId", "linkFieldId", "recordId", "body"), {"type": "boolean"}),
)


# The tasks.


def key_of(table: str, told: str) -> int:
    return next(int(row["Id"]) for row in ROWS[table] if row[display(table)] == told)


def change(table: str, changes: dict[str, Row]) -> Call:
    return "db-data-table-row-update", {"tableId": TABLES[table], "body": [{"Id": key_of(table, told), **new} for told, new in changes.items()]}


def create(table: str, **told: Any) -> Call:
    return "db-data-table-row-create", {"tableId": TABLES[table], "body": [{title.replace("_", " "): cell for title, cell in told.items()}]}


def delete(table: str, *told: str) -> Call:
    return "db-data-table-row-delete", {"tableId": TABLES[table], "body": [{"Id": key_of(table, one)} for one in told]}


def link(table: str, title: str, key: int, to: str, how: str = "link") -> Call:
    other = COLUMNS[table][title][1][0]
    return f"db-data-table-row-nested-{how}", {"tableId": TABLES[table], "linkFieldId": column_id(table, title), "recordId": str(key), "body": [{"Id": key_of(other, to)}]}


JOBS = (
    # plainly
    Job("Set the status of Quarry Steps to Restricted.", [change("Paths", {"Quarry Steps": {"Status": "Restricted"}})]),
    Job("Which defects are in progress?", [], shows=("Track washed away below the notch", "Boardwalk planks rotten")),
    Job('Add a defect "Handrail loose at the weir" of kind Structure with urgency 3 and status Reported.', [create("Defects", Title="Handrail loose at the weir", Kind="Structure", Urgency=3, Status="Reported")]),
    Job('Delete the defect "Missing waymark at the fork".', [delete("Defects", "Missing waymark at the fork")]),
    Job("How many paths are closed?", [], shows=("Larch Ridge", "Hermit Gully")),
    Job("Set all defects of kind Overgrowth to Planned.", [change("Defects", {"Brambles at the chapel gate": {"Status": "Planned"}, "Nettles along the lane": {"Status": "Planned"}})]),
    Job("Make Greta Sommer the warden of Hermit Gully.", [link("Paths", "Warden", key_of("Paths", "Hermit Gully"), "Greta Sommer")]),
    Job('Set the due date of the defect "Spruce over the lower bridge" to 2026-03-20.', [change("Defects", {"Spruce over the lower bridge": {"Due": "2026-03-20"}})]),
    Job("Change the length of Chapel Path to 2.4 km.", [change("Paths", {"Chapel Path": {"Length km": 2.4}})]),
    Job("Mark Raven Notch as waymarked.", [change("Paths", {"Raven Notch": {"Waymarked": True}})]),
    Job("Set Blue Tarn Circuit to Open and its last walked date to 2026-03-10.", [change("Paths", {"Blue Tarn Circuit": {"Status": "Open", "Last walked": "2026-03-10"}})]),
    Job("Which paths does Lea Winkler look after?", [], shows=("Larch Ridge", "Blue Tarn Circuit")),
    # in a hurry
    Job("That spruce on the Otter Falls Loop got sawn up this morning, can you put it down as fixed and take off the tick that it blocks the path?", [change("Defects", {"Spruce over the lower bridge": {"Status": "Fixed", "Blocks path": False}})]),
    Job("Emil can't do Foxglove Lane any more, give it to Hamid please", [link("Paths", "Warden", key_of("Paths", "Foxglove Lane"), "Hamid Rasuli")]),
    Job("please put in a new warden for me: Jonas Frei, High Valley, phone 079 555 01 88, does chainsaw and carpentry, joined today", [create("Wardens", Name="Jonas Frei", District="High Valley", Phone="079 555 01 88", Skills="Chainsaw,Carpentry", Joined=TODAY)]),
    Job("who do I ring about the Old Customs Trail? need the number quick", [], shows=("Emil Tobler", "079 555 01 46")),
    Job("Can you get all the washouts up to urgency 5 and due by 30 April, thanks", [change("Defects", {"Track washed away below the notch": {"Urgency": 5, "Due": "2026-04-30"}, "Rockfall in the gully": {"Urgency": 5, "Due": "2026-04-30"}})]),
    Job('log one for the Chapel Path pls, title "Hole by the second bend": washout, urgency 4, it blocks the path, reported today', [create("Defects", Title="Hole by the second bend", Kind="Washout", Urgency=4, Blocks_path=True, Reported_on=TODAY), link("Defects", "Path", 1 + len(ROWS["Defects"]), "Chapel Path")]),
    Job("Take Nadia off the Chapel Path for now, nobody's going to have it until summer", [link("Paths", "Warden", key_of("Paths", "Chapel Path"), "Nadia Brunner", "unlink")]),
    Job("we won't manage anything in March with this snow, so push every defect that's due this month back by two weeks", [change("Defects", {"Stile broken at the customs hut": {"Due": "2026-04-11"}, "Birch leaning over the steps": {"Due": "2026-04-04"}})]),
    # to be asked about
    Job("Give Hermit Gully to Keller.", ASK),
    Job("Text Lea Winkler that the planks for the boardwalk have arrived.", ASK),
    Job("Set the status of Mill Brook Way to Under review.", ASK),
    Job("Add a new warden for the South district.", ASK),
)
FIELD = Field("pathwardens", ROWS, TOOLS, JOBS)
