"""Who is in the houses on the night the demo begins, and what waits: drawn from the months."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from placement.demo.calibration import BLOCKERS, OWNERS, Calibration
from placement.demo.chance import happens, one_of, some_of
from placement.demo.months import SyntheticMonths, SyntheticStay
from placement.demo.people import AMSTERDAM
from placement.demo.rooms import Rooms
from placement.service.register.residents import (
    OnwardWish,
    OpenBlocker,
    Outage,
    OutsideClient,
    PresentState,
    Resident,
    Room,
)
from placement.store.codes import VictimAnswer
from solver.codes import (
    CLARIFY,
    COSM,
    CRISIS,
    MEN,
    MO,
    VO,
    AgeBand,
    PlaceId,
    Sex,
    SexPolicy,
    Urgency,
    Use,
)
from solver.facts import Household, OmmApplication, Person, Place

MEDIATED = (MEN, VO, MO, CRISIS)
"""Schemes in which most clients are not registered here (4.5, S15)."""
RIGHT_ENDS_SOON = 14  # days: the first of the two spans of outflow pressure (design 3)
REPORTED_AHEAD = 10  # days: how far ahead a departure is reported, scenario
LONGEST_OUTSIDE = 200  # days that an outside client has been there at most, scenario
OUT_OF_USE = 3  # beds, scenario
ARRANGED_MOVES = 3
COORDINATED = 0.35  # of the cases have a zorgcoordinator with an account here, scenario
WOMAN = Person(sex=Sex.FEMALE, age=AgeBand.FROM_23)
COMPLETE = OmmApplication(by_institution=True, consulted=True, weighed=True)


@dataclass(frozen=True, kw_only=True)
class Evening:
    """The night that the demo begins, and who is there to work."""

    figures: Calibration
    tonight: date
    coordinators: tuple[str, ...] = ()
    """Accounts of zorgcoordinators, to whom some of the cases go."""

    def days_ago(self, days: int) -> datetime:
        """An instant in office hours some days before tonight."""
        return datetime.combine(self.tonight - timedelta(days=days), time(10), AMSTERDAM)


def present_state(
    chance: Random, months: SyntheticMonths, places: tuple[Place, ...], evening: Evening
) -> PresentState:
    """Draw the state of every house on the night."""
    rooms = Rooms(places)
    empty_since: dict[PlaceId, date] = {}
    for stay in months.stays:
        if stay.is_present(evening.tonight):
            rooms.take(stay.place, stay.beds, stay.room_key, stay.leaves_on)
        since = min(stay.leaves_on, evening.tonight)
        empty_since[stay.place.id] = max(since, empty_since.get(stay.place.id, since))
    residents = _with_moves_arranged(
        chance, [_resident(chance, stay, evening) for stay in months.stays], evening
    )
    outside = _outside(chance, rooms, empty_since, evening)
    return PresentState(
        residents=tuple(residents),
        outside=outside,
        outages=_outages(chance, rooms, empty_since, evening),
        confirmed=tuple((place.id, _confirmed(chance, evening)) for place in places),
    )


def _resident(chance: Random, stay: SyntheticStay, evening: Evening) -> Resident:
    referral = stay.referral
    told = Resident(
        facts=referral.facts,
        reporter_kind=referral.reporter_kind,
        registered_at=referral.registered_at,
        dublin=referral.dublin,
        room=Room(place=stay.place.id, use=stay.place.use, beds=stay.beds, key=stay.room_key),
        began_on=stay.began_on,
        right_ends=stay.right_ends,
        hard_end=stay.hard_end,
        coordinator=_coordinator(chance, evening),
    )
    if not stay.is_present(evening.tonight):
        return replace(told, ended_on=stay.leaves_on, destination=stay.destination)
    return _still_there(chance, told, stay, evening)


def _still_there(chance: Random, told: Resident, stay: SyntheticStay, evening: Evening) -> Resident:
    tonight, leaves = evening.tonight, stay.leaves_on
    told = replace(told, confirmed_at=_confirmed(chance, evening))
    if (leaves - tonight).days <= REPORTED_AHEAD and happens(chance, 0.5):
        return replace(told, departs_on=leaves, ready_since=told.began_on)
    if happens(chance, 0.5):
        guess = leaves + timedelta(days=chance.randint(-5, 14))
        told = replace(told, expected_end=max(guess, tonight + timedelta(days=1)))
    soon = tonight + timedelta(days=RIGHT_ENDS_SOON)
    if stay.place.scheme != COSM or stay.right_ends is None or stay.right_ends > soon:
        return told
    blockers = _blockers(chance, stay, evening)
    if not happens(chance, evening.figures.ready):
        return replace(told, blockers=blockers)
    since = max(told.began_on, tonight - timedelta(days=chance.randint(3, 40)))
    onward = _onward(chance, told, evening)
    return replace(told, ready_since=since, blockers=blockers, onward=onward)


def _with_moves_arranged(
    chance: Random, residents: list[Resident], evening: Evening
) -> list[Resident]:
    """Let a few women who must leave the COSM be ready for OMM, and have said yes.

    Arranged, not drawn: so that on any day a proposal shows a move that makes a COSM bed free.
    """
    soon = evening.tonight + timedelta(days=RIGHT_ENDS_SOON)
    chosen = [
        resident.facts.id
        for resident in residents
        if resident.ended_on is None
        and resident.departs_on is None
        and resident.facts.people == (WOMAN,)
        and resident.facts.bedenktijd is not None
        and resident.facts.bedenktijd.ends <= soon
    ][:ARRANGED_MOVES]
    return [
        _ready_for_omm(chance, resident, evening) if resident.facts.id in chosen else resident
        for resident in residents
    ]


def _ready_for_omm(chance: Random, resident: Resident, evening: Evening) -> Resident:
    wish = resident.onward or _onward(chance, resident, evening)
    facts = replace(wish.facts, multi_problem=True, omm_application=COMPLETE)
    since = resident.ready_since or max(resident.began_on, evening.tonight - timedelta(days=10))
    return replace(
        resident,
        ready_since=since,
        onward=replace(wish, facts=facts, victim_answer=VictimAnswer.YES),
    )


def _blockers(chance: Random, stay: SyntheticStay, evening: Evening) -> tuple[OpenBlocker, ...]:
    codes = {one_of(chance, BLOCKERS)} | some_of(chance, ("no_housing",), 0.3)
    opened = max(stay.began_on, evening.tonight - timedelta(days=chance.randint(5, 60)))
    contact = evening.tonight + timedelta(days=chance.randint(-3, 14))
    return tuple(
        OpenBlocker(code=code, owner=OWNERS[code], opened_on=opened, next_contact_on=contact)
        for code in sorted(codes)
    )


def _onward(chance: Random, told: Resident, evening: Evening) -> OnwardWish:
    """Draw the request for a next place, with the victim's answer (scenario: most say yes)."""
    answer = one_of(chance, {VictimAnswer.YES: 0.8, VictimAnswer.NO: 0.05, None: 0.15})
    return OnwardWish(
        facts=_after_the_bedenktijd(chance, told, evening),
        registered_at=evening.days_ago(chance.randint(1, 20)),
        victim_answer=answer,
    )


def _after_the_bedenktijd(chance: Random, told: Resident, evening: Evening) -> Household:
    """The facts of a resident as they are now: a permit for most, several problems for some."""
    tonight, facts = evening.tonight, told.facts
    past = told.right_ends is not None and told.right_ends <= tonight
    several = happens(chance, 0.5)
    return replace(
        facts,
        urgency=Urgency.SOON if past else Urgency.PLANNED,
        needed_from=told.right_ends or tonight,
        arrives_from=tonight,
        bedenktijd=None if past else facts.bedenktijd,
        b8_permit=happens(chance, 0.75),
        lawful_stay=True,
        multi_problem=several,
        omm_application=COMPLETE if several else None,
    )


def _outside(
    chance: Random, rooms: Rooms, empty_since: dict[PlaceId, date], evening: Evening
) -> tuple[OutsideClient, ...]:
    """Fill the mediated schemes with clients of whom only the use of the room is known."""
    clients: list[OutsideClient] = []
    places = [place for place in rooms.places if place.scheme in MEDIATED]
    chance.shuffle(places)
    for place in places:
        full, beds = rooms.occupied(evening.tonight)[place.scheme]
        if full >= evening.figures.occupied * beds:
            continue
        room = _room_of_a_stranger(chance, rooms, place, evening.tonight, len(clients))
        if room is None or room.key is None:
            continue
        rooms.take(place, room.beds, room.key, date.max)
        clients.append(OutsideClient(room=room, begins=_since(chance, place, empty_since, evening)))
    return tuple(clients)


def _room_of_a_stranger(
    chance: Random, rooms: Rooms, place: Place, night: date, number: int
) -> Room | None:
    key, people = f"outside-{number:04d}", 1
    if place.use is Use.APARTMENT:
        people = chance.randint(2, len(place.beds))
    elif place.use is Use.SHARED_ROOM:
        women = place.sex_policy is SexPolicy.WOMEN
        men = place.sex_policy is SexPolicy.MEN
        key = "F" if women else "M" if men else chance.choice(("F", "M"))
        people = len(place.beds) - happens(chance, 0.4)
    beds = rooms.free_beds(place, people, key, night)
    return Room(place=place.id, use=place.use, beds=beds, key=key) if beds else None


def _outages(
    chance: Random, rooms: Rooms, empty_since: dict[PlaceId, date], evening: Evening
) -> tuple[Outage, ...]:
    """Take some empty single rooms out of use; not where every bed is wanted."""
    empty = [
        place
        for place in rooms.places
        if place.use is Use.SINGLE_ROOM
        and place.scheme not in {COSM, CLARIFY}
        and rooms.free_beds(place, 1, "", evening.tonight)
    ]
    return tuple(
        Outage(
            room=Room(place=place.id, use=place.use, beds=place.beds, key=None),
            cause=chance.choice(("maintenance", "staffing")),
            begins=_since(chance, place, empty_since, evening),
        )
        for place in chance.sample(empty, k=min(OUT_OF_USE, len(empty)))
    )


def _since(
    chance: Random, place: Place, empty_since: dict[PlaceId, date], evening: Evening
) -> date:
    """A day since when a place that was empty then can be in other use."""
    first = evening.tonight - timedelta(days=LONGEST_OUTSIDE)
    first = max(first, empty_since.get(place.id, first))
    return first + timedelta(days=chance.randint(0, (evening.tonight - first).days))


def _confirmed(chance: Random, evening: Evening) -> datetime:
    """When the house last confirmed: weekly for most (S5)."""
    most = one_of(chance, {6: 0.7, 13: 0.2, 30: 0.07, 60: 0.03})
    return evening.days_ago(chance.randint(max(1, most - 6), most))


def _coordinator(chance: Random, evening: Evening) -> str | None:
    # One draw however many there are, so that the people stay the same whoever works here.
    drawn = chance.random()
    if drawn >= COORDINATED or not evening.coordinators:
        return None
    return evening.coordinators[int(drawn / COORDINATED * len(evening.coordinators))]
