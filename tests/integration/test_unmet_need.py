"""The ledger of unmet need: what stood before a place, night by night, and its sums."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from placement.errors import InvalidFacts
from placement.lifecycle import ReferralState
from placement.policy import AccountId, Role, Subject
from placement.service.beds.holding import accept_hold
from placement.service.beds.placing import Acceptance, place
from placement.service.forms.ledger import LedgerBy, LedgerQuestion
from placement.service.watching.lacked import Lacked, sum_unmet_need
from placement.service.watching.lacking import LATER, TO_ASK, WAS_OPEN, record_unmet_need
from placement.service.watching.sheltering import shelter_temporarily
from placement.store.codes import TemporaryKind
from placement.store.tables import UnmetNeed
from solver.codes import AgeBand, Sex
from tests.builders_rows import NOW, TONIGHT, a_person, night
from tests.builders_store import HELPDESK, TERMS, Country, an_order

READER = Subject(account=AccountId("reader"), name="Reader", role=Role.POLICY_READER)
MORNING = NOW + timedelta(hours=15)  # the next day at six in Amsterdam: still the same night


def recorded(country: Country, on: int = 0) -> dict[str, UnmetNeed]:
    at = MORNING + timedelta(days=on)
    record_unmet_need(country.store, night(on), now=at, terms=TERMS)
    with country.store.reading() as session:
        rows = session.scalars(select(UnmetNeed).where(UnmetNeed.night == night(on)))
        return {row.referral_id: row for row in rows}


def summed(country: Country, by: Subject = HELPDESK, **asked: object) -> Lacked:
    question = LedgerQuestion(begins=night(0), until=night(10), **asked)  # type: ignore[arg-type]
    return sum_unmet_need(country.store, question, by=by, now=NOW)


def lacks(found: Lacked) -> dict[str, float | None]:
    return {lack.key: lack.places for lack in found.groups}


def test_a_full_country_is_bound_by_its_beds(country: Country) -> None:
    country.site()
    country.place()
    country.resident("h9", "p1-b1")
    country.referral("h1", reporting_region=None)
    row = recorded(country)["r-h1"]
    assert row.rules == {"CAP-1", "CAP-2"}  # a single room is full when its bed is
    assert row.schemes == {"COSM"}
    assert row.people == 1
    assert row.needs == {"who:women"}


def test_a_rule_that_bars_is_named_and_not_those_of_schemes_for_others(country: Country) -> None:
    country.site()
    country.place()
    country.place("p2", scheme_code="VO")
    country.referral("h1", security_needed=2, brings=frozenset({"drug_addiction"}))
    row = recorded(country)["r-h1"]
    assert row.rules == {"SAF-3"}
    assert "drug_addiction" in row.needs


def test_of_two_who_waited_for_one_bed_only_one_could_have_had_it(country: Country) -> None:
    country.site()
    country.place()
    country.referral("h1", needed_from=night(-3), arrives_from=night(-3))
    country.referral("h2")
    found = recorded(country)
    assert found["r-h1"].rules == {WAS_OPEN}
    assert found["r-h2"].rules == {"CAP-1", "CAP-2"}


def test_a_house_that_could_have_said_yes_is_told_as_that(country: Country) -> None:
    country.site()
    country.place("p4", scheme_code="VO")
    country.referral(
        "h1", b8_permit=True, bedenktijd="none", bedenktijd_begins=None, bedenktijd_ends=None
    )
    assert recorded(country)["r-h1"].rules == {TO_ASK}


def test_a_place_for_a_later_night_leaves_this_one_unmet(country: Country) -> None:
    country.site()
    country.place()
    country.referral("h1")
    country.book(begins=1)
    assert recorded(country)["r-h1"].rules == {LATER}
    assert recorded(country, on=1) == {}


def test_who_has_a_bed_or_needs_none_yet_is_not_in_the_ledger(country: Country) -> None:
    country.site()
    country.place("p1", 2)
    country.resident("h9", "p1-b1", wants_to_move=True)
    country.referral("h1", needed_from=night(3), arrives_from=night(3))
    country.referral("h2", state=ReferralState.ENDED)
    country.place("p2")
    country.referral("h3")
    country.book("h3", "p2")
    assert recorded(country) == {}


def test_a_bed_that_is_only_held_in_the_morning_is_no_place(country: Country) -> None:
    country.site(out_of_hours=True)
    country.place()
    country.referral("h1")
    held = Acceptance(orders=(an_order("h1", until=20),), reason="for a call", hold=True)
    given: dict[str, Any] = {"by": HELPDESK, "new_id": country.new_id, "terms": TERMS}
    [placement] = place(country.store, held, now=MORNING - timedelta(minutes=30), **given)
    assert recorded(country).keys() == {"r-h1"}
    soon = MORNING + timedelta(minutes=10)
    accept_hold(country.store, placement, reason="they said yes", now=soon, **given)
    assert recorded(country, on=1) == {}


def test_temporary_shelter_is_unmet_need_all_the_same(country: Country) -> None:
    country.referral("h1")
    shelter_temporarily(
        country.store, "r-h1", TemporaryKind.HOTEL, by=HELPDESK, now=NOW, new_id="t1"
    )
    assert recorded(country)["r-h1"].in_temporary_shelter
    [group] = summed(country).groups
    assert group.in_temporary_shelter == 1


def test_a_night_is_written_once_however_often_it_is_asked(country: Country) -> None:
    country.referral("h1")
    assert record_unmet_need(country.store, TONIGHT, now=MORNING, terms=TERMS) == 1
    assert record_unmet_need(country.store, TONIGHT, now=MORNING, terms=TERMS) == 0


def test_written_up_late_it_is_still_the_night_that_was_asked(country: Country) -> None:
    country.referral("h1")
    late = NOW + timedelta(days=2)
    assert record_unmet_need(country.store, TONIGHT, now=late, terms=TERMS) == 1


def lacking_men(country: Country) -> None:
    """Men with an addiction in the east: three on two of ten nights; a woman on one."""
    country.site()
    men = (a_person("h1", n, sex=Sex.MALE) for n in (1, 2))
    country.referral("h1", *men, needs=frozenset({"addiction"}), reporting_region="province:ov")
    country.referral(
        "h2", a_person("h2", sex=Sex.MALE), needs=frozenset({"addiction"}),
        reporting_region="province:ge",
    )  # fmt: skip
    country.referral("h3", a_person("h3"), a_person("h3", 2, age=AgeBand.FROM_4))
    for on in (0, 1):
        recorded(country, on)


def test_a_sum_is_people_without_a_place_on_an_average_night(country: Country) -> None:
    lacking_men(country)
    found = summed(country, by=HELPDESK)
    assert (found.nights, found.total.places, found.total.people_nights) == (10, 1.0, 10)
    question = LedgerQuestion(
        begins=night(0),
        until=night(10),
        by=LedgerBy.REGION,
        needs=frozenset({"addiction", "who:men"}),
    )
    told = sum_unmet_need(country.store, question, by=HELPDESK, now=NOW)
    assert lacks(told) == {"province:ov": 0.4, "province:ge": 0.2}
    one = LedgerQuestion(begins=night(0), until=night(1), regions=frozenset({"province:ov"}))
    assert sum_unmet_need(country.store, one, by=HELPDESK, now=NOW).total.places == 2.0
    east = LedgerQuestion(
        begins=night(0), until=night(1), regions=frozenset({"province:ov", "province:ge"})
    )
    assert sum_unmet_need(country.store, east, by=HELPDESK, now=NOW).total.places == 3.0


MARCH = date(2026, 3, 1)
IN_APRIL = datetime(2026, 4, 2, 14, tzinfo=UTC)


def read_for_policy(country: Country, **asked: Any) -> Lacked:  # noqa: ANN401 - fields of any type
    question = LedgerQuestion(**({"begins": MARCH} | asked))
    return sum_unmet_need(country.store, question, by=READER, now=IN_APRIL)


def test_small_counts_are_not_told_to_who_reads_for_policy(country: Country) -> None:
    lacking_men(country)
    told = read_for_policy(country, by=LedgerBy.REGION)
    assert (told.nights, told.total.people_nights) == (31, 10)  # five different people
    assert set(lacks(told).values()) == {None}
    assert read_for_policy(country, regions=frozenset({"province:ov"})).total.places is None


def lacking_in(country: Country, **regions: int) -> None:
    country.site()
    for region, count in regions.items():
        for n in range(count):
            country.referral(f"{region}{n}", reporting_region=f"province:{region}")
    recorded(country)


def nights_told(found: Lacked) -> dict[str, int | None]:
    return {lack.key: lack.people_nights for lack in found.groups}


def test_one_small_group_cannot_be_worked_out_from_the_total(country: Country) -> None:
    lacking_in(country, a=6, b=7, c=1)
    told = read_for_policy(country, by=LedgerBy.REGION)
    assert nights_told(told) == {"province:b": 7, "province:a": None, "province:c": None}
    question = LedgerQuestion(begins=night(0), until=night(1), by=LedgerBy.REGION)
    everything = sum_unmet_need(country.store, question, by=HELPDESK, now=NOW)
    assert lacks(everything) == {"province:b": 7.0, "province:a": 6.0, "province:c": 1.0}


def test_regions_together_are_not_told_to_who_could_take_one_from_them(country: Country) -> None:
    lacking_in(country, a=6, b=7)
    with pytest.raises(InvalidFacts):
        read_for_policy(country, regions=frozenset({"province:a", "province:b"}))


def test_small_groups_that_are_few_together_take_another_with_them(country: Country) -> None:
    lacking_in(country, a=6, b=7, c=2, d=2)
    told = read_for_policy(country, by=LedgerBy.REGION)
    assert [key for key, count in nights_told(told).items() if count] == ["province:b"]


def test_what_a_question_leaves_out_is_not_about_few_either(country: Country) -> None:
    lacking_in(country, a=6, b=3)
    assert read_for_policy(country).total.people_nights == 9
    told = read_for_policy(country, regions=frozenset({"province:a"}))
    assert told.total.people_nights is None
    assert set(nights_told(told).values()) == {None}


def test_who_reads_for_policy_is_told_the_last_month_that_is_over(country: Country) -> None:
    told = read_for_policy(country, begins=None)
    assert (told.begins, told.until) == (MARCH, date(2026, 4, 1))


@pytest.mark.parametrize(
    "asked",
    [
        {"begins": date(2026, 3, 2)},
        {"begins": date(2026, 4, 1)},
        {"until": date(2026, 3, 31)},
        {"begins": date(2026, 2, 1), "until": date(2026, 4, 1)},
        {"scheme": "COSM", "regions": frozenset({"province:ov"})},
        {"needs": frozenset({"addiction", "who:men"})},
    ],
)
def test_periods_and_groups_that_could_be_subtracted_are_not_told(
    country: Country, asked: dict[str, Any]
) -> None:
    with pytest.raises(InvalidFacts):
        read_for_policy(country, **asked)


@pytest.mark.parametrize("until", [0, -1, 3 * 366 + 1])
def test_a_period_without_nights_or_of_many_years_is_refused(country: Country, until: int) -> None:
    question = LedgerQuestion(begins=night(0), until=night(until))
    with pytest.raises(InvalidFacts):
        sum_unmet_need(country.store, question, by=HELPDESK, now=NOW)
