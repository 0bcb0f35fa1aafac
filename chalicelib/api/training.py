"""Training: the lessons of a sub-agent, with their evidence, for people to judge."""

from typing import Any  # Any: answers are JSON

from chalicelib.api import validate
from chalicelib.api.http import Home, Request, Response
from chalicelib.api.models import LessonPatch
from chalicelib.api.paging import page
from chalicelib.api.queries import NoQuery, TrainingQuery
from chalicelib.api.times import iso
from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.lesson import Lesson
from chalicelib.engine import training
from chalicelib.planning.lesson_words import readable_key, sentence


def index(request: Request, home: Home) -> Response:
    asked = validate.query(request, TrainingQuery)
    found = training.listing(home.ports, request.account, request.params["id"])
    wanted = [
        lesson for lesson in found
        if asked.kind in (None, lesson.kind) and asked.usable in (None, "true" if lesson.usable else "false")
    ]
    return Response(200, page(wanted, asked, lambda lesson: (lesson.last_at, lesson.id), _view))


def show(request: Request, home: Home) -> Response:
    validate.query(request, NoQuery)
    found, votes = training.find(home.ports, request.account, *_named(request))
    shown = [{"task": task, "at": iso(at), "for": vote > 0} for task, at, vote in votes]
    return Response(200, {**_view(found), "votes": shown})


def change(request: Request, home: Home) -> Response:
    body = validate.body(request, LessonPatch)
    wanted = {name: bool(getattr(body, name)) for name in body.model_fields_set}
    if not wanted:
        message = f"give at least one of {', '.join(LessonPatch.model_fields)}"
        raise InvalidRequest(message, details=[{"field": "body", "message": message}])
    return Response(200, _view(training.change(home.ports, request.account, *_named(request), wanted)))


def remove(request: Request, home: Home) -> Response:
    training.forget(home.ports, request.account, *_named(request))
    return Response(204)


def reset(request: Request, home: Home) -> Response:
    training.reset(home.ports, request.account, request.params["id"])
    return Response(204)


def _named(request: Request) -> tuple[str, str]:
    return request.params["id"], request.params["lesson_id"]


def _view(lesson: Lesson) -> dict[str, Any]:
    return {
        "id": lesson.id, "kind": lesson.kind, "key": readable_key(lesson), "says": sentence(lesson),
        "evidence": {"for": lesson.supported, "against": lesson.opposed},
        "confidence": round(lesson.confidence, 3), "tasks": list(lesson.tasks),
        "learned_at": iso(lesson.last_at), "last_used_at": iso(lesson.used_at) if lesson.used_at else None,
        "pinned": lesson.pinned, "disabled": lesson.disabled, "usable": lesson.usable,
        "suspended": {"at": iso(lesson.suspended_at), "because": lesson.suspended_because}
        if lesson.suspended_at else None,
        "content": dict(lesson.content),
    }
