"""Who is given what: the only module that knows every class, and the only one that reads the environment.

    REPLAN_HOME             embedded (default) | aws
    REPLAN_DATABASE         embedded: the SQLite file (default .replan/replan.db); keys lie beside it
    REPLAN_ALLOW_LOOPBACK   embedded: 1 lets tools and webhooks reach 127.0.0.1; refused on AWS
    REPLAN_PRIVATE_HOSTS    private hosts and networks that tools and webhooks may reach (tools/private.py)
    REPLAN_TABLE, REPLAN_BUCKET, REPLAN_KMS_KEY, REPLAN_QUEUE_STEPS, REPLAN_QUEUE_WEBHOOKS,
    REPLAN_QUEUE_LEARN, REPLAN_QUEUE_INTAKE, AWS_REGION, REPLAN_PEPPER    aws: where things live
    REPLAN_RATES_URL        where exchange rates are (tools/rates.py); without it those of the package, if it is there
    REPLAN_MCP_SERVERS      embedded: a file that lists MCP servers which are processes of this machine (default
                            servers.json beside the database); refused on AWS
    REPLAN_LAMBDA_TOOLS     which functions may be tools: patterns of their ARNs, separated by commas; none without it.
                            {account} stands for the account that registers one, so that each has its own
    REPLAN_PUBLIC_URL       where tools reach this API for their callbacks, and browsers after a consent; without it
                            there are neither
    REPLAN_ENDPOINT_URL     aws: an emulator's address, for tests
    REPLAN_TOOL_TIMEOUT_S, REPLAN_FUNCTION_TIMEOUT_S, REPLAN_LEASE_S, REPLAN_SWEEP_AFTER_S,
    REPLAN_SETTLE_TIME_S    timing, in seconds
    REPLAN_RETENTION_DAYS   how long what a task leaves is kept (default 90; at least 10, docs/retention.md)
    REPLAN_LARGEST_DOCUMENT_MB   the largest document that openapi_url may lead to (default 20)
    REPLAN_METRICS          1: records carry metrics, as CloudWatch reads them (default 1 on AWS, else 0)
    REPLAN_LOG_SAMPLING     the share of tasks whose uneventful steps leave a whole record (default 1)
    POWERTOOLS_LOG_LEVEL    the least that is written (default INFO on AWS, else WARNING: no record of what went well)
    POWERTOOLS_SERVICE_NAME what records and metrics are said to come from (default replan)
    AWS_XRAY_DAEMON_ADDRESS, _X_AMZN_TRACE_ID, AWS_LAMBDA_FUNCTION_MEMORY_SIZE    set by Lambda

A setting that is missing stops the start with its name.
"""

import os
import secrets
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any  # Any: Lambda records are JSON

from chalicelib.domain.errors import InvalidRequest, Unavailable
from chalicelib.engine.cache import Cache
from chalicelib.engine.engine import Engine
from chalicelib.engine.functions_port import Functions
from chalicelib.engine.ports import QUEUES, Ports
from chalicelib.engine.settings import Settings as EngineSettings
from chalicelib.observe import Observer
from chalicelib.observe.watch import WatchedTools
from chalicelib.planning.composer.on_demand import OnDemand
from chalicelib.planning.planner import Planner
from chalicelib.tools.guard import Guard
from chalicelib.tools.private import NOTHING_PRIVATE, SETTING, Private, read_private
from chalicelib.tools.toolbox import Toolbox

if TYPE_CHECKING:
    from chalicelib.aws.clients import Settings as Where

SHORTEST_RETENTION = 10
"""Days: a question waits for seven, and the sweeper prolongs what a running task needs only when it looks."""

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Settings(EngineSettings):
    """The engine's numbers, and what the shell needs.  `pepper` keys the hashes of API keys."""

    pepper: bytes = b""
    allow_loopback: bool = False
    private: Private = NOTHING_PRIVATE
    dashboard_url: str = ""
    largest_document: int = 20_000_000
    mcp_servers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Home:
    """Everything that a function, the API or the command line is handed.

    `meter` counts what is asked of AWS; the embedded home has none.  `postpone(record, seconds)` asks the queue to
    send a failed record again after a while, and gives its entry for `batchItemFailures`.
    """

    ports: Ports
    settings: Settings
    engine: Engine
    guard: Guard
    toolbox: Toolbox
    postpone: Callable[[Mapping[str, Any], int], dict[str, Any]]
    observer: Observer = field(default_factory=Observer)


@cache
def home() -> Home:
    """This process's home, as the environment says."""
    kind = os.environ.get("REPLAN_HOME", "embedded")
    if kind == "embedded":
        return embedded(Path(os.environ.get("REPLAN_DATABASE", ".replan/replan.db")))
    if kind == "aws":
        return aws()
    raise Unavailable(f"REPLAN_HOME is {kind!r}; it must be 'embedded' or 'aws'")


def embedded(path: Path, **timing: float) -> Home:
    from chalicelib.embedded.home import open_home

    opened, pepper = open_home(path), _pepper_file(path)
    settings = Settings(
        **{**_timing(function_timeout=60, lease=75, tool_timeout_s=30, sweep_after=5, settle_time=60), **_retention(),
           **timing},
        pepper=pepper, callback_key=pepper, callback_url=os.environ.get("REPLAN_PUBLIC_URL", ""),
        allow_loopback=os.environ.get("REPLAN_ALLOW_LOOPBACK") == "1", dashboard_url=os.environ.get("REPLAN_URL", ""),
        largest_document=_megabytes("REPLAN_LARGEST_DOCUMENT_MB", 20), private=_private_hosts(),
        mcp_servers=_mcp_servers(path),
    )

    def postpone(record: Mapping[str, Any], delay: int) -> dict[str, Any]:
        return {"itemIdentifier": record["messageId"], "visibilityTimeout": delay}

    return assemble(opened, settings, postpone, _observer("WARNING", metrics="0"))


def aws() -> Home:
    from chalicelib.aws.home import home as open_home

    emulated = bool(os.environ.get("REPLAN_ENDPOINT_URL"))
    loopback = os.environ.get("REPLAN_ALLOW_LOOPBACK") == "1"
    if loopback and not emulated:
        raise Unavailable("REPLAN_ALLOW_LOOPBACK does not exist on AWS: remove it from the environment")
    if os.environ.get("REPLAN_MCP_SERVERS"):
        raise Unavailable("REPLAN_MCP_SERVERS does not exist on AWS: remove it from the environment")
    observer = _observer("INFO", metrics="1")
    opened, pepper = open_home(where(), observer.onward), _required("REPLAN_PEPPER").encode()
    settings = Settings(
        **_timing(function_timeout=120, lease=180, tool_timeout_s=60, sweep_after=60, settle_time=60), **_retention(),
        pepper=pepper, callback_key=pepper, callback_url=os.environ.get("REPLAN_PUBLIC_URL", ""),
        allow_loopback=loopback, largest_document=_megabytes("REPLAN_LARGEST_DOCUMENT_MB", 20),
        private=_private_hosts(),
    )

    def postpone(record: Mapping[str, Any], delay: int) -> dict[str, Any]:
        opened.queue.postpone(record, delay)
        return {"itemIdentifier": record["messageId"]}

    return assemble(opened, settings, postpone, replace(observer, meter=opened.clients.meter))


def where() -> "Where":
    """Where the AWS home lives."""
    from chalicelib.aws.clients import Settings as Where

    return Where(
        table=_required("REPLAN_TABLE"), bucket=_required("REPLAN_BUCKET"), kms_key_id=_required("REPLAN_KMS_KEY"),
        queue_urls={name: _required(f"REPLAN_QUEUE_{name.upper()}") for name in QUEUES},
        region=_required("AWS_REGION"), endpoint_url=os.environ.get("REPLAN_ENDPOINT_URL"),
    )


def assemble(
    opened: Any, settings: Settings, postpone: Callable[[Mapping[str, Any], int], dict[str, Any]],
    observer: Observer,
) -> Home:
    """`opened`: a home's store, queue, blobs and vault."""
    guard = Guard(allow_loopback=settings.allow_loopback, private=settings.private)
    toolbox = Toolbox(
        opened.store, opened.vault, guard, now=now, token=token, servers=settings.mcp_servers,
        functions=_functions(settings.tool_timeout_s), rates_url=os.environ.get("REPLAN_RATES_URL", ""),
    )
    ports = Ports(
        opened.store, opened.queue, opened.blobs, opened.vault, WatchedTools(toolbox), now, token, toolbox.consents,
        observer,
    )
    engine = Engine(ports, settings, planner("composer"), Cache(now))
    return Home(ports, settings, engine, guard, toolbox, postpone, observer)


PLANNERS: Mapping[str, Callable[[], Planner]] = {"composer": OnDemand}


def planner(name: str) -> Planner:
    """A planner by its name.  Raises `InvalidRequest` for one that nobody knows."""
    if name not in PLANNERS:
        raise InvalidRequest(f"there is no planner {name!r}; there is {', '.join(PLANNERS)}")
    return PLANNERS[name]()


def now() -> int:
    return time.time_ns() // 1_000_000


def token(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def _observer(level: str, *, metrics: str) -> Observer:
    share = os.environ.get("REPLAN_LOG_SAMPLING", "1")
    try:
        sampling = float(share)
    except ValueError:
        sampling = -1.0
    if not 0 <= sampling <= 1:
        raise Unavailable(f"REPLAN_LOG_SAMPLING is {share!r}; it must be a number from 0 to 1")
    return Observer(
        service=os.environ.get("POWERTOOLS_SERVICE_NAME", "replan"), sampling=sampling,
        level=os.environ.get("POWERTOOLS_LOG_LEVEL", level).upper(),
        metrics=os.environ.get("REPLAN_METRICS", metrics) == "1",
        memory_mb=int(os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256")),
        header=lambda: os.environ.get("_X_AMZN_TRACE_ID", ""), daemon=os.environ.get("AWS_XRAY_DAEMON_ADDRESS", ""),
    )


def _timing(**defaults: float) -> dict[str, Any]:
    """Seconds from the environment, or the home's own; in ms where the engine counts in ms."""
    names = {
        "function_timeout": "REPLAN_FUNCTION_TIMEOUT_S", "lease": "REPLAN_LEASE_S",
        "tool_timeout_s": "REPLAN_TOOL_TIMEOUT_S", "sweep_after": "REPLAN_SWEEP_AFTER_S",
        "settle_time": "REPLAN_SETTLE_TIME_S",
    }
    seconds = {name: _seconds(names[name], default) for name, default in defaults.items()}
    return {name: value if name.endswith("_s") else round(value * 1000) for name, value in seconds.items()}


def _retention() -> dict[str, Any]:
    """Seconds; a question may wait for days, and what it waits with must be there as long."""
    text = os.environ.get("REPLAN_RETENTION_DAYS", "90")
    if not text.isascii() or not text.isdigit() or not SHORTEST_RETENTION <= int(text) <= 3650:
        raise Unavailable(
            f"REPLAN_RETENTION_DAYS is {text!r}; it must be a number of days from {SHORTEST_RETENTION} to 3650"
        )
    return {"retention_s": int(text) * 24 * 3600}


def _seconds(name: str, default: float) -> float:
    text = os.environ.get(name)
    try:
        return default if text is None else float(text)
    except ValueError:
        raise Unavailable(f"{name} is {text!r}; it must be a number of seconds") from None


def _megabytes(name: str, default: float) -> int:
    """In bytes."""
    text = os.environ.get(name, str(default))
    try:
        size = float(text)
    except ValueError:
        size = 0.0
    if not 0 < size <= 1000:
        raise Unavailable(f"{name} is {text!r}; it must be a number of megabytes, at most 1000")
    return round(size * 1_000_000)


def _private_hosts() -> Private:
    try:
        return read_private(os.environ.get(SETTING, ""))
    except ValueError as error:
        raise Unavailable(str(error)) from None


def _mcp_servers(database: Path) -> Mapping[str, Any]:
    """The servers that the operator lets this machine start."""
    named = os.environ.get("REPLAN_MCP_SERVERS")
    file = Path(named) if named else database.with_name("servers.json")
    if not named and not file.is_file():
        return {}
    from chalicelib.tools.mcp.stdio import read_servers

    try:
        return read_servers(file.read_text(), str(file))
    except OSError as error:
        raise Unavailable(f"REPLAN_MCP_SERVERS is {named!r}: {error.strerror}") from None


def _functions(timeout: float) -> Functions | None:
    """Functions as tools, where the operator lets them be."""
    patterns = os.environ.get("REPLAN_LAMBDA_TOOLS")
    if not patterns:
        return None
    from chalicelib.aws.functions import LambdaFunctions, read_patterns

    return LambdaFunctions(read_patterns(patterns), os.environ.get("REPLAN_ENDPOINT_URL"), timeout)


def _required(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise Unavailable(f"the setting {name} is missing from the environment")
    return value


def _pepper_file(path: Path) -> bytes:
    """Made once, beside the database, readable by its owner only."""
    file = path.with_name(path.name + ".pepper")
    if not file.exists():
        fresh = path.with_name(f"{path.name}.pepper.{os.getpid()}")
        fresh.touch(0o600)
        fresh.write_bytes(secrets.token_bytes(32))
        with suppress(FileExistsError):  # another process was quicker: its pepper counts
            os.link(fresh, file)
        fresh.unlink()
    return file.read_bytes()
