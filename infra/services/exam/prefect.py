"""Prefect's own server, registered from the document that it gives: lists are asked for by POST, with filters."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from shutil import rmtree
from typing import Any  # Any: what services hold is JSON

from infra.services.exam.install import PREFECT
from infra.services.exam.server import Server
from infra.services.exam.tasks import UNDONE, Held, Task
from infra.services.http import json_call
from infra.services.install import ROOT
from infra.services.processes import process

POOLS = ({"name": "default", "type": "process", "is_paused": True}, {"name": "gpu", "type": "process"})
DEPLOYMENTS: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "warehouse": ({"name": "nightly-load", "tags": ["etl"]}, {"name": "weekly-report", "tags": ["report"]}),
    "billing": ({"name": "monthly-invoices", "paused": True, "tags": ["money"]},
                {"name": "reminders", "paused": True}, {"name": "daily-payments", "tags": ["money"]}),
    "scratch": (),
}
RUNS = (
    ("warehouse", "brave-otter", "RUNNING"), ("warehouse", "calm-heron", "FAILED"),
    ("warehouse", "eager-lynx", "COMPLETED"), ("billing", "fuzzy-moth", "FAILED"), ("billing", "glad-newt", "FAILED"),
    ("billing", "happy-wren", "COMPLETED"), ("billing", "icy-crane", "SCHEDULED"),
)
VARIABLES = {"max_retries": "3", "old_token": "abc", "support_mail": "help@example.com"}
SLOW_S = 180
"""It starts in ten seconds where nothing else runs."""
KINDS = ("flow_runs", "deployments", "flows", "work_pools", "variables")


class Prefect(Server):
    name = "prefect"
    installed = "prefect"
    registration: Mapping[str, Any] = {
        "description": "Orchestrates data pipelines: flows, their deployments and runs, work pools and variables.",
        "auth": {"type": "none"},
    }
    grant = ("prefect",)
    stays = True
    base = "/api"

    @contextmanager
    def running(self, port: int) -> Iterator[None]:
        home = ROOT / "exam-prefect"
        rmtree(home, ignore_errors=True)
        settings = {"PREFECT_HOME": str(home), "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}
        command = [*PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(port), "--no-services",
                   "--no-ui"]
        with process("exam-prefect", command, port, settings, SLOW_S):
            yield

    def described(self) -> bytes:
        return json.dumps(json_call("GET", f"{self.url}/openapi.json")).encode()

    def seed(self) -> None:
        for kind in KINDS:
            for one in self._listed(kind):
                self._call("DELETE", f"{kind}/{one['name'] if kind == 'work_pools' else one['id']}")
        for pool in POOLS:
            self._call("POST", "work_pools/", pool)
        flows = {name: self._call("POST", "flows/", {"name": name})["id"] for name in DEPLOYMENTS}
        for flow, deployments in DEPLOYMENTS.items():
            for one in deployments:
                self._call("POST", "deployments/", {"flow_id": flows[flow], "work_pool_name": "default", **one})
        for flow, name, state in RUNS:
            self._call("POST", "flow_runs/", {"flow_id": flows[flow], "name": name, "state": {"type": state}})
        for name, value in VARIABLES.items():
            self._call("POST", "variables/", {"name": name, "value": value})

    def held(self) -> Held:
        flows = {one["id"]: one["name"] for one in self._listed("flows")}
        deployments = {one["id"]: one for one in self._listed("deployments")}
        seeded = {name for _, name, _ in RUNS}
        return {
            "flows": {name: {"there": True} for name in flows.values()},
            "deployments": {one["name"]: {
                "flow": flows[one["flow_id"]], "tags": sorted(one["tags"]),
                **{name: one[name] for name in ("paused", "description", "work_pool_name", "concurrency_limit")},
            } for one in deployments.values()},
            "runs": {one["name"] if one["name"] in seeded else "(new)": {
                "of": deployments.get(one["deployment_id"], {"name": ""})["name"] or flows[one["flow_id"]],
                "state": one["state_type"],
            } for one in self._listed("flow_runs")},
            "pools": {one["name"]: {name: one[name] for name in ("type", "is_paused", "concurrency_limit")}
                      for one in self._listed("work_pools")},
            "variables": {one["name"]: {"value": str(one["value"]), "tags": one["tags"]}
                          for one in self._listed("variables")},
        }

    def _listed(self, kind: str) -> Any:
        return self._call("POST", f"{kind}/filter", {"limit": 200})

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        return json_call(method, f"{self.url}/api/{path}", body)


TASKS = (
    Task("Pause the deployment nightly-load.", {"deployments": {"nightly-load": {"paused": True}}}),
    Task("Create a variable called region with the value eu-west-1.",
         {"variables": {"region": {"value": "eu-west-1"}}}),
    Task("Set the variable max_retries to 5.", {"variables": {"max_retries": {"value": "5"}}}),
    Task("How many flow runs have failed?", says=["3"]),
    Task("Which deployments are paused?", says=["monthly-invoices", "reminders"], never=["nightly-load"]),
    Task("Set the concurrency limit of the work pool gpu to 4.", {"pools": {"gpu": {"concurrency_limit": 4}}}),
    Task("Delete the variable old_token.", {"variables": {"old_token": None}}),
    Task("Resume all paused deployments of the flow billing.",
         {"deployments": {"monthly-invoices": {"paused": False}, "reminders": {"paused": False}}}),
    Task("Add the tag “critical” to the deployment nightly-load.",
         {"deployments": {"nightly-load": {"tags": ["critical", "etl"]}}}),
    Task("Start a run of the deployment weekly-report.",
         {"runs": {"(new)": {"of": "weekly-report", "state": "SCHEDULED"}}}),
    Task("Cancel the flow run brave-otter.",
         {"runs": {"brave-otter": {"state": frozenset({"CANCELLED", "CANCELLING"})}}}),
    Task("If the work pool default is paused, unpause it.", {"pools": {"default": {"is_paused": False}}}),
    Task("Delete the flow scratch.", {"flows": {"scratch": None}}),
    Task("What is the value of the variable support_mail?", says=["help@example.com"]),
    Task("Pause the deployment hourly-sync.", ends=UNDONE),
    Task("Create a work pool named batch of the type process with a concurrency limit of 10.",
         {"pools": {"batch": {"type": "process", "concurrency_limit": 10}}}),
    Task("Delete all flow runs of the flow billing that have failed.",
         {"runs": {"fuzzy-moth": None, "glad-newt": None}}),
)
