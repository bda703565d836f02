"""The points of a plan, added up from the exchange tables of the handbook."""

from collections.abc import Mapping
from datetime import date, timedelta

from solver.codes import Certainty, Mode, Region, Urgency
from solver.facts import Household, Place
from solver.plans import Option
from tests.checker.households import (
    REGULAR_SHELTER,
    has_its_own_right_to_regular_shelter,
    is_in_bedenktijd,
)
from tests.checker.objections import nights
from tests.checker.told import AGES_OF_A_FIGURE, Told, must_be_asked

A_NIGHT_WITHOUT_SHELTER = {
    Urgency.ACUTE: 10_000,
    Urgency.URGENT: 1_000,
    Urgency.SOON: 100,
    Urgency.PLANNED: 10,
}
MOST_TENTHS = 40
"""At most fourfold."""
MOST_THAT_RAISES = 30
"""Nights waited after which a night without shelter costs no more."""
A_NIGHT_MISSING = 10
A_NIGHT_PAST_THE_RIGHT = 30
"""Per household."""
DISCUSSED_OTHERWISE = 20


def points_of_going(told: Told, option: Option) -> Mapping[str, int]:
    """Add up what an option costs, per rule; rules that cost nothing are left out."""
    household, place = told.household(option), told.offer(option).place
    from_tonight = max(told.problem.tonight, household.needed_from)
    lost_until = option.night + timedelta(days=_nights_lost(told, option))
    missing = len(list(nights(option.until, household.needed_until)))
    per_night = {
        "WAI-1": _without_shelter(household, from_tonight, option.night),
        "WAI-2": _without_shelter(household, option.night, lost_until),
        "WAI-4": _waited_longest(household, told.problem.tonight, option.night),
        "WAI-3": missing * A_NIGHT_MISSING * len(household.people),
        "OUT-1": _past_the_right(household, option.night),
    }
    return _that_cost_something({**_what_lacks(household, place, option), **per_night})


def points_of_resting(told: Told, household: Household) -> Mapping[str, int]:
    """Add up what it costs to stay unplaced, or to stay put."""
    from_tonight = max(told.problem.tonight, household.needed_from)
    return _that_cost_something(
        {
            "WAI-1": _without_shelter(household, from_tonight, told.problem.horizon),
            "WAI-4": _waited_longest(household, told.problem.tonight, told.problem.horizon),
            "OUT-1": _past_the_right(household, told.problem.horizon),
            "STA-1": 0 if household.discussed is None else DISCUSSED_OTHERWISE,
        }
    )


def _nights_lost(told: Told, option: Option) -> int:
    """WAI-2: for asking, for what is only expected, or the most of both."""
    household, place = told.household(option), told.offer(option).place
    asking = place.nights_lost_when_asked if must_be_asked(household, place) else 0
    is_expected = option.certainty is Certainty.EXPECTED
    return max(asking, place.nights_lost_on_forecast if is_expected else 0)


def _without_shelter(household: Household, begins: date, until: date) -> int:
    """Count the nights [begins, until) on which shelter is asked for, one by one."""
    points = 0
    for night in nights(begins, until):
        if household.needed_from <= night < household.needed_until:
            waited = household.waited + (night - household.needed_from).days
            tenths = min(10 + waited, MOST_TENTHS)
            one_person = A_NIGHT_WITHOUT_SHELTER[household.urgency] * tenths // 10
            points += one_person * len(household.people)
    return points


def _waited_longest(household: Household, tonight: date, arrives: date) -> int:
    """WAI-4: a point for each night above thirty, unless no night without shelter is left."""
    without = nights(max(tonight, household.needed_from), min(arrives, household.needed_until))
    return max(0, household.waited - MOST_THAT_RAISES) if any(True for _ in without) else 0


def _past_the_right(household: Household, leaves: date) -> int:
    """Count the nights past the right, those before tonight too: the sentence leaves out none."""
    stay = household.stay
    if stay is None or stay.right_ends is None:
        return 0
    points = 0
    for night in nights(stay.right_ends, leaves):
        has_left = stay.departs is not None and night >= stay.departs
        is_out = stay.hard_end is not None and night >= stay.hard_end
        if not has_left and not is_out:
            points += A_NIGHT_PAST_THE_RIGHT
    return points


def _what_lacks(household: Household, place: Place, option: Option) -> Mapping[str, int]:
    points = {}
    if place.scheme in REGULAR_SHELTER and is_in_bedenktijd(household, option.night):
        points["ELI-3P"] = 0 if has_its_own_right_to_regular_shelter(household) else 130
    if place.mode is Mode.MEDIATE:
        points["CAR-1P"] = min(30, 15 * len(household.brings & place.cannot_admit))
    points["CAR-2"] = min(24, 6 * len(household.needs - place.offers))
    understood = household.speaks & place.spoken_here
    points["CAR-3"] = 10 if household.speaks and not understood else 0
    points["WIS-2"] = min(20, 5 * len(household.wishes - place.features))
    at_home = household.home_regions & place.regions
    points["REG-1"] = 10 if household.home_regions and not at_home else 0
    points["REG-2"] = 0 if place.has_zorgcoordinator else 10
    points["REG-3"] = 6 * _steps_away(household.near, place.regions)
    moves = household.stay is not None and household.stay.place != place.id
    points["OUT-2"] = 10 if moves else 0
    points["TRU-1"] = 6 * AGES_OF_A_FIGURE.index(place.freshness)
    said = household.discussed
    as_said = said is None or (said.place == place.id and said.night == option.night)
    points["STA-1"] = 0 if as_said else DISCUSSED_OTHERWISE
    return points


def _steps_away(near: frozenset[Region], regions: frozenset[Region]) -> int:
    """REG-3: a named municipality 0, any other named region 1, elsewhere 2; nothing named 0."""
    shared = near & regions
    if not near or any(region.startswith("municipality:") for region in shared):
        return 0
    return 1 if shared else 2


def _that_cost_something(points: Mapping[str, int]) -> Mapping[str, int]:
    return {code: amount for code, amount in points.items() if amount != 0}
