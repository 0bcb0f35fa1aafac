"""Laptops and phones of a company: Noun.verb names, uuids, a list that goes on behind a cursor, UTC timestamps, answers undeclared.

Left out until 2026-11-29.  Written without reading the planner, and before it was run.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from uuid import NAMESPACE_DNS, uuid5

from tests.fields.checks import boolean, one_of
from tests.fields.service import ASK, Call, Field, Job, Past, Refusal, Row, Rows, Tool, equal, find, rows_of, text

PAGE, TONIGHT = 6, "2026-03-11T22:00:00Z"


def uid(name: str) -> str:
    """The id that the service gave to what is called this here."""
    return str(uuid5(NAMESPACE_DNS, f"{name}.devices.example")) if name else ""


def keyed(rows: list[Row], *names: str) -> list[Row]:
    return [{**row, **{name: uid(row[name]) for name in names}} for row in rows]


def listed(rows: list[Row], name: str) -> list[Row]:
    return [{**row, name: sorted(str(row[name]).split())} for row in rows]


ROWS = {
    "users": keyed(rows_of(
        "userId name email department",
        "ada|Ada Kowalski|ada@fjordline.example|Design",
        "hana|Hana Sato|hana@fjordline.example|Design",
        "silva|Bruno Silva|bruno.silva@fjordline.example|Sales",
        "gustav|Gustav Lind|gustav@fjordline.example|Sales",
        "meyer|Bruno Meyer|bruno.meyer@fjordline.example|Warehouse",
        "chiara|Chiara Conti|chiara@fjordline.example|Finance",
        "dmitri|Dmitri Volkov|dmitri@fjordline.example|Engineering",
        "emeka|Emeka Obi|emeka@fjordline.example|Engineering",
        "farah|Farah Aziz|farah@fjordline.example|Support",
        "imke|Imke Janssen|imke@fjordline.example|IT",
    ), "userId"),
    "devices": [{**row, "locked": False} for row in keyed(listed(rows_of(
        "deviceId name serial model platform osVersion status ownerId lastSeen warrantyEnds compliant apps",
        "1|mbp-ada|C02XK1A0|MacBook Pro 14|macos|15.3|in_use|ada|2026-03-11T08:50:00Z|2027-05-31|true|com.figma.desktop com.tinyspeck.slack",
        "2|mbp-dmitri|C02XK2B7|MacBook Pro 16|macos|14.6|in_use|dmitri|2026-03-11T09:12:00Z|2026-04-10|false|com.tinyspeck.slack",
        "3|mba-hana|C02YM8Q2|MacBook Air 13|macos|15.3|in_use|hana|2026-03-10T17:40:00Z|2028-01-15|true|com.tinyspeck.slack",
        "4|xps-emeka|7GH3K52|Dell XPS 13|windows|11 23H2|in_use|emeka|2026-02-20T15:05:00Z|2026-03-20|false|com.tinyspeck.slack",
        "5|lat-silva|9JD2L11|Dell Latitude 7440|windows|11 24H2|in_use|silva|2026-03-11T07:31:00Z|2027-09-01|true|us.zoom",
        "6|lat-spare-1|9JD2L12|Dell Latitude 7440|windows|11 24H2|in_stock||2026-01-15T10:00:00Z|2027-09-01|true|",
        "7|lat-spare-2|9JD2L13|Dell Latitude 7440|windows|11 24H2|in_stock||2026-01-15T10:04:00Z|2027-09-01|true|",
        "8|surface-chiara|SL6-0042|Surface Laptop 6|windows|11 24H2|in_use|chiara|2026-03-11T09:40:00Z|2025-11-30|true|us.zoom",
        "9|mba-farah|C02YM9R4|MacBook Air 13|macos|15.2|in_use|farah|2026-03-09T16:20:00Z|2027-10-12|true|com.tinyspeck.slack",
        "10|iph-farah|F17A2001|iPhone 15|ios|18.3|in_use|farah|2026-03-11T09:30:00Z|2026-09-30|true|com.tinyspeck.slack",
        "11|iph-gustav|F17A2002|iPhone 15|ios|17.6|in_use|gustav|2026-03-02T12:00:00Z|2026-09-30|true|",
        "12|iph-silva|F13B0917|iPhone 13|ios|17.6|in_use|silva|2026-02-24T18:45:00Z|2024-11-01|true|com.tinyspeck.slack",
        "13|iph-chiara|F13B0918|iPhone 13|ios|18.3|in_use|chiara|2026-03-10T21:10:00Z|2024-11-01|true|",
        "14|pixel-meyer|PX7-3310|Pixel 7|android|'14|in_use|meyer|2026-03-11T06:58:00Z|2025-06-30|true|",
        "15|pixel-spare|PX8-1107|Pixel 8|android|'15|in_stock||2026-03-05T09:00:00Z|2027-03-01|true|",
        "16|ipad-dock|DMPX10A1|iPad 10|ipados|17.6|in_use|meyer|2026-03-11T09:55:00Z|2026-08-15|true|",
        "17|ipad-spare|DMPX10A2|iPad 10|ipados|18.3|in_stock||2026-02-27T14:30:00Z|2026-08-15|true|",
        "18|mbp-old|C02TF5Z9|MacBook Pro 13|macos|12.7|in_stock||2025-10-02T11:00:00Z|2023-04-30|true|",
    ), "apps"), "deviceId", "ownerId")],
    "apps": rows_of(
        "appId name",
        "com.figma.desktop|Figma",
        "com.tinyspeck.slack|Slack",
        "com.1password.app|1Password",
        "com.docker.desktop|Docker Desktop",
        "us.zoom|Zoom",
        "com.adobe.reader|Acrobat Reader",
    ),
    "groups": [{**row, "deviceIds": sorted(map(uid, row["deviceIds"]))} for row in keyed(listed(rows_of(
        "groupId name deviceIds",
        "group-loaner|Loaner pool|",
        "group-replace|Replace 2026|18",
        "group-kiosk|Kiosk|16",
        "group-beta|OS beta testers|1 3",
        "group-vpn|VPN always on|2 4 5",
    ), "deviceIds"), "groupId")],
    "messages": [],
}
PLATFORMS, STATES, WHY = ("macos", "windows", "ios", "ipados", "android"), ("in_use", "in_stock", "retired"), ("broken", "end_of_life", "sold", "donated")


def device(rows: Rows, deviceId: str) -> Row:
    row = find(rows["devices"], "deviceId", deviceId)
    if row["status"] == "retired":
        raise Refusal("the device is retired")
    return row


def brief(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "apps"}


def search(rows: Rows, query: str = "", platform: str = "", status: str = "", ownerId: str = "", cursor: str = "") -> object:
    asked = {"platform": one_of(platform, "", *PLATFORMS), "status": one_of(status, "", *STATES), "ownerId": ownerId}
    words = str(query or "").lower()
    found = [row for row in equal(rows["devices"], asked) if words in f"{row['name']} {row['model']} {row['serial']}".lower()]
    ids = [row["deviceId"] for row in found]
    if cursor and cursor not in ids:
        raise Refusal("the cursor is not valid")
    first = ids.index(cursor) if cursor else 0
    rest = found[first + PAGE:]
    return {"devices": [brief(row) for row in found[first:first + PAGE]], **({"nextCursor": rest[0]["deviceId"]} if rest else {})}


def assign(rows: Rows, deviceId: str, userId: str) -> object:
    row = device(rows, deviceId)
    row.update(ownerId=find(rows["users"], "userId", userId)["userId"], status="in_use")
    return brief(row)


def change(**fixed: object) -> Callable[..., object]:
    def act(rows: Rows, deviceId: str) -> object:
        row = device(rows, deviceId)
        row.update(fixed)
        return brief(row)
    return act


def lock(rows: Rows, deviceId: str, message: str = "") -> object:
    row = device(rows, deviceId)
    row.update({"locked": True, **({"lockMessage": message} if message else {})})
    return brief(row)


def wipe(rows: Rows, deviceId: str, keepEnrollment: bool = True) -> object:
    row = device(rows, deviceId)
    row.update(enrolled=boolean(keepEnrollment), apps=[], wiped=True)
    return brief(row)


def rename(rows: Rows, deviceId: str, name: str) -> object:
    row = device(rows, deviceId)
    if name in [one["name"] for one in rows["devices"] if one is not row] or not name:
        raise Refusal("names are unique and not empty")
    row["name"] = name
    return brief(row)


def retire(rows: Rows, deviceId: str, reason: str) -> object:
    row = device(rows, deviceId)
    row.update(retiredBecause=one_of(reason, *WHY), status="retired", ownerId="")
    return brief(row)


def instant(told: object) -> str:
    try:
        when = datetime.fromisoformat(str(told))
    except ValueError:
        raise Refusal("times are ISO 8601") from None
    return (when.astimezone(UTC) if when.tzinfo else when).strftime("%Y-%m-%dT%H:%M:%SZ")


def update(rows: Rows, deviceId: str, version: str = "latest", at: str = TONIGHT) -> object:
    row = device(rows, deviceId)
    row["pendingUpdate"] = {"version": version, "at": instant(at)}
    return brief(row)


def message(rows: Rows, deviceId: str, body: str) -> object:
    rows["messages"].append({"deviceId": device(rows, deviceId)["deviceId"], "body": body})
    return {"queued": True}


def install(rows: Rows, appId: str, deviceIds: Sequence[str]) -> object:
    app = find(rows["apps"], "appId", appId)["appId"]
    for row in [device(rows, one) for one in [*deviceIds]]:
        row["apps"] = sorted({*row["apps"], app})
    return {"appId": app, "queued": len(deviceIds)}


def put(rows: Rows, groupId: str, deviceIds: Sequence[str]) -> object:
    row = find(rows["groups"], "groupId", groupId)
    row["deviceIds"] = sorted({*row["deviceIds"], *[device(rows, one)["deviceId"] for one in [*deviceIds]]})
    return row


def take(rows: Rows, groupId: str, deviceId: str) -> object:
    row = find(rows["groups"], "groupId", groupId)
    if deviceId not in row["deviceIds"]:
        raise Refusal("the device is not in that group")
    row["deviceIds"].remove(deviceId)
    return row


def on(verb: str, *devices: int, **more: object) -> list[Call]:
    return [(f"Devices.{verb}", {"deviceId": uid(str(one)), **more}) for one in devices]


def give(device: int, user: str) -> list[Call]:
    return on("assign", device, userId=uid(user))


def apps(app: str, *devices: int) -> list[Call]:
    return [("Apps.install", {"appId": app, "deviceIds": [uid(str(one)) for one in devices]})]


def group(name: str, *devices: int) -> list[Call]:
    return [("Groups.addDevices", {"groupId": uid(f"group-{name}"), "deviceIds": [uid(str(one)) for one in devices]})]


def told(words: str, *devices: int) -> list[Call]:
    return on("sendMessage", *devices, body=words)


def look(cursor: int = 0, **filters: object) -> Call:
    return "Devices.list", {**filters, **({"cursor": uid(str(cursor))} if cursor else {})}


def of(user: str) -> Call:
    return look(ownerId=uid(user))


def who(query: str) -> Call:
    return "Users.list", {"query": query}


ME, APPS, GROUPS = ("Users.me", {}), ("Apps.list", {}), ("Groups.list", {})
PAGES = (look(), look(7), look(13))
DEVICE, USER, GROUP = (text(f"{one} id (UUID).", format="uuid") for one in ("Device", "User", "Group"))
MANY = {"type": "array", "items": text(format="uuid"), "description": "Device ids."}
TOOLS = (
    Tool("Users.list", "List users.", {"query": text("Part of the name or e-mail address."), "department": text()}, lambda rows, query="", department="": {"users": [row for row in equal(rows["users"], {"department": department}) if str(query or "").lower() in f"{row['name']} {row['email']}".lower()]}),
    Tool("Users.me", "The user that this session belongs to.", {}, lambda rows: find(rows["users"], "name", "Imke Janssen")),
    Tool("Devices.list", "List devices, six at a time. If the answer has a nextCursor there are more.", {"query": text("Part of the name, model or serial number."), "platform": text(enum=list(PLATFORMS)), "status": text(enum=list(STATES)), "ownerId": USER, "cursor": text("nextCursor of the answer before.")}, search),
    Tool("Devices.get", "A device with all its details, among them the installed apps.", {"deviceId": DEVICE}, lambda rows, deviceId: find(rows["devices"], "deviceId", deviceId), ("deviceId",)),
    Tool("Devices.assign", "Hand a device out to a user, who becomes its owner.", {"deviceId": DEVICE, "userId": USER}, assign, ("deviceId", "userId")),
    Tool("Devices.unassign", "Take a device back into stock; it has no owner then.", {"deviceId": DEVICE}, change(ownerId="", status="in_stock"), ("deviceId",)),
    Tool("Devices.lock", "Lock a device remotely.", {"deviceId": DEVICE, "message": text("Shown on the lock screen.")}, lock, ("deviceId",)),
    Tool("Devices.wipe", "Erase a device remotely. This cannot be undone.", {"deviceId": DEVICE, "keepEnrollment": {"type": "boolean", "default": True, "description": "Whether it stays under management."}}, wipe, ("deviceId",)),
    Tool("Devices.rename", "Give a device another name.", {"deviceId": DEVICE, "name": text()}, rename, ("deviceId", "name")),
    Tool("Devices.retire", "Retire a device for good: it leaves the inventory.", {"deviceId": DEVICE, "reason": text(enum=list(WHY))}, retire, ("deviceId", "reason")),
    Tool("Devices.scheduleUpdate", "Schedule an update of the operating system.", {"deviceId": DEVICE, "version": text("OS version.", default="latest"), "at": text("When, ISO 8601; tonight at 22:00 UTC if left out.", format="date-time")}, update, ("deviceId",)),
    Tool("Devices.sendMessage", "Show a message on the screen of a device.", {"deviceId": DEVICE, "body": text("Text of the message.")}, message, ("deviceId", "body")),
    Tool("Apps.list", "List the apps that can be installed.", {}, lambda rows: {"apps": rows["apps"]}),
    Tool("Apps.install", "Install an app on one or more devices.", {"appId": text("App id."), "deviceIds": MANY}, install, ("appId", "deviceIds")),
    Tool("Groups.list", "List device groups with the ids of their devices.", {}, lambda rows: {"groups": rows["groups"]}),
    Tool("Groups.addDevices", "Add devices to a group.", {"groupId": GROUP, "deviceIds": MANY}, put, ("groupId", "deviceIds")),
    Tool("Groups.removeDevice", "Remove a device from a group.", {"groupId": GROUP, "deviceId": DEVICE}, take, ("groupId", "deviceId")),
)
JOBS = (
    Job("Lock Dmitri's MacBook", on("lock", 2)),
    Job("Bruno Silva left his iPhone in a taxi, lock it with the message 'If found please call +31 20 555 0144'", on("lock", 12, message="If found please call +31 20 555 0144")),
    Job("The spare iPad goes to Hana Sato", give(17, "hana")),
    Job("Put the spare Pixel in my name", give(15, "imke")),
    Job("Farah has left the company. Take everything she had back into stock.", on("unassign", 9, 10)),
    Job("rename lat-spare-1 to lat-loaner-1", on("rename", 6, name="lat-loaner-1")),
    Job("Retire mbp-old, we sold it", on("retire", 18, reason="sold")),
    Job("Install Figma on Hana's MacBook Air", apps("com.figma.desktop", 3)),
    Job("Everyone in Design needs 1Password on their Mac", apps("com.1password.app", 1, 3)),
    Job("Can you get Docker Desktop onto Dmitri's and Emeka's laptops?", apps("com.docker.desktop", 2, 4)),
    Job("Update Dmitri's MacBook to 15.3 tonight", on("scheduleUpdate", 2, version="15.3")),
    Job("Schedule an OS update for all devices that aren't compliant, Saturday 20:00 UTC", on("scheduleUpdate", 2, 4, at="2026-03-14T20:00:00Z")),
    Job("Please tell every iPhone that's still on iOS 17.6: 'Please update to iOS 18 this week'", told("Please update to iOS 18 this week", 11, 12)),
    Job("Morning! Gustav isn't answering his mail, could you send his phone the message 'Please call IT'?", told("Please call IT", 11)),
    Job("Add both spare Latitudes to the loaner pool", group("loaner", 6, 7)),
    Job("Emeka gets lat-spare-2, and his XPS goes back into stock", [*give(7, "emeka"), *on("unassign", 4)]),
    Job("Emeka's XPS is due for replacement: put it into the group Replace 2026 and send it the message 'You get a new laptop next week'", [*group("replace", 4), *told("You get a new laptop next week", 4)]),
    Job("Lock all devices in use that haven't been seen since the end of February", on("lock", 4, 12)),
    Job("If Chiara's Surface is still under warranty, send it 'A technician will come by tomorrow', otherwise add it to Replace 2026", group("replace", 8)),
    Job("Wipe the spare Pixel and don't keep it enrolled", on("wipe", 15, keepEnrollment=False)),
    Job("Wipe everything that's in stock except for the Pixel", on("wipe", 6, 7, 17, 18)),
    Job("Of the iPhones, lock the one we haven't heard from for the longest time", on("lock", 12)),
    Job("All of Chiara Conti's devices should get Slack", apps("com.tinyspeck.slack", 8, 13)),
    Job("Message everything that Sales has: 'VPN is down until noon'", told("VPN is down until noon", 5, 11, 12)),
    Job("C02YM9R4 should be called mba-farah-2 and it needs Acrobat Reader", [*on("rename", 9, name="mba-farah-2"), *apps("com.adobe.reader", 9)]),
    Job("Which devices in use run out of warranty this month?", [], shows=("xps-emeka", "2026-03-20")),
    Job("What is installed on Ada's MacBook?", [], shows=("com.figma.desktop", "com.tinyspeck.slack")),
    Job("Wipe Bruno's phone", ASK),
    Job("Please rename Ada's MacBook", ASK),
    Job("Order a new charger for Hana Sato", ASK),
    Job("Retire the iPhone of Chiara Conti", ASK),
)
PASTS = (
    Past("Lock Hana's MacBook", [who("Hana"), of("hana")], on("lock", 3)),
    Past("Gustav Lind can't find his iPhone, lock it with the message 'Property of Fjordline'", [who("Gustav Lind"), of("gustav")], on("lock", 11, message="Property of Fjordline")),
    Past("The spare Pixel goes to Farah Aziz", [who("Farah Aziz"), look(query="Pixel", status="in_stock")], give(15, "farah")),
    Past("Put the spare iPad in my name", [ME, look(query="iPad", status="in_stock")], give(17, "imke")),
    Past("Take everything that Chiara has back into stock", [who("Chiara"), of("chiara")], on("unassign", 8, 13)),
    Past("rename pixel-spare to pixel-loaner", [look(query="pixel-spare")], on("rename", 15, name="pixel-loaner")),
    Past("Retire ipad-spare, the screen is broken", [look(query="ipad-spare")], on("retire", 17, reason="broken")),
    Past("Install Zoom on Ada's MacBook", [who("Ada"), of("ada"), APPS], apps("us.zoom", 1)),
    Past("Everyone in Engineering needs Acrobat Reader on their laptop", [("Users.list", {"department": "Engineering"}), of("dmitri"), of("emeka"), APPS], apps("com.adobe.reader", 2, 4)),
    Past("Update Farah's MacBook to 15.3 tonight", [who("Farah"), of("farah")], on("scheduleUpdate", 9, version="15.3")),
    Past("Schedule an OS update for all iPads, Friday 21:00 UTC", [look(platform="ipados")], on("scheduleUpdate", 16, 17, at="2026-03-13T21:00:00Z")),
    Past("Tell every Mac that's still on 14.6 or older: 'Your Mac is out of date'", [look(platform="macos")], told("Your Mac is out of date", 2, 18)),
    Past("Send Emeka's laptop the message 'Please connect to the VPN'", [who("Emeka"), of("emeka")], told("Please connect to the VPN", 4)),
    Past("Add both iPads to the loaner pool", [look(query="iPad"), GROUPS], group("loaner", 16, 17)),
    Past("Take Emeka's XPS out of VPN always on", [who("Emeka"), of("emeka"), GROUPS], [("Groups.removeDevice", {"groupId": uid("group-vpn"), "deviceId": uid("4")})]),
    Past("Wipe mbp-old and don't keep it enrolled", [look(query="mbp-old")], on("wipe", 18, keepEnrollment=False)),
    Past("Wipe the two spare Latitudes", [look(query="Latitude", status="in_stock")], on("wipe", 6, 7)),
    Past("If Gustav's iPhone is still under warranty, send it 'Bring me to IT', otherwise add it to Replace 2026", [who("Gustav"), of("gustav")], told("Bring me to IT", 11)),
    Past("Add everything whose warranty ended before 2025 to Replace 2026", [*PAGES, GROUPS], group("replace", 12, 13)),
    Past("Message everything that Design has: 'Fonts were updated'", [("Users.list", {"department": "Design"}), of("ada"), of("hana")], told("Fonts were updated", 1, 3)),
    Past("What is installed on Gustav's iPhone?", [who("Gustav"), of("gustav"), *on("get", 11)], []),
)
FIELD = Field("devices", ROWS, TOOLS, JOBS, PASTS)
