"""The states of a piece of long work, and who may move them: a pure table."""

from enum import StrEnum

from placement.lifecycle.grammar import Steps, after


class RunState(StrEnum):
    """Where a piece of long work stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class RunAct(StrEnum):
    """What people and workers do with a piece of long work."""

    CLAIM = "claim"
    FINISH = "finish"
    FAIL = "fail"
    CANCEL = "cancel"
    RETRY = "retry"


WORKER = "worker"
"""Who moves the state of a run: the process that works it off."""

_WORKER = frozenset({WORKER})
_PEOPLE = frozenset({"helpdesk", "administrator"})
_ASKERS = _PEOPLE | _WORKER

RUN_STEPS: Steps[RunState, RunAct] = {
    RunState.WAITING: {
        RunAct.CLAIM: (RunState.RUNNING, _WORKER),
        RunAct.CANCEL: (RunState.CANCELLED, _ASKERS),
    },
    # Claimed again when its worker died; a person asks to cancel, the worker stops and does.
    RunState.RUNNING: {
        RunAct.CLAIM: (RunState.RUNNING, _WORKER),
        RunAct.FINISH: (RunState.DONE, _WORKER),
        RunAct.FAIL: (RunState.FAILED, _WORKER),
        RunAct.CANCEL: (RunState.CANCELLED, _ASKERS),
    },
    RunState.DONE: {},
    # A worker begins again by itself only while a run goes on; after that a person decides.
    RunState.FAILED: {RunAct.RETRY: (RunState.WAITING, _PEOPLE)},
    RunState.CANCELLED: {},
}


def run_after(state: RunState, act: RunAct, mover: str) -> RunState:
    """The state of a run after an act by ``mover``: the value of a role, or `WORKER`.

    Raises:
        TransitionNotAllowed: the state does not know this act; it lists those it knows.
        NotAllowed: the act belongs to others.
    """
    return after(RUN_STEPS, state, act, mover)
