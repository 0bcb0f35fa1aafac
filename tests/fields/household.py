"""A smart home: entity ids that tell their kind, domain.service names, states with nested attributes, nothing declared.

Left out until the morning of 2026-11-29.  Written without reading the planner, and before it was run.
At first sight: 14 of 36 right and none harmed without runs, 14 and 1 with ten, 17 and 1 with all.
"""

from typing import Any

from tests.fields.checks import boolean, clock, one_of, whole
from tests.fields.service import (
    ASK,
    Call,
    Field,
    Job,
    Past,
    Refusal,
    Row,
    Rows,
    Tool,
    equal,
    find,
    number,
    rows_of,
    text,
)

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KINDS = ("light", "climate", "cover", "lock", "switch", "vacuum", "sensor")


def entities(named: str, *lines: str) -> list[Row]:
    """`entities("brightness_pct", "light.hall|Hall light|Hall|on|60")`: the last column is what the attributes hold."""
    names, rows = named.split(), []
    for line in lines:
        entity_id, name, area, state, *values = line.split("|")
        told = [float(one) if "." in one else int(one) for one in values]
        rows.append({"entity_id": entity_id, "name": name, "area": area, "state": state, "attributes": dict(zip(names, told, strict=True))})
    return rows


ROWS: Rows = {
    "states": [
        *entities(
            "brightness_pct",
            "light.kitchen_ceiling|Kitchen ceiling light|Kitchen|on|80",
            "light.kitchen_counter|Counter lights|Kitchen|off|0",
            "light.living_floor|Floor lamp|Living room|on|40",
            "light.living_reading|Reading lamp|Living room|on|100",
            "light.bedroom_ceiling|Bedroom ceiling light|Bedroom|off|0",
            "light.bedside_mia|Mia's bedside lamp|Bedroom|off|0",
            "light.hall|Hall light|Hall|on|60",
            "light.garden_path|Path lights|Garden|off|0",
            "light.nursery|Night light|Nursery|on|10",
        ),
        *entities(
            "temperature current_temperature",
            "climate.living|Living room radiator|Living room|heat|21.0|19.5",
            "climate.bedroom|Bedroom radiator|Bedroom|heat|18.0|18.2",
            "climate.bathroom|Bathroom heating|Bathroom|heat|22.0|20.1",
            "climate.study|Study radiator|Study|off|19.0|15.5",
            "climate.nursery|Nursery radiator|Nursery|heat|20.0|20.4",
        ),
        *entities(
            "position",
            "cover.living_left|Left blind|Living room|open|100",
            "cover.living_right|Right blind|Living room|open|100",
            "cover.bedroom|Bedroom blind|Bedroom|closed|0",
            "cover.study|Study blind|Study|open|50",
            "cover.garage|Garage door|Garage|open|100",
        ),
        *entities(
            "battery",
            "lock.front|Front door|Hall|locked|64",
            "lock.back|Back door|Kitchen|unlocked|12",
            "lock.shed|Shed door|Garden|unlocked|35",
            "vacuum.robbie|Robbie|Living room|docked|100",
            "sensor.study_window|Study window|Study|open|81",
            "sensor.nursery_window|Nursery window|Nursery|closed|77",
        ),
        *entities(
            "",
            "switch.coffee|Coffee machine|Kitchen|on",
            "switch.dehumidifier|Dehumidifier|Cellar|off",
            "switch.sprinkler|Sprinkler|Garden|off",
            "sensor.washing_machine|Washing machine|Cellar|finished",
        ),
    ],
    "automations": [{**row, "days": row["days"].split()} for row in rows_of(
        "automation_id alias enabled time days",
        "a1|Morning coffee|true|06:45|mon tue wed thu fri",
        "a2|Blinds up|true|07:30|mon tue wed thu fri sat sun",
        "a3|Evening lights|true|18:30|mon tue wed thu fri sat sun",
        "a4|Night lock-up|false|22:30|mon tue wed thu fri sat sun",
        "a5|Vacuum round|true|10:00|tue fri",
        "a6|Holiday lights|false|19:00|mon tue wed thu fri sat sun",
        "a7|Garden watering|false|05:30|mon wed fri",
    )],
    "people": rows_of(
        "person name presence",
        "mia|Mia|home",
        "jonas|Jonas|away",
        "leo|Leo|away",
        "gerda|Grandma Gerda|home",
    ),
    "messages": [],
}


def entity(rows: Rows, kind: str, entity_id: object) -> Row:
    if not str(entity_id).startswith(f"{kind}."):
        raise Refusal(f"{entity_id} is no {kind}")
    return find(rows["states"], "entity_id", entity_id)


def put(rows: Rows, kind: str, entity_id: object, state: str, **attributes: object) -> object:
    row = entity(rows, kind, entity_id)
    row["state"] = state
    row["attributes"].update(attributes)
    return row


def states(rows: Rows, domain: str = "", area: str = "") -> object:
    one_of(domain, "", *KINDS)
    return [row for row in equal(rows["states"], {"area": area}) if row["entity_id"].startswith(f"{domain}." if domain else "")]


def light_on(rows: Rows, entity_id: str, brightness_pct: int = 100) -> object:
    return put(rows, "light", entity_id, "on", brightness_pct=whole(brightness_pct, 1, 100))


def temperature_of(told: object) -> float:
    if isinstance(told, bool) or not isinstance(told, int | float) or not 7 <= told <= 28:
        raise Refusal("temperatures are from 7 to 28 degrees")
    return round(told * 2) / 2


def set_temperature(rows: Rows, entity_id: str, temperature: float) -> object:
    row = entity(rows, "climate", entity_id)
    row["attributes"]["temperature"] = temperature_of(temperature)
    return row


def set_position(rows: Rows, entity_id: str, position: int) -> object:
    return put(rows, "cover", entity_id, "open" if whole(position, 0, 100) else "closed", position=position)


def days_of(told: Any) -> list[str]:
    if not isinstance(told, list) or not told or [one for one in told if one not in WEEK]:
        raise Refusal(f"days are a list of {', '.join(WEEK)}")
    return [day for day in WEEK if day in told]


def update_automation(rows: Rows, automation_id: str, **fields: object) -> object:
    row = find(rows["automations"], "automation_id", automation_id)
    checks = {"alias": str, "enabled": boolean, "time": clock, "days": days_of}
    if not fields or {*fields} - {*checks}:
        raise Refusal("nothing that can be changed was given")
    row.update({name: checks[name](value) for name, value in fields.items()})
    return row


def delete_automation(rows: Rows, automation_id: str) -> object:
    rows["automations"].remove(find(rows["automations"], "automation_id", automation_id))
    return {}


def notify(rows: Rows, person: str, message: str) -> object:
    rows["messages"].append({"person": find(rows["people"], "person", person)["person"], "message": str(message)})
    return {}


def lit(brightness: int, *lights: str) -> list[Call]:
    return [("light.turn_on", {"entity_id": f"light.{one}", "brightness_pct": brightness}) for one in lights]


def each(service: str, *names: str, **more: object) -> list[Call]:
    """`each("lock.lock", "back")` locks `lock.back`."""
    return [(service, {"entity_id": f"{service.split('.')[0]}.{one}", **more}) for one in names]


def warm(degrees: float, *rooms: str) -> list[Call]:
    return each("climate.set_temperature", *rooms, temperature=degrees)


def at(position: int, *covers: str) -> list[Call]:
    return each("cover.set_position", *covers, position=position)


def auto(automation: int, **fields: object) -> list[Call]:
    return [("automation.update", {"automation_id": f"a{automation}", **fields})]


def told(message: str, *people: str) -> list[Call]:
    return [("notify.send", {"person": one, "message": message}) for one in people]


def see(**filters: str) -> Call:
    return "states.list", filters


AUTOMATIONS, PEOPLE, ENTITY = ("automation.list", {}), ("person.list", {}), text("e.g. light.hall")
ID = ("entity_id",)
TOOLS = (
    Tool("states.list", "Returns the current state of the entities in your home. What an entity is you can tell by the part of its id before the dot; attributes depend on that. Can be narrowed down to one domain and to one area (room).", {"domain": text(enum=list(KINDS)), "area": text("Room, e.g. Kitchen")}, states),
    Tool("light.turn_on", "Turns a light on, or changes how bright it is.", {"entity_id": ENTITY, "brightness_pct": number("Brightness in percent, 100 if you leave it out", minimum=1, maximum=100)}, light_on, ID),
    Tool("light.turn_off", "Turns a light off.", {"entity_id": ENTITY}, lambda rows, entity_id: put(rows, "light", entity_id, "off", brightness_pct=0), ID),
    Tool("climate.set_temperature", "Sets the target temperature of a radiator or other heating.", {"entity_id": ENTITY, "temperature": {"type": "number", "description": "°C, in half degrees"}}, set_temperature, ("entity_id", "temperature")),
    Tool("climate.set_mode", "Switches heating on (heat) or off; the target temperature is kept.", {"entity_id": ENTITY, "mode": text(enum=["heat", "off"])}, lambda rows, entity_id, mode: put(rows, "climate", entity_id, one_of(mode, "heat", "off")), ("entity_id", "mode")),
    Tool("cover.set_position", "Moves a blind or the garage door. 0 is closed, 100 is fully open.", {"entity_id": ENTITY, "position": number(minimum=0, maximum=100)}, set_position, ("entity_id", "position")),
    Tool("lock.lock", "Locks a door.", {"entity_id": ENTITY}, lambda rows, entity_id: put(rows, "lock", entity_id, "locked"), ID),
    Tool("lock.unlock", "Unlocks a door.", {"entity_id": ENTITY}, lambda rows, entity_id: put(rows, "lock", entity_id, "unlocked"), ID),
    Tool("switch.turn_on", "Turns on whatever is plugged into a switch.", {"entity_id": ENTITY}, lambda rows, entity_id: put(rows, "switch", entity_id, "on"), ID),
    Tool("switch.turn_off", "Turns off whatever is plugged into a switch.", {"entity_id": ENTITY}, lambda rows, entity_id: put(rows, "switch", entity_id, "off"), ID),
    Tool("vacuum.start", "Starts or resumes a cleaning run.", {"entity_id": ENTITY}, lambda rows, entity_id: put(rows, "vacuum", entity_id, "cleaning"), ID),
    Tool("automation.list", "Lists the automations with the time and the days at which they run.", {}, lambda rows: rows["automations"]),
    Tool("automation.update", "Changes an automation. Only what is given is changed.", {"automation_id": text(), "alias": text("Name"), "enabled": {"type": "boolean", "description": "false keeps it but does not run it"}, "time": text("HH:MM, local time"), "days": {"type": "array", "items": text(enum=list(WEEK))}}, update_automation, ("automation_id",)),
    Tool("automation.delete", "Deletes an automation.", {"automation_id": text()}, delete_automation, ("automation_id",)),
    Tool("person.list", "Lists the people of the household and whether they are at home.", {}, lambda rows: rows["people"]),
    Tool("notify.send", "Sends a push message to somebody's phone.", {"person": text("Short name of the person"), "message": text()}, notify, ("person", "message")),
)
JOBS = (
    Job("Turn off the hall light", each("light.turn_off", "hall")),
    Job("Dim the floor lamp to 20 percent", lit(20, "living_floor")),
    Job("It's freezing in the bathroom, make it 24 degrees please", warm(24, "bathroom")),
    Job("lock the back door", each("lock.lock", "back")),
    Job("The sun is blinding me. Close both blinds in the living room", at(0, "living_left", "living_right")),
    Job("Could you put the study blind at 25%?", at(25, "study")),
    Job("We're going out: all the lights in the kitchen and the living room off, please", each("light.turn_off", "kitchen_ceiling", "living_floor", "living_reading")),
    Job("Lock everything that's unlocked", each("lock.lock", "back", "shed")),
    Job("Two degrees warmer in the living room please", warm(23, "living")),
    Job("I'll be working in the study today, so put the heating on in there and set it to 20.5 degrees", [*each("climate.set_mode", "study", mode="heat"), *warm(20.5, "study")]),
    Job("coffee machine off", each("switch.turn_off", "coffee")),
    Job("The cellar smells damp again, could you get the dehumidifier going?", each("switch.turn_on", "dehumidifier")),
    Job("Start Robbie", each("vacuum.start", "robbie")),
    Job("I have to get up earlier from now on, so Morning coffee should run at 6:15", auto(1, time="06:15")),
    Job("Switch Night lock-up on and let it run at 11 pm", auto(4, enabled=True, time="23:00")),
    Job("The vacuum round is on Tuesdays and Thursdays now, no longer on Fridays", auto(5, days=["tue", "thu"])),
    Job("Christmas is long over, the holiday lights automation can be deleted", [("automation.delete", {"automation_id": "a6"})]),
    Job("Tell Jonas 'Dinner is at seven'", told("Dinner is at seven", "jonas")),
    Job("If the washing machine has finished, let Mia know: 'The laundry is done'", told("The laundry is done", "mia")),
    Job("If the nursery window is open, switch the radiator in the nursery off", []),
    Job("Whoever is out should get the message 'It is snowing, drive carefully'", told("It is snowing, drive carefully", "jonas", "leo")),
    Job("Send 'Cake is ready' to everybody except Jonas", told("Cake is ready", "mia", "leo", "gerda")),
    Job("Where a room is already warmer than its target temperature, turn the heating off", each("climate.set_mode", "bedroom", "nursery", mode="off")),
    Job("The brightest light in the living room should go down to 50 percent", lit(50, "living_reading")),
    Job("Path lights on and the garage door closed, please", [*lit(100, "garden_path"), *at(0, "garage")]),
    Job("We're away for a week, so every radiator that is heating goes down to 16 degrees", warm(16, "living", "bedroom", "bathroom", "nursery")),
    Job("Dim the hall light to 30, no, wait, to 25 percent", lit(25, "hall")),
    Job("Set the nursery radiator to 19 degrees, and the same for the bedroom", warm(19, "nursery", "bedroom")),
    Job("Please make sure that the front door is locked", []),
    Job("How warm is it in the study right now?", [], shows=("15.5",)),
    Job("At what time do the blinds go up?", [], shows=("07:30",)),
    Job("Which windows are open?", [], shows=("Study window",)),
    Job("Set the blind to 30 percent", ASK),
    Job("Turn the sauna on", ASK),
    Job("Change the temperature in the bedroom", ASK),
    Job("Order a new filter for the kitchen hood", ASK),
)
PASTS = (
    Past("Turn the night light off", [see(domain="light")], each("light.turn_off", "nursery")),
    Past("Dim the reading lamp to 60 percent", [see(domain="light")], lit(60, "living_reading")),
    Past("It's too hot in the bedroom, make it 17 degrees", [see(domain="climate", area="Bedroom")], warm(17, "bedroom")),
    Past("unlock the front door", [see(domain="lock")], each("lock.unlock", "front")),
    Past("Lock the shed please", [see(domain="lock")], each("lock.lock", "shed")),
    Past("Open the bedroom blind", [see(domain="cover")], at(100, "bedroom")),
    Past("All lights in the living room off", [see(domain="light", area="Living room")], each("light.turn_off", "living_floor", "living_reading")),
    Past("Half a degree warmer in the nursery please", [see(domain="climate", area="Nursery")], warm(20.5, "nursery")),
    Past("We don't need the bathroom heating any more today, turn it off", [see(domain="climate")], each("climate.set_mode", "bathroom", mode="off")),
    Past("sprinkler on", [see(domain="switch")], each("switch.turn_on", "sprinkler")),
    Past("Garden watering should start at six", [AUTOMATIONS], auto(7, time="06:00")),
    Past("Switch the evening lights automation off for now", [AUTOMATIONS], auto(3, enabled=False)),
    Past("Blinds up only on weekdays please", [AUTOMATIONS], auto(2, days=["mon", "tue", "wed", "thu", "fri"])),
    Past("Tell Leo 'Please feed the cat'", [PEOPLE], told("Please feed the cat", "leo")),
    Past("Everybody who is at home gets 'The parcel is here'", [PEOPLE], told("The parcel is here", "mia", "gerda")),
    Past("If the study window is open, close the study blind", [see(area="Study")], at(0, "study")),
    Past("Is the garage door closed?", [see(domain="cover")], []),
)
FIELD = Field("household", ROWS, TOOLS, JOBS, PASTS)
