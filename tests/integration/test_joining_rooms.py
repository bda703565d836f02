"""Houses join rooms and end what they joined; whoever has or was promised the rooms keeps them."""

from collections.abc import Callable
from typing import Any

import pytest

from placement.errors import InvalidFacts, VersionOutdated
from placement.errors.register import AlreadyOver, BedsInUse, MadeOfRooms, UnknownCombination
from placement.errors.trust import UnknownSite
from placement.policy import AccountId, Role, Subject
from placement.service.beds.releasing import arrive, depart
from placement.service.register.joining_rooms import (
    NewCombination,
    end_combination,
    join_rooms,
    list_combinations,
    show_combination,
)
from placement.service.register.keeping_beds import add_beds, take_out_bed
from placement.service.register.keeping_places import change_use, close_place
from placement.service.register.looking import look_at_site, show_place
from placement.service.register.occupying import NewOutage, report_outage
from placement.service.register.profiling import NewProfileChange, plan_change, show_profile
from placement.store.codes import DeclineEffect, Party, ProfileOf
from placement.store.facts.phantoms import contradicted_places
from placement.store.facts.problem_reader import Scope, read_problem
from placement.store.journal import entries_of
from placement.store.tables import Decline, DeclineReason, Stay
from solver.codes import SexPolicy, Use
from tests.builders_rows import an_account
from tests.builders_store import HELPDESK, NOW, Country, at, counted, night

HOUSE = Subject(account=AccountId("x"), name="X", role=Role.INSTITUTION, sites=frozenset({"s1"}))
STRANGER = Subject(account=AccountId("x"), name="X", role=Role.INSTITUTION, sites=frozenset({"s2"}))


@pytest.fixture
def house(country: Country) -> Country:
    """Three rooms of one scheme, and one of another scheme."""
    country.site()
    country.site("s2")
    for name in ("p1", "p2", "p3"):
        country.place(name, 2)
    country.place("vo", scheme_code="VO")
    country.place("far", site_id="s2")
    country.write(an_account("x", Role.INSTITUTION, institution_id="house"))
    return country


def acts(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - arguments of the acts
    return {"by": HOUSE, "now": NOW, **changes}


def join(house: Country, *rooms: str, opens: int = 0, **changes: Any) -> str:  # noqa: ANN401 - as acts
    new = NewCombination(site="s1", name="Both", rooms=frozenset(rooms), opens=night(opens))
    return join_rooms(house.store, new, new_id=house.new_id, **acts(**changes))


def offered(house: Country, day: int = 0) -> list[str]:
    with house.store.reading() as session:
        found = read_problem(session, at(day), Scope(horizon_nights=30))
    return [one.id for one in found.combinations]


def test_a_house_joins_rooms_from_a_night_and_ends_the_combination(house: Country) -> None:
    made = join(house, "p1", "p2", opens=2)
    shown = show_combination(house.store, made, by=HOUSE)
    assert (shown.place.name, shown.place.scheme_code) == ("Both", "COSM")
    assert shown.rooms == show_place(house.store, made, by=HOUSE).rooms == ("p1", "p2")
    assert (offered(house), offered(house, 2)) == ([], [made])
    end_combination(house.store, made, **acts(now=at(3), version=1))
    assert offered(house, 3) == []
    assert list_combinations(house.store, "s1", **acts(now=at(3))) == []
    with pytest.raises(AlreadyOver):
        end_combination(house.store, made, **acts(now=at(3)))
    with house.store.reading() as session:
        told = [(e.act, e.facts) for e in entries_of(session, "place", made)]
    assert told == [
        ("join_rooms", {"rooms": ["p1", "p2"], "opens": night(2).isoformat()}),
        ("end_combination", {"on": night(3).isoformat()}),
    ]


def test_a_combination_that_was_a_mistake_is_gone_at_once(house: Country) -> None:
    for opens in (0, 4):
        made = join(house, "p1", "p2", opens=opens)
        end_combination(house.store, made, **acts())
    assert (offered(house), offered(house, 5)) == ([], [])


@pytest.mark.parametrize(
    ("rooms", "code"),
    [
        (("p1", "nowhere"), "not_a_room"),
        (("p1", "far"), "not_a_room"),
        (("p1", "vo"), "other_scheme"),
        (("p1", "closed"), "not_a_room"),
        (("p1", "later"), "not_a_room"),
        (("women", "men"), "women_and_men"),
        (("p1", "turns"), "women_and_men"),
        (("p2", "p3"), "joined_already"),
        (("p1", "pair"), "not_a_room"),
    ],
)
def test_what_no_household_could_be_given_as_one_is_not_joined(
    house: Country, rooms: tuple[str, ...], code: str
) -> None:
    house.joined("pair", "p2", "p3")
    house.place("closed", closes=night(0))
    house.place("later", opens=night(1))
    house.place("women", sex_policy=SexPolicy.WOMEN)
    house.place("men", sex_policy=SexPolicy.MEN)
    house.place("turns", sex_policy=SexPolicy.MEN)
    for place in ("p1", "turns"):
        policy = "women" if place == "p1" else "men"
        change = NewProfileChange(
            kind=ProfileOf.PLACE,
            record=place,
            begins=night(0),
            facts={"sex_policy": policy},
            reason="x",
        )
        plan_change(house.store, change, new_id=place, **acts())
    with pytest.raises(InvalidFacts) as refused:
        join(house, *rooms)
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [("rooms", code)]


def test_everything_that_is_wrong_is_told_at_once(house: Country) -> None:
    with pytest.raises(InvalidFacts) as refused:
        join(house, "p1", "vo", "far", opens=900)
    assert [fault.code for fault in refused.value.faults] == [
        "too_far_off",
        "not_a_room",
        "other_scheme",
    ]


def test_who_was_promised_a_combination_or_lives_in_it_keeps_it(house: Country) -> None:
    made = join(house, "p1", "p2")
    house.referral("h1")
    placement = house.book("h1", made)
    with pytest.raises(BedsInUse) as refused:
        end_combination(house.store, made, **acts())
    assert refused.value.facts["placements"] == (placement,)
    arrive(house.store, placement, by=HELPDESK, now=NOW, new_id=counted("s"))
    with pytest.raises(BedsInUse):
        end_combination(house.store, made, **acts())
    depart(house.store, placement, on=night(1), destination="own_home", by=HELPDESK, now=NOW)
    with pytest.raises(BedsInUse):
        end_combination(house.store, made, **acts())
    end_combination(house.store, made, **acts(now=at(1)))


def test_who_has_only_one_of_the_rooms_does_not_keep_the_combination(house: Country) -> None:
    made = join(house, "p1", "p2")
    house.resident("r1", "p1-b1")
    end_combination(house.store, made, **acts())


def test_a_room_that_closes_or_becomes_another_ends_its_combinations(house: Country) -> None:
    one, other = join(house, "p1", "p2"), join(house, "p2", "p3")
    close_place(house.store, "p1", on=night(5), **acts())
    told = {c.place.id: c.place.closes for c in list_combinations(house.store, "s1", **acts())}
    assert told == {one: night(5), other: None}
    change_use(house.store, "p3", Use.APARTMENT, on=night(2), new_id=counted("n"), **acts())
    assert [offered(house, day) for day in (1, 2, 5)] == [[one, other], [one], []]


def test_a_family_stays_no_longer_than_one_of_its_rooms(house: Country) -> None:
    made = join(house, "p1", "p2")
    close_place(house.store, "p2", on=night(5), **acts())
    house.referral("h1")
    placement = house.book("h1", made, until=5)
    arrive(house.store, placement, by=HELPDESK, now=NOW, new_id=counted("s"))
    with house.store.reading() as session:
        assert session.get_one(Stay, "s001").hard_end == night(5)


def test_a_room_with_a_family_in_it_closes_with_a_warning_and_never_while_promised(
    house: Country,
) -> None:
    made = join(house, "p1", "p2")
    house.referral("h1")
    placement = house.book("h1", made)
    with pytest.raises(BedsInUse):
        close_place(house.store, "p2", on=night(5), **acts())
    arrive(house.store, placement, by=HELPDESK, now=NOW, new_id=counted("s"))
    assert close_place(house.store, "p2", on=night(5), **acts()).warnings == (placement,)
    with house.store.reading() as session:
        assert session.get_one(Stay, "s001").hard_end == night(5)


def test_the_longest_stay_of_each_room_holds_for_the_combination(house: Country) -> None:
    house.place("short", 2, max_nights=3)
    made = join(house, "p1", "short")
    house.referral("h1")
    placement = house.book("h1", made, until=3)
    arrive(house.store, placement, by=HELPDESK, now=NOW, new_id=counted("s"))
    with house.store.reading() as session:
        assert session.get_one(Stay, "s001").hard_end == night(3)


def test_a_combination_has_no_beds_and_no_profile_to_change(house: Country) -> None:
    made = join(house, "p1", "p2")
    change = NewProfileChange(
        kind=ProfileOf.PLACE, record=made, begins=night(1), facts={"oldest_child": 3}, reason="x"
    )
    out = NewOutage(place=made, cause="repair")
    wrong: tuple[Callable[[], object], ...] = (
        lambda: close_place(house.store, made, on=night(2), **acts()),
        lambda: change_use(
            house.store, made, Use.SHARED_ROOM, on=night(2), new_id=counted("n"), **acts()
        ),
        lambda: add_beds(house.store, made, 1, begins=night(1), new_id=counted("b"), **acts()),
        lambda: take_out_bed(house.store, made, "p1-b1", on=night(1), **acts()),
        lambda: report_outage(house.store, out, new_id="o", **acts()),
        lambda: plan_change(house.store, change, new_id="c", **acts()),
        lambda: show_profile(house.store, ProfileOf.PLACE, made, **acts()),
    )
    for act in wrong:
        with pytest.raises(MadeOfRooms) as refused:
            act()
        assert refused.value.facts["rooms"] == ("p1", "p2")
    found = look_at_site(house.store, "s1", by=HOUSE, now=NOW).places
    assert made not in {told.place.id for told in found}


def test_another_house_finds_no_combination_here(house: Country) -> None:
    made = join(house, "p1", "p2")
    with pytest.raises(UnknownSite):
        join(house, "p1", "p3", by=STRANGER)
    for act in (
        lambda: end_combination(house.store, made, **acts(by=STRANGER)),
        lambda: show_combination(house.store, made, by=STRANGER),
        lambda: show_combination(house.store, "p1", by=HOUSE),
        lambda: end_combination(house.store, "p1", **acts()),
    ):
        with pytest.raises(UnknownCombination):
            act()
    with pytest.raises(UnknownSite):
        list_combinations(house.store, "s1", **acts(by=STRANGER))
    with pytest.raises(VersionOutdated):
        end_combination(house.store, made, **acts(version=7))


def test_a_combination_that_was_not_there_makes_the_figures_of_its_rooms_old(
    house: Country,
) -> None:
    made = join(house, "p1", "p2")
    house.referral("h1")
    house.write(
        DeclineReason(
            code="was_not_there",
            party=Party.HOUSE,
            nl="x",
            en="x",
            effect=DeclineEffect.LOWERS_TRUST,
        ),
        Decline(
            id="d",
            household_id="h1",
            place_id=made,
            reason="was_not_there",
            said_by="helpdesk",
            said_at=at(1),
        ),
    )
    with house.store.reading() as session:
        assert contradicted_places(session) == {"p1", "p2"}
