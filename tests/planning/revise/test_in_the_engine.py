"""The same looks, carried out by the engine: edits become transitions, runs become lessons."""

from dataclasses import replace

import pytest

from chalicelib.domain.binding import Item, Literal, Output
from chalicelib.domain.outcome import Done, Failed
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.subagent import SubAgent
from chalicelib.engine.cache import Cache
from chalicelib.engine.deploy import deploy
from chalicelib.engine.engine import Engine
from chalicelib.engine.memory import lessons
from chalicelib.engine.settings import Settings
from chalicelib.planning.revise import revise
from chalicelib.tools.utility import Utility, utility_actions
from tests.engine.scripted import ACCOUNT, Scene
from tests.world import World

from .made_up import NUMBER, TEXT, action, listing, record, renewals, step

RATES = {"base": "EUR", "date": "2026-11-20", "rates": {"CHF": 0.95}}


class Planned:
    """A given plan; what follows each step is the code under test."""

    def __init__(self, plan):
        self.plan = plan

    def draft(self, brief):
        return self.plan

    def revise(self, brief, run, step, outcome):
        return revise(brief, run, step, outcome)


class Job(Scene):
    """The plan in an engine in memory; `answers` are the services, the utility tool is the real one."""

    def __init__(self, actions, plan, answers):
        self.world = World(tools={})
        self.world.outside.functions.update(answers)
        utility = Utility(lambda: RATES)
        self.world.outside.functions.update({one.ref: utility.call for one in utility_actions()})
        self.settings = Settings()
        self.engine = Engine(self.world.ports, self.settings, Planned(Plan(plan)), Cache(self.world.clock))
        wish = SubAgent(name="agent", prompt="does things", tools=(), actions={})
        deploy(self.world.ports, ACCOUNT, wish, [*actions, *utility_actions()])

    def do(self, prompt, **request):
        """Run the task; the actions that were called for it, in order."""
        self.world.clock.advance(120)
        before = len(self.called)
        self.task = self.accept(prompt=prompt, **request)
        self.run()
        return self.called[before:]

    def inputs_of(self, name):
        return [call.inputs for call in self.world.outside.made if call.action.name == name][-1]

    @property
    def lessons(self):
        """What was learned about failures; the run's case and the sources of its inputs are left aside."""
        return {
            lesson.key: lesson
            for lesson in lessons(self.world.ports, ACCOUNT, "agent")
            if lesson.kind != "case" and "|from:" not in lesson.key
        }


BOARD = [
    action("lodge.get_quote", "A quote.", {"quote": TEXT}, output=record(id=TEXT, price=NUMBER, currency=TEXT)),
    action("board.post_note", "Write a note on a board.", {"board": TEXT, "text": TEXT}, effect="idempotent"),
    action("board.join_board", "Join a board.", {"board": TEXT}, effect="idempotent"),
    action("board.leave_board", "Leave a board.", {"board": TEXT}, effect="idempotent"),
    *renewals("board"),
]
POST = (
    step("1", "lodge.get_quote", quote="q"),
    step("2", "utility.summarize", data=Output("1")),
    step("3", "board.post_note", "idempotent", board="b1", text=Output("2", "text")),
)


def board(state, currency="EUR"):
    def post(call):
        if "token" not in state:
            return Failed("unauthorized", "the token has expired", "token_expired")
        return Done({"ok": True}) if "joined" in state else Failed("rejected", "", "not_in_board")

    def refresh(_):
        if "revoked" in state:
            return Failed("unauthorized", "", "invalid_grant")
        state.add("token")
        return Done({})

    def does(word):
        return lambda _: (state.add(word), Done({}))[1]

    return Job(
        BOARD,
        POST,
        {
            "lodge.get_quote": lambda _: Done({"id": "q", "price": 20, "currency": currency}),
            "board.post_note": post,
            "board.refresh_token": refresh,
            "board.authenticate": does("token"),
            "board.join_board": does("joined"),
        },
    )


def test_remedies_are_found_tried_remembered_and_then_used_without_exploring():
    state = set()
    job = board(state)

    assert job.do("Post the quote")[2:] == ["post_note", "refresh_token", "post_note", "join_board", "post_note"]
    assert job.status == "complete" and len(job.trace["steps"]) == 3
    assert set(job.lessons) == {"board.*|unauthorized|token_expired", "board.post_note|rejected|not_in_board"}

    state.clear()
    job.do("Post the quote")
    named = [lesson for attempt in job.row("3")["attempts"] for lesson in attempt.get("lessons", ())]
    assert job.status == "complete"
    assert all(lesson.id in str(job.row("3")) for lesson in job.lessons.values()), named
    assert {lesson.supported for lesson in job.lessons.values()} == {2}


def test_a_remedy_that_fails_gives_way_to_the_next():
    job = board({"revoked", "joined"})

    assert job.do("Post the quote")[2:] == ["post_note", "refresh_token", "authenticate", "post_note"]
    assert job.status == "complete"
    assert [one["action"] for lesson in job.lessons.values() for one in lesson.content["steps"]] == ["authenticate"]


def test_a_currency_is_converted_in_between_and_both_amounts_are_posted():
    job = board({"token", "joined"})

    assert "convert_currency" in job.do("Post the quote", context={"currency": "CHF"})
    assert [row["label"] for row in job.trace["steps"]] == ["1", "1a", "2", "3"]
    assert "20.00 EUR" in job.inputs_of("post_note")["text"] and "19.00 CHF" in job.inputs_of("post_note")["text"]
    assert "convert_currency" not in job.do("Post the quote", context={"currency": "EUR"})


def test_a_currency_without_a_rate_does_not_cost_the_task():
    job = board({"token", "joined"}, currency="XAF")

    job.do("Post the quote", context={"currency": "CHF"})

    assert job.status == "complete" and job.lessons == {}
    assert "20" in job.inputs_of("post_note")["text"] and "not possible" in job.inputs_of("post_note")["text"]


SHELF = [
    action(
        "shelf.list_books",
        "List.",
        {"owner": TEXT, "cursor": TEXT},
        ["owner"],
        listing("books", id=TEXT, pages=NUMBER),
    ),
    action("shelf.lend_book", "Lend.", {"book_id": TEXT}, effect="idempotent"),
]


def shelf(plan, answer):
    return Job(SHELF, plan, {"shelf.list_books": answer, "shelf.lend_book": lambda _: Done({"ok": True})})


def test_pages_are_read_until_the_last_and_the_best_of_all_is_taken():
    pages = {None: (1, "c2"), "c2": (8, "c3"), "c3": (3, "")}

    def answer(call):
        length, following = pages[call.inputs.get("cursor")]
        books = [{"id": f"b{length}", "pages": length}, {"id": f"s{length}", "pages": length + 0.5}]
        return Done({"books": books, "next_cursor": following})

    job = shelf(
        (
            step("1", "shelf.list_books", owner="o"),
            step("2", "shelf.lend_book", "idempotent", book_id=Output("1", "max_by(books, &pages).id")),
        ),
        answer,
    )

    assert job.do("Lend the longest book").count("list_books") == 3
    assert job.inputs_of("lend_book") == {"book_id": "s8"}


def test_a_renamed_field_is_found_once_and_known_the_next_time():
    job = shelf(
        (
            step("1", "shelf.list_books", owner="o"),
            step("2", "shelf.lend_book", "idempotent", book_id=Output("1", "books[0].id")),
        ),
        lambda _: Done({"books": [{"book_ident": "b1", "pages": 2}]}),
    )

    job.do("Lend it")
    assert job.status == "complete" and job.inputs_of("lend_book") == {"book_id": "b1"}
    known = job.lessons["shelf.list_books|renamed:id"]
    assert known.content == {"value": "book_ident"}

    job.do("Lend it")
    assert known.id in job.row("1")["note"]


@pytest.mark.parametrize(("books", "lent"), [([], []), ([{"id": "a"}, {"id": "b"}], ["a", "b"])])
def test_a_loop_does_one_step_for_each_item(books, lent):
    body = Step("each", "shelf", "lend_book", "idempotent", {"book_id": Item("id")})
    job = shelf(
        (
            step("1", "shelf.list_books", owner="o"),
            replace(step("2", "utility.for_each", items=Output("1", "books")), body=body),
            step("3", "utility.format_text", template=Literal("done")),
        ),
        lambda _: Done({"books": books}),
    )

    job.do("Lend every book")

    assert (
        sorted(call.inputs["book_id"] for call in job.world.outside.made if call.action.name == "lend_book") == lent
    )
    assert job.status == "complete"
