"""A harbour office with fishing permits, made up for the tests of this folder: uuids, truths, states that actions tell, days."""

from collections.abc import Sequence
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from tests.fields.checks import boolean
from tests.fields.driver import Verdict, judge
from tests.fields.service import Field, Job, Refusal, Rows, Tool, equal, find, number, rows_of, text


def uid(name: str) -> str:
    return str(uuid5(NAMESPACE_DNS, f"{name}.permits.example")) if name else ""


ROWS = {
    "skippers": rows_of("skipperId name harbour", "71|Ola Brandt|Skerry", "72|Una Moe|Skerry", "73|Per Lund|Westhaven", "74|Siv Aas|Westhaven"),
    "permits": [
        {**row, "permitId": uid(row["name"]), "fee": float(row["fee"])}
        for row in rows_of(
            "permitId name skipperId species fee issuedOn lastChecked status inspected",
            "|crab-1|71|Crab|40.50|2026-01-12|2026-03-09|filed|true",
            "|crab-2|72|Crab|44.00|2026-02-20|2026-02-11|filed|false",
            "|ling-1|71|Ling|90.25|2026-02-03|2026-03-01|granted|true",
            "|ling-2|73|Ling|61.00|2025-11-30|2026-01-15|granted|false",
            "|hake-1|73|Hake|18.75|2026-03-05|2026-03-10|in_archive|true",
        )
    ],
    "fleets": [{"fleetId": 1, "name": "Storm 2026", "permits": [uid("ling-1")]}, {"fleetId": 2, "name": "Calm", "permits": []}],
    "letters": [],
}  # fmt: skip


def put(**state: Any) -> Any:
    def act(rows: Rows, permitId: str, **told: Any) -> object:
        row = find(rows["permits"], "permitId", permitId)
        if {"granted", "refused"} & {*state.values()} and row["status"] != "filed":
            raise Refusal("only what is filed is decided")
        row.update({**state, **told})
        return {}

    return act


def grant(rows: Rows, permitId: str, tellSkipper: bool = True) -> object:
    return put(status="granted", told=boolean(tellSkipper))(rows, permitId)


def assign(rows: Rows, permitId: str, skipperId: int) -> object:
    find(rows["permits"], "permitId", permitId)["skipperId"] = find(rows["skippers"], "skipperId", skipperId)["skipperId"]
    return {}


def add(rows: Rows, fleetId: int, permitIds: Sequence[str]) -> object:
    fleet = find(rows["fleets"], "fleetId", fleetId)
    fleet["permits"] = sorted({*fleet["permits"], *permitIds})
    return {}


def write(rows: Rows, skipperId: int, words: str) -> object:
    rows["letters"].append({"skipperId": find(rows["skippers"], "skipperId", skipperId)["skipperId"], "words": words})
    return {}


PERMIT, SKIPPER = text("Permit id (UUID).", format="uuid"), number("Identifier of the skipper.")
STATE = text(enum=["filed", "granted", "refused", "in_archive"])
DAY = text("YYYY-MM-DD.", format="date")
TOOLS = (
    Tool("Skippers.list", "List skippers.", {}, lambda rows: {"skippers": rows["skippers"]}),
    Tool("Permits.list", "List permits.", {"status": STATE}, lambda rows, status="": {"permits": equal(rows["permits"], {"status": status})}),
    Tool("Permits.grant", "Grants a filed permit.", {"permitId": PERMIT, "tellSkipper": {"type": "boolean", "default": True, "description": "Whether a letter goes out."}}, grant, ("permitId",)),
    Tool("Permits.refuse", "Refuses a filed permit.", {"permitId": PERMIT, "reason": text()}, put(status="refused"), ("permitId", "reason")),
    Tool("Permits.renew", "Renews a permit.", {"permitId": PERMIT, "startsOn": text("First day of the new permit.", format="date")}, put(renewed=True), ("permitId", "startsOn")),
    Tool("Permits.update", "Changes a permit. Only the fields that are sent are changed.", {"permitId": PERMIT, "fee": {"type": "number"}, "species": text(), "issuedOn": DAY}, put(), ("permitId",)),
    Tool("Permits.shelve", "Put a permit back into the archive.", {"permitId": PERMIT}, put(status="in_archive"), ("permitId",)),
    Tool("Permits.rename", "Give a permit another name.", {"permitId": PERMIT, "name": text()}, put(), ("permitId", "name")),
    Tool("Permits.assign", "Hand a permit over to a skipper.", {"permitId": PERMIT, "skipperId": SKIPPER}, assign, ("permitId", "skipperId")),
    Tool("Fleets.list", "List fleets with their permits.", {}, lambda rows: {"fleets": rows["fleets"]}),
    Tool("Fleets.addPermits", "Add permits to a fleet.", {"fleetId": number(), "permitIds": {"type": "array", "items": PERMIT}}, add, ("fleetId", "permitIds")),
    Tool("Skippers.write", "Send a skipper a letter.", {"skipperId": SKIPPER, "words": text("What it says.")}, write, ("skipperId", "words")),
)  # fmt: skip
FIELD = Field("permits", ROWS, TOOLS, ())


def done(prompt: str, end: Any, **context: Any) -> Verdict:
    return judge(FIELD, Job(prompt, end, context))


def on(verb: str, *codes: str, **more: Any) -> list[Any]:
    return [(f"Permits.{verb}", {"permitId": uid(code), **more}) for code in codes]
