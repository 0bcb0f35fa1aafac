"""What is done to a part of a record is not done to the record, and "but" spares what it names."""

import pytest

from tests.fields.checks import array, shape
from tests.fields.driver import judge
from tests.fields.service import ASK, Call, Field, Job, Tool, find, number, text

FLAG = {"type": "boolean"}
LOCKERS = Field("lockers", {"lockers": [
    {"locker_no": one, "tenant": tenant, "frozen": False, "night_access": one == 12}
    for one, tenant in ((11, "Ada Moss"), (12, "Bo Lind"), (13, "Cleo Park"), (14, "Dan Reed"))
]}, (
    Tool("lockers.list", "The lockers", {}, lambda rows: rows["lockers"],
         outputs=array(locker_no=number(), tenant=text(), frozen=FLAG, night_access=FLAG)),
    Tool("lockers.freeze", "Freeze a locker", {"locker_no": number()},
         lambda rows, locker_no: find(rows["lockers"], "locker_no", locker_no).update(frozen=True), ("locker_no",)),
    Tool("lockers.unfreeze", "Make a frozen locker usable again", {"locker_no": number()},
         lambda rows, locker_no: find(rows["lockers"], "locker_no", locker_no).update(frozen=False), ("locker_no",)),
    Tool("lockers.edit", "Change a locker", {"locker_no": number(), "night_access": FLAG},
         lambda rows, locker_no, **told: find(rows["lockers"], "locker_no", locker_no).update(told), ("locker_no",)),
), ())  # fmt: skip

MODEMS = Field("modems", {"modems": [
    {"modemId": f"m{at}", "room": room, "asleep": False, "settings": {"guestNetwork": False, "power": 3}}
    for at, room in enumerate(("Hall", "Attic", "Shed"))
]}, (
    Tool("listModems", "All modems", {}, lambda rows: {"items": rows["modems"]}, outputs=shape(items=array(
        modemId=text(), room=text(), asleep=FLAG, settings=shape(guestNetwork=FLAG, power=number())))),
    Tool("stopModem", "Stops a modem", {"modemId": text()}, lambda rows, modemId: find(rows["modems"], "modemId", modemId).update(asleep=True), ("modemId",)),
    Tool("updateModem", "Changes the settings of a modem", {"modemId": text(), "settings": shape(guestNetwork=FLAG, power=number())},
         lambda rows, modemId, settings: find(rows["modems"], "modemId", modemId)["settings"].update(settings), ("modemId", "settings")),
), ())  # fmt: skip


@pytest.mark.parametrize(("field", "said", "end"), [
    (LOCKERS, "Allow night access for Ada Moss's locker", [("lockers.edit", {"locker_no": 11, "night_access": True})]),
    (LOCKERS, "Disable night access for Bo Lind's locker", [("lockers.edit", {"locker_no": 12, "night_access": False})]),
    (LOCKERS, "Freeze the night access of Ada Moss's locker", ASK),
    (LOCKERS, "Freeze Ada Moss's locker", [("lockers.freeze", {"locker_no": 11})]),
    (MODEMS, "Allow the guest network for the modem in the attic", [("updateModem", {"modemId": "m1", "settings": {"guestNetwork": True}})]),
    (MODEMS, "Stop the guest network of the modem in the hall", ASK),
])  # fmt: skip
def test_a_part_of_a_record_is_not_the_record(field: Field, said: str, end: list[Call]) -> None:
    verdict = judge(field, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)


@pytest.mark.parametrize(("field", "said", "end"), [
    (LOCKERS, "Freeze every locker but Ada Moss's and Bo Lind's", [("lockers.freeze", {"locker_no": one}) for one in (13, 14)]),
    (MODEMS, "Stop all modems but the one in the shed", [("stopModem", {"modemId": one}) for one in ("m0", "m1")]),
])  # fmt: skip
def test_but_spares_what_it_names(field: Field, said: str, end: list[Call]) -> None:
    verdict = judge(field, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)
