"""What a tool without a declared effect counts as, where its plans are carried out."""

import pytest

from chalicelib.domain.tool import Action
from chalicelib.planning.composer.entry import entry
from chalicelib.planning.door import catalogue_from_tools


def effect(name: str, description: str) -> str:
    document = {"tools": [{"name": name, "description": description, "parameters": {}}]}
    (action,) = catalogue_from_tools(document, carried_out=True).actions.values()
    return action.effect


@pytest.mark.parametrize(
    ("name", "description"),
    [
        ("Plots_SetRent", "Sets the yearly rent of a plot."),
        ("checklist_tick", "Tick a checklist item off, or untick it."),
        ("DecideEstimate", "Records what the customer decided about an estimate."),
        ("boxes.release", "Give a box up; anybody can have it then"),
        ("boxes.pulp", "Gives a box to the pulping machine"),
        ("boxes.forfeit", "A box is forfeited"),
        ("boxes.eject", ""),
        ("VERIFY_MEMBER", "Marks a member as verified."),
        ("houses.relist", "Lists a withdrawn house again, with another agent."),
        ("reports_withdraw", "Withdraws a report."),
        ("notes/set_cover", "Returns nothing but the new cover."),
        ("loans_return", "Returns a loan to the shelf."),
        ("bills_mark_read", "Marks bills as read."),
    ],
)
def test_what_is_described_as_done_is_no_reading_whatever_its_name_suggests(name: str, description: str) -> None:
    assert effect(name, description) == "unsafe"


@pytest.mark.parametrize(
    ("name", "description"),
    [
        ("listBerths", "Returns every berth with its state."),
        ("meterBySerial", "Meters of a site by their serial numbers."),
        ("staff.email", "Finds the address of somebody."),
        ("staff.phone", "Gives the number of somebody."),
        ("Users.me", "The user that this session belongs to."),
        ("Leave_List", "All leaves: who is away from when until when."),
        ("transfers_search", "Search transfers (moves, loans, returns)."),
        ("activities_find", "Find activities of a group."),
        ("reports_index", "Retrieves a list of reports."),
        ("charges_show", ""),
        ("notes/list_pages", "Returns the pages of a notebook."),
        ("supply_orders/list", ""),
        ("billGetReminders", "Get the reminders of a bill."),
        ("Crates_listStateChanges", "Gets the changes of state of crates. Returns the crates."),
        ("crates_list_changes", ""),
        ("orderTrackedTimes", "List the times that an order took."),
        ("billCheckPayment", "Check if a bill has been paid."),
        ("depotKeeper", "Returns the keeper of a depot."),
    ],
)
def test_what_is_described_as_told_is_a_reading(name: str, description: str) -> None:
    assert effect(name, description) == "read"


def test_a_read_that_is_only_called_after_things_does_nothing_to_them() -> None:
    known = Action("shop", "charges_refunds", "You can see what was paid back.", {"type": "object"}, None, "read")

    assert entry(known.ref, known).senses == {"read"}
