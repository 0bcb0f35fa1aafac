"""What a lesson says, in a plain sentence, and its key as a person reads it.

Written from the lesson's structure alone: no text of a tool or of a prompt is quoted, beyond the words that
the key of a failure keeps (`revise.signature`).
"""

from collections.abc import Iterable, Mapping
from typing import Any  # Any: content is JSON

from chalicelib.domain.lesson import Lesson
from chalicelib.domain.tool import AUTHENTICATE, REFRESH

_RENAMED, _FROM, _HOLDS, _USE, _SAID = "|renamed:", "|from:", "|holds:", "use|", "said|"
_WAYS = {
    "target": "that of the records that are meant", "text": "a text of the prompt",
    "tail": "what stands behind a colon", "option": "an option that is named", "truth": "told by a word",
    "held": "a value of records that is named",
    "record": "that of a record that is named", "number": "a number of the prompt", "moment": "a day of the prompt",
    "moved": "moved by what is told", "row": "a field of the record", "constant": "always the same",
}


def readable_key(lesson: Lesson) -> str:
    match lesson.kind:
        case "remedy":
            return _failure(lesson.key)
        case "case":
            return " → ".join(lesson.key.split())
        case "fact" if _RENAMED in lesson.key:
            ref, _, old = lesson.key.partition(_RENAMED)
            return f"field {old!r} of {ref}"
        case "fact" if _FROM in lesson.key:
            ref, _, name = lesson.key.partition(_FROM)
            return f"input {name!r} of {ref}"
        case "fact" if _HOLDS in lesson.key:
            ref, _, path = lesson.key.partition(_HOLDS)
            return f"{path} in answers of {ref}"
        case "word" if lesson.key.startswith(_USE):
            return f"how {lesson.key.removeprefix(_USE)} is asked for"
        case "word" if lesson.key.startswith(_SAID):
            return f"a request done by {' → '.join(lesson.key.removeprefix(_SAID).split())}"
    return lesson.key.replace("|", ", ")


def sentence(lesson: Lesson) -> str:
    """What a planner takes from the lesson."""
    content = lesson.content
    match lesson.kind:
        case "remedy":
            return f"When {_failure(lesson.key)}: {_remedy(content)}."
        case "case":
            return _case(content)
        case "fact" if _RENAMED in lesson.key:
            return f"The {readable_key(lesson)} is called {content.get('value')!r} now."
        case "fact" if _FROM in lesson.key:
            return f"The {readable_key(lesson)} comes from {_source(content)}."
        case "fact" if _HOLDS in lesson.key:
            ref, _, path = lesson.key.partition(_HOLDS)
            return f"Answers of {ref} hold: {path} ({content.get('type')})."
        case "word" if lesson.key.startswith(_USE):
            return _use(lesson.key.removeprefix(_USE), content)
        case "word" if lesson.key.startswith(_SAID):
            return _said(content)
    return f"{lesson.kind.capitalize()}: {readable_key(lesson)}."


def _use(ref: str, content: Mapping[str, Any]) -> str:
    """The words that ask for an action, and where its inputs come from."""
    words = ", ".join(map(str, content.get("words", ()))) or "a value alone"
    inputs = _listed(f"{path} is {_WAYS.get(told[0], told[0])}" for path, told in content.get("inputs", {}).items())
    return f"Requests that say {words} ask for {ref}: {inputs}."


def _said(content: Mapping[str, Any]) -> str:
    """The request without what was somebody's, and what was done for it."""
    told = [one for one in content.get("said", ()) if not str(one).startswith("<")]
    said = " ".join("…" if isinstance(one, int) or one[:1] in ("*", "#") else one for one in told)
    reads, writes = ([str(call.get("ref")) for call in content.get(name, ())] for name in ("looks", "writes"))
    looked = f"after reading {_listed(dict.fromkeys(reads))}" if reads else "without reading anything"
    return f"Requests like “{said}” are done by {_listed(dict.fromkeys(writes))}, {looked}."


def _failure(key: str) -> str:
    ref, _, rest = key.partition("|")
    reason, _, said = rest.partition("|")
    what = f"any action of {ref[:-2]}" if ref.endswith(".*") else ref
    return f"{what} fails with {reason.replace('_', ' ')}" + (f" ({said})" if said else "")


def _remedy(content: Mapping[str, Any]) -> str:
    if "replace" in content:
        return f"use {_ref(content['replace'])} instead"
    return f"{_listed(_deed(step) for step in content.get('steps', ()))}, then try again"


def _deed(step: Mapping[str, Any]) -> str:
    match step.get("action"):
        case name if name == REFRESH:
            return f"refresh the token of {step.get('tool')}"
        case name if name == AUTHENTICATE:
            return f"authenticate with {step.get('tool')} again"
    return f"call {_ref(step)}"


def _case(content: Mapping[str, Any]) -> str:
    words = [word for word in content.get("words", ()) if " " not in word]
    actions = ", ".join(map(str, content.get("steps", ()))) or "nothing"
    said = f"that speak of {', '.join(words)}" if words else "of this kind"
    return f"Requests {said} were done by {actions}."


def _source(content: Mapping[str, Any]) -> str:
    what = content.get("what")
    match content.get("from"):
        case "mention":
            return f"a {what} in the prompt" if what else "the words of the prompt"
        case "output":
            path = "the output" if what in ("", "@") else f"{what!r} in the output"
            return f"{path} of {content.get('action')}"
        case "context":
            return f"the fact {what!r} of the context"
        case "constant":
            return f"nowhere: it was always {what}"
    return "different places"


def _ref(step: Mapping[str, Any]) -> str:
    return f"{step.get('tool')}.{step.get('action')}"


def _listed(parts: Iterable[str]) -> str:
    return ", then ".join(parts) or "nothing was done"
