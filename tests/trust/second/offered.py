"""Everything that each household could take, night by night, from the judgement of pairs alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from solver.codes import Certainty, HouseholdId, Use
from solver.ends import latest_end
from solver.facts import Household, Place, Problem
from solver.judgement import certainty, objections, penalty, referral_verdict, rest_penalty
from solver.judgement.pairs import rests_on_forecast
from solver.plans import Option
from solver.rulebook import Rulebook


@dataclass(frozen=True)
class Offer:
    """An option with its points, and how it uses each of its rooms."""

    option: Option
    points: int
    key: str
    """How it uses a room: a sex in a shared room, else the household that has it whole."""


@dataclass(frozen=True)
class Offered:
    """What is to be decided: who takes which offer, or rests at a price."""

    people: dict[HouseholdId, Household]
    rests: dict[HouseholdId, int]
    offers: dict[HouseholdId, list[Offer]]


def offered(book: Rulebook, problem: Problem) -> Offered:
    """Give every lawful option of everybody who is matched: each place, night and end."""
    matched = {h.id: h for h in problem.households if not referral_verdict(book, h)}
    rests = {h.id: sum(rest_penalty(book, h, problem.horizon).values()) for h in matched.values()}
    offers = {
        h.id: [o for o in _offers(book, problem, h) if _may_pay(h, o, rests[h.id])]
        for h in matched.values()
    }
    return Offered(matched, rests, offers)


def _may_pay(household: Household, offer: Offer, rest: int) -> bool:
    """Whether somebody could want it: a move may help others, and so may a member of a group."""
    return household.is_resident or household.group is not None or offer.points <= rest


def _offers(book: Rulebook, problem: Problem, household: Household) -> Iterator[Offer]:
    for place in problem.offers:
        if household.size > len(place.beds):
            continue
        for night in nights(problem.tonight, problem.horizon):
            sure = certainty(household, place)
            yield from _on(book, problem, household, place, night, sure)
            if rests_on_forecast(problem, place.id, night):
                expected = Certainty.EXPECTED
                yield from _on(book, problem, household, place, night, expected)


def _on(
    book: Rulebook,
    problem: Problem,
    household: Household,
    place: Place,
    night: date,
    sure: Certainty,
) -> Iterator[Offer]:
    for until in _ends(problem, household, place, night):
        option = Option(household.id, place.id, night, until, sure)
        seen = problem.place_of(option)
        if not objections(book, household, seen, night, until):
            points = sum(penalty(book, household, seen, night, until).values())
            alone = place.rooms or place.use is not Use.SHARED_ROOM
            yield Offer(option, points, household.id if alone else household.room_key)


def nights(begin: date, end: date) -> list[date]:
    """Give the nights [begin, end)."""
    return [begin + timedelta(days=n) for n in range((end - begin).days)]


def _ends(problem: Problem, household: Household, place: Place, night: date) -> list[date]:
    """Give the longest end, and each night on which the facts bring somebody in the way.

    In the way is who comes into the place, and whoever is kept apart and comes to the site.
    """
    last = latest_end(household, place, night, problem.horizon)
    site = {b for p in problem.places if p.site == place.site for b in p.beds}
    foes = household.keep_apart | {h.id for h in problem.households if household.id in h.keep_apart}
    comes = {
        o.begins
        for o in problem.occupancies
        if o.bed in place.beds or (o.bed in site and o.household in foes)
    }
    return sorted(end for end in {last, *comes} if night < end <= last)
