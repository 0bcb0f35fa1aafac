"""What was wrong with prompts over whole official documents: plurals taken for verbs, quotations given to a look-up,
asides and look-ups for somebody else chosen for want of a better, a context's user for another who is named."""

from dataclasses import replace

from chalicelib.domain.binding import Context, Mention, Output
from chalicelib.planning.composer.composer import Composer, read_of, understood
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.read import deed
from chalicelib.planning.planner import Brief, NoPlan
from chalicelib.tools.utility import utility_actions
from tests.planning.composer.stand_ins import NOW, action, draft, planned, small, the
from tests.planning.composer.test_large_grants import BEDS, TEXT, WATER, at, many

ID = {"type": "string", "description": "The ID."}


def listing(within, **fields):
    items = {"type": "object", "properties": fields}
    return {"type": "object", "properties": {within: {"type": "array", "items": items}}}


ROOMS = at("/v1/rooms.list", "GET", "rooms_list", "Lists all rooms.")
ROOMS = replace(ROOMS, output_schema=listing("rooms", id=ID, name=TEXT))
SAY = action(
    "talk_postMessage", "Sends a message to a room", {"room": {"type": "string", "description": "The ID of the room."}},
    effect="unsafe", message=TEXT, picture=TEXT,
)
TOPIC = action("rooms_setTopic", "Sets the topic of a room", {}, effect="unsafe", room=ID, topic=TEXT)
LOANS = replace(
    at("/v1/loans", "GET", "get_loans", "Lists all loans.", member=ID),
    output_schema=listing("data", id=ID, created={"type": "integer"}, fee={"type": "integer"}),
)
MEMBERS = replace(
    at("/v1/members", "GET", "get_members", "Returns a list of members."),
    output_schema=listing("data", id=ID, name=TEXT, notes={"type": "object"}),
)
TALKS = (ROOMS, SAY, TOPIC)


def test_a_plural_in_the_name_of_a_read_is_no_verb():
    fees = small(at("/v1/loans/{id}/charges", "GET", "charges_of_loans", "See the charges of a loan.", ["id"]))

    (found,) = index_of(fees).entries.values()
    assert found.senses == {"read"}


def test_a_quotation_behind_the_verb_is_what_is_sent_and_finds_no_room():
    plan = planned("Post “Paths are wet” in #porters.", small(*TALKS))

    rooms = the(plan, "rooms_list")
    assert the(plan, "talk_postMessage").inputs == {
        "message": Mention("Paths are wet", "“Paths are wet”"),
        "room": Output(rooms.id, "rooms[?name=='porters'] | [0].id"),
    }


def test_a_quotation_becomes_what_the_verb_sets():
    plan = planned("Set the topic of room r-1234 to “Wet paths and dry ones”.", small(*TALKS))

    assert the(plan, "rooms_setTopic").inputs == {
        "room": Mention("r-1234", "r-1234"), "topic": Mention("Wet paths and dry ones", "“Wet paths and dry ones”"),
    }


def test_a_quotation_that_names_where_to_is_not_what_is_sent():
    plan = draft("Send a message to the “Porters” room.", small(*TALKS))

    assert isinstance(plan, NoPlan) or "message" not in the(plan, "talk_postMessage").inputs


def test_a_large_grant_is_not_read_through_for_a_prompt_that_speaks_of_nothing_in_it():
    crowd = many(*BEDS, WATER, *utility_actions())

    assert isinstance(Composer().draft(Brief("Bake a cake for the wedding.", crowd, now=NOW)), NoPlan)


def test_the_words_of_a_tag_are_a_value_and_no_language():
    club = small(*TALKS)
    reading = read_of(Brief("Find the #rooms-list-talk room.", club))

    assert reading.units[0].stems == ("find", "room")


def test_who_finds_a_thing_to_act_on_it_acts():
    def verb(prompt):
        club = small(*TALKS)
        return deed(read_of(Brief(prompt, club)).units, large=True)

    assert verb("Find the #porters room, and send a message.") == "send"
    assert verb("Find the #porters room and list its loans.") == "find"
    assert verb("Find out what is there, and send a message.") != "send"
    assert verb("If the room #porters is open, send a message.") == "get"


MAIN = "Find the #porters room, and post a summary of the latest loan of user_77."


def test_in_a_large_grant_what_a_message_is_about_is_a_goal_of_its_own():
    crowd = many(*TALKS, LOANS, MEMBERS, *utility_actions())
    _, meant, _ = understood(index_of(crowd), Brief(MAIN, crowd))

    assert [one.candidates[0].ref for one in meant] == ["garden.talk_postMessage", "garden.get_loans"]


def test_in_a_large_grant_the_room_is_found_by_its_tag_and_the_text_comes_from_the_record():
    plan = planned(MAIN, many(*TALKS, LOANS, MEMBERS, *utility_actions()))

    say, loans = the(plan, "talk_postMessage"), the(plan, "get_loans")
    assert say.inputs["room"].path == "rooms[?name=='porters'] | [0].id"
    assert the(plan, "summarize").inputs["data"] == Output(loans.id, "max_by(data, &created)")


def test_a_superlative_chooses_what_it_stands_before_and_no_room():
    timed = replace(ROOMS, output_schema=listing("rooms", id=ID, name=TEXT, created={"type": "integer"}))
    plan = planned("Post the latest loan in the #porters room.", small(timed, SAY, LOANS, *utility_actions()))

    assert the(plan, "talk_postMessage").inputs["room"].path == "rooms[?name=='porters'] | [0].id"


def test_an_aside_supplies_nothing_that_is_there_without_it():
    drills = replace(at("/v1/internal/rooms", "GET", "a_rooms", "Lists all rooms."), output_schema=ROOMS.output_schema)
    plan = planned("Post “Paths are wet” in #porters.", small(drills, *TALKS))

    assert [step.action for step in plan.steps] == ["rooms_list", "talk_postMessage"]


def test_a_look_up_that_leaves_out_the_name_beside_the_thing_gives_way():
    mine = replace(
        at("/v1/my-rooms", "GET", "list_rooms_of_user", "Lists the rooms of a user.", user=ID),
        output_schema=ROOMS.output_schema,
    )
    plan = planned("Find the #porters room, and post “Paths are wet” for user_77.", small(mine, *TALKS))

    assert the(plan, "talk_postMessage").inputs["room"].path == "rooms[?name=='porters'] | [0].id"


def test_who_is_named_beside_the_thing_is_not_the_user_of_the_context():
    shelf = small(action("create_shelf", "Creates a shelf", {"user_id": ID, "name": TEXT}, effect="unsafe"))

    def whose(prompt):
        return the(planned(prompt, shelf, user_id="u-1"), "create_shelf").inputs["user_id"]

    assert whose("Create a shelf named “Herbs”.") == Context("user_id")
    assert whose("Create a shelf named “Herbs” for user smedjan.") == Mention("smedjan", "smedjan")


def test_an_action_that_takes_the_name_with_a_slash_is_before_one_that_leaves_it_out():
    plots = small(
        at("/sheds", "GET", "sheds_list", "Lists sheds."),
        at("/plots/{owner}/{plot}/sheds", "GET", "sheds_list-for-plot", "Lists sheds of a plot.", ["owner", "plot"]),
    )

    assert [one.action for one in planned("List the sheds of kim/back-yard.", plots).steps] == ["sheds_list-for-plot"]
