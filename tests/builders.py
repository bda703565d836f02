"""One function per fact, with lawful defaults: an adult in bedenktijd and a free COSM room.

Monday 2 March 2026 is tonight, and ten nights are planned. A test names only what it is about.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from solver.codes import (
    COSM,
    AgeBand,
    AskedAlone,
    BedId,
    HouseholdId,
    LegalGroup,
    Mode,
    OccupancyKind,
    PlaceId,
    ReserveId,
    Sex,
    SiteId,
    Urgency,
    Use,
)
from solver.facts import (
    Bedenktijd,
    Combination,
    Discussed,
    Household,
    Occupancy,
    Parked,
    Person,
    Place,
    Problem,
    Reserve,
    Stay,
)

TONIGHT = date(2026, 3, 2)
HORIZON = TONIGHT + timedelta(days=10)


def night(number: int) -> date:
    """Give a night by its number: tonight is 0."""
    return TONIGHT + timedelta(days=number)


def a_person(sex: Sex = Sex.FEMALE, age: AgeBand = AgeBand.FROM_23) -> Person:
    return Person(sex=sex, age=age)


WOMAN = a_person()
MAN = a_person(Sex.MALE)
GIRL = a_person(age=AgeBand.FROM_4)
BOY = a_person(Sex.MALE, AgeBand.FROM_12)


def a_bedenktijd(begins: int = -10, ends: int = 80, *, granted: bool = True) -> Bedenktijd:
    return Bedenktijd(granted=granted, begins=night(begins), ends=night(ends))


def a_household(name: str = "h1", *people: Person, **facts: Any) -> Household:  # noqa: ANN401
    lawful: dict[str, Any] = {
        "people": people or (WOMAN,),
        "urgency": Urgency.ACUTE,
        "needed_from": TONIGHT,
        "needed_until": HORIZON,
        "arrives_from": TONIGHT,
        "legal_group": LegalGroup.THIRD_COUNTRY,
        "bedenktijd": a_bedenktijd(),
        "guardian_checked": True,
        "risk_asked": True,
        "asked_alone": AskedAlone.YES,
    }
    return Household(id=HouseholdId(name), **(lawful | facts))


def a_resident(
    place: Place,
    name: str = "r1",
    *people: Person,
    stay: dict[str, Any] | None = None,
    horizon: date = HORIZON,
    **facts: Any,  # noqa: ANN401
) -> Household:
    """Build a household that lives in the first beds of a place and agreed to move."""
    told: dict[str, Any] = {"victim_agreed": True} | (stay or {})
    lives = Stay(**({"place": place.id, "beds": place.beds[: len(people or (WOMAN,))]} | told))
    needed_from = min(lives.hard_end or horizon, horizon)
    return a_household(name, *people, **({"stay": lives, "needed_from": needed_from} | facts))


def a_place(name: str = "p1", beds: int = 1, **facts: Any) -> Place:  # noqa: ANN401
    lawful: dict[str, Any] = {
        "site": SiteId(f"site-of-{name}"),
        "scheme": COSM,
        "mode": Mode.PLACE,
        "use": Use.SINGLE_ROOM if beds == 1 else Use.APARTMENT,
        "beds": tuple(BedId(f"{name}-b{number}") for number in range(1, beds + 1)),
        "admits_from": TONIGHT,
        "has_zorgcoordinator": True,
    }
    return Place(id=PlaceId(name), **(lawful | facts))


def an_occupancy(
    place: Place,
    begins: int = -5,
    until: int = 10,
    *,
    bed: int = 0,
    **facts: Any,  # noqa: ANN401
) -> Occupancy:
    lawful: dict[str, Any] = {"kind": OccupancyKind.OUTSIDE, "room_key": "party-1"}
    return Occupancy(
        bed=place.beds[bed], begins=night(begins), until=night(until), **(lawful | facts)
    )


def a_combination(name: str, *rooms: Place) -> Combination:
    return Combination(id=PlaceId(name), rooms=tuple(room.id for room in rooms))


def a_reserve(beds: int, *places: Place, begins: int = 0, until: int = 10) -> Reserve:
    return Reserve(
        id=ReserveId("crisis"),
        places=tuple(place.id for place in places),
        beds=beds,
        begins=night(begins),
        until=night(until),
    )


def discussed(place: str, on: int = 0) -> Discussed:
    return Discussed(place=PlaceId(place), night=night(on))


def parked(place: str, until: int | None = None) -> Parked:
    again = None if until is None else night(until)
    return Parked(place=PlaceId(place), until=again, reason="full")


def the_stay_of(resident: Household, places: Iterable[Place], horizon: date) -> list[Occupancy]:
    """Give the occupancies of a resident: to the end of the stay by the facts, else the horizon."""
    stay = resident.stay
    if stay is None:
        return []
    shared = next(p for p in places if p.id == stay.place).use is Use.SHARED_ROOM
    return [
        Occupancy(
            bed=bed,
            begins=night(-20),
            until=min(resident.stay_ends or horizon, horizon),
            kind=OccupancyKind.STAY,
            room_key=resident.room_key if shared else resident.id,
            household=resident.id,
        )
        for bed in stay.beds
    ]


def a_problem(
    households: Iterable[Household] = (),
    places: Iterable[Place] = (),
    occupancies: Iterable[Occupancy] = (),
    **facts: Any,  # noqa: ANN401
) -> Problem:
    """Build a problem; the stays of its residents are added to the occupancies."""
    households, places = tuple(households), tuple(places)
    horizon = facts.get("horizon", HORIZON)
    stays = [taken for h in households for taken in the_stay_of(h, places, horizon)]
    lawful: dict[str, Any] = {"tonight": TONIGHT, "horizon": horizon}
    return Problem(
        households=households,
        places=places,
        occupancies=(*occupancies, *stays),
        **(lawful | facts),
    )
