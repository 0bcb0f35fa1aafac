"""emulate's GitHub, registered from GitHub's own document: two repositories; the issues of one fill two pages."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any  # Any: what services hold is JSON

from infra.connectors.documents import DOCUMENTS
from infra.services.exam.emulated import TOKEN, emulated
from infra.services.exam.server import Server
from infra.services.exam.tasks import UNDONE, Held, Task
from infra.services.http import json_call

SEED: Mapping[str, Any] = {
    "tokens": {TOKEN: {"login": "ada", "scopes": ["repo", "user", "admin:org"]}},
    "github": {
        "users": [{"login": login, "name": name, "email": f"{login}@example.com"} for login, name in (
            ("ada", "Ada Byron"), ("grace", "Grace Hopper"), ("linus", "Linus Pauling"), ("mary", "Mary Somerville"),
        )],
        "orgs": [{"login": "acme", "name": "Acme", "members": [
            {"login": "ada", "role": "admin"}, {"login": "grace"}, {"login": "linus"}, {"login": "mary"},
        ]}],
        "repos": [
            {"owner": "acme", "name": "webshop", "description": "Where people buy", "auto_init": True},
            {"owner": "acme", "name": "handbook", "description": "All rules", "auto_init": True},
        ],
    },
}
LABELS = ("bug", "enhancement", "docs", "chore", "stale", "wontfix", "good first issue", "priority:high")
ISSUES: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "webshop": (
        {"title": "Login button does nothing on Safari", "labels": ["bug", "priority:high"], "assignees": ["grace"]},
        {"title": "Add dark mode", "labels": ["enhancement"]},
        {"title": "Checkout fails for gift cards", "labels": ["bug"], "assignees": ["linus"], "milestone": 1},
        {"title": "Update the privacy page", "labels": ["docs"], "state": "closed"},
        {"title": "Images load slowly on the product page"},
        {"title": "Search ignores umlauts", "labels": ["bug"]},
        *({"title": f"Write tests for the {name} module", "labels": ["chore"]} for name in (
            "basket", "address", "banner", "card", "coupon", "courier", "currency", "discount", "e-mail", "export",
            "footer", "header", "import", "language", "menu", "order", "payment", "price", "profile", "rating",
            "refund", "review", "stock", "tax", "theme", "token", "upload",
        )),
        {"title": "Invoice shows the wrong VAT", "labels": ["bug", "priority:high"], "assignees": ["grace"],
         "milestone": 1},
    ),
    "handbook": (
        {"title": "Describe the holiday policy", "labels": ["docs"], "assignees": ["mary"]},
        {"title": "Remove the fax number", "labels": ["stale"]},
        {"title": "List the fire wardens", "labels": ["stale"]},
    ),
}


class GitHub(Server):
    name = "github"
    document = next(one for one in DOCUMENTS if one.name == "github")
    registration: Mapping[str, Any] = {
        "description": "The code host: repositories and their issues.", "auth": {"type": "bearer"},
    }
    credentials: Mapping[str, str] = {"token": TOKEN}
    grant = ("github.issues_*", "github.repos_get", "github.repos_update", "github.repos_list-for-org",
             "github.repos_list-collaborators", "github.orgs_list-members", "github.users_get-by-username")

    @contextmanager
    def running(self, port: int) -> Iterator[None]:
        with emulated(self.name, SEED, port):
            yield

    def seed(self) -> None:
        for repo, issues in ISSUES.items():
            self._call("POST", f"/repos/acme/{repo}/milestones", {"title": "Spring release"})
            for label in LABELS:
                self._call("POST", f"/repos/acme/{repo}/labels", {"name": label, "color": "ededed"})
            for issue in issues:
                made = self._call("POST", f"/repos/acme/{repo}/issues", {**issue, "body": ""})
                if issue.get("state"):
                    self._call("PATCH", f"/repos/acme/{repo}/issues/{made['number']}", {"state": issue["state"]})

    def held(self) -> Held:
        found: dict[str, dict[str, Mapping[str, Any]]] = {"issues": {}, "labels": {}, "milestones": {}, "repos": {}}
        for repo in ISSUES:
            place = f"/repos/acme/{repo}"
            for one in self._listed(f"{place}/issues?state=all"):
                said = self._listed(f"{place}/issues/{one['number']}/comments?") if one["comments"] else []
                found["issues"][f"{repo}: {one['title']}"] = {
                    "state": one["state"], "labels": sorted(label["name"] for label in one["labels"]),
                    "assignees": sorted(who["login"] for who in one["assignees"]), "locked": one["locked"],
                    "milestone": (one["milestone"] or {}).get("title"), "comments": [each["body"] for each in said],
                    "body": one["body"] or "",
                }
            for one in self._listed(f"{place}/labels?"):
                found["labels"][f"{repo}: {one['name']}"] = {"color": one["color"], "description": one["description"]}
            for one in self._listed(f"{place}/milestones?state=all"):
                found["milestones"][f"{repo}: {one['title']}"] = {
                    "state": one["state"], "due": (one["due_on"] or "")[:10], "description": one["description"],
                }
            one = self._call("GET", place)
            found["repos"][repo] = {"description": one["description"], "private": one["private"]}
        return found

    def _listed(self, path: str) -> list[Any]:
        rows: list[Any] = []
        for page in range(1, 9):
            fresh = self._call("GET", f"{path}&per_page=100&page={page}")
            rows += fresh
            if len(fresh) < 100:
                break
        return rows

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        return json_call(method, self.url + path, body, {"Authorization": f"Bearer {TOKEN}"})


TASKS = (
    Task("Close the issue about gift cards in acme/webshop.",
         {"issues": {"webshop: Checkout fails for gift cards": {"state": "closed"}}}),
    Task("Label the issue “Search ignores umlauts” in acme/webshop as “good first issue”.",
         {"issues": {"webshop: Search ignores umlauts": {"labels": ["bug", "good first issue"]}}}),
    Task("Assign the issue about the slow images in acme's webshop repository to linus.",
         {"issues": {"webshop: Images load slowly on the product page": {"assignees": ["linus"]}}}),
    Task("Open an issue in acme/handbook titled “Explain the expense form” and assign it to grace.",
         {"issues": {"handbook: Explain the expense form": {"state": "open", "assignees": ["grace"]}}}),
    Task("How many open issues in acme/webshop are labelled priority:high?", says=["2"]),
    Task("How many open issues does acme/webshop have that nobody is assigned to?", says=["30"]),
    Task("Comment “Fixed on main” on the issue about the wrong VAT in acme/webshop, then close it.",
         {"issues": {"webshop: Invoice shows the wrong VAT": {"state": "closed", "comments": ["Fixed on main"]}}}),
    Task("Create a milestone “Summer release” in acme/webshop that is due on 30 June 2027.",
         {"milestones": {"webshop: Summer release": {"state": "open", "due": "2027-06-30"}}}),
    Task("Which open issues in acme/webshop are assigned to grace?",
         says=["Login button does nothing on Safari", "Invoice shows the wrong VAT"],
         never=["Checkout fails for gift cards", "Add dark mode"]),
    Task("Move the issue “Add dark mode” in acme/webshop to the milestone “Spring release”.",
         {"issues": {"webshop: Add dark mode": {"milestone": "Spring release"}}}),
    Task("If nobody is assigned to the login button issue in acme/webshop, assign it to linus."),
    Task("Reopen the issue about the privacy page in acme/webshop.",
         {"issues": {"webshop: Update the privacy page": {"state": "open"}}}),
    Task("Delete the label “wontfix” from acme/webshop.", {"labels": {"webshop: wontfix": None}}),
    Task("Close the issue about the coffee machine in acme/webshop.", ends=UNDONE),
    Task("Close all issues in acme/handbook that are labelled stale.",
         {"issues": {"handbook: Remove the fax number": {"state": "closed"},
                     "handbook: List the fire wardens": {"state": "closed"}}}),
    Task("Change the description of the repository acme/handbook to “How we work”.",
         {"repos": {"handbook": {"description": "How we work"}}}),
)
