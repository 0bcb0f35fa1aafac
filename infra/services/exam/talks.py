"""pretalx, registered from the document that it gives: names are texts by language, records are numbers in others.

What is done to a proposal has an address of its own, and its POST is described as if it took the whole proposal.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any  # Any: what services hold is JSON

from infra.services.exam.install import TALKS
from infra.services.exam.server import Server
from infra.services.exam.tasks import UNDONE, Held, Task
from infra.services.http import json_call
from infra.services.install import ROOT, run
from infra.services.processes import process

TOKEN = "0123456789abcdef" * 4
HOME = ROOT / "exam-talks"
STORE, SEEDED, CONFIG = HOME / "store.db", HOME / "seeded.db", HOME / "pretalx.cfg"
SETTINGS = """
from pretalx.settings import *
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
VITE_DEV_MODE = True
"""
"""Its pages need files that are built elsewhere; one that is not found is told as a page."""

EVENT = "harbour"
SETUP = f"""
import datetime, django
django.setup()
from django_scopes import scopes_disabled
from pretalx.event.models import Event
from pretalx.event.utils import create_organiser_with_team
from pretalx.person.models import User, UserApiToken
from pretalx.person.models.auth_token import ENDPOINTS, WRITE_PERMISSIONS
with scopes_disabled():
    ada = User.objects.create_user(
        email="organiser@example.com", name="The organisers", password="an-exam-password", is_administrator=True)
    organiser, team = create_organiser_with_team(name="Acme", slug="acme", users=[ada])
    event = Event.objects.create(
        organiser=organiser, name="Harbour Days", slug="{EVENT}", email="organiser@example.com",
        date_from=datetime.date(2027, 6, 11), date_to=datetime.date(2027, 6, 13), timezone="UTC",
        locale="en", locale_array="en", content_locale_array="en")
    event.build_initial_data()
    team.all_events = True
    for name in [field.name for field in team._meta.fields if field.name.startswith("can_")]:
        setattr(team, name, True)
    team.save()
    token = UserApiToken.objects.create(
        name="exam", user=ada, token="{TOKEN}", endpoints=dict.fromkeys(ENDPOINTS, list(WRITE_PERMISSIONS)))
    token.events.add(event)
"""
"""Who organises what cannot be said through its API."""

TRACKS = (("Navigation", "#335588"), ("Safety", "#aa3322"), ("Weather", "#228855"), ("History", "#777733"))
TAGS = (("hands-on", "#112233"), ("outdoors", "#223344"), ("obsolete", "#334455"))
ROOMS = (("Harbour Hall", 240), ("Pier", 40), ("Lighthouse", 25))
PROPOSALS = (
    ("Knots for beginners", "Safety", "", "Grace Hopper"),
    ("Stars and sextants", "Navigation", "accept", "Mary Somerville"),
    ("Night sailing", "Navigation", "accept confirm", "Grace Hopper"),
    ("Reading charts", "Navigation", "reject", "Linus Pauling"),
    ("Engine repair", "Safety", "accept", "Linus Pauling"),
    ("Man overboard", "Safety", "accept", "Mary Somerville"),
    ("Buy my boat", "History", "", "Linus Pauling"),
    ("Clouds tell tomorrow", "Weather", "", "Ellen Swallow"),
    ("Tides without tables", "Weather", "reject", "Ellen Swallow"),
    ("The harbour in 1850", "History", "accept", "Jane Marcet"),
    ("Pirates, really", "History", "reject", "Jane Marcet"),
)
FIELDS = ("state", "duration", "is_featured", "do_not_record", "internal_notes")


class Talks(Server):
    name = "talks"
    installed = "pretalx"
    registration: Mapping[str, Any] = {
        "description": "Conferences: proposals for talks, their speakers, tracks, tags, rooms and teams.",
    }
    credentials: Mapping[str, str] = {"api_key": f"Token {TOKEN}"}
    grant = ("talks",)
    stays = True

    @contextmanager
    def running(self, port: int) -> Iterator[None]:
        shutil.rmtree(HOME, ignore_errors=True)
        HOME.mkdir(parents=True)
        CONFIG.write_text(f"[filesystem]\ndata = {HOME}\n[database]\nbackend = sqlite3\nname = {STORE}\n"
                          f"[site]\nurl = http://127.0.0.1:{port}\ndebug = False\n")
        (HOME / "exam_settings.py").write_text(SETTINGS)
        _run("-m", "pretalx", "migrate")
        _run("-c", SETUP)
        command = [str(TALKS), "-m", "pretalx", "runserver", f"127.0.0.1:{port}", "--noreload"]
        with process("exam-talks", command, port, _settings()):
            yield

    def described(self) -> bytes:
        """Its document names no credential; the organisers' documentation does."""
        _run("-m", "pretalx", "spectacular", "--format", "openapi-json", "--file", str(HOME / "document.json"))
        document = json.loads((HOME / "document.json").read_text())
        document["components"]["securitySchemes"] = {
            "token": {"type": "apiKey", "in": "header", "name": "Authorization"},
        }
        return json.dumps(document | {"security": [{"token": []}], "servers": []}).encode()

    def seed(self) -> None:
        """Its database is one file; what is told it once is laid back for each task."""
        if not SEEDED.exists():
            self._fill()
            shutil.copy(STORE, SEEDED)
        shutil.copy(SEEDED, STORE)

    def _fill(self) -> None:
        tracks = {name: self._call("POST", "tracks", {"name": {"en": name}, "color": color})["id"]
                  for name, color in TRACKS}
        for name, color in TAGS:
            self._call("POST", "tags", {"tag": name, "color": color, "description": {"en": ""}})
        for name, capacity in ROOMS:
            self._call("POST", "rooms", {"name": {"en": name}, "capacity": capacity})
        (kind, *_) = self._listed("submission-types")
        for title, track, done, who in PROPOSALS:
            made = self._call("POST", "submissions", {
                "title": title, "track": tracks[track], "submission_type": kind["id"], "content_locale": "en",
                "abstract": f"About {title.lower()}",
            })
            told = {"email": f"{who.split()[0].lower()}@example.com", "name": who}
            self._call("POST", f"submissions/{made['code']}/add-speaker", told)
            for verb in done.split():
                self._call("POST", f"submissions/{made['code']}/{verb}")

    def held(self) -> Held:
        tracks = {one["id"]: one["name"]["en"] for one in self._listed("tracks")}
        people = {one["code"]: one for one in self._listed("speakers")}
        return {
            "proposals": {one["title"]: {
                **{name: one[name] for name in FIELDS}, "track": tracks.get(one["track"]),
                "speakers": sorted(people[who]["name"] for who in one["speakers"] if who in people),
            } for one in self._listed("submissions")},
            "tracks": {name: {"there": True} for name in tracks.values()},
            "tags": {one["tag"]: {"there": True} for one in self._listed("tags")},
            "rooms": {one["name"]["en"]: {"capacity": one["capacity"]} for one in self._listed("rooms")},
            "speakers": {one["name"]: {"email": one["email"], "arrived": one["has_arrived"]}
                         for one in people.values()},
        }

    def _listed(self, kind: str) -> Any:
        return self._call("GET", kind, page="?page_size=50")["results"]

    def _call(self, method: str, path: str, body: Any = None, page: str = "") -> Any:
        address = f"{self.url}/api/events/{EVENT}/{path}/{page}"
        return json_call(method, address, body, {"Authorization": f"Token {TOKEN}"})


def _settings() -> Mapping[str, str]:
    return {"PRETALX_CONFIG_FILE": str(CONFIG), "DJANGO_SETTINGS_MODULE": "exam_settings", "PYTHONPATH": str(HOME)}


def _run(*arguments: str) -> None:
    run([str(TALKS), *arguments], HOME, _settings())


TASKS = (
    Task("Accept the proposal “Knots for beginners”.", {"proposals": {"Knots for beginners": {"state": "accepted"}}}),
    Task("Reject the talk “Buy my boat”.", {"proposals": {"Buy my boat": {"state": "rejected"}}}),
    Task("Create a room called Boathouse with a capacity of 60.", {"rooms": {"Boathouse": {"capacity": 60}}}),
    Task("Rename the track Weather to “Weather and tides”.",
         {"tracks": {"Weather": None, "Weather and tides": {"there": True}},
          "proposals": {"Clouds tell tomorrow": {"track": "Weather and tides"},
                        "Tides without tables": {"track": "Weather and tides"}}}),
    Task("How many proposals have been rejected?", says=["3"]),
    Task("Which talks in the track Safety have been accepted?", says=["Engine repair", "Man overboard"],
         never=["Knots for beginners", "Stars and sextants"]),
    Task("Move the talk “Clouds tell tomorrow” to the track Navigation.",
         {"proposals": {"Clouds tell tomorrow": {"track": "Navigation"}}}),
    Task("Add Ada Byron (ada@example.com) as a speaker to “Stars and sextants”.",
         {"proposals": {"Stars and sextants": {"speakers": ["Ada Byron", "Mary Somerville"]}},
          "speakers": {"Ada Byron": {"email": "ada@example.com"}}}),
    Task("Make “Night sailing” a featured talk.", {"proposals": {"Night sailing": {"is_featured": True}}}),
    Task("Delete the tag obsolete.", {"tags": {"obsolete": None}}),
    Task("Grace Hopper has arrived. Please note that.", {"speakers": {"Grace Hopper": {"arrived": True}}}),
    Task("Confirm all accepted talks in the track Safety.",
         {"proposals": {"Engine repair": {"state": "confirmed"}, "Man overboard": {"state": "confirmed"}}}),
    Task("What is the e-mail address of the speaker Ellen Swallow?", says=["ellen@example.com"]),
    Task("Set the duration of the talk “Engine repair” to 45 minutes.",
         {"proposals": {"Engine repair": {"duration": 45}}}),
    Task("Which room has the largest capacity?", says=["Harbour Hall"], never=["Pier"]),
    Task("If the talk “The harbour in 1850” has been accepted, cancel it.",
         {"proposals": {"The harbour in 1850": {"state": "canceled"}}}),
    Task("Accept the proposal “Whale watching”.", ends=UNDONE),
)
