"""Wing and Gong's search with Lowe's memo, on the history of one bed.

An operation lies somewhere between its call and its answer. Is there an order in which each one,
done alone, gives the answer that was seen? One whose answer was lost may lie anywhere after its
call, or nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

NEVER_ANSWERED = 1 << 62


class Kind(StrEnum):
    """What is done with a bed."""

    BOOK = "book"
    RELEASE = "release"
    END_ON = "end_on"
    """The nights end on another one, earlier or later."""


class Seen(StrEnum):
    """What the client saw."""

    DONE = "done"
    REFUSED = "refused"
    LOST = "lost"
    """The answer never came: it was done, or it was not."""


@dataclass(frozen=True)
class Operation:
    """One act on one bed by one client."""

    bed: str
    kind: Kind
    placement: str
    begins: int
    until: int
    seen: Seen
    called: int
    answered: int = NEVER_ANSWERED


@dataclass(frozen=True)
class Nights:
    """The nights [begins, until) of one placement in the bed."""

    placement: str
    begins: int
    until: int
    is_reported: bool = False
    """Somebody reported the departure; before that the end is a forecast, and nobody follows."""


State = frozenset[Nights]


def after(state: State, operation: Operation) -> tuple[State, bool]:
    """Do one operation alone: the state afterwards, and whether it was done."""
    own = next((row for row in state if row.placement == operation.placement), None)
    if operation.kind is Kind.RELEASE:
        return (state, False) if own is None else (state - {own}, True)
    if operation.kind is Kind.BOOK:
        wanted = Nights(operation.placement, operation.begins, operation.until)
        if any(
            row.begins < wanted.until and (wanted.begins < row.until or not row.is_reported)
            for row in state
        ):
            return state, False
        return state | {wanted}, True
    if own is None:
        return state, False
    wanted = Nights(own.placement, own.begins, operation.until, is_reported=True)
    others = state - {own}
    if any(row.begins < wanted.until and wanted.begins < row.until for row in others):
        return state, False
    return others | {wanted}, True


def is_linearizable(history: Sequence[Operation]) -> bool:
    """Whether some order explains everything that was seen of one bed."""
    todo = sorted(history, key=lambda operation: operation.called)
    tried: set[tuple[frozenset[int], State]] = set()
    stack: list[tuple[frozenset[int], State]] = [(frozenset(), frozenset())]
    answered = {n for n, operation in enumerate(todo) if operation.seen is not Seen.LOST}
    while stack:
        done, state = stack.pop()
        if answered <= done:
            return True
        if (done, state) in tried:
            continue
        tried.add((done, state))
        for number in _next(todo, done):
            following, was_done = after(state, todo[number])
            if todo[number].seen is Seen.LOST:
                # Done without effect is the same as not done at all, so that is left out.
                if was_done:
                    stack.append((done | {number}, following))
            elif was_done is (todo[number].seen is Seen.DONE):
                stack.append((done | {number}, following))
    return False


def _next(todo: Sequence[Operation], done: frozenset[int]) -> list[int]:
    """What can come next: whatever was called before any other that is left was answered."""
    left = [(n, operation) for n, operation in enumerate(todo) if n not in done]
    first_answer = min(operation.answered for _, operation in left)
    return [n for n, operation in left if operation.called < first_answer]
