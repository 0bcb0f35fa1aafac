"""What a fresh workspace holds: the same every time.

The traps are on purpose: #engineering has a near miss (#engineering-archive, archived) that is listed on an
earlier page; the bot is a member of three channels only.
"""

from __future__ import annotations

from infra.sandbox.store import Store
from infra.sandbox.wire import Json

BOT = "U0BOT"
BOT_CHANNELS = ("general", "engineering", "finance")

# name, real name, time zone
PEOPLE = (
    ("ada", "Ada Okafor", "Europe/London"),
    ("ben", "Ben Carter", "America/New_York"),
    ("chen", "Chen Wei", "Asia/Singapore"),
    ("dilara", "Dilara Yılmaz", "Europe/Istanbul"),
    ("emil", "Emil Sørensen", "Europe/Copenhagen"),
    ("farah", "Farah Haddad", "Asia/Dubai"),
    ("gus", "Gus Moreau", "Europe/Paris"),
    ("hana", "Hana Sato", "Asia/Tokyo"),
)

# name, topic; ordered by their creation, as they are listed
CHANNELS = (
    ("general", "Company-wide announcements"),
    ("random", "Everything else"),
    ("design", "Screens, words and pictures"),
    ("engineering-archive", "Old engineering talk, closed in 2025"),
    ("finance-reports", "Monthly figures"),
    ("hiring", "Open positions"),
    ("incidents", "What is broken right now"),
    ("legal", "Contracts and questions"),
    ("marketing", "Campaigns and launches"),
    ("office", "Keys, plants and coffee"),
    ("engineering-frontend", "The web app"),
    ("engineering", "How we build it"),
    ("finance", "Invoices, budgets and payments"),
    ("operations", "Keeping it running"),
    ("product", "What we build next"),
    ("sales", "Leads and deals"),
    ("security", "Reports and reviews"),
    ("support", "Questions of customers"),
    ("travel", "Trips and bookings"),
    ("billing-alerts", "Payments that failed"),
    ("data", "Numbers and pipelines"),
    ("mobile", "The phone apps"),
    ("partners", "Companies we work with"),
    ("test-bots", "Try things out here"),
)

MESSAGES = (
    ("general", "ada", "Welcome to the workspace!", "2026-11-16T08:00:00Z"),
    ("engineering", "ben", "The deploy of the invoices page is done.", "2026-11-19T15:20:00Z"),
    ("engineering", "hana", "Thanks, looks good from here.", "2026-11-19T15:24:00Z"),
    ("finance", "farah", "INV-1042 went out on the 18th.", "2026-11-19T09:05:00Z"),
)


def fill(store: Store) -> None:
    members = store.table("chat.members")
    for number, (name, real_name, zone) in enumerate(PEOPLE, 1):
        members[f"U{number:04d}"] = {"name": name, "real_name": real_name, "email": f"{name}@example.com"}
        members[f"U{number:04d}"] |= {"id": f"U{number:04d}", "timezone": zone, "is_bot": False}
    people = list(members)
    members[BOT] = {"id": BOT, "name": "assistant", "real_name": "Assistant", "email": None}
    members[BOT] |= {"timezone": "UTC", "is_bot": True}
    for number, (name, topic) in enumerate(CHANNELS, 1):
        row: Json = {"id": f"C{1000 + 37 * number}", "name": name, "topic": topic}
        row["is_archived"] = name.endswith("-archive")
        row["created"] = f"2025-{1 + number // 3:02d}-{number:02d}T10:00:00Z"
        row["members"] = people[number % 3 :] + ([BOT] if name in BOT_CHANNELS else [])
        row["removed_by"] = None
        store.table("chat.channels")[row["id"]] = row
    _fill_messages(store)


def _fill_messages(store: Store) -> None:
    channels = {row["name"]: row["id"] for row in store.table("chat.channels").values()}
    authors = {row["name"]: row["id"] for row in store.table("chat.members").values()}
    for channel, author, text, created in MESSAGES:
        ts = f"{1763000000 + store.next_number('message')}.000100"
        row = {
            "ts": ts,
            "channel": channels[channel],
            "user": authors[author],
            "text": text,
            "created": created,
        }
        store.table("chat.messages")[ts] = row
