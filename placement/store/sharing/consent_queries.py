"""What consent, disclosure and notes ask about a case: its requests, people, offers, grounds."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from placement.lifecycle import OfferState
from placement.policy import Subject
from placement.store.codes import ConsentGround, Purpose
from placement.store.locking import lock_referrals
from placement.store.stays.joined_households import joined_to, lives_with
from placement.store.tables import Case, Consent, Household, Offer, Person, Referral
from placement.store.visibility import visible_referrals

INSTITUTION = "institution"
"""The kind of receiver that shelter is asked of."""
ZORGCOORDINATION = "zorgcoordination"
"""The kind of receiver that a case is handed over to."""
MOST_CONSENTS = 100


@dataclass(frozen=True)
class CaseSeen:
    """A case that somebody may see, through one of its requests."""

    case: Case
    referral: Referral


def case_seen(session: Session, subject: Subject, referral: str) -> CaseSeen | None:
    """The case of a request, None when the subject may not see it."""
    wanted = (
        select(Case, Referral)
        .join(Household, Household.case_id == Case.id)
        .join(Referral, Referral.household_id == Household.id)
        .where(Referral.id == referral, visible_referrals(subject))
    )
    found = session.execute(wanted).first()
    return CaseSeen(*found) if found else None


def case_of(session: Session, household: str) -> str:
    """The case of a household."""
    return session.get_one(Household, household).case_id


def households_of_case(session: Session, case_id: str) -> list[str]:
    """The households of a case, in order."""
    wanted = select(Household.id).where(Household.case_id == case_id).order_by(Household.id)
    return list(session.scalars(wanted))


def cases_told_of(session: Session, case_id: str) -> list[str]:
    """The cases of everybody who is told of where a case is: its own, and of who joined it."""
    joined = joined_to(session, households_of_case(session, case_id))
    if not joined:
        return [case_id]
    wanted = select(Household.case_id).where(Household.id.in_(joined)).distinct()
    return [case_id, *(c for c in sorted(session.scalars(wanted)) if c != case_id)]


def case_lived_with(session: Session, case_id: str) -> str:
    """The case with which the people of a case are told of: that of the household they joined."""
    for household in households_of_case(session, case_id):
        if (other := lives_with(session, household)) != household:
            return case_of(session, other)
    return case_id


def references_of(session: Session, cases: Collection[str]) -> tuple[str, ...]:
    """How people name some cases, in order."""
    return tuple(
        session.scalars(select(Case.reference).where(Case.id.in_(cases)).order_by(Case.id))
    )


def lock_case(session: Session, *cases: str) -> dict[str, Referral]:
    """Lock every request of a case: what is shared about it changes one act at a time."""
    households = select(Household.id).where(Household.case_id.in_(cases))
    wanted = select(Referral.id).where(Referral.household_id.in_(households))
    return lock_referrals(session, frozenset(session.scalars(wanted)))


def people_of_case(session: Session, case_id: str) -> list[Person]:
    """Everybody in the case, by sex, age band and role."""
    households = households_of_case(session, case_id)
    wanted = select(Person).where(Person.household_id.in_(households)).order_by(Person.id)
    return list(session.scalars(wanted))


def consents_of(session: Session, case_id: str) -> list[Consent]:
    """The consents of a case, the newest first."""
    wanted = (
        select(Consent)
        .where(Consent.case_id == case_id)
        .order_by(Consent.recorded_at.desc(), Consent.id)
        .limit(MOST_CONSENTS)
    )
    return list(session.scalars(wanted))


def shelter_consents(session: Session, case_id: str, receiver: str = INSTITUTION) -> list[Consent]:
    """What was recorded about sharing to find shelter, with houses if nothing else is said.

    None may stand any more.
    """
    wanted = select(Consent).where(
        Consent.case_id == case_id,
        Consent.purpose == Purpose.SHELTER,
        Consent.receiver == receiver,
    )
    return list(session.scalars(wanted))


def withdrew(case_id: InstrumentedAttribute[str], receiver: str) -> ColumnElement[bool]:
    """The cases whose people withdrew their consent for a receiver and gave no other since."""
    about = (
        Consent.case_id == case_id,
        Consent.purpose == Purpose.SHELTER,
        Consent.receiver == receiver,
    )
    stands = Consent.withdrawn_at.is_(None) & (Consent.ground != ConsentGround.ANONYMOUS)
    return exists().where(*about, Consent.withdrawn_at.is_not(None)) & ~exists().where(
        *about, stands
    )


def case_withdrew(session: Session, case_id: str, receiver: str) -> bool:
    """Whether the people of a case withdrew their consent for a receiver and gave no other."""
    wanted = select(Case.id).where(Case.id == case_id, withdrew(Case.id, receiver))
    return session.scalar(wanted) is not None


def lived_with_by_withdrawn(session: Session) -> frozenset[str]:
    """The households that people joined who withdrew their consent for houses since."""
    gone = select(Household.id).where(
        withdrew(Household.case_id, INSTITUTION),
        ~exists().where(Person.household_id == Household.id),
    )
    return frozenset(lives_with(session, household) for household in session.scalars(gone))


def newest_referral_of_case(subject: Subject) -> ScalarSelect[str]:
    """Of each case, the request through which the subject sees it."""
    return (
        select(func.max(Referral.id))
        .join(Household, Household.id == Referral.household_id)
        .where(Household.case_id == Case.id, visible_referrals(subject))
        .correlate(Case)
        .scalar_subquery()
    )


def standing_consent(
    session: Session, case_id: str, purpose: Purpose, receiver: str
) -> Consent | None:
    """The consent that somebody gave for this and did not withdraw; there is one at most."""
    wanted = select(Consent).where(
        Consent.case_id == case_id,
        Consent.purpose == purpose,
        Consent.receiver == receiver,
        Consent.ground != ConsentGround.ANONYMOUS,
        Consent.withdrawn_at.is_(None),
    )
    return session.scalar(wanted)


def consents_that_stand(session: Session, case_id: str) -> list[Consent]:
    """The consents that people gave and did not withdraw, in order."""
    wanted = select(Consent).where(
        Consent.case_id == case_id,
        Consent.ground != ConsentGround.ANONYMOUS,
        Consent.withdrawn_at.is_(None),
    )
    return list(session.scalars(wanted.order_by(Consent.id)))


def ground_with_the_request(session: Session, case_id: str) -> bool:
    """Whether a request of the case was registered with a ground that allows sharing."""
    households = households_of_case(session, case_id)
    wanted = select(Referral.id).where(
        Referral.household_id.in_(households), Referral.consent_ground != ConsentGround.ANONYMOUS
    )
    return session.scalar(wanted.limit(1)) is not None


def open_offers_of(session: Session, households: Collection[str]) -> list[Offer]:
    """The questions to houses about some households that are not closed, in order."""
    wanted = select(Offer).where(
        Offer.household_id.in_(households),
        Offer.state.in_({OfferState.ASKED, OfferState.ANSWERED}),
    )
    return list(session.scalars(wanted.order_by(Offer.id)))
