"""The ranking on the page of a request: what can be given by itself, and what only by a chain."""

from placement.service.requests.weighing import weigh_places
from tests.builders_store import HELPDESK, NOW, TERMS, Country, night


def test_a_place_that_only_a_move_frees_says_so_and_a_free_one_can_be_taken(
    country: Country,
) -> None:
    country.site()
    for place in ("lived-in", "free", "free-too"):
        country.place(place)
    country.resident("r1", "lived-in-b1", wants_to_move=True, stay={"right_ends": night(-3)})
    country.referral("h1")
    found = weigh_places(country.store, "r-h1", by=HELPDESK, now=NOW, terms=TERMS, at_most=10)
    told = {one.priced.option.place: one.after_a_move for one in found}
    assert told == {"lived-in": True, "free": False, "free-too": False}
    for place, after_a_move in told.items():
        if not after_a_move:
            assert country.book("h1", place)
            break
