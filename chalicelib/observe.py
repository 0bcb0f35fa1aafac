"""What the shell writes for those who operate Replan: one structured record per step, through one door.

The core does not log; it returns what is worth knowing.  Powertools is imported at the first record, which
keeps it off the path of whoever logs nothing.
"""

from functools import cache
from traceback import format_exc
from typing import Any  # Any: a record's fields are JSON

from chalicelib.domain.redact import redact


def log(event: str, *, level: str = "info", exception: bool = False, **fields: Any) -> None:
    """One JSON line; `exception` adds the traceback of the error in hand, without what its text may quote."""
    if exception:
        fields["traceback"] = format_exc()
    getattr(_logger(), level)(event, extra=redact(fields))


@cache
def _logger() -> Any:
    from aws_lambda_powertools import Logger

    return Logger(service="replan")
