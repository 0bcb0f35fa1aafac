"""`python -m infra.evals --data DIR`: the learning curve on recorded requests, as a Markdown table.

DIR holds `score.py` (a function `score(plans, gold, rulers)`) and `dev/<split>/` with `catalog.json`, `requests.jsonl`,
`gold.jsonl` and `runs.jsonl`.  Up to a hundred runs are drawn from several shuffles, and the mean is shown with the
spread between them; a row is planned from nothing but its catalogue, its prompt and those runs.
"""

import argparse
import importlib.util
import json
import random
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any  # Any: the benchmarks are JSON

from chalicelib.planning.door import catalogue_from_tools, plan_requests

Json = Mapping[str, Any]
Score = Callable[..., Mapping[str, Mapping[str, float]]]
DRAWN = (0, 10, 100)


@dataclass(frozen=True, slots=True)
class Column:
    """One figure: the ruler's key, shown as `title`, only for requests with `tag` if there is one."""

    title: str
    ruler: str
    key: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    catalogue: Json
    requests: Sequence[Json]
    gold: Sequence[Json]
    runs: Sequence[Json]


COLUMNS = (
    Column("node F1", "gnn", "n_f1"), Column("link F1", "gnn", "l_f1"), Column("tool F1", "seal", "tool_f1"),
    Column("param F1", "seal", "param_f1"), Column("nested edge F1", "unified", "edge_f1", "nested"),
    Column("node F1 (set)", "unified", "node_f1"), Column("edge F1", "unified", "edge_f1"),
    Column("value F1", "unified", "argvalue_f1"), Column("full match", "nestful", "full"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _arguments(arguments)
    splits = [name for name in asked.splits.split(",") if (asked.data / "dev" / name / "catalog.json").is_file()]
    if not (asked.data / "score.py").is_file() or not splits:
        print(f"skipped: {asked.data} holds no score.py or none of the splits {asked.splits}", file=sys.stderr)
        return 0
    score = _scorer(asked.data / "score.py")
    lines = [heading()]
    print(lines[0], flush=True)
    for name in splits:
        for line in rows(name, read(asked.data / "dev" / name), score, asked.shuffles):
            lines.append(line)
            print(line, flush=True)
    if asked.out:
        asked.out.write_text("\n".join(lines) + "\n")
    return 0


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.evals", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--splits", default="ultratool,seal,nestful_exec")
    parser.add_argument("--shuffles", type=int, default=5)
    parser.add_argument("--out", type=Path, help="also write the table there")
    return parser.parse_args(given)


def _scorer(path: Path) -> Score:
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Score = module.score
    return found


def read(folder: Path) -> Split:
    catalogue = json.loads((folder / "catalog.json").read_text())
    requests, gold, runs = (_lines(folder / f"{name}.jsonl") for name in ("requests", "gold", "runs"))
    return Split(catalogue, requests, gold, runs)


def _lines(path: Path) -> list[Json]:
    return [json.loads(line) for line in path.read_text().splitlines() if line.strip()] if path.is_file() else []


def heading() -> str:
    titles = ("split", "runs", *(column.title for column in COLUMNS), "ms per request, learning included")
    return f"| {' | '.join(titles)} |\n|{'---|' * len(titles)}"


def rows(name: str, split: Split, score: Score, shuffles: int) -> Iterable[str]:
    """One line for each number of runs: no run, ten, a hundred, all."""
    for count in (*(drawn for drawn in DRAWN if drawn < len(split.runs)), len(split.runs)):
        draws = list(_draws(split.runs, count, shuffles))
        took = time.perf_counter()
        found = [figures(split, runs, score) for runs in draws]
        took = (time.perf_counter() - took) / max(len(split.requests) * len(draws), 1)
        cells = [_cell([one[at] for one in found]) for at in range(len(COLUMNS))]
        yield f"| {name} | {count} | {' | '.join(cells)} | {1000 * took:.1f} |"


def _draws(runs: Sequence[Json], count: int, shuffles: int) -> Iterable[Sequence[Json]]:
    """All runs are one draw, as no run is; fewer are drawn anew for each shuffle."""
    for seed in range(shuffles if 0 < count < len(runs) else 1):
        row = list(runs)
        if count < len(runs):
            random.Random(seed).shuffle(row)  # noqa: S311  # drawn alike each time, nothing secret
        yield row[:count]


def figures(split: Split, runs: Sequence[Json], score: Score) -> list[float | None]:
    plans = list(plan_requests(catalogue_from_tools(split.catalogue), split.requests, runs))
    return [_figure(column, plans, split.gold, score) for column in COLUMNS]


def _figure(column: Column, plans: Sequence[Json], gold: Sequence[Json], score: Score) -> float | None:
    kept = [row for row in gold if column.tag in row.get("tags", ())] if column.tag else list(gold)
    return score(plans, kept, (column.ruler,))[column.ruler][column.key] if kept else None


def _cell(values: Sequence[float | None]) -> str:
    known = [value for value in values if value is not None]
    if not known:
        return "–"
    spread = f" ({min(known):.1f}–{max(known):.1f})" if len(known) > 1 else ""
    return f"{mean(known):.1f}{spread}"


if __name__ == "__main__":
    raise SystemExit(main())
