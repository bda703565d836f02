"""Groups and links that change when the facts of a request are put right, on both sides of them."""

from collections.abc import Callable
from typing import Any

import pytest

from placement.errors import InvalidFacts, NotLawful, VersionOutdated
from placement.lifecycle import ReferralState
from placement.service.forms.request_facts import NO_TIES, Ties
from placement.store.database.opening import Store
from placement.store.requests.ties import kept_apart_from
from solver.codes import AskedAlone, HouseholdId, Urgency
from tests.builders_store import Country
from tests.integration.test_correcting import correct, faults_of, journalled, kept
from tests.integration.test_races import together
from tests.reading import problem_of


@pytest.fixture
def crew(country: Country) -> Country:
    """Three who each need a bed, and a house."""
    country.site("s1")
    country.place("one")
    country.place("two")
    for household in ("h1", "h2", "h3"):
        country.referral(household)
    return country


def apart(*names: str) -> Ties:
    return Ties(apart_from=names)


def belongs(name: str) -> Ties:
    return Ties(belongs_with=name)


def links(store: Store, household: str) -> set[str]:
    with store.reading() as session:
        return set(kept_apart_from(session, household))


def groups(country: Country, *names: str) -> list[str | None]:
    return [kept(country, f"r-{name}").group_id for name in names]


def test_a_link_is_added_and_removed_and_the_next_problem_knows(crew: Country) -> None:
    assert correct(crew, ties=apart("r-h2", "r-h3")) == ()
    assert links(crew.store, "h1") == {"h2", "h3"}
    assert problem_of(crew).household_by_id[HouseholdId("h2")].keep_apart == {"h1"}
    correct(crew, ties=apart("r-h3"))
    assert links(crew.store, "h2") == set()
    assert [e.facts["changed"] for e in journalled(crew)] == [["keep_apart_from"]] * 2


def test_who_is_told_a_link_gets_a_new_version_so_that_nobody_takes_it_back_unseen(
    crew: Country,
) -> None:
    correct(crew, ties=apart("r-h2"), act={"version": 1})
    assert [kept(crew, f"r-{h}").version for h in ("h1", "h2", "h3")] == [2, 2, 1]
    with pytest.raises(VersionOutdated):
        correct(crew, "r-h2", urgency=Urgency.SOON, act={"version": 1})
    assert links(crew.store, "h2") == {"h1"}


def test_a_link_with_somebody_at_the_same_site_is_written_and_told(crew: Country) -> None:
    crew.resident("h5", "two-b1")
    crew.book("h1", "one")
    assert correct(crew, ties=apart("r-h5")) == ("SAF-4",)
    assert links(crew.store, "h5") == {"h1"}
    assert kept(crew).state is ReferralState.ARRANGED
    assert correct(crew, ties=NO_TIES) == ()


def test_a_link_between_two_who_live_at_one_site_is_told_too(crew: Country) -> None:
    crew.resident("h5", "one-b1", wants_to_move=True)
    crew.resident("h6", "two-b1")
    assert correct(crew, "on-h5", ties=apart("r-h6")) == ("SAF-4",)


def test_a_link_with_somebody_at_another_site_or_who_leaves_before_is_not_told(
    crew: Country,
) -> None:
    crew.site("s2")
    crew.place("far", site_id="s2")
    crew.resident("h5", "far-b1")
    crew.resident("h6", "two-b1", until=4, stay={"departs_on": None})
    crew.book("h1", "one")
    assert correct(crew, ties=apart("r-h5")) == ()
    # Nobody has reported that this one leaves, so nobody knows that they will not meet.
    assert correct(crew, ties=apart("r-h6")) == ("SAF-4",)


def test_a_group_is_joined_and_left_and_one_alone_is_no_group(crew: Country) -> None:
    correct(crew, ties=belongs("r-h2"), smallest_part=2)
    one, two, three = groups(crew, "h1", "h2", "h3")
    assert one is not None
    assert (one, three) == (two, None)
    correct(crew, "r-h3", ties=belongs("r-h1"))
    assert set(groups(crew, "h1", "h2", "h3")) == {one}
    correct(crew, ties=NO_TIES, smallest_part=None)
    assert groups(crew, "h1", "h2", "h3") == [None, one, one]
    correct(crew, "r-h3", ties=NO_TIES)
    assert groups(crew, "h1", "h2", "h3") == [None, None, None]
    assert journalled(crew)[-1].facts["changed"] == ["belongs_with", "smallest_part"]


def test_who_stays_in_a_group_is_told_that_somebody_left(crew: Country) -> None:
    correct(crew, ties=belongs("r-h2"))
    seen = kept(crew, "r-h2").version
    correct(crew, ties=NO_TIES)
    with pytest.raises(VersionOutdated):
        correct(crew, "r-h2", ties=belongs("r-h1"), act={"version": seen})
    assert groups(crew, "h1", "h2") == [None, None]


def test_any_other_of_the_group_names_it_wherever_that_one_is_by_now(crew: Country) -> None:
    correct(crew, ties=belongs("r-h2"))
    group = kept(crew).group_id
    with crew.store.writing() as session:
        session.merge(kept(crew, "r-h2")).state = ReferralState.ENDED
    crew.another_referral("h2", "later-h2", onward=True)
    crew.write()
    correct(crew, ties=belongs("r-h2"), urgency=Urgency.SOON)
    # The reference of a case names its newest request.
    correct(crew, ties=belongs("later-h2"), urgency=Urgency.PLANNED)
    assert kept(crew).group_id == group
    assert all("belongs_with" not in e.facts["changed"] for e in journalled(crew)[1:])


def test_whose_place_is_arranged_joins_no_group_but_stays_in_theirs(crew: Country) -> None:
    correct(crew, ties=belongs("r-h2"), smallest_part=1)
    crew.book("h1", "one")
    correct(crew, ties=belongs("r-h2"), smallest_part=1, urgency=Urgency.SOON)
    with pytest.raises(InvalidFacts) as refused:
        correct(crew, ties=belongs("r-h3"), smallest_part=1)
    assert faults_of(refused) == [("belongsWith", "place_is_arranged")]


WRONG: list[tuple[Ties, dict[str, Any], list[tuple[str, str]]]] = [
    (apart("nobody"), {}, [("keepApartFrom", "unknown_code")]),
    (apart("r-h1"), {}, [("keepApartFrom", "names_itself")]),
    (belongs("nobody"), {}, [("belongsWith", "unknown_code")]),
    (belongs("r-h1"), {}, [("belongsWith", "names_itself")]),
    (belongs("r-unasked"), {}, [("belongsWith", "not_asked_alone")]),
    (belongs("r-ended"), {}, [("belongsWith", "not_open")]),
    (
        Ties(belongs_with="r-h2", apart_from=("r-h3",)),
        {},
        [("belongsWith", "kept_apart")],
    ),
]


@pytest.mark.parametrize(("ties", "facts", "told"), WRONG)
def test_a_request_that_cannot_be_named_is_a_fault_of_its_field(
    crew: Country, ties: Ties, facts: dict[str, Any], told: list[tuple[str, str]]
) -> None:
    crew.referral("unasked", asked_alone=AskedAlone.NO)
    crew.referral("ended", state=ReferralState.ENDED)
    correct(crew, "r-h3", ties=belongs("r-h2"))
    with pytest.raises(InvalidFacts) as refused:
        correct(crew, ties=ties, **facts)
    assert faults_of(refused) == told


@pytest.mark.parametrize("time", range(5))
def test_a_link_and_a_booking_at_one_moment_never_miss_each_other(crew: Country, time: int) -> None:
    """Whoever is second is told: the booking is refused, or the correction says SAF-4."""
    crew.book("h2", "two")
    acts: list[Callable[[], object]] = [
        lambda: correct(crew, "r-h2", ties=apart("r-h1")),
        lambda: crew.book("h1", "one"),
    ]
    corrected, booked = together(acts if time % 2 else acts[::-1])[:: 1 if time % 2 else -1]
    if isinstance(booked, NotLawful):
        assert (corrected, booked.facts["rules"]) == ((), ("SAF-4",))
    else:
        assert corrected == ("SAF-4",)
    assert links(crew.store, "h1") == {"h2"}
