"""Names with a slash, where the paths of requests are made of such: "octo/site" is `owner` and `repo`.

    GET /repos/{owner}/{repo}/issues      two inputs side by side, as people write them too
"""

import re
from collections.abc import Iterable, Iterator

from chalicelib.domain.binding import Binding, Mention
from chalicelib.domain.tool import Action
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.place import segments
from chalicelib.planning.composer.sketch import Path
from chalicelib.planning.composer.words import STOP

_SLASHED = re.compile(r"(?<![\w/.@:-])[A-Za-z0-9][\w.-]*/[A-Za-z0-9](?:[\w.-]*\w)?(?![\w/])")


def spelled(text: str) -> Iterator[Found]:
    """What may be such a name; "and/or" and "24/7" are none."""
    for match in _SLASHED.finditer(text):
        if not {part.lower() for part in match[0].split("/")} <= STOP and not match[0].replace("/", "").isdigit():
            yield Found(match.start(), match.end(), "path", match[0], match[0])


def names(found: Found) -> bool:
    """Whether the mention is such a name."""
    return found.kind == "path" and _SLASHED.fullmatch(str(found.value)) is not None


def row(action: Action) -> tuple[str, ...]:
    """The first inputs that stand side by side in the path; empty where none do."""
    found: list[str] = []
    for part in (*segments(action), ""):
        inner = re.fullmatch(r"\{([^{}]+)\}", part)
        if inner:
            found.append(inner[1])
        elif len(found) > 1:
            return tuple(found)
        else:
            found = []
    return ()


def placed(entry: Entry, told: Iterable[Found], inputs: dict[Path, Binding], used: set[Found]) -> None:
    """Give the first such name to the inputs that it tells."""
    names = row(entry.action)
    for found in told if names else ():
        parts = str(found.value).split("/")
        if found.kind == "path" and len(parts) == len(names) and all(parts):
            inputs.update({(name,): Mention(part, found.text) for name, part in zip(names, parts, strict=True)})
            used.add(found)
            return
