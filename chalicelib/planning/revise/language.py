"""A text in another language than the user's, and the action that translates it, where the catalogue has one.

Only a text that a pending step hands on by itself is translated; a record is left as it came.
"""

from collections.abc import Mapping
from typing import Any  # Any: records are JSON

from chalicelib.domain.binding import Binding, Context, Literal, Output
from chalicelib.domain.tool import Action
from chalicelib.planning.composer.words import name_parts
from chalicelib.planning.planner import Catalogue
from chalicelib.planning.revise.look import Finding, Look, inserted, rebound
from chalicelib.planning.revise.paths import look_up, owner_of, promised

_FIELDS = ("language", "lang", "locale")
_TO = ("to", "target", "into", "language", "lang")
_TEXT = ("text", "content", "body", "q", "input", "message")


def other_language(look: Look) -> Finding | None:
    """A translation of each text that pending steps take from a record in another language."""
    wanted = _wanted(look.brief.context)
    chosen = translator(look.brief.catalogue) if wanted else None
    if wanted is None or chosen is None:
        return None
    action, text, to = chosen
    known = promised(action.output_schema)
    gives = next((name for name in known if {"text", "translation", "translated"} & set(name_parts(name))), "@")
    rebinds: dict[str, dict[str, Binding]] = {}
    steps = {}
    for use in look.uses():
        spoken = _language_beside(use.output.path, look.output)
        if spoken is None or spoken == wanted[1] or use.step.action == action.name:
            continue
        why = f"the text is in {spoken!r}, the user's context prefers {wanted[1]!r}"
        step = inserted(look, action, {text: use.output, to: wanted[0]}, why)
        steps[step.id] = step
        inputs = rebinds.setdefault(use.step.id, {})
        current = inputs.get(use.name, use.step.inputs[use.name])
        inputs[use.name] = rebound(current, use.output, Output(step.id, gives))
    return Finding(next(iter(steps.values())).reason, tuple(steps.values()), rebinds) if steps else None


def translator(catalogue: Catalogue) -> tuple[Action, str, str] | None:
    """The action that translates, and the names of its inputs for the text and the wanted language."""
    for action in catalogue.actions.values():
        if action.effect == "unsafe" or not {"translate", "translation"} & set(name_parts(action.name)):
            continue
        properties = tuple(action.properties)
        text = next((name for name in properties if name in _TEXT), None)
        to = next((name for name in properties if name != text and set(_TO) & set(name_parts(name))), None)
        if text and to and set(action.required) <= {text, to}:
            return action, text, to
    return None


def _wanted(context: Mapping[str, Any]) -> tuple[Binding, str] | None:
    for name in ("language", "locale"):
        value = context.get(name)
        if isinstance(value, str) and value:
            code = _code(value)
            return (Context(name) if value == code else Literal(code)), code
    return None


def _language_beside(path: str, output: Any) -> str | None:
    """The language of a text, if its record tells."""
    owner = owner_of(path)
    record = look_up(owner, output) if owner else None
    if not isinstance(record, Mapping) or not isinstance(look_up(path, output), str):
        return None
    spoken = next((record[name] for name in _FIELDS if isinstance(record.get(name), str) and record[name]), None)
    is_text = not set(_FIELDS) & set(name_parts(path.rpartition(".")[2]))
    return _code(spoken) if spoken and is_text and " " in look_up(path, output) else None


def _code(tag: str) -> str:
    """`de-AT` and `de_DE` are `de`."""
    return tag.replace("_", "-").split("-")[0].lower()
