"""Cases as somebody closes them: what of one still goes on, and which have nothing going on."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import InstrumentedAttribute

from placement.lifecycle import LIVE_PLACEMENTS, ApplicationState, ReferralState
from placement.policy import Subject
from placement.store.tables import (
    Case,
    Coordination,
    Household,
    OmmApplication,
    Placement,
    Referral,
    Stay,
)
from placement.store.visibility import visible_households

UNWEIGHED = frozenset({ApplicationState.APPLIED, ApplicationState.CONSULTED})
MOST_CASES = 200


class GoesOn(StrEnum):
    """What keeps a case open: kinds, never people."""

    REQUEST = "request"
    ONWARD = "onward"
    """A request for the next bed."""
    PLACE = "place"
    """A place that is held, accepted or under way."""
    STAY = "stay"
    OMM_APPLICATION = "omm_application"


@dataclass(frozen=True)
class GoingOn:
    """How much of one kind still goes on in a case."""

    kind: GoesOn
    count: int


def lock_case_row(session: Session, case_id: str) -> Case:
    """Lock a case, after its requests, until the transaction ends; as it is now."""
    query = select(Case).where(Case.id == case_id).with_for_update(key_share=True)
    return session.scalars(query.execution_options(populate_existing=True)).one()


def what_goes_on(session: Session, case_id: str) -> tuple[GoingOn, ...]:
    """How much of each kind still goes on in a case; what does not is left out."""
    own = Household.case_id == case_id
    counted = (
        (kind, session.scalar(select(func.count()).select_from(found.where(own).subquery())))
        for kind, found in _kinds()
    )
    return tuple(GoingOn(kind, count) for kind, count in counted if count)


def cases_to_close(
    session: Session, subject: Subject, *, at_a_distance: bool
) -> list[tuple[str, str]]:
    """The open cases that somebody follows in which nothing goes on, the oldest first.

    The reference of each, with one of its requests: a case is found through those.
    """
    busy = [found.where(Household.case_id == Case.id).exists() for _, found in _kinds()]
    request = (
        select(func.max(Referral.id))
        .join(Household, Household.id == Referral.household_id)
        .where(Household.case_id == Case.id)
        .scalar_subquery()
    )
    query = (
        select(Case.reference, request)
        .where(
            Case.closed_at.is_(None),
            request.is_not(None),
            Case.id.in_(select(Household.case_id).where(visible_households(subject))),
            *(~each for each in busy),
        )
        .order_by(Case.opened_at, Case.id)
    )
    if at_a_distance:
        query = query.where(Case.id.not_in(_followed()))
    return [(reference, request) for reference, request in session.execute(query.limit(MOST_CASES))]


def _followed() -> Select[str]:
    return select(Coordination.case_id).where(Coordination.until.is_(None))


def _kinds() -> Iterator[tuple[GoesOn, Select[str]]]:
    open_request = Referral.state != ReferralState.ENDED
    of_requests: Collection[tuple[GoesOn, ColumnElement[bool]]] = (
        (GoesOn.REQUEST, and_(open_request, ~Referral.onward)),
        (GoesOn.ONWARD, and_(open_request, Referral.onward)),
    )
    for kind, which in of_requests:
        yield kind, select(Referral.id).join(Household, _is_of(Referral.household_id)).where(which)
    yield (
        GoesOn.PLACE,
        select(Placement.id)
        .join(Household, _is_of(Placement.household_id))
        .where(Placement.state.in_(LIVE_PLACEMENTS)),
    )
    yield (
        GoesOn.STAY,
        select(Stay.id).join(Household, _is_of(Stay.household_id)).where(Stay.ended_on.is_(None)),
    )
    yield (
        GoesOn.OMM_APPLICATION,
        select(OmmApplication.id)
        .join(Household, _is_of(OmmApplication.household_id))
        .where(OmmApplication.state.in_(UNWEIGHED)),
    )


def _is_of(household: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    return Household.id == household
