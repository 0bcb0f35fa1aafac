"""The services are installed beside us, at pinned versions, each in an environment of its own.

    .services/npm   emulate (Slack), oidc-provider, and the Node that they need
    .services/py    localstripe (Stripe)

None is imported or shipped.  What is there already, by the digest of its pins, is not installed again.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
ROOT = Path(".services").absolute()
NODE = ROOT / "npm/node_modules/.bin/node"
EMULATE = ROOT / "npm/node_modules/emulate/dist/index.js"
PROVIDER = ROOT / "npm/provider.mjs"
PYTHON = ROOT / "py/bin/python"
SECONDS = 600


class NotInstalled(Exception):
    """A registry's client is not here, or it could not be reached."""


def install(say: Callable[[str], None]) -> None:
    npm, py = ROOT / "npm", ROOT / "py"
    pins = [HERE / "package.json", HERE / "package-lock.json"]
    if stale(npm, pins):
        say("installing emulate, oidc-provider and Node from the npm registry (about 200 MB)")
        npm.mkdir(parents=True, exist_ok=True)
        for file in pins:
            shutil.copy(file, npm)
        run([found("npm"), "ci", "--no-audit", "--no-fund", "--loglevel=error"], npm)
        fresh(npm, pins)
    if stale(py, [HERE / "requirements.txt"]):
        say("installing localstripe from PyPI")
        run([sys.executable, "-m", "venv", "--clear", str(py)], ROOT)
        wanted = ["-r", str(HERE / "requirements.txt")]
        run([str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted], ROOT)
        fresh(py, [HERE / "requirements.txt"])
    shutil.copy(HERE / "provider.mjs", PROVIDER)  # beside node_modules, where Node looks for what it imports


def found(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        raise NotInstalled(f"{program} is not installed here: it brings the services")
    return path


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> None:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=SECONDS,
        env={**os.environ, **(environment or {})},
    )
    if done.returncode:
        raise NotInstalled(f"{' '.join(command[:3])}: {(done.stderr or done.stdout).strip()[-500:]}")


def _digest(pins: Sequence[Path]) -> str:
    return sha256(b"".join(file.read_bytes() for file in pins)).hexdigest()


def stale(folder: Path, pins: Sequence[Path]) -> bool:
    stamp = folder / "installed"
    return not stamp.exists() or stamp.read_text() != _digest(pins)


def fresh(folder: Path, pins: Sequence[Path]) -> None:
    (folder / "installed").write_text(_digest(pins))
