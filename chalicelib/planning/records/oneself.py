"""The person who asks, in a request about records: "my bookings", "the tickets assigned to me", "hand it to me".

    "my", "mine"       the records of which a field holds what the context tells of the user
    "assigned to me"   of these fields, the one that the verb names

Where a field plainly says whose a record is and no fact tells who asks, it is asked: everybody's records are not mine.
"""

from collections.abc import Mapping, Sequence
from typing import Any  # Any: context facts are JSON

from chalicelib.planning.composer.oneself import ME, MINE
from chalicelib.planning.composer.words import Token, bag, name_parts, name_stems
from chalicelib.planning.records import shapes
from chalicelib.planning.records.reach import Row, Unsure
from chalicelib.planning.records.view import Reading, View

_BESIDE = bag("to by with")
_ROLES = bag("owner owned assignee assigned user requester requested created author holder")
_SHORTEST = 4


def by_oneself(one: Reading) -> None:
    """The records of the person who asks."""
    for at, token in enumerate(one.tokens):
        if not one.used.free(token) or token.low not in ME | MINE:
            continue
        deed = described(one.tokens, at)
        if token.low in ME and deed is None:
            continue
        one.used.take([token] if deed is None else [token, deed])
        if one.view.rows:
            _limit(one, deed, strictly=deed is not None or token.low == "mine")


def described(tokens: Sequence[Token], at: int) -> Token | None:
    """The word by which "me" describes records: "assigned" in "assigned to me"."""
    if at < 2 or tokens[at].low not in ME or tokens[at - 1].low not in _BESIDE:
        return None
    deed = tokens[at - 2]
    return deed if deed.content and deed.low.endswith(("ed", "en")) else None


def _limit(one: Reading, deed: Token | None, strictly: bool) -> None:
    names = _fields(one.view, deed)
    if not names:
        if strictly or _roles(one.view, None):
            raise Unsure("nothing tells which records are those of the person who asks")
        return
    facts = one.view.oneself
    chosen = {name: [row for row in one.view.rows if told(facts, row.values.get(name))] for name in names}
    if any(rows != chosen[names[0]] for rows in chosen.values()):
        raise Unsure(f"the records may be those of the person who asks by {' or '.join(names)}")
    one.named = True
    one.tests.append(lambda row: told(facts, row.values.get(names[0])) is not None)


def _fields(view: View, deed: Token | None) -> list[str]:
    """The fields that hold what the facts tell, else those that plainly would; of these, what the verb names."""
    roles = _roles(view, deed)
    holding = [name for name in shapes.names(view.seen) if held(view.oneself, view.seen, name)]
    named = [name for name in holding if name in roles]
    if deed is not None and roles:
        return named or [name for name in roles if _same_form(view, name)]
    return named or holding or [name for name in roles if _same_form(view, name)]


def _roles(view: View, deed: Token | None) -> list[str]:
    """The fields whose name says whose a record is: by the deed, or by a plain word for it."""
    return [
        name
        for name in shapes.names(view.seen)
        if shapes.shape(view.seen, name) not in ("moment", "truth")
        and (_kin(name_stems(name), deed.stem) if deed is not None else {*name_parts(name)} & _ROLES)
    ]


def _kin(stems: Sequence[str], deed: str) -> bool:
    return any(
        min(len(one), len(deed)) >= _SHORTEST and (one.startswith(deed) or deed.startswith(one)) for one in stems
    )


def held(facts: Mapping[str, Any], rows: Sequence[Row], name: str) -> bool:
    return any(told(facts, row.values.get(name)) is not None for row in rows)


def _same_form(view: View, name: str) -> bool:
    """Whether a fact could stand in the field, though no record holds it."""
    values = [str(value) for value in shapes.column(view.seen, name)]
    return any(all(_form(str(fact)) == _form(value) for value in values) for fact in view.oneself.values())


def _form(text: str) -> tuple[bool, bool, bool]:
    return "@" in text, any(char.isdigit() for char in text), " " in text


def told(facts: Mapping[str, Any], value: Any) -> str | None:
    """The fact that the value is, by its path; a first name alone is also that of the full name."""
    said = shapes.words(value)
    if value in (None, "") or isinstance(value, bool) or not said:
        return None
    for path, fact in facts.items():
        if isinstance(fact, int) or str(value).isdigit():
            same = str(fact) == str(value)
        elif "@" in str(fact) or "@" in str(value):
            same = str(fact).lower() == str(value).lower()
        else:
            same = shapes.words(fact) == said or (path.endswith("name") and shapes.words(fact)[:1] == said)
        if same:
            return path
    return None


def fitting(facts: Mapping[str, Any], rows: Sequence[Row], name: str) -> tuple[str, Any] | None:
    """The fact that the field takes as the person who asks: one that it holds, else one of its form."""
    values = shapes.column(rows, name)
    for value in values:
        path = told(facts, value)
        if path is not None:
            return path, value if isinstance(value, str) else facts[path]
    forms = {_form(str(value)) for value in values}
    same = [(path, fact) for path, fact in facts.items() if forms == {_form(str(fact))}]
    return same[0] if len(same) == 1 else None
