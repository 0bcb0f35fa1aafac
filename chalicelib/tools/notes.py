"""What a person should know of a document that was read: said once, however many operations it is true of."""

from collections.abc import Iterator


class Notes:
    def __init__(self) -> None:
        self._found: dict[str, list[str]] = {}

    def add(self, where: str, text: str) -> None:
        self._found.setdefault(text, []).append(where)

    def lines(self) -> Iterator[str]:
        """`POST /a and 3 more: what is to be said`."""
        for text, places in self._found.items():
            others = f" and {len(places) - 1} more" if len(places) > 1 else ""
            yield f"{places[0]}{others}: {text}"
