"""Onward referrals (doorplaatsingen): the next bed of a household that has one.

One exists only with somebody behind it who follows the case, and with the recorded answer of the
victim (OUT-0). What is known of the household is taken over from its last request.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from placement.errors import TransitionNotAllowed, UnknownReferral
from placement.lifecycle import ReferralAct, ReferralState, referral_after
from placement.lifecycle.stays import StayAct
from placement.policy import Subject
from placement.service.beds.settling import end_holds
from placement.service.once import Once
from placement.service.requests.code_faults import check_words
from placement.service.requests.fact_faults import days_too_far_off
from placement.service.requests.finishing import finish_request
from placement.service.stays.present import LockedStay, lock_ongoing
from placement.service.stays.states import others_possible
from placement.service.versions import check_version
from placement.store.beds.booking_rows import ongoing_stay
from placement.store.codes import VictimAnswer
from placement.store.database.opening import Store
from placement.store.following.followed_stays import newest_referral
from placement.store.following.rights import bedenktijd_of, decisions_that_count, is_dublin
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.locking import lock_referrals
from placement.store.nights import tonight_at
from placement.store.requests.onward_facts import facts_to_copy
from placement.store.requests.queries import referral_files
from placement.store.tables import Referral
from solver.codes import Urgency

WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class OnwardWish:
    """Where a household should go next, and what the victim answered to moving."""

    victim_answer: VictimAnswer
    urgency: Urgency = Urgency.PLANNED
    arrives_from: date | None = None
    """The first night of a move; None is tonight."""
    b8_permit: bool | None = None
    """Set where it changed since the last request; None leaves it as it was."""
    lawful_stay: bool | None = None
    multi_problem: bool | None = None
    wishes: frozenset[str] | None = None
    needs: frozenset[str] | None = None
    home_regions: frozenset[str] | None = None

    @property
    def changes(self) -> dict[str, object]:
        """The facts that are other ones now."""
        named = ("b8_permit", "lawful_stay", "multi_problem", "wishes", "needs", "home_regions")
        return {name: getattr(self, name) for name in named if getattr(self, name) is not None}


@dataclass(frozen=True)
class Acting:
    """Who acts, when, and where ids come from."""

    subject: Subject
    now: datetime
    new_id: Callable[[], str]

    @property
    def tonight(self) -> date:
        """The night that is now."""
        return tonight_at(self.now)


def refer_onward(
    store: Store,
    stay_id: str,
    wish: OnwardWish,
    *,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    once: Once | None = None,
) -> str:
    """Ask for the next bed of a household, ready to leave or not; gives the id of the request.

    Raises:
        UnknownStay: there is none that the subject may see.
        TransitionNotAllowed: the stay has ended, the victim said no, or a request is open.
        InvalidFacts: a code is not known.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["referral"])
        locked = lock_ongoing(session, stay_id, asked=StayAct.REFER_ONWARD, by=by)
        if wish.victim_answer is not VictimAnswer.YES:
            others = others_possible(locked.stay, StayAct.REFER_ONWARD)
            raise TransitionNotAllowed(state="victim_said_no", asked="refer_onward", allowed=others)
        made = write_onward(session, locked, wish, Acting(by, now, new_id))
        keep(session, once, {"referral": made})
        return made


def withdraw_onward(
    store: Store,
    referral_id: str,
    *,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """Take back a request for the next bed; the household stays where it is.

    Raises:
        UnknownReferral: there is no onward referral that the subject may see.
        TransitionNotAllowed: a place is arranged and must be released first, or it has ended.
        VersionOutdated: somebody else has changed it since it was read.
    """
    end_holds(store, now=now)
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        files = referral_files(session, by, only=referral_id)
        if not files or not files[0].referral.onward:
            raise UnknownReferral
        stay = ongoing_stay(session, files[0].referral.household_id)
        if stay is not None:
            lock_ongoing(session, stay.id, asked=StayAct.WITHDRAW_ONWARD, by=by)
        referral = lock_referrals(session, {referral_id})[referral_id]
        check_version(referral.version, version)
        end_onward(session, referral, by=by, now=now)
        keep(session, once, {"referral": referral_id})


def end_onward(session: Session, referral: Referral, *, by: Subject, now: datetime) -> None:
    """End a request for the next bed, under its lock, because nobody asks for it any more."""
    if referral.state is ReferralState.ARRANGED:
        raise TransitionNotAllowed(
            state=referral.state, asked=ReferralAct.END, allowed=(ReferralAct.REOPEN,)
        )
    finish_request(session, referral, WITHDRAWN, by=by, now=now)


def write_onward(session: Session, locked: LockedStay, wish: OnwardWish, acting: Acting) -> str:
    """Write a request for the next bed of a stay that is locked; gives its id.

    Raises:
        TransitionNotAllowed: the household has a request that is open or arranged.
        InvalidFacts: a code is not known.
    """
    if locked.referrals:
        raise TransitionNotAllowed(
            state=locked.referrals[0].state, asked="refer_onward", allowed=("withdraw_onward",)
        )
    check_words(
        session,
        ("wishes", "feature", wish.wishes or ()),
        ("needs", "care", wish.needs or ()),
        ("homeRegions", "region", wish.home_regions or ()),
        beside=days_too_far_off({"arrivesFrom": wish.arrives_from}, acting.tonight),
    )
    household = locked.stay.household_id
    before = newest_referral(session, household)
    decisions = decisions_that_count(session, household)
    period = bedenktijd_of(decisions, before)
    first = max(wish.arrives_from or acting.tonight, acting.tonight)
    facts = {
        **facts_to_copy(before),
        "bedenktijd": period.state,
        "bedenktijd_begins": period.begins,
        "bedenktijd_ends": period.ends,
        "dublin": is_dublin(decisions, before),
        **wish.changes,
    }
    referral = Referral(
        id=acting.new_id(),
        household_id=household,
        state=referral_after(ReferralState.DRAFT, ReferralAct.REGISTER, acting.subject.role),
        registered_at=acting.now,
        registered_by=acting.subject.account,
        reporter_kind="zorgcoordination",
        urgency=wish.urgency,
        needed_from=first,
        arrives_from=first,
        onward=True,
        victim_answer=wish.victim_answer,
        victim_answered_at=acting.now,
        **facts,
    )
    session.add(referral)
    session.flush()
    record(
        session,
        ReferralAct.REGISTER,
        record_kind="referral",
        record_id=referral.id,
        by=acting.subject,
        now=acting.now,
        from_state=ReferralState.DRAFT,
        to_state=referral.state,
        facts={"onward": True, "stay": locked.stay.id, "victim_answer": wish.victim_answer},
    )
    return referral.id
