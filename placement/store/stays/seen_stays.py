"""Stays as somebody may see them, and what stands around one: beds, people, referrals."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from placement.lifecycle import ReferralState
from placement.policy import Role, Subject
from placement.store.tables import (
    Case,
    Household,
    Occupancy,
    Person,
    Place,
    Placement,
    Referral,
    Site,
    Stay,
)
from placement.store.visibility import visible_placements
from solver.codes import OccupancyKind

LIVE_REFERRALS = (ReferralState.OPEN, ReferralState.ARRANGED)


@dataclass(frozen=True)
class SeenStay:
    """A stay with where it is; the case is known by its reference only."""

    stay: Stay
    placement: str
    place: str
    site: str
    scheme: str
    case: str
    reference: str
    people: int | None
    """Who is there now; None once the stay is over, for of later births a former house is not told.
    """
    beds: tuple[str, ...]
    """The beds that it has tonight; fewer than people when a child was born without one."""

    @property
    def is_short_of_beds(self) -> bool:
        """Whether somebody who lives there has no bed."""
        return self.people is not None and self.people > len(self.beds)


def stays_seen(  # noqa: PLR0913 - each narrows the list in its own way
    session: Session,
    subject: Subject,
    tonight: date,
    *,
    only: str | None = None,
    sites: Collection[str] | None = None,
    ongoing: bool = False,
    after: str | None = None,
    limit: int | None = None,
) -> list[SeenStay]:
    """The stays that the subject may see, the newest first; ``after`` goes on behind a stay."""
    query = (
        select(Stay, Placement.place_id, Place.site_id, Place.scheme_code, Case.id, Case.reference)
        .join(Placement, Placement.id == Stay.placement_id)
        .join(Place, Place.id == Placement.place_id)
        .join(Household, Household.id == Stay.household_id)
        .join(Case, Case.id == Household.case_id)
        .where(visible_placements(subject))
        .order_by(Stay.began_on.desc(), Stay.id)
    )
    if only is not None:
        query = query.where(Stay.id == only)
    if sites is not None:
        query = query.where(Place.site_id.in_(sites))
    if ongoing:
        query = query.where(Stay.ended_on.is_(None))
    if after is not None:
        began = select(Stay.began_on).where(Stay.id == after).scalar_subquery()
        query = query.where(
            (Stay.began_on < began) | ((Stay.began_on == began) & (Stay.id > after))
        )
    rows = session.execute(query.limit(limit)).all()
    people = _counted(session, [row[0].household_id for row in rows])
    beds = _beds(session, [row[0].placement_id for row in rows], tonight)
    return [
        SeenStay(
            stay=stay,
            placement=stay.placement_id,
            place=place,
            site=site,
            scheme=scheme,
            case=case,
            reference=reference,
            people=people.get(stay.household_id, 0) if stay.ended_on is None else None,
            beds=beds.get(stay.placement_id, ()),
        )
        for stay, place, site, scheme, case, reference in rows
    ]


def site_is_seen(session: Session, subject: Subject, site: str) -> bool:
    """Whether the subject may see who stays at a site: the helpdesk, and the house itself."""
    if subject.role is Role.HELPDESK:
        return session.get(Site, site) is not None
    return subject.role is Role.INSTITUTION and site in subject.sites


def site_of_stay(session: Session, subject: Subject, stay: str) -> tuple[Stay, str] | None:
    """A stay that the subject may see with its site, as stored before any lock."""
    query = (
        select(Stay, Place.site_id)
        .join(Placement, Placement.id == Stay.placement_id)
        .join(Place, Place.id == Placement.place_id)
        .where(Stay.id == stay, visible_placements(subject))
    )
    found = session.execute(query).one_or_none()
    return None if found is None else (found[0], found[1])


def referrals_around(session: Session, households: Collection[str]) -> dict[str, list[str]]:
    """The referrals by which a household came and wants to go on, the open one last."""
    came = (
        select(Referral.household_id, Referral.id)
        .join(Placement, Placement.referral_id == Referral.id)
        .join(Stay, Stay.placement_id == Placement.id)
        .where(Referral.household_id.in_(households), Stay.ended_on.is_(None))
    )
    live = select(Referral.household_id, Referral.id).where(
        Referral.household_id.in_(households), Referral.state.in_(LIVE_REFERRALS)
    )
    found: dict[str, list[str]] = {household: [] for household in households}
    for query in (came, live):
        for household, referral in session.execute(query):
            if referral not in found[household]:
                found[household].append(referral)
    return found


def touch(stay: Stay) -> None:
    """Let the version of a stay count an act that changes what stands around it."""
    flag_modified(stay, "began_on")


def present_households(session: Session, site: str, tonight: date) -> frozenset[str]:
    """The households with a bed at a site tonight or later."""
    query = (
        select(Occupancy.household_id)
        .join(Place, Place.id == Occupancy.place_id)
        .where(Place.site_id == site, Occupancy.until > tonight)
    )
    return frozenset(h for h in session.scalars(query) if h is not None)


def _counted(session: Session, households: Collection[str]) -> dict[str, int]:
    query = (
        select(Person.household_id, func.count())
        .where(Person.household_id.in_(households))
        .group_by(Person.household_id)
    )
    return dict(session.execute(query).all())


def _beds(
    session: Session, placements: Collection[str], tonight: date
) -> dict[str, tuple[str, ...]]:
    """The beds of each placement: those of its last nights, for nobody may have settled yet."""
    query = (
        select(Occupancy.placement_id, Occupancy.bed_id, Occupancy.begins, Occupancy.until)
        .where(
            Occupancy.placement_id.in_(placements),
            Occupancy.kind == OccupancyKind.STAY,
            Occupancy.begins <= tonight,
        )
        .order_by(Occupancy.bed_id)
    )
    found: dict[str, list[tuple[str, date]]] = {}
    for placement, bed, _, until in session.execute(query):
        if placement is not None:
            found.setdefault(placement, []).append((bed, until))
    return {
        placement: tuple(bed for bed, until in beds if until == max(u for _, u in beds))
        for placement, beds in found.items()
    }
