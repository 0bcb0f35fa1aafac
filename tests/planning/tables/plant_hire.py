"""A plant hire firm, for the tests of this folder: ids by look-up, offsets, nested changes, lists of ids, cents.

Written by somebody who had not read the planner.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.fields.service import (
    NOW,
    Absent,
    Field,
    Refusal,
    Row,
    Rows,
    Tool,
    contains,
    equal,
    listing,
    number,
    rows_of,
    text,
)

ROWS = {
    "depots": rows_of(
        "id name town manager",
        "dpt_11|Holbeck Yard|Leeds|Karen Stubbs",
        "dpt_12|Attercliffe|Sheffield|Imran Qureshi",
        "dpt_13|Trafford Park|Manchester|Joe Halloran",
        "dpt_14|Ardwick|Manchester|Bev Tattersall",
        "dpt_15|Alexandra Dock|Hull|Piotr Nowak",
        "dpt_16|Clifton Moor|York|Sian Preece",
    ),
    "customers": rows_of(
        "id company contact email credit_standing",
        "cus_501|Brennan Groundworks Ltd|Aoife Brennan|aoife@brennangroundworks.example|good",
        "cus_502|Brennan & Daughters Roofing|Colm Brennan|office@brennanroofing.example|good",
        "cus_503|Northgate Landscapes|Priya Raman|priya@northgatelandscapes.example|good",
        "cus_504|Northgate Civil Engineering|Doug Ellery|d.ellery@northgatecivil.example|on_stop",
        "cus_505|Aire Valley Scaffolding|Mick Toland|mick@avscaff.example|good",
        "cus_506|St Oswald's Primary School|Janet Moss|bursar@stoswalds.example|good",
        "cus_507|Halcyon Events|Tamsin Cole|tamsin@halcyon.example|good",
        "cus_508|Pennine Rail Services|Gareth Wyn|plant@penninerail.example|good",
        "cus_509|Kirkstall Builders|Ravi Sandhu|ravi@kirkstallbuilders.example|on_stop",
        "cus_510|Dales Tree Care|Hannah Firth|hannah@dalestrees.example|good",
        "cus_511|Marlow Fit-Out|Ben Achebe|ben@marlowfitout.example|good",
        "cus_512|Whitby Harbour Trust|Olive Jessop|harbourmaster@whitby.example|good",
    ),
    "assets": rows_of(
        "id fleet_tag model category depot_id availability day_rate_cents engine_hours",
        "ast_7001|EX-01|Kubota U27-4|excavator|dpt_11|on_hire|14500|3120",
        "ast_7002|EX-02|Kubota U27-4|excavator|dpt_11|ready|14500|1875",
        "ast_7003|EX-03|Kubota U27-4|excavator|dpt_12|on_hire|13900|4410",
        "ast_7004|EX-04|JCB 8018|excavator|dpt_15|ready|11800|2260",
        "ast_7005|DU-01|Thwaites 3-Tonne|dumper|dpt_11|ready|7200|980",
        "ast_7006|DU-02|Thwaites 6-Tonne|dumper|dpt_13|on_hire|9600|1540",
        "ast_7007|SL-01|Genie GS-1932 Scissor Lift|aerial_platform|dpt_13|on_hire|6500|610",
        "ast_7008|SL-02|Genie GS-1932 Scissor Lift|aerial_platform|dpt_14|ready|6500|742",
        "ast_7009|BL-01|Niftylift HR17|aerial_platform|dpt_16|on_hire|21000|1330",
        "ast_7010|GN-01|Atlas Copco QAS 60|generator|dpt_12|ready|8800|5025",
        "ast_7011|GN-02|Atlas Copco QAS 60|generator|dpt_15|on_hire|8800|3890",
        "ast_7012|GN-03|Pramac GSW 22|generator|dpt_16|ready|4900|1105",
        "ast_7013|RO-01|Bomag BW 120|roller|dpt_11|in_workshop|10500|2015",
        "ast_7014|RO-02|Bomag BW 80|roller|dpt_14|ready|7900|1660",
        "ast_7015|PU-01|Selwood S150|pump|dpt_15|ready|5600|2890",
        "ast_7016|PU-02|Selwood D100|pump|dpt_12|on_hire|5200|3345",
    ),
    "hires": rows_of(
        "id customer_id asset_id starts_on due_back state deposit_cents",
        "hir_9101|cus_501|ast_7001|2026-03-02|2026-03-13|out|60000",
        "hir_9102|cus_502|ast_7009|2026-03-05|2026-03-19|out|100000",
        "hir_9103|cus_503|ast_7003|2026-02-23|2026-03-09|out|50000",
        "hir_9104|cus_504|ast_7006|2026-02-16|2026-03-06|out|40000",
        "hir_9105|cus_505|ast_7007|2026-03-09|2026-03-20|out|25000",
        "hir_9106|cus_508|ast_7011|2026-03-01|2026-03-31|out|0",
        "hir_9107|cus_512|ast_7016|2026-03-10|2026-03-17|out|20000",
        "hir_9108|cus_506|ast_7008|2026-03-30|2026-04-02|reserved|15000",
        "hir_9109|cus_507|ast_7012|2026-03-27|2026-03-30|reserved|15000",
        "hir_9110|cus_507|ast_7010|2026-03-27|2026-03-30|reserved|30000",
        "hir_9111|cus_509|ast_7002|2026-03-18|2026-03-25|reserved|0",
        "hir_9112|cus_510|ast_7004|2026-02-09|2026-02-13|returned|30000",
        "hir_9113|cus_501|ast_7005|2026-04-07|2026-04-17|reserved|30000",
        "hir_9114|cus_511|ast_7008|2026-01-19|2026-01-30|returned|25000",
        "hir_9115|cus_509|ast_7014|2026-03-23|2026-03-27|reserved|20000",
        "hir_9116|cus_503|ast_7015|2026-02-20|2026-02-27|cancelled|15000",
    ),
    "visits": rows_of(
        "id asset_id kind visit_date state",
        "vis_31|ast_7001|service|2026-03-16|booked",
        "vis_32|ast_7013|repair|2026-03-12|booked",
        "vis_33|ast_7010|inspection|2026-02-18|done",
        "vis_34|ast_7009|inspection|2026-03-24|booked",
        "vis_35|ast_7004|service|2026-02-16|done",
        "vis_36|ast_7008|inspection|2026-03-20|booked",
        "vis_37|ast_7015|repair|2026-03-04|done",
        "vis_38|ast_7006|service|2026-03-09|cancelled",
        "vis_39|ast_7002|service|2026-03-13|booked",
        "vis_40|ast_7012|service|2026-01-22|done",
    ),
}
CATEGORIES = ["excavator", "dumper", "aerial_platform", "generator", "roller", "pump"]
AVAILABILITY, STATES = ["ready", "on_hire", "in_workshop", "withdrawn"], ["reserved", "out", "returned", "cancelled"]
KINDS, VISITS, STANDING = ["service", "repair", "inspection"], ["booked", "done", "cancelled"], ["good", "on_stop"]


def known(rows: Rows, table: str, key: str) -> Row:
    for row in rows[table]:
        if row["id"] == key:
            return row
    raise Absent(f"404: no such {table[:-1]}: {key!r}")


def among(name: str, value: str, allowed: Sequence[str]) -> None:
    if value and value not in allowed:
        raise Refusal(f"422: {name} must be one of {', '.join(allowed)}")


def day(name: str, value: object) -> None:
    if not isinstance(value, str) or len(value) != 10 or value[4] + value[7] != "--":
        raise Refusal(f"422: {name} must be a date (YYYY-MM-DD)")


def cents(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Refusal(f"422: {name} must be a whole number of cents")


def some(name: str, found: Sequence[Row], offset: int, limit: int) -> object:
    at, size = max(0, int(offset or 0)), max(1, min(int(limit or 10), 50))
    return {name: found[at:at + size], "offset": at, "limit": size, "total_count": len(found)}


def depots(rows: Rows, q: str = "") -> object:
    part = str(q or "").lower()
    return {"depots": [row for row in rows["depots"] if part in f"{row['name']}, {row['town']}".lower()]}


def customers(rows: Rows, q: str = "", credit_standing: str = "") -> object:
    among("credit_standing", credit_standing, STANDING)
    part, found = str(q or "").lower(), equal(rows["customers"], {"credit_standing": credit_standing})
    return {"customers": [row for row in found if any(part in row[name].lower() for name in ("company", "contact"))]}


def assets(
    rows: Rows, model: str = "", fleet_tag: str = "", category: str = "", depot_id: str = "", availability: str = "",
    offset: int = 0, limit: int = 10,
) -> object:  # fmt: skip
    among("category", category, CATEGORIES)
    among("availability", availability, AVAILABILITY)
    found = contains(rows["assets"], {"model": model, "fleet_tag": fleet_tag})
    found = equal(found, {"category": category, "depot_id": depot_id, "availability": availability})
    return some("assets", found, offset, limit)


def hires(
    rows: Rows, customer_id: str = "", asset_id: str = "", state: str = "", offset: int = 0, limit: int = 10,
) -> object:  # fmt: skip
    among("state", state, STATES)
    found = equal(rows["hires"], {"customer_id": customer_id, "asset_id": asset_id, "state": state})
    return some("hires", found, offset, limit)


def visits(rows: Rows, asset_id: str = "", state: str = "") -> object:
    among("state", state, VISITS)
    return {"visits": equal(rows["visits"], {"asset_id": asset_id, "state": state})}


def taken(rows: Rows, asset_id: str, starts_on: str, due_back: str) -> bool:
    return any(
        one["asset_id"] == asset_id and one["state"] in ("reserved", "out")
        and one["starts_on"] <= due_back and starts_on <= one["due_back"]
        for one in rows["hires"]
    )  # fmt: skip


def hire(
    rows: Rows, customer_id: str, asset_id: str, starts_on: str, due_back: str, deposit_cents: int = 0,
) -> object:  # fmt: skip
    who, what = known(rows, "customers", customer_id), known(rows, "assets", asset_id)
    day("starts_on", starts_on)
    day("due_back", due_back)
    cents("deposit_cents", deposit_cents)
    if starts_on < NOW[:10] or due_back < starts_on:
        raise Refusal("422: a hire begins today or later and ends no sooner than it begins")
    if who["credit_standing"] == "on_stop":
        raise Refusal("409: the account is on stop")
    if what["availability"] == "withdrawn" or taken(rows, asset_id, starts_on, due_back):
        raise Refusal("409: the asset is not free in this period")
    rows["hires"].append({
        "id": f"hir_{9101 + len(rows['hires'])}", "customer_id": customer_id, "asset_id": asset_id,
        "starts_on": starts_on, "due_back": due_back, "state": "reserved", "deposit_cents": deposit_cents,
    })  # fmt: skip
    return rows["hires"][-1]


def amend(rows: Rows, hire_id: str, changes: Mapping[str, Any]) -> object:
    row = known(rows, "hires", hire_id)
    if not isinstance(changes, Mapping) or not changes or {*changes} - {"starts_on", "due_back", "deposit_cents"}:
        raise Refusal("422: changes may hold starts_on, due_back and deposit_cents")
    if row["state"] not in ("reserved", "out"):
        raise Refusal(f"409: the hire is {row['state']}")
    if "starts_on" in changes and row["state"] == "out":
        raise Refusal("409: the hire has already begun")
    for name in changes:
        (cents if name == "deposit_cents" else day)(name, changes[name])
    if {**row, **changes}["due_back"] < {**row, **changes}["starts_on"]:
        raise Refusal("422: due_back is before starts_on")
    row.update(changes)
    return row


def cancel(rows: Rows, hire_id: str) -> object:
    row = known(rows, "hires", hire_id)
    if row["state"] != "reserved":
        raise Refusal(f"409: the hire is {row['state']}")
    row["state"] = "cancelled"
    return row


def relocate(rows: Rows, asset_ids: Sequence[str], depot_id: str) -> object:
    if isinstance(asset_ids, str) or not asset_ids:
        raise Refusal("422: asset_ids must be a list with at least one id")
    where, which = known(rows, "depots", depot_id)["id"], [known(rows, "assets", one) for one in asset_ids]
    for row in which:
        row["depot_id"] = where
    return {"relocated": len(which)}


def update(rows: Rows, asset_id: str, availability: str = "", day_rate_cents: int | None = None) -> object:
    row = known(rows, "assets", asset_id)
    among("availability", availability, AVAILABILITY)
    if not availability and day_rate_cents is None:
        raise Refusal("422: nothing to update")
    if day_rate_cents is not None:
        cents("day_rate_cents", day_rate_cents)
        row["day_rate_cents"] = day_rate_cents
    if availability:
        row["availability"] = availability
    return row


def visit(rows: Rows, asset_id: str, kind: str, visit_date: str) -> object:
    known(rows, "assets", asset_id)
    day("visit_date", visit_date)
    if kind not in KINDS:
        raise Refusal("422: kind must be service, repair or inspection")
    if visit_date < NOW[:10]:
        raise Refusal("422: visit_date is in the past")
    rows["visits"].append({
        "id": f"vis_{31 + len(rows['visits'])}", "asset_id": asset_id, "kind": kind, "visit_date": visit_date,
        "state": "booked",
    })  # fmt: skip
    return rows["visits"][-1]


WHICH, AGREED = text('ID of the asset, e.g. "ast_6120".'), text('ID of the hire, e.g. "hir_8200".')
PAGE = {
    "offset": number("How many matches to skip.", default=0),
    "limit": number("How many to return, at most 50.", default=10),
}
DEPOT = {"id": text(), "name": text(), "town": text(), "manager": text("Who runs the site.")}
CUSTOMER = {
    "id": text(), "company": text(), "contact": text("Person we deal with."), "email": text(),
    "credit_standing": text(enum=STANDING),
}  # fmt: skip
ASSET = {
    "id": text(), "fleet_tag": text(), "model": text(), "category": text(enum=CATEGORIES),
    "depot_id": text("Home depot."), "availability": text(enum=AVAILABILITY),
    "day_rate_cents": number("List price per day."), "engine_hours": number("Hours on the meter."),
}  # fmt: skip
HIRE = {
    "id": text(), "customer_id": text(), "asset_id": text(), "starts_on": text(format="date"),
    "due_back": text("Last day of the hire; an asset that is still out after it is overdue.", format="date"),
    "state": text(enum=STATES), "deposit_cents": number("Security held against damage."),
}  # fmt: skip
VISIT = {
    "id": text(), "asset_id": text(), "kind": text(enum=KINDS), "visit_date": text(format="date"),
    "state": text(enum=VISITS),
}  # fmt: skip
CHANGES = {"type": "object", "properties": {
    "starts_on": text("New first day; only before collection.", format="date"),
    "due_back": text("New last day.", format="date"),
    "deposit_cents": number("New security in total, in cents (pence)."),
}}  # fmt: skip
FIELD = Field(
    "rental", ROWS,
    (
        Tool(
            "list_depots", "Lists the sites from which plant is hired out, with the person in charge of each.",
            {"q": text("Part of the site's name or of its town.")}, depots, outputs=listing("depots", **DEPOT),
        ),
        Tool(
            "list_customers", "Lists trade accounts.",
            {
                "q": text("Part of the company's name or of its contact's name, case-insensitive."),
                "credit_standing": text(
                    "on_stop accounts may not hire until they have paid what they owe.", enum=STANDING,
                ),
            },
            customers, outputs=listing("customers", **CUSTOMER),
        ),
        Tool(
            "list_assets",
            "Lists the plant in the fleet. All filters are optional and are combined with AND. "
            "total_count is the number of matches regardless of limit.",
            {
                "model": text("Part of the make and model."),
                "fleet_tag": text('Tag painted on the asset, e.g. "TH-09".'),
                "category": text("Kind of plant.", enum=CATEGORIES),
                "depot_id": text("Only assets whose home is this depot."),
                "availability": text("withdrawn assets have left the fleet for good.", enum=AVAILABILITY), **PAGE,
            },
            assets, outputs=listing("assets", **ASSET),
        ),
        Tool(
            "list_hires",
            "Lists hire agreements, each of one asset to one account. Filters are optional and are combined with AND. "
            "total_count is the number of matches regardless of limit.",
            {
                "customer_id": text("Only hires of this account."), "asset_id": text("Only hires of this asset."),
                "state": text(
                    "reserved: not collected yet; out: the customer has the asset; returned: it is back.", enum=STATES,
                ),
                **PAGE,
            },
            hires, outputs=listing("hires", **HIRE),
        ),
        Tool(
            "list_workshop_visits", "Lists past and planned visits of assets to the workshop.",
            {"asset_id": text("Only visits of this asset."), "state": text("Progress of the visit.", enum=VISITS)},
            visits, outputs=listing("visits", **VISIT),
        ),
        Tool(
            "create_hire",
            "Opens a hire agreement: reserves an asset for an account for a period. "
            "Refused where the asset is already taken or the account is on stop.",
            {
                "customer_id": text("ID of the account."), "asset_id": WHICH,
                "starts_on": text("First day, YYYY-MM-DD.", format="date"),
                "due_back": text("Last day, YYYY-MM-DD.", format="date"),
                "deposit_cents": number("Security to hold, in cents (pence).", default=0),
            },
            hire, ("customer_id", "asset_id", "starts_on", "due_back"),
        ),
        Tool(
            "amend_hire",
            "Amends the terms of a hire that is reserved or out. Terms that are not in changes stay as they are.",
            {"hire_id": AGREED, "changes": CHANGES}, amend, ("hire_id", "changes"),
        ),
        Tool(
            "cancel_hire",
            "Voids a hire that has not been collected yet. The asset becomes free for others in that period.",
            {"hire_id": AGREED}, cancel, ("hire_id",),
        ),
        Tool(
            "relocate_assets", "Gives one or more assets a new home depot. Haulage is arranged by the depots.",
            {
                "asset_ids": {"type": "array", "items": {"type": "string"}, "description": "IDs of the assets."},
                "depot_id": text("ID of the depot they will be based at."),
            },
            relocate, ("asset_ids", "depot_id"),
        ),
        Tool(
            "update_asset", "Updates an asset's record in the fleet register. Only what is given is changed.",
            {
                "asset_id": WHICH,
                "availability": text(
                    "ready: may be collected; on_hire: with a customer; in_workshop: being worked on; "
                    "withdrawn: scrapped or sold, never hired again.",
                    enum=AVAILABILITY,
                ),
                "day_rate_cents": number("List price per day in cents (pence)."),
            },
            update, ("asset_id",),
        ),
        Tool(
            "book_workshop_visit", "Books an asset into the workshop for a day.",
            {
                "asset_id": WHICH,
                "kind": text(
                    "service is routine maintenance, repair mends a fault, inspection is the statutory safety check.",
                    enum=KINDS,
                ),
                "visit_date": text("Day, YYYY-MM-DD, today or later.", format="date"),
            },
            visit, ("asset_id", "kind", "visit_date"),
        ),
    ),
    (),
)  # fmt: skip
