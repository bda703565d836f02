"""Beds and rooms: what is never used twice."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from solver.choices import Choices, Presence
from solver.plans import Option
from solver.rules.grammar import Group, Limit, OneOf, together
from solver.ways import BedFact, BedWay, By, gives_way


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
)
def no_bed_is_given_twice(choices: Choices) -> Iterator[Limit]:
    """On no night does a place sleep more people than beds are free or freed by a certain move."""
    for place in choices.places:
        for night in choices.nights_of_pressure(place):
            load: Counter[Option] = Counter()
            present = choices.present(place, night)
            for option in choices.sleeping(place, night):
                load[option] += choices.household_of(option).size
            for party in present:
                load.subtract(dict.fromkeys(party.leaving, party.beds))
            free = len(place.beds) - sum(party.beds for party in present)
            yield Limit(free, load, {"place": place.id, "night": night, "free": free})


@together(
    "CAP-2",
    source="domain 1.3; design 3, 4",
    nl="Een eenpersoonskamer of appartement is voor één cliënt (met kinderen) of gezin; een "
    "gedeelde kamer voor alleenstaanden van één geslacht, of voor één gezin.",
)
def a_room_is_used_in_one_way(choices: Choices) -> Iterator[OneOf]:
    """A room or apartment takes one household; a shared room one, or singles of one sex."""
    for place in choices.places:
        for night in choices.nights_of_pressure(place):
            arriving: dict[str, set[Option]] = defaultdict(set)
            for option in choices.sleeping(place, night):
                arriving[choices.room_key(option)].add(option)
            present = [p for p in choices.present(place, night) if p.room_key is not None]
            groups = _uses_of_the_room(arriving, present)
            if len(groups) > 1:
                yield OneOf(groups, {"place": place.id, "night": night})


def _uses_of_the_room(
    arriving: dict[str, set[Option]], present: list[Presence]
) -> dict[str, Group]:
    """Group by use; uses that the facts already mix are one, for present stays are not judged."""
    mixed = "+".join(sorted({str(party.room_key) for party in present}))
    groups = {key: Group(frozenset(options)) for key, options in arriving.items()}
    if present:
        options = groups.get(mixed, Group()).options
        groups[mixed] = Group(options, tuple(party.leaving for party in present))
    return groups
