"""Who answers for a site, and for which schemes people are admitted out of hours."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from placement.store.nights import end_of_night, tonight_at
from placement.store.tables import DutyShift, Scheme


def admitting_tonight(session: Session, now: datetime) -> frozenset[tuple[str, str]]:
    """Sites and schemes for which somebody on duty admits people before tonight ends (ARR-1)."""
    moments = {"now": now, "morning": end_of_night(tonight_at(now))}
    found = session.execute(_ON_DUTY, moments)
    return frozenset((site, scheme) for site, admits in found for scheme in admits)


_ON_DUTY = select(DutyShift.site_id, DutyShift.admits).where(
    DutyShift.ends_at > bindparam("now"), DutyShift.begins_at < bindparam("morning")
)


def shifts_of(
    session: Session, sites: Collection[str] | None, *, ending_after: datetime, limit: int
) -> list[DutyShift]:
    """The shifts of sites, or of all, that are not over; the first to begin on top."""
    query = (
        select(DutyShift)
        .where(DutyShift.ends_at > ending_after)
        .order_by(DutyShift.begins_at, DutyShift.site_id, DutyShift.id)
        .limit(limit)
    )
    if sites is not None:
        query = query.where(DutyShift.site_id.in_(sites))
    return list(session.scalars(query))


def locked_shift(session: Session, shift: str) -> DutyShift | None:
    """One shift, locked until the transaction ends."""
    query = select(DutyShift).where(DutyShift.id == shift).with_for_update()
    return session.scalar(query.execution_options(populate_existing=True))


def scheme_codes(session: Session) -> frozenset[str]:
    """The schemes of the register."""
    return frozenset(session.scalars(select(Scheme.code)))
