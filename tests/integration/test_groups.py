"""People of one group: sought together, booked together, and nobody of them alone by mistake."""

import pytest

from placement.errors import NotLawful
from placement.service.beds.holding import accept_hold
from placement.service.beds.placing import Acceptance, place
from placement.service.requests.proposing import best_place_now
from placement.service.requests.weighing import weigh_free_places, weigh_places
from placement.store.tables import Referral
from solver.codes import HouseholdId
from tests.builders_store import HELPDESK, NOW, TERMS, Country, an_order
from tests.reading import problem_of


@pytest.fixture
def crew(country: Country) -> Country:
    """Three who came together; two rooms at one site and one elsewhere."""
    country.site("s1")
    country.site("s2")
    for room in ("one", "two", "three"):
        country.place(room)
    country.place("far", site_id="s2")
    for name in ("h1", "h2", "h3"):
        country.referral(name, group_id="crew")
    return country


def test_the_rules_are_told_who_belongs_together_and_what_part_they_accept(crew: Country) -> None:
    crew.referral("h4", group_id="crew", smallest_part=2)
    told = problem_of(crew).household_by_id
    assert {household.group for household in told.values()} == {"crew"}
    assert [told[h].smallest_part for h in sorted(told)] == [None, None, None, 2]


def test_nobody_of_a_group_is_booked_without_the_others_who_are_still_sought(
    crew: Country,
) -> None:
    for some in ([an_order("h1", "one")], [an_order("h1", "one"), an_order("h2", "two")]):
        with pytest.raises(NotLawful) as refused:
            crew.accept(*some)
        assert refused.value.facts["rules"] == ("CAP-4",)


def test_a_group_is_booked_at_one_site_as_one_decision(crew: Country) -> None:
    placed = crew.accept(an_order("h1", "one"), an_order("h2", "two"), an_order("h3", "three"))
    assert len(placed) == 3


def test_a_group_is_not_spread_over_sites(crew: Country) -> None:
    with pytest.raises(NotLawful):
        crew.accept(an_order("h1", "one"), an_order("h2", "two"), an_order("h3", "far"))


def test_a_group_is_booked_in_parts_that_it_accepts(country: Country) -> None:
    country.site("s1")
    for room in ("one", "two"):
        country.place(room)
    for name in ("h1", "h2", "h3"):
        country.referral(name, group_id="crew", smallest_part=2)
    with pytest.raises(NotLawful):
        country.accept(an_order("h1", "one"))
    assert len(country.accept(an_order("h1", "one"), an_order("h3", "two"))) == 2
    country.place("later")
    assert country.book("h2", "later")


def test_who_left_the_group_is_booked_alone(crew: Country) -> None:
    with crew.store.writing(NOW) as session:
        session.get_one(Referral, "r-h3").group_id = None
    assert crew.book("h3", "far")


def test_a_group_is_held_as_one_and_accepted_one_by_one(crew: Country) -> None:
    orders = [an_order("h1", "one"), an_order("h2", "two"), an_order("h3", "three")]
    held = place(
        crew.store,
        Acceptance(orders=tuple(orders), reason="the house looks", hold=True),
        by=HELPDESK,
        now=NOW,
        new_id=crew.new_id,
        terms=TERMS,
    )
    for placement in held:
        accept_hold(
            crew.store,
            placement,
            reason="they come",
            by=HELPDESK,
            now=NOW,
            new_id=crew.new_id,
            terms=TERMS,
        )


def test_the_ranking_says_which_places_are_for_the_group_together(crew: Country) -> None:
    crew.referral("alone")
    terms = {"by": HELPDESK, "now": NOW, "terms": TERMS, "at_most": 10}
    seen = weigh_places(crew.store, "r-h1", **terms)  # type: ignore[arg-type]
    assert seen
    assert all(one.with_its_group and not one.after_a_move for one in seen)
    seen = weigh_places(crew.store, "r-alone", **terms)  # type: ignore[arg-type]
    assert not any(one.with_its_group or one.after_a_move for one in seen)
    assert weigh_free_places(crew.store, "r-h1", **terms) == ()  # type: ignore[arg-type]
    assert weigh_free_places(crew.store, "r-alone", **terms)  # type: ignore[arg-type]


def test_who_is_of_a_group_is_offered_no_place_of_their_own(crew: Country) -> None:
    crew.referral("alone")
    assert best_place_now(crew.store, "r-h1", now=NOW, terms=TERMS) is None
    assert best_place_now(crew.store, "r-alone", now=NOW, terms=TERMS) is not None


def test_who_lives_somewhere_moves_on_without_a_group(country: Country) -> None:
    country.site("s1")
    country.place("one")
    country.place("two")
    country.resident("h1", "one-b1")
    country.another_referral(
        "h1", "on-h1", onward=True, victim_answer="yes", group_id="crew", smallest_part=2
    )
    country.referral("h2", group_id="crew")
    told = problem_of(country).household_by_id
    assert (told[HouseholdId("h1")].group, told[HouseholdId("h1")].smallest_part) == (None, None)
    assert told[HouseholdId("h2")].group == "crew"


def test_a_place_near_to_school_or_network_costs_less(country: Country) -> None:
    country.site("s1", "municipality:assen")
    country.site("s2", "municipality:emmen")
    country.place("near")
    country.place("far", site_id="s2")
    country.referral("h1", near=frozenset({"municipality:assen"}))
    terms = {"by": HELPDESK, "now": NOW, "terms": TERMS, "at_most": 10}
    first, second = weigh_places(country.store, "r-h1", **terms)  # type: ignore[arg-type]
    assert (first.priced.option.place, second.priced.option.place) == ("near", "far")
    assert second.priced.points["REG-3"] == 12
    assert "REG-3" not in first.priced.points
