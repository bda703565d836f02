"""Rows of tables, one function per fact, with lawful defaults; tonight as in `tests.builders`."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from placement.lifecycle import PlacementState, ReferralState
from placement.policy import Role
from placement.store.codes import BedenktijdState, ConsentGround, PersonRole, UntilBasis
from placement.store.tables import Account, Occupancy, Person, Placement, Referral
from solver.codes import AgeBand, AskedAlone, LegalGroup, OccupancyKind, Sex, Urgency, Use

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)
TONIGHT = date(2026, 3, 2)
LONG_AGO = date(2020, 1, 1)


def night(number: int) -> date:
    """Give a night by its number: tonight is 0."""
    return TONIGHT + timedelta(days=number)


def an_account(name: str, role: Role, **facts: Any) -> Account:  # noqa: ANN401 - columns of any type
    lawful: dict[str, Any] = {"login_name": name, "display_name": name.title()}
    return Account(id=name, password_hash="", role=role, created_at=NOW, **(lawful | facts))


def a_person(
    household: str,
    number: int = 1,
    *,
    sex: Sex = Sex.FEMALE,
    age: AgeBand = AgeBand.FROM_23,
    role: PersonRole = PersonRole.ADULT,
    role_checked: bool = True,
) -> Person:
    return Person(
        id=f"{household}-{number}",
        household_id=household,
        sex=sex,
        age=age,
        role=role,
        role_checked=role_checked,
    )


def a_referral(household: str, name: str, **facts: Any) -> Referral:  # noqa: ANN401 - columns of any type
    lawful: dict[str, Any] = {
        "state": ReferralState.OPEN,
        "registered_at": NOW,
        "registered_by": "helpdesk",
        "reporter_kind": "police",
        "consent_ground": ConsentGround.ORAL,
        "asked_alone": AskedAlone.YES,
        "urgency": Urgency.ACUTE,
        "needed_from": TONIGHT,
        "arrives_from": TONIGHT,
        "legal_group": LegalGroup.THIRD_COUNTRY,
        "bedenktijd": BedenktijdState.GRANTED,
        "bedenktijd_begins": night(-10),
        "bedenktijd_ends": night(80),
        "risk_answered_by": "victim",
    }
    return Referral(id=name, household_id=household, **(lawful | facts))


def a_placement(household: str, place_id: str, **facts: Any) -> Placement:  # noqa: ANN401 - columns of any type
    lawful: dict[str, Any] = {
        "id": f"pl-{household}",
        "referral_id": f"r-{household}",
        "state": PlacementState.ACCEPTED,
        "accepted_by": "helpdesk",
        "accepted_at": NOW,
        "reason": "as built",
    }
    begins, until = facts.pop("begins", -20), facts.pop("until", 10)
    return Placement(
        household_id=household,
        place_id=place_id,
        begins=night(begins),
        until=night(until),
        **(lawful | facts),
    )


def an_occupancy(
    bed: str,
    place_id: str,
    use: Use = Use.SINGLE_ROOM,
    /,
    **facts: Any,  # noqa: ANN401 - columns of any type
) -> Occupancy:
    lawful: dict[str, Any] = {
        "id": f"{bed}-{facts.get('begins', TONIGHT)}-{facts.get('kind', 'stay')}",
        "place_id": place_id,
        "place_use": use,
        "kind": OccupancyKind.STAY,
        "begins": TONIGHT,
        "until": night(10),
        "basis": UntilBasis.EXPECTED_END,
    }
    return Occupancy(bed_id=bed, **(lawful | facts))
