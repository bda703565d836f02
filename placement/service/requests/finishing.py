"""Writing that a request is over, with everything that ends along with it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from placement.lifecycle import SETTLING, ReferralAct, ReferralState, referral_after
from placement.policy import Subject
from placement.service.questions.closing import withdraw_offers
from placement.store.following.followed_stays import onward_referrals
from placement.store.journal import record
from placement.store.tables import Referral
from placement.store.watching.shelters import end_temporary_shelter

DEPARTED = "departed"
"""Why a request for the next bed is over: its household left for somewhere else."""


def finish_request(
    session: Session,
    referral: Referral,
    reason: str,
    *,
    by: Subject | str,
    now: datetime,
    questions: str | None = None,
    facts: Mapping[str, object] | None = None,
) -> None:
    """End a request that is locked and has no place; its questions and its shelter end with it.

    Args:
        session: the transaction of the act.
        referral: the request.
        reason: why it is over, as a code.
        by: who ended it.
        now: the instant.
        questions: why its questions to houses are withdrawn; None is for the same reason.
        facts: what the journal tells beside the reason.

    Raises:
        TransitionNotAllowed: it is over already.
        NotAllowed: the act belongs to others.
    """
    before = referral.state
    # Whoever reports a departure need not be somebody who ends requests: it ends by itself.
    mover = SETTLING if isinstance(by, str) or reason == DEPARTED else by.role
    after = referral_after(before, ReferralAct.END, mover)
    # Who ends a request may be somebody who asks no houses: their questions go by themselves.
    withdraw_offers(session, referral.id, by, now, questions or reason, mover=SETTLING)
    end_temporary_shelter(session, referral.id, why=reason, by=by, now=now)
    referral.state, referral.ended_at, referral.end_reason = after, now, reason
    session.flush()
    record(
        session,
        ReferralAct.END,
        record_kind="referral",
        record_id=referral.id,
        from_state=before,
        to_state=after,
        by=by,
        now=now,
        facts={"reason": reason, **(facts or {})},
    )


def finish_onward_of(
    session: Session, household: str, *, stay: str, by: Subject | str, now: datetime
) -> None:
    """End the open request for the next bed of a household that departed elsewhere.

    One with a place stays as it is: a person finds out where the household went (a task). The
    requests are locked.
    """
    for referral in onward_referrals(session, {household}):
        if referral.state is ReferralState.OPEN:
            finish_request(session, referral, DEPARTED, by=by, now=now, facts={"stay": stay})
