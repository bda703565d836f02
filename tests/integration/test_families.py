"""Births and reunifications: who joins, with what is known of them, and which beds they have."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from placement.errors import (
    BedNoLongerFree,
    InvalidFacts,
    NotAllowed,
    NotLawful,
    TransitionNotAllowed,
    UnknownReferral,
    UnknownStay,
)
from placement.errors.trust import UnknownNote
from placement.lifecycle import OfferState, ReferralState
from placement.policy import AccountId, Role, Subject
from placement.service.forms.note import NewNote
from placement.service.once import Once
from placement.service.sharing.handover_notes import write_note
from placement.service.sharing.releasing_notes import release_note
from placement.service.stays.births import Birth, report_birth
from placement.service.stays.locks import ReadStay
from placement.service.stays.reuniting import Joining, reunite
from placement.service.watching.tasks import list_tasks
from placement.store.beds.room_rows import people_of
from placement.store.codes import DisclosureStep, NotePart, PersonRole
from placement.store.facts.households import keep_apart_pairs
from placement.store.journal import entries_of
from placement.store.tables import Disclosure, Occupancy, Referral, Stay
from placement.store.tasks.values import TaskKind
from solver.codes import AgeBand, AskedAlone, Sex, Use
from tests.builders_rows import a_person, an_account
from tests.builders_store import HELPDESK, TERMS, Country, at, night
from tests.builders_trust import CANARY, RING, an_offer, consented, opened, told
from tests.invariants import broken_invariants

HOUSE = Subject(
    account=AccountId("house"), name="House", role=Role.INSTITUTION, sites=frozenset({"s1"})
)
READ = ReadStay("stay-h1")


@pytest.fixture
def house(country: Country) -> Iterator[Country]:
    """A woman in a room of three beds, and a shared room at her site."""
    country.site("s1", "province:utrecht")
    country.site("s2")
    country.place("p1", 3)
    country.place("p2", 1)
    country.place("shared", 2, use=Use.SHARED_ROOM)
    country.write(an_account("house", Role.INSTITUTION, institution_id="house"))
    country.resident("h1", "p1-b1", until=10)
    yield country
    with country.store.reading() as session:
        assert broken_invariants(session, at(0)) == []


def born(house: Country, read: ReadStay = READ, sex: Sex = Sex.FEMALE) -> Birth:
    return report_birth(
        house.store, read, sex, by=HOUSE, now=at(0), new_id=house.new_id, terms=TERMS
    )


def joined(house: Country, by: Subject = HELPDESK, read: ReadStay = READ, **joining: str) -> str:
    return reunite(
        house.store,
        read,
        Joining(**joining),
        by=by,
        now=at(0),
        new_id=house.new_id,
        terms=TERMS,
    )


def beds(house: Country, household: str = "h1") -> list[tuple[str, str | None]]:
    with house.store.reading() as session:
        query = select(Occupancy.bed_id, Occupancy.use_key).where(
            Occupancy.household_id == household, Occupancy.until > night(0)
        )
        return [(bed, key) for bed, key in session.execute(query.order_by(Occupancy.bed_id))]


def ages(house: Country, household: str = "h1") -> list[AgeBand]:
    with house.store.reading() as session:
        return sorted(person.age for person in people_of(session, household))


def test_a_child_takes_a_free_bed_of_the_same_place(house: Country) -> None:
    assert born(house) == Birth("stay-h1", has_bed=True, rules=())
    assert beds(house) == [("p1-b1", "h1"), ("p1-b2", "h1")]
    with house.store.reading() as session:
        mother, child = sorted(people_of(session, "h1"), key=lambda p: p.role is PersonRole.CHILD)
        assert (mother.role, mother.role_checked) == (PersonRole.PARENT, True)
        assert (child.age, child.sex) == (AgeBand.UNDER_4, Sex.FEMALE)
        entries = entries_of(session, "stay", "stay-h1")
        assert entries[-1].facts == {"has_bed": True, "rules": []}


def test_a_child_without_a_bed_is_recorded_and_nothing_is_forced(house: Country) -> None:
    house.resident("h2", "p2-b1")
    assert not born(house, ReadStay("stay-h2")).has_bed
    assert beds(house, "h2") == [("p2-b1", "h2")]
    assert len(ages(house, "h2")) == 2
    for who in (HELPDESK, HOUSE):
        [task] = list_tasks(house.store, by=who, now=at(0), kind=TaskKind.SHORT_OF_BEDS)
        assert task.record_id == "stay-h2"


@pytest.mark.parametrize("sex", [Sex.FEMALE, Sex.MALE])
def test_a_child_in_a_room_that_others_share_does_not_put_them_out(
    house: Country, sex: Sex
) -> None:
    house.resident("h2", "shared-b1")
    house.resident("h3", "shared-b2")
    birth = born(house, ReadStay("stay-h2"), sex)
    assert not birth.has_bed
    assert birth.rules
    assert beds(house, "h2") == [("shared-b1", "F")]
    assert beds(house, "h3") == [("shared-b2", "F")]


def test_a_mother_alone_in_a_shared_room_has_it_whole_from_then_on(house: Country) -> None:
    house.resident("h2", "shared-b1")
    assert born(house, ReadStay("stay-h2")).has_bed
    assert beds(house, "h2") == [("shared-b1", "h2"), ("shared-b2", "h2")]


def test_a_room_that_takes_no_boys_says_so_and_the_boy_is_recorded(house: Country) -> None:
    house.place("girls", 2, oldest_child=0, oldest_boy=0)
    house.resident("h2", "girls-b1")
    birth = born(house, ReadStay("stay-h2"), Sex.MALE)
    assert (birth.has_bed, birth.rules) == (False, ("SEX-1",))
    assert len(ages(house, "h2")) == 2


def test_a_birth_sent_twice_is_one_child(house: Country) -> None:
    read = ReadStay("stay-h1", 1, Once.of("house", "key", b"the same"))
    assert born(house, read) == born(house, read)
    assert len(ages(house)) == 2


def test_a_household_that_waits_joins_and_nobody_looks_for_its_bed_any_more(
    house: Country,
) -> None:
    house.referral(
        "h2",
        a_person("h2", sex=Sex.MALE),
        brings=frozenset({"arson"}),
        risk_regions=frozenset({"province:drenthe"}),
        risk_answered_by=None,
        asked_alone=AskedAlone.NO,
        security_needed=2,
    )
    with house.store.writing() as session:
        session.get_one(Referral, "r-h1").security_needed = 0
    with pytest.raises(NotLawful):
        joined(house, referral="r-h2")
    with house.store.writing() as session:
        session.get_one(Referral, "r-h2").security_needed = 0
    joined(house, referral="r-h2")
    assert beds(house) == [("p1-b1", "h1"), ("p1-b2", "h1")]
    assert ages(house, "h2") == []
    with house.store.reading() as session:
        ended, present = session.get_one(Referral, "r-h2"), session.get_one(Referral, "r-h1")
        assert (ended.state, ended.end_reason) == (ReferralState.ENDED, "reunited")
        assert present.brings == {"arson"}
        assert present.risk_regions == {"province:drenthe"}
        assert present.risk_answered_by is None
        assert present.asked_alone is AskedAlone.NO
        [entry] = entries_of(session, "household", "h2")
        assert entry.facts == {"joined": "h1", "stay": "stay-h1"}


def test_a_household_that_stays_elsewhere_leaves_its_bed(house: Country) -> None:
    house.place("far", site_id="s2")
    house.resident("h2", "far-b1")
    joined(house, stay="stay-h2")
    assert beds(house) == [("p1-b1", "h1"), ("p1-b2", "h1")]
    assert beds(house, "h2") == []
    with house.store.reading() as session:
        assert session.get_one(Stay, "stay-h2").ended_on == night(0)


def test_the_house_that_was_left_by_joining_others_reads_nothing_any_more(house: Country) -> None:
    house.place("far", site_id="s2")
    left = house.resident("h2", "far-b1")
    house.write(
        an_account("warden", Role.INSTITUTION, institution_id="house"),
        an_offer("h2", "far", state=OfferState.TAKEN, placement_id=left),
    )
    consented(house, referral="r-h2")
    told(house, left, DisclosureStep.HANDOVER_NOTE)
    new = NewNote(referral="r-h2", part=NotePart.CARE, text=CANARY, follows=0)
    give = {"by": HELPDESK, "now": at(0), "new_id": house.new_id}
    note = write_note(house.store, RING, new, **give)  # type: ignore[arg-type]
    release_note(house.store, note, to=(None, left), **give)  # type: ignore[arg-type]
    there = replace(HOUSE, account=AccountId("warden"), sites=frozenset({"s2"}))
    assert opened(house, note, by=there) == CANARY
    joined(house, stay="stay-h2")
    with pytest.raises(UnknownNote):
        opened(house, note, by=there)
    with house.store.reading() as session:
        assert all(step.withdrawn_at for step in session.scalars(select(Disclosure)))


def test_in_one_room_the_bed_of_who_joins_is_used_again(house: Country) -> None:
    house.resident("a", "shared-b1")
    house.resident("b", "shared-b2")
    joined(house, HOUSE, ReadStay("stay-a"), stay="stay-b")
    assert beds(house, "a") == [("shared-b1", "a"), ("shared-b2", "a")]


def test_when_there_are_no_beds_for_all_nothing_happens(house: Country) -> None:
    house.resident("h2", "p2-b1")
    house.referral("h3")
    with pytest.raises(BedNoLongerFree):
        joined(house, read=ReadStay("stay-h2"), referral="r-h3")
    assert len(ages(house, "h3")) == 1
    with house.store.reading() as session:
        assert session.get_one(Referral, "r-h3").state is ReferralState.OPEN


@pytest.mark.parametrize("other", ["h1", "h3"])
def test_who_must_be_kept_apart_is_not_brought_together(house: Country, other: str) -> None:
    house.resident("h3", "p2-b1")
    house.referral("h2")
    house.apart("h2", other)
    with pytest.raises(NotLawful) as refused:
        joined(house, referral="r-h2")
    assert refused.value.facts["rules"] == ("SAF-4",)


def test_links_go_along_with_who_joins(house: Country) -> None:
    house.referral("h2")
    house.referral("enemy")
    house.apart("h2", "enemy")
    joined(house, referral="r-h2")
    with house.store.reading() as session:
        assert frozenset({"h1", "enemy"}) in keep_apart_pairs(session)


def test_what_is_arranged_is_released_first(house: Country) -> None:
    house.referral("h2")
    house.book("h2", "p2")
    with pytest.raises(TransitionNotAllowed):
        joined(house, referral="r-h2")


def test_a_household_does_not_join_itself(house: Country) -> None:
    with pytest.raises(InvalidFacts) as refused:
        joined(house, stay="stay-h1")
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [
        ("stay", "same_household")
    ]


def test_a_house_joins_whom_it_may_see_only(house: Country) -> None:
    house.referral("h2")
    with pytest.raises(UnknownReferral):
        joined(house, HOUSE, referral="r-h2")
    house.place("far", site_id="s2")
    house.resident("h3", "far-b1")
    with pytest.raises(UnknownStay):
        joined(house, HOUSE, stay="stay-h3")


def test_an_onward_wish_of_who_joins_is_ended_by_the_helpdesk_only(house: Country) -> None:
    house.resident("h2", "p2-b1", wants_to_move=True)
    with pytest.raises(NotAllowed):
        joined(house, HOUSE, stay="stay-h2")
    joined(house, stay="stay-h2")
    with house.store.reading() as session:
        assert session.get_one(Referral, "on-h2").state is ReferralState.ENDED


def test_a_key_joins_once(house: Country) -> None:
    house.referral("h2")
    read = ReadStay("stay-h1", 1, Once.of("helpdesk", "key", b"the same"))
    assert joined(house, read=read, referral="r-h2") == joined(house, read=read, referral="r-h2")
    assert len(ages(house)) == 2
