"""Why this place, and why not that one: the rules of the plan asked again about one household."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from heapq import merge

from solver.codes import Certainty, HouseholdId, PlaceId
from solver.explanation.asking import NONE, Asked, Profile, Stay
from solver.explanation.beside import Beside, Priced, reasons_of, taken_beds
from solver.explanation.once import nights_between
from solver.explanation.ranking import rank
from solver.explanation.values import (
    NO_NIGHT,
    Barred,
    Full,
    Possible,
    Reason,
    Why,
    WhyNot,
)
from solver.facts import Household, Place, Problem
from solver.forcing import Forcing, points_at_rest, points_now
from solver.judgement import certainty, referral_verdict
from solver.next_best import Around
from solver.plans import Option, Plan
from solver.rulebook import Rulebook


def why(
    problem: Problem,
    rulebook: Rulebook,
    plan: Plan,
    household: HouseholdId,
    forcing: Forcing | None = None,
) -> Why:
    """Give what a plan does for a household and the next best place.

    ``forcing`` says what giving it another place costs the others; without one the price is one
    that can be had, not always the least.

    Raises:
        KeyError: The problem has no such household.
    """
    book = rulebook.in_force(problem.tonight)
    verdict = referral_verdict(book, problem.household_by_id[household])
    if verdict:
        return Why(household, None, {}, reasons_of(verdict), None)
    taken = plan.assignment_of(household)
    points = taken.points if taken else points_at_rest(plan, household)
    option = taken.option if taken else None
    now = option.place if option else None
    ranked = rank(problem, rulebook, plan, household, 2, forcing or Around(problem, book, plan))
    next_best = next((each for each in ranked if each.option.place != now), None)
    return Why(household, option, points, (), next_best)


def why_not(
    problem: Problem, rulebook: Rulebook, plan: Plan, household: HouseholdId, place: PlaceId
) -> WhyNot:
    """Say what stands between a household and a place, beside everybody else in the plan.

    Raises:
        KeyError: The problem has no such household or place.
    """
    where = problem.place_by_id[place]
    return Standing(problem, rulebook, plan, household, [where]).answer(0)


def why_not_any(
    problem: Problem, rulebook: Rulebook, plan: Plan, household: HouseholdId
) -> Mapping[PlaceId, WhyNot]:
    """Say what stands between a household and each place, as `why_not` does, all in one go.

    Raises:
        KeyError: The problem has no such household.
    """
    standing = Standing(problem, rulebook, plan, household, problem.offers)
    return {place.id: standing.answer(number) for number, place in enumerate(problem.offers)}


def opens(
    problem: Problem, rulebook: Rulebook, plan: Plan, household: HouseholdId, place: PlaceId
) -> Option | None:
    """Give how a household can have a place by the night it needs it; None when it is closed.

    Raises:
        KeyError: The problem has no such household or place.
    """
    who, where = problem.household_by_id[household], problem.place_by_id[place]
    return Standing(problem, rulebook, plan, household, [where]).by(0, needed_by(problem, who))


def needed_by(problem: Problem, household: Household) -> date:
    """Give the night by which a household needs a place: it cannot come before it is ready."""
    return max(problem.tonight, household.needed_from, household.arrives_from)


class Standing:
    """How one household stands before some places, beside everybody else in a plan."""

    def __init__(
        self,
        problem: Problem,
        rulebook: Rulebook,
        plan: Plan,
        household: HouseholdId,
        places: Sequence[Place],
    ) -> None:
        book = rulebook.in_force(problem.tonight)
        self._problem, self._places = problem, places
        self._who = problem.household_by_id[household]
        self._now = points_now(plan, household)
        self._verdict = reasons_of(referral_verdict(book, self._who))
        self._asked = Asked(problem, book, self._who, places)
        self._stays = [
            self._asked.stays(place, profile, taken_beds(problem, place.id))
            if self._asked.is_ever_met(profile)
            else NONE
            for place, profile in zip(places, self._asked.profile_of, strict=True)
        ]
        # What a place is by a forecast is asked of those only where anything is forecast.
        some = [n for n, stays in enumerate(self._stays) if stays.listed]
        forecast = {n: nights for n in some if (nights := self._forecast_nights(n))}
        views = [problem.place_of(self._expected(places[n])) for n in forecast]
        resting = Asked(problem, book, self._who, views, self._asked)
        self._stays_by_forecast = {
            n: (nights, resting.stays(view, profile, taken_beds(problem, view.id)))
            for (n, nights), view, profile in zip(
                forecast.items(), views, resting.profile_of, strict=True
            )
        }
        self._beside = Beside(problem, book, plan, self._who, [places[n] for n in some])
        self._barred: dict[int, Barred] = {}

    def answer(self, number: int) -> WhyNot:
        """Say what stands between the household and a place, by its position."""
        if self._verdict:
            return Barred(self._verdict)
        if self._stays[number].listed:
            return self._beside_the_others(number)
        profile = self._asked.profile_of[number]
        known = self._barred.get(profile.number)
        if known is None:
            known = self._barred[profile.number] = self._bar(self._places[number], profile)
        return known

    def by(self, number: int, night: date) -> Option | None:
        """Give the cheapest way to have a place, by its position, no later than on a night.

        What rests on a forecast is not had yet.
        """
        if self._verdict:
            return None
        firm = (priced for priced in self._firm(number) if priced[1].night <= night)
        found = self._beside.first_that_fits(self._places[number], firm)
        return None if found is None else found[1]

    def _bar(self, place: Place, profile: Profile) -> Barred:
        found = self._asked.fewest_objections(place, profile)
        return Barred((Reason(NO_NIGHT, {}),) if found is None else reasons_of(found))

    def _beside_the_others(self, number: int) -> Full | Possible:
        """Give the cheapest way to have the place that leaves everybody else where they are."""
        ways: Iterable[Priced] = self._firm(number)
        if number in self._stays_by_forecast:
            ways = merge(ways, sorted(self._resting(number)))
        found = self._beside.first_that_fits(self._places[number], ways)
        if found is not None:
            return Possible(found[1], found[0] - self._now)
        cheapest = self._option(number, self._stays[number].listed[0])
        return Full(self._beside.against(cheapest), self._beside.others_there(cheapest))

    def _firm(self, number: int) -> Iterator[Priced]:
        """Give the options with beds that rest on no forecast, cheapest first."""
        free = self._beside.nights_with_beds(self._places[number], expected=False)
        stays = self._stays[number]
        for stay in stays.listed:
            if not stay.asked & ~free:
                yield stays.always + stay.points, self._option(number, stay)

    def _resting(self, number: int) -> Iterator[Priced]:
        """Give the options with beds that rest on a forecast."""
        place = self._places[number]
        free = self._beside.nights_with_beds(place, expected=True)
        nights, stays = self._stays_by_forecast[number]
        for stay in stays.listed:
            begins = stay.asked & -stay.asked
            if begins & nights and not stay.asked & ~free:
                option = self._expected(place)._replace(night=stay.night, until=stay.until)
                yield stays.always + stay.points, option

    def _option(self, number: int, stay: Stay) -> Option:
        place = self._places[number]
        return Option(self._who.id, place.id, stay.night, stay.until, certainty(self._who, place))

    def _expected(self, place: Place) -> Option:
        tonight = self._problem.tonight
        return Option(self._who.id, place.id, tonight, tonight, Certainty.EXPECTED)

    def _forecast_nights(self, number: int) -> int:
        """Give the nights (bits) on which a bed of a place is free by a forecast alone."""
        tonight, found = self._problem.tonight, 0
        for taken in taken_beds(self._problem, self._places[number].id):
            begins, until = taken.likely_until, taken.until
            if begins < until:
                found |= nights_between(tonight, begins, until)
        return found
