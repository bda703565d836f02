"""The plain model bed by bed: who sleeps in which bed, instead of how many in which room."""

from collections import defaultdict
from datetime import date

from solver.codes import BedId, Use
from solver.facts import Place
from tests.benchmarks.contestants.columns import Columns
from tests.benchmarks.contestants.houses import Houses, View
from tests.benchmarks.contestants.rows import write
from tests.benchmarks.contestants.sheet import Row, Sheet

InBed = dict[tuple[int, BedId], int]
"""The variable of an option and a bed."""


def write_per_bed(columns: Columns) -> Sheet:
    """Add to the plain model a variable for each option and bed, and a row for each bed and night.

    A single room is its bed, so there is nothing to add for it.
    """
    sheet = write(columns)
    houses = Houses(columns)
    in_bed = _variables(sheet, houses)
    for room in houses.problem.places:
        if room.use is not Use.SINGLE_ROOM:
            where = houses.sought.using(room.id)
            for view in houses.views(where):
                for night in houses.nights:
                    coming = houses.coming(where, night, view)
                    if coming:
                        _beds(sheet, houses, room, coming, night, view, in_bed)
    return sheet


def _variables(sheet: Sheet, houses: Houses) -> InBed:
    """Say that an option has as many beds of its place as it brings people."""
    found: InBed = {}
    for number, option in enumerate(houses.columns.options):
        place = houses.problem.place_by_id[option.place]
        if place.use is not Use.SINGLE_ROOM:
            beds = {bed: sheet.new_variable() for bed in place.beds}
            found |= {(number, bed): variable for bed, variable in beds.items()}
            size = houses.household(number).size
            sheet.rows.append(Row(dict.fromkeys(beds.values(), 1) | {number: -size}, 0))
            sheet.rows.append(Row(dict.fromkeys(beds.values(), -1) | {number: size}, 0))
    return found


def _beds(
    sheet: Sheet,
    houses: Houses,
    room: Place,
    coming: list[int],
    night: date,
    view: View,
    in_bed: InBed,
) -> None:
    """Say that a bed serves one, who are there until they move included."""
    moves: dict[BedId, list[int]] = defaultdict(list)
    taken: dict[BedId, int] = defaultdict(int)
    for occupancy in houses.problem.occupancies_by_place[room.id]:
        until = occupancy.likely_until if view.as_forecast else occupancy.until
        if occupancy.begins <= night < until:
            taken[occupancy.bed] += 1
            moves[occupancy.bed] += houses.moved(occupancy.household, night)
    for bed in room.beds:
        load = {in_bed[number, bed]: 1 for number in coming if (number, bed) in in_bed}
        sheet.add(load | dict.fromkeys(moves[bed], -1), 1 - taken[bed])
