"""Who is away while the bed is kept, and since when."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from placement.policy import Subject
from placement.store.tables import Absence, Place, Placement, Stay
from placement.store.visibility import visible_placements


@dataclass(frozen=True)
class SeenAbsence:
    """An absence with the stay that it belongs to."""

    absence: Absence
    placement: str
    place: str
    site: str
    is_over: bool
    """The nights for which the bed was kept are over: a person decides what happens now."""


def absences_seen(
    session: Session,
    subject: Subject,
    tonight: date,
    *,
    only: str | None = None,
    stay: str | None = None,
    after: str | None = None,
    limit: int | None = None,
) -> list[SeenAbsence]:
    """The absences that go on at stays which the subject may see, the first to run out on top.

    Those that ended are given only when they are asked for by their id or their stay; ``after``
    goes on behind an absence.
    """
    query = (
        select(Absence, Stay.placement_id, Placement.place_id, Place.site_id)
        .join(Stay, Stay.id == Absence.stay_id)
        .join(Placement, Placement.id == Stay.placement_id)
        .join(Place, Place.id == Placement.place_id)
        .where(visible_placements(subject))
        .order_by(Absence.kept_until, Absence.id)
        .limit(limit)
    )
    if only is not None:
        query = query.where(Absence.id == only)
    if stay is not None:
        query = query.where(Absence.stay_id == stay)
    if after is not None:
        runs_out = select(Absence.kept_until).where(Absence.id == after).scalar_subquery()
        query = query.where(
            (Absence.kept_until > runs_out)
            | ((Absence.kept_until == runs_out) & (Absence.id > after))
        )
    if only is None and stay is None:
        query = query.where(Absence.ended_on.is_(None), Stay.ended_on.is_(None))
    return [
        SeenAbsence(
            absence,
            placement,
            place,
            site,
            absence.ended_on is None and absence.kept_until <= tonight,
        )
        for absence, placement, place, site in session.execute(query)
    ]


def open_absence(session: Session, stay: str) -> Absence | None:
    """The absence of a stay that goes on now."""
    return session.scalar(
        select(Absence).where(Absence.stay_id == stay, Absence.ended_on.is_(None))
    )
