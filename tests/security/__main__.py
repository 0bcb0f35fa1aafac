"""Runs every corpus, prints how many hostile cases got through and benign twins passed, and writes docs/security.md.

    python -m tests.security
"""

import contextlib
import io
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.security import injections, out_of_scope, phrases, ssrf, strangers
from tests.security.kept import on_aws, on_sqlite, tally
from tests.security.tally import Tally

PAGE = Path(__file__).parents[2] / "docs" / "security.md"
BEGIN, END = "<!-- counted by make security -->", "<!-- end -->"


def _sqlite() -> Tally:
    with tempfile.TemporaryDirectory() as folder:
        return tally(on_sqlite(Path(folder)))


CORPORA: Mapping[str, tuple[str, Callable[[], Tally]]] = {
    "addresses, judged as on AWS": ("test_addresses", ssrf.judged),
    "addresses, where they are given": ("test_addresses", ssrf.given),
    "addresses, where they are called": ("test_addresses", ssrf.called),
    "canaries, embedded home": ("test_canaries", _sqlite),
    "canaries, AWS home (moto)": ("test_canaries", lambda: tally(on_aws())),
    "strangers at every route and id": ("test_strangers", strangers.corpus),
    "plans outside their grant": ("test_out_of_scope", out_of_scope.corpus),
    "hostile outputs, obeyed": ("test_injections", injections.corpus),
    "phrases that past runs taught": ("test_phrases", phrases.corpus),
}


def table() -> tuple[str, bool]:
    heads = ("corpus", "test in `tests/security`", "hostile", "got through", "benign twins", "passed")
    lines = [f"| {' | '.join(heads)} |", "|---|---|---|---|---|---|"]
    sound = True
    for name, (test, corpus) in CORPORA.items():
        with contextlib.redirect_stdout(io.StringIO()):  # the log of what is run
            found = corpus()
        hostile, through, benign, passed = found.row
        sound = sound and not through and passed == benign
        lines.append(f"| {name} | `{test}` | {hostile} | {through} | {benign} | {passed} |")
        for wrong in (*found.breaches, *found.hindered):
            print(f"{name}: {wrong}", file=sys.stderr)
    return "\n".join(lines), sound


def main() -> None:
    counted, sound = table()
    print(counted)
    page = PAGE.read_text()
    head, _, rest = page.partition(BEGIN)
    PAGE.write_text(f"{head}{BEGIN}\n{counted}\n{END}{rest.partition(END)[2]}")
    sys.exit(not sound)


if __name__ == "__main__":
    main()
