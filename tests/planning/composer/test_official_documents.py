"""What official documents of services are like: ids of others noted beside their own, texts that may be left out,
lists that nothing filters, inputs that only leaf through a list."""

from dataclasses import replace

from chalicelib.domain.binding import Literal, Output
from chalicelib.planning.composer import match
from chalicelib.planning.composer.composer import read_of
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.planner import Brief, NoPlan
from chalicelib.tools.utility import utility_actions
from tests.planning.composer.stand_ins import action, draft, planned, small, the

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}


def listing(within, **fields):
    return {"type": "object", "properties": {
        within: {"type": "array", "items": {"type": "object", "properties": fields}},
    }}


MEMBERS = action(
    "list_members", "Returns a list of the club's members", {},
    listing("data", id=TEXT, name=TEXT, joined=NUMBER, notes={"type": "object"}, account={
        "type": "object", "properties": {"member": TEXT},
    }),
    last_seen={"type": "string", "description": "A cursor for use in pagination: the last member of a page."},
)
LOANS = action(
    "list_loans", "Lists loans, or the loans of a member", {},
    listing("data", id=TEXT, member=TEXT, due={"type": "integer", "description": "The fee, in cents."},
            total=NUMBER, currency=TEXT, created=NUMBER),
    member={"type": "string", "description": "Only the loans of the member with this ID."},
)
ROOMS = action(
    "talks_list", "Lists all rooms of a team", {}, listing("rooms", id=TEXT, name=TEXT),
    types={"type": "string", "description": "Any of `open`, `closed` or `hidden`."},
)
SAY = action(
    "talk_sendMessage", "Sends a message to a room",
    {"room": {"type": "string", "description": "An encoded ID of the room."}}, {"type": "object", "properties": {}},
    effect="unsafe", message={"type": "string", "description": "What is said."}, picture=TEXT,
)
CLUB = small(MEMBERS, LOANS, ROOMS, SAY, *utility_actions())
BEARS = """data[?contains(to_string(@), '"user_77"')] | [0].id"""
PROMPT = "Find the #porters room, and send a summary of the latest loan of user_77 there."


def test_an_id_of_another_service_leads_to_the_list_whose_items_may_bear_it_and_is_no_id_of_this_one():
    plan = planned("List the loans of user_77.", CLUB)

    members = the(plan, "list_members")
    assert the(plan, "list_loans").inputs == {"member": Output(members.id, BEARS)}


def test_what_only_leafs_through_a_list_takes_no_value_of_the_prompt_whatever_it_is_called():
    plan = planned("List the loans of user_77.", CLUB)

    assert the(plan, "list_members").inputs == {}


def test_a_superlative_says_nothing_of_what_its_noun_is_looked_up_by():
    plan = planned("Show the latest loan of user_77.", CLUB)

    assert the(plan, "list_loans").inputs["member"].path == BEARS


def test_a_value_is_none_of_those_that_a_description_lists():
    plan = planned("Find the #porters room.", CLUB)

    assert the(plan, "talks_list").inputs == {}


def test_a_text_that_may_be_left_out_is_filled_where_sending_it_is_what_is_asked_and_says_which_amounts_are_cents():
    plan = planned(PROMPT, CLUB)

    summary, loans = the(plan, "summarize"), the(plan, "list_loans")
    assert the(plan, "talk_sendMessage").inputs == {
        "room": Output(the(plan, "talks_list").id, "rooms[?name=='porters'] | [0].id"),
        "message": Output(summary.id, "text"),
    }
    assert summary.inputs == {
        "data": Output(loans.id, "max_by(data, &created)"), "minor_units": Literal(["due", "total"]),
    }


def test_a_clause_that_only_asks_for_a_connection_says_nothing_of_what_is_done_then():
    login = replace(action("authenticate", "Authenticate.", {}, effect="idempotent"), via="auth")
    club = small(login, *CLUB.actions.values())
    plain = planned(PROMPT, club)
    with_login = planned(f"Connect to the garden's rooms, {PROMPT[0].lower()}{PROMPT[1:]}", club)

    assert [step.action for step in with_login.steps] == [step.action for step in plain.steps]


LOGIN = replace(action("authenticate", "Authenticate.", {}, effect="idempotent"), via="auth")


def test_a_connection_is_no_answer_to_a_prompt_that_asks_for_more():
    club = small(LOGIN, *CLUB.actions.values())

    assert isinstance(draft("Connect to the garden's rooms and delete the seven torches.", club), NoPlan)
    assert [step.action for step in planned("Connect to the garden's rooms.", club).steps] == ["authenticate"]


def test_several_deeds_are_not_taken_for_one_action_that_shares_their_nouns():
    def as_one(prompt):
        index = index_of(CLUB)
        return match.whole(index, read_of(Brief(prompt, CLUB)))

    assert as_one("Show loans of a member.")
    assert as_one("Find a room, and show loans of a member.") == []


def test_where_an_action_is_about_the_very_thing_that_its_one_input_names_the_input_is_its_id():
    one = action("get_loan", "Retrieves the loan", {"loan": TEXT}, {"type": "object", "properties": {"id": TEXT}})
    plan = planned(PROMPT, small(*CLUB.actions.values(), one))

    assert "get_loan" not in [step.action for step in plan.steps]
    assert the(plan, "list_loans").inputs["member"].path == BEARS


def test_values_that_a_crowd_of_actions_could_take_speak_for_none_of_them():
    def pieces(size):
        email = {"type": "string", "format": "email"}
        catalogue = small(*(action(f"list_{chr(97 + n)}x", "?", {}, email=email) for n in range(size)))
        index = index_of(catalogue)
        return match.silent(index, read_of(Brief("Find kim@x.example", catalogue)), [])

    assert [len(piece.candidates) for piece in pieces(3)] == [3]
    assert pieces(20) == []
