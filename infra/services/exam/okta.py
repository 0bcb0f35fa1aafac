"""emulate's Okta, registered from Okta's own document (Swagger 2).  Left out: scored, its failures are not read."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any  # Any: what services hold is JSON

from infra.connectors.documents import Document
from infra.services.exam.emulated import TOKEN, emulated
from infra.services.exam.server import Server
from infra.services.exam.tasks import UNDONE, Held, Task
from infra.services.http import json_call

PEOPLE = (("ada", "Byron"), ("grace", "Hopper"), ("linus", "Pauling"), ("margaret", "Hamilton"),
          ("rosalind", "Franklin"), ("emmy", "Noether"))
GROUPS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "Finance": ("The money", ("linus",)),
    "Engineering": ("Builders", ("ada", "grace")),
    "On-call": ("Who is woken", ("ada", "emmy")),
    "Contractors": ("From outside", ("linus", "rosalind")),
    "Old project": ("Not needed any more", ()),
}
APPS: Mapping[str, tuple[str, ...]] = {"Payroll": ("linus",), "Wiki": ("ada",)}
SEED: Mapping[str, Any] = {
    "tokens": {TOKEN: {"login": "ada@example.com", "scopes": []}},
    "okta": {
        "users": [{"login": f"{first}@example.com", "email": f"{first}@example.com", "first_name": first.title(),
                   "last_name": last} for first, last in PEOPLE],
        "groups": [{"name": name, "description": text} for name, (text, _) in GROUPS.items()],
    },
}


class Okta(Server):
    name = "okta"
    document = Document("okta", ("@okta/openapi", "2.15.0"), "package/dist/spec.json")
    registration: Mapping[str, Any] = {
        "description": "Accounts of people: users, their groups and the applications that they may use.",
    }
    credentials: Mapping[str, str] = {"api_key": f"SSWS {TOKEN}"}
    grant = ("okta",)

    @contextmanager
    def running(self, port: int) -> Iterator[None]:
        with emulated(self.name, SEED, port):
            yield

    def seed(self) -> None:
        people = {one["profile"]["login"].partition("@")[0]: one["id"] for one in self._call("GET", "users?limit=200")}
        groups = {one["profile"]["name"]: one["id"] for one in self._call("GET", "groups?limit=200")}
        for name, (_, members) in GROUPS.items():
            for who in members:
                self._call("PUT", f"groups/{groups[name]}/users/{people[who]}")
        for label, users in APPS.items():
            made = self._call("POST", "apps", {"label": label, "name": "bookmark", "signOnMode": "BOOKMARK"})
            for who in users:
                self._call("PUT", f"apps/{made['id']}/users/{people[who]}", {})
        self._call("POST", f"users/{people['rosalind']}/lifecycle/suspend")

    def held(self) -> Held:
        users = {one["id"]: one for one in self._call("GET", "users?limit=200")}
        login = {key: one["profile"]["login"].partition("@")[0] for key, one in users.items()}
        return {
            "users": {login[key]: {"status": one["status"], **{
                name: one["profile"].get(name) for name in ("firstName", "lastName", "email")}}
                for key, one in users.items()},
            "groups": {one["profile"]["name"]: {
                "description": one["profile"].get("description"),
                "users": sorted(login[who["id"]] for who in self._call("GET", f"groups/{one['id']}/users?limit=200")),
            } for one in self._call("GET", "groups?limit=200") if one["profile"]["name"] != "Everyone"},
            "apps": {one["label"]: {
                "status": one["status"],
                "users": sorted(login[who["id"]] for who in self._call("GET", f"apps/{one['id']}/users?limit=200")),
            } for one in self._call("GET", "apps?limit=200")},
        }

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        return json_call(method, f"{self.url}/api/v1/{path}", body, {"Authorization": f"SSWS {TOKEN}"})


TASKS = (
    Task("Add Grace Hopper to the group Finance.", {"groups": {"Finance": {"users": ["grace", "linus"]}}}),
    Task("Remove Linus Pauling from the Contractors group.", {"groups": {"Contractors": {"users": ["rosalind"]}}}),
    Task("Suspend the account of Margaret Hamilton.", {"users": {"margaret": {"status": "SUSPENDED"}}}),
    Task("Create a group called “Auditors” with the description “External auditors”.",
         {"groups": {"Auditors": {"description": "External auditors"}}}),
    Task("Who is in the Engineering group?", says=["Byron", "Hopper"], never=["Pauling", "Hamilton"]),
    Task("How many users are suspended?", says=["1"]),
    Task("Unsuspend Rosalind Franklin.", {"users": {"rosalind": {"status": "ACTIVE"}}}),
    Task("Change the last name of Ada Byron to Lovelace.", {"users": {"ada": {"lastName": "Lovelace"}}}),
    Task("Delete the group “Old project”.", {"groups": {"Old project": None}}),
    Task("Deactivate the application Wiki.", {"apps": {"Wiki": {"status": "INACTIVE"}}}),
    Task("Put everyone who is in the On-call group into the group Contractors as well.",
         {"groups": {"Contractors": {"users": ["ada", "emmy", "linus", "rosalind"]}}}),
    Task("If Linus Pauling is not in the group Finance, add him to it."),
    Task("Rename the group Finance to “Finance and Legal”.",
         {"groups": {"Finance": None, "Finance and Legal": {"description": "The money", "users": ["linus"]}}}),
    Task("Add Nikola Tesla to the group Finance.", ends=UNDONE),
    Task("Which groups is Linus Pauling in?", says=["Finance", "Contractors"], never=["On-call"]),
)
