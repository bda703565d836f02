"""What a house reports about a stay: the expected end, a departure, and taking it back."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from placement.errors import (
    InvalidFacts,
    TransitionNotAllowed,
    UnknownStay,
    VersionOutdated,
)
from placement.policy import AccountId, Role, Subject
from placement.service.once import Once
from placement.service.stays.locks import ReadStay
from placement.service.stays.staying import (
    ExpectedEnd,
    expect_end,
    list_stays,
    report_departure,
    show_stay,
    withdraw_departure,
)
from placement.service.watching.tasks import list_tasks
from placement.store.codes import UntilBasis
from placement.store.tables import CodeWord, Occupancy, PastRightReason, Stay
from placement.store.tasks.values import TaskKind
from tests.builders_rows import an_account
from tests.builders_store import HELPDESK, Country, at, night
from tests.invariants import broken_invariants

HOUSE = Subject(
    account=AccountId("house"), name="House", role=Role.INSTITUTION, sites=frozenset({"s1"})
)
OTHERS = Subject(
    account=AccountId("house"), name="House", role=Role.INSTITUTION, sites=frozenset({"s2"})
)
READ = ReadStay("stay-h1")


@pytest.fixture
def house(country: Country) -> Iterator[Country]:
    """Somebody who stays in a single room until the tenth night, as far as is expected."""
    country.site()
    country.place("p1")
    country.place("p2")
    country.write(
        an_account("house", Role.INSTITUTION, institution_id="house"),
        CodeWord(kind="blocker", code="no_housing", nl="geen woning", en="no housing"),
        CodeWord(kind="destination", code="own_housing", nl="eigen woning", en="own home"),
    )
    country.resident("h1", "p1-b1", until=10)
    yield country
    with country.store.reading() as session:
        assert broken_invariants(session, at(0)) == []


def the_row(house: Country) -> tuple[object, object]:
    with house.store.reading() as session:
        row = session.scalars(select(Occupancy).where(Occupancy.household_id == "h1")).one()
        return row.until, row.basis


def the_stay(house: Country) -> Stay:
    return show_stay(house.store, "stay-h1", by=HOUSE, now=at(0)).seen.stay


def expecting(house: Country, on: int, reason: str | None = None, read: ReadStay = READ) -> None:
    expect_end(
        house.store,
        read,
        ExpectedEnd(on=night(on), reason=reason),
        by=HOUSE,
        now=at(0),
        new_id=house.new_id,
    )


def leaving(house: Country, on: int, read: ReadStay = READ) -> None:
    report_departure(
        house.store, read, on=night(on), destination="own_housing", by=HOUSE, now=at(0)
    )


def withdrawing(house: Country) -> None:
    withdraw_departure(house.store, READ, reason="wrong room", by=HOUSE, now=at(0))


def test_an_expected_end_is_kept_with_its_history(house: Country) -> None:
    expecting(house, 15)
    shown = show_stay(house.store, "stay-h1", by=HOUSE, now=at(0))
    assert (shown.seen.stay.expected_end, shown.seen.stay.confirmed_at) == (night(15), at(0))
    [entry] = shown.history
    assert entry.act == "expect_end"
    assert entry.facts == {
        "was": night(10).isoformat(),
        "on": night(15).isoformat(),
        "reason": None,
        "until": night(15).isoformat(),
    }
    assert the_row(house) == (night(15), UntilBasis.EXPECTED_END)


def test_a_forecast_takes_no_bed_from_somebody_who_is_to_come(house: Country) -> None:
    leaving(house, 8)
    house.referral("h2")
    house.book("h2", "p1", begins=8, until=20)
    withdrawing(house)
    assert the_stay(house).departs_on is None
    assert the_row(house) == (night(8), UntilBasis.EXPECTED_END)
    expecting(house, 30)
    assert the_row(house) == (night(8), UntilBasis.EXPECTED_END)


def test_a_forecast_does_not_meet_who_must_be_kept_apart(house: Country) -> None:
    leaving(house, 8)
    house.referral("h2")
    house.apart("h1", "h2")
    house.book("h2", "p2", begins=8, until=20)
    withdrawing(house)
    assert the_row(house) == (night(8), UntilBasis.EXPECTED_END)


def test_past_the_right_a_reason_is_needed_and_kept(house: Country) -> None:
    with house.store.writing() as session:
        session.get_one(Stay, "stay-h1").right_ends = night(12)
    with pytest.raises(InvalidFacts) as refused:
        expecting(house, 13)
    assert [f.code for f in refused.value.faults] == ["reason_past_right"]
    expecting(house, 13, "no_housing")
    with house.store.reading() as session:
        kept = session.scalars(select(PastRightReason)).one()
        assert (kept.stay_id, kept.code, kept.given_by) == ("stay-h1", "no_housing", "house")
        assert kept.holds_until == night(13)


def test_a_reason_holds_for_a_month_also_when_the_end_is_further_off(house: Country) -> None:
    with house.store.writing() as session:
        session.get_one(Stay, "stay-h1").right_ends = night(-1)
    expecting(house, 300, "no_housing")
    with house.store.reading() as session:
        assert session.scalars(select(PastRightReason)).one().holds_until == night(31)
    for number, expected in ((30, []), (31, ["stay-h1"])):
        found = list_tasks(house.store, by=HELPDESK, now=at(number), kind=TaskKind.PAST_RIGHT)
        assert [task.stay for task in found] == expected


def test_within_the_right_a_reason_is_no_reason_past_it(house: Country) -> None:
    expecting(house, 13, "no_housing")
    with house.store.reading() as session:
        assert session.scalars(select(PastRightReason)).all() == []


@pytest.mark.parametrize(
    ("on", "reason", "fault"),
    [(0, None, "has_passed"), (-1, None, "has_passed"), (5, "because", "unknown_code")],
)
def test_an_end_that_cannot_be_is_refused(
    house: Country, on: int, reason: str | None, fault: str
) -> None:
    with pytest.raises(InvalidFacts) as refused:
        expecting(house, on, reason)
    assert [f.code for f in refused.value.faults] == [fault]
    assert the_stay(house).version == 1


def test_a_departure_ahead_can_be_taken_back(house: Country) -> None:
    leaving(house, 3)
    assert the_row(house) == (night(3), UntilBasis.REPORTED_DEPARTURE)
    assert the_stay(house).departs_on == night(3)
    withdrawing(house)
    assert (the_stay(house).departs_on, the_stay(house).destination) == (None, None)
    assert the_row(house) == (night(10), UntilBasis.EXPECTED_END)
    with pytest.raises(TransitionNotAllowed):
        withdrawing(house)


def test_nobody_leaves_before_they_came(house: Country) -> None:
    with pytest.raises(InvalidFacts) as refused:
        leaving(house, -21)
    assert [(f.field, f.code) for f in refused.value.faults] == [("on", "before_arrival")]


def test_a_departure_that_has_come_cannot_be_taken_back(house: Country) -> None:
    leaving(house, 0)
    with pytest.raises(TransitionNotAllowed):
        withdrawing(house)
    with pytest.raises(TransitionNotAllowed):
        leaving(house, 2)
    with pytest.raises(TransitionNotAllowed):
        expecting(house, 5)


def test_a_destination_is_of_the_list(house: Country) -> None:
    with pytest.raises(InvalidFacts):
        report_departure(
            house.store, READ, on=night(3), destination="somewhere", by=HOUSE, now=at(0)
        )


def test_moving_on_within_the_register_is_not_reported_as_a_departure(house: Country) -> None:
    house.write(CodeWord(kind="destination", code="onward", nl="doorgeplaatst", en="moved on"))
    with pytest.raises(InvalidFacts) as refused:
        report_departure(house.store, READ, on=night(3), destination="onward", by=HOUSE, now=at(0))
    assert [(f.field, f.code) for f in refused.value.faults] == [("destination", "not_a_departure")]
    assert the_stay(house).departs_on is None


def test_an_act_on_an_older_version_is_refused(house: Country) -> None:
    expecting(house, 12, read=ReadStay("stay-h1", 1))
    with pytest.raises(VersionOutdated):
        expecting(house, 15, read=ReadStay("stay-h1", 1))
    with pytest.raises(VersionOutdated):
        leaving(house, 15, read=ReadStay("stay-h1", 1))
    assert the_stay(house).expected_end == night(12)


def test_sent_twice_it_is_done_once(house: Country) -> None:
    read = ReadStay("stay-h1", 1, Once.of("house", "key", b"the same"))
    expecting(house, 12, read=read)
    expecting(house, 12, read=read)
    leaving(house, 3, ReadStay("stay-h1", 2, Once.of("house", "other", b"this")))
    leaving(house, 3, ReadStay("stay-h1", 2, Once.of("house", "other", b"this")))
    history = show_stay(house.store, "stay-h1", by=HOUSE, now=at(0)).history
    assert [entry.act for entry in history] == ["expect_end", "depart"]


def test_stays_are_seen_by_the_helpdesk_and_the_house_itself(house: Country) -> None:
    house.site("s2")
    house.place("far", site_id="s2")
    house.resident("h2", "far-b1")
    seen = [s.stay.id for s in list_stays(house.store, by=HOUSE, now=at(0))]
    assert seen == ["stay-h1"]
    assert len(list_stays(house.store, by=HELPDESK, now=at(0))) == 2
    with pytest.raises(UnknownStay):
        show_stay(house.store, "stay-h1", by=OTHERS, now=at(0))
    with pytest.raises(UnknownStay):
        expect_end(
            house.store,
            READ,
            ExpectedEnd(on=night(12)),
            by=OTHERS,
            now=at(0),
            new_id=house.new_id,
        )


def test_a_list_of_stays_goes_on_after_the_last_one(house: Country) -> None:
    house.resident("h2", "p2-b1")
    first = list_stays(house.store, by=HOUSE, now=at(0), limit=1)
    second = list_stays(house.store, by=HOUSE, now=at(0), limit=1, after=first[0].stay.id)
    assert [s.stay.id for s in (*first, *second)] == ["stay-h1", "stay-h2"]
    assert list_stays(house.store, by=HOUSE, now=at(0), after="stay-h2") == []


def test_ended_stays_are_listed_when_asked_for(house: Country) -> None:
    leaving(house, 0)
    assert list_stays(house.store, by=HOUSE, now=at(0)) == []
    assert len(list_stays(house.store, by=HOUSE, now=at(0), ongoing=False)) == 1
