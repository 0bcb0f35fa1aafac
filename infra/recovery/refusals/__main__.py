"""`python -m infra.recovery.refusals [-v]`: what is done first about a write that is refused, as services write it.

    token      the credential is renewed                  absent    looked up, or given up
    scope      a person is asked to consent               retired   the action that is named, in its place
    limit      tried again, after the time that is told   renamed   the same input under its new name
    busy       tried again, after the time that is told   lacking   the input that is named is asked for
    down       tried again, or nobody knows               allowed   asked which value, or given up
    state      nothing that could help is there: given up, or a person is asked
    rule       a rule of business says no for good: given up at once

Both files were written without reading this project.  `developed` was read when what is refused was mended, `left_out`
by nobody: of it only totals are told.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any  # Any: bodies are JSON

from chalicelib.domain.binding import Literal
from chalicelib.domain.edit import Edit, GiveUp, Later, Recover, Replace
from chalicelib.domain.outcome import Failed, Outcome
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.tool import AUTHENTICATE, REFRESH, Action
from chalicelib.planning.planner import Brief, Catalogue, Run
from chalicelib.planning.revise import revise
from chalicelib.tools.answers import outcome_of
from chalicelib.tools.transport import Answer

FILES = ("developed", "left_out")
NOW = 1_790_000_000_000
_TEXT = {"type": "string"}
_SAME = 0.05
"""Waits may differ by so much of what is told."""

Refusal = Mapping[str, Any]


def refusals(name: str) -> list[Refusal]:
    lines = (Path(__file__).parent / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def outcome(told: Refusal) -> Outcome:
    """What the answer means to whoever called."""
    plain = isinstance(told["body"], str)
    body = told["body"] if plain else json.dumps(told["body"])
    headers = {"content-type": "text/plain" if plain else "application/json", **told["headers"]}
    return outcome_of(Answer(told["status"], headers, body.encode()), "unsafe", {}, NOW)


def first(told: Refusal) -> Edit | None:
    """What is done first where the call was one that writes; None where the refusal was not seen as one."""
    failed = outcome(told)
    if not isinstance(failed, Failed):
        return None
    step, actions = _call(told)
    return revise(Brief("Make a label for parcel p7", _catalogue(actions)), Run(Plan((step,)), {}, {}), step, failed)


def _call(told: Refusal) -> tuple[Step, list[Action]]:
    """The call that is refused, and the actions that are there: those that the refusal speaks of among them."""
    inputs, more = {"parcel_id": "p7", "shelf": "North"}, dict[str, Any]()
    called = [str(told["old"]), str(told["new"])] if told["kind"] == "retired" else ["make_label"]
    match told["kind"]:
        case "renamed":
            inputs, more = {"parcel_id": "p7", told["old"]: "North"}, {told["new"]: _TEXT}
        case "allowed":
            inputs = {"parcel_id": "p7", told["name"]: "zzz"}
        case "lacking":
            more = {told["new"]: _TEXT}
    schema = {"type": "object", "properties": {**dict.fromkeys(inputs, _TEXT), **more}, "required": ["parcel_id"]}
    actions = [Action("svc", _name(one), "Make a label.", schema, None, "unsafe", "http") for one in called]
    bound = {name: Literal(value) for name, value in inputs.items()}
    return Step("4", "svc", actions[0].name, "unsafe", bound, label="4"), actions


def _name(action: str) -> str:
    return action.rpartition(".")[2]


def _catalogue(actions: list[Action]) -> Catalogue:
    empty = {"type": "object", "properties": {}, "required": []}
    renewals = [Action("svc", name, "Renew.", empty, None, "idempotent", "auth") for name in (AUTHENTICATE, REFRESH)]
    listing = Action("svc", "list_parcels", "List parcels.", empty, None, "read", "http")
    return Catalogue("refusals", {one.ref: one for one in (*actions, listing, *renewals)})


def said(edit: Edit | None) -> str:
    """In a word what is done; "unseen" where the refusal was taken for a good answer."""
    match edit:
        case Later():
            return "later"
        case Recover(steps):
            asked = steps[0].ask
            if asked is not None:
                return {"oauth_consent": "consent", "approval": "approval"}.get(asked.reason, "ask")
            return "renew" if steps[0].action in (AUTHENTICATE, REFRESH) else "do"
        case Replace():
            return "instead"
        case GiveUp():
            return "give up"
    return "unseen"


_RIGHT: Mapping[str, tuple[str, ...]] = {
    "token": ("renew",), "scope": ("consent",), "limit": ("later",), "busy": ("later",), "down": ("later", "give up"),
    "retired": ("instead",), "renamed": ("instead",), "lacking": ("ask",), "allowed": ("ask", "give up"),
    "absent": ("give up", "do"), "state": ("give up", "ask", "approval", "consent"), "rule": ("give up",),
}


def right(told: Refusal, edit: Edit | None) -> bool:
    if said(edit) not in _RIGHT[told["kind"]]:
        return False
    match edit:
        case Later(seconds):
            return told["kind"] == "down" or _as_told(seconds, told)
        case Replace(step):
            return step.action == _name(told["new"]) if told["kind"] == "retired" else told["new"] in step.inputs
        case GiveUp(reason):
            return told["kind"] != "down" or reason in ("unavailable", "outcome_unknown")
    return True


def _as_told(seconds: float, told: Refusal) -> bool:
    dated = "date" in told["headers"]  # an instant that lies far behind the clock of this measurement
    return told["wait"] is None or dated or abs(seconds - told["wait"]) <= max(1.0, _SAME * told["wait"])


def judged(name: str) -> Iterator[tuple[Refusal, Edit | None, bool]]:
    for told in refusals(name):
        edit = first(told)
        yield told, edit, right(told, edit)


def main() -> None:
    found = {name: list(judged(name)) for name in FILES}
    print(f"| refusal | {' | '.join(name.replace('_', ' ') for name in FILES)} |\n|---|---|---|")
    for kind in (*dict.fromkeys(told["kind"] for told, *_ in found[FILES[0]]), ""):
        mine = [[good for told, _, good in found[name] if kind in ("", told["kind"])] for name in FILES]
        print(f"| {kind or '**all**'} | {' | '.join(f'{sum(one)} of {len(one)}' for one in mine)} |")
    if "-v" in sys.argv:
        for told, edit, good in found[FILES[0]]:
            if not good:
                body = json.dumps(told["body"], ensure_ascii=False)[:200]
                print(f"{told['kind']} {told['status']} {body} -> {said(edit)}")


if __name__ == "__main__":
    main()
