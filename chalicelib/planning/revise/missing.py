"""Pending steps ask for a field that the output does not hold: look for it under another name."""

from chalicelib.domain.binding import Binding, Output
from chalicelib.planning.revise.look import Finding, Look, rebound
from chalicelib.planning.revise.paths import look_up
from chalicelib.planning.revise.renamed import mended_path


def missing_fields(look: Look) -> Finding | None:
    """Rebinds of every use whose path leads nowhere while a renamed field is plainly meant."""
    rebinds: dict[str, dict[str, Binding]] = {}
    notes: list[str] = []
    schema = look.action.output_schema if look.action else None
    ref = f"{look.step.tool}.{look.step.action}"
    for use in look.uses():
        if look_up(use.output.path, look.output) is not None:
            continue
        found = mended_path(use.output.path, look.output, schema, look.brief.memory, ref)
        if found is None:
            continue
        path, facts = found
        inputs = rebinds.setdefault(use.step.id, {})
        current = inputs.get(use.name, use.step.inputs[use.name])
        inputs[use.name] = rebound(current, use.output, Output(look.step.id, path))
        learned = f" (lesson {', '.join(fact.id for fact in facts)})" if facts else ""
        notes.append(f"{ref} has {path} instead of {use.output.path}{learned}")
    return Finding("; ".join(dict.fromkeys(notes)), rebinds=rebinds) if rebinds else None
