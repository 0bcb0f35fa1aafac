"""The services of the worlds, over real HTTP on the loopback interface, each with a ledger of its own.

    POST /<world>/<tool>/<action>   an action      GET the same for those that read
    POST /<world>/<tool>/token      the refresh grant of OAuth 2

A service knows its rows and its failure; it does not know who calls, or why.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from email.utils import format_datetime
from typing import Any  # Any: bodies are JSON

from infra.recovery.wording import pointed
from infra.recovery.worlds import HEADED, PAGE, Offer, Role, World
from infra.sandbox.wire import Answer, Request, json_answer

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One write that took effect."""

    tool: str
    action: str
    role: Role
    inputs: Json
    key: str


@dataclass(slots=True)
class Service:
    """The services of one world in one run."""

    world: World
    now: Callable[[], int]
    armed: bool = True
    generation: int = 0
    revoked: bool = False
    scoped: bool = True
    mended: bool = False
    free_at: int | None = None
    lists: int = 0
    used: str = ""
    """The tool that the things were listed by when nothing failed: the one that may be down."""
    calls: int = 0
    ledger: list[Entry] = field(default_factory=list)

    def arm(self, armed: bool) -> None:
        """Begin a run: the ledger is empty, and the failure, if armed, is there again."""
        fault = self.world.fault
        self.armed, self.mended, self.free_at, self.lists, self.calls = armed, not armed, None, 0, 0
        self.ledger = []
        if armed and fault.mode == "token":
            self.generation += 1
            self.revoked = not fault.remedy
        self.scoped = not (armed and fault.mode == "scope")

    def token(self) -> str:
        return f"access-{self.world.name}-{self.generation}"

    def answer(self, request: Request) -> Answer:
        _, _, tool, name = request.path.split("/")
        if name == "token":
            return self._refresh(request)
        self.calls += 1
        offer = self.world.offer(tool, name)
        if offer is None:
            return json_answer({"error": "no such address"}, 404)
        inputs = dict(request.query) if request.method == "GET" else request.json()
        if tool in self.world.oauth and request.header("Authorization") != f"Bearer {self.token()}":
            return self._refused(inputs)
        refusal = self._refusal(offer, inputs) if self.armed else None
        return refusal or self._done(offer, inputs, request.header("Idempotency-Key") or "")

    def _refresh(self, request: Request) -> Answer:
        if self.revoked:
            return json_answer({"error": "invalid_grant"}, 400)
        return json_answer({"access_token": self.token(), "token_type": "Bearer", "refresh_token": "renew"})

    def _refusal(self, offer: Offer, inputs: Json) -> Answer | None:
        """What the failure makes of a call; None where it does not touch it."""
        fault, settings = self.world.fault, self.world.fault.settings
        at = offer.tool == self.used and offer.effect == "read" if fault.mode == "down" else offer.role == fault.at
        if not at:
            return None
        match fault.mode:
            case "scope":
                refuses = not self.scoped
            case "state":
                refuses = not self.mended
            case "stale":
                refuses = not fault.remedy or inputs.get(f"{self.world.words.thing}_id") != self.world.item_id
            case "limit" | "busy":
                return self._limited()
            case "down" | "retired":
                refuses = True
            case "allowed":
                refuses = inputs.get(self.world.words.place) != settings["right"]
            case "lacking" | "pointed":
                refuses = inputs.get(settings["new"]) != self.world.item.get(settings["new"])
            case "styled":
                refuses = inputs.get(settings["new"]) != self._day()
            case _:
                refuses = fault.mode == "renamed_input" and (settings["old"] in inputs or not fault.remedy)
        return self._refused(inputs) if refuses else None

    def _day(self) -> str | None:
        """The day of the thing as this service wants it written; None where no way is right."""
        settings = self.world.fault.settings
        day = date.fromisoformat(str(self.world.item[settings["new"]]))
        return day.strftime(str(settings["day"])) if settings["day"] else None

    def _limited(self) -> Answer | None:
        settings = self.world.fault.settings
        if self.free_at is None:
            self.free_at = self.now() + int(settings["wait"]) * 1000
        if self.world.fault.remedy and self.now() >= self.free_at:
            return None
        left = max(1, -(-(self.free_at - self.now()) // 1000)) if self.world.fault.remedy else int(settings["wait"])
        return self._refused({}, left)

    def _refused(self, inputs: Json, left: int = 0) -> Answer:
        refusal, words = self.world.fault.refusal, self.world.words
        settings = self.world.fault.settings
        said = refusal.said.format_map({
            **{name: words.told(f"{{{name}}}") for name in ("thing", "record", "place", "verb", "participle", "make")},
            "lacking": words.told("{lacking}"), "id": inputs.get(f"{words.thing}_id", "?"), "name": words.place,
            "values": ", ".join(settings.get("values", ())), "old": settings.get("old", ""),
            "new": settings.get("new", ""), "wait": _spoken(left, settings.get("told") == "sentence"),
        })
        if "shape" in settings:
            return json_answer(pointed(settings["shape"], settings["new"], said), refusal.status)
        headers, extra = _times(str(settings.get("told", "")), str(settings.get("field", "")), left, self.now())
        body, kind = refusal.body(said, extra)
        return Answer(refusal.status, body, kind, tuple(headers.items()), ok=False)

    def _done(self, offer: Offer, inputs: Json, key: str) -> Answer:
        match offer.role:
            case "list" | "other":
                self.used = self.used or offer.tool
                return self._listed(inputs)
            case "mend":
                self.mended = self.world.words.where in inputs.values() or self.mended
        if key and any(entry.key == key for entry in self.ledger):
            return json_answer({f"{self.world.words.record}_id": "rec-1"}, 200)
        self.ledger.append(Entry(offer.tool, offer.name, offer.role, inputs, key))
        return json_answer({f"{self.world.words.record}_id": f"rec-{len(self.ledger)}"}, 201)

    def _listed(self, inputs: Json) -> Answer:
        self.lists += 1
        world, fault = self.world, self.world.fault
        wanted = inputs.get("name") or inputs.get(str(fault.settings.get("new", "")))
        rows = [dict(one) for one in world.items if wanted in (None, "", one["name"])]
        if self.armed and fault.settings.get("nowhere"):
            rows = [one for one in rows if one["name"] != world.words.wanted]
        if self.armed and fault.mode == "stale" and (self.lists == 1 or not fault.remedy):
            rows = [{**one, world.words.id_field: f"old-{one[world.words.id_field]}"} for one in rows]
        if world.paging in HEADED:
            return _headed(world, rows, inputs, self.armed)
        listed = _paged(world, rows, inputs) if world.paging and self.armed else {world.words.list_field: rows}
        return json_answer(_renamed(world, listed) if self.armed and fault.mode == "renamed" else listed)


def _spoken(left: int, told: bool) -> str:
    """A time as sentences tell it, never shorter than it is."""
    if not told:
        return "a while"
    return f"{left} seconds" if left < 120 else f"{-(-left // 60)} minutes"


def _times(told: str, name: str, left: int, now: int) -> tuple[dict[str, str], dict[str, Any]]:
    """Headers and fields that tell when to come back."""
    at = now / 1000 + left
    match told:
        case "header":
            return {"Retry-After": str(left)}, {}
        case "date":
            return {"Retry-After": format_datetime(datetime.fromtimestamp(at + 1, UTC), usegmt=True)}, {}
        case "field":
            value = left * 1000 if name.endswith("_ms") else left
            return {}, {"retry_after" if name.endswith("_at") else name: value}
        case "instant":
            stamp = datetime.fromtimestamp(at + 1, UTC).isoformat().replace("+00:00", "Z")
            return {}, {name if name.endswith("_at") else "resets_at": stamp}
    return {}, {}


def _paged(world: World, rows: list[dict[str, Any]], inputs: Json) -> dict[str, Any]:
    """One page, and what leads to the next one in the world's style."""
    first, ids = 0, [str(one[world.words.id_field]) for one in rows]
    match world.paging:
        case "cursor" | "token":
            given = str(inputs.get("cursor") or inputs.get("page_token") or "p0")
            first = int(given[1:]) if given[1:].isdigit() else 0
        case "number" | "link" | "total":
            first = (int(inputs.get("page") or 1) - 1) * PAGE
        case "offset":
            first = int(inputs.get("offset") or 0)
        case "after":
            first = ids.index(str(inputs["after"])) + 1 if inputs.get("after") in ids else 0
    last = first + PAGE
    more = last < len(rows)
    page = {world.words.list_field: rows[first:last]}
    match world.paging:
        case "cursor":
            return {**page, "next_cursor": f"p{last}" if more else None}
        case "token":
            return {**page, "next_page_token": f"p{last}" if more else ""}
        case "link":
            return {**page, "next": f"/{world.words.thing}s?page={last // PAGE + 1}" if more else None}
        case "total":
            return {**page, "total": len(rows), "page": first // PAGE + 1}
    return {**page, "has_more": more}


def _headed(world: World, rows: list[dict[str, Any]], inputs: Json, armed: bool) -> Answer:
    """A bare list; where its pages are short, a header leads to the next one in the world's style."""
    given = str(inputs.get("page_info") or inputs.get("cursor") or "p0")
    first = int(given[1:]) if given[1:].isdigit() else 0
    first = first or (int(inputs.get("page") or 1) - 1) * PAGE
    last = first + PAGE if armed else len(rows)
    address = f"https://example.com/{world.words.thing}s"
    links = {"link_cursor": f"page_info=p{last}", "link_page": f"page={last // PAGE + 1}&per_page={PAGE}"}
    names = {"next_page": ("X-Next-Page", str(last // PAGE + 1)), "next_cursor": ("X-Next-Cursor", f"p{last}")}
    header = names.get(world.paging) or (
        "Link", f'<{address}?page=1>; rel="first", <{address}?{links[world.paging]}>; rel="next"'
    )
    answer = Answer(200, json.dumps(rows[first:last]).encode())
    return replace(answer, headers=(*answer.headers, header)) if last < len(rows) else answer


def _renamed(world: World, listed: dict[str, Any]) -> dict[str, Any]:
    settings, words = world.fault.settings, world.words
    rows = listed[words.list_field]
    if "list" in settings:
        return {settings["list"]: rows}
    changed = []
    for row in rows:
        kept = {name: value for name, value in row.items() if name != words.id_field}
        new = {settings["field"]: row[words.id_field]} if settings["field"] else {}
        changed.append({**new, **kept, **settings["extra"]})
    return {words.list_field: changed}


class Services:
    """All worlds on one listener, by the first part of the path."""

    def __init__(self) -> None:
        self.of: dict[str, Service] = {}

    def respond(self, request: Request) -> Answer:
        world = request.path.split("/")[1]
        found = self.of.get(world)
        return found.answer(request) if found else json_answer({"error": json.dumps(world)}, 404)
