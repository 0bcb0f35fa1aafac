"""How steps that read records before anything is planned are told from others: by the beginnings of their ids.

It stands alone because a worker asks after every step, and the reading of records takes long to import.
"""

from chalicelib.domain.plan import Step

GATHER = "gather"
READ = "look"


def looks(step: Step) -> bool:
    """Whether the step only shows records: its further pages are asked for with everything else that is missing."""
    return step.id.startswith(READ)


def gathers(step: Step) -> bool:
    return step.id.startswith(GATHER)
