"""How an instant is told outside."""

from datetime import UTC, datetime


def iso(at: int | None) -> str | None:
    """ISO 8601 in UTC with milliseconds, ending in Z."""
    if at is None:
        return None
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
