"""Profiles in time: planned ahead, read on a night, judged by the stricter, warned about."""

from datetime import timedelta
from typing import Any

import pytest

from placement.errors import InvalidFacts, NotLawful, UnknownPlace
from placement.errors.register import AlreadyOver, UnknownProfileChange
from placement.errors.trust import UnknownSite
from placement.policy import AccountId, Role, Subject
from placement.service.beds.releasing import depart
from placement.service.once import Once
from placement.service.register.fitting import NoLongerFits
from placement.service.register.profiling import (
    NewProfileChange,
    PlannedChange,
    cancel_change,
    plan_change,
    planned_before,
    show_profile,
)
from placement.store.codes import ProfileOf
from placement.store.facts.beds import read_beds
from placement.store.facts.places import read_places
from placement.store.nights import ONE_NIGHT
from placement.store.tables import CodeWord, Site
from placement.store.tables import Place as PlaceRow
from placement.store.watching.told import journal_since
from solver.codes import Sex, SexPolicy, Use
from solver.facts import Place
from tests.builders_rows import a_person, an_account
from tests.builders_store import HELPDESK, NOW, Country, at, night

STRANGER = Subject(account=AccountId("x"), name="X", role=Role.INSTITUTION, sites=frozenset({"s2"}))


@pytest.fixture
def house(country: Country) -> Country:
    """A shared room where both sexes are admitted, and words of code lists."""
    country.site()
    country.place("room", 3, use=Use.SHARED_ROOM, features=frozenset({"cot", "pets"}))
    country.write(
        CodeWord(kind="feature", code="cot", nl="kinderbed", en="cot"),
        CodeWord(kind="feature", code="pets", nl="huisdier", en="pets"),
        CodeWord(kind="contra_indication", code="arson", nl="brand", en="arson"),
    )
    return country


def plan(
    house: Country,
    begins: int,
    kind: ProfileOf = ProfileOf.PLACE,
    *,
    new_id: str = "change",
    by: Subject = HELPDESK,
    now: int = 0,
    **facts: Any,  # noqa: ANN401 - facts of any kind
) -> PlannedChange:
    record = "room" if kind is ProfileOf.PLACE else "s1"
    change = NewProfileChange(
        kind=kind, record=record, begins=night(begins), facts=facts, reason="the house changes"
    )
    return plan_change(house.store, change, by=by, now=at(now), new_id=new_id)


def seen(house: Country, on: int = 0, nights: int = 1) -> Place:
    with house.store.reading() as session:
        first, last = night(on), night(on + nights - 1) + ONE_NIGHT
        beds = read_beds(session, first, last)
        [place] = read_places(session, tonight=first, horizon=last, now=at(on), beds=beds)
    return place


def test_a_change_holds_from_its_night_on_and_not_before(house: Country) -> None:
    plan(house, 5, sex_policy="women", oldest_child=11, features=["cot"])
    assert (seen(house, 4).sex_policy, seen(house, 4).oldest_child) == (SexPolicy.MIXED, None)
    after = seen(house, 5)
    assert (after.sex_policy, after.oldest_child, after.features) == (
        SexPolicy.WOMEN,
        11,
        frozenset({"cot"}),
    )


def test_of_two_changes_the_later_night_counts_and_on_one_night_the_later_record(
    house: Country,
) -> None:
    plan(house, 5, oldest_child=11, new_id="a", now=1)
    plan(house, 3, oldest_child=3, new_id="b", now=2)
    plan(house, 5, oldest_child=15, new_id="c", now=3)
    assert [seen(house, on).oldest_child for on in (2, 3, 4, 5, 9)] == [None, 3, 3, 15, 15]


def test_within_the_nights_planned_the_stricter_of_both_is_judged(house: Country) -> None:
    plan(house, 5, features=["cot"], cannot_admit=["arson"], oldest_child=11, max_nights=90)
    meanwhile = seen(house, 0, nights=30)
    assert meanwhile.features == {"cot"}
    assert meanwhile.cannot_admit == {"arson"}
    assert (meanwhile.oldest_child, meanwhile.max_nights, meanwhile.closes) == (11, 90, None)
    plan(house, 9, features=["cot", "pets"], oldest_child=15, new_id="wider")
    assert seen(house, 0, nights=30).features == {"cot"}
    assert seen(house, 9).features == {"cot", "pets"}


def test_a_place_that_turns_from_women_to_men_closes_for_who_comes_now(house: Country) -> None:
    plan(house, -1, sex_policy="women", new_id="first")
    plan(house, 7, sex_policy="men", new_id="second")
    now = seen(house, 0, nights=30)
    assert (now.sex_policy, now.closes) == (SexPolicy.WOMEN, night(7))
    assert (seen(house, 7, nights=30).sex_policy, seen(house, 7).closes) == (SexPolicy.MEN, None)


def test_the_hours_of_a_site_change_for_all_its_places(house: Country) -> None:
    plan(house, 2, ProfileOf.SITE, admits_until="12:00", arrival_days=["1", "2"])
    assert seen(house, 1).admits_from == night(1)
    changed = seen(house, 2)
    assert changed.admits_from == night(3)
    assert changed.arrival_days == {1, 2}
    assert seen(house, 0, nights=9).arrival_days == {1, 2}


def test_who_would_no_longer_fit_is_named_with_the_rules_and_nobody_is_moved(
    house: Country,
) -> None:
    there = house.resident("r1", "room-b1", sex=Sex.MALE, until=20)
    leaves = house.resident("r2", "room-b2", sex=Sex.MALE, until=20)
    depart(house.store, leaves, on=night(4), destination="own_home", by=HELPDESK, now=NOW)
    told = plan(house, 5, sex_policy="women")
    assert [(w.placement, w.rules) for w in told.warnings] == [(there, ("SEX-1",))]
    assert leaves not in {w.placement for w in told.warnings}
    assert plan(house, 6, features=["cot"], new_id="other").warnings == ()


OURS = Subject(account=AccountId("h"), name="H", role=Role.INSTITUTION, sites=frozenset({"s1"}))


@pytest.mark.parametrize(
    ("expected", "begins"), [(0, 0), (0, 2), (5, 5), (5, 6)], ids=lambda night: f"{night}"
)
def test_who_lives_there_and_is_not_reported_as_gone_is_named_whatever_end_was_expected(
    house: Country, expected: int, begins: int
) -> None:
    there = house.resident("r1", "room-b1", sex=Sex.MALE, until=expected)
    told = plan(house, begins, sex_policy="women")
    assert told.warnings == (NoLongerFits(there, ("SEX-1",)),)


HIDDEN: tuple[tuple[ProfileOf, dict[str, Any], str], ...] = (
    (ProfileOf.PLACE, {"accepts_without_status": False}, "ELI-8"),
    (ProfileOf.SITE, {"security": 1}, "SAF-3"),
    (ProfileOf.PLACE, {"features": ["cot"]}, "WIS-1"),
)


def someone_with_secrets(house: Country) -> str:
    """Somebody placed here whose status, danger and wish the house was not told of."""
    house.write(an_account("h", Role.INSTITUTION, institution_id="house"))
    with house.store.writing(NOW) as session:
        place, site = session.get_one(PlaceRow, "room"), session.get_one(Site, "s1")
        place.accepts_without_status, place.features, site.security = True, frozenset(), 3
    house.referral(
        "h1",
        without_status=True,
        security_needed=2,
        bedenktijd="none",
        bedenktijd_begins=None,
        bedenktijd_ends=None,
        brings=frozenset({"arson"}),
        never_features=frozenset({"cot"}),
    )
    return house.book("h1", "room", begins=0, until=12)


def journalled(house: Country) -> list[tuple[str, list[str]]]:
    with house.store.reading() as session:
        found = journal_since(session, NOW - timedelta(hours=1))
        return [(e.record_id, e.facts["rules"]) for e in found if e.act == "no_longer_fits"]


@pytest.mark.parametrize(("of", "facts", "rule"), HIDDEN)
def test_a_house_cannot_learn_status_danger_or_a_wish_by_planning_a_change(
    house: Country, of: ProfileOf, facts: dict[str, Any], rule: str
) -> None:
    placed = someone_with_secrets(house)
    change = NewProfileChange(
        kind=of,
        record="room" if of is ProfileOf.PLACE else "s1",
        begins=night(0),
        facts=facts,
        reason="x",
    )
    once = Once("h", "key", "same")
    for _ in range(2):  # and not when the same key is sent again
        told = plan_change(house.store, change, by=OURS, now=NOW, new_id="c", once=once)
        assert told.warnings == ()
    before = planned_before(house.store, once)
    assert before is not None
    assert before.warnings == ()
    assert journalled(house) == [(placed, [rule])]
    desk = plan_change(house.store, change, by=HELPDESK, now=NOW, new_id="d")
    assert desk.warnings == ()  # it holds already


def test_a_house_is_told_of_its_own_criteria_only_and_the_helpdesk_of_every_rule(
    house: Country,
) -> None:
    placed = someone_with_secrets(house)
    facts: dict[str, Any] = {
        "accepts_without_status": False,
        "cannot_admit": ["arson"],
        "sex_policy": "men",
    }
    own = plan(house, 3, by=OURS, new_id="a", **facts)
    assert own.warnings == (NoLongerFits(placed, ("CAR-1", "SEX-1")),)
    cancel_change(house.store, "a", by=OURS, now=NOW)
    desk = plan(house, 3, new_id="b", **facts)
    assert desk.warnings == (NoLongerFits(placed, ("CAR-1", "ELI-8", "SEX-1")),)
    assert journalled(house) == 2 * [(placed, ["CAR-1", "ELI-8", "SEX-1"])]


def test_a_household_that_is_to_come_is_warned_about_too(house: Country) -> None:
    house.referral("h1", a_person("h1", sex=Sex.MALE))
    coming = house.book("h1", "room", begins=3, until=12)
    told = plan(house, 8, sex_policy="women")
    assert [w.placement for w in told.warnings] == [coming]


def test_a_booking_is_judged_by_what_is_planned(house: Country) -> None:
    plan(house, 8, sex_policy="women")
    house.referral("h1", a_person("h1", sex=Sex.MALE))
    with pytest.raises(NotLawful):
        house.book("h1", "room", begins=0, until=5)
    house.referral("h2")
    assert house.book("h2", "room", begins=0, until=5)


def test_a_planned_change_can_be_cancelled_until_it_has_come(house: Country) -> None:
    plan(house, 5, oldest_child=11)
    with pytest.raises(UnknownProfileChange):
        cancel_change(house.store, "change", by=STRANGER, now=NOW)
    cancel_change(house.store, "change", by=HELPDESK, now=at(1))
    assert seen(house, 6).oldest_child is None
    with pytest.raises(AlreadyOver):
        cancel_change(house.store, "change", by=HELPDESK, now=at(1))
    plan(house, 2, oldest_child=3, new_id="second")
    with pytest.raises(AlreadyOver):
        cancel_change(house.store, "second", by=HELPDESK, now=at(2))
    with pytest.raises(UnknownProfileChange):
        cancel_change(house.store, "nothing", by=HELPDESK, now=NOW)
    shown = show_profile(house.store, ProfileOf.PLACE, "room", by=HELPDESK, now=at(2))
    assert [(c.id, c.cancelled_at is None) for c in shown.changes] == [
        ("change", False),
        ("second", True),
    ]


def test_a_profile_is_shown_on_any_night_as_known_then(house: Country) -> None:
    plan(house, 5, oldest_child=11, now=1)
    cancel_change(house.store, "change", by=HELPDESK, now=at(3))

    def shown(known: int | None) -> object:
        return show_profile(
            house.store,
            ProfileOf.PLACE,
            "room",
            by=HELPDESK,
            now=at(4),
            night=night(6),
            known_on=None if known is None else night(known),
        ).facts["oldest_child"]

    assert [shown(known) for known in (None, 0, 1, 2, 3)] == [None, None, 11, 11, None]
    with pytest.raises(InvalidFacts) as wrong:
        shown(6)
    assert [f.field for f in wrong.value.faults] == ["known"]


def test_unknown_codes_and_dates_too_far_off_are_named_together(house: Country) -> None:
    with pytest.raises(InvalidFacts) as wrong:
        plan(house, 500, features=["cot", "swimming"], cannot_admit=["arson"])
    assert {(f.field, f.code) for f in wrong.value.faults} == {
        ("begins", "too_far_off"),
        ("facts.features", "unknown_code"),
    }


def test_another_house_cannot_plan_or_see_it(house: Country) -> None:
    with pytest.raises(UnknownPlace):
        plan(house, 5, by=STRANGER, oldest_child=3)
    with pytest.raises(UnknownSite):
        plan(house, 5, ProfileOf.SITE, by=STRANGER, out_of_hours=True)
    with pytest.raises(UnknownPlace):
        show_profile(house.store, ProfileOf.PLACE, "room", by=STRANGER, now=NOW)
