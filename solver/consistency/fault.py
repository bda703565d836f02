"""What is said of facts that cannot be."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """Something in the facts that cannot be: where it is, what is wrong, what would be right."""

    path: str
    """A JSON pointer into the problem, for example ``/households/2/needed_until``."""
    message: str
    remedy: str


def twice(path: str, field: str, ids: Sequence[str]) -> Iterator[Fault]:
    """Give a fault for each id that is used more than once."""
    counted = Counter(ids)
    for number, name in enumerate(ids):
        if counted[name] > 1:
            yield Fault(f"{path}/{number}/{field}", f"{name} is used twice", "an id of its own")


def outside(path: str, value: int, low: int, high: int | None) -> Iterator[Fault]:
    """Give the fault of a number that is not from ``low`` to ``high``, both included."""
    if value < low or (high is not None and value > high):
        remedy = f"{low} or more" if high is None else f"{low} to {high}"
        yield Fault(path, f"{value} cannot be", remedy)
