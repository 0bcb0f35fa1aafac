"""Made-up work in eight steps: each stage makes one thing out of the ones before it.

    line      brisk ─ dorum ─ felt ─ gavel ─ jarn ─ klepp ─ mossel ─ norrin
    lattice   pallo ─ quent  ┐         ┌ tavvy ┐
                  └─ rindle ─┴─ sproke ─┴ urmel ─┴ vossin ─ wexle

The id of a thing names the order that it was made for, so the ledger can tell whose effect it was.  The last
stage of both is unsafe: it makes another thing each time it is asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # Any: registrations are JSON


@dataclass(frozen=True, slots=True)
class Stage:
    name: str
    needs: tuple[str, ...] = ()
    unsafe: bool = False

    @property
    def action(self) -> str:
        return f"make_{self.name}"


LINE = (
    Stage("brisk"), Stage("dorum", ("brisk",)), Stage("felt", ("dorum",)), Stage("gavel", ("felt",)),
    Stage("jarn", ("gavel",)), Stage("klepp", ("jarn",)), Stage("mossel", ("klepp",)),
    Stage("norrin", ("mossel",), unsafe=True),
)
LATTICE = (
    Stage("pallo"), Stage("quent", ("pallo",)), Stage("rindle", ("pallo",)), Stage("sproke", ("quent", "rindle")),
    Stage("tavvy", ("sproke",)), Stage("urmel", ("sproke",)), Stage("vossin", ("tavvy", "urmel")),
    Stage("wexle", ("vossin",), unsafe=True),
)
STAGES: Mapping[str, Stage] = {stage.action: stage for stage in (*LINE, *LATTICE)}
PURPOSE = "You run the works: you make what an order needs, stage by stage."
SUB_AGENT = "works-agent"


def prompt(order: str, stages: Sequence[Stage]) -> str:
    return f"For order '{order}' make a " + ", then make a ".join(stage.name for stage in stages) + "."


def registration(url: str) -> dict[str, Any]:
    """The body of `POST /v1/tools`."""
    return {
        "name": "works", "description": "The works make things for orders.", "base_url": url, "sandbox_base_url": url,
        "capabilities": [_capability(stage) for stage in STAGES.values()],
    }


def _capability(stage: Stage) -> dict[str, Any]:
    source = "from " + " and ".join(f"a {name}" for name in stage.needs) if stage.needs else "for an order"
    needed = [{"name": f"{name}_id", "type": "string", "description": f"the id of the {name}"} for name in stage.needs]
    return {
        "name": stage.action, "description": f"Make a {stage.name} {source}",
        "parameters": needed or [{"name": "order", "type": "string", "description": "the order's name"}],
        "returns": {f"{stage.name}_id": {"type": "string", "description": f"the id of the {stage.name}"}},
        "effect": "unsafe" if stage.unsafe else "idempotent",
    }


def thing_id(stage: Stage, order: str) -> str:
    return f"{stage.name}-of-{order}"


def order_of(thing: str) -> str:
    return thing.partition("-of-")[2]
