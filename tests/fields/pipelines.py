"""Continuous integration: nouns_verb in the plural, whole numbers, nested bodies, epoch seconds, cron lines, answers page by page.

Written without reading the planner, and before it was run.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from tests.fields.checks import array, boolean, changing, matching, shape, step, whole
from tests.fields.service import ASK, NOW, Call, Field, Job, Past, Refusal, Rows, Tool, find, number, rows_of, text


def epoch(iso: str) -> int:
    return int(datetime.fromisoformat(iso).replace(tzinfo=UTC).timestamp())


PAGE = 8
ROWS = {
    "projects": rows_of(
        "project_id path default_branch timeout_minutes archived",
        "2001|shop/web|main|60|false",
        "2002|shop/checkout-api|main|60|false",
        "2003|data/etl|master|180|false",
        "2004|mobile/app|develop|90|false",
        "2005|infra/terraform|main|30|false",
        "2006|shop/legacy-cms|master|60|false",
        "2007|docs/handbook|main|15|false",
    ),
    "pipelines": [{**row, "started_at": epoch(row["started_at"]), "variables": {}} for row in rows_of(
        "pipeline_id project_id ref status source user started_at",
        "88101|2001|main|success|push|ines|2026-03-09T08:12",
        "88102|2002|main|success|push|marek|2026-03-09T09:40",
        "88103|2003|master|failed|schedule|robot|2026-03-10T02:00",
        "88104|2004|develop|success|push|yuki|2026-03-10T07:45",
        "88105|2005|main|failed|manual|tobias|2026-03-10T11:05",
        "88106|2001|feature/search|canceled|push|ines|2026-03-10T13:30",
        "88107|2006|master|failed|schedule|robot|2026-03-10T22:00",
        "88108|2003|master|failed|schedule|robot|2026-03-11T02:00",
        "88109|2004|release/5.2|running|manual|yuki|2026-03-11T06:10",
        "88110|2002|fix/vat|failed|push|marek|2026-03-11T08:20",
        "88111|2001|main|running|push|ines|2026-03-11T09:48",
        "88112|2001|feature/search|running|push|ines|2026-03-11T09:55",
        "88113|2007|main|pending|push|tobias|2026-03-11T09:58",
    )],
    "schedules": rows_of(
        "schedule_id project_id description cron ref active owner",
        "3301|2003|Nightly load|0 2 * * *|master|true|marek",
        "3302|2006|Nightly backup|0 22 * * *|master|true|tobias",
        "3303|2004|Weekly beta build|0 6 * * 1|develop|true|yuki",
        "3304|2001|Link checker|30 5 * * *|main|false|ines",
        "3305|2005|Drift detection|0 7 * * 1-5|main|true|tobias",
    ),
    "variables": rows_of(
        "variable_id project_id key value masked",
        "9101|2001|API_URL|https://api.shop.example|false",
        "9102|2001|NODE_VERSION|'18|false",
        "9103|2001|SENTRY_TOKEN|sntr-7781|true",
        "9104|2002|NODE_VERSION|'18|false",
        "9105|2002|VAT_MODE|strict|false",
        "9106|2003|BATCH_SIZE|'500|false",
        "9107|2004|APPLE_TEAM|K7Q2|true",
        "9108|2005|TF_VERSION|1.6.2|false",
        "9109|2006|API_URL|https://api.shop.example|false",
    ),
    "runners": [{**row, "tags": row["tags"].split(), "contacted_at": epoch(row["contacted_at"])} for row in rows_of(
        "runner_id name tags online paused contacted_at",
        "5101|linux-1|linux docker|true|false|2026-03-11T09:59",
        "5102|linux-2|linux docker|true|false|2026-03-11T09:59",
        "5103|linux-3|linux docker|false|false|2026-03-06T17:20",
        "5104|mac-1|macos|true|false|2026-03-11T09:58",
        "5105|mac-2|macos|true|true|2026-03-11T09:57",
        "5106|gpu-1|linux gpu|true|true|2026-03-11T09:59",
        "5107|win-1|windows|false|false|2026-02-20T12:00",
    )],
}
STATES, USERS = ("pending", "running", "success", "failed", "canceled"), ("ines", "marek", "tobias", "yuki", "robot")


def words(told: object) -> str:
    if not isinstance(told, str | int) or isinstance(told, bool) or told == "":
        raise Refusal("a text is needed")
    return str(told)


def cron_of(told: object) -> str:
    """Five parts; days of the week are kept as numbers."""
    line = words(told).upper()
    for at, name in enumerate(("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")):
        line = line.replace(name, str(at))
    if len(line.split()) != 5:
        raise Refusal("a cron line has five parts")
    return " ".join(line.split())


def user_of(told: object) -> str:
    if told not in USERS:
        raise Refusal(f"users are {', '.join(USERS)}")
    return str(told)


def project(rows: Rows, project_id: object) -> dict:
    row = find(rows["projects"], "project_id", project_id)
    if row["archived"]:
        raise Refusal("the project is archived")
    return row


def update_project(rows: Rows, project_id: int, body: Mapping[str, object]) -> object:
    return changing(project(rows, project_id), {**body}, default_branch=words, timeout_minutes=lambda told: whole(told, 5, 600))


def archive(rows: Rows, project_id: int) -> object:
    row = project(rows, project_id)
    row["archived"] = True
    return row


def pipelines(rows: Rows, page: int = 1, **equals: object) -> object:
    found, first = matching(rows["pipelines"], {}, **equals)[::-1], (whole(page, 1, 99) - 1) * PAGE
    return {"items": found[first:first + PAGE], "next_page": page + 1 if len(found) > first + PAGE else None}


def run(rows: Rows, project_id: int, body: Mapping[str, object]) -> object:
    told = {"ref": project(rows, project_id)["default_branch"], **body}
    row = changing({}, told, ref=words, variables=lambda told: {name: words(value) for name, value in sorted({**told}.items())})
    rows["pipelines"].append({
        "pipeline_id": 88101 + len(rows["pipelines"]), "project_id": project_id, "ref": row["ref"], "status": "pending", "source": "manual", "user": "robot",
        "started_at": epoch(NOW), "variables": row.get("variables", {}),
    })  # fmt: skip
    return rows["pipelines"][-1]


def update_schedule(rows: Rows, schedule_id: int, body: Mapping[str, object]) -> object:
    row = find(rows["schedules"], "schedule_id", schedule_id)
    return changing(row, {**body}, description=words, cron=cron_of, ref=words, active=boolean, owner=user_of)


def create_schedule(rows: Rows, project_id: int, body: Mapping[str, object]) -> object:
    home = project(rows, project_id)
    new = {"schedule_id": 3301 + len(rows["schedules"]), "project_id": project_id, "description": "", "cron": "", "ref": home["default_branch"], "active": True, "owner": "robot"}
    told = {"description": body["description"], "cron": body["cron"], **body}
    rows["schedules"].append(changing(new, told, description=words, cron=cron_of, ref=words, active=boolean, owner=user_of))
    return new


def variables(rows: Rows, project_id: int) -> object:
    find(rows["projects"], "project_id", project_id)
    hidden = [{**row, "value": "[masked]" if row["masked"] else row["value"]} for row in matching(rows["variables"], {}, project_id=project_id)]
    return {"items": hidden}


def set_variable(rows: Rows, project_id: int, key: str, body: Mapping[str, object]) -> object:
    there = matching(rows["variables"], {}, project_id=project(rows, project_id)["project_id"], key=words(key))
    new = {"variable_id": 9101 + len(rows["variables"]), "project_id": project_id, "key": key, "value": "", "masked": False}
    row = changing(there[0] if there else new, {**body, "value": body["value"]}, value=words, masked=boolean)
    rows["variables"] += [] if there else [row]
    return {"key": key, "masked": row["masked"]}


def delete_variable(rows: Rows, project_id: int, key: str) -> object:
    for row in matching(rows["variables"], {}, project_id=project_id):
        if row["key"] == key:
            rows["variables"].remove(row)
            return {"deleted": key}
    raise Refusal(f"there is no variable {key!r} in {project_id!r}")


def pause(rows: Rows, runner_id: int, paused: bool) -> object:
    row = find(rows["runners"], "runner_id", runner_id)
    row["paused"] = boolean(paused)
    return row


def pl(verb: str, *pipelines: int) -> list[Call]:
    return [(f"pipelines_{verb}", {"pipeline_id": 88000 + one}) for one in pipelines]


def runs(project: int, **body: object) -> list[Call]:
    return [("pipelines_run", {"project_id": project, "body": body})]


def sched(schedule: int, **body: object) -> list[Call]:
    return [("schedules_update", {"schedule_id": schedule, "body": body})]


def proj(project: int, **body: object) -> list[Call]:
    return [("projects_update", {"project_id": project, "body": body})]


def var(key: str, value: str, *projects: int, **more: object) -> list[Call]:
    return [("variables_set", {"project_id": one, "key": key, "body": {"value": value, **more}}) for one in projects]


def paused(told: bool, *runners: int) -> list[Call]:
    return [("runners_set_paused", {"runner_id": one, "paused": told}) for one in runners]


def look(what: str, **filters: object) -> Call:
    return f"{what}_list", filters


PROJECTS, SCHEDULES, RUNNERS = look("projects"), look("schedules"), look("runners")
PROJECT, PIPELINE, SCHEDULE, RUNNER = number("ID of the project"), number("ID of the pipeline"), number("ID of the schedule"), number("ID of the runner")
REF, CRON, ACTIVE, OWNER = text("Branch or tag"), text("Cron line in UTC: minute hour day month weekday"), {"type": "boolean", "description": "Whether it runs"}, text("User name", enum=list(USERS))
LINE = {"description": text("What it is for"), "cron": CRON, "ref": REF, "active": ACTIVE, "owner": OWNER}


def body(*required: str, **fields: object) -> dict[str, object]:
    return {"type": "object", "properties": fields, **({"required": list(required)} if required else {})}


TOOLS = (
    Tool("projects_list", "List projects.", {"search": text("Part of the path")}, lambda rows, search="": {"items": matching(rows["projects"], {"path": search})}, outputs=shape(items=array(project_id=PROJECT, path=text(), default_branch=text(), timeout_minutes=number(), archived={"type": "boolean"}))),
    Tool("projects_update", "Change settings of a project.", {"project_id": PROJECT, "body": body(default_branch=text(), timeout_minutes=number("After how long a pipeline is stopped"))}, update_project, ("project_id", "body")),
    Tool("projects_archive", "Archive a project: it is read-only then.", {"project_id": PROJECT}, archive, ("project_id",)),
    Tool("pipelines_list", "List pipelines, newest first, eight a page.", {"project_id": PROJECT, "ref": REF, "status": text(enum=list(STATES)), "user": OWNER, "page": number(default=1)}, pipelines, outputs=shape(items=array(pipeline_id=PIPELINE, project_id=PROJECT, ref=REF, status=text(enum=list(STATES)), source=text("push, schedule or manual"), user=OWNER, started_at=number("Unix time, seconds")), next_page=number("null on the last page"))),
    Tool("pipelines_run", "Run a new pipeline.", {"project_id": PROJECT, "body": body(ref=text("Branch or tag; the default branch if left out"), variables={"type": "object", "description": "Variables of this run only", "additionalProperties": {"type": "string"}})}, run, ("project_id", "body")),
    Tool("pipelines_cancel", "Cancel a pipeline that is pending or running.", {"pipeline_id": PIPELINE}, lambda rows, pipeline_id: step(rows, "pipelines", pipeline_id, "canceled", "pending", "running"), ("pipeline_id",)),
    Tool("pipelines_retry", "Retry what failed or was canceled in a pipeline.", {"pipeline_id": PIPELINE}, lambda rows, pipeline_id: step(rows, "pipelines", pipeline_id, "running", "failed", "canceled"), ("pipeline_id",)),
    Tool("schedules_list", "List pipeline schedules.", {"project_id": PROJECT}, lambda rows, project_id=None: {"items": matching(rows["schedules"], {}, project_id=project_id)}, outputs=shape(items=array(schedule_id=SCHEDULE, project_id=PROJECT, **LINE))),
    Tool("schedules_create", "Create a pipeline schedule.", {"project_id": PROJECT, "body": body("description", "cron", **{**LINE, "ref": text("The default branch if left out")})}, create_schedule, ("project_id", "body")),
    Tool("schedules_update", "Change a pipeline schedule.", {"schedule_id": SCHEDULE, "body": body(**LINE)}, update_schedule, ("schedule_id", "body")),
    Tool("variables_list", "List the CI variables of a project.", {"project_id": PROJECT}, variables, ("project_id",)),
    Tool("variables_set", "Create or overwrite a CI variable.", {"project_id": PROJECT, "key": text(), "body": body("value", value=text(), masked={"type": "boolean", "description": "Hidden in logs; false for a new one"})}, set_variable, ("project_id", "key", "body")),
    Tool("variables_delete", "Delete a CI variable.", {"project_id": PROJECT, "key": text()}, delete_variable, ("project_id", "key")),
    Tool("runners_list", "List runners.", {}, lambda rows: {"items": rows["runners"]}),
    Tool("runners_set_paused", "Pause a runner, or let it take jobs again.", {"runner_id": RUNNER, "paused": {"type": "boolean"}}, pause, ("runner_id", "paused")),
)
JOBS = (
    Job("Retry the pipeline of the branch fix/vat", pl("retry", 110)),
    Job("Cancel pipeline 88112", pl("cancel", 112)),
    Job("Run a pipeline on shop/checkout-api", runs(2002)),
    Job("Please start a build of mobile/app on release/5.3 with TESTFLIGHT set to yes", runs(2004, ref="release/5.3", variables={"TESTFLIGHT": "yes"})),
    Job("Pause mac-1", paused(True, 5104)),
    Job("gpu-1 is back from maintenance and can take jobs again", paused(False, 5106)),
    Job("Switch the link checker on", sched(3304, active=True)),
    Job("The nightly load should start at 3:30 from now on", sched(3301, cron="30 3 * * *")),
    Job("Set NODE_VERSION to 20 in shop/web and in shop/checkout-api", var("NODE_VERSION", "20", 2001, 2002)),
    Job("VAT_MODE isn't used any more in shop/checkout-api, remove it", [("variables_delete", {"project_id": 2002, "key": "VAT_MODE"})]),
    Job("data/etl needs a new variable WAREHOUSE_TOKEN with the value wh-20517, masked please", var("WAREHOUSE_TOKEN", "wh-20517", 2003, masked=True)),
    Job("The terraform pipelines keep timing out, give them an hour", proj(2005, timeout_minutes=60)),
    Job("mobile/app uses main as its default branch now", proj(2004, default_branch="main")),
    Job("shop/legacy-cms is dead: archive it and switch off its nightly backup", [("projects_archive", {"project_id": 2006}), *sched(3302, active=False)]),
    Job("Retry every pipeline that was started today and failed", pl("retry", 108, 110)),
    Job("Ines pushed the wrong commits. Cancel all of her running pipelines!", pl("cancel", 111, 112)),
    Job("Cancel anything that's been running for more than an hour", pl("cancel", 109)),
    Job("retry the latest pipeline of data/etl", pl("retry", 108)),
    Job("All runners that are offline should be paused, so that nothing waits for them", paused(True, 5103, 5107)),
    Job("We're updating the kernel on the Linux machines: pause every linux runner that's online", paused(True, 5101, 5102)),
    Job("Tobias is moving to another team, Marek will own his schedules", [*sched(3302, owner="marek"), *sched(3305, owner="marek")]),
    Job("Set up a schedule 'Smoke tests' for shop/web, weekdays at 6:00", [("schedules_create", {"project_id": 2001, "body": {"description": "Smoke tests", "cron": "0 6 * * 1-5"}})]),
    Job("Drift detection should run every day at 7, not just on weekdays", sched(3305, cron="0 7 * * *")),
    Job("If the last pipeline of infra/terraform failed, retry it, otherwise run a new one", pl("retry", 105)),
    Job("Our API has moved. In every project that has an API_URL, change it to https://api2.shop.example", var("API_URL", "https://api2.shop.example", 2001, 2006)),
    Job("Give docs/handbook half an hour per pipeline, and cancel the one that's still pending there", [*proj(2007, timeout_minutes=30), *pl("cancel", 113)]),
    Job("If mobile/app has a schedule that's switched off, turn it on", []),
    Job("Who started the pipeline for release/5.2?", [], shows=("88109", "yuki")),
    Job("When does the weekly beta build run?", [], shows=("0 6 * * 1",)),
    Job("Cancel the pipeline that Ines has running", ASK),
    Job("Change the timeout of shop/web", ASK),
    Job("Pause linux-9", ASK),
    Job("Upgrade the shop's database to Postgres 17", ASK),
)
PASTS = (
    Past("Retry the pipeline of the branch feature/search that was canceled", [look("pipelines", ref="feature/search", status="canceled")], pl("retry", 106)),
    Past("Cancel pipeline 88109", [], pl("cancel", 109)),
    Past("Run a pipeline on docs/handbook", [look("projects", search="docs/handbook")], runs(2007)),
    Past("Please start a build of shop/web on feature/cart with DEBUG set to on", [look("projects", search="shop/web")], runs(2001, ref="feature/cart", variables={"DEBUG": "on"})),
    Past("Pause linux-2", [RUNNERS], paused(True, 5102)),
    Past("mac-2 can take jobs again", [RUNNERS], paused(False, 5105)),
    Past("Switch drift detection off", [SCHEDULES], sched(3305, active=False)),
    Past("The nightly backup should start at 23:15 from now on", [SCHEDULES], sched(3302, cron="15 23 * * *")),
    Past("Set TF_VERSION to 1.7.0 in infra/terraform", [look("projects", search="infra/terraform")], var("TF_VERSION", "1.7.0", 2005)),
    Past("BATCH_SIZE isn't used any more in data/etl, remove it", [look("projects", search="data/etl"), look("variables", project_id=2003)], [("variables_delete", {"project_id": 2003, "key": "BATCH_SIZE"})]),
    Past("mobile/app needs a new variable STORE_KEY with the value st-118, masked please", [look("projects", search="mobile/app")], var("STORE_KEY", "st-118", 2004, masked=True)),
    Past("Give the pipelines of data/etl four hours", [look("projects", search="data/etl")], proj(2003, timeout_minutes=240)),
    Past("data/etl uses main as its default branch now", [look("projects", search="data/etl")], proj(2003, default_branch="main")),
    Past("Nobody writes docs/handbook any more, archive it", [look("projects", search="docs/handbook")], [("projects_archive", {"project_id": 2007})]),
    Past("Retry every failed pipeline that the robot started", [look("pipelines", status="failed", user="robot")], pl("retry", 103, 107, 108)),
    Past("Cancel whatever is still pending", [look("pipelines", status="pending")], pl("cancel", 113)),
    Past("All macOS runners should be paused", [RUNNERS], paused(True, 5104)),
    Past("Yuki will own Ines's schedules", [SCHEDULES], sched(3304, owner="yuki")),
    Past("Set up a schedule 'Dependency scan' for shop/checkout-api, every Monday at 4:00", [look("projects", search="shop/checkout-api")], [("schedules_create", {"project_id": 2002, "body": {"description": "Dependency scan", "cron": "0 4 * * 1"}})]),
    Past("If the last pipeline of shop/legacy-cms failed, retry it", [look("projects", search="shop/legacy-cms"), look("pipelines", project_id=2006)], pl("retry", 107)),
    Past("Which runners are offline?", [RUNNERS], []),
    Past("What failed on master?", [look("pipelines", ref="master", status="failed")], []),
)
FIELD = Field("pipelines", ROWS, TOOLS, JOBS, PASTS)
