"""A pottery with kilns to share, made up for the tests of this folder: lists of people, amounts in pence, passes, local times."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from tests.fields.driver import Verdict, judge
from tests.fields.service import Field, Job, Rows, Tool, equal, find, number, rows_of, text


def people(told: str) -> list[str]:
    return [f"{one}@clay.example" for one in told.split()]


ROWS = {
    "potters": rows_of(
        "potter_id name email guild",
        "p1|Asta Roeg|asta@clay.example|Throwers", "p2|Benno Tarr|benno@clay.example|Throwers",
        "p3|Cleo Vance|cleo@clay.example|Glazers", "p4|Benno Ilves|ilves@clay.example|Glazers",
    ),
    "studios": rows_of("studio_id name", "st_n|North", "st_a|Attic"),
    "firings": [{**row, "crew": people(row["crew"])} for row in rows_of(
        "firing_id title studio_id start end crew",
        "f1|Bisque batch|st_n|2026-03-12T09:00|2026-03-12T17:00|asta", "f2|Salt glaze|st_a|2026-03-13T13:00|2026-03-13T19:00|benno",
        "f3|Raku night|st_n|2026-03-14T18:00|2026-03-14T22:00|asta cleo",
    )],
    "batches": rows_of("batch_no potter_id kiln", "31|p1|Big", "32|p3|Small", "33|p2|Big"),
    "pieces": rows_of(
        "piece_no batch_no name fate",
        "501|31|Tall vase|drying", "502|31|Teapot|drying", "503|32|Tall vase|glazed", "504|32|Salt bowl|drying", "505|33|Soup plate|drying",
    ),
    "wishes": rows_of("wish_no potter_id text answer", "61|p1|More shelves|none", "62|p3|Longer hours|none", "63|p3|A second wheel|none"),
    "sales": rows_of(
        "sale_no potter_id total_pence waived_pence state",
        "801|p1|12000|0|open", "802|p2|4500|0|open", "803|p3|7000|500|settled", "804|p4|15000|0|open",
    ),
    "passes": rows_of("pass_code potter_id value_pence valid_until", "KP-1|p2|2000|2026-05-31", "KP-2|p3|1000|2026-03-31"),
}  # fmt: skip


def put(table: str, key: str, **state: Any) -> Any:
    def act(rows: Rows, **told: Any) -> object:
        find(rows[table], key, told.pop(key)).update({**told, **state})
        return {}

    return act


def batch(rows: Rows, batch_no: int) -> object:
    return {"batch": {**find(rows["batches"], "batch_no", batch_no), "pieces": equal(rows["pieces"], {"batch_no": batch_no})}}


def crew(rows: Rows, firing_id: str, crew: list[str]) -> object:
    row = find(rows["firings"], "firing_id", firing_id)
    row["crew"] = sorted({*row["crew"], *(find(rows["potters"], "email", one)["email"] for one in crew)})
    return {}


def plan(rows: Rows, title: str, start: str, hours: int = 8, studio_id: str = "st_n", crew: Sequence[str] = ()) -> object:
    end = datetime.fromisoformat(start) + timedelta(hours=hours)
    row = {"firing_id": "f9", "title": title, "studio_id": find(rows["studios"], "studio_id", studio_id)["studio_id"], "start": start}
    rows["firings"].append({**row, "end": end.isoformat(timespec="minutes"), "crew": sorted(crew)})
    return {}


def shift(rows: Rows, firing_id: str, start: str) -> object:
    row = find(rows["firings"], "firing_id", firing_id)
    long = datetime.fromisoformat(row["end"]) - datetime.fromisoformat(row["start"])
    row.update(start=start, end=(datetime.fromisoformat(start) + long).isoformat(timespec="minutes"))
    return {}


def refund(rows: Rows, sale_no: int, back_pence: int, cause: str = "other") -> object:
    row = find(rows["sales"], "sale_no", sale_no)
    row.update(waived_pence=row["waived_pence"] + back_pence, cause=cause)
    return {}


def issue(rows: Rows, potter_id: str, value_pence: int, valid_until: str = "2027-03-11") -> object:
    known = find(rows["potters"], "potter_id", potter_id)["potter_id"]
    rows["passes"].append({"pass_code": "KP-9", "potter_id": known, "value_pence": value_pence, "valid_until": valid_until})
    return {}


FIRING, AT = text("Id of the firing."), text("Local time, like 2026-03-11T14:00.")
CREW: Mapping[str, Any] = {"type": "array", "items": text(format="email"), "description": "Addresses of the crew."}
FIELD = Field(
    "kilns", ROWS,
    (
        Tool("list_potters", "List all potters.", {}, lambda rows: {"potters": rows["potters"]}),
        Tool("list_studios", "List the studios.", {}, lambda rows: {"studios": rows["studios"]}),
        Tool("list_firings", "List the firings that are planned.", {}, lambda rows: {"firings": rows["firings"]}),
        Tool("list_batches", "List the batches.", {}, lambda rows: {"batches": rows["batches"]}),
        Tool("get_batch", "Get a batch with its pieces.", {"batch_no": number("Number of the batch.")}, batch, ("batch_no",)),
        Tool("mark_piece", "Mark what has become of a piece.", {"piece_no": number("Number of the piece."), "fate": text("What has become of it.", enum=["drying", "glazed", "cracked"])}, put("pieces", "piece_no"), ("piece_no", "fate")),
        Tool("list_wishes", "List the wishes of potters.", {}, lambda rows: {"wishes": rows["wishes"]}),
        Tool("answer_wish", "Answer a wish.", {"wish_no": number("Number of the wish."), "answer": text("ok grants, nok denies; later keeps it open for a while.", enum=["ok", "nok", "later"])}, put("wishes", "wish_no"), ("wish_no", "answer")),
        Tool("list_sales", "List the sales.", {}, lambda rows: {"sales": rows["sales"]}),
        Tool("list_passes", "List the kiln passes.", {}, lambda rows: {"passes": rows["passes"]}),
        Tool("plan_firing", "Create a firing.", {"title": text("Title of the firing."), "start": AT, "hours": {**number("Length in hours."), "default": 8}, "studio_id": {**text("Id of the studio."), "default": "st_n"}, "crew": CREW}, plan, ("title", "start")),
        Tool("shift_firing", "Move a firing to another time. It keeps its length.", {"firing_id": FIRING, "start": AT}, shift, ("firing_id", "start")),
        Tool("drop_firing", "Cancel a firing.", {"firing_id": FIRING}, lambda rows, firing_id: rows["firings"].remove(find(rows["firings"], "firing_id", firing_id)), ("firing_id",)),
        Tool("rename_firing", "Change the title of a firing.", {"firing_id": FIRING, "title": text("New title.")}, put("firings", "firing_id"), ("firing_id", "title")),
        Tool("add_crew", "Add potters to the crew of a firing.", {"firing_id": FIRING, "crew": CREW}, crew, ("firing_id", "crew")),
        Tool("void_sale", "Void an open sale.", {"sale_no": number("Number of the sale.")}, put("sales", "sale_no", state="void"), ("sale_no",)),
        Tool("refund_sale", "Refund a part of a sale.", {"sale_no": number("Number of the sale."), "back_pence": number("Amount in pence."), "cause": text("Why.", enum=["broken_glaze", "late_kiln", "other"])}, refund, ("sale_no", "back_pence")),
        Tool("issue_pass", "Issue a new kiln pass to a potter.", {"potter_id": text("Id of the potter."), "value_pence": number("Value in pence."), "valid_until": text("Last day, YYYY-MM-DD.", format="date")}, issue, ("potter_id", "value_pence")),
    ),
    (),
)  # fmt: skip


def done(prompt: str, end: Any) -> Verdict:
    return judge(FIELD, Job(prompt, end))


def joined(firing: int, told: str) -> tuple[str, dict[str, Any]]:
    return "add_crew", {"firing_id": f"f{firing}", "crew": people(told)}


def voided(*sales: int) -> list[tuple[str, dict[str, Any]]]:
    return [("void_sale", {"sale_no": one}) for one in sales]


def issued(potter: int, pence: int, **more: Any) -> tuple[str, dict[str, Any]]:
    return "issue_pass", {"potter_id": f"p{potter}", "value_pence": pence, **more}


def planned(title: str, start: str, **more: Any) -> tuple[str, dict[str, Any]]:
    return "plan_firing", {"title": title, "start": f"2026-03-{start}", **more}


def shifted(firing: int, start: str) -> tuple[str, dict[str, Any]]:
    return "shift_firing", {"firing_id": f"f{firing}", "start": f"2026-03-{start}"}


def marked(piece: int, fate: str) -> tuple[str, dict[str, Any]]:
    return "mark_piece", {"piece_no": piece, "fate": fate}


def answered(answer: str, *wishes: int) -> list[tuple[str, dict[str, Any]]]:
    return [("answer_wish", {"wish_no": one, "answer": answer}) for one in wishes]


def refunded(sale: int, pence: int, **more: Any) -> list[tuple[str, dict[str, Any]]]:
    return [("refund_sale", {"sale_no": sale, "back_pence": pence, **more})]
