"""The truth to which the engine is held: every plan, judged by `solver.judgement` alone.

Knows neither the nights that matter nor rows nor chains of the engine: each night of arrival, each
end and each way to divide the beds is tried. What cannot beat the points to be beaten is skipped.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations, product

from solver.codes import Certainty, HouseholdId
from solver.ends import latest_end
from solver.facts import Household, Place, Problem
from solver.judgement import (
    broken_rulings,
    certainty,
    objections,
    penalty,
    referral_verdict,
    rest_penalty,
    shared_costs,
)
from solver.judgement.pairs import rests_on_forecast
from solver.judgement.waiting import frees, longest_line, who_waits
from solver.plans import Assignment, Option
from solver.rulebook import Rulebook
from solver.rulings import Same

Priced = tuple[int, Option | None]
"""Points, and the option that costs them; None is the rest of a household."""
ANY = 2**60
"""More points than any plan has."""


def better_plan(
    book: Rulebook, problem: Problem, than: int, among: Collection[Option] | None = None
) -> tuple[Assignment, ...] | None:
    """Give a lawful plan with fewer points, None when there is none.

    ``among`` are the only options that it may take; all by default.
    """
    matched = [h for h in problem.households if not referral_verdict(book, h)]
    # Residents first: once all moves are known, more arrivals never mend what is broken.
    matched.sort(key=lambda h: not h.is_resident)
    menus = [
        sorted(
            (
                (points, option)
                for points, option in _menu(book, problem, household)
                if among is None or option is None or option in among
            ),
            key=lambda priced: priced[0],
        )
        for household in matched
    ]
    residents = sum(h.is_resident for h in matched)
    return _search(book, problem, menus, residents, [], than)


def lawful_plan(
    book: Rulebook, problem: Problem, allows: Callable[[Household, Option | None], bool]
) -> tuple[Assignment, ...] | None:
    """Give any lawful plan of which every choice is allowed, rest included; None without one."""
    matched = [h for h in problem.households if not referral_verdict(book, h)]
    matched.sort(key=lambda h: not h.is_resident)
    menus = [
        [(0, option) for _, option in _menu(book, problem, h) if allows(h, option)] for h in matched
    ]
    residents = sum(h.is_resident for h in matched)
    return _search(book, problem, menus, residents, [], ANY) if all(menus) else None


def _search(
    book: Rulebook,
    problem: Problem,
    menus: Sequence[Sequence[Priced]],
    residents: int,
    chosen: list[Option],
    than: int,
) -> tuple[Assignment, ...] | None:
    if residents <= 0 and chosen and _is_past_mending(book, problem, chosen):
        return None
    if not menus:
        shared = sum(cost.points for cost in shared_costs(book, problem, chosen))
        return _with_beds(book, problem, chosen) if than > shared else None
    least = sum(menu[0][0] for menu in menus[1:])
    for points, option in menus[0]:
        if points + least >= than:
            return None
        more = [*chosen, option] if option is not None else chosen
        found = _search(book, problem, menus[1:], residents - 1, more, than - points)
        if found is not None:
            return found
    return None


def _is_past_mending(book: Rulebook, problem: Problem, chosen: Sequence[Option]) -> bool:
    """Whether a ruling is broken that more arrivals do not mend; of a group more may come."""
    broken = broken_rulings(book, problem, chosen)
    return any(not isinstance(each.ruling, Same) for _, each in broken)


def _menu(book: Rulebook, problem: Problem, household: Household) -> Iterator[Priced]:
    yield sum(rest_penalty(book, household, problem.horizon).values()), None
    for place in problem.offers:
        for night in _nights(problem.tonight, problem.horizon):
            sure = [certainty(household, place)]
            if rests_on_forecast(problem, place.id, night):
                sure.append(Certainty.EXPECTED)
            for until, how in product(_ends(problem, household, place, night), sure):
                option = Option(household.id, place.id, night, until, how)
                seen = problem.place_of(option)
                if not objections(book, household, seen, night, until):
                    yield sum(penalty(book, household, seen, night, until).values()), option


def _nights(begin: date, end: date) -> list[date]:
    return [begin + timedelta(days=n) for n in range((end - begin).days)]


def _ends(problem: Problem, household: Household, place: Place, night: date) -> list[date]:
    """Give the ends a stay may have: the latest, or any night on which the facts bring somebody.

    Nobody's stay is cut short for the sake of somebody whom the plan itself places.
    """
    last = latest_end(household, place, night, problem.horizon)
    foes = {h.id for h in problem.households if household.id in h.keep_apart}
    foes |= household.keep_apart
    own_beds, comes = set(place.beds), {last}
    site_beds = {b for p in problem.places if p.site == place.site for b in p.beds}
    for taken in problem.occupancies:
        if taken.bed in own_beds or (taken.bed in site_beds and taken.household in foes):
            comes.add(taken.begins)
    return sorted(end for end in comes if night < end <= last)


def _with_beds(
    book: Rulebook, problem: Problem, chosen: Sequence[Option]
) -> tuple[Assignment, ...] | None:
    if broken_rulings(book, problem, chosen):
        return None
    beds = [problem.place_by_id[option.place].beds for option in chosen]
    sizes = [problem.household_by_id[option.household].size for option in chosen]
    for way in product(*(combinations(b, n) for b, n in zip(beds, sizes, strict=True))):
        plan = [Assignment(o, picked, {}) for o, picked in zip(chosen, way, strict=True)]
        short = longest_line(who_waits(book, problem, plan)) <= problem.chain_limit
        if short and _nobody_shares_a_bed(problem, plan):
            return tuple(plan)
    return None


def _nobody_shares_a_bed(problem: Problem, plan: Sequence[Assignment]) -> bool:
    """Look at the beds as the facts say, without what is expected, and as they are forecast."""
    firm = [a for a in plan if a.option.certainty is not Certainty.EXPECTED]
    moves = {a.option.household: a.option.night for a in plan if frees(a.option, problem)}
    return all(
        _are_free(problem, _uses(problem, looked_at, moves, likely=likely))
        for looked_at, likely in ((firm, False), (plan, True))
    )


def _are_free(problem: Problem, uses: Iterable[tuple[str, date, date]]) -> bool:
    nights: set[tuple[str, date]] = set()
    for bed, begins, until in uses:
        for night in _nights(max(begins, problem.tonight), until):
            if (bed, night) in nights:
                return False
            nights.add((bed, night))
    return True


def _uses(
    problem: Problem,
    plan: Sequence[Assignment],
    moves: dict[HouseholdId, date],
    *,
    likely: bool,
) -> Iterator[tuple[str, date, date]]:
    for o in problem.occupancies:
        leaves = moves.get(o.household) if o.household is not None else None
        until = o.likely_until if likely else o.until
        yield o.bed, o.begins, until if leaves is None else min(until, leaves)
    for a in plan:
        for bed in a.beds:
            yield bed, a.option.night, a.option.until
