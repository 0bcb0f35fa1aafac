"""Whole tasks on stateful services of several fields: the end state is right, and nothing else was changed."""

from dataclasses import replace

import pytest

from tests.fields import farm, parcels, rooms
from tests.fields.driver import drawn, judge, score, verdicts
from tests.fields.fields import GROUPS
from tests.fields.service import ASK, Field, Service

LEAST = {
    "rooms": 13, "tickets": 13, "stock": 13, "alerts": 13, "billing": 18, "clinic": 18, "estates": 15,
    "fleet": 13, "library": 13, "mail": 10, "parcels": 15, "courses": 16, "leave": 17, "kennel": 17, "claims": 18,
    "timesheets": 18, "forum": 18, "club": 9, "samples": 26, "meters": 28, "hiring": 28, "theatre": 15, "farm": 14,
    "gallery": 20, "marina": 19, "museum": 24, "translations": 24, "allotments": 19,
    "subscribers": 23, "plans": 27, "board": 24, "workshop": 22,
    "deals": 26, "returns": 24, "oncall": 29, "agenda": 22,
    "expenses": 25, "devices": 28, "flags": 26, "bistro": 27,
    "zones": 17, "giving": 19, "timetable": 24, "pipelines": 26,
    "household": 27, "chambers": 28, "banking": 27, "charging": 26,
    "florist": 21, "conference": 23, "auction": 30, "badges": 26,
    "storefront": 15, "drawers": 11, "greenhouse": 12,
    "tracker": 15, "webinars": 16, "rota": 14,
    "signing": 16, "crossdock": 19,
    "wedding": 6, "switchboard": 7, "apiary": 2, "lido": 9, "neighbours": 7, "practice": 8,
    "choir": 6, "hives": 3, "laundry": 5, "kilns": 3, "cookbooks": 3, "lostproperty": 7,
    "vegboxes": 3, "playgrounds": 3, "drivingschool": 3, "dairy": 3, "hostfamilies": 4, "bulkywaste": 4,
}
LEARNED = {
    "billing": 18, "clinic": 18, "estates": 17, "parcels": 16, "courses": 17, "leave": 17, "kennel": 17, "claims": 18,
    "timesheets": 18, "forum": 18, "club": 14, "samples": 26, "meters": 28, "hiring": 28,
    "marina": 22, "museum": 27, "translations": 24, "allotments": 21,
    "subscribers": 25, "plans": 28, "board": 26, "workshop": 24,
    "deals": 27, "returns": 25, "oncall": 29, "agenda": 22,
    "expenses": 25, "devices": 28, "flags": 28, "bistro": 29,
    "zones": 20, "giving": 21, "timetable": 25, "pipelines": 27,
    "household": 28, "chambers": 29, "banking": 29, "charging": 28,
    "florist": 22, "conference": 23, "auction": 30, "badges": 26,
    "storefront": 15, "drawers": 11, "greenhouse": 12,
    "tracker": 17, "webinars": 16, "rota": 15,
    "signing": 16, "crossdock": 19,
    "wedding": 6, "switchboard": 7, "apiary": 2, "lido": 9, "neighbours": 7, "practice": 8,
    "choir": 6, "hives": 4, "laundry": 5, "kilns": 3, "cookbooks": 3, "lostproperty": 7,
    "vegboxes": 3, "playgrounds": 3, "drivingschool": 3, "dairy": 3, "hostfamilies": 4, "bulkywaste": 4,
}
"""With all past runs of the field."""
FEWER = {"timesheets": 8, "forum": 5} | dict.fromkeys((
    "wedding", "switchboard", "apiary", "lido", "neighbours", "practice",
    "choir", "hives", "laundry", "kilns", "cookbooks", "lostproperty",
    "vegboxes", "playgrounds", "drivingschool", "dairy", "hostfamilies", "bulkywaste",
), 8)  # fmt: skip
"""Fields that were written to see how requests are read, more than what runs teach."""
MOST_HARM = {"charging": 1, "tracker": 1}
MOST_IDLE = {"timetable": 1, "zones": 1, "banking": 1, "florist": 1, "tracker": 3, "webinars": 3, "rota": 3, "crossdock": 3, "apiary": 1, "choir": 1,
             "hives": 1, "signing": 1}
"""That end as done with nothing changed, though something is to be."""
MOST_HARM_LEARNED = {"charging": 1, "tracker": 1, "cookbooks": 1}
"""`returns` and `agenda` are bounded by what was measured on the evening of 2026-11-28, `deals` and `oncall` by what they
reached that night.  While nobody had read their failures the four were at 56 of 118 right and 4 harmed without runs, 61 and 6
with all; at first sight they were at 41 and 5, 41 and 5: of `returns` four were harmed then, of `deals` and `agenda` none.

`expenses`, `devices`, `flags` and `bistro` were at 48 of 125 right and 3 harmed without runs, 54 and 4 with all at first sight;
`expenses` was at 17 without and at 16 with them, `devices` at 14 and 1 harmed with both.

`zones`, `giving`, `timetable` and `pipelines` were at 43 of 129 right and 38 harmed without runs, 50 and 39 with all at first
sight.  31 of the harmed were of `zones`, where one action was called as if it were a look-up; `giving` harmed five.

`household`, `chambers`, `banking` and `charging` were at 54 of 142 right and 7 harmed without runs, 66 and 9 with all at first
sight.  `charging` was opened at once, the others when they had come to 45 of 106 right and 2 harmed without runs, 57 and 3
with all.

`florist`, `conference`, `auction` and `badges` were at 41 of 144 right and 1 harmed without runs, 42 and 1 with all at first
sight.  `conference` was opened at once (1 of 36 right, none harmed); of `florist` two tasks were read.  The other three were
opened when they had come to 40 of 108 right and none harmed without runs.

`tracker`, `storefront`, `drawers`, `webinars` and `rota` were at 42 of 180 right and 5 harmed without runs, 47 and 5 with all at
first sight.  `webinars` came from 6 to 15 right, one harmed, when answers in envelopes and connections were understood.
`storefront` and `drawers` were opened that afternoon, when both were at 6 of 36 right still, 2 and none harmed, with and without
runs.

The merges of the afternoon of 2026-11-29 took one task each of `zones`, `timetable` and `florist`.  Of `tracker` three harmed tasks
were read that evening; two of them are mended.

`signing` and `crossdock` are bounded by first sight: 16 of 72 right and none harmed without runs, 16 and 1 with all.  At first
sight `greenhouse` had 4 of 36.

`wedding`, `switchboard`, `apiary`, `lido`, `neighbours` and `practice` are bounded by first sight: 15 of 84 right and none harmed
without runs, 16 and none with all.

`vegboxes`, `playgrounds`, `drivingschool`, `dairy`, `hostfamilies` and `bulkywaste` are bounded by first sight: 15 of 84 right and 2
harmed, without runs and with all.  All of `bulkywaste` failed."""
EVERY = [kind for kinds in GROUPS.values() for kind in kinds]
LONG = {"auction", "storefront", "timetable", "conference"}
"""That take a minute each."""
TAUGHT = [
    pytest.param(kind, id=kind.name, marks=[pytest.mark.slow] if at % 4 or kind.name in LONG else [])
    for at, kind in enumerate(kind for kind in EVERY if kind.pasts)
]
"""The fields with past runs; three of four, and those that take long, are left to `make fields`."""


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.name)
def test_tasks_of_a_field_end_as_they_should_and_change_nothing_else(kind: Field) -> None:
    ends = verdicts(kind)

    assert len(ends) >= 10
    assert sum(one.harm for one in ends) <= MOST_HARM.get(kind.name, 0)
    assert sum(one.right for one in ends) >= LEAST[kind.name]
    assert sum(one.idle for one in ends) <= MOST_IDLE.get(kind.name, 0)


@pytest.mark.parametrize("kind", TAUGHT)
def test_past_runs_of_a_field_help_with_other_tasks_and_do_no_harm(kind: Field) -> None:
    right, harm, _ = score(kind, runs=drawn(kind, None))

    assert harm <= MOST_HARM_LEARNED.get(kind.name, 0)
    assert right >= LEARNED[kind.name] >= LEAST[kind.name]


@pytest.mark.parametrize("kind", [kind for kind in EVERY if kind.pasts], ids=lambda kind: kind.name)
def test_no_task_stands_among_the_past_runs_of_its_field(kind: Field) -> None:
    assert not {job.prompt for job in kind.jobs} & {past.prompt for past in kind.pasts}
    assert len(kind.jobs) >= 14 and len(kind.pasts) >= FEWER.get(kind.name, 14)


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.name)
def test_the_expected_ends_can_be_reached_with_the_tools_of_the_field(kind: Field) -> None:
    for job in kind.jobs:
        if job.end not in (ASK, []):
            assert Service(kind).end(job.end) != kind.rows, job.prompt


def test_a_service_that_was_changed_wrongly_is_told_from_one_that_was_not() -> None:
    kind = rooms.FIELD
    wrong = next(job for job in kind.jobs if job.prompt.startswith("Cancel my first"))
    other = type(wrong)(wrong.prompt, [("cancel_booking", {"booking_id": "bk-10"})])

    assert judge(kind, wrong).right and not judge(kind, wrong).harm
    assert judge(kind, other).harm and not judge(kind, other).right


def test_a_message_to_the_wrong_person_is_harm() -> None:
    kind = parcels.FIELD
    told = next(job for job in kind.jobs if job.prompt.startswith("Tell Rafi"))
    other = replace(told, end=[("courier_message", {"courier": "Uma", "body": "The depot closes at six"})])

    assert judge(kind, told).right
    assert judge(kind, other).harm and not judge(kind, other).right


def test_a_question_counts_only_when_what_answers_it_was_read() -> None:
    kind = rooms.FIELD
    asked = next(job for job in kind.jobs if job.prompt.startswith("Cancel my first"))

    assert judge(kind, replace(asked, shows=("bk-",))).right
    assert not judge(kind, replace(asked, shows=("bk-", "never read"))).right


def test_a_question_without_a_change_counts_only_when_the_result_answers_it() -> None:
    kind = farm.FIELD
    asked = next(job for job in kind.jobs if job.prompt.startswith("Which animals"))

    assert judge(kind, asked).right
    assert not judge(kind, replace(asked, shows=("Meadow",))).right  # it was read, and is no answer


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.name)
def test_what_answers_a_question_stands_in_the_rows_and_the_past_runs_can_be_made(kind: Field) -> None:
    assert all(words in str(kind.rows) for job in kind.jobs for words in job.shows)
    assert len(kind.runs()) == len(kind.pasts)
