"""The last lines of a run: a table for people, and what was wrong."""

import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from infra.stress.audit import Findings, percentile
from infra.stress.driver import Driver
from infra.stress.ledger_service import Nature

EVERY_S = 5.0


@dataclass(slots=True)
class Progress:
    """A line every few seconds; on a terminal the line before is overwritten."""

    line: Callable[[], str]
    _last: float = field(default_factory=time.monotonic)

    def tell(self) -> None:
        if time.monotonic() - self._last >= (1.0 if sys.stdout.isatty() else EVERY_S):
            self._last = time.monotonic()
            print(self.line(), end="\r" if sys.stdout.isatty() else "\n", flush=True)


def counts(counter: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(counter.items())) or "none"


def rows(driver: Driver, found: Findings, nature: Nature, seconds: float) -> list[tuple[str, str]]:
    """What every run reports."""
    return [
        ("tasks", f"{len(driver.orders)}: {counts(found.statuses)}"),
        ("failures", counts(found.failures)),
        ("lost or stuck", str(len(driver.stuck()))),
        ("effects", f"{len(driver.ledger.effects)}; doubled {len(found.doubled)}, "
                    f"done without effect {len(found.without_effect)}"),
        ("calls", counts(driver.ledger.calls)),
        ("faults", f"{nature.share:.0%} of the calls: {counts(Counter(nature.fired))}"),
        ("questions answered", str(driver.answered)),
        ("steps", f"{found.steps} done in {seconds:.0f} s: {found.steps / max(seconds, 0.001):.1f} a second; "
                  f"{found.lost_attempts} attempts of workers that died"),
        ("step latency", _spread(found.step_ms)),
        ("task duration", _spread(found.task_ms)),
    ]


def _spread(values: Sequence[float]) -> str:
    shares = ((0.5, "p50"), (0.9, "p90"), (0.99, "p99"), (1.0, "worst"))
    return ", ".join(f"{name} {percentile(values, share):,.0f} ms" for share, name in shares)


def table(lines: Sequence[tuple[str, str]], wrong: Sequence[str]) -> int:
    """Prints it all; gives the exit status."""
    print()
    width = max(len(name) for name, _ in lines)
    for name, text in lines:
        print(f"{name:<{width}}  {text}")
    for one in wrong:
        print(f"WRONG  {one}")
    print("wrong: nothing" if not wrong else f"{len(wrong)} things are wrong")
    return 1 if wrong else 0
