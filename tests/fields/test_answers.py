"""Whoever is asked about a request can answer, and the task goes on: by the record that is meant, or by other words."""

from typing import Any

import pytest

from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.plan import Step
from chalicelib.engine.history import history
from chalicelib.engine.memory import lessons
from chalicelib.engine.signals import answer
from tests.engine.scripted import ACCOUNT
from tests.fields import billing, clinic, farm, hiring, library, rooms, samples, stock, tickets
from tests.fields.driver import Run
from tests.fields.service import ASK, Job, Service


def asked(module: Any, prompt: str) -> Run:
    run = Run(module.FIELD, Job(prompt, ASK))
    assert run.status == "waiting", run.status
    return run


def question(run: Run) -> Step:
    steps = history(run.world.ports, ACCOUNT, run.task.id).steps.values()
    return [step for step in steps if step.ask][-1]


def which(run: Run) -> dict[str, Any]:
    ask = question(run).ask
    assert ask is not None
    return dict(ask.fields["properties"]["which"])


def tell(run: Run, **values: Any) -> Run:
    answer(run.engine, ACCOUNT, run.task.id, decision=None, values=values, who="key_2")
    run.run()
    return run


def written(run: Run) -> list[tuple[str, dict[str, Any]]]:
    made = [one for one in run.world.outside.made if one.action.via != "auth"]
    return [(one.action.name, dict(one.inputs)) for one in made if one.action.effect != "read"]


CHOICES = [
    (rooms, "Cancel the Design sync booking", "bk-05", ("cancel_booking", {"booking_id": "bk-05"})),
    (tickets, "Delete tom's open ticket", 108, ("delete_ticket", {"ticket_id": 108})),
    (farm, "Cull the Jersey", "UK-02", ("cull_animal", {"tag": "UK-02"})),
    (samples, "Discard Ben Carr's sample", "LB-2007", ("discard_samples", {"barcodes": ["LB-2007"]})),
]


@pytest.mark.parametrize(("module", "prompt", "chosen", "call"), CHOICES, ids=[one[1] for one in CHOICES])
def test_the_record_that_a_person_names_is_the_only_one_written(module, prompt, chosen, call):
    run = asked(module, prompt)
    assert chosen in which(run)["enum"]

    tell(run, which=chosen)

    assert run.status == "complete"
    assert written(run) == [call]


def test_a_question_shows_each_record_by_what_tells_it_from_the_others():
    run = asked(library, "Return the Dune loan")

    told = run.said()

    assert "2 records fit 'loan'" in told
    assert "0008 = member name Iris Blom" in told and "0010 = member name Pia Holm" in told
    assert "Dune" not in which(run)["description"]  # both are called so
    assert "'which'" in told and "'request'" in told


def test_what_is_not_among_the_records_is_no_answer_and_the_refusal_says_what_one_takes():
    run = asked(library, "Return the Dune loan")

    with pytest.raises(InvalidRequest, match=r"0010.*which.*request"):
        tell(run, which="0014")
    with pytest.raises(InvalidRequest, match=r"which.*request"):
        tell(run, loan="0008")

    assert run.status == "waiting" and written(run) == []


def test_each_of_two_doubts_is_asked_and_one_answer_does_not_serve_for_the_other():
    run = asked(tickets, "Delete tom's open ticket and delete maria's open ticket")
    first = which(run)["enum"]

    tell(run, which=first[0])

    assert run.status == "waiting"
    assert written(run) == []
    second = which(run)["enum"]
    assert not {*first} & {*second}
    tell(run, which=second[0])
    assert run.status == "complete"
    assert {call[1]["ticket_id"] for call in written(run)} == {first[0], second[0]}


ANEW = [
    (rooms, "Cancel the Design sync booking", 0),
    (stock, "Discontinue the Timberly board", 1),
    (hiring, "Erase Penn", 0),
    (billing, "Refund the invoice 3005 of Aster Foods by paying it", 0),
    (clinic, "Delete every latecomer", 0),
]


@pytest.mark.parametrize(("module", "prompt", "at"), ANEW, ids=[one[1] for one in ANEW])
def test_a_request_that_is_said_anew_is_done_as_if_it_had_been_sent_so(module, prompt, at):
    job = [one for one in module.FIELD.jobs if one.end != ASK][at]
    run = Run(module.FIELD, Job(prompt, ASK, job.context))

    tell(run, request=job.prompt)

    assert run.status == "complete", run.said()
    assert run.service.rows == Service(module.FIELD).end(job.end)


def test_a_request_that_stays_unclear_is_asked_about_again_and_nothing_is_written():
    run = asked(library, "Return the Dune loan")

    tell(run, request="Return the loan of Dune that is due in March")

    assert run.status == "waiting" and written(run) == []
    tell(run, request="Return the loan 0010")
    assert run.status == "complete"
    assert written(run) == [("return_loan", {"loan_id": "0010"})]


def test_what_is_learned_is_learned_of_the_words_that_were_understood():
    run = tell(asked(hiring, "Erase Penn"), request="Turn down Gil Bard")
    assert run.status == "complete"

    said = str([one.content for one in lessons(run.world.ports, ACCOUNT, "agent")])

    assert "eras" not in said and "turn" in said
