"""Feature flags and releases: resource-action names with hyphens, slugs, nested bodies, epoch milliseconds, a default environment.

Left out until 2026-11-29.  Written without reading the planner, and before it was run.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from tests.fields.checks import array, boolean, changing, matching, one_of, shape, step, whole
from tests.fields.service import ASK, NOW, Call, Field, Job, Past, Refusal, Rows, Tool, find, number, rows_of, text

ENVIRONMENTS = ("production", "staging", "development")


def millis(iso: str) -> int:
    return int(datetime.fromisoformat(iso).replace(tzinfo=UTC).timestamp()) * 1000


def state(told: str) -> dict:
    """`on 25` as the service keeps it."""
    word, percentage = told.split()
    return {"on": word == "on", "percentage": int(percentage), "segments": []}


def flagged(row: dict) -> dict:
    return {
        **{name: row[name] for name in ("key", "name", "owner")}, "tags": row["tags"].split(), "archived": False,
        "environments": {name: state(row[name]) for name in ENVIRONMENTS},
    }  # fmt: skip


ROWS = {
    "members": rows_of(
        "username name team",
        "kim.larsen|Kim Larsen|Payments",
        "leo.duarte|Leo Duarte|Web",
        "nora.heikkinen|Nora Heikkinen|Search",
        "omid.rezai|Omid Rezai|Identity",
        "petra.zeman|Petra Zeman|Platform",
        "sam.okafor|Sam Okafor|Platform",
        "sam.birch|Sam Birch|Web",
    ),
    "flags": [flagged(row) for row in rows_of(
        "key name owner tags production staging development",
        "new-checkout|New checkout|kim.larsen|payments|on 25|on 100|on 100",
        "dark-mode|Dark mode|leo.duarte|ui|on 100|on 100|on 100",
        "search-v3|Search v3|nora.heikkinen|search|off 100|on 50|on 100",
        "invoice-pdf|PDF invoices|kim.larsen|payments|on 10|on 100|on 100",
        "beta-dashboard|Beta dashboard|leo.duarte|ui|on 5|on 100|on 100",
        "legacy-login|Legacy login|omid.rezai|auth|on 100|off 0|off 0",
        "passkeys|Passkeys|omid.rezai|auth|off 100|on 100|on 100",
        "holiday-banner|Holiday banner|leo.duarte|ui marketing|on 100|on 100|on 100",
        "ai-summaries|AI summaries|nora.heikkinen|search|off 100|off 100|on 100",
        "rate-limit-v2|Rate limiter v2|petra.zeman|platform|on 50|on 100|on 100",
        "audit-export|Audit export|sam.okafor|platform|off 0|on 20|on 100",
    )],
    "segments": [{**row, "accounts": row["accounts"].split()} for row in rows_of(
        "key name accounts",
        "beta-testers|Beta testers|brix hollis",
        "employees|Employees|own-office",
        "eu-customers|EU customers|acme brix nordhaus",
        "holdback|Holdback|delphi",
    )],
    "accounts": rows_of(
        "account name plan region",
        "acme|Acme Tools|enterprise|eu",
        "brix|Brix Logistics|enterprise|eu",
        "globex|Globex Retail|pro|us",
        "hollis|Hollis Media|free|us",
        "nordhaus|Nordhaus Living|pro|eu",
        "delphi|Delphi Research|enterprise|us",
        "own-office|Our own office|internal|eu",
    ),
    "releases": [{**row, "startedAt": millis(row["startedAt"])} for row in rows_of(
        "release service version environment status author startedAt",
        "1838|web|4.11.0|production|succeeded|leo.duarte|2026-03-04T13:10:00",
        "1839|api|2.30.1|production|succeeded|petra.zeman|2026-03-05T09:30:00",
        "1840|worker|1.8.4|production|succeeded|sam.okafor|2026-03-06T15:00:00",
        "1841|mobile-gateway|0.9.7|production|succeeded|sam.birch|2026-03-06T16:20:00",
        "1842|web|4.12.0|staging|succeeded|sam.birch|2026-03-09T10:05:00",
        "1843|api|2.31.0|production|succeeded|petra.zeman|2026-03-10T08:45:00",
        "1844|worker|1.9.0|production|failed|sam.okafor|2026-03-10T14:25:00",
        "1845|mobile-gateway|0.9.8|staging|failed|sam.birch|2026-03-10T16:00:00",
        "1846|search|7.2.0|production|awaiting_approval|nora.heikkinen|2026-03-11T08:15:00",
        "1847|api|2.31.1|production|awaiting_approval|petra.zeman|2026-03-11T09:20:00",
        "1848|web|4.12.1|development|running|leo.duarte|2026-03-11T09:55:00",
    )],
    "scheduled": [],
}
STATUSES = ("running", "succeeded", "failed", "awaiting_approval", "rolled_back")


def flag(rows: Rows, key: str) -> dict:
    row = find(rows["flags"], "key", key)
    if row["archived"]:
        raise Refusal(f"{key} is archived")
    return row


def place(rows: Rows, key: str, environment: str) -> dict:
    return flag(rows, key)["environments"][one_of(environment, *ENVIRONMENTS)]


def percent(told: object) -> int:
    return whole(told, 0, 100)


def flags(rows: Rows, query: str = "", tag: str = "", owner: str = "", archived: bool = False) -> object:
    found = matching(rows["flags"], {"name": query}, owner=owner, archived=archived)
    return {"flags": [row for row in found if not tag or tag in row["tags"]]}


def create(rows: Rows, key: str, name: str, owner: str = "petra.zeman", tags: Sequence[str] = ()) -> object:
    if key in [row["key"] for row in rows["flags"]] or not isinstance(key, str) or not key or isinstance(tags, str):
        raise Refusal("the key is taken or not valid, or tags is no list")
    find(rows["members"], "username", owner)
    new = {"key": key, "name": name, "owner": owner, "tags": [*tags], "archived": False, "environments": {one: state("off 100") for one in ENVIRONMENTS}}
    rows["flags"].append(new)
    return new


def toggle(rows: Rows, key: str, on: bool, environment: str = "production") -> object:
    place(rows, key, environment)["on"] = boolean(on)
    return flag(rows, key)


def roll_out(rows: Rows, key: str, rollout: Mapping[str, object], environment: str = "production") -> object:
    told = {"bucketBy": "user", **rollout, "percentage": rollout["percentage"]}
    changing(place(rows, key, environment), told, percentage=percent, bucketBy=lambda told: one_of(told, "user", "account"))
    return flag(rows, key)


def target(rows: Rows, key: str, segment: str, environment: str = "production") -> object:
    where = place(rows, key, environment)
    where["segments"] = sorted({*where["segments"], find(rows["segments"], "key", segment)["key"]})
    return flag(rows, key)


def schedule(rows: Rows, key: str, at: int, change: Mapping[str, object], environment: str = "production") -> object:
    place(rows, key, environment)
    if not isinstance(at, int) or at <= millis(NOW):
        raise Refusal("at is a time to come, in milliseconds")
    told = changing({}, {**change}, on=boolean, percentage=percent)
    rows["scheduled"].append({"key": key, "environment": environment, "at": at, "change": told})
    return rows["scheduled"][-1]


def hand_over(rows: Rows, key: str, owner: str) -> object:
    flag(rows, key)["owner"] = find(rows["members"], "username", owner)["username"]
    return flag(rows, key)


def archive(rows: Rows, key: str, comment: str = "") -> object:
    row = flag(rows, key)
    row.update({"archived": True, **({"comment": comment} if comment else {})})
    return row


def accounts_of(rows: Rows, segment: str, account: str, stay: bool) -> object:
    row = find(rows["segments"], "key", segment)
    find(rows["accounts"], "account", account)
    row["accounts"] = sorted({*row["accounts"]} - {account} | ({account} if stay else set()))
    return row


def releases(rows: Rows, service: str = "", environment: str = "", status: str = "") -> object:
    one_of(status or "failed", *STATUSES)
    return {"releases": matching(rows["releases"], {}, service=service, environment=environment, status=status)[::-1]}


def roll_back(rows: Rows, release: int, reason: str) -> object:
    row = step(rows, "releases", release, "rolled_back", "succeeded", "failed")
    row["reason"] = reason
    return row


def promote(rows: Rows, release: int, environment: str) -> object:
    row = find(rows["releases"], "release", release)
    if row["status"] != "succeeded" or environment not in ENVIRONMENTS or environment == row["environment"]:
        raise Refusal("only a release that succeeded can be promoted, to another environment")
    rows["releases"].append({**row, "release": 1838 + len(rows["releases"]), "environment": environment, "status": "running", "startedAt": millis(NOW)})
    return rows["releases"][-1]


def fl(action: str, *keys: str, **more: object) -> list[Call]:
    return [(f"flag-{action}", {"key": one, **more}) for one in keys]


def turned(on: bool, *keys: str, **more: object) -> list[Call]:
    return fl("toggle", *keys, on=on, **more)


def rolled(percentage: int, *keys: str, **more: object) -> list[Call]:
    return fl("set-rollout", *keys, rollout={"percentage": percentage}, **more)


def later(key: str, at: str, **change: object) -> list[Call]:
    return fl("schedule-change", key, at=millis(at), change=change)


def rel(action: str, *releases: int, **more: object) -> list[Call]:
    return [(f"release-{action}", {"release": one, **more}) for one in releases]


def testers(*accounts: str, segment: str = "beta-testers") -> list[Call]:
    return [("segment-add-account", {"segment": segment, "account": one}) for one in accounts]


def look(what: str, **filters: object) -> Call:
    return f"{what}-list", filters


ALL, MEMBERS, SEGMENTS, ACCOUNTS = look("flag"), look("member"), look("segment"), look("account")
KEY, ENVIRONMENT = text("Flag key, a slug such as my-flag."), text("Environment.", enum=list(ENVIRONMENTS), default="production")
OWNER, SEGMENT, ACCOUNT, RELEASE = text("Username of the owner."), text("Segment key."), text("Account key."), number("Release number.")
SERVICE, STATUS, PLACE, PERCENT = text("Name of the service."), text(enum=list(STATUSES)), text("Environment.", enum=list(ENVIRONMENTS)), number("Share that gets the feature, in percent.", minimum=0, maximum=100)
ROLLOUT = {"type": "object", "properties": {"percentage": PERCENT, "bucketBy": text("What is counted.", enum=["user", "account"], default="user")}, "required": ["percentage"]}
CHANGE = {"type": "object", "description": "What is to change then; at least one of the two.", "properties": {"on": {"type": "boolean"}, "percentage": PERCENT}}
WHERE = shape(on={"type": "boolean"}, percentage=PERCENT, segments={"type": "array", "items": SEGMENT})


FLAGS = shape(flags=array(key=KEY, name=text(), owner=OWNER, tags={"type": "array", "items": text()}, archived={"type": "boolean"}, environments=shape(**dict.fromkeys(ENVIRONMENTS, WHERE))))
RELEASES = shape(releases=array(release=RELEASE, service=SERVICE, version=text(), environment=PLACE, status=STATUS, author=text("Username."), startedAt=number("Milliseconds since the epoch.")))
TOOLS = (
    Tool("flag-list", "List flags with their state in each environment. Archived flags are left out unless asked for.", {"query": text("Part of the flag's name."), "tag": text("Only flags with this tag."), "owner": OWNER, "archived": {"type": "boolean", "default": False}}, flags, outputs=FLAGS),
    Tool("flag-create", "Create a flag. It is off in every environment at first.", {"key": KEY, "name": text("Name for people."), "owner": {**OWNER, "default": "petra.zeman"}, "tags": {"type": "array", "items": text()}}, create, ("key", "name")),
    Tool("flag-toggle", "Turn a flag on or off in an environment. While it is off nobody gets the feature, whatever its rollout.", {"key": KEY, "environment": ENVIRONMENT, "on": {"type": "boolean"}}, toggle, ("key", "on")),
    Tool("flag-set-rollout", "Set to how many percent a flag is rolled out in an environment.", {"key": KEY, "environment": ENVIRONMENT, "rollout": ROLLOUT}, roll_out, ("key", "rollout")),
    Tool("flag-target-segment", "Serve a flag to all accounts of a segment, independent of the rollout.", {"key": KEY, "environment": ENVIRONMENT, "segment": SEGMENT}, target, ("key", "segment")),
    Tool("flag-schedule-change", "Schedule a change of a flag for later.", {"key": KEY, "environment": ENVIRONMENT, "at": number("Milliseconds since the epoch (UTC)."), "change": CHANGE}, schedule, ("key", "at", "change")),
    Tool("flag-set-owner", "Make somebody else the owner of a flag.", {"key": KEY, "owner": OWNER}, hand_over, ("key", "owner")),
    Tool("flag-archive", "Archive a flag that is no longer needed.", {"key": KEY, "comment": text("Why.")}, archive, ("key",)),
    Tool("member-list", "List the members of the organisation.", {}, lambda rows: {"members": rows["members"]}, outputs=shape(members=array(username=text(), name=text(), team=text()))),
    Tool("segment-list", "List segments and the accounts in them.", {}, lambda rows: {"segments": rows["segments"]}),
    Tool("segment-add-account", "Add an account to a segment.", {"segment": SEGMENT, "account": ACCOUNT}, lambda rows, segment, account: accounts_of(rows, segment, account, True), ("segment", "account")),
    Tool("segment-remove-account", "Remove an account from a segment.", {"segment": SEGMENT, "account": ACCOUNT}, lambda rows, segment, account: accounts_of(rows, segment, account, False), ("segment", "account")),
    Tool("account-list", "List customer accounts.", {"plan": text(enum=["free", "pro", "enterprise", "internal"]), "region": text(enum=["eu", "us"])}, lambda rows, plan="", region="": {"accounts": matching(rows["accounts"], {}, plan=plan, region=region)}),
    Tool("release-list", "List releases, the newest first.", {"service": SERVICE, "environment": PLACE, "status": STATUS}, releases, outputs=RELEASES),
    Tool("release-approve", "Approve a release that awaits approval; it starts then.", {"release": RELEASE}, lambda rows, release: step(rows, "releases", release, "running", "awaiting_approval"), ("release",)),
    Tool("release-roll-back", "Roll a release back to the version before it.", {"release": RELEASE, "reason": text("Goes into the audit log.")}, roll_back, ("release", "reason")),
    Tool("release-promote", "Promote a release that succeeded to another environment.", {"release": RELEASE, "environment": PLACE}, promote, ("release", "environment")),
)
JOBS = (
    Job("Turn on passkeys in production", turned(True, "passkeys")),
    Job("dark mode off please, something's wrong with the contrast", turned(False, "dark-mode")),
    Job("Roll the new checkout out to 50%", rolled(50, "new-checkout")),
    Job("Bump the beta dashboard from 5 to 20 percent", rolled(20, "beta-dashboard")),
    Job("Could you double the rollout of PDF invoices in production?", rolled(20, "invoice-pdf")),
    Job("Turn the holiday banner off everywhere", [*turned(False, "holiday-banner"), *turned(False, "holiday-banner", environment="staging"), *turned(False, "holiday-banner", environment="development")]),
    Job("Archive the holiday banner, comment 'Season is over'", fl("archive", "holiday-banner", comment="Season is over")),
    Job("Search v3 can go to 100% in staging", rolled(100, "search-v3", environment="staging")),
    Job("Leo is moving to another team, all of his flags should belong to Nora from now on", fl("set-owner", "dark-mode", "beta-dashboard", "holiday-banner", owner="nora.heikkinen")),
    Job("Create a flag gift-cards, name 'Gift cards', owned by Kim Larsen, tagged payments", [("flag-create", {"key": "gift-cards", "name": "Gift cards", "owner": "kim.larsen", "tags": ["payments"]})]),
    Job("New flag 'Order history', key order-history", [("flag-create", {"key": "order-history", "name": "Order history"})]),
    Job("Enable the new checkout for the beta testers too", fl("target-segment", "new-checkout", segment="beta-testers")),
    Job("Add Acme Tools and Globex Retail to the beta testers", testers("acme", "globex")),
    Job("All enterprise accounts should be in the beta testers segment", testers("acme", "delphi")),
    Job("On Monday at 9:00 AI summaries should be switched on in production, please schedule that", later("ai-summaries", "2026-03-16T09:00", on=True)),
    Job("Schedule rate-limit-v2 to go up to 75 percent this Friday at noon", later("rate-limit-v2", "2026-03-13T12:00", percentage=75)),
    Job("approve release 1846", rel("approve", 1846)),
    Job("Approve everything that is waiting for approval", rel("approve", 1846, 1847)),
    Job("The API has been throwing errors since yesterday's release, roll it back please, reason 'Error rate went up'", rel("roll-back", 1843, reason="Error rate went up")),
    Job("The web release on staging looks good, promote it to production", rel("promote", 1842, environment="production")),
    Job("If the last worker release failed, roll it back with the reason 'Migration failed', otherwise leave it alone", rel("roll-back", 1844, reason="Migration failed")),
    Job("Every flag of Nora's that's off in production should be turned on there", turned(True, "search-v3", "ai-summaries")),
    Job("Turn off all ui flags in staging", turned(False, "dark-mode", "beta-dashboard", "holiday-banner", environment="staging")),
    Job("Take everything that's only partly rolled out and switched on in production to 100 percent", rolled(100, "new-checkout", "invoice-pdf", "beta-dashboard", "rate-limit-v2")),
    Job("Passkeys belongs to Petra now. And switch legacy login off in production.", [*fl("set-owner", "passkeys", owner="petra.zeman"), *turned(False, "legacy-login")]),
    Job("Who owns the audit export flag?", [], shows=("sam.okafor", "Audit export")),
    Job("Which releases are still waiting for approval?", [], shows=("2.31.1", "7.2.0")),
    Job("Change the rollout of search v3", ASK),
    Job("Give the rate limiter flag to Sam", ASK),
    Job("Restart the worker service", ASK),
    Job("Roll back release 1844", ASK),
)
PASTS = (
    Past("Turn on search v3 in production", [look("flag", query="search v3")], turned(True, "search-v3")),
    Past("Legacy login off please", [look("flag", query="legacy login")], turned(False, "legacy-login")),
    Past("Roll PDF invoices out to 40%", [look("flag", query="PDF invoices")], rolled(40, "invoice-pdf")),
    Past("Bring the rate limiter down from 50 to 30 percent", [look("flag", query="rate limiter")], rolled(30, "rate-limit-v2")),
    Past("Halve the rollout of the rate limiter in production", [look("flag", query="rate limiter")], rolled(25, "rate-limit-v2")),
    Past("Archive legacy login, comment 'Replaced by passkeys'", [look("flag", query="legacy login")], fl("archive", "legacy-login", comment="Replaced by passkeys")),
    Past("The audit export can go to 80% in staging", [look("flag", query="audit export")], rolled(80, "audit-export", environment="staging")),
    Past("All of Omid's flags should belong to Petra", [MEMBERS, look("flag", owner="omid.rezai")], fl("set-owner", "legacy-login", "passkeys", owner="petra.zeman")),
    Past("Create a flag wishlist, name 'Wish list', owned by Leo Duarte, tagged ui", [MEMBERS], [("flag-create", {"key": "wishlist", "name": "Wish list", "owner": "leo.duarte", "tags": ["ui"]})]),
    Past("Enable search v3 for the employees", [look("flag", query="search v3"), SEGMENTS], fl("target-segment", "search-v3", segment="employees")),
    Past("Add Nordhaus Living to the holdback", [SEGMENTS, ACCOUNTS], testers("nordhaus", segment="holdback")),
    Past("Take Hollis Media out of the beta testers", [SEGMENTS, ACCOUNTS], [("segment-remove-account", {"segment": "beta-testers", "account": "hollis"})]),
    Past("All US accounts should be in the holdback", [SEGMENTS, look("account", region="us")], testers("globex", "hollis", segment="holdback")),
    Past("Tomorrow at 8:30 passkeys should be switched on in production, please schedule that", [look("flag", query="passkeys")], later("passkeys", "2026-03-12T08:30", on=True)),
    Past("Schedule the new checkout to go up to 60 percent on March 18 at 10:00", [look("flag", query="new checkout")], later("new-checkout", "2026-03-18T10:00", percentage=60)),
    Past("approve the search release", [look("release", service="search", status="awaiting_approval")], rel("approve", 1846)),
    Past("Roll back Monday's web release, reason 'Broken layout'", [look("release", service="web")], rel("roll-back", 1842, reason="Broken layout")),
    Past("Promote 1842 to development", [], rel("promote", 1842, environment="development")),
    Past("If the mobile gateway failed on staging, roll it back with the reason 'Timeouts', otherwise leave it alone", [look("release", service="mobile-gateway", environment="staging")], rel("roll-back", 1845, reason="Timeouts")),
    Past("Every flag of Omid's that's off in staging should be turned on there", [MEMBERS, look("flag", owner="omid.rezai")], turned(True, "legacy-login", environment="staging")),
    Past("Who owns the beta dashboard?", [look("flag", query="beta dashboard"), ALL], []),
)
FIELD = Field("flags", ROWS, TOOLS, JOBS, PASTS)
