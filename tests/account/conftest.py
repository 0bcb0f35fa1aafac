"""With the real AWS CLI, which `make test-deploy` installs; elsewhere these tests are not collected."""

import os
from pathlib import Path

GIVEN = os.environ.get("REPLAN_TEST_AWS_CLI")
CLI = str(Path(GIVEN).absolute()) if GIVEN else ""
collect_ignore_glob = [] if CLI else ["test_*.py"]
