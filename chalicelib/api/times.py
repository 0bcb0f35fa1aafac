"""Times as callers see them."""

from datetime import UTC, datetime


def iso(at: int) -> str:
    """Milliseconds since 1970 as ISO 8601 in UTC, ending in Z."""
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
