"""The command behind docs/connectors.md, on a document of the tests' own."""

import json
from pathlib import Path

from infra.connectors.documents import DOCUMENTS
from infra.connectors.measure import measured
from infra.connectors.page import page
from infra.connectors.samples import trouble
from tests.tools.documents import act, op
from tests.tools.test_swagger import PARCELS


def test_a_document_is_measured_and_becomes_a_row_and_what_was_left_out_is_told(tmp_path: Path):
    paths = {**PARCELS["paths"], "/ping": {"options": {"responses": {}}}}
    file = tmp_path / "parcels.json"
    file.write_text(json.dumps({**PARCELS, "paths": paths}))

    told = measured(file, "parcels")
    text = page([told], None)

    assert (told["compiled"], told["operations"], told["callable"]) == (4, 5, 4)
    assert told["effects"] == {"read": 1, "unsafe": 3} and told["outputs"] == 3 and told["scoped"] == 4
    assert "| parcels | 2.0 | 0.0 | 4 / 5 | 4 | 1 / 0 / 3 | 3 | 4 |" in text
    assert "parameter 'token' is a credential" in text


def test_a_document_that_is_refused_is_told_with_its_reason(tmp_path: Path):
    file = tmp_path / "none.json"
    file.write_text("{}")

    assert "refused: openapi: None is not accepted" in page([measured(file, "none")], None)


def test_an_action_of_which_no_request_can_be_made_is_found():
    path = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "enum": [".."]}}

    assert "cannot stand in a path" in trouble(act({"/a/{id}": {"get": op(parameters=[path])}}))
    assert trouble(act({"/a/{id}": {"get": op()}})) == ""


def test_every_document_is_fetched_at_one_version_into_a_file_of_its_own():
    assert len({document.file for document in DOCUMENTS}) == len(DOCUMENTS)
    assert all(version[0].isdigit() for _, version in (document.package for document in DOCUMENTS))


def test_the_page_tells_of_the_whole_directory_when_it_was_measured():
    told = {"documents": 3, "understood": 2, "refused": {"odd": "no operation"}, "broken": {}, "operations": 9,
            "compiled": 8, "callable": 7}

    text = page([], told)

    assert "- documents 3: compiled 2, refused 1, broken 0" in text and "odd: no operation" in text
    assert "All documents" not in page([], None)
