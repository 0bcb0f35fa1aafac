"""The same fields as other services would tell them: what a request means does not hang on the form of that.

What a form is: the tools, their answers and what they take, all told in another way.  What their tasks shall come to
is told as before, and the rows are kept as before.

`python -m tests.fields.dressed [FIELD …] [--forms FORM …] [-v]` prints how many tasks end right (and how many harm)
plainly and in each form.  A form is put on nothing that is read in pages: what leads to the next one would have to be
told in its way, too.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import replace

from tests.fields import fields, told_answers, told_inputs, told_values
from tests.fields.driver import tell_missed, verdicts
from tests.fields.service import Field, Tool

Form = Callable[[Field], Field]

FORMS: Mapping[str, Form] = {**told_answers.FORMS, **told_inputs.FORMS, **told_values.FORMS}


def dressed(kind: Field, form: str) -> Field:
    """The field in the form, and nothing said of what its tools answer."""
    plain = replace(kind, tools=tuple(map(_unsaid, kind.tools)))
    return replace(FORMS[form](plain), plainly=kind)


def _unsaid(one: Tool) -> Tool:
    return replace(one, outputs=None)


def main() -> None:
    told = sys.argv[1:]
    at = told.index("--forms") if "--forms" in told else len(told)
    forms = [one for one in told[at + 1 :] if one in FORMS] or [*FORMS]
    every = [one for kinds in fields.GROUPS.values() for one in kinds if one.name in told[:at]]
    totals: dict[str, list[int]] = {}
    for kind in every:
        line = []
        for form in ["plain", *forms]:
            held = replace(kind, tools=tuple(map(_unsaid, kind.tools))) if form == "plain" else dressed(kind, form)
            found = verdicts(held)
            right, harm = sum(one.right for one in found), sum(one.harm for one in found)
            before = totals.setdefault(form, [0, 0])
            totals[form] = [before[0] + right, before[1] + harm]
            line.append(f"{form} {right}/{harm}")
            if "-v" in told and form != "plain":
                print(f"--- {kind.name} {form}")
                tell_missed(held.jobs, found)
        print(f"{kind.name:12}", *line, f"of {len(kind.jobs)}", flush=True)
    print("total", *(f"{form} {right}/{harm}" for form, (right, harm) in totals.items()))


if __name__ == "__main__":
    main()
