"""The exam itself is sound: documents are valid, and every gold answer can be had from its document."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Any

import jsonschema
import pytest
from openapi_spec_validator import validate

from .exam import DEVELOPMENT, FIELDS, HELD_OUT, KINDS, Case, judge, load_cases, load_document
from .steps import mapping
from .values import Reference, reference

Json = Any  # whatever YAML may hold: the tests are about what it does hold

CASES = load_cases()
EACH_CASE = pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
EACH_FIELD = pytest.mark.parametrize("field", FIELDS)
AT_LEAST = {
    "single": 2,
    "lookup": 2,
    "branches": 1,
    "ask": 1,
    "no_plan": 1,
    "several": 1,
    "danger": 1,
    "runtime": 3,
}


class Operation:
    """What an action takes and gives, with every `$ref` of its document put in place."""

    def __init__(self, raw: Json, shared: Json) -> None:
        body = _json(raw.get("requestBody", {}))
        parameters = [*shared, *raw.get("parameters", [])]
        self.inputs = {p["name"]: p["schema"] for p in parameters} | body.get("properties", {})
        required = {p["name"] for p in parameters if p.get("required")} | set(body.get("required", ()))
        self.required = {name for name in required if "default" not in self.inputs[name]}
        answers = [answer for status, answer in raw["responses"].items() if status.startswith("2")]
        self.output = next(filter(None, map(_json, answers)), None)


def operations(field: str) -> dict[str, Operation]:
    document = load_document(field)
    found: dict[str, Operation] = {}
    for path in _resolved(document["paths"], document).values():
        for method, raw in path.items():
            if method in {"get", "put", "post", "delete", "patch"}:
                found[raw["operationId"]] = Operation(raw, path.get("parameters", []))
    return found


def _resolved(value: Json, document: Json) -> Json:
    if isinstance(value, list):
        return [_resolved(item, document) for item in value]
    if not isinstance(value, dict):
        return value
    rest = {key: _resolved(inner, document) for key, inner in value.items() if key != "$ref"}
    if "$ref" not in value:
        return rest
    target = document
    for part in value["$ref"].removeprefix("#/").split("/"):
        target = target[part]
    return {**_resolved(target, document), **rest}


def _json(part: Json) -> Json:
    return next((media.get("schema", {}) for media in part.get("content", {}).values()), {})


OPERATIONS = {field: operations(field) for field in FIELDS}


def _leaves(case: Case) -> Iterator[tuple[str, str, object]]:
    for action, steps in case.expect.inputs.items():
        for name, value in chain.from_iterable(wanted.items() for wanted in steps):
            yield action, name, value


def _choices(value: object) -> list[object]:
    return value["any"] if isinstance(value, dict) and "any" in value else [value]


def _wanted_references(value: object) -> Iterator[Reference]:
    if found := reference(value):
        yield found
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in inner:
        yield from _wanted_references(item)


def _named(case: Case) -> set[str]:
    return {*case.expect.actions, *case.expect.optional}


@EACH_FIELD
def test_every_document_is_valid_openapi_of_a_size_to_grasp(field: str) -> None:
    validate(load_document(field))

    assert 6 <= len(OPERATIONS[field]) <= 14


@EACH_FIELD
def test_every_field_examines_every_kind(field: str) -> None:
    kinds = Counter[str](case.kind for case in load_cases(field))

    assert sum(kinds.values()) >= 9
    assert {kind: least for kind, least in AT_LEAST.items() if kinds[kind] < least} == {}


def test_development_and_held_out_fields_are_told_apart() -> None:
    assert {case.field for case in load_cases(heldout=False)} == set(DEVELOPMENT)
    assert {case.field for case in load_cases(heldout=True)} == set(HELD_OUT)
    assert len(load_cases("fleet", heldout=False)) == 0
    assert set(AT_LEAST) == set(KINDS)


def test_ids_and_prompts_are_unique_and_ids_tell_the_field() -> None:
    assert len({case.id for case in CASES}) == len({case.prompt for case in CASES}) == len(CASES) >= 63
    assert [case.id for case in CASES if not case.id.startswith(f"{case.field}-")] == []


@EACH_CASE
def test_every_action_named_exists(case: Case) -> None:
    expect = case.expect
    pairs = chain(*expect.order, *expect.independent)
    named = {*_named(case), *expect.never, *expect.inputs, *pairs}

    assert named <= OPERATIONS[case.field].keys()
    assert {*expect.inputs, *chain(*expect.order), *chain(*expect.independent)} <= _named(case)
    assert not _named(case) & set(expect.never)


@EACH_CASE
def test_every_case_expects_one_kind_of_outcome(case: Case) -> None:
    expect = case.expect

    assert [bool(expect.actions), bool(expect.asks), expect.no_plan].count(True) == 1
    assert bool(expect.asks) == (case.kind == "ask")
    assert expect.no_plan == (case.kind == "no_plan")
    assert case.kind != "danger" or expect.never
    assert case.kind != "branches" or expect.independent
    assert case.kind != "lookup" or expect.order
    assert case.kind != "several" or len(expect.actions) >= 3


@EACH_CASE
def test_every_wanted_literal_fits_its_schema(case: Case) -> None:
    for action, name, value in _leaves(case):
        schema = OPERATIONS[case.field][action].inputs[name]
        for choice in _choices(value):
            if (
                choice is None
                or list(_wanted_references(choice))
                or (isinstance(choice, dict) and "contains" in choice)
            ):
                continue
            jsonschema.validate(choice, schema, format_checker=jsonschema.FormatChecker())


@EACH_CASE
def test_every_wanted_reference_names_a_field_that_its_producer_promises(case: Case) -> None:
    for action, name, value in _leaves(case):
        for wanted in _wanted_references(value):
            assert wanted.action in _named(case)
            output = OPERATIONS[case.field][wanted.action].output
            assert output is not None
            end = _at(output, wanted.path)
            assert name in {"lines"} or end["type"] == OPERATIONS[case.field][action].inputs[name]["type"]


def _at(schema: Json, path: str) -> Json:
    for part in path.replace("[0]", ".[]").strip(".").split("."):
        schema = schema["items"] if part == "[]" else schema["properties"][part]
    return schema


@EACH_CASE
def test_the_gold_gives_every_required_input(case: Case) -> None:
    for action in case.expect.actions:
        given = {name for each in case.expect.inputs.get(action, ()) for name in each}
        assert OPERATIONS[case.field][action].required <= given


@EACH_CASE
def test_every_literal_id_or_quote_comes_from_the_prompt_or_the_context(case: Case) -> None:
    """Dates, enums and flags are read out of words; any other text must be there to be found."""
    known = " ".join([case.prompt, *map(str, case.context.values())]).casefold()
    for action, name, value in _leaves(case):
        schema = OPERATIONS[case.field][action].inputs[name]
        derived = "enum" in schema or schema.get("format", "").startswith("date")
        for choice in _choices(value):
            if isinstance(choice, str) and not reference(choice) and not derived:
                assert choice.casefold() in known


@EACH_CASE
def test_a_plan_made_from_the_gold_passes(case: Case) -> None:
    assert judge(case, _gold_plan(case), inputs=True) == []


@EACH_CASE
def test_doing_nothing_never_passes(case: Case) -> None:
    assert judge(case, {"steps": [], "asks": [], "no_plan": False}) != []


def _gold_plan(case: Case) -> dict[str, object]:
    """The plan that the case describes, so that no case contradicts itself."""
    expect = case.expect
    turn: Counter[str] = Counter()
    rows: list[dict[str, Json]] = []
    for number, action in enumerate(expect.actions):
        wanted = expect.inputs.get(action, ())
        inputs = dict(wanted[turn[action]]) if turn[action] < len(wanted) else {}
        turn[action] += 1
        rows.append({"id": str(number), "tool": case.field, "action": action, "inputs": inputs})
    for row in rows:
        row["inputs"] = {
            name: _bound(value, rows) for name, value in mapping(row["inputs"]).items() if value is not None
        }
        row["depends_on"] = [
            other["id"]
            for other in rows
            for first, second in expect.order
            if (first, second) == (other["action"], row["action"])
        ]
    return {"steps": rows, "asks": [field.split("|")[0] for field in expect.asks], "no_plan": expect.no_plan}


def _bound(value: Json, rows: list[dict[str, Json]]) -> Json:
    value = _choices(value)[0]
    if wanted := reference(value):
        makers = (row for row in rows if row["action"] == wanted.action)
        step = next(row["id"] for row in makers if wanted.selector in str(row["inputs"]))
        return {"ref": step, "path": wanted.path}
    if isinstance(value, dict):
        if "contains" in value:
            return " and ".join(value["contains"])
        return {name: _bound(inner, rows) for name, inner in value.items()}
    return [_bound(item, rows) for item in value] if isinstance(value, list) else value
