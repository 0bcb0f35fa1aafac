"""The archive that Lambda unpacks: what is left out of it, and what must be true of the rest.

`slim` drops what no function can reach: the data of AWS services that we do not call (most of the archive), the
command line and the embedded home, stubs and the assets of documentation pages, what X-Ray's library patches with, the
compiled half of wrapt, which only those patches call, boto3's resources (we use clients), pydantic's first version,
and what is for compilers (of cffi only its compiled half is loaded), type checkers, browsers and package indexes.
"""

import re
import struct
import zipfile
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

SERVICES = ("dynamodb", "kms", "lambda", "s3", "secretsmanager", "sqs", "sts", "xray")
"""Whose descriptions the AWS client needs: of what `chalicelib.aws`, the tools and X-Ray's library make clients of."""

LARGEST = 12_000_000
Architecture = Literal["arm64", "x86_64"]

MACHINES: Mapping[Architecture, int] = {"arm64": 183, "x86_64": 62}
"""`e_machine` of an ELF file."""

_UNREACHED = (
    "chalicelib/cli/*", "chalicelib/embedded/*", "boto3/examples/*", "botocore/data/*/examples-1.json",
    "aws_lambda_powertools/event_handler/*", "aws_xray_sdk/ext/*", "wrapt/*.so", "pycparser/*",
    "cffi/*", "boto3/data/*", "pydantic/v1/*", "botocore/data/lambda/2014-11-11/*", "dateutil/zoneinfo/*.tar.gz",
    "*.pyi", "*/tests/*", "*/__pycache__/*", "*.dist-info/RECORD", "*.dist-info/WHEEL", "*.dist-info/INSTALLER",
    "*.dist-info/sboms/*", "*.c", "*.h", "*/mypy.py", "jsonschema/benchmarks/*", "urllib3/contrib/emscripten/*",
)
_NEVER = ("numpy/*", "pytest/*", "moto/*", "hypothesis/*", "tests/*", "infra/*", "rich/*", "click/*")
_UNSHIPPED = ("pycparser",)
"""Needed to build an extension, not to load it."""

_OF_POWERTOOLS = ("typing", "serialization", "jmespath_utils")
"""What its logger and metrics need of its `utilities`."""

_EPOCH = (1980, 1, 1, 0, 0, 0)


def slim(archive: Path) -> None:
    """Writes the archive again without what is not reached; the same files give the same bytes."""
    lean = archive.with_suffix(".slim")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(lean, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for name in sorted(old.namelist()):
            if not name.endswith("/") and reached(name):
                info = zipfile.ZipInfo(name, _EPOCH)
                info.external_attr, info.compress_type = 0o644 << 16, zipfile.ZIP_DEFLATED
                held = old.read(name)
                told = name.endswith(".dist-info/METADATA")  # headers, and behind them the pages of a package index
                new.writestr(info, held.partition(b"\n\n")[0] + b"\n" if told else held)
    lean.replace(archive)


def reached(name: str) -> bool:
    service = re.match(r"(?:botocore|boto3)/data/([^/]+)/", name)
    if service and service[1] not in SERVICES:
        return False
    utility = re.match(r"aws_lambda_powertools/utilities/([^/]+)/", name)
    if utility and utility[1] not in _OF_POWERTOOLS:
        return False
    return not any(fnmatchcase(name, pattern) for pattern in _UNREACHED)


def faults(archive: Path, requirements: str, architecture: Architecture = "arm64") -> list[str]:
    """What is wrong with an archive, in sentences; empty where nothing is."""
    with zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
        machines = {name: _machine(opened.read(name)[:20]) for name in names if re.search(r"\.so(\.|$)", name)}
    found = [
        f"{name} is built for another processor than {architecture}"
        for name, of in machines.items() if of != MACHINES[architecture]
    ]
    found += [f"{name} must not ship" for name in names if any(fnmatchcase(name, pattern) for pattern in _NEVER)]
    found += [f"{name} is not in the archive" for name in _missing(names, requirements)]
    found += [f"app.py needs {name}, which is not there" for name in ("chalice/app.py", "app.py") if name not in names]
    size = archive.stat().st_size
    return [*found, f"it has {size:,} bytes; the limit is {LARGEST:,}"] if size > LARGEST else found


def _missing(names: list[str], requirements: str) -> Iterator[str]:
    """Requirements of which the archive has no installed distribution."""
    there = {_normal(name.rsplit("-", 1)[0]) for name in _distributions(names)}
    for line in requirements.splitlines():
        name = _normal(line.partition("==")[0])
        if name not in there and name not in _UNSHIPPED:
            yield line


def _distributions(names: list[str]) -> set[str]:
    return {name.split("/")[0].removesuffix(".dist-info") for name in names if ".dist-info/" in name}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _machine(head: bytes) -> int:
    """What an ELF file was built for."""
    machine: int = struct.unpack_from("<H", head, 18)[0] if head[:4] == b"\x7fELF" else -1
    return machine
