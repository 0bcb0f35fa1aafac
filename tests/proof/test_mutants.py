"""The mutants in their shortest form; `make mutants` switches each rule off and runs what must notice."""

from pathlib import Path

import pytest

from tests.proof.mutations import MUTANTS, Mutant


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: one.number)
def test_a_mutant_finds_the_rule_that_it_switches_off(mutant: Mutant) -> None:
    assert Path(mutant.file).read_text().count(mutant.old) == 1
    assert mutant.old != mutant.new
