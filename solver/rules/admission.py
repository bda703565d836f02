"""Whom the house admits by sex and age, and on which night people can arrive."""

from datetime import date

from solver.codes import Sex, SexPolicy
from solver.facts import Person
from solver.rules.grammar import Finding, holds, must

ADMITTED_SEXES = (
    (SexPolicy.WOMEN, frozenset({Sex.FEMALE})),
    (SexPolicy.MEN, frozenset({Sex.MALE})),
    (SexPolicy.MIXED, frozenset(Sex)),
)
"""Whom each policy admits; an unknown sex fits a mixed house only."""


@must(
    "SEX-1",
    source="domain E1, E7, 1.3",
    nl="Het huis laat elke volwassene toe naar geslacht, en elk kind naar leeftijd; voor jongens "
    "kan een lagere grens gelden.",
)
def the_house_admits_everybody(
    adult_sexes: frozenset[Sex],
    children: frozenset[Person],
    /,
    sex_policy: SexPolicy,
    oldest_child: int | None,
    oldest_boy: int | None,
) -> Finding:
    """The sex policy of the place admits every adult, and its age limits admit every child."""
    barred_sexes = sorted(adult_sexes - dict(ADMITTED_SEXES)[sex_policy])
    boys = {child for child in children if child.sex is not Sex.FEMALE}
    too_old = _older_than(oldest_child, children) | _older_than(oldest_boy, boys)
    admitted = not barred_sexes and not too_old
    return holds(admitted, sex_policy=sex_policy, barred=barred_sexes, children_too_old=too_old)


def _older_than(limit: int | None, children: set[Person] | frozenset[Person]) -> frozenset[Person]:
    return frozenset(c for c in children if limit is not None and c.age.oldest > limit)


@must(
    "ARR-1",
    source="domain 3.2; design 4",
    nl="De cliënt kan die nacht aankomen: die is er zelf klaar voor, en het huis heeft intake en "
    "dienst.",
)
def the_household_can_arrive(
    arrives_from: date, /, admits_from: date, arrival_days: frozenset[int], night: date
) -> Finding:
    """The household can arrive on the night: it is ready, and intake hours and roster allow it."""
    ready = night >= max(arrives_from, admits_from)
    open_that_day = night.weekday() in arrival_days
    return holds(ready and open_that_day, night=night, ready=arrives_from, house=admits_from)
