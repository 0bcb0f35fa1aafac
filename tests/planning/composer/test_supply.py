"""Where a value comes from that the prompt does not tell: which look-up, whose output, and for which side."""

from tests.planning.composer.stand_ins import action, planned, small, the

TEXT = {"type": "string"}


def gives(**fields):
    return {"type": "object", "properties": fields}


FIND_SPOT = action(
    "find_fishing_spot", "Find a fishing spot by the name of the place", {"query": TEXT}, gives(spotId=TEXT)
)
FIND_PARK = action("find_park", "Find a park by the name of the place", {"query": TEXT}, gives(spotId=TEXT))
TIDES = action(
    "get_tides",
    "Get the tides",
    {"spotId": {"type": "string", "description": "Spot ID obtained from the Find Fishing Spot API."}},
    gives(height={"type": "number"}),
)
SKY = action("get_sky_report", "Get the sky report of a place", {"q": TEXT}, gives(clouds=TEXT))
CLOCK = action("get_local_clock", "Get the local clock of a place", {"q": TEXT}, gives(clock=TEXT))


def test_a_description_that_names_the_action_which_gives_a_value_decides():
    plan = planned("Get the tides for Brixham.", small(FIND_PARK, FIND_SPOT, TIDES))

    assert [step.action for step in plan.steps] == ["find_fishing_spot", "get_tides"]


def test_a_name_is_no_id_because_its_description_speaks_of_one():
    named = action(
        "find_singer_id",
        "Find the id of a singer",
        {"name": {"type": "string", "description": "Name of the singer for whom to find the ID."}},
        gives(singer_id=TEXT),
    )
    other = action("find_country", "Find a country", {"query": TEXT}, gives(name=TEXT))

    plan = planned("Find the id of the singer Odetta Holmes.", small(named, other))

    assert [step.action for step in plan.steps] == ["find_singer_id"]


def test_neighbours_share_what_one_of_them_was_told():
    plan = planned("Get the sky report, and get the local clock for Cape Town.", small(SKY, CLOCK))

    assert the(plan, "get_sky_report").inputs["q"].value == "Cape Town"


def test_how_many_there_are_is_the_key_of_none():
    crews = action("find_crew", "Find a crew by name", {"query": TEXT}, gives(crewId=TEXT, boats={"type": "integer"}))
    lend = action(
        "get_log", "Get the log of a boat that a crew uses", {"crewId": TEXT, "boatId": {"type": "integer"}},
        gives(log=TEXT),
    )  # fmt: skip

    plan = planned("Get the log of the boat of the crew Heron.", small(crews, lend))

    used = {getattr(binding, "path", "") for step in plan.steps for binding in step.inputs.values()}
    assert "boats" not in used


def test_what_is_looked_up_by_what_it_needs_goes_before_what_could_do_without():
    browse = action("browse_prices", "Browse what lamps cost", {}, gives(lamp_id=TEXT), q=TEXT)
    search = action("search_for_lamps", "Search for lamps", {"q": TEXT}, gives(lamp_id=TEXT))
    price = action("browse_offers", "Get the offers for a lamp", {"lamp_id": TEXT}, gives(offer=TEXT))

    plan = planned("Get the offers for the Lumo 12 Pro.", small(browse, search, price))

    assert [step.action for step in plan.steps] == ["search_for_lamps", "browse_offers"]
    assert plan.steps[0].inputs["q"].value == "Lumo 12 Pro"
