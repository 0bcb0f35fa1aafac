"""Consent, on every home: who waits, what the browser brings back, and who hears of it; with crashes in between."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from chalicelib.api.consent_return import receive
from chalicelib.api.http import Request, Response
from chalicelib.domain.binding import Literal
from chalicelib.domain.control import public_status
from chalicelib.domain.edit import Edit
from chalicelib.domain.outcome import Outcome
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.subagent import SubAgent
from chalicelib.domain.task import Task
from chalicelib.engine import consents, registration
from chalicelib.engine.cache import Cache
from chalicelib.engine.deploy import deploy
from chalicelib.engine.engine import Engine, Nack, step_ref
from chalicelib.engine.history import history
from chalicelib.engine.intake import TaskRequest, accept
from chalicelib.engine.ports import Consent, Ports
from chalicelib.engine.recording import encode, recording
from chalicelib.engine.records import task_pk
from chalicelib.engine.registry import everything, find_tool
from chalicelib.engine.runner import run_step
from chalicelib.engine.settings import Settings
from chalicelib.engine.signals import answer, cancel
from chalicelib.engine.sweep import sweep
from chalicelib.engine.tasks import view
from chalicelib.engine.trace import trace
from chalicelib.planning.composer.composer import Composer
from chalicelib.planning.planner import Brief, Run
from chalicelib.tools import Guard, Toolbox, compile_tool, utility_actions
from chalicelib.tools.consent import Connected, Returned, make_state
from chalicelib.tools.oauth import OAuth
from tests.contracts.conftest import AnyHome, LocalHome
from tests.tools.provider import Provider, open_link
from tests.tools.service import Reply, serving
from tests.world import World

ACCOUNT = "acc1.live"
URL = "https://replan.example"


def step(sid: str, *needs: str, tool: str = "desk", action: str = "look", **fields: Any) -> Step:
    return Step(
        id=sid, label=sid, tool=tool, action=action, effect="read", depends_on=needs, reason="asked for", **fields
    )


class Fixed(Composer):
    """The plan is given; failures are looked at as always."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan

    def draft(self, brief: Brief) -> Plan:
        return self.plan

    def revise(self, brief: Brief, run: Run, step: Step, outcome: Outcome) -> Edit:
        return super().revise(brief, run, step, outcome)


@dataclass
class Office:
    """A home with a tool that wants consent; it is what the API's handlers call a home, too."""

    home: AnyHome
    provider: Provider
    url: str
    settings: Settings = field(default_factory=lambda: Settings(callback_url=URL))
    agents: int = 0

    def __post_init__(self) -> None:
        self.world = World()
        self.clock = self.home.clock if isinstance(self.home, LocalHome) else self.world.clock
        self.guard = Guard(allow_loopback=True)
        home = self.home
        self.box = Toolbox(home.store, home.vault, self.guard, now=self.clock, token=self.world.tokens)
        self.ports = Ports(
            home.store, home.queue, home.blobs, home.vault, self.box, self.clock, self.world.tokens, self.box.consents
        )
        self.register()
        other = step("9", tool="utility", action="summarize", inputs={"data": Literal([{"a": 1}])})
        self.engine = self.with_plan(step("1"), step("2", "1"), other)
        self.keep({"client_id": "cid", "client_secret": self.provider.secret}, None)

    def register(self, name: str = "desk", **auth: Any) -> None:
        given = {
            "type": "oauth2", "token_url": f"{self.url}/oauth/token",
            "authorization_url": f"{self.url}/oauth/authorize", "scopes": ["read"], **auth,
        }
        kept = {key: value for key, value in given.items() if value is not None}
        tool = compile_tool({
            "name": name, "base_url": self.url, "auth": kept,
            "capabilities": [
                {"name": "look", "method": "GET", "path": "/look"}, {"name": "send", "method": "POST", "path": "/send"},
            ],
        }, self.guard)
        registration.register(self.ports, ACCOUNT, tool)
        self.tool = tool

    def with_plan(self, *steps: Step) -> Engine:
        self.agents += 1
        agent = SubAgent(f"agent-{self.agents}", "works", (), {})
        deploy(self.ports, ACCOUNT, agent, [*self.tool.actions, *utility_actions()])
        self.engine = Engine(self.ports, self.settings, Fixed(Plan(steps)), Cache(self.clock))
        return self.engine

    def submit(self, user: str | None = "u1", **fields: Any) -> Task:
        request = TaskRequest("do it", f"agent-{self.agents}", training=False, user_id=user, **fields)
        return accept(self.ports, self.settings, ACCOUNT, request)

    def run(self) -> "Office":
        while records := self.home.receive("steps"):
            for record in records:
                verdict = run_step(self.engine, step_ref(json.loads(record["body"])), lambda: 900_000)
                if isinstance(verdict, Nack):
                    self.home.nack(record, verdict.delay)
                else:
                    self.home.ack(record)
        return self

    def shown(self, task: Task) -> dict[str, Any]:
        control = self.home.store.control(task_pk(ACCOUNT, task.id))
        assert control is not None
        return view(self.ports, task, control)

    def status(self, task: Task) -> str:
        control = self.home.store.control(task_pk(ACCOUNT, task.id))
        assert control is not None
        return public_status(control, self.clock())

    def link(self, task: Task) -> str:
        return str(self.shown(task)["waiting"]["auth_url"])

    def back(self, query: dict[str, tuple[str, ...]], method: str = "GET") -> Response:
        return receive(Request(method, "/v1/oauth/callback", query=query), self)  # type: ignore[arg-type]  # a home

    def consent(self, task: Task) -> Response:
        return self.back(open_link(self.link(task)))

    def keep(self, credentials: dict[str, Any], user: str | None = "u1") -> None:
        consents.storing(
            self.engine, ACCOUNT, "desk", user,
            lambda: self.box.connections.store(ACCOUNT, "desk", self.tool.auth, credentials, user),
        )

    def connection(self, user: str = "u1") -> Any:
        return self.box.connections.get(ACCOUNT, user, "desk")

    def error(self, task: Task) -> Any:
        return self.shown(task).get("error")

    def notes(self, task: Task) -> list[str]:
        return [record.note for record in history(self.ports, ACCOUNT, task.id).records if record.note]

    def questions(self, task: Task) -> list[str]:
        past = history(self.ports, ACCOUNT, task.id)
        return [record.sid for record in past.records if record.status == "waiting"]


Make = Callable[..., Office]


@pytest.fixture
def office(home: AnyHome) -> Iterator[Office]:
    provider = Provider()
    with serving(provider) as service:
        yield Office(home, provider, service.url)


def test_a_task_waits_with_a_link_and_goes_on_by_itself_once_the_person_has_consented(office: Office) -> None:
    task = office.submit()
    office.run()
    waiting = office.shown(task)["waiting"]

    assert office.status(task) == "waiting"
    assert (waiting["reason"], waiting["tool"], waiting["action"]) == ("oauth_consent", "desk", "look")
    assert waiting["auth_url"].startswith(f"{office.url}/oauth/authorize?") and waiting["expires_at"].endswith("Z")
    assert "9" in {record.sid for record in history(office.ports, ACCOUNT, task.id).records}, "others went on first"

    page = office.consent(task)
    office.run()

    assert page.status == 200 and "You can close this window" in page.text()
    assert office.status(task) == "complete" and office.provider.served == 2
    sent = office.provider.asked_for[0]
    assert sent["redirect_uri"] == f"{URL}/v1/oauth/callback" and sent["code_challenge_method"] == "S256"
    assert (sent["client_id"], sent["scope"], sent["response_type"]) == ("cid", "read", "code")


def test_two_steps_of_a_task_ask_once_and_one_consent_serves_every_task_of_the_user(office: Office) -> None:
    office.with_plan(step("1"), step("2"), step("3", "1", "2"))
    mine, also_mine, of_another = office.submit(), office.submit(), office.submit("u2")
    office.run()

    assert [office.status(task) for task in (mine, also_mine, of_another)] == ["waiting"] * 3
    assert [len(office.questions(task)) for task in (mine, also_mine, of_another)] == [1, 1, 1]
    rows = {row["label"]: row["status"] for row in trace(office.ports, ACCOUNT, mine.id)["steps"]}
    assert rows == {"1": "waiting", "2": "waiting", "3": "pending"}

    assert office.consent(mine).status == 200
    office.run()

    assert [office.status(task) for task in (mine, also_mine, of_another)] == ["complete", "complete", "waiting"]


def test_stored_tokens_wake_the_same_tasks_and_the_accounts_own_wake_all(office: Office) -> None:
    tasks = [office.submit("u1"), office.submit("u2"), office.submit(None)]
    office.run()
    office.provider.access |= {"by-hand": "read"}

    office.keep({"client_id": "cid", "client_secret": office.provider.secret}, None)
    office.run()
    assert [office.status(task) for task in tasks] == ["waiting"] * 3, "a client alone connects nobody"

    office.keep({"access_token": "by-hand"}, "u1")
    office.run()
    assert [office.status(task) for task in tasks] == ["complete", "waiting", "waiting"]

    office.keep({"access_token": "by-hand"}, None)
    office.run()
    assert [office.status(task) for task in tasks] == ["complete"] * 3


def test_a_consent_for_the_whole_account_keeps_its_client(office: Office) -> None:
    task = office.submit(None)
    office.run()
    office.consent(task)
    office.run()

    assert office.status(task) == "complete"
    kept = office.connection("-").secrets
    assert kept["client_secret"] == office.provider.secret and kept["access_token"].startswith("access-token-")


def test_a_dead_refresh_token_leads_back_to_consent(office: Office) -> None:
    first = office.submit()
    office.run().consent(first)
    office.run()
    office.provider.end_all()

    second = office.submit()
    office.run()
    assert office.status(second) == "waiting" and office.shown(second)["waiting"]["reason"] == "oauth_consent"
    office.consent(second)
    office.run()
    assert office.status(second) == "complete"


def test_a_provider_that_is_down_is_waited_for_and_nobody_is_asked(office: Office) -> None:
    if not isinstance(office.home, LocalHome):
        pytest.skip("it needs a clock that can be moved")
    office.provider.access |= {"good": "read"}
    office.provider.refresh |= {"renewing": "read"}
    office.keep({"access_token": "dead", "refresh_token": "renewing"})
    office.provider.failing = Reply(503, {})
    task = office.submit()
    for _ in range(40):
        office.run()
        office.clock.advance(60)
    assert office.status(task) == "failed" and office.questions(task) == []

    office.provider.failing = None
    twin = office.submit()
    office.run()
    assert office.status(twin) == "complete" and office.provider.refreshed == 1


def test_what_the_service_lacks_a_scope_for_is_asked_for_on_top_of_what_is_held(office: Office) -> None:
    office.provider.access |= {"narrow": "read"}
    office.keep({"access_token": "narrow", "scope": "read extra"})
    office.provider.wants = "write"
    task = office.submit()
    office.run()

    assert office.shown(task)["waiting"]["scopes"] == ["read", "extra", "write"]
    office.consent(task)
    office.run()
    assert office.status(task) == "complete" and office.connection().scopes == ("read", "extra", "write")


def test_a_scope_that_consent_does_not_give_ends_the_task_without_a_second_question(office: Office) -> None:
    office.with_plan(step("1"), step("2"))
    office.provider.access |= {"narrow": "read"}
    office.keep({"access_token": "narrow", "scope": "read"})
    office.provider.wants, office.provider.grants = "write", ("read",)
    task = office.submit()
    office.run()
    page = office.consent(task)
    office.run()

    assert "write" in page.text() and "will fail" in page.text()
    assert (office.status(task), len(office.questions(task)), office.provider.refused) == ("failed", 1, 4)
    assert "a scope is missing" in office.error(task)["message"]


def test_a_link_connects_once_and_a_reload_of_its_page_does_no_harm(office: Office) -> None:
    task = office.submit()
    office.run()
    query = open_link(office.link(task))
    first, reload = office.back(query), office.back(query)
    another = office.back({**query, "code": ("another-code",)})

    assert (first.status, reload.status, another.status) == (200, 200, 400)
    assert "used already" in another.text() and office.provider.exchanged == [query["code"][0]]
    assert office.connection().generation == 1


@pytest.mark.parametrize("change", [
    lambda state: state[:-1] + ("a" if state[-1] != "a" else "b"), lambda state: state[:-1], lambda state: "",
    lambda state: make_state("acc2.live", lambda _: state.rpartition(".")[2]), lambda state: "cs_." + "a" * 43,
    lambda state: state.replace(".", "%"), lambda state: "x" * 9000,
])
def test_a_state_that_is_not_exactly_ours_connects_nothing(office: Office, change: Callable[[str], str]) -> None:
    task = office.submit()
    office.run()
    query = open_link(office.link(task))
    wrong = office.back({**query, "state": (change(query["state"][0]),)})
    twice = office.back({**query, "state": (query["state"][0], "x")})
    office.run()

    assert (wrong.status, twice.status) == (400, 400) and "not known" in wrong.text()
    assert office.connection() is None and office.provider.exchanged == [] and office.status(task) == "waiting"
    assert office.back(query).status == 200, "the twin: the right one does"


def test_whoever_denies_may_think_again_until_the_link_expires(office: Office) -> None:
    task = office.submit()
    office.run()
    link = office.link(task)
    office.provider.allows = False
    denied = office.back(open_link(link))
    office.run()
    assert denied.status == 400 and "once more" in denied.text() and office.status(task) == "waiting"

    office.provider.allows = True
    assert office.back(open_link(link)).status == 200
    office.run()
    assert office.status(task) == "complete"


def test_after_its_end_a_link_connects_nothing(office: Office) -> None:
    task = office.submit()
    office.run()
    query = open_link(office.link(task))
    office.clock.advance(office.settings.input_expiry / 1000 + 1)
    late = office.back(query)

    assert late.status == 400 and "expired" in late.text() and office.connection() is None


def test_a_provider_that_gives_nothing_leaves_the_link_good(office: Office) -> None:
    task = office.submit()
    office.run()
    link = office.link(task)
    said = []
    for failing in (Reply(503, {}), Reply(400, {"error": "invalid_grant"}), Reply(401, {"error": "invalid_client"})):
        office.provider.failing = failing
        page = office.back(open_link(link))
        said.append(page.status)
        assert "once more" in page.text()
    office.provider.failing = None

    assert said == [502, 400, 400] and office.connection() is None
    assert office.back(open_link(link)).status == 200


def test_a_code_that_was_given_for_another_link_is_refused_by_its_proof(office: Office) -> None:
    victim, attacker = office.submit("u1"), office.submit("u2")
    office.run()
    mine, theirs = open_link(office.link(victim)), open_link(office.link(attacker))
    injected = office.back({**mine, "code": theirs["code"]})

    assert injected.status == 400 and office.connection("u1") is None
    assert office.consent(victim).status == 200 and office.connection("u2") is None


@pytest.mark.parametrize(("registered", "named", "status", "sends"), [
    (None, "", 200, None), (None, "{url}", 200, None), (None, "{url}/realms/a", 200, None),
    (None, "https://evil.example", 400, None), ("{url}", "{url}", 200, None), ("{url}", "{url}/other", 400, None),
    ("{url}", "", 400, None), ("{url}", "", 200, False), ("{url}", "https://evil.example", 400, False),
    ("{url}", "", 400, True),
])
def test_the_answer_of_another_provider_is_not_redeemed(
    office: Office, registered: str | None, named: str, status: int, sends: bool | None
) -> None:
    told = {} if sends is None else {"sends_issuer": sends}
    office.register(issuer=registered and registered.format(url=office.url), **told)
    office.provider.issuer = named.format(url=office.url)
    task = office.submit()
    office.run()
    page = office.consent(task)

    assert page.status == status and bool(office.provider.exchanged) == (status == 200)
    assert ("another provider" in page.text()) == (status == 400)


def test_a_link_stays_with_the_provider_that_it_was_made_for(office: Office) -> None:
    """Registering the tool anew with another token address does not send a code there."""
    task = office.submit()
    office.run()
    query = open_link(office.link(task))
    other = Provider()
    with serving(other) as elsewhere:
        office.register(token_url=f"{elsewhere.url}/oauth/token")
        assert office.back(query).status == 200

    assert other.exchanged == [] and office.provider.exchanged == [query["code"][0]]


def test_when_the_api_dies_after_it_kept_the_tokens_the_sweeper_tells_those_who_wait(office: Office) -> None:
    tasks = [office.submit(), office.submit()]
    office.run()
    query = open_link(office.link(tasks[0]))

    def dies(*_: Any) -> None:
        raise KeyboardInterrupt

    tell, consents._tell = consents._tell, dies
    try:
        with pytest.raises(KeyboardInterrupt):
            office.back(query)
    finally:
        consents._tell = tell
    office.run()
    assert [office.status(task) for task in tasks] == ["waiting"] * 2

    office.clock.advance(200)
    assert sweep(office.engine)["wake"] == 1
    office.run()
    assert [office.status(task) for task in tasks] == ["complete"] * 2
    office.clock.advance(200)
    assert "wake" not in sweep(office.engine)


def test_when_the_api_dies_with_the_code_the_code_is_never_sent_again(office: Office) -> None:
    task = office.submit()
    office.run()
    link = office.link(task)
    query = open_link(link)
    exchange = OAuth.exchange_code

    def dies(self: OAuth, *given: Any) -> Any:
        exchange(self, *given)
        raise KeyboardInterrupt

    OAuth.exchange_code = dies  # type: ignore[method-assign]  # the process ends here
    try:
        with pytest.raises(KeyboardInterrupt):
            office.back(query)
    finally:
        OAuth.exchange_code = exchange  # type: ignore[method-assign]
    busy = office.back(query)
    office.clock.advance(61)
    again = office.back(query)
    office.clock.advance(200)
    sweep(office.engine)

    assert (busy.status, again.status, office.provider.reused) == (409, 400, 0)
    assert office.status(task) == "waiting" and office.back(open_link(link)).status == 200
    office.run()
    assert office.status(task) == "complete"


def test_who_only_looks_uses_nothing_up(office: Office) -> None:
    task = office.submit()
    office.run()
    query = open_link(office.link(task))
    office.back(query, "HEAD")

    assert office.provider.exchanged == [] and office.back(query).status == 200


def test_a_credential_that_comes_while_the_question_is_being_put_is_not_missed(office: Office) -> None:
    office.provider.access |= {"by-hand": "read"}
    for before in ("grant", "known", "await_it", "details"):
        user = f"user-{before}"
        real = getattr(consents.Asked, before)

        def meanwhile(self: Any, *given: Any, real: Any = real, user: str = user) -> Any:
            if office.connection(user) is None:
                office.keep({"access_token": "by-hand"}, user)
            return real(self, *given)

        setattr(consents.Asked, before, meanwhile)
        try:
            task = office.submit(user)
            office.run()
        finally:
            setattr(consents.Asked, before, real)
        assert office.status(task) == "complete", before


def test_neither_state_nor_verifier_nor_code_nor_token_lies_open(office: Office, capsys: Any) -> None:
    task = office.submit()
    office.run()
    link = office.link(task)
    query = open_link(link)
    page = office.back(query)
    office.run()

    secrets = [query["state"][0], query["state"][0].rpartition(".")[2], query["code"][0], "access-token-1",
               "refresh-token-1", office.provider.secret, link]
    shown = [page.text(), json.dumps(office.shown(task)), json.dumps(trace(office.ports, ACCOUNT, task.id)),
             json.dumps(encode(recording(office.engine, ACCOUNT, task.id)), default=str), *capsys.readouterr()]
    pks = (f"A#{ACCOUNT}", task_pk(ACCOUNT, task.id))
    stored = json.dumps([[item.sk, item.data] for pk in pks for item in everything(office.home.store, pk, "")])
    assert office.status(task) == "complete" and "CONSENT#" in stored
    for secret in secrets:
        assert secret not in stored and not any(secret in text for text in shown)


def test_a_person_may_say_no_and_a_task_that_waits_can_be_cancelled(office: Office) -> None:
    said_no, cancelled = office.submit(), office.submit()
    office.run()
    answer(office.engine, ACCOUNT, said_no.id, decision="reject", values={}, who="key_2")
    cancel(office.engine, ACCOUNT, cancelled.id)
    link = next(iter(office.provider.asked_for), None)
    office.run()

    assert (office.status(said_no), office.status(cancelled), link) == ("failed", "cancelled", None)
    office.provider.access |= {"by-hand": "read"}
    office.keep({"access_token": "by-hand"})
    office.run()
    assert (office.status(said_no), office.status(cancelled)) == ("failed", "cancelled")
    assert list(everything(office.home.store, f"A#{ACCOUNT}", "AWAIT#")) == []


def test_without_a_client_the_task_says_what_to_store_and_a_link_without_a_task_wakes_it(office: Office) -> None:
    office.box.connections.delete(ACCOUNT, office.box.connections.list(ACCOUNT)[0]["id"])
    task = office.submit()
    office.run()
    waiting = office.shown(task)["waiting"]
    assert "auth_url" not in waiting and "client_id" in waiting["problem"]

    office.keep({"client_id": "cid", "client_secret": office.provider.secret}, None)
    tool = find_tool(office.ports, ACCOUNT, "desk")
    wanted = Consent(ACCOUNT, "desk", "u1", consents.site(tool), f"{URL}/v1/oauth/callback", office.clock() + 1000)
    assert office.back(open_link(office.box.consents.link(wanted).url)).status == 200
    office.run()
    assert office.status(task) == "complete"


def test_many_tasks_are_told_some_at_once_and_the_others_by_the_sweeper(office: Office, monkeypatch: Any) -> None:
    monkeypatch.setattr(consents, "AT_ONCE", 2)
    tasks = [office.submit() for _ in range(5)]
    office.run()
    office.consent(tasks[0])
    office.run()
    assert sum(office.status(task) == "complete" for task in tasks) == 2

    office.clock.advance(200)
    sweep(office.engine)
    office.run()
    assert {office.status(task) for task in tasks} == {"complete"}


def test_of_two_browsers_that_come_back_at_once_one_connects(office: Office) -> None:
    task = office.submit()
    office.run()
    link = office.link(task)
    first, second = open_link(link), open_link(link)
    held = office.box.consents.take(Returned(first["state"][0], first["code"][0]))
    meanwhile = office.back(second)
    done = office.box.consents.redeem(held, first["code"][0])  # type: ignore[arg-type]  # it was taken

    assert (meanwhile.status, "just now" in meanwhile.text()) == (409, True)
    assert isinstance(done, Connected) and office.provider.exchanged == [first["code"][0]]


def test_a_first_consent_asks_for_what_the_planned_steps_need_where_the_document_tells(office: Office) -> None:
    flow = {"authorizationUrl": f"{office.url}/oauth/authorize", "tokenUrl": f"{office.url}/oauth/token",
            "scopes": {"read": "", "write": "", "admin": ""}}
    document = {
        "openapi": "3.0.0", "info": {"title": "desk", "version": "1"}, "servers": [{"url": office.url}],
        "components": {"securitySchemes": {"it": {"type": "oauth2", "flows": {"authorizationCode": flow}}}},
        "paths": {
            "/look": {"get": {"operationId": "look", "security": [{"it": ["read"]}], "responses": {"200": {
                "description": "ok"}}}},
            "/send": {"post": {"operationId": "send", "security": [{"it": ["write"]}], "responses": {"200": {
                "description": "ok"}}}},
        },
    }
    asked = []
    for auth in ({}, {"auth": {"type": "oauth2", "scopes": ["read", "offline_access"]}}):
        office.tool = compile_tool({"name": "desk", "openapi": document, **auth}, office.guard)
        registration.register(office.ports, ACCOUNT, office.tool)
        office.with_plan(step("1"))
        task = office.submit(f"user of {len(asked)}")
        office.run()
        asked.append(office.shown(task)["waiting"]["scopes"])
        office.consent(task)
        office.run()
        assert office.status(task) == "complete"

    assert asked == [["read"], ["read", "offline_access"]]


def test_where_the_service_names_no_scope_the_documents_own_are_asked_for(office: Office) -> None:
    class Silent(Provider):
        def serve(self, token: str) -> Reply:
            return super().serve(token) if "write" in self.access.get(token, "") else Reply(
                403, {"error": "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}
            )

    office.provider.__class__ = Silent
    action = replace(next(one for one in office.tool.actions if one.name == "look"), scopes=("write",))
    office.tool = replace(office.tool, actions=(action,))
    office.with_plan(step("1"))
    office.provider.access |= {"narrow": "read"}
    office.keep({"access_token": "narrow", "scope": "read"})
    task = office.submit()
    office.run()
    assert office.shown(task)["waiting"]["scopes"] == ["read", "write"]
    office.consent(task)
    office.run()
    assert office.status(task) == "complete"
