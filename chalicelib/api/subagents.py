"""Sub-agents: deployed with the tools that their prompt is granted at that moment, changed only by PATCH."""

from typing import Any  # Any: answers are JSON

from chalicelib.api import idempotency, validate
from chalicelib.api.http import Home, Request, Response
from chalicelib.api.paging import page
from chalicelib.api.queries import NoQuery, PageQuery
from chalicelib.api.subagent_models import SubAgentBody, SubAgentPatch
from chalicelib.api.times import iso
from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.subagent import SubAgent
from chalicelib.engine import deploy, listing, training
from chalicelib.engine.deploy import Deployed
from chalicelib.engine.keys import Token


def create(request: Request, home: Home) -> Response:
    validate.query(request, NoQuery)
    body = validate.body(request, SubAgentBody)
    wish = SubAgent(name=body.name, tools=(), actions={}, **_fields(body, set(type(body).model_fields) - {"name"}))

    def make(_: Token) -> dict[str, Any]:
        return _view(deploy.deploy(home.ports, request.account, wish, _builtin()))

    answer = idempotency.once(request, home, "subagent", make)
    return Response(201, answer, {"Location": f"/v1/subagents/{body.name}"})


def index(request: Request, home: Home) -> Response:
    asked = validate.query(request, PageQuery)
    found = deploy.listing(home.ports, request.account)
    return Response(200, page(found, asked, lambda one: (one.sub_agent.created_at, one.sub_agent.name), _view))


def show(request: Request, home: Home) -> Response:
    validate.query(request, NoQuery)
    found = deploy.current(home.ports, request.account, request.params["id"])
    shown = _view(found)
    shown["warnings"] += deploy.offers(home.ports, request.account, found.sub_agent)
    return Response(200, shown)


def change(request: Request, home: Home) -> Response:
    body = validate.body(request, SubAgentPatch)
    if not body.model_fields_set:
        message = f"give at least one of {', '.join(SubAgentPatch.model_fields)}"
        raise InvalidRequest(message, details=[{"field": "body", "message": message}])
    changes = _fields(body, body.model_fields_set)
    changed = deploy.change(home.ports, request.account, request.params["id"], changes, _builtin())
    return Response(200, _view(changed))


def remove(request: Request, home: Home) -> Response:
    deploy.remove(
        home.ports, request.account, request.params["id"], lambda name: listing.busy(home.ports, request.account, name)
    )
    training.forget_all(home.ports, request.account, request.params["id"])
    return Response(204)


def _fields(body: SubAgentBody | SubAgentPatch, names: set[str]) -> dict[str, Any]:
    """The fields of a `SubAgent` that were sent; `tools` is what pins the grant, not the grant."""
    sent = body.model_dump(include=names)
    made: dict[str, Any] = {
        name: _each_once(value) if isinstance(value, list) else value for name, value in sent.items()
    }
    if "limits" in made:
        made["limits"] = {name: value for name, value in made["limits"].items() if value is not None}
    if "tools" in made:
        made["pinned"] = made.pop("tools") or ()
    return made


def _each_once(values: list[Any]) -> tuple[Any, ...]:
    return tuple(value for place, value in enumerate(values) if value not in values[:place])


def _builtin() -> tuple[Any, ...]:  # Any: domain Actions; the tools package is imported when it is needed
    from chalicelib.tools import utility_actions

    return tuple(utility_actions())


def _view(deployed: Deployed) -> dict[str, Any]:
    one = deployed.sub_agent
    return {
        "id": one.name, "name": one.name, "prompt": one.prompt, "status": "deployed",
        "tools_available": len(one.tools), "tools": list(one.tools), "actions": sorted(one.actions),
        "pinned": list(one.pinned) or None, "effects": list(one.effects),
        "requires_approval": list(one.requires_approval), "limits": dict(one.limits),
        "record": one.record, "version": deployed.version, "created_at": iso(one.created_at),
        "warnings": list(one.warnings),
    }
