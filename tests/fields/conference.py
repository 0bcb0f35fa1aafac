"""A conference behind one generic API: every kind of record has `type`, `id`, attributes and relationships, as JSON:API has them.

Written without reading the planner, and before it was run; it was left out until all of it had failed in the same way.
At first sight: 1 of 36 right and none harmed without runs, with ten and with all.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.fields.checks import array, boolean, clock, day, one_of, shape, whole, words
from tests.fields.service import ASK, Call, Field, Job, Past, Refusal, Row, Rows, Tool, find, number, rows_of, text


def resources(attributes: str, relationships: Mapping[str, str], *lines: str) -> list[Row]:
    """`resources("name", {"room": "rooms", "speakers": "speakers*"}, "301|Keynote|1|51 52")`: a star for many."""
    held = []
    for row in rows_of(f"id {attributes} {' '.join(relationships)}", *lines):
        related = {}
        for name, kind in relationships.items():
            told = [{"type": kind.strip("*"), "id": one} for one in str(row[name]).split()]
            related[name] = {"data": told if kind.endswith("*") else told[0] if told else None}
        values = {name: None if row[name] == "" else row[name] for name in attributes.split()}
        held.append({"id": str(row["id"]), "attributes": values, "relationships": related})
    return held


ROWS: Rows = {
    "talks": resources(
        "title status format day starts minutes recorded", {"speakers": "speakers*", "room": "rooms", "track": "tracks"},
        "301|What Maps Forget|accepted|talk|2026-05-11|09:30|45|true|51|1|1",
        "302|Threat Modelling for Two|accepted|workshop|2026-05-11|11:00|90|false|54 55|2|3",
        "303|CSS Without Tears|accepted|talk|2026-05-11|11:00|30|true|52|4|2",
        "304|Hiring Kindly|submitted|lightning|||10|false|53||4",
        "305|Streams at Scale|accepted|talk|2026-05-11|14:00|30|true|54|1|1",
        "306|Passkeys in Practice|accepted|talk|2026-05-12|10:00|30|true|56|5|3",
        "307|Soldering Night|accepted|workshop|2026-05-12|18:00|120|false|57|3|4",
        "308|Static Sites Again|submitted|talk|||30|false|52||2",
        "309|The Polite Crawler|rejected|talk|||30|false|57||2",
        "310|Queues Explained|submitted|lightning|||10|false|55||1",
        "311|Remote by Default|accepted|talk|2026-05-12|11:00|30|true|53|4|4",
        "312|Audit Logs You Can Read|withdrawn|talk|||30|false|56||3",
    ),
    "speakers": resources(
        "name email company dietary hotel_nights confirmed", {},
        "51|Aiko Tanaka|aiko@lumen.example|Lumen Labs|vegan|2|true",
        "52|Ben Achebe|ben.achebe@post.example|Northgate|none|1|true",
        "53|Carla Ruiz|carla@ruiz.example||vegetarian|0|false",
        "54|Devika Shah|devika@orbit.example|Orbit|none|3|true",
        "55|Emil Novak|emil@orbit.example|Orbit|gluten-free|0|false",
        "56|Fiona Walsh|fiona.walsh@post.example|City University|none|2|true",
        "57|Grigor Petrov|grigor@petrov.example||vegan|1|false",
    ),
    "rooms": resources("name capacity streaming", {}, "1|Aula|400|true", "2|Lab 1|40|false", "3|Lab 2|30|false", "4|Terrace|120|false", "5|Cellar|80|true"),
    "tracks": resources("name colour", {}, "1|Data|blue", "2|Web|orange", "3|Security|red", "4|People|green"),
    "attendees": resources(
        "name email ticket checked_in", {"workshops": "talks*"},
        "801|Lena Fox|lena.fox@post.example|student|false|302",
        "802|Marc Oduya|marc@oduya.example|standard|false|302 307",
        "803|Nina Berg|nina@berg.example|vip|true|",
        "804|Omar Said|omar.said@post.example|standard|false|307",
        "805|Paula Kim|paula@kim.example|student|false|",
        "806|Quentin Roy|q.roy@post.example|vip|false|302",
        "807|Rita Fox|rita.fox@post.example|standard|false|",
    ),
    "mailings": [],
}
TYPES = ("talks", "speakers", "rooms", "tracks", "attendees")
Check = Callable[[Any], object]


def among(*allowed: str) -> Check:
    return lambda told: one_of(told, *allowed)


def between(least: int, most: int) -> Check:
    return lambda told: whole(told, least, most)


ATTRIBUTES: Mapping[str, Mapping[str, tuple[Check, object]]] = {
    "talks": {
        "title": (words, None), "status": (among("submitted", "accepted", "rejected", "withdrawn"), "submitted"),
        "format": (among("talk", "workshop", "lightning"), "talk"), "day": (day, None), "starts": (clock, None),
        "minutes": (between(5, 240), 30), "recorded": (boolean, False),
    },
    "speakers": {
        "name": (words, None), "email": (words, None), "company": (words, None),
        "dietary": (among("none", "vegetarian", "vegan", "gluten-free"), "none"), "hotel_nights": (between(0, 7), 0), "confirmed": (boolean, False),
    },
    "rooms": {"name": (words, None), "capacity": (between(1, 2000), 1), "streaming": (boolean, False)},
    "tracks": {"name": (words, None), "colour": (words, None)},
    "attendees": {"name": (words, None), "email": (words, None), "ticket": (among("standard", "student", "vip"), "standard"), "checked_in": (boolean, False)},
}  # fmt: skip
"""How each attribute is looked at, and what it is when a new record does not tell it."""
RELATIONSHIPS = {
    "talks": {"speakers": "speakers*", "room": "rooms", "track": "tracks"}, "speakers": {}, "rooms": {}, "tracks": {},
    "attendees": {"workshops": "talks*"},
}  # fmt: skip


def mapping(told: object, what: str) -> Mapping[str, Any]:
    if not isinstance(told, Mapping):
        raise Refusal(f"{what} must be an object")
    return told


def kind_of(told: object) -> str:
    return one_of(told, *TYPES)


def identifier(rows: Rows, told: object, kind: str) -> Row:
    """A resource identifier object, if it is of this kind and there is such a record."""
    if mapping(told, "a resource identifier").get("type") != kind:
        raise Refusal(f"a resource identifier of type {kind} is needed")
    return {"type": kind, "id": find(rows[kind], "id", told.get("id"))["id"]}


def linkage(rows: Rows, told: object, kind: str) -> object:
    data = mapping(told, "a relationship").get("data")
    if not kind.endswith("*"):
        return {"data": identifier(rows, data, kind) if data is not None else None}
    if not isinstance(data, list):
        raise Refusal("data of this relationship is an array")
    return {"data": sorted((identifier(rows, one, kind.strip("*")) for one in data), key=str)}


def merge(rows: Rows, kind: str, row: Row, data: Mapping[str, Any]) -> Row:
    attributes, related = mapping(data.get("attributes", {}), "attributes"), mapping(data.get("relationships", {}), "relationships")
    if {*attributes} - {*ATTRIBUTES[kind]} or {*related} - {*RELATIONSHIPS[kind]}:
        raise Refusal(f"{kind} have the attributes {', '.join(ATTRIBUTES[kind])} and the relationships {', '.join(RELATIONSHIPS[kind]) or 'none'}")
    values = {name: ATTRIBUTES[kind][name][0](value) for name, value in attributes.items()}
    links = {name: linkage(rows, value, RELATIONSHIPS[kind][name]) for name, value in related.items()}
    row["attributes"].update(values)
    row["relationships"].update(links)
    return {"data": {"type": kind, **row}}


def holds(row: Row, name: str, value: object) -> bool:
    held = {"id": row["id"], **row["attributes"]}.get(name, ...)
    if held is ... and name in row["relationships"]:
        return str(value) in {one["id"] for one in flat(row["relationships"][name]["data"])}
    if held is ...:
        raise Refusal(f"there is no filter {name}")
    return str(value).lower() in str(held).lower() if name in ("title", "name", "email", "company") else held == value


def flat(data: Any) -> Sequence[Row]:
    return data if isinstance(data, list) else [data] if data else []


def list_resources(rows: Rows, type: str, filter: Mapping[str, Any] | None = None, page: Mapping[str, Any] | None = None) -> object:
    kind, asked = kind_of(type), mapping(page or {}, "page")
    at, size = whole(asked.get("number", 1), 1, 99), whole(asked.get("size", 10), 1, 10)
    found = [row for row in rows[kind] if all(holds(row, name, value) for name, value in mapping(filter or {}, "filter").items())]
    return {
        "data": [{"type": kind, **row} for row in found[size * (at - 1):size * at]],
        "meta": {"total": len(found), "page": {"number": at, "size": size, "last": max(1, -(-len(found) // size))}},
    }


def get_resource(rows: Rows, type: str, id: str) -> object:
    return {"data": {"type": kind_of(type), **find(rows[type], "id", id)}}


def create_resource(rows: Rows, data: Mapping[str, Any]) -> object:
    kind = kind_of(mapping(data, "data").get("type"))
    row = {
        "id": str(int(rows[kind][-1]["id"]) + 1), "attributes": {name: usual for name, (_, usual) in ATTRIBUTES[kind].items()},
        "relationships": {name: {"data": [] if to.endswith("*") else None} for name, to in RELATIONSHIPS[kind].items()},
    }  # fmt: skip
    given = merge(rows, kind, row, data)
    if not row["attributes"].get("name", row["attributes"].get("title")):
        raise Refusal("a new record needs its name or title")
    rows[kind].append(row)
    return given


def update_resource(rows: Rows, data: Mapping[str, Any]) -> object:
    kind = kind_of(mapping(data, "data").get("type"))
    if not data.get("attributes") and not data.get("relationships"):
        raise Refusal("give attributes or relationships")
    return merge(rows, kind, find(rows[kind], "id", data.get("id")), data)


def delete_resource(rows: Rows, type: str, id: str) -> object:
    rows[kind_of(type)].remove(find(rows[type], "id", id))
    return {"meta": {"deleted": id}}


def related(rows: Rows, type: str, id: str, relationship: str, data: Sequence[Row]) -> tuple[Row, list[Row]]:
    kind = RELATIONSHIPS[kind_of(type)].get(str(relationship), "")
    if not kind.endswith("*"):
        raise Refusal(f"{type} have no to-many relationship {relationship}")
    if not isinstance(data, list) or not data:
        raise Refusal("data is an array of resource identifiers")
    return find(rows[type], "id", id)["relationships"][relationship], [identifier(rows, one, kind.strip("*")) for one in data]


def add_related(rows: Rows, type: str, id: str, relationship: str, data: Sequence[Row]) -> object:
    held, told = related(rows, type, id, relationship, data)
    held["data"] = sorted([*held["data"], *(one for one in told if one not in held["data"])], key=str)
    return held


def remove_related(rows: Rows, type: str, id: str, relationship: str, data: Sequence[Row]) -> object:
    held, told = related(rows, type, id, relationship, data)
    if any(one not in held["data"] for one in told):
        raise Refusal("it is not there")
    held["data"] = [one for one in held["data"] if one not in told]
    return held


def send_mail(rows: Rows, recipient: Mapping[str, Any], subject: str, body: str) -> object:
    kind = one_of(mapping(recipient, "recipient").get("type"), "speakers", "attendees")
    rows["mailings"].append({"recipient": identifier(rows, recipient, kind), "subject": words(subject), "body": words(body)})
    return {"meta": {"sent": True}}


def update(kind: str, id: int, to: Mapping[str, str] | None = None, **attributes: object) -> list[Call]:
    """`to` holds the new record of a to-one relationship: `{"room": "5"}`."""
    told = {"type": kind, "id": str(id), **({"attributes": attributes} if attributes else {})}
    links = {name: {"data": {"type": f"{name}s", "id": one}} for name, one in (to or {}).items()}
    return [("resources.update", {"data": {**told, **({"relationships": links} if links else {})}})]


def talk(id: int, to: Mapping[str, str] | None = None, **attributes: object) -> list[Call]:
    return update("talks", id, to, **attributes)


def create(kind: str, **attributes: object) -> list[Call]:
    return [("resources.create", {"data": {"type": kind, "attributes": attributes}})]


def link(verb: str, kind: str, id: int, relationship: str, *others: int) -> list[Call]:
    to = RELATIONSHIPS[kind][relationship].strip("*")
    return [(f"relationships.{verb}", {"type": kind, "id": str(id), "relationship": relationship, "data": [{"type": to, "id": str(one)} for one in others]})]


def mail(subject: str, body: str, *speakers: int) -> list[Call]:
    return [("mailings.send", {"recipient": {"type": "speakers", "id": str(one)}, "subject": subject, "body": body}) for one in speakers]


def see(type: str, **filter: object) -> Call:
    return "resources.list", {"type": type, **({"filter": filter} if filter else {})}


KIND, ID, IDENTIFIER = text(enum=list(TYPES)), text(), {**shape(type=text(), id=text()), "required": ["type", "id"]}
ABOUT = "; ".join(f"{kind}: {', '.join(names)}" for kind, names in ATTRIBUTES.items())
SET = {"type": "object", "description": f"Attributes by type. {ABOUT}."}
LINKED = {"type": "object", "description": "Relationships by name, each {\"data\": …}. talks: speakers (many), room, track; attendees: workshops (many, of type talks)."}
RESOURCE = shape(type=KIND, id=ID, attributes={"type": "object"}, relationships={"type": "object"})
TOOLS = (
    Tool("resources.list", "GET /{type}. Lists talks, speakers, rooms, tracks or attendees.", {"type": KIND, "filter": {"type": "object", "description": "Attribute or relationship and the value it must have, e.g. {\"status\": \"accepted\", \"room\": \"4\"}. name, title, email and company may be a part of it."}, "page": shape(number=number("From 1"), size=number("10 at most", maximum=10))}, list_resources, ("type",), shape(data=array(type=KIND, id=ID, attributes={"type": "object"}, relationships={"type": "object"}), meta=shape(total=number(), page=shape(number=number(), size=number(), last=number())))),
    Tool("resources.get", "GET /{type}/{id}.", {"type": KIND, "id": ID}, get_resource, ("type", "id"), shape(data=RESOURCE)),
    Tool("resources.create", "POST /{type}. Creates a record.", {"data": {**shape(type=KIND, attributes=SET, relationships=LINKED), "required": ["type", "attributes"]}}, create_resource, ("data",), shape(data=RESOURCE)),
    Tool("resources.update", "PATCH /{type}/{id}. Changes the attributes and relationships that are sent and no others.", {"data": {**shape(type=KIND, id=ID, attributes=SET, relationships=LINKED), "required": ["type", "id"]}}, update_resource, ("data",), shape(data=RESOURCE)),
    Tool("resources.delete", "DELETE /{type}/{id}.", {"type": KIND, "id": ID}, delete_resource, ("type", "id")),
    Tool("relationships.add", "POST /{type}/{id}/relationships/{relationship}. Adds members to a to-many relationship.", {"type": KIND, "id": ID, "relationship": text(enum=["speakers", "workshops"]), "data": {"type": "array", "items": IDENTIFIER}}, add_related, ("type", "id", "relationship", "data")),
    Tool("relationships.remove", "DELETE /{type}/{id}/relationships/{relationship}. Removes members from a to-many relationship.", {"type": KIND, "id": ID, "relationship": text(enum=["speakers", "workshops"]), "data": {"type": "array", "items": IDENTIFIER}}, remove_related, ("type", "id", "relationship", "data")),
    Tool("mailings.send", "POST /mailings. Sends an e-mail to a speaker or an attendee.", {"recipient": IDENTIFIER, "subject": text(), "body": text()}, send_mail, ("recipient", "subject", "body")),
)
JOBS = (
    Job("Move Streams at Scale to the Cellar", talk(305, {"room": "5"})),
    Job("CSS Without Tears now starts at 11:30", talk(303, starts="11:30")),
    Job("accept Static Sites Again", talk(308, status="accepted")),
    Job("Set Queues Explained to rejected", talk(310, status="rejected")),
    Job("Carla has withdrawn Hiring Kindly, change the status accordingly", talk(304, status="withdrawn")),
    Job("please have Soldering Night recorded", talk(307, recorded=True)),
    Job("Carla Ruiz has just confirmed", update("speakers", 53, confirmed=True)),
    Job("Add Fiona Walsh as a speaker to Hiring Kindly", link("add", "talks", 304, "speakers", 56)),
    Job("Emil Novak isn't giving Threat Modelling for Two any more, remove him from its speakers", link("remove", "talks", 302, "speakers", 55)),
    Job("Devika Shah: 4 hotel nights instead of 3", update("speakers", 54, hotel_nights=4)),
    Job("Grigor Petrov eats fish now... no sorry, he's vegetarian, not vegan. Can you change that", update("speakers", 57, dietary="vegetarian")),
    Job("New speaker Hanna Moll, hanna@moll.example, company Northgate", create("speakers", name="Hanna Moll", email="hanna@moll.example", company="Northgate")),
    Job("Register an attendee: Sam Ito, sam@ito.example, student ticket", create("attendees", name="Sam Ito", email="sam@ito.example", ticket="student")),
    Job("check in Omar Said", update("attendees", 804, checked_in=True)),
    Job("Upgrade Paula Kim's ticket to vip", update("attendees", 805, ticket="vip")),
    Job("Sign up Rita Fox for the workshop Soldering Night", link("add", "attendees", 807, "workshops", 307)),
    Job("Marc Oduya can't come to Threat Modelling for Two, take that workshop off his list", link("remove", "attendees", 802, "workshops", 302)),
    Job("Delete the talk The Polite Crawler", [("resources.delete", {"type": "talks", "id": "309"})]),
    Job("Lab 1 has a capacity of 35", update("rooms", 2, capacity=35)),
    Job("Rename the Web track to Frontend", update("tracks", 2, name="Frontend")),
    Job("Audit Logs You Can Read is accepted after all: 12 May at 15:00, on the Terrace", talk(312, {"room": "4"}, status="accepted", day="2026-05-12", starts="15:00")),
    Job("Accept all lightning talks that are submitted", [*talk(304, status="accepted"), *talk(310, status="accepted")]),
    Job("It's going to rain, so everything on the Terrace moves to the Aula", [*talk(303, {"room": "1"}), *talk(311, {"room": "1"})]),
    Job("Every speaker from Orbit gets one more hotel night", [*update("speakers", 54, hotel_nights=4), *update("speakers", 55, hotel_nights=1)]),
    Job("E-mail the speakers who haven't confirmed yet. Subject 'Are you coming?', body 'Please confirm by Friday'", mail("Are you coming?", "Please confirm by Friday", 53, 55, 57)),
    Job("Send Aiko Tanaka an email with the subject 'Stage' and the text 'You are first on stage'", mail("Stage", "You are first on stage", 51)),
    Job("The longest session on May 12 is too long, 90 minutes are enough", talk(307, minutes=90)),
    Job("If Lab 2 has room for fewer than 40 people, move Soldering Night to Lab 1", talk(307, {"room": "2"})),
    Job("If Fiona Walsh has not confirmed, reject Passkeys in Practice", []),
    Job("Swap the rooms of Streams at Scale and Passkeys in Practice", [*talk(305, {"room": "5"}), *talk(306, {"room": "1"})]),
    Job("Who is the speaker of CSS Without Tears?", [], shows=("Ben Achebe",)),
    Job("Which talks are still submitted", [], shows=("Hiring Kindly", "Static Sites Again", "Queues Explained")),
    Job("Nina Berg should be checked in", []),
    Job("check in Fox", ASK),
    Job("Change the start time of Remote by Default", ASK),
    Job("Book a flight for Emil Novak", ASK),
)
PASTS = (
    Past("Move Remote by Default to the Cellar", [see("talks", title="Remote by Default"), see("rooms", name="Cellar")], talk(311, {"room": "5"})),
    Past("Hiring Kindly goes into the Data track", [see("talks", title="Hiring Kindly"), see("tracks", name="Data")], talk(304, {"track": "1"})),
    Past("Streams at Scale should start at 14:30", [see("talks", title="Streams at Scale")], talk(305, starts="14:30")),
    Past("accept Queues Explained", [see("talks", title="Queues Explained")], talk(310, status="accepted")),
    Past("Reject Static Sites Again", [see("talks", title="Static Sites Again")], talk(308, status="rejected")),
    Past("Passkeys in Practice is on at 9:30 on May 11 instead", [see("talks", title="Passkeys in Practice")], talk(306, day="2026-05-11", starts="09:30")),
    Past("no recording of What Maps Forget please", [see("talks", title="What Maps Forget")], talk(301, recorded=False)),
    Past("Make CSS Without Tears 45 minutes long", [see("talks", title="CSS Without Tears")], talk(303, minutes=45)),
    Past("The title should be 'The Very Polite Crawler'", [see("talks", title="The Polite Crawler")], talk(309, title="The Very Polite Crawler")),
    Past("Emil Novak confirmed by phone", [see("speakers", name="Emil Novak")], update("speakers", 55, confirmed=True)),
    Past("Put Ben Achebe on Queues Explained as another speaker", [see("speakers", name="Ben Achebe"), see("talks", title="Queues Explained")], link("add", "talks", 310, "speakers", 52)),
    Past("Remove Devika Shah from Threat Modelling for Two", [see("speakers", name="Devika Shah"), see("talks", title="Threat Modelling")], link("remove", "talks", 302, "speakers", 54)),
    Past("Aiko Tanaka stays 3 nights", [see("speakers", name="Aiko Tanaka")], update("speakers", 51, hotel_nights=3)),
    Past("Fiona Walsh is vegan", [see("speakers", name="Fiona Walsh")], update("speakers", 56, dietary="vegan")),
    Past("Carla Ruiz works for Lumen Labs now", [see("speakers", name="Carla Ruiz")], update("speakers", 53, company="Lumen Labs")),
    Past("Add the speaker Igor Banks, igor@banks.example, from Orbit", [see("speakers", name="Igor Banks")], create("speakers", name="Igor Banks", email="igor@banks.example", company="Orbit")),
    Past("New attendee Tess Lund, tess@lund.example, vip", [see("attendees", name="Tess Lund")], create("attendees", name="Tess Lund", email="tess@lund.example", ticket="vip")),
    Past("Check Marc Oduya in", [see("attendees", name="Marc Oduya")], update("attendees", 802, checked_in=True)),
    Past("Quentin Roy only has a standard ticket", [see("attendees", name="Quentin Roy")], update("attendees", 806, ticket="standard")),
    Past("Paula Kim wants to take part in Threat Modelling for Two", [see("attendees", name="Paula Kim"), see("talks", title="Threat Modelling for Two")], link("add", "attendees", 805, "workshops", 302)),
    Past("Omar Said is not coming to Soldering Night, remove him", [see("attendees", name="Omar Said"), see("talks", title="Soldering Night")], link("remove", "attendees", 804, "workshops", 307)),
    Past("Delete the attendee Quentin Roy", [see("attendees", name="Quentin Roy")], [("resources.delete", {"type": "attendees", "id": "806"})]),
    Past("The Terrace holds 150", [see("rooms", name="Terrace")], update("rooms", 4, capacity=150)),
    Past("Call the Cellar 'Vault' from now on", [see("rooms", name="Cellar")], update("rooms", 5, name="Vault")),
    Past("the Security track gets the colour black", [see("tracks", name="Security")], update("tracks", 3, colour="black")),
    Past("All workshops should be recorded", [see("talks", format="workshop")], [*talk(302, recorded=True), *talk(307, recorded=True)]),
    Past("Whatever is in the Aula moves to the Terrace", [see("rooms"), see("talks", room="1")], [*talk(301, {"room": "4"}), *talk(305, {"room": "4"})]),
    Past("Mail all vegan speakers, subject 'Dinner', body 'There will be a vegan menu'", [see("speakers", dietary="vegan")], mail("Dinner", "There will be a vegan menu", 51, 57)),
    Past("Write to Ben Achebe, subject 'Slides', text 'Please send us your slides'", [see("speakers", name="Ben Achebe")], mail("Slides", "Please send us your slides", 52)),
    Past("If Grigor Petrov hasn't confirmed, set Soldering Night to withdrawn", [see("speakers", name="Grigor Petrov"), see("talks", title="Soldering Night")], talk(307, status="withdrawn")),
    Past("Which room is Passkeys in Practice in?", [see("talks", title="Passkeys in Practice"), ("resources.get", {"type": "rooms", "id": "5"})], []),
    Past("How many attendees have a vip ticket?", [see("attendees", ticket="vip")], []),
)
FIELD = Field("conference", ROWS, TOOLS, JOBS, PASTS)
