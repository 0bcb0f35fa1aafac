"""What a request is read with where past runs are left out."""

from chalicelib.domain.lesson import Lesson, Memory
from chalicelib.planning.planner import Brief, Catalogue
from chalicelib.planning.recall import answers
from chalicelib.planning.records.readings import untaught


def lesson(kind, key):
    return Lesson(f"les_{key}", kind, key, {"type": "string"}, supported=3, first_at=1)


def test_of_past_runs_only_what_actions_were_seen_to_answer_is_kept():
    seen = lesson("fact", answers.key("shop.find", "[].id"))
    memory = Memory((lesson("case", "find"), seen, lesson("fact", "shop.find|limit"), lesson("word", "use|shop.find")))

    assert untaught(Brief("Find Ann", Catalogue("shop", {}), memory)).memory.lessons == (seen,)


def test_a_brief_that_holds_nothing_else_stays_as_it_is():
    brief = Brief("Find Ann", Catalogue("shop", {}), Memory((lesson("fact", answers.key("shop.find", "[].id")),)))

    assert untaught(brief) is brief
