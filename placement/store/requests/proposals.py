"""What is read to show proposals: the stored plans, and whose households they speak of."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from placement.lifecycle import ReferralState
from placement.policy import Subject
from placement.store.tables import Place, Proposal, Referral, Site
from placement.store.visibility import visible_referrals


def proposals_for(
    session: Session, *, referral: str | None = None, at_most: int = 50
) -> list[Proposal]:
    """The newest proposals, of one referral or of all."""
    wanted = select(Proposal).order_by(Proposal.asked_at.desc(), Proposal.id).limit(at_most)
    if referral is not None:
        wanted = wanted.where(Proposal.referral_id == referral)
    return list(session.scalars(wanted))


def newest_plan(session: Session) -> Proposal | None:
    """The proposal made last, for whomever it was asked."""
    return next(iter(proposals_for(session, at_most=1)), None)


def referrals_of_households(
    session: Session, subject: Subject, households: Collection[str]
) -> dict[str, str]:
    """The live referral of each household whose referral the subject may see, by household."""
    wanted = select(Referral.household_id, Referral.id).where(
        Referral.household_id.in_(households),
        Referral.state.in_((ReferralState.OPEN, ReferralState.ARRANGED)),
        visible_referrals(subject),
    )
    return dict(session.execute(wanted).all())


def households_seen(
    session: Session, subject: Subject, households: Collection[str]
) -> frozenset[str]:
    """Those of the households of which the subject may see a referral, whatever its state."""
    wanted = select(Referral.household_id).where(
        Referral.household_id.in_(households), visible_referrals(subject)
    )
    return frozenset(session.scalars(wanted))


def places_called(session: Session, places: Collection[str]) -> dict[str, tuple[Place, Site]]:
    """The places with their sites, by id."""
    wanted = select(Place, Site).join(Site, Site.id == Place.site_id).where(Place.id.in_(places))
    return {place.id: (place, site) for place, site in session.execute(wanted)}
