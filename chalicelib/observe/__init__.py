"""What the shell writes for those who operate Replan: one line per step, which is its record and its metrics.

    begin ── watch ── work ── record ──> one JSON line (Powertools)      ── EMF ──> metrics
                  └─ only where the invocation is traced ──> one datagram ── X-Ray

The core does not log; it hands back a report (`engine.reports`), and its words are the words here.  What a user or a
tool said is in no record: ids, names, numbers and words of ours only.
"""

from chalicelib.observe.observer import Observer
from chalicelib.observe.watch import Watch

__all__ = ["Observer", "Watch"]
