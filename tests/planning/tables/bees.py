"""Leased beehives, made up for the tests of this folder: lists that go on behind their last id, nested changes, states in capitals."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.fields.driver import Verdict, judge
from tests.fields.service import Field, Job, Row, Rows, Tool, find, number, rows_of, text


def timed(*lines: str) -> list[Row]:
    return [{**row, "price": float(str(row["price"]))} for row in rows_of(*lines)]


ROWS = {
    "keepers": rows_of(
        "id name email",
        "k1|Meadow Lane School|office@meadow.example", "k2|Odile Fenn|odile@fenn.example", "k3|Tarn Brewery|tarn@brew.example",
        "k4|Ivo Marsh|ivo@marsh.example", "k5|Hollis Court|bees@hollis.example",
    ),
    "grades": rows_of("id name fee", "g_basic|Basic|900", "g_full|Full Care|2400"),
    "leases": rows_of(
        "id keeper grade hives state",
        "l1|k1|g_basic|4|ACTIVE", "l2|k2|g_basic|2|ACTIVE", "l3|k3|g_full|12|ON_HOLD", "l4|k5|g_full|6|ACTIVE",
    ),
    "visits": rows_of(
        "visitNo lease work by state",
        "71|l1|Spring check|Runa|PLANNED", "72|l1|Honey harvest|Runa|DONE", "73|l3|Swarm control|Otis|PLANNED",
        "74|l4|Requeening||PLANNED",
    ),
    "goods": timed("goodNo name price stock least", "H-1|Honey jar|6.5|0|10", "H-2|Wax block|9|25|5", "H-3|Smoker|34|3|1"),
    "orders": rows_of("orderNo goodNo count", "1|H-3|1"),
    "reminders": [],
}
STATES = ["PLANNED", "DONE", "MISSED"]


def paged(table: str) -> Any:
    def read(rows: Rows, startingAfter: str = "", limit: int = 2) -> object:
        start = 1 + rows[table].index(find(rows[table], "id", startingAfter)) if startingAfter else 0
        return {"data": rows[table][start : start + limit], "hasMore": start + limit < len(rows[table])}

    return read


def lease(rows: Rows, lease: str, changes: Mapping[str, object]) -> object:
    find(rows["leases"], "id", lease).update(changes)
    return {}


def put(table: str, key: str) -> Any:
    def act(rows: Rows, **told: Any) -> object:
        find(rows[table], key, told.pop(key)).update(told)
        return {}

    return act


def order(rows: Rows, goodNo: str, count: int) -> object:
    rows["orders"].append({"orderNo": 99, "goodNo": find(rows["goods"], "goodNo", goodNo)["goodNo"], "count": count})
    return {}


def remind(rows: Rows, keeper: str, note: str = "") -> object:
    rows["reminders"].append({"keeper": find(rows["keepers"], "id", keeper)["id"], "note": note})
    return {}


PAGES = {"limit": number("Page size."), "startingAfter": text("Id of the last object of the page before.")}
LEASE, VISIT, GOOD = text("Lease id."), number("Number of the visit."), text("Number of the article.")
CHANGES = {"grade": text("Grade id."), "hives": number("Number of hives.")}
FIELD = Field(
    "bees", ROWS,
    (
        Tool("listKeepers", "Lists keepers.", PAGES, paged("keepers")),
        Tool("listGrades", "Lists the grades of care.", {}, lambda rows: {"data": rows["grades"]}),
        Tool("listLeases", "Lists leases of hives.", PAGES, paged("leases")),
        Tool("listVisits", "Lists visits to leased hives.", {}, lambda rows: {"data": rows["visits"]}),
        Tool("listGoods", "Lists what is in the store.", {}, lambda rows: {"data": rows["goods"]}),
        Tool("updateLease", "Changes the grade or the number of hives of a lease.", {"lease": LEASE, "changes": {"type": "object", "properties": CHANGES}}, lease, ("lease", "changes")),
        Tool("updateVisit", "Updates who does a visit.", {"visitNo": VISIT, "by": text("Who.", enum=["Runa", "Otis"])}, put("visits", "visitNo"), ("visitNo",)),
        Tool("setVisitState", "Sets the state of a visit.", {"visitNo": VISIT, "state": text("State.", enum=STATES)}, put("visits", "visitNo"), ("visitNo", "state")),
        Tool("orderGood", "Orders an article from the wholesaler.", {"goodNo": GOOD, "count": number("How many.")}, order, ("goodNo", "count")),
        Tool("setGoodPrice", "Sets the price of an article.", {"goodNo": GOOD, "price": {"type": "number", "description": "Euros."}}, put("goods", "goodNo"), ("goodNo", "price")),
        Tool("updateKeeper", "Updates name or e-mail of a keeper.", {"id": text("Keeper id."), "name": text("Name."), "email": text("E-mail.", format="email")}, put("keepers", "id"), ("id",)),
        Tool("remindKeeper", "Reminds a keeper of the fee.", {"keeper": text("Keeper id."), "note": text("Personal note.")}, remind, ("keeper",)),
    ),
    (),
)


def done(prompt: str, end: Any) -> Verdict:
    return judge(FIELD, Job(prompt, end))


def leased(which: int, **changes: Any) -> tuple[str, dict[str, Any]]:
    return "updateLease", {"lease": f"l{which}", "changes": changes}


def ordered(*counts: tuple[str, int]) -> Sequence[tuple[str, dict[str, Any]]]:
    return [("orderGood", {"goodNo": good, "count": count}) for good, count in counts]


def state(which: int, told: str) -> tuple[str, dict[str, Any]]:
    return "setVisitState", {"visitNo": which, "state": told}


def priced(good: str, price: float) -> tuple[str, dict[str, Any]]:
    return "setGoodPrice", {"goodNo": good, "price": price}


def reminded(keeper: str, note: str = "") -> tuple[str, dict[str, Any]]:
    return "remindKeeper", {"keeper": keeper, "note": note} if note else {"keeper": keeper}
