"""Events reach a real receiver on 127.0.0.1, signed so that an independent library accepts them."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from chalicelib.engine.registry import rotate_webhook, set_webhook
from chalicelib.tools.guard import Guard
from chalicelib.tools.webhooks import deliver
from tests.engine.scripted import ACCOUNT, Scene, question, step


class Receiver:
    """Keeps what it gets; `answers` are the statuses that it gives, the last one for ever."""

    def __init__(self, *answers: int) -> None:
        self.answers = list(answers) or [200]
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.url = ""

    def events(self) -> list[str]:
        return [json.loads(body)["event"] for _, body in self.got]


@contextmanager
def receiver(*answers: int) -> Iterator[Receiver]:
    here = Receiver(*answers)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            here.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(here.answers.pop(0) if len(here.answers) > 1 else here.answers[0])
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    here.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()


def hooked(url: str, scene: Scene) -> str:
    """Registers the webhook of the scene's account, and gives the secret."""
    scene.world.clock.advance(11)  # workers look for a webhook every 10 s
    return set_webhook(scene.world.ports, ACCOUNT, url, token=scene.world.tokens)


def through(scene: Scene) -> None:
    def webhooks(event: dict[str, Any]) -> dict[str, Any]:
        for record in event["Records"]:
            body = json.loads(record["body"])
            deliver(scene.engine, Guard(allow_loopback=True), body["account"], body["task"], body["delivery"])
        return {}
    scene.world.pump({"steps": scene.handler, "webhooks": webhooks, "learn": scene.learner})


def real_time(scene: Scene) -> None:
    """Receivers look at the clock: signatures older than five minutes are refused."""
    import time
    scene.world.clock.instant = int(time.time() * 1000)


def test_the_end_of_a_task_is_told_with_its_result_and_both_signatures():
    with receiver() as there:
        scene = Scene((step("1"),), retention_s=10**9)
        real_time(scene)
        secret = hooked(there.url, scene)
        through(scene)

        headers, body = next((headers, body) for headers, body in there.got if b"task.complete" in body)
        told = json.loads(body)
        assert set(told) == {"event", "task_id", "timestamp", "data"}
        assert (told["event"], told["task_id"]) == ("task.complete", scene.task.id)
        assert told["data"]["outputs"][0]["output"] == {"ok": True}
        assert headers["x-replan-signature"] == hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        assert Webhook(secret).verify(body, headers)
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(body.replace(b"complete", b"failed"), headers)


def test_progress_is_told_step_by_step_and_a_question_as_waiting():
    with receiver() as there:
        scene = Scene((step("1"), question("2"), step("3", "1", "2")), retention_s=10**9)
        real_time(scene)
        hooked(there.url, scene)
        through(scene)

        assert sorted(there.events()) == ["task.progress", "task.waiting"]
        waiting = next(json.loads(body) for _, body in there.got if b"task.waiting" in body)
        assert waiting["data"]["reason"] == "missing_input"


def test_a_receiver_that_fails_is_tried_again_later_and_given_up_after_five_tries():
    with receiver(500) as there:
        scene = Scene((step("1"),), retention_s=10**9)
        hooked(there.url, scene)
        through(scene)
        for _ in range(8):
            scene.sweep(70_000)
            through(scene)

        finals = [body for _, body in there.got if b"task.complete" in body]
        assert len(finals) == 5
        assert len({headers["webhook-id"] for headers, body in there.got if b"task.complete" in body}) == 1


def test_a_receiver_that_recovers_is_told_once_more_and_then_no_more():
    with receiver(500, 500, 200) as there:
        scene = Scene((step("1"),))
        hooked(there.url, scene)
        through(scene)
        for _ in range(4):
            scene.sweep(70_000)
            through(scene)

        assert len(there.got) == 4  # progress and the end, each once in vain
        assert scene.control.due is None


def test_while_a_secret_is_rotated_both_secrets_verify():
    with receiver() as there:
        scene = Scene((step("1"),), retention_s=10**9)
        real_time(scene)
        old = hooked(there.url, scene)
        _, new = rotate_webhook(scene.world.ports, ACCOUNT, token=scene.world.tokens)
        through(scene)

        headers, body = there.got[-1]
        assert Webhook(old).verify(body, headers) and Webhook(new).verify(body, headers)


def test_the_body_is_not_stored_with_the_delivery():
    with receiver() as there:
        scene = Scene((step("1"),))
        hooked(there.url, scene)
        through(scene)

        stored = scene.world.store.query(f"T#{ACCOUNT}#{scene.task.id}", "W#").items
        assert {item.data["status"] for item in stored} == {"delivered"}
        assert not any("ok" in json.dumps(dict(item.data.get("data", {}))) for item in stored)
