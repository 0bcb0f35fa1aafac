"""Exchange rates with fixed figures, in the shape that exchangerate-api.com describes."""

from collections.abc import Iterator
from contextlib import contextmanager

from infra.sandbox.server import Listener
from infra.sandbox.wire import Reaction, Request, json_answer

PER_EUR = {"EUR": 1.0, "USD": 1.08, "GBP": 0.86, "JPY": 162.5}


@contextmanager
def running_rates() -> Iterator[str]:
    listener = Listener(0)
    listener.serve_in_thread(_respond)
    try:
        yield listener.url
    finally:
        listener.stop()


def _respond(request: Request) -> Reaction:
    base = request.path.rpartition("/")[2].upper()
    if not request.path.startswith("/latest/") or base not in PER_EUR:
        return json_answer({"result": "error", "error_type": "unsupported_code"}, 404)
    rates = {code: round(rate / PER_EUR[base], 6) for code, rate in PER_EUR.items()}
    return json_answer({"base": base, "date": "2026-11-28", "time_last_updated": 1795824000, "rates": rates})
