"""Kill switches: nothing of an account, or of one sub-agent, starts until they are released."""

from typing import Any  # Any: answers are JSON

from chalicelib.api import validate
from chalicelib.api.http import Home, Request, Response
from chalicelib.api.models import StopBody, SwitchBody
from chalicelib.api.queries import NoQuery
from chalicelib.api.times import iso
from chalicelib.engine import registry, switches
from chalicelib.engine.switches import Switches


def show(request: Request, home: Home) -> Response:
    validate.query(request, NoQuery)
    return Response(200, _view(switches.read(home.ports.store, request.account)[0]))


def stop(request: Request, home: Home) -> Response:
    body = validate.optional_body(request, StopBody)
    if body.sub_agent is not None:
        registry.find_sub_agent(home.ports, request.account, body.sub_agent)
    return Response(200, _view(switches.throw(
        home.ports.store, request.account, body.sub_agent, at=home.ports.now(), by=request.key.id, reason=body.reason,
    )))


def release(request: Request, home: Home) -> Response:
    body = validate.optional_body(request, SwitchBody)
    return Response(200, _view(switches.release(home.ports.store, request.account, body.sub_agent)))


def _view(thrown: Switches) -> dict[str, Any]:
    return {
        "stopped": thrown.whole is not None, **({"switch": _switch(thrown.whole)} if thrown.whole else {}),
        "sub_agents": {name: _switch(mark) for name, mark in thrown.sub_agents.items()},
    }


def _switch(mark: Any) -> dict[str, Any]:  # Any: as it is stored
    return {"at": iso(mark["at"]), "by": mark["by"], "reason": mark["reason"]}
