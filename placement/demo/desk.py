"""The requests on the helpdesk's table when the demo begins.

Arranged, not drawn, so that every kind of outcome is seen: a bed at once, one that a resident
makes free, a house to be asked, and nothing, with the reasons. Everything else about these people
is drawn.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from placement.demo.calibration import Route
from placement.demo.people import Setting, SyntheticReferral, draw_referral
from solver.codes import AgeBand, AskedAlone, Feature, LegalGroup, Sex, Urgency
from solver.facts import Household, OmmApplication, Person

WOMAN = Person(sex=Sex.FEMALE, age=AgeBand.FROM_23)
MAN = Person(sex=Sex.MALE, age=AgeBand.FROM_23)
GIRL = Person(sex=Sex.FEMALE, age=AgeBand.FROM_4)
BOY = Person(sex=Sex.MALE, age=AgeBand.UNDER_4)
NEEDED_IN = {Urgency.ACUTE: 0, Urgency.URGENT: 1, Urgency.SOON: 6, Urgency.PLANNED: 18}
"""Nights from tonight until shelter is needed."""


@dataclass(frozen=True)
class Asked:
    """One request on the table: its route, how urgent, who, and which facts are given."""

    route: Route
    urgency: Urgency
    people: tuple[Person, ...]
    hours_ago: int
    given: tuple[tuple[str, Any], ...] = ()


def _given(**facts: Any) -> tuple[tuple[str, Any], ...]:  # noqa: ANN401 - any fact of a household
    return tuple(facts.items())


COMPLETE = OmmApplication(by_institution=True, consulted=True, weighed=True)
NOT_WEIGHED = OmmApplication(by_institution=True, consulted=True, weighed=False)

TABLE: tuple[Asked, ...] = (
    Asked(Route.COSM, Urgency.ACUTE, (WOMAN,), 3, _given(security_needed=1)),
    Asked(Route.COSM, Urgency.ACUTE, (WOMAN,), 5, _given(asked_alone=AskedAlone.NOT_POSSIBLE)),
    Asked(Route.COSM, Urgency.URGENT, (WOMAN, BOY), 26),
    Asked(Route.COSM, Urgency.URGENT, (MAN,), 22),
    # A male victim of sexual exploitation, one of the two groups that are hardest to place (E8).
    Asked(
        Route.REGULAR,
        Urgency.URGENT,
        (MAN,),
        28,
        _given(legal_group=LegalGroup.DUTCH, b8_permit=False, security_needed=1),
    ),
    Asked(Route.REGULAR, Urgency.SOON, (WOMAN, GIRL, BOY), 50),
    Asked(Route.MULTI_PROBLEM, Urgency.SOON, (WOMAN,), 70, _given(omm_application=COMPLETE)),
    Asked(Route.MULTI_PROBLEM, Urgency.PLANNED, (MAN,), 95, _given(omm_application=NOT_WEIGHED)),
    Asked(Route.INSPECTORATE, Urgency.ACUTE, (MAN,), 4),
    Asked(Route.UNCLEAR, Urgency.ACUTE, (WOMAN,), 2),
    # Nobody answered the question on risk regions, and no house takes the dog that she will not
    # leave: an unmet need, with its reasons.
    Asked(
        Route.WITHOUT_STATUS,
        Urgency.SOON,
        (WOMAN,),
        46,
        _given(risk_asked=False, cannot_do_without=frozenset({Feature("pets")})),
    ),
)


def requests_on_the_desk(
    chance: Random, where: Setting, first_number: int, now: datetime
) -> tuple[SyntheticReferral, ...]:
    """Draw the open requests; ``where.day`` is tonight."""
    drawn = []
    for number, asked in enumerate(TABLE, first_number):
        referral = draw_referral(chance, where, number, route=asked.route)
        facts = _as_asked(referral.facts, asked, where)
        registered = now - timedelta(hours=asked.hours_ago)
        drawn.append(replace(referral, facts=facts, registered_at=registered))
    return tuple(drawn)


def _as_asked(facts: Household, asked: Asked, where: Setting) -> Household:
    needed = where.day + timedelta(days=NEEDED_IN[asked.urgency])
    given: dict[str, Any] = {
        "urgency": asked.urgency,
        "people": asked.people,
        "guardian_checked": len(asked.people) > 1,
        "needed_from": needed,
        "needed_until": needed + (facts.needed_until - facts.needed_from),
        "arrives_from": needed,
        "cannot_do_without": frozenset(),
        **dict(asked.given),
    }
    if given.get("risk_asked") is False:
        given["risk_regions"] = frozenset()
    return replace(facts, **given)
