"""`python -m infra.ranker [--data DIR] [--write]`: train the ranking of spans and say how far it travels.

Every source is left out once: weights learned from the others are judged on it.  With `--write` the weights learned
from all of them replace those of the composer.  DIR is that of `infra.evals`; only its recorded runs are used, never
its requests.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from chalicelib.planning.composer import ranking
from infra.ranker import sources
from infra.ranker.decisions import Decision, decisions
from infra.ranker.train import judged, trained
from tests.catalogues.exam import DEVELOPMENT

WEIGHTS = Path(ranking.__file__).with_name("weights.json")
RECORDED = {"seal": 1.0, "nestful_exec": 1.0}
OWN = 6.0
"""What a decision of our own examples counts: there are fewer of them, and they are of more styles."""

Source = Mapping[str, Sequence[tuple[Decision, float]]]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.ranker", description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--without", default="", help="leave this source out of what is written")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args(arguments)
    known = read(asked.data)
    print("| left out | decisions | right | precision | recall |\n|---|---|---|---|---|")
    for name, rows in known.items():
        figures = judged(learned(known, name), [one for one, _ in rows])
        cells = [f"{figures[column]:.1f}" for column in ("right", "precision", "recall")]
        print(f"| {name} | {len(rows)} | {' | '.join(cells)} |")
    if asked.write:
        weights = learned(known, asked.without)
        WEIGHTS.write_text(json.dumps(weights, sort_keys=True, separators=(",", ":")) + "\n")
        print(f"{len(weights)} weights, {WEIGHTS.stat().st_size} bytes")
    return 0


def read(data: Path | None) -> Source:
    """The decisions of every source with what each counts; the exam's fields are one source, our examples another."""
    found = {
        "examples": [(one, OWN) for rows in sources.marked().values() for one in decisions(rows)],
        "exam": [(one, OWN) for field in DEVELOPMENT for one in decisions(sources.exam(field))],
    }
    if data is not None:
        for name, share in RECORDED.items():
            found[name] = [(one, share) for one in decisions(sources.recorded(data / "dev" / name))]
    return found


def learned(known: Source, left_out: str = "") -> dict[str, float]:
    return trained([one for name, rows in known.items() if name != left_out for one in rows])


if __name__ == "__main__":
    sys.exit(main())
