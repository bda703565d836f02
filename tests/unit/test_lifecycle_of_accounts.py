"""The states of an account, against a table written by hand."""

import itertools

import pytest

from placement.errors import NotAllowed, TransitionNotAllowed
from placement.lifecycle.accounts import AccountAct, AccountState, account_after
from placement.policy import Role

STEPS = {
    (AccountState.ENABLED, AccountAct.DISABLE): AccountState.DISABLED,
    (AccountState.DISABLED, AccountAct.ENABLE): AccountState.ENABLED,
}


@pytest.mark.parametrize(("state", "act"), list(itertools.product(AccountState, AccountAct)))
def test_each_act_leads_where_it_should_or_names_what_can_be_done(
    state: AccountState, act: AccountAct
) -> None:
    if after := STEPS.get((state, act)):
        assert account_after(state, act, Role.ADMINISTRATOR) is after
        return
    with pytest.raises(TransitionNotAllowed) as refused:
        account_after(state, act, Role.ADMINISTRATOR)
    assert refused.value.allowed == tuple(a for s, a in STEPS if s is state)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_only_an_administrator_shuts_an_account(role: Role) -> None:
    with pytest.raises(NotAllowed):
        account_after(AccountState.ENABLED, AccountAct.DISABLE, role)
