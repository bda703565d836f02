"""The columns as values, for those who look at a few of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

from solver.codes import HouseholdId
from solver.facts import Problem
from solver.options.columns import Columns
from solver.options.listing import list_columns
from solver.plans import Option
from solver.rulebook import Rulebook


@dataclass(frozen=True)
class Alternatives:
    """What each household could take, in the order of ids and nights, and its rest.

    ``points`` runs along with ``options``; ``rests`` gives the points of taking none.
    """

    options: Sequence[Option]
    points: Sequence[int]
    rests: Mapping[HouseholdId, int]
    referred: tuple[HouseholdId, ...]
    columns: Columns
    """The same options in arrays."""

    @cached_property
    def number(self) -> Mapping[Option, int]:
        """The position of each option."""
        return _Numbers(self.columns)

    @cached_property
    def by_household(self) -> Mapping[HouseholdId, Sequence[int]]:
        """The positions of the options of each household that is matched."""
        starts = self.columns.starts.tolist()
        return {
            household: range(starts[n], starts[n + 1])
            for n, household in enumerate(self.columns.households)
        }


def alternatives(problem: Problem, rulebook: Rulebook) -> Alternatives:
    """Give every option worth considering, each place by its own name."""
    return alternatives_of(list_columns(problem, rulebook, merged=False))


def alternatives_of(found: Columns) -> Alternatives:
    """Give options that are listed already, as values."""
    return Alternatives(
        options=_Options(found),
        points=_Points(found),
        rests=dict(zip(found.households, found.rests.tolist(), strict=True)),
        referred=found.referred,
        columns=found,
    )


class _Options(Sequence[Option]):
    """Options made when they are looked at, and kept once all are: there may be millions."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def __len__(self) -> int:
        return len(self._columns)

    @overload
    def __getitem__(self, number: int) -> Option: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Option]: ...
    def __getitem__(self, number: int | slice) -> Option | Sequence[Option]:
        if isinstance(number, slice):
            return self._columns.options(number)
        return self._columns.option(range(len(self))[number])

    def __iter__(self) -> Iterator[Option]:
        return iter(self._all)

    @cached_property
    def _all(self) -> list[Option]:
        return self._columns.options()


class _Points(Sequence[int]):
    def __init__(self, columns: Columns) -> None:
        self._points = columns.points

    def __len__(self) -> int:
        return len(self._points)

    @overload
    def __getitem__(self, number: int) -> int: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[int]: ...
    def __getitem__(self, number: int | slice) -> int | Sequence[int]:
        found = self._points[number]
        return found.tolist() if isinstance(number, slice) else int(found)


class _Numbers(Mapping[Option, int]):
    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def __getitem__(self, option: Option) -> int:
        return self._columns.number_of(option)

    def __len__(self) -> int:
        return len(self._columns)

    def __iter__(self) -> Iterator[Option]:
        return iter(_Options(self._columns))
