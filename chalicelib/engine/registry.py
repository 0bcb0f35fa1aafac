"""Tools as an account registered them, and what a sub-agent may use of them.

    A#<account>   TOOL#<name>       the tool; its actions by name -> digest
                  ACTION#<digest>   one action record, named by its content, never changed, never deleted
                  SUB#<name>        which version of a sub-agent is in force (written by `deploy`)
                  SUBV#<digest>     one version of a sub-agent, named by its content likewise
                  WEBHOOK           where events go; its secrets are sealed (read by `deliveries`)

Content addresses are why a running task keeps the versions it was planned with, and why a worker may
cache them for ever.  To register a tool again changes nothing for a sub-agent until it is patched.
"""

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any  # Any: stored forms are JSON

from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.plan import Step
from chalicelib.domain.subagent import SubAgent
from chalicelib.domain.task import Task
from chalicelib.domain.tool import Action, Tool, encode_action
from chalicelib.engine.action_records import Records, read_records
from chalicelib.engine.cache import Cache
from chalicelib.engine.keys import Token
from chalicelib.engine.ports import Item, Ports, Store, Write
from chalicelib.engine.records import account_pk
from chalicelib.engine.sealing import opened_address, sealed_address
from chalicelib.planning.planner import Catalogue

OVERLAP = 24 * 3_600_000


@dataclass(frozen=True, slots=True)
class Registered:
    """A tool without its actions' records: `actions` maps their names to digests.

    `changes` tells how it differed from its predecessor when it last changed (`tool_changes`).
    """

    name: str
    description: str
    base_url: str
    sandbox_base_url: str | None
    auth: Mapping[str, Any]
    actions: Mapping[str, str]
    warnings: tuple[str, ...]
    registered_at: int
    limits: Mapping[str, Any] = field(default_factory=dict)
    changes: Mapping[str, Any] = field(default_factory=dict)


def content_digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def everything(store: Store, pk: str, prefix: str) -> Iterable[Item]:
    """All items below a prefix, page by page."""
    after: str | None = None
    while True:
        page = store.query(pk, prefix, after=after)
        yield from page.items
        after = page.after
        if after is None:
            return


def save_actions(ports: Ports, account: str, actions: Iterable[Action]) -> Mapping[str, str]:
    """`tool.action` -> digest; a record that is there already is not written again."""
    pk = account_pk(account)
    records = {action.ref: encode_action(action) for action in actions}
    digests = {ref: content_digest(record) for ref, record in records.items()}
    there = read_records(ports.store, pk, digests.values())
    fresh = [Write(pk, f"ACTION#{digest}", records[ref]) for ref, digest in digests.items() if digest not in there]
    if fresh:
        ports.store.put_many(fresh)
    return digests


def read_actions(ports: Ports, account: str, digests: Iterable[str]) -> Mapping[str, Action]:
    """Action records by their digests."""
    return read_records(ports.store, account_pk(account), digests)


def find_tool(ports: Ports, account: str, name: str) -> Registered:
    found = tool_if_any(ports, account, name)
    if found is None:
        raise NotFound(
            f"there is no tool {name!r}: GET /v1/tools lists those that there are", code="tool_not_found"
        )
    return found


def tool_if_any(ports: Ports, account: str, name: str) -> Registered | None:
    found = registered(ports.store, account, name)
    return _decode_tool(found) if found is not None else None


def registered(store: Store, account: str, name: str) -> Mapping[str, Any] | None:
    """A tool as it is stored, if there is one of this name."""
    item = store.get(account_pk(account), f"TOOL#{name}")
    return item.data if item is not None else None


def listed_tools(ports: Ports, account: str) -> tuple[Registered, ...]:
    return tuple(_decode_tool(item.data) for item in everything(ports.store, account_pk(account), "TOOL#"))


def with_actions(ports: Ports, account: str, registered: Sequence[Registered]) -> tuple[Tool, ...]:
    """The tools with the records of their actions."""
    digests = [digest for tool in registered for digest in tool.actions.values()]
    records = read_records(ports.store, account_pk(account), digests)
    return tuple(
        Tool(
            name=tool.name, description=tool.description, base_url=tool.base_url,
            sandbox_base_url=tool.sandbox_base_url, auth=tool.auth, warnings=tool.warnings, limits=tool.limits,
            actions=tuple(records[digest] for digest in tool.actions.values()),
        )
        for tool in registered
    )


def delete_tool(ports: Ports, account: str, name: str) -> None:
    """Raises `Conflict` while a sub-agent has been granted the tool: it would be left with half of it."""
    find_tool(ports, account, name)
    users = [entry.name for entry in listed_sub_agents(ports, account) if name in entry.tools]
    if users:
        raise Conflict(
            f"tool {name!r} is granted to {', '.join(users[:5])}: take it from them by PATCH, or delete them, first",
            code="tool_in_use",
        )
    ports.store.delete(account_pk(account), f"TOOL#{name}")


@dataclass(frozen=True, slots=True)
class Entry:
    """Which version of a sub-agent is in force.  `item_version` guards the next change of it."""

    name: str
    version: str
    tools: tuple[str, ...]
    created_at: int
    item_version: int


def find_sub_agent(ports: Ports, account: str, name: str) -> Entry:
    item = ports.store.get(account_pk(account), f"SUB#{name}")
    if item is None:
        raise NotFound(
            f"there is no sub-agent {name!r}: GET /v1/subagents lists those that there are, "
            "POST /v1/subagents deploys one", code="subagent_not_found",
        )
    return _decode_entry(item)


def listed_sub_agents(ports: Ports, account: str) -> tuple[Entry, ...]:
    return tuple(_decode_entry(item) for item in everything(ports.store, account_pk(account), "SUB#"))


def version(ports: Ports, cache: Cache, account: str, digest: str) -> SubAgent:
    """The sub-agent as it was when it was deployed under this digest."""
    return cache.get((account, "SUBV", digest), lambda: read_version(ports, account, digest))


def read_version(ports: Ports, account: str, digest: str) -> SubAgent:
    item = ports.store.get(account_pk(account), f"SUBV#{digest}")
    if item is None:
        raise NotFound(f"there is no version {digest!r} of a sub-agent", code="subagent_not_found")
    stored = dict(item.data)
    for name in ("tools", "effects", "requires_approval", "pinned", "warnings"):
        stored[name] = tuple(stored[name])
    return SubAgent(**stored)


def catalogue(ports: Ports, cache: Cache, account: str, sub_agent: SubAgent) -> Catalogue:
    """Everything that the sub-agent was granted, read now: what a planner needs."""
    records = records_of(ports, cache, account, sub_agent)
    records.read_all()
    return records.catalogue


def planned_with(ports: Ports, cache: Cache, account: str, sub_agent: SubAgent) -> Catalogue:
    """What a first plan is made from: what only its effects keep from a sub-agent shows what it would need."""
    if not sub_agent.withheld:
        return catalogue(ports, cache, account, sub_agent)
    known = {**sub_agent.withheld, **sub_agent.actions}
    key = (account, "CATALOGUE", frozenset(known.items()))
    wider = cache.get(key, lambda: Records(ports.store, account_pk(account), known, content_digest(known)))
    wider.read_all()
    return wider.catalogue


def records_of(ports: Ports, cache: Cache, account: str, sub_agent: SubAgent) -> Records:
    """Everything that the sub-agent was granted; a record is read when it is looked up."""
    key = (account, "CATALOGUE", frozenset(sub_agent.actions.items()))
    return cache.get(key, lambda: granted_records(ports, account, sub_agent))


def granted(ports: Ports, cache: Cache, task: Task) -> Records:
    """What the task's version of its sub-agent was granted."""
    return records_of(ports, cache, task.account, version(ports, cache, task.account, task.sub_agent_version))


def granted_records(ports: Ports, account: str, sub_agent: SubAgent) -> Records:
    return Records(ports.store, account_pk(account), sub_agent.actions, content_digest(sub_agent.actions))


def action_of(ports: Ports, cache: Cache, task: Task, step: Step) -> Action | None:
    """The record of what a step does, as the task's version of its sub-agent was granted it."""
    return granted(ports, cache, task).get(step.ref)


def set_webhook(ports: Ports, account: str, url: str, *, token: Token) -> str:
    """Send events to `url` from now on, signed with a new secret, which is returned this once."""
    return _put_webhook(ports, account, {"url": sealed_address(ports, account, url)}, token)


def rotate_webhook(ports: Ports, account: str, *, token: Token) -> tuple[str, str]:
    """(url, new secret).  For a day, events are signed with the old one too."""
    item = ports.store.get(account_pk(account), "WEBHOOK")
    if item is None:
        raise NotFound("there is no webhook yet: make one with PUT /v1/webhook")
    url = opened_address(ports, account, str(item.data["url"]))
    kept = {"url": item.data["url"], "old_secret": item.data["secret"], "old_until": ports.now() + OVERLAP}
    return url, _put_webhook(ports, account, kept, token)


def webhook_secret(token: Token) -> str:
    """A signing secret as Standard Webhooks writes it: 48 random letters in base64."""
    return "whsec_" + b64encode(token(48).encode()).decode()


def webhook_context(account: str) -> Mapping[str, str]:
    """What the webhook's sealed secrets are bound to in the vault."""
    return {"account": account, "for": "webhook"}


def _put_webhook(ports: Ports, account: str, data: Mapping[str, Any], token: Token) -> str:
    secret = webhook_secret(token)
    sealed = ports.vault.seal(secret.encode(), webhook_context(account))
    ports.store.put(Write(account_pk(account), "WEBHOOK", {**data, "secret": sealed}))
    return secret


def _decode_tool(data: Mapping[str, Any]) -> Registered:
    return Registered(**{**data, "warnings": tuple(data["warnings"])})


def _decode_entry(item: Item) -> Entry:
    data = item.data
    return Entry(
        item.sk.partition("#")[2], data["version"], tuple(data["tools"]), data["created_at"], item.version
    )
