"""Contracts as dated series: a change ends one row and opens the next, nothing is rewritten."""

from dataclasses import replace
from typing import Any

import pytest

from placement.errors import InvalidFacts, VersionOutdated
from placement.errors.register import AlreadyOver, UnknownContract
from placement.policy import Role
from placement.service.register.contracts import (
    ContractChange,
    NewContract,
    Stated,
    agree_contract,
    change_contract,
    compare_with_register,
    end_contract,
    fund_year,
    list_contracts,
    show_contract,
)
from placement.store.journal import entries_of
from placement.store.register.availability import read_availability
from placement.store.register.contracts import Difference
from placement.store.tables import Institution
from tests.builders_store import HELPDESK, NOW, Country, at, counted, night

STATED = Stated(stated_by="Ministry", source="letter", as_of="2026-02")


@pytest.fixture
def house(country: Country) -> Country:
    """A site with three beds and a contract of three from thirty nights ago."""
    country.site()
    country.place("one", 3)
    agree(country)
    return country


def agree(house: Country, name: str = "first", **changes: Any) -> str:  # noqa: ANN401 - any fact
    told: dict[str, Any] = {
        "scheme": "COSM",
        "institution": "house",
        "site": "s1",
        "lot": None,
        "begins": night(-30),
        "until": None,
        "places": 3,
        "crisis_reserve": 0,
        "note": "",
        "stated": STATED,
    }
    new = NewContract(**(told | changes))
    return agree_contract(house.store, new, by=HELPDESK, now=NOW, new_id=name)


def change(house: Country, begins: int, places: int, **act: Any) -> str:  # noqa: ANN401 - of the act
    changed = ContractChange(
        begins=night(begins), places=places, crisis_reserve=1, note="more", stated=STATED
    )
    given = {"by": HELPDESK, "now": NOW, "new_id": counted("next"), **act}
    return change_contract(house.store, given.pop("of", "first"), changed, **given)


def test_a_change_ends_the_row_on_its_date_and_opens_the_next(house: Country) -> None:
    assert change(house, 10, 5, version=1) == "next001"
    told = {
        c.id: (c.begins, c.until, c.places, c.version)
        for c in list_contracts(house.store, by=HELPDESK)
    }
    assert told == {
        "first": (night(-30), night(10), 3, 2),
        "next001": (night(10), None, 5, 1),
    }
    following = show_contract(house.store, "next001", by=HELPDESK)
    assert (following.stated_by, following.crisis_reserve, following.site_id) == (
        "Ministry",
        1,
        "s1",
    )


def test_capacity_follows_the_series_and_what_was_known_stays_known(house: Country) -> None:
    change(house, 10, 5, now=at(2))

    def capacity(on: int, known: int | None = None) -> int:
        with house.store.reading() as session:
            known_at = None if known is None else at(known)
            found = read_availability(session, night(on), at(3), known_at)
        return found.by_site["s1"].capacity

    assert [capacity(on) for on in (9, 10)] == [3, 5]
    assert capacity(10, known=1) == 3
    assert capacity(10, known=2) == 5


def test_nothing_that_was_agreed_is_rewritten(house: Country) -> None:
    for begins in (-30, -31):
        with pytest.raises(AlreadyOver):
            change(house, begins, 5)
    change(house, 10, 5)
    with pytest.raises(AlreadyOver):
        change(house, 10, 9)
    with pytest.raises(AlreadyOver):
        end_contract(house.store, "first", on=night(11), by=HELPDESK, now=NOW)
    with pytest.raises(UnknownContract):
        change(house, 10, 5, of="nothing")


def test_who_changes_an_older_version_is_refused(house: Country) -> None:
    change(house, 10, 5, version=1)
    with pytest.raises(VersionOutdated):
        end_contract(house.store, "first", on=night(5), by=HELPDESK, now=NOW, version=1)
    end_contract(house.store, "first", on=night(5), by=HELPDESK, now=NOW, version=2)
    assert show_contract(house.store, "first", by=HELPDESK).until == night(5)


def test_what_names_nothing_or_does_not_belong_together_is_refused(house: Country) -> None:
    house.write(Institution(id="other", name="Other"))
    with pytest.raises(InvalidFacts) as wrong:
        agree(house, "x", scheme="NEW", site="s9")
    assert {f.field for f in wrong.value.faults} == {"scheme", "site"}
    with pytest.raises(InvalidFacts) as apart:
        agree(house, "x", institution="other")
    assert [f.field for f in apart.value.faults] == ["site"]


def test_the_register_against_contracts_is_a_warning_and_corrects_nothing(
    house: Country,
) -> None:
    assert compare_with_register(house.store, by=HELPDESK, now=NOW) == ()
    change(house, -5, 5)
    agree(house, "all", site=None, institution=None, places=2)
    agree(house, "smaller", site=None, institution=None, places=1)
    assert compare_with_register(house.store, by=HELPDESK, now=NOW) == (
        Difference("COSM", "", "", 5, 3),
        Difference("COSM", "house", "s1", 5, 3),
    )
    assert compare_with_register(house.store, by=HELPDESK, now=at(-6)) == ()


def test_beds_without_a_contract_are_warned_about_unless_a_wider_one_is_about_them(
    country: Country,
) -> None:
    country.site()
    country.place("one", 3)

    def warned() -> tuple[Difference, ...]:
        return compare_with_register(country.store, by=HELPDESK, now=NOW)

    assert warned() == (Difference("COSM", "house", "s1", 0, 3),)
    agree(country, "as-a-whole", site=None, places=3)
    assert warned() == ()
    end_contract(country.store, "as-a-whole", on=night(0), by=HELPDESK, now=NOW)
    assert warned() == (Difference("COSM", "house", "s1", 0, 3),)
    agree(country, "of-the-country", site=None, institution=None)
    assert warned() == ()


def test_a_contract_without_beds_is_in_the_figures_and_warned_about(country: Country) -> None:
    country.site()
    agree(country, "promised", places=4)
    agree(country, "total", scheme="VO", site=None, institution=None, places=9)
    with country.store.reading() as session:
        found = read_availability(session, night(0), NOW)
        known = read_availability(session, night(0), NOW, NOW)
    assert known == found
    for numbers, capacity in ((found.by_site["s1"], 4), (found.by_scheme["VO"], 9)):
        assert (numbers.capacity, numbers.usable) == (capacity, 0)
        assert numbers.causes == {"not_in_register": capacity}
    assert compare_with_register(country.store, by=HELPDESK, now=NOW) == (
        Difference("COSM", "house", "s1", 4, 0),
        Difference("VO", "", "", 9, 0),
    )


def test_the_capacity_of_a_scheme_is_the_sum_of_its_institutions_and_lots(house: Country) -> None:
    house.write(Institution(id="other", name="Other"))
    house.site("s2", institution_id="other")
    house.place("two", 6, site_id="s2")
    agree(house, "theirs", institution="other", site=None, places=4, lot="1")
    agree(house, "more", institution="other", site=None, places=2, lot="2")

    def scheme() -> tuple[int, dict[str, int]]:
        with house.store.reading() as session:
            found = read_availability(session, night(0), NOW)
            assert read_availability(session, night(0), NOW, NOW) == found
        return found.by_scheme["COSM"].capacity, dict(found.by_scheme["COSM"].causes)

    assert scheme() == (9, {})
    assert compare_with_register(house.store, by=HELPDESK, now=NOW) == ()
    agree(house, "part", institution=None, site=None, places=8)
    assert scheme() == (9, {})
    agree(house, "total", institution=None, site=None, places=12)
    assert scheme() == (12, {"not_in_register": 3})
    [year] = fund_year(house.store, 2027)
    assert year.nights == 12 * 365


def test_an_institution_reads_its_capacity_as_a_whole_and_not_the_countrys(house: Country) -> None:
    agree(house, "as-a-whole", site=None, places=5)
    agree(house, "of-the-country", site=None, institution=None, places=99)
    with house.store.reading() as session:
        own = read_availability(session, night(0), NOW, sites=frozenset({"s1"}))
    assert (own.by_scheme["COSM"].capacity, own.by_site["s1"].capacity) == (5, 3)


def test_a_contract_of_a_site_is_that_of_who_runs_it(country: Country) -> None:
    country.site()
    agree(country, "first", institution=None)
    assert show_contract(country.store, "first", by=HELPDESK).institution_id == "house"


def test_an_institution_sees_its_own_contracts_and_nobody_elses(house: Country) -> None:
    house.write(Institution(id="elsewhere", name="Elsewhere"))
    house.site("s2", institution_id="elsewhere")
    agree(house, "as-a-whole", site=None)
    agree(house, "theirs", site="s2", institution="elsewhere")
    agree(house, "theirs-as-a-whole", site=None, institution="elsewhere")
    agree(house, "of-the-country", site=None, institution=None, places=99)
    mine = replace(HELPDESK, role=Role.INSTITUTION, sites=frozenset({"s1"}))
    assert {c.id for c in list_contracts(house.store, by=mine)} == {"first", "as-a-whole"}
    with pytest.raises(UnknownContract):
        show_contract(house.store, "theirs", by=mine)
    change(house, -5, 5)
    assert compare_with_register(house.store, by=mine, now=NOW) == (
        Difference("COSM", "house", "", 5, 3),
        Difference("COSM", "house", "s1", 5, 3),
    )
    assert len(compare_with_register(house.store, by=HELPDESK, now=NOW)) > 2


def test_a_year_is_funded_pro_rata(house: Country) -> None:
    change(house, 10, 5)
    [year] = fund_year(house.store, 2026)
    # From 31 January (30 nights before 2 March) three places, from 12 March five.
    assert year.quarters[0] == 3 * 40 + 5 * 20
    assert year.quarters[1] == 5 * 91


def test_each_act_on_a_contract_stands_in_the_journal(house: Country) -> None:
    change(house, 10, 5)
    with house.store.reading() as session:
        told = [e.act for e in entries_of(session, "contract", "first")]
        follows = [e.facts["follows"] for e in entries_of(session, "contract", "next001")]
    assert told == ["agree_contract", "end_contract"]
    assert follows == ["first"]
