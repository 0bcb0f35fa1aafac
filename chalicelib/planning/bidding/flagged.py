"""A flag of a record is set and taken away like any other state: a record is marked as it, or as not.

    flag order 7 as rush                    ─>  mark order 7 as rush
    remove the rush flag from order 7       ─>  mark order 7 as not rush
    put the rush flag on order 7, unmark order 7 as rush

Only of a truth that records hold here, and where the catalogue has no flags of its own.
"""

import re

from chalicelib.planning.composer.index import Index
from chalicelib.planning.composer.mentions import begins_in, quotes
from chalicelib.planning.composer.words import stem
from chalicelib.planning.once import once

_THING, _TRUTH, _FLAG = r"(?P<what>[^,;.!?\n]+?)", r"(?P<truth>\w+)", "(?:flag|mark|marker)"
_ENDS = r"(?=\s*(?:[,;!?\n]|\.(?:\s|$)|\band\b|$))"
_FORMS = tuple(
    (re.compile(rf"\b{form}", re.IGNORECASE), said)
    for form, said in (
        (rf"un(?:mark|flag)\s+{_THING}\s+as\s+{_TRUTH}", "mark {} as not {}"),
        (rf"flag\s+{_THING}\s+as\s+{_TRUTH}", "mark {} as {}"),
        (
            rf"(?:remove|take|drop|clear|delete|lift)\s+(?:the|its|that)\s+{_TRUTH}\s+{_FLAG}\s+"
            rf"(?:from|off|on|of|for)\s+{_THING}{_ENDS}",
            "mark {} as not {}",
        ),
        (
            rf"(?:put|set|add)\s+(?:the|an?)\s+{_TRUTH}\s+{_FLAG}\s+(?:on|to|for)\s+{_THING}{_ENDS}",
            "mark {} as {}",
        ),
    )
)


def flagged(prompt: str, index: Index) -> str:
    """The prompt with such orders said with "mark"; what stands in quotes stays."""
    if not (truths := _truths(index)):
        return prompt
    for form, said in _FORMS:
        found = form.search(prompt)
        if found is None or begins_in(quotes(prompt), found):
            continue
        if stem(found["truth"]) in truths:
            prompt = f"{prompt[: found.start()]}{said.format(found['what'], found['truth'])}{prompt[found.end() :]}"
    return prompt


@once
def _truths(index: Index) -> frozenset[str]:
    """The stems of what is so or not of a record; none where flags are records themselves."""
    entries = index.entries.values()
    if any("flag" in one.objects for one in entries):
        return frozenset()
    return frozenset(word for one in entries for param in one.params if param.type == "boolean" for word in param.stems)
