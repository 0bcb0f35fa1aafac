"""The chat service: channels, members, messages. It fails as Slack does: with HTTP 200 and `ok` false.

Only too many requests, an unknown path and a service that is down have an HTTP status of their own.
"""

from __future__ import annotations

from infra.sandbox.chat_data import BOT
from infra.sandbox.faults import Faults
from infra.sandbox.ledger import Clock, timestamp
from infra.sandbox.service import Act, Call, Result
from infra.sandbox.store import Store, Table, page
from infra.sandbox.wire import Answer, Json, Refused, json_answer

TOO_MANY = 429
WORDS = {
    "invalid_request": "invalid_arguments",
    "unsupported_media_type": "invalid_arguments",
    "rate_limited": "ratelimited",
}


class Chat:
    def __init__(self, store: Store, faults: Faults, clock: Clock) -> None:
        self._store = store
        self._faults = faults
        self._clock = clock
        self.acts: dict[str, Act] = {
            "list_channels": self.list_channels,
            "find_channel": self.find_channel,
            "get_channel": lambda call: _channel_result(self.channel(call.values["channel"])),
            "join_channel": self.join_channel,
            "leave_channel": self.leave_channel,
            "set_topic": self.set_topic,
            "list_members": self.list_members,
            "list_messages": self.list_messages,
            "post_message": self.post_message,
            "delete_message": self.delete_message,
        }

    def word(self, refused: Refused) -> Answer:
        code = WORDS.get(refused.code, refused.code)
        status = refused.status if refused.status >= TOO_MANY else 200
        body: Json = {"ok": False, "error": code}
        if code == "invalid_arguments":
            body["detail"] = refused.message
        if "needed" in refused.details:
            body["needed"] = refused.details["needed"]
        return json_answer(body, status, ok=False, outcome=code)

    @property
    def channels(self) -> Table:
        return self._store.table("chat.channels")

    @property
    def messages(self) -> Table:
        return self._store.table("chat.messages")

    def channel(self, id: str) -> Json:
        if id not in self.channels:
            raise _no_channel(id)
        return self.channels[id]

    def channel_named(self, name: str) -> Json:
        wanted = name.removeprefix("#")
        for row in self.channels.values():
            if row["name"] == wanted:
                return row
        raise _no_channel(name)

    def remove_bot(self, fault: Json) -> None:
        row = self.channel_named(fault["channel"])
        if BOT in row["members"]:
            row["members"].remove(BOT)
        row["removed_by"] = fault["id"]

    def list_channels(self, call: Call) -> Result:
        hide = call.values["exclude_archived"]
        rows = [row for row in self.channels.values() if not (hide and row["is_archived"])]
        return _page("channels", [_shown(row) for row in rows], "id", call)

    def find_channel(self, call: Call) -> Result:
        return _channel_result(self.channel_named(call.values["name"]))

    def join_channel(self, call: Call) -> Result:
        row = _open(self.channel(call.values["channel"]))
        joins = BOT not in row["members"]
        if joins:
            row["members"].append(BOT)
            row["removed_by"] = None
        return _channel_result(row, changed=joins)

    def leave_channel(self, call: Call) -> Result:
        row = self.channel(call.values["channel"])
        leaves = BOT in row["members"]
        if leaves:
            row["members"].remove(BOT)
        return _channel_result(row, changed=leaves)

    def set_topic(self, call: Call) -> Result:
        row = self._joined(_open(self.channel(call.values["channel"])))
        changed = row["topic"] != call.body["topic"]
        row["topic"] = call.body["topic"]
        return _channel_result(row, changed)

    def list_members(self, call: Call) -> Result:
        rows = list(self._store.table("chat.members").values())
        if "channel" in call.values:
            inside = self.channel(call.values["channel"])["members"]
            rows = [row for row in rows if row["id"] in inside]
        return _page("members", rows, "id", call)

    def list_messages(self, call: Call) -> Result:
        channel = self._joined(self.channel(call.values["channel"]))["id"]
        rows = [row for row in self.messages.values() if row["channel"] == channel]
        return _page("messages", rows[::-1], "ts", call)

    def post_message(self, call: Call) -> Result:
        channel = self._joined(_open(self.channel(call.body["channel"])))["id"]
        now = self._clock()
        ts = f"{int(now.timestamp())}.{self._store.next_number('message'):06d}"
        row = {
            "ts": ts,
            "channel": channel,
            "user": BOT,
            "text": call.body["text"],
            "created": timestamp(now),
        }
        self.messages[ts] = row
        return Result({"ok": True, "channel": channel, "ts": ts, "message": row}, changed=True)

    def delete_message(self, call: Call) -> Result:
        channel, ts = self.channel(call.values["channel"])["id"], call.values["ts"]
        row = self.messages.get(ts)
        if row is None or row["channel"] != channel:
            raise Refused("message_not_found", f"there is no message {ts!r} in {channel}", 404)
        if row["user"] != BOT:
            raise Refused("cant_delete_message", "only the bot's own messages can be deleted", 403)
        del self.messages[ts]
        return Result({"ok": True, "channel": channel, "ts": ts}, changed=True)

    def _joined(self, channel: Json) -> Json:
        if BOT in channel["members"]:
            return channel
        self._faults.felt(channel["removed_by"])
        raise Refused("not_in_channel", f"the bot is not a member of #{channel['name']}", 403)


def _no_channel(wanted: str) -> Refused:
    return Refused("channel_not_found", f"there is no channel {wanted!r}", 404)


def _open(channel: Json) -> Json:
    if channel["is_archived"]:
        raise Refused("is_archived", f"#{channel['name']} is archived", 403)
    return channel


def _shown(channel: Json) -> Json:
    told = {name: channel[name] for name in ("id", "name", "topic", "is_archived", "created")}
    return {**told, "is_member": BOT in channel["members"], "member_count": len(channel["members"])}


def _channel_result(channel: Json, changed: bool = False) -> Result:
    return Result({"ok": True, "channel": _shown(channel)}, changed)


def _page(name: str, rows: list[Json], key: str, call: Call) -> Result:
    cursor = call.values.get("cursor")
    after = cursor.removeprefix("after:") if cursor else None
    found, more = page(rows, key, after, call.values["limit"])
    return Result(
        {
            "ok": True,
            name: found,
            "has_more": more,
            "next_cursor": f"after:{found[-1][key]}" if more else None,
        }
    )
