"""Who must sign, asked again once the ages of people are put right: from 16 on oneself."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from placement.policy import Subject
from placement.service.sharing.consent_rules import signatory_of
from placement.service.sharing.consenting import consent_in_journal
from placement.store.nights import tonight_at
from placement.store.sharing.consent_queries import consents_that_stand, people_of_case


def recheck_signatories(
    session: Session, case_id: str, signature_days: int, *, by: Subject, now: datetime
) -> int:
    """Make the signature due anew where others must sign than was written; gives how many.

    The consent stands meanwhile, as one given aloud does: nothing that rests on it is taken back.
    A request of the case is locked, so nobody signs or withdraws meanwhile.
    """
    signatory = signatory_of(people_of_case(session, case_id))
    wrong = [
        consent
        for consent in consents_that_stand(session, case_id)
        if signatory is not None and consent.signatory is not signatory
    ]
    for consent in wrong:
        before, consent.signatory = consent.signatory, signatory or consent.signatory
        due = tonight_at(now) + timedelta(days=signature_days)
        consent.signature_due_on = min(due, consent.signature_due_on or due)
        session.flush()
        consent_in_journal(session, "recheck_signatory", consent, by, now, before=before)
    return len(wrong)
