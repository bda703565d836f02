"""Planning how a place or site changes: ahead, cancelled, with a warning for who lives there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from placement.errors import Fault, InvalidFacts, UnknownPlace, VersionOutdated
from placement.errors.register import AlreadyOver, MadeOfRooms, UnknownProfileChange
from placement.errors.trust import UnknownSite
from placement.policy import Subject
from placement.service.once import Once
from placement.service.register.fitting import (
    NoLongerFits,
    places_then,
    tell_the_shift,
    told_to,
    who_no_longer_fits,
)
from placement.service.register.nights_asked import night_and_knowledge
from placement.service.register.site_locks import lock_and_settle
from placement.store.codes import ProfileOf
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep, kept_answer
from placement.store.journal import record
from placement.store.nights import tonight_at
from placement.store.register.combinations import rooms_of
from placement.store.register.profiles import PLACE_FACTS, SITE_FACTS, profiles_on, typed
from placement.store.register.queries import (
    changes_seen,
    place_seen,
    places_in,
    site_seen,
)
from placement.store.requests.queries import unknown_codes
from placement.store.tables import Place, ProfileChange, Site
from solver.rulebook import RULEBOOK, Rulebook

EARLIEST = timedelta(days=31)
LATEST = timedelta(days=366)

_CODES = {
    "features": ("features", "feature"),
    "offers": ("offers", "care"),
    "spoken_here": ("spokenHere", "language"),
    "cannot_admit": ("cannotAdmit", "contra_indication"),
    "stated_terms": ("statedTerms", "crisis_term"),
}
"""The facts that name words of code lists: as they are sent, and of which list."""


@dataclass(frozen=True, kw_only=True)
class NewProfileChange:
    """Facts that hold from a night on, of a place or of a whole site."""

    kind: ProfileOf
    record: str
    begins: date
    facts: Mapping[str, Any]
    """Columns by their names, with JSON values."""
    reason: str
    beside: frozenset[str] | None = None
    """The planned changes beside which it was worked out; None where it rests on none."""


@dataclass(frozen=True)
class PlannedChange:
    """A change that was planned, and who would no longer fit then, as far as is told."""

    id: str
    warnings: tuple[NoLongerFits, ...]


@dataclass(frozen=True)
class Profile:
    """What a place or site is like on a night, and what is planned after it."""

    kind: ProfileOf
    record: str
    night: date
    facts: Mapping[str, Any]
    changes: tuple[ProfileChange, ...]

    @property
    def planned(self) -> frozenset[str]:
        """The changes that were planned and not cancelled."""
        return _standing(self.changes)


def planned_before(store: Store, once: Once | None) -> PlannedChange | None:
    """What was planned under a key: a change that holds since can be sent again and is no change.

    A page sends a whole profile and what differs is planned, so the second of two clicks would
    find nothing that differs.
    """
    with store.reading() as session:
        kept = kept_answer(session, once) if once else None
    return _told(kept) if kept else None


def plan_change(
    store: Store,
    change: NewProfileChange,
    *,
    by: Subject,
    now: datetime,
    new_id: str,
    book: Rulebook = RULEBOOK,
    once: Once | None = None,
) -> PlannedChange:
    """Plan what a place or site becomes, or report late what it became; nobody is moved by it.

    Whoever would no longer fit is told to the helpdesk; to a house only by its own criteria.

    Raises:
        UnknownPlace: there is no such place that the subject may see.
        MadeOfRooms: it is a combination, whose profile is that of its rooms.
        UnknownSite: there is no such site that the subject may see.
        VersionOutdated: something was planned or cancelled since it was worked out.
        InvalidFacts: the night is too far off, or a code is not in the register.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return _told(kept)
        site, places = _of(session, change.kind, change.record, by)
        rows = lock_and_settle(session, site, now)
        planned = _standing(changes_seen(session, change.kind, change.record))
        if change.beside not in {None, planned}:
            raise VersionOutdated
        if faults := [*_date_faults(change, tonight_at(now)), *_code_faults(session, change)]:
            raise InvalidFacts(tuple(faults))
        begins = max(change.begins, tonight_at(now))
        before = places_then(session, begins, now, {site})
        session.add(
            ProfileChange(
                id=new_id,
                record_kind=change.kind,
                record_id=change.record,
                begins=change.begins,
                facts=dict(change.facts),
                reason=change.reason,
                recorded_at=now,
                recorded_by=by.account,
            )
        )
        session.flush()
        warned = who_no_longer_fits(session, places, rows, before, begins, now, book)
        record(
            session,
            "plan_change",
            record_kind=change.kind.value,
            record_id=change.record,
            by=by,
            now=now,
            reason=change.reason,
            facts={
                "change": new_id,
                "begins": change.begins.isoformat(),
                "facts": sorted(change.facts),
                "no_longer_fit": [one.placement for one in warned],
            },
        )
        tell_the_shift(session, warned, new_id, by, now)
        told = told_to(by, warned)
        answer = [{"placement": w.placement, "rules": list(w.rules)} for w in told]
        keep(session, once, {"change": new_id, "warnings": answer})
        return PlannedChange(new_id, told)


def cancel_change(
    store: Store, change_id: str, *, by: Subject, now: datetime, once: Once | None = None
) -> None:
    """Cancel what was planned and has not come yet; it stays in the record as cancelled.

    Raises:
        UnknownProfileChange: there is none that the subject may see.
        AlreadyOver: it was cancelled already, or holds by now: plan another one.
    """
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        change = session.get(ProfileChange, change_id)
        if change is None:
            raise UnknownProfileChange
        try:
            site, _ = _of(session, change.record_kind, change.record_id, by)
        except (UnknownPlace, UnknownSite):
            raise UnknownProfileChange from None
        lock_and_settle(session, site, now)
        session.refresh(change)
        if change.cancelled_at is not None or change.begins <= tonight_at(now):
            raise AlreadyOver(id=change_id, begins=change.begins)
        change.cancelled_at, change.cancelled_by = now, by.account
        record(
            session,
            "cancel_change",
            record_kind=change.record_kind.value,
            record_id=change.record_id,
            by=by,
            now=now,
            facts={"change": change_id},
        )
        keep(session, once, {"change": change_id})


def show_profile(
    store: Store,
    kind: ProfileOf,
    record_id: str,
    *,
    by: Subject,
    now: datetime,
    night: date | None = None,
    known_on: date | None = None,
) -> Profile:
    """What a place or site is like on a night, tonight when none is named, and its changes.

    Args:
        store: the register.
        kind: a place or a site.
        record_id: which one.
        by: who asks.
        now: the present instant.
        night: the night asked about, past or to come.
        known_on: as it was known at the end of that day; None is as it is known now.

    Raises:
        InvalidFacts: the night is too far ahead, or the day has not come yet.
        UnknownPlace: there is no such place that the subject may see.
        MadeOfRooms: it is a combination, whose profile is that of its rooms.
        UnknownSite: there is no such site that the subject may see.
    """
    asked, known_at = night_and_knowledge(night, known_on, now)
    with store.reading() as session:
        _of(session, kind, record_id, by)
        row = session.get_one(Place if kind is ProfileOf.PLACE else Site, record_id)
        laid = profiles_on(session, asked + timedelta(days=1), known_at)
        names = sorted(laid_names(kind))
        facts = {name: getattr(row, name) for name in names} | laid.on(kind, record_id, asked)
        changes = tuple(changes_seen(session, kind, record_id))
    return Profile(kind, record_id, asked, facts, changes)


def laid_names(kind: ProfileOf) -> frozenset[str]:
    """The facts that can change."""
    return PLACE_FACTS if kind is ProfileOf.PLACE else SITE_FACTS


def _standing(changes: Iterable[ProfileChange]) -> frozenset[str]:
    return frozenset(one.id for one in changes if one.cancelled_at is None)


def _told(kept: Mapping[str, Any]) -> PlannedChange:
    told = tuple(NoLongerFits(w["placement"], tuple(w["rules"])) for w in kept["warnings"])
    return PlannedChange(kept["change"], told)


def _of(
    session: Session, kind: ProfileOf, record_id: str, by: Subject
) -> tuple[str, Sequence[Place]]:
    """The site of what a change is of, and the places that it touches."""
    if kind is ProfileOf.SITE:
        if site_seen(session, by, record_id) is None:
            raise UnknownSite
        return record_id, places_in(session, record_id)
    place = place_seen(session, by, record_id)
    if place is None:
        raise UnknownPlace
    if rooms := rooms_of(session, record_id):
        raise MadeOfRooms(rooms=rooms)
    return place.site_id, [place]


def _date_faults(change: NewProfileChange, tonight: date) -> list[Fault]:
    first, last = tonight - EARLIEST, tonight + LATEST
    if first <= change.begins <= last:
        return []
    return [
        Fault(
            "begins",
            "too_far_off",
            f"Send a date from {first} to {last}.",
            f"Stuur een datum van {first} tot en met {last}.",
        )
    ]


def _code_faults(session: Session, change: NewProfileChange) -> list[Fault]:
    return [
        Fault(
            f"facts.{sent_as}",
            "unknown_code",
            f"Send a {kind.replace('_', ' ')} that the register knows; {code} is not one.",
            f"Stuur een code die het register kent; {code} is dat niet.",
        )
        for name, (sent_as, kind) in _CODES.items()
        for code in sorted(unknown_codes(session, kind, typed(name, change.facts.get(name, ()))))
    ]
