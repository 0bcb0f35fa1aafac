"""Reading: mentions are typed values with spans, found whatever the field of work is."""

from datetime import date

import pytest

from chalicelib.planning.composer import dates, mentions, verbs
from chalicelib.planning.composer.words import tokens

TODAY = date(2026, 11, 23)


def found(text: str) -> list[tuple[str, object]]:
    return [(one.kind, one.value) for one in mentions.read(text, tokens(text), TODAY)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cancel a-7710 and INV-7.", [("id", "a-7710"), ("id", "INV-7")]),
        ("Tell #ops and @mara.", [("tag", "ops"), ("tag", "mara")]),
        ("Mail jo.brandt@example.com now", [("email", "jo.brandt@example.com")]),
        ("my address is 'jo.brandt@example.com', thanks", [("email", "jo.brandt@example.com")]),
        ('see "https://a.example/x?y=1".', [("url", "https://a.example/x?y=1")]),
        ("her new number is 555-0177", [("phone", "555-0177")]),
        ("her phone is 01632 960199", [("phone", "01632 960199")]),
        ("call (020) 7946 0958", [("phone", "(020) 7946 0958")]),
        ("Open https://a.example/x?y=1.", [("url", "https://a.example/x?y=1")]),
        ("It costs $1,240.50 today", [("money", 1240.5), ("date", "2026-11-23")]),
        ("Raise it by 12 %.", [("percent", 12)]),
        ("Order three boxes", [("number", 3)]),
        ("Say 'it's done' to her", [("quote", "it's done")]),
        ("Meet Ilse Wagner at 10:30", [("name", "Ilse Wagner"), ("time", "10:30")]),
        ("for Mr. Okafor please", [("name", "Okafor")]),
        ("Take Harbour Quay offline", [("name", "Harbour Quay")]),
        ("the price of the Corsa C20 Estate", [("name", "Corsa C20 Estate")]),
        ("two Lumo 12 Pro lamps", [("number", 2), ("name", "Lumo 12 Pro")]),
        ("when does Ward Two open", [("name", "Ward Two")]),
        ("a flight to The Hague", [("name", "The Hague")]),
        ("Thanks. The Hague is fine", [("name", "Hague")]),
        ("Order 12 Lumo lamps", [("number", 12), ("name", "Lumo")]),
        ("the item with ID A7R20 Anna wants", [("name", "ID"), ("id", "A7R20"), ("name", "Anna")]),
        ("the average of http.request.duration", [("id", "http.request.duration")]),
    ],
)
def test_values_are_read_with_their_kind(text: str, expected: list[tuple[str, object]]):
    def plain(value: object) -> object:
        return value.lstrip("#@") if isinstance(value, str) else value

    assert [(kind, plain(value)) for kind, value in found(text)] == expected


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("tomorrow", "2026-11-24", ""),
        ("on Friday", "2026-11-27", ""),
        ("next Monday", "2026-11-30", ""),
        ("since Friday", "2026-11-20", ""),
        ("on 5 March", "2027-03-05", ""),
        ("December 24th", "2026-12-24", ""),
        ("on May 12,2029", "2029-05-12", ""),
        ("born 12 May 1984", "1984-05-12", ""),
        ("12–15 December", "2026-12-12", "2026-12-15"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("in October", "2026-10-01", "2026-10-31"),
        ("in two weeks", "2026-12-07", ""),
        ("3 days ago", "2026-11-20", ""),
        ("2027-02-10", "2027-02-10", ""),
    ],
)
def test_days_are_reckoned_from_the_users_own_day(text: str, first: str, last: str):
    (when,) = [one for one in dates.find(text, TODAY) if one.kind in ("date", "period")]

    assert (when.first, when.last) == (first, last)


def test_the_hour_of_a_time_is_no_number_of_its_own():
    assert found("at 10:30") == [("time", "10:30")]


def test_a_time_knows_the_day_that_is_told_beside_it():
    text = "until 6 pm tomorrow"
    (time,) = [one for one in mentions.read(text, tokens(text), TODAY) if one.kind == "time"]

    assert (time.value, time.last) == ("18:00", "2026-11-24")


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Please cancel booking 5", "cancel"),
        ("could you list the holds", "list"),
        ("The open tickets", ""),
        ("Which tickets are open", "get"),
        ("Get rid of the duplicate", "get rid of"),
        ("it has to be removed", "remov"),
        ("Booking 48213 is late", ""),
    ],
)
def test_a_word_is_a_verb_by_its_place(text: str, verb: str):
    assert verbs.main(tokens(text), True)[0] == verb


def test_what_is_not_wanted_is_no_goal():
    words = tokens("She doesn't want to cancel")

    assert verbs.refused(words, len(words) - 1)


@pytest.mark.parametrize(("text", "shown"), [
    ("Bring the harbour lift online", False), ("Take the harbour lift offline", False),
    ("The sign should read 'Closed'", False),
    ("Read the open orders", True), ("Bring me the open orders", True), ("Show the open orders", True),
    ("Half of the users should see the new page", False), ("You should show me the orders", True),
    ("Get the pump going", False), ("Get the pump list", True),
])
def test_a_verb_that_leaves_open_what_changes_asks_for_no_information(text: str, shown: bool):
    assert verbs.informs(tokens(text)) is shown
