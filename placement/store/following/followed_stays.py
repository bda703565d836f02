"""Stays that somebody follows, and what is kept beside them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from placement.lifecycle import ReferralState
from placement.policy import Subject
from placement.store.tables import (
    Case,
    Coordination,
    Household,
    Person,
    Place,
    Placement,
    Referral,
    Stay,
)
from placement.store.visibility import visible_stays

LIVE_REFERRALS = frozenset({ReferralState.OPEN, ReferralState.ARRANGED})


@dataclass(frozen=True)
class StayFile:
    """A stay with what is shown beside it; rows are detached and only read."""

    stay: Stay
    case: Case
    place: str
    site: str
    scheme: str
    people: tuple[Person, ...]
    coordinator: str | None
    """The account of the zorgcoordinator; None is CoMensha at a distance."""
    onward: Referral | None
    """The onward referral that is open or arranged."""


def stay_seen(session: Session, subject: Subject, stay_id: str) -> Stay | None:
    """One stay, None when there is none that the subject may see."""
    return session.scalar(select(Stay).where(Stay.id == stay_id, visible_stays(subject)))


def lock_stay(session: Session, stay_id: str) -> Stay:
    """Lock a stay, after its site and referrals, until the transaction ends; as it is now."""
    query = select(Stay).where(Stay.id == stay_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def site_of_stay(session: Session, stay: Stay) -> str:
    """The site where a stay is."""
    query = (
        select(Place.site_id)
        .join(Placement, Placement.place_id == Place.id)
        .where(Placement.id == stay.placement_id)
    )
    return session.scalars(query).one()


def live_referrals(session: Session, household: str) -> frozenset[str]:
    """The ids of the referrals of a household that are open or arranged."""
    query = select(Referral.id).where(
        Referral.household_id == household, Referral.state.in_(LIVE_REFERRALS)
    )
    return frozenset(session.scalars(query))


def onward_referrals(session: Session, households: Collection[str]) -> list[Referral]:
    """The requests for a next bed of households that are open or arranged, in order."""
    query = select(Referral).where(
        Referral.household_id.in_(households),
        Referral.state.in_(LIVE_REFERRALS),
        Referral.onward,
    )
    return list(session.scalars(query.order_by(Referral.id)))


def newest_referral(session: Session, household: str) -> Referral:
    """The referral of a household that was registered last: what is known of it now."""
    query = select(Referral).where(Referral.household_id == household)
    newest = query.order_by(Referral.registered_at.desc(), Referral.id.desc()).limit(1)
    return session.scalars(newest).one()


def case_of(session: Session, household: str) -> str:
    """The case of a household."""
    return session.scalars(select(Household.case_id).where(Household.id == household)).one()


def stay_files(
    session: Session,
    subject: Subject,
    *,
    only: Collection[str] | None = None,
    at_a_distance: bool = False,
) -> list[StayFile]:
    """The ongoing stays that the subject may see, the longest first; ended ones only by name.

    ``at_a_distance`` leaves those of which no zorgcoordinator has the case.
    """
    query = (
        select(Stay, Case, Place.id, Place.site_id, Place.scheme_code, Coordination.account_id)
        .join(Placement, Placement.id == Stay.placement_id)
        .join(Place, Place.id == Placement.place_id)
        .join(Household, Household.id == Stay.household_id)
        .join(Case, Case.id == Household.case_id)
        .outerjoin(
            Coordination,
            (Coordination.case_id == Case.id) & Coordination.until.is_(None),
        )
        .where(visible_stays(subject))
        .order_by(Stay.began_on, Stay.id)
    )
    query = query.where(Stay.ended_on.is_(None) if only is None else Stay.id.in_(only))
    if at_a_distance:
        query = query.where(Coordination.id.is_(None))
    rows = session.execute(query).all()
    households = {row[0].household_id for row in rows}
    people = _people(session, households)
    onward = _onward(session, households)
    return [
        StayFile(
            stay=stay,
            case=case,
            place=place,
            site=site,
            scheme=scheme,
            people=people.get(stay.household_id, ()),
            coordinator=coordinator,
            onward=onward.get(stay.household_id),
        )
        for stay, case, place, site, scheme, coordinator in rows
    ]


def _people(session: Session, households: Collection[str]) -> dict[str, tuple[Person, ...]]:
    found: dict[str, tuple[Person, ...]] = {}
    query = select(Person).where(Person.household_id.in_(households)).order_by(Person.id)
    for person in session.scalars(query):
        found[person.household_id] = (*found.get(person.household_id, ()), person)
    return found


def _onward(session: Session, households: Collection[str]) -> dict[str, Referral]:
    return {referral.household_id: referral for referral in onward_referrals(session, households)}
