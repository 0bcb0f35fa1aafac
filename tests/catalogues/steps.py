"""The steps of a judged plan as a graph: what needs what, and where a reference leads in the end."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

HELPER_TOOLS = {"utility", "person"}
HELPER_ACTIONS = {"authenticate", "refreshtoken"}


class Steps:
    def __init__(self, rows: object) -> None:
        listed = [mapping(row) for row in rows] if isinstance(rows, list | tuple) else []
        self.ids = [str(row.get("id")) for row in listed]
        self.rows = dict(zip(self.ids, listed, strict=True))
        self.needs = {step: _needs(row) for step, row in self.rows.items()}
        self.counted = [step for step in self.rows if not self.is_helper(step)]

    def faults(self) -> list[str]:
        """What makes this no graph of steps at all, so that nothing else can be judged."""
        repeated = [f"repeated step: {step}" for step, times in Counter(self.ids).items() if times > 1]
        unknown = [
            f"unknown step: {step} needs {other}"
            for step, needs in self.needs.items()
            for other in sorted(needs - self.rows.keys())
        ]
        circular = [f"circular step: {step}" for step in self.rows if step in self.before(step)]
        return repeated + unknown + circular

    def action(self, step: str) -> str:
        return str(self.rows[step].get("action", ""))

    def inputs(self, step: str) -> Mapping[str, object]:
        return mapping(self.rows[step].get("inputs") or {})

    def of(self, action: str) -> list[str]:
        return [step for step in self.counted if plain(self.action(step)) == plain(action)]

    def is_helper(self, step: str) -> bool:
        tool = str(self.rows[step].get("tool", "")).casefold()
        return tool in HELPER_TOOLS or plain(self.action(step)) in HELPER_ACTIONS

    def before(self, step: str) -> set[str]:
        """Every step this one needs, however far."""
        seen: set[str] = set()
        todo = set(self.needs.get(step, ()))
        while todo:
            seen |= todo
            todo = {far for near in todo for far in self.needs.get(near, ())} - seen
        return seen

    def sources(self, step: str, path: str) -> Iterator[tuple[str, set[str]]]:
        """The counted steps a reference leads to, each with the field names met on the way."""
        names = {plain(last_field(path))}
        if not self.is_helper(step):
            yield step, names
            return
        names |= {plain(last_field(text)) for text in texts(self.inputs(step))}
        for behind, inner in references(self.inputs(step)):
            for source, more in self.sources(behind, inner):
                yield source, names | more


def plain(name: str) -> str:
    """A name as readers compare it: `X-Clinic-Site` is `x_clinic_site`, `tickets/list` is `tickets_list`."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def last_field(path: str) -> str:
    """The field a path ends in; what stands in brackets (an index, a filter) is none."""
    names = re.findall(r"[A-Za-z_][\w-]*", re.sub(r"\[[^\]]*\]", "", path))
    return names[-1] if names else ""


def references(value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        if "ref" in value:
            yield str(value["ref"]), str(value.get("path", ""))
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from references(inner)


def texts(value: object) -> Iterator[str]:
    """Every text among some inputs; the parts of a reference are none."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping) and "ref" not in value:
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)


def mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise TypeError(f"expected a mapping, got {value!r}")
    return value


def _needs(row: Mapping[str, object]) -> set[str]:
    depends_on = row.get("depends_on") or ()
    named = {str(step) for step in depends_on} if isinstance(depends_on, list | tuple) else set()
    return named | {step for step, _ in references(row.get("inputs"))}
