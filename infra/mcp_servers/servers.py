"""Where the servers are, and how each is started."""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from signal import SIGTERM

HERE = Path(__file__).parent
SCOPE = "node_modules/@modelcontextprotocol"
PATIENCE_SECONDS = 30.0


def install(folder: Path, wanted: Path = HERE / "package.json", scripts: bool = False) -> None:
    """npm shows its progress; a second call with the same versions does nothing.  `scripts`: packages may run some."""
    kept = folder / "package.json"
    if (folder / "installed").exists() and kept.read_text() == wanted.read_text():
        return
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is not installed here: it brings the servers (Debian's packages nodejs and npm)")
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(wanted, kept)
    print(f"installing {', '.join(json.loads(wanted.read_text())['dependencies'])} into {folder} (300 MB, about half a "
          "minute)", flush=True)
    options = ["--no-audit", "--no-fund", "--no-package-lock", "--loglevel", "error"]
    options += [] if scripts else ["--ignore-scripts"]
    subprocess.run([npm, "install", *options], cwd=folder, check=True)  # noqa: S603 our own words
    (folder / "installed").touch()


def everything(folder: Path, mode: str) -> tuple[str, ...]:
    """The reference server: `stdio`, or `streamableHttp` on the port that PORT names."""
    script = folder / SCOPE / "server-everything/dist/index.js"
    return ("node", "--import", (HERE / "loopback.mjs").as_uri(), str(script), mode)


def sequential_thinking(folder: Path) -> tuple[str, ...]:
    return ("node", str(folder / SCOPE / "server-sequential-thinking/dist/index.js"))


def database(folder: Path, port: int) -> tuple[str, ...]:
    """A server for databases; what it offers of one is in shop.yaml."""
    script = str(folder / "node_modules/@toolbox-sdk/server/bin/run.js")
    return (
        "node", script, "--config", str(HERE / "shop.yaml"), "--address", "127.0.0.1", "--port", str(port),
        "--disable-version-check", "--disable-reload",
    )


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def serving(words: tuple[str, ...], port: int, environment: Mapping[str, str], log: Path) -> Iterator[str]:
    """The server, up until the block ends; its address."""
    with log.open("ab") as into:
        process = subprocess.Popen(  # noqa: S603 our own words
            words, env={**os.environ, **environment}, stdout=into, stderr=into, stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    try:
        _wait(process, port, log)
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, SIGTERM)
        process.wait(10)


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < until:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args!r} did not come up: {log.read_text()[-1000:]}")
