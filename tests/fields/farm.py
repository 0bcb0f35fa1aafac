"""A dairy: a search that gives four at most, lists of tags as inputs, treatments that are read animal by animal."""

from collections.abc import Sequence

from tests.fields.service import ASK, Field, Job, Rows, Tool, contains, find, listing, number, rows_of, text

ROWS = {
    "animals": rows_of(
        "tag name breed paddock born weight_kg",
        "UK-01|Bella|Jersey|P1|2021-04-02|410",
        "UK-02|Daisy|Jersey|P1|2019-05-11|455",
        "UK-03|Maud|Holstein|P2|2020-03-09|610",
        "UK-04|Greta|Holstein|P2|2022-02-20|580",
        "UK-05|Iris|Ayrshire|P3|2023-06-01|395",
        "UK-06|Hettie|Ayrshire|P3|2018-07-17|520",
        "UK-07|Nell|Jersey|P2|2024-03-15|300",
    ),
    "paddocks": rows_of("code label hectares", "P1|River Meadow|4", "P2|Long Hill|7", "P3|Orchard|2"),
    "treatments": rows_of(
        "treatment_id tag drug due_on state",
        "1|UK-01|wormer|2026-03-12|due",
        "2|UK-03|vaccine|2026-03-02|due",
        "3|UK-03|wormer|2026-02-01|given",
        "4|UK-05|vaccine|2026-03-20|due",
        "5|UK-06|wormer|2026-03-12|skipped",
    ),
}


def animals(rows: Rows, breed: str = "", paddock: str = "", name: str = "") -> object:
    found = contains(rows["animals"], {"breed": breed, "paddock": paddock, "name": name})
    return {"count": len(found), "animals": found[:4]}


def paddocks(rows: Rows) -> object:
    return {"paddocks": rows["paddocks"]}


def treatments(rows: Rows, tag: str) -> object:
    return {"items": [{key: value for key, value in row.items() if key != "tag"} for row in rows["treatments"] if row["tag"] == tag]}


def herd(rows: Rows, tags: Sequence[str], paddock: str) -> object:
    assert isinstance(tags, list)
    find(rows["paddocks"], "code", paddock)
    for tag in tags:
        find(rows["animals"], "tag", tag)["paddock"] = paddock
    return {"moved": tags}


def weigh(rows: Rows, tag: str, kg: int) -> object:
    find(rows["animals"], "tag", tag)["weight_kg"] = kg
    return {"ok": True}


def tick(rows: Rows, treatment_id: int, state: str) -> object:
    assert state in ("given", "skipped")
    find(rows["treatments"], "treatment_id", treatment_id)["state"] = state
    return {"ok": True}


def cull(rows: Rows, tag: str) -> object:
    rows["animals"].remove(find(rows["animals"], "tag", tag))
    return {"ok": True}


TAG = text("Ear tag of the animal.")
ANIMAL = {"tag": text(), "name": text(), "breed": text(), "paddock": text("Code of the paddock."), "born": text(format="date"), "weight_kg": number()}
FIELD = Field(
    "farm", ROWS,
    (
        Tool("list_animals", "Animals of the herd; gives four at most.", {"breed": text("Jersey, Holstein or Ayrshire"), "paddock": text("Code of the paddock."), "name": text("Name of the animal.")}, animals, outputs=listing("animals", **ANIMAL)),
        Tool("list_paddocks", "The paddocks of the farm.", {}, paddocks),
        Tool("list_treatments", "Treatments of one animal.", {"tag": TAG}, treatments, ("tag",)),
        Tool("move_animals", "Drives animals into a paddock.", {"tags": {"type": "array", "items": {"type": "string"}, "description": "Ear tags."}, "paddock": text("Code of the paddock.")}, herd, ("tags", "paddock")),
        Tool("record_weight", "Records what an animal weighs.", {"tag": TAG, "kg": number("Weight in kg.")}, weigh, ("tag", "kg")),
        Tool("tick_treatment", "Ticks a treatment off.", {"treatment_id": number("Id of the treatment."), "state": text("What became of it.", enum=["given", "skipped"])}, tick, ("treatment_id", "state")),
        Tool("cull_animal", "Takes an animal out of the herd for good.", {"tag": TAG}, cull, ("tag",)),
    ),
    (
        Job("Move Bella to the Orchard", [("move_animals", {"tags": ["UK-01"], "paddock": "P3"})]),
        Job("Drive everything on Long Hill into River Meadow", [("move_animals", {"tags": ["UK-03", "UK-04", "UK-07"], "paddock": "P1"})]),
        Job("Put all Jerseys on Long Hill", [("move_animals", {"tags": ["UK-01", "UK-02"], "paddock": "P2"})]),
        Job("Greta weighs 595 kg, please record it", [("record_weight", {"tag": "UK-04", "kg": 595})]),
        Job("Cull the oldest Ayrshire", [("cull_animal", {"tag": "UK-06"})]),
        Job("Maud's vaccine was given", [("tick_treatment", {"treatment_id": 2, "state": "given"})]),
        Job("Tick off Iris's vaccine as skipped", [("tick_treatment", {"treatment_id": 4, "state": "skipped"})]),
        Job("Move the two heaviest cows on Long Hill to the Orchard", [("move_animals", {"tags": ["UK-03", "UK-04"], "paddock": "P3"})]),
        Job("Cull every animal born before 2019", [("cull_animal", {"tag": "UK-06"})]),
        Job("If Maud has a due treatment, move her to the Orchard", [("move_animals", {"tags": ["UK-03"], "paddock": "P3"})]),
        Job("Cull the Jersey", ASK),
        Job("Cull Rosalind", ASK),
        Job("Shear Bella", ASK),
        Job("Which animals are in the Orchard?", [], shows=("Hettie",)),
    ),
)
