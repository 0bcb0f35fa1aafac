"""The hives of a bee-keepers' club, kept in tables of a base, in the manner of an API for spreadsheets with records.

One set of tools serves every table; what a table holds is told by the schema of the base.  A record has `id`, `createdTime`
and `fields` with names as people write them; a cell that is empty is left out, a link is an array of ids, a checkbox is
true or absent, records are created, changed and deleted in batches of ten, and a list may be filtered by a formula.

apiary (one of six fields by one hand).  Left out until late that night.  Written on 2026-11-29 without reading the planner, and before it was run.
"""

import operator
import re
from collections.abc import Sequence
from typing import Any

from tests.fields.checks import body, boolean, day, one_of, shape, texts, whole, words
from tests.fields.service import ASK, Call, Field, Job, Past, Refusal, Row, Rows, Tool, find, number, rows_of, text

BASE, LEVELS, STATUSES = "appQ7hiveClub0001", ("Novice", "Experienced", "Inspector"), ("Active", "Weak", "Lost")
BREEDS, CURES = ("Buckfast", "Carnica", "Dark"), ("Thymol", "Oxalic acid", "Formic acid")
# Each column: its type, and what may stand in it.
COLUMNS: dict[str, dict[str, tuple[str, Any]]] = {
    "Keepers": {"Name": ("singleLineText", None), "Phone": ("phoneNumber", None), "Level": ("singleSelect", LEVELS)},
    "Apiaries": {"Name": ("singleLineText", None), "Village": ("singleLineText", None), "Keeper": ("multipleRecordLinks", "Keepers"), "Needs water": ("checkbox", None)},
    "Hives": {
        "Name": ("singleLineText", None), "Apiary": ("multipleRecordLinks", "Apiaries"), "Breed": ("singleSelect", BREEDS), "Queen year": ("number", None),
        "Status": ("singleSelect", STATUSES), "Supers": ("number", None), "Treatments": ("multipleSelects", CURES),
    },
    "Inspections": {
        "No": ("autoNumber", None), "Hive": ("multipleRecordLinks", "Hives"), "Date": ("date", None), "Mites": ("number", None), "Note": ("multilineText", None),
        "Done by": ("multipleRecordLinks", "Keepers"),
    },
}  # fmt: skip


def rec(of: str) -> str:
    return "rec" + of.replace(" ", "").replace("-", "")[:14].ljust(14, "0")


def link(of: str) -> list[str]:
    return [rec(of)]


def empty(cell: Any) -> bool:
    return cell is False or cell in (None, "", [])


def table_of(*records: Row, key: str = "Name") -> list[Row]:
    """Records of these cells, without those that are empty."""
    return [
        {"id": rec(str(one[key])), "createdTime": f"2025-0{at % 9 + 1}-14T08:30:00.000Z", "fields": {name: cell for name, cell in one.items() if not empty(cell)}}
        for at, one in enumerate(records)
    ]


ROWS: Rows = {
    "bases": [{"id": BASE, "name": "Bee club", "permissionLevel": "edit"}],
    "Keepers": table_of(*({"Name": row["name"], "Phone": row["phone"], "Level": row["level"]} for row in rows_of(
        "name phone level", "Edith Lowe|01632 960101|Inspector", "Marek Nowak|01632 960114|Novice", "Maren Novak|01632 960141|Experienced", "Joost de Wit|01632 960177|Experienced", "Priya Shah|01632 960180|Novice",
    ))),
    "Apiaries": table_of(*({"Name": row["name"], "Village": row["village"], "Keeper": link(row["keeper"]), "Needs water": row["dry"]} for row in rows_of(
        "name village keeper dry", "Orchard|Ashby|Edith Lowe|false", "Lime Walk|Ashby|Maren Novak|true", "Church Meadow|Thorpe|Joost de Wit|false", "Quarry|Thorpe|Marek Nowak|true",
    ))),
    "Hives": table_of(*(
        {"Name": row["name"], "Apiary": link(row["apiary"]), "Breed": row["breed"], "Queen year": row["queen"], "Status": row["status"], "Supers": row["supers"], "Treatments": [one for one in row["cures"].split(",") if one]}
        for row in rows_of(
            "name apiary breed queen status supers cures",
            "Amber|Orchard|Buckfast|2024|Active|2|", "Bramble|Orchard|Carnica|2023|Weak|1|Thymol", "Clover|Orchard|Buckfast|2025|Active|3|",
            "Daisy|Lime Walk|Dark|2022|Active|1|Formic acid", "Elder|Lime Walk|Carnica|2025|Active|2|",
            "Fern|Church Meadow|Buckfast|2023|Weak||Thymol", "Gorse|Church Meadow|Dark|2024|Active|1|", "Heather|Church Meadow|Carnica|2024|Active|2|",
            "Iris|Quarry|Dark|2022|Weak||", "Juniper|Quarry|Buckfast|2025|Active|1|", "Juniper II|Quarry|Buckfast|2025|Active|1|Thymol,Formic acid", "Lavender|Church Meadow|Dark|2021|Lost||",
        )
    )),
    "Inspections": table_of(*({"No": row["no"], "Hive": link(row["hive"]), "Date": row["date"], "Mites": row["mites"], "Done by": link(row["by"])} for row in rows_of(
        "no hive date mites by",
        "101|Amber|2026-03-01|2|Edith Lowe", "102|Bramble|2026-03-01|9|Edith Lowe", "103|Daisy|2026-02-22|4|Maren Novak", "104|Elder|2026-02-22|6|Maren Novak",
        "105|Fern|2026-03-04|12|Joost de Wit", "106|Gorse|2026-03-04|3|Joost de Wit", "107|Iris|2026-03-08|7|Marek Nowak", "108|Juniper|2026-03-08|1|Marek Nowak",
    )), key="No"),
    "comments": [{"id": "com1", "recordId": rec("Quarry"), "author": "Edith Lowe", "text": "The track is muddy", "createdTime": "2026-02-20T09:00:00.000Z"}],
}
SIGNS = {"=": operator.eq, "!=": operator.ne, ">": operator.gt, "<": operator.lt, ">=": operator.ge, "<=": operator.le}


def table(rows: Rows, base_id: object, told: object) -> str:
    find(rows["bases"], "id", base_id)
    for name in COLUMNS:
        if told in (name, f"tbl{name}"):
            return name
    raise Refusal("TABLE_NOT_FOUND")


def seen(rows: Rows, name: str, column: str, cell: Any) -> Any:
    """A cell as a formula has it: of a link the names."""
    kind, of = COLUMNS[name][column]
    if kind == "multipleRecordLinks":
        return ", ".join(str(next(iter(find(rows[of], "id", one)["fields"].values()))) for one in cell or ())
    return ", ".join(cell) if isinstance(cell, list) else cell


def holds(rows: Rows, name: str, row: Row, formula: str) -> bool:
    parts = formula[4:-1].split(",") if formula.startswith("AND(") and formula.endswith(")") else [formula]
    for part in parts:
        found = re.fullmatch(r"\s*\{([^}]+)\}\s*(=|!=|>=|<=|>|<)\s*('[^']*'|\d+)\s*", part)
        if not found or found[1] not in COLUMNS[name]:
            raise Refusal("INVALID_FILTER_BY_FORMULA")
        cell, told = seen(rows, name, found[1], row["fields"].get(found[1])), found[3].strip("'") if "'" in found[3] else int(found[3])
        if isinstance(told, int) != isinstance(cell, int) or not SIGNS[found[2]](cell, told):
            return False
    return True


def list_records(rows: Rows, baseId: str, tableIdOrName: str, filterByFormula: str = "", fields: Sequence[str] = (), pageSize: int = 10, offset: str = "") -> object:
    name = table(rows, baseId, tableIdOrName)
    asked = texts(fields) if fields else [*COLUMNS[name]]
    found = [row for row in rows[name] if filterByFormula in ("", None) or holds(rows, name, row, words(filterByFormula))]
    places = [f"itr/{row['id']}" for row in found]
    first = places.index(one_of(offset, *places)) if offset else 0
    last = first + whole(pageSize, 1, 100)
    some = [{**row, "fields": {key: cell for key, cell in row["fields"].items() if key in asked}} for row in found[first:last]]
    return {"records": some, **({"offset": places[last]} if last < len(found) else {})}


def get_record(rows: Rows, baseId: str, tableIdOrName: str, recordId: str) -> object:
    return find(rows[table(rows, baseId, tableIdOrName)], "id", recordId)


def cell_of(rows: Rows, kind: str, allowed: Any, told: object) -> object:
    if kind == "multipleRecordLinks":
        return [find(rows[allowed], "id", one)["id"] for one in texts(told)]
    if kind == "multipleSelects":
        return [one_of(one, *allowed) for one in texts(told)]
    if kind == "singleSelect":
        return one_of(told, *allowed)
    if kind == "number":
        return whole(told, 0, 10_000)
    if kind == "checkbox":
        return boolean(told)
    return day(told) if kind == "date" else words(told)


def cells(rows: Rows, name: str, told: object) -> Row:
    given = body(told)
    if {*given} - {*COLUMNS[name]} or "No" in given:
        raise Refusal("UNKNOWN_FIELD_NAME")
    return {column: None if given[column] is None else cell_of(rows, *of, given[column]) for column, of in COLUMNS[name].items() if column in given}


def batch(records: object, *needed: str) -> list[Row]:
    if not isinstance(records, list) or not 1 <= len(records) <= 10 or any({*needed} - {*body(one)} for one in records):
        raise Refusal("INVALID_REQUEST: records is an array of 1 to 10 objects")
    return records


def kept(name: str, told: Row) -> Row:
    return {column: told[column] for column in COLUMNS[name] if not empty(told.get(column))}


def create_records(rows: Rows, baseId: str, tableIdOrName: str, records: list[Row]) -> object:
    name = table(rows, baseId, tableIdOrName)
    new = [cells(rows, name, one["fields"]) for one in batch(records, "fields")]
    for one in new:
        auto = {"No": 101 + len(rows[name])} if name == "Inspections" else {}
        rows[name].append({"id": rec(f"New{len(rows[name])}{name}"), "createdTime": "2026-03-11T10:00:00.000Z", "fields": kept(name, {**auto, **one})})
    return {"records": rows[name][-len(new):]}


def write(rows: Rows, base: str, where: str, records: object, whole_record: bool) -> object:
    name = table(rows, base, where)
    told = [(find(rows[name], "id", one["id"]), cells(rows, name, one["fields"])) for one in batch(records, "id", "fields")]
    for row, new in told:
        before = {key: cell for key, cell in row["fields"].items() if key == "No" or not whole_record}
        row["fields"] = kept(name, {**before, **new})
    return {"records": [row for row, _ in told]}


def update_records(rows: Rows, baseId: str, tableIdOrName: str, records: list[Row]) -> object:
    return write(rows, baseId, tableIdOrName, records, False)


def replace_records(rows: Rows, baseId: str, tableIdOrName: str, records: list[Row]) -> object:
    return write(rows, baseId, tableIdOrName, records, True)


def delete_records(rows: Rows, baseId: str, tableIdOrName: str, recordIds: list[str]) -> object:
    name = table(rows, baseId, tableIdOrName)
    for row in [find(rows[name], "id", one) for one in texts(recordIds)]:
        rows[name].remove(row)
    return {"records": [{"id": one, "deleted": True} for one in recordIds]}


def list_comments(rows: Rows, baseId: str, tableIdOrName: str, recordId: str) -> object:
    return {"comments": [one for one in rows["comments"] if one["recordId"] == find(rows[table(rows, baseId, tableIdOrName)], "id", recordId)["id"]], "offset": None}


def create_comment(rows: Rows, baseId: str, tableIdOrName: str, recordId: str, text: str) -> object:
    row = find(rows[table(rows, baseId, tableIdOrName)], "id", recordId)
    rows["comments"].append({"id": f"com{len(rows['comments']) + 1}", "recordId": row["id"], "author": "You", "text": words(text), "createdTime": "2026-03-11T10:00:00.000Z"})
    return rows["comments"][-1]


def schema(rows: Rows, baseId: str) -> object:
    find(rows["bases"], "id", baseId)
    return {"tables": [
        {"id": f"tbl{name}", "name": name, "primaryFieldId": f"fld{next(iter(columns))}", "fields": [
            {"id": f"fld{column.replace(' ', '')}", "name": column, "type": kind, "options": {"choices": [{"name": one} for one in of]} if isinstance(of, tuple) else {"linkedTableId": f"tbl{of}"} if of else {}}
            for column, (kind, of) in columns.items()
        ]} for name, columns in COLUMNS.items()
    ]}  # fmt: skip


def at(name: str, **more: Any) -> dict[str, Any]:
    return {"baseId": BASE, "tableIdOrName": name, **more}


def change(name: str, **fields_by_record: dict[str, Any]) -> Call:
    return "update_records", at(name, records=[{"id": rec(key.replace("_", " ")), "fields": fields} for key, fields in fields_by_record.items()])


def create(name: str, **fields: Any) -> Call:
    return "create_records", at(name, records=[{"fields": {key.replace("_", " "): cell for key, cell in fields.items()}}])


BASES, SCHEMA = ("list_bases", {}), ("get_base_schema", {"baseId": BASE})
CELLS = {"type": "object", "description": "Cell values by the name of the field. Links are arrays of record ids.", "additionalProperties": True}
RECORD, ID = shape(id=text(), createdTime=text(format="date-time"), fields=CELLS), text()
TABLE = {"baseId": text(), "tableIdOrName": text()}
RECORDS = {"records": {"type": "array", "items": RECORD}}


def batch_of(*needed: str) -> dict[str, Any]:
    one = shape(**{name: {"id": ID, "fields": CELLS}[name] for name in needed})
    return {"type": "array", "items": {**one, "required": [*needed]}, "minItems": 1, "maxItems": 10, "description": "Up to 10 records."}


TOOLS = (
    Tool("list_bases", "Returns the list of bases the token can access.", {"offset": text()}, lambda rows, offset="": {"bases": rows["bases"]}, outputs=shape(bases={"type": "array", "items": shape(id=ID, name=text(), permissionLevel=text())}, offset=text())),
    Tool("get_base_schema", "Returns the schema of the tables in the specified base.", {"baseId": text()}, schema, ("baseId",), shape(tables={"type": "array", "items": shape(id=ID, name=text(), primaryFieldId=text(), fields={"type": "array", "items": shape(id=ID, name=text(), type=text(), options={"type": "object"})})})),
    Tool("list_records", "List records in a table. Returned records do not include any fields with empty values.", {**TABLE, "filterByFormula": text("A formula used to filter records, e.g. {Name}='Ann' or AND({Size}>3,{Name}='Ann')."), "fields": {"type": "array", "items": text(), "description": "Only data for these fields."}, "pageSize": number("At most 100.", default=10), "offset": text("The offset of the answer before, for the next page.")}, list_records, ("baseId", "tableIdOrName"), shape(**RECORDS, offset=text())),
    Tool("get_record", "Retrieve a single record.", {**TABLE, "recordId": ID}, get_record, ("baseId", "tableIdOrName", "recordId"), RECORD),
    Tool("create_records", "Creates multiple records.", {**TABLE, "records": batch_of("fields")}, create_records, ("baseId", "tableIdOrName", "records"), shape(**RECORDS)),
    Tool("update_records", "Updates up to 10 records. Only updates the fields that are sent, fields not included remain unchanged.", {**TABLE, "records": batch_of("id", "fields")}, update_records, ("baseId", "tableIdOrName", "records"), shape(**RECORDS)),
    Tool("replace_records", "Performs a destructive update and clears all cell values that are not sent.", {**TABLE, "records": batch_of("id", "fields")}, replace_records, ("baseId", "tableIdOrName", "records"), shape(**RECORDS)),
    Tool("delete_records", "Deletes up to 10 records given an array of record ids.", {**TABLE, "recordIds": {"type": "array", "items": ID}}, delete_records, ("baseId", "tableIdOrName", "recordIds"), shape(records={"type": "array", "items": shape(id=ID, deleted={"type": "boolean"})})),
    Tool("list_comments", "Returns a list of comments for the record from newest to oldest.", {**TABLE, "recordId": ID}, list_comments, ("baseId", "tableIdOrName", "recordId"), shape(comments={"type": "array", "items": shape(id=ID, author=text(), text=text(), createdTime=text())}, offset={"type": ["string", "null"]})),
    Tool("create_comment", "Creates a comment on a record.", {**TABLE, "recordId": ID, "text": text()}, create_comment, ("baseId", "tableIdOrName", "recordId", "text"), shape(id=ID, author=text(), text=text(), createdTime=text())),
)
JOBS = (
    Job("Amber has a new queen, she's from this year", [change("Hives", Amber={"Queen year": 2026})]),
    Job("Fern didn't make it through the winter. Put that hive down as lost", [change("Hives", Fern={"Status": "Lost"})]),
    Job("We carried Bramble over to Church Meadow last night, please record that", [change("Hives", Bramble={"Apiary": link("Church Meadow")})]),
    Job("Marek Nowak is no longer a novice, he counts as experienced now", [change("Keepers", Marek_Nowak={"Level": "Experienced"})]),
    Job("Heather and Elder each got one more super today", [change("Hives", Heather={"Supers": 3}, Elder={"Supers": 3})]),
    Job("Edith Lowe looked at Clover today and counted 5 mites, add that inspection", [create("Inspections", Hive=link("Clover"), Date="2026-03-11", Mites=5, Done_by=link("Edith Lowe"))]),
    Job("Inspection 108 was typed in for the wrong hive, throw it away", [("delete_records", at("Inspections", recordIds=[rec("108")]))]),
    Job("Who keeps the bees at the Quarry and what's the phone number there?", [], shows=("Marek Nowak", "01632 960114")),
    Job("Oskar Lind joins us as a novice, his phone is 01632 960199", [create("Keepers", Name="Oskar Lind", Phone="01632 960199", Level="Novice")]),
    Job("All weak hives in Thorpe have been treated with oxalic acid, on top of whatever they'd had before", [change("Hives", Fern={"Treatments": ["Thymol", "Oxalic acid"]}, Iris={"Treatments": ["Oxalic acid"]})]),
    Job("Any hive that had more than 5 mites when somebody last looked is to be marked as weak", [change("Hives", Elder={"Status": "Weak"})]),
    Job('If more hives are active at Church Meadow than at the Quarry, give Gorse a second super, otherwise comment on the Quarry "Two more stands needed"', [("create_comment", at("Apiaries", recordId=rec("Quarry"), text="Two more stands needed"))]),
    Job("Gorse moves to the apiary in Ashby", ASK),
    Job("Order ten kilos of sugar for the Quarry", ASK),
)


def look(name: str, **more: Any) -> Call:
    return "list_records", at(name, **more)


PASTS = (
    Past("Iris has a queen from 2025 now", [BASES, SCHEMA, look("Hives", filterByFormula="{Name}='Iris'")], [change("Hives", Iris={"Queen year": 2025})]),
    Past("Daisy was moved to the Orchard", [BASES, look("Hives"), look("Apiaries")], [change("Hives", Daisy={"Apiary": link("Orchard")})]),
    Past("Priya made it to Experienced", [BASES, look("Keepers")], [change("Keepers", Priya_Shah={"Level": "Experienced"})]),
    Past("Joost inspected Heather on March 4: 8 mites", [BASES, SCHEMA, look("Hives"), look("Keepers")], [create("Inspections", Hive=link("Heather"), Date="2026-03-04", Mites=8, Done_by=link("Joost de Wit"))]),
    Past("Scrap inspections 101 and 103", [BASES, look("Inspections")], [("delete_records", at("Inspections", recordIds=[rec("101"), rec("103")]))]),
    Past("Comment on Lavender: Burn the frames", [BASES, look("Hives", filterByFormula="{Status}='Lost'"), ("list_comments", at("Hives", recordId=rec("Lavender")))], [("create_comment", at("Hives", recordId=rec("Lavender"), text="Burn the frames"))]),
    Past("Enter the Lime Walk afresh, only name, village Ashby and Joost as its keeper", [BASES, look("Apiaries"), look("Keepers")], [("replace_records", at("Apiaries", records=[{"id": rec("Lime Walk"), "fields": {"Name": "Lime Walk", "Village": "Ashby", "Keeper": link("Joost de Wit")}}]))]),
    Past("What breed is Juniper?", [BASES, look("Hives", filterByFormula="{Name}='Juniper'"), ("get_record", at("Hives", recordId=rec("Juniper")))], []),
)
FIELD = Field("apiary", ROWS, TOOLS, JOBS, PASTS)
