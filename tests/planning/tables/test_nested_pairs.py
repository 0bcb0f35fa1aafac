"""Names with values in a list, as many services keep what they did not foresee, are fields of the record."""

from chalicelib.planning.records.reach import Row
from chalicelib.planning.tables.nested import level, paths

JOB = Row({"id": 4, "env": [{"key": "HOST", "value": "a1"}, {"key": "LOUD", "value": True}]}, "read", "jobs[0]")


def test_what_a_list_tells_by_names_are_values_of_the_record_with_their_places() -> None:
    assert level(JOB).values == {"id": 4, "env.HOST": "a1", "env.LOUD": True}
    assert paths(JOB)["env.LOUD"] == "jobs[0].env[1].value"


def test_a_list_in_which_a_name_is_told_twice_stays_a_list() -> None:
    twice = [{"name": "tag", "value": "new"}, {"name": "tag", "value": "old"}]

    assert level(Row({"id": 4, "notes": twice}, "read", "jobs[0]")).values == {"id": 4, "notes": ["tag", "tag"]}
