"""The played years as a programme: a case is a year; who waited how long is shown per group."""

from collections import Counter
from collections.abc import Iterator

from solver.codes import Certainty, Sex
from solver.engine import Budget, match
from solver.facts import Household
from solver.judgement import audit
from solver.plans import Plan, Proof
from solver.rulebook import RULEBOOK
from tests.checker import check
from tests.trust.found import Found, Programme
from tests.trust.years.country import Country, a_country
from tests.trust.years.overtaking import overtakings

NIGHTS = 365
BUDGET = Budget(deterministic=2.0, fuse_seconds=60.0)
NO_REASON = "no reason"
WAITS = (0, 3, 7, 14, 30)
"""The upper ends, in nights, of the bands in which waiting is shown."""


def run(numbers: range) -> Found:
    """Play the year of each number."""
    return sum((play(number, NIGHTS) for number in numbers), Found())


def play(seed: int, nights: int) -> Found:
    """Play so many nights of a year from its seed."""
    country, asked = a_country(seed), dict[str, int]()
    found = Found(1)
    for _ in range(nights):
        gone = country.wake()
        asked |= {w.household.id: w.asked for w in country.waiting}
        found += Found(0, Counter(key for h in gone for key in _keys(h, "gave up")))
        found += _one_night(country, asked, seed)
        country.tonight += 1
    still = Counter(key for w in country.waiting for key in _keys(w.household, "still waiting"))
    return found + Found(0, still)


def _one_night(country: Country, asked: dict[str, int], seed: int) -> Found:
    problem = country.problem()
    plan = match(problem, RULEBOOK, BUDGET)
    where = f"{seed}, night {country.tonight}"
    objections = [*audit(RULEBOOK, problem, plan), *check(problem, plan)]
    faults = [f"{where}: {objection}" for objection in objections]
    covered = Counter(["nights", f"nights {plan.proof}"])
    covered["chains"] += len(plan.chains)
    book = RULEBOOK.in_force(problem.tonight)
    for one in overtakings(book, problem, plan, asked):
        covered["overtaken"] += 1
        covered[f"overtaken: {[*one.reason, NO_REASON][0]}"] += 1
        if not one.reason and plan.proof is Proof.OPTIMAL:
            faults.append(f"{where}: {one.later.id} before {one.earlier.id} without a reason")
    covered.update(_carry_out(country, plan, asked))
    return Found(0, covered, tuple(faults))


def _carry_out(country: Country, plan: Plan, asked: dict[str, int]) -> Iterator[str]:
    """Let tonight's certain acts happen, and ask the houses that must be asked."""
    known = country.problem().household_by_id
    for assignment in plan.assignments:
        option = assignment.option
        household = known[option.household]
        if option.night != country.day:
            continue
        if option.certainty is Certainty.CERTAIN:
            country.settle(household, option, assignment.beds)
            if not household.is_resident:
                yield from _keys(household, _band(country.tonight - asked[household.id]))
        elif not household.is_resident:
            country.hear(household, option.place)


def _band(waited: int) -> str:
    return next((f"placed <= {most}" for most in WAITS if waited <= most), "placed later")


def _keys(household: Household, what: str) -> Iterator[str]:
    for group in _groups(household):
        yield f"{group} | {what}"


def _groups(household: Household) -> Iterator[str]:
    if household.size > 1:
        yield "families"
    else:
        yield "women" if household.people[0].sex is Sex.FEMALE else "men"
    yield f"class {household.urgency}"
    yield f"legal group {household.legal_group}"
    yield "everybody"


COLUMNS = (*(f"placed <= {n}" for n in WAITS), "placed later", "gave up", "still waiting")


def _table(covered: Counter[str]) -> str:
    """Show for each group how long it waited, in shares of those who asked."""
    groups = sorted({key.split(" | ")[0] for key in covered if " | " in key})
    head = "| group | asked | " + " | ".join(COLUMNS) + " |"
    rows = [head, "|---|--:|" + "--:|" * len(COLUMNS)]
    for group in groups:
        counts = [covered[f"{group} | {what}"] for what in COLUMNS]
        asked = sum(counts)
        shares = " | ".join(f"{count / max(1, asked):.0%}" for count in counts)
        rows.append(f"| {group} | {asked:,} | {shares} |")
    plain = sorted((what, n) for what, n in covered.items() if " | " not in what)
    return "\n".join([*rows, "", *(f"  {what} {n:,}" for what, n in plain)])


YEARS = Programme(
    name="years",
    proves="at 125 % load nobody is overtaken without a reason that the plan names",
    run=run,
    cases=20,
    sample=0,
    piece=1,
    must_cover={"nights": 20 * NIGHTS, "overtaken": 1_000, "chains": 100},
    shown=_table,
)
