"""Whether a step of a plan does what past runs did: with all that they gave to it, and looked up as they did."""

from collections.abc import Sequence

from chalicelib.domain.binding import Literal, Mention
from chalicelib.domain.plan import Step
from chalicelib.planning.usage.construction import Construction


def done_so(step: Step, shown: Sequence[Construction]) -> bool:
    """Whether the step gives all that a run gave to it, and looks up what runs looked up."""
    own = [one for one in shown if one.ref == step.ref]
    whole = any({path[0] for path in one.ways} <= {*step.inputs} for one in own)
    return whole and not any(_by_words(step, one) for one in own)


def _by_words(step: Step, one: Construction) -> bool:
    """Whether the step takes from the words what runs looked up: a name, as an id that is told needs no looking."""
    looked = {path[0] for path, way in one.ways.items() if way.kind in ("target", "record")}
    same = one.ref == step.ref
    told = [given for name in looked if isinstance(given := step.inputs.get(name), Literal | Mention)]
    return same and any(not any(map(str.isdigit, str(one.value))) for one in told)
