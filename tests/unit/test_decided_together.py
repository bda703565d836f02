"""What of a plan is one decision: chains that meet, and who of one group comes to one site."""

from collections.abc import Iterable

from placement.service.requests.decided_together import OneDecision, decisions_of
from solver.codes import Certainty, GroupId, HouseholdId, PlaceId, SiteId
from solver.facts import Problem
from solver.plans import Assignment, Chain, Option, Plan, Proof, Provenance
from tests.builders import HORIZON, TONIGHT, a_household, a_place, a_problem

CREW = GroupId("crew")


def act(name: str, place: str = "p1", certainty: Certainty = Certainty.CERTAIN) -> Option:
    return Option(HouseholdId(name), PlaceId(place), TONIGHT, HORIZON, certainty)


def of(options: Iterable[Option], *chains: Chain) -> Plan:
    return Plan(
        assignments=tuple(Assignment(option, (), {}) for option in options),
        rests=(),
        referred=(),
        points=0,
        bound=None,
        proof=Proof.WITHIN,
        chains=chains,
        provenance=Provenance("", "", "", 0, {}),
    )


def facts(**groups: GroupId | None) -> Problem:
    places = [
        a_place("p1", site=SiteId("s")),
        a_place("p2", site=SiteId("s")),
        a_place("far"),
    ]
    return a_problem([a_household(name, group=group) for name, group in groups.items()], places)


def acts_of(found: Iterable[OneDecision]) -> list[list[str]]:
    return [[option.household for option in decision.acts] for decision in found]


A, B, C, D = (act(name) for name in "abcd")
NOBODY = facts(a=None, b=None, c=None, d=None)


def test_an_assignment_that_nobody_waits_for_is_a_decision_of_its_own() -> None:
    assert acts_of(decisions_of(of([A, B]), NOBODY)) == [["a"], ["b"]]


def test_a_chain_is_one_decision_in_its_order() -> None:
    (one,) = decisions_of(of([A, B, C], Chain((C, A, B), is_ring=False)), NOBODY)
    assert acts_of([one]) == [["c", "a", "b"]]
    assert one.following == {A, B}


def test_who_waits_for_two_moves_is_decided_on_with_both() -> None:
    chains = Chain((A, C), is_ring=False), Chain((B, C), is_ring=False)
    assert acts_of(decisions_of(of([A, B, C], *chains), NOBODY)) == [["a", "b", "c"]]


def test_a_ring_with_somebody_behind_it_is_no_ring_any_more() -> None:
    ring = Chain((A, B), is_ring=True)
    assert [one.is_ring for one in decisions_of(of([A, B], ring), NOBODY)] == [True]
    longer = Chain((A, B, C), is_ring=False)
    assert [one.is_ring for one in decisions_of(of([A, B, C], ring, longer), NOBODY)] == [False]


def test_people_of_one_group_at_one_site_are_one_decision() -> None:
    options = [act("a", "p1"), act("b", "p2"), act("c", "far"), act("d", "p1")]
    found = decisions_of(of(options), facts(a=CREW, b=CREW, c=CREW, d=None))
    assert acts_of(found) == [["a", "b"], ["c"], ["d"]]
    assert [one.is_group for one in found] == [True, False, False]


def test_a_group_brings_the_chain_that_frees_its_room() -> None:
    options = [act("a", "p1"), act("b", "p2"), act("d", "far")]
    chain = Chain((options[2], options[1]), is_ring=False)
    (one,) = decisions_of(of(options, chain), facts(a=CREW, b=CREW, d=None))
    assert set(one.acts) == set(options)
    assert one.acts.index(options[2]) < one.acts.index(options[1])


def test_who_may_only_be_expected_is_accepted_with_nobody() -> None:
    options = [act("a", "p1"), act("b", "p2", Certainty.EXPECTED)]
    assert acts_of(decisions_of(of(options), facts(a=CREW, b=CREW))) == [["a"], ["b"]]


def test_a_chain_with_an_act_that_somebody_may_not_see_joins_nobody() -> None:
    assert acts_of(decisions_of(of([A]), NOBODY)) == [["a"]]
    assert acts_of(decisions_of(of([A], Chain((B, A), is_ring=False)), NOBODY)) == [["a"]]
