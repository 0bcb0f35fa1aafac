"""The house rules that a machine can check: sizes, words, and what the lightest process imports."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = [ROOT / "app.py", *sorted((ROOT / "chalicelib").rglob("*.py")), *sorted((ROOT / "infra").rglob("*.py"))]
MODULE_LINES = 300
FUNCTION_LINES = 40
LONGER = {"chalicelib/domain/transitions.py": 350}
"""One table, whose rows belong side by side."""
DEMO_WORDS = re.compile(r"invoice|engineering|\bslack\b|stripe|user_123|workbench|ultratool|nestful|seal.?tools", re.I)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert node.end_lineno is not None
            yield node.name, node.end_lineno - node.lineno + 1


def test_no_module_is_longer_than_a_person_reads():
    long = {name(path): len(path.read_text().splitlines()) for path in SOURCES}

    assert {path: lines for path, lines in long.items() if lines > LONGER.get(path, MODULE_LINES)} == {}


def test_no_function_is_longer_than_a_screen():
    long = [(name(path), function, lines) for path in SOURCES for function, lines in functions(path)]

    assert [found for found in long if found[2] > FUNCTION_LINES] == []


def test_app_names_the_functions_and_nothing_more():
    assert len((ROOT / "app.py").read_text().splitlines()) < 60


def test_nothing_shipped_knows_a_demo_or_a_benchmark():
    shipped = [path for path in (ROOT / "chalicelib").rglob("*") if path.suffix in (".py", ".html", ".js", ".css")]
    found = [
        f"{name(path)}:{number}" for path in shipped
        for number, line in enumerate(path.read_text().splitlines(), 1) if DEMO_WORDS.search(line)
    ]

    assert found == []


def test_there_is_no_module_called_utils():
    assert [name(path) for path in SOURCES if re.search(r"util(s|ities)\b|helpers?\b", path.stem)] == []


@pytest.mark.parametrize("heavy", ["pydantic", "boto3", "jsonschema", "aws_xray_sdk", "numpy", "rich", "cryptography"])
def test_naming_the_functions_loads_nothing_heavy(heavy):
    code = f"import app, sys; sys.exit({heavy!r} in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_every_public_module_says_why_it_exists():
    texts = {name(path): path.read_text() for path in SOURCES}
    silent = [path for path, text in texts.items() if text.strip() and not ast.get_docstring(ast.parse(text))]

    assert silent == []
