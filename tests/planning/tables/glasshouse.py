"""A glasshouse, made up for the tests of this folder: slugs, a state for each hall, days apart from hours, cents, numbered beds."""

from collections.abc import Mapping
from typing import Any

from tests.fields.driver import Verdict, judge
from tests.fields.service import Field, Job, Refusal, Rows, Tool, find, listing, number, rows_of, text

HALLS = ("palms", "cacti")


def vent(line: str) -> dict[str, Any]:
    key, name, keeper, *states = line.split("|")
    told = {hall: state.split() for hall, state in zip(HALLS, states, strict=True)}
    return {"key": key, "name": name, "keeper": keeper, "closed": False, "halls": {hall: {"on": one == "on", "opening": int(share)} for hall, (one, share) in told.items()}}


ROWS: Rows = {
    "gardeners": rows_of("username name team", "ada.lund|Ada Lund|Palms", "bo.frey|Bo Frey|Palms", "cy.moor|Cy Moor|Hage"),
    "vents": [vent(line) for line in (
        "roof-vent|Roof vent|ada.lund|on 40|off 10", "side-flap|Side flap|ada.lund|off 0|on 25", "mist-2|Mist nozzle 2|bo.frey|off 15|off 70",
    )],
    "visits": rows_of(
        "visit_id guest group_size day hour bed_number state",
        "v1|Otto Brandt|6|2026-03-11|18:00|2|planned", "v2|Ines Falk|2|2026-03-11|10:00|1|planned", "v3|Otto Brandt|3|2026-03-14|11:00|3|planned",
        "v4|Mona Aras|9|2026-03-13|19:30|4|planned",
    ),
    "beds": rows_of("bed_number benches", "1|4", "2|8", "3|8", "4|12"),
    "plants": rows_of("plant_id name price_cents on_sale", "51|Agave|1250|false", "52|Kentia palm|4900|true", "53|Fern|380|true"),
    "baskets": rows_of("basket_id bed_number state", "900|2|open", "901|3|open"),
    "deliveries": rows_of(
        "delivery_id grower receiver state", "31|Roon|cy.moor|awaiting_inspection", "32|Veld|ada.lund|accepted", "33|Hage|bo.frey|awaiting_inspection",
    ),
    "lines": [], "notes": [],
}  # fmt: skip


def state(rows: Rows, key: str, hall: str) -> dict[str, Any]:
    if hall not in HALLS:
        raise Refusal("no such hall")
    return find(rows["vents"], "key", key)["halls"][hall]


def toggle(rows: Rows, key: str, on: bool, hall: str = "palms") -> object:
    state(rows, key, hall)["on"] = on
    return {}


def adjust(rows: Rows, key: str, opening: Mapping[str, Any], hall: str = "palms") -> object:
    state(rows, key, hall)["opening"] = opening["percentage"]
    return {}


def keep(rows: Rows, key: str, keeper: str) -> object:
    find(rows["vents"], "key", key)["keeper"] = find(rows["gardeners"], "username", keeper)["username"]
    return {}


def close(rows: Rows, key: str, comment: str = "") -> object:
    find(rows["vents"], "key", key).update(closed=True, comment=comment)
    return {}


def build(rows: Rows, key: str, name: str, installer: str = "ada.lund") -> object:
    if key in [row["key"] for row in rows["vents"]]:
        raise Refusal("the key is taken")
    keeper = find(rows["gardeners"], "username", installer)["username"]
    rows["vents"].append({"key": key, "name": name, "keeper": keeper, "closed": False, "halls": {hall: {"on": False, "opening": 0} for hall in HALLS}})
    return {}


def cancel(rows: Rows, visit_id: str) -> object:
    find(rows["visits"], "visit_id", visit_id)["state"] = "cancelled"
    return {}


def offer(rows: Rows, plant_id: int, on_sale: bool) -> object:
    find(rows["plants"], "plant_id", plant_id)["on_sale"] = on_sale
    return {}


def change(rows: Rows, visit_id: str, **told: Any) -> object:
    find(rows["visits"], "visit_id", visit_id).update(told)
    return {}


def price(rows: Rows, plant_id: int, price_cents: int) -> object:
    find(rows["plants"], "plant_id", plant_id)["price_cents"] = price_cents
    return {}


def put(rows: Rows, basket_id: int, plant_id: int, quantity: int = 1) -> object:
    rows["lines"].append({"basket": find(rows["baskets"], "basket_id", basket_id)["basket_id"], "plant": find(rows["plants"], "plant_id", plant_id)["plant_id"], "quantity": quantity})
    return {}


def rebate(rows: Rows, basket_id: int, percent: int) -> object:
    find(rows["baskets"], "basket_id", basket_id)["percent"] = percent
    return {}


def settle(rows: Rows, basket_id: int, settled_with: str) -> object:
    find(rows["baskets"], "basket_id", basket_id).update(state="settled", settled_with=settled_with)
    return {}


def refuse(rows: Rows, delivery_id: int, reason: str = "other") -> object:
    find(rows["deliveries"], "delivery_id", delivery_id).update(state="refused", reason=reason)
    return {}


def accept(rows: Rows, delivery_id: int) -> object:
    find(rows["deliveries"], "delivery_id", delivery_id)["state"] = "accepted"
    return {}


def tell(rows: Rows, visit_id: str, words: str) -> object:
    rows["notes"].append({"visit": find(rows["visits"], "visit_id", visit_id)["visit_id"], "words": words})
    return {}


def listed(name: str) -> Any:
    return lambda rows: {name: rows[name]}


KEY, HALL = text("Vent key, a slug such as my-vent."), text("Hall.", enum=list(HALLS), default="palms")
USER, BASKET, PLANT, VISIT, DELIVERY = text("Username of the keeper."), number("Basket id."), number("Plant id."), text("Visit id."), number("Delivery id.")
BED, PERCENT = number("Number of the bed."), number("How far it opens, in percent.", minimum=0, maximum=100)
OPENING = {"type": "object", "properties": {"percentage": PERCENT}, "required": ["percentage"]}
REASON = text("Why.", enum=["not_ordered", "rotten", "other"], default="other")
SLOT = dict(day=text("YYYY-MM-DD", format="date"), hour=text("HH:MM, 24 hours"), group_size=number("How many people."), bed_number=BED)
FIELD = Field(
    "glasshouse", ROWS,
    (
        Tool("gardener_list", "List the gardeners.", {}, listed("gardeners")),
        Tool("vent_list", "List vents with their state in each hall.", {}, lambda rows: {"vents": [row for row in rows["vents"] if not row["closed"]]}),
        Tool("vent_toggle", "Turn a vent on or off in a hall.", {"key": KEY, "hall": HALL, "on": {"type": "boolean"}}, toggle, ("key", "on")),
        Tool("vent_set_opening", "Set how far a vent opens in a hall.", {"key": KEY, "hall": HALL, "opening": OPENING}, adjust, ("key", "opening")),
        Tool("vent_set_keeper", "Make somebody else the keeper of a vent.", {"key": KEY, "keeper": USER}, keep, ("key", "keeper")),
        Tool("vent_close", "Close a vent for good.", {"key": KEY, "comment": text("Why.")}, close, ("key",)),
        Tool("vent_create", "Create a vent. It is off in every hall at first.", {"key": KEY, "name": text("Name for people."), "installer": text("Username of the gardener.", default="ada.lund")}, build, ("key", "name")),
        Tool("cancel_visit", "Cancel a visit.", {"visit_id": VISIT}, cancel, ("visit_id",)),
        Tool("list_visits", "List visits.", {}, lambda rows: rows["visits"]),
        Tool("change_visit", "Change a visit: day, hour, number of people or bed.", {"visit_id": VISIT, **SLOT}, change, ("visit_id",)),
        Tool("tell_visit", "Send a message to the guest of a visit.", {"visit_id": VISIT, "words": text("What to say.")}, tell, ("visit_id", "words")),
        Tool("list_beds", "List the beds.", {}, lambda rows: rows["beds"]),
        Tool("list_plants", "List the plants on sale.", {}, lambda rows: rows["plants"]),
        Tool("set_plant_price", "Change the price of a plant.", {"plant_id": PLANT, "price_cents": number("New price in cents.")}, price, ("plant_id", "price_cents")),
        Tool("set_plant_sale", "Mark a plant as on sale or sold out.", {"plant_id": PLANT, "on_sale": {"type": "boolean", "description": "false when sold out"}}, offer, ("plant_id", "on_sale")),
        Tool("list_baskets", "List the baskets.", {}, lambda rows: rows["baskets"]),
        Tool("add_basket_line", "Add a plant to a basket.", {"basket_id": BASKET, "plant_id": PLANT, "quantity": number("How many.", default=1)}, put, ("basket_id", "plant_id")),
        Tool("apply_rebate", "Give a rebate on a whole basket.", {"basket_id": BASKET, "percent": number("Percent off.")}, rebate, ("basket_id", "percent")),
        Tool("settle_basket", "Settle a basket once it is paid.", {"basket_id": BASKET, "settled_with": text("How they paid.", enum=["coins", "voucher"])}, settle, ("basket_id", "settled_with")),
        Tool("list_deliveries", "List deliveries.", {}, lambda rows: rows["deliveries"], outputs=listing("deliveries", delivery_id=DELIVERY, grower=text(), receiver=text("Username."), state=text())),
        Tool("accept_delivery", "Accept a delivery that awaits inspection.", {"delivery_id": DELIVERY}, accept, ("delivery_id",)),
        Tool("refuse_delivery", "Refuse a delivery.", {"delivery_id": DELIVERY, "reason": REASON}, refuse, ("delivery_id",)),
    ),
    (),
)  # fmt: skip


def done(prompt: str, end: Any) -> Verdict:
    return judge(FIELD, Job(prompt, end))


def turned(key: str, on: bool, hall: str = "palms") -> tuple[str, dict[str, Any]]:
    return "vent_toggle", {"key": key, "on": on, "hall": hall}


def opened(key: str, percentage: int, hall: str = "palms") -> tuple[str, dict[str, Any]]:
    return "vent_set_opening", {"key": key, "opening": {"percentage": percentage}, "hall": hall}


def kept(key: str, keeper: str) -> tuple[str, dict[str, Any]]:
    return "vent_set_keeper", {"key": key, "keeper": keeper}


def changed(visit: int, **told: Any) -> tuple[str, dict[str, Any]]:
    return "change_visit", {"visit_id": f"v{visit}", **told}


def basket(number_: int, plant: int, quantity: int = 1) -> tuple[str, dict[str, Any]]:
    return "add_basket_line", {"basket_id": number_, "plant_id": plant, "quantity": quantity}
