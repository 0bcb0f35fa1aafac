"""What the shell writes for those who operate Replan: one structured record per step, through one door.

The core does not log; it returns what is worth knowing.  Powertools is imported at the first record, which
keeps it off the path of whoever logs nothing.
"""

from functools import cache
from typing import Any  # Any: a record's fields are JSON


def log(event: str, *, level: str = "info", exception: bool = False, **fields: Any) -> None:
    """One JSON line; `exception` adds the traceback of the error in hand."""
    getattr(_logger(), level)(event, extra=fields, exc_info=exception)


@cache
def _logger() -> Any:
    from aws_lambda_powertools import Logger

    return Logger(service="replan")
