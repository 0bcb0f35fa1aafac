"""The instruments that a youth band lends to its players, kept in tables of a database, in the manner of Baserow's API.

One set of tools serves every table; which fields a table has is told by a list of its own, not by the list of tables.  A row
is flat: `id`, `order` and the fields as people named them.  A single select is told as an object and taken as its text or
its id, a link is told as `{id, value}` and taken as ids of rows, numbers are told as texts, and lists are paged by five.

Written without reading the planner, and before it was run.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from tests.fields.checks import array, body, boolean, day, shape, whole, words
from tests.fields.service import ASK, Absent, Call, Field, Job, Refusal, Row, Rows, Tool, number, rows_of, text

DATABASE, WORKSPACE, SITE = 31, {"id": 12, "name": "Bramwell Youth Band"}, "https://tables.bramwellband.example/api"
COLORS = ("light-blue", "light-green", "light-orange", "light-red", "light-gray")
TABLES = {204: "Instruments", 205: "Players", 206: "Repairs"}
SECTIONS, EXTRAS = {3101: "Brass", 3102: "Woodwind", 3103: "Percussion"}, {3121: "Case", 3122: "Mouthpiece", 3123: "Stand"}
FAMILIES, STATUSES = {3105: "Brass", 3106: "Woodwind", 3107: "Percussion"}, {3111: "In store", 3112: "On loan", 3113: "In repair", 3114: "Retired"}
WORKSHOPS, PROGRESS = {3131: "Horn & Reed", 3132: "Pryce Brothers", 3133: "In-house"}, {3141: "Requested", 3142: "At workshop", 3143: "Finished"}
# Each field: its id, its type, and what belongs to that type: options, the table that is linked, or how many decimal places.
FIELDS: dict[str, dict[str, tuple[int, str, Any]]] = {
    "Instruments": {
        "Name": (1801, "text", None), "Family": (1802, "single_select", FAMILIES), "Status": (1803, "single_select", STATUSES), "Borrower": (1804, "link_row", 205),
        "Value": (1805, "number", 0), "Bought": (1806, "date", None), "Insured": (1807, "boolean", None), "Comes with": (1808, "multiple_select", EXTRAS), "Notes": (1809, "long_text", None),
    },
    "Players": {
        "Name": (1821, "text", None), "Section": (1822, "single_select", SECTIONS), "Email": (1823, "email", None), "Grade": (1824, "number", 0), "Joined": (1825, "date", None),
        "Deposit paid": (1826, "boolean", None),
    },
    "Repairs": {
        "Title": (1841, "text", None), "Instrument": (1842, "link_row", 204), "Workshop": (1843, "single_select", WORKSHOPS), "Cost": (1844, "number", 2), "Due": (1845, "date", None),
        "Progress": (1846, "single_select", PROGRESS), "Invoice paid": (1847, "boolean", None),
    },
}  # fmt: skip
NONE: dict[str, Any] = {"boolean": False, "link_row": [], "multiple_select": []}
"""What stands in a cell that is empty; null in those of other types."""

PLAYERS = rows_of(
    "id name section email grade joined deposit",
    "1|Ada Fennimore|Brass|ada.fennimore@post.example|5|2023-09-04|true", "2|Bilal Osei|Woodwind|bilal.osei@post.example|3|2024-01-15|false",
    "3|Carys Hughes|Woodwind|carys.hughes@post.example|5|2022-09-05|true", "4|Dmitri Volkov|Percussion|d.volkov@post.example|2|2025-09-01|false",
    "5|Ellen Marsh|Brass|ellen.marsh@post.example|6|2024-09-02|true", "6|Tom Reyes|Woodwind|tom.reyes@post.example|4|2024-09-02|true",
    "7|Grace Adeyemi|Brass|grace.adeyemi@post.example|1|2025-09-01|false", "8|Hana Kimura|Woodwind|hana.kimura@post.example|7|2021-09-06|true",
    "9|Tom Lindqvist|Woodwind|t.lindqvist@post.example|3|2025-01-13|true",
)  # fmt: skip
INSTRUMENTS = rows_of(
    "id name family status borrower value bought insured extras notes",
    "1|Yamaha Cornet|Brass|On loan|1|650|2019-05-14|true|Case,Mouthpiece|", "2|Besson Euphonium|Brass|On loan|5|2800|2016-03-02|true|Case|Small dent at the bell",
    "3|Conn French Horn|Brass|In repair||1900|2011-10-20|false|Case|", "4|Bach Trombone|Brass|In store||1150|2020-01-09|true|Case,Mouthpiece|",
    "5|Buffet Clarinet|Woodwind|On loan|2|890|2018-09-12|false|Case,Mouthpiece|", "6|Noblet Clarinet|Woodwind|In store||240|1998-06-01|false|Case|Cork is loose",
    "7|Gemeinhardt Flute|Woodwind|On loan|8|520|2021-02-18|false|Case|", "8|Jupiter Alto Sax|Woodwind|In store||980|2022-08-30|true|Case,Stand|",
    "9|Fox Bassoon|Woodwind|In repair||4300|2014-11-11|true|Case|", "10|Ludwig Snare Drum|Percussion|On loan|4|310|2017-04-25|false|Stand|",
    "11|Musser Xylophone|Percussion|In store||2100|2013-07-08|false|Stand|Two people to carry", "12|Pearl Bass Drum|Percussion|In store||700|2015-10-05|false||",
    "13|Boosey Tuba|Brass|Retired||150|1974-01-01|false||Gift of the town council",
)  # fmt: skip
REPAIRS = rows_of(
    "id title instrument workshop cost due progress paid",
    "1|Horn rotor stuck|3|Pryce Brothers|185.00|2026-03-20|At workshop|false", "2|Bassoon crook leak|9|Horn & Reed|240.50|2026-04-02|At workshop|false",
    "3|Cornet valve clean|1|In-house|'0.00|2026-01-16|Finished|true", "4|Flute pads|7|Horn & Reed|75.00|2026-03-27|Requested|false",
    "5|Snare head change|10|In-house|18.90|2026-02-06|Finished|true", "6|Sax key bent|8|Horn & Reed|60.00|2026-02-20|Finished|false",
    "7|Xylophone bar cracked|11|Pryce Brothers|130.00|2026-04-15|Requested|false", "8|Euphonium dent|2|Pryce Brothers|95.00|2026-03-18|Requested|false",
    "9|Trombone slide|4|Pryce Brothers|110.00|2025-12-12|Finished|true",
)  # fmt: skip
# As they are kept: of selects the text, of links the ids.
ROWS: Rows = {
    "Instruments": [
        {
            "id": row["id"], "Name": row["name"], "Family": row["family"], "Status": row["status"], "Borrower": [row["borrower"]] if row["borrower"] else [], "Value": str(row["value"]),
            "Bought": row["bought"], "Insured": row["insured"], "Comes with": [one for one in row["extras"].split(",") if one], "Notes": row["notes"] or None,
        }
        for row in INSTRUMENTS
    ],
    "Players": [
        {"id": row["id"], "Name": row["name"], "Section": row["section"], "Email": row["email"], "Grade": str(row["grade"]), "Joined": row["joined"], "Deposit paid": row["deposit"]}
        for row in PLAYERS
    ],
    "Repairs": [
        {
            "id": row["id"], "Title": row["title"], "Instrument": [row["instrument"]], "Workshop": row["workshop"], "Cost": row["cost"], "Due": row["due"], "Progress": row["progress"],
            "Invoice paid": row["paid"],
        }
        for row in REPAIRS
    ],
}  # fmt: skip


def table(told: object) -> str:
    if not isinstance(told, int) or isinstance(told, bool) or told not in TABLES:
        raise Absent("ERROR_TABLE_DOES_NOT_EXIST: The requested table does not exist.")
    return TABLES[told]


def row_of(rows: Rows, name: str, told: object) -> Row:
    for row in rows[name]:
        if row["id"] == told and not isinstance(told, bool):
            return row
    raise Absent("ERROR_ROW_DOES_NOT_EXIST: The requested row does not exist.")


def wrong(column: str, why: str) -> Refusal:
    return Refusal(f"ERROR_REQUEST_BODY_VALIDATION: {column}: {why}")


# What is told of a row.


def option(options: dict[int, str], value: str) -> Row:
    at = [*options.values()].index(value)
    return {"id": [*options][at], "value": value, "color": COLORS[at]}


def cell_shown(rows: Rows, kind: str, of: Any, cell: Any) -> Any:
    if kind == "single_select":
        return None if cell is None else option(of, cell)
    if kind == "multiple_select":
        return [option(of, one) for one in cell]
    if kind == "link_row":
        name = TABLES[of]
        return [{"id": one, "value": row_of(rows, name, one)[next(iter(FIELDS[name]))]} for one in cell]
    return cell


def shown(rows: Rows, name: str, row: Row) -> Row:
    cells = {column: cell_shown(rows, kind, of, row[column]) for column, (_, kind, of) in FIELDS[name].items()}
    return {"id": row["id"], "order": f"{row['id']}.00000000000000000000", **cells}


def plain(cell: Any) -> str:
    """A cell as it is searched and sorted: of selects and links the texts."""
    if isinstance(cell, list):
        return ", ".join(plain(one) for one in cell)
    return "" if cell is None else str(cell["value"]) if isinstance(cell, dict) else str(cell)


def sorted_by(name: str, found: list[Row], told: str) -> list[Row]:
    for one in reversed([part.strip() for part in told.split(",")]):
        column = one.lstrip("+-")
        if column not in ("id", *FIELDS[name]):
            raise Refusal(f"ERROR_ORDER_BY_FIELD_NOT_FOUND: The field {column} was not found in the table.")
        numeric = column == "id" or FIELDS[name][column][1] == "number"
        key: Callable[[Row], Any] = (lambda row, at=column: Decimal(row[at] or 0)) if numeric else (lambda row, at=column: plain(row[at]).lower())
        found = sorted(found, key=key, reverse=one.startswith("-"))
    return found


def list_rows(rows: Rows, table_id: int, page: int = 1, size: int = 5, search: str = "", order_by: str = "") -> object:
    name = table(table_id)
    found = [shown(rows, name, row) for row in rows[name]]
    if search not in ("", None):
        sought = words(search).lower()
        found = [row for row in found if any(sought in plain(row[column]).lower() for column in FIELDS[name])]
    if order_by not in ("", None):
        found = sorted_by(name, found, words(order_by))
    if isinstance(size, int) and size > 100:
        raise Refusal("ERROR_PAGE_SIZE_LIMIT: The page size is limited to 100.")
    size, pages = whole(size, 1, 100), max(1, -(-len(found) // whole(size, 1, 100)))
    if not isinstance(page, int) or isinstance(page, bool) or not 1 <= page <= pages:
        raise Refusal("ERROR_INVALID_PAGE: Invalid page.")

    def at(other: int) -> str | None:
        more = {**({"search": search} if search else {}), **({"order_by": order_by} if order_by else {})}
        return f"{SITE}/database/rows/table/{table_id}/?{urlencode({'page': other, 'size': size, 'user_field_names': 'true', **more})}" if 1 <= other <= pages else None

    return {"count": len(found), "next": at(page + 1), "previous": at(page - 1), "results": found[(page - 1) * size : page * size]}


def get_row(rows: Rows, table_id: int, row_id: int) -> object:
    name = table(table_id)
    return shown(rows, name, row_of(rows, name, row_id))


# What is written to a row.


def option_told(column: str, options: dict[int, str], told: object) -> str:
    if isinstance(told, int) and not isinstance(told, bool) and told in options:
        return options[told]
    if isinstance(told, str) and told in options.values():
        return told
    raise wrong(column, f"The provided select option value '{told}' is not a valid select option.")


def number_told(column: str, places: int, told: object) -> str:
    if isinstance(told, bool) or not isinstance(told, (int, float, str)):
        raise wrong(column, "A valid number is required.")
    try:
        value = Decimal(str(told))
        exact = value.quantize(Decimal(1).scaleb(-places))
    except InvalidOperation:
        raise wrong(column, "A valid number is required.") from None
    if exact != value:
        raise wrong(column, f"Ensure that there are no more than {places} decimal places.")
    if not 0 <= value < 10**10:
        raise wrong(column, "Ensure this value is greater than or equal to 0.")
    return str(exact)


def several(column: str, told: object) -> Sequence[Any]:
    if not isinstance(told, list):
        raise wrong(column, "Expected a list of items.")
    return told


def cell_told(rows: Rows, column: str, kind: str, of: Any, told: Any) -> Any:
    if kind == "boolean":
        return boolean(told)
    if kind == "link_row":
        if any(not isinstance(one, int) or isinstance(one, bool) for one in several(column, told)):
            raise wrong(column, "An array of row ids is required.")
        return [*dict.fromkeys(row_of(rows, TABLES[of], one)["id"] for one in told)]
    if kind == "multiple_select":
        chosen = {option_told(column, of, one) for one in several(column, told)}
        return [one for one in of.values() if one in chosen]
    if told is None:
        return None
    if kind == "single_select":
        return option_told(column, of, told)
    if kind == "number":
        return number_told(column, of, told)
    if kind == "date":
        return day(told)
    if kind == "email" and "@" not in words(told):
        raise wrong(column, "Enter a valid email address.")
    return words(told)


def cells_told(rows: Rows, name: str, told: object) -> Row:
    given = body(told)
    if unknown := [column for column in given if column not in FIELDS[name]]:
        raise Refusal(f"ERROR_REQUEST_BODY_VALIDATION: the table has no field {', '.join(map(str, unknown))} that can be written")
    return {column: cell_told(rows, column, *FIELDS[name][column][1:], cell) for column, cell in given.items()}


def create_row(rows: Rows, table_id: int, row: Row) -> object:
    name = table(table_id)
    told = cells_told(rows, name, row)
    empty = {column: list(none) if isinstance(none := NONE.get(kind), list) else none for column, (_, kind, _) in FIELDS[name].items()}
    rows[name].append({"id": max((one["id"] for one in rows[name]), default=0) + 1, **empty, **told})
    return shown(rows, name, rows[name][-1])


def update_row(rows: Rows, table_id: int, row_id: int, row: Row) -> object:
    name = table(table_id)
    kept = row_of(rows, name, row_id)
    kept.update(cells_told(rows, name, row))
    return shown(rows, name, kept)


def delete_row(rows: Rows, table_id: int, row_id: int) -> None:
    """The row goes, and with it the links to it."""
    name = table(table_id)
    rows[name].remove(row_of(rows, name, row_id))
    for other, columns in FIELDS.items():
        for column in (column for column, (_, kind, of) in columns.items() if kind == "link_row" and of == table_id):
            for row in rows[other]:
                row[column] = [one for one in row[column] if one != row_id]


# What is told of the tables.


def tables() -> list[Row]:
    return [{"id": key, "name": name, "order": at, "database_id": DATABASE} for at, (key, name) in enumerate(TABLES.items(), 1)]


def list_applications(rows: Rows) -> object:
    return [{"id": DATABASE, "name": "Instrument store", "order": 1, "type": "database", "workspace": WORKSPACE, "tables": tables()}]


def list_tables(rows: Rows, database_id: int) -> object:
    if database_id != DATABASE or isinstance(database_id, bool):
        raise Absent("ERROR_APPLICATION_DOES_NOT_EXIST: The requested application does not exist.")
    return tables()


def of_type(kind: str, of: Any) -> dict[str, Any]:
    if kind in ("single_select", "multiple_select"):
        return {"select_options": [option(of, value) for value in of.values()]}
    if kind == "link_row":
        return {"link_row_table_id": of, "link_row_related_field_id": None}
    if kind == "number":
        return {"number_decimal_places": of, "number_negative": False}
    return {"date_format": "ISO", "date_include_time": False} if kind == "date" else {}


def list_fields(rows: Rows, table_id: int) -> object:
    return [
        {"id": key, "table_id": table_id, "name": column, "order": at, "type": kind, "primary": at == 0, "read_only": False, **of_type(kind, of)}
        for at, (column, (key, kind, of)) in enumerate(FIELDS[table(table_id)].items())
    ]


ID, URL = number(), {"type": ["string", "null"], "format": "uri"}
TABLE = {"table_id": number("The id of the table.")}
ROW_ID = {"row_id": number("The id of the row.")}
CELLS = {"row": {"type": "object", "additionalProperties": True, "description": "The values by the names of the fields. A single select takes the value or the id of an option, a multiple select an array of those, a link to table an array of row ids, a date YYYY-MM-DD."}}
ROW = {**shape(id=ID, order=text("A decimal number as a text.")), "additionalProperties": True}
TABLE_SHAPE = {"id": ID, "name": text(), "order": number(), "database_id": ID}
FIELD_SHAPE = array(
    id=ID, table_id=ID, name=text(), order=number(), type=text("Such as text, number, single_select, link_row."), primary={"type": "boolean"}, read_only={"type": "boolean"},
    select_options=array(id=ID, value=text(), color=text()), link_row_table_id=number("The id of the linked table."),
)  # fmt: skip

TOOLS = (
    Tool("list_all_applications", "Lists all the applications that the authorized user has access to. Applications of the type database hold tables.", {}, list_applications, outputs=array(id=ID, name=text(), order=number(), type=text(), workspace=shape(id=ID, name=text()), tables=array(**TABLE_SHAPE))),
    Tool("list_database_tables", "Lists all the tables that are in the database related to the database_id parameter.", {"database_id": number("The id of the database.")}, list_tables, ("database_id",), array(**TABLE_SHAPE)),
    Tool("list_database_table_fields", "Lists all the fields of the table related to the provided table_id. A field has a type; depending on it there are further properties, such as the options of a select.", TABLE, list_fields, ("table_id",), FIELD_SHAPE),
    Tool("list_database_table_rows", "Lists all the rows of the table related to the provided table_id. The response is paginated by a page/size style. It is also possible to provide an optional search query, only rows where any of their cells contains it will be returned.", {**TABLE, "page": number("Defines which page of rows should be returned.", default=1), "size": number("Defines how many rows should be returned per page, at most 100.", default=5), "search": text("Only rows with cell values that contain this will be returned."), "order_by": text("Comma separated names of fields; a name with - before it sorts in descending order.")}, list_rows, ("table_id",), shape(count=number("The total amount of results."), next=URL, previous=URL, results={"type": "array", "items": ROW})),
    Tool("get_database_table_row", "Fetches an existing row from the table related to the provided table_id.", {**TABLE, **ROW_ID}, get_row, ("table_id", "row_id"), ROW),
    Tool("create_database_table_row", "Creates a new row in the table related to the provided table_id. Fields that are not provided are left empty.", {**TABLE, **CELLS}, create_row, ("table_id", "row"), ROW),
    Tool("update_database_table_row", "Updates an existing row in the table. Only the fields that are provided are changed.", {**TABLE, **ROW_ID, **CELLS}, update_row, ("table_id", "row_id", "row"), ROW),
    Tool("delete_database_table_row", "Deletes an existing row in the table related to the provided table_id.", {**TABLE, **ROW_ID}, delete_row, ("table_id", "row_id")),
)


def key_of(name: str, called: str) -> tuple[int, int]:
    """The ids of a table and of the row that is called so in it."""
    first = next(iter(FIELDS[name]))
    return next(key for key, one in TABLES.items() if one == name), next(row["id"] for row in ROWS[name] if row[first] == called)


def change(name: str, called: str, **cells: Any) -> Call:
    table_id, row_id = key_of(name, called)
    return "update_database_table_row", {"table_id": table_id, "row_id": row_id, "row": {column.replace("_", " "): cell for column, cell in cells.items()}}


def create(name: str, **cells: Any) -> Call:
    return "create_database_table_row", {"table_id": next(key for key, one in TABLES.items() if one == name), "row": {column.replace("_", " "): cell for column, cell in cells.items()}}


def delete(name: str, called: str) -> Call:
    table_id, row_id = key_of(name, called)
    return "delete_database_table_row", {"table_id": table_id, "row_id": row_id}


def link(name: str, called: str) -> list[int]:
    return [key_of(name, called)[1]]


JOBS = (
    # In plain words.
    Job("Set the status of the Noblet Clarinet to In repair", [change("Instruments", "Noblet Clarinet", Status="In repair")]),
    Job("Which instruments are in repair?", [], shows=("Conn French Horn", "Fox Bassoon")),
    Job("Add a player named Ines Duarte to the Woodwind section, grade 4, joined on 2026-03-09", [create("Players", Name="Ines Duarte", Section="Woodwind", Grade=4, Joined="2026-03-09")]),
    Job('Delete the repair "Snare head change"', [delete("Repairs", "Snare head change")]),
    Job("How many instruments are on loan?", [], shows=("Yamaha Cornet", "Besson Euphonium", "Buffet Clarinet", "Gemeinhardt Flute", "Ludwig Snare Drum")),
    Job("Mark all woodwind instruments that are on loan as insured", [change("Instruments", "Buffet Clarinet", Insured=True), change("Instruments", "Gemeinhardt Flute", Insured=True)]),
    Job("Change the borrower of the Ludwig Snare Drum to Grace Adeyemi", [change("Instruments", "Ludwig Snare Drum", Borrower=link("Players", "Grace Adeyemi"))]),
    Job("Change the due date of the repair Flute pads to 3 April 2026", [change("Repairs", "Flute pads", Due="2026-04-03")]),
    Job("Set the value of the Fox Bassoon to 4500", [change("Instruments", "Fox Bassoon", Value=4500)]),
    Job("Tick Deposit paid for Bilal Osei", [change("Players", "Bilal Osei", Deposit_paid=True)]),
    Job("Set the status of the Bach Trombone to On loan and its borrower to Grace Adeyemi", [change("Instruments", "Bach Trombone", Status="On loan", Borrower=link("Players", "Grace Adeyemi"))]),
    Job("What is the email address of the player who has borrowed the Gemeinhardt Flute?", [], shows=("hana.kimura@post.example",)),
    # As staff in a hurry say it.
    Job("found the stand for the Buffet clarinet, pls add it to what it comes with", [change("Instruments", "Buffet Clarinet", Comes_with=["Case", "Mouthpiece", "Stand"])]),
    Job("Dmitri's handed the snare drum back - put it in store and take him off as the borrower", [change("Instruments", "Ludwig Snare Drum", Status="In store", Borrower=[])]),
    Job("bassoon crook came to 262.75 in the end, can you fix the cost and tick the invoice as paid", [change("Repairs", "Bassoon crook leak", Cost=262.75, Invoice_paid=True)]),
    Job("French horn's fixed! Mark its repair finished and put the horn back in store please", [change("Repairs", "Horn rotor stuck", Progress="Finished"), change("Instruments", "Conn French Horn", Status="In store")]),
    Job("need a new repair for the Noblet Clarinet: call it Clarinet cork, goes to Pryce Brothers, due 25 March, just requested so far", [create("Repairs", Title="Clarinet cork", Instrument=link("Instruments", "Noblet Clarinet"), Workshop="Pryce Brothers", Due="2026-03-25", Progress="Requested")]),
    Job("quick one, which repairs at Pryce Brothers haven't we paid yet?", [], shows=("Horn rotor stuck", "Xylophone bar cracked", "Euphonium dent")),
    Job("workshops are swamped, push every repair that's still only requested back to 30 April", [change("Repairs", one, Due="2026-04-30") for one in ("Flute pads", "Xylophone bar cracked", "Euphonium dent")]),
    Job("Carys passed her exam yesterday, bump her up one grade would you", [change("Players", "Carys Hughes", Grade=6)]),
    # What a person must be asked.
    Job("Lend the Jupiter Alto Sax to Tom", ASK),
    Job("Email Pryce Brothers that we'll pick up the French horn on Friday", ASK),
    Job("Set the status of the Musser Xylophone to Sold", ASK),
    Job("Change the due date of the repair Xylophone bar cracked", ASK),
)
FIELD = Field("store_a", ROWS, TOOLS, JOBS)
