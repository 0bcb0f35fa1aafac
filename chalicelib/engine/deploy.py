"""Sub-agents: deployed with a grant that is settled at that moment.

    SUB#<name>      which version is in force, and the tools it was granted
    SUBV#<digest>   the version itself: tasks name it, so it stays when the sub-agent changes or goes

A tool registered later, or registered again, is offered in `offers` and granted by nothing but a PATCH that
names `prompt`, `tools` or `effects`.  A PATCH of anything else leaves the grant as it is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any  # Any: changes are JSON

from chalicelib.domain.errors import Conflict, InvalidRequest
from chalicelib.domain.rules import covers, matches, names, rule_of
from chalicelib.domain.subagent import SubAgent
from chalicelib.domain.tool import Action, Tool
from chalicelib.engine.ports import Ports, Write
from chalicelib.engine.records import account_pk
from chalicelib.engine.registry import (
    Entry,
    Registered,
    content_digest,
    find_sub_agent,
    granted_records,
    listed_sub_agents,
    listed_tools,
    read_actions,
    read_version,
    save_actions,
    with_actions,
)
from chalicelib.planning.grant import grant

REGRANTS = ("prompt", "pinned", "effects")
OF_WISHES = ("requires_approval:", "effects:", "limits.")


@dataclass(frozen=True, slots=True)
class Deployed:
    sub_agent: SubAgent
    version: str


def deploy(ports: Ports, account: str, wish: SubAgent, builtin: Sequence[Action]) -> Deployed:
    """Grant the wish's prompt (or pinned patterns) its tools, and put it in force under its name.

    `builtin`: actions that every sub-agent gets.  Raises `Conflict` if the name is taken.
    """
    if ports.store.get(account_pk(account), f"SUB#{wish.name}"):
        raise _taken(wish.name)
    granted = _granted(ports, account, replace(wish, created_at=ports.now()), builtin)
    return _put_in_force(ports, account, granted, when="absent")


def current(ports: Ports, account: str, name: str) -> Deployed:
    return _deployed(ports, account, find_sub_agent(ports, account, name))


def listing(ports: Ports, account: str) -> tuple[Deployed, ...]:
    return tuple(_deployed(ports, account, entry) for entry in listed_sub_agents(ports, account))


def change(
    ports: Ports, account: str, name: str, changes: Mapping[str, Any], builtin: Sequence[Action]
) -> Deployed:
    """A new version with `changes` (fields of `SubAgent`); running tasks keep the one they began with."""
    entry = find_sub_agent(ports, account, name)
    changed = replace(_deployed(ports, account, entry).sub_agent, **changes)
    if any(field in changes for field in REGRANTS):
        changed = _granted(ports, account, changed, builtin)
    else:
        changed = replace(changed, warnings=_warned_anew(ports, account, changed))
    return _put_in_force(ports, account, changed, when=entry.item_version)


def remove(ports: Ports, account: str, name: str, busy: Callable[[str], bool]) -> None:
    """Delete the sub-agent; `busy` tells whether tasks of it still run.  Its versions stay for their traces."""
    find_sub_agent(ports, account, name)
    if busy(name):
        raise Conflict(
            f"tasks of sub-agent {name!r} are still running: wait for them or cancel them first",
            code="subagent_busy",
        )
    ports.store.delete(account_pk(account), f"SUB#{name}")


def offers(ports: Ports, account: str, sub_agent: SubAgent) -> tuple[str, ...]:
    """What a PATCH of the prompt would add or renew now: tools registered, or changed, since the grant."""
    registered = {tool.name: tool for tool in listed_tools(ports, account)}
    everything = with_actions(ports, account, tuple(registered.values()))
    chosen = () if sub_agent.pinned else _choose(sub_agent, everything)[0]
    matching = sorted(set(_names(_allowed(sub_agent, chosen))) - set(sub_agent.tools))
    remedy = f'PATCH /v1/subagents/{sub_agent.name} with {{"prompt": …}} to settle the grant anew'
    fresh = [f"tool {name!r} matches the prompt and is not granted: {remedy}" for name in matching]
    stale = [
        f"tool {name!r} was registered again since the grant, which keeps its earlier actions: {remedy}"
        for name in sub_agent.tools if name in registered and _differs(registered[name], sub_agent)
    ]
    return (*fresh, *stale)


def behind(ports: Ports, account: str, tool: Registered) -> tuple[str, ...]:
    """The sub-agents that go on with what `tool` was before it was registered again."""
    return tuple(
        one.sub_agent.name for one in listing(ports, account)
        if tool.name in one.sub_agent.tools and _differs(tool, one.sub_agent)
    )


def _granted(ports: Ports, account: str, wish: SubAgent, builtin: Sequence[Action]) -> SubAgent:
    tools = with_actions(ports, account, listed_tools(ports, account))
    chosen, warnings = _choose(wish, tools)
    allowed = _allowed(wish, chosen)
    withheld = [action for action in chosen if action not in allowed]
    digests = save_actions(ports, account, (*allowed, *builtin))
    return replace(
        wish, tools=_names((*allowed, *builtin)), actions=digests,
        withheld=save_actions(ports, account, withheld),
        warnings=(*warnings, *_warned(wish, (*allowed, *builtin), withheld)),
    )


def _choose(wish: SubAgent, tools: Sequence[Tool]) -> tuple[tuple[Action, ...], tuple[str, ...]]:
    """The actions that the prompt or the pinned patterns stand for, and what is odd about that."""
    if not wish.pinned:
        return _by_prompt(wish.prompt, tools)
    actions = [action for tool in tools for action in tool.actions]
    unknown = [pattern for pattern in wish.pinned if not any(matches(pattern, action.ref) for action in actions)]
    if unknown:
        known = ", ".join(tool.name for tool in tools) or "none yet: register one with POST /v1/tools"
        message = f"{unknown[0]!r} matches no registered tool or action; tools: {known}"
        raise InvalidRequest(f"tools: {message}", details=[{"field": "tools", "message": message}])
    chosen = {a.ref for a in actions if any(matches(pattern, a.ref) for pattern in wish.pinned)}
    used = {ref.partition(".")[0] for ref in chosen}
    # Whoever may use a tool may also be connected to it: the plan asks for that before anything else.
    return tuple(a for a in actions if a.ref in chosen or (a.via == "auth" and a.tool in used)), ()


def _by_prompt(prompt: str, tools: Sequence[Tool]) -> tuple[tuple[Action, ...], tuple[str, ...]]:
    made = grant(prompt, tools)
    return tuple(made.actions), tuple(made.warnings)


def _warned(wish: SubAgent, granted: Sequence[Action], withheld: Sequence[Action]) -> tuple[str, ...]:
    """What the wish asks for and will not get, or may not have meant."""
    return (*_about_rules(wish, granted), *_about_effects(wish, withheld), *_about_limits(wish))


def _warned_anew(ports: Ports, account: str, changed: SubAgent) -> tuple[str, ...]:
    """What the grant was warned of stays; the rest is said of what is wished for now."""
    kept = tuple(one for one in changed.warnings if not one.startswith(OF_WISHES))
    granted = list(read_actions(ports, account, changed.actions.values()).values())
    withheld = list(read_actions(ports, account, changed.withheld.values()).values())
    return (*kept, *_warned(changed, granted, withheld))


def _about_rules(wish: SubAgent, granted: Sequence[Action]) -> Iterator[str]:
    for rule in map(rule_of, wish.requires_approval):
        meant = [action for action in granted if covers(rule.action, action)]
        if not meant:
            yield f"requires_approval: {rule.action!r} matches no granted action"
        for name in names(rule.when) if rule.when else ():
            without = [one.ref for one in meant if name not in one.properties]
            if without:
                yield (
                    f"requires_approval: {rule.when!r} speaks of {name!r}, which {_listed(without)} "
                    f"{'has' if len(without) == 1 else 'have'} not: a person is asked each time"
                )


def _about_effects(wish: SubAgent, withheld: Sequence[Action]) -> Iterator[str]:
    if withheld:
        yield (
            f"effects: only {', '.join(wish.effects)} is allowed, so {len(withheld)} actions are withheld "
            f"({_listed([action.ref for action in withheld])}); what needs one of them is not planned"
        )


def _about_limits(wish: SubAgent) -> Iterator[str]:
    given = [name for name in ("tokens", "money") if name in wish.limits]
    if given:
        yield f"limits.{given[0]}: accepted; the planner uses no model, so that nothing is ever spent of it"


def _listed(refs: Sequence[str]) -> str:
    return ", ".join(refs[:3]) + (f" and {len(refs) - 3} more" if len(refs) > 3 else "")


def _allowed(wish: SubAgent, actions: Iterable[Action]) -> tuple[Action, ...]:
    """Those with an effect that was wished for; being connected changes nothing at the service."""
    return tuple(action for action in actions if action.effect in wish.effects or action.via == "auth")


def _names(actions: Iterable[Action]) -> tuple[str, ...]:
    return tuple(sorted({action.tool for action in actions}))


def _differs(tool: Registered, sub_agent: SubAgent) -> bool:
    """Whether the grant holds records of the tool that are not in force any more."""
    held = {digest for ref, digest in sub_agent.actions.items() if ref.partition(".")[0] == tool.name}
    return not held <= set(tool.actions.values())


def _put_in_force(ports: Ports, account: str, sub_agent: SubAgent, when: Any) -> Deployed:
    pk = account_pk(account)
    stored = asdict(sub_agent)
    digest = content_digest(stored)
    ports.store.put(Write(pk, f"SUBV#{digest}", stored))
    entry = {"version": digest, "tools": list(sub_agent.tools), "created_at": sub_agent.created_at}
    if not ports.store.put(Write(pk, f"SUB#{sub_agent.name}", entry, when=when)):
        raise _taken(sub_agent.name) if when == "absent" else Conflict(
            f"sub-agent {sub_agent.name!r} was changed by somebody else meanwhile: read it and try again"
        )
    compiled_at_once(ports, account, sub_agent)
    return Deployed(sub_agent, digest)


def compiled_at_once(ports: Ports, account: str, sub_agent: SubAgent) -> None:
    """So that no worker has to compile a large catalogue."""
    from chalicelib.engine.compiled import prepared

    records = granted_records(ports, account, sub_agent)
    records.read_all()
    prepared(ports, account, records.catalogue)


def _taken(name: str) -> Conflict:
    return Conflict(
        f"there is a sub-agent {name!r} already: change it by PATCH /v1/subagents/{name} or choose another name",
        code="subagent_exists",
    )


def _deployed(ports: Ports, account: str, entry: Entry) -> Deployed:
    return Deployed(read_version(ports, account, entry.version), entry.version)
