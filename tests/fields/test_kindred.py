"""Past runs of the same kinds as the tasks: with one of each, more is right, and nothing is harmed."""

import pytest

from tests.fields.driver import score
from tests.fields.fields import GROUPS
from tests.fields.kindred import NAMES, with_kindred
from tests.fields.kindred.__main__ import faults
from tests.fields.service import Field

LEAST = {
    "bulkywaste": 9, "hives": 6, "kilns": 6, "lido": 10, "laundry": 7, "switchboard": 8, "crossdock": 21,
    "greenhouse": 17, "neighbours": 8, "wedding": 6, "apiary": 2,
    "tracker": 22, "webinars": 24, "rota": 18, "cookbooks": 5, "lostproperty": 9, "playgrounds": 3, "drivingschool": 3,
    "hostfamilies": 4,
}  # fmt: skip
MOST_HARM = {"tracker": 1, "rota": 1}
QUICK = {"bulkywaste", "hives", "kilns", "lido"}
KINDS = [kind for kinds in GROUPS.values() for kind in kinds if kind.name in NAMES]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_past_runs_of_the_kinds_of_tasks_can_be_carried_out_and_are_not_the_tasks(kind: Field) -> None:
    assert faults(kind) == []


@pytest.mark.parametrize("kind", [
    pytest.param(kind, id=kind.name, marks=[] if kind.name in QUICK else [pytest.mark.slow]) for kind in KINDS
])
def test_who_has_done_such_before_does_it_again(kind: Field) -> None:
    right, harm, _ = score(kind, runs=with_kindred(kind).runs())

    assert harm <= MOST_HARM.get(kind.name, 0)
    assert right >= LEAST[kind.name]
