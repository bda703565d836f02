"""References of cases: all that is ever said of anybody, read for those who are shown."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from placement.policy import Subject
from placement.store.tables import Case, Household, Referral
from placement.store.visibility import visible_households, visible_referrals


def references_of_households(
    session: Session, subject: Subject, households: Collection[str]
) -> dict[str, str]:
    """The reference of the case of each household that the subject may see, by household."""
    wanted = (
        select(Household.id, Case.reference)
        .join(Case, Case.id == Household.case_id)
        .where(Household.id.in_(households), visible_households(subject))
    )
    return dict(session.execute(wanted).all())


def references_of_referrals(
    session: Session, subject: Subject, referrals: Collection[str]
) -> dict[str, str]:
    """The reference of the case of each referral that the subject may see, by referral."""
    wanted = (
        select(Referral.id, Case.reference)
        .join(Household, Household.id == Referral.household_id)
        .join(Case, Case.id == Household.case_id)
        .where(Referral.id.in_(referrals), visible_referrals(subject))
    )
    return dict(session.execute(wanted).all())
