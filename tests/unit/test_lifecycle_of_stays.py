"""The states of a stay and of the questions after it, every act in every state by everybody."""

from itertools import product

import pytest

from placement.errors import NotAllowed, TransitionNotAllowed
from placement.lifecycle.stays import (
    OUTCOME_STEPS,
    STAY_STEPS,
    OutcomeAct,
    OutcomeState,
    StayAct,
    StayState,
    outcome_after,
    stay_after,
)
from placement.policy import Role

CARE = {Role.HELPDESK, Role.ZORGCOORDINATOR}
HOUSE = {Role.HELPDESK, Role.INSTITUTION}
FOLLOWED = {
    StayAct.OPEN_BLOCKER,
    StayAct.ADD_MILESTONE,
    StayAct.MARK_READY,
    StayAct.WITHDRAW_READINESS,
    StayAct.REFER_ONWARD,
    StayAct.WITHDRAW_ONWARD,
}
OWN = {
    StayAct.EXPLAIN: HOUSE | CARE,
    StayAct.APPLY_FOR_OMM: {Role.INSTITUTION},
    StayAct.GRANT_OMM: {Role.HELPDESK},
}
TURNS = {
    (StayState.ONGOING, StayAct.MARK_READY): StayState.READY,
    (StayState.ONGOING, StayAct.WITHDRAW_READINESS): None,
    (StayState.READY, StayAct.MARK_READY): None,
    (StayState.READY, StayAct.WITHDRAW_READINESS): StayState.ONGOING,
}
"""What a stay may not do, or leaves it in another state (design.md 6)."""


def following(state: StayState, act: StayAct) -> StayState | None:
    return None if state is StayState.ENDED else TURNS.get((state, act), state)


def test_every_state_has_its_line() -> None:
    assert set(STAY_STEPS) == set(StayState)
    assert set(OUTCOME_STEPS) == set(OutcomeState)


@pytest.mark.parametrize(("state", "act"), list(product(StayState, StayAct)))
@pytest.mark.parametrize("role", Role)
def test_a_step_of_a_stay_is_taken_refused_or_not_theirs(
    state: StayState, act: StayAct, role: Role
) -> None:
    after = following(state, act)
    movers = OWN.get(act, CARE if act in FOLLOWED else HOUSE)
    if after is None:
        with pytest.raises(TransitionNotAllowed) as refused:
            stay_after(state, act, role)
        possible = sorted(other for other in StayAct if following(state, other))
        assert refused.value.allowed == tuple(possible)
    elif role in movers:
        assert stay_after(state, act, role) is after
    else:
        with pytest.raises(NotAllowed):
            stay_after(state, act, role)


@pytest.mark.parametrize("state", OutcomeState)
def test_a_question_is_answered_from_its_day_on_and_better_later(state: OutcomeState) -> None:
    if state is OutcomeState.NOT_DUE:
        with pytest.raises(TransitionNotAllowed) as refused:
            outcome_after(state, OutcomeAct.ANSWER, Role.HELPDESK)
        assert refused.value.allowed == ()
        return
    for role in CARE:
        assert outcome_after(state, OutcomeAct.ANSWER, role) is OutcomeState.ANSWERED
    with pytest.raises(NotAllowed):
        outcome_after(state, OutcomeAct.ANSWER, Role.INSTITUTION)
