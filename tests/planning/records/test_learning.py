"""Past runs as tests of the reading: what they teach of a word, what outvotes it, and when it is asked all the same."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from chalicelib.domain.binding import Values, resolve
from chalicelib.domain.lesson import Lesson, Memory
from chalicelib.planning.composer.words import stem
from chalicelib.planning.door import catalogue_from_tools, memory_of
from chalicelib.planning.planner import Brief, Catalogue
from chalicelib.planning.records import decide
from chalicelib.planning.records.reach import Reach, Unsure
from chalicelib.tools.utility import utility_actions

TEXT, WHOLE = {"type": "string"}, {"type": "integer"}


def tool(name: str, text: str, *required: str, **params: Any) -> dict[str, Any]:
    schema = {"type": "object", "properties": params, "required": list(required)}
    return {"name": name, "description": text, "parameters": schema, "outputs": None}


DOCUMENT = {
    "tools": [
        tool("list_crates", "Lists all crates."),
        tool("seal_crate", "Seals a crate.", "crate_id", crate_id=WHOLE),
        tool("move_crate", "Moves a crate.", "crate_id", "shed", crate_id=WHOLE, shed=TEXT),
        tool("list_pallets", "Lists all pallets."),
        tool("seal_pallet", "Seals a pallet.", "pallet_id", pallet_id=WHOLE),
    ]
}
KNOWN = catalogue_from_tools(DOCUMENT, carried_out=True)
CRATES = [
    {"crate_id": 1, "fruit": "pear", "shed": "North", "grade": "ripe", "kilos": 8, "packed_on": "2026-03-01"},
    {"crate_id": 2, "fruit": "pear", "shed": "South", "grade": "green", "kilos": 5, "packed_on": "2026-03-04"},
    {"crate_id": 3, "fruit": "plum", "shed": "North", "grade": "green", "kilos": 9, "packed_on": "2026-03-02"},
    {"crate_id": 4, "fruit": "plum", "shed": "South", "grade": "spoiled", "kilos": 2, "packed_on": "2026-03-03"},
    {"crate_id": 5, "fruit": "fig", "shed": "North", "grade": "ripe", "kilos": 4, "packed_on": "2026-03-05"},
]
PALLETS = [{"pallet_id": 7, "dock": "East"}, {"pallet_id": 8, "dock": "West"}]
Write = tuple[str, Mapping[str, Any]]


def run(prompt: str, *writes: Write, status: str = "succeeded") -> dict[str, Any]:
    looks = [
        {"tool": "list_crates", "arguments": {}, "result": CRATES},
        {"tool": "list_pallets", "arguments": {}, "result": PALLETS},
    ]
    made = [{"tool": name, "arguments": dict(inputs), "result": "ok"} for name, inputs in writes]
    return {"prompt": prompt, "status": status, "steps": [*looks, *made], "context": {"now": "2026-03-11T10:00:00"}}


def seals(*numbers: int) -> list[Write]:
    return [("seal_crate", {"crate_id": number}) for number in numbers]


def written(prompt: str, runs: Sequence[Mapping[str, Any]]) -> list[Write]:
    """What the prompt writes after those runs; raises where it asks."""
    memory = memory_of(KNOWN, runs) if runs else Memory()
    catalogue = Catalogue("crates", {**KNOWN.actions, **{one.ref: one for one in utility_actions()}})
    brief = Brief(prompt, catalogue, memory, context={"now": "2026-03-11T10:00:00"})
    outputs = {("catalogue.list_crates", ()): ("look1", CRATES), ("catalogue.list_pallets", ()): ("look2", PALLETS)}
    found = decide.decided(brief, Reach(outputs))
    assert found is not None
    values = Values(dict(outputs.values()), {})
    return [
        (one.ref.removeprefix("catalogue."), {name: resolve(told, values) for name, told in one.inputs.items()})
        for one in found.writes
    ]


UNREADY = [run("Seal all unready crates with plums", *seals(3)), run("Seal the unready crates with pears", *seals(2))]


def test_a_word_that_nobody_explained_is_asked_about():
    with pytest.raises(Unsure, match="unready"):
        written("Seal all unready crates", [])


def test_runs_teach_which_value_a_word_means_and_other_prompts_use_it():
    assert written("Move all unready crates to shed South", UNREADY) == [
        ("move_crate", {"crate_id": 3, "shed": "South"})
    ]


def test_a_field_that_holds_a_value_on_both_sides_is_not_the_meaning():
    by_shed = run("Seal all unready crates with plums", *seals(3))  # alone, the shed explains it as well as the grade
    with pytest.raises(Unsure, match="is meant"):
        written("Seal all unready crates with pears", [by_shed])

    assert written("Seal all unready crates", UNREADY) == seals(2, 3)


def test_a_value_that_no_run_showed_goes_with_what_the_form_of_the_word_says():
    runs = [("with pears", 2), ("in the North", 3)]  # green in both, and not ripe; spoiled was never seen
    negative = [run(f"Seal all unripe crates {which}", *seals(number)) for which, number in runs]
    positive = [run(f"Seal all sour crates {which}", *seals(number)) for which, number in runs]

    assert written("Seal all unripe crates", negative) == seals(2, 3, 4)
    assert written("Seal all sour crates", positive) == seals(2, 3)


def test_a_wrong_run_is_outvoted():
    wrong = run("Seal all unready crates with pears", *seals(1))
    right = run("Seal all unready crates in the North", *seals(3))

    assert written("Seal all unready crates", [wrong, right, *UNREADY]) == seals(2, 3)


def test_a_run_that_failed_teaches_nothing():
    failed = [{**one, "status": "failed"} for one in UNREADY]

    with pytest.raises(Unsure):
        written("Seal all unready crates", failed)


def test_runs_teach_the_action_of_a_strange_verb_and_the_value_that_it_always_sets():
    shelve = [run("Shelve the crate with figs", ("move_crate", {"crate_id": 5, "shed": "South"}))]

    assert written("Shelve all crates with pears in the North shed", shelve) == [
        ("move_crate", {"crate_id": 1, "shed": "South"})
    ]
    with pytest.raises(Unsure):
        written("Shelve all crates with pears", [])


def test_runs_teach_the_field_of_a_superlative():
    told = [("with pears", 1), ("in the South", 2)]
    plumpest = [run(f"Seal the plumpest crate {which}", *seals(number)) for which, number in told]

    assert written("Seal the plumpest crate", plumpest) == seals(3)
    with pytest.raises(Unsure):
        written("Seal the plumpest crate", [])


def test_a_word_in_a_condition_is_never_passed_over():
    told = [run("If any grubby crate is in the North, seal the crate with figs", *seals(5)) for _ in range(3)]

    with pytest.raises(Unsure):
        written("If any grubby crate is in the South, seal the crate with figs", told)


def test_names_of_people_and_things_are_not_kept():
    told = memory_of(KNOWN, [run("Seal all Zorbal crates with plums", *seals(3))])

    assert not [lesson for lesson in told.lessons if lesson.kind == "word" and "zorbal" in lesson.key.lower()]


def test_a_run_that_the_reading_explains_teaches_no_other_meaning():
    plain = memory_of(KNOWN, [run("Seal all crates with pears", *seals(1, 2))])

    assert not [one for one in plain.lessons if one.kind == "word" and not one.key.startswith(("use|", "said|"))]


# a memory that is older than the rule of what may be kept, or that somebody has planted


def remembers(key: str, *contents: Mapping[str, Any]) -> Memory:
    return Memory(tuple(
        Lesson(f"les_{at}", "word", key, content, supported=5, backers=5) for at, content in enumerate(contents)
    ))


def decides(prompt: str, memory: Memory, *more: dict[str, Any], crates: Sequence[Any] = CRATES) -> Sequence[Any]:
    known = catalogue_from_tools({"tools": [*DOCUMENT["tools"], *more]}, carried_out=True)
    brief = Brief(prompt, known, memory, context={"now": "2026-03-11T10:00:00"})
    outputs = {("catalogue.list_crates", ()): ("look1", crates), ("catalogue.list_pallets", ()): ("look2", PALLETS)}
    found = decide.decided(brief, Reach(outputs))
    return found.writes if found else ()


OWNED = [{**one, "owner": name} for one, name in zip(CRATES, ("Ann", "Bo", "Ann", "Bo", "Cy"), strict=True)]


def test_a_word_means_nobody():
    def means(name: str, value: str) -> Memory:
        told = {"field": name, "value": value}
        return remembers("means|crate|unreadi", {"field": name}, {**told, "fits": True})

    assert len(decides("Seal all unready crates", means("grade", "green"), crates=OWNED)) == 2
    with pytest.raises(Unsure, match="unready"):
        decides("Seal all unready crates", means("owner", "Ann"), crates=OWNED)


def test_a_verb_makes_nothing_anybodys():
    give = tool("assign_crate", "Assigns a crate.", "crate_id", "owner", crate_id=WHOLE, owner=TEXT)

    def meant(action: str, **values: Any) -> Memory:
        return remembers(f"verb|{stem('shelve')}", {"answer": {"action": f"catalogue.{action}", "set": values}})

    prompt = "Shelve the crate with figs"
    assert len(decides(prompt, meant("move_crate", shed="South"), give, crates=OWNED)) == 1
    with pytest.raises(Unsure):
        decides(prompt, meant("assign_crate", owner="Ann"), give, crates=OWNED)


def test_a_new_record_belongs_to_nobody_by_habit():
    add = tool("create_crate", "Makes a crate.", "fruit", "owner", "grade", fruit=TEXT, owner=TEXT, grade=TEXT)
    known = {"answer": "ripe"}, {"answer": "Ann"}
    memory = Memory(tuple(
        Lesson(f"les_{name}", "word", f"default|catalogue.create_crate|{name}", told, supported=5, backers=5)
        for name, told in zip(("grade", "owner"), known, strict=True)
    ))

    with pytest.raises(Unsure, match=r"needs owner$"):
        decides('If there are no crates with kiwis, create a crate called "kiwi"', memory, add)


def test_what_a_past_run_set_by_a_strange_verb_is_not_learned_if_it_is_somebody():
    give = tool("assign_crate", "Assigns a crate.", "crate_id", "owner", crate_id=WHOLE, owner=TEXT)
    known = catalogue_from_tools({"tools": [*DOCUMENT["tools"], give]}, carried_out=True)
    looks = {"tool": "list_crates", "arguments": {}, "result": OWNED}
    wrote = {"tool": "assign_crate", "arguments": {"crate_id": 5, "owner": "Ann"}, "result": "ok"}
    past = {"prompt": "Shelve the crate with figs", "status": "succeeded", "steps": [looks, wrote]}

    assert "Ann" not in str([one.content for one in memory_of(known, [past]).lessons])


@pytest.mark.parametrize(("name", "value", "kept"), [("owner", "Ann", False), ("grade", "green", True)])
def test_what_a_past_run_searched_by_is_learned_only_if_it_is_nobody(name: str, value: str, kept: bool):
    search = {"name": "list_crates", "description": "Lists all crates.", "outputs": None, "parameters": {
        "type": "object", "properties": {"owner": TEXT, "grade": TEXT}}}
    known = catalogue_from_tools({"tools": [search, *DOCUMENT["tools"][1:]]}, carried_out=True)
    found = [one for one in OWNED if one[name] == value]
    looks = {"tool": "list_crates", "arguments": {name: value}, "result": found}
    wrote = [{"tool": "seal_crate", "arguments": {"crate_id": one["crate_id"]}, "result": "ok"} for one in found]
    past = {"prompt": "Seal all unready crates", "status": "succeeded", "steps": [looks, *wrote]}

    values = [one.content.get("value") for one in memory_of(known, [past]).lessons if one.kind == "word"]
    assert (value in values) == kept
