"""Capabilities that a Lambda function carries out, instead of a service over HTTP.

A function has no methods and paths.  What an action does is what the registration says by `effect`, or by a `method`
that is given all the same; else it is unsafe.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any  # Any: registrations are JSON

from chalicelib.tools.guard import Guard
from chalicelib.tools.source import Operation, Source, invalid

_ARN = re.compile(
    r"arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:function:[A-Za-z0-9_-]{1,64}(:(\$LATEST|[A-Za-z0-9_-]{1,128}))?"
)
_KEPT = ("template", "result", "poll", "callback", "probe", "idempotency")


def checked_arn(arn: Any, field: str, guard: Guard) -> str:
    """Its form; whether the account may use the function, the operator says (`Functions.refusal`)."""
    if not isinstance(arn, str) or not _ARN.fullmatch(arn):
        raise invalid(field, arn, "write arn:aws:lambda:REGION:ACCOUNT:function:NAME, with :ALIAS if you like")
    return arn


def carried_out_by_function(source: Source) -> Source:
    return replace(source, operations=[_operation(one) for one in source.operations])


def _operation(one: Operation) -> Operation:
    kept: Mapping[str, Any] = {name: one.call[name] for name in _KEPT if name in one.call}
    return replace(one, via="lambda", call={"function_action": one.name, **kept})
