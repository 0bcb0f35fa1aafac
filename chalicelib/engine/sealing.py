"""What a plan or a service says that nobody may read later, and that a later call needs, is kept sealed.

    a literal under a secret's name, or that looks like a credential    in a step's inputs
    an address with a query or a path of its own to ask at              in a step's poll, in a webhook

It is sealed when it is written, opened for the one call that needs it, and shown as a mask everywhere else.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any  # Any: inputs are JSON

from chalicelib.domain.binding import Binding, Literal, Mention, Sealed, Several, Text, Values, resolve
from chalicelib.domain.plan import Step
from chalicelib.domain.redact import redact
from chalicelib.engine.ports import Ports

PREFIX = "sealed:"


def sealed_step(ports: Ports, account: str, step: Step) -> Step:
    """The step as it is written."""
    return replace(
        step, inputs=_sealed_inputs(ports, account, step.inputs),
        body=sealed_step(ports, account, step.body) if step.body else None,
        rebinds={sid: _sealed_inputs(ports, account, inputs) for sid, inputs in step.rebinds.items()},
    )


def _sealed_inputs(ports: Ports, account: str, inputs: Mapping[str, Binding]) -> Mapping[str, Binding]:
    return {name: _sealed(ports, account, name, binding) for name, binding in inputs.items()}


def _sealed(ports: Ports, account: str, name: str, binding: Binding) -> Binding:
    match binding:
        case Literal(value) | Mention(value, _):
            text = json.dumps({name: value}, default=str)
            if json.dumps(redact({name: value}), default=str) == text:
                return binding
            return Sealed(ports.vault.seal(json.dumps(value).encode(), _context(account, "input")))
        case Text(parts):
            return Text(tuple(_sealed(ports, account, name, part) for part in parts))
        case Several(parts):
            return Several(tuple(_sealed(ports, account, name, part) for part in parts))
    return binding


def opened_inputs(
    ports: Ports, account: str, step: Step, inputs: Mapping[str, Any], values: Values
) -> Mapping[str, Any]:
    """What goes to the tool; inputs that somebody has changed since stay as they are."""
    opened = dict(inputs)
    for name, binding in step.inputs.items():
        plain = _opened(ports, account, binding)
        if plain != binding and inputs.get(name) == resolve(binding, values):
            opened[name] = resolve(plain, values)
    return opened


def _opened(ports: Ports, account: str, binding: Binding) -> Binding:
    match binding:
        case Sealed(handle):
            return Literal(json.loads(ports.vault.open(handle, _context(account, "input"))))
        case Text(parts):
            return Text(tuple(_opened(ports, account, part) for part in parts))
        case Several(parts):
            return Several(tuple(_opened(ports, account, part) for part in parts))
    return binding


def sealed_address(ports: Ports, account: str, url: str) -> str:
    return PREFIX + ports.vault.seal(url.encode(), _context(account, "address"))


def opened_address(ports: Ports, account: str, url: str) -> str:
    if not url.startswith(PREFIX):
        return url
    return ports.vault.open(url.removeprefix(PREFIX), _context(account, "address")).decode()


def _context(account: str, what: str) -> Mapping[str, str]:
    return {"account": account, "for": what}
