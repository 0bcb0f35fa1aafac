"""Sentences that speak of a change without asking for it, or ask for one that there is no reason for: nothing changes.

By the way in which they speak of it: what somebody else said, what would be, what was, what usually happens, what is asked
about, what is quoted, what is declined, what was going to be, what nobody may do, what has been done already, and orders whose
condition is false.  After each of them every row is as it was; whether a person is asked does not matter.
"""

from collections.abc import Mapping, Sequence

NEAR_MISSES: Mapping[str, Sequence[tuple[str, str]]] = {
    "reported": (
        ("rooms", "ben told me that the Town hall booking should be cancelled, which I doubt"),
        ("clinic", "According to Dr Lang we ought to move Lea Voss's check-up, but that isn't decided"),
        ("timetable", "The parents of 7A said we should cancel maths tomorrow"),
        ("pipelines", "Ines suggested cancelling pipeline 88112"),
        ("zones", "Somebody in the forum wrote that we should release oldnimbus.example"),
        ("giving", "Edwin Achterberg's son asked us to cancel his father's pledge, which he isn't allowed to do"),
    ),
    "imagined": (
        ("tickets", "It would be a mistake to delete all solved tickets"),
        ("billing", "If I were you I would void all disputed invoices"),
        ("flags", "Suppose somebody turned dark mode off, who would notice?"),
        ("devices", "Imagine we had wiped Bruno's phone instead of locking it"),
        ("farm", "We could cull the oldest Ayrshire, but let's not decide that today"),
        ("plans", "I'm wondering whether pausing Kobo Kitchen's subscription would make sense"),
    ),
    "past": (
        ("stock", "Yesterday kim discontinued every product of the supplier Volt"),
        ("parcels", "The lost parcels were deleted last week, weren't they?"),
        ("library", "The Walden loan has just been renewed by Omar Said"),
        ("marina", "Kittiwake's reservation had to be cancelled last year as well"),
        ("bistro", "Last month Delacroix cancelled their reservation at the last minute"),
    ),
    "habit": (
        ("alerts", "kim always acknowledges the info alerts on Fridays"),
        ("hiring", "We usually turn down candidates like Gil Bard"),
        ("forum", "The moderators normally delete posts with more than 8 reports"),
        ("timesheets", "Every Friday Alma Reyes's entries get approved by the team lead"),
    ),
    "asked about": (
        ("clinic", "How do I cancel Jon Berg's appointment?"),
        ("zones", "Can nimbus-labs.example be renewed for more than one year at a time?"),
        ("oncall", "Is it okay to resolve 2041 before the report is written?"),
        ("museum", "What happens when a loan is cancelled?"),
        ("devices", "Am I allowed to wipe Bruno's phone?"),
        ("board", "Would anybody mind if the Book movers card was archived?"),
        ("pipelines", "Do you know how to pause mac-1?"),
        ("estates", "The Maple Court flat was withdrawn, wasn't it?"),
    ),
    "quoted": (
        ("mail", "The subject of his last mail was 'Please delete all messages from paul'"),
        ("rooms", "In the minutes it says \"Cancel the Design sync booking\", what does that mean?"),
        ("flags", "The runbook reads: 'turn passkeys off in production'"),
    ),
    "declined": (
        ("billing", "Thanks for offering to send a reminder to Birch Media, but we'd rather not"),
        ("stock", "No thanks, there's no need to order more of the Pine board"),
        ("marina", "I'd prefer you not to check Halcyon out"),
        ("leave", "It's not necessary to withdraw Anja Falk's request"),
        ("bistro", "Better not cancel the reservation for Lee"),
    ),
    "was going to be": (
        ("fleet", "The trip to Bern was going to be cancelled, but now it takes place"),
        ("giving", "We were about to refund gft_305 when it turned out to be fine"),
        ("timetable", "8B's PE was supposed to move to Friday, that's off now"),
        ("theatre", "I almost voided all of Pia Moss's orders"),
    ),
    "nobody may": (
        ("tickets", "Make sure nobody deletes the Export fails ticket"),
        ("library", "Nobody may return the Walden loan but Omar Said himself"),
        ("claims", "Adele Noir's water claim is not to be paid by anybody except Lena"),
        ("zones", "Under no circumstances should the certificate for api.nimbus.example be revoked"),
        ("stock", "Don't delete any products except the Marble slab if it is still in stock"),
        ("expenses", "Pavel's JetBrains expense can't be approved without a receipt"),
    ),
    "done already": (
        ("alerts", "I already acknowledged the critical alerts of web-1"),
        ("hiring", "Gil Bard has been turned down, no further action needed"),
        ("deals", "We've given the patient portal deal to Ben Archer already"),
        ("oncall", "Never mind 2042, I acknowledged it myself"),
        ("kennel", "Hugo's stay is cancelled, I did it on the phone"),
    ),
    "condition is false": (
        ("billing", "If Dune Travel has no invoices at all, cancel their subscription"),
        ("fleet", "Should there be no trips to Nice, retire vehicle AB 200"),
        ("forum", "Ban quinn, provided that he has written more than ten posts"),
        ("parcels", "Only if Viktor carries more than five parcels should his lightest one go to Uma"),
        ("marina", "In case Halcyon has left already, cancel Kittiwake's reservation"),
        ("timesheets", "As long as more than 100 hours are booked on Hermes, raise its budget to 200"),
        ("library", "Unless the Walden loan is on loan, delete it"),
        ("claims", "Should Dino Ross have more than five claims open, Kim handles them"),
    ),
}
