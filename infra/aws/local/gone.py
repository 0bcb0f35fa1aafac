"""What goes while it is being worked on, and what must last: deletions and prolongations on the packaged functions."""

from chalicelib import wiring
from chalicelib.cli.client import Client
from chalicelib.engine.erase import PREFIX
from chalicelib.engine.ports import META, Write
from chalicelib.engine.records import TASK, account_pk, task_pk
from infra.aws.local.deployed import ACCOUNT, Cloud
from infra.aws.local.found import Found, ended, until
from infra.aws.local.outside import Outside

READER = "user_reader"
PAPERS = {"prompt": "List all papers.", "sub_agent": "archivist", "user_id": READER}
BROCHURE = {
    "prompt": "Render the brochure of voyage v-78", "sub_agent": "press", "context": {"voyage_id": "v-78"},
    "user_id": READER,
}
DAY_S = 24 * 3600


def gone(api: Client, cloud: Cloud, outside: Outside, found: Found) -> None:
    _prolonged(api, cloud, found)
    _deleted_meanwhile(api, cloud, outside, found)
    _deleted_user(api, cloud, outside, found)


def _prolonged(api: Client, cloud: Cloud, found: Found) -> None:
    """A task that took so long that its request would go before the rest: all of it lasts as long."""
    with cloud.holding("learn"):
        task = ended(api, api.call("POST", "/v1/tasks", PAPERS))
        pk = task_pk(ACCOUNT, task["id"])
        request = cloud.moto.store.get(pk, TASK)
        if request is not None:
            soon = wiring.now() // 1000 + DAY_S
            cloud.moto.store.put(Write(pk, TASK, request.data, when=request.version, expires=soon))
    found.expect(cloud.asks("sweep", "s3:PutObject"), "the sweeper has not prolonged a payload")


def _deleted_meanwhile(api: Client, cloud: Cloud, outside: Outside, found: Found) -> None:
    """A task is deleted while a worker has its step: what the worker has written goes as well."""
    outside.printed.clear()
    api.call("POST", "/v1/tools", {
        "name": "stacks", "description": "The stacks of old maps", "base_url": outside.url,
        "sandbox_base_url": outside.url, "capabilities": [
            {"name": "list_maps", "description": "Lists all old maps.", "parameters": [], "method": "GET",
             "path": "/slow", "effect": "read"},
        ],
    })
    api.call("POST", "/v1/subagents", {"name": "warden", "prompt": "Look after the stacks of old maps."})
    asked = outside.asked
    task = api.call("POST", "/v1/tasks", {"prompt": "List all old maps.", "sub_agent": "warden"})
    found.expect(until(lambda: outside.asked > asked), "nobody asked for the maps")
    cloud.moto.store.delete_many([(task_pk(ACCOUNT, task["id"]), META)])
    outside.printed.set()
    found.expect(cloud.asks("run_step", "s3:DeleteObject"), "a worker kept a payload of a task that was deleted")


def _deleted_user(api: Client, cloud: Cloud, outside: Outside, found: Found) -> None:
    """One of the user's tasks is held by a worker: the sweeper deletes it when that is over."""
    done = ended(api, api.call("POST", "/v1/tasks", PAPERS))
    outside.printed.clear()
    asked = outside.asked
    held = api.call("POST", "/v1/tasks", BROCHURE)
    found.expect(until(lambda: outside.asked > asked), "the printer was not asked")
    told = api.call("DELETE", f"/v1/users/{READER}")
    found.expect(told["still_running"] == 1, f"of the tasks of a deleted user {told['still_running']} run on")
    outside.printed.set()
    found.expect(until(lambda: _swept(cloud, held["id"])), "a deleted user's task is there after it was over")
    left = [id_ for id_ in (done["id"], held["id"]) if cloud.moto.store.get(task_pk(ACCOUNT, id_), TASK)]
    found.expect(left == [], f"of a deleted user {len(left)} tasks are left")
    found.expect(cloud.asks("sweep", "dynamodb:BatchWriteItem"), "the sweeper has deleted nothing of a user")


def _swept(cloud: Cloud, task_id: str) -> bool:
    """Whether it is gone; else the minute that the sweeper waits is over now."""
    if cloud.moto.store.control(task_pk(ACCOUNT, task_id)) is None:
        return True
    for item in cloud.moto.store.query(account_pk(ACCOUNT), PREFIX).items:
        if item.due is not None and item.due > wiring.now():
            cloud.moto.store.put(Write(item.pk, item.sk, item.data, when=item.version, due=wiring.now()))
    return False
