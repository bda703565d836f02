"""Beds and rooms: what is never used twice."""

from collections.abc import Iterator
from dataclasses import replace

from solver.codes import Urgency, Use
from solver.rules.grammar import together
from solver.rulings import Limit, OneOf, Span, measure
from solver.sought import Sought
from solver.ways import BedFact, BedWay, By, gives_way

RESERVE_POINTS = 200
"""The price of a bed of a crisis reserve: less than any night that somebody urgent would wait,
more than most preferences. Source: design 4; a first value, CoMensha's to set."""


@measure
def people(size: int) -> int:
    """Everybody counts, children included."""
    return size


@measure
def people_who_can_wait(size: int, urgency: Urgency) -> int:
    """Only people whose need is planned or soon count."""
    return size if urgency in {Urgency.PLANNED, Urgency.SOON} else 0


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


@together(
    "CAP-3",
    source="design 3, 4; domain 2.2",
    nl="De crisisreserve is dicht voor wie gepland of binnenkort opvang nodig heeft, en kost "
    "punten voor wie acuut of met spoed opvang nodig heeft.",
    detail_nl="Geteld over de plekken van de reserve samen, combinaties met een kamer daarvan "
    "meegeteld, op elke nacht dat zij geldt: over is wat er vrij is of door een zekere verhuizing "
    "vrijkomt, min de bedden van de reserve. Laten de feiten alleen al minder dan de reserve vrij, "
    "dan is er niets over, en voegen verhuizingen niets toe. Mensen in de klassen gepland en "
    "binnenkort zijn samen nooit met meer dan er over is. Alle mensen die komen samen, van welke "
    "klasse ook: wat zij met meer zijn, kost 200 punten per bed, één keer per reserve, op de nacht "
    "dat het er het meest zijn.",
    reads=("size", "urgency"),
)
def the_crisis_reserve_is_kept(sought: Sought) -> Iterator[Limit]:
    """The crisis reserve is barred to planned and soon, and costs points for acute and urgent.

    Counted over the places of the reserve together, combinations with a room of them included, on
    every night on which it holds: left over is what is free, or freed by a certain move, less the
    beds of the reserve. Where the facts alone leave less than the reserve, nothing is left over
    and moves add nothing. People of the classes planned and soon are never more than what is left
    over. All people who come, of any class: by how many they are more costs 200 points a bed, once
    for a reserve, on the night on which they are most.
    """
    for reserve in sought.reserves:
        barred = Limit(
            where=sought.using(*reserve.places),
            at_most=sought.beds_of(reserve) - reserve.beds,
            counts=people_who_can_wait,
            span=Span(reserve.begins, reserve.until),
            facts={"reserve": reserve.id},
        )
        yield barred
        yield replace(barred, counts=people, points=RESERVE_POINTS, pool=reserve.id)
