"""Rows -> the problem that the solver is given: one evening in the whole country, settled.

Registration facts (`placement.store.tables.registration`) are never read here.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from placement.store.beds.same_rooms import SameRooms, read_same_rooms
from placement.store.beds.settlement import settle_rows
from placement.store.beds.taken import Taken, taken_from
from placement.store.facts.beds import PlaceBed, beds_away, read_beds
from placement.store.facts.combinations import read_combinations
from placement.store.facts.households import keep_apart_pairs, read_households
from placement.store.facts.places import read_places
from placement.store.facts.reserves import read_reserves
from placement.store.following.forecasts import read_forecasts, with_forecasts
from placement.store.nights import tonight_at
from placement.store.register.bed_nights import FIRM
from solver import facts
from solver.codes import BedId, HouseholdId, OccupancyKind, PlaceId

MAY_BE_THERE = frozenset({OccupancyKind.STAY, OccupancyKind.HOLD})
"""Who stays, and who was to come: nobody may have said yet whether they did."""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What is read: how far ahead, and of which sites and referrals; None is all."""

    horizon_nights: int
    chain_limit: int = 3
    sites: frozenset[str] | None = None
    referrals: frozenset[str] | None = None
    residents: frozenset[str] = frozenset()
    """Referrals by which residents came, or whose bed is held: judged too, though not open."""
    leaving: frozenset[str] = frozenset()
    """Households that leave their beds in the same act, whatever ids these have."""
    forecasts: bool = True
    """Beds that are free by a forecast only open options too, which are called "expected"."""

    def everywhere(self) -> "Scope":
        """As far ahead, and of all sites and referrals."""
        return replace(self, sites=None, referrals=None)


def read_problem(session: Session, now: datetime, scope: Scope) -> facts.Problem:
    """The facts of tonight as the solver is told them; writes nothing, asks a query per table."""
    tonight = tonight_at(now)
    taken = taken_from(session, tonight, scope.sites)
    settled = settle_rows(scope.sites or (), taken, now, keep_apart_pairs(session))
    problem = problem_of(session, now, scope, settled.rows)
    return with_forecasts(problem, read_forecasts(session, tonight)) if scope.forecasts else problem


def problem_of(
    session: Session, now: datetime, scope: Scope, rows: Collection[Taken]
) -> facts.Problem:
    """The problem around rows that are settled already."""
    tonight = tonight_at(now)
    horizon = tonight + timedelta(days=scope.horizon_nights)
    inhabited = [row for row in rows if row.kind in MAY_BE_THERE]
    beds = read_beds(session, tonight, horizon, scope.sites, {row.bed for row in inhabited})
    places = read_places(
        session,
        tonight=tonight,
        horizon=horizon,
        now=now,
        beds=beds,
        sites=scope.sites,
        inhabited={row.place for row in inhabited},
    )
    known = {bed.id for place in places for bed in beds[place.id]}
    lasting = [row for row in lengthened(rows, horizon) if row.begins < horizon]
    shown = [row for row in lasting if row.bed in known]
    taken: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for row in shown:
        taken[row.bed].append((row.begins, row.until))
    elsewhere = _under_other_ids(
        [row for row in lasting if row.household not in scope.leaving],
        beds,
        read_same_rooms(session),
    )
    occupancies = [
        *(_occupancy(row) for row in shown),
        *beds_away(beds, places, tonight, horizon, taken, elsewhere),
    ]
    lived_in = {row.placed_in for row in inhabited}
    combinations = read_combinations(session, tonight, places, scope.sites, shown, lived_in)
    named = {place.id for place in places} | {one.id for one in combinations}
    households = read_households(
        session,
        now=now,
        horizon=horizon,
        # Who lives in rooms that are told as joined no more is there, and moves by no plan.
        rows=[row for row in shown if row.placed_in in named],
        referrals=scope.referrals,
        residents=scope.residents,
    )
    present = {h.id for h in households} | {o.household for o in occupancies}
    households = tuple(_within(h, present, named, horizon) for h in households)
    return facts.Problem(
        tonight=tonight,
        horizon=horizon,
        households=households,
        places=places,
        occupancies=tuple(sorted(occupancies, key=lambda o: (o.bed, o.begins))),
        combinations=combinations,
        reserves=read_reserves(session, tonight, horizon, places),
        chain_limit=scope.chain_limit,
    )


def _under_other_ids(
    rows: Iterable[Taken], beds: Mapping[str, Iterable[PlaceBed]], same: SameRooms
) -> dict[str, list[tuple[date, date]]]:
    """The nights of each bed on which somebody has it, or its room, as another place's."""
    by_room: dict[str, list[Taken]] = defaultdict(list)
    for row in rows:
        by_room[row.room].append(row)
    return {
        bed.id: [
            (row.begins, row.until)
            for row in by_room.get(same.room(place), ())
            if row.place != place
            and (row.kind is not OccupancyKind.OUTAGE or row.bedstead == same.bedstead(bed.id))
        ]
        for place, listed in beds.items()
        for bed in listed
    }


def _within(
    household: facts.Household,
    present: Collection[HouseholdId | None],
    named: Collection[PlaceId],
    horizon: date,
) -> facts.Household:
    """A household with only those links and words of houses whose other end is told too."""
    told = household.discussed
    return replace(
        household,
        keep_apart=household.keep_apart.intersection(present),
        said_yes=household.said_yes.intersection(named),
        parked=frozenset(p for p in household.parked if p.place in named),
        discussed=told if told and told.place in named and told.night < horizon else None,
    )


def lengthened(rows: Iterable[Taken], horizon: date) -> list[Taken]:
    """Let every end that nobody reported count as taken to the horizon.

    It goes no further than the next row that excludes it: that one was promised on facts that
    were judged then, and settling moves it on when the bed is not free in time.
    """
    by_room: dict[str, list[Taken]] = defaultdict(list)
    for row in sorted(rows, key=lambda r: (r.begins, r.id)):
        by_room[row.room].append(row)
    return [
        row if row.basis in FIRM else replace(row, until=_next_begin(row, others, horizon))
        for others in by_room.values()
        for row in others
    ]


def _next_begin(row: Taken, others: list[Taken], horizon: date) -> date:
    after = others[bisect_left(others, row.until, key=lambda o: o.begins) :]
    following = next((o.begins for o in after if o.id != row.id and o.excludes(row)), horizon)
    return max(row.until, min(following, horizon)) if row.until < horizon else row.until


def _occupancy(row: Taken) -> facts.Occupancy:
    return facts.Occupancy(
        bed=BedId(row.bed),
        begins=row.begins,
        until=row.until,
        kind=row.kind,
        room_key=row.room_key,
        household=HouseholdId(row.household) if row.household else None,
    )
