"""Prefect, at pinned versions, in an environment of its own in .services; emulate is there for the other services."""

import sys
from collections.abc import Callable
from pathlib import Path

from infra.services.install import ROOT, fresh, run, stale

PREFECT = ROOT / "prefect/bin/prefect"
PINS = [Path(__file__).parent / "requirements.txt"]


def install(say: Callable[[str], None]) -> None:
    folder = ROOT / "prefect"
    if stale(folder, PINS):
        say("installing prefect from PyPI (about 250 MB)")
        run([sys.executable, "-m", "venv", "--clear", str(folder)], ROOT)
        run([str(folder / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
             "-r", str(PINS[0])], ROOT)
        fresh(folder, PINS)
