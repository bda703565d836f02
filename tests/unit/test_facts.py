"""What follows from the facts: joined rooms, names, and what an option sees."""

from dataclasses import replace
from datetime import date

import pytest

from solver.codes import (
    BUDGET,
    Care,
    Certainty,
    ContraIndication,
    Feature,
    Freshness,
    Language,
    Mode,
    PlaceId,
    Region,
    SexPolicy,
    SiteId,
    Use,
)
from solver.facts import Place, Problem
from solver.places import joined
from solver.plans import Option
from tests.builders import (
    a_combination,
    a_household,
    a_place,
    a_problem,
    a_resident,
    an_occupancy,
    discussed,
    night,
    parked,
)

GENEROUS = a_place(
    "generous",
    2,
    site=SiteId("house"),
    oldest_child=None,
    oldest_boy=15,
    regions=frozenset({Region("province:drenthe")}),
    security=2,
    features=frozenset({Feature("cot"), Feature("stairs")}),
    offers=frozenset({Care("addiction")}),
    spoken_here=frozenset({Language("en"), Language("fr")}),
    accepts_unclear=True,
    accepts_without_status=True,
    arrival_days=frozenset({0, 1, 2}),
    has_zorgcoordinator=True,
)
STRICT = replace(
    a_place("strict"),
    site=SiteId("house"),
    mode=Mode.MEDIATE,
    use=Use.SHARED_ROOM,
    sex_policy=SexPolicy.WOMEN,
    oldest_child=11,
    oldest_boy=3,
    regions=frozenset({Region("municipality:assen")}),
    security=1,
    features=frozenset({Feature("cot")}),
    spoken_here=frozenset({Language("en")}),
    cannot_admit=frozenset({ContraIndication("pets")}),
    stated_terms=frozenset({Feature("referred")}),
    admits_from=night(2),
    arrival_days=frozenset({1, 2, 3}),
    closes=night(8),
    max_nights=5,
    freshness=Freshness.OLDER,
    nights_lost_when_asked=3,
    nights_lost_on_forecast=2,
)
BOTH = a_combination("both", GENEROUS, STRICT)
OPTION = Option(a_household("ann").id, GENEROUS.id, night(1), night(5))


def a_house(*told: Place) -> Problem:
    return a_problem([], told or (GENEROUS, STRICT), combinations=(BOTH,))


@pytest.mark.parametrize("rooms", [(GENEROUS, STRICT), (STRICT, GENEROUS)])
def test_a_combination_has_of_every_fact_the_stricter_one(rooms: tuple[Place, ...]) -> None:
    assert joined(a_combination("both", *rooms), rooms) == replace(
        STRICT,
        id=PlaceId("both"),
        use=Use.APARTMENT,
        beds=tuple(bed for room in rooms for bed in room.beds),
        regions=GENEROUS.regions | STRICT.regions,
        arrival_days=frozenset({1, 2}),
        rooms=tuple(room.id for room in rooms),
        in_some_room=frozenset({Feature("stairs")}),
    )


def test_rooms_bought_for_different_groups_are_together_bought_for_nobody() -> None:
    one, other = (
        replace(room, scheme=BUDGET, bought_for=bought)
        for room, bought in ((GENEROUS, "east"), (STRICT, "west"))
    )
    assert joined(BOTH, [one, other]).bought_for is None
    assert joined(BOTH, [one, one]).bought_for == "east"


def test_no_rooms_cannot_be_joined() -> None:
    with pytest.raises(ValueError, match="joins no rooms"):
        joined(BOTH, [])


def test_a_combination_is_an_offer_beside_its_rooms_and_no_plain_place() -> None:
    house = a_house()
    assert [place.id for place in house.offers] == ["both", "generous", "strict"]
    assert [place.id for place in house.places] == ["generous", "strict"]
    assert house.rooms_of(BOTH.id) == ("generous", "strict")
    assert house.rooms_of(STRICT.id) == ("strict",)


def test_a_combination_of_unknown_rooms_is_no_offer() -> None:
    assert [place.id for place in a_house(STRICT).offers] == ["strict"]


@pytest.mark.parametrize(
    "facts",
    [
        {"said_yes": frozenset({BOTH.id})},
        {"discussed": discussed("both")},
        {"parked": frozenset({parked("both")})},
    ],
)
def test_an_offer_has_a_name_where_a_household_names_it(facts: dict[str, object]) -> None:
    house = replace(a_house(), households=(a_household("ann", **facts),))
    assert {place.id: place.named for place in house.offers} == {
        "both": "both",
        "generous": None,
        "strict": None,
    }


def test_an_offer_has_a_name_where_a_household_lives_in_it() -> None:
    lives = a_problem([a_resident(GENEROUS)], [GENEROUS, STRICT])
    assert [place.named for place in lives.offers] == ["generous", None]


def test_only_an_expected_option_sees_its_place_by_the_forecast() -> None:
    house = a_house()
    for how in Certainty:
        seen = house.place_of(OPTION._replace(certainty=how, place=BOTH.id))
        assert seen.rests_on_forecast is (how is Certainty.EXPECTED)
        assert replace(seen, rests_on_forecast=False) == house.place_by_id[BOTH.id]


@pytest.mark.parametrize(("forecast", "likely"), [(None, night(6)), (night(3), night(3))])
def test_an_occupancy_likely_ends_by_its_forecast(forecast: date | None, likely: date) -> None:
    assert an_occupancy(STRICT, 0, 6, expected_until=forecast).likely_until == likely


def test_options_differ_by_what_they_rest_on() -> None:
    assert len({OPTION._replace(certainty=how) for how in Certainty}) == len(Certainty)
