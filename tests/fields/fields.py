"""Which fields mechanisms are developed on, and which are only ever looked at as a score."""

from tests.fields import alerts, fleet, library, rooms, stock, tickets

DEVELOPED = (rooms.FIELD, tickets.FIELD, stock.FIELD)
HELD_OUT = (fleet.FIELD, library.FIELD, alerts.FIELD)
