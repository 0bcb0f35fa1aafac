"""Names that say a method and a path, not a deed: what they would be called in words.

Where a document names every operation after its own method (`PostPayoutsPayoutCancel`, `put-boards-id`, `GET_orders`),
"post" posts nothing.  The verb is then what the path ends in, behind an id, if that is one; else what the description
begins with; else what the method does to a path of its form.

    POST /v1/payouts/{payout}/cancel      cancel payouts
    POST /v1/customers, "Creates a …"     create customers

Other names hold a deed and more that every name of the document has: the path and the method behind it, as some
frameworks make them up, or the group in front of it.

    hire_out_boat_boats__id__hire_post    hire out boat
    boats/create-mooring, boats/list      create mooring, list boats
    boats_list, boats_launch_create       list boats, launch boats, where that is POST /boats/{id}/launch
"""

import re
from collections.abc import Container, Sequence
from dataclasses import replace

from chalicelib.planning.composer import methods
from chalicelib.planning.composer.words import name_parts, senses, stem
from chalicelib.tools.source import LONGEST_NAME, Operation, action_name

ENOUGH = 0.9
FEW = 5
"""Of fewer operations the names may begin alike by chance."""
_VERSION = re.compile(r"v\d[\w.]*")
_CHANGING = ("post", "put", "patch")
_LAST = ("list", "create", "retrieve", "update", "destroy")
_BESIDE = ("for", "of", "in", "by", "from", "with", "to", "as", "and")


def in_words(made: Sequence[Operation]) -> list[Operation]:
    """The operations, with `said` where nearly all names are methods and paths, or hold these or the service too."""
    for deed in (_before_path, _verb_last, _behind_group):
        told = [deed(one) for one in made]
        if sum(map(bool, told)) >= ENOUGH * len(made):
            return [replace(one, said=said) for one, said in zip(made, told, strict=True)]
    if not _led_by_method(made):
        return _without_service(made)
    shown = {str(one.call.get("path", "")) for one in made if _method(one) == "get"}
    return [replace(one, said=_said(one, shown)) if _leads(one) else one for one in made]


def _without_service(made: Sequence[Operation]) -> list[Operation]:
    """Without the part that all names begin with, if a thing and a deed stand behind it: `drive.files.list`."""
    rows = [re.split(r"[._/]", one.name) for one in made]
    if len(rows) < FEW or len({row[0] for row in rows}) > 1 or min(map(len, rows)) < 3:
        behind = methods.behind_idle([(one.name, one.description) for one in made])
        return [replace(one, said=said) for one, said in zip(made, behind, strict=True)]
    return [replace(one, said=" ".join(row[1:])) for one, row in zip(made, rows, strict=True)]


def named_in_words(made: Sequence[Operation]) -> list[Operation]:
    """The same where only names and descriptions tell of methods, as in the list of a server."""
    told = methods.in_words([(one.name, one.description) for one in made])
    return [replace(one, said=said, description=text) for one, (said, text) in zip(made, told, strict=True)]


def _before_path(one: Operation) -> str:
    """The words in front of the path and the method; "" where the name does not end in these."""
    behind = f"{re.sub(r'[^A-Za-z0-9_]', '_', str(one.call.get('path', '')))}_{_method(one)}"
    if one.name.endswith(behind):
        return " ".join(name_parts(one.name.removesuffix(behind)))
    cut = (one.name[:at] for at in range(1, len(one.name))) if len(one.name) >= LONGEST_NAME - 1 else ()
    return next((" ".join(name_parts(lead)) for lead in cut if action_name(lead + behind) == one.name), "")


def _behind_group(one: Operation) -> str:
    """The words behind those of the group, which stand behind the verb where no other thing does; "" for none."""
    group, parts = name_parts(one.group), name_parts(one.name)
    verb, *more = parts[len(group):] or ("",)
    if not group or parts[: len(group)] != group or not verb:
        return ""
    said = not more or more[0] in _BESIDE or not group[-1].endswith("s")  # what is posted to a chat is a chat message
    return " ".join((verb, *(group if said else ()), *more))


def _verb_last(one: Operation) -> str:
    """The verb, and the things in front of it; of what is posted to a deed that deed.  "" for any other name."""
    *things, verb = name_parts(one.name)
    if not things or verb not in _LAST:
        return ""
    things = things[:-1] if things[-1] == "partial" else things
    deed = [*name_parts(str(one.call.get("path", "")).rstrip("/").rpartition("/")[2])]
    posted = verb == "create" and bool(deed) and not deed[0].endswith("s") and things[-len(deed):] == deed
    return " ".join((*deed, *things[:-len(deed)]) if posted and things != deed else (verb, *things))


def _led_by_method(made: Sequence[Operation]) -> bool:
    """Also that the texts of those that change something do not begin with that very word: then it is a verb."""
    if sum(_leads(one) for one in made) < ENOUGH * len(made):
        return False
    changing = [one for one in made if _method(one) in _CHANGING and _first(one)]
    return any(_method(one) in _CHANGING for one in made) and (
        2 * sum(_first(one) == _method(one) for one in changing) <= len(changing)
    )


def _leads(one: Operation) -> bool:
    parts = name_parts(one.name)
    return len(parts) > 1 and parts[0] == _method(one)


def _method(one: Operation) -> str:
    return str(one.call.get("method", "")).lower()


def _first(one: Operation) -> str:
    """The stem of the first word of the text, unless the text is only the method and the path again."""
    if one.description == f"{one.call.get('method')} {one.call.get('path')}":
        return ""
    word = re.match(r"[A-Za-z]+", one.description)
    return stem(word[0]) if word else ""


def _said(one: Operation, shown: Container[str]) -> str:
    """The verb, and what stands in the path beside it; what the path is filled with names nothing more."""
    verb, things = _verb(one, shown), _things(one)
    return " ".join((verb, *(things[:-1] if things[-1:] == (verb,) else things)))


def _things(one: Operation) -> tuple[str, ...]:
    plain = [part for part in str(one.call.get("path", "")).split("/") if part and "{" not in part]
    return tuple(word for part in plain if not _VERSION.fullmatch(part) for word in name_parts(part)) or (
        name_parts(one.name)[1:]
    )


def _verb(one: Operation, shown: Container[str]) -> str:
    """`shown`: the paths that can be read, and so are things and no deeds."""
    path = str(one.call.get("path", ""))
    segments = [part for part in path.split("/") if part]
    last = name_parts(segments[-1]) if segments and "{" not in segments[-1] else ()
    if len(segments) > 1 and "{" in segments[-2] and last:
        alone = len(last) == 1 and not last[0].endswith("s") and path not in shown
        if senses(stem(last[0])) - {"read"} or (alone and _method(one) in _CHANGING):
            return last[0]
    method, told = _method(one), re.match(r"[A-Za-z]*", one.description)
    if method not in _CHANGING:
        return method
    makes = method == "post" and bool(last)
    meant = senses(stem(told[0])) - {"read"} if told and _first(one) else frozenset()
    if told and (meant if makes else meant & {"update", "delete"}):
        return told[0].lower()
    return "create" if makes else "update"
