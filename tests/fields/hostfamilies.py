"""Guest pupils and the families that take them in: every value is a text under `properties`, stages have ids, what belongs together is associated.

A search is sent as groups of filters, and answers only the properties that it is asked for beside a few.  Which family a placement
is with stands in neither of the two.  Nothing is said of what is answered.
HOSTFAMILIES has the forms of a service for customer relations.  Left out.  Written on 2026-11-30 without reading the planner, and before
it was run.
"""

from collections.abc import Callable, Mapping
from typing import Any

from tests.fields.checks import body, day, one_of, whole, words
from tests.fields.service import ASK, Call, Field, Job, Past, Refusal, Row, Rows, Tool, find, number, text


def record(names: str, told: str) -> Row:
    key, *values = told.split("|")
    return {"id": key, "properties": dict(zip(names.split(), values, strict=True)), "createdAt": "2026-01-12T09:00:00.000Z", "archived": False}


OWNERS = [
    {"id": "88071", "firstName": "Hedda", "lastName": "Falk", "email": "hedda@exchange.example"},
    {"id": "88072", "firstName": "Joao", "lastName": "Pires", "email": "joao@exchange.example"},
    {"id": "88073", "firstName": "Ruth", "lastName": "Ansel", "email": "ruth@exchange.example"},
]
STAGES = {"1017001": "Requested", "1017002": "Visited", "1017003": "Agreed", "1017004": "Arrived", "1017005": "Ended"}
ROWS: Rows = {
    "families": [record("name city email phone beds pets family_status owner_id", told) for told in (
        "30101|Family Bergmann|Kiel|bergmann@home.example|555-0301|1|true|open|88071",
        "30102|Family Bergman|Lund|bergman@home.example|555-0302|2|false|open|88072",
        "30103|Family Okoro|Leeds|okoro@home.example|555-0303|1|false|full|88071",
        "30104|Family Silva|Porto|silva@home.example|555-0304|3|true|open|88072",
        "30105|Family Takahashi|Kobe|takahashi@home.example|555-0305|1|false|paused|88073",
        "30106|Family Lefort|Lyon|lefort@home.example|555-0306|2|true|full|88071",
        "30107|Family McBride|Leeds|mcbride@home.example|555-0307|2|false|open|88073",
        "30108|Family Novotny|Brno|novotny@home.example|555-0308|1|true|open|88071",
    )],
    "pupils": [record("firstname lastname country allergies departure", told) for told in (
        "40201|Amelie|Roux|France||2026-06-27",
        "40202|Amelia|Rowe|Ireland||2026-07-10",
        "40203|Dario|Conti|Italy|cats|2026-06-27",
        "40204|Freya|Holt|Norway||2026-06-20",
        "40205|Kenji|Mori|Japan|cats|2026-07-31",
        "40206|Lucas|Prado|Brazil||2026-06-20",
        "40207|Zeynep|Kaya|Turkey|nuts|2026-07-10",
    )],
    "placements": [record("placement_name stage amount start_date owner_id", told) for told in (
        "50301|Dario at Okoro|1017003|450|2026-03-10|88071",
        "50302|Freya at Lefort|1017004|420|2026-01-20|88071",
        "50303|Lucas at Lefort|1017004|400|2026-01-20|88071",
        "50304|Kenji at Silva|1017001|480|2026-04-01|88072",
        "50305|Zeynep at McBride|1017002|430|2026-04-03|88073",
        "50306|Amelie at Bergmann|1017001|450|2026-04-02|88071",
        "50307|Amelia at Bergman|1017002|460|2026-04-09|88072",
    )],
    "associations": [
        {"id": f"{placement}-{of}", "placement": placement, "of": of}
        for placement, family, pupil in (
            ("50301", "30103", "40203"), ("50302", "30106", "40204"), ("50303", "30106", "40206"), ("50304", "30104", "40205"),
            ("50305", "30107", "40207"), ("50306", "30101", "40201"), ("50307", "30102", "40202"),
        )
        for of in (family, pupil)
    ],
    "notes": [],
}
SHOWN = {"families": ("name", "email"), "pupils": ("firstname", "lastname"), "placements": ("placement_name", "stage", "amount")}


def truth(told: object) -> str:
    return one_of(told, "true", "false")


def amount(told: object) -> str:
    if not isinstance(told, str) or not told.isdigit():
        raise Refusal("Property values were not valid: a whole number as a text is needed")
    return told


CHECKS: Mapping[str, Mapping[str, Callable[[Any], str]]] = {
    "families": {"name": words, "city": words, "email": words, "phone": words, "beds": amount, "pets": truth, "family_status": lambda told: one_of(told, "open", "full", "paused"), "owner_id": lambda told: str(find(OWNERS, "id", told)["id"])},
    "pupils": {"firstname": words, "lastname": words, "country": words, "allergies": words, "departure": day},
    "placements": {"placement_name": words, "stage": lambda told: one_of(told, *STAGES), "amount": amount, "start_date": day, "owner_id": lambda told: str(find(OWNERS, "id", told)["id"])},
}
OPERATORS: Mapping[str, Callable[[str, str], bool]] = {
    "EQ": lambda has, told: has.lower() == told.lower(), "NEQ": lambda has, told: has.lower() != told.lower(),
    "CONTAINS_TOKEN": lambda has, told: told.strip("*").lower() in has.lower(), "HAS_PROPERTY": lambda has, told: bool(has),
    "NOT_HAS_PROPERTY": lambda has, told: not has, "GT": lambda has, told: ranked(has) > ranked(told), "LT": lambda has, told: ranked(has) < ranked(told),
    "GTE": lambda has, told: ranked(has) >= ranked(told), "LTE": lambda has, told: ranked(has) <= ranked(told),
}  # fmt: skip


def ranked(told: str) -> str:
    return told.zfill(12)


def alive(rows: Rows, kind: str, key: object) -> Row:
    row = find(rows[kind], "id", key)
    if row["archived"]:
        raise Refusal("resource not found")
    return row


def seen(kind: str, row: Row, properties: object) -> Row:
    if properties is not None and not isinstance(properties, list):
        raise Refusal("properties is an array")
    names = (*SHOWN[kind], *(one for one in properties or () if one in CHECKS[kind]))
    return {**row, "properties": {name: row["properties"][name] for name in row["properties"] if name in names}}


def paged(kind: str, found: list[Row], limit: object, after: object, properties: object) -> Row:
    if after is not None and not (isinstance(after, str) and after.isdigit()):
        raise Refusal("after is the text that the page before gave")
    first = int(str(after or "0"))
    last = first + whole(limit, 1, 100)
    more = {"paging": {"next": {"after": str(last)}}} if last < len(found) else {}
    return {"results": [seen(kind, row, properties) for row in found[first:last]], **more}


def get_page(kind: str) -> Callable[..., Row]:
    def do(rows: Rows, limit: int = 10, after: str | None = None, properties: list[str] | None = None) -> Row:
        return paged(kind, [row for row in rows[kind] if not row["archived"]], limit, after, properties)
    return do


def passes(kind: str, row: Row, told: object) -> bool:
    asked = body(told)
    name, operator = asked.get("propertyName"), asked.get("operator")
    if not isinstance(name, str) or name not in CHECKS[kind] or not isinstance(operator, str) or operator not in OPERATORS:
        raise Refusal("There was a problem with the request: unknown propertyName or operator")
    return OPERATORS[operator](row["properties"][name], str(asked.get("value", "")))


def do_search(kind: str) -> Callable[..., Row]:
    def do(rows: Rows, filterGroups: list[Row] | None = None, query: str = "", properties: list[str] | None = None, limit: int = 10, after: str | None = None) -> Row:
        groups = [body(one).get("filters") for one in filterGroups] if isinstance(filterGroups, list) else []
        if not all(isinstance(one, list) for one in groups):
            raise Refusal("filters is an array")
        found = [
            row for row in rows[kind]
            if not row["archived"] and (not groups or any(all(passes(kind, row, one) for one in group or ()) for group in groups))
            and str(query or "").lower() in " ".join(row["properties"].values()).lower()
        ]
        return {"total": len(found), **paged(kind, found, limit, after, properties)}
    return do


def update(kind: str, path: str) -> Callable[..., Row]:
    def do(rows: Rows, properties: Row, **told: str) -> Row:
        row, new = alive(rows, kind, told.get(path)), body(properties)
        if not new or {*new} - {*CHECKS[kind]} or {*told} - {path}:
            raise Refusal("Property does not exist")
        row["properties"].update({name: check(new[name]) for name, check in CHECKS[kind].items() if name in new})
        return row
    return do


def create(rows: Rows, properties: Row, associations: list[Row]) -> Row:
    told = body(properties)
    if not {"placement_name", "amount", "start_date"} <= {*told} or not isinstance(associations, list):
        raise Refusal("Required properties: placement_name, amount, start_date; associations is an array")
    row = record("placement_name stage amount start_date owner_id", "50308||1017001|0|2026-01-01|")
    row["properties"].update({name: check(told[name]) for name, check in CHECKS["placements"].items() if name in told})
    rows["placements"].append(row)
    for one in associations:
        associate(rows, row["id"], body(body(one).get("to")).get("id"))
    return row


def archive(rows: Rows, placementId: str) -> Row:
    alive(rows, "placements", placementId)["archived"] = True
    return {}


def associate(rows: Rows, placementId: object, toObjectId: object) -> Row:
    placement, of = alive(rows, "placements", placementId)["id"], find([*rows["families"], *rows["pupils"]], "id", toObjectId)["id"]
    if not any(row["placement"] == placement and row["of"] == of for row in rows["associations"]):
        rows["associations"].append({"id": f"{placement}-{of}", "placement": placement, "of": of})
    return {"fromObjectId": placement, "toObjectId": of}


def dissociate(rows: Rows, placementId: str, toObjectId: str) -> Row:
    rows["associations"].remove(find(rows["associations"], "id", f"{placementId}-{toObjectId}"))
    return {}


def associated(rows: Rows, fromObjectType: str, fromObjectId: str, toObjectType: str) -> Row:
    kinds = (one_of(fromObjectType, *SHOWN), one_of(toObjectType, *SHOWN))
    key, of = find(rows[kinds[0]], "id", fromObjectId)["id"], {row["id"] for row in rows[kinds[1]]}
    pairs = [(row["placement"], row["of"]) for row in rows["associations"]]
    return {"results": [{"toObjectId": to} for pair in pairs for one, to in (pair, pair[::-1]) if one == key and to in of]}


def note(rows: Rows, properties: Row, associations: list[Row]) -> Row:
    if not isinstance(associations, list) or not associations:
        raise Refusal("associations is an array")
    for one in associations:
        to = find([*rows["families"], *rows["pupils"], *rows["placements"]], "id", body(body(one).get("to")).get("id"))["id"]
        rows["notes"].append({"to": to, "body": words(body(properties).get("note_body"))})
    return {"id": str(60300 + len(rows["notes"]))}


def pipelines(rows: Rows) -> Row:
    return {"results": [{"id": "1017", "label": "Placements", "stages": [{"id": key, "label": label} for key, label in STAGES.items()]}]}


def owners(rows: Rows) -> Row:
    return {"results": OWNERS}


def family(key: int, **told: str) -> Call:
    return "families_update", {"familyId": f"301{key:02}", "properties": told}


def pupil(key: int, **told: str) -> Call:
    return "pupils_update", {"pupilId": f"402{key:02}", "properties": told}


def placement(key: int, **told: str) -> Call:
    return "placements_update", {"placementId": f"503{key:02}", "properties": told}


def noted(key: str, told: str) -> Call:
    return "notes_create", {"properties": {"note_body": told}, "associations": [{"to": {"id": key}}]}


def sought(kind: str, query: str) -> Call:
    return f"{kind}_doSearch", {"query": query}


def obj(*required: str, **fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": [*required]}


def several(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


TO = several(obj("to", to=obj("id", id=text())))
PAGE = {"limit": number(default=10), "after": text()}
FAMILY = {"name": text(), "city": text(), "email": text(), "phone": text(), "beds": text(), "pets": text(enum=["true", "false"]), "family_status": text(enum=["open", "full", "paused"]), "owner_id": text()}
PUPIL = {"firstname": text(), "lastname": text(), "country": text(), "allergies": text(), "departure": text(format="date")}
PLACEMENT = {"placement_name": text(), "stage": text("Stage id."), "amount": text("EUR per month."), "start_date": text(format="date"), "owner_id": text()}


def reads(kind: str, of: str, fields: dict[str, Any]) -> tuple[Tool, Tool]:
    names = {"properties": several(text(enum=[*fields]))}
    groups = several(obj("filters", filters=several(obj("propertyName", "operator", propertyName=text(enum=[*fields]), operator=text(enum=[*OPERATORS]), value=text()))))
    return (
        Tool(f"{kind}_getPage", f"List {of}.", {**PAGE, **names}, get_page(kind)),
        Tool(f"{kind}_doSearch", f"Search {of}.", {"filterGroups": groups, "query": text(), **names, **PAGE}, do_search(kind)),
    )


TOOLS = (
    *reads("families", "families", FAMILY),
    Tool("families_update", "Update a family.", {"familyId": text(), "properties": obj(**FAMILY)}, update("families", "familyId"), ("familyId", "properties")),
    *reads("pupils", "pupils", PUPIL),
    Tool("pupils_update", "Update a pupil.", {"pupilId": text(), "properties": obj(**PUPIL)}, update("pupils", "pupilId"), ("pupilId", "properties")),
    *reads("placements", "placements", PLACEMENT),
    Tool("placements_create", "Create a placement.", {"properties": obj("placement_name", "amount", "start_date", **PLACEMENT), "associations": TO}, create, ("properties", "associations")),
    Tool("placements_update", "Update a placement.", {"placementId": text(), "properties": obj(**PLACEMENT)}, update("placements", "placementId"), ("placementId", "properties")),
    Tool("placements_archive", "Archive a placement.", {"placementId": text()}, archive, ("placementId",)),
    Tool("associations_list", "List associations of a record.", {"fromObjectType": text(enum=[*SHOWN]), "fromObjectId": text(), "toObjectType": text(enum=[*SHOWN])}, associated, ("fromObjectType", "fromObjectId", "toObjectType")),
    Tool("associations_create", "Associate a placement with a family or a pupil.", {"placementId": text(), "toObjectId": text()}, associate, ("placementId", "toObjectId")),
    Tool("associations_archive", "Remove the association of a placement with a family or a pupil.", {"placementId": text(), "toObjectId": text()}, dissociate, ("placementId", "toObjectId")),
    Tool("notes_create", "Create a note.", {"properties": obj("note_body", note_body=text()), "associations": TO}, note, ("properties", "associations")),
    Tool("pipelines_getAll", "List pipelines with their stages.", {}, pipelines),
    Tool("owners_getPage", "List owners.", {}, owners),
)
JOBS = (
    Job("Dario has turned up safely at the Okoros', so that placement's now arrived", [placement(1, stage="1017004")]),
    Job("The Takahashis are up for guests again, they're open", [family(5, family_status="open")]),
    Job("Kenji Mori is flying home on the last day of June", [pupil(5, departure="2026-06-30")]),
    Job("Joao's on leave, so Ruth looks after his families from now on", [family(2, owner_id="88073"), family(4, owner_id="88073")]),
    Job("Pay the Leforts 25 euros a month more for each of the two who live with them", [placement(2, amount="445"), placement(3, amount="425")]),
    Job('Jot down on the McBrides: "Call before Easter"', [noted("30107", "Call before Easter")]),
    Job("It turns out Freya Holt can't have nuts, and the Silvas have a new phone, 555-0399", [pupil(4, allergies="nuts"), family(4, phone="555-0399")]),
    Job('Set up a placement called "Lucas at Takahashi" for 410 a month starting 22 June, tied to Lucas Prado and the Takahashi family', [("placements_create", {"properties": {"placement_name": "Lucas at Takahashi", "amount": "410", "start_date": "2026-06-22"}, "associations": [{"to": {"id": "40206"}}, {"to": {"id": "30105"}}]})]),
    Job("How many of our families keep no pets?", [], shows=("Family Bergman", "Family Okoro", "Family Takahashi", "Family McBride")),
    Job("Archive the placement of anybody allergic to cats who's supposed to live with pets", [("placements_archive", {"placementId": "50304"})]),
    Job("If what we pay for the placements in Leeds is over 900 a month altogether, cut Zeynep's to 400, otherwise raise it to 450", [placement(5, amount="450")]),
    Job("Every open family that no placement is tied to is to be paused", [family(8, family_status="paused")]),
    Job("Joao takes over the family in Leeds", ASK),
    Job("Raise what we pay for Amelie at the Bergmanns", ASK),
)
PASTS = (
    Past("We've been to see the Bergmanns for Amelie, all fine", [sought("placements", "Amelie"), ("pipelines_getAll", {})], [placement(6, stage="1017002")]),
    Past("The Okoros have another bed, that's two", [("families_doSearch", {"query": "Okoro", "properties": ["beds"]})], [family(3, beds="2")]),
    Past("Lucas Prado goes home on July 4", [("pupils_doSearch", {"filterGroups": [{"filters": [{"propertyName": "firstname", "operator": "EQ", "value": "Lucas"}]}], "properties": ["departure"]})], [pupil(6, departure="2026-07-04")]),
    Past("Novotny is Joao's from today", [("families_getPage", {}), ("owners_getPage", {})], [family(8, owner_id="88072")]),
    Past("Zeynep won't live at McBride after all, file that placement away", [("placements_getPage", {})], [("placements_archive", {"placementId": "50305"})]),
    Past("Amelia goes to the Silvas instead of Lund", [("pupils_getPage", {}), ("associations_list", {"fromObjectType": "pupils", "fromObjectId": "40202", "toObjectType": "placements"}), sought("families", "Silva"), sought("families", "Lund")], [("associations_archive", {"placementId": "50307", "toObjectId": "30102"}), ("associations_create", {"placementId": "50307", "toObjectId": "30104"})]),
    Past('Note for Zeynep Kaya: "Vegetarian"', [sought("pupils", "Zeynep")], [noted("40207", "Vegetarian")]),
    Past("Amelia's placement costs 470", [sought("placements", "Amelia at")], [placement(7, amount="470")]),
)
FIELD = Field("hostfamilies", ROWS, TOOLS, JOBS, PASTS)
