"""What whole documents are like: paths that tell whose id an input is, asides beside what they repeat, names with a
slash, and always something that shares a noun with the request."""

from dataclasses import replace

from chalicelib.domain.binding import Mention
from chalicelib.planning.composer import narrow
from chalicelib.planning.composer.composer import read_of
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.place import asides
from chalicelib.planning.composer.unasked import spelled_out, unasked
from chalicelib.planning.planner import Brief, Catalogue, NoPlan
from tests.planning.composer.stand_ins import action, draft, planned, small, the

TEXT = {"type": "string"}


def at(path, method, title, text, required=(), effect="read", **optional):
    one = action(title, text, dict.fromkeys(required, TEXT), effect=effect, **optional)
    return replace(one, call={"method": method, "path": path})


BEDS = (
    at("/v1/beds", "GET", "list_beds", "Returns all beds."),
    at("/v1/beds/{id}", "GET", "get_bed", "Retrieves a bed.", ["id"]),
    at("/v1/plants/{id}", "GET", "get_plant", "Retrieves a plant.", ["id"]),
    at("/v1/plants", "GET", "list_plants", "Returns all plants."),
)


def test_an_input_of_the_path_is_the_id_of_what_stands_before_it():
    index = index_of(small(*BEDS))

    ids = {ref: [(one.is_id, one.owner) for one in entry.params] for ref, entry in index.entries.items()}
    assert ids["garden.get_bed"] == [(True, ("bed",))]
    assert ids["garden.get_plant"] == [(True, ("plant",))]


def test_what_is_led_by_a_prefix_that_is_nothing_itself_is_an_aside():
    drills = (
        at("/v1/drills/beds", "GET", "drill_beds", "Returns all beds."),
        at("/v1/drills/plants/{id}", "GET", "drill_plant", "Retrieves a plant.", ["id"]),
    )
    nested = at("/v1/beds/{id}/plants", "GET", "plants_of_bed", "Returns the plants of a bed.", ["id"])
    actions = {one.ref: one for one in (*BEDS, *drills, nested)}

    assert asides(actions) == {one.ref: frozenset({"drill"}) for one in drills}


def test_an_unfinished_version_is_an_aside():
    early = at("/v2beta1/beds", "GET", "list_beds_too", "Returns all beds.")

    assert asides({one.ref: one for one in (*BEDS, early)}) == {early.ref: frozenset({"v2beta1"})}


def test_an_aside_is_not_meant_unless_it_is_spoken_of():
    drills = (
        at("/v1/drills/beds", "GET", "all_beds", "Returns all beds."),
        at("/v1/drills/plants", "GET", "all_plants", "Returns all plants."),
    )
    club = small(*BEDS, *drills)

    assert [step.action for step in planned("List the beds.", club).steps] == ["list_beds"]


def test_a_name_with_a_slash_fills_inputs_that_stand_side_by_side_in_the_path():
    plots = small(
        at("/plots/{owner}/{plot}/sheds", "GET", "sheds_list", "Lists the sheds of a plot.", ["owner", "plot"]),
        *BEDS,
    )
    plan = planned("List the sheds of kim/back-yard.", plots)

    assert the(plan, "sheds_list").inputs == {
        "owner": Mention("kim", "kim/back-yard"), "plot": Mention("back-yard", "kim/back-yard")
    }


def test_a_name_with_a_slash_is_none_where_no_path_is_made_of_such():
    club = small(*BEDS)

    assert read_of(Brief("List the sheds of kim/back-yard.", club)).mentions == ()


def many(*actions):
    """A grant of more than a hundred actions, these among them."""
    names = [f"{chr(97 + n // 26)}{chr(97 + n % 26)}ings" for n in range(110)]
    other = [at(f"/v1/{name}", "GET", f"list_{name}", "?") for name in names]
    return Catalogue("many+" + "+".join(one.ref for one in actions), {one.ref: one for one in (*actions, *other)})


WATER = at("/v1/beds/{id}/water", "POST", "water_bed", "Waters a bed.", ["id"], effect="unsafe")


def test_a_large_grant_is_narrowed_to_what_the_words_may_mean():
    crowd = many(*BEDS, WATER)
    reading = read_of(Brief("List the beds.", crowd))
    part = narrow.narrowed(crowd, reading)

    assert {"garden.list_beds", "garden.get_bed"} <= part.actions.keys()
    assert len(part.actions) < 40


def test_a_small_grant_is_not_narrowed():
    club = small(*BEDS)

    assert narrow.narrowed(club, read_of(Brief("List the plants.", club))) is club


def test_in_a_large_grant_a_write_that_no_verb_asks_for_is_refused():
    crowd = many(*BEDS, WATER)

    def refused(prompt):
        reading = read_of(Brief(prompt, crowd))
        return unasked(index_of(crowd), reading, planned("Water bed 7.", small(*BEDS, WATER)))

    assert refused("Water bed 7.") == ""
    assert refused("Report bed 7.") == "garden.water_bed"


def test_in_a_large_grant_what_nothing_does_is_no_plan():
    assert isinstance(draft("Bake a cake for the wedding.", many(*BEDS, WATER)), NoPlan)


def test_a_plan_is_spelled_out_only_if_the_prompt_names_what_each_write_acts_on():
    club = small(*BEDS, WATER)
    index = index_of(club)

    assert spelled_out(index, planned("Water bed b-77.", club))
    assert not spelled_out(index, planned("Water a bed.", club))


def test_the_list_in_front_of_a_key_in_a_path_and_what_takes_the_key_of_what_is_named_are_kept():
    actions = (
        at("/dinghies", "GET", "list_dinghies", "Returns all dinghies."),
        at("/dinghies/{code}", "PATCH", "update_dinghy", "Changes it.", ["code"], "unsafe", basin={"type": "integer"}),
        at("/dinghies/{code}/launch", "POST", "launch", "Puts it into the water.", ["code"], "unsafe"),
        at("/basins", "GET", "list_basins", "Returns all basins."),
    )
    known = Catalogue("marina", {one.ref: one for one in actions})
    launched, moved = (
        {ref.partition(".")[2] for ref in narrow.shortlist(index_of(known), read_of(Brief(prompt, known)))}
        for prompt in ("Launch “Swift”", "Move “Swift” to the basin East")
    )

    assert launched == {"launch", "list_dinghies"}
    assert moved >= {"update_dinghy", "list_dinghies", "list_basins"}


def test_a_relation_that_may_be_told_brings_in_no_other_kind_of_record():
    one = {"type": "object", "properties": {"id": TEXT, "type": TEXT}, "required": ["id", "type"]}
    relations = {name: {"type": "object", "properties": {"data": one}} for name in ("plant", "warden")}
    about = {"relationships": {"type": "object", "properties": relations}}
    change = at("/v1/sheds/{id}", "PATCH", "update_shed", "Updates a shed.", ["id"], effect="idempotent")
    changes = replace(change, input_schema={
        **change.input_schema, "properties": {**change.input_schema["properties"], **about}
    })
    sheds = at("/v1/sheds", "GET", "list_sheds", "Returns all sheds.")
    wardens = at("/v1/wardens", "GET", "list_wardens", "Returns all wardens.")
    others = [at(f"/v1/lots/{n}", "GET", f"lot_{n}", f"Returns lot {n}.") for n in range(narrow.LARGE)]
    index = index_of(small(*BEDS, sheds, wardens, changes, *others))

    found = narrow.shortlist(index, read_of(Brief("Water the plant “Fern”", small(*BEDS, sheds, wardens, changes))))

    assert "garden.list_plants" in found
    assert not {"garden.update_shed", "garden.list_sheds", "garden.list_wardens"} & found
