"""emulate's Slack, and the gate in front of it.

Its tokens never expire, so a gate asks the provider whether the bearer is good.  A dead one is answered in Slack's
own words, status 200; a good one is replaced by the bot's token, which only the gate has.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any  # Any: answers are JSON
from urllib.parse import parse_qs, urlencode, urlsplit

import urllib3

from infra.sandbox.server import Listener
from infra.sandbox.wire import Answer, Reaction, Request, json_answer
from infra.services.browser import walk
from infra.services.http import call
from infra.services.install import EMULATE, HERE, NODE
from infra.services.processes import free_port, process
from infra.services.provider import ELSEWHERE, Provider

APP = {"client_id": "12345.67890", "client_secret": "example_client_secret"}
BOT_SCOPES = "chat:write,channels:read"
JUDGE_SCOPES = "channels:read,channels:history"
_OWN = ("host", "connection", "content-length", "authorization", "accept-encoding", "transfer-encoding")


@dataclass(frozen=True, slots=True)
class Slack:
    """`judge` is a token of ours that may read every channel."""

    url: str
    gate: str
    judge: str
    bot_user: str

    def messages(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """All messages, by the name of their channel, the newest first."""
        channels = call("POST", f"{self.url}/api/conversations.list", {"limit": 1000}, self.judge)["channels"]
        return {one["name"]: self._history(one["id"]) for one in channels}

    def _history(self, channel: str) -> Sequence[Mapping[str, Any]]:
        told = call("POST", f"{self.url}/api/conversations.history", {"channel": channel, "limit": 1000}, self.judge)
        if not told["ok"]:
            raise RuntimeError(f"conversations.history: {told}")
        found: Sequence[Mapping[str, Any]] = told["messages"]
        return found


@contextmanager
def running_slack(provider: Provider) -> Iterator[Slack]:
    port = free_port()
    command = [str(NODE), str(EMULATE), "start", "-p", str(port), "--host", "127.0.0.1", "-s", "slack",
               "--seed", str((HERE / "seed.yaml").absolute())]
    with process("slack", command, port):
        url = f"http://127.0.0.1:{port}"
        bot, judge = _installed(url, BOT_SCOPES), _installed(url, JUDGE_SCOPES)
        gate = Listener(0)
        gate.serve_in_thread(Gate(url, bot["access_token"], provider))
        try:
            yield Slack(url, gate.url, judge["access_token"], bot["bot_user_id"])
        finally:
            gate.stop()


def _installed(url: str, scopes: str) -> Mapping[str, Any]:
    """A bot token with these scopes, through the emulator's own consent form."""
    asked = urlencode({"client_id": APP["client_id"], "redirect_uri": ELSEWHERE, "scope": scopes, "state": "x"})
    back = walk(f"{url}/oauth/v2/authorize?{asked}", ELSEWHERE, {})
    code = parse_qs(urlsplit(back).query)["code"][0]
    given: Mapping[str, Any] = call(
        "POST", f"{url}/api/oauth.v2.access", {**APP, "code": code, "redirect_uri": ELSEWHERE}
    )
    return given


class Gate:
    def __init__(self, url: str, bot_token: str, provider: Provider) -> None:
        self._url, self._bot_token, self._provider = url, bot_token, provider
        self._pool = urllib3.PoolManager(retries=False, timeout=20.0)

    def __call__(self, request: Request) -> Reaction:
        kind, _, token = (request.header("authorization") or "").partition(" ")
        if kind.lower() != "bearer" or not token:
            return json_answer({"ok": False, "error": "not_authed"})
        if not self._provider.active(token):
            return json_answer({"ok": False, "error": "token_expired"})
        headers = {name: value for name, value in request.headers.items() if name.lower() not in _OWN}
        query = f"?{urlencode(request.query)}" if request.query else ""
        answer = self._pool.request(
            request.method, f"{self._url}{request.path}{query}", body=request.body,
            headers={**headers, "Authorization": f"Bearer {self._bot_token}"},
        )
        return Answer(answer.status, answer.data, answer.headers.get("content-type", "text/plain"))
