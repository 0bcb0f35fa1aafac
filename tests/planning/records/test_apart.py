"""Requests of several orders: each is done as it would be alone, and none is forgotten."""

from types import ModuleType

import pytest

from chalicelib.domain.binding import Output
from chalicelib.domain.plan import Plan, Step
from chalicelib.planning.door import catalogue_from_tools
from chalicelib.planning.records.apart import joined, parts
from tests.fields import conference, kennel, library, plans, switchboard, translations, workshop
from tests.fields.driver import judge
from tests.fields.service import Field, Job

CATALOGUE = catalogue_from_tools(library.FIELD.document(), carried_out=True)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Renew the Walden loan. Lend Emma to Ann", ["Renew the Walden loan.", "Lend Emma to Ann"]),
        ("Ann called. Renew her loans. Lend Emma to Bob", ["Ann called. Renew her loans.", "Lend Emma to Bob"]),
        ("Return Emma. Renew the loans", ["Return Emma. Renew the loans"]),
        ("Return everything of Ann's. Only the late ones", ["Return everything of Ann's. Only the late ones"]),
        ("Return Emma. Renew everything that Bob has", ["Return Emma.", "Renew everything that Bob has"]),
        ("I just spoke with the boss. Lend Emma to Ann", ["Lend Emma to Ann"]),
        ("The boss called. Lend his wife Emma", ["The boss called. Lend his wife Emma"]),
        ("If Ann has Emma, renew it. Tell Bob 'It is late'", ["If Ann has Emma, renew it. Tell Bob 'It is late'"]),
        ("Return everything. Leave Emma with Ann", ["Return everything. Leave Emma with Ann"]),
        ("Open a list. Add Walden to it", ["Open a list. Add Walden to it"]),
        ("Ann has two loans. A note for each", ["Ann has two loans. A note for each"]),
        ("I just spoke with the boss.", []),
        ("We never lend to Bob. Lend Emma to Ann", ["We never lend to Bob.", "Lend Emma to Ann"]),
        ("Tell Ann 'Bring it back. Pay the fee'", ["Tell Ann 'Bring it back. Pay the fee'"]),
    ],
)
def test_what_points_back_stays_with_what_it_points_at(said: str, told: list[str]) -> None:
    assert parts(said, CATALOGUE) == told


def test_orders_within_one_sentence_are_parted() -> None:
    assert parts("Return Emma and renew Walden, then lend Persuasion to Ann", CATALOGUE, clauses=True) == [
        "Return Emma",
        "renew Walden",
        "lend Persuasion to Ann",
    ]


def test_nothing_is_done_and_a_person_is_asked_where_nothing_is_bidden() -> None:
    found = judge(library.FIELD, Job("I just spoke with the boss. She was happy.", []))

    assert found.status == "waiting" and not found.harm


def test_a_plan_is_of_one_deed_where_all_that_it_reads_goes_into_that() -> None:
    """ "Find the channel and post the latest invoice there" is not parted: neither order stands alone."""
    login, channel, bill = Step("0", "chat", "authenticate", "read"), read("1", "chat"), read("2", "bills")
    post = Step("3", "chat", "post", "create", {"to": Output("1", "id"), "text": Output("2", "text")})

    assert joined(Plan((login, channel, bill, post)))
    assert not joined(Plan((login, channel, bill)))
    assert not joined(Plan((login, bill)))


def read(name: str, tool: str) -> Step:
    return Step(name, tool, "list", "read")


def asked(kind: Field, *said: str) -> Job:
    """The tasks of the field that are told so, asked for together."""
    jobs = [next(job for job in kind.jobs if job.prompt == one) for one in said]
    return Job(". ".join(said), [call for job in jobs for call in job.end])


@pytest.mark.parametrize(("kind", "said"), [
    (kennel, ("Tell Sara Iqbal 'Please bring the vaccination card'", "Cancel Tara's stay with the reason 'No room'")),
    (library,
     ("Lend Persuasion to Omar Said from the West branch until April 4", "Renew the Walden loan until May 1")),
    (plans, ("Rivet Robotics have a new billing e-mail: ap@rivet.example", "Add five seats to Northwind Traders")),
    (workshop, ("Anders Friis has approved his estimate", "Estimate for job 5209: labour 90, parts 45.50")),
    (conference, ("Carla Ruiz has just confirmed", "Add Fiona Walsh as a speaker to Hiring Kindly")),
    (translations,
     ("Message Clara Vogt: 'Please send the safety data sheets today'", "Cancel all quotes above 1,000 euros")),
    (switchboard,
     ("The pharmacy at harbour-clinic has a new number, +442071000144",
      "Give hillside-clinic a desk extension called pharmacy on +441223000204, 20 seconds of ringing")),
])  # fmt: skip
def test_two_tasks_at_once_are_both_done(kind: ModuleType, said: tuple[str, ...]) -> None:
    assert judge(kind.FIELD, asked(kind.FIELD, *said)).right
