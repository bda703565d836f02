"""Lists of requests, in parts, on both databases."""

import pytest

from placement.service.requests.showing import list_referrals
from placement.store.requests.queries import Part
from tests.builders_rows import NOW
from tests.builders_store import HELPDESK, Country


@pytest.mark.parametrize(("onward", "expected"), [(None, 2), (False, 1), (True, 1)])
def test_requests_for_a_next_bed_are_listed_by_themselves_or_left_out(
    country: Country, *, onward: bool | None, expected: int
) -> None:
    country.referral("h1")
    country.referral("h2", onward=True)
    part = Part(limit=5, onward=onward)
    assert len(list_referrals(country.store, by=HELPDESK, now=NOW, part=part)) == expected
