"""Each rule of the protocol, switched off in a copy of the code: a test must notice.

    python -m tests.proof.mutants [--jobs 2] [--only NUMBER]

A mutant is an edit of the source text, and the text must be there exactly once, so that the list cannot grow
stale.  It is caught by the first of these that fails: the tests of this package, the scenario of the crash sweep
that is named with it, the engine's tests, 12,000 schedules of the simulation, the whole sweep.  The numbers are
those of the protocol's counter-examples (docs/protocol.md); letters are rules that the code has besides.  25 and 26
have no mutant: a question is a step of its own, and every step is claimed.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
ENGINE, DOMAIN = "chalicelib/engine/", "chalicelib/domain/"
TRANSITIONS = DOMAIN + "transitions.py"


@dataclass(frozen=True)
class Mutant:
    """`scenario`: where the sweep is most likely to notice."""

    number: str
    rule: str
    file: str
    old: str
    new: str
    scenario: str = ""


MUTANTS = (
    Mutant("1", "the idempotency key names the step, never the attempt", ENGINE + "act.py",
           "key=call_key(task, step.id,", 'key=engine.ports.token(4) + "/" + call_key(task, step.id,', "linear"),
    Mutant("2", "an unsafe step is not simply claimed again", TRANSITIONS,
           'step.lease < self.now and step.kind != "u"\n', "step.lease < self.now\n", "two unsafe in a row"),
    Mutant("3", "who cannot claim helps", ENGINE + "runner.py",
           '        help_on(engine, ref, control)\n        return Ack("helped")', '        return Ack("helped")',
           "linear"),
    Mutant("4", "a copy is not acked while the lease is live", ENGINE + "runner.py",
           'return Nack(max(1, -(-(live.lease - now) // 1000)), "another worker holds the step")',
           'return Ack("another worker holds the step")', "linear"),
    Mutant("5", "a commit is fenced by the epoch", TRANSITIONS,
           "if control.terminal or step is None or step.epoch != self.epoch:",
           "if control.terminal or step is None:"),
    Mutant("6", "a lease outlives its worker", ENGINE + "settings.py",
           "if self.lease <= self.function_timeout:", "if self.lease < 0:"),
    Mutant("7", '"it did not happen" is taken only after the settle time', ENGINE + "signals.py",
           "if left > 0:", "if left > 10**12:"),
    Mutant("8", "what a commit enables is told from the state after it", ENGINE + "settle.py",
           "for other in ready(after) if other in touched",
           "for other in ready(after) if other in touched and all(\n"
           "            dep == sid or dep not in before.steps or before.live(dep) is None\n"
           "            for dep in getattr(before.live(other), 'deps', ())\n"
           "        )", "diamond"),
    Mutant("9", "the id of a need is made from what it does", DOMAIN + "edit.py",
           "if key not in (\"id\", \"label\", \"reason\",", "if key not in (\"id\", \"label\",",
           "each finds the same need by itself"),
    Mutant("10", "the cap is part of the condition", TRANSITIONS,
           "            or control.entered > self.cap - len(self.adds)\n", ""),
    Mutant("11", "an answer that comes early is kept", TRANSITIONS,
           'if step is None or step.kind != "h" or step.answer is not None:', 'if step is None or step.kind != "h":'),
    Mutant("12", "the sweeper sends what may start", ENGINE + "sweep.py",
           "    if messages:\n        engine.ports.queue.send(messages)\n", "    if messages:\n", "linear"),
    Mutant("13", "dependants wait for the question about an unknown outcome", ENGINE + "decide.py",
           "if sid != dep and (live := self.control.live(sid)) and dep not in live.deps",
           'if letter != "U" and sid != dep and (live := self.control.live(sid)) and dep not in live.deps',
           "unsafe, and it did not"),
    Mutant("14", "a failure skips its dependants", ENGINE + "decide.py",
           'self._settle("F", "failed", skips=all_dependants(self.control, self.held.sid), edit=edit)',
           'self._settle("F", "failed", edit=edit)', "a failure with a live sibling"),
    Mutant("15", "a failure does not end the task while siblings work", TRANSITIONS,
           "            due=control.due if self.due is None else self.due,\n",
           "            due=control.due if self.due is None else self.due,\n"
           '            status="FAIL" if self.letter == "F" else control.status,\n', "a failure with a live sibling"),
    Mutant("16", "a task with a failed step does not end OK", TRANSITIONS,
           "if control.terminal or control.open != 0 or control.bad == self.ok:\n            return None\n"
           '        return replace(control, status="OK" if self.ok else "FAIL")',
           "if control.terminal or control.open != 0:\n            return None\n"
           '        return replace(control, status="OK")', "two fail together"),
    Mutant("17", "an unsafe call with an unknown outcome is not repeated", ENGINE + "runner.py",
           'if step.effect == "unsafe" or live.attempts >= engine.settings.max_attempts:',
           "if live.attempts >= engine.settings.max_attempts:", "unsafe, and it happened"),
    Mutant("18", "a claim carries the epoch of its message", TRANSITIONS,
           'step.state == "P" and step.epoch == self.epoch\n', 'step.state == "P"\n'),
    Mutant("19", "a wait does not move the due instant", TRANSITIONS,
           'return _with(control, self.sid, replace(\n            step, state="W", expires=self.expires,',
           'return _with(replace(control, due=self.expires), self.sid, replace(\n'
           '            step, state="W", expires=self.expires,', "nobody answers"),
    Mutant("20", "the sweeper moves due only as it has seen it", TRANSITIONS,
           "return replace(control, due=self.due) if control.due == self.seen else None",
           "return replace(control, due=self.due)"),
    Mutant("21", "a need that is planned already keeps its edge", ENGINE + "decide.py",
           "(sid, dep) for dep in self._standing(step.id for step in steps)",
           "(sid, dep) for dep in self._standing(step.id for step in added)", "two find the same need"),
    Mutant("22", "a change of the graph carries its version", TRANSITIONS,
           "source and (self.seen is None or control.version == self.seen)\n            and",
           "source\n            and"),
    Mutant("23", "HELP keeps to not-before", DOMAIN + "control.py",
           "        and (step.not_before is None or step.not_before <= now)\n", "", "told to come later"),
    Mutant("24", "the owner is a fresh token for each record", ENGINE + "runner.py",
           "owner = engine.ports.token(6)\n    now = engine.ports.now()\n    claim",
           'owner = "worker"\n    now = engine.ports.now()\n    claim'),
    Mutant("27", "a task leaves the index only when nothing runs", ENGINE + "sweep.py",
           "if not running and told and", "if told and", "cancelled while it works"),
    Mutant("27b", "a task leaves the index without a webhook too", ENGINE + "sweep.py",
           "told = webhook(engine, account) is None or", "told =", "linear"),
    Mutant("28", "a question that nobody needs is skipped", ENGINE + "sweep.py",
           "for sid in orphans(control):\n", "for sid in ():\n", "a question that nobody needs any more"),
    Mutant("33", "RETRY-LATER keeps the first call", TRANSITIONS,
           'step, state="P", not_before=self.not_before, lease=None, owner=None,\n',
           'step, state="P", not_before=self.not_before, lease=None, owner=None, first_call=None,\n'),
    Mutant("34", "RECOVER keeps the first call while an outcome is open", ENGINE + "decide.py",
           "return live.first_call < live.lease - self.settings.lease", "return False"),
    Mutant("33b", "an idempotent call is repeated only while its key is remembered", ENGINE + "runner.py",
           'return live.kind == "i" and live.attempts > 1 and', "return False and"),
    Mutant("35", "the deps of a remedy carry the version", ENGINE + "decide.py",
           "shared = {*needed, *(dep for step in new for dep in step.deps)} - {step.sid for step in new}",
           "shared = set(needed) - {step.sid for step in new}"),
    Mutant("36", "a step that is added late depends on nothing that failed", ENGINE + "decide.py",
           "settled = (self.control.settled(sid) for sid in (*self._standing(step.id for step in steps), *needed))",
           "settled = (self.control.settled(sid) for sid in self._standing(step.id for step in steps))"),
    Mutant("36b", "what was replaced is waited for through its replacement", ENGINE + "decide.py",
           'if settled is not None and settled.letter in ("U", "S"):', "if False:",
           "a need is replaced while another finds it"),
    Mutant("37", "an answer settles the question that was read, no other", ENGINE + "signals.py",
           "        control = answered.control\n    raise",
           "        control = answered.control\n        sid = _waiting_question(control, task_id)\n    raise"),
    Mutant("A", "the record is written before the transition", "tests/proof/gate.py",
           "        for write in writes:\n            self.put(write)\n        result = self.apply(pk, transition)\n",
           "        result = self.apply(pk, transition)\n        for write in writes:\n            self.put(write)\n",
           "linear"),
    Mutant("B", "an expired question ends", ENGINE + "sweep.py",
           "live.expires is not None and live.expires < now:", "False:", "nobody answers"),
    Mutant("C", "a step that kills its workers is given up", ENGINE + "runner.py",
           "    if live.attempts >= engine.settings.max_attempts:\n        failure",
           "    if live.attempts >= 10**6:\n        failure", "a step that kills its workers"),
    Mutant("D", "a result that comes after the end is recorded", ENGINE + "settle.py",
           "        if answer.control.terminal:\n            return _late(engine, ref, held, decision)\n",
           '        if answer.control.terminal:\n            return Ack("late")\n', "cancelled while it works"),
    Mutant("E", "what was to wait for approval is not done when the task is cancelled", ENGINE + "decide.py",
           '        case RecoverStep() if decision.failure is None:\n            return "X"',
           '        case None:\n            return "X"'),
    Mutant("F", "a step that must be approved is not called before", ENGINE + "act.py",
           "    return approval_of(plan, step) is None\n", "    return False\n", "a person approves"),
    Mutant("G", "the final event is put again if a crash swallowed it", ENGINE + "sweep.py",
           '    announce(engine, account, task_id, event, "final")\n', "", "nobody answers, and that is told"),
    Mutant("H", "a lost claim reply is recognised by its token", ENGINE + "runner.py",
           'if isinstance(answer, Refused) and not (live and live.state == "R" and live.owner == owner):',
           "if isinstance(answer, Refused):"),
    Mutant("I", "steps that would wait for each other are left out", ENGINE + "decide.py",
           "set(self._behind(sid, new)) & (set(waiting) - {sid}) for sid", "False for sid"),
    Mutant("J", "a refusal costs no attempt", TRANSITIONS,
           "attempts=step.attempts - self.refund,", "attempts=step.attempts,"),
    Mutant("K", "one item that cannot be swept does not stop the others", ENGINE + "sweep.py",
           "                errors.append(error)\n", "                raise error\n"),
    Mutant("L", "a worker decides again as often as its neighbours commit first", ENGINE + "settle.py",
           "TRIES = 2 * CAP", "TRIES = 6"),
)


def checks(mutant: Mutant, quick: bool = False) -> Iterator[tuple[str, list[str]]]:
    """What may notice, the cheapest first; `quick`: without the long ones."""
    python = [sys.executable, "-m"]
    pytest = [*python, "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    yield "tests", [*pytest, "tests/proof/test_rules.py", "tests/proof/test_found.py"]
    if mutant.scenario:
        yield f"sweep: {mutant.scenario}", [*python, "tests.proof.sweep", "--only", mutant.scenario]
    yield "tests", [*pytest, "tests/engine", "tests/contracts/test_transitions.py"]
    if not quick:
        yield "simulation", [*python, "tests.proof.simulate", "12000", "--jobs", "1", "--stop"]
        yield "sweep", [*python, "tests.proof.sweep", "--every", "3"]


def mutate(mutant: Mutant, there: Path) -> None:
    path = there / mutant.file
    text = path.read_text()
    if text.count(mutant.old) != 1:
        raise SystemExit(f"mutant {mutant.number}: its text stands {text.count(mutant.old)} times in {mutant.file}")
    path.write_text(text.replace(mutant.old, mutant.new))


def copy(root: Path, there: Path) -> None:
    for name in ("chalicelib", "tests"):
        shutil.copytree(root / name, there / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("app.py", "pyproject.toml"):
        shutil.copy(root / name, there / name)


def caught_by(mutant: Mutant, root: Path, quick: bool = False) -> str:
    """Which check noticed, and its first words; empty if none did."""
    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder)
        copy(root, there)
        mutate(mutant, there)
        for name, command in checks(mutant, quick):
            try:
                ran = subprocess.run(command, cwd=there, capture_output=True, text=True, timeout=900, check=False)
            except subprocess.TimeoutExpired:
                return f"{name}: it ran for ever"
            if ran.returncode != 0:
                return f"{name}: {_first_words(ran.stdout + ran.stderr)}"
    return ""


def _first_words(said: str) -> str:
    for line in said.splitlines():
        for sign in ("FAILED ", "Broken: ", "Error: ", "ValueError: "):
            if sign in line:
                return line[line.index(sign) + (len(sign) if sign == "FAILED " else 0):][:150]
    return said.strip().splitlines()[-1][:150] if said.strip() else "it failed"


def sound(root: Path) -> bool:
    """Whether the tests pass without a mutant: otherwise they would catch anything."""
    _, command = next(iter(checks(Mutant("-", "", "", "", ""))))
    return subprocess.run(command, cwd=root, capture_output=True, check=False).returncode == 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--quick", action="store_true", help="without the simulation and the whole sweep")
    wanted = parser.parse_args()
    chosen = [mutant for mutant in MUTANTS if not wanted.only or mutant.number in wanted.only]
    began, alive = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(wanted.jobs) as pool:
        root = Path(folder)
        copy(ROOT, root)  # all mutants are made from the same text, whoever edits meanwhile
        if not sound(root):
            raise SystemExit("the tests fail without any mutant")
        found = pool.map(lambda one: caught_by(one, root, wanted.quick), chosen)
        for mutant, caught in zip(chosen, found, strict=True):
            alive += not caught
            print(f"| {mutant.number} | {mutant.rule} | {caught or '**NOT CAUGHT**'} |", flush=True)
    print(f"{len(chosen)} mutants, {len(chosen) - alive} caught; {time.monotonic() - began:.0f} s")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
