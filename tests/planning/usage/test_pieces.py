"""Pieces of runs put together anew: clauses without a verb, truths beside each other, inputs of other runs."""

from chalicelib.planning.composer.words import tokens
from chalicelib.planning.door import catalogue_from_tools, memory_of
from chalicelib.planning.usage.construction import DENIAL, Construction
from chalicelib.planning.usage.cover import cover, stems_of
from chalicelib.planning.usage.known import known
from tests.fields import driver
from tests.fields.service import ASK, Field, Job, Past, Tool, find, number, rows_of, text

FLAG = {"type": "boolean"}


def shape(**fields):
    return {"type": "object", "properties": fields}


def put(table, key):
    def act(rows, **given):
        row = find(rows[table], key, given.pop(key))
        for name, value in given.items():
            row.update(value if isinstance(value, dict) else {name: value})
        return {}

    return act


def add(table):
    def act(rows, **given):
        rows[table].append({next(iter(rows[table][0])): "new", **dict(sorted(given.items()))})
        return {}

    return act


VATS = {
    "vats": rows_of(
        "vatId name keeper level steam light",
        "v1|Amber vat|Ada Birk|100|true|true",
        "v2|Umber vat|Bea Holt|40|true|true",
        "v3|Ochre vat|Cas Iver|70|false|true",
    ),
    "brews": [{"brewId": "b1", "vatId": "v1", "title": "Old", "startOn": "2026-03-01", "keeper": "Ada Birk"}],
}
VAT = text("Id of the vat.")
BREWERY = (
    Tool("vats.list", "Lists all vats.", {}, lambda rows: rows["vats"]),
    Tool("vats.fill", "Sets how full a vat is.", {"vatId": VAT, "level": number("Percent.", minimum=0, maximum=100)},
         put("vats", "vatId"), ("vatId", "level")),
    Tool("vats.change", "Changes the supplies of a vat.", {"vatId": VAT, "supplies": shape(steam=FLAG, light=FLAG)},
         put("vats", "vatId"), ("vatId", "supplies")),
    Tool("brews.list", "Lists all brews.", {}, lambda rows: rows["brews"]),
    Tool("brews.create", "Starts a brew.", {"vatId": VAT, "title": text(), "startOn": text("Day.", format="date"),
         "trial": FLAG}, add("brews"), ("vatId", "title")),
)
LATHES = {
    "checks": rows_of(
        "check_no title due_on fitter late done hours kind",
        "11|Grind the bed|30/03/2026|AB|true|false|2|iron",
        "12|Oil the chuck|02/04/2026|CD|true|false|3|iron",
        "13|Align the tailstock|14/04/2026|EF|true|false|4|iron",
        "14|Swap the belt|15/04/2026|EF|true|false|1|brass",
    ),
    "fitters": rows_of("badge name shift", "AB|Ann Berg|day", "CD|Cem Dal|night", "EF|Eva Frey|day"),
}
NO = number("Number of the check.")
WORKSHOP = (
    Tool("get_checks", "GET /checks", {}, lambda rows: rows["checks"]),
    Tool("get_fitters", "GET /fitters", {}, lambda rows: rows["fitters"]),
    Tool("patch_check", "PATCH /checks/{check_no}", {"check_no": NO, "due_on": text("DD/MM/YYYY"), "fitter": text(),
         "done": FLAG, "hours": {"type": "number"}}, put("checks", "check_no"), ("check_no",)),
    Tool("post_check", "POST /checks: a new check.", {"title": text(), "fitter": text(), "due_on": text("DD/MM/YYYY"),
         "late": FLAG}, add("checks"), ("title", "fitter")),
)
SEEN = {"brewery": [("vats.list", {}), ("brews.list", {})], "workshop": [("get_checks", {}), ("get_fitters", {})]}


def kind(name, pasts):
    rows, tools = (VATS, BREWERY) if name == "brewery" else (LATHES, WORKSHOP)
    return Field(name, rows, tools, (), [Past(prompt, SEEN[name], writes) for prompt, writes in pasts])


def judged(name, prompt, end, *pasts):
    field = kind(name, pasts)
    return driver.judge(field, Job(prompt, end), driver.taught_by(field, field.runs()))


def learned(name, prompt, end, *pasts):
    """Whether it is right with the runs, and not without them."""
    return judged(name, prompt, end, *pasts).right and not judged(name, prompt, end).right


def shown(name, *pasts):
    """What the runs show of how actions are asked for."""
    field = kind(name, pasts)
    return [one.content for one in driver.taught_by(field, field.runs()) if one.key.startswith("use|")]


def only(*pasts):
    """(field, value) of the records to which checks were always done."""
    field = kind("workshop", pasts)
    memory = memory_of(catalogue_from_tools(field.document(), carried_out=True), field.runs())
    return {(name, value) for name, value, _ in known(memory).only("catalogue.patch_check", 2)}


def fill(vat, level):
    return [("vats.fill", {"vatId": vat, "level": level})]


def supply(vat, **supplies):
    return [("vats.change", {"vatId": vat, "supplies": supplies})]


def check(number_, **given):
    return [("patch_check", {"check_no": number_, **given})]


def brew(vat, title, **given):
    return [("brews.create", {"vatId": vat, "title": title, **given})]


def new(title, fitter, **given):
    return [("post_check", {"title": title, "fitter": fitter, **given})]


TOOK = ("'Grind the bed' took 2.5 hours", check(11, hours=2.5))
FULLER = ("Half a point fuller in the Umber vat please", fill("v2", 40.5))
LINGER = ("Let 'Grind the bed' linger three days", check(11, due_on="02/04/2026"))
STEAM = ("The Amber vat shouldn't have steam any more", supply("v1", steam=False))
FULL, EMPTY = ("Zoop the Umber vat", fill("v2", 100)), ("Glimp the Amber vat", fill("v1", 0))
SHARE = ("Zoop the Amber vat to 60 percent", fill("v1", 60))
PALE = ("Let us have 'Pale' bubbling in the Amber vat", brew("v1", "Pale"))
RED = ("Let us have a brew 'Red' cooking in the Umber vat from March 16", brew("v2", "Red", startOn="2026-03-16"))
DARK = "Let us have 'Dark' bubbling in the Ochre vat from March 20"
SNOOZE = ("Let 'Grind the bed' snooze until 10 April", check(11, due_on="10/04/2026"))
REST = ("Let 'Swap the belt' rest with Ann Berg", check(14, fitter="AB"))
SLEEPS = "Let 'Oil the chuck' snooze until 20 April with Eva Frey"


def test_a_clause_without_a_verb_of_doing_is_read_as_a_run_said_it():
    assert learned("workshop", "'Oil the chuck' took 4 hours", check(12, hours=4), TOOK)
    assert learned("brewery", "Two points fuller in the Ochre vat please", fill("v3", 72), FULLER)


def test_a_clause_without_a_verb_that_says_something_else_is_not_read_so():
    assert judged("workshop", "'Oil the chuck' cost 4 hours", ASK, TOOK).right
    assert judged("brewery", "Two points emptier in the Ochre vat please", ASK, FULLER).right


def test_a_day_in_front_of_its_month_is_a_moment_that_is_moved():
    assert learned("workshop", "Let 'Align the tailstock' linger a week", check(13, due_on="21/04/2026"), LINGER)


def test_a_number_is_sent_as_it_is_told_though_a_share_of_what_is_held_would_have_been_the_same():
    assert judged("brewery", "Zoop the Umber vat to 20 percent", fill("v2", 20), SHARE).right


def test_an_end_of_the_range_that_the_schema_tells_is_what_a_verb_may_mean():
    assert learned("brewery", "Zoop the Ochre vat", fill("v3", 100), FULL, EMPTY)
    assert learned("brewery", "Glimp the Ochre vat", fill("v3", 0), FULL, EMPTY)
    assert judged("brewery", "Zoop the Ochre vat", ASK, ("Zoop the Umber vat", fill("v2", 55))).right


def test_what_a_run_said_of_one_truth_is_read_of_the_one_beside_it():
    without = "The Umber vat can do without steam", supply("v2", steam=False)

    assert learned("brewery", "The Ochre vat can do without light", supply("v3", light=False), without)


def test_a_run_that_denied_is_no_example_for_a_clause_that_does_not_and_the_other_way_round():
    assert judged("brewery", "The Ochre vat should have any more steam", ASK, STEAM).right
    (one,) = shown("brewery", STEAM)
    assert DENIAL in one["words"]
    assert not cover(Construction("x", "", frozenset(("steam",))), stems_of(tokens("It shouldn't have steam")), None)


def test_runs_of_one_action_lend_each_other_the_inputs_that_they_left_out():
    assert learned("brewery", DARK, brew("v3", "Dark", startOn="2026-03-20"), PALE, RED)
    assert not judged("brewery", DARK, brew("v3", "Dark", startOn="2026-03-20"), PALE).right
    assert learned("workshop", SLEEPS, check(12, due_on="20/04/2026", fitter="EF"), SNOOZE, REST)
    assert judged("workshop", SLEEPS, ASK, SNOOZE).right


def test_an_adjective_of_something_new_is_the_truth_that_is_called_so():
    end = brew("v3", "Dark", trial=True)

    assert learned("brewery", "Let us have a trial brew 'Dark' bubbling in the Ochre vat", end, PALE)


def test_the_key_of_the_record_that_is_named_is_meant_though_another_field_holds_the_same():
    (one,) = shown("workshop", ("Let the bed grinding rest with Ann Berg", check(11, fitter="AB")))

    assert one["inputs"]["fitter"] == ["record", "catalogue.get_fitters:badge", "with"]


def test_a_state_in_which_records_once_differed_tells_none_of_several():
    alike = [("Zoop the check of Ann Berg", check(11, done=True)), ("Zoop the check of Cem Dal", check(12, done=True))]
    mixed = ("Zoop all checks of Eva Frey", [*check(13, done=True), *check(14, done=True)])

    assert ("kind", "iron") in only(*alike) and ("kind", "iron") not in only(*alike, mixed)


def test_of_many_records_none_is_left_out_for_its_kind():
    ann = ("Let the check of Ann Berg snooze until 10 April", check(11, due_on="10/04/2026"))
    cem = ("Let the check of Cem Dal snooze until 10 April", check(12, due_on="10/04/2026"))
    end = [*check(13, due_on="20/04/2026"), *check(14, due_on="20/04/2026")]

    assert ("kind", "iron") in only(ann, cem)
    assert judged("workshop", "Let all checks of Eva Frey snooze until 20 April", end, ann, cem, ann, cem).right


def test_a_word_that_a_record_holds_is_not_kept_however_it_is_written():
    (one,) = shown("brewery", ("Let the vat of ada birk simmer with level amber 20", fill("v1", 20)))

    assert not {"ada", "birk", "amber"} & {*one["words"]} and {"let", "simmer"} <= {*one["words"]}
