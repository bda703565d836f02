"""What excludes what, said for every ruling and every night in plain sums of variables.

The rules say by their rulings whom they count and how; here each is written out night by night.
The first variables are the options, in their order; after them comes one for each way to use a
shared room on a night, and one for each thing that is charged. Nothing is merged, and nothing is
left out but sums that always fit.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from solver.codes import Use
from solver.rulings import Limit, OneOf, Same
from tests.benchmarks.contestants.columns import Columns
from tests.benchmarks.contestants.houses import SAFE, Houses, Party, View
from tests.benchmarks.contestants.sheet import Sheet, added


def write(columns: Columns) -> Sheet:
    """Say everything: one option each, and what the rules say of many."""
    sheet = Sheet(len(columns.options))
    houses = Houses(columns)
    for numbers in houses.options_of.values():
        sheet.add(dict.fromkeys(numbers, 1), 1)
    charged: dict[tuple[str, str, int], int] = {}
    for rule in columns.book.together:
        for ruling in rule.rulings(houses.sought):
            match ruling:
                case Limit():
                    pool = (rule.code, ruling.pool, ruling.points)
                    if ruling.points and pool not in charged:
                        charged[pool] = sheet.new_count(_most(houses), ruling.points)
                    _limit(sheet, houses, ruling, charged.get(pool))
                case OneOf():
                    _one_of(sheet, houses, ruling)
                case Same():
                    _same(sheet, houses, ruling)
    return sheet


def _most(houses: Houses) -> int:
    return sum(household.size for household in houses.problem.households)


def _limit(sheet: Sheet, houses: Houses, limit: Limit, charged: int | None) -> None:
    """Who comes counts to no more than those who are there leave, or what is more is charged.

    Beds are not counted where one household takes all: that follows, for only those options are
    listed for which the beds are enough.
    """
    if charged is None and _is_taken_whole(houses, limit):
        return
    begins, until = limit.span or (houses.problem.tonight, houses.problem.horizon)
    for view in houses.views(limit.where):
        for night in (night for night in houses.nights if begins <= night < until):
            coming = houses.coming(limit.where, night, view)
            load = {number: limit.counts.of(houses.household(number)) for number in coming}
            parties = houses.present(limit.where, night, view)
            left = limit.at_most - sum(party.beds for party in parties)
            if left >= 0:
                for party in parties:
                    load = added(load, party.gone(party.beds)[0])
            charges = {} if charged is None else {charged: -1}
            if coming:
                sheet.add(load | charges, max(left, 0))


def _is_taken_whole(houses: Houses, limit: Limit) -> bool:
    if len(limit.where.places) > 1:
        return False
    place = houses.problem.place_by_id[limit.where.places[0]]
    return place.use is not Use.SHARED_ROOM and limit.at_most == len(place.beds)


def _one_of(sheet: Sheet, houses: Houses, ruling: OneOf) -> None:
    for view in houses.views(ruling.where) if ruling.trusts_forecasts else (SAFE,):
        for night in houses.nights:
            uses = _uses(houses, ruling, night, view)
            parties = [
                party
                for party in houses.present(ruling.where, night, view)
                if _use_of(ruling, party) is not None
            ]
            if uses and ruling.use is None:
                _whole(sheet, ruling, uses, parties)
            elif len(uses) > 1 or (uses and parties):
                _by_use(sheet, ruling, uses, parties)


def _uses(houses: Houses, ruling: OneOf, night: date, view: View) -> dict[str, list[int]]:
    uses: dict[str, list[int]] = defaultdict(list)
    for number in houses.coming(ruling.where, night, view):
        household = houses.household(number)
        if ruling.among is None or household.id in ruling.among:
            use = None if houses.is_joined(number) else ruling.use
            uses[household.id if use is None else use.of(household)].append(number)
    return uses


def _use_of(ruling: OneOf, party: Party) -> str | None:
    if ruling.among is None:
        return party.key
    return party.household if party.household in ruling.among else None


def _whole(
    sheet: Sheet, ruling: OneOf, uses: Mapping[str, list[int]], parties: list[Party]
) -> None:
    """Only one household comes, and only when everybody else is gone."""
    sheet.add({number: 1 for numbers in uses.values() for number in numbers}, 1)
    for party in parties:
        others = [n for h, ns in uses.items() if h != party.household for n in ns]
        if _use_of(ruling, party) in uses:
            others = [n for h, ns in uses.items() if h != _use_of(ruling, party) for n in ns]
        load, there = party.gone()
        sheet.add(added(dict.fromkeys(others, 1), load), 1 - there)


def _by_use(
    sheet: Sheet, ruling: OneOf, uses: Mapping[str, list[int]], parties: list[Party]
) -> None:
    """All who come use the room in one way, and that of everybody who is not gone."""
    used = {key: sheet.new_variable() for key in sorted(uses)}
    for key, numbers in uses.items():
        for number in numbers:
            sheet.add({number: 1, used[key]: -1}, 0)
        for party in parties:
            if _use_of(ruling, party) != key:
                load, there = party.gone()
                sheet.add(added({used[key]: 1}, load), 1 - there)
    sheet.add(dict.fromkeys(used.values(), 1), 1)


def _same(sheet: Sheet, houses: Houses, same: Same) -> None:
    """Who begins at a site is there with enough of its group, residents until they move."""
    for night in houses.nights:
        there: dict[int, int] = {}
        living = 0
        for resident in {p.household for p in houses.present(same.where, night, SAFE)}:
            if resident is not None and resident in same.least:
                size = same.counts.of(houses.problem.household_by_id[resident])
                living += size
                moved = houses.options_of.get(resident, [])
                leaves = [n for n in moved if houses.columns.options[n].night <= night]
                there = added(there, dict.fromkeys(leaves, -size))
        coming = houses.coming(same.where, night, SAFE)
        members = [n for n in coming if houses.household(n).id in same.least]
        there = added(there, {n: same.counts.of(houses.household(n)) for n in members})
        for number in members:
            if houses.columns.options[number].night == night:
                least = same.least[houses.household(number).id]
                load = {n: -count for n, count in there.items()}
                sheet.add(added({number: least}, load), living)
