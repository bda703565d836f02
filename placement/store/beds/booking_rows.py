"""What booking reads and writes beside the problem: sites, stays, occupancies."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from placement.lifecycle import PlacementState
from placement.store.beds.taken import Taken
from placement.store.codes import UntilBasis
from placement.store.tables import Occupancy, Place, Placement, Referral, Site, Stay
from solver.codes import OccupancyKind


def every_site(session: Session) -> list[str]:
    """The ids of all sites, in order."""
    return list(session.scalars(select(Site.id).order_by(Site.id)))


def sites_of_places(session: Session, places: Collection[str]) -> dict[str, str]:
    """The site of each place that exists."""
    return dict(session.execute(_SITES_OF_PLACES, {"places": places}).all())


def sites_of_residents(session: Session, referrals: Collection[str]) -> dict[str, str]:
    """The site where the household of each referral lives now, for those that live somewhere."""
    return dict(session.execute(_SITES_OF_RESIDENTS, {"referrals": referrals}).all())


def sites_of_holds(session: Session, referrals: Collection[str]) -> frozenset[str]:
    """The sites where a bed is held for one of the referrals, over or not."""
    return frozenset(session.scalars(_SITES_OF_HOLDS, {"referrals": referrals}))


# Statements that every booking sends are put together once: that takes longer than their answer.
_SITES_OF_PLACES = select(Place.id, Place.site_id).where(
    Place.id.in_(bindparam("places", expanding=True))
)
_SITES_OF_RESIDENTS = (
    select(Referral.id, Place.site_id)
    .join(Stay, (Stay.household_id == Referral.household_id) & Stay.ended_on.is_(None))
    .join(Placement, Placement.id == Stay.placement_id)
    .join(Place, Place.id == Placement.place_id)
    .where(Referral.id.in_(bindparam("referrals", expanding=True)))
)
_SITES_OF_HOLDS = (
    select(Place.site_id)
    .join(Placement, Placement.place_id == Place.id)
    .where(
        Placement.referral_id.in_(bindparam("referrals", expanding=True)),
        Placement.state == PlacementState.HELD,
    )
)


def sites_of_holds_over(session: Session, now: datetime) -> list[str]:
    """The sites where a bed is held though the time for it is over, in order."""
    query = (
        select(Place.site_id)
        .join(Placement, Placement.place_id == Place.id)
        .where(Placement.state == PlacementState.HELD, Placement.hold_expires_at <= now)
        .distinct()
        .order_by(Place.site_id)
    )
    return list(session.scalars(query))


def households_of_stays(session: Session, stays: Collection[str]) -> frozenset[str]:
    """The households of stays."""
    return frozenset(session.scalars(select(Stay.household_id).where(Stay.id.in_(stays))))


def ongoing_stay(session: Session, household: str) -> Stay | None:
    """The stay of a household that has not ended."""
    query = select(Stay).where(Stay.household_id == household, Stay.ended_on.is_(None))
    return session.scalar(query.execution_options(populate_existing=True))


def last_stay(session: Session, household: str) -> Stay | None:
    """The stay of a household that ended last."""
    ended = select(Stay).where(Stay.household_id == household, Stay.ended_on.is_not(None))
    return session.scalar(ended.order_by(Stay.ended_on.desc(), Stay.began_on.desc()).limit(1))


def end_rows(session: Session, rows: Iterable[Taken], on: date, basis: UntilBasis) -> None:
    """Let rows end on a night, or remove those that would have no nights left."""
    ends = [row for row in rows if row.until > on]
    gone = [row.id for row in ends if row.begins >= on]
    shorter = [row.id for row in ends if row.begins < on]
    if gone:
        session.execute(delete(Occupancy).where(Occupancy.id.in_(gone)))
    if shorter:
        change = update(Occupancy).where(Occupancy.id.in_(shorter))
        session.execute(change.values(until=on, basis=basis))


def cut_rows_before(session: Session, placement: str, on: date, tonight: date) -> None:
    """Let no night that has passed stand after a departure that is reported late.

    Nights before tonight stand in rows of their own when a household moved within its site.
    """
    passed = Occupancy.placement_id == placement, Occupancy.until <= tonight
    session.execute(delete(Occupancy).where(*passed, Occupancy.begins >= on))
    session.execute(update(Occupancy).where(*passed, Occupancy.until > on).values(until=on))


def lengthen_rows(session: Session, rows: Iterable[Taken], on: date, basis: UntilBasis) -> None:
    """Let rows end on a later night; the database refuses when the bed is given to others."""
    session.execute(
        update(Occupancy)
        .where(Occupancy.id.in_([row.id for row in rows]))
        .values(until=on, basis=basis)
    )


def free_rows_of(session: Session, placements: Collection[str]) -> None:
    """Remove what placements occupy."""
    session.execute(delete(Occupancy).where(Occupancy.placement_id.in_(placements)))


def rows_arrive(session: Session, placement: str, came: date) -> None:
    """Turn what a placement holds into a stay from the night of the arrival."""
    held = update(Occupancy).where(Occupancy.placement_id == placement)
    session.execute(held.values(kind=OccupancyKind.STAY, begins=came))


def loosen_rows_of(session: Session, placement: str) -> None:
    """Let what a placement occupies end by forecast only: nothing is promised any more."""
    firm = update(Occupancy).where(
        Occupancy.placement_id == placement, Occupancy.basis == UntilBasis.ONWARD_MOVE
    )
    session.execute(firm.values(basis=UntilBasis.EXPECTED_END))


def write_settled_rows(
    session: Session, dropped: Collection[str], changed: Collection[Taken]
) -> None:
    """Write rows as they were settled: first what gives way, then what is prolonged."""
    if dropped:
        session.execute(delete(Occupancy).where(Occupancy.id.in_(dropped)))
    latest_first = sorted(changed, key=lambda row: (row.begins, row.id), reverse=True)
    for row in latest_first:
        session.execute(
            update(Occupancy)
            .where(Occupancy.id == row.id)
            .values(begins=row.begins, until=row.until, basis=row.basis)
        )
