"""A mailbox: a search capped at five over several fields with days as bounds, acts that forward and answer."""

from tests.fields.service import ASK, Field, Job, Rows, Tool, find, rows_of, text

ROWS = {
    "messages": rows_of(
        "message_id folder sender subject received_at body",
        "m1|inbox|rosa.diaz@firm.example|Lunch on Friday|2026-03-02 12:00:00|see you",
        "m2|inbox|ivo.kern@firm.example|Contract draft|2026-03-05 09:10:00|please read",
        "m3|inbox|rosa.diaz@firm.example|Contract draft|2026-03-09 15:00:00|second version",
        "m4|inbox|hana.sato@firm.example|Travel costs|2026-03-10 08:30:00|attached",
        "m5|archive|ivo.kern@firm.example|Parking|2026-02-11 10:00:00|space 12",
        "m6|inbox|ivo.kern@firm.example|Kitchen rota|2026-03-10 17:45:00|your turn",
        "m7|inbox|hana.sato@firm.example|Travel plan|2026-03-11 07:55:00|train",
        "m8|archive|rosa.diaz@firm.example|Old badge|2026-01-20 10:00:00|return it",
    ),
    "sent": [],
    "people": rows_of("email", *(f"{one}@firm.example" for one in ["rosa.diaz", "ivo.kern", "hana.sato", "paul.meyer"])),
}


def search(rows: Rows, query: str = "", date_min: str = "", date_max: str = "") -> object:
    words = query.lower().split()
    found = [
        row for row in rows["messages"]
        if all(word in f"{row['sender']} {row['subject']} {row['body']} {row['folder']}".lower() for word in words)
    ]
    found = [row for row in found if not date_min or row["received_at"][:10] >= date_min[:10]]
    found = [row for row in found if not date_max or row["received_at"][:10] <= date_max[:10]]
    return sorted(found, key=lambda row: row["received_at"], reverse=True)[:5]


def delete(rows: Rows, message_id: str) -> object:
    rows["messages"].remove(find(rows["messages"], "message_id", message_id))
    return "deleted"


def forward(rows: Rows, message_id: str, recipient: str) -> object:
    find(rows["messages"], "message_id", message_id)
    rows["sent"].append({"message_id": message_id, "to": recipient, "text": ""})
    return "forwarded"


def reply(rows: Rows, message_id: str, body: str) -> object:
    row = find(rows["messages"], "message_id", message_id)
    rows["sent"].append({"message_id": message_id, "to": row["sender"], "text": body})
    return "replied"


def move(rows: Rows, message_id: str, folder: str) -> object:
    find(rows["messages"], "message_id", message_id)["folder"] = folder
    return "moved"


def address(rows: Rows, name: str) -> object:
    return [row["email"] for row in rows["people"] if name.lower() in row["email"]]


ID = text("ID of the message.")
FIELD = Field(
    "mail", ROWS,
    (
        Tool("search_messages", "Searches messages. Returns at most 5, newest first.", {"query": text("Words in the sender, subject or body."), "date_min": text('First day, "YYYY-MM-DD".'), "date_max": text('Last day, "YYYY-MM-DD".')}, search),
        Tool("delete_message", "Deletes a message.", {"message_id": ID}, delete, ("message_id",)),
        Tool("forward_message", "Forwards a message to somebody.", {"message_id": ID, "recipient": text("Email address of the recipient.")}, forward, ("message_id", "recipient")),
        Tool("reply_message", "Replies to a message.", {"message_id": ID, "body": text("Text of the reply.")}, reply, ("message_id", "body")),
        Tool("move_message", "Moves a message to a folder.", {"message_id": ID, "folder": text("Name of the folder.")}, move, ("message_id", "folder")),
        Tool("find_address", "Finds the email address of a colleague.", {"name": text("Name of the colleague.")}, address, ("name",)),
    ),
    (
        Job("Delete the last message from hana", [("delete_message", {"message_id": "m7"})]),
        Job("Delete all messages from rosa", [("delete_message", {"message_id": one}) for one in ("m1", "m3", "m8")]),
        Job("Delete all messages about Contract draft", [("delete_message", {"message_id": one}) for one in ("m2", "m3")]),
        Job("Move all messages from yesterday to the archive folder", [("move_message", {"message_id": one, "folder": "archive"}) for one in ("m4", "m6")]),
        Job("Forward the Parking message to paul", [("forward_message", {"message_id": "m5", "recipient": "paul.meyer@firm.example"})]),
        Job("Reply to the latest message from ivo with 'Thanks, will do'", [("reply_message", {"message_id": "m6", "body": "Thanks, will do"})]),
        Job("Delete the message from paul", ASK),
        Job("Delete the Contract draft message", ASK),
        Job("If hana has written no message in the last 3 days, delete the Parking message", []),
        Job("Forward the Kitchen rota message to rosa and delete the Old badge message", [("forward_message", {"message_id": "m6", "recipient": "rosa.diaz@firm.example"}), ("delete_message", {"message_id": "m8"})]),
    ),
)
