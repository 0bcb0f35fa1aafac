"""What callers get about users, for the API's description."""

from typing import Any, Literal  # Any: counts by kind, where a store has kinds

from chalicelib.api.answers import Answer


class Deletion(Answer):
    """`removed` counts by store; null: a store that cannot be searched.  `gone_at`: nothing of the user is left.

    `checked_at`: what was being written at that instant is gone too.  `still_running`: tasks that a worker holds.
    """

    user_id: str
    status: Literal["running", "done"]
    asked_at: str
    gone_at: str | None
    checked_at: str | None
    still_running: int
    removed: dict[str, Any]
