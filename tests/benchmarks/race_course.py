"""Races for beds: who runs for what, and what the database holds afterwards.

Every order of a race shares some nights with every other one, and no two have the same nights.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from sqlalchemy import text, update

from placement.service.beds.placing import Order
from placement.store.database.opening import Store
from placement.store.tables import Base, Bed, Case, Household, Place, Site
from solver.codes import HouseholdId, PlaceId, Sex, Use
from solver.plans import Option
from tests.builders_rows import LONG_AGO, a_person, a_referral
from tests.builders_store import HORIZON_NIGHTS, NOW, Country, night

LAST_BED = "last bed"
SHARED_ROOM = "shared room"
KINDS = (LAST_BED, SHARED_ROOM)
BEDS = {LAST_BED: 1, SHARED_ROOM: 2}
AFTER_ALL = night(HORIZON_NIGHTS + 1)
COMMON = (5, 6)
"""Every order begins at the latest on the first of these nights and ends after it."""

OVERLAPS = """
SELECT count(*) FROM occupancy AS a JOIN occupancy AS b
ON a.id < b.id AND a.begins < b.until AND b.begins < a.until AND {}
"""
PROMISES = {
    "one bed twice": "a.bed_id = b.bed_id",
    "two uses of one room": "a.place_id = b.place_id AND a.use_key <> b.use_key",
}
GUARDS = {
    "sqlite": [
        f"DROP TRIGGER {promise}_on_{event}"
        for promise in ("a_bed_is_never_given_twice", "a_room_has_one_use_a_night")
        for event in ("insert", "update")
    ],
    "postgresql": [
        f"ALTER TABLE occupancy DROP CONSTRAINT {promise}"
        for promise in ("a_bed_is_never_given_twice", "a_room_has_one_use_a_night")
    ],
}


@dataclass(frozen=True)
class Runner:
    """One household that runs for a bed, as it is sent."""

    sex: Sex
    household: str
    referral: str
    place: str
    begins: date
    until: date

    @property
    def order(self) -> Order:
        """The order as the use case takes it."""
        option = Option(HouseholdId(self.household), PlaceId(self.place), self.begins, self.until)
        return Order(referral=self.referral, option=option)

    @property
    def sent(self) -> dict[str, Any]:
        """The order as the API takes it."""
        order = {
            "referral": self.referral,
            "household": self.household,
            "place": self.place,
            "night": self.begins.isoformat(),
            "until": self.until.isoformat(),
        }
        return {"orders": [order], "reason": "first come"}


@dataclass(frozen=True)
class Race:
    """Runners for one place that has a bed for one of them, or for one sex."""

    kind: str
    runners: tuple[Runner, ...]

    def is_fair(self, winners: Sequence[Runner]) -> bool:
        """Whether exactly one won the last bed, or exactly one sex the room, bed for bed."""
        sexes = {runner.sex for runner in winners}
        return len(sexes) == 1 and len(winners) == BEDS[self.kind]


def lay_out(country: Country, kind: str, races: int, clients: int, seed: int) -> list[Race]:
    """Write a place and its runners for each race, and give the races."""
    random = Random(f"{kind} {seed}")
    made = [_race(kind, number, clients, random) for number in range(races)]
    prefix = kind.replace(" ", "-")
    use = Use.SHARED_ROOM if kind == SHARED_ROOM else Use.SINGLE_ROOM
    tables: list[list[Base]] = [[], [], [], [], [], [], []]
    for number, race in enumerate(made):
        site, place = f"{prefix}-site-{number}", race.runners[0].place
        tables[0].append(Site(id=site, institution_id="house", name=site, town="Town"))
        tables[1].append(
            Place(id=place, site_id=site, scheme_code="COSM", use=use, opens=AFTER_ALL)
        )
        tables[2] += [
            Bed(id=f"{place}-b{n}", place_id=place, member_from=LONG_AGO) for n in range(BEDS[kind])
        ]
        for runner in race.runners:
            who = runner.household
            tables[3].append(Case(id=f"case-{who}", reference=who, opened_at=NOW))
            tables[4].append(Household(id=who, case_id=f"case-{who}"))
            tables[5].append(a_person(who, sex=runner.sex))
            tables[6].append(a_referral(who, runner.referral))
    with country.store.writing() as session:
        for rows in tables:
            session.add_all(rows)
            session.flush()
    return made


@contextmanager
def opened(store: Store, race: Race) -> Iterator[None]:
    """Open the place of a race for as long as it lasts, so that nobody looks at the others."""
    place = update(Place).where(Place.id == race.runners[0].place)
    with store.writing() as session:
        session.execute(place.values(opens=LONG_AGO))
    yield
    with store.writing() as session:
        session.execute(place.values(closes=NOW.date()))


def broken_promises(store: Store) -> dict[str, int]:
    """Count the pairs of occupancies that cannot both be."""
    with store.reading() as session:
        return {
            promise: int(session.execute(text(OVERLAPS.format(condition))).scalar_one())
            for promise, condition in PROMISES.items()
        }


def damage(store: Store) -> list[str]:
    """What SQLite finds wrong with its own file; PostgreSQL has no such question."""
    if store.engine.dialect.name != "sqlite":
        return []
    with store.reading() as session:
        told = session.execute(text("PRAGMA integrity_check")).scalars().all()
    return [sentence for sentence in told if sentence != "ok"]


def drop_guards(store: Store) -> None:
    """Take away what the database itself holds."""
    with store.writing() as session:
        for statement in GUARDS[store.engine.dialect.name]:
            session.execute(text(statement))


def _race(kind: str, number: int, clients: int, random: Random) -> Race:
    prefix = f"{kind.replace(' ', '-')}-{number}"
    nights = [(b, u) for b in range(COMMON[0] + 1) for u in range(COMMON[1], COMMON[1] + 15)]
    return Race(
        kind,
        tuple(
            Runner(
                sex=(Sex.FEMALE, Sex.MALE)[client % 2] if kind == SHARED_ROOM else Sex.FEMALE,
                household=f"{prefix}-h{client}",
                referral=f"r-{prefix}-h{client}",
                place=f"{prefix}-place",
                begins=night(begins),
                until=night(until),
            )
            for client, (begins, until) in enumerate(random.sample(nights, clients))
        ),
    )
