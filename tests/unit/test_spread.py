"""How long somebody still stays: quartiles by hand, and what too few cases do not say."""

import pytest

from placement.store.following.spread import LEAST_CASES, Spread, nights_left

EIGHT = [10, 20, 30, 40, 50, 60, 70, 80]


def test_among_ended_stays_alone_they_are_the_plain_quartiles() -> None:
    assert nights_left(0, EIGHT) == Spread(earliest=20, likely=40, latest=60, cases=8)


def test_who_has_stayed_longer_is_counted_with_those_who_did_too() -> None:
    longer = [15, *(length + 10 for length in EIGHT)]
    assert nights_left(15, longer) == Spread(15, 35, 55, 8)


@pytest.mark.parametrize("elapsed", [10, 100])
def test_too_few_cases_say_nothing(elapsed: int) -> None:
    assert len([length for length in EIGHT if length > elapsed]) < LEAST_CASES
    assert nights_left(elapsed, EIGHT) is None


def test_those_still_there_make_it_later_and_never_earlier() -> None:
    alone = nights_left(0, EIGHT)
    beside = nights_left(0, EIGHT, [75, 75, 75])
    assert alone is not None
    assert beside is not None
    # At risk 11, so 3 of 11 must leave for the first quarter, 6 for the half; 9 never left.
    assert (beside.earliest, beside.likely) == (30, 60)
    assert beside.latest == 80
    assert beside.earliest >= alone.earliest


def test_where_most_are_still_there_the_median_is_unknown_and_nothing_is_said() -> None:
    assert nights_left(0, EIGHT, [90] * 10) is None


def test_where_the_last_quarter_is_still_there_it_cannot_be_said_how_late() -> None:
    found = nights_left(0, EIGHT, [90] * 4)
    assert found is not None
    assert found.latest is None


def test_stays_that_went_on_for_less_say_nothing_of_longer_ones() -> None:
    assert nights_left(9, EIGHT, [9, 3]) == nights_left(9, EIGHT)
