"""Whether the past runs of fields can be carried out, and are not the tasks themselves."""

import sys
from importlib import import_module

from tests.fields.kindred import kindred
from tests.fields.service import ASK, Field, Past, Refusal, Service


def faults(kind: Field) -> list[str]:
    pasts = kindred(kind.name)
    if len(pasts) != len(kind.jobs):
        return [f"{len(pasts)} past runs for {len(kind.jobs)} tasks"]
    told = [f"{at}: {fault}" for at, past in enumerate(pasts) if past for fault in _faults(kind, past)]
    own = {job.prompt for job in kind.jobs} | {past.prompt for past in kind.pasts}
    told += [f"{at}: is a task, or told already" for at, past in enumerate(pasts) if past and past.prompt in own]
    bare = enumerate(zip(kind.jobs, pasts, strict=True))
    return told + [f"{at}: there is none" for at, (job, past) in bare if not past and job.end != ASK]


def _faults(kind: Field, past: Past) -> list[str]:
    service, found = Service(kind), []
    for name, inputs in (*past.looks, *past.writes):
        try:
            service.call(name, inputs)
        except (Refusal, TypeError, KeyError) as error:
            found.append(f"{name} says {type(error).__name__} {error}")
    if past.writes and service.rows == kind.rows:
        found.append("changes nothing")
    return found


if __name__ == "__main__":
    for name in sys.argv[1:]:
        found = faults(import_module(f"tests.fields.{name}").FIELD)
        print(name, *(found or ["is as it should be"]), sep="\n    ")
