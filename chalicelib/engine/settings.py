"""Numbers that the engine obeys.  The timing rules are safety, not tuning (docs/protocol.md, section 6)."""

from dataclasses import dataclass, field

from chalicelib.domain.plan import CAP


@dataclass(frozen=True, slots=True)
class Settings:
    """Times in ms unless the name says otherwise.

    `lease` outlives any worker: function time-out plus clock skew.  `key_window` is how long a provider is
    trusted to remember an idempotency key.  `settle_time`: how long after a lost answer its effect may still land.
    `longest_operation`: what a tool has begun must be done by then.  `inline_bytes`: larger outputs go to blobs.
    `output_bytes`: larger ones are refused.  `max_revisions`: remedies and replacements that one step may have.
    `claims_reads`: reads too are claimed before they are called; where a claim costs nothing.
    `callback_url`: where tools reach this API; `callback_key` proves the addresses that are made with it.
    """

    function_timeout: int = 120_000
    lease: int = 180_000
    tool_timeout_s: float = 30.0
    max_attempts: int = 6
    max_revisions: int = 12
    cap: int = CAP
    sweep_after: int = 60_000
    key_window: int = 23 * 3_600_000
    longest_operation: int = 24 * 3_600_000
    input_expiry: int = 7 * 24 * 3_600_000
    settle_time: int = 60_000
    inline_bytes: int = 16_384
    output_bytes: int = 5_000_000
    retention_s: int = 90 * 24 * 3600
    backoff: int = 1_000
    event_delay: int = 250
    claims_reads: bool = True
    callback_url: str = ""
    callback_key: bytes = field(default=b"", repr=False)

    def __post_init__(self) -> None:
        if self.lease <= self.function_timeout:
            raise ValueError(f"lease {self.lease} ms must outlive the function time-out {self.function_timeout} ms")
        if self.tool_timeout_s * 1000 + 5_000 > self.function_timeout:
            raise ValueError(f"tool time-out {self.tool_timeout_s} s leaves no room in {self.function_timeout} ms")
