"""Asks the `together` rules what must not be, and writes it as rows over numbered options."""

from collections.abc import Collection, Iterable

import numpy as np

from solver.codes import HouseholdId, PlaceId
from solver.facts import Problem
from solver.options import Columns
from solver.rows.few import FewAtSite
from solver.rows.limits import Limits
from solver.rows.rooms import WholeRooms
from solver.rows.rows import Rows
from solver.rows.sharing import SharedRooms
from solver.rows.sheet import Sheet
from solver.rows.spots import Spots
from solver.rows.standing import Moves
from solver.rows.translation import Translation
from solver.rulebook import Rulebook
from solver.rulings import Limit, Measure, OneOf, Ruling, Same
from solver.sought import Sought


def translate(problem: Problem, rulebook: Rulebook, columns: Columns) -> Rows:
    """Ask the together rules about all options at once and write what they say in arrays."""
    rulings = _rulings(problem, rulebook, columns)
    alike = [r for r in rulings if isinstance(r, Limit) or (isinstance(r, OneOf) and not r.among)]
    moves = Moves(problem, columns)
    spots = Spots(problem, columns, alike, moves)
    told = Translation(
        problem, columns, spots, moves, Sheet(len(columns)), np.zeros(len(columns), np.bool_)
    )
    _write_alike(told, alike)
    few = FewAtSite(told)
    for ruling in rulings:
        if isinstance(ruling, Same):
            few.keep_together(ruling)
        elif isinstance(ruling, OneOf) and ruling.among:
            few.keep_apart(ruling)
    return Rows.of(told)


def _write_alike(told: Translation, rulings: Iterable[Limit | OneOf]) -> None:
    """Write the rulings that hold at places whoever comes: first who is barred, then the rows."""
    whole: list[int] = []
    shared: dict[Measure[str], list[int]] = {}
    limits: dict[tuple[Measure[int], bool, int], dict[int, Limit]] = {}
    for ruling, spots in zip(rulings, told.spots.of_ruling, strict=True):
        if isinstance(ruling, Limit):
            _lay(limits, ruling, spots)
        elif ruling.use is None:
            whole.extend(spots)
        else:
            shared.setdefault(ruling.use, []).extend(spots)
    rooms = WholeRooms(told, whole)
    sharing = [SharedRooms(told, use, spots) for use, spots in shared.items()]
    counted = [(key[1], Limits(told, key[0], at)) for key, at in limits.items()]
    rooms.bar()
    for sharers in sharing:
        sharers.bar()
    for is_priced, limit in counted:
        if not is_priced:
            limit.bar(rooms)
    rooms.write()
    for sharers in sharing:
        sharers.write()
    for _, limit in counted:
        limit.write()


def _lay(
    limits: dict[tuple[Measure[int], bool, int], dict[int, Limit]],
    limit: Limit,
    spots: Iterable[int],
) -> None:
    """Put a limit with those that count alike, at most one at a spot."""
    for spot in spots:
        layer = 0
        while spot in limits.get((limit.counts, limit.points > 0, layer), ()):
            layer += 1
        limits.setdefault((limit.counts, limit.points > 0, layer), {})[spot] = limit


def _rulings(problem: Problem, rulebook: Rulebook, columns: Columns) -> list[Ruling]:
    position = {household: n for n, household in enumerate(columns.households)}

    def places_of(household: HouseholdId) -> Collection[PlaceId]:
        if household not in position:
            return ()
        first, last = columns.starts[position[household] : position[household] + 2].tolist()
        return [columns.places[n] for n in np.unique(columns.place[first:last]).tolist()]

    places = [columns.places[n] for n in np.unique(columns.place).tolist()]
    sought = Sought(problem, places, places_of, frozenset(columns.referred))
    book = rulebook.in_force(problem.tonight)
    return [ruling for rule in book.together for ruling in rule.rulings(sought)]
