"""Which fields mechanisms are developed on, and which are only ever looked at as a score.

`alerts` was held out until its failures had been read.
"""

from tests.fields import alerts, fleet, library, mail, rooms, stock, tickets

DEVELOPED = (rooms.FIELD, tickets.FIELD, stock.FIELD, alerts.FIELD)
HELD_OUT = (fleet.FIELD, library.FIELD, mail.FIELD)
