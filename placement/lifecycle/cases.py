"""The states of a case (dossier), and who may move them: a pure table."""

from enum import StrEnum

from placement.lifecycle.grammar import Steps, after


class CaseState(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    CLOSED = "closed"


class CaseAct(StrEnum):
    """What people do with a case."""

    CLOSE = "close_case"
    REOPEN = "reopen_case"


_CARE = frozenset({"helpdesk", "zorgcoordinator"})

CASE_STEPS: Steps[CaseState, CaseAct] = {
    CaseState.OPEN: {CaseAct.CLOSE: (CaseState.CLOSED, _CARE)},
    CaseState.CLOSED: {CaseAct.REOPEN: (CaseState.OPEN, _CARE)},
}


def case_after(state: CaseState, act: CaseAct, mover: str) -> CaseState:
    """The state of a case after an act by ``mover``, the value of a role.

    Raises:
        TransitionNotAllowed: the state does not know this act; it lists those it knows.
        NotAllowed: the act belongs to others.
    """
    return after(CASE_STEPS, state, act, mover)
