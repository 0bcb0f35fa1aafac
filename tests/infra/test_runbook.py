"""Every command of the runbook is one that there is: of the AWS client, of `make`, of `replan`."""

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest
from botocore import xform_name
from botocore.session import Session

from chalicelib.cli import main
from infra.aws.package import merged

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/operate.md").read_text()
GLOBAL = {"query", "output", "region"}
"""Options that every command of the AWS CLI takes."""


def commands(text: str = TEXT) -> list[str]:
    """Indented lines that begin with a program's name, and the `replan …` that stand within a sentence."""
    blocks = re.findall(r"^    ((?:aws|make|replan) .+)$", text, re.MULTILINE)
    inline = re.findall(r"`((?:replan|make) [^`]+)`", text)
    return [*blocks, *inline]


def wrong(command: str) -> Iterator[str]:
    program, *words = shlex.split(command)
    match program:
        case "aws":
            yield from _wrong_aws(words)
        case "make":
            if not re.search(rf"^{re.escape(words[0])}:", (ROOT / "Makefile").read_text(), re.MULTILINE):
                yield f"there is no target {words[0]}"
            yield from _wrong_parameters(words)
        case "replan":
            yield from _wrong_replan(words)


def _wrong_aws(words: list[str]) -> Iterator[str]:
    service, operation, *rest = words
    known = _operations(service)
    name = operation if operation != "wait" else "describe-" + rest.pop(0).split("-")[0]
    if name not in known:
        yield f"{service} has no {operation}"
        return
    options = {word[2:] for word in rest if word.startswith("--")}
    negated = {word.removeprefix("no-") for word in options}
    yield from (f"{service} {operation} has no --{option}" for option in options - GLOBAL
                if option not in known[name] and not negated & known[name] & {option.removeprefix("no-")})


@cache
def _operations(service: str) -> dict[str, set[str]]:
    model = Session().get_service_model(service)
    return {
        xform_name(name, "-"): {
            xform_name(member, "-") for member in getattr(model.operation_model(name).input_shape, "members", ())
        } for name in model.operation_names
    }


def _wrong_parameters(words: list[str]) -> Iterator[str]:
    """What is handed on to the template with SET."""
    known = merged()["Parameters"]
    for word in words[1:]:
        name, _, value = word.partition("=")
        if name == "SET":
            asked = [each.partition("=")[0] for each in value.split()]
            yield from (f"the stack has no parameter {one}" for one in asked if one not in known)


def _wrong_replan(words: list[str]) -> Iterator[str]:
    command: click.Command = main
    while isinstance(command, click.Group):
        name = words.pop(0) if words else ""
        found = command.get_command(click.Context(command), name)
        if found is None:
            yield f"replan has no {name!r}"
            return
        command = found
    known = {option for one in command.params for option in (*one.opts, *one.secondary_opts)}
    yield from (f"replan {command.name} has no {word}" for word in words if word.startswith("--") and word not in known)


@pytest.mark.parametrize("command", commands())
def test_a_command_of_the_runbook_exists(command: str):
    assert list(wrong(command)) == []


def test_there_are_as_many_as_a_reader_sees():
    assert len(commands()) >= 35


@pytest.mark.parametrize("command", [
    "aws sqs start-message-moves --source-arn X", "aws sqs purge-queue --queue-uri X", "make deployy STAGE=dev",
    'make deploy SET="Nonsense=1"', "replan switchess stop", "replan switches stop --agent x", "replan tasks retry T",
])
def test_one_that_does_not_exist_is_found(command: str):
    assert list(wrong(command)) != []
