"""`replan subagents deploy`: the same command deploys a sub-agent and, once it is there, deploys it anew."""

from collections.abc import Iterator

from click.testing import CliRunner

from chalicelib.cli import main
from tests.tools.service import Reply, serving

MADE = {"id": "desk", "status": "deployed", "tools": ["shop"]}
TAKEN = {"error": {"code": "subagent_exists", "message": "there is a sub-agent 'desk' already"}}
WRONG = {"error": {"code": "invalid_request", "message": "prompt: too long"}}


def deployed(answers: list[Reply], *options: str):
    given: Iterator[Reply] = iter(answers)
    with serving(lambda asked: next(given)) as api:
        words = ["subagents", "deploy", "desk", "Serves.", *options, "--key", "pk_test_x", "--url", api.url]
        done = CliRunner().invoke(main, words)
    return api.asked, done


def test_a_new_one_is_posted():
    asked, done = deployed([Reply(201, MADE)])
    assert [(one.method, one.path) for one in asked] == [("POST", "/v1/subagents")]
    assert done.output == "desk: deployed, tools: shop\n"


def test_one_that_is_there_is_changed_by_what_was_typed_and_by_nothing_else():
    asked, done = deployed([Reply(409, TAKEN), Reply(200, MADE)], "--record", "shape")
    assert [(one.method, one.path) for one in asked] == [("POST", "/v1/subagents"), ("PATCH", "/v1/subagents/desk")]
    assert asked[1].json == {"prompt": "Serves.", "record": "shape"}
    assert done.exit_code == 0 and "desk: deployed anew, tools: shop" in done.output


def test_another_refusal_ends_the_command_with_the_words_of_the_api():
    asked, done = deployed([Reply(422, WRONG)])
    assert len(asked) == 1 and done.exit_code == 1 and "prompt: too long" in done.output
