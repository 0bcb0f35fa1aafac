"""Filters that a predicate names: truths, states that are not to be, and what is past its date."""

from collections.abc import Collection, Sequence
from datetime import datetime

from chalicelib.planning.composer.thesaurus import related
from chalicelib.planning.composer.words import Token, name_stems, stem
from chalicelib.planning.records import phrase, shapes, states, tell_apart
from chalicelib.planning.records.choices import means, said
from chalicelib.planning.records.denials import denied
from chalicelib.planning.records.reach import Row, Unsure
from chalicelib.planning.records.resources import options
from chalicelib.planning.records.view import DUE, LATE, Reading, Test, has_ended, moment_field

_HAVING = ("has", "have", "left", "still")


def by_predicates(one: Reading) -> None:
    """Truths by their name, states that are not to be ("unfinished"), and what is past its date."""
    rows = one.view.rows
    one.tests += _to_be_done(one)
    for at, token in enumerate(one.tokens):
        if not one.used.free(token) or not token.content:
            continue
        turned = denied(one.tokens[:at]) or _by_nobody(one.tokens[max(0, at - 3) : at])
        test = _truth(rows, token, turned) or _past(one, token) or _absent(rows, one.tokens[:at], token)
        doubtful = None if test is not None else _unstate(one, token) or _still(one, token)
        if test is not None or doubtful is not None:
            one.used.take([token])
        one.tests += [test] if test is not None else []
        one.doubtful += [doubtful] if doubtful is not None else []


def by_meanings(one: Reading) -> None:
    """Words whose meaning past runs have shown."""
    for at, token in enumerate(one.tokens):
        if not one.used.free(token) or not token.content:
            continue
        meaning = one.view.choices.meanings.get(means(one.view.resource.noun, said(one.tokens, at)))
        if meaning is not None:
            one.used.take([token])
            one.tests.append(meaning.holds)


def _to_be_done(one: Reading) -> list[Test]:
    """ "What Ann still has to do" is not done, where a truth of the records says whether it is."""
    lows = [token.low for token in one.tokens]
    told = any(lows[at - 2 : at + 1] in ([low, "to", "do"] for low in _HAVING) for at in range(2, len(lows)))
    names = [name for name in shapes.names(one.view.rows) if shapes.shape(one.view.rows, name) == "truth"]
    done = [name for name in names if any(states.course(word) == "ended" for word in name_stems(name))]
    return [lambda row: not row.values.get(done[0])] if told and len(done) == 1 else []


def _by_nobody(lead: Sequence[Token]) -> bool:
    """ "That nobody has locked", "that have not been locked"."""
    lows = [token.low for token in lead]
    return bool(lows) and lows[-1] in ("has", "have", "been") and any(
        low in ("nobody", "not", "never") or low.endswith("n't") for low in lows
    )


def _truth(rows: Sequence[Row], token: Token, turned: bool) -> Test | None:
    for name in shapes.names(rows):
        if shapes.shape(rows, name) != "truth":
            continue
        if token.stem in name_stems(name):
            return lambda row: bool(row.values.get(name)) != turned
        if any(word in name_stems(name) for word in _contrary(token)):
            return lambda row: bool(row.values.get(name)) == turned
    return None


_ONLINE = tuple(map(stem, ("online", "active", "connected", "reachable")))
"""What services call a thing that is not offline."""


def _contrary(token: Token) -> list[str]:
    """The stems of the words for the contrary: of "unpaid", "inactive", "offline", "disabled"."""
    prefixes = (("un", ""), ("non", ""), ("in", ""), ("off", "on"), ("dis", "en"))
    found = [stem(other + token.low[len(cut) :]) for cut, other in prefixes if token.low.startswith(cut)]
    return [*found, *(_ONLINE if _ONLINE[0] in found else ())]


_MISSED = frozenset((("missed",), ("absent",), ("no", "show"), ("noshow",)))
"""What services call the state of a no-show, in words."""


def no_show(before: Sequence[Token], token: Token) -> bool:
    """Whether the word, behind these, ends a "no-show": who or what was not there."""
    return token.stem == stem("show") and [one.low for one in before if one.word][-1:] == ["no"]


def _absent(rows: Sequence[Row], before: Sequence[Token], token: Token) -> Test | None:
    if not no_show(before, token):
        return None
    names = [name for name in shapes.names(rows) if _MISSED & {*map(shapes.words, shapes.column(rows, name))}]
    return (lambda row: shapes.words(row.values.get(names[0])) in _MISSED) if len(names) == 1 else None


def _past(one: Reading, token: Token) -> Test | None:
    if token.low not in LATE or not one.view.rows:
        return None
    name = moment_field(one, DUE)
    if not name:
        return None
    today = datetime.combine(one.view.now.date(), datetime.min.time())
    return lambda row: (when := shapes.moment(row.values.get(name))) is not None and when < today and not has_ended(row)


def _unstate(one: Reading, token: Token) -> Test | None:
    """ "unfinished": every record whose category is not a word for "finished"."""
    if not token.low.startswith("un") or len(token.low) < 6:
        return None
    told = stem(token.low.removeprefix("un"))
    alike = {told, *(word for word, weight in related(told) if weight >= 0.7)}
    rows = one.view.rows
    for name in shapes.names(rows):
        held = {str(value) for value in shapes.column(rows, name)}
        if shapes.shape(rows, name) != "text" or len(held) > 12:
            continue
        params = [param for act in one.view.resource.acts for param in act.rest if param.name == name]
        offered = {str(value) for param in params for value in options(param)}
        ended = {value for value in held | offered if _is_called(value, token.low.removeprefix("un"), alike)}
        if ended:
            one.view.choices.meaning(one.view.resource.noun, token.stem)
            return (lambda row: True) if one.view.choices.loose else _left_by(token, name, ended, len(held - ended) > 1)
    return None


def _is_called(value: str, participle: str, alike: Collection[str]) -> bool:
    """Whether the state is that of the participle: `delivered`, and not `out_for_delivery`."""
    said = shapes.words(value)
    coded = phrase.abbreviates(value, (participle,))
    return coded or participle in said or (len(said) == 1 and stem(said[0]) in alike)


def _left_by(token: Token, name: str, ended: Collection[str], several: bool) -> Test:
    """Of several other states, those that go on: whether a cancelled one is unpaid, nobody can tell."""

    def left(row: Row) -> bool:
        value = row.values.get(name)
        if value not in ended and several and states.course(value) != "open":
            raise Unsure(f"{token.low!r} may leave out more than {', '.join(sorted(ended))}: what of {value}?")
        return value not in ended

    return left


def _still(one: Reading, token: Token) -> Test | None:
    """ "Open", where no record is called so: what has not come to its end."""
    rows = one.view.rows
    fields = [
        name for name in shapes.names(rows)
        if token.low in states.STILL and tell_apart.categorical(one.view.seen, name)
        and any(map(states.plain, shapes.column(one.view.seen, name)))
    ]
    if len(fields) != 1:
        return None
    name = fields[0]
    one.view.choices.meaning(one.view.resource.noun, token.stem)

    def goes_on(row: Row) -> bool:
        value = row.values.get(name)
        course = states.course(value)
        if one.view.ended:
            course = "ended" if value in one.view.ended else "open" if course == "unknown" else course
        if course == "unknown":
            raise Unsure(f"it is not clear whether {row.values.get(name)!r} is {token.low}")
        return course == "open"

    return (lambda row: True) if one.view.choices.loose else goes_on
