"""Instruments that somebody has or that lie in store: a flat service, made up, for what tells which are meant."""

from typing import Any

from tests.fields.checks import shape
from tests.fields.service import Field, Row, Rows, Tool, find, number, rows_of, text

ROWS: Rows = {
    "instruments": rows_of(
        "id name family status insured value shelf_number",
        "1|Bach Trumpet|Brass|In store|false|900|4", "2|Fox Horn|Brass|On loan|false|800|2",
        "3|Buffet Clarinet|Woodwind|On loan|false|700|1", "4|Noblet Clarinet|Woodwind|In store|false|500|3",
        "5|Gem Flute|Woodwind|On loan|true|400|5",
    ),
    "players": rows_of("id name section", "1|Grace Adeyemi|Brass", "2|Dmitri Volkov|Percussion", "3|Tom Pryce|Brass"),
}  # fmt: skip
for one, holder in zip(ROWS["instruments"], (None, 2, None, None, 1), strict=True):
    one["borrower_id"] = holder


def change(rows: Rows, id: int, **told: Any) -> Row:
    row = find(rows["instruments"], "id", id)
    row.update(told)
    return row


def gone(table: str) -> Any:
    def delete(rows: Rows, id: int) -> Row:
        rows[table].remove(row := find(rows[table], "id", id))
        return row

    return delete


FLAG, STATUS = {"type": "boolean"}, text(enum=["In store", "On loan", "In repair", "Retired"])
HELD = {
    "name": text(), "family": text(enum=["Brass", "Woodwind"]), "status": STATUS, "insured": FLAG, "value": number(),
    "shelf_number": number(),
    "borrower_id": {"type": ["integer", "null"], "description": "The id of the player who has it, null for nobody."},
}  # fmt: skip
INSTRUMENT = shape(id=number(), **HELD)
PLAYER = shape(id=number(), name=text(), section=text())


def listing(table: str, each: dict[str, Any]) -> Tool:
    of = shape(**{table: {"type": "array", "items": each}})
    return Tool(f"list_{table}", f"List {table}.", {}, lambda rows: {table: rows[table]}, (), of)


FIELD = Field("held_instruments", ROWS, (
    listing("instruments", INSTRUMENT), listing("players", PLAYER),
    Tool("update_instrument", "Updates an instrument. Only the fields that are provided are changed.",
         {"id": number(), **HELD}, change, ("id",), INSTRUMENT),
    Tool("delete_instrument", "Deletes an instrument.", {"id": number()}, gone("instruments"), ("id",)),
    Tool("delete_player", "Deletes a player.", {"id": number()}, gone("players"), ("id",)),
), ())  # fmt: skip
