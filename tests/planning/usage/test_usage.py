"""How past runs asked for an action: what is kept of them, and what another request makes of it."""


from chalicelib.domain.lesson import Evidence, Memory
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.door import catalogue_from_tools, evidence, memory_of
from chalicelib.planning.lesson_words import sentence
from chalicelib.planning.lessons import fold
from chalicelib.planning.planner import Brief
from chalicelib.planning.records.scene import Write
from chalicelib.planning.usage.construction import decoded
from chalicelib.planning.usage.read import usage
from tests.fields import driver
from tests.fields.service import ASK, Field, Job, Past, Tool, find, number, rows_of, text

ROWS = {
    "rafts": rows_of(
        "raft keeper drel_at state due",
        "R-1|Ann Cole|1775044800|kept|2026-04-02",
        "R-2|Bo Dahl|1775131200|kept|2026-04-09",
        "R-3|Cy Ek|1775217600|gone|2026-05-01",
    ),
    "notes": [],
}


def put(name):
    def act(rows, raft, **more):
        find(rows["rafts"], "raft", raft).update({name: next(iter(more.values()))} if more else {"state": name})
        return {}

    return act


RAFT, DAY, UNIX = text("Code of the raft."), text("Day.", format="date"), number("Unix time.")
TOOLS = (
    Tool("raft_list", "Lists all rafts.", {}, lambda rows: rows["rafts"]),
    Tool("raft_blorp", "Blorps a raft.", {"raft": RAFT, "due": DAY}, put("due"), ("raft", "due")),
    Tool("raft_zim", "Zims a raft.", {"raft": RAFT, "drel_at": UNIX}, put("drel_at"), ("raft", "drel_at")),
    Tool("raft_quon", "Quons a raft.", {"raft": RAFT}, put("quonned"), ("raft",)),
    Tool("raft_vex", "Vexes a raft.", {"raft": RAFT}, put("vexed"), ("raft",)),
)
LOOK = ("raft_list", {})


def field(*pasts, jobs=()):
    return Field("rafts", ROWS, TOOLS, jobs, pasts)


def blorped(prompt, raft, due):
    return Past(prompt, [LOOK], [("raft_blorp", {"raft": raft, "due": due})])


STAY = blorped("Let Ann Cole's raft linger until May 3", "R-1", "2026-05-03")


def judged(kind, prompt, end):
    return driver.judge(kind, Job(prompt, end), driver.taught_by(kind, kind.runs()))


def constructions(*pasts):
    lessons = driver.taught_by(field(*pasts), field(*pasts).runs())
    return [one for lesson in lessons if (one := decoded(lesson.key, lesson.content))]


def test_a_run_shows_by_which_words_an_action_is_asked_for_and_the_next_request_is_read_so():
    end = [("raft_blorp", {"raft": "R-2", "due": "2026-06-01"})]

    assert not judged(field(), "Let Bo Dahl's raft linger until June 1", end).right
    assert judged(field(STAY), "Let Bo Dahl's raft linger until June 1", end).right


def test_a_moment_is_sent_in_the_form_in_which_runs_sent_it():
    zim = ("raft_zim", {"raft": "R-1", "drel_at": 1775217600})
    past = Past("Shift Ann Cole's drel to April 3 at 12:00", [LOOK], [zim])
    end = [("raft_zim", {"raft": "R-2", "drel_at": 1775347200})]

    assert judged(field(past), "Shift Bo Dahl's drel to April 5 at 00:00", end).right


def test_what_a_record_holds_is_moved_as_runs_moved_it():
    past = blorped("Grant Ann Cole's raft four more days", "R-1", "2026-04-06")
    end = [("raft_blorp", {"raft": "R-2", "due": "2026-04-16"})]

    assert judged(field(past), "Grant Bo Dahl's raft seven more days", end).right


def test_a_word_that_no_run_said_and_no_record_holds_leads_to_a_question():
    verdict = judged(field(STAY), "Let Bo Dahl's wicker raft linger until June 1", ASK)

    assert verdict.right


def test_a_lesson_holds_no_name_and_no_value_of_the_run():
    (one,) = constructions(STAY)

    assert one.ref == "catalogue.raft_blorp" and one.words == {"let", "raft", "linger"}
    assert {way.kind for way in one.ways.values()} == {"target", "moment"}
    assert not {"ann", "cole", "may"} & one.words and "R-1" not in str(one)


def test_a_run_that_wrote_more_than_its_words_mean_teaches_nothing():
    wrong = Past("Let Ann Cole's raft linger", [LOOK], [("raft_quon", {"raft": "R-1"}), ("raft_quon", {"raft": "R-2"})])

    assert not constructions(wrong)


def test_runs_that_ask_alike_for_two_actions_leave_it_open():
    said = "Let Ann Cole's raft linger"
    quon, vex = (Past(said, [LOOK], [(f"raft_{verb}", {"raft": "R-1"})]) for verb in ("quon", "vex"))
    one_says = judged(field(quon), "Let Bo Dahl's raft linger", [("raft_quon", {"raft": "R-2"})])

    assert one_says.right and judged(field(quon, vex), "Let Bo Dahl's raft linger", ASK).right


def test_a_way_of_asking_that_was_voted_down_is_not_used():
    kind = field(STAY)
    known = catalogue_from_tools(kind.document(), carried_out=True)
    told = list(evidence(known, {one.name: one.ref for one in known.actions.values()}, kind.runs()))
    use = next(one for one in told if one.key.startswith("use|"))
    against = Evidence(use.lesson, use.kind, use.key, use.content, -1, "other", 9)
    brief = Brief("Let Bo Dahl's raft linger until June 1", known, Memory((fold([use, against]),)))

    assert not usage(brief).known.by_action
    assert usage(Brief(brief.prompt, known, Memory((fold([use]),)))).known.by_action


def test_the_lesson_is_told_in_a_sentence():
    known = catalogue_from_tools(field().document(), carried_out=True)
    (lesson,) = [one for one in memory_of(known, field(STAY).runs()).lessons if one.key.startswith("use|")]

    assert "say let, linger, raft ask for catalogue.raft_blorp" in sentence(lesson)


def quonned(prompt, verb="quon"):
    return Past(prompt, [LOOK], [(f"raft_{verb}", {"raft": "R-1"})])


def test_runs_say_nothing_against_an_explanation_of_every_word_of_the_request():
    bent = field(quonned("Quon Ann Cole's raft", "vex"), quonned("Quon Ann Cole's raft at once", "vex"))

    assert judged(bent, "Quon Bo Dahl's raft", [("raft_quon", {"raft": "R-2"})]).right


def test_what_is_told_behind_the_deed_is_not_left_out_because_runs_had_nothing_there():
    verdict = judged(field(STAY), "Let Bo Dahl's raft linger until June 1. Cy Ek pays for it", ASK)

    assert verdict.right


def test_the_same_words_mean_the_action_that_most_runs_asked_for_by_them():
    said = "Let Ann Cole's raft linger"
    kind = field(quonned(said), quonned(said), quonned(said, "vex"))

    assert judged(kind, "Let Bo Dahl's raft linger", [("raft_quon", {"raft": "R-2"})]).right


def test_what_the_words_explain_rests_on_the_run_that_asked_for_it_so():
    known = catalogue_from_tools(field().document(), carried_out=True)
    memory = memory_of(known, field(STAY).runs())

    def lessons(prompt, ref):
        writes = usage(Brief(prompt, known, memory)).credited(index_of(known), (Write(ref, {}, "", ""),))
        return {one.content["verb"] for one in memory.lessons for write in writes if one.id in write.lessons}

    assert lessons("Let Bo Dahl's raft linger", "catalogue.raft_blorp") == {"let"}
    assert not lessons("Let Bo Dahl's raft linger", "catalogue.raft_quon")
    assert not lessons("Let Bo Dahl's raft go", "catalogue.raft_blorp"), "a verb for everything says little"
