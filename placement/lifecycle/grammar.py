"""What a table of states is, and how a step is looked up in one."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from placement.errors import NotAllowed, TransitionNotAllowed

State = TypeVar("State", bound=StrEnum)
Act = TypeVar("Act", bound=StrEnum)
Steps = Mapping[State, Mapping[Act, tuple[State, frozenset[str]]]]
"""What may follow each state: the act, the state after it, and who may do it."""


def after(steps: Steps[State, Act], state: State, act: Act, mover: str) -> State:
    """The state after an act.

    Raises:
        TransitionNotAllowed: the state does not know this act; it lists those it knows.
        NotAllowed: the act belongs to others.
    """
    possible = steps[state]
    if act not in possible:
        raise TransitionNotAllowed(state=state, asked=act, allowed=tuple(sorted(possible)))
    following, movers = possible[act]
    if mover not in movers:
        raise NotAllowed(asked=str(act))
    return following
