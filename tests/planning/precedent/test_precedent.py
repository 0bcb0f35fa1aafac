"""Signs along a road: a request that says again what a past one said is done like it, with values of its own."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.engine.signals import answer
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.door import catalogue_from_tools, evidence
from chalicelib.planning.lesson_words import readable_key, sentence
from chalicelib.planning.planner import Brief
from chalicelib.planning.precedent.alike import alike, heard
from chalicelib.planning.precedent.kept import PREFIX, decoded
from chalicelib.planning.tables import request
from tests.engine.scripted import ACCOUNT
from tests.fields.checks import array, shape, words
from tests.fields.driver import Run, Verdict, judge, taught_by
from tests.fields.service import ASK, Call, Field, Job, Past, Row, Rows, Tool, find, number, text

PLACES = ("Mill bridge", "Harbour tunnel", "North pass", "Quarry lane", "Old ferry")
ROWS: Rows = {
    "signs": [
        {"uid": f"sg{at}", "title": title, "off_after": f"{at}0m", "dark": at % 2 == 1, "tags": tags.split(),
         "look": {"level": at, "lamps": [{"name": "main", "watts": 10 * at}]}, "crew": f"c{at % 2 + 1}",
         "due": f"2026-04-0{at}"}
        for at, (title, tags) in enumerate(zip(PLACES, ("fog", "fog rain", "snow", "rain", "fog"), strict=True), 1)
    ],
    "crews": [{"id": "c1", "name": "Larks"}, {"id": "c2", "name": "Herons"}],
    "notes": [{"id": 1, "sign": "sg1", "body": "Painted"}],
}  # fmt: skip


def put(rows: Rows, uid: str, sign: Row) -> Row:
    row = find(rows["signs"], "uid", uid)
    kept = {"title": "", "off_after": "", "dark": False, "tags": [], "look": {}, "crew": "", "due": ""}
    row.update({"uid": uid, **kept, **sign})  # what is not sent is gone
    return row


def noted(rows: Rows, sign: str, body: str) -> Row:
    rows["notes"].append({"id": 2, "sign": find(rows["signs"], "uid", sign)["uid"], "body": words(body)})
    return rows["notes"][-1]


def removed(rows: Rows, uid: str) -> dict[str, Any]:
    rows["signs"].remove(find(rows["signs"], "uid", uid))
    return {}


SIGN = {
    "uid": text(), "title": text(), "off_after": text("How long it stays lit."), "dark": {"type": "boolean"},
    "tags": {"type": "array", "items": text()}, "look": {"type": "object"}, "crew": text("The crew's id."),
    "due": text(),
}  # fmt: skip
CREW = {"id": text(), "name": text()}
SERVICE = Field("signs", ROWS, (
    Tool("listSigns", "List the signs.", {}, lambda rows: {"signs": rows["signs"]}, outputs=shape(signs=array(**SIGN))),
    Tool("listCrews", "List the crews.", {}, lambda rows: {"crews": rows["crews"]}, outputs=shape(crews=array(**CREW))),
    Tool("putSign", "Replaces a sign.", {"uid": text("The sign."), "sign": shape(**SIGN)}, put, ("uid", "sign")),
    Tool("createNote", "Adds a note to a sign.", {"sign": text("The sign."), "body": text()}, noted, ("sign", "body")),
    Tool("deleteSign", "Deletes a sign.", {"uid": text("The sign.")}, removed, ("uid",)),
    Tool("setLevel", "Sets how bright all is.", {"level": number()}, lambda rows, level: {"level": level}, ("level",)),
), ())  # fmt: skip
SIGNS: Call = ("listSigns", {})
CREWS: Call = ("listCrews", {})


def changed(at: int, **told: Any) -> Call:
    return "putSign", {"uid": f"sg{at}", "sign": {**ROWS["signs"][at - 1], **told}}


def note(at: int, body: str) -> Call:
    return "createNote", {"sign": f"sg{at}", "body": body}


def done(past: Past, said: str, end: Any) -> Verdict:
    runs = Field("signs", ROWS, SERVICE.tools, (), (past,)).runs()
    return judge(SERVICE, Job(said, end), taught_by(SERVICE, runs))


AFTER = Past("The mill bridge ought to go to sleep once 45 minutes are over", [SIGNS], [changed(1, off_after="45m")])
DARK = Past("Let the old ferry shine from now on", [SIGNS], [changed(5, dark=False)])
FOGGY = Past("Let the old ferry shine from now on, it is foggy there", [SIGNS], [changed(5, dark=False)])
GIVEN = Past("Quarry lane is one for the Herons, please see to it", [SIGNS, CREWS], [changed(4, crew="c2")])
SWAPPED = Past("On the harbour tunnel rain becomes ice", [SIGNS], [changed(2, tags=["fog", "ice"])])
WROTE = Past('Folks passing North pass ought to know: "Chains on"', [SIGNS], [note(3, "Chains on")])
LATER = Past("Old ferry can wait for four more days", [SIGNS], [changed(5, due="2026-04-09")])
BOTH = Past('Whoever passes fog ought to know: "Slow"', [SIGNS], [note(1, "Slow"), note(2, "Slow"), note(5, "Slow")])
PALER = Past("The old ferry shall be two steps paler", [SIGNS], [changed(5, look={"level": 3, "lamps": []})])
SHINES = Past("The old ferry shines at 9 these days", [SIGNS],
              [changed(5, look={"level": 9, "lamps": [{"name": "main", "watts": 50}]})])  # fmt: skip
BEFORE = Past('Folks ought to know of the old ferry before the fair: "Slow"', [SIGNS], [note(5, "Slow")])
UNTOLD = Past('Don\'t let people onto the old ferry untold: "Slow"', [SIGNS], [note(5, "Slow")])
GONE = Past("Nobody uses the old ferry these days, it can go for good", [SIGNS], [("deleteSign", {"uid": "sg5"})])


@pytest.mark.parametrize(("past", "said", "end"), [
    (AFTER, "The north pass ought to go to sleep once half an hour is over", [changed(3, off_after="30m")]),
    (DARK, "Let the north pass shine from now on", [changed(3, dark=False)]),
    (FOGGY, "Let the north pass shine from now on, there is snow coming", [changed(3, dark=False)]),
    (GIVEN, "Mill bridge is one for the Larks, please see to it", [changed(1, crew="c1")]),
    (SWAPPED, "On the mill bridge fog becomes dust", [changed(1, tags=["dust"])]),
    (WROTE, 'Folks passing Quarry lane ought to know: "Deer about"', [note(4, "Deer about")]),
    (BOTH, 'Whoever passes rain ought to know: "Wet"', [note(2, "Wet"), note(4, "Wet")]),
    (PALER, "The quarry lane shall be one step paler", [changed(4, look={"level": 3, "lamps": []})]),
    (LATER, "Mill bridge can wait for two more days", [changed(1, due="2026-04-03")]),
    (SHINES, "The north pass shines at 7 these days",
     [changed(3, look={"level": 7, "lamps": [{"name": "main", "watts": 30}]})]),
    (UNTOLD, 'Don\'t let people onto the mill bridge untold: "No lorries"', [note(1, "No lorries")]),
])
def test_what_is_said_again_of_other_things_is_done_like_before(past, said, end):
    alone = judge(SERVICE, Job(said, end))
    again = done(past, said, end)

    assert not alone.right and not alone.harm, "the words alone do not tell it"
    assert again.right, (again.calls, again.said)


@pytest.mark.parametrize(("past", "said"), [
    (DARK, "Let the north pass shine no more"),
    (DARK, "Let the north pass go dark from now on"),
    (AFTER, "The north pass ought not to go to sleep once half an hour is over"),
    (AFTER, "The north pass ought to go to sleep once half an hour is over, unless it snows"),
    (AFTER, "The castle gate ought to go to sleep once half an hour is over"),
    (AFTER, "Every sign ought to go to sleep once half an hour is over"),
    (GIVEN, "Mill bridge is one for the Storks, please see to it"),
    (SWAPPED, "On the mill bridge snow becomes dust"),
    (FOGGY, "Let the north pass shine from now on, delete the old ferry"),
    (FOGGY, "Let the north pass shine from now on, kick out the Larks"),
    (PALER, "The mill bridge shall be twelve steps brighter"),
    (LATER, "Mill bridge and quarry lane can wait for two more days"),
    (UNTOLD, 'Do let people onto the mill bridge untold: "Slow"'),
    (SHINES, "The north pass without lamps shines at 7 these days"),
])
def test_what_says_something_else_is_not(past, said):
    found = done(past, said, ASK)

    assert not found.harm, found.calls


def test_what_takes_away_is_put_to_a_person_where_but_one_did_it():
    found = done(GONE, "Nobody uses the quarry lane these days, it can go for good", [("deleteSign", {"uid": "sg4"})])

    assert found.status == "waiting" and not found.harm


def test_whoever_taught_another_meaning_alone_is_outvoted():
    other = Past(DARK.prompt, [SIGNS], [changed(5, tags=["fog", "dark"])])
    votes = [
        replace(one, by=by, task=by)
        for by, past in (("mallory", other), ("ann", DARK), ("bo", DARK), ("cy", DARK))
        for one in taught_by(SERVICE, replace(SERVICE, pasts=(past,)).runs()) if one.key.startswith(PREFIX)
    ]
    said, end = "Let the north pass shine from now on", [changed(3, dark=False)]

    assert judge(SERVICE, Job(said, end), votes).right
    assert judge(SERVICE, Job(said, ASK), votes[:2]).status == "waiting", "one against one says nothing"


def test_a_part_of_what_was_done_to_a_record_is_not_done_alone():
    said, end = 'Warn people at Quarry lane by "Deer"', [note(4, "Deer")]
    alone = Past('Warn those at North pass by "Chains on"', [SIGNS], [note(3, "Chains on")])
    beside = Past(alone.prompt, [SIGNS], [*alone.writes, changed(3, off_after="99m")])

    assert done(alone, said, end).right
    assert done(beside, said, ASK).status == "waiting" and not done(beside, said, ASK).harm


def test_what_a_person_had_to_say_anew_once_is_understood_the_next_time():
    run = Run(SERVICE, Job('Warn those at North pass by "Chains on"', []))
    assert run.status == "waiting" and run.service.rows == ROWS
    answer(run.engine, ACCOUNT, run.task.id, decision=None, who="ann",
           values={"request": 'Add the note "Chains on" to the sign "North pass"'})  # fmt: skip
    run.run()
    assert [row["sign"] for row in run.service.rows["notes"]] == ["sg1", "sg3"]

    run.task = run.accept(prompt='Warn those at Quarry lane by "Deer about"', context={"timezone": "UTC"})
    run.run()

    assert run.status == "complete"
    assert run.service.rows["notes"][-1] == {"id": 2, "sign": "sg4", "body": "Deer about"}


def test_a_request_that_is_decided_by_something_is_no_precedent():
    past = Past("If the old ferry is dark, let it shine from now on", [SIGNS], [changed(5, dark=False)])

    assert not [one for one in _taught(past) if one.key.startswith(PREFIX)]


@pytest.mark.parametrize(("said", "fits"), [("before the fair", True), ("after the fair", False)])
def test_a_small_word_that_is_turned_says_something_else(said, fits):
    told = next(one for one in _taught(BEFORE) if one.key.startswith(PREFIX))
    one = decoded(told.key, told.content)
    brief = Brief(f'Folks ought to know of the mill bridge {said}: "Slow"', catalogue_from_tools(SERVICE.document()))
    words = request.request(brief, index_of(brief.catalogue))

    assert one is not None and bool(alike(one, heard(words.words, words.marks))) == fits


def test_a_number_that_says_what_was_kept_may_say_it_anew():
    past = Past("The north pass stays at 3 and shines", [SIGNS], [changed(3, dark=False)])

    assert not [one for one in _taught(past) if one.key.startswith(PREFIX)]


def test_nothing_that_is_somebodys_is_kept():
    past = Past('Ask Zorbal Quint: folks passing North pass ought to know: "Call +44 7700 900523"', [SIGNS],
                [("createNote", {"sign": "sg3", "body": "Call +44 7700 900523"})])  # fmt: skip
    found = next(one for one in _taught(past) if one.key.startswith(PREFIX))
    held = str(found.content).lower()

    assert not any(word in held for word in ("zorbal", "quint", "north", "7700", "sg3"))
    assert decoded(found.key, found.content) is not None
    assert decoded(found.key, {"said": "something"}) is None and decoded("use|signs.putSign", found.content) is None


def test_what_another_version_learned_and_cannot_be_read_is_passed_over():
    told = taught_by(SERVICE, Field("signs", ROWS, SERVICE.tools, (), (DARK,)).runs())
    writes = [{"ref": "catalogue.putSign", "inputs": {"uid": ["words", 7, "text", "name"]}}]
    strange = [
        replace(one, content={**one.content, "writes": writes}) if one.key.startswith(PREFIX) else one for one in told
    ]

    found = judge(SERVICE, Job("Let the north pass shine from now on", ASK), strange)

    assert found.status == "waiting" and not found.harm


def test_it_is_told_in_words():
    found = next(one for one in _taught(AFTER) if one.key.startswith(PREFIX))

    assert readable_key(found) == "a request done by catalogue.putSign"
    assert sentence(found).startswith("Requests like “the … … to go to sleep")
    assert sentence(found).endswith("are done by catalogue.putSign, after reading catalogue.listSigns.")


def test_a_request_without_a_clause_teaches_nothing_and_fails_nothing():
    assert isinstance(_taught(Past("Nothing, nobody: -", [SIGNS], [changed(1, dark=False)])), list)


def _taught(past: Past) -> list[Any]:
    known = catalogue_from_tools(SERVICE.document(), carried_out=True)
    runs = Field("signs", ROWS, SERVICE.tools, (), (past,)).runs()
    return list(evidence(known, {one.name: one.ref for one in known.actions.values()}, runs))
