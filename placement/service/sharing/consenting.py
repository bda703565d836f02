"""Consent (toestemming): what may be shared about a case, with whom, on what ground.

An anonymous question may be asked at any hour. Everything further needs consent that stands: from
16 on one signs oneself, below that a parent or guardian does (domain 3.3, S32, S67).
"""

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy.orm import Session

from placement.errors import InvalidFacts, TransitionNotAllowed, UnknownReferral
from placement.errors.trust import ConsentMissing, UnknownConsent
from placement.policy import Subject
from placement.service.forms.consent import NewConsent
from placement.service.once import Once
from placement.service.sharing.consent_rules import (
    LIES_AHEAD,
    SIGNATURE_DAYS,
    faults_of,
    new_consent,
    signatory_of,
)
from placement.service.versions import check_version
from placement.store.codes import (
    ANONYMOUS_STEPS,
    ConsentGround,
    DisclosureStep,
    Purpose,
    Signatory,
)
from placement.store.database.opening import Store
from placement.store.database.promises import CONSENT_MOVES
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.nights import today_at
from placement.store.sharing.consent_queries import (
    INSTITUTION,
    ZORGCOORDINATION,
    case_lived_with,
    case_seen,
    case_withdrew,
    cases_told_of,
    consents_of,
    ground_with_the_request,
    lock_case,
    people_of_case,
    references_of,
    shelter_consents,
    standing_consent,
)
from placement.store.sharing.consent_rows import consent_seen
from placement.store.tables import Consent


def gate(session: Session, case_id: str, step: DisclosureStep) -> None:
    """Let a step of disclosure through when consent stands, or when it needs none.

    Raises:
        ConsentMissing: it needs consent and none stands.
    """
    if step in ANONYMOUS_STEPS:
        return
    told_of = cases_told_of(session, case_id)
    if missing := tuple(case for case in told_of if not own_consent_stands(session, case)):
        raise ConsentMissing(step=step, cases=references_of(session, missing))


def gate_placing(session: Session, case_id: str) -> None:
    """Refuse to place people who withdrew their consent and gave no other since.

    Raises:
        ConsentMissing: it was withdrawn.
    """
    for case in cases_told_of(session, case_id):
        _check_not_withdrawn(session, case, INSTITUTION, "place")


def gate_joining(session: Session, case_id: str) -> None:
    """Refuse to let people join others, and be told of with them, who withdrew their consent.

    Raises:
        ConsentMissing: it was withdrawn.
    """
    _check_not_withdrawn(session, case_id, INSTITUTION, "reunite")


def gate_handing_over(session: Session, case_id: str) -> None:
    """Refuse to hand a case over to a zorgcoordinator whom its people want to know nothing.

    Raises:
        ConsentMissing: the consent to share with zorgcoordinators was withdrawn.
    """
    _check_not_withdrawn(session, case_id, ZORGCOORDINATION, "offer_transfer")


def consent_stands(session: Session, case_id: str) -> bool:
    """Whether facts of a case may be shared with houses to find shelter.

    Of people who joined others, both have to agree: who tells of the one tells of the other.
    """
    return all(own_consent_stands(session, case) for case in cases_told_of(session, case_id))


def own_consent_stands(session: Session, case_id: str) -> bool:
    """Whether the people of a case themselves agreed, whoever they live with.

    The ground that a request was registered with counts until consents are recorded by themselves.
    """
    recorded = shelter_consents(session, case_id)
    if not recorded:
        return ground_with_the_request(session, case_id)
    return any(c.withdrawn_at is None and c.ground is not ConsentGround.ANONYMOUS for c in recorded)


def list_consents(store: Store, referral_id: str, *, by: Subject) -> list[Consent]:
    """The consents of the case of a request, the newest first.

    Raises:
        UnknownReferral: there is none that the subject may see.
    """
    with store.reading() as session:
        seen = case_seen(session, by, referral_id)
        if seen is None:
            raise UnknownReferral
        return consents_of(session, seen.case.id)


def others_who_must_agree(store: Store, referral_id: str, *, by: Subject) -> tuple[str, ...]:
    """The cases of who joined the people of a request and gave no consent that stands.

    Raises:
        UnknownReferral: there is none that the subject may see.
    """
    with store.reading() as session:
        seen = case_seen(session, by, referral_id)
        if seen is None:
            raise UnknownReferral
        others = cases_told_of(session, seen.case.id)[1:]
        missing = [case for case in others if not own_consent_stands(session, case)]
        return references_of(session, missing)


def show_consent(store: Store, consent_id: str, *, by: Subject) -> Consent:
    """One consent.

    Raises:
        UnknownConsent: there is none that the subject may see.
    """
    with store.reading() as session:
        return _seen(session, consent_id, by)


def record_consent(
    store: Store,
    new: NewConsent,
    *,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    signature_days: int = SIGNATURE_DAYS,
    once: Once | None = None,
) -> str:
    """Record a consent; one that was given aloud makes its signature a task. Gives its id.

    Raises:
        UnknownReferral: there is none that the subject may see.
        InvalidFacts: the signature is of somebody who may not sign, or lies ahead.
        TransitionNotAllowed: one stands already; two would survive the withdrawal of one.
        IdempotencyKeyReused: the key was used for something else.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["consent"])
        seen = case_seen(session, by, new.referral)
        if seen is None:
            raise UnknownReferral
        referrals = lock_case(session, seen.case.id)
        signatory = signatory_of(people_of_case(session, seen.case.id)) or new.signatory
        if faults := tuple(faults_of(new, signatory, today_at(now))):
            raise InvalidFacts(faults)
        _check_none_stands(session, seen.case.id, new)
        consent = new_consent(
            new_id(),
            seen.case.id,
            (new.ground, signatory or Signatory.SELF),
            by=by,
            now=now,
            signature_days=signature_days,
        )
        consent.purpose, consent.receiver = new.purpose, new.receiver
        consent.with_interpreter, consent.signed_on = new.with_interpreter, new.signed_on
        session.add(consent)
        session.flush()
        if (new.purpose, new.receiver) == (Purpose.SHELTER, INSTITUTION):
            for referral in referrals.values():
                referral.consent_ground = new.ground
        consent_in_journal(session, "record_consent", consent, by, now)
        keep(session, once, {"consent": consent.id})
        return consent.id


def sign_consent(
    store: Store,
    consent_id: str,
    signed_on: date,
    *,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> str:
    """Record the signature under a consent that was given aloud, or that others must sign.

    Raises:
        UnknownConsent: there is none that the subject may see.
        VersionOutdated: somebody else changed it.
        TransitionNotAllowed: it is signed already, was withdrawn, or was never given.
        InvalidFacts: the day lies ahead.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["consent"])
        consent = locked_consent(session, consent_id, by, version)
        is_due = consent.ground is ConsentGround.ORAL or consent.signature_due_on is not None
        if consent.withdrawn_at or not is_due:
            raise TransitionNotAllowed(state=_state(consent), asked="sign", allowed=())
        if signed_on > today_at(now):
            raise InvalidFacts((LIES_AHEAD,))
        guardian = consent.signatory is Signatory.GUARDIAN
        consent.ground = ConsentGround.GUARDIAN_SIGNED if guardian else ConsentGround.SIGNED
        consent.signed_on, consent.signature_due_on = signed_on, None
        session.flush()
        consent_in_journal(session, "sign_consent", consent, by, now)
        keep(session, once, {"consent": consent.id})
        return consent.id


def _check_none_stands(session: Session, case_id: str, new: NewConsent) -> None:
    if new.ground is ConsentGround.ANONYMOUS:
        return
    if standing_consent(session, case_id, new.purpose, new.receiver) is not None:
        raise TransitionNotAllowed(state="stands", asked="record_consent", allowed=CONSENT_MOVES)


def _check_not_withdrawn(session: Session, case_id: str, receiver: str, step: str) -> None:
    if case_withdrew(session, case_id, receiver):
        raise ConsentMissing(step=step)


def _seen(session: Session, consent_id: str, by: Subject) -> Consent:
    consent = consent_seen(session, by, consent_id)
    if consent is None:
        raise UnknownConsent
    return consent


def locked_consent(session: Session, consent_id: str, by: Subject, version: int | None) -> Consent:
    """A consent whose case is locked, in the version that somebody read.

    Raises:
        UnknownConsent: there is none that the subject may see.
        VersionOutdated: somebody else changed it.
    """
    consent = _seen(session, consent_id, by)
    lock_case(session, consent.case_id, case_lived_with(session, consent.case_id))
    session.refresh(consent)
    check_version(consent.version, version)
    return consent


def _state(consent: Consent) -> str:
    return "withdrawn" if consent.withdrawn_at else consent.ground


def consent_in_journal(
    session: Session, act: str, consent: Consent, by: Subject, now: datetime, **more: object
) -> None:
    """Write an act on a consent into the journal."""
    facts = {"case": consent.case_id, "purpose": consent.purpose, "receiver": consent.receiver}
    record(
        session,
        act,
        record_kind="consent",
        record_id=consent.id,
        to_state=_state(consent),
        by=by,
        now=now,
        facts={**facts, "signatory": consent.signatory, **more},
    )
