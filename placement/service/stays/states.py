"""Where a stay stands, and whether an act is possible there."""

from placement.lifecycle.stays import STAY_STEPS, StayAct, StayState, stay_after
from placement.policy import Subject
from placement.store.codes import Readiness
from placement.store.tables import Stay


def state_of(stay: Stay) -> StayState:
    """Where a stay stands."""
    if stay.ended_on is not None:
        return StayState.ENDED
    return StayState.READY if stay.readiness is Readiness.READY else StayState.ONGOING


def check_step(stay: Stay, act: StayAct, by: Subject) -> StayState:
    """The state of a stay after an act.

    Raises:
        TransitionNotAllowed: the state does not know this act; it lists those it knows.
        NotAllowed: the act belongs to others.
    """
    return stay_after(state_of(stay), act, by.role)


def others_possible(stay: Stay, act: StayAct) -> tuple[str, ...]:
    """What can be done with a stay when the facts, not its state, stand in the way of an act."""
    return tuple(sorted(set(STAY_STEPS[state_of(stay)]) - {act}))
