"""Actions on two records of one kind: which of the two is meant for which input."""

import pytest

from tests.fields.checks import array, shape
from tests.fields.driver import judge
from tests.fields.service import Call, Field, Job, Refusal, Rows, Tool, find, number, rows_of, text

LITRES = {"type": "number", "description": "Litres"}


def poured(rows: Rows, giver: str, taker: str, litres: float) -> object:
    one, other = find(rows["tanks"], "tankId", giver), find(rows["tanks"], "tankId", taker)
    if one is other or one["litres"] < litres:
        raise Refusal("two tanks are needed, and enough in the first")
    one["litres"], other["litres"] = one["litres"] - litres, other["litres"] + litres
    return {}


TANKS = Field("tanks", {"tanks": rows_of(
    "tankId name litres", "t-07|North yard|900", "t-11|South yard|120", "t-12|Old barn|400",
)}, (
    Tool("listTanks", "All tanks", {}, lambda rows: {"items": rows["tanks"]},
         outputs=shape(items=array(tankId=text(), name=text(), litres=number()))),
    Tool("pumpWater", "Pumps water between two tanks", {"fromTankId": text(), "toTankId": text(), "litres": LITRES},
         lambda rows, fromTankId, toTankId, litres: poured(rows, fromTankId, toTankId, litres),
         ("fromTankId", "toTankId", "litres")),
), ())  # fmt: skip


def moved(rows: Rows, source: str, destination: str, pieces: int) -> object:
    one, other = find(rows["shelves"], "code", source), find(rows["shelves"], "code", destination)
    one["pieces"], other["pieces"] = one["pieces"] - pieces, other["pieces"] + pieces
    return {}


SHELVES = Field("shelves", {"shelves": rows_of(
    "code label pieces", "S1|Window|40", "S2|Cellar|7", "S3|Counter|12",
)}, (
    Tool("shelf.list", "The shelves", {}, lambda rows: rows["shelves"], outputs=array(code=text(), label=text(), pieces=number())),
    Tool("shelf.restock", "Move pieces", {
        "destination": text("Shelf that gets them"), "pieces": number("How many"), "source": text("Shelf they are taken from"),
    }, lambda rows, destination, pieces, source: moved(rows, source, destination, pieces), ("destination", "pieces", "source")),
), ())  # fmt: skip


def merged(rows: Rows, id: int, into_id: int) -> object:
    kept = find(rows["contacts"], "id", into_id)
    rows["contacts"].remove(find(rows["contacts"], "id", id))
    return kept


CONTACTS = Field("contacts", {"contacts": rows_of(
    "id name town", "11|Ada Moss|Riga", "12|Addie Moss|Oslo", "13|Bo Lind|Riga",
)}, (
    Tool("contacts_list", "List contacts", {}, lambda rows: {"data": rows["contacts"]},
         outputs=shape(data=array(id=number(), name=text(), town=text()))),
    Tool("contacts_merge", "Merge a contact into another one", {"id": number(), "into_id": number()}, merged, ("id", "into_id")),
), ())  # fmt: skip


def pumped(giver: str, taker: str, litres: float) -> Call:
    return "pumpWater", {"fromTankId": giver, "toTankId": taker, "litres": litres}


@pytest.mark.parametrize(("field", "said", "end"), [
    (TANKS, "Pump 80 litres from the old barn to the south yard", [pumped("t-12", "t-11", 80)]),
    (TANKS, "Pump 80 litres to the south yard from the old barn", [pumped("t-12", "t-11", 80)]),
    (TANKS, "Move 50 litres from North yard to Old barn", [pumped("t-07", "t-12", 50)]),
    (SHELVES, "Move 5 pieces from the cellar to the window", [("shelf.restock", {"source": "S2", "destination": "S1", "pieces": 5})]),
    (SHELVES, "Move 3 pieces to the counter from the window", [("shelf.restock", {"source": "S1", "destination": "S3", "pieces": 3})]),
    (CONTACTS, "Merge Addie Moss into Ada Moss", [("contacts_merge", {"id": 12, "into_id": 11})]),
])  # fmt: skip
def test_from_and_to_say_which_of_two_records_is_for_which_input(field: Field, said: str, end: list[Call]) -> None:
    verdict = judge(field, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)


@pytest.mark.parametrize("said", ["Pump 80 litres to the south yard", "Pump 80 litres from the old barn"])
def test_of_two_records_that_are_needed_one_alone_is_not_enough(said: str) -> None:
    assert judge(TANKS, Job(said, "ask")).right


def test_so_much_from_here_and_so_much_from_there_is_two_deeds() -> None:
    said = "Pump 60 litres from North yard to Old barn and 20 from North yard to South yard"
    verdict = judge(TANKS, Job(said, [pumped("t-07", "t-12", 60), pumped("t-07", "t-11", 20)]))

    assert verdict.right, (verdict.calls, verdict.said)


@pytest.mark.parametrize(("field", "said", "end"), [
    (TANKS, "If the south yard has fallen below 200 litres, pump 90 there from the old barn, otherwise leave it", [pumped("t-12", "t-11", 90)]),
    (TANKS, "If the south yard has fallen below 100 litres, pump 90 there from the old barn, otherwise leave it", []),
    (SHELVES, "If the cellar has less than 10 pieces, move 4 pieces to it from the window",
     [("shelf.restock", {"source": "S1", "destination": "S2", "pieces": 4})]),
])  # fmt: skip
def test_there_is_the_record_of_the_condition(field: Field, said: str, end: list[Call]) -> None:
    verdict = judge(field, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)


FUNDS = Field("funds", {
    "funds": rows_of("fund_id title sum", "F1|Roof|900", "F2|Organ|300"),
    "pledges": rows_of("pledge_id fund_id giver sum", "P7|F1|Ada Moss|20", "P8|F2|Bo Lind|35"),
}, (
    Tool("fund_list", "The funds", {}, lambda rows: rows["funds"], outputs=array(fund_id=text(), title=text(), sum=number())),
    Tool("pledge_list", "The pledges", {}, lambda rows: rows["pledges"],
         outputs=array(pledge_id=text(), fund_id=text(), giver=text(), sum=number())),
    Tool("fund_move", "Moves money from one fund to another", {"from_fund": text(), "to_fund": text(), "amount": number()},
         lambda rows, **told: {}, ("from_fund", "to_fund", "amount")),
    Tool("pledge_change", "Changes a pledge", {"pledge_id": text(), "sum": number()},
         lambda rows, pledge_id, sum: find(rows["pledges"], "pledge_id", pledge_id).update(sum=sum), ("pledge_id",)),
), ())  # fmt: skip


def test_what_lacks_a_record_is_not_done_to_what_refers_to_the_other() -> None:
    assert judge(FUNDS, Job("Move 100 from the roof fund", "ask")).right


CREDITS = Field("credits", {"members": rows_of("memberId name purse", "M1|Ada Moss|5", "M2|Bo Lind|0")}, (
    Tool("listMembers", "The members", {}, lambda rows: {"items": rows["members"]},
         outputs=shape(items=array(memberId=text(), name=text(), purse=number()))),
    Tool("creditMember", "Adds to the purse of a member", {"memberId": text(), "euros": {"type": "number"}, "note": text()},
         lambda rows, memberId, euros, note="": find(rows["members"], "memberId", memberId).update(purse=euros, note=note),
         ("memberId", "euros")),
    Tool("renameMember", "Renames a member", {"memberId": text(), "name": text()}, lambda rows, **told: {}, ("memberId", "name")),
), ())  # fmt: skip


def test_so_much_of_it_says_the_deed_behind_a_verb_that_says_none() -> None:
    end = [("creditMember", {"memberId": "M2", "euros": 8, "note": "Sorry for the rain"})]

    assert judge(CREDITS, Job("Give Bo Lind 8 euros of credit with the note 'Sorry for the rain'", end)).right
