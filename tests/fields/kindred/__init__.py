"""Past runs of the same kinds as the tasks of a field: other things, other values, one run for each task.

`PASTS` of a field (`Field.pasts`) are of other kinds than its tasks, for the most part: they show what a service is like.
Most work comes again, though.  A module here has the name of its field, and `PASTS`, one `Past` for each of the
field's tasks, in their order; None for those of which no run can be told, as a person is asked.  Those at even places (0, 2, …)
are said much as the task is, those at odd ones as another person would say them.

    python -m tests.fields.kindred FIELD …    # whether they can be carried out
"""

from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules

from tests.fields.service import Field, Past

NAMES = tuple(sorted(one.name for one in iter_modules(__path__) if not one.name.startswith("_")))


def kindred(name: str) -> Sequence[Past | None]:
    """Those of one field, in the order of its tasks."""
    pasts: Sequence[Past | None] = import_module(f"{__name__}.{name}").PASTS
    return pasts


def with_kindred(kind: Field) -> Field:
    """The field whose past runs are those of its tasks' kinds."""
    return replace(kind, pasts=[past for past in kindred(kind.name) if past])
