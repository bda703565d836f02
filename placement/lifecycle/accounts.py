"""The states of an account, and who may move them: a pure table."""

from enum import StrEnum

from placement.lifecycle.grammar import Steps, after


class AccountState(StrEnum):
    """Whether somebody may sign in."""

    ENABLED = "enabled"
    DISABLED = "disabled"


class AccountAct(StrEnum):
    """What an administrator does with an account that was made."""

    DISABLE = "disable_account"
    ENABLE = "enable_account"


_ADMINISTRATORS = frozenset({"administrator"})

ACCOUNT_STEPS: Steps[AccountState, AccountAct] = {
    AccountState.ENABLED: {AccountAct.DISABLE: (AccountState.DISABLED, _ADMINISTRATORS)},
    AccountState.DISABLED: {AccountAct.ENABLE: (AccountState.ENABLED, _ADMINISTRATORS)},
}


def account_after(state: AccountState, act: AccountAct, mover: str) -> AccountState:
    """The state of an account after an act by ``mover``, the value of a role.

    Raises:
        TransitionNotAllowed: the state does not know this act; it lists those it knows.
        NotAllowed: the act belongs to others.
    """
    return after(ACCOUNT_STEPS, state, act, mover)
