"""The blog of jsonapi-server's examples, registered from the document that it gives: JSON:API, Swagger 2.

All that a record says is in `attributes`, and whom it belongs to in `relationships`, each of which has addresses of
its own; what is written is wrapped likewise.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any  # Any: what services hold is JSON

from infra.services.exam.install import BLOG
from infra.services.exam.server import Server
from infra.services.exam.tasks import UNDONE, Held, Task
from infra.services.http import json_call
from infra.services.install import NODE
from infra.services.processes import free_port, process


class Blog(Server):
    name = "blog"
    installed = "blog"
    registration: Mapping[str, Any] = {"description": "A blog: articles, their authors, comments, tags and photos."}
    credentials: Mapping[str, str] = {"api_key": "an-exam-key"}
    grant = ("blog",)
    base = "/rest"

    @contextmanager
    def running(self, port: int) -> Iterator[None]:
        with process("exam-blog", [str(NODE), str(BLOG / "blog.cjs"), str(port)], port):
            yield

    def described(self) -> bytes:
        port = free_port()
        with self.running(port):
            return json.dumps(json_call("GET", f"http://127.0.0.1:{port}/rest/swagger.json")).encode()

    def seed(self) -> None:
        """What it starts with is enough."""

    def held(self) -> Held:
        kinds = {kind: {one["id"]: one for one in self._listed(kind)} for kind in
                 ("articles", "comments", "people", "photos", "tags")}
        people = {key: " ".join(filter(None, (one["attributes"].get("firstname"), one["attributes"].get("lastname"))))
                  for key, one in kinds["people"].items()}
        tags = {key: one["attributes"]["name"] for key, one in kinds["tags"].items()}
        told = {said: article["attributes"]["title"] for article in kinds["articles"].values()
                for said in _related(article, "comments")}
        return {
            "articles": {one["attributes"]["title"]: {
                **{name: one["attributes"].get(name) for name in ("content", "status", "views", "created")},
                "author": [people.get(who) for who in _related(one, "author")],
                "tags": sorted(tags.get(tag, "") for tag in _related(one, "tags")),
            } for one in kinds["articles"].values()},
            "comments": {one["attributes"]["body"]: {
                "author": [people.get(who) for who in _related(one, "author")], "article": told.get(key),
            } for key, one in kinds["comments"].items()},
            "people": {people[key]: {"email": one["attributes"].get("email")} for key, one in kinds["people"].items()},
            "photos": {one["attributes"]["title"]: {
                **{name: one["attributes"].get(name) for name in ("url", "height", "width", "raw")},
                "photographer": [people.get(who) for who in _related(one, "photographer")],
            } for one in kinds["photos"].values()},
            "tags": {tags[key]: {"parent": [tags.get(tag) for tag in _related(one, "parent")]}
                     for key, one in kinds["tags"].items()},
        }

    def _listed(self, kind: str) -> Any:
        return json_call("GET", f"{self.url}/rest/{kind}?page[limit]=50")["data"]


def _related(one: Mapping[str, Any], name: str) -> list[str]:
    told = one["relationships"].get(name, {}).get("data")
    return [each["id"] for each in (told if isinstance(told, list) else [told] if told else [])]


TASKS = (
    Task("Which articles did Mark Fermor write?", says=["Linux Rocks"],
         never=["How to AWS", "Tea for Beginners", "NodeJS Best Practices"]),
    Task("How many articles have more than 25 views?", says=["2"]),
    Task("Which photos are wider than 1000 pixels?", says=["Matrix Code", "Sunset Horizon"],
         never=["Penguins", "Cup of Tea"]),
    Task("Change the title of the article “How to AWS” to “AWS explained”.",
         {"articles": {"How to AWS": None, "AWS explained": {
             "content": "na", "status": "published", "views": 30, "created": "2016-02-08", "author": ["Pedro Romano"],
             "tags": ["planning"]}}}),
    Task("Delete the comment “Wibble wibble.”", {"comments": {"Wibble wibble.": None}}),
    Task("Add a person called Ada Byron with the e-mail address ada@example.com.",
         {"people": {"Ada Byron": {"email": "ada@example.com"}}}),
    Task("Write an article titled “Coffee for Experts” with the content “Grind it fresh.” Its author is Rahul Patel.",
         {"articles": {"Coffee for Experts": {
             "content": "Grind it fresh.", "status": "published", "author": ["Rahul Patel"]}}}),
    Task("Set the status of the article “Linux Rocks” to draft.", {"articles": {"Linux Rocks": {"status": "draft"}}}),
    Task("Tag the article “Linux Rocks” with planning.",
         {"articles": {"Linux Rocks": {"tags": ["planning", "staging"]}}}),
    Task("Remove the tag live from the article “Tea for Beginners”.",
         {"articles": {"Tea for Beginners": {"tags": ["building"]}}}),
    Task("Comment “Very helpful” on the article “How to AWS” as Oli Rumbelow.",
         {"comments": {"Very helpful": {"author": ["Oli Rumbelow"], "article": "How to AWS"}}}),
    Task("Make Mark Fermor the author of “Tea for Beginners”.",
         {"articles": {"Tea for Beginners": {"author": ["Mark Fermor"]}}}),
    Task("Create a tag called archive whose parent is the tag live.", {"tags": {"archive": {"parent": ["live"]}}}),
    Task("If the article “NodeJS Best Practices” has no photos, set its status to draft.",
         {"articles": {"NodeJS Best Practices": {"status": "draft"}}}),
    Task("Delete the article “Gardening at night”.", ends=UNDONE),
    Task("Delete all articles that have fewer than 25 views.",
         {"articles": {"NodeJS Best Practices": None, "Linux Rocks": None},
          "comments": {"I like XML better": {"article": None}}}),
    Task("Delete the photo “Penguins”.", ends=UNDONE),
)
