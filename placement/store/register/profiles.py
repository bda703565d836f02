"""Profiles in time: what a place or site is like on a night, as planned and as reported late.

The row of the place or site is its profile at opening, and changes lie over it in the order of
their first nights; of two that begin on one night the one recorded later counts.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from placement.store.codes import ProfileOf
from placement.store.tables import ProfileChange
from solver.codes import SexPolicy

Facts = Mapping[str, Any]
"""Columns of a place or site by their names."""

_AS_KEPT: Mapping[str, Callable[[Any], Any]] = {
    "sex_policy": SexPolicy,
    "features": frozenset,
    "offers": frozenset,
    "spoken_here": frozenset,
    "cannot_admit": frozenset,
    "stated_terms": frozenset,
    "arrival_days": frozenset,
}
"""How a value of a change becomes the value of its column; others are kept as they are."""

PLACE_FACTS = frozenset(
    {
        "sex_policy",
        "oldest_child",
        "oldest_boy",
        "features",
        "offers",
        "spoken_here",
        "cannot_admit",
        "accepts_unclear",
        "accepts_without_status",
        "stated_terms",
        "max_nights",
    }
)
SITE_FACTS = frozenset({"arrival_days", "admits_until", "out_of_hours", "security"})


@dataclass(frozen=True)
class Profiles:
    """The changes that count, by what they are of, in the order in which they lie over it."""

    changes: Mapping[tuple[ProfileOf, str], Sequence[ProfileChange]]

    def on(self, kind: ProfileOf, record: str, night: date) -> dict[str, Any]:
        """What lies over the row of a place or site on a night."""
        laid: dict[str, Any] = {}
        for change in self.changes.get((kind, record), ()):
            if change.begins <= night:
                laid |= {name: typed(name, value) for name, value in change.facts.items()}
        return laid

    def of_place(self, place: str, site: str, night: date) -> dict[str, Any]:
        """What lies over a place and its site together on a night."""
        return self.on(ProfileOf.PLACE, place, night) | self.on(ProfileOf.SITE, site, night)

    def nights_of_change(self, place: str, site: str, after: date, before: date) -> list[date]:
        """The nights between two on which a place or its site becomes another."""
        found = {
            change.begins
            for key in ((ProfileOf.PLACE, place), (ProfileOf.SITE, site))
            for change in self.changes.get(key, ())
        }
        return sorted(night for night in found if after < night < before)


def profiles_on(session: Session, until: date, known_at: datetime | None = None) -> Profiles:
    """The profiles of all places and sites on the nights before one, as known now or then."""
    query = select(ProfileChange).where(ProfileChange.begins < until)
    cancelled = ProfileChange.cancelled_at
    if known_at is None:
        query = query.where(cancelled.is_(None))
    else:
        query = query.where(
            ProfileChange.recorded_at <= known_at, cancelled.is_(None) | (cancelled > known_at)
        )
    ordered = query.order_by(ProfileChange.begins, ProfileChange.recorded_at, ProfileChange.id)
    found: dict[tuple[ProfileOf, str], list[ProfileChange]] = defaultdict(list)
    for change in session.scalars(ordered):
        found[change.record_kind, change.record_id].append(change)
    return Profiles(found)


def typed(name: str, value: object) -> Any:  # noqa: ANN401 - as the column is typed
    """A value of a change as its column knows it."""
    make = _AS_KEPT.get(name)
    return make(value) if make else value
