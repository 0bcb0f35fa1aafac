"""How steps that read records before anything is planned are told from others: by the beginnings of their ids.

It stands alone because a worker asks after every step, and the reading of records takes long to import.
"""

from chalicelib.domain.plan import Step

GATHER = "gather"
READ = "look"


def looks(step: Step) -> bool:
    """Whether the step only shows records: its further pages are asked for with everything else that is missing.

    What mends such a step is named after it, and shows none.
    """
    return step.id.startswith(READ) and step.remedy_for is None


def place(step: Step) -> tuple[str, int]:
    """Which list the step shows, and from which record on: `look1a` begins what `look.1a.5` goes on with."""
    base, _, first = step.id.removeprefix(READ).strip(".").partition(".")
    number = first.partition(".")[0]
    return base, int(number) if number.isdigit() else 1


def goes_on(step: Step) -> bool:
    """Whether the step shows a further page of a list."""
    return looks(step) and place(step)[1] > 1


def gathers(step: Step) -> bool:
    return step.id.startswith(GATHER)
