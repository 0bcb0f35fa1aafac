"""What `make exam` needs beside emulate, at pinned versions, each in an environment of its own in .services."""

import shutil
import sys
from collections.abc import Callable, Collection
from pathlib import Path

from infra.services.install import ROOT, found, fresh, run, stale

HERE = Path(__file__).parent
PYPI = {
    "prefect": "250 MB", "changedetection": "400 MB", "label-studio": "800 MB", "pretalx": "250 MB",
    "jupyter-server": "80 MB",
}
"""Their sizes on disk.  What each is made of is in requirements-NAME.txt."""

PREFECT, CHANGES, LABELS, FILES = (
    (str(ROOT / name / "bin/python"), str(ROOT / name / "bin" / program)) for name, program in (
        ("prefect", "prefect"), ("changedetection", "changedetection.io"), ("label-studio", "label-studio"),
        ("jupyter-server", "jupyter-server"),
    )
)
"""How each is started, wherever its environment was moved from."""

TALKS = ROOT / "pretalx/bin/python"
BLOG = ROOT / "blog"


def install(say: Callable[[str], None], wanted: Collection[str]) -> None:
    """Of all these only those that are `wanted`."""
    for name in [name for name in PYPI if name in wanted]:
        folder, pins = ROOT / name, HERE / f"requirements-{name}.txt"
        if stale(folder, [pins]):
            say(f"installing {name} from PyPI (about {PYPI[name]})")
            run([sys.executable, "-m", "venv", "--clear", str(folder)], ROOT)
            run([str(folder / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                 "-r", str(pins)], ROOT)
            fresh(folder, [pins])
    if "blog" in wanted:
        _blog(say)


def _blog(say: Callable[[str], None]) -> None:
    pins = [HERE / "package.json", HERE / "package-lock.json"]
    if stale(BLOG, pins):
        say("installing jsonapi-server from the npm registry (20 MB)")
        BLOG.mkdir(parents=True, exist_ok=True)
        for file in pins:
            shutil.copy(file, BLOG)
        run([found("npm"), "ci", "--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts"], BLOG)
        fresh(BLOG, pins)
    shutil.copy(HERE / "blog.cjs", BLOG)  # beside node_modules, where Node looks for what it requires
