"""Vans and their trips: two resources, a filter by exact value, camelCase names, declared outputs."""

from tests.fields.service import ASK, Field, Job, Rows, Tool, equal, find, listing, number, rows_of, text

ROWS = {
    "vehicles": rows_of(
        "vehicleId plate driver depot status mileage nextService",
        "V1|AB 100|Nora|Harbour|available|52000|2026-03-02",
        "V2|AB 200|Ravi|Harbour|in service|91000|2026-04-11",
        "V3|CD 300|Nora|Airport|available|12000|2026-03-28",
        "V4|CD 400|Paul|Airport|retired|180000|2025-11-01",
        "V5|EF 500|Ravi|Harbour|available|67000|2026-03-13",
    ),
    "trips": rows_of(
        "tripId vehicleId destination departure passengers",
        "T1|V1|Lyon|2026-03-09T08:00:00|3",
        "T2|V3|Bern|2026-03-12T07:30:00|6",
        "T3|V1|Lyon|2026-03-13T08:00:00|2",
        "T4|V5|Turin|2026-03-13T14:00:00|5",
        "T5|V3|Bern|2026-03-18T07:30:00|1",
        "T6|V2|Nice|2026-04-02T06:00:00|4",
    ),
}


def vehicles(rows: Rows, depot: str = "", status: str = "") -> object:
    return {"vehicles": equal(rows["vehicles"], {"depot": depot, "status": status})}


def trips(rows: Rows, vehicleId: str = "", departsAfter: str = "", departsBefore: str = "") -> object:
    found = equal(rows["trips"], {"vehicleId": vehicleId})
    return {"trips": [row for row in found if (not departsAfter or row["departure"] >= departsAfter) and (not departsBefore or row["departure"] <= departsBefore)]}


def change(rows: Rows, vehicleId: str, **values: object) -> object:
    find(rows["vehicles"], "vehicleId", vehicleId).update(values)
    return {}


def cancel(rows: Rows, tripId: str) -> object:
    rows["trips"].remove(find(rows["trips"], "tripId", tripId))
    return {}


def move(rows: Rows, tripId: str, departure: str) -> object:
    find(rows["trips"], "tripId", tripId)["departure"] = departure
    return {}


VID, TID, AT = text("Id of the vehicle."), text("Id of the trip."), text(format="date-time")
VAN = {"plate": text(), "driver": text(), "depot": text(), "status": text(), "mileage": number(), "nextService": text(format="date")}
FIELD = Field(
    "fleet", ROWS,
    (
        Tool("listVehicles", "List vehicles, optionally of one depot or with one status.", {"depot": text(), "status": text(enum=["available", "in service", "retired"])}, vehicles, outputs=listing("vehicles", vehicleId=VID, **VAN)),
        Tool("updateVehicle", "Change properties of a vehicle.", {"vehicleId": VID, **VAN}, change, ("vehicleId",)),
        Tool("listTrips", "List trips.", {"vehicleId": VID, "departsAfter": AT, "departsBefore": AT}, trips, outputs=listing("trips", tripId=TID, vehicleId=VID, destination=text(), departure=AT, passengers=number())),
        Tool("cancelTrip", "Cancel a trip.", {"tripId": TID}, cancel, ("tripId",)),
        Tool("rescheduleTrip", "Move a trip to another departure.", {"tripId": TID, "departure": AT}, move, ("tripId", "departure")),
    ),
    (
        Job("Cancel all future trips to Bern", [("cancelTrip", {"tripId": "T2"}), ("cancelTrip", {"tripId": "T5"})]),
        Job("Cancel the next trip to Lyon", [("cancelTrip", {"tripId": "T3"})]),
        Job("Reschedule the trip to Turin to March 14 at 9:00", [("rescheduleTrip", {"tripId": "T4", "departure": "2026-03-14T09:00:00"})]),
        Job("Push the trip to Nice back by 2 hours", [("rescheduleTrip", {"tripId": "T6", "departure": "2026-04-02T08:00:00"})]),
        Job("Move all available vehicles of the Harbour depot to the Airport depot", [("updateVehicle", {"vehicleId": "V1", "depot": "Airport"}), ("updateVehicle", {"vehicleId": "V5", "depot": "Airport"})]),
        Job("Set the status of the vehicle with the highest mileage in the Harbour depot to retired", [("updateVehicle", {"vehicleId": "V2", "status": "retired"})]),
        Job("Give all of Nora's vehicles to Paul", [("updateVehicle", {"vehicleId": "V1", "driver": "Paul"}), ("updateVehicle", {"vehicleId": "V3", "driver": "Paul"})]),
        Job("Cancel the trips to Madrid", []),
        Job("If there are no trips to Turin next week, set the status of vehicle AB 200 to retired", [("updateVehicle", {"vehicleId": "V2", "status": "retired"})]),
        Job("If there are no trips to Turin this week, set the status of vehicle AB 200 to retired", []),
        Job("Cancel the trip to Bern", ASK),
        Job("Cancel all trips on March 13 after 12:00", [("cancelTrip", {"tripId": "T4"})]),
        Job("Cancel the last trip in March and set the driver of vehicle EF 500 to Nora", [("cancelTrip", {"tripId": "T5"}), ("updateVehicle", {"vehicleId": "V5", "driver": "Nora"})]),
    ),
)
