"""What waits so that what is known stays true and safe: checks, signatures, figures, transfers."""

from collections.abc import Iterator

from sqlalchemy import exists, func, or_, select

from placement.lifecycle import LIVE_PLACEMENTS, TransferState
from placement.store.codes import DeclineEffect, SafetyCheck
from placement.store.register.completeness import sites_to_remind
from placement.store.sharing.consent_queries import (
    INSTITUTION,
    ZORGCOORDINATION,
    lived_with_by_withdrawn,
    newest_referral_of_case,
    withdrew,
)
from placement.store.tables import (
    Account,
    Case,
    CaseTransfer,
    CombinationRoom,
    Consent,
    Coordination,
    Decline,
    DeclineReason,
    Household,
    Place,
    Placement,
    ProfileChange,
    Referral,
    TemporaryShelter,
)
from placement.store.tasks.values import (
    MOST_OF_A_KIND,
    Asked,
    Task,
    TaskKind,
    coordinates,
    on_day,
)
from placement.store.visibility import visible_referrals


def shelters_to_check(asked: Asked) -> Iterator[Task]:
    """Temporary shelter: the check of every morning, and at once where it was not safe."""
    wanted = (
        select(TemporaryShelter)
        .join(Referral, Referral.id == TemporaryShelter.referral_id)
        .where(TemporaryShelter.ended_on.is_(None), visible_referrals(asked.by))
        .order_by(TemporaryShelter.check_due_at, TemporaryShelter.id)
        .limit(MOST_OF_A_KIND)
    )
    for shelter in asked.session.scalars(wanted):
        unsafe = shelter.last_check is SafetyCheck.NOT_SAFE
        yield Task(
            kind=TaskKind.SHELTER_NOT_SAFE if unsafe else TaskKind.SAFETY_CHECK,
            due=shelter.check_due_at,
            by_day=False,
            record_kind="temporary_shelter",
            record_id=shelter.id,
            referral=shelter.referral_id,
        )


def signatures_due(asked: Asked) -> Iterator[Task]:
    """Consent that was given aloud and is to be signed."""
    newest = (
        select(func.max(Referral.id))
        .join(Household, Household.id == Referral.household_id)
        .where(Household.case_id == Consent.case_id, visible_referrals(asked.by))
        .scalar_subquery()
    )
    wanted = (
        select(Consent, newest)
        .where(
            Consent.signature_due_on.is_not(None),
            Consent.withdrawn_at.is_(None),
            Consent.case_id.in_(select(Case.id).where(Case.closed_at.is_(None))),
            newest.is_not(None),
        )
        .order_by(Consent.signature_due_on, Consent.id)
        .limit(MOST_OF_A_KIND)
    )
    for consent, referral in asked.session.execute(wanted):
        yield Task(
            kind=TaskKind.SIGNATURE_DUE,
            due=on_day(consent.signature_due_on),
            by_day=True,
            record_kind="consent",
            record_id=consent.id,
            referral=referral,
        )


def consents_withdrawn(asked: Asked) -> Iterator[Task]:
    """Consent was withdrawn while a place is kept, or a zorgcoordinator has the case.

    A person decides about that.
    """
    placed = (
        select(Placement)
        .join(Household, Household.id == Placement.household_id)
        .where(
            Placement.state.in_(LIVE_PLACEMENTS),
            withdrew(Household.case_id, INSTITUTION)
            | Household.id.in_(lived_with_by_withdrawn(asked.session)),
            asked.placements(),
        )
        .order_by(Placement.begins, Placement.id)
        .limit(MOST_OF_A_KIND)
    )
    for placement in asked.session.scalars(placed):
        yield Task(
            kind=TaskKind.CONSENT_WITHDRAWN,
            due=asked.now,
            by_day=False,
            record_kind="placement",
            record_id=placement.id,
            referral=placement.referral_id,
            place=placement.place_id,
        )
    newest = newest_referral_of_case(asked.by)
    followed = (
        select(Case.id, newest)
        .join(Coordination, Coordination.case_id == Case.id)
        .where(
            Coordination.until.is_(None),
            Case.closed_at.is_(None),
            withdrew(Case.id, ZORGCOORDINATION),
            newest.is_not(None),
        )
        .order_by(Case.id)
        .limit(MOST_OF_A_KIND)
    )
    for case, referral in asked.session.execute(followed):
        yield Task(
            kind=TaskKind.FOLLOWED_UNASKED,
            due=asked.now,
            by_day=False,
            record_kind="case",
            record_id=case,
            referral=referral,
        )


def coordinators_disabled(asked: Asked) -> Iterator[Task]:
    """An open case whose zorgcoordinator cannot sign in, or is none any more: it is handed over."""
    newest = newest_referral_of_case(asked.by)
    left = (
        select(Case.id, newest)
        .join(Coordination, Coordination.case_id == Case.id)
        .join(Account, Account.id == Coordination.account_id)
        .where(
            Coordination.until.is_(None),
            Case.closed_at.is_(None),
            ~coordinates(),
            newest.is_not(None),
        )
        .order_by(Case.id)
        .limit(MOST_OF_A_KIND)
    )
    for case, referral in asked.session.execute(left):
        yield Task(
            kind=TaskKind.COORDINATOR_DISABLED,
            due=asked.now,
            by_day=False,
            record_kind="case",
            record_id=case,
            referral=referral,
        )


def weeks_stale(asked: Asked) -> Iterator[Task]:
    """A house with a figure that is nearly a week old, was never confirmed or was not true."""
    sites = asked.by.sites if asked.is_house else None
    for reminder in sites_to_remind(asked.session, asked.now, sites):
        yield Task(
            kind=TaskKind.WEEK_STALE,
            due=on_day(reminder.due_on or asked.today),
            by_day=True,
            record_kind="site",
            record_id=reminder.site,
            site=reminder.site,
        )


def profiles_questioned(asked: Asked) -> Iterator[Task]:
    """Somebody declined a place because its profile is not right: the house corrects it."""
    corrected = exists(
        select(ProfileChange.id).where(
            or_(
                ProfileChange.record_id == Decline.place_id,
                # The profile of a combination is that of its rooms.
                ProfileChange.record_id.in_(
                    select(CombinationRoom.room_id).where(
                        CombinationRoom.combination_id == Decline.place_id
                    )
                ),
            ),
            ProfileChange.recorded_at > Decline.said_at,
        )
    )
    own = select(Place.id).where(asked.own_places())
    wanted = (
        select(Decline)
        .join(DeclineReason, DeclineReason.code == Decline.reason)
        .where(
            DeclineReason.effect == DeclineEffect.CHANGES_PROFILE,
            Decline.reassessed_at.is_(None),
            Decline.place_id.in_(own),
            ~corrected,
        )
        .order_by(Decline.said_at, Decline.id)
        .limit(MOST_OF_A_KIND)
    )
    for decline in asked.session.scalars(wanted):
        yield Task(
            kind=TaskKind.PROFILE_QUESTIONED,
            due=decline.said_at,
            by_day=True,
            record_kind="decline",
            record_id=decline.id,
            place=decline.place_id,
        )


def transfers_offered(asked: Asked) -> Iterator[Task]:
    """A case that is offered to this zorgcoordinator."""
    wanted = (
        select(CaseTransfer)
        .where(
            CaseTransfer.state == TransferState.OFFERED,
            CaseTransfer.to_account == asked.by.account,
        )
        .order_by(CaseTransfer.offered_at, CaseTransfer.id)
        .limit(MOST_OF_A_KIND)
    )
    for transfer in asked.session.scalars(wanted):
        yield Task(
            kind=TaskKind.TRANSFER_OFFERED,
            due=transfer.offered_at,
            by_day=True,
            record_kind="case_transfer",
            record_id=transfer.id,
        )
