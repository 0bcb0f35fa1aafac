"""What was wrong with requests of colleagues over whole documents: verbs that are nouns of names, inputs that no
request is about, values that only other actions list, small names, and changes that change nothing."""

from dataclasses import replace
from datetime import date

from chalicelib.domain.binding import Literal, Mention
from chalicelib.domain.plan import Plan
from chalicelib.planning.composer.composer import Composer
from chalicelib.planning.composer.entry import entry
from chalicelib.planning.composer.everywhere import asked
from chalicelib.planning.composer.fit import fit
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.mentions import read
from chalicelib.planning.composer.schema import params
from chalicelib.planning.composer.words import tokens
from chalicelib.planning.planner import Brief
from tests.planning.composer.stand_ins import NOW, planned, small, the
from tests.planning.composer.test_large_grants import TEXT, at, many

NUMBER = {"type": "integer"}
DAY = date(2026, 11, 23)
MANY = {"type": "array", "items": TEXT}


def write(method, path, name, text, body, required=()):
    """A write whose inputs that do not stand in the path stand in the body."""
    inside = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    one = at(path, method, name, text, [*inside, *required], effect="unsafe")
    properties = {**one.input_schema["properties"], **body}
    places = {name: {"in": "path" if name in inside else "body", "name": name} for name in properties}
    schema = {**one.input_schema, "properties": properties}
    return replace(one, input_schema=schema, call={**one.call, "parameters": places})


TAG = write("POST", "/crates/{id}/tags", "CrateApi_TagsCreate", "Attach tags to a crate.", {"Tags": MANY})
RETAG = write("PUT", "/crates/{id}/tags", "CrateApi_TagsUpdate", "Replace all tags of a crate.", {"Tags": MANY})
UNTAG = write("DELETE", "/crates/{id}/tags/{tag}", "CrateApi_TagDelete", "Delete the tag of a crate.", {})
HULLS = at("/hulls", "GET", "hull_list", "List hulls", state={"type": "string", "enum": ["open", "closed", "all"]})
HULL = write(
    "PATCH", "/hulls/{index}", "hull_edit", "Edit a hull", {"state": TEXT, "title": TEXT, "assignee": TEXT},
)
SHOWN = (TAG, RETAG, UNTAG, HULLS, HULL)


def test_who_tags_adds_a_tag_and_neither_replaces_nor_deletes_one():
    step = next(one for one in planned("Tag crate 4711 as fragile.", many(*SHOWN)).steps)

    assert step.action == "CrateApi_TagsCreate"
    assert step.inputs["Tags"] == Mention(["fragile"], "fragile")


def test_what_a_name_says_in_front_of_its_class_is_no_verb():
    assert entry(TAG.ref, TAG).verb == "creat"
    assert entry(RETAG.ref, RETAG).senses == {"update"}


def test_no_tag_is_deleted_by_who_tags():
    plan = Composer().draft(Brief("Tag crate 4711 as fragile.", many(UNTAG), now=NOW))

    assert not any(step.action == UNTAG.name for step in getattr(plan, "steps", ()))


def test_a_state_is_one_that_the_list_of_such_things_offers():
    assert the(planned("Close hull 12.", many(*SHOWN)), "hull_edit").inputs == {
        "index": Mention("12", "12"), "state": Literal("closed"),
    }


def test_what_somebody_is_assigned_to_is_the_assignee():
    assert the(planned("Assign hull 12 to kim.", many(*SHOWN)), "hull_edit").inputs["assignee"] == Mention("kim", "kim")


def test_a_change_that_changes_nothing_is_asked_about():
    plan = Composer().draft(Brief("Edit hull 12.", many(*SHOWN), now=NOW))

    assert all(step.ask for step in plan.steps if step.action == "hull_edit" or step.tool == "person")
    assert any(step.ask for step in plan.steps)


def test_inputs_of_nearly_every_read_are_about_no_request():
    reads = [at(f"/{name}", "GET", f"list_{name}", "?", fields=TEXT, colour=TEXT) for name in "abcdefghij"]
    plain = [at(f"/{name}", "GET", f"list_{name}", "?", fields=TEXT, limit=NUMBER) for name in "klm"]
    found = asked({one.ref: entry(one.ref, one) for one in (*reads, *plain, HULL)})

    assert [param.name for param in found[reads[0].ref].params] == ["colour"] or not found[reads[0].ref].params
    assert [param.name for param in found[plain[0].ref].params] == ["limit"]
    assert [param.name for param in found[HULL.ref].params] == ["index", "state", "title", "assignee"]


def test_in_a_small_service_every_input_may_be_meant():
    reads = [at(f"/{name}", "GET", f"list_{name}", "?", colour=TEXT) for name in "abc"]
    found = asked({one.ref: entry(one.ref, one) for one in reads})

    assert all(one.params for one in found.values())


def mentioned(text):
    return [(one.kind, one.value) for one in read(text, tokens(text), DAY)]


def test_versions_are_one_value():
    assert ("id", "debian-12.5") in mentioned("with the image debian-12.5 in it")
    assert ("id", "v2.3.1") in mentioned("Publish release v2.3.1 today")


def test_a_size_is_no_name_and_what_something_is_called_is_one():
    assert mentioned("a 50 GB disk called spare in hall") == [("number", 50), ("name", "spare")]
    assert ("name", "spare") not in mentioned("a disk called spare parts")


def test_what_is_called_the_title_of_a_thing_takes_its_name():
    (heading,) = params({"properties": {"summary": {**TEXT, "description": "Title of the voyage."}}})
    (remark,) = params({"properties": {"summary": {**TEXT, "description": "What happened."}}})
    (quote,) = [one for one in read("a voyage called “North”", tokens("a voyage called “North”"), DAY) if one]

    assert heading.naming and not remark.naming
    assert fit(heading, quote) > fit(remark, quote)


def test_to_rename_tells_the_name():
    rename = write("PUT", "/crates/{crate_id}", "update_crate", "Updates a crate.", {"name": TEXT, "note": TEXT})
    plan = planned("Rename crate 4711007 to “Spare parts”.", many(rename))

    assert the(plan, "update_crate").inputs["name"] == Mention("Spare parts", "“Spare parts”")


def test_a_yes_or_no_takes_no_quotation():
    (sealed,) = params({"properties": {"sealed": {"type": "boolean"}}})
    (quote,) = read("label it “North”", tokens("label it “North”"), DAY)

    assert fit(sealed, quote) == 0.0


def test_a_file_is_no_file_request():
    copy = write("POST", "/files/{file_id}/copy", "copy_file", "Copy a file.", {"folder": TEXT}, ["folder"])
    other = write(
        "POST", "/file_requests/{file_request_id}/copy", "copy_file_request", "Copy a file request.", {"folder": TEXT},
        ["folder"],
    )
    plan = planned("Copy file 5000948880 into folder 160111.", many(copy, other))

    assert [step.action for step in plan.steps] == ["copy_file"]


def test_what_is_made_is_what_the_verb_acts_on():
    berth = write("POST", "/berths", "create_berth", "Creates a berth.", {"name": TEXT, "email": TEXT}, ["name"])
    mooring = write(
        "POST", "/berths/{id}/moorings", "add_berth_mooring", "Adds a new mooring to a berth.", {"email": TEXT},
    )
    listed = at("/berths", "GET", "list_berths", "Lists berths.")
    listed = replace(listed, output_schema={"type": "array", "items": {"properties": {"id": NUMBER, "name": TEXT}}})
    plan = planned("Add a berth named Quiet Corner with the e-mail quiet@example.com.", small(berth, mooring, listed))

    assert [step.action for step in plan.steps] == ["create_berth"]


PLOTS = at("/plots/{owner}/{plot}/sheds", "GET", "shed_list", "Lists sheds.", ["owner", "plot"],
           state={"type": "string", "enum": ["open", "closed"]})
NOTE = write("POST", "/plots/{owner}/{plot}/sheds/{index}/notes", "shed_create_note", "Add a note to a shed.",
             {"body": TEXT}, ["body"])
SHED = write("PATCH", "/plots/{owner}/{plot}/sheds/{index}", "shed_edit", "Edit a shed.", {"state": TEXT})


def test_a_name_with_a_slash_is_placed_before_other_texts():
    plan = planned("Note “Dry now” on shed 12 of kim/back-yard.", many(PLOTS, NOTE, SHED))

    assert the(plan, "shed_create_note").inputs["body"] == Mention("Dry now", "“Dry now”")


def test_a_state_may_be_a_second_deed_on_the_thing_that_was_named():
    plan = planned("Note “Dry now” on shed 12 of kim/back-yard and close it.", many(PLOTS, NOTE, SHED))

    assert the(plan, "shed_edit").inputs == {
        "owner": Mention("kim", "kim/back-yard"), "plot": Mention("back-yard", "kim/back-yard"),
        "index": Mention("12", "12"), "state": Literal("closed"),
    }


def test_what_stands_in_quotes_behind_saying_is_a_value_like_any_other():
    make = write("POST", "/sheds", "create_shed", "Create a shed.", {"title": TEXT, "body": TEXT}, ["title"])
    plan = planned("Open a shed saying “Tools inside”.", many(make))

    assert the(plan, "create_shed").inputs == {"title": Mention("Tools inside", "“Tools inside”")}


def test_nothing_is_made_of_which_nothing_is_told():
    make = write("POST", "/crates", "create_crate", "Creates a crate.", {"label": TEXT, "note": TEXT})
    plan = Composer().draft(Brief("Create a crate.", small(make), now=NOW))

    assert not isinstance(plan, Plan) or any(step.ask for step in plan.steps)


def test_a_word_with_hyphens_behind_a_thing_is_what_that_is_called():
    fell = write("DELETE", "/plots/{owner}/{plot}/trees/{tree}", "delete_tree", "Delete a tree.", {})
    plan = planned("Delete the tree old-oak from kim/back-yard.", many(PLOTS, fell))

    assert the(plan, "delete_tree").inputs["tree"] == Mention("old-oak", "old-oak")


def test_nothing_is_identified_by_a_preposition():
    hand = write("POST", "/crates/{crate_id}/hand", "hand_crate", "Hands a crate on.", {
        "assign_to": {**TEXT, "description": "ID of a member"}, "sent_by": {**TEXT, "description": "ID of a member"},
    })

    assert index_of(small(hand)).owners == {"crate"}


def test_a_reference_says_its_kind_beside_its_id():
    item = {"type": "object", "properties": {"id": TEXT, "type": {**TEXT, "enum": ["crate", "pallet"]}}}
    body = {"message": TEXT, "item": item}
    note = write("POST", "/notes", "create_note", "Adds a note to a crate or a pallet.", body, ["message"])
    crate = at("/crates/{crate_id}", "GET", "get_crate", "Shows a crate.", ["crate_id"])
    plan = planned("Note “Wet” on crate 4711007.", many(note, crate))

    assert the(plan, "create_note").inputs["item"] == Literal({"id": "4711007", "type": "crate"})
