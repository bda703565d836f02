"""Applications for OMM, as far as somebody may see them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, select, true
from sqlalchemy.orm import Session

from placement.lifecycle import ApplicationState
from placement.policy import Role, Subject
from placement.store.tables import (
    Case,
    Coordination,
    Household,
    OmmApplication,
    Placement,
    Site,
    Stay,
)
from placement.store.visibility import visible_stays

OPEN = (ApplicationState.APPLIED, ApplicationState.CONSULTED)


@dataclass(frozen=True)
class SeenApplication:
    """An application with the case that it is about, by its reference only."""

    application: OmmApplication
    reference: str
    coordinator: str | None
    """The account that is to be consulted; None is CoMensha."""
    stay: str | None
    """Where the household stays now, as far as the subject may see that: who left a house and
    stays in another is not followed there.
    """
    place: str | None
    opinion: str | None
    """What who was consulted thinks: for who weighs and who said it, never for the institution."""


def applications_seen(
    session: Session,
    subject: Subject,
    *,
    only: str | None = None,
    open_only: bool = False,
    before: datetime | None = None,
    limit: int | None = None,
) -> list[SeenApplication]:
    """The applications that the subject may see, the newest first."""
    query = (
        select(
            OmmApplication,
            Case.reference,
            Coordination.account_id,
            Stay.id,
            Placement.place_id,
        )
        .join(Household, Household.id == OmmApplication.household_id)
        .join(Case, Case.id == Household.case_id)
        .outerjoin(Coordination, (Coordination.case_id == Case.id) & Coordination.until.is_(None))
        .outerjoin(
            Stay,
            and_(
                Stay.household_id == Household.id,
                Stay.ended_on.is_(None),
                visible_stays(subject),
            ),
        )
        .outerjoin(Placement, Placement.id == Stay.placement_id)
        .where(_visible(subject))
        .order_by(OmmApplication.applied_at.desc(), OmmApplication.id)
        .limit(limit)
    )
    if only is not None:
        query = query.where(OmmApplication.id == only)
    if open_only:
        query = query.where(OmmApplication.state.in_(OPEN))
    if before is not None:
        query = query.where(OmmApplication.applied_at < before)
    is_house = subject.role is Role.INSTITUTION
    return [
        SeenApplication(*row, opinion=None if is_house else row[0].opinion)
        for row in session.execute(query)
    ]


def open_application(session: Session, household: str) -> OmmApplication | None:
    """The application of a household that is not weighed yet."""
    query = select(OmmApplication).where(
        OmmApplication.household_id == household, OmmApplication.state.in_(OPEN)
    )
    return session.scalar(query)


def institution_of(session: Session, site: str) -> str:
    """The institution that runs a site."""
    return session.get_one(Site, site).institution_id


def _visible(subject: Subject) -> ColumnElement[bool]:
    """The helpdesk sees all, a zorgcoordinator those of own cases, an institution its own."""
    if subject.role is Role.HELPDESK:
        return true()
    if subject.role is Role.ZORGCOORDINATOR:
        return Coordination.account_id == subject.account
    if subject.role is Role.INSTITUTION:
        own = select(Site.institution_id).where(Site.id.in_(subject.sites))
        return OmmApplication.institution_id.in_(own)
    return false()
