"""One place as the solver knows it, and rooms that a house can join into one.

Nights are civil dates, intervals half-open, as everywhere in `solver.facts`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from solver.codes import (
    BedId,
    Care,
    ContraIndication,
    Feature,
    Freshness,
    Language,
    Mode,
    PlaceId,
    Region,
    Scheme,
    SexPolicy,
    SiteId,
    Use,
)

Fact = TypeVar("Fact")
Limit = TypeVar("Limit", int, date)

DERIVED = "derived"
"""Marks a field that follows from other facts; documents neither hold nor accept it."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """What is matched: one or more beds at one site under one scheme."""

    id: PlaceId
    site: SiteId
    scheme: Scheme
    mode: Mode
    use: Use
    beds: tuple[BedId, ...]
    sex_policy: SexPolicy = SexPolicy.MIXED
    oldest_child: int | None = None
    """The highest age of a child admitted, in completed years; None is no limit."""
    oldest_boy: int | None = None
    regions: frozenset[Region] = frozenset()
    security: int = 0
    features: frozenset[Feature] = frozenset()
    offers: frozenset[Care] = frozenset()
    spoken_here: frozenset[Language] = frozenset()
    cannot_admit: frozenset[ContraIndication] = frozenset()
    accepts_unclear: bool = False
    accepts_without_status: bool = False
    stated_terms: frozenset[Feature] = frozenset()
    """What a crisis place asks of whom it admits, as stated by the house (domain E17, 2.2)."""
    bought_for: str | None = None
    admits_from: date
    """The first night for which intake hours and duty roster still allow an arrival."""
    arrival_days: frozenset[int] = frozenset(range(7))
    """Weekdays on which people can arrive, Monday is 0."""
    closes: date | None = None
    max_nights: int | None = None
    """The longest stay that the scheme or house allows, in nights."""
    freshness: Freshness = Freshness.THIS_WEEK
    has_zorgcoordinator: bool = False
    """A zorgcoordinator covers the region of the place (REG-2)."""
    nights_lost_when_asked: int = 0
    """Nights expected to be lost when the house must first be asked (its record of answers)."""
    nights_lost_on_forecast: int = 0
    """Nights expected to be lost when a bed is free by a forecast only (spread of departures)."""
    named: PlaceId | None = field(default=None, metadata={DERIVED: True})
    """Its own id, only where a household of the problem names it, so that places which nobody
    names stay interchangeable. `Problem` fills it in; it is never told."""
    rests_on_forecast: bool = field(default=False, metadata={DERIVED: True})
    """Whether it is seen by an option that rests on a forecast, see `Problem.place_of`."""
    rooms: tuple[PlaceId, ...] = field(default=(), metadata={DERIVED: True})
    """The rooms of a combination; of a place that is one room, none."""
    in_some_room: frozenset[Feature] = field(default=frozenset(), metadata={DERIVED: True})
    """What only some rooms of a combination have; ``features`` is what all of them have."""


@dataclass(frozen=True, kw_only=True)
class Combination:
    """Rooms of one site and scheme that the house can join for one household.

    They are used whole: while joined, nobody else sleeps in any of them.
    """

    id: PlaceId
    """Its own name, beside those of the places."""
    rooms: tuple[PlaceId, ...]


def joined(combination: Combination, rooms: Sequence[Place]) -> Place:
    """Give a combination as a place: of every fact the stricter one among its rooms.

    Raises:
        ValueError: No rooms are given.
    """
    if not rooms:
        raise ValueError(f"{combination.id} joins no rooms")
    features = _by_all(room.features for room in rooms)
    return Place(
        id=combination.id,
        site=rooms[0].site,
        scheme=rooms[0].scheme,
        mode=max((room.mode for room in rooms), key=tuple(Mode).index),
        use=Use.APARTMENT,
        beds=tuple(bed for room in rooms for bed in room.beds),
        sex_policy=min((room.sex_policy for room in rooms), key=tuple(SexPolicy).index),
        oldest_child=_lowest(room.oldest_child for room in rooms),
        oldest_boy=_lowest(room.oldest_boy for room in rooms),
        regions=_by_any(room.regions for room in rooms),
        security=min(room.security for room in rooms),
        features=features,
        in_some_room=_by_any(room.features for room in rooms) - features,
        offers=_by_all(room.offers for room in rooms),
        spoken_here=_by_all(room.spoken_here for room in rooms),
        cannot_admit=_by_any(room.cannot_admit for room in rooms),
        accepts_unclear=all(room.accepts_unclear for room in rooms),
        accepts_without_status=all(room.accepts_without_status for room in rooms),
        stated_terms=_by_any(room.stated_terms for room in rooms),
        bought_for=_if_the_same(room.bought_for for room in rooms),
        admits_from=max(room.admits_from for room in rooms),
        arrival_days=_by_all(room.arrival_days for room in rooms),
        closes=_lowest(room.closes for room in rooms),
        max_nights=_lowest(room.max_nights for room in rooms),
        freshness=max((room.freshness for room in rooms), key=tuple(Freshness).index),
        has_zorgcoordinator=all(room.has_zorgcoordinator for room in rooms),
        nights_lost_when_asked=max(room.nights_lost_when_asked for room in rooms),
        nights_lost_on_forecast=max(room.nights_lost_on_forecast for room in rooms),
        rooms=combination.rooms,
    )


def _lowest(limits: Iterable[Limit | None]) -> Limit | None:
    return min((limit for limit in limits if limit is not None), default=None)


def _by_all(told: Iterable[frozenset[Fact]]) -> frozenset[Fact]:
    first, *others = told
    return first.intersection(*others)


def _by_any(told: Iterable[frozenset[Fact]]) -> frozenset[Fact]:
    return frozenset[Fact]().union(*told)


def _if_the_same(told: Iterable[str | None]) -> str | None:
    first, *others = told
    return first if all(other == first for other in others) else None
