"""Temporary shelter outside the register: police emergency beds, hotels."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from placement.policy import Subject
from placement.store.journal import record
from placement.store.nights import tonight_at
from placement.store.tables import Referral, TemporaryShelter
from placement.store.visibility import visible_referrals

MOST_SHELTERS = 200


def shelters_seen(
    session: Session, subject: Subject, *, only: str | None = None, referral: str | None = None
) -> list[TemporaryShelter]:
    """Those that the subject may see, the newest first; without a name only the open ones."""
    seen = select(Referral.id).where(visible_referrals(subject))
    wanted = select(TemporaryShelter).where(TemporaryShelter.referral_id.in_(seen))
    if only is not None:
        wanted = wanted.where(TemporaryShelter.id == only)
    elif referral is not None:
        wanted = wanted.where(TemporaryShelter.referral_id == referral)
    else:
        wanted = wanted.where(TemporaryShelter.ended_on.is_(None))
    newest = wanted.order_by(TemporaryShelter.arranged_at.desc(), TemporaryShelter.id)
    return list(session.scalars(newest.limit(MOST_SHELTERS)))


def open_shelter(session: Session, referral: str) -> TemporaryShelter | None:
    """Where the people of a request are sheltered for the time being."""
    wanted = select(TemporaryShelter).where(
        TemporaryShelter.referral_id == referral, TemporaryShelter.ended_on.is_(None)
    )
    return session.scalar(wanted.execution_options(populate_existing=True))


def in_temporary_shelter(
    session: Session, referrals: Collection[str], night: date
) -> frozenset[str]:
    """Those of the requests whose people slept in temporary shelter on a night."""
    wanted = select(TemporaryShelter.referral_id).where(
        TemporaryShelter.referral_id.in_(referrals),
        TemporaryShelter.began_on <= night,
        TemporaryShelter.ended_on.is_(None) | (TemporaryShelter.ended_on > night),
    )
    return frozenset(session.scalars(wanted))


def end_temporary_shelter(
    session: Session,
    referral: str,
    *,
    why: str,
    by: Subject | str,
    now: datetime,
    on: date | None = None,
) -> None:
    """End the temporary shelter of a request, if there is one: part of an arrival, and by itself.

    The lock of the request is held. ``on`` is the first night elsewhere; None is tonight.
    """
    shelter = open_shelter(session, referral)
    if shelter is None:
        return
    shelter.ended_on = max(shelter.began_on, on or tonight_at(now))
    session.flush()
    record(
        session,
        "end_temporary_shelter",
        record_kind="temporary_shelter",
        record_id=shelter.id,
        by=by,
        now=now,
        facts={"why": why, "ended_on": shelter.ended_on.isoformat()},
    )
