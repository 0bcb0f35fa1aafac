"""Against servers written by others, which `make test-mcp` installs; elsewhere these tests are not collected."""

import os
from pathlib import Path

import pytest

FOLDER = os.environ.get("REPLAN_TEST_MCP_SERVERS")
collect_ignore_glob = [] if FOLDER else ["test_*.py"]


@pytest.fixture(scope="session")
def folder() -> Path:
    return Path(FOLDER or "")
