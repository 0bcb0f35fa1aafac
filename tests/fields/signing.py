"""Contracts sent out to be signed: `Resource_verb` operations, numbers and truths as texts, roles of templates, one PUT that does four things.

What forms are in it: uuids, envelopes whose signers are read by a call of their own, `count` and `start_position` with `totalSetSize` and
`nextUri`, statuses as lower-case words that several may be asked for with commas, instants with seven decimals.  To send, to void, to
rename and to remind are all `Envelopes_update`; who is written to is found among users or contacts, by name.  Expiry is told in days
after sending, reminders in days.  What is empty is left out of answers.  Half is declared.

Left out until late that night.  Written on 2026-11-29 without reading the planner, and before it was run.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from tests.fields.checks import array, body, one_of, shape, texts, words
from tests.fields.service import ASK, Call, Field, Job, Past, Refusal, Row, Rows, Tool, contains, find, text

NOWZ = "2026-03-11T10:00:00.0000000Z"
STATUSES = ("created", "sent", "delivered", "completed", "declined", "voided")
OPEN = ("sent", "delivered")
PAGE = 8


def uid(told: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"signing/{told}"))


def at(told: str) -> str:
    """'02-24 09:12' as the service writes it; an empty text stays empty."""
    return f"2026-{told.replace(' ', 'T')}:00.0000000Z" if told else ""


def table(names: str, *lines: str) -> list[Row]:
    return [dict(zip(names.split(), (one.strip() for one in line.split("|")), strict=True)) for line in lines]


USERS = table(
    "userId userName email title userStatus",
    "helena|Helena Brandt|helena@brandtvale.example|Managing partner|Active",
    "oskar|Oskar Lindqvist|oskar@brandtvale.example|Operations|Active",
    "priya|Priya Raman|priya@brandtvale.example|People and culture|Active",
    "milo|Milo Vance|milo@brandtvale.example|Operations|Closed",
)
FOLDERS = table(
    "folderId name type",
    "sent|Sent Items|sentitems", "draft|Drafts|draft", "archive|Archive 2026|normal", "staff|Personnel|normal",
)
TEMPLATES = table(
    "templateId name emailSubject roles lastModified",
    "nda|Mutual NDA|Please sign our NDA|Counterparty,Company|2025-11-03",
    "job|Employment contract|Your employment contract|Employee,HR|2026-01-08",
    "lease|Lease renewal|Renewal of your lease|Tenant,Landlord|2025-09-15",
    "freelance|Contractor agreement|Your contractor agreement|Contractor,Company|2026-02-02",
    "photo|Photo consent|Photo consent form|Signer|2024-05-21",
)
ENVELOPES = table(
    "envelopeId emailSubject status senderId createdDateTime sentDateTime completedDateTime voidedReason folderId reminderEnabled reminderDelay reminderFrequency expireAfter",
    "kestrel|NDA with Kestrel Robotics|sent|oskar|02-24 08:40|02-24 09:12|||sent|true|3|5|30",
    "lena|Employment contract - Lena Fischer|delivered|priya|03-02 13:30|03-02 14:05|||sent|false|0|0|30",
    "tomas|Employment contract - Tomas Weber|completed|priya|02-10 10:00|02-10 10:20|02-13 07:45||sent|false|0|0|30",
    "harbour|Lease renewal Harbour Street 4|sent|helena|02-17 16:10|02-18 08:00|||sent|false|0|0|30",
    "mill|Lease renewal Mill Road 12|created|helena|03-06 11:25||||draft|false|0|0|30",
    "pinto|Contractor agreement - Studio Pinto|sent|oskar|03-05 09:00|03-05 09:01|||sent|true|5|5|30",
    "orchard|NDA with Orchard Foods|voided|oskar|01-20 12:00|01-20 12:10||Signed on paper|sent|false|0|0|30",
    "bluefin|NDA with Bluefin Logistics|delivered|oskar|03-09 15:00|03-09 15:30|||sent|false|0|0|30",
    "openday|Photo consent - open day|completed|priya|01-15 09:00|01-15 09:05|01-16 18:22||archive|false|0|0|14",
    "amir|Employment contract - Amir Haddad|created|priya|03-10 17:40||||draft|false|0|0|30",
    "ruth|Contractor agreement - Ruth Adeyemi|completed|oskar|02-27 08:15|02-27 08:30|03-02 12:00||sent|false|0|0|30",
    "canal|Lease renewal Canal Walk 7|declined|helena|02-25 09:00|02-25 09:40|||sent|false|0|0|30",
    "consent|Photo consent - Lena Fischer|sent|priya|03-03 10:00|03-03 10:00|||sent|false|0|0|14",
    "juniper|NDA with Juniper Labs|created|oskar|03-11 08:05||||draft|false|0|0|30",
    "board|Board resolution March|sent|helena|03-10 07:30|03-10 07:31|||sent|false|0|0|7",
    "nils|Contractor agreement - Nils Holm|sent|milo|02-12 09:00|02-12 09:15|||sent|false|0|0|30",
)
RECIPIENTS = table(
    "recipientGuid envelopeId recipientId type roleName routingOrder name email status declinedReason",
    "1|kestrel|1|signer|Counterparty|1|Dana Whitlock|dana@kestrelrobotics.example|sent|",
    "2|kestrel|2|signer|Company|2|Helena Brandt|helena@brandtvale.example|created|",
    "3|lena|1|signer|Employee|1|Lena Fischer|lena.fisher@posteo.example|delivered|",
    "4|lena|2|signer|HR|2|Priya Raman|priya@brandtvale.example|created|",
    "5|tomas|1|signer|Employee|1|Tomas Weber|tomas.weber@mail.example|completed|",
    "6|tomas|2|signer|HR|2|Priya Raman|priya@brandtvale.example|completed|",
    "7|harbour|1|signer|Tenant|1|Ines Calder|ines@calder.example|completed|",
    "8|harbour|2|signer|Tenant|1|Marc Calder|marc@calder.example|sent|",
    "9|harbour|3|signer|Landlord|2|Helena Brandt|helena@brandtvale.example|created|",
    "10|mill|1|signer|Tenant|1|Yusuf Aydin|yusuf@aydinbakery.example|created|",
    "11|mill|2|signer|Landlord|2|Helena Brandt|helena@brandtvale.example|created|",
    "12|pinto|1|signer|Contractor|1|Joana Pinto|joana@studiopinto.example|sent|",
    "13|pinto|2|signer|Company|2|Oskar Lindqvist|oskar@brandtvale.example|created|",
    "14|orchard|1|signer|Counterparty|1|Ed Marsh|ed@orchardfoods.example|sent|",
    "15|orchard|2|signer|Company|2|Helena Brandt|helena@brandtvale.example|created|",
    "16|bluefin|1|signer|Counterparty|1|Sofie Krag|sofie.krag@bluefin.example|delivered|",
    "17|bluefin|2|signer|Company|2|Helena Brandt|helena@brandtvale.example|created|",
    "18|openday|1|signer|Signer|1|Ravi Menon|ravi@menon.example|completed|",
    "19|amir|1|signer|Employee|1|Amir Haddad|amir.haddad@mail.example|created|",
    "20|amir|2|signer|HR|2|Priya Raman|priya@brandtvale.example|created|",
    "21|ruth|1|signer|Contractor|1|Ruth Adeyemi|ruth@adeyemi.example|completed|",
    "22|ruth|2|signer|Company|2|Oskar Lindqvist|oskar@brandtvale.example|completed|",
    "23|canal|1|signer|Tenant|1|Gwen Hollis|gwen@hollisbooks.example|declined|Rent increase not agreed",
    "24|canal|2|signer|Landlord|2|Helena Brandt|helena@brandtvale.example|created|",
    "25|consent|1|signer|Signer|1|Lena Fischer|lena.fischer@posteo.example|sent|",
    "26|juniper|1|signer|Counterparty|1|Aiko Mori|aiko@juniperlabs.example|created|",
    "27|juniper|2|signer|Company|2|Helena Brandt|helena@brandtvale.example|created|",
    "28|board|1|signer|Partner|1|Helena Brandt|helena@brandtvale.example|completed|",
    "29|board|2|signer|Partner|1|Jonas Brandt|jonas@brandt.example|sent|",
    "30|board|3|signer|Partner|1|Frida Vale|frida@vale.example|sent|",
    "31|board|4|carboncopy||2|Ledger & Co|office@ledgerco.example|created|",
    "32|nils|1|signer|Contractor|1|Nils Holm|nils@holmsound.example|sent|",
    "33|nils|2|signer|Company|2|Milo Vance|milo@brandtvale.example|created|",
)
CONTACTS = table(
    "contactId name organization email",
    "1|Carla Mendes|Tidewater|carla@tidewater.example",
    "2|Bo Larsen|Larsen Design|bo@larsendesign.example",
    "3|Bo Nyberg|Fjord Media|bo.nyberg@fjordmedia.example",
    "4|Daniel Okafor|Okafor Law|daniel@okaforlaw.example",
    "5|Tess Wong||tess.wong@mail.example",
    "6|Ledger & Co|Ledger & Co|office@ledgerco.example",
    "7|Marta Silva|Silva Interiors|marta@silvainteriors.example",
)
ROWS: dict[str, list[Row]] = {
    "envelopes": [
        {**row, "envelopeId": uid(row["envelopeId"]), "senderId": uid(row["senderId"]), "folderId": uid("folder " + row["folderId"]),
         **{name: at(row[name]) for name in ("createdDateTime", "sentDateTime", "completedDateTime")}}
        for row in ENVELOPES
    ],
    "recipients": [{**row, "recipientGuid": uid("recipient " + row["recipientGuid"]), "envelopeId": uid(row["envelopeId"])} for row in RECIPIENTS],
    "templates": [{**row, "templateId": uid("template " + row["templateId"])} for row in TEMPLATES],
    "users": [{**row, "userId": uid(row["userId"])} for row in USERS],
    "contacts": [{**row, "contactId": uid("contact " + row["contactId"])} for row in CONTACTS],
    "folders": [{**row, "folderId": uid("folder " + row["folderId"])} for row in FOLDERS],
    "reminders": [],
}  # fmt: skip


def told(**values: Any) -> Row:
    return {name: value for name, value in values.items() if value not in ("", None)}


def expiry(row: Row) -> str:
    """When it can no longer be signed, for one that still can be."""
    if row["status"] not in OPEN:
        return ""
    return (datetime.fromisoformat(row["sentDateTime"][:19]) + timedelta(days=int(row["expireAfter"]))).strftime("%Y-%m-%dT%H:%M:%S.0000000Z")


def seen(rows: Rows, row: Row) -> Row:
    by = find(rows["users"], "userId", row["senderId"])
    names = ("envelopeId", "status", "emailSubject", "createdDateTime", "sentDateTime", "completedDateTime", "voidedReason", "folderId")
    return told(
        **{name: row[name] for name in names}, expireDateTime=expiry(row),
        sender={name: by[name] for name in ("userName", "userId", "email")},
        recipientsUri=f"/envelopes/{row['envelopeId']}/recipients",
    )  # fmt: skip


def position(value: object, default: int) -> int:
    if value in ("", None):
        return default
    if not isinstance(value, (str, int)) or isinstance(value, bool) or not str(value).isdigit():
        raise Refusal("INVALID_REQUEST_PARAMETER: a whole number is needed")
    return int(value)


def list_envelopes(
    rows: Rows, from_date: str = "", to_date: str = "", status: str = "", search_text: str = "", folder_ids: str = "", count: str = "", start_position: str = "",
) -> object:  # fmt: skip
    asked = [one.strip().lower() for one in str(status or "any").split(",")]
    for one in asked:
        one_of(one, "any", *STATUSES)
    found = [
        row for row in rows["envelopes"]
        if ("any" in asked or row["status"] in asked)
        and row["createdDateTime"][:19] >= str(from_date or "")[:19]
        and (not to_date or row["createdDateTime"][:19] <= str(to_date)[:19])
        and (not folder_ids or row["folderId"] in str(folder_ids).split(","))
    ]  # fmt: skip
    given = contains([seen(rows, row) for row in found], {"emailSubject": search_text})
    first, most = position(start_position, 0), min(position(count, PAGE), PAGE)
    page = given[first:first + most]
    after = first + len(page)
    return {
        "resultSetSize": str(len(page)), "startPosition": str(first), "endPosition": str(max(after - 1, 0)), "totalSetSize": str(len(given)),
        **({"nextUri": f"/envelopes?start_position={after}"} if after < len(given) else {}), "envelopes": page,
    }  # fmt: skip


def get_envelope(rows: Rows, envelope_id: str) -> object:
    return seen(rows, find(rows["envelopes"], "envelopeId", envelope_id))


def create_envelope(
    rows: Rows, templateId: str, templateRoles: Sequence[Row], status: str, emailSubject: str = "", emailBlurb: str = "",
) -> object:  # fmt: skip
    template = find(rows["templates"], "templateId", templateId)
    one_of(status, "created", "sent")
    roles = template["roles"].split(",")
    if not isinstance(templateRoles, list):
        raise Refusal("templateRoles is a list")
    people = {one_of(body(one).get("roleName"), *roles): one for one in templateRoles}
    if status == "sent" and {*people} != {*roles}:
        raise Refusal(f"RECIPIENTS_NOT_PROVIDED: fill each of {', '.join(roles)}")
    subject = words(emailSubject or template["emailSubject"])
    key = uid(f"envelope {len([row for row in rows['envelopes'] if row['emailSubject'] == subject])} {subject}")
    new = {
        "envelopeId": key, "emailSubject": subject, "status": status, "senderId": uid("helena"), "createdDateTime": NOWZ,
        "sentDateTime": NOWZ if status == "sent" else "", "completedDateTime": "", "voidedReason": "",
        "folderId": uid("folder sent" if status == "sent" else "folder draft"), "reminderEnabled": "false", "reminderDelay": "0",
        "reminderFrequency": "0", "expireAfter": "30",
    }  # fmt: skip
    signers = [_signer(key, str(1 + roles.index(name)), "signer", {"routingOrder": str(1 + roles.index(name)), **people[name]}) for name in roles if name in people]
    rows["envelopes"].append(new)
    rows["recipients"] += signers
    if status == "sent":
        _activate(signers)
    return {"envelopeId": key, "status": status, "statusDateTime": NOWZ}


def _signer(envelope: str, number: str, kind: str, one: object) -> Row:
    person = body(one)
    return {
        "recipientGuid": uid(f"recipient {envelope} {number}"), "envelopeId": envelope, "recipientId": number, "type": kind,
        "roleName": str(person.get("roleName", "")), "routingOrder": str(position(person.get("routingOrder", "1"), 1)),
        "name": words(person.get("name")), "email": _address(person.get("email")), "status": "created", "declinedReason": "",
    }  # fmt: skip


def _address(value: object) -> str:
    if "@" not in words(value):
        raise Refusal("INVALID_EMAIL_ADDRESS_FOR_RECIPIENT")
    return str(value)


def _activate(signers: Sequence[Row]) -> None:
    for one in signers:
        one["status"] = "sent" if one["routingOrder"] == "1" else "created"


def update_envelope(
    rows: Rows, envelope_id: str, status: str = "", voidedReason: str = "", emailSubject: str = "", resend_envelope: str = "",
) -> object:  # fmt: skip
    row = find(rows["envelopes"], "envelopeId", envelope_id)
    again = str(resend_envelope or "false").lower()
    one_of(again, "true", "false")
    if not (status or emailSubject or again == "true"):
        raise Refusal("nothing to update")
    if row["status"] not in ("created", *OPEN):
        raise Refusal(f"ENVELOPE_INVALID_STATUS: it is {row['status']}")
    allowed = {"created": ("sent",), "sent": ("voided",), "delivered": ("voided",)}[row["status"]]
    if status:
        one_of(status, *allowed)
    if status == "voided":
        words(voidedReason)
    if again == "true" and row["status"] not in OPEN:
        raise Refusal("only an envelope that was sent can be sent again")
    if emailSubject:
        row["emailSubject"] = words(emailSubject)
    _take(rows, row, status, voidedReason)
    if again == "true":
        waiting = [one for one in _people(rows, row) if one["type"] == "signer" and one["status"] in OPEN]
        rows["reminders"] += [{"envelopeId": envelope_id, "to": one["email"]} for one in waiting]
    return {"envelopeId": envelope_id}


def _take(rows: Rows, row: Row, status: str, reason: str) -> None:
    if status == "sent":
        row.update(status="sent", sentDateTime=NOWZ, folderId=uid("folder sent"))
        _activate([one for one in _people(rows, row) if one["type"] == "signer"])
    if status == "voided":
        row.update(status="voided", voidedReason=reason)


def _people(rows: Rows, row: Row) -> list[Row]:
    return [one for one in rows["recipients"] if one["envelopeId"] == row["envelopeId"]]


def list_recipients(rows: Rows, envelope_id: str) -> object:
    people = _people(rows, find(rows["envelopes"], "envelopeId", envelope_id))
    shown = [told(**{name: one[name] for name in one if name != "envelopeId"}) for one in people]
    waiting = [one["routingOrder"] for one in people if one["status"] in OPEN]
    return {
        "signers": [one for one in shown if one["type"] == "signer"], "carbonCopies": [one for one in shown if one["type"] == "carboncopy"],
        "recipientCount": str(len(people)), "currentRoutingOrder": min(waiting, default="1"),
    }  # fmt: skip


def _changeable(rows: Rows, envelope_id: str) -> Row:
    row = find(rows["envelopes"], "envelopeId", envelope_id)
    if row["status"] not in ("created", *OPEN):
        raise Refusal(f"ENVELOPE_INVALID_STATUS: it is {row['status']}")
    return row


def update_recipients(rows: Rows, envelope_id: str, signers: Sequence[Row]) -> object:
    people = _people(rows, _changeable(rows, envelope_id))
    if not isinstance(signers, list) or not signers:
        raise Refusal("signers is a list")
    for one in signers:
        row = find(people, "recipientId", str(body(one).get("recipientId")))
        if row["status"] == "completed":
            raise Refusal("RECIPIENT_HAS_SIGNED")
        if not {*one} - {"recipientId"} or {*one} - {"recipientId", "name", "email", "routingOrder"}:
            raise Refusal("name, email or routingOrder can be changed")
        checks: dict[str, Any] = {"name": words, "email": _address, "routingOrder": lambda value: str(position(value, 1))}
        row.update({name: check(one[name]) for name, check in checks.items() if name in one})
    return {"recipientUpdateResults": [{"recipientId": str(one["recipientId"])} for one in signers]}


def add_recipients(rows: Rows, envelope_id: str, signers: object = (), carbonCopies: object = ()) -> object:
    row = _changeable(rows, envelope_id)
    if not signers and not carbonCopies:
        raise Refusal("nobody to add")
    told = [(kind, one) for kind, group in (("signer", signers), ("carboncopy", carbonCopies)) for one in _listed(group)]
    first = 1 + max((int(one["recipientId"]) for one in _people(rows, row)), default=0)
    new = [_signer(envelope_id, str(number), kind, one) for number, (kind, one) in enumerate(told, first)]
    rows["recipients"] += new
    return {"recipientCount": str(len(_people(rows, row)))}


def _listed(group: object) -> Sequence[object]:
    if not group:
        return ()
    if not isinstance(group, list):
        raise Refusal("signers and carbonCopies are lists")
    return group


def delete_recipient(rows: Rows, envelope_id: str, recipient_id: str) -> object:
    row = find(_people(rows, _changeable(rows, envelope_id)), "recipientId", recipient_id)
    if row["status"] == "completed":
        raise Refusal("RECIPIENT_HAS_SIGNED")
    rows["recipients"].remove(row)
    return {}


def get_notification(rows: Rows, envelope_id: str) -> object:
    row = find(rows["envelopes"], "envelopeId", envelope_id)
    return {
        "reminders": {name: row[name] for name in ("reminderEnabled", "reminderDelay", "reminderFrequency")},
        "expirations": {"expireEnabled": "true", "expireAfter": row["expireAfter"], "expireWarn": "0"},
    }


def update_notification(rows: Rows, envelope_id: str, reminders: object = None, expirations: object = None) -> object:
    row = _changeable(rows, envelope_id)
    new = {**(body(reminders) if reminders is not None else {}), **(body(expirations) if expirations is not None else {})}
    if not new or {*new} - {"reminderEnabled", "reminderDelay", "reminderFrequency", "expireEnabled", "expireAfter", "expireWarn"}:
        raise Refusal("give reminders or expirations")
    for name in ("reminderDelay", "reminderFrequency", "expireAfter"):
        if name in new:
            new[name] = str(position(new[name], 0))
    if "reminderEnabled" in new:
        new["reminderEnabled"] = one_of(str(new["reminderEnabled"]).lower(), "true", "false")
    row.update({name: new[name] for name in row if name in new})
    return get_notification(rows, envelope_id)


def list_templates(rows: Rows, search_text: str = "") -> object:
    found = contains(rows["templates"], {"name": search_text})
    return {"resultSetSize": str(len(found)), "envelopeTemplates": [{name: row[name] for name in ("templateId", "name", "lastModified")} for row in found]}


def get_template(rows: Rows, template_id: str) -> object:
    row = find(rows["templates"], "templateId", template_id)
    roles = [{"roleName": name, "routingOrder": str(number)} for number, name in enumerate(row["roles"].split(","), 1)]
    return {"templateId": row["templateId"], "name": row["name"], "emailSubject": row["emailSubject"], "recipients": {"signers": roles}}


def list_users(rows: Rows, status: str = "") -> object:
    return {"users": contains(rows["users"], {"userStatus": status})}


def list_contacts(rows: Rows, search_text: str = "") -> object:
    return {"contacts": [told(**row) for row in contains(rows["contacts"], {"name": search_text})]}


def list_folders(rows: Rows) -> object:
    count = {row["folderId"]: len([one for one in rows["envelopes"] if one["folderId"] == row["folderId"]]) for row in rows["folders"]}
    return {"folders": [{**row, "itemCount": str(count[row["folderId"]])} for row in rows["folders"]]}


def move(rows: Rows, folder_id: str, envelopeIds: Sequence[str]) -> object:
    find(rows["folders"], "folderId", folder_id)
    found = [find(rows["envelopes"], "envelopeId", one) for one in texts(envelopeIds)]
    if not found or any(row["status"] == "created" for row in found):
        raise Refusal("drafts stay in Drafts")
    for row in found:
        row["folderId"] = folder_id
    return {"folders": [{"folderId": folder_id}]}


ENVELOPE = text("The envelope's GUID.")
PERSON = {
    "recipientId": text("Number of the recipient within the envelope."), "name": text("Full name."), "email": text(),
    "routingOrder": text("Signing order. Recipients with the same number sign in parallel."), "roleName": text(),
}  # fmt: skip
SHOWN = {
    "envelopeId": text(), "status": text(enum=[*STATUSES]), "emailSubject": text(), "createdDateTime": text(format="date-time"),
    "sentDateTime": text(format="date-time"), "completedDateTime": text(format="date-time"), "expireDateTime": text(format="date-time"), "voidedReason": text(),
    "folderId": text(), "sender": shape(userName=text(), userId=text(), email=text()), "recipientsUri": text(),
}  # fmt: skip


def put(key: str, **inputs: str) -> Call:
    return "Envelopes_update", {"envelope_id": uid(key), **inputs}


def void(key: str, reason: str) -> Call:
    return put(key, status="voided", voidedReason=reason)


def remind(key: str) -> Call:
    return put(key, resend_envelope="true")


def signer(key: str, number: str, **values: str) -> Call:
    return "EnvelopeRecipients_update", {"envelope_id": uid(key), "signers": [{"recipientId": number, **values}]}


def copied(key: str, name: str, email: str) -> Call:
    return "EnvelopeRecipients_create", {"envelope_id": uid(key), "carbonCopies": [{"name": name, "email": email}]}


def filed(folder: str, *keys: str) -> Call:
    return "Folders_moveEnvelopes", {"folder_id": uid(f"folder {folder}"), "envelopeIds": [uid(key) for key in keys]}


def noted(key: str, **parts: Row) -> Call:
    return "Notifications_update", {"envelope_id": uid(key), **parts}


def made(template: str, status: str, subject: str, *roles: tuple[str, str, str]) -> Call:
    people = [{"roleName": role, "name": name, "email": email} for role, name, email in roles]
    return "Envelopes_create", {"templateId": uid(f"template {template}"), "status": status, "templateRoles": people, **({"emailSubject": subject} if subject else {})}


HELENA, OSKAR, PRIYA = ((one["userName"], one["email"]) for one in USERS[:3])
LIST: Call = ("Envelopes_listStatusChanges", {})
MORE: Call = ("Envelopes_listStatusChanges", {"start_position": "8"})
OUT: Call = ("Envelopes_listStatusChanges", {"status": "sent,delivered"})
CONTACT: Call = ("Contacts_list", {})
USER: Call = ("Users_list", {})
FOLDER: Call = ("Folders_list", {})


def hunt(words_: str) -> Call:
    return "Envelopes_listStatusChanges", {"search_text": words_}


def people(key: str) -> Call:
    return "EnvelopeRecipients_list", {"envelope_id": uid(key)}


FIELD = Field(
    "signing", ROWS,
    (
        Tool("Envelopes_listStatusChanges", "Gets status changes for one or more envelopes. Returns the envelopes of the account, optionally limited to those in some statuses, created in a range of dates or with some text in the subject. At most 8 envelopes are returned per call: when there are more, `nextUri` is present and the next ones are requested with `start_position`. Recipients are not included.",
             {"from_date": text("Start of the range of creation dates.", format="date-time"), "to_date": text(format="date-time"), "status": text(f"Comma-separated list of statuses: {', '.join(STATUSES)} or any."), "search_text": text("Free text to search the subject for."), "folder_ids": text(), "count": text("Number of results, as a string."), "start_position": text("The zero-based index of the first result.")},
             list_envelopes, (), shape(resultSetSize=text(), startPosition=text(), endPosition=text(), totalSetSize=text(), nextUri=text(), envelopes=array(**SHOWN))),
        Tool("Envelopes_get", "Gets the status of a single envelope.", {"envelope_id": ENVELOPE}, get_envelope, ("envelope_id",), shape(**SHOWN)),
        Tool("Envelopes_create", "Creates an envelope from a template, and sends it if `status` is `sent`; with `created` it is saved as a draft. `templateRoles` tells who fills each role of the template.",
             {"templateId": text("GUID of the template."), "emailSubject": text("Subject of the email that recipients get. The template's own is used if omitted."), "emailBlurb": text("Body of the email."), "status": text(enum=["created", "sent"]), "templateRoles": array(roleName=text("Role as named in the template."), name=text(), email=text())},
             create_envelope, ("templateId", "templateRoles", "status"), shape(envelopeId=text(), status=text(), statusDateTime=text())),
        Tool("Envelopes_update", "Modifies an envelope. Sends a draft (status `sent`), voids an envelope that is in process (status `voided`, requires `voidedReason`), changes its subject, or, with `resend_envelope`, sends the email again to those who have yet to sign.",
             {"envelope_id": ENVELOPE, "status": text("New status.", enum=["sent", "voided"]), "voidedReason": text("Why the envelope is voided. Shown to the recipients."), "emailSubject": text(), "resend_envelope": text("When `true`, resends the envelope to the recipients whose turn it is.", enum=["true", "false"])},
             update_envelope, ("envelope_id",)),
        Tool("EnvelopeRecipients_list", "Gets the status of recipients for an envelope.", {"envelope_id": ENVELOPE}, list_recipients, ("envelope_id",)),
        Tool("EnvelopeRecipients_update", "Updates recipients in a draft envelope or corrects recipient information for an in-process envelope. Recipients who have signed cannot be changed.",
             {"envelope_id": ENVELOPE, "signers": array(**{name: PERSON[name] for name in ("recipientId", "name", "email", "routingOrder")})}, update_recipients, ("envelope_id", "signers")),
        Tool("EnvelopeRecipients_create", "Adds one or more recipients to an envelope. Signers have to sign; carbon copies only receive the finished documents.",
             {"envelope_id": ENVELOPE, "signers": array(**{name: PERSON[name] for name in ("name", "email", "routingOrder", "roleName")}), "carbonCopies": array(name=text(), email=text())},
             add_recipients, ("envelope_id",)),
        Tool("EnvelopeRecipients_delete", "Deletes a recipient from an envelope.", {"envelope_id": ENVELOPE, "recipient_id": text("Number of the recipient within the envelope.")}, delete_recipient, ("envelope_id", "recipient_id")),
        Tool("Notifications_get", "Gets envelope notification information.", {"envelope_id": ENVELOPE}, get_notification, ("envelope_id",)),
        Tool("Notifications_update", "Sets envelope notifications for existing envelopes: reminders and the expiration.",
             {"envelope_id": ENVELOPE, "reminders": shape(reminderEnabled=text(enum=["true", "false"]), reminderDelay=text("Days after sending until the first reminder."), reminderFrequency=text("Days between reminders.")), "expirations": shape(expireEnabled=text(enum=["true", "false"]), expireAfter=text("Number of days the envelope is active after it was sent."), expireWarn=text())},
             update_notification, ("envelope_id",)),
        Tool("Templates_list", "Gets the list of templates.", {"search_text": text("Text in the name of the template.")}, list_templates),
        Tool("Templates_get", "Gets one template with its roles.", {"template_id": text()}, get_template, ("template_id",)),
        Tool("Users_list", "Retrieves the list of users for the account, that is your colleagues.", {"status": text(enum=["Active", "Closed"])}, list_users, (), shape(users=array(userId=text(), userName=text(), email=text(), title=text(), userStatus=text()))),
        Tool("Contacts_list", "Address book.", {"search_text": text()}, list_contacts, (), shape(contacts=array(contactId=text(), name=text(), organization=text(), email=text()))),
        Tool("Folders_list", "Retrieves the folders of the account.", {}, list_folders, (), shape(folders=array(folderId=text(), name=text(), type=text(), itemCount=text()))),
        Tool("Folders_moveEnvelopes", "Moves a set of envelopes from their current folder to another folder.", {"folder_id": text("GUID of the folder to move to."), "envelopeIds": {"type": "array", "items": text()}}, move, ("folder_id", "envelopeIds")),
    ),
    (
        Job("Who hasn't signed the board resolution yet?", [], shows=("Jonas Brandt", "Frida Vale")),
        Job("How many envelopes are in status sent at the moment?", [], shows=("NDA with Kestrel Robotics", "Lease renewal Harbour Street 4", "Contractor agreement - Studio Pinto", "Photo consent - Lena Fischer", "Board resolution March", "Contractor agreement - Nils Holm")),
        Job("void the bluefin NDA please, reason: wrong legal entity", [void("bluefin", "wrong legal entity")]),
        Job("The Mill Road 12 lease is still a draft. Send it out.", [put("mill", status="sent")]),
        Job("Could you ping the signers of whichever open NDA has been out the longest?", [remind("kestrel")]),
        Job("Carla Mendes from Tidewater needs to sign our Mutual NDA, Helena Brandt signs for the company. Subject should be 'NDA with Tidewater'. Send it right away.",
            [made("nda", "sent", "NDA with Tidewater", ("Counterparty", "Carla Mendes", "carla@tidewater.example"), ("Company", *HELENA))]),
        Job("There's a typo in Lena Fischer's address on her employment contract, it should be lena.fischer@posteo.example", [signer("lena", "1", email="lena.fischer@posteo.example")]),
        Job("Give the Harbour Street 4 envelope 45 days before it expires instead of 30", [noted("harbour", expirations={"expireAfter": "45"})]),
        Job("If Studio Pinto's agreement is still unsigned, nudge them again, otherwise file it under Archive 2026", [remind("pinto")]),
        Job("Move everything that's completed but still in Sent Items to the Archive 2026 folder", [filed("archive", "tomas", "ruth")]),
        Job("Priya's drafts can go out now", [put("amir", status="sent")]),
        Job("Milo Vance has left. Please void whatever of his is still out for signature, the reason is 'Sender left the company'", [void("nils", "Sender left the company")]),
        Job("Put Oskar Lindqvist in copy on both the Harbour Street and the Mill Road lease", [copied("harbour", *OSKAR), copied("mill", *OSKAR)]),
        Job("Which of the envelopes that are out has been waiting for signatures the longest?", [], shows=("Contractor agreement - Nils Holm",)),
        Job("does anything expire before next Monday?", [], shows=("Contractor agreement - Nils Holm",)),
        Job("Jonas Brandt doesn't have to sign the board resolution any more, so take him off it please", [("EnvelopeRecipients_delete", {"envelope_id": uid("board"), "recipient_id": "2"})]),
        Job("Void Lena Fischer's envelope, reason: 'Wrong form'", ASK),
        Job("Delete the Photo consent template", ASK),
        Job("Send the contractor agreement to Bo", ASK),
        Job("Undo Tomas Weber's signature on his employment contract", ASK),
        Job("If the NDA with Orchard Foods hasn't been voided yet, void it with the reason 'Signed on paper'", []),
        Job("Remind the signers of every envelope that was sent more than two weeks ago and is still waiting for signatures", [remind("kestrel"), remind("harbour"), remind("nils")]),
        Job("Turn on reminders for the board resolution: the first one after 1 day and then every 2 days", [noted("board", reminders={"reminderEnabled": "true", "reminderDelay": "1", "reminderFrequency": "2"})]),
        Job("On the Bluefin NDA it's Daniel Okafor who signs for the company, no longer Helena", [signer("bluefin", "2", name="Daniel Okafor", email="daniel@okaforlaw.example")]),
        Job("Oskar's draft for Juniper Labs: rename it to 'Mutual NDA - Juniper Labs GmbH' and send it", [put("juniper", emailSubject="Mutual NDA - Juniper Labs GmbH", status="sent")]),
        Job("What's Dana Whitlock's email? She's the counterparty on the Kestrel NDA", [], shows=("dana@kestrelrobotics.example",)),
        Job("Has anyone declined to sign? I'd like to know who and why", [], shows=("Gwen Hollis", "Rent increase not agreed")),
        Job("Which roles does the contractor agreement template have?", [], shows=("Contractor", "Company")),
        Job("Prepare an employment contract for Tess Wong with Priya Raman for HR, but leave it as a draft for now", [made("job", "created", "", ("Employee", "Tess Wong", "tess.wong@mail.example"), ("HR", *PRIYA))]),
        Job("No more automatic reminders for Kestrel and Studio Pinto please", [noted("kestrel", reminders={"reminderEnabled": "false"}), noted("pinto", reminders={"reminderEnabled": "false"})]),
        Job("How many people have already signed the lease for Harbour Street?", [], shows=("Ines Calder",)),
        Job("Text Nils Holm that we need his signature by Friday", ASK),
        Job("File Tomas Weber's and Ruth Adeyemi's contracts under Personnel", [filed("staff", "tomas", "ruth")]),
        Job("Void the Canal Walk 7 lease, unless it has been declined already", []),
        Job("Marta Silva must sign the Studio Pinto agreement too, add her as another signer in second place", [("EnvelopeRecipients_create", {"envelope_id": uid("pinto"), "signers": [{"name": "Marta Silva", "email": "marta@silvainteriors.example", "routingOrder": "2"}]})]),
        Job("Two envelopes went out from Priya last week. Remind whoever hasn't signed those", [remind("lena"), remind("consent")]),
    ),
    (
        Past("Who has signed Harbour Street 4 so far?", [hunt("Harbour Street 4"), people("harbour")], []),
        Past("Void the NDA with Kestrel Robotics because of a new version", [hunt("Kestrel Robotics")], [void("kestrel", "new version")]),
        Past("Send Amir Haddad's contract", [hunt("Amir Haddad")], [put("amir", status="sent")]),
        Past("Remind everybody on the Harbour Street lease", [hunt("Harbour Street")], [remind("harbour")]),
        Past("Oskar's drafts should be sent", [("Envelopes_listStatusChanges", {"status": "created"})], [put("juniper", status="sent")]),
        Past("Remind all signers of Oskar's envelopes that are still out", [OUT], [remind("kestrel"), remind("pinto"), remind("bluefin")]),
        Past("Send the photo consent to Tess Wong", [("Templates_list", {"search_text": "Photo consent"}), ("Templates_get", {"template_id": uid("template photo")}), ("Contacts_list", {"search_text": "Tess"})], [made("photo", "sent", "", ("Signer", "Tess Wong", "tess.wong@mail.example"))]),
        Past("Joana Pinto's email changed to studio@pinto.example", [hunt("Pinto"), people("pinto")], [signer("pinto", "1", email="studio@pinto.example")]),
        Past("Copy Ledger & Co on the Mill Road lease", [hunt("Mill Road"), ("Contacts_list", {"search_text": "Ledger"})], [copied("mill", "Ledger & Co", "office@ledgerco.example")]),
        Past("Remove Frida Vale from the board resolution", [hunt("Board resolution"), people("board")], [("EnvelopeRecipients_delete", {"envelope_id": uid("board"), "recipient_id": "3"})]),
        Past("Archive the Tomas Weber contract", [hunt("Tomas Weber"), FOLDER], [filed("archive", "tomas")]),
        Past("How long does the Studio Pinto envelope stay open?", [hunt("Studio Pinto"), ("Notifications_get", {"envelope_id": uid("pinto")})], []),
        Past("Let Lena's employment contract expire after 60 days", [hunt("Employment contract - Lena"), ("Notifications_get", {"envelope_id": uid("lena")})], [noted("lena", expirations={"expireAfter": "60"})]),
        Past("Priya Raman signs the Juniper NDA instead of Helena", [hunt("Juniper"), people("juniper"), USER], [signer("juniper", "2", name=PRIYA[0], email=PRIYA[1])]),
        Past("Which envelopes are drafts?", [("Envelopes_listStatusChanges", {"status": "created"})], []),
        Past("When was the Ruth Adeyemi agreement completed?", [LIST, MORE, ("Envelopes_get", {"envelope_id": uid("ruth")})], []),
        Past("Rename the Mill Road draft to 'Lease Mill Road 12, second renewal'", [hunt("Mill Road")], [put("mill", emailSubject="Lease Mill Road 12, second renewal")]),
        Past("Remind Kestrel every day from the second day on", [hunt("Kestrel")], [noted("kestrel", reminders={"reminderEnabled": "true", "reminderDelay": "2", "reminderFrequency": "1"})]),
    ),
)  # fmt: skip
