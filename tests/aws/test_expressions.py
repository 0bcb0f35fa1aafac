"""Each row of the transition table as an expression: its text, and the rules that moto does not check."""

import re
from itertools import pairwise
from random import Random
from typing import get_args

import pytest

from chalicelib.aws.draft import UpdateParams
from chalicelib.aws.expressions import expression
from chalicelib.domain.transitions import (
    Cancel,
    Claim,
    Due,
    Finish,
    Leave,
    NewStep,
    RetryLater,
    Settle,
    Transition,
    Wait,
)
from tests.aws.proposals import propose, random_control

LONGEST = 4_096
MOST_OPERATORS = 300


def spelled(params: UpdateParams) -> tuple[str, str]:
    """Update and condition with ids and values in the place of their placeholders."""
    values = {name: str(next(iter(value.values()))) for name, value in params.values.items()}

    def spell(text: str) -> str:
        return re.sub(r"[#:]\d+", lambda hit: (values | dict(params.names))[hit[0]], text)

    return spell(params.update), spell(params.condition)


def written_paths(update: str) -> list[str]:
    """The paths that an update writes, sorted: a path stands next to the paths below it."""
    parts = re.split(r"(?:SET|REMOVE) ", update)
    flat = [re.sub(r"\([^()]*\)", "", re.sub(r"\([^()]*\)", "", part)) for part in parts]
    return sorted(action.split("=")[0].strip() for part in flat for action in part.split(",") if action.strip())


def random_expressions(count: int) -> list[UpdateParams]:
    rng = Random(7)
    return [expression(propose(random_control(rng), rng), 3) for _ in range(count)]


def largest() -> UpdateParams:
    """Step zero's commit of a full plan; no transition has more to say."""
    adds = tuple(NewStep(f"step-{n}", "i", (f"step-{n - 1}", f"step-{n - 2}")) for n in range(2, 52))
    return expression(Settle("z", 1, "D", "t", adds=adds, seen=0), 0)


def widest_change(steps: int) -> UpdateParams:
    """A step is superseded on which all the others depend."""
    edges = tuple((f"s{n}", "new") for n in range(steps))
    return expression(Settle("a", 1, "S", "t", adds=(NewStep("new", "i"),), edges=edges, seen=0), 0)


def test_every_row_of_the_table_has_an_expression() -> None:
    rng = Random(5)
    transitions = [propose(random_control(rng), rng) for _ in range(500)]

    assert {type(each) for each in transitions if expression(each, 0).update} == set(get_args(Transition))


def test_a_claim_takes_a_pending_step_or_that_of_a_dead_worker() -> None:
    update, condition = spelled(expression(Claim("7", 2, "token", 50, 90, 5), 0))

    assert condition == (
        "s = RUN AND (attribute_not_exists(f) OR f<=2) AND st.7.a < 5 AND ((st.7.s=P AND st.7.e=2"
        " AND (attribute_not_exists(st.7.nb) OR st.7.nb<=50))"
        " OR (st.7.s=R AND st.7.l<50 AND st.7.k<>u))"
    )
    assert update == (
        "SET st.7.s=R,st.7.e=st.7.e+1,st.7.a=st.7.a+1,st.7.l=90,st.7.o=token,"
        "st.7.t0=if_not_exists(st.7.t0,50) REMOVE st.7.nb"
    )


def test_a_plain_commit_neither_checks_nor_moves_the_version_of_the_graph() -> None:
    update, condition = spelled(expression(Settle("7", 2, "D", "token"), 0))

    assert condition == "s = RUN AND st.7.s = R AND st.7.e = 2"
    assert update == "SET st.7=Dtoken,op=op-1"


def test_a_failure_checks_the_version_first_and_skips_the_dependants() -> None:
    update, condition = spelled(expression(Settle("7", 2, "F", "token", skips=("8", "9"), seen=4), 0))

    assert condition.startswith("v = 4 AND ")
    assert update == "SET v=v+1,st.7=Ftoken,st.8=X,st.9=X,op=op-3,bad=1"


def test_a_commit_with_a_need_is_bounded_by_the_cap_and_by_what_is_planned_already() -> None:
    need = Settle("7", 2, "D", "t", adds=(NewStep("n", "r"),), edges=(("8", "n"),), seen=4, cap=50)

    update, condition = spelled(expression(need, 0))

    assert condition == (
        "v = 4 AND s = RUN AND st.7.s = R AND st.7.e = 2 AND n <= 49 AND attribute_not_exists(st.n)"
        " AND st.8.s = P"
    )
    assert "st.8.d=list_append(if_not_exists(st.8.d,[])" in update
    assert "n=n+1" in update
    assert "op=" not in update


def test_a_refused_attempt_is_given_back_whatever_their_number() -> None:
    update, condition = spelled(expression(RetryLater("7", 2, 99, 3, refund=True), 0))

    assert "st.7.a <" not in condition
    assert "st.7.a=st.7.a-1" in update


def test_a_question_does_not_wait_over_an_answer() -> None:
    _, condition = spelled(expression(Wait("7", 2, "t", 99), 0))

    assert "attribute_not_exists(st.7.sig)" in condition
    assert "st.7.k IN (h,c)" in condition


@pytest.mark.parametrize(("ok", "function"), [(True, "attribute_not_exists"), (False, "attribute_exists")])
def test_the_end_is_good_only_if_nothing_failed(ok: bool, function: str) -> None:
    _, condition = spelled(expression(Finish(ok), 0))

    assert condition == f"s = RUN AND op = 0 AND {function}(bad)"


def test_whatever_writes_due_also_writes_the_shard() -> None:
    assert spelled(expression(Due(1, 9), 12))[0] == "SET due=9,gs=12"
    assert spelled(expression(Cancel(9), 12))[0] == "SET s=CANC,due=9,gs=12"
    assert spelled(expression(Leave(9), 12))[0] == "REMOVE gs,due"


def test_no_update_writes_a_path_twice_or_together_with_a_path_above_it() -> None:
    for params in (*random_expressions(3_000), largest(), widest_change(49)):
        for path, following in pairwise(written_paths(params.update)):
            assert not f"{following}.".startswith(f"{path}."), params.update


def test_what_is_written_below_a_step_is_proved_to_be_live() -> None:
    for params in random_expressions(3_000):
        for path in written_paths(params.update):
            if path.count(".") == 2:
                step = path.rsplit(".", 1)[0]
                assert f"{step}.s = " in params.condition or f"{step}.s=" in params.condition \
                    or f"{step}.s IN " in params.condition, (path, params.condition)


def test_every_placeholder_is_used_and_every_used_one_is_given() -> None:
    for params in random_expressions(500):
        used = set(re.findall(r"[#:]\d+", f"{params.update} {params.condition}"))
        assert used == {*params.names, *params.values}


@pytest.mark.parametrize("params", [largest(), widest_change(49)], ids=["a plan of 50", "49 dependants"])
def test_the_largest_changes_stay_within_what_dynamodb_takes(params: UpdateParams) -> None:
    operators = len(re.findall(r"=|\+|-|if_not_exists|list_append", params.update))

    assert len(params.update) <= LONGEST
    assert len(params.condition) <= LONGEST
    assert operators <= MOST_OPERATORS
