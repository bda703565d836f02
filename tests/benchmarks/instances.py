"""Synthetic instances by size and seed, as solver.md section 5 describes them, all rules in force.

Nobody in them is real. They are larger and fuller than the country: a stress scenario.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from solver.codes import (
    COSM,
    OMM,
    VO,
    AgeBand,
    AskedAlone,
    BedId,
    Care,
    ContraIndication,
    Feature,
    Freshness,
    HouseholdId,
    Language,
    LegalGroup,
    Mode,
    OccupancyKind,
    PlaceId,
    Region,
    Scheme,
    Sex,
    SexPolicy,
    SiteId,
    Urgency,
    Use,
)
from solver.facts import (
    Bedenktijd,
    Household,
    Occupancy,
    OmmApplication,
    Person,
    Place,
    Problem,
    Stay,
)
from tests.benchmarks.agreements import PERIOD, with_agreements

TONIGHT = date(2026, 3, 2)
NIGHTS = 12 * PERIOD
"""People arrive on every third day: the generator plans in periods of three nights."""
HORIZON = TONIGHT + timedelta(days=NIGHTS)
ARRIVAL_DAYS = frozenset(range(7))
REGIONS = [Region(f"unit:{number:02}") for number in range(25)]
LANGUAGES = [Language(f"l{number:02}") for number in range(12)]
FEATURES = [Feature(f"f{number}") for number in range(8)]
CARES = [Care(f"c{number}") for number in range(4)]
CONTRA = [ContraIndication(f"x{number}") for number in range(4)]
CLASSES = (
    (Urgency.PLANNED, 0.4),
    (Urgency.SOON, 0.3),
    (Urgency.URGENT, 0.2),
    (Urgency.ACUTE, 0.1),
)
OCCUPIED = 0.9
REST_OF_STAY = 90.0
"""Mean nights until a present stay ends, exponential."""


@dataclass(frozen=True)
class Size:
    """How many new requests, beds, and residents who may move."""

    new: int
    beds: int
    movable: int

    def __str__(self) -> str:
        return f"{self.new} x {self.beds:,} x {self.movable}"


def an_instance(size: Size, seed: int) -> Problem:
    """Draw the instance of a size and seed."""
    name = f"{size} {seed}"
    return with_agreements(_Draw(size, Random(name)).problem(), name)


class _Draw:
    def __init__(self, size: Size, random: Random) -> None:
        self.size = size
        self.random = random
        self.occupancies: list[Occupancy] = []
        self.residents: list[Household] = []

    def problem(self) -> Problem:
        places = list(self._places())
        movable = self._movable(places)
        for place in places:
            self._occupy(place, movable)
        new = [self._household(f"h{number:04}") for number in range(self.size.new)]
        return Problem(
            tonight=TONIGHT,
            horizon=HORIZON,
            households=(*new, *self.residents),
            places=tuple(places),
            occupancies=tuple(self.occupancies),
        )

    def some(self, values: list[Any], share: float) -> frozenset[Any]:
        return frozenset(value for value in values if self.random.random() < share)

    def one(self, *weighted: tuple[Any, float]) -> Any:  # noqa: ANN401
        values, weights = zip(*weighted, strict=True)
        return self.random.choices(values, weights)[0]

    def _places(self) -> Iterator[Place]:
        beds = house = 0
        while beds < self.size.beds:
            facts = self._house(house)
            for room in range(self.random.randint(2, 11)):
                use = self.one(
                    (Use.SINGLE_ROOM, 0.62), (Use.SHARED_ROOM, 0.2), (Use.APARTMENT, 0.18)
                )
                count = {
                    Use.SINGLE_ROOM: 1,
                    Use.SHARED_ROOM: self.random.randint(2, 3),
                    Use.APARTMENT: self.random.randint(2, 5),
                }[use]
                if beds >= self.size.beds:
                    return
                name = f"s{house:04}-r{room:02}"
                bed_ids = tuple(BedId(f"{name}-b{n}") for n in range(count))
                yield Place(id=PlaceId(name), use=use, beds=bed_ids, **facts)
                beds += count
            house += 1

    def _house(self, number: int) -> dict[str, Any]:
        scheme: Scheme = self.one((COSM, 0.4), (OMM, 0.2), (VO, 0.4))
        asked = self.random.random() < 0.5
        return {
            "site": SiteId(f"s{number:04}"),
            "scheme": scheme,
            "mode": Mode.MEDIATE if asked else Mode.PLACE,
            "nights_lost_when_asked": PERIOD if asked else 0,
            "sex_policy": self.one(
                (SexPolicy.WOMEN, 0.5), (SexPolicy.MEN, 0.15), (SexPolicy.MIXED, 0.35)
            ),
            "regions": frozenset({self.random.choice(REGIONS)}),
            "security": self.one((0, 0.3), (1, 0.4), (2, 0.3)),
            "features": self.some(FEATURES, 0.72),
            "offers": self.some(CARES, 0.5),
            "spoken_here": self.some(LANGUAGES, 0.3),
            "cannot_admit": self.some(CONTRA, 0.2),
            "accepts_unclear": self.random.random() < 0.5,
            "accepts_without_status": self.random.random() < 0.3,
            "oldest_boy": 11 if self.random.random() < 0.2 else None,
            "admits_from": TONIGHT,
            "freshness": self.one(*((band, 0.25) for band in Freshness)),
        }

    def _movable(self, places: list[Place]) -> set[PlaceId]:
        chosen = self.random.sample(places, min(self.size.movable, len(places)))
        return {place.id for place in chosen}

    def _occupy(self, place: Place, movable: set[PlaceId]) -> None:
        """Fill a place: rooms whole by one party, shared rooms bed by bed with one sex."""
        shared = place.use is Use.SHARED_ROOM
        sex = {SexPolicy.WOMEN: Sex.FEMALE, SexPolicy.MEN: Sex.MALE}.get(
            place.sex_policy, self.random.choice([Sex.FEMALE, Sex.MALE])
        )
        if place.id in movable:
            self._live(place, sex)
            beds = place.beds[1:] if shared else ()
        else:
            beds = place.beds if shared else place.beds[:1]
        for bed in beds:
            if self.random.random() < OCCUPIED:
                self._add(place, bed, sex.value if shared else f"party-{place.id}")

    def _add(self, place: Place, bed: BedId, key: str) -> None:
        rest = int(self.random.expovariate(1 / REST_OF_STAY)) // PERIOD * PERIOD + PERIOD
        beds = place.beds if place.use is not Use.SHARED_ROOM else (bed,)
        self.occupancies += [
            Occupancy(
                bed=each,
                begins=TONIGHT - timedelta(days=30),
                until=TONIGHT + timedelta(days=rest),
                kind=OccupancyKind.OUTSIDE,
                room_key=key,
            )
            for each in beds
        ]

    def _live(self, place: Place, sex: Sex) -> None:
        name = f"r{len(self.residents):04}"
        most = 1 if place.use is Use.SHARED_ROOM else len(place.beds)
        people = self._people(sex, most)
        stay = Stay(
            place=place.id,
            beds=place.beds[: len(people)],
            right_ends=TONIGHT + timedelta(days=self.random.randint(-20, NIGHTS)),
            victim_agreed=True,
        )
        household = self._household(name, people=people, stay=stay, needed_from=HORIZON)
        self.residents.append(household)
        key = household.room_key if place.use is Use.SHARED_ROOM else household.id
        self.occupancies += [
            Occupancy(
                bed=bed,
                begins=TONIGHT - timedelta(days=60),
                until=HORIZON,
                kind=OccupancyKind.STAY,
                room_key=key,
                household=household.id,
            )
            for bed in stay.beds
        ]

    def _people(self, sex: Sex, most: int) -> tuple[Person, ...]:
        adult = Person(sex=sex, age=self.one((AgeBand.FROM_23, 0.7), (AgeBand.FROM_18, 0.3)))
        if most < 2 or self.random.random() > 0.22:
            return (adult,)
        ages = [AgeBand.UNDER_4, AgeBand.FROM_4, AgeBand.FROM_12]
        children = (
            Person(sex=self.random.choice([Sex.FEMALE, Sex.MALE]), age=self.random.choice(ages))
            for _ in range(self.random.randint(1, min(4, most - 1)))
        )
        return (adult, *children)

    def _household(self, name: str, **facts: Any) -> Household:  # noqa: ANN401
        needed = TONIGHT + timedelta(days=self.one((0, 0.7), (3, 0.2), (9, 0.1)))
        known: dict[str, Any] = {
            "people": self._people(self.one((Sex.FEMALE, 0.75), (Sex.MALE, 0.25)), 5),
            "urgency": self.one(*CLASSES),
            "needed_from": needed,
            "needed_until": HORIZON,
            "arrives_from": TONIGHT if "stay" in facts else needed,
            "waited": self.one((0, 0.6), (5, 0.3), (20, 0.1)),
            "guardian_checked": True,
            "risk_regions": self.some(REGIONS, 0.1),
            "risk_asked": self.random.random() < 0.9,
            "reporting_region": self.random.choice(REGIONS),
            "security_needed": self.one((0, 0.6), (1, 0.3), (2, 0.1)),
            "asked_alone": self.one((AskedAlone.YES, 0.85), (AskedAlone.NO, 0.15)),
            "cannot_do_without": self.some(FEATURES, 0.16),
            "brings": self.some(CONTRA, 0.15),
            "needs": self.some(CARES, 0.25),
            "speaks": self.some(LANGUAGES, 0.15),
            "wishes": self.some(FEATURES, 0.1),
            "home_regions": self.some(REGIONS, 0.08),
        }
        return Household(id=HouseholdId(name), **(known | self._background() | facts))

    def _background(self) -> dict[str, Any]:
        bedenktijd = Bedenktijd(
            granted=self.random.random() < 0.6,
            begins=TONIGHT - timedelta(days=20),
            ends=TONIGHT + timedelta(days=self.random.randint(15, 80)),
        )
        in_bedenktijd = {"legal_group": LegalGroup.THIRD_COUNTRY, "bedenktijd": bedenktijd}
        applied = OmmApplication(by_institution=True, consulted=True, weighed=True)
        found: dict[str, Any] = self.one(
            (in_bedenktijd, 0.5),
            ({"legal_group": LegalGroup.DUTCH}, 0.15),
            ({"legal_group": LegalGroup.EU}, 0.15),
            ({"legal_group": LegalGroup.THIRD_COUNTRY, "b8_permit": True}, 0.15),
            ({"legal_group": LegalGroup.THIRD_COUNTRY, "without_status": True}, 0.05),
        )
        if self.random.random() < 0.3:
            found = found | {"multi_problem": True, "omm_application": applied}
        return found
