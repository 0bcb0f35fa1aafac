"""What a million steps cost: calls and units as they were counted, prices as they are published.

Two sums: public prices do not tell whether the surcharge of fair queues is due for the message that is sent only, or
for its receipt and deletion too.  The first sum is the dearer reading.

Lambda's time is not measured here but set, at 50 ms of 256 MB on arm64: this machine's milliseconds are not Lambda's.
What our code itself takes is told beside it, in processor time of this machine.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from chalicelib.aws.prices import AS_OF, PRICES, REGION, Unit, delivered, dollars, invoked, running
from chalicelib.domain.tool import Effect
from infra.aws.bench.workloads import Measured, fan, line, scripted, seed
from tests.aws.fixtures import moto_server

MILLION = 1_000_000
DURATION_MS, MEMORY_MB = 50, 256
TARGETS: Mapping[Effect, float] = {"unsafe": 3.50, "read": 3.00}
CONTROL_LIMITS = {20: 1_024, 50: 2_048}
_TABLE: tuple[Unit, ...] = ("write_unit", "half_read_unit")
_QUEUE: tuple[Unit, ...] = ("queue_request", "fair_request")
_LAMBDA: tuple[Unit, ...] = ("invocation", "gb_second")
_OTHER: tuple[Unit, ...] = ("key_request", "blob_write", "blob_read")


@dataclass(frozen=True, slots=True)
class Row:
    """Steps of one sort: means per step, in dollars per million steps where it says so."""

    workload: str
    effect: str
    steps: int
    calls: float
    write_units: float
    table: float
    queue: float
    function: float
    other: float
    cpu_ms: float
    surcharge: float

    @property
    def total(self) -> float:
        return self.table + self.queue + self.function

    @property
    def sent_only(self) -> float:
        """With the surcharge of fair queues for what is sent, and not for receipt and deletion."""
        return self.total - self.surcharge


def units(step: Measured) -> "Counter[Unit]":
    """All that a step uses, Lambda's own requests to the queue among it."""
    return step.used.units + running(DURATION_MS, MEMORY_MB) + delivered() + invoked()


def row(workload: str, effect: str, steps: Sequence[Measured]) -> Row:
    count = len(steps)
    used: Counter[Unit] = sum((units(step) for step in steps), Counter())

    def price(*of: Unit) -> float:
        return MILLION * dollars({unit: used[unit] for unit in of}) / count
    return Row(
        workload, effect, count, sum(step.used.calls.total() for step in steps) / count, used["write_unit"] / count,
        price(*_TABLE), price(*_QUEUE), price(*_LAMBDA), price(*_OTHER), sum(step.ms for step in steps) / count,
        MILLION * dollars({"fair_request": delivered()["fair_request"]}),
    )


def by_effect(workload: str, steps: Sequence[Measured]) -> Iterator[Row]:
    """Step zero, which plans, is told apart: it is once in a task."""
    for effect in dict.fromkeys(step.effect for step in steps):
        yield row(workload, effect, [step for step in steps if step.effect == effect])


def counted() -> Iterator[Row]:
    with moto_server() as home:
        for effect in TARGETS:
            yield from by_effect("line of 20", scripted(home, line(effect), f"line_{effect}.test"))
            yield from by_effect("fan of 10", scripted(home, fan(effect), f"fan_{effect}.test"))
        yield from by_effect("seed task", seed(home, "seed.test"))


def control_sizes() -> Mapping[int, int]:
    """The control record at its largest, by the number of steps."""
    with moto_server() as home:
        return {
            n: max(one.control for one in scripted(home, line("unsafe", n), f"size_{n}.test"))
            for n in CONTROL_LIMITS
        }


def beside() -> Mapping[str, float]:
    """What is not part of a step's own price, in dollars per million of what is named."""
    return {
        "steps that wait a second for their tool": MILLION * dollars(running(1_000, MEMORY_MB)),
        "lines of log of 500 bytes": 500 / 1_000_000_000 * MILLION * PRICES["log_gb"].dollars,
        "metrics lines (EMF) of 800 bytes": 800 / 1_000_000_000 * MILLION * PRICES["log_gb"].dollars,
        "tasks traced at 5 % (X-Ray)": 0.05 * MILLION * dollars({"trace": 1}),
        "requests to KMS": MILLION * dollars({"key_request": 1}),
        "blobs put": MILLION * dollars({"blob_write": 1}),
        "blobs read": MILLION * dollars({"blob_read": 1}),
        "requests to the API, without its function": MILLION * dollars({"api_request": 1}),
    }


def tables(rows: Sequence[Row], sizes: Mapping[int, int]) -> str:
    """Markdown."""
    lines = [
        f"Prices of {REGION}, {AS_OF}, in dollars per million steps.",
        f"Lambda is taken to run for {DURATION_MS} ms with {MEMORY_MB} MB on arm64.", "",
        "| workload | steps | calls | write units | DynamoDB | SQS | Lambda | sum | or | KMS, S3 | our processor ms |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
        *(
            f"| {one.workload}: {one.effect} | {one.steps} | {one.calls:.2f} | {one.write_units:.2f} |"
            f" {one.table:.2f} | {one.queue:.2f} | {one.function:.2f} | **{one.total:.2f}** | {one.sent_only:.2f} |"
            f" {one.other:.2f} | {one.cpu_ms:.1f} |"
            for one in rows
        ),
        "", "| beside it | $ per million |", "|---|---|",
        *(f"| {what} | {price:.2f} |" for what, price in beside().items()),
        "",
        *(f"Control record of {n} steps: {size:,} bytes (limit {CONTROL_LIMITS[n]:,})." for n, size in sizes.items()),
    ]
    return "\n".join(lines)


def main() -> None:
    print(tables(list(counted()), control_sizes()))
