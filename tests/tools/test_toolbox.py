"""The port as a whole: dispatch, and that a worker pays only for what it uses."""

import subprocess
import sys
from dataclasses import replace

from chalicelib.domain.outcome import Done, Failed
from chalicelib.tools import utility_actions
from tests.tools.world import Outside, call


def test_each_kind_of_action_goes_to_its_own_hand_and_an_unknown_one_is_our_defect():
    box = Outside().box
    action = next(one for one in utility_actions() if one.name == "for_each")

    assert box.call(call(action, items=[1])) == Done([1])
    assert box.preview(call(action, items=[1]))["inputs"] == {"items": [1]}
    unknown = replace(action, via="telegram")
    assert isinstance(box.call(call(unknown)), Failed) and box.call(call(unknown)).reason == "internal"
    assert box.preview(call(unknown)) == {}


def test_a_worker_that_starts_has_not_loaded_what_it_may_never_need():
    heavy = (
        "pydantic",
        "jsonschema",
        "yaml",
        "boto3",
        "currency_converter",
        "dateutil",
        "chalice",
        "cryptography",
        "chalicelib.tools.compile",
        "chalicelib.tools.mcp",
        "chalicelib.tools.aws_lambda",
    )
    program = f"import sys, chalicelib.tools; print([name for name in {heavy!r} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "[]"
