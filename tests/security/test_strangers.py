"""What belongs to another account, or to the other mode of one, is answered as if it did not exist."""

from tests.security.strangers import MARK, OWNER, STRANGERS, House, corpus


def test_no_stranger_learns_of_or_changes_what_an_owner_has_and_every_owner_can():
    found = corpus()

    assert found.breaches == [] and found.hindered == []
    assert found.hostile >= 1_000 and found.benign >= 20


def test_the_owner_has_something_to_be_leaked():
    house = House()
    ids = house.owned()

    assert MARK in house.stored(OWNER) and all(MARK not in house.stored(one) for one in STRANGERS)
    assert {"done", "waits"} <= {house.call(f"GET /v1/tasks/{one}").body["prompt"].split()[0] for one in ids["task"]}
    assert MARK in str(house.call(f"GET /v1/tasks/{ids['task'][0]}/trace").body)
