"""What was listed for an evening, used again: options for now without asking every rule anew.

An option stays lawful by itself as long as nothing changed for its household and its place, and it
costs the same. Whether there is a bed for it now is for the rows to say.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from solver.codes import HouseholdId
from solver.ends import latest_end
from solver.facts import Problem
from solver.judgement import objections, penalty
from solver.options import CERTAINTIES, Columns
from solver.plans import Option
from solver.rulebook import Rulebook

Some = tuple[Columns, NDArray[np.integer]]
"""Options of a list, by their position."""


Choice = tuple[Option, int]
"""An option with its points."""


def chosen_later(book: Rulebook, problem: Problem, option: Option, night: date) -> Iterator[Choice]:
    """Give an option that begins on a later night, as long as can be, when it is lawful then."""
    who, place = problem.household_by_id[option.household], problem.place_of(option)
    until = option.until
    if until == latest_end(who, place, option.night, problem.horizon):
        # The end moves along where the longest stay is limited: none ends early for no reason.
        until = latest_end(who, place, night, problem.horizon)
    if night < until and not objections(book, who, place, night, until):
        later = option._replace(night=night, until=until)
        yield later, sum(penalty(book, who, place, night, until).values())


def put_together(
    problem: Problem,
    rests: Mapping[HouseholdId, int],
    listed: Sequence[Some],
    chosen: Iterable[Choice],
) -> Columns:
    """Give options of several lists for a problem, and beside them those that are ``chosen``.

    ``rests`` are the points of everybody who is matched for taking nothing. Of households and
    places that the problem does not have nothing is taken.
    """
    matched = sorted(h.id for h in problem.households if h.id in rests)
    referred = sorted(h.id for h in problem.households if h.id not in rests)
    writing = _Writing(problem, matched)
    for columns, numbers in listed:
        writing.take(columns, numbers)
    writing.choose(chosen)
    household, place, night, until, sure, points = writing.in_order()
    return Columns(
        problem=problem,
        households=tuple(matched),
        places=tuple(offer.id for offer in problem.offers),
        rooms_of=tuple((offer.id,) for offer in problem.offers),
        household=household.astype(np.int32),
        place=place.astype(np.int32),
        night=night.astype(np.int32),
        until=until.astype(np.int32),
        certainty=sure.astype(np.int8),
        points=points,
        rests=np.array([rests[household] for household in matched], np.int64),
        referred=tuple(referred),
    )


class _Writing:
    """Options of several lists, by their position in one problem."""

    def __init__(self, problem: Problem, households: Sequence[HouseholdId]) -> None:
        self._tonight = problem.tonight
        self._household = {household: n for n, household in enumerate(households)}
        self._place = {offer.id: n for n, offer in enumerate(problem.offers)}
        self._blocks: list[NDArray[np.int64]] = []

    def take(self, columns: Columns, numbers: NDArray[np.integer]) -> None:
        """Take options of a list."""
        household = [self._household.get(h, -1) for h in columns.households]
        place = [self._place.get(p, -1) for p in columns.places]
        found = np.array(
            [
                np.array(household, np.int64)[columns.household[numbers]],
                np.array(place, np.int64)[columns.place[numbers]],
                columns.night[numbers],
                columns.until[numbers],
                columns.certainty[numbers],
                columns.points[numbers],
            ],
            np.int64,
        )
        self._blocks.append(found[:, (found[0] >= 0) & (found[1] >= 0)])

    def choose(self, chosen: Iterable[Choice]) -> None:
        """Take options one by one."""
        told = [
            (
                self._household[option.household],
                self._place[option.place],
                (option.night - self._tonight).days,
                (option.until - self._tonight).days,
                CERTAINTIES.index(option.certainty),
                points,
            )
            for option, points in chosen
            if option.household in self._household and option.place in self._place
        ]
        self._blocks.append(np.array(told, np.int64).reshape(-1, 6).T)

    def in_order(self) -> NDArray[np.int64]:
        """Give the options in the order of `Columns`, each once."""
        told = np.concatenate(self._blocks, axis=1)
        told = told[:, np.lexsort(told[4::-1])]
        is_first = np.any(np.diff(told[:5], axis=1, prepend=-1) != 0, axis=0)
        return told[:, is_first]
