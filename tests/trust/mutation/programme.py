"""The mutation run as a programme: a case is a fault, and most faults must be found."""

import math
import subprocess
import sys
from collections import Counter

from tests.trust.found import Found, Programme
from tests.trust.mutation.mutants import ROOT, all_mutants

MUTANTS = all_mutants()
LEAST_SHARE = 0.9
KILLED, SURVIVED, UNCHANGED = "killed", "survived", "the code as it is"


def run(numbers: range) -> Found:
    """Try the faults of these numbers in a process that has loaded nothing of ours."""
    asked = [str(number) for number in numbers if number <= len(MUTANTS)]
    told = subprocess.run(
        [sys.executable, "-m", "tests.trust.mutation.trying", *asked],
        capture_output=True,
        check=True,
        cwd=ROOT,
        text=True,
    ).stdout
    return sum((_found(*line.split()) for line in told.splitlines()), Found())


def _found(number: str, outcome: str) -> Found:
    if int(number) == len(MUTANTS):
        wrong = () if outcome == SURVIVED else ("the tests fail on the code as it is",)
        return Found(1, Counter([UNCHANGED]), wrong)
    mutant = MUTANTS[int(number)]
    covered = Counter([outcome, f"{outcome} {mutant.file}"])
    if outcome == SURVIVED:
        covered[f"{SURVIVED}: {mutant}"] += 1
    return Found(1, covered)


def _table(covered: Counter[str]) -> str:
    files = sorted({mutant.file for mutant in MUTANTS})
    rows = [
        f"  {file:36} {covered[f'{KILLED} {file}']:4} killed "
        f"{covered[f'{SURVIVED} {file}']:4} survived"
        for file in files
    ]
    tried = covered[KILLED] + covered[SURVIVED]
    share = covered[KILLED] / max(1, tried)
    survivors = sorted(what for what in covered if what.startswith(f"{SURVIVED}: "))
    return "\n".join([*rows, f"  {share:.1%} of {tried} killed", *(f"  {s}" for s in survivors)])


MUTATION = Programme(
    name="mutation",
    proves="the tests find at least nine of ten faults put into rules, grammar and judgement",
    run=run,
    cases=len(MUTANTS) + 1,
    sample=2,
    piece=25,
    must_cover={KILLED: math.ceil(LEAST_SHARE * len(MUTANTS))},
    shown=_table,
)
