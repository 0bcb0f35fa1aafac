"""Questions that a connection answers: who waits for one, and how they hear of it.

    A#<account>   AWAIT#<tool>#<user>#<task>#<step>   a question that a credential of this user for this tool answers
                  WAKE#<tool>#<user>#<token>          a credential is being kept: due until all who wait have been told

    WAKE# put ── the credential is kept ── each AWAIT# is answered like any question ── WAKE# deleted

A crash anywhere in between leaves WAKE# due, and the sweeper goes on from there.  The question's worker puts AWAIT#
before it looks at the connection for the last time: what was kept earlier it sees, what is kept later sees it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice
from typing import Any, TypeVar  # Any: details are JSON

from chalicelib.domain.control import Control
from chalicelib.domain.edit import CarryOn, Edit, Insert
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.task import Task
from chalicelib.engine import registry, signals
from chalicelib.engine.action_records import Records
from chalicelib.engine.engine import Engine
from chalicelib.engine.links import SEALED, return_address, sealed
from chalicelib.engine.ports import Consent, Grant, Item, Write
from chalicelib.engine.records import account_pk, expiry
from chalicelib.engine.registry import Registered, everything

WHO = "the connection"
AT_ONCE = 25
"""So many tasks are told while a person's browser waits; the sweeper tells the others."""
KEEPING = 60_000
"""Until then (ms) a credential is kept, or whoever was about to keep it is dead."""

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about consent, in the hands of its worker."""

    engine: Engine
    task: Task
    question: Step

    @property
    def tool(self) -> str:
        assert self.question.ask is not None
        return self.question.ask.tool

    @property
    def scopes(self) -> tuple[str, ...]:
        assert self.question.ask is not None
        return self.question.ask.scopes

    def grant(self) -> Grant | None:
        """The connection as it is now."""
        return _grant(self.engine, self.task.account, self.task.user_id, self.tool)

    def known(self, control: Control, plan: Plan, held: Grant | None) -> Edit | None:
        """What answers it without a person: another question like it, or a connection that is there by now."""
        other = self._like_it(control, plan)
        if other is not None:
            return Insert((other,), f"{self.tool} is being asked for already")
        if self._answered_before(control, plan):
            return CarryOn(f"A person was asked for these permissions of {self.tool} before")
        enough = held is not None and held.usable and (set(self.scopes) <= set(held.scopes))
        return CarryOn(f"{self.tool} is connected by now") if enough else None

    def await_it(self, held: Grant | None) -> bool:
        """From now on whoever keeps another credential than `held` tells this question.  True: it was kept already."""
        seen = held.id if held else ""
        task, until = self.task, self.engine.ports.now() + self.engine.settings.input_expiry
        self.engine.ports.store.put(Write(
            account_pk(task.account), f"{_prefix('AWAIT', self.tool, task.user_id)}#{task.id}#{self.question.id}",
            {"task": task.id, "step": self.question.id, "user": task.user_id, "seen": seen},
            expires=until // 1000 + 24 * 3600,
        ))
        return _is_new(self.grant(), seen)

    def details(self, plan: Plan, records: Records) -> dict[str, Any]:
        """The link, or why there is none."""
        tool = registry.tool_if_any(self.engine.ports, self.task.account, self.tool)
        if tool is None:
            return {}
        needed = self.scopes or _declared(plan, records, self.tool)
        now, settings = self.engine.ports.now(), self.engine.settings
        link = self.engine.ports.consents.link(Consent(
            self.task.account, tool.name, self.task.user_id, site(tool), return_address(settings),
            now + settings.input_expiry, needed, self.task.id, self.question.id,
        ))
        if link.url:
            text = sealed(self.engine.ports, self.task.account, self.task.id, link.url)
            return {SEALED: text, "scopes": list(link.scopes)}
        return {"problem": link.problem} if link.problem else {}

    def _like_it(self, control: Control, plan: Plan) -> Step | None:
        """A question of the task that gives the same.  Of two that have not been put yet the first by name is put."""
        for step in self._same(plan):
            live = control.live(step.id)
            if live is not None and (live.state == "W" or step.id < self.question.id):
                return step
        return None

    def _answered_before(self, control: Control, plan: Plan) -> bool:
        """Whether a person has consented to these scopes in this task: what that has not given, no second time will."""
        settled = (control.settled(step.id) for step in self._same(plan)) if self.scopes else ()
        return any(one is not None and one.letter == "D" for one in settled)

    def _same(self, plan: Plan) -> Iterator[Step]:
        """The other questions of the task whose answer answers this one."""
        for step in plan.steps:
            asked = step.ask
            if asked is None or asked.reason != "oauth_consent" or asked.tool != self.tool:
                continue
            enough = set(self.scopes) <= set(asked.scopes) and bool(self.scopes) == bool(asked.scopes)
            if enough and step.id != self.question.id:
                yield step


def storing(engine: Engine, account: str, tool: str, user_id: str | None, keep: Callable[[], Kept]) -> Kept:
    """Keep a credential, and tell those who wait for it."""
    sk = f"{_prefix('WAKE', tool, user_id)}#{engine.ports.token(8)}"
    due = engine.ports.now() + KEEPING + engine.settings.sweep_after
    item = Item(account_pk(account), sk, {"tool": tool, "user": user_id}, due=due)
    _put(engine, item)
    kept = keep()
    _tell(engine, account, item, AT_ONCE)
    return kept


def sweep_wake(engine: Engine, item: Item) -> None:
    _tell(engine, item.pk.partition("#")[2], item, 10 * AT_ONCE)


def site(tool: Registered) -> Mapping[str, Any]:
    return {"auth": tool.auth, "base_url": tool.base_url, "sandbox_base_url": tool.sandbox_base_url}


def _tell(engine: Engine, account: str, wake: Item, most: int) -> None:
    """Answer the questions that the credential answers; while any is left over, WAKE# stays due."""
    tool, user = str(wake.data["tool"]), wake.data["user"]
    everybody = f"AWAIT#{tool}#"  # the account's own credential serves those who have none
    found = everything(engine.ports.store, wake.pk, _prefix("AWAIT", tool, user) + "#" if user else everybody)
    waiting = list(islice(found, most + 1))
    told = [_answered(engine, account, tool, item) for item in waiting[:most]]
    if all(told) and len(waiting) <= most:
        engine.ports.store.delete(wake.pk, wake.sk)
    else:
        _put(engine, replace(wake, due=engine.ports.now() + engine.settings.sweep_after))


def _put(engine: Engine, item: Item) -> None:
    engine.ports.store.put(Write(
        item.pk, item.sk, item.data, due=item.due, expires=expiry(engine.ports, engine.settings)
    ))


def _answered(engine: Engine, account: str, tool: str, item: Item) -> bool:
    """False: the question has not heard yet what it should."""
    data = item.data
    if not _is_new(_grant(engine, account, data["user"], tool), data["seen"]):
        return True
    try:
        signals.answer(
            engine, account, data["task"], decision="approve", values={}, who=WHO, question=data["step"]
        )
    except (Conflict, NotFound) as error:
        if isinstance(error, Conflict) and error.code != "not_waiting":
            return False
    engine.ports.store.delete(item.pk, item.sk)
    return True


def _grant(engine: Engine, account: str, user_id: str | None, name: str) -> Grant | None:
    tool = registry.tool_if_any(engine.ports, account, name)
    return engine.ports.consents.grant(account, user_id, name, tool.auth) if tool else None


def _is_new(grant: Grant | None, seen: str) -> bool:
    return grant is not None and grant.usable and grant.id != seen


def _declared(plan: Plan, records: Records, tool: str) -> tuple[str, ...]:
    """What the tool's document says that the planned steps need."""
    actions = [records.get(step.ref) for step in plan.steps if step.tool == tool]
    return tuple(dict.fromkeys(scope for action in actions if action for scope in action.scopes))


def _prefix(kind: str, tool: str, user_id: str | None) -> str:
    """User ids may hold anything, so their hash stands in the key; "-" is the account's own."""
    return f"{kind}#{tool}#{sha256(user_id.encode()).hexdigest()[:24] if user_id else '-'}"
