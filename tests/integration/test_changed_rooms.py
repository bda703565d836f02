"""A room whose use changed is one room, and its beds are the same beds, whatever their ids."""

import pytest

from placement.errors import BedNoLongerFree, NotLawful
from placement.errors.register import BedsInUse
from placement.lifecycle import PlacementState, ReferralState
from placement.service.beds.releasing import arrive, depart
from placement.service.beds.settling import settle_site
from placement.service.register.confirming import current_list
from placement.service.register.keeping_beds import take_out_bed
from placement.service.register.keeping_places import change_use
from placement.service.register.looking import BedState, look_at_site
from placement.service.register.occupying import (
    NewOutage,
    NewOutsideClient,
    report_outage,
    report_outside_client,
    report_over,
)
from placement.service.stays.locks import ReadStay
from placement.service.stays.moving_within import move_within
from placement.service.stays.staying import withdraw_departure
from placement.service.watching.tasks import list_tasks
from placement.store.facts.problem_reader import Scope, read_problem
from placement.store.register.availability import read_availability
from placement.store.register.timeline import occupied_on
from placement.store.tables import (
    CodeWord,
    Placement,
    Stay,
)
from placement.store.tasks.values import TaskKind
from solver.codes import OccupancyKind, Sex, Use
from tests.builders_rooms import CHANGE, acts, beds_of, changed
from tests.builders_rows import a_placement, an_occupancy
from tests.builders_store import HELPDESK, NOW, TERMS, Country, at, counted, night


@pytest.fixture
def house(country: Country) -> Country:
    """A site with a single room of two beds."""
    country.site()
    country.place("old", 2)
    country.write(CodeWord(kind="outage_cause", code="repair", nl="reparatie", en="repair"))
    return country


def lives_on(house: Country, household: str = "r1", bed: str = "old-b1") -> str:
    """Let somebody leave before the change, change the use, and take the departure back."""
    there = house.resident(household, bed, until=20)
    depart(house.store, there, on=night(3), destination="own_home", **acts())
    new = changed(house)
    stay = ReadStay(f"stay-{household}")
    withdraw_departure(house.store, stay, reason="stays after all", **acts())
    return new


def free(house: Country, place: str, on: int, now: int = 0) -> int:
    """How many beds of a place the solver is told to be free on a night."""
    with house.store.reading() as session:
        problem = read_problem(session, at(now), Scope(horizon_nights=30, forecasts=False))
    beds = {bed for p in problem.places if p.id == place for bed in p.beds}
    taken = {o.bed for o in problem.occupancies if o.begins <= night(on) < o.until}
    return len(beds - taken)


def numbers(house: Country, on: int, now: int) -> tuple[int, int, int]:
    """Capacity, occupied and usable of the site on a night."""
    with house.store.reading() as session:
        found = read_availability(session, night(on), at(now)).by_site["s1"]
    return found.capacity, found.occupied, found.usable


def nights(house: Country, placement: str) -> tuple[int, int]:
    with house.store.reading() as session:
        found = session.get_one(Placement, placement)
        return (found.begins - night(0)).days, (found.until - night(0)).days


def test_who_is_overdue_in_the_old_bed_makes_who_is_to_come_in_the_new_one_wait(
    house: Country,
) -> None:
    house.referral("h1")
    there = house.resident("r1", "old-b1", until=20)
    depart(house.store, there, on=night(3), destination="own_home", **acts())
    new = changed(house)
    coming = house.book("h1", new, begins=CHANGE, until=14)
    withdraw_departure(house.store, ReadStay("stay-r1"), reason="stays after all", **acts())
    settle_site(house.store, "s1", now=at(3))
    assert nights(house, coming) == (CHANGE, 14)
    settle_site(house.store, "s1", now=at(5))
    assert nights(house, coming) == (6, 14)
    with pytest.raises(BedNoLongerFree) as refused:
        arrive(house.store, coming, new_id=counted("s"), **acts(now=at(5)))
    assert refused.value.facts["changed"] == ("not_departed",)


def test_a_departure_taken_back_is_a_task_for_people_from_the_closing_on(house: Country) -> None:
    lives_on(house)
    with house.store.reading() as session:
        assert session.get_one(Stay, "stay-r1").hard_end == night(CHANGE)
    soon = {(t.kind, t.stay) for t in list_tasks(house.store, by=HELPDESK, now=NOW)}
    late = {(t.kind, t.stay) for t in list_tasks(house.store, by=HELPDESK, now=at(CHANGE))}
    assert (TaskKind.RIGHT_ENDING, "stay-r1") in soon
    assert (TaskKind.PAST_RIGHT, "stay-r1") in late


def test_nobody_is_placed_in_a_room_in_which_somebody_still_is(house: Country) -> None:
    new = lives_on(house)
    house.referral("h1")
    house.referral("h2")
    assert [free(house, new, CHANGE, now=now) for now in (0, 6)] == [0, 0]
    for now in (NOW, at(6)):
        with pytest.raises(BedNoLongerFree):
            house.book("h1", new, begins=8, until=14, now=now)
    depart(house.store, "pl-r1", on=night(7), destination="own_home", **acts(now=at(6)))
    assert free(house, new, 7, now=6) == 2
    assert house.book("h1", new, begins=8, until=14, now=at(6))


def test_a_bed_booked_in_the_new_place_stays_booked_beside_one_in_the_old_before_it(
    house: Country,
) -> None:
    new = changed(house)
    house.referral("h1")
    house.referral("h2")
    assert house.book("h1", new, begins=CHANGE, until=14)
    assert house.book("h2", "old", begins=0, until=CHANGE)


def test_nobody_is_booked_into_the_old_place_past_its_last_night(house: Country) -> None:
    changed(house)
    house.referral("h1")
    with pytest.raises((BedNoLongerFree, NotLawful)):
        house.book("h1", "old", begins=0, until=CHANGE + 1)


def test_figures_count_a_bed_once_and_as_taken_by_whoever_is_still_in_it(house: Country) -> None:
    lives_on(house)
    assert [numbers(house, on, now=6) for on in (2, 5, 6)] == [(2, 1, 0)] * 3
    settle_site(house.store, "s1", now=at(6))
    depart(house.store, "pl-r1", on=night(6), destination="own_home", **acts(now=at(6)))
    assert [numbers(house, on, now=8) for on in (3, 5, 6, 8)] == [
        (2, 1, 0),
        (2, 1, 0),
        (2, 0, 2),
        (2, 0, 2),
    ]
    with house.store.reading() as session:
        known = read_availability(session, night(6), at(9), known_at=at(6)).by_site["s1"]
        assert occupied_on(session, [night(5), night(6)], at(8)) == {"COSM": (1, 0)}
    assert (known.capacity, known.occupied) == (2, 0)


def test_a_house_sees_who_is_still_there_in_the_beds_of_the_new_place(house: Country) -> None:
    new = lives_on(house)
    [place] = look_at_site(house.store, "s1", by=HELPDESK, now=at(6)).places
    assert (place.place.id, [bed.state for bed in place.beds]) == (
        new,
        [BedState.STAY, BedState.TAKEN_WHOLE],
    )
    [listed] = current_list(house.store, "s1", by=HELPDESK, now=at(6)).places
    assert [(bed.stay, bed.taken_whole) for bed in listed.beds] == [
        ("stay-r1", False),
        (None, True),
    ]


def test_an_outage_goes_on_in_the_bed_when_its_room_gets_another_use(house: Country) -> None:
    outage = NewOutage(place="old", cause="repair", beds=("old-b1",))
    told = report_outage(house.store, outage, new_id="o", **acts())
    new = changed(house)
    assert [free(house, new, on) for on in (CHANGE, 20)] == [1, 1]
    assert numbers(house, 6, now=6) == (2, 0, 1)
    [place] = look_at_site(house.store, "s1", by=HELPDESK, now=at(6)).places
    assert [bed.state for bed in place.beds] == [BedState.OUTAGE, BedState.FREE]
    report_over(house.store, told, **acts(now=at(6)))
    assert free(house, new, 6, now=6) == 2


def test_an_outage_that_lasts_longer_makes_who_is_to_come_in_that_bed_wait(house: Country) -> None:
    new = changed(house)
    for household in ("h1", "h2"):
        house.referral(household)
    coming = [house.book(h, new, begins=CHANGE, until=14) for h in ("h1", "h2")]
    outage = NewOutage(place="old", cause="repair", beds=("old-b1",), expected_until=night(CHANGE))
    report_outage(house.store, outage, new_id="o", **acts())
    settle_site(house.store, "s1", now=at(5))
    assert sorted(nights(house, placement) for placement in coming) == [(CHANGE, 14), (6, 14)]


def test_nobody_reports_a_bed_taken_that_somebody_has_under_its_old_id(house: Country) -> None:
    new = lives_on(house)
    first, second = beds_of(house, new)
    with pytest.raises(BedsInUse):
        report_outage(
            house.store,
            NewOutage(place=new, cause="repair", beds=(first,), begins=night(6)),
            new_id="o",
            **acts(now=at(6)),
        )
    client = NewOutsideClient(place=new, beds=(second,), use="F")
    with pytest.raises(BedsInUse):
        report_outside_client(house.store, client, new_id="c", **acts(now=at(6)))
    with pytest.raises(BedsInUse):
        take_out_bed(house.store, new, first, on=night(8), **acts(now=at(6)))
    with pytest.raises(BedsInUse):
        change_use(
            house.store, new, Use.APARTMENT, on=night(9), new_id=counted("z"), **acts(now=at(6))
        )


def test_who_is_still_there_can_move_into_the_room_as_it_is_now(house: Country) -> None:
    new = lives_on(house)
    new_id = counted("moved")
    move_within(
        house.store, ReadStay("stay-r1"), new, new_id=new_id, terms=TERMS, **acts(now=at(6))
    )
    assert numbers(house, 6, now=6) == (2, 1, 1)
    assert free(house, new, 6, now=6) == 1


def test_a_woman_waits_for_a_room_of_women_in_which_a_man_still_is(house: Country) -> None:
    there = house.resident("r1", "old-b1", until=20, sex=Sex.MALE)
    depart(house.store, there, on=night(3), destination="own_home", **acts())
    new = changed(house)
    house.referral("h1")
    # The other bed of the room, which he never had.
    house.write(
        a_placement("h1", new, state=PlacementState.ACCEPTED, begins=CHANGE, until=14),
        an_occupancy(
            beds_of(house, new)[1],
            new,
            Use.SHARED_ROOM,
            kind=OccupancyKind.HOLD,
            household_id="h1",
            placement_id="pl-h1",
            use_key="F",
            begins=night(CHANGE),
            until=night(14),
        ),
    )
    withdraw_departure(house.store, ReadStay("stay-r1"), reason="stays after all", **acts())
    settle_site(house.store, "s1", now=at(5))
    assert nights(house, "pl-h1") == (6, 14)


def test_a_stay_is_not_prolonged_over_nights_that_others_slept_in_the_bed_since(
    house: Country,
) -> None:
    new = changed(house)
    there = house.resident("r1", "old-b1", until=CHANGE)
    house.referral("h1", state=ReferralState.ENDED)
    since = {"household_id": "h1", "placement_id": "pl-h1", "use_key": "F"}
    slept = {"begins": night(5), "until": night(6)}
    house.write(
        a_placement("h1", new, state=PlacementState.ARRIVED, begins=5, until=6),
        Stay(id="s", placement_id="pl-h1", household_id="h1", began_on=night(5), ended_on=night(6)),
        an_occupancy(beds_of(house, new)[0], new, Use.SHARED_ROOM, **since, **slept),
    )
    assert settle_site(house.store, "s1", now=at(6)).needing_a_person == {there}
