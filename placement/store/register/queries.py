"""What is read to keep the register: places, beds, contracts and planned changes."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from placement.policy import Role, Subject
from placement.store.codes import ProfileOf
from placement.store.tables import (
    Bed,
    CombinationRoom,
    Place,
    Placement,
    ProfileChange,
    Scheme,
    Site,
    Stay,
)
from placement.store.visibility import visible_places

MOST_CHANGES = 100
"""Changes of one place or site that are shown: years of them."""


def place_seen(session: Session, subject: Subject, place_id: str) -> Place | None:
    """A place, when the subject may see it."""
    return session.scalar(select(Place).where(Place.id == place_id, visible_places(subject)))


def sites_seen(session: Session, subject: Subject) -> dict[str, str]:
    """The names of the sites whose places the subject may see, by id, in their order."""
    query = select(Site.id, Site.name).order_by(Site.name, Site.id)
    if subject.role is Role.INSTITUTION:
        query = query.where(Site.id.in_(subject.sites))
    elif subject.role not in {Role.HELPDESK, Role.ADMINISTRATOR}:
        return {}
    return dict(session.execute(query).all())


def places_of_site(
    session: Session, site: str, tonight: date, inhabited: Collection[str]
) -> list[tuple[Place, list[Bed]]]:
    """The places of a site that are not closed, each with the beds that are not gone.

    Those that are closed or gone are told as long as somebody is in them (``inhabited``, beds by
    their ids). Combinations have none and are left out: their beds are those of their rooms.
    """
    lived_in = select(Bed.place_id).where(Bed.id.in_(inhabited))
    listed = select(Place).where(
        Place.site_id == site,
        Place.closes.is_(None) | (Place.closes > tonight) | Place.id.in_(lived_in),
        Place.id.not_in(select(CombinationRoom.combination_id)),
    )
    places = session.scalars(listed.order_by(Place.scheme_code, Place.id)).all()
    is_there = Bed.member_until.is_(None) | (Bed.member_until > tonight)
    beds = session.scalars(
        select(Bed)
        .where(Bed.place_id.in_([place.id for place in places]), is_there | Bed.id.in_(inhabited))
        .order_by(Bed.id)
    ).all()
    return [(place, [bed for bed in beds if bed.place_id == place.id]) for place in places]


def beds_of_place(session: Session, place_id: str) -> Sequence[Bed]:
    """All beds that ever belonged to a place, in the order of their ids."""
    return session.scalars(select(Bed).where(Bed.place_id == place_id).order_by(Bed.id)).all()


def site_seen(session: Session, subject: Subject, site: str) -> str | None:
    """The name of a site, when the subject may see it."""
    return sites_seen(session, subject).get(site)


def places_in(session: Session, site: str) -> Sequence[Place]:
    """All places of a site, in the order of their ids."""
    return session.scalars(select(Place).where(Place.site_id == site).order_by(Place.id)).all()


def changes_seen(
    session: Session, kind: ProfileOf, record: str, at_most: int = MOST_CHANGES
) -> Sequence[ProfileChange]:
    """The changes of a place or site, the latest night first, cancelled ones included."""
    query = (
        select(ProfileChange)
        .where(ProfileChange.record_kind == kind, ProfileChange.record_id == record)
        .order_by(ProfileChange.begins.desc(), ProfileChange.recorded_at.desc(), ProfileChange.id)
    )
    return session.scalars(query.limit(at_most)).all()


def referrals_of_placements(session: Session, placements: Collection[str]) -> dict[str, str]:
    """The referral of each placement."""
    query = select(Placement.id, Placement.referral_id).where(Placement.id.in_(placements))
    return dict(session.execute(query).all())


def scheme_is_known(session: Session, code: str) -> bool:
    """Whether there is such a scheme."""
    return session.get(Scheme, code) is not None


def stays_here(session: Session, placements: Collection[str]) -> Sequence[Stay]:
    """The ongoing stays of placements."""
    query = select(Stay).where(Stay.placement_id.in_(placements), Stay.ended_on.is_(None))
    return session.scalars(query.order_by(Stay.id)).all()


def touch(place: Place) -> None:
    """Count the version of a place up, because its beds changed."""
    flag_modified(place, "name")
