"""Sentences that look like a wish and are none change nothing: what was, would be, must not be, or is only asked."""

import pytest

from tests.fields import fields
from tests.fields.driver import Run
from tests.fields.near_misses import NEAR_MISSES
from tests.fields.service import Job

TWINS = {
    "rooms": [
        "Don't cancel the Design sync booking yet",
        "The Design sync booking was cancelled yesterday",
        "Was the Design sync booking moved to 3pm?",
        "I said that ben's bookings could go, not that they should",
    ],
    "tickets": [
        "If the Refund missing ticket had been solved, tom would have told us",
        "Export fails shouldn't be deleted",
        "lin should have taken the Slow search ticket",
    ],
    "stock": ["Should the Pine board be discontinued?", "The Timberly board was discontinued last year"],
    "clinic": [
        "Dr Lang would have cancelled Lea Voss's check-up",
        "Has Jon Berg cancelled his appointment on 12 March?",
    ],
    "billing": [
        "Don't void Dune Travel's unpaid invoices",
        "Of Dune Travel's unpaid invoices, none should be voided",
        "Aster Foods want enterprise, but don't switch their plan yet",
    ],
    "estates": [
        "The Elm Square flat isn't going on the market",
        "Uwe Post would rather come on March 17 at 4pm, but please don't shift his next viewing yet",
    ],
    "library": [
        "Walden had been renewed until the first of May",
        "The Walden loan must not be renewed again",
        "Omar Said wanted to renew Walden, but he has already returned it",
    ],
    "translations": ["the deadline of the staff handbook is one week too early"],
    "deals": ["Marek has made all his overdue calls"],
    "parcels": ["All of Pia Stern's parcels have been delivered, no need to mark them"],
    "claims": [
        "Lena said that Adele Noir's water claim should be refused",
        "We can't accept Esme Pool's water claim before it has been checked",
        "Who should handle Adele Noir's water claim?",
    ],
    "forum": ["Never lock the post about boots", "Welcome everybody doesn't need to be unpinned"],
    "timesheets": ["Boris Klee's entries must not be approved before Friday"],
    "museum": [
        "The Vergers loan isn't going to happen, but don't cancel it yet",
        "The Vergers loan would be cancelled if the museum asked for it",
    ],
    "farm": ["Maud doesn't have to go to the Orchard"],
    "plans": [
        "Kobo Kitchen's subscription need not be paused",
        "Nobody has asked to extend Tellus Studio's trial by ten days",
    ],
    "marina": ["B4 can't be used again yet"],
    "hiring": ["Lou Vale was going to be rejected, but then he wasn't", "Bo Timms could have got 66 points"],
}


@pytest.mark.parametrize(("field", "said"), [(field, said) for field, told in TWINS.items() for said in told])
def test_what_only_looks_like_a_wish_changes_nothing(field: str, said: str) -> None:
    kind = next(one for one in fields.DEVELOPED if one.name == field)

    run = Run(kind, Job(said, []))

    assert run.service.rows == kind.rows


@pytest.mark.parametrize(("field", "said"), [one for told in NEAR_MISSES.values() for one in told])
def test_who_speaks_of_a_change_without_asking_for_it_changes_nothing(field: str, said: str) -> None:
    kind = next(one for one in (*fields.DEVELOPED, *fields.UNREAD) if one.name == field)

    run = Run(kind, Job(said, []))

    assert run.service.rows == kind.rows
