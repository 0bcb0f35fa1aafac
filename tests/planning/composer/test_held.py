from dataclasses import replace

from chalicelib.planning.composer.index import held, hold, index_of
from chalicelib.planning.door import catalogue_from_tools

KNOWN = catalogue_from_tools({"tools": [{"name": "list_lamps", "description": "Lists lamps.", "parameters": {}}]})


def test_the_index_that_is_asked_for_stays_while_parts_of_its_catalogue_come_and_go() -> None:
    index = index_of(KNOWN)
    for number in range(40):
        hold(replace(KNOWN, digest=f"part {number}"), index)
        assert index_of(KNOWN) is index
    assert not held(replace(KNOWN, digest="part 1")), "the twin: what nobody asks for goes"
