"""Each rule of the protocol, switched off in a copy of the code: a test must notice.

    python -m tests.proof.mutants [--jobs 2] [--only NUMBER]

A mutant is an edit of the source text (mutations.py), and the text must be there exactly once, so that the list
cannot grow stale.  It is caught by the test or the scenario of the crash sweep that is named with it.  If that
does not notice, the list is wrong and the long ones are asked: the engine's tests, 12,000 schedules of the
simulation, the whole sweep.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.proof.mutations import MUTANTS, SWEEP, Mutant

ROOT = Path(__file__).parents[2]


def checks(mutant: Mutant, quick: bool = False) -> Iterator[tuple[str, list[str]]]:
    """What may notice: the test or scenario that is named with it, then the long ones, unless `quick`."""
    python = [sys.executable, "-m"]
    pytest = [*python, "pytest", "-x", "-q", "-p", "no:cacheprovider", "-o", "addopts="]
    name = mutant.caught_by
    if name.startswith(SWEEP):
        yield name, [*python, "tests.proof.sweep", "--only", name.removeprefix(SWEEP), "--stop"]
    elif name:
        yield name.rpartition("::")[2], [*pytest, name]
    if not quick:
        yield "tests", [*pytest, "tests/proof/test_rules.py", "tests/proof/test_found.py", "tests/engine"]
        yield "simulation", [*python, "tests.proof.simulate", "12000", "--jobs", "1", "--stop"]
        yield "sweep", [*python, "tests.proof.sweep", "--every", "3"]


def unharmed() -> list[list[str]]:
    """What must pass without a mutant, so that it may be trusted to notice one."""
    found = [command for one in MUTANTS for _, command in checks(one, quick=True)]
    tests = sorted({command[-1] for command in found if "pytest" in command})
    scenarios = sorted({command[-2] for command in found if "pytest" not in command})
    pytest = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-o", "addopts="]
    return [[*pytest, *tests], [sys.executable, "-m", "tests.proof.sweep", "--every", "7", "--only", *scenarios]]


def mutate(mutant: Mutant, there: Path) -> None:
    path = there / mutant.file
    text = path.read_text()
    if text.count(mutant.old) != 1:
        raise SystemExit(f"mutant {mutant.number}: its text stands {text.count(mutant.old)} times in {mutant.file}")
    path.write_text(text.replace(mutant.old, mutant.new))


def copy(root: Path, there: Path) -> None:
    for name in ("chalicelib", "tests"):
        shutil.copytree(root / name, there / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("app.py", "pyproject.toml"):
        shutil.copy(root / name, there / name)


def caught_by(mutant: Mutant, root: Path, quick: bool = False) -> str:
    """Which check noticed, and its first words; empty if none did."""
    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder)
        copy(root, there)
        mutate(mutant, there)
        for name, command in checks(mutant, quick):
            try:
                ran = subprocess.run(command, cwd=there, capture_output=True, text=True, timeout=900, check=False)
            except subprocess.TimeoutExpired:
                return f"{name}: it ran for ever"
            if ran.returncode not in (0, 5):  # 5: no such test
                return f"{name} ({_first_words(ran.stdout + ran.stderr)})"
    return ""


def _first_words(said: str) -> str:
    for line in said.splitlines():
        if line.startswith("FAILED "):
            return line.partition(" - ")[2][:110] or "failed"
        for sign in ("Broken: ", "Error: ", "ValueError: "):
            if sign in line:
                return line[line.index(sign):][:110]
    return said.strip().splitlines()[-1][:110] if said.strip() else "it failed"


def sound(root: Path) -> bool:
    """Whether all that is to notice passes without a mutant: otherwise it would catch anything."""
    return all(subprocess.run(command, cwd=root, capture_output=True, check=False).returncode == 0
               for command in unharmed())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--quick", action="store_true", help="only the test or scenario that is named")
    wanted = parser.parse_args()
    chosen = [mutant for mutant in MUTANTS if not wanted.only or mutant.number in wanted.only]
    began, alive = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(wanted.jobs) as pool:
        root = Path(folder)
        copy(ROOT, root)  # all mutants are made from the same text, whoever edits meanwhile
        if not sound(root):
            raise SystemExit("the tests fail without any mutant")
        found = pool.map(lambda one: caught_by(one, root, wanted.quick), chosen)
        for mutant, caught in zip(chosen, found, strict=True):
            alive += not caught
            print(f"| {mutant.number} | {mutant.rule} | {caught or '**NOT CAUGHT**'} |", flush=True)
    print(f"{len(chosen)} mutants, {len(chosen) - alive} caught; {time.monotonic() - began:.0f} s")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
