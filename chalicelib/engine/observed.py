"""What the shell knows of the invocation in hand, as far as the engine writes it down with the task."""

from typing import Protocol


class Observed(Protocol):
    def trace_id(self) -> str:
        """The trace that the invocation belongs to; empty where it is not traced."""

    def aws_calls(self) -> int:
        """How often it has called AWS so far."""

    def cost(self, aws_calls: int, duration_ms: int) -> float:
        """About what an attempt that took so long and made so many calls costs, in dollars."""


class Unobserved:
    """Where nobody looks on, and nothing is asked of AWS."""

    def trace_id(self) -> str:
        return ""

    def aws_calls(self) -> int:
        return 0

    def cost(self, aws_calls: int, duration_ms: int) -> float:
        return 0.0


UNOBSERVED = Unobserved()
