"""`python -m infra.evals.failures --data DIR --split NAME`: which inputs go wrong, grouped by reason.

A figure says how much is wrong, not what.  Each input of the recorded plans falls into one group: right, wrong though
the prompt holds the value, missing though it does, not in the prompt at all, a reference wrong or missing, invented.
"""

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # Any: the benchmarks are JSON

from chalicelib.planning.door import catalogue_from_tools, plan_requests
from infra.evals.__main__ import Split, read

Json = Mapping[str, Any]
ABSENT = object()


@dataclass(frozen=True, slots=True)
class Judged:
    """One input: its group, the action and name, what was wanted and what was planned."""

    group: str
    place: str
    wanted: Any
    planned: Any
    prompt: str


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.evals.failures", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--split", default="seal")
    parser.add_argument("--runs", type=int, default=0)
    parser.add_argument("--group", default="", help="show the inputs of this group")
    parser.add_argument("--show", type=int, default=40)
    asked = parser.parse_args(arguments)
    split = read(asked.data / "dev" / asked.split)
    found = list(judged(split, asked.runs))
    sizes = Counter(one.group for one in found)
    print("\n".join(f"{count:5} {group}" for group, count in sizes.most_common()))
    for one in [one for one in found if one.group == asked.group][: asked.show]:
        print(f"\n{one.place}\n  wanted  {shown(one.wanted)}\n  planned {shown(one.planned)}\n  {one.prompt}")
    return 0


def shown(value: Any) -> str:
    return "nothing" if value is ABSENT else repr(value)


def judged(split: Split, runs: int = 0) -> Iterator[Judged]:
    """Every input of the recorded plans and of ours, with its group."""
    plans = plan_requests(catalogue_from_tools(split.catalogue), split.requests, split.runs[:runs])
    gold = {row["id"]: row for row in split.gold}
    for request, plan in zip(split.requests, plans, strict=True):
        yield from _compared(request["prompt"], plan["steps"], gold[request["id"]]["steps"])


def _compared(prompt: str, planned: Sequence[Json], wanted: Sequence[Json]) -> Iterator[Judged]:
    ours: dict[str, list[Json]] = defaultdict(list)
    for step in planned:
        ours[step["tool"]].append(step["arguments"])
    for step in wanted:
        mine = _nearest(ours[step["tool"]], step["arguments"])
        for name, value in step["arguments"].items():
            have = ABSENT if mine is None else mine.get(name, ABSENT)
            place = f"{step['tool']}.{name}"
            group = "action missing" if mine is None else _group(prompt, value, have)
            yield Judged(group, place, value, have, prompt)
        for name in (mine or {}).keys() - step["arguments"].keys():
            yield Judged("not wanted", f"{step['tool']}.{name}", ABSENT, (mine or {})[name], prompt)
    for tool, rest in ours.items():
        for inputs in rest:
            for name, value in inputs.items():
                yield Judged("action not wanted", f"{tool}.{name}", ABSENT, value, prompt)


def _nearest(ours: list[Json], wanted: Json) -> Json | None:
    """Our step of the same action that agrees most, taken out of the list."""
    if not ours:
        return None
    best = max(ours, key=lambda one: sum(_same(one.get(name, ABSENT), value) for name, value in wanted.items()))
    ours.remove(best)
    return best


def _group(prompt: str, wanted: Any, have: Any) -> str:
    if _same(wanted, have):
        return "right"
    verdict = "missing" if have is ABSENT else "wrong"
    if isinstance(wanted, str) and re.match(r"\$\d", wanted):
        return f"reference {verdict}"
    return f"{verdict}, {'in the prompt' if _told(prompt, wanted) else 'not in the prompt'}"


def _told(prompt: str, value: Any) -> bool:
    """Whether the prompt holds the value letter by letter (each entry of it, for a list)."""
    if isinstance(value, list):
        return all(_told(prompt, one) for one in value)
    return str(value).lower().removesuffix(".0") in prompt.lower()


def _same(one: Any, other: Any) -> bool:
    return one is not ABSENT and other is not ABSENT and _spelt(one) == _spelt(other)


def _spelt(value: Any) -> str:
    """One spelling for a value: whole numbers without a point, references without the number of their step."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str):
        return re.sub(r"^\$\d+", "$", value)
    return str(value) if isinstance(value, bool) else json.dumps(value, sort_keys=True, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main())
