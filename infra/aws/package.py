"""`make package STAGE=dev`: the archive and the template that CloudFormation deploys, from a clean clone.

    requirements.txt ── chalice package ──> deployment.zip + template ── slim, check, cfn-lint ──> build/STAGE/

Chalice downloads wheels for arm64 whatever this machine is; the runtime is the Python that packages.  The template is
Chalice's own with each of `TEMPLATES` merged into it, in this order: maps are merged, lists and plain values replaced.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any  # Any: Chalice's configuration is JSON

from chalice.package import TemplateDeepMerger, YAMLTemplateSerializer

from infra.aws import dashboard
from infra.aws.archive import Architecture, faults, slim
from infra.aws.policies import FUNCTIONS, policy
from infra.aws.requirements import exported

ROOT = Path(__file__).parents[2]
Part = Path | Callable[[], dict[str, Any]]
TEMPLATES: Sequence[Part] = (ROOT / "infra/aws/resources.yaml", dashboard.template)
"""Files, and what is made from names in the code."""

BY_REFERENCE = "functions/${APIHandler.Arn}/invocations"
BY_NAME = (
    "functions/arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${NamePrefix}-${Stage}-api"
    "/invocations"
)
"""A function that knows the API's address cannot be what the API refers to: neither could be made first."""

SHIPPED = ("app.py", "chalicelib")
UNWANTED_WARNINGS = ("missing dependencies", "Could not install dependencies")


class NotPackaged(Exception):
    """What stands in the way, in a sentence."""


def package(stage: str, out: Path, architecture: Architecture = "arm64") -> Path:
    """The folder with `deployment.zip` and `sam.yaml`.  Raises `NotPackaged`.

    `architecture`: another one than what is deployed is for running the archive on this machine.
    """
    requirements = exported(ROOT)
    print("packaging: fetching what runs on Lambda", flush=True)
    template(stage, out, requirements, architecture)
    archive = out / "deployment.zip"
    slim(archive)
    found = faults(archive, requirements, architecture)
    if found:
        archive.rename(archive.with_suffix(".unfit"))
        raise NotPackaged("the archive is not fit to be deployed:\n  " + "\n  ".join(found))
    lint(out / "sam.yaml")
    return out


def template(stage: str, out: Path, requirements: str = "", architecture: Architecture = "arm64") -> Path:
    """The template that Chalice and we make together, with an archive of what `requirements` says beside it.

    Without requirements it needs no network and a few seconds, for whoever only wants to look at it.
    """
    with TemporaryDirectory() as folder:
        project = _project(Path(folder), stage, requirements, architecture)
        _chalice(project, stage, out)
    made = out / "sam.yaml"
    made.write_text(made.read_text().replace(BY_REFERENCE, BY_NAME))
    return made


def _project(folder: Path, stage: str, requirements: str, architecture: Architecture) -> Path:
    """What Chalice packages, apart from the checkout: it takes everything that lies beside app.py."""
    for name in SHIPPED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    (folder / "requirements.txt").write_text(requirements)
    (folder / "merge.yaml").write_text(YAMLTemplateSerializer().serialize_template(merged()))
    settings = folder / ".chalice"
    settings.mkdir()
    (settings / "config.json").write_text(json.dumps(configured(stage, architecture)))
    for function in FUNCTIONS:
        (settings / f"{function}.json").write_text(json.dumps(policy(function)))
    return folder


def merged(templates: Sequence[Part] = TEMPLATES) -> dict[str, Any]:
    """All that we add to Chalice's template."""
    serializer, merger = YAMLTemplateSerializer(), TemplateDeepMerger()
    loaded = (
        serializer.load_template(one.read_text(), one.name) if isinstance(one, Path) else one() for one in templates
    )
    whole: dict[str, Any] = reduce(lambda sofar, one: merger.merge(one, sofar), loaded)
    return whole


def configured(stage: str, architecture: Architecture = "arm64") -> Mapping[str, Any]:
    """`.chalice/config.json` with this stage, and with a policy of its own for each function."""
    config: dict[str, Any] = json.loads((ROOT / ".chalice/config.json").read_text())
    common = next(iter(config["stages"].values()))
    functions = {name: {"iam_policy_file": f"{name}.json"} for name in FUNCTIONS}
    return {
        **config, "lambda_architecture": architecture, "stages": {
            stage: {**common, "lambda_functions": functions, "iam_policy_file": "api_handler.json"},
        },
    }


def _chalice(project: Path, stage: str, out: Path) -> None:
    shutil.rmtree(out, ignore_errors=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(  # noqa: S603 -- Chalice, with arguments that are ours
        [sys.executable, "-c", "from chalice.cli import main; main()", "package", "--stage", stage,
         "--template-format", "yaml", "--merge-template", "merge.yaml", str(out.absolute())],
        cwd=project, capture_output=True, text=True, check=False, timeout=900,
        env={**os.environ, "AWS_DEFAULT_REGION": os.environ.get("AWS_DEFAULT_REGION", "us-east-1")},
    )
    said = done.stdout + done.stderr
    if done.returncode or any(words in said for words in UNWANTED_WARNINGS):
        raise NotPackaged(f"chalice package failed:\n{said.strip()[-2000:]}")


def lint(template: Path) -> None:
    """Raises `NotPackaged` with what cfn-lint finds."""
    done = subprocess.run(  # noqa: S603 -- cfn-lint of this environment
        [sys.executable, "-c", "from cfnlint.runner.cli import main; main()", "--non-zero-exit-code", "warning",
         str(template)],
        capture_output=True, text=True, check=False, timeout=300,
    )
    if done.returncode:
        raise NotPackaged(f"cfn-lint on {template}:\n{done.stdout.strip()[-4000:]}{done.stderr.strip()[-500:]}")
