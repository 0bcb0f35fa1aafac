"""What people say as a wish, a fact or a question is read as the order that it stands for; all else stays as said."""

import pytest

from chalicelib.planning.bidding import bidden
from chalicelib.planning.bidding.participles import verb_of
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
        ("the fee has to go up by ten percent", "raise the fee by 10 percent"),
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
        ("make it 8:15 for Ann's lesson", "move Ann's lesson to 8:15"),
        ("Shed: the fee is 20 now", "set the fee of Shed to 20"),
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
    ],
)
def test_what_points_back_is_said_with_what_it_means(said: str, order: str) -> None:
    assert bidden(said) == order


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
        "Ann is away, so move her tours to May and not to June",
        "Tell Ann 'it was 5, not 6'",
        "Is the fee 20, not 25?",
    ],
)
def test_an_order_a_question_and_what_is_quoted_or_limits_stay_as_they_are(said: str) -> None:
    assert bidden(said) == said


def test_what_somebody_needs_is_no_order_beside_one() -> None:
    said = "Ann needs two more tickets. Order a new printer"

    assert bidden(said) == said


@pytest.mark.parametrize(
    ("word", "verb"),
    [
        ("tagged", "tag"), ("approved", "approve"), ("billed", "bill"), ("copied", "copy"),
        ("taken", "take"), ("red", ""),
    ],
)
def test_a_participle_is_told_from_an_adjective_and_traced_to_its_verb(word: str, verb: str) -> None:
    assert verb_of(tokens(word)[0]) == verb
