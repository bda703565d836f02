"""The handing over of a case: every state and act, exhaustively."""

from itertools import product

import pytest

from placement.errors import NotAllowed, TransitionNotAllowed
from placement.lifecycle import TRANSFER_STEPS, TransferAct, TransferState, transfer_after
from placement.policy import Role

ENDS = {
    TransferAct.ACCEPT: TransferState.ACCEPTED,
    TransferAct.DECLINE: TransferState.DECLINED,
    TransferAct.WITHDRAW: TransferState.WITHDRAWN,
}


def test_every_state_has_its_line() -> None:
    assert set(TRANSFER_STEPS) == set(TransferState)


@pytest.mark.parametrize(("state", "act"), list(product(TransferState, TransferAct)))
@pytest.mark.parametrize("role", [Role.HELPDESK, Role.ZORGCOORDINATOR])
def test_only_what_is_offered_moves_and_it_moves_once(
    state: TransferState, act: TransferAct, role: Role
) -> None:
    if state is TransferState.OFFERED:
        assert transfer_after(state, act, role) is ENDS[act]
        return
    with pytest.raises(TransitionNotAllowed) as refused:
        transfer_after(state, act, role)
    assert refused.value.allowed == ()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.HELPDESK, Role.ZORGCOORDINATOR}))
@pytest.mark.parametrize("act", TransferAct)
def test_nobody_else_hands_over_a_case(act: TransferAct, role: Role) -> None:
    with pytest.raises(NotAllowed):
        transfer_after(TransferState.OFFERED, act, role)
