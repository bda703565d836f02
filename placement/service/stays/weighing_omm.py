"""Weighing applications for OMM (domain E6): CoMensha says yes or no, with the reason.

A grant becomes facts of the household's onward referral, and opens one when there is none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from placement.errors import Fault, InvalidFacts, TransitionNotAllowed
from placement.lifecycle import ApplicationAct, ReferralAct, ReferralState, referral_after
from placement.lifecycle.stays import StayAct
from placement.policy import Subject
from placement.service.questions.closing import ask_anew
from placement.service.stays.applying import PROBLEM_LISTS, ReadApplication, change_application
from placement.service.stays.locks import LockedStay, ReadStay, lock_stay
from placement.store.codes import VictimAnswer
from placement.store.database.opening import Store
from placement.store.journal import record
from placement.store.requests.onward_facts import facts_to_copy
from placement.store.requests.queries import unknown_codes
from placement.store.stays.applications import SeenApplication
from placement.store.tables import OmmApplication, Referral
from solver.codes import Urgency


@dataclass(frozen=True, kw_only=True)
class Weighing:
    """What CoMensha weighs: the reason, and for a grant what the victim answered to moving."""

    reason: str
    victim_answer: VictimAnswer | None = None
    """None is: not asked yet; the household is not moved before it is."""


def refuse(
    store: Store, read: ReadApplication, weighing: Weighing, *, by: Subject, now: datetime
) -> str:
    """Weigh an application with a no; the reason is told to the institution.

    Raises:
        UnknownApplication: there is none that the subject may see.
        TransitionNotAllowed: nobody was consulted yet, or it was weighed already.
        VersionOutdated: the application was changed since it was read.
        IdempotencyKeyReused: the key was used for something else.
    """

    def act(_session: Session, seen: SeenApplication) -> None:
        _weigh(seen.application, weighing, by, now)

    return change_application(store, read, ApplicationAct.REFUSE, act, by=by, now=now)


def grant(
    store: Store,
    read: ReadApplication,
    weighing: Weighing,
    *,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
) -> str:
    """Weigh an application with a yes: it becomes facts of the onward referral.

    Raises:
        UnknownApplication: there is none that the subject may see.
        InvalidFacts: the victim said no to moving.
        TransitionNotAllowed: nobody was consulted yet, it was weighed already, the household has
            left, or a place is arranged for it already.
        VersionOutdated: the application was changed since it was read.
        IdempotencyKeyReused: the key was used for something else.
    """

    def act(session: Session, seen: SeenApplication) -> None:
        application = seen.application
        if seen.stay is None:
            raise TransitionNotAllowed(
                state="ended", asked=ApplicationAct.GRANT, allowed=(ApplicationAct.REFUSE,)
            )
        locked = lock_stay(session, ReadStay(seen.stay), StayAct.GRANT_OMM, by=by, now=now)
        referral = _onward(session, locked, weighing, new_id)
        referral.multi_problem = True
        referral.omm_applied_by = application.institution_id
        referral.omm_consulted, referral.omm_weighed = True, True
        known = {
            kind: application.problems - unknown_codes(session, kind, application.problems)
            for kind in PROBLEM_LISTS
        }
        if not (known["care"] <= referral.needs and known["contra_indication"] <= referral.brings):
            ask_anew(session, referral, by, now, "omm_granted")
        referral.needs |= known["care"]
        referral.brings |= known["contra_indication"]
        application.referral_id = referral.id
        _weigh(application, weighing, by, now)

    return change_application(store, read, ApplicationAct.GRANT, act, by=by, now=now)


def _onward(
    session: Session, locked: LockedStay, weighing: Weighing, new_id: Callable[[], str]
) -> Referral:
    """The open onward referral of the household, or a new one with what was known before."""
    last, by, now = locked.present_referral, locked.by, locked.now
    if last.state is ReferralState.OPEN:
        if weighing.victim_answer is not None:
            last.victim_answer, last.victim_answered_at = weighing.victim_answer, now
        return last
    if last.state is ReferralState.ARRANGED:
        raise TransitionNotAllowed(state=last.state, asked="grant", allowed=("release",))
    if weighing.victim_answer is VictimAnswer.NO:
        remedy = "The victim said no to moving: refuse the application, or ask again first."
        dutch = "De cliënt wil niet verhuizen: wijs de aanvraag af, of vraag het eerst opnieuw."
        raise InvalidFacts((Fault("victimAnswer", "victim_said_no", remedy, dutch),))
    answered = weighing.victim_answer is not None
    referral = Referral(
        **facts_to_copy(last),
        id=new_id(),
        household_id=last.household_id,
        state=referral_after(ReferralState.DRAFT, ReferralAct.REGISTER, by.role),
        registered_at=now,
        registered_by=by.account,
        reporter_kind="shelter",
        urgency=Urgency.PLANNED,
        needed_from=locked.tonight,
        arrives_from=locked.tonight,
        onward=True,
        victim_answer=weighing.victim_answer,
        victim_answered_at=now if answered else None,
    )
    session.add(referral)
    session.flush()
    record(
        session,
        ReferralAct.REGISTER,
        record_kind="referral",
        record_id=referral.id,
        from_state=ReferralState.DRAFT,
        to_state=referral.state,
        by=by,
        now=now,
        facts={"onward": True, "stay": locked.stay.id},
    )
    return referral


def _weigh(application: OmmApplication, weighing: Weighing, by: Subject, now: datetime) -> None:
    application.weighed_by, application.weighed_at = by.account, now
    application.weighing = weighing.reason
