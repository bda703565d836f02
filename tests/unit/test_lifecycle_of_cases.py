"""The states of a case, against a table written by hand."""

import itertools

import pytest

from placement.errors import NotAllowed, TransitionNotAllowed
from placement.lifecycle.cases import CaseAct, CaseState, case_after
from placement.policy import Role

STEPS = {
    (CaseState.OPEN, CaseAct.CLOSE): CaseState.CLOSED,
    (CaseState.CLOSED, CaseAct.REOPEN): CaseState.OPEN,
}
FOLLOWERS = {Role.HELPDESK, Role.ZORGCOORDINATOR}


@pytest.mark.parametrize(("state", "act"), list(itertools.product(CaseState, CaseAct)))
def test_each_act_leads_where_it_should_or_names_what_can_be_done(
    state: CaseState, act: CaseAct
) -> None:
    if after := STEPS.get((state, act)):
        assert case_after(state, act, Role.HELPDESK) is after
        return
    with pytest.raises(TransitionNotAllowed) as refused:
        case_after(state, act, Role.HELPDESK)
    assert refused.value.allowed == tuple(a for s, a in STEPS if s is state)


@pytest.mark.parametrize("role", Role)
def test_only_who_follows_a_case_closes_it(role: Role) -> None:
    if role in FOLLOWERS:
        assert case_after(CaseState.OPEN, CaseAct.CLOSE, role) is CaseState.CLOSED
        return
    with pytest.raises(NotAllowed):
        case_after(CaseState.OPEN, CaseAct.CLOSE, role)
