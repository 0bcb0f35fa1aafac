"""What seldom happens, made to happen: each of these is a path on which a function needs a right of its own.

Messages get lost, workers die, calls are refused, messages come too early, a callback overtakes its answer, a lesson is
deleted while it is being learned, a person consents in a browser.
"""

from typing import Any  # Any: API answers are JSON
from urllib.parse import parse_qsl, urlencode, urlsplit

import urllib3

from chalicelib import wiring
from chalicelib.cli.client import Client
from chalicelib.domain.control import STEP_ZERO
from chalicelib.domain.transitions import Claim
from chalicelib.engine.ports import Message, Write
from chalicelib.engine.records import LEARNED, account_pk, task_pk
from infra.aws.local.deployed import ACCOUNT, TOOL_FUNCTION, Cloud
from infra.aws.local.found import Found, ended, until
from infra.aws.local.outside import Outside
from infra.demo.__main__ import PROMPT, SUB_AGENT, USER
from infra.sandbox.sandbox import Sandbox

LOOKING = {"prompt": "List the latest invoices.", "sub_agent": SUB_AGENT, "user_id": USER}
PRINTER = {
    "name": "render_brochure", "description": "Renders the brochure of a voyage.", "method": "POST",
    "path": "/brochures",
    "parameters": [
        {"name": "voyage_id", "type": "string", "description": "Id of the voyage"},
        {"name": "notify_url", "type": "string", "description": "Where to tell that it is done"},
    ],
    "returns": {"pages": {"type": "array"}}, "effect": "unsafe",
    "callback": {"input": "notify_url", "result": "brochure", "done": {"path": "state", "equals": "rendered"}},
}
FIND_PARCEL = {
    "name": "find_parcel", "description": "Finds a parcel.", "effect": "read",
    "parameters": [{"name": "parcel_id", "type": "string", "description": "Id of the parcel"}],
    "returns": {"state": "string"},
}
SAVE_NOTE = {
    "name": "save_note", "description": "Saves a note.", "method": "POST", "path": "/notes", "effect": "idempotent",
    "parameters": [{"name": "text", "type": "string", "description": "Text of the note"}],
}
LONG_TEXT = "夜 " * 4_000
"""Within the limit of a prompt, and too large for a plan to stand in a record."""

LEASE = 15_000
"""Milliseconds: long enough that a busy machine comes to look at the message meanwhile."""

MANY_ACTIONS = 520
"""So many that the index of the catalogue is kept in a blob."""


def rare(api: Client, cloud: Cloud, sandbox: Sandbox, outside: Outside, found: Found) -> None:
    _lost_step(api, cloud, found)
    _dead_worker(api, cloud, found)
    _lost_end(api, cloud, outside, found)
    _too_early(api, cloud, found)
    _rejected(api, found)
    _deleted_lesson(api, cloud, sandbox, found)
    _overtaking_callback(api, cloud, outside, found)
    _consents(api, cloud, sandbox, found)
    _large_catalogue(api, cloud, found)
    _function_as_tool(api, found)
    _keeps_nothing(api, cloud, outside, found)


def _lost_step(api: Client, cloud: Cloud, found: Found) -> None:
    """The message of a task's first step is lost: the sweeper sends it again."""
    with cloud.holding("steps"):
        task = api.call("POST", "/v1/tasks", LOOKING)
        found.expect(cloud.lose("steps") > 0, "no message of a first step was there to be lost")
    found.expect(ended(api, task)["status"] == "complete", "a task whose message was lost did not complete")


def _dead_worker(api: Client, cloud: Cloud, found: Found) -> None:
    """Somebody claimed the step and was never heard of again: until the lease is over, its message is put off."""
    with cloud.holding("steps"):
        task = api.call("POST", "/v1/tasks", LOOKING)
        now, pk = wiring.now(), task_pk(ACCOUNT, task["id"])
        control = cloud.moto.store.control(pk)
        live = control.live(STEP_ZERO) if control else None
        found.expect(live is not None, "a fresh task has no first step")
        if live is not None:
            cloud.moto.store.apply(pk, Claim(STEP_ZERO, live.epoch, "dead42", now, now + LEASE, 6))
    found.expect(cloud.asks("run_step", "sqs:ChangeMessageVisibility"), "a step that somebody holds was not put off")
    found.expect(ended(api, task)["status"] == "complete", "a task whose worker died did not complete")


def _lost_end(api: Client, cloud: Cloud, outside: Outside, found: Found) -> None:
    """Nobody is told of a task's end, and nobody learns from it, until the sweeper sends both again."""
    with cloud.holding("learn", "webhooks"):
        task = ended(api, api.call("POST", "/v1/tasks", LOOKING))
        both = until(lambda: cloud.lose("learn") > 0) and until(lambda: cloud.lose("webhooks") > 0)
        found.expect(both, "the end of a task sent no messages that could be lost")
    told = until(lambda: any(task["id"].encode() in body for body in outside.heard))
    found.expect(told, "a lost webhook was not sent again")
    learned = until(lambda: cloud.moto.store.get(task_pk(ACCOUNT, task["id"]), LEARNED) is not None)
    found.expect(learned, "a task whose lesson was lost was not learned from")


def _too_early(api: Client, cloud: Cloud, found: Found) -> None:
    """A message that would learn from what has not ended comes again later."""
    api.call("PATCH", f"/v1/subagents/{SUB_AGENT}", {"requires_approval": ["chat.post_message"]})
    waiting = ended(api, api.call("POST", "/v1/tasks", {**LOOKING, "prompt": PROMPT}))
    found.expect(waiting["status"] == "waiting", f"a task that needs an approval is {waiting['status']}")
    cloud.moto.queue.send([Message("learn", {"account": ACCOUNT, "task": waiting["id"]})])
    found.expect(cloud.asks("learn", "sqs:ChangeMessageVisibility"), "learn has not put off what came too early")
    api.call("POST", f"/v1/tasks/{waiting['id']}/cancel", {})


def _rejected(api: Client, found: Found) -> None:
    """The answer of a person ends the task within the API's own call."""
    waiting = ended(api, api.call("POST", "/v1/tasks", {**LOOKING, "prompt": PROMPT}))
    other = api.call("POST", "/v1/keys", {"name": "another person", "scopes": ["tasks:read", "approve"]})
    Client(api.url, other["key"]).call("POST", f"/v1/tasks/{waiting['id']}/input", {"decision": "reject"})
    after = api.get(f"/v1/tasks/{waiting['id']}")["status"]
    found.expect(after not in ("waiting", "complete"), f"a task whose only write was rejected is {after}")
    api.call("PATCH", f"/v1/subagents/{SUB_AGENT}", {"requires_approval": []})


def _deleted_lesson(api: Client, cloud: Cloud, sandbox: Sandbox, found: Found) -> None:
    """What a run would teach is deleted before it is learned: it stays deleted."""
    with cloud.holding("learn"):
        sandbox.set_faults({"kind": "remove_bot", "channel": "engineering"})
        ended(api, api.call("POST", "/v1/tasks", {**LOOKING, "prompt": PROMPT}))
        for lesson in api.get(f"/v1/subagents/{SUB_AGENT}/training", limit=100)["data"]:
            api.call("DELETE", f"/v1/subagents/{SUB_AGENT}/training/{lesson['id']}")
    found.expect(cloud.asks("learn", "dynamodb:DeleteItem"), "no vote for a deleted lesson was taken back")


def _overtaking_callback(api: Client, cloud: Cloud, outside: Outside, found: Found) -> None:
    """A tool calls back, with much to say, before it has answered: the sweeper looks for whom that is."""
    _tool(api, "printer", "Brochures of voyages", base_url=outside.url, capabilities=[PRINTER])
    api.call("POST", "/v1/subagents", {"name": "press", "prompt": "Render brochures of voyages"})
    task = api.call("POST", "/v1/tasks", {
        "prompt": "Render the brochure of voyage v-77", "sub_agent": "press", "context": {"voyage_id": "v-77"},
    })
    found.expect(cloud.asks("sweep", "dynamodb:BatchGetItem"), "the sweeper did not look for a callback's step")
    outside.printed.set()
    found.expect(ended(api, task)["status"] == "complete", "a task whose tool called back early did not complete")


def _consents(api: Client, cloud: Cloud, sandbox: Sandbox, found: Found) -> None:
    """Two people connect the service; the second one's task is told by the sweeper, as the API fails on the way."""
    given = sandbox.credentials()["payments"]
    api.call("PUT", "/v1/connections", {
        "tool": "payments", "credentials": {name: given[name] for name in ("client_id", "client_secret")},
    })
    for user, fails in (("user_456", False), ("user_789", True)):
        waiting = ended(api, api.call("POST", "/v1/tasks", {**LOOKING, "user_id": user}))
        link = (waiting.get("waiting") or {}).get("auth_url")
        found.expect(bool(link), f"a task without a connection is {waiting['status']}, without a link")
        if not link:
            return
        if fails:
            cloud.recorders["api_handler"].refuse("dynamodb:Query", 2)  # the client tries twice
        status = _browse(link)
        found.expect((status >= 500) is fails, f"the page after a consent has status {status}")
        if fails:
            _a_minute_later(cloud)
        after = ended(api, {**waiting, "status": "running"}, also="waiting")
        found.expect(after["status"] == "complete", f"a task that was waiting for a consent is {after['status']}")
    found.expect(cloud.asks("sweep", "dynamodb:DeleteItem"), "the sweeper has not told who waited for a consent")


def _browse(url: str) -> int:
    """Presses the button of the provider's form, and follows the way back."""
    fields = dict(parse_qsl(urlsplit(url).query)) | {"decision": "allow"}
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    place = urlsplit(url)._replace(query="").geturl()
    answer = urllib3.request("POST", place, body=urlencode(fields), redirect=False, headers=headers, timeout=30.0)
    return urllib3.request("GET", answer.headers["Location"], retries=False, timeout=30.0).status


def _a_minute_later(cloud: Cloud) -> None:
    """What the API left to the sweeper is due now."""
    for item in cloud.moto.store.query(account_pk(ACCOUNT), "WAKE#").items:
        cloud.moto.store.put(Write(item.pk, item.sk, item.data, due=wiring.now()))


def _large_catalogue(api: Client, cloud: Cloud, found: Found) -> None:
    """Its index is compiled by the API, and by a worker that does not find it."""
    parcels = [
        {"name": f"find_shelf_{number}", "description": f"Finds shelf {number}.", "effect": "read", "method": "GET",
         "path": f"/shelves/{number}", "parameters": []} for number in range(MANY_ACTIONS)
    ]
    _tool(api, "shelves", "Shelves of the store", base_url="https://shelves.example", capabilities=parcels)
    api.call("POST", "/v1/subagents", {"name": "keeper", "prompt": "Find shelves of the store", "tools": ["shelves"]})
    cloud.moto.blobs.delete_prefix(f"{account_pk(ACCOUNT)}/INDEX/")
    task = ended(api, api.call("POST", "/v1/tasks", {
        "prompt": "Find shelf 12", "sub_agent": "keeper", "mode": "test", "training": False,
    }))
    found.expect(task["status"] == "complete", f"a preview over {MANY_ACTIONS} actions is {task['status']}")


def _function_as_tool(api: Client, found: Found) -> None:
    _tool(api, "parcels", "Parcels", lambda_arn=TOOL_FUNCTION, capabilities=[FIND_PARCEL])
    api.call("POST", "/v1/subagents", {"name": "shipper", "prompt": "Find parcels"})
    task = ended(api, api.call("POST", "/v1/tasks", {
        "prompt": "Find parcel p-12", "sub_agent": "shipper", "context": {"parcel_id": "p-12"},
    }))
    found.expect(task["status"] == "complete", f"a task with a function as its tool is {task['status']}")


def _keeps_nothing(api: Client, cloud: Cloud, outside: Outside, found: Found) -> None:
    """Of what a sub-agent does that keeps nothing, the sweeper takes the values out, and the blobs away."""
    _tool(api, "notes", "Notes", base_url=outside.url, capabilities=[SAVE_NOTE])
    api.call("POST", "/v1/subagents", {"name": "quiet", "prompt": "Save notes", "record": "none"})
    prompt = f'Save a note with the text "{LONG_TEXT}".'
    task = ended(api, api.call("POST", "/v1/tasks", {"prompt": prompt, "sub_agent": "quiet"}))
    found.expect(task["status"] == "complete", f"a task whose sub-agent keeps nothing is {task['status']}")
    for action in ("s3:GetObject", "s3:DeleteObject"):
        found.expect(cloud.asks("sweep", action), f"the sweeper has not called {action}, with something to take away")


def _tool(api: Client, name: str, description: str, **source: Any) -> None:
    sandboxed = {"sandbox_base_url": source["base_url"]} if "base_url" in source else {}
    function = {"sandbox_base_url": source["lambda_arn"]} if "lambda_arn" in source else {}
    api.call("POST", "/v1/tools", {"name": name, "description": description, **source, **sandboxed, **function})
