"""The lines that functions write, taken up as Lambda would take them: whole functions over a home in memory."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from io import StringIO
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from aws_lambda_powertools import Logger

from chalicelib import functions, wiring
from chalicelib.engine.engine import Engine
from chalicelib.observe import Observer
from chalicelib.observe.observer import FORMAT
from chalicelib.observe.watch import WatchedTools
from chalicelib.tools import Guard, Toolbox
from tests.engine.scripted import Scene

Line = dict[str, Any]


class Context:
    @staticmethod
    def get_remaining_time_in_millis() -> int:
        return 900_000


@dataclass
class Written:
    """An observer whose lines can be read."""

    settings: Mapping[str, Any] = field(default_factory=dict)
    out: StringIO = field(default_factory=StringIO)

    @cached_property
    def observer(self) -> Observer:
        name = f"replan-{uuid4().hex}"  # loggers of one name share what they write to
        made = Logger(service=name, stream=self.out, level=self.settings.get("level", "INFO"), **FORMAT)
        return Observer(**{"service": name, **self.settings}, logger=lambda *_: made)

    @property
    def lines(self) -> list[Line]:
        return [json.loads(line) for line in self.out.getvalue().splitlines()]

    def of(self, event: str) -> list[Line]:
        return [line for line in self.lines if line["message"] == event]


def home_of(scene: Scene, observer: Observer) -> wiring.Home:
    """The scene's world, as the functions are handed it."""
    ports = replace(scene.world.ports, tools=WatchedTools(scene.world.outside), observed=observer)
    engine = Engine(ports, scene.settings, scene.planner, scene.engine.cache)
    guard = Guard()
    toolbox = Toolbox(ports.store, ports.vault, guard, now=ports.now, token=ports.token)
    return wiring.Home(
        ports, wiring.Settings(), engine, guard, toolbox,
        lambda record, delay: {"itemIdentifier": record["messageId"], "visibilityTimeout": delay}, observer,
    )


@contextmanager
def at_home(home: wiring.Home) -> Iterator[None]:
    with patch.object(wiring, "home", lambda: home):
        yield


def run(scene: Scene, **settings: Any) -> Written:
    """The scene through its functions, and what they wrote."""
    written = Written(settings)

    def handler(function: Callable[[Any, Any], dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
        return lambda event: function(event, Context)

    with at_home(home_of(scene, written.observer)):
        scene.world.pump({"steps": handler(functions.run_step), "learn": handler(functions.learn)})
    return written
