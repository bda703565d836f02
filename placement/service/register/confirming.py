"""The week overview (weekoverzicht): a house confirms its places, many in one act."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from placement.errors import ListOutdated, NotFound, SomethingIsDue, UnknownPlace, UnknownSite
from placement.errors.register import UnknownBed
from placement.policy import Subject
from placement.service.beds.settling import work_out, write_settlement
from placement.service.once import Once
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.locking import lock_referrals, lock_sites
from placement.store.register.confirmations import (
    SeenOverview,
    overviews_of,
    write_bed_confirmation,
    write_confirmation,
)
from placement.store.register.week_list import WeekList, read_week_list
from placement.store.stays.seen_stays import site_is_seen
from placement.store.tables import WeekOverview

MOST_OVERVIEWS = 100


@dataclass(frozen=True, kw_only=True)
class Confirmation:
    """What a house says is still true, of the list as it read it."""

    site: str
    seen: str
    """The digest of the list that was read."""
    places: frozenset[str] | None = None
    """None is "nothing changed": all places in which nothing is due, unless beds are named."""
    beds: frozenset[str] | None = None
    """Single beds, where not all of their place can be confirmed."""


def current_list(store: Store, site: str, *, by: Subject, now: datetime) -> WeekList:
    """The list of a site as of now, prefilled.

    Raises:
        UnknownSite: there is none whose people the subject may see.
    """
    with store.reading() as session:
        _check_site(session, by, site)
        return read_week_list(session, site, work_out(session, {site}, now).rows, now)


def confirm_week(
    store: Store,
    confirmation: Confirmation,
    *,
    by: Subject,
    now: datetime,
    new_id: str,
    once: Once | None = None,
) -> str:
    """Confirm places of a site: some, or all in which nothing is due; gives the overview's id.

    Raises:
        UnknownSite: there is none whose people the subject may see.
        UnknownPlace: a place is not open at the site.
        UnknownBed: a bed is not of an open place at the site.
        ListOutdated: the list says something else than what was read.
        SomethingIsDue: something must be reported first in a place, or in all of them.
        IdempotencyKeyReused: the key was used for something else.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["overview"])
        found = _locked_list(session, confirmation.site, by, now)
        if found.seen != confirmation.seen:
            raise ListOutdated
        beds = _confirmed_beds(found, confirmation.beds or frozenset())
        places = _confirmed(found, confirmation) if not beds else frozenset[str]()
        overview = WeekOverview(
            id=new_id,
            site_id=confirmation.site,
            confirmed_by=by.account,
            confirmed_at=now,
            nothing_changed=confirmation.places is None and not beds,
        )
        if beds:
            write_bed_confirmation(session, overview, beds, by.account, now)
        else:
            write_confirmation(session, overview, places, by.account, now)
        record(
            session,
            "confirm_week",
            record_kind="week_overview",
            record_id=overview.id,
            by=by,
            now=now,
            facts={
                "site": confirmation.site,
                "places": len(places),
                "beds": len(beds),
                "to_look_at_first": len(found.first),
            },
        )
        keep(session, once, {"overview": overview.id})
        return overview.id


def list_overviews(store: Store, site: str, *, by: Subject, limit: int = 20) -> list[SeenOverview]:
    """What a site confirmed before, the newest first.

    Raises:
        UnknownSite: there is none whose people the subject may see.
    """
    with store.reading() as session:
        _check_site(session, by, site)
        return overviews_of(session, site, limit=min(limit, MOST_OVERVIEWS))


def show_overview(store: Store, overview: str, *, by: Subject) -> SeenOverview:
    """One confirmation.

    Raises:
        NotFound: there is none that the subject may see.
    """
    with store.reading() as session:
        found = overviews_of(session, only=overview)
        if not found or not site_is_seen(session, by, found[0].overview.site_id):
            raise NotFound
        return found[0]


def _locked_list(session: Session, site: str, by: Subject, now: datetime) -> WeekList:
    """The list under the lock of its site, so that nothing can change before it is confirmed."""
    _check_site(session, by, site)
    lock_sites(session, {site})
    settlement = work_out(session, {site}, now)
    lock_referrals(session, settlement.referrals)
    write_settlement(session, settlement, now)
    return read_week_list(session, site, settlement.rows, now)


def _confirmed(found: WeekList, confirmation: Confirmation) -> frozenset[str]:
    if confirmation.places is None:
        if not found.ready:
            raise SomethingIsDue(places=found.first)
        return frozenset(found.ready)
    known = {place.place: place for place in found.places}
    if missing := confirmation.places - known.keys():
        raise UnknownPlace(places=tuple(sorted(missing)))
    due = sorted(p for p in confirmation.places if not known[p].can_be_confirmed)
    if due:
        raise SomethingIsDue(places=tuple(due))
    return confirmation.places


def _confirmed_beds(found: WeekList, beds: frozenset[str]) -> frozenset[str]:
    known = {bed.bed: (place, bed) for place in found.places for bed in place.beds}
    if missing := beds - known.keys():
        raise UnknownBed(beds=tuple(sorted(missing)))
    due = sorted({known[b][0].place for b in beds if not known[b][1].can_be_confirmed})
    if due:
        raise SomethingIsDue(places=tuple(due))
    return beds


def _check_site(session: Session, by: Subject, site: str) -> None:
    if not site_is_seen(session, by, site):
        raise UnknownSite
