"""docs/deploy.md names nothing that is not there, and every parameter is on it."""

import json
import re
from pathlib import Path

import click

from chalicelib.api.models import TaskBody
from chalicelib.api.subagent_models import SubAgentBody
from chalicelib.api.tool_models import ToolBody
from chalicelib.cli import main
from chalicelib.planning.composer.composer import Composer
from chalicelib.planning.planner import Brief, Catalogue
from chalicelib.tools import Guard, compile_tool
from infra.aws.deploy.run import FIRST_ACCOUNT
from infra.aws.deploy.stage import read
from infra.aws.package import ROOT, merged

PAGE = (ROOT / "docs/deploy.md").read_text()
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
WORDS = re.findall(r"`([^`\n]+)`", PAGE)


def test_every_make_target_that_the_page_names_exists() -> None:
    named = set(re.findall(r"make ([a-z][a-z-]+)", PAGE))

    assert {"deploy", "admin-key", "teardown", "checkov", "test-deploy"} <= named <= TARGETS


def test_every_variable_that_the_page_hands_to_make_is_one_of_the_makefile() -> None:
    handed = {
        name for line in re.findall(r"make [^\n`]+", PAGE)
        for name in re.findall(r"\b([A-Z]+)=", re.sub(r'"[^"]*"', "", line))
    }

    assert {"STAGE", "ACCOUNT", "CONFIRM", "SET"} == handed
    assert all(f"$({name})" in MAKEFILE for name in handed)


def test_every_parameter_of_the_template_is_on_the_page_and_no_other() -> None:
    there = set(merged()["Parameters"]) - {"Stage", "NamePrefix"}
    table = re.search(r"\| parameter \| what for \|\n(.*?)\n\n", PAGE, re.DOTALL)
    assert table
    named = {word for row in table[1].splitlines() for word in re.findall(r"`([A-Z]\w+)`", row.split("|")[1])}
    set_somewhere = {
        name for words in re.findall(r'SET="([^"]*)"', PAGE) for name in re.findall(r"(\w+)=", words)
    }

    assert named == there
    assert set_somewhere <= there


def test_every_path_that_the_page_names_exists() -> None:
    paths = {word for word in WORDS if re.fullmatch(r"(infra|tests|docs|events)/[\w./]*", word) and "STAGE" not in word}
    links = set(re.findall(r"\]\((\w+\.md)\)", PAGE))

    assert {"infra/aws/resources.yaml", "events/intake.json"} <= paths
    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []


def test_every_output_and_the_first_account_are_called_as_the_page_says() -> None:
    assert FIRST_ACCOUNT in WORDS
    assert "IntakeQueueUrl" in merged()["Outputs"] and "`IntakeQueueUrl`" in PAGE


def test_every_command_of_ours_that_the_page_names_exists() -> None:
    named = re.findall(r"replan (keys|submit)(?: (list|revoke))?", PAGE)

    assert named
    for group, word in named:
        command = main.get_command(click.Context(main), group)
        assert command is not None
        assert not word or word in command.commands  # type: ignore[attr-defined]  # a group, or the test fails


SENT = dict(re.findall(r"curl -s \$REPLAN_URL/v1/(\w+) [^\n]*-d '(.*?)'\n", PAGE, re.DOTALL))


def test_what_the_first_task_sends_is_what_the_api_takes() -> None:
    models = {"tools": ToolBody, "subagents": SubAgentBody, "tasks": TaskBody}

    assert list(SENT) == list(models)
    for kind, body in SENT.items():
        models[kind].model_validate(json.loads(body))


def test_the_first_task_is_planned_as_a_reader_expects() -> None:
    tool = compile_tool(json.loads(SENT["tools"]), Guard())
    catalogue = Catalogue("atlas", {f"{one.tool}.{one.name}": one for one in tool.actions})
    (step,) = Composer().draft(Brief(json.loads(SENT["tasks"])["prompt"], catalogue)).steps

    assert (step.action, [one.value for one in step.inputs.values()]) == ("find_country", ["Iceland"])


def test_the_example_of_a_stage_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "dev.yaml").write_text((ROOT / "infra/aws/stages/example.yaml").read_text())
    assert read("dev", [], tmp_path).parameters == {"StepConcurrency": "50"}
