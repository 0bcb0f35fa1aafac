"""Label Studio, registered from the document that it gives.  Left out: scored, its failures are not read."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any  # Any: what services hold is JSON

from infra.services.exam.install import LABELS
from infra.services.exam.server import Server
from infra.services.exam.tasks import UNDONE, Held, Task
from infra.services.http import json_call
from infra.services.install import ROOT
from infra.services.processes import process

TOKEN = "0123456789abcdef0123456789abcdef01234567"
IMAGE = '<View><Image name="image" value="$image"/><Choices name="kind" toName="image"><Choice value="A"/>' \
        '<Choice value="B"/></Choices></View>'
TEXT = '<View><Text name="text" value="$text"/><Choices name="kind" toName="text"><Choice value="A"/>' \
       '<Choice value="B"/></Choices></View>'
PROJECTS: tuple[tuple[Mapping[str, Any], tuple[str, ...]], ...] = (
    ({"title": "Cat photos", "label_config": IMAGE, "is_published": True, "show_skip_button": True},
     tuple(f"https://img.example.com/cat{number}.jpg" for number in range(1, 13))),
    ({"title": "Street signs", "label_config": IMAGE, "description": "From the car"},
     ("https://img.example.com/sign1.jpg", "https://img.example.com/sign2.jpg")),
    ({"title": "Support tickets", "label_config": TEXT, "is_published": True, "maximum_annotations": 1},
     ("My parcel is late", "How do I return a lamp?", "Please call me back")),
    ({"title": "Old experiment", "label_config": TEXT}, ()),
)
PEOPLE = (("grace", "Hopper"), ("linus", "Pauling"))
HOOKS = (("https://hooks.example.com/old", "Support tickets"), ("https://hooks.example.com/photos", "Cat photos"))
HOME = ROOT / "exam-labels"
SLOW_S = 300
"""At its first start it makes its database, which takes a minute; later ones find it there."""


class Labels(Server):
    name = "labels"
    installed = "label-studio"
    registration: Mapping[str, Any] = {"description": "Data labelling: projects, their tasks and annotations."}
    credentials: Mapping[str, str] = {"api_key": f"Token {TOKEN}"}
    grant = ("labels",)
    stays = True

    @contextmanager
    def running(self, port: int) -> Iterator[None]:
        HOME.mkdir(parents=True, exist_ok=True)
        settings = {"LABEL_STUDIO_BASE_DATA_DIR": str(HOME), "COLLECT_ANALYTICS": "False", "DJANGO_DB": "sqlite",
                    "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true", "SSRF_PROTECTION_ENABLED": "false"}
        command = [*LABELS, "start", "--no-browser", "--internal-host", "127.0.0.1", "--port", str(port),
                   "--username", "ada@example.com", "--password", "an-exam-password", "--user-token", TOKEN]
        with process("exam-labels", command, port, settings, SLOW_S):
            yield

    def described(self) -> bytes:
        document = json_call("GET", f"{self.url}/docs/api/schema/json/")
        return json.dumps(document | {"security": [{"Token": []}]}).encode()

    def seed(self) -> None:
        for kind in ("projects", "webhooks", "users"):
            for one in self._listed(kind):
                if one.get("email") != "ada@example.com":
                    self._call("DELETE", f"{kind}/{one['id']}/")
        ids = {}
        for project, tasks in PROJECTS:
            made = self._call("POST", "projects/", project)
            ids[project["title"]] = made["id"]
            field = "image" if project["label_config"] == IMAGE else "text"
            for text in tasks:
                self._call("POST", "tasks/", {"project": made["id"], "data": {field: text}})
        for first, last in PEOPLE:
            self._call("POST", "users/", {"email": f"{first}@example.com", "username": first,
                                          "first_name": first.title(), "last_name": last})
        for url, title in HOOKS:
            self._call("POST", "webhooks/", {"url": url, "project": ids[title], "send_for_all_actions": False})

    def held(self) -> Held:
        projects = {one["id"]: one for one in self._listed("projects")}
        tasks = [one for key in projects for one in self._call("GET", f"tasks/?project={key}&page_size=100")["tasks"]]
        return {
            "projects": {one["title"]: {name: one[name] for name in (
                "description", "maximum_annotations", "show_skip_button", "is_published", "expert_instruction",
                "show_instruction")} for one in projects.values()},
            "tasks": {next(iter(one["data"].values()), "(none)"): {
                "project": projects[one["project"]]["title"], "data": str(one["data"])} for one in tasks},
            "users": {one["email"].partition("@")[0]: {
                name: one[name] for name in ("email", "first_name", "last_name")} for one in self._listed("users")},
            "webhooks": {one["url"]: {
                "active": one["is_active"], "project": projects.get(one["project"], {"title": None})["title"],
            } for one in self._listed("webhooks")},
        }

    def _listed(self, kind: str) -> Any:
        found = self._call("GET", f"{kind}/?page_size=100")
        return found["results"] if isinstance(found, dict) else found

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        return json_call(method, f"{self.url}/api/{path}", body, {"Authorization": f"Token {TOKEN}"})


TASKS = (
    Task("Create a project called “Invoices 2027” with the description “Scanned invoices”.",
         {"projects": {"Invoices 2027": {"description": "Scanned invoices", "maximum_annotations": 1,
                                         "show_skip_button": True}}}),
    Task("How many projects are there?", says=["4"]),
    Task("Rename the project “Street signs” to “Road signs”.",
         {"projects": {"Street signs": None, "Road signs": {
             "description": "From the car", "maximum_annotations": 1, "show_skip_button": True}},
          "tasks": {f"https://img.example.com/sign{number}.jpg": {"project": "Road signs"} for number in (1, 2)}}),
    Task("Delete the project “Old experiment”.", {"projects": {"Old experiment": None}}),
    Task("How many tasks does the project “Cat photos” have?", says=["12"]),
    Task("Set the maximum number of annotations of the project “Support tickets” to 3.",
         {"projects": {"Support tickets": {"maximum_annotations": 3}}}),
    Task("Turn off the skip button in the project “Cat photos”.",
         {"projects": {"Cat photos": {"show_skip_button": False}}}),
    Task("Which projects are published?", says=["Cat photos", "Support tickets"],
         never=["Street signs", "Old experiment"]),
    Task("Create a user for Mary Somerville with the username mary and the e-mail address mary@example.com.",
         {"users": {"mary": {"email": "mary@example.com", "first_name": "Mary", "last_name": "Somerville"}}}),
    Task("Change the last name of Grace Hopper to Murray.", {"users": {"grace": {"last_name": "Murray"}}}),
    Task("Delete the webhook for https://hooks.example.com/old.",
         {"webhooks": {"https://hooks.example.com/old": None}}),
    Task("Add a webhook to https://hooks.example.com/new for the project “Support tickets”.",
         {"webhooks": {"https://hooks.example.com/new": {"active": True, "project": "Support tickets"}}}),
    Task("Add a task with the text “Where is my invoice?” to the project “Support tickets”.",
         {"tasks": {"Where is my invoice?": {
             "project": "Support tickets", "data": "{'text': 'Where is my invoice?'}"}}}),
    Task("Delete all tasks of the project “Street signs”.",
         {"tasks": {f"https://img.example.com/sign{number}.jpg": None for number in (1, 2)}}),
    Task("If the project “Cat photos” has no tasks, delete it."),
    Task("Delete the project “Dog photos”.", ends=UNDONE),
)
