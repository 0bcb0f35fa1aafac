"""An open-air pool with its pumps, heaters, lamps, gates and sensors, in the manner of a hub for homes: states and services.

Everything is an entity, known by its kind and name; its state is a text, numbers too, and what else is known of it stands in
its attributes.  Each kind has services that are called with a target - one entity, several, or a whole area - and answer with
what changed.  No outputs are declared, and hardly anything is described.

lido (one of six fields by one hand).  Written on 2026-11-29 without reading the planner, and before it was run.  Developed on since
2026-11-30.
"""

from collections.abc import Callable
from typing import Any

from tests.fields.checks import body, texts, words
from tests.fields.service import ASK, NOW, Absent, Call, Field, Job, Past, Refusal, Row, Rows, Tool, find, number, text

BEFORE = "2026-03-11T06:00:00+00:00"


def entity(entity_id: str, state: str, name: str, **more: Any) -> Row:
    return {"entity_id": entity_id, "state": state, "attributes": {"friendly_name": name, **more}, "last_changed": BEFORE}


def sensor(name: str, state: str, title: str, unit: str) -> Row:
    return entity(f"sensor.{name}", state, title, unit_of_measurement=unit)


ROWS: Rows = {
    "entities": [
        entity("heater.main_pool", "heat", "Main pool heater", temperature=24, current_temperature=23.1, min_temp=15, max_temp=32),
        entity("heater.toddler_pool", "heat", "Toddler pool heater", temperature=30, current_temperature=29.5, min_temp=15, max_temp=34),
        entity("heater.showers", "heat", "Shower heater", temperature=38, current_temperature=37.2, min_temp=30, max_temp=45),
        entity("heater.sauna", "off", "Sauna oven", temperature=80, current_temperature=18.4, min_temp=50, max_temp=95),
        entity("pump.main_pool", "on", "Main pool pump", percentage=60),
        entity("pump.toddler_pool", "on", "Toddler pool pump", percentage=40),
        entity("pump.slide", "on", "Slide pump", percentage=75),
        entity("pump.footbath", "off", "Footbath pump", percentage=0),
        entity("lamp.main_pool", "off", "Underwater lamps", brightness_pct=0),
        entity("lamp.car_park", "off", "Car park lamps", brightness_pct=0),
        entity("lamp.entrance", "on", "Entrance lamp", brightness_pct=80),
        entity("lamp.ladies", "on", "Ladies' changing room", brightness_pct=100),
        entity("lamp.gents", "on", "Gents' changing room", brightness_pct=100),
        entity("lamp.sauna", "unavailable", "Sauna lamp"),
        entity("blind.awning_east", "open", "East awning", current_position=100),
        entity("blind.awning_west", "open", "West awning", current_position=60),
        entity("blind.kiosk", "closed", "Kiosk shutter", current_position=0),
        entity("blind.pool_cover", "closed", "Main pool cover", current_position=0),
        entity("gate.main", "unlocked", "Main gate"),
        entity("gate.staff", "locked", "Staff door"),
        entity("gate.plant_room", "locked", "Plant room"),
        entity("gate.slide_steps", "unlocked", "Slide steps"),
        sensor("main_pool_chlorine", "0.7", "Main pool chlorine", "mg/l"),
        sensor("toddler_pool_chlorine", "0.4", "Toddler pool chlorine", "mg/l"),
        sensor("wind", "41", "Wind", "km/h"),
        sensor("visitors", "132", "Visitors today", "people"),
    ],
    "areas": [{"area_id": key, "name": name, "entities": of.split()} for key, name, of in (
        ("main_pool", "Main pool", "heater.main_pool pump.main_pool lamp.main_pool blind.pool_cover sensor.main_pool_chlorine"),
        ("toddler_pool", "Toddler pool", "heater.toddler_pool pump.toddler_pool sensor.toddler_pool_chlorine"),
        ("slide", "Slide", "pump.slide gate.slide_steps"),
        ("changing_rooms", "Changing rooms", "heater.showers lamp.ladies lamp.gents pump.footbath"),
        ("sauna", "Sauna", "heater.sauna lamp.sauna"),
        ("terrace", "Terrace", "blind.awning_east blind.awning_west blind.kiosk"),
        ("entrance", "Entrance", "gate.main gate.staff lamp.entrance lamp.car_park"),
    )],
    "people": [{"entity_id": f"person.{key}", "name": name, "role": role} for key, name, role in (("olga", "Olga Reis", "lifeguard"), ("ben", "Ben Achterberg", "lifeguard"), ("benno", "Benno Frey", "technician"))],
    "sent": [],
}


def listed(told: object) -> list[str]:
    return [told] if isinstance(told, str) else texts(told)


def targeted(rows: Rows, kind: str, target: object) -> list[Row]:
    """The entities of this kind that a target speaks of: by their ids, or by the areas where they are."""
    asked = body(target)
    if not asked or {*asked} - {"entity_id", "area_id"}:
        raise Refusal("must contain at least one of entity_id, area_id")
    areas = [find(rows["areas"], "area_id", one) for one in listed(asked.get("area_id", []))]
    ids = [*listed(asked.get("entity_id", [])), *(one for area in areas for one in area["entities"] if one.startswith(f"{kind}."))]
    found = [find(rows["entities"], "entity_id", one) for one in ids]
    if not found or [one for one in found if not one["entity_id"].startswith(f"{kind}.")]:
        raise Refusal(f"no entities of {kind}")
    return [one for one in found if one["state"] != "unavailable"]


def brought(found: list[Row], state: str | Callable[[Row], str], **attributes: Any) -> list[Row]:
    """The entities in this state; what they are told only counts as a change where it is one."""
    changed = []
    for row in found:
        to = state if isinstance(state, str) else state(row)
        if (to, {**row["attributes"], **attributes}) != (row["state"], row["attributes"]):
            row.update(state=to, attributes={**row["attributes"], **attributes}, last_changed=f"{NOW}+00:00")
            changed.append(row)
    return changed


def between(told: object, least: float, most: float) -> float:
    if isinstance(told, bool) or not isinstance(told, int | float) or not least <= told <= most:
        raise Refusal(f"expected a number from {least} to {most}")
    return told


def get_state(rows: Rows, entity_id: str) -> object:
    for row in rows["entities"]:
        if row["entity_id"] == entity_id:
            return row
    raise Absent("Entity not found.")


def set_temperature(rows: Rows, target: Row, temperature: float) -> object:
    found = targeted(rows, "heater", target)
    for row in found:
        between(temperature, row["attributes"]["min_temp"], row["attributes"]["max_temp"])
    return brought(found, lambda row: row["state"], temperature=temperature)


def set_mode(rows: Rows, target: Row, mode: str) -> object:
    if mode not in ("heat", "off"):
        raise Refusal("value must be one of ['heat', 'off']")
    return brought(targeted(rows, "heater", target), mode)


def pump_on(rows: Rows, target: Row, percentage: int | None = None) -> object:
    found, more = targeted(rows, "pump", target), {} if percentage is None else {"percentage": between(percentage, 1, 100)}
    return [one for row in found for one in brought([row], "on", **(more or {"percentage": row["attributes"]["percentage"] or 50}))]


def lamp_on(rows: Rows, target: Row, brightness_pct: int = 100) -> object:
    return brought(targeted(rows, "lamp", target), "on", brightness_pct=between(brightness_pct, 1, 100))


def position(rows: Rows, target: Row, position: int) -> object:
    return brought(targeted(rows, "blind", target), "open" if between(position, 0, 100) else "closed", current_position=position)


def send(rows: Rows, target: str, message: str) -> object:
    rows["sent"].append({"to": find(rows["people"], "entity_id", target)["entity_id"], "message": words(message)})
    return []


def on(service: str, *ids: str, **data: Any) -> Call:
    kind = service.partition(".")[0]
    return service, {"target": {"entity_id": [f"{kind}.{one}" for one in ids]}, **data}


def area(service: str, area_id: str, **data: Any) -> Call:
    return service, {"target": {"area_id": area_id}, **data}


def sent(who: str, message: str) -> Call:
    return "notify.send_message", {"target": f"person.{who}", "message": message}


SEVERAL = {"anyOf": [text(), {"type": "array", "items": text()}]}
TARGET = {"target": {"type": "object", "properties": {"entity_id": SEVERAL, "area_id": SEVERAL}}}
PERCENT = number(minimum=0, maximum=100)


def service(name: str, describes: str, do: Callable[..., Any], **data: Any) -> Tool:
    needed = [key for key in data if key in ("temperature", "mode", "position")]
    return Tool(name, describes, {**TARGET, **data}, do, ("target", *needed))


TOOLS = (
    Tool("states", "All states.", {}, lambda rows: rows["entities"]),
    Tool("state", "One state.", {"entity_id": text()}, get_state, ("entity_id",)),
    Tool("areas", "Areas and what is in them.", {}, lambda rows: rows["areas"]),
    Tool("people", "Who works here.", {}, lambda rows: rows["people"]),
    service("heater.set_temperature", "Set target temperature.", set_temperature, temperature={"type": "number"}),
    service("heater.set_mode", "Set mode.", set_mode, mode=text(enum=["heat", "off"])),
    service("pump.turn_on", "Turn on.", pump_on, percentage=PERCENT),
    service("pump.turn_off", "Turn off.", lambda rows, target: brought(targeted(rows, "pump", target), "off", percentage=0)),
    service("lamp.turn_on", "Turn on.", lamp_on, brightness_pct=PERCENT),
    service("lamp.turn_off", "Turn off.", lambda rows, target: brought(targeted(rows, "lamp", target), "off", brightness_pct=0)),
    service("blind.set_position", "0 is closed, 100 is open.", position, position=PERCENT),
    service("gate.lock", "Lock.", lambda rows, target: brought(targeted(rows, "gate", target), "locked")),
    service("gate.unlock", "Unlock.", lambda rows, target: brought(targeted(rows, "gate", target), "unlocked")),
    Tool("notify.send_message", "Message a person.", {"target": text(), "message": text()}, send, ("target", "message")),
)
JOBS = (
    Job("Heat the toddler pool to 31 degrees please", [on("heater.set_temperature", "toddler_pool", temperature=31)]),
    Job("It's getting dark, could you light the car park and the water in the main pool?", [on("lamp.turn_on", "car_park", "main_pool")]),
    Job("Lock up everything that isn't locked yet", [on("gate.lock", "main", "slide_steps")]),
    Job("The lamp at the entrance is far too bright, 30% will do", [on("lamp.turn_on", "entrance", brightness_pct=30)]),
    Job("Nobody's allowed on the slide today. Stop its pump and lock the steps", [on("pump.turn_off", "slide"), on("gate.lock", "slide_steps")]),
    Job("Roll the cover off the main pool and let the staff in", [on("blind.set_position", "pool_cover", position=100), on("gate.unlock", "staff")]),
    Job("How warm is the water in the main pool right now?", [], shows=("23.1",)),
    Job("Lights out in both changing rooms", [area("lamp.turn_off", "changing_rooms")]),
    Job('Fire up the sauna, 85 degrees, and tell Olga "Sauna is ready at noon"', [on("heater.set_mode", "sauna", mode="heat"), on("heater.set_temperature", "sauna", temperature=85), sent("olga", "Sauna is ready at noon")]),
    Job("Every pump that's running faster than 50% should go down to 50", [on("pump.turn_on", "main_pool", "slide", percentage=50)]),
    Job("If the wind is stronger than 40 km/h pull both awnings in, otherwise open the west one fully", [on("blind.set_position", "awning_east", "awning_west", position=0)]),
    Job('Wherever there is less than 0.5 mg/l of chlorine in the water, turn the heater off and send the lifeguards "Keep everybody out"', [on("heater.set_mode", "toddler_pool", mode="off"), sent("olga", "Keep everybody out"), sent("ben", "Keep everybody out")]),
    Job("Turn the heating up to 32", ASK),
    Job("Book the sauna for six people on Friday evening", ASK),
)
STATES, AREAS, PEOPLE = ("states", {}), ("areas", {}), ("people", {})
PASTS = (
    Past("showers down to 36 degrees", [STATES], [on("heater.set_temperature", "showers", temperature=36)]),
    Past("Switch the main pool's heating off", [STATES], [on("heater.set_mode", "main_pool", mode="off")]),
    Past("Get the footbath going at 20%", [STATES], [on("pump.turn_on", "footbath", percentage=20)]),
    Past("The toddler pool pump has to stop", [("state", {"entity_id": "pump.toddler_pool"})], [on("pump.turn_off", "toddler_pool")]),
    Past("Put the entrance lights out", [AREAS], [area("lamp.turn_off", "entrance")]),
    Past("Half open the kiosk shutter", [STATES], [on("blind.set_position", "kiosk", position=50)]),
    Past("Unlock the plant room and lock the main gate", [STATES], [on("gate.unlock", "plant_room"), on("gate.lock", "main")]),
    Past('Let Benno Frey know: "The filter is clogged"', [PEOPLE], [sent("benno", "The filter is clogged")]),
)
FIELD = Field("lido", ROWS, TOOLS, JOBS, PASTS)
