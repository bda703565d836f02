"""Which of its own criteria a house is told to be met by a household, before it says yes.

What is judged is a copy of the household that holds nothing else: no safety facts, no status, no
region, nobody else. So no answer of a rule can carry them to a house (design.md 3, Offer; 6).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from placement.store.questions.asked_about import AskedAbout
from solver.codes import HouseholdId, Urgency
from solver.facts import Household, Place
from solver.rulebook import RULEBOOK, Rulebook

OF_THE_HOUSE = frozenset({"SEX-1", "CAR-1", "CAR-1P", "CAR-2", "CAR-3", "ARR-1"})
"""The rules that judge a criterion which a house states of itself: all that it is ever told of."""


class CriterionKind(StrEnum):
    """What a house states of itself."""

    SEX = "sex"
    AGES = "ages"
    FEATURES = "features"
    CARE = "care"
    CANNOT_ADMIT = "cannot_admit"
    LANGUAGES = "languages"
    ARRIVAL = "arrival"


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One criterion of a house, and whether the household meets it."""

    kind: CriterionKind
    met: bool
    own: tuple[str, ...] = ()
    """What the house states itself, as codes; of what it cannot admit only what is in question."""


def criteria_met(
    about: AskedAbout, place: Place, night: date, until: date, book: Rulebook = RULEBOOK
) -> tuple[Criterion, ...]:
    """Hold a household to the criteria of a house, each by the rule that judges it."""
    household = _bare(about, night, until)

    def lacking(code: str) -> Mapping[str, object]:
        rule = next(r for r in book.rules if r.code == code)
        return rule.ask(household, place, night, until).facts

    admits, needed, care = lacking("SEX-1"), lacking("CAR-1"), lacking("CAR-2")
    doubtful = {*_listed(needed.get("refused")), *_listed(lacking("CAR-1P").get("doubtful"))}
    found = [
        Criterion(
            kind=CriterionKind.SEX,
            met=not _listed(admits.get("barred")),
            own=(place.sex_policy,),
        ),
        Criterion(kind=CriterionKind.AGES, met=not _listed(admits.get("children_too_old"))),
        Criterion(
            kind=CriterionKind.FEATURES,
            met=not _listed(needed.get("missing")),
            own=tuple(sorted(place.features)),
        ),
        Criterion(
            kind=CriterionKind.CARE,
            met=not _listed(care.get("missing")),
            own=tuple(sorted(place.offers)),
        ),
        Criterion(
            kind=CriterionKind.CANNOT_ADMIT,
            met=not doubtful,
            own=tuple(sorted(doubtful or place.cannot_admit)),
        ),
        Criterion(
            kind=CriterionKind.LANGUAGES,
            met=not lacking("CAR-3"),
            own=tuple(sorted(place.spoken_here)),
        ),
        Criterion(kind=CriterionKind.ARRIVAL, met=not lacking("ARR-1")),
    ]
    return tuple(c for c in found if _is_stated(c, place))


def _bare(about: AskedAbout, night: date, until: date) -> Household:
    return Household(
        id=HouseholdId("asked-about"),
        people=about.people,
        urgency=Urgency.PLANNED,
        needed_from=night,
        needed_until=until,
        # Whether the household is ready that night is no criterion of the house.
        arrives_from=night,
        cannot_do_without=about.cannot_do_without,
        brings=about.brings,
        needs=about.needs,
        speaks=about.speaks,
    )


def _is_stated(criterion: Criterion, place: Place) -> bool:
    """What a house states nothing about is no criterion of its own."""
    if criterion.kind is CriterionKind.AGES:
        return place.oldest_child is not None or place.oldest_boy is not None
    if criterion.kind is CriterionKind.CANNOT_ADMIT:
        return bool(place.cannot_admit)
    return True


def _listed(found: object) -> tuple[str, ...]:
    return tuple(map(str, found)) if isinstance(found, list | tuple | frozenset | set) else ()
