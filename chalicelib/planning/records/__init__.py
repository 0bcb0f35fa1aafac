"""Requests about records that exist: which ones are meant is decided on data, before anything is written.

    draft    reads that show the records, and one step that gathers them
    gathered the prompt is read again with the records there: more reads, or all writes at once, or a question

The reading is a pure function of the prompt and of what was read so far; it is simply repeated when more is there.
"""

from chalicelib.planning.gathering import gathers, looks
from chalicelib.planning.records.answer import computed, seen
from chalicelib.planning.records.ask import answered, times_said_anew
from chalicelib.planning.records.carry import (
    draft,
    gathered,
    instead,
    parted,
    question,
    reading,
    refused,
    rows,
    surveyed,
    told,
)
from chalicelib.planning.records.further import further
from chalicelib.planning.records.readings import untaught

__all__ = [
    "answered", "computed", "draft", "further", "gathered", "gathers", "instead", "looks", "parted", "question",
    "reading", "refused", "rows", "seen", "surveyed", "times_said_anew", "told", "untaught",
]
