"""Where the values of past runs came from: lists, spans of time, hours of one day, shares; and what is kept of that."""

from tests.fields import driver
from tests.fields.service import Field, Job, Past, Tool, find, number, rows_of, text

ROWS = {
    "kilns": rows_of(
        "kiln potter state warm_min heat price",
        "K-1|Ada Birk|cold|10|900|200",
        "K-2|Bea Holt|flarn|20|800|300",
        "K-3|Cas Iver|glowing|30|700|400",
    ),
    "potters": rows_of("pin name", "p.ada|Ada Birk", "p.bea|Bea Holt", "p.cas|Cas Iver", "p.dov|Dov Juul"),
}


def put(**names):
    def act(rows, kiln, **more):
        find(rows["kilns"], "kiln", kiln).update({names.get(name, name): value for name, value in more.items()})
        return {}

    return act


def flarn(rows, kilns):
    for kiln in kilns:
        find(rows["kilns"], "kiln", kiln)["flarned"] = True
    return {}


KILN, LIST = text("Code of the kiln."), {"type": "array", "items": {"type": "string"}}
TOOLS = (
    Tool("kiln_list", "Lists all kilns.", {}, lambda rows: rows["kilns"]),
    Tool("potter_list", "Lists all potters.", {}, lambda rows: rows["potters"]),
    Tool("kiln_flarn", "Flarns kilns.", {"kilns": LIST}, flarn, ("kilns",)),
    Tool("kiln_greeb", "Greebs a kiln.", {"kiln": KILN, "pins": LIST}, put(), ("kiln", "pins")),
    Tool("kiln_drell", "Drells a kiln.", {"kiln": KILN, "after": number("Minutes.")}, put(), ("kiln", "after")),
    Tool("kiln_yond", "Yonds a kiln.", {"kiln": KILN, "open_at": number("Unix time."), "shut_at": number("Unix time.")},
         put(), ("kiln", "open_at", "shut_at")),
    Tool("kiln_plim", "Plims a kiln.", {"kiln": KILN, "sum": number("Amount.")}, put(), ("kiln", "sum")),
)
LOOKS = [("kiln_list", {}), ("potter_list", {})]


def field(*pasts):
    return Field("kilns", ROWS, TOOLS, (), pasts)


def past(prompt, tool, **inputs):
    return Past(prompt, LOOKS, [(tool, inputs)])


def right(prompt, end, *pasts):
    kind = field(*pasts)
    return driver.judge(kind, Job(prompt, end), driver.taught_by(kind, kind.runs())).right


def test_one_write_for_many_records_is_learned_from_a_run_that_named_several():
    shown = past("Give Ada Birk's and Bea Holt's kilns a rinse", "kiln_flarn", kilns=["K-1", "K-2"])
    alone = past("Give Ada Birk's kiln a rinse", "kiln_flarn", kilns=["K-1"])
    end = [("kiln_flarn", {"kilns": ["K-3"]})]

    assert right("Give Cas Iver's kiln a rinse", end, alone) and right("Give Cas Iver's kiln a rinse", end, shown)
    assert not right("Give Cas Iver's kiln a rinse", end)


def test_a_list_takes_what_belongs_to_each_that_is_named():
    shown = past("Share kiln K-1 with Bea Holt and Cas Iver", "kiln_greeb", kiln="K-1", pins=["p.bea", "p.cas"])
    end = [("kiln_greeb", {"kiln": "K-2", "pins": ["p.ada", "p.dov"]})]

    assert right("Share kiln K-2 with Ada Birk and Dov Juul", end, shown)
    assert right("Share kiln K-2 with Dov Juul", [("kiln_greeb", {"kiln": "K-2", "pins": ["p.dov"]})], shown)


def test_a_span_of_time_is_sent_in_the_unit_in_which_runs_sent_it():
    shown = past("Let kiln K-1 rest for two hours", "kiln_drell", kiln="K-1", after=120)

    assert right("Let kiln K-2 rest for half an hour", [("kiln_drell", {"kiln": "K-2", "after": 30})], shown)
    assert right("Let kiln K-2 rest for 45 minutes", [("kiln_drell", {"kiln": "K-2", "after": 45})], shown)


def test_two_hours_of_a_day_that_is_told_once_are_two_moments():
    times = {"open_at": 1775206800, "shut_at": 1775214000}
    shown = past("Unlock kiln K-1 on April 3 from 09:00 to 11:00", "kiln_yond", kiln="K-1", **times)
    end = [("kiln_yond", {"kiln": "K-2", "open_at": 1775379600, "shut_at": 1775408400})]

    assert right("Unlock kiln K-2 on April 5 from 09:00 to 17:00", end, shown)


def test_a_share_of_what_a_record_holds_is_reckoned_from_the_record_of_the_request():
    shown = past("Knock 25% of Ada Birk's kiln loose", "kiln_plim", kiln="K-1", sum=50)

    assert right("Knock 10% of Bea Holt's kiln loose", [("kiln_plim", {"kiln": "K-2", "sum": 30})], shown)


def test_words_that_asked_for_the_action_tell_no_record_where_they_would_leave_none():
    shown = past("Arrange the flarn for Cas Iver's kiln", "kiln_flarn", kilns=["K-3"])

    assert right("Arrange the flarn for Ada Birk's kiln", [("kiln_flarn", {"kilns": ["K-1"]})], shown)
