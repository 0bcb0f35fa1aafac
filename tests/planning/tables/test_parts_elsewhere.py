"""Parts that only the read of a single record shows, and that are told by that record and their own number.

The stops of a tour, each of which holds no number of its tour.
"""

from dataclasses import replace

import pytest

from tests.fields.checks import array, shape
from tests.fields.driver import judge
from tests.fields.service import ASK, Call, Field, Job, Row, Rows, Tool, find, number, text


def stops(*told: str) -> list[Row]:
    return [
        {"stopNo": at, "address": one.split(":")[0], "crates": int(one.split(":")[1])} for at, one in enumerate(told, 1)
    ]


ROWS: Rows = {"tours": [
    {"tourNo": 5101, "van": "Blue", "driver": "Ann Pole", "off": False, "stops": stops("Mill Lane:4", "Old Quay:6", "Abbey Road:9")},
    {"tourNo": 5102, "van": "Red", "driver": None, "off": False, "stops": stops("Old Quay:2", "Hill Top:3")},
    {"tourNo": 5103, "van": "White", "driver": None, "off": False, "stops": stops("Abbey Road:7")},
]}  # fmt: skip


def listed(rows: Rows) -> object:
    kept = ("tourNo", "van", "driver", "off")
    return {"tours": [{**{name: one[name] for name in kept}, "stopCount": len(one["stops"])} for one in rows["tours"]]}


def stop(rows: Rows, tourNo: int, stopNo: int) -> Row:
    return find(find(rows["tours"], "tourNo", tourNo)["stops"], "stopNo", stopNo)


def remove(rows: Rows, tourNo: int, stopNo: int) -> object:
    find(rows["tours"], "tourNo", tourNo)["stops"].remove(stop(rows, tourNo, stopNo))
    return {}


TOUR = number("Tour number")
STOP = number("Number of the stop within the tour")
TOURS = Field("tours", ROWS, (
    Tool("tours.list", "List tours, without their stops.", {}, listed,
         outputs=shape(tours=array(tourNo=TOUR, van=text(), driver=text(), stopCount=number()))),
    Tool("tours.get", "Get a tour with its stops.", {"tourNo": TOUR}, lambda rows, tourNo: find(rows["tours"], "tourNo", tourNo),
         ("tourNo",), shape(tourNo=TOUR, van=text(), stops=array(stopNo=STOP, address=text(), crates=number()))),
    Tool("tours.cancel", "Cancel a tour.", {"tourNo": TOUR}, lambda rows, tourNo: find(rows["tours"], "tourNo", tourNo).update(off=True),
         ("tourNo",)),
    Tool("tours.stops.remove", "Remove a stop from a tour.", {"tourNo": TOUR, "stopNo": STOP}, remove, ("tourNo", "stopNo")),
    Tool("tours.stops.update", "Update a stop of a tour.",
         {"tourNo": TOUR, "stopNo": STOP, "crates": number(), "address": text()},
         lambda rows, tourNo, stopNo, **told: stop(rows, tourNo, stopNo).update(told), ("tourNo", "stopNo")),
), ())  # fmt: skip


def removed(*told: tuple[int, int]) -> list[Call]:
    return [("tours.stops.remove", {"tourNo": tour, "stopNo": stop}) for tour, stop in told]


def updated(tour: int, stop: int, **told: object) -> list[Call]:
    return [("tours.stops.update", {"tourNo": tour, "stopNo": stop, **told})]


@pytest.mark.parametrize(("said", "end"), [
    ("Remove the stop at Abbey Road from the blue van's tour", removed((5101, 3))),
    ("Remove the Hill Top stop", removed((5102, 2))),
    ("Remove the Old Quay stops from every tour", removed((5101, 2), (5102, 1))),
    ("Double the crates for Old Quay on 5102", updated(5102, 1, crates=4)),
    ("Set the crates for Abbey Road on 5101 to 12", updated(5101, 3, crates=12)),
    ("tour 5101, set the crates for Old Quay to 8", updated(5101, 2, crates=8)),
    ("Remove the stop at Old Quay", ASK),
    ("Set the crates on 5101 to 12", ASK),
])  # fmt: skip
def test_a_part_is_told_by_its_own_number_and_that_of_what_holds_it(said: str, end: list[Call]) -> None:
    verdict = judge(TOURS, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)


@pytest.mark.parametrize(("said", "tours"), [
    ("Cancel all tours to which no driver is assigned yet", (5102, 5103)),
    ("Cancel every tour that has no driver", (5102, 5103)),
    ("Cancel the tours whose driver is set", (5101,)),
    ("If no driver is assigned to 5103 yet, cancel tour 5103", (5103,)),
    ("If no driver was assigned to 5101, cancel tour 5101", ()),
])  # fmt: skip
def test_what_is_assigned_is_told_from_what_is_not(said: str, tours: tuple[int, ...]) -> None:
    verdict = judge(TOURS, Job(said, [("tours.cancel", {"tourNo": one}) for one in tours]))

    assert verdict.right, (verdict.calls, verdict.said)


def test_parts_that_the_list_shows_as_well_are_asked_for_only_once() -> None:
    whole = Tool("tours.list", "List tours with their stops.", {}, lambda rows: {"tours": rows["tours"]})
    kind = replace(TOURS, tools=(whole, *TOURS.tools[1:]))
    verdict = judge(kind, Job("Remove the stop at Abbey Road from the blue van's tour", removed((5101, 3))))

    assert verdict.right
    assert [name for name, _ in verdict.calls].count("tours.get") == 1  # to see whether it shows others
