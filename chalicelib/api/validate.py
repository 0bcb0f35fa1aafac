"""From what was sent to a model, or to a refusal that names each field, what is wrong and the remedy."""

import difflib
import json
from typing import Any, TypeVar  # Any: what callers send is any JSON

from pydantic import BaseModel, ValidationError

from chalicelib.api.http import Request
from chalicelib.api.models import Secretive
from chalicelib.domain.errors import InvalidRequest

Model = TypeVar("Model", bound=BaseModel)
MOST = 10
QUOTED = 60


def body(request: Request, model: type[Model]) -> Model:
    sent = request.json()
    if not isinstance(sent, dict):
        raise InvalidRequest(f"the body must be a JSON object, not {_kind(sent)}", malformed=True)
    return check(sent, model)


def optional_body(request: Request, model: type[Model]) -> Model:
    """For calls whose body may be left out."""
    return body(request, model) if request.body.strip() else check({}, model)


def query(request: Request, model: type[Model]) -> Model:
    for name, values in request.query.items():
        if len(values) > 1:
            raise _invalid([{"field": name[:QUOTED], "message": f"is given {len(values)} times: give it once"}])
    return check({name: values[0] for name, values in request.query.items() if values}, model)


def check(sent: dict[str, Any], model: type[Model]) -> Model:
    try:
        return model.model_validate(sent)
    except ValidationError as wrong:
        quote = not issubclass(model, Secretive)
        found = [_detail(dict(error), model, quote) for error in wrong.errors(include_url=False)[:MOST]]
        raise _invalid(found) from None


def _invalid(details: list[dict[str, str]]) -> InvalidRequest:
    said = "; ".join(f"{detail['field']}: {detail['message']}" for detail in details[:3])
    more = f" (and {len(details) - 3} more in 'details')" if len(details) > 3 else ""
    return InvalidRequest(said + more, details=details)


def _detail(error: dict[str, Any], model: type[BaseModel], quote: bool) -> dict[str, str]:
    place = error["loc"]
    return {"field": _path(place), "message": _message(error, place, model, quote)}


def _message(error: dict[str, Any], place: tuple[Any, ...], model: type[BaseModel], quote: bool) -> str:
    match error["type"]:
        case "missing":
            return "is required"
        case "extra_forbidden":
            return _unknown(str(place[-1]), place, model)
        case "value_error":
            return str(error["ctx"]["error"])
    remedy = _remedy(error)
    return f"{remedy}; got {_quoted(error['input'])}" if quote else remedy


def _remedy(error: dict[str, Any]) -> str:
    limits = error.get("ctx", {})
    match error["type"]:
        case "string_too_long" | "too_long":
            return f"must have at most {limits['max_length']} {_counted(error)}"
        case "string_too_short" | "too_short":
            return f"must have at least {limits['min_length']} {_counted(error)}"
        case "string_pattern_mismatch":
            return f"must match {limits['pattern']}"
        case "literal_error":
            return f"must be {limits['expected']}"
    text = str(error["msg"])
    return text.replace("Input should be", "must be", 1)


def _counted(error: dict[str, Any]) -> str:
    return "characters" if error["type"].startswith("string") else "entries"


def _unknown(name: str, place: tuple[Any, ...], model: type[BaseModel]) -> str:
    known = list(model.model_fields) if len(place) == 1 else []
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return f"is not a field here; did you mean {close[0]!r}?"
    return f"is not a field here; fields: {', '.join(known)}" if known else "is not a field here: leave it out"


def _path(place: tuple[Any, ...]) -> str:
    """`limits.steps`, `tools[3]`; the names of union branches, which only pydantic knows, are left out."""
    made = ""
    for part in place:
        if isinstance(part, int):
            made += f"[{part}]"
        elif made and not part.isidentifier():
            continue
        else:
            made += f".{part[:QUOTED]}" if made else part[:QUOTED]
    return made or "body"


def _quoted(value: Any) -> str:
    if isinstance(value, dict | list):
        return _kind(value)
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= QUOTED else text[:QUOTED] + "…"


def _kind(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "a list"
    return "an object"
