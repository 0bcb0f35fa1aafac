"""The failure modes: for each a fault with its wording, what the catalogue holds for it, and what it takes to mend.

`styled` (a day is demanded in another style than the one in which it was read) and the `colloquial` wordings are left
out of development: they are looked at only as a score.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace

from infra.recovery import wording
from infra.recovery.vocabulary import code
from infra.recovery.wording import refusal
from infra.recovery.worlds import (
    HEADED,
    PAGE,
    Fault,
    Offer,
    Role,
    Words,
    World,
    decoys,
    lists_things,
    make_items,
    make_words,
    makes_record,
    mends_place,
)

MODE_LEFT_OUT = "styled"
_DAYS: Mapping[str, str] = {"DD.MM.YYYY": "%d.%m.%Y", "MM/DD/YYYY": "%m/%d/%Y", "YYYYMMDD": "%Y%m%d"}
_SAYS_NO = (400, 403, 409, 412, 422, 200)


def make_world(seed: int, mode: str, remedy: bool, family: str, left_out: bool = False) -> World:
    """The same arguments give the same world."""
    chance = random.Random(f"{seed}/{mode}/{remedy}/{family}")  # noqa: S311  # drawn alike each time, nothing secret
    words = make_words(chance, left_out)
    fault = MODES[mode](chance, words, remedy, family)
    paging = str(fault.settings.get("paging", ""))
    count = 3 * PAGE - 1 if paging else 1 + chance.randrange(3)
    place = PAGE * fault.needed + chance.randrange(PAGE - 1) if paging else chance.randrange(count)
    items = make_items(chance, words, count, place)
    if mode == "styled":
        items = tuple({**one, fault.settings["new"]: f"2026-0{2 + at}-1{at}"} for at, one in enumerate(items))
    credential = (words.reader,) if fault.at == "list" else (words.keeper,)
    oauth = credential if mode in ("token", "scope") or chance.random() < 0.3 else ()
    offers = list(_offers(chance, words, fault, paging, filters=not paging))
    chance.shuffle(offers)
    return World(f"w{seed}{mode}{int(remedy)}{family}", words, tuple(offers), items, fault, oauth,
                 chance.random() < 0.5, paging)


def _offers(chance: random.Random, words: Words, fault: Fault, paging: str, filters: bool) -> tuple[Offer, ...]:
    effect = "unsafe" if chance.random() < 0.7 else "idempotent"
    mend = "unsafe" if chance.random() < 0.6 else "idempotent"
    making = makes_record(words, "unsafe" if effect == "unsafe" else "idempotent")
    found = [lists_things(words, words.reader, "list", paging, filters), making, *decoys(chance, words)]
    if fault.mode == "down" and fault.remedy:
        found.append(lists_things(words, words.other, "other", paging, filters))
    if fault.mode == "state" and fault.remedy:
        found.append(mends_place(words, "unsafe" if mend == "unsafe" else "idempotent", chance.randrange(4)))
    if fault.mode == "retired" and fault.remedy:
        found.append(_successor(words, fault, found[0], making))
    if fault.mode in ("lacking", "pointed"):
        found[1] = _with_fact(words, making, str(fault.settings["new"]), fault.remedy)
    if fault.mode == "styled":
        found[:2] = _with_day(words, found[0], making, str(fault.settings["new"]))
    if fault.mode == "renamed_input" and fault.remedy:
        found[0] = _with_new_input(words, found[0], str(fault.settings["new"]))
    return tuple(found)


def _successor(words: Words, fault: Fault, listing: Offer, making: Offer) -> Offer:
    old = listing if fault.at == "list" else making
    role: Role = "other" if fault.at == "list" else "successor"
    return replace(old, name=str(fault.settings["new"]), role=role, describes=f"{old.describes} Second version.")


def _with_new_input(words: Words, listing: Offer, new: str) -> Offer:
    """Both names are in the schema, and neither is required."""
    params = {**listing.params, new: {"type": "string", "description": words.told("Label of the {thing}.")}}
    return replace(listing, params=params)


def _with_fact(words: Words, making: Offer, name: str, known: bool) -> Offer:
    """The record may have a fact of the thing beside it; without a remedy the schema does not know of it."""
    described = {"type": "number", "description": words.told("The {fact} of the {thing}.", fact=name)}
    return replace(making, params={**making.params, name: described}) if known else making


def _with_day(words: Words, listing: Offer, making: Offer, name: str) -> list[Offer]:
    """Things have a day, and their records take it; the schema does not tell how it is written."""
    assert listing.returns is not None
    listed = listing.returns["properties"][words.list_field]
    inner = {**listed["items"], "properties": {**listed["items"]["properties"], name: {"type": "string"}}}
    properties = {**listing.returns["properties"], words.list_field: {**listed, "items": inner}}
    described = {"type": "string", "description": words.told("The {fact} of the {thing}.", fact=name)}
    return [
        replace(listing, returns={**listing.returns, "properties": properties}),
        replace(making, params={**making.params, name: described}, required=(*making.required, name)),
    ]


def _token(chance: random.Random, words: Words, remedy: bool, family: str) -> Fault:
    at: Role = chance.choice(("list", "make"))
    return Fault("token", at, remedy, family, refusal(chance, wording.TOKEN, family, (401, 401, 403, 400, 200)))


def _scope(chance: random.Random, words: Words, remedy: bool, family: str) -> Fault:
    return Fault("scope", "make", remedy, family, refusal(chance, wording.SCOPE, family, (403, 403, 401, 200)))


def _state(chance: random.Random, words: Words, remedy: bool, family: str) -> Fault:
    return Fault("state", "make", remedy, family, refusal(chance, wording.STATE, family, _SAYS_NO))


def _stale(chance: random.Random, words: Words, remedy: bool, family: str) -> Fault:
    return Fault("stale", "make", remedy, family, refusal(chance, wording.STALE, family, (404, 404, 410, 400, 200)))


def _limit(chance: random.Random, words: Words, remedy: bool, family: str) -> Fault:
    """`told`: where the time to wait stands, if anywhere; without one a short time is enough."""
    at: Role = chance.choice(("list", "make"))
    told = chance.choice(("header", "date", "sentence", "field", "instant", "nowhere"))
    statuses = (429,) if told in ("header", "date") else (429, 200) if at == "make" else (429, 503, 200)
    said = refusal(chance, wording.LIMIT, family, statuses)
    if told == "sentence" and "{wait}" not in said.said:
        told = "nowhere"
    wait = chance.randrange(2, 20) if told == "nowhere" else chance.randrange(30, 900)
    return Fault("limit", at, remedy, family, said, 0, {"told": told, "wait": wait, "field": chance.choice(
        ("retry_after", "retry_in_ms", "wait_seconds", "retryAfterSeconds", "reset_at", "available_at")
    )})


def _renamed(chance: random.Random, words: Words, remedy: bool, family: str) -> Fault:
    """A field of the output: `old` is the id, or the list itself; without a remedy it is simply gone."""
    whole = remedy and chance.random() < 0.25
    if whole:
        new = chance.choice(tuple({"items", "entries", "records", f"{words.thing}_list"} - {words.list_field}))
        return Fault("renamed", "list", True, family, None, 1, {"list": new})
    names = {f"{words.thing}_ident", f"{words.thing}_key", f"{words.thing}Id", "id", f"{words.thing}_id",
             f"{words.thing}_uuid", "uid", words.facts[0][::-1]} - {words.id_field}
    decoys = {"remarks": "plain words", "colour": "red", "owner_id": code(chance), "batch": code(chance)}
    name = chance.choice(sorted(decoys))
    extra = {} if remedy else {name: decoys[name]}
    return Fault("renamed", "list", remedy, family, None, 1, {
        "field": chance.choice(sorted(names)) if remedy else "", "extra": extra if chance.random() < 0.8 else {},
    })


def _paging(chance: random.Random, words: Words, remedy: bool, family: str) -> Fault:
    style = chance.choice(("cursor", "token", "number", "offset", "link", "total", "after"))
    return Fault("paging", "list", remedy, family, None, chance.choice((1, 1, 2)) if remedy else 2,
                 {"paging": style, "nowhere": not remedy})


def _headed(chance: random.Random, words: Words, remedy: bool, family: str) -> Fault:
    """As `paging`, but the answers are bare lists, and only their headers tell of the next page."""
    plain = _paging(chance, words, remedy, family)
    return replace(plain, mode="headed", settings={**plain.settings, "paging": chance.choice(HEADED)})


def _down(chance: random.Random, words: Words, remedy: bool, family: str) -> Fault:
    return Fault("down", "list", remedy, family, refusal(chance, wording.DOWN, family, (503, 500, 502, 504)))


def _allowed(chance: random.Random, words: Words, remedy: bool, family: str) -> Fault:
    """The service knows the place under a name that is plainly meant; without a remedy under none."""
    forms: tuple[Callable[[str], str], ...] = (str.upper, str.title, lambda text: f"{text}s", lambda text: f"{text}-1")
    right = chance.choice(forms)(words.where) if remedy else ""
    others = ["quarry", "meadow", "lagoon"]
    values = sorted([*others[:2], right] if right else others)
    said = refusal(chance, wording.ALLOWED, family, (400, 422, 422, 200))
    return Fault("allowed", "make", remedy, family, said, 1, {"right": right, "values": values})


def _renamed_input(chance: random.Random, words: Words, remedy: bool, family: str) -> Fault:
    """The filter of the list has another name; without a remedy the schema does not know that one."""
    new = chance.choice((f"{words.thing}_name", "label", f"called_{words.thing}"))
    said = refusal(chance, wording.RENAMED_INPUT, family, (400, 422, 200))
    return Fault("renamed_input", "list", remedy, family, said, 1, {"old": "name", "new": new})


def _retired(chance: random.Random, words: Words, remedy: bool, family: str) -> Fault:
    at: Role = chance.choice(("list", "make"))
    old = f"{words.listing}_{words.thing}s" if at == "list" else f"{words.making}_{words.record}"
    new = chance.choice((f"{old}_v2", f"new_{old}", f"{old}_2026"))
    said = refusal(chance, wording.RETIRED, family, (410, 404, 400, 200))
    return Fault("retired", at, remedy, family, said, 1, {"old": old, "new": new})


def _lacking(chance: random.Random, words: Words, remedy: bool, family: str) -> Fault:
    said = refusal(chance, wording.LACKING, family, (400, 422, 200))
    return Fault("lacking", "make", remedy, family, said, 1, {"new": words.facts[0]})


def _pointed(chance: random.Random, words: Words, remedy: bool, family: str) -> Fault:
    """As `lacking`, but the words do not tell what is lacking: the body points at it."""
    said = refusal(chance, wording.POINTED, family, (400, 422, 422))
    shape = chance.choice(wording.POINTERS)
    return Fault("pointed", "make", remedy, family, said, 1, {"new": words.facts[0], "shape": shape})


def _busy(chance: random.Random, words: Words, remedy: bool, family: str) -> Fault:
    """Somebody else is at it for a while; without a remedy for ever.  Nothing tells how long."""
    said = refusal(chance, wording.BUSY, family, (409, 409, 423, 400, 200))
    return Fault("busy", "make", remedy, family, said, 0, {"told": "nowhere", "wait": chance.randrange(2, 25)})


def _styled(chance: random.Random, words: Words, remedy: bool, family: str) -> Fault:
    """The refusal tells the style; without a remedy nobody knows how the day is to be written."""
    style = chance.choice(sorted(_DAYS))
    said = refusal(chance, wording.STYLED if remedy else wording.UNREADABLE, family, (400, 422, 200))
    return Fault("styled", "make", remedy, family, said, 1, {
        "new": words.facts[1], "style": style, "day": _DAYS[style] if remedy else "", "values": [style],
    })


MODES: Mapping[str, Callable[[random.Random, Words, bool, str], Fault]] = {
    "token": _token, "scope": _scope, "state": _state, "stale": _stale, "limit": _limit, "renamed": _renamed,
    "renamed_input": _renamed_input, "allowed": _allowed, "paging": _paging, "down": _down, "retired": _retired,
    "lacking": _lacking, "pointed": _pointed, "busy": _busy, "headed": _headed, "styled": _styled,
}
DEVELOPED = tuple(mode for mode in MODES if mode != MODE_LEFT_OUT)
