"""What `make exam` needs beside emulate, at pinned versions, each in an environment of its own in .services."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from infra.services.install import ROOT, found, fresh, run, stale

HERE = Path(__file__).parent
PYPI = {"prefect": "250 MB", "changedetection": "400 MB", "label-studio": "800 MB"}
"""Their sizes on disk.  What each is made of is in requirements-NAME.txt."""

PREFECT, CHANGES, LABELS = (ROOT / f"{name}/bin/{program}" for name, program in (
    ("prefect", "prefect"), ("changedetection", "changedetection.io"), ("label-studio", "label-studio"),
))
BLOG = ROOT / "blog"


def install(say: Callable[[str], None]) -> None:
    for name, size in PYPI.items():
        folder, pins = ROOT / name, HERE / f"requirements-{name}.txt"
        if stale(folder, [pins]):
            say(f"installing {name} from PyPI (about {size})")
            run([sys.executable, "-m", "venv", "--clear", str(folder)], ROOT)
            run([str(folder / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                 "-r", str(pins)], ROOT)
            fresh(folder, [pins])
    pins_npm = [HERE / "package.json", HERE / "package-lock.json"]
    if stale(BLOG, pins_npm):
        say("installing jsonapi-server from the npm registry (20 MB)")
        BLOG.mkdir(parents=True, exist_ok=True)
        for file in pins_npm:
            shutil.copy(file, BLOG)
        run([found("npm"), "ci", "--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts"], BLOG)
        fresh(BLOG, pins_npm)
    shutil.copy(HERE / "blog.cjs", BLOG)  # beside node_modules, where Node looks for what it requires
