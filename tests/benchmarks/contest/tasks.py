"""What can be solved, by name: drawn instances, the national register, and the public sets."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from solver.facts import Problem
from solver.rulebook import RULEBOOK, Rulebook
from tests.benchmarks.instances import Size, an_instance
from tests.benchmarks.national import the_national_register
from tests.benchmarks.public import gap, pas, refugee
from tests.benchmarks.public.sets import PublicInstance

NATIONAL = "netherlands"
SIZES = (
    Size(40, 500, 40),
    Size(60, 1_000, 60),
    Size(100, 500, 60),
    Size(200, 1_000, 100),
    Size(400, 2_000, 200),
    Size(2_000, 10_000, 500),
)


@dataclass(frozen=True)
class Task:
    """A problem with its rules, and the points that are to be reached where they are known."""

    name: str
    problem: Problem
    rulebook: Rulebook = RULEBOOK
    target: int | None = None


def size_of(text: str) -> Size:
    """Read a size, such as ``60x1000x60`` or ``60 x 1,000 x 60``.

    Raises:
        ValueError: It is none.
    """
    new, beds, movable = (int(part.replace(",", "")) for part in text.split("x"))
    return Size(new, beds, movable)


def drawn(size: Size, seed: int) -> str:
    """Give the name of a drawn instance."""
    return f"{size}/{seed}"


def family_of(task: str) -> str:
    """Give what a task is one of: its size, or its set."""
    return task.partition("/")[0]


def public_names(family: str) -> list[str]:
    """Give the names of the instances of a public set.

    Raises:
        SetIsMissing: The files are not there.
    """
    return [f"{family}/{instance.name}" for instance in PUBLIC[family]()]


def task(name: str) -> Task:
    """Give a task by its name, drawn or read anew.

    Raises:
        SetIsMissing: The files of a public set are not there.
        KeyError: There is no such task.
    """
    family, _, which = name.partition("/")
    if family == NATIONAL:
        return Task(name, the_national_register())
    if family in PUBLIC:
        for instance in PUBLIC[family]():
            if instance.name == which:
                return Task(name, instance.problem, instance.rulebook, instance.target)
        raise KeyError(name)
    return Task(name, an_instance(size_of(family), int(which)))


def _refugees() -> Iterator[PublicInstance]:
    yield refugee.instance()


PUBLIC: Mapping[str, Callable[[], Iterator[PublicInstance]]] = MappingProxyType(
    {
        "refugee": _refugees,
        "gap": gap.instances,
        "pas": pas.instances,
    }
)
"""The public sets, each with what reads it."""
