"""Sizes of data: "bigger than 500 MB" of files that tell theirs in bytes."""

from collections.abc import Sequence

from chalicelib.planning.composer.words import name_parts

_LETTERS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
SIZES = {f"{letter}b": times for letter, times in _LETTERS.items() if letter} | {
    "bytes": 1, "kilobytes": 10**3, "megabytes": 10**6, "gigabytes": 10**9, "terabytes": 10**12,
}  # fmt: skip
_MANY = 10_000


def unit(name: str, held: Sequence[float | None]) -> int:
    """How many bytes the field counts by: as its name says, else one where it holds large numbers; 0 where neither."""
    told = next((SIZES[part] for part in name_parts(name) if part in SIZES), 0)
    return told or int(any(one is not None and one >= _MANY for one in held))
