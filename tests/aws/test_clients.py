"""What the process loads, and how stubborn the SDK is."""

import subprocess
import sys
from typing import Any

from tests.aws.fixtures import moto_home

LOADED = """
import sys
import chalicelib.aws.home
from chalicelib.aws.clients import Settings
chalicelib.aws.home.home(Settings("t", "b", "k", {}, "us-east-1"))
print([name for name in ("boto3", "botocore", "cryptography", "pydantic", "chalice") if name in sys.modules])
"""


def test_the_home_is_put_together_without_loading_any_sdk() -> None:
    found = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "[]"


def test_every_client_tries_twice_at_most_and_gives_up_soon() -> None:
    with moto_home() as home:
        for client in (home.clients.dynamodb, home.clients.sqs, home.clients.s3, home.clients.kms):
            config: Any = client.meta.config  # the stubs do not know its fields
            assert config.retries["total_max_attempts"] == 2
            assert config.retries["mode"] == "standard"
            assert config.read_timeout == 5
            assert config.tcp_keepalive


def test_a_client_is_made_once() -> None:
    with moto_home() as home:
        assert home.clients.dynamodb is home.clients.dynamodb
