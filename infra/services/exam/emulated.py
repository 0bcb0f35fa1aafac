"""One of emulate's services, fresh, with a seed."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any  # Any: seeds are JSON

from infra.services.install import EMULATE, NODE, ROOT
from infra.services.processes import process

TOKEN = "an-exam-token"


@contextmanager
def emulated(name: str, seed: Mapping[str, Any], port: int) -> Iterator[None]:
    file = ROOT / f"exam-{name}.json"
    file.write_text(json.dumps(seed))
    where = ["-p", str(port), "--host", "127.0.0.1"]
    command = [str(NODE), str(EMULATE), "start", *where, "-s", name, "--seed", str(file)]
    with process(f"exam-{name}", command, port):
        yield
