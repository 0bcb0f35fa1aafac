"""The form of stored records: one number, carried by each of them.

A record without one was written before there was any, and has form 1.  What an older release wrote is read; what a
newer one wrote is not guessed at: whoever meets it leaves it alone, and gives the message back (`NewerForm`).  A task
keeps the form under which it was accepted, and is claimed only by those who know it.

    1   until 2026-11-28
    2   every record carries its form; an ended task's control its end of life; `record` of the sub-agent

When the shape of a record changes, raise `FORM`, let the decoder of that record take both, and write golden records of
the new form (`python -m tests.golden.records`); those of the old ones stay, and must still be read.
"""

from chalicelib.domain.errors import NewerForm

FORM = 2
UNMARKED = 1


def readable(form: int, what: str) -> int:
    """`form`.  Raises `NewerForm` where this release does not know it."""
    if form > FORM:
        raise NewerForm(f"{what} has form {form}, and this release reads forms up to {FORM}: a newer one wrote it")
    return form
