"""Beds and rooms: what is never used twice."""

from collections.abc import Iterator

from solver.codes import Use
from solver.rules.grammar import together
from solver.rulings import Limit, OneOf, measure
from solver.sought import Sought
from solver.ways import BedFact, BedWay, By, gives_way


@measure
def people(size: int) -> int:
    """Everybody counts, children included."""
    return size


@measure
def with_others_of_one_sex(room_key: str) -> str:
    """A single adult shares a room with others of the same sex, everybody else with nobody."""
    return room_key


@gives_way(
    BedWay(
        fact=BedFact.FORECAST,
        by=By.HOUSE,
        price=15,
        nl="Het huis bevestigt het verwachte vertrek uit bed {value}",
        en="The house confirms the departure expected from bed {value}",
    ),
    BedWay(
        fact=BedFact.OUTAGE,
        by=By.HOUSE,
        price=60,
        nl="Het huis maakt bed {value} weer bruikbaar",
        en="The house makes bed {value} fit for use again",
    ),
    BedWay(
        fact=BedFact.STAY,
        by=By.VICTIM,
        price=100,
        nl="Iemand die er nu verblijft, verhuist naar een andere plek",
        en="Somebody who stays there now moves to another place",
    ),
)
@together(
    "CAP-1",
    source="domain 1.3 (children count as occupied places); design 4",
    nl="Een bed is per nacht voor één mens: op geen nacht slapen er meer mensen, kinderen "
    "meegeteld, dan er bedden vrij zijn of door een zekere verhuizing vrijkomen.",
    reads=("size",),
)
def no_bed_is_given_twice(sought: Sought) -> Iterator[Limit]:
    """On no night does a place sleep more people than beds are free or freed by a certain move."""
    for place in sought.places:
        yield Limit(
            where=sought.at(place),
            at_most=len(place.beds),
            counts=people,
            facts={"place": place.id},
        )


@together(
    "CAP-2",
    source="domain 1.3; design 3, 4",
    nl="Een eenpersoonskamer of appartement is voor één cliënt (met kinderen) of gezin; een "
    "gedeelde kamer voor alleenstaanden van één geslacht, of voor één gezin.",
    detail_nl="Wie een combinatie krijgt, gebruikt elk van de kamers daarvan geheel.",
    reads=("room_key",),
)
def a_room_is_used_in_one_way(sought: Sought) -> Iterator[OneOf]:
    """A room or apartment takes one household; a shared room one, or singles of one sex.

    Who has a combination uses each of its rooms whole.
    """
    for room in sought.rooms:
        shared = room.use is Use.SHARED_ROOM
        yield OneOf(
            where=sought.using(room.id),
            use=with_others_of_one_sex if shared else None,
            facts={"place": room.id},
        )
