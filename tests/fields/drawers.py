"""Shared folders of an architects' office: `namespace/verb_noun` routes, paths as keys, tagged unions, a list that another call goes on with.

What forms are in it: files and folders are told by their path, so that a rename and a move are one action, with a path that has to be
put together; members are e-mail addresses inside objects; enums are objects with a `.tag`, in answers and in bodies.  A folder's list
gives six entries and a cursor for `files/list_folder/continue`; a search wraps each hit twice.  Names are met in several folders.
What is deleted stays until it is restored by one of its revisions, `files/permanently_delete` stands beside that.  Links are told by
their address and have settings of their own, days are days, the sizes are bytes, instants are in UTC, people behind a file are ids.
Nothing is declared, and half of the inputs are described.

Written on 2026-11-29 without reading the planner, and before it was run.
"""

from collections.abc import Sequence
from typing import Any

from tests.fields.checks import body, boolean, day, one_of, shape, texts, words
from tests.fields.service import ASK, Call, Field, Job, Past, Refusal, Row, Rows, Tool, equal, find, rows_of, text

TODAY, PAGE = "2026-03-11", 6
ACCESS, AUDIENCES = ("viewer", "editor"), ("public", "team")
PRIYA, LUIS, EWA, SANNE, TOM, ME = (f"{one}@marlow.example" for one in ("priya", "luis", "ewa", "sanne", "tom", "bea"))


def entries(*lines: str) -> list[Row]:
    found = rows_of("id path tag size modified by deleted", *lines)
    for row in found:
        row.update(locked=row["id"] == "id:006")
    return found


ROWS: Rows = {
    "members": rows_of(
        "account_id email display_name role",
        f"dbid:A71|{PRIYA}|Priya Raman|member",
        f"dbid:A72|{LUIS}|Luis Ortega|member",
        f"dbid:A73|{EWA}|Ewa Zielinska|member",
        f"dbid:A74|{SANNE}|Sanne de Boer|member",
        f"dbid:A75|{TOM}|Tom Marlow|admin",
        f"dbid:A76|{ME}|Bea Marlow|admin",
    ),
    "entries": entries(
        "id:001|/Clients|folder|0|||false",
        "id:002|/Clients/Harbour House|folder|0|||false",
        "id:003|/Clients/Harbour House/Brief.docx|file|48210|2026-01-12T09:30:00Z|dbid:A75|false",
        "id:004|/Clients/Harbour House/Fee proposal.docx|file|61544|2026-02-27T16:02:00Z|dbid:A76|false",
        "id:005|/Clients/Harbour House/Floor plan v2.pdf|file|4810322|2026-02-03T11:45:00Z|dbid:A73|false",
        "id:006|/Clients/Harbour House/Floor plan v3.pdf|file|5120998|2026-03-05T17:20:00Z|dbid:A73|false",
        "id:007|/Clients/Harbour House/Textures.zip|file|90114000|2026-02-19T10:00:00Z|dbid:A72|false",
        "id:008|/Clients/Mill Lane|folder|0|||false",
        "id:009|/Clients/Mill Lane/Brief.docx|file|39870|2026-02-09T08:15:00Z|dbid:A76|false",
        "id:010|/Clients/Mill Lane/Site photos.zip|file|812400500|2026-02-25T15:31:00Z|dbid:A74|false",
        "id:011|/Clients/Mill Lane/Structural report.pdf|file|2300417|2026-03-09T13:05:00Z|dbid:A73|false",
        "id:012|/Clients/Mill Lane/Contract.pdf|file|180300|2026-02-11T12:00:00Z|dbid:A76|true",
        "id:013|/Finance|folder|0|||false",
        "id:014|/Finance/Budget 2025.xlsx|file|88012|2025-12-30T10:10:00Z|dbid:A76|false",
        "id:015|/Finance/Budget 2026.xlsx|file|91350|2026-03-11T08:40:00Z|dbid:A72|false",
        "id:016|/Finance/Invoices|folder|0|||false",
        "id:017|/Finance/Invoices/INV-2026-011.pdf|file|70210|2026-01-30T09:00:00Z|dbid:A76|false",
        "id:018|/Finance/Invoices/INV-2026-012.pdf|file|71044|2026-02-13T09:00:00Z|dbid:A76|false",
        "id:019|/Finance/Invoices/INV-2026-013.pdf|file|69987|2026-03-02T09:00:00Z|dbid:A76|false",
        "id:020|/Office|folder|0|||false",
        "id:021|/Office/Handbook.docx|file|210400|2026-03-01T14:00:00Z|dbid:A75|false",
        "id:022|/Office/Old handbook.docx|file|198777|2024-09-17T14:00:00Z|dbid:A75|false",
        "id:023|/Office/Holiday calendar.xlsx|file|31200|2026-03-10T07:55:00Z|dbid:A71|false",
        "id:024|/Office/Party playlist.txt|file|2048|2026-02-20T19:12:00Z|dbid:A74|false",
        "id:025|/Office/Seating plan.pdf|file|120400|2026-02-16T10:20:00Z|dbid:A71|true",
        "id:026|/Archive|folder|0|||false",
        "id:027|/Archive/Pool pavilion.zip|file|640120000|2024-06-28T16:40:00Z|dbid:A73|false",
    ),
    "revisions": rows_of(
        "rev entry server_modified size by",
        "01f2a|id:015|2026-03-11T08:40:00Z|91350|dbid:A72",
        "01e90|id:015|2026-03-10T16:22:00Z|90877|dbid:A76",
        "01d11|id:015|2026-02-24T09:05:00Z|90110|dbid:A76",
        "02c77|id:023|2026-03-10T07:55:00Z|31200|dbid:A71",
        "02b05|id:023|2026-01-05T09:00:00Z|29500|dbid:A76",
        "03a41|id:025|2026-02-16T10:20:00Z|120400|dbid:A71",
        "04c18|id:012|2026-02-11T12:00:00Z|180300|dbid:A76",
    ),
    "access": rows_of(
        "id entry email access_level",
        f"1|id:004|{ME}|owner",
        f"2|id:004|{PRIYA}|viewer",
        f"3|id:004|{LUIS}|viewer",
        f"4|id:004|{EWA}|editor",
        f"5|id:015|{ME}|owner",
        f"6|id:015|{LUIS}|viewer",
        f"7|id:011|{EWA}|owner",
        f"8|id:009|{ME}|owner",
        f"9|id:003|{TOM}|owner",
        f"10|id:021|{TOM}|owner",
        f"11|id:021|{SANNE}|viewer",
    ),
    "links": rows_of(
        "url entry audience expires",
        "https://dx.example/s/k3f9|id:005|public|",
        "https://dx.example/s/p0w2|id:006|public|2026-03-20",
        "https://dx.example/s/z81q|id:010|team|",
        "https://dx.example/s/m44d|id:009|public|",
        "https://dx.example/s/t7ye|id:023|team|2026-12-31",
    ),
    "requests": rows_of(
        "id title destination deadline is_open",
        "fr_11|Timesheets February|/Office|2026-03-02|true",
        "fr_12|Photos of Mill Lane|/Clients/Mill Lane|2026-03-13|true",
        "fr_13|Supplier offers|/Finance|2026-02-27|true",
        "fr_14|Christmas pictures|/Office|2026-01-09|false",
        "fr_15|Signed NDAs|/Clients|2026-03-31|true",
    ),
    "mails": [],
}


def tag(told: object, *allowed: str) -> str:
    return one_of(body(told).get(".tag"), *allowed)


def address(rows: Rows, told: object) -> str:
    tag(told, "email")
    return find(rows["members"], "email", body(told).get("email"))["email"]


def name_of(path: str) -> str:
    return path.rsplit("/", 1)[1]


def parent(path: str) -> str:
    return path.rsplit("/", 1)[0]


def entry(rows: Rows, path: object, deleted: bool = False) -> Row:
    for row in rows["entries"]:
        if row["path"] == path and row["deleted"] == deleted:
            return row
    raise Refusal(f"path/not_found: {path!r}")


def free(rows: Rows, path: object) -> str:
    told = words(path)
    if not told.startswith("/") or not name_of(told):
        raise Refusal("path/malformed_path")
    if any(row["path"] == told and not row["deleted"] for row in rows["entries"]):
        raise Refusal("path/conflict")
    if parent(told) and entry(rows, parent(told))["tag"] != "folder":
        raise Refusal("path/not_folder")
    return told


def metadata(row: Row) -> dict[str, Any]:
    told = {".tag": "deleted" if row["deleted"] else row["tag"], "id": row["id"], "name": name_of(row["path"]), "path_display": row["path"]}
    if row["tag"] == "folder" or row["deleted"]:
        return told
    return {**told, "size": row["size"], "server_modified": row["modified"], "sharing_info": {"modified_by": row["by"]}, "is_locked": row["locked"]}


def page(found: Sequence[Row], told: str, first: int) -> dict[str, Any]:
    return {"entries": [metadata(row) for row in found[first:first + PAGE]], "cursor": f"{told}|{first + PAGE}", "has_more": len(found) > first + PAGE}


def under(rows: Rows, path: str, recursive: bool, deleted: bool) -> list[Row]:
    if path and entry(rows, path)["tag"] != "folder":
        raise Refusal("path/not_folder")
    found = [row for row in rows["entries"] if row["path"].startswith(f"{path}/") and (deleted or not row["deleted"])]
    return found if recursive else [row for row in found if parent(row["path"]) == path]


def list_folder(rows: Rows, path: str, recursive: bool = False, include_deleted: bool = False) -> object:
    told = "" if path == "/" else str(path)
    return page(under(rows, told, boolean(recursive), boolean(include_deleted)), f"{told}|{recursive:d}|{include_deleted:d}", 0)


def go_on(rows: Rows, cursor: str) -> object:
    told = str(cursor).split("|")
    if len(told) != 4 or not told[3].isdigit():
        raise Refusal("reset: the cursor is not valid")
    return page(under(rows, told[0], told[1] == "1", told[2] == "1"), "|".join(told[:3]), int(told[3]))


def search(rows: Rows, query: str, options: dict[str, Any] | None = None) -> object:
    asked, told = words(query).lower().split(), body(options or {})
    endings = tuple(f".{one.lstrip('.')}" for one in texts(told.get("file_extensions") or []))
    found = [row for row in under(rows, str(told.get("path") or "").rstrip("/"), True, False) if all(one in name_of(row["path"]).lower() for one in asked)]
    found = [row for row in found if not endings or row["path"].endswith(endings)]
    return {"matches": [{"metadata": {".tag": "metadata", "metadata": metadata(row)}} for row in found[:20]], "has_more": len(found) > 20}


def create_folder(rows: Rows, path: str) -> object:
    rows["entries"].append({"id": f"id:{len(rows['entries']) + 1:03}", "path": free(rows, path), "tag": "folder", "size": 0, "modified": "", "by": "", "deleted": False, "locked": False})
    return {"metadata": metadata(rows["entries"][-1])}


def move(rows: Rows, from_path: str, to_path: str) -> object:
    row, told = entry(rows, from_path), free(rows, to_path)
    if told.startswith(f"{row['path']}/"):
        raise Refusal("cant_move_folder_into_itself")
    old = row["path"]
    for one in rows["entries"]:
        if one["path"] == old or one["path"].startswith(f"{old}/"):
            one["path"] = told + one["path"][len(old):]
    return {"metadata": metadata(row)}


def copy(rows: Rows, from_path: str, to_path: str) -> object:
    row = entry(rows, from_path)
    if row["tag"] == "folder":
        raise Refusal("folders are not copied")
    rows["entries"].append({**row, "id": f"id:{len(rows['entries']) + 1:03}", "path": free(rows, to_path), "locked": False})
    return {"metadata": metadata(rows["entries"][-1])}


def delete(rows: Rows, path: str) -> object:
    row = entry(rows, path)
    for one in rows["entries"]:
        if one["path"] == path or one["path"].startswith(f"{path}/"):
            one["deleted"] = True
    return {"metadata": metadata(row)}


def erase(rows: Rows, path: str) -> object:
    gone = next((row for row in rows["entries"] if row["path"] == path), None)
    if gone is None:
        raise Refusal(f"path/not_found: {path!r}")
    rows["entries"][:] = [one for one in rows["entries"] if one["path"] != path and not one["path"].startswith(f"{path}/")]
    return {}


def anywhere(rows: Rows, path: object) -> Row:
    found = [row for row in rows["entries"] if row["path"] == path]
    return found[0] if found else entry(rows, path)


def revisions(rows: Rows, path: str) -> object:
    row = anywhere(rows, path)
    found = equal(rows["revisions"], {"entry": row["id"]})
    return {"is_deleted": row["deleted"], "entries": [{"rev": one["rev"], "server_modified": one["server_modified"], "size": one["size"]} for one in found]}


def restore(rows: Rows, path: str, rev: str) -> object:
    row, told = anywhere(rows, path), find(rows["revisions"], "rev", rev)
    if told["entry"] != row["id"]:
        raise Refusal("invalid_revision")
    row.update(deleted=False, size=told["size"], modified=told["server_modified"], by=told["by"])
    return metadata(row)


def lock(rows: Rows, path: str, locked: bool) -> object:
    row = entry(rows, path)
    if row["tag"] == "folder" or row["locked"] == locked:
        raise Refusal("a file is locked once, and folders never")
    row["locked"] = locked
    return metadata(row)


def members(rows: Rows, path: str) -> object:
    found = equal(rows["access"], {"entry": entry(rows, path)["id"]})
    return {"users": [{"access_type": {".tag": one["access_level"]}, "user": {"email": one["email"], "display_name": find(rows["members"], "email", one["email"])["display_name"]}} for one in found]}


def add_member(rows: Rows, path: str, members: list[dict[str, Any]], access_level: dict[str, str] | None = None, quiet: bool = True, custom_message: str = "") -> object:
    row, level = entry(rows, path), tag({".tag": "viewer"} if access_level is None else access_level, *ACCESS)
    if not isinstance(members, list) or not members:
        raise Refusal("members is an array")
    for one in [address(rows, told) for told in members]:
        if equal(rows["access"], {"entry": row["id"], "email": one}):
            raise Refusal(f"{one} is a member already")
        rows["access"].append({"id": len(rows["access"]) + 1, "entry": row["id"], "email": one, "access_level": level})
        rows["mails"].extend([] if boolean(quiet) else [{"email": one, "path": path, "message": custom_message}])
    return {}


def membership(rows: Rows, path: object, member: object) -> Row:
    found = equal(rows["access"], {"entry": entry(rows, path)["id"], "email": address(rows, member)})
    if not found or found[0]["access_level"] == "owner":
        raise Refusal("there is no such member, or the member is the owner")
    return found[0]


def update_member(rows: Rows, path: str, member: dict[str, str], access_level: dict[str, str]) -> object:
    membership(rows, path, member)["access_level"] = tag(access_level, *ACCESS)
    return {}


def remove_member(rows: Rows, path: str, member: dict[str, str]) -> object:
    rows["access"].remove(membership(rows, path, member))
    return {}


def link_seen(rows: Rows, row: Row) -> dict[str, Any]:
    whole = find(rows["entries"], "id", row["entry"])
    told = {"url": row["url"], "name": name_of(whole["path"]), "path_display": whole["path"], "link_permissions": {"resolved_visibility": {".tag": row["audience"]}}}
    return {**told, **({"expires": row["expires"]} if row["expires"] else {})}


def links(rows: Rows, path: str = "") -> object:
    found = equal(rows["links"], {"entry": entry(rows, path)["id"] if path else ""})
    return {"links": [link_seen(rows, row) for row in found], "has_more": False}


def settled(told: object) -> dict[str, str]:
    """The settings of a link that are told; an instant counts as its day."""
    fields = body(told)
    if {*fields} - {"audience", "expires"}:
        raise Refusal("settings are audience and expires")
    found = {"audience": tag(fields["audience"], *AUDIENCES)} if "audience" in fields else {}
    return {**found, **({"expires": day(str(fields["expires"])[:10])} if fields.get("expires") else {})}


def create_link(rows: Rows, path: str, settings: dict[str, Any] | None = None) -> object:
    row = entry(rows, path)
    if equal(rows["links"], {"entry": row["id"]}):
        raise Refusal("shared_link_already_exists")
    rows["links"].append({"url": f"https://dx.example/s/new{len(rows['links'])}", "entry": row["id"], "audience": "team", "expires": "", **settled({} if settings is None else settings)})
    return link_seen(rows, rows["links"][-1])


def modify_link(rows: Rows, url: str, settings: dict[str, Any], remove_expiration: bool = False) -> object:
    row, told = find(rows["links"], "url", url), settled(settings)
    row.update({"expires": ""} if boolean(remove_expiration) else {})
    row.update(told)
    return link_seen(rows, row)


def revoke_link(rows: Rows, url: str) -> object:
    rows["links"].remove(find(rows["links"], "url", url))
    return {}


def create_request(rows: Rows, title: str, destination: str, deadline: str = "") -> object:
    told = {"id": f"fr_{11 + len(rows['requests'])}", "title": words(title), "destination": entry(rows, destination)["path"], "deadline": day(deadline) if deadline else "", "is_open": True}
    rows["requests"].append(told)
    return told


def update_request(rows: Rows, id: str, title: str | None = None, deadline: str | None = None, open: bool | None = None) -> object:
    row = find(rows["requests"], "id", id)
    told = {**({"title": words(title)} if title is not None else {}), **({"deadline": day(deadline)} if deadline is not None else {})}
    row.update({**told, **({"is_open": boolean(open)} if open is not None else {})})
    return row


def people(rows: Rows) -> object:
    return {"members": [{"profile": {"account_id": one["account_id"], "email": one["email"], "name": {"display_name": one["display_name"]}}, "role": {".tag": one["role"]}} for one in rows["members"]]}


HARBOUR, MILL, BUDGET = "/Clients/Harbour House", "/Clients/Mill Lane", "/Finance/Budget 2026.xlsx"
FEE, REPORT, CALENDAR = f"{HARBOUR}/Fee proposal.docx", f"{MILL}/Structural report.pdf", "/Office/Holiday calendar.xlsx"


def moved(start: str, end: str) -> list[Call]:
    return [("files/move_v2", {"from_path": start, "to_path": end})]


def deleted(*paths: str) -> list[Call]:
    return [("files/delete_v2", {"path": one}) for one in paths]


def mail(email: str) -> dict[str, str]:
    return {".tag": "email", "email": email}


def shared(path: str, level: str, *emails: str) -> list[Call]:
    return [("sharing/add_member", {"path": path, "members": [mail(one) for one in emails], "access_level": {".tag": level}})]


def raised(path: str, email: str, level: str = "editor") -> list[Call]:
    return [("sharing/update_member", {"path": path, "member": mail(email), "access_level": {".tag": level}})]


def linked(short: str, **settings: object) -> list[Call]:
    return [("sharing/modify_shared_link_settings", {"url": f"https://dx.example/s/{short}", "settings": settings})]


def revoked(*shorts: str) -> list[Call]:
    return [("sharing/revoke_shared_link", {"url": f"https://dx.example/s/{one}"}) for one in shorts]


def asked(request: str, **fields: object) -> list[Call]:
    return [("file_requests/update", {"id": request, **fields})]


def union(*tags: str, **more: object) -> dict[str, Any]:
    return {"type": "object", "properties": {".tag": text(enum=[*tags]), **more}, "required": [".tag"]}


PATH, YES = text("Path, e.g. /Folder/File.docx"), {"type": "boolean"}
MEMBER, LEVEL = union("email", email=text()), union(*ACCESS)
SETTINGS = shape(audience=union(*AUDIENCES), expires=text("Day after which the link stops working, YYYY-MM-DD."))
TOOLS = (
    Tool("files/list_folder", "Starts returning the contents of a folder. If has_more is true, call files/list_folder/continue with the returned cursor.", {"path": text("Empty for the root folder."), "recursive": YES, "include_deleted": YES}, list_folder, ("path",)),
    Tool("files/list_folder/continue", "Once a cursor has been retrieved from files/list_folder, use this to paginate through all files.", {"cursor": text()}, go_on, ("cursor",)),
    Tool("files/search_v2", "Searches for files and folders by words of their name.", {"query": text(), "options": shape(path=text("Only below this folder."), file_extensions={"type": "array", "items": text()})}, search, ("query",)),
    Tool("files/get_metadata", "Returns the metadata for a file or folder.", {"path": PATH}, lambda rows, path: metadata(entry(rows, path)), ("path",)),
    Tool("files/create_folder_v2", "Create a folder at a given path.", {"path": PATH}, create_folder, ("path",)),
    Tool("files/move_v2", "Move a file or folder to a different location, or rename it.", {"from_path": PATH, "to_path": text("Where it will be, with its name.")}, move, ("from_path", "to_path")),
    Tool("files/copy_v2", "Copy a file to a different location.", {"from_path": PATH, "to_path": text("Where the copy will be, with its name.")}, copy, ("from_path", "to_path")),
    Tool("files/delete_v2", "Delete the file or folder at a given path. It can be restored.", {"path": PATH}, delete, ("path",)),
    Tool("files/permanently_delete", "Permanently delete the file or folder at a given path.", {"path": PATH}, erase, ("path",)),
    Tool("files/list_revisions", "Returns revisions for files based on a file path, newest first. Works for deleted files.", {"path": PATH}, revisions, ("path",)),
    Tool("files/restore", "Restore a specific revision of a file to the given path.", {"path": PATH, "rev": text("The revision to restore.")}, restore, ("path", "rev")),
    Tool("files/lock", "Lock a file, so that others can only read it.", {"path": PATH}, lambda rows, path: lock(rows, path, True), ("path",)),
    Tool("files/unlock", "Unlock a file.", {"path": PATH}, lambda rows, path: lock(rows, path, False), ("path",)),
    Tool("sharing/list_members", "Returns shared folder or file membership.", {"path": PATH}, members, ("path",)),
    Tool("sharing/add_member", "Adds specified members to a file or folder.", {"path": PATH, "members": {"type": "array", "items": MEMBER}, "access_level": LEVEL, "quiet": {"type": "boolean", "description": "Whether the members are not notified. Default: true."}, "custom_message": text()}, add_member, ("path", "members")),
    Tool("sharing/update_member", "Changes a member's access on a file or folder.", {"path": PATH, "member": MEMBER, "access_level": LEVEL}, update_member, ("path", "member", "access_level")),
    Tool("sharing/remove_member", "Removes a member from a file or folder.", {"path": PATH, "member": MEMBER}, remove_member, ("path", "member")),
    Tool("sharing/list_shared_links", "List shared links, of one path or all.", {"path": PATH}, links),
    Tool("sharing/create_shared_link_with_settings", "Create a shared link with custom settings.", {"path": PATH, "settings": SETTINGS}, create_link, ("path",)),
    Tool("sharing/modify_shared_link_settings", "Modify the shared link's settings.", {"url": text(), "settings": SETTINGS, "remove_expiration": YES}, modify_link, ("url", "settings")),
    Tool("sharing/revoke_shared_link", "Revoke a shared link.", {"url": text()}, revoke_link, ("url",)),
    Tool("file_requests/list", "Returns a list of file requests.", {}, lambda rows: {"file_requests": rows["requests"]}),
    Tool("file_requests/create", "Creates a file request.", {"title": text(), "destination": text("Folder."), "deadline": text(format="date")}, create_request, ("title", "destination")),
    Tool("file_requests/update", "Update a file request.", {"id": text(), "title": text(), "deadline": text(format="date"), "open": {"type": "boolean", "description": "Whether it accepts files."}}, update_request, ("id",)),
    Tool("team/members/list", "Lists members of a team.", {}, people),
)
JOBS = (
    Job("Rename 'Party playlist.txt' to 'Summer playlist.txt', it stays where it is", moved("/Office/Party playlist.txt", "/Office/Summer playlist.txt")),
    Job("put Budget 2025 into the Archive please", moved("/Finance/Budget 2025.xlsx", "/Archive/Budget 2025.xlsx")),
    Job("could you share /Office/Handbook.docx with Priya? Just for reading", shared("/Office/Handbook.docx", "viewer", PRIYA)),
    Job("the Old handbook can be deleted", deleted("/Office/Old handbook.docx")),
    Job("new folder 'Quay 7' under Clients pls", [("files/create_folder_v2", {"path": "/Clients/Quay 7"})]),
    Job("Somebody deleted the seating plan in Office, bring it back please", [("files/restore", {"path": "/Office/Seating plan.pdf", "rev": "03a41"})]),
    Job("Luis may edit Budget 2026 from now on", raised(BUDGET, LUIS)),
    Job("take Ewa off the fee proposal", [("sharing/remove_member", {"path": FEE, "member": mail(EWA)})]),
    Job("I need a public link for the structural report", [("sharing/create_shared_link_with_settings", {"path": REPORT, "settings": {"audience": {".tag": "public"}}})]),
    Job("switch off the link to Floor plan v2", revoked("k3f9")),
    Job("Please put a copy of the holiday calendar into Finance, same name", [("files/copy_v2", {"from_path": CALENDAR, "to_path": "/Finance/Holiday calendar.xlsx"})]),
    Job("lock this year's budget, nobody else should touch it", [("files/lock", {"path": BUDGET})]),
    Job("All the PDFs in Harbour House go to the Archive, the rest stays", [*moved(f"{HARBOUR}/Floor plan v2.pdf", "/Archive/Floor plan v2.pdf"), *moved(f"{HARBOUR}/Floor plan v3.pdf", "/Archive/Floor plan v3.pdf")]),
    Job("Delete every zip file that's bigger than 500 MB", deleted(f"{MILL}/Site photos.zip", "/Archive/Pool pavilion.zip")),
    Job("Whoever can only view the fee proposal should be able to edit it", [*raised(FEE, PRIYA), *raised(FEE, LUIS)]),
    Job("public links without an expiry date should expire on March 31", [*linked("k3f9", expires="2026-03-31"), *linked("m44d", expires="2026-03-31")]),
    Job("Revoke all links to things in Mill Lane", revoked("z81q", "m44d")),
    Job("If it was Ewa who changed the structural report last, share it with Luis, view only", shared(REPORT, "viewer", LUIS)),
    Job("Share both briefs with Sanne so she can edit them", [*shared(f"{HARBOUR}/Brief.docx", "editor", SANNE), *shared(f"{MILL}/Brief.docx", "editor", SANNE)]),
    Job("close the file requests whose deadline has passed", [*asked("fr_11", open=False), *asked("fr_13", open=False)]),
    Job("Everything in Office except the two handbooks moves to the Archive", [*moved(CALENDAR, "/Archive/Holiday calendar.xlsx"), *moved("/Office/Party playlist.txt", "/Archive/Party playlist.txt")]),
    Job("The oldest invoice goes to the Archive as well", moved("/Finance/Invoices/INV-2026-011.pdf", "/Archive/INV-2026-011.pdf")),
    Job("Luis broke Budget 2026 this morning. Go back to yesterday's version", [("files/restore", {"path": BUDGET, "rev": "01e90"})]),
    Job("give them a week longer for the Mill Lane photos and rename the request to 'Site photos'", asked("fr_12", deadline="2026-03-20", title="Site photos")),
    Job("who has access to the fee proposal?", [], shows=(ME, PRIYA, LUIS, EWA)),
    Job("how many files are there in the invoices folder?", [], shows=("INV-2026-011.pdf", "INV-2026-012.pdf", "INV-2026-013.pdf")),
    Job("when was Budget 2026 last changed?", [], shows=("2026-03-11T08:40:00Z",)),
    Job("Which of our links are public?", [], shows=("k3f9", "p0w2", "m44d")),
    Job("what's the biggest file in Mill Lane?", [], shows=("Site photos.zip",)),
    Job("which file requests are still open?", [], shows=("Timesheets February", "Photos of Mill Lane", "Supplier offers", "Signed NDAs")),
    Job("share the brief with Luis please", ASK),
    Job("can you delete Quarterly report.pdf?", ASK),
    Job("Move the floor plan into the Archive", ASK),
    Job("If there are any links to the invoices, revoke them", []),
    Job("If Luis can already edit Budget 2026, make him a viewer again", []),
    Job("Print the handbook twice and put it on Tom's desk", ASK),
)


def look(what: str, **told: object) -> Call:
    return what, told


TEAM: Call = ("team/members/list", {})
PASTS = (
    Past("Rename the Mill Lane structural report to 'Structural report final.pdf'", [look("files/search_v2", query="structural report")], moved(REPORT, f"{MILL}/Structural report final.pdf")),
    Past("Textures.zip belongs in the Archive", [look("files/search_v2", query="Textures")], moved(f"{HARBOUR}/Textures.zip", "/Archive/Textures.zip")),
    Past("Share the holiday calendar with Tom and Luis, they can only view it", [look("files/search_v2", query="holiday calendar"), TEAM], shared(CALENDAR, "viewer", TOM, LUIS)),
    Past("the party playlist can go", [look("files/search_v2", query="party playlist")], deleted("/Office/Party playlist.txt")),
    Past("Make a folder 'Invoices 2025' in Finance", [look("files/list_folder", path="/Finance")], [("files/create_folder_v2", {"path": "/Finance/Invoices 2025"})]),
    Past("bring the Mill Lane contract back", [look("files/list_folder", path=MILL, include_deleted=True), look("files/list_revisions", path=f"{MILL}/Contract.pdf")], [("files/restore", {"path": f"{MILL}/Contract.pdf", "rev": "04c18"})]),
    Past("Ewa should only view the fee proposal", [look("files/search_v2", query="fee proposal"), look("sharing/list_members", path=FEE)], raised(FEE, EWA, "viewer")),
    Past("Sanne doesn't need the handbook any more", [look("files/search_v2", query="handbook"), look("sharing/list_members", path="/Office/Handbook.docx")], [("sharing/remove_member", {"path": "/Office/Handbook.docx", "member": mail(SANNE)})]),
    Past("a link for the team to Budget 2026 please, until Friday", [look("files/search_v2", query="Budget 2026")], [("sharing/create_shared_link_with_settings", {"path": BUDGET, "settings": {"audience": {".tag": "team"}, "expires": "2026-03-13"}})]),
    Past("the link to Floor plan v3 should work until the end of March", [look("sharing/list_shared_links")], linked("p0w2", expires="2026-03-31")),
    Past("revoke the link to the holiday calendar", [look("sharing/list_shared_links")], revoked("t7ye")),
    Past("copy INV-2026-013 to Office", [look("files/search_v2", query="INV-2026-013")], [("files/copy_v2", {"from_path": "/Finance/Invoices/INV-2026-013.pdf", "to_path": "/Office/INV-2026-013.pdf"})]),
    Past("lock the handbook", [look("files/get_metadata", path="/Office/Handbook.docx")], [("files/lock", {"path": "/Office/Handbook.docx"})]),
    Past("unlock Floor plan v3 again", [look("files/search_v2", query="floor plan v3")], [("files/unlock", {"path": f"{HARBOUR}/Floor plan v3.pdf"})]),
    Past("All invoices from January and February go to the Archive", [look("files/list_folder", path="/Finance/Invoices")], [*moved("/Finance/Invoices/INV-2026-011.pdf", "/Archive/INV-2026-011.pdf"), *moved("/Finance/Invoices/INV-2026-012.pdf", "/Archive/INV-2026-012.pdf")]),
    Past("the NDA request runs until April 15", [look("file_requests/list")], asked("fr_15", deadline="2026-04-15")),
    Past("Reopen the Christmas pictures request", [look("file_requests/list")], asked("fr_14", open=True)),
    Past("Collect 'Receipts March' into Finance by April 3", [look("files/list_folder", path="")], [("file_requests/create", {"title": "Receipts March", "destination": "/Finance", "deadline": "2026-04-03"})]),
    Past("Erase the old handbook for good, nobody may ever restore it", [look("files/search_v2", query="old handbook")], [("files/permanently_delete", {"path": "/Office/Old handbook.docx"})]),
    Past("Everything in all of Clients that Ewa changed: which files are that?", [TEAM, look("files/list_folder", path="/Clients", recursive=True), look("files/list_folder/continue", cursor="/Clients|1|0|6")], []),
    Past("the first version of the holiday calendar was right, restore it", [look("files/search_v2", query="holiday calendar"), look("files/list_revisions", path=CALENDAR)], [("files/restore", {"path": CALENDAR, "rev": "02b05"})]),
)
FIELD = Field("drawers", ROWS, TOOLS, JOBS, PASTS)
