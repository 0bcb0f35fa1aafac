"""Fields in which a service keeps its own books: they tell nothing of a record that a request would speak of.

    {"guest": "Ito", "date": "2026-03-14", "created_at": "2026-02-01T08:12:00Z", "updated_at": …, "version": 3}

"Cancel Ito's reservation on Saturday" is about the date.  When a record was made or changed counts where no other day
or time stands in it, and how often it was changed never, unless the request says so or an action takes such an input.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any  # Any: outputs are JSON

from chalicelib.planning.composer.words import name_parts, name_stems, stem_bag

_MADE = stem_bag("created creation inserted")
_CHANGED = stem_bag("updated modified changed edited update modification")
_WHEN = stem_bag("at on date time timestamp datetime last utc dt ts")
_MAKING = stem_bag(
    "create add added open opened make made file filed submit submitted report reported raise raised receive received "
    "place placed new register registered log logged old ago older sign signed upload uploaded publish "
    "published post posted age"
)
_CHANGING = stem_bag("change changed edit edited modify modified touch touched update updated stale")
_DAY = re.compile(r"\d{4}[-/.]\d\d|\d\d[-/.]\d\d[-/.]\d\d")
_SECONDS = 10**9
VERSIONS = stem_bag("version revision rev etag")


def kept_books(rows: Sequence[Mapping[str, Any]], said: Collection[str], taken: Collection[str]) -> frozenset[str]:
    """The names of such fields.  `said`: stems of the request; `taken`: the inputs of all actions."""
    told = {name: frozenset(name_stems(name)) for name in dict.fromkeys(name for row in rows for name in row)}
    moments = {name for name in told if any(_is_moment(row.get(name)) for row in rows)}
    books = {name for name in moments if _MADE | _CHANGED >= told[name] - _WHEN != frozenset()}
    if all(name in books or only_some(rows, name) for name in moments):
        books = {name for name in books if not told[name] & _MADE} if any(told[one] & _MADE for one in books) else set()
    counted = {name for name, stems in told.items() if stems and stems <= VERSIONS}
    books |= {name for name in counted if "etag" in told[name] or all(isinstance(row.get(name), int) for row in rows)}
    spoken = {*said}
    about = (_MADE if spoken & _MAKING else frozenset()) | (_CHANGED if spoken & _CHANGING else frozenset())
    return frozenset(name for name in books if name not in taken and not told[name] & (spoken | about) - _WHEN)


def only_some(rows: Sequence[Mapping[str, Any]], name: str) -> bool:
    """Whether it says since when some are so: `closed_at`, of which nobody speaks who does not say it."""
    first, *rest = (*name_parts(name), "")
    return first.endswith("ed") and rest[:1] in (["at"], ["on"]) and any(row.get(name) is None for row in rows)


def _is_moment(value: Any) -> bool:
    """A written day or moment, or seconds since 1970."""
    return bool(_DAY.match(value)) if isinstance(value, str) else isinstance(value, int) and value > _SECONDS
