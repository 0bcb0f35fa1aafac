"""What ships to Lambda: the runtime dependencies of pyproject.toml and all that they need, pinned by requirements.lock.

Chalice packages what stands in a `requirements.txt` beside app.py, and silently nothing where there is none.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

BROUGHT_BY_CHALICE = ("chalice",)
"""Its packager puts its own runtime into the archive; the rest of it is a command line."""

ON_LAMBDA = {"sys_platform": "linux", "platform_machine": "aarch64", "platform_python_implementation": "CPython"}


def exported(root: Path) -> str:
    """The text of `requirements.txt`.  Raises `LookupError` for a dependency that the lock does not pin."""
    pinned = _pinned((root / "requirements.lock").read_text())
    declared = tomllib.loads((root / "pyproject.toml").read_text())["project"]["dependencies"]
    wanted = dict.fromkeys(_closure([Requirement(line) for line in declared]))
    missing = [name for name in wanted if name not in pinned]
    if missing:
        raise LookupError(f"requirements.lock does not pin {', '.join(missing)}: run make lock")
    return "".join(f"{name}=={pinned[name]}\n" for name in sorted(wanted))


def _pinned(lock: str) -> Mapping[str, str]:
    lines = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", lock, re.MULTILINE)
    return {canonicalize_name(name): version for name, version in lines}


def _closure(wanted: list[Requirement]) -> Iterator[str]:
    seen: set[str] = set()
    while wanted:
        one = wanted.pop()
        name = canonicalize_name(one.name)
        if name in seen or name in BROUGHT_BY_CHALICE:
            continue
        seen.add(name)
        yield name
        further = (Requirement(line) for line in requires(name) or ())
        extras = ["", *one.extras]
        wanted += [each for each in further if any(_applies(each, extra) for extra in extras)]


def _applies(one: Requirement, extra: str) -> bool:
    return one.marker is None or one.marker.evaluate({**ON_LAMBDA, "extra": extra})
