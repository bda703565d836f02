from dataclasses import replace
from datetime import date

from solver.codes import Certainty, HouseholdId, Mode, PlaceId, Use
from solver.judgement import (
    Promise,
    audit,
    broken_rulings,
    certainty,
    objections,
    penalty,
    price,
    referral_verdict,
    rest_penalty,
)
from solver.plans import Chain, Plan, Proof, Rest
from solver.rulebook import RULEBOOK
from tests.builders import (
    GIRL,
    HORIZON,
    MAN,
    WOMAN,
    a_household,
    a_place,
    a_problem,
    a_resident,
    an_occupancy,
    night,
)
from tests.plans import a_plan, an_option

ROOM, ELSEWHERE = a_place("room"), a_place("elsewhere")
ASKED = a_place("asked", mode=Mode.MEDIATE, nights_lost_when_asked=1)
FLAT = a_place("flat", 3)
ANN, BEA = a_household("ann"), a_household("bea", waited=3)
CHILD = a_household("child", GIRL)
MOTHER = a_household("mother", WOMAN, GIRL)
LIVES_THERE = a_resident(ROOM, stay={"right_ends": night(0)})
# Ann takes the room that the resident leaves, mother the flat, bea waits, the child is referred.
PROBLEM = a_problem([ANN, BEA, CHILD, MOTHER, LIVES_THERE], [ROOM, ELSEWHERE, ASKED, FLAT])
MOVES = {
    "r1": ("elsewhere", 0, ("elsewhere-b1",)),
    "ann": ("room", 1, ("room-b1",)),
    "mother": ("flat", 0, ("flat-b1", "flat-b3")),
}
GOOD = a_plan(PROBLEM, MOVES, ("r1", "ann"))


def promises(plan: Plan) -> set[Promise]:
    return {breach.promise for breach in audit(RULEBOOK, PROBLEM, plan)}


def test_a_lawful_plan_breaks_nothing() -> None:
    assert audit(RULEBOOK, PROBLEM, GOOD) == ()


def test_resting_is_always_lawful() -> None:
    assert audit(RULEBOOK, PROBLEM, a_plan(PROBLEM, {})) == ()


def test_a_plan_is_priced_anew_from_the_facts() -> None:
    waiting = 10_000 * (13 + 14 + 15 + 16 + 17 + 18 + 19 + 20 + 21 + 22) // 10
    moving, a_night_late = 10, 10_000
    assert price(RULEBOOK, PROBLEM, GOOD) == GOOD.points == waiting + moving + a_night_late


def test_a_household_forgotten_is_seen() -> None:
    assert Promise.EVERYBODY_ONCE in promises(replace(GOOD, rests=()))


def test_a_household_twice_is_seen() -> None:
    twice = replace(GOOD, rests=(*GOOD.rests, Rest(ANN.id, rest_penalty(RULEBOOK, ANN, HORIZON))))
    assert Promise.EVERYBODY_ONCE in promises(twice)


def test_an_unknown_household_or_place_is_seen() -> None:
    stranger = replace(GOOD, rests=(*GOOD.rests, Rest(HouseholdId("x"), {})))
    assert promises(stranger) == {Promise.ONLY_THE_KNOWN}
    first, *others = GOOD.assignments
    nowhere = replace(first, option=first.option._replace(place=PlaceId("x")))
    assert Promise.ONLY_THE_KNOWN in promises(replace(GOOD, assignments=(nowhere, *others)))


def test_a_minor_alone_is_referred_and_nobody_else() -> None:
    resting = Rest(CHILD.id, rest_penalty(RULEBOOK, CHILD, HORIZON))
    kept = replace(GOOD, referred=(), rests=(*GOOD.rests, resting))
    assert Promise.REFERRED_BY_RULE in promises(kept)
    (bea,) = GOOD.rests
    sent_away = replace(GOOD, referred=(*GOOD.referred, bea.household), rests=())
    assert Promise.REFERRED_BY_RULE in promises(sent_away)


def test_a_barred_place_is_seen_with_its_rule() -> None:
    barred = replace(ANN, bedenktijd=None)
    problem = a_problem([barred], [ROOM])
    plan = a_plan(problem, {"ann": ("room", 0, ("room-b1",))})
    (breach,) = audit(RULEBOOK, problem, plan)
    assert (breach.promise, breach.rule) == (Promise.NO_OBJECTION, "ELI-1")


def test_nights_past_the_end_of_a_place_are_seen() -> None:
    problem = a_problem([ANN], [replace(ROOM, closes=night(4))])
    plan = a_plan(problem, {"ann": ("room", 0, ("room-b1",))})
    assert [b.promise for b in audit(RULEBOOK, problem, plan)] == [Promise.WITHIN_ITS_NIGHTS]


def test_a_night_before_tonight_is_seen() -> None:
    problem = a_problem(
        [replace(ANN, arrives_from=night(-3))], [replace(ROOM, admits_from=night(-3))]
    )
    plan = a_plan(problem, {"ann": ("room", -1, ("room-b1",))})
    assert [b.promise for b in audit(RULEBOOK, problem, plan)] == [Promise.WITHIN_ITS_NIGHTS]


def test_too_few_beds_and_beds_of_another_place_are_seen() -> None:
    few = a_plan(PROBLEM, MOVES | {"mother": ("flat", 0, ("flat-b1",))}, ("r1", "ann"))
    strange = a_plan(
        PROBLEM, MOVES | {"mother": ("flat", 0, ("flat-b1", "asked-b1"))}, ("r1", "ann")
    )
    same = a_plan(PROBLEM, MOVES | {"mother": ("flat", 0, ("flat-b1", "flat-b1"))}, ("r1", "ann"))
    assert all(Promise.BEDS_FOR_ALL in promises(plan) for plan in (few, strange, same))


def test_two_in_one_bed_are_seen() -> None:
    shared = a_place("shared", 2, use=Use.SHARED_ROOM)
    problem = a_problem([ANN, BEA], [shared])
    taken = {"ann": ("shared", 0, ("shared-b1",)), "bea": ("shared", 3, ("shared-b1",))}
    plan = a_plan(problem, taken)
    assert [b.promise for b in audit(RULEBOOK, problem, plan)] == [Promise.NO_BED_TWICE]
    apart = a_plan(problem, taken | {"bea": ("shared", 3, ("shared-b2",))})
    assert audit(RULEBOOK, problem, apart) == ()


def test_a_breach_shows_the_bed_and_both_uses() -> None:
    both = {"ann": ("elsewhere", 0, ("elsewhere-b1",)), "bea": ("elsewhere", 3, ("elsewhere-b1",))}
    found = audit(RULEBOOK, PROBLEM, a_plan(PROBLEM, both))
    (twice,) = (breach for breach in found if breach.promise is Promise.NO_BED_TWICE)
    uses = [(night(0), HORIZON), (night(3), HORIZON)]
    assert twice.facts == {"bed": "elsewhere-b1", "uses": uses}


def test_who_has_a_bed_and_no_stay_frees_nothing_by_going_elsewhere() -> None:
    taken = an_occupancy(ELSEWHERE, household=BEA.id, room_key=BEA.id)
    problem = a_problem([ANN, BEA], [ROOM, ELSEWHERE], [taken])
    goes = {"bea": ("room", 0, ("room-b1",)), "ann": ("elsewhere", 0, ("elsewhere-b1",))}
    found = audit(RULEBOOK, problem, a_plan(problem, goes))
    assert {"CAP-1", "CAP-2"} <= {breach.rule for breach in found}
    assert Promise.NO_BED_TWICE in {breach.promise for breach in found}


def test_a_bed_that_somebody_still_has_is_seen() -> None:
    stays = a_plan(PROBLEM, {k: v for k, v in MOVES.items() if k != "r1"})
    assert {Promise.NO_BED_TWICE, Promise.TOGETHER_LAWFUL} <= promises(stays)


def test_a_bed_is_free_from_the_night_of_the_move_not_before() -> None:
    late = a_plan(PROBLEM, MOVES | {"r1": ("elsewhere", 2, ("elsewhere-b1",))}, ("r1", "ann"))
    same_night = a_plan(PROBLEM, MOVES | {"r1": ("elsewhere", 1, ("elsewhere-b1",))}, ("r1", "ann"))
    assert Promise.NO_BED_TWICE in promises(late)
    assert promises(same_night) == set()


def test_an_unanswered_move_frees_nothing() -> None:
    asked = a_plan(PROBLEM, MOVES | {"r1": ("asked", 0, ("asked-b1",))}, ("r1", "ann"))
    assert Promise.NO_BED_TWICE in promises(asked)


def test_calling_an_open_option_certain_is_seen_and_still_frees_nothing() -> None:
    asked = a_plan(PROBLEM, MOVES | {"r1": ("asked", 0, ("asked-b1",))}, ("r1", "ann"))
    first, *others = asked.assignments
    boasted = replace(first, option=first.option._replace(certainty=Certainty.CERTAIN))
    found = promises(replace(asked, assignments=(boasted, *others)))
    assert {Promise.HONEST_CERTAINTY, Promise.NO_BED_TWICE} <= found


def test_a_broken_together_rule_is_seen() -> None:
    shared = a_place("shared", 2, use=Use.SHARED_ROOM)
    problem = a_problem([ANN, a_household("cas", MAN)], [shared])
    taken = {"ann": ("shared", 0, ("shared-b1",)), "cas": ("shared", 3, ("shared-b2",))}
    (breach,) = audit(RULEBOOK, problem, a_plan(problem, taken))
    assert (breach.promise, breach.rule) == (Promise.TOGETHER_LAWFUL, "CAP-2")


def test_points_that_do_not_add_up_are_seen() -> None:
    assert promises(replace(GOOD, points=GOOD.points - 1, bound=GOOD.points - 1)) == {
        Promise.POINTS_ADD_UP
    }
    first, *others = GOOD.assignments
    cheaper = replace(first, points={})
    assert promises(replace(GOOD, assignments=(cheaper, *others))) == {Promise.POINTS_ADD_UP}
    assert promises(replace(GOOD, rests=(Rest(BEA.id, {"WAI-1": 1}),))) == {Promise.POINTS_ADD_UP}


def test_a_proof_that_proves_nothing_is_seen() -> None:
    below = GOOD.points - 1
    assert promises(replace(GOOD, bound=below)) == {Promise.HONEST_PROOF}
    assert promises(replace(GOOD, bound=GOOD.points + 1, proof=Proof.WITHIN)) == {
        Promise.HONEST_PROOF
    }
    assert promises(replace(GOOD, bound=None, proof=Proof.WITHIN)) == {Promise.HONEST_PROOF}
    assert promises(replace(GOOD, bound=below, proof=Proof.WITHIN)) == set()
    assert promises(replace(GOOD, bound=None, proof=Proof.RANKED)) == set()


def test_a_chain_that_is_not_told_or_told_backwards_is_seen() -> None:
    (chain,) = GOOD.chains
    backwards = Chain(chain.acts[::-1])
    a_ring = replace(chain, is_ring=True)
    stray = Chain((chain.acts[0], an_option(PROBLEM, "mother", "flat", 0)))
    for told in ((), (backwards,), (a_ring,), (chain, stray)):
        assert promises(replace(GOOD, chains=told)) == {Promise.CHAINS_TOLD}


def test_whoever_takes_the_room_waits_for_its_use_not_only_for_the_bed() -> None:
    lives = a_resident(FLAT)
    problem = a_problem([ANN, lives], [FLAT, ELSEWHERE])
    taken = {"r1": ("elsewhere", 0, ("elsewhere-b1",)), "ann": ("flat", 0, ("flat-b3",))}
    assert audit(RULEBOOK, problem, a_plan(problem, taken, ("r1", "ann"))) == ()
    untold = audit(RULEBOOK, problem, a_plan(problem, taken))
    assert [breach.promise for breach in untold] == [Promise.CHAINS_TOLD]


def test_whoever_comes_after_a_reported_departure_waits_for_no_move() -> None:
    leaves = a_resident(ROOM, stay={"departs": night(4)})
    problem = a_problem([ANN, leaves], [ROOM, ELSEWHERE])
    taken = {"r1": ("elsewhere", 0, ("elsewhere-b1",)), "ann": ("room", 4, ("room-b1",))}
    assert audit(RULEBOOK, problem, a_plan(problem, taken)) == ()
    before = a_plan(problem, taken | {"ann": ("room", 3, ("room-b1",))})
    assert [b.promise for b in audit(RULEBOOK, problem, before)] == [Promise.CHAINS_TOLD]


def test_two_who_change_places_are_a_ring_and_one_act() -> None:
    one, other = a_resident(ROOM, "one"), a_resident(ELSEWHERE, "other")
    problem = a_problem([one, other], [ROOM, ELSEWHERE], chain_limit=1)
    taken = {"one": ("elsewhere", 0, ("elsewhere-b1",)), "other": ("room", 0, ("room-b1",))}
    plan = a_plan(problem, taken, ("one", "other"))
    ring = replace(plan, chains=tuple(replace(chain, is_ring=True) for chain in plan.chains))
    assert audit(RULEBOOK, problem, ring) == ()
    assert {b.promise for b in audit(RULEBOOK, problem, plan)} == {Promise.CHAINS_TOLD}


def test_a_chain_over_the_limit_is_seen() -> None:
    short = replace(PROBLEM, chain_limit=1)
    plan = a_plan(short, MOVES, ("r1", "ann"))
    assert [breach.promise for breach in audit(RULEBOOK, short, plan)] == [Promise.CHAINS_SHORT]


def test_a_plan_of_other_facts_is_seen() -> None:
    others = replace(PROBLEM, chain_limit=2)
    assert {b.promise for b in audit(RULEBOOK, others, GOOD)} == {Promise.MADE_FROM_THESE_FACTS}


def test_objections_name_every_rule_with_its_facts() -> None:
    household = a_household(known_sites=frozenset({ROOM.site}), security_needed=2)
    found = objections(RULEBOOK, household, ROOM, night(0), HORIZON)
    assert [rule.code for rule, _ in found] == ["SAF-2", "SAF-3"]
    assert found[1][1].facts == {"needed": 2, "offered": 0}


def test_the_verdict_of_a_minor_alone_comes_with_its_rule() -> None:
    ((rule, finding),) = referral_verdict(RULEBOOK, CHILD)
    assert rule.code == "ELI-6"
    assert finding.facts == {"adult": False, "role_checked": True}
    assert referral_verdict(RULEBOOK, MOTHER) == ()


def test_a_penalty_leaves_out_what_costs_nothing() -> None:
    assert penalty(RULEBOOK, ANN, ROOM, night(0), HORIZON) == {}
    assert penalty(RULEBOOK, ANN, ROOM, night(1), night(9)) == {"WAI-1": 10_000, "WAI-3": 10}
    assert rest_penalty(RULEBOOK, LIVES_THERE, HORIZON) == {"OUT-1": 300}


def test_an_option_is_certain_when_we_place_or_the_house_said_yes() -> None:
    told_yes = replace(ANN, said_yes=frozenset({ASKED.id}))
    assert certainty(ANN, ROOM) is Certainty.CERTAIN
    assert certainty(ANN, ASKED) is Certainty.TO_ASK
    assert certainty(told_yes, ASKED) is Certainty.CERTAIN


def test_broken_rulings_come_with_rule_and_facts() -> None:
    problem = a_problem([ANN], [ROOM], [an_occupancy(ROOM, 2, 5)])
    broken = broken_rulings(RULEBOOK, problem, [an_option(problem, "ann", "room", 0)])
    assert [rule.code for rule, _ in broken] == ["CAP-1", "CAP-2"]
    assert broken[0][1].facts == {"place": "room", "night": night(2), "free": 0}


def test_a_rule_that_is_no_longer_in_force_judges_nothing() -> None:
    ended = tuple(
        replace(rule, valid_until=date(2026, 1, 1)) if rule.code == "ELI-1" else rule
        for rule in RULEBOOK.rules
    )
    book = replace(RULEBOOK, rules=ended)
    codes = {rule.code for rule in book.in_force(night(0)).rules}
    assert {rule.code for rule in RULEBOOK.rules} - codes == {"ELI-1"}
    barred = replace(ANN, bedenktijd=None)
    problem = a_problem([barred], [ROOM])
    plan = a_plan(problem, {"ann": ("room", 0, ("room-b1",))})
    assert audit(book, problem, plan) == ()
