"""The result of a task in the shape that its caller promised somebody: `output_schema`.

The outputs that nothing else used are looked through: one that fits is the result as it is; otherwise each
property that the schema names is looked for by its name, the last output first.  What is still missing, or
does not fit, fails by name.
"""

from collections.abc import Iterator, Mapping
from typing import Any  # Any: schemas and outputs are JSON

from chalicelib.domain.outcome import Done, Failed, Outcome

SCHEMA = "schema"


def shape_result(inputs: Mapping[str, Any]) -> Outcome:
    """`schema`, and under any other name the outputs to take from, in the order of their steps."""
    from jsonschema import Draft202012Validator

    validator = Draft202012Validator(inputs[SCHEMA])
    outputs = [value for name, value in inputs.items() if name != SCHEMA]
    whole = next((output for output in reversed(outputs) if validator.is_valid(output)), None)
    if whole is not None:
        return Done(whole)
    made = {
        name: found[0] for name in (inputs[SCHEMA].get("properties") or {})
        if (found := [value for output in reversed(outputs) for value in _named(output, name)])
    }
    fault = next(iter(validator.iter_errors(made)), None)
    if fault is None:
        return Done(made)
    where = ".".join(str(part) for part in fault.absolute_path) or "the result"
    detail = f"the outputs do not give the promised shape: {where}: {fault.message}"
    return Failed("invalid_input", detail, "output_schema")


def _named(value: Any, name: str) -> Iterator[Any]:
    """Everything called `name` in a value, the outermost first; `order_id` and `orderId` are one name."""
    level = [value]
    while level:
        below: list[Any] = []
        for one in level:
            if isinstance(one, Mapping):
                yield from (entry for key, entry in one.items() if _plain(key) == _plain(name))
                below += one.values()
            elif isinstance(one, list):
                below += one
        level = below


def _plain(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalnum())
