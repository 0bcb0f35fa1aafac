"""What changed between two registrations of a tool, and which of it breaks what was learned."""

from dataclasses import replace

import pytest

from chalicelib.domain.lesson import Lesson
from chalicelib.domain.tool import Action
from chalicelib.engine.registration import rests_on
from chalicelib.engine.tool_changes import Change, Changes, compared

TEXT, NUMBER = {"type": "string"}, {"type": "integer"}


def made(properties=None, required=(), output=None, **more):
    inputs = {"type": "object", "properties": properties or {}, "required": list(required)}
    return Action("shop", "find", "Finds.", inputs, output, "read", call={"method": "GET", "path": "/find"}, **more)


def change(old, new):
    found = compared({"find": old}, {"find": new})
    return found[0] if found else None


def listed(item):
    items = {"type": "object", "properties": item}
    return {"type": "object", "properties": {"data": {"type": "array", "items": items}}}


@pytest.mark.parametrize(
    ("old", "new", "says", "breaking"),
    [
        (made({"q": TEXT}), made({"q": TEXT, "n": NUMBER}), "input 'n' came (integer, optional)", False),
        (made({"q": TEXT}), made({"q": TEXT, "n": NUMBER}, ["n"]), "input 'n' came (integer, required)", True),
        (made({"q": TEXT, "n": NUMBER}), made({"q": TEXT}), "input 'n' went (integer)", True),
        (made({"q": TEXT}), made({"q": NUMBER}), "input 'q': string → integer", True),
        (made({"q": TEXT}), made({"q": TEXT}, ["q"]), "input 'q' is required now", True),
        (made({"q": TEXT}, ["q"]), made({"q": TEXT}), "input 'q' is optional now", False),
        (made(output=listed({"id": TEXT})), made(output=listed({"id": TEXT, "at": TEXT})),
         "output 'data[].at' came (string)", False),
        (made(output=listed({"id": TEXT})), made(output=listed({"key": TEXT})),
         "output 'data[].id' went (string)", True),
        (made(output=listed({"id": TEXT})), made(), "it does not tell any more what it gives back", True),
        (made(), made(output=listed({"id": TEXT})), "what it gives back is declared now", False),
        (made(), replace(made(), effect="unsafe"), "effect: read → unsafe", True),
        (made(), replace(made(), call={"method": "POST", "path": "/v2/find"}),
         "is called as POST /v2/find, and was as GET /find", True),
        (made({"q": {"type": "string", "enum": ["a", "b"]}}), made({"q": {"type": "string", "enum": ["a"]}}),
         "input 'q': string of a, b → string of a", True),
    ],
)
def test_every_kind_of_change_is_said_and_weighed(old, new, says, breaking):
    found = change(old, new)

    assert says in found.says and found.breaking is breaking


def test_other_words_are_no_change():
    assert change(made({"q": TEXT}), replace(made({"q": {**TEXT, "description": "What"}}), description="Now!")) is None


def test_long_lists_are_cut_and_say_so_the_breaking_ones_first():
    harmless = [Change(f"a{n}", ("effect",)) for n in range(120)]
    shown = Changes(added=tuple(map(str, range(130))), changed=(*harmless, Change("z", ("gone",), gone=True))).shown()

    assert shown["changed"][0]["action"] == "z" and len(shown["changed"]) == 100 and shown["changed_not_shown"] == 21
    assert shown["added"][-1] == "… and 30 more"


LOOK = {"tool": "shop", "action": "look", "inputs": {}}
REMEDY = Lesson("l", "remedy", "shop.find|invalid_input|", {"steps": [LOOK]})
FROM = Lesson("l", "fact", "shop.find|from:q", {"from": "output", "what": "id", "action": "shop.list"})
RENAMED = Lesson("l", "fact", "shop.find|renamed:id", {"value": "key"})
ALONE = Lesson("l", "fact", "shop.find|alone:name", {"value": "name"})
DEMANDS = Lesson("l", "fact", "shop.find|demands:q", {"of": "shop.list"})
CASE = Lesson("l", "case", "shop.list shop.find", {"steps": ["shop.list", "shop.find"], "links": []})
LOST_Q, LOST_N = (Change("find", ("x",), inputs=frozenset({name})) for name in "qn")


@pytest.mark.parametrize(
    ("lesson", "ref", "changed", "suspended"),
    [
        (REMEDY, "shop.find", LOST_Q, True),
        (REMEDY, "shop.look", LOST_Q, True),
        (REMEDY, "shop.loo", LOST_Q, False),
        (REMEDY, "other.find", LOST_Q, False),
        (FROM, "shop.find", LOST_Q, True),
        (FROM, "shop.find", LOST_N, False),
        (FROM, "shop.find", Change("find", ("x",), gone=True), True),
        (RENAMED, "shop.find", LOST_Q, False),
        (RENAMED, "shop.find", Change("find", ("x",), outputs=frozenset({"id"})), True),
        (ALONE, "shop.find", LOST_Q, False),
        (ALONE, "shop.find", Change("find", ("x",), outputs=frozenset({"name"})), True),
        (DEMANDS, "shop.find", LOST_Q, True),
        (DEMANDS, "shop.find", LOST_N, False),
        (CASE, "shop.list", LOST_Q, True),
    ],
)
def test_only_lessons_that_rest_on_what_changed_are_concerned(lesson, ref, changed, suspended):
    assert bool(rests_on(lesson, ref, changed)) is suspended
