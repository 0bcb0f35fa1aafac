"""A translation agency, for the tests of this folder: ids by look-up, pages of ten, patches, lists, cents, rates.

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


def blank(rows: Sequence[Row]) -> list[Row]:
    return [{name: None if value == "" else value for name, value in row.items()} for row in rows]


def split(rows: Sequence[Row]) -> list[Row]:
    return [{**row, "worksInto": row["worksInto"].split(",")} for row in rows]


ROWS = {
    "customers": rows_of(
        "id companyName city contactEmail",
        "cus_501|Albrecht Pumpen GmbH|Kassel|einkauf@albrecht-pumpen.example",
        "cus_502|Nordlys Seafood AS|Bergen|post@nordlys.example",
        "cus_503|Calloway & Finch LLP|London|office@callowayfinch.example",
        "cus_504|Vitalis Pharma SA|Lausanne|regulatory@vitalis-pharma.example",
        "cus_505|Vitalis Wellness Ltd|Bristol|hello@vitaliswellness.example",
        "cus_506|Museo del Vetro|Venice|mostre@museodelvetro.example",
        "cus_507|Tamarind Games|Toronto|loc@tamarind.example",
        "cus_508|Hotel Seeblick|Bregenz|rezeption@seeblick.example",
        "cus_509|Brightwater Utilities|Leeds|comms@brightwater.example",
        "cus_510|Orsini Tessuti|Como|info@orsinitessuti.example",
    ),
    "orders": rows_of(
        "id customerId title sourceLanguage state deliveryDate rush",
        "ord_3001|cus_501|Pump catalogue 2026|de|open|2026-03-20|false",
        "ord_3002|cus_501|Pump safety manual|de|open|2026-03-27|false",
        "ord_3003|cus_502|Salmon label texts|no|open|2026-03-13|true",
        "ord_3004|cus_503|Merger agreement|en|open|2026-03-16|true",
        "ord_3005|cus_503|Employment contract templates|en|on_hold|2026-04-10|false",
        "ord_3006|cus_504|Patient information leaflet|fr|open|2026-03-18|false",
        "ord_3007|cus_504|Clinical trial protocol|fr|open|2026-04-02|false",
        "ord_3008|cus_505|Spa brochure|en|completed|2026-03-04|false",
        "ord_3009|cus_506|Exhibition wall texts|it|open|2026-03-24|false",
        "ord_3010|cus_507|Dragon Orchard dialogue|en|open|2026-04-15|false",
        "ord_3011|cus_508|Spring menu|de|open|2026-03-12|true",
        "ord_3012|cus_509|Customer complaint letters|en|on_hold|2026-03-31|false",
    ),
    "linguists": split(rows_of(
        "id fullName worksInto wordRateCents onLeave",
        "lin_71|Anna Kowalska|pl|11|false",
        "lin_72|Anna Bergstrom|sv,no|16|false",
        "lin_73|Matteo Ricci|it|12|false",
        "lin_74|Claire Dubois|fr|15|false",
        "lin_75|Sophie Laurent|fr|13|false",
        "lin_76|Lukas Weber|de|14|false",
        "lin_77|Ingrid Hauser|de|17|false",
        "lin_78|Carlos Mendes|pt,es|10|false",
        "lin_79|Carmen Ruiz|es|12|false",
        "lin_80|Kenji Mori|ja|19|false",
        "lin_81|Emily Hart|en|18|false",
        "lin_82|Daniel Frost|en|15|true",
        "lin_83|Yuki Tanaka|ja|21|false",
    )),
    "workItems": blank(rows_of(
        "id orderId fileName targetLanguage wordCount linguistId stage dueDate",
        "wi_9001|ord_3001|catalogue_pumps.docx|en|8200|lin_81|in_translation|2026-03-17",
        "wi_9002|ord_3001|catalogue_pumps.docx|fr|8200|lin_74|in_translation|2026-03-17",
        "wi_9003|ord_3001|catalogue_spare_parts.xlsx|fr|3100||waiting|2026-03-18",
        "wi_9004|ord_3002|safety_manual.docx|pl|12400|lin_71|in_translation|2026-03-24",
        "wi_9005|ord_3002|safety_manual.docx|es|12400|lin_79|waiting|2026-03-25",
        "wi_9006|ord_3003|salmon_labels.xlsx|en|640|lin_82|in_review|2026-03-12",
        "wi_9007|ord_3003|salmon_labels.xlsx|ja|640|lin_80|in_translation|2026-03-12",
        "wi_9008|ord_3004|merger_agreement.docx|de|15800|lin_77|in_translation|2026-03-13",
        "wi_9009|ord_3004|merger_annex_b.docx|de|2450||waiting|2026-03-13",
        "wi_9010|ord_3006|leaflet_kids.docx|de|1900|lin_76|in_review|2026-03-16",
        "wi_9011|ord_3006|leaflet_kids.docx|it|1900|lin_73|in_translation|2026-03-16",
        "wi_9012|ord_3007|trial_protocol.docx|en|21500|lin_82|waiting|2026-03-30",
        "wi_9013|ord_3008|spa_brochure.indd|de|2700|lin_76|delivered|2026-03-03",
        "wi_9014|ord_3010|dialogue_act1.json|ja|9800|lin_80|in_translation|2026-03-10",
        "wi_9015|ord_3010|dialogue_act2.json|ja|11200||waiting|2026-04-08",
        "wi_9016|ord_3011|menu_spring.docx|en|520||waiting|2026-03-11",
    )),
    "surcharges": rows_of(
        "id orderId kind amountCents",
        "sur_1|ord_3003|rush|9500",
        "sur_2|ord_3004|rush|42000",
        "sur_3|ord_3001|layout|18000",
    ),
}
STATES, KINDS = ["open", "on_hold", "completed"], ["rush", "layout", "certification", "minimum"]
STAGES = ["waiting", "in_translation", "in_review", "delivered", "cancelled"]


def known(rows: Rows, table: str, key: str) -> Row:
    for row in rows[table]:
        if row["id"] == key:
            return row
    raise Absent(f"404: no such {table[:-1]}: {key!r}")


def day(value: object, name: str) -> None:
    if not isinstance(value, str) or len(value) != 10 or value < NOW[:10]:
        raise Refusal(f"422: {name} must be a day (YYYY-MM-DD) that is not in the past")


def cents(value: object, name: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
        raise Refusal(f"422: {name} must be a positive whole number of cents")


def patched(row: Row, patch: Mapping[str, Any], allowed: set[str]) -> Row:
    if not isinstance(patch, Mapping) or not patch or {*patch} - allowed:
        raise Refusal(f"422: patch may hold {', '.join(sorted(allowed))}")
    row.update(patch)
    return row


def customers(rows: Rows, nameContains: str = "") -> object:
    return {"customers": contains(rows["customers"], {"companyName": nameContains})}


def orders(rows: Rows, titleContains: str = "", customerId: str = "", state: str = "") -> object:
    if state and state not in STATES:
        raise Refusal(f"422: state must be one of {', '.join(STATES)}")
    found = equal(contains(rows["orders"], {"title": titleContains}), {"customerId": customerId, "state": state})
    return {"orders": [
        {**row, "surcharges": [one for one in rows["surcharges"] if one["orderId"] == row["id"]]} for row in found
    ]}  # fmt: skip


def items(
    rows: Rows, orderId: str = "", linguistId: str = "", targetLanguage: str = "", stage: str = "",
    page: int = 1, pageSize: int = 10,
) -> object:  # fmt: skip
    if stage and stage not in STAGES:
        raise Refusal(f"422: stage must be one of {', '.join(STAGES)}")
    wanted = {"orderId": orderId, "linguistId": linguistId, "targetLanguage": targetLanguage, "stage": stage}
    found = equal(rows["workItems"], wanted)
    size, at = max(1, min(int(pageSize or 10), 50)), max(1, int(page or 1))
    return {"workItems": found[(at - 1) * size:at * size], "page": at, "pageSize": size, "total": len(found)}


def linguists(rows: Rows, nameContains: str = "", targetLanguage: str = "") -> object:
    found = contains(rows["linguists"], {"fullName": nameContains})
    return {"linguists": [row for row in found if not targetLanguage or targetLanguage in row["worksInto"]]}


def assign(rows: Rows, workItemIds: Sequence[str], linguistId: str) -> object:
    if isinstance(workItemIds, str) or not workItemIds:
        raise Refusal("422: workItemIds must be a list with at least one id")
    who, which = known(rows, "linguists", linguistId), [known(rows, "workItems", one) for one in workItemIds]
    for row in which:
        if row["stage"] in ("delivered", "cancelled"):
            raise Refusal(f"409: {row['id']} is {row['stage']}")
        if row["targetLanguage"] not in who["worksInto"]:
            raise Refusal(f"422: {who['fullName']} does not work into {row['targetLanguage']}")
    for row in which:
        row["linguistId"] = who["id"]
    return {"assigned": len(which)}


def reschedule(rows: Rows, workItemId: str, dueDate: str) -> object:
    row = known(rows, "workItems", workItemId)
    day(dueDate, "dueDate")
    if row["stage"] in ("delivered", "cancelled"):
        raise Refusal(f"409: the work item is {row['stage']}")
    row["dueDate"] = dueDate
    return row


def advance(rows: Rows, workItemId: str, stage: str) -> object:
    row = known(rows, "workItems", workItemId)
    if stage not in STAGES:
        raise Refusal(f"422: stage must be one of {', '.join(STAGES)}")
    if row["stage"] == stage:
        raise Refusal(f"409: the work item is {stage} already")
    row["stage"] = stage
    return row


def create(rows: Rows, orderId: str, fileName: str, targetLanguage: str, wordCount: int, dueDate: str) -> object:
    known(rows, "orders", orderId)
    day(dueDate, "dueDate")
    named = fileName and len(targetLanguage) == 2
    if not named or isinstance(wordCount, bool) or not isinstance(wordCount, int) or wordCount < 1:
        raise Refusal("422: a fileName, a two-letter targetLanguage and a wordCount are needed")
    rows["workItems"].append({
        "id": f"wi_{9001 + len(rows['workItems'])}", "orderId": orderId, "fileName": fileName,
        "targetLanguage": targetLanguage, "wordCount": wordCount, "linguistId": None, "stage": "waiting",
        "dueDate": dueDate,
    })  # fmt: skip
    return rows["workItems"][-1]


def patch_order(rows: Rows, orderId: str, patch: Mapping[str, Any]) -> object:
    row = known(rows, "orders", orderId)
    if "state" in patch and patch["state"] not in STATES:
        raise Refusal(f"422: state must be one of {', '.join(STATES)}")
    if "deliveryDate" in patch:
        day(patch["deliveryDate"], "deliveryDate")
    if "rush" in patch and not isinstance(patch["rush"], bool):
        raise Refusal("422: rush must be a boolean")
    return patched(row, patch, {"title", "state", "deliveryDate", "rush"})


def languages(told: object) -> bool:
    return isinstance(told, list) and bool(told) and all(isinstance(one, str) and len(one) == 2 for one in told)


def patch_linguist(rows: Rows, linguistId: str, patch: Mapping[str, Any]) -> object:
    row = known(rows, "linguists", linguistId)
    if "wordRateCents" in patch:
        cents(patch["wordRateCents"], "wordRateCents")
    if "onLeave" in patch and not isinstance(patch["onLeave"], bool):
        raise Refusal("422: onLeave must be a boolean")
    if "worksInto" in patch and not languages(patch["worksInto"]):
        raise Refusal("422: worksInto must be a list of two-letter codes")
    return patched(row, patch, {"wordRateCents", "onLeave", "worksInto"})


def surcharge(rows: Rows, orderId: str, kind: str, amountCents: int) -> object:
    known(rows, "orders", orderId)
    if kind not in KINDS:
        raise Refusal(f"422: kind must be one of {', '.join(KINDS)}")
    cents(amountCents, "amountCents")
    key = f"sur_{len(rows['surcharges']) + 1}"
    rows["surcharges"].append({"id": key, "orderId": orderId, "kind": kind, "amountCents": amountCents})
    return rows["surcharges"][-1]


ITEM, ORDER = text('ID of the work item, e.g. "wi_8120".'), text('ID of the order, e.g. "ord_2750".')
LINGUIST, LANGUAGE = text('ID of the linguist, e.g. "lin_44".'), text("Two-letter ISO 639-1 code, e.g. nl.")
FLAG, WORDS = {"type": "boolean"}, number("Words of the source text.")
RATE, STRINGS = number("Fee per source word in euro cents."), {"type": "array", "items": {"type": "string"}}
CUSTOMERS = {"id": text(), "companyName": text(), "city": text(), "contactEmail": text()}
SURCHARGE = {"id": text(), "orderId": text(), "kind": text(enum=KINDS), "amountCents": number()}
ORDERS = {
    "id": text(), "customerId": text("Customer who commissioned the order."), "title": text(),
    "sourceLanguage": LANGUAGE, "state": text(enum=STATES),
    "deliveryDate": text("Day promised to the customer for the complete order.", format="date"), "rush": FLAG,
    "surcharges": {
        "type": "array", "items": {"type": "object", "properties": SURCHARGE},
        "description": "What is billed on the order on top of the words.",
    },
}  # fmt: skip
ITEMS = {
    "id": text(), "orderId": text(), "fileName": text(), "targetLanguage": LANGUAGE, "wordCount": WORDS,
    "linguistId": text("Who works on it; null while nobody has been assigned."), "stage": text(enum=STAGES),
    "dueDate": text("Day on which the linguist has to hand it in.", format="date"),
}  # fmt: skip
PEOPLE = {
    "id": text(), "fullName": text(),
    "worksInto": {**STRINGS, "description": "Target languages as ISO 639-1 codes."},
    "wordRateCents": RATE, "onLeave": FLAG,
}  # fmt: skip
OF_ORDER = {"type": "object", "properties": {
    "title": text(), "state": text("open: being worked on; on_hold: paused; completed: finished.", enum=STATES),
    "deliveryDate": text("Day promised to the customer, YYYY-MM-DD.", format="date"),
    "rush": {**FLAG, "description": "Whether the order is treated as express."},
}}  # fmt: skip
OF_LINGUIST = {"type": "object", "properties": {
    "wordRateCents": RATE,
    "onLeave": {**FLAG, "description": "True while the linguist is away and takes no work."},
    "worksInto": {**STRINGS, "description": "All target languages as ISO 639-1 codes; replaces the former list."},
}}  # fmt: skip
FIELD = Field(
    "translations", ROWS,
    (
        Tool(
            "searchCustomers", "Finds customers of the agency by company name.",
            {"nameContains": text("Part of the company name, case-insensitive.")}, customers,
            outputs=listing("customers", **CUSTOMERS),
        ),
        Tool(
            "searchOrders",
            "Finds orders. An order is everything a customer commissioned under one title; it is made up of work "
            "items. Filters are optional and combined with AND.",
            {
                "titleContains": text("Part of the title, case-insensitive."),
                "customerId": text("Only orders of this customer."),
                "state": text("Only orders in this state.", enum=STATES),
            },
            orders, outputs=listing("orders", **ORDERS),
        ),
        Tool(
            "searchWorkItems",
            "Finds work items. A work item is one document of an order in one target language. Filters are optional "
            "and combined with AND. The answer is paged; total counts the matches on all pages.",
            {
                "orderId": text("Only work items of this order."),
                "linguistId": text("Only work items of this linguist."), "targetLanguage": LANGUAGE,
                "stage": text("Only work items in this stage.", enum=STAGES),
                "page": number("Page number, starting at 1.", default=1),
                "pageSize": number("Work items per page, at most 50.", default=10),
            },
            items, outputs=listing("workItems", **ITEMS),
        ),
        Tool(
            "searchLinguists", "Finds freelance linguists by name or by a language they work into.",
            {"nameContains": text("Part of the full name, case-insensitive."), "targetLanguage": LANGUAGE}, linguists,
            outputs=listing("linguists", **PEOPLE),
        ),
        Tool(
            "assignLinguist",
            "Allocates one or more work items to a linguist, replacing whoever had them. The linguist must work into "
            "the target language; the stage is left as it is. Delivered and cancelled work items are refused.",
            {"workItemIds": {**STRINGS, "description": "IDs of the work items."}, "linguistId": LINGUIST},
            assign, ("workItemIds", "linguistId"),
        ),
        Tool(
            "rescheduleWorkItem",
            "Changes the day on which a work item is due from its linguist. "
            "The delivery date of the order is not touched.",
            {"workItemId": ITEM, "dueDate": text('New day, "YYYY-MM-DD", today or later.', format="date")},
            reschedule, ("workItemId", "dueDate"),
        ),
        Tool(
            "setWorkItemStage", "Moves a work item to another stage of the workflow.",
            {
                "workItemId": ITEM,
                "stage": text(
                    "waiting: not begun; in_translation: the linguist is on it; in_review: being proofread; "
                    "delivered: handed over to the customer; cancelled: will not be done.",
                    enum=STAGES,
                ),
            },
            advance, ("workItemId", "stage"),
        ),
        Tool(
            "createWorkItem",
            "Adds a document in one target language to an order. It begins in stage waiting and without a linguist.",
            {
                "orderId": ORDER, "fileName": text("Name of the source document with its extension."),
                "targetLanguage": LANGUAGE, "wordCount": WORDS,
                "dueDate": text('Day on which it has to be handed in, "YYYY-MM-DD".', format="date"),
            },
            create, ("orderId", "fileName", "targetLanguage", "wordCount", "dueDate"),
        ),
        Tool(
            "patchOrder", "Changes attributes of an order; those that are not in patch stay as they are.",
            {"orderId": ORDER, "patch": OF_ORDER}, patch_order, ("orderId", "patch"),
        ),
        Tool(
            "patchLinguist",
            "Changes the profile of a linguist; attributes that are not in patch stay as they are.",
            {"linguistId": LINGUIST, "patch": OF_LINGUIST}, patch_linguist, ("linguistId", "patch"),
        ),
        Tool(
            "addSurcharge", "Bills an amount on an order on top of the price per word.",
            {
                "orderId": ORDER, "kind": text("What it is for.", enum=KINDS),
                "amountCents": number("Amount in euro cents."),
            },
            surcharge, ("orderId", "kind", "amountCents"),
        ),
    ),
    (),
)  # fmt: skip
