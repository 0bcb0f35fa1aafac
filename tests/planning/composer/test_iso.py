"""Languages and countries by name become codes where the catalogue takes codes, and only there."""

import pytest

from chalicelib.planning.composer.iso import coded
from chalicelib.planning.door import catalogue_from_tools
from chalicelib.planning.planner import Brief


def said(prompt: str, name: str, schema: dict[str, object]) -> str:
    taken = {"type": "object", "properties": {name: schema}}
    tool = {"name": "find_texts", "description": "Finds texts.", "parameters": taken}
    return coded(Brief(prompt, catalogue_from_tools({"tools": [tool]}))).prompt


ISO = {"type": "string", "description": "Two-letter ISO 639-1 code."}
COUNTRY = {"type": "string", "description": "An ISO 3166-1 alpha-2 code."}
OFFERED = {"type": "string", "enum": ["DE", "EN"]}


@pytest.mark.parametrize(
    ("prompt", "name", "schema", "expected"),
    [
        ("Send it to whoever translates into German", "target_language", ISO, "Send it to whoever translates into de"),
        ("Find the German and French texts", "language", OFFERED, "Find the DE and French texts"),
        ("What is on in Sweden?", "market", COUNTRY, "What is on in SE?"),
    ],
)
def test_a_name_becomes_the_code(prompt: str, name: str, schema: dict[str, object], expected: str) -> None:
    assert said(prompt, name, schema) == expected


@pytest.mark.parametrize(
    ("prompt", "name", "schema"),
    [
        ("Find the German texts", "language", {"type": "string", "enum": ["German", "English"]}),
        ("Find the German texts", "language", {"type": "string", "description": "Language of the text."}),
        ("Find the German texts", "title", ISO),
        ("Find the text called 'German'", "language", ISO),
        ("Find the French Quarter", "language", ISO),
        ("Find the Italian texts", "language", ISO),
        ("Find texts about Lyon, France", "country", COUNTRY),
    ],
)
def test_other_catalogues_and_names_keep_it(prompt: str, name: str, schema: dict[str, object]) -> None:
    assert said(prompt, name, schema) == prompt
