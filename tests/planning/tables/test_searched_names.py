"""Which words of a request a list is searched by that gives nothing unasked."""

import pytest

from tests.fields.checks import array, matching, shape
from tests.fields.driver import judge
from tests.fields.service import Field, Job, Tool, find, text

GUESTS = [{"guestId": f"g{at}", "name": name, "diet": "none"} for at, name in enumerate(("Ada Moss", "Bo Lind", "Cleo Park"))]
INN = Field("inn", {"guests": GUESTS}, (
    Tool("searchGuests", "Searches guests", {"query": text("Part of the name")}, lambda rows, query: {
        "items": matching(rows["guests"], {"name": query})}, ("query",), shape(items=array(guestId=text(), name=text(), diet=text()))),
    Tool("setDiet", "Sets the diet of a guest", {"guestId": text(), "diet": text(enum=["none", "vegan", "halal"])},
         lambda rows, guestId, diet: find(rows["guests"], "guestId", guestId).update(diet=diet), ("guestId", "diet")),
), ())  # fmt: skip


def searched(said: str) -> set[str]:
    return {str(inputs["query"]).lower() for name, inputs in judge(INN, Job(said, [])).calls if name == "searchGuests"}


@pytest.mark.parametrize(("said", "names"), [
    ("We're full tonight, set the diet of Ada Moss to vegan instead", {"ada moss"}),
    ("Since everyone has asked, set the diet of Bo Lind to halal", {"bo lind"}),
    ("set the diet of cleo to vegan", {"cleo"}),
])  # fmt: skip
def test_a_list_is_searched_by_names_and_by_no_word_that_joins_or_counts(said: str, names: set[str]) -> None:
    assert searched(said) == names
