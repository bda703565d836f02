from itertools import product

import pytest

from placement.errors import NotAllowed, TransitionNotAllowed
from placement.lifecycle import (
    PLACEMENT_STEPS,
    REFERRAL_STEPS,
    SETTLING,
    PlacementAct,
    PlacementState,
    ReferralAct,
    ReferralState,
    placement_after,
    referral_after,
)
from placement.lifecycle.runs import RUN_STEPS, WORKER, RunAct, RunState, run_after
from placement.policy import Role


def test_every_state_has_its_line_in_the_tables() -> None:
    assert set(REFERRAL_STEPS) == set(ReferralState)
    assert set(PLACEMENT_STEPS) == set(PlacementState)


def test_only_roles_and_settling_move_states() -> None:
    movers = {
        mover
        for table in (REFERRAL_STEPS, PLACEMENT_STEPS)
        for steps in table.values()
        for _, who in steps.values()
        for mover in who
    }
    assert movers <= {role.value for role in Role} | {SETTLING}


@pytest.mark.parametrize(("state", "act"), list(product(PlacementState, PlacementAct)))
def test_a_step_is_taken_or_refused_with_the_possible_ones(
    state: PlacementState, act: PlacementAct
) -> None:
    possible = PLACEMENT_STEPS[state]
    if act in possible:
        following, movers = possible[act]
        assert placement_after(state, act, min(movers)) is following
        return
    with pytest.raises(TransitionNotAllowed) as refused:
        placement_after(state, act, Role.HELPDESK)
    assert refused.value.allowed == tuple(sorted(possible))


def test_an_arriving_household_is_never_displaced() -> None:
    with pytest.raises(TransitionNotAllowed):
        placement_after(PlacementState.ARRIVING, PlacementAct.DISPLACE, SETTLING)
    assert (
        placement_after(PlacementState.ACCEPTED, PlacementAct.DISPLACE, SETTLING)
        is PlacementState.DISPLACED
    )


def test_a_house_reports_an_arrival_but_does_not_release() -> None:
    accepted = PlacementState.ACCEPTED
    assert placement_after(accepted, PlacementAct.ARRIVE, Role.INSTITUTION)
    with pytest.raises(NotAllowed):
        placement_after(accepted, PlacementAct.RELEASE, Role.INSTITUTION)


def test_an_ended_referral_stays_ended() -> None:
    with pytest.raises(TransitionNotAllowed) as refused:
        referral_after(ReferralState.ENDED, ReferralAct.REOPEN, Role.HELPDESK)
    assert refused.value.allowed == ()


@pytest.mark.parametrize(("state", "act"), list(product(RunState, RunAct)))
def test_a_run_takes_a_step_or_refuses_it_with_the_possible_ones(
    state: RunState, act: RunAct
) -> None:
    possible = RUN_STEPS[state]
    if act in possible:
        following, movers = possible[act]
        assert run_after(state, act, min(movers)) is following
        assert movers <= {WORKER, Role.HELPDESK, Role.ADMINISTRATOR}
        return
    with pytest.raises(TransitionNotAllowed) as refused:
        run_after(state, act, WORKER)
    assert refused.value.allowed == tuple(sorted(possible))


def test_only_a_worker_says_that_a_run_is_done() -> None:
    with pytest.raises(NotAllowed):
        run_after(RunState.RUNNING, RunAct.FINISH, Role.HELPDESK)
