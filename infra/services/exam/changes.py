"""changedetection.io's own server, registered from the document that it gives: answers are maps by id.

Its lists tell little of a watch, and what is true of one can be had from the read of one only.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from shutil import rmtree
from typing import Any  # Any: what services hold is JSON

import yaml

from infra.services.exam.install import CHANGES
from infra.services.exam.server import Server
from infra.services.exam.tasks import UNDONE, Held, Task
from infra.services.http import json_call
from infra.services.install import ROOT
from infra.services.processes import process

GROUPS = ("Shops", "News", "Jobs", "Old stuff")
WATCHES: tuple[Mapping[str, Any], ...] = (
    {"title": "Camera price", "url": "https://shop.example.com/camera", "tag": "Shops"},
    {"title": "Lens price", "url": "https://shop.example.com/lens", "tag": "Shops", "paused": True},
    {"title": "Tripod price", "url": "https://shop.example.com/tripod", "tag": "Shops"},
    {"title": "City council news", "url": "https://council.example.org/news", "tag": "News"},
    {"title": "Library opening hours", "url": "https://library.example.org/hours"},
    {"title": "Careers at Acme", "url": "https://acme.example.com/careers", "tag": "Jobs",
     "notification_muted": True},
    {"title": "Old forum", "url": "https://forum.example.net/"},
)
HOME = ROOT / "exam-changes"
SLOW_S = 90


class Changes(Server):
    name = "changes"
    installed = "changedetection"
    registration: Mapping[str, Any] = {"description": "Watches web pages, and tells of changes."}
    grant = ("changes",)
    stays = True
    base = "/api/v1"

    @property
    def credentials(self) -> Mapping[str, str]:  # type: ignore[override]  # the service makes it when it starts
        return {"api_key": self._key()}

    @contextmanager
    def running(self, port: int) -> Iterator[None]:
        rmtree(HOME, ignore_errors=True)
        HOME.mkdir(parents=True)
        command = [*CHANGES, "-h", "127.0.0.1", "-p", str(port), "-d", str(HOME), "-C"]
        with process("exam-changes", command, port, {"DISABLE_VERSION_CHECK": "true"}, SLOW_S):
            yield

    def described(self) -> bytes:
        (place,) = (ROOT / "changedetection").glob("lib/*/site-packages/changedetectionio/docs/api-spec.yaml")
        return json.dumps(yaml.safe_load(place.read_text()), default=str).encode()

    def seed(self) -> None:
        for listed, single in (("watch", "watch"), ("tags", "tag")):
            for key in self._call("GET", listed):
                self._call("DELETE", f"{single}/{key}")
        said = self._call("GET", "notifications")
        if said["notification_urls"]:
            self._call("DELETE", "notifications", said)
        tags = {title: self._call("POST", "tag", {"title": title})["uuid"] for title in GROUPS}
        self._call("POST", "notifications", {"notification_urls": ["json://127.0.0.1:9/alerts"]})
        for one in WATCHES:
            told = {name: value for name, value in one.items() if name != "tag"}
            self._call("POST", "watch", {**told, "tags": [tags[one["tag"]]] if "tag" in one else []})

    def held(self) -> Held:
        tags = self._call("GET", "tags")
        watches = [self._call("GET", f"watch/{key}") for key in self._call("GET", "watch")]
        return {
            "watches": {one["title"] or one["url"]: {
                "url": one["url"], "paused": one["paused"], "muted": one["notification_muted"],
                "tags": sorted(tags.get(tag, {"title": tag})["title"] for tag in one["tags"]), "every": _often(one),
                "unique": one["check_unique_lines"],
            } for one in watches},
            "tags": {one["title"]: {
                "there": True, "muted": one["notification_muted"], "every": _often(self._call("GET", f"tag/{key}")),
            } for key, one in tags.items()},
            "notifications": {one: {"there": True} for one in
                              self._call("GET", "notifications")["notification_urls"]},
        }

    def _key(self) -> str:
        told = json.loads((HOME / "changedetection.json").read_text())
        return str(told["settings"]["application"]["api_access_token"])

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        return json_call(method, f"{self.url}/api/v1/{path}", body, {"x-api-key": self._key()})


def _often(one: Mapping[str, Any]) -> str:
    return ", ".join(f"{count} {unit}" for unit, count in (one.get("time_between_check") or {}).items() if count)


TASKS = (
    Task("Watch the page https://museum.example.org/tickets under the title “Museum tickets”.",
         {"watches": {"Museum tickets": {"url": "https://museum.example.org/tickets"}}}),
    Task("Pause the watch “Camera price”.", {"watches": {"Camera price": {"paused": True}}}),
    Task("Resume watching the lens price.", {"watches": {"Lens price": {"paused": False}}}),
    Task("Delete the watch “Old forum”.", {"watches": {"Old forum": None}}),
    Task("How many pages are being watched?", says=["7"]),
    Task("Which watches are in the group Shops?", says=["Camera price", "Lens price", "Tripod price"],
         never=["Old forum", "City council news"]),
    Task("Create a group called Recipes.", {"tags": {"Recipes": {"there": True}}}),
    Task("Rename the group Jobs to “Careers”.",
         {"tags": {"Jobs": None, "Careers": {"there": True}}, "watches": {"Careers at Acme": {"tags": ["Careers"]}}}),
    Task("Put the watch “Library opening hours” into the group News.",
         {"watches": {"Library opening hours": {"tags": ["News"]}}}),
    Task("Check the page “Careers at Acme” every 6 hours.", {"watches": {"Careers at Acme": {"every": "6 hours"}}}),
    Task("Mute the notifications of the watch “City council news”.",
         {"watches": {"City council news": {"muted": True}}}),
    Task("Which watches are paused?", says=["Lens price"], never=["Camera price", "Old forum"]),
    Task("Delete the group “Old stuff”.", {"tags": {"Old stuff": None}}),
    Task("Pause all watches in the group Shops.",
         {"watches": {"Camera price": {"paused": True}, "Tripod price": {"paused": True}}}),
    Task("Send notifications to mailto://ada@example.com as well.",
         {"notifications": {"mailto://ada@example.com": {"there": True}}}),
    Task("Pause the watch “Zoo tickets”.", ends=UNDONE),
)
