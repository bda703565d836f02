"""Registering requests for shelter, and giving their case to a zorgcoordinator."""

import secrets
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from placement.errors import InvalidFacts, UnknownAccount, UnknownReferral
from placement.lifecycle import ReferralAct, ReferralState, referral_after
from placement.policy import Role, Subject
from placement.service.following.deciding_rights import write_as_registered
from placement.service.following.handing_over import withdraw_open_transfer
from placement.service.forms.referral import NewReferral
from placement.service.once import Once
from placement.service.requests.fact_faults import fact_faults
from placement.service.requests.people_rows import replace_people
from placement.service.requests.returning import (
    find_returning,
    returning_faults,
    with_known_ties,
)
from placement.service.requests.tying import find_ties, tie_faults, write_ties
from placement.service.sharing.consent_rules import new_consent, signatory_of
from placement.service.sharing.consenting import gate_handing_over
from placement.service.versions import check_version
from placement.store.codes import Purpose, Signatory
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.locking import count_as_changed, lock_referrals
from placement.store.nights import tonight_at
from placement.store.requests.lookalikes import MENTIONS, case_called
from placement.store.requests.queries import open_coordination, referral_files
from placement.store.sharing.consent_queries import INSTITUTION, standing_consent
from placement.store.tables import (
    Account,
    Case,
    Consent,
    Coordination,
    Household,
    Referral,
)

REFERENCE_SIGNS = "23456789BCDFGHJKLMNPQRSTVWXZ"  # no vowels (no words), nothing that looks alike
REFERENCE_LENGTH = 7  # 28^7 is 13 milliard references: nobody guesses one


def register_referral(
    store: Store,
    new: NewReferral,
    *,
    by: Subject,
    new_id: Callable[[], str],
    now: datetime,
    once: Once | None = None,
) -> str:
    """Open a case with a household and its request for shelter; gives the id of the request.

    People who come back ask in the case that they have.

    Raises:
        InvalidFacts: a date lies too far off, a code names nothing in the register, or a request
            that was named cannot be tied to this one.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["referral"])
        back = find_returning(session, new.of_case)
        ties = find_ties(session, new.ties)
        wrong = (
            *fact_faults(session, new.facts, tonight_at(now)),
            *tie_faults(new.ties, ties),
            *returning_faults(new.of_case, back, ties),
        )
        if wrong:
            raise InvalidFacts(wrong)
        if back is None:
            case, household = _new_case(session, new_id, now)
        else:
            case, household = back.case, back.household
            ties = with_known_ties(session, household, ties)
        replace_people(session, household, new.people, new_id)
        referral = _referral(new, household, new_id(), by, now)
        # Nobody whom an account of the demo registers is real.
        if session.get_one(Account, by.account).demo:
            case.synthetic = referral.synthetic = True
        session.add(referral)
        if not standing_consent(session, case.id, Purpose.SHELTER, INSTITUTION):
            session.add(_consent(new, case.id, new_id(), by, now))
        session.flush()
        write_ties(session, referral, ties, new_id)
        write_as_registered(session, referral, now, new_id)
        keep(session, once, {"referral": referral.id})
        record(
            session,
            act="register",
            record_kind="referral",
            record_id=referral.id,
            from_state=ReferralState.DRAFT,
            to_state=referral.state,
            by=by,
            now=now,
            facts=_mentions(session, new),
        )
        return referral.id


def assign_coordinator(  # noqa: PLR0913 - a case, a person, and what makes sending safe
    store: Store,
    referral_id: str,
    coordinator: str,
    *,
    by: Subject,
    new_id: str,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """Give the case of a referral to a zorgcoordinator, who sees it from now on.

    It is a new version of the referral, so that of two who decide at once the second is told.

    Raises:
        UnknownReferral: there is none that the subject may see.
        UnknownAccount: no zorgcoordinator has this account.
        ConsentMissing: the people withdrew their consent to share with zorgcoordinators.
        VersionOutdated: the referral was changed since it was read.
        IdempotencyKeyReused: the key was used for something else.
    """
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        found = referral_files(session, by, only=referral_id)
        if not found:
            raise UnknownReferral
        account = session.get(Account, coordinator)
        if account is None or account.role is not Role.ZORGCOORDINATOR or account.disabled:
            raise UnknownAccount
        referral = lock_referrals(session, {referral_id})[referral_id]
        check_version(referral.version, version)
        keep(session, once, {"referral": referral_id})
        case, today = found[0].case, tonight_at(now)
        withdraw_open_transfer(session, case.id, by=by, now=now)
        gate_handing_over(session, case.id)
        before = open_coordination(session, case.id)
        if before is not None:
            if before.account_id == coordinator:
                return
            before.until = today
            session.flush()
        session.add(Coordination(id=new_id, case_id=case.id, account_id=coordinator, begins=today))
        count_as_changed(referral)  # no column of it says who coordinates
        record(
            session,
            act="assign_coordinator",
            record_kind="case",
            record_id=case.id,
            by=by,
            now=now,
            facts={"coordinator": coordinator, "before": before and before.account_id},
        )


def _new_case(session: Session, new_id: Callable[[], str], now: datetime) -> tuple[Case, str]:
    case = Case(id=new_id(), reference=_reference(), opened_at=now)
    household = Household(id=new_id(), case_id=case.id)
    session.add_all([case, household])
    session.flush()
    return case, household.id


def _referral(
    new: NewReferral, household: str, referral_id: str, by: Subject, now: datetime
) -> Referral:
    facts = dict(new.facts)
    excepted = facts.pop("cosm_exception")
    return Referral(
        id=referral_id,
        household_id=household,
        state=referral_after(ReferralState.DRAFT, ReferralAct.REGISTER, by.role),
        registered_at=now,
        registered_by=by.account,
        cosm_exception_by=by.account if excepted else None,
        **facts,
    )


def _mentions(session: Session, new: NewReferral) -> dict[str, str]:
    """The case that the reporter mentioned; words that name none are not kept."""
    named = new.mentioned_reference and case_called(session, new.mentioned_reference)
    return {MENTIONS: named} if named else {}


def _consent(
    new: NewReferral, case_id: str, consent_id: str, by: Subject, now: datetime
) -> Consent:
    """The ground that the reporter gave, as the first consent of the case."""
    signatory = signatory_of(new.people) or Signatory.SELF
    return new_consent(
        consent_id, case_id, (new.facts["consent_ground"], signatory), by=by, now=now
    )


def _reference() -> str:
    return "".join(secrets.choice(REFERENCE_SIGNS) for _ in range(REFERENCE_LENGTH))
