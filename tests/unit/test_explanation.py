"""Why this place, why not that one: values that are true, and words that keep secrets."""

from typing import Any

import pytest

from solver.codes import (
    COSM,
    VO,
    Certainty,
    Freshness,
    HouseholdId,
    LegalGroup,
    PlaceId,
    Region,
    SiteId,
    Urgency,
)
from solver.engine import match
from solver.explanation import (
    NO_NIGHT,
    Barred,
    Full,
    Possible,
    Reason,
    alternatives,
    rank,
    why,
    why_not,
    why_not_any,
)
from solver.facts import Household, Problem
from solver.judgement import audit
from solver.plans import Proof
from solver.rulebook import RULEBOOK
from solver.telling import tell
from tests.builders import (
    GIRL,
    WOMAN,
    a_combination,
    a_household,
    a_place,
    a_problem,
    a_resident,
    an_occupancy,
    night,
)

H1, H2 = HouseholdId("h1"), HouseholdId("h2")
NEAR, FAR = PlaceId("near"), PlaceId("far")
DRENTHE = Region("province:drenthe")


def two_rooms(*households: Household, **facts: Any) -> Problem:  # noqa: ANN401 - any facts
    """A room of the wished region and one elsewhere."""
    near = a_place("near", regions=frozenset({DRENTHE}), **facts)
    return a_problem(households, [near, a_place("far")])


def wishing(name: str, urgency: Urgency = Urgency.ACUTE) -> Household:
    return a_household(name, home_regions=frozenset({DRENTHE}), urgency=urgency)


def test_why_names_the_points_of_each_rule_and_the_next_best_place() -> None:
    problem = two_rooms(wishing("h1"))
    told = why(problem, RULEBOOK, match(problem, RULEBOOK), H1)
    assert told.option is not None
    assert (told.option.place, dict(told.points)) == (NEAR, {})
    assert told.next_best is not None
    assert told.next_best.option.place == FAR
    assert dict(told.next_best.points) == {"REG-1": 10}
    assert (told.next_best.extra, told.next_best.others) == (10, 0)


def test_the_next_best_place_tells_what_it_costs_others_as_a_count_and_points() -> None:
    problem = two_rooms(wishing("h1"), a_household("h2"))
    told = why(problem, RULEBOOK, match(problem, RULEBOOK), H2)
    assert told.next_best is not None
    # h2 would gain nothing by the other room, and h1 would lose the wished region.
    assert (told.next_best.extra, told.next_best.others) == (0, 1)
    assert told.next_best.extra_for_others == 10


def test_whoever_rests_is_told_the_points_of_resting() -> None:
    problem = a_problem(
        [a_household("h1"), a_household("h2", urgency=Urgency.PLANNED)], [a_place()]
    )
    told = why(problem, RULEBOOK, match(problem, RULEBOOK), H2)
    assert told.option is None
    assert dict(told.points) == {"WAI-1": 145}
    assert told.next_best is not None
    assert told.next_best.extra == -145
    assert told.next_best.extra_for_others == 145_000


def test_whoever_is_referred_is_told_by_which_rule() -> None:
    problem = a_problem([a_household("h1", GIRL)], [a_place()])
    told = why(problem, RULEBOOK, match(problem, RULEBOOK), H1)
    assert [reason.rule for reason in told.referred] == ["ELI-6"]
    answer = why_not(problem, RULEBOOK, match(problem, RULEBOOK), H1, PlaceId("p1"))
    assert isinstance(answer, Barred)
    assert [reason.rule for reason in answer.objections] == ["ELI-6"]


def test_every_failing_must_is_named_with_its_facts() -> None:
    household = a_household(
        "h1", legal_group=LegalGroup.DUTCH, risk_regions=frozenset({DRENTHE}), bedenktijd=None
    )
    problem = two_rooms(household)
    answer = why_not(problem, RULEBOOK, match(problem, RULEBOOK), H1, NEAR)
    assert isinstance(answer, Barred)
    assert {reason.rule for reason in answer.objections} == {"ELI-1", "SAF-1"}
    regions = {r.rule: r.facts.get("regions") for r in answer.objections}
    assert regions["SAF-1"] == [DRENTHE]


def test_a_place_that_others_use_is_full_and_they_are_only_counted() -> None:
    problem = two_rooms(wishing("h1"), wishing("h2", Urgency.URGENT))
    plan = match(problem, RULEBOOK)
    answer = why_not(problem, RULEBOOK, plan, H2, NEAR)
    assert isinstance(answer, Full)
    assert {reason.rule for reason in answer.rulings} == {"CAP-1", "CAP-2"}
    assert answer.others == 1
    assert "h1" not in repr(answer)


def test_a_place_that_can_be_had_says_what_it_would_cost_more() -> None:
    problem = two_rooms(wishing("h1"))
    plan = match(problem, RULEBOOK)
    assert isinstance(far := why_not(problem, RULEBOOK, plan, H1, FAR), Possible)
    assert far.extra_points == 10
    assert isinstance(near := why_not(problem, RULEBOOK, plan, H1, NEAR), Possible)
    assert near.extra_points == 0


def test_a_stay_cut_short_by_somebody_who_comes_is_still_possible() -> None:
    room = a_place("near")
    problem = a_problem([a_household("h1")], [room, a_place("far")], [an_occupancy(room, 4, 10)])
    answer = why_not(problem, RULEBOOK, match(problem, RULEBOOK), H1, NEAR)
    assert isinstance(answer, Possible)
    assert answer.option.until == night(4)
    assert answer.extra_points == 60  # WAI-3: six nights missing


def test_a_chain_that_would_be_too_long_is_told_without_names() -> None:
    rooms = [a_place("near", scheme=COSM), a_place("vo", scheme=VO)]
    resident = a_resident(rooms[0], "r1", b8_permit=True)
    problem = a_problem([a_household("h1"), resident], rooms, chain_limit=1)
    plan = match(problem, RULEBOOK)
    answer = why_not(problem, RULEBOOK, plan, H1, NEAR)
    assert isinstance(answer, Full)
    assert "r1" not in repr(answer)


def test_why_not_any_place_says_of_each_what_why_not_says() -> None:
    problem = two_rooms(wishing("h1"), a_household("h2", urgency=Urgency.PLANNED))
    plan = match(problem, RULEBOOK)
    for household in (H1, H2):
        answers = why_not_any(problem, RULEBOOK, plan, household)
        assert answers == {
            place.id: why_not(problem, RULEBOOK, plan, household, place.id)
            for place in problem.places
        }


def test_a_place_that_closes_before_anybody_could_come_says_that_there_is_no_night() -> None:
    problem = a_problem([a_household("h1")], [a_place("near", closes=night(0)), a_place("far")])
    answer = why_not(problem, RULEBOOK, match(problem, RULEBOOK), H1, NEAR)
    assert answer == Barred((Reason(NO_NIGHT, {}),))
    assert "nacht" in tell(RULEBOOK, answer)[0]


def test_a_bed_that_is_expected_to_be_free_is_possible_by_the_forecast() -> None:
    room = a_place("near")
    stay = an_occupancy(room, -3, 99, expected_until=night(1))
    problem = a_problem([a_household("h1", urgency=Urgency.SOON)], [room], [stay])
    answer = why_not(problem, RULEBOOK, match(problem, RULEBOOK), H1, NEAR)
    assert isinstance(answer, Possible)
    assert answer.option.certainty is Certainty.EXPECTED
    assert answer.option.night == night(1)


def test_joined_rooms_are_full_when_one_of_them_is_given_to_somebody() -> None:
    rooms = [a_place("near", site=SiteId("s")), a_place("far", site=SiteId("s"))]
    joined = a_combination("both", *rooms)
    family = a_household("h1", WOMAN, GIRL)
    problem = a_problem([family], rooms, combinations=(joined,))
    answer = why_not(problem, RULEBOOK, match(problem, RULEBOOK), H1, joined.id)
    assert isinstance(answer, Possible)
    taken = [an_occupancy(rooms[0])]
    problem = a_problem([family], rooms, taken, combinations=(joined,))
    answer = why_not(problem, RULEBOOK, match(problem, RULEBOOK), H1, joined.id)
    assert isinstance(answer, Full)


def test_the_ranking_gives_the_exact_price_for_others() -> None:
    problem = two_rooms(wishing("h1"), wishing("h2", Urgency.PLANNED))
    plan = match(problem, RULEBOOK)
    near, far = rank(problem, RULEBOOK, plan, H2)
    assert (far.option.place, far.extra, far.extra_for_others, far.is_exact) == (FAR, 0, 0, True)
    # In the wished region h2 saves ten points, which h1 then pays.
    assert (near.option.place, near.extra, near.extra_for_others) == (NEAR, -10, 10)
    assert near.others == 1
    assert "h1" not in repr(near)
    (told,) = tell(RULEBOOK, near, "en")
    assert told == (
        "near is possible from 2 March 2026: it costs this household 10 points less and 1 other "
        "10 points more."
    )


def test_whole_plans_stand_beside_the_plan_and_claim_no_more_than_it() -> None:
    problem = two_rooms(wishing("h1"), a_household("h2"), freshness=Freshness.OLDER)
    plan = match(problem, RULEBOOK)
    (other,) = alternatives(problem, RULEBOOK, plan, H1)
    here, there = (p.assignment_of(H1) for p in (plan, other))
    assert here is not None
    assert there is not None
    assert here.option.place != there.option.place
    assert other.bound == plan.bound
    assert (other.proof is Proof.OPTIMAL) == (other.points == plan.points)
    assert audit(RULEBOOK, problem, other) == ()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_institution_hears_no_safety_reason_and_no_count(language: Any) -> None:  # noqa: ANN401
    barred = Barred(
        (Reason("SAF-1", {"regions": [DRENTHE]}), Reason("CAR-1", {"missing": ["cot"]}))
    )
    helpdesk = tell(RULEBOOK, barred, language)
    institution = tell(RULEBOOK, barred, language, for_institution=True)
    assert len(helpdesk) == 2
    assert "drenthe" in helpdesk[0]
    assert institution == helpdesk[1:]
    full = Full((Reason("SAF-4", {"site": SiteId("s1")}), Reason("CAP-1", {"free": 1})), 3)
    assert tell(RULEBOOK, full, language, for_institution=True) == ()
    assert "3" in tell(RULEBOOK, full, language)[-1]


def test_every_explanation_is_whole_sentences_in_both_languages() -> None:
    problem = two_rooms(wishing("h1"), wishing("h2", Urgency.PLANNED), a_household("h3", GIRL))
    plan = match(problem, RULEBOOK)
    for household in problem.households:
        told = [why(problem, RULEBOOK, plan, household.id)]
        answers = [why_not(problem, RULEBOOK, plan, household.id, p.id) for p in problem.places]
        for explained in (*told, *answers):
            for nl, en in zip(
                tell(RULEBOOK, explained, "nl"), tell(RULEBOOK, explained, "en"), strict=True
            ):
                assert nl.endswith(".")
                assert en.endswith(".")
                assert nl != en
