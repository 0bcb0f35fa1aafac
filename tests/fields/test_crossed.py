"""One column tells which are meant, another is changed: nothing is changed that was only told to say which."""

from tests.fields import fields
from tests.fields.crossed import measured, pairs


def test_the_orders_are_made_of_many_services() -> None:
    assert sum(1 for kind in fields.DEVELOPED if any(pairs(kind))) > 15


def test_most_end_right_and_hardly_any_does_harm() -> None:
    found = measured(fields.DEVELOPED, each=6).values()
    right, harm, orders = (sum(row[at] for row in found) for at in range(3))
    assert orders > 120 and right >= 0.7 * orders and harm <= 3
