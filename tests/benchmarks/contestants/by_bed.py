"""The plain model bed by bed: who sleeps in which bed, instead of how many in which room."""

from collections import defaultdict

from solver.codes import BedId, Use
from solver.facts import Place
from tests.benchmarks.contestants.columns import Columns
from tests.benchmarks.contestants.rows import Houses, Row, Sheet, write


def write_per_bed(columns: Columns) -> Sheet:
    """Add to the plain model a variable for each option and bed, and a row for each bed and night.

    A single room is its bed, so there is nothing to add for it.
    """
    sheet = write(columns)
    houses = Houses(columns)
    for place in houses.places:
        if place.use is not Use.SINGLE_ROOM:
            _beds_of(sheet, houses, place)
    return sheet


def _beds_of(sheet: Sheet, houses: Houses, place: Place) -> None:
    options = houses.columns.options
    numbers = [n for n, option in enumerate(options) if option.place == place.id]
    in_bed = {(n, bed): sheet.new_variable() for n in numbers for bed in place.beds}
    for number in numbers:
        all_beds = {in_bed[number, bed]: 1 for bed in place.beds}
        size = houses.size(number)
        sheet.rows.append(Row(all_beds | {number: -size}, 0))
        sheet.rows.append(Row(dict.fromkeys(all_beds, -1) | {number: size}, 0))
    for night in houses.nights:
        coming = houses.coming(place, night)
        if not coming:
            continue
        moves: dict[BedId, list[int]] = defaultdict(list)
        taken: dict[BedId, int] = defaultdict(int)
        for occupancy in houses.problem.occupancies_by_place[place.id]:
            if occupancy.begins <= night < occupancy.until:
                taken[occupancy.bed] += 1
                moves[occupancy.bed] += houses.moved(occupancy.household, night)
        for bed in place.beds:
            load = {in_bed[number, bed]: 1 for number in coming}
            sheet.add(load | dict.fromkeys(moves[bed], -1), 1 - taken[bed])
