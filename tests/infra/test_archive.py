"""What ships to Lambda, and what must not."""

import zipfile
from pathlib import Path

import pytest

from infra.aws.archive import LARGEST, faults, reached, slim
from infra.aws.package import ROOT, configured
from infra.aws.requirements import exported

ARM = b"\x7fELF" + bytes(14) + (183).to_bytes(2, "little") + bytes(8)
INTEL = b"\x7fELF" + bytes(14) + (62).to_bytes(2, "little") + bytes(8)
GOOD = {
    "app.py": b"", "chalice/app.py": b"", "boto3-1.44.5.dist-info/METADATA": b"", "pydantic_core/core.so": ARM,
    "typing_extensions-4.1.dist-info/METADATA": b"",
}
NEEDS = "boto3==1.44.5\ntyping-extensions==4.1\n"


def archive(folder: Path, files: dict[str, bytes]) -> Path:
    path = folder / "deployment.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return path


def test_a_good_archive_has_no_faults(tmp_path: Path) -> None:
    assert faults(archive(tmp_path, GOOD), NEEDS) == []


@pytest.mark.parametrize(("change", "told"), [
    ({"pydantic_core/core.so": INTEL}, "pydantic_core/core.so is built for another processor"),
    ({"numpy/__init__.py": b""}, "numpy/__init__.py must not ship"),
    ({"tests/world.py": b""}, "tests/world.py must not ship"),
])
def test_what_must_not_ship_is_named(tmp_path: Path, change: dict[str, bytes], told: str) -> None:
    (said,) = faults(archive(tmp_path, {**GOOD, **change}), NEEDS)

    assert told in said


def test_a_package_keeps_its_version_and_not_its_page(tmp_path: Path) -> None:
    name = "boto3-1.44.5.dist-info/METADATA"
    path = archive(tmp_path, {**GOOD, name: b"Name: boto3\nVersion: 1.44.5\n\nThe page\n\nof the index"})

    slim(path)

    with zipfile.ZipFile(path) as made:
        assert made.read(name) == b"Name: boto3\nVersion: 1.44.5\n"


@pytest.mark.parametrize("name", ["boto3-1.44.5.dist-info/METADATA", "chalice/app.py"])
def test_what_is_missing_is_named(tmp_path: Path, name: str) -> None:
    (said,) = faults(archive(tmp_path, {each: GOOD[each] for each in GOOD if each != name}), NEEDS)

    assert name.split("-")[0] in said


def test_an_archive_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path, GOOD | {"chalicelib/large.bin": bytes(LARGEST)})

    assert any("the limit is" in said for said in faults(path, NEEDS))


def test_slimming_keeps_what_runs_and_gives_the_same_bytes_each_time(tmp_path: Path) -> None:
    files = {**GOOD, "botocore/data/ec2/2016/service-2.json.gz": b"x", "botocore/data/sqs/2012/service-2.json.gz": b"x"}
    one = archive(tmp_path, files)
    slim(one)
    first = one.read_bytes()
    other = archive(tmp_path, dict(reversed(files.items())))
    slim(other)

    with zipfile.ZipFile(other) as kept:
        assert set(kept.namelist()) == set(files) - {"botocore/data/ec2/2016/service-2.json.gz"}
    assert other.read_bytes() == first


@pytest.mark.parametrize(("name", "there"), [
    ("botocore/data/dynamodb/2012-08-10/service-2.json.gz", True),
    ("botocore/data/endpoints.json", True),
    ("botocore/data/ec2/2016-11-15/service-2.json.gz", False),
    ("chalicelib/functions.py", True),
    ("chalicelib/cli/dev.py", False),
    ("chalicelib/embedded/store.py", False),
    ("cryptography-50.0.2.dist-info/licenses/LICENSE", True),
])
def test_only_what_a_function_can_reach_is_kept(name: str, there: bool) -> None:
    assert reached(name) is there


def test_every_service_that_we_make_a_client_of_keeps_its_description() -> None:
    asked = {
        line.split('.client("')[1].split('"')[0]
        for path in (ROOT / "chalicelib").rglob("*.py") for line in path.read_text().splitlines() if '.client("' in line
    }

    assert asked
    assert all(reached(f"botocore/data/{service}/x/service-2.json.gz") for service in asked)


def test_what_ships_is_pinned_and_holds_nothing_of_the_command_line() -> None:
    lines = exported(ROOT).splitlines()
    names = {line.partition("==")[0] for line in lines}

    assert {"boto3", "pydantic", "cryptography", "rpds-py"} <= names
    assert not {"chalice", "click", "rich", "moto", "tzdata"} & names
    assert all("==" in line for line in lines)


def test_a_stage_has_a_policy_for_each_function() -> None:
    stage = configured("prod")["stages"]["prod"]

    assert len({each["iam_policy_file"] for each in stage["lambda_functions"].values()}) == 6
    assert stage["autogen_policy"] is False
