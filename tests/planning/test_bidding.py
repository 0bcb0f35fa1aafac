"""What people say as a wish, a fact or a question is read as the order that it stands for; all else stays as said."""

import pytest

from chalicelib.planning.bidding import bidden, forbidden, left_open, only_asks, pleads, unmeant
from chalicelib.planning.bidding.participles import verb_of
from chalicelib.planning.composer.mentions import quotes
from chalicelib.planning.composer.verbs import asks
from chalicelib.planning.composer.words import tokens


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ("The old tents should be thrown out", "throw out the old tents"),
        ("the blue kayak can be rented again", "rent the blue kayak"),
        ("every permit that has lapsed needs to be renewed", "renew every permit that has lapsed"),
        ("Anything that's damaged has to be repaired", "repair everything that is damaged"),
        ("Ann and Bob should both be told", "tell Ann and Bob"),
        ("the ferry gets cancelled", "cancel the ferry"),
        ("could we get the call with Ann moved to 3pm?", "move the call with Ann to 3pm?"),
        ("I'd like the shed to be locked", "lock the shed"),
        ("please have the shed locked", "please lock the shed"),
        ("get the call with Ann moved to 3pm", "move the call with Ann to 3pm"),
        ("Make sure that all sheds are locked", "lock all sheds"),
        ("Ensure the ferry gets cancelled", "cancel the ferry"),
        ("the tour should start half an hour later", "push the tour back by half an hour"),
        ("Ann's lesson is going to begin two days earlier than planned", "bring Ann's lesson forward by two days"),
        ("the Lunds are staying three nights longer", "extend the Lunds by three nights"),
        ("Tent 4 can stay until Friday", "extend tent 4 until Friday"),
        ("the kiosk should stay open until June 3", "keep the kiosk open until June 3"),
        ("the choir belongs in the Green Room", "move the choir to the Green Room"),
        ("her shifts go to Bob", "move her shifts to Bob"),
        ("the workshop should be in Hall 2 instead", "move the workshop to Hall 2"),
        ("the fee should be 20", "set the fee to 20"),
        ("its new fee is 25 a day", "set its fee to 25 a day"),
        ("Ann is going to be a trainer", "make Ann a trainer"),
        ("the second draft should be called Final", "rename the second draft to Final"),
        ("Ann needs two more tickets", "give Ann two more tickets"),
        ("van 12 gets Ann as its driver", "set the driver of van 12 to Ann"),
        ("the stale drafts can go", "remove the stale drafts"),
        ("Ann will look after the two herons", "give the two herons to Ann"),
        ("could the tour leave at nine on May 3 instead?", "move the tour to May 3 at 9:00?"),
        ("the red boat should lie at B4", "move the red boat to B4"),
        ("the fee has to go up by 10 percent", "raise the fee by 10 percent"),
        ("Ann takes over as lead of the choir", "make Ann the lead of the choir"),
        ("The reading of meter 7 was 161, not 116", "change The reading of meter 7 from 116 to 161"),
        ("Ann's ferry is on May 5 instead of May 4", "change Ann's ferry from May 4 to on May 5"),
        ("Of the boats that are free, rent the cheapest one", "rent the cheapest of the boats that are free"),
        ("Of Ann's drafts, delete the most recent one", "delete the most recent of Ann's drafts"),
        ("the lamp belongs under Lighting", "move the lamp to Lighting"),
        ("Close the till and don't forget to lock the shed", "Close the till and lock the shed"),
        ("viktor takes over uma's tours", "give uma's tours to viktor"),
        ("Ann shouldn't have the gold badge any more", "remove the gold badge from Ann"),
        ("Another week for the kayak loan please", "extend the kayak loan by a week"),
        ("put a reservation on the cheapest kayak", "reserve the cheapest kayak"),
        ("Should any of the tours be late, call Ann", "If any of the tours is late, call Ann"),
        ("Should Ann have no tour, call her", "If Ann has no tour, call her"),
        ("Should Ann be away, call Bob", "If Ann is away, call Bob"),
        ("Should the two vans collide, call Bob", "If the two vans collide, call Bob"),
        ("book the two ladders as returned", "mark the two ladders as returned"),
        ("book a table as usual", "book a table as usual"),
        ("Only if Ann is away, call Bob", "If Ann is away, call Bob"),
        ("What's in the red van goes to the depot", "move everything that is in the red van to the depot"),
        ("make it 8:15 for Ann's lesson", "move Ann's lesson to 8:15"),
        ("Shed: the fee is 20 now", "set the fee of Shed to 20"),
        ("the heater will have to be repaired", "repair the heater"),
        ("Bob's interview is supposed to be held on May 4 instead", "move Bob's interview to May 4"),
        ("the invoice is meant to be approved", "approve the invoice"),
        ("The loft can go on the list now", "put the loft on the list"),
        ("the notice should go out", "send the notice"),
        ("Ann should handle the Rossi order", "give the Rossi order to Ann"),
        ("Bob is going to be the driver for van 12", "make Bob the driver of van 12"),
        ("Ann would like to keep the bike two days longer", "extend Ann's bike by two days"),
        ("give the Rossi permit three more weeks", "extend the Rossi permit by three weeks"),
        ("Bob gets ten more days of leave", "extend the leave of Bob by ten days"),
        ("The tent can stay until the first of May", "extend the tent until 1 May"),
        ("move it to the twenty-first of June", "move it to 21 June"),
        ("everything Ann still has unpaid should be paid", "pay everything Ann still has unpaid"),
        ("whatever isn't closed yet should be closed", "close everything that isn't closed yet"),
        ("a warning for whatever drivers are late please", "warn all drivers that are late"),
        ("a reminder for Ann please", "remind Ann"),
        ("say no to Ann's offer", "decline Ann's offer"),
        ("The survey is done, so file it under Old years", "move the survey to Old years"),
        ("put 'No peanuts' down on Ann's order", "note 'No peanuts' on Ann's order"),
        ("put Ann down for the noon tour", "put Ann down for the noon tour"),
        ("the file in the attic should be deleted", "delete the file in the attic"),
        ("the day ticket's going up to 12 euros", "raise the day ticket to 12 euros"),
        ("Ann Berg has got a new address, it's ann@berg.example", "change Ann Berg's address to ann@berg.example"),
        ("we don't do night tours for the time being, so archive that one", "archive night tours"),
        ("The lutes belong in Hall 2, can you shift them over there?", "move the lutes to Hall 2?"),
        ("the noon tour should be called off", "call off the noon tour"),
        ("tools that are late have to be called back", "call back tools that are late"),
        ("drop Ann Berg a note: 'See you at nine'", "send Ann Berg a note: 'See you at nine'"),
        ("drop Ann's card", "drop Ann's card"),
        ("can somebody close the shed?", "can you close the shed?"),
        ("Ann should get all of Bob's tours", "give all of Bob's tours to Ann"),
        ("the noon tour happens a week later", "push the noon tour back by a week"),
        ("the office will close two hours later than planned", "push the office back by two hours"),
        ("please ok all of Bob's orders", "please approve all of Bob's orders"),
        ("lock the two accounts that have been reported most", "lock the two most reported accounts"),
        (
            "Of the late trains, cancel the one with the fewest seats",
            "cancel the one of the late trains with the fewest seats",
        ),
        ("From Ann's drafts, delete the oldest", "delete the oldest from Ann's drafts"),
        ("the red van goes to Bob if Ann is away", "if Ann is away, move the red van to Bob"),
    ],
)
def test_a_wish_a_fact_and_a_question_are_said_as_an_order(said: str, order: str) -> None:
    assert bidden(said) == order


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ("The noon tour isn't happening, please cancel it", "cancel the noon tour"),
        ("I don't need the red kayak any more, please return it", "return the red kayak"),
        ("Ann doesn't need her locker any more, please release it", "release Ann's locker"),
        ("Ann should go to Bob's class, please reassign", "reassign Ann to Bob's class"),
        ("The fee should be 20, can you update that?", "set the fee to 20?"),
        ("the broken oar has to go, please delete it", "delete the broken oar"),
        ("As Ann is away, her tours should be given to Bob", "Ann is away. give her tours to Bob"),
        ("Close the kiosk if nobody has booked a tour", "if nobody has booked a tour, Close the kiosk"),
        ("Ann can't come on 12 May, please cancel her lesson", "cancel Ann's lesson on 12 May"),
        ("the noon tour isn't needed, please remove the booking", "remove the noon tour booking"),
        ("Ann has confirmed her lesson on May 3, please note that", "mark Ann's lesson on May 3 as confirmed"),
        ("The last reading was 161, please correct it", "change the last reading to 161"),
        ("the oar is only spare, please change the state", "change the state of the oar to spare"),
        ("Ann and Bob are leaving now, please check both of them out", "check Ann and Bob out"),
        ("cancel her tour and give 'Storm' as the reason", "cancel her tour with the reason 'Storm'"),
        ("all of Ann's crates have been shipped, please mark them", "mark all of Ann's crates as shipped"),
        ("everything in Hall 2 is clean now, please update", "set everything in Hall 2 to clean"),
        ("the roof is repaired, please note that", "mark the roof as repaired"),
        (
            "Ann Berg would rather come on May 3 at 4pm, please move her lesson",
            "move Ann Berg's lesson to May 3 at 4pm",
        ),
        ("the Lunds want the large plan, please switch their contract", "switch the Lunds' contract to large plan"),
        (
            "the ferry will be two days late, please move its arrival date",
            "move the ferry's arrival date back by two days",
        ),
        (
            "the crate in the yard will be an hour late, please move its arrival",
            "move the arrival of the crate in the yard back by an hour",
        ),
        ("the show on May 3 isn't going to happen, cancel it please", "cancel the show on May 3"),
        ("we can't use the blue van, please sell it", "sell the blue van"),
        ("we need four oars and two ropes, please order them", "order four oars and two ropes"),
        ("the tents in the shed, please sell them", "sell the tents in the shed"),
        ("No dogs in the kitchen: please remove those dogs", "remove dogs in the kitchen"),
        (
            "every crate that was damaged is fine again, please release those crates",
            "release every crate that was damaged",
        ),
        ("the stage belongs in Hall 3, please move it", "move the stage to Hall 3"),
        ("Ann gets 40 euros for her coat, please pay that out", "pay out Ann 40 euros for her coat"),
        ("Bob will look after the two herons, please change the keeper", "give the two herons to Bob"),
        ("the van on the pier looks fine, return it to Ann", "return the van on the pier to Ann"),
        ("the permit isn't due until May 3, please change its date", "change the permit's date to May 3"),
        ("the barn is worth 90000 now, please change the value", "change the value of the barn to 90000"),
        ("the ferry's arrival is one hour too early, please move it", "move the ferry's arrival back by one hour"),
        ("the lunch is two days too late, please move it", "move the lunch forward by two days"),
        ("Ann has paid the June rent, please note that", "mark the June rent as paid"),
        ("Bob Hill has sealed Tank 4, please record that", "mark Tank 4 as sealed"),
        ("we have two spare oars, please sell them", "sell two spare oars"),
        ("Ann has done all her tours, please mark them as done", "mark all of Ann's tours as done"),
    ],
)
def test_what_points_back_is_said_with_what_it_means(said: str, order: str) -> None:
    assert bidden(said) == order


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ("the note doesn't need to be pinned any longer", "unpin the note"),
        ("The gate should no longer be locked", "unlock the gate"),
        ("Ann no longer has to be muted", "unmute Ann"),
    ],
)
def test_what_is_to_be_so_no_longer_is_undone_where_that_can_be_done(said: str, order: str) -> None:
    assert bidden(said, {"unpin", "unlock", "unmut"}) == order
    assert bidden(said) == said


@pytest.mark.parametrize(
    "said",
    [
        "Cancel the tours that should be cancelled",
        "Tell Ann 'the tents should be thrown out'",
        "Tell Ann that the tents should be thrown out",
        "I should be told when it is done",
        "Which tours have to be moved?",
        "the tour should not be cancelled",
        "Ann is ill. Cancel her tours",
        "If the kiosk should be closed, tell Ann",
        "Extend Ann's stay until March 22",
        "Prolong Ann's stay until March 22",
        "Both boats are to stay in Mole 2 for longer: tell Ann",
        "Check if the tour can be moved",
        "Order the parts that we need",
        "I need to move all of Ann's unfinished tours to May",
        "Ann is on holiday now so move her tours to May",
        "Ann wants the large plan, but don't switch her contract yet",
        "the crates have been shipped, no need to mark them",
        "Ann said that the tour should be cancelled",
        "the tour should have been cancelled",
        "Ann was going to be a trainer",
        "Ann came back from Leeds, please book it in",
        "Ann wants to join the choir, please sign her up",
        "I want Ann to help Bob with the roof, put her on the list",
        "The client is in Leeds, check them in",
        "nothing in the barn should be moved",
        "the barn should be handled by Ann",
        "Ann is away, so move her tours to May and not to June",
        "Tell Ann 'it was 5, not 6'",
        "Is the fee 20, not 25?",
    ],
)
def test_an_order_a_question_and_what_is_quoted_or_limits_stay_as_they_are(said: str) -> None:
    assert bidden(said) == said


def test_what_is_wanted_done_must_be_what_something_here_does() -> None:
    assert bidden("We want the old tents sold", frozenset({"sell"})) == "sell the old tents"
    assert bidden("The tents need selling", frozenset({"sell"})) == "sell the tents"
    for said in ("I want the tents sold", "I need the letter written by Ann", "I want to sell the tent set up for Ann"):
        assert bidden(said, frozenset({"set"})) == said


def test_what_somebody_needs_is_no_order_beside_one() -> None:
    said = "Ann needs two more tickets. Order a new printer"

    assert bidden(said) == said


@pytest.mark.parametrize(
    ("word", "verb"),
    [
        ("tagged", "tag"),
        ("approved", "approve"),
        ("billed", "bill"),
        ("copied", "copy"),
        ("taken", "take"),
        ("red", ""),
    ],
)
def test_a_participle_is_told_from_an_adjective_and_traced_to_its_verb(word: str, verb: str) -> None:
    assert verb_of(tokens(word)[0]) == verb


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("B4 can be used again, set its rate to 48", "B4 can be used again"),
        ("cancel the tour, Ann must approve it", "Ann must approve it"),
        ("move the tour to May 3, the bus can stay", ""),
        ("the fee should have been paid, remind Ann", ""),
        ("Ann can't come, cancel her tour", ""),
    ],
)
def test_what_should_be_and_no_order_says_is_left_open(said: str, left: str) -> None:
    assert left_open(said) == left


@pytest.mark.parametrize("said", [
    "Internal gets a new van if more than ten tours are booked on it",
    "would Ann mind if the shed was closed?",
    "Ann needs a van, so let her have it please",
    "the garage is free, so put her there",
])  # fmt: skip
def test_no_condition_and_no_pronoun_is_moved_away_from_what_it_speaks_of(said):
    assert not bidden(said).startswith("if") and "let Ann" not in bidden(said) and "put the garage" not in bidden(said)


@pytest.mark.parametrize("said", ["the boat gets fetched a day later", "the shed gets viewed on Monday"])
def test_what_somebody_looks_after_is_not_to_be_shown(said):
    assert bidden(said) == said


@pytest.mark.parametrize("said", [
    "I'm not sure that we should close the shed",
    "I wonder about closing the shed",
    "I already closed the shed",
    "we've closed the shed",
    "the shed was closed, wasn't it?",
    "the shed would be closed if Ann was away",
    "nobody has asked to close the shed",
])
def test_what_is_doubted_done_or_only_asked_is_not_meant_as_an_order(said):
    assert unmeant(tokens(said))


@pytest.mark.parametrize("said", ["the shed is open, close it", "close the shed if possible", "it is to be closed"])
def test_an_order_is_meant(said):
    assert not unmeant(tokens(said))


@pytest.mark.parametrize("said", ["there's no need to close the shed", "I'd prefer you not to close the shed"])
def test_a_prohibition_may_stand_behind_other_words(said):
    assert forbidden(tokens(said), quotes(said))


def test_whether_or_not_forbids_nothing():
    said = "Ann decides whether or not to close the shed"

    assert not forbidden(tokens(said), quotes(said))


@pytest.mark.parametrize(("said", "only"), [
    ("Is the shed open?", True),
    ("Is the shed open? Thanks", True),
    ("Is the shed open? If so, where is the key?", True),
    ("What has Ann paid so far this year?", True),
    ("Which sheds are open, show me", True),
    ("Is the shed open? If so, close it", False),
    ("Is the shed open? Then it should be closed", False),
    ("Is the shed open? The key goes to Bob", False),
    ("What Ann has written is right, so approve it", False),
    ("Is the shed empty? Bob needs it, so let him have it", False),
    ("15:00 is too early", False),
    ("Close the shed", False),
    ("Shall we close the shed?", True),
    ("Must it be closed?", True),
    ("Must be closed by Friday: the shed", False),
    ("Shall we close the shed? If so, tell Ann", False),
])
def test_a_question_beside_which_something_is_bidden_is_no_mere_question(said, only):
    assert only_asks(said) == only


@pytest.mark.parametrize(("said", "asked"), [
    ("It was closed, wasn't it?", True), ("Close it, will you?", False), ("80 is too much", False), ("is it open", True)
])
def test_a_question_may_hang_on_what_is_said_and_a_number_asks_nothing(said, asked):
    assert asks(tokens(said)) == asked


@pytest.mark.parametrize(("said", "new"), [
    ("an untidy notice please", True), ("another blanket for Ann please", True),
    ("close a shed please", False), ("could I have a word please", False), ("a blanket", False),
])
def test_something_new_may_be_asked_for_without_a_verb(said, new):
    assert pleads(tokens(said)) == new
