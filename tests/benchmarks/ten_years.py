"""Ten years of stays for a benchmark: one after the other in every bed, as rows."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, update

from placement.lifecycle import PlacementState, ReferralState
from placement.store.codes import UntilBasis
from placement.store.database.opening import Store
from placement.store.nights import tonight_at
from placement.store.tables import Base, Case, Household, Occupancy, Placement, Stay
from solver.codes import OccupancyKind, Use
from tests.builders_rows import a_person, a_referral
from tests.builders_store import NOW

SHORTEST, LONGEST = 2, 8  # nights of a stay, so that 297 beds make more than 200,000 rows
GUESTS = 4  # households that take turns in a bed


@dataclass(frozen=True)
class Sleeper:
    """One stay of the history."""

    bed: str
    place: str
    use: Use
    household: str
    begins: date
    until: date
    number: int


def guest_of(name: str) -> tuple[Base, ...]:
    """A household with a request that ended long ago."""
    return (
        Case(id=f"case-{name}", reference=f"ref-{name}", opened_at=NOW),
        Household(id=name, case_id=f"case-{name}"),
        a_person(name),
        a_referral(name, f"r-{name}", state=ReferralState.ENDED),
    )


def history(
    chance: random.Random, bed: str, place: str, use: Use, months: int
) -> Iterator[Sleeper]:
    """One stay after the other in a bed; a shared room is used by women only."""
    tonight = tonight_at(NOW)
    night, number = tonight - timedelta(days=round(months * 30.44)), 0
    while True:
        until = night + timedelta(days=chance.randint(SHORTEST, LONGEST))
        if until >= tonight:
            return
        yield Sleeper(bed, place, use, f"{bed}.{number % GUESTS}", night, until, number)
        night, number = until + timedelta(days=chance.random() < 0.2), number + 1


def live(store: Store, those: Sequence[Sleeper], begins: datetime) -> None:
    """Book the stays of a month; later, say that all have arrived and when they left."""
    with store.writing(begins) as session:
        session.execute(insert(Placement), [placement_of(s) for s in those])
        session.execute(insert(Occupancy), [occupancy_of(s) for s in those])
    ids = [f"{s.bed}.{s.number}" for s in those]
    with store.writing(begins + timedelta(days=10)) as session:
        held = update(Occupancy).where(Occupancy.id.in_(ids))
        arrived = {"kind": OccupancyKind.STAY, "basis": UntilBasis.REPORTED_DEPARTURE}
        session.execute(held.values(arrived))
        session.execute(insert(Stay), [stay_of(s) for s in those])


def placement_of(s: Sleeper) -> dict[str, Any]:
    return {
        "id": f"{s.bed}.{s.number}",
        "referral_id": f"r-{s.household}",
        "household_id": s.household,
        "place_id": s.place,
        "state": PlacementState.ARRIVED,
        "begins": s.begins,
        "until": s.until,
        "accepted_by": "helpdesk",
        "accepted_at": NOW,
        "reason": "history",
    }


def occupancy_of(s: Sleeper) -> dict[str, Any]:
    return {
        "id": f"{s.bed}.{s.number}",
        "bed_id": s.bed,
        "place_id": s.place,
        "place_use": s.use,
        "household_id": s.household,
        "placement_id": f"{s.bed}.{s.number}",
        "kind": OccupancyKind.HOLD,
        "use_key": "F" if s.use is Use.SHARED_ROOM else s.place,
        "begins": s.begins,
        "until": s.until,
        "basis": UntilBasis.EXPECTED_END,
    }


def stay_of(s: Sleeper) -> dict[str, Any]:
    return {
        "id": f"{s.bed}.{s.number}",
        "placement_id": f"{s.bed}.{s.number}",
        "household_id": s.household,
        "began_on": s.begins,
        "ended_on": s.until,
    }
