"""The points of a plan, added up from the exchange tables of the handbook."""

from collections.abc import Mapping
from datetime import date, timedelta

from solver.codes import Freshness, Mode, Urgency
from solver.facts import Household, Place
from tests.checker.households import (
    REGULAR_SHELTER,
    has_its_own_right_to_regular_shelter,
    is_in_bedenktijd,
    must_be_asked,
)
from tests.checker.objections import nights

A_NIGHT_WITHOUT_SHELTER = {
    Urgency.ACUTE: 10_000,
    Urgency.URGENT: 1_000,
    Urgency.SOON: 100,
    Urgency.PLANNED: 10,
}
MOST_TENTHS = 40
"""At most fourfold."""
A_NIGHT_MISSING = 10
A_NIGHT_PAST_THE_RIGHT = 30
"""Per household."""
WHAT_WAS_DISCUSSED = 20
BANDS_OF_AGE = (Freshness.THIS_WEEK, Freshness.LAST_WEEK, Freshness.THIS_MONTH, Freshness.OLDER)


def points_in_a_place(
    household: Household, place: Place, night: date, until: date, tonight: date
) -> Mapping[str, int]:
    """Add up what going to a place for the nights [night, until) costs, per rule."""
    preferences = _what_lacks(household, place, night)
    waiting = _without_shelter(household, max(tonight, household.needed_from), night)
    nights_lost = 0
    if must_be_asked(household, place):
        nights_lost = place.nights_lost_when_asked
    if place.rests_on_forecast and place.nights_lost_on_forecast > nights_lost:
        nights_lost = place.nights_lost_on_forecast
    lost = _without_shelter(household, night, night + timedelta(days=nights_lost))
    missing = 0
    for _ in nights(until, household.needed_until):
        missing += A_NIGHT_MISSING * len(household.people)
    per_night = {
        "WAI-1": waiting,
        "WAI-2": lost,
        "WAI-3": missing,
        "WAI-4": _waited_long(household, night),
        "OUT-1": _past_the_right(household, night),
    }
    return _that_cost_something({**preferences, **per_night})


def points_of_resting(household: Household, tonight: date, horizon: date) -> Mapping[str, int]:
    """Add up what it costs to stay unplaced, or to stay put."""
    waiting = _without_shelter(household, max(tonight, household.needed_from), horizon)
    past = _past_the_right(household, horizon)
    changed = 0 if household.discussed is None else WHAT_WAS_DISCUSSED
    long = _waited_long(household, horizon)
    told = {"WAI-1": waiting, "WAI-4": long, "OUT-1": past, "STA-1": changed}
    return _that_cost_something(told)


def _waited_long(household: Household, arrives: date) -> int:
    """Count the nights above thirty that were waited before tonight, where a night is lacking."""
    lacking = [n for n in nights(household.needed_from, arrives) if n < household.needed_until]
    return max(household.waited - 30, 0) if lacking else 0


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


def _what_lacks(household: Household, place: Place, night: date) -> Mapping[str, int]:
    points = {}
    if place.scheme in REGULAR_SHELTER and is_in_bedenktijd(household, night):
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
    points["REG-3"] = 6 * _how_far(household, place)
    if household.discussed is not None:
        told = (household.discussed.place, household.discussed.night)
        points["STA-1"] = 0 if told == (place.id, night) else WHAT_WAS_DISCUSSED
    moves = household.stay is not None and household.stay.place != place.id
    points["OUT-2"] = 10 if moves else 0
    points["TRU-1"] = 6 * BANDS_OF_AGE.index(place.freshness)
    return points


def _how_far(household: Household, place: Place) -> int:
    """REG-3: in a municipality that is named, in a police unit that is, or elsewhere."""
    if not household.near:
        return 0
    band = 2
    for region in household.near & place.regions:
        band = min(band, 0 if region.split(":")[0] == "municipality" else 1)
    return band


def _that_cost_something(points: Mapping[str, int]) -> Mapping[str, int]:
    return {code: amount for code, amount in points.items() if amount != 0}
