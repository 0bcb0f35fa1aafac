"""What people decided about the steps of a task: who, when, and what they changed."""

from collections.abc import Iterator, Mapping
from typing import Any  # Any: rows and answers are JSON

from chalicelib.engine.history import History


def decided(past: History, sid: str) -> Iterator[dict[str, Any]]:
    """What people decided about the step, or about the plan that it stands in; `at` in ms."""
    for question in past.steps.values():
        record = past.valid(question.id) if question.ask and question.ask.approves else None
        answer = record.output if record is not None and record.status != "waiting" else None
        if question.ask is None or record is None or not isinstance(answer, Mapping) or "decision" not in answer:
            continue
        if question.ask.about == sid or (question.ask.of_plan and sid in (question.id, *answer.get("approved", ()))):
            told = {
                "question": question.label or question.id, "decision": answer["decision"], "by": answer.get("by"),
                "key_name": answer.get("key_name") or None, "at": record.finished_at, "why": question.reason,
            }
            yield {**told, "edited": answer["edited"]} if "edited" in answer else told


def answer_shown(output: Any) -> Any:
    """What a person answered, without what only the engine needs of it."""
    hidden = ("approved", "edited")
    return {key: value for key, value in output.items() if key not in hidden} if isinstance(output, Mapping) else output
