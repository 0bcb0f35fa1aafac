"""A message to somebody who is told by name, where the catalogue can look the address up: "email Otto 'please call'".

Only what is quoted is written; whatever else the action needs is asked for elsewhere.
"""

from collections.abc import Sequence

from chalicelib.domain.binding import Binding, Mention, Output
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.verbs import kind
from chalicelib.planning.composer.words import Token, bag
from chalicelib.planning.records import phrase
from chalicelib.planning.records.clauses import Clause
from chalicelib.planning.records.reach import Unsure
from chalicelib.planning.records.resources import is_address
from chalicelib.planning.records.scene import Scene, Write

ALSO = {"sms": "text message", "letter": "post", "post": "letter", "email": "mail"}
"""What a way to reach somebody is called as well."""
_PLAIN = bag("saying that says with text message note telling about email mail letter line")


def sent(scene: Scene, one: Clause, own: Sequence[Token]) -> list[Write] | None:
    """The message; None where the clause is no plain message to one person."""
    action = _action(scene, one)
    named = [scene.people[phrase.bare(token)] for token in own if phrase.bare(token) in scene.people]
    people = {person.address: person for person in named}
    quotes = [m for m in scene.marks if m.kind == "quote" and any(token in m for token in own)]
    if action is None or not quotes or len(people) > 1:
        return None
    if not people and (strange := [token for token in own[:1] if token.text[0].isupper()]) and scene.lookups:
        if scene.reach.wanted:
            return None
        raise Unsure(f"nobody is known as {strange[0].text!r}")
    if not people:
        return None
    texts = _texts(action, quotes, own)
    if texts is None or not _understood(scene, action, quotes, own):
        return None
    person = next(iter(people.values()))
    inputs: dict[str, Binding] = {name: Mention(quote.value, quote.text) for name, quote in texts.items()}
    inputs[_receiver(action).name] = Output(person.step, person.path)
    if any(param.required and param.name not in inputs for param in action.params):
        return None
    return [Write(action.ref, inputs, "the message that was asked for", scene.text[own[0].start : own[-1].end][:120])]


def _action(scene: Scene, one: Clause) -> Entry | None:
    """The one action that sends something to an address and touches no record."""
    if one.said is None or "send" not in kind(one.said.stem):
        return None
    found = [each for each in scene.loose if "send" in each.senses and sum(map(is_address, each.params)) == 1]
    named = [each for each in found if one.said.stem in each.name]
    return found[0] if len(found) == 1 else named[0] if len(named) == 1 else None


def _receiver(action: Entry) -> Param:
    return next(param for param in action.params if is_address(param))


def _texts(action: Entry, quotes: Sequence[Found], own: Sequence[Token]) -> dict[str, Found] | None:
    """Which quotation is for which input: by the input's name in front of it, else the only one that is left."""
    open_ = [param for param in action.params if param.type == "string" and not is_address(param)]
    found: dict[str, Found] = {}
    for quote in quotes:
        lead = {token.stem for token in [token for token in own if token.end <= quote.start][-3:]}
        named = [param for param in open_ if {*param.stems} & lead and param.name not in found]
        free = [param for param in open_ if param.name not in found]
        left = [param for param in free if param.required] or free
        if len(named) != 1 and len(left) != 1:
            return None
        found[(named if len(named) == 1 else left)[0].name] = quote
    return found


def _understood(scene: Scene, action: Entry, quotes: Sequence[Found], own: Sequence[Token]) -> bool:
    """Whether every word is a name, quoted, or of the action's own."""
    known = {*action.name, *(word for param in action.params for word in param.stems)}
    names = [m for m in scene.marks if m.kind == "name"]
    return all(
        not token.content or token.stem in known or token.low in _PLAIN or phrase.bare(token) in scene.people
        or any(token in m for m in (*quotes, *names))
        for token in own
    )
