"""Facts of a request that are put right: what is written, told and refused."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest

from placement.errors import (
    IdempotencyKeyReused,
    InvalidFacts,
    NotAllowed,
    TransitionNotAllowed,
    UnknownReferral,
    VersionOutdated,
)
from placement.lifecycle import PlacementState, ReferralState
from placement.policy import AccountId, Role, Subject
from placement.service.forms.correcting import Correction
from placement.service.forms.request_facts import NO_TIES, NewPerson
from placement.service.once import Once
from placement.service.requests.correcting import Corrected, correct_referral
from placement.service.requests.proposing import best_place_now
from placement.service.requests.registering import assign_coordinator
from placement.store.codes import PersonRole, VictimAnswer
from placement.store.journal import entries_of
from placement.store.tables import JournalEntry, Person, Placement, Referral
from solver.codes import AgeBand, HouseholdId, LegalGroup, Sex, Urgency
from tests.builders_rows import an_account, night
from tests.builders_store import HELPDESK, NOW, TERMS, Country
from tests.integration.test_races import together
from tests.reading import problem_of

WOMAN = NewPerson(sex=Sex.FEMALE, age=AgeBand.FROM_23, role=PersonRole.ADULT, role_checked=True)
BABY = NewPerson(sex=Sex.MALE, age=AgeBand.UNDER_4, role=PersonRole.CHILD, role_checked=False)
NOT_CORRECTED = {
    "id", "household_id", "state", "registered_at", "registered_by", "ended_at", "end_reason",
    "synthetic", "consent_ground", "onward", "victim_answer", "victim_answered_at", "bedenktijd",
    "bedenktijd_begins", "bedenktijd_ends", "dublin", "dublin_transfer_on", "omm_applied_by",
    "omm_consulted", "omm_weighed", "group_id", "version", "cosm_exception_by",
}  # fmt: skip


@pytest.fixture
def two_rooms(country: Country) -> Country:
    """A room in Drenthe, one in Utrecht, and somebody who needs one."""
    country.site("s1", "province:drenthe")
    country.site("s2", "province:utrecht")
    country.place("drenthe")
    country.place("utrecht", site_id="s2")
    country.referral("h1", risk_answered_by=None)
    return country


def kept(country: Country, referral: str = "r-h1") -> Referral:
    with country.store.reading() as session:
        return session.get_one(Referral, referral)


def correction(country: Country, referral: str = "r-h1", **changes: Any) -> Correction:  # noqa: ANN401 - facts of any type
    """What is kept of a request, with some of it put right."""
    people = changes.pop("people", (WOMAN,))
    ties = changes.pop("ties", NO_TIES)
    row = kept(country, referral)
    columns = {c.key for c in Referral.__table__.columns} - NOT_CORRECTED
    facts = {name: getattr(row, name) for name in columns}
    facts["cosm_exception"] = row.cosm_exception_by is not None
    return Correction(people=people, ties=ties, facts=facts | changes)


def correct(
    country: Country,
    referral: str = "r-h1",
    *,
    act: Mapping[str, Any] | None = None,
    **changes: Any,  # noqa: ANN401 - facts of any type
) -> tuple[str, ...]:
    sent = correction(country, referral, **changes)
    given: dict[str, Any] = {"by": HELPDESK, "now": NOW, "new_id": country.new_id}
    return correct_referral(country.store, referral, sent, **(given | dict(act or {}))).barred_by


def journalled(country: Country, referral: str = "r-h1") -> list[JournalEntry]:
    with country.store.reading() as session:
        return [e for e in entries_of(session, "referral", referral) if e.act == "correct"]


def people(country: Country, household: str = "h1") -> list[tuple[Sex, AgeBand, PersonRole]]:
    with country.store.reading() as session:
        rows = session.query(Person).filter_by(household_id=household)
        return sorted((p.sex, p.age, p.role) for p in rows)


def faults_of(refused: pytest.ExceptionInfo[InvalidFacts]) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in refused.value.faults]


def test_an_answer_about_danger_opens_and_bars_places_in_the_next_problem(
    two_rooms: Country,
) -> None:
    two_rooms.referral("h2", risk_answered_by=None, reporting_region="province:drenthe")
    assert place_of(two_rooms, "r-h2") == "utrecht"
    answered: dict[str, Any] = {
        "risk_answered_by": "self",
        "risk_regions": frozenset({"province:utrecht"}),
    }
    assert correct(two_rooms, "r-h2", **answered) == ()
    assert problem_of(two_rooms).household_by_id[HouseholdId("h2")].risk_asked
    assert place_of(two_rooms, "r-h2") == "drenthe"


def place_of(country: Country, referral: str) -> str | None:
    found = best_place_now(country.store, referral, now=NOW, terms=TERMS)
    return found and found.place


def test_every_fact_is_replaced_and_only_the_names_are_journalled(two_rooms: Country) -> None:
    changed: dict[str, Any] = {
        "urgency": Urgency.PLANNED,
        "needed_from": night(3),
        "arrives_from": night(4),
        "security_needed": 2,
        "decide_before": NOW,
        "budget_group": "raid-7",
        "legal_group": LegalGroup.UNKNOWN,
    }
    assert correct(two_rooms, **changed) == ()
    row = kept(two_rooms)
    assert {name: getattr(row, name) for name in changed} == changed
    assert row.version > 1
    [entry] = journalled(two_rooms)
    assert entry.facts == {"changed": sorted(changed), "barred_by": []}
    assert (entry.actor, entry.from_state, entry.to_state) == ("helpdesk", "open", "open")


def test_what_has_an_act_of_its_own_stays_as_it_was(two_rooms: Country) -> None:
    before = kept(two_rooms)
    correct(two_rooms, urgency=Urgency.SOON)
    after = kept(two_rooms)
    assert all(
        getattr(after, name) == getattr(before, name) for name in NOT_CORRECTED - {"version"}
    )


def test_what_changes_nothing_writes_nothing(two_rooms: Country) -> None:
    assert correct(two_rooms) == ()
    assert (kept(two_rooms).version, journalled(two_rooms)) == (1, [])


def test_people_are_replaced_while_nothing_is_arranged(two_rooms: Country) -> None:
    correct(two_rooms, people=(BABY, WOMAN))
    assert people(two_rooms) == [
        (Sex.FEMALE, AgeBand.FROM_23, PersonRole.ADULT),
        (Sex.MALE, AgeBand.UNDER_4, PersonRole.CHILD),
    ]
    [entry] = journalled(two_rooms)
    assert (entry.facts["changed"], kept(two_rooms).version) == (["people"], 2)


def test_the_same_people_in_another_order_are_the_same(two_rooms: Country) -> None:
    correct(two_rooms, people=(BABY, WOMAN))
    with two_rooms.store.reading() as session:
        before = {person.id for person in session.query(Person).filter_by(household_id="h1")}
    correct(two_rooms, people=(WOMAN, BABY), urgency=Urgency.SOON)
    with two_rooms.store.reading() as session:
        assert {p.id for p in session.query(Person).filter_by(household_id="h1")} == before


def test_people_for_whom_a_place_is_arranged_stay_as_they_are(two_rooms: Country) -> None:
    two_rooms.book("h1", "drenthe")
    with pytest.raises(InvalidFacts) as refused:
        correct(two_rooms, people=(WOMAN, BABY), urgency=Urgency.SOON)
    assert faults_of(refused) == [("people", "place_is_arranged")]
    assert kept(two_rooms).urgency is Urgency.ACUTE
    assert correct(two_rooms, urgency=Urgency.SOON) == ()
    assert kept(two_rooms).urgency is Urgency.SOON


def test_people_and_first_night_of_who_lives_somewhere_stay_as_they_are(
    two_rooms: Country,
) -> None:
    two_rooms.resident("h5", "utrecht-b1", wants_to_move=True)
    with pytest.raises(InvalidFacts) as refused:
        correct(two_rooms, "on-h5", people=(WOMAN, BABY), needed_from=night(1))
    assert faults_of(refused) == [("neededFrom", "has_a_bed"), ("people", "lives_somewhere")]
    correct(two_rooms, "on-h5", arrives_from=night(5), needs=frozenset())
    assert kept(two_rooms, "on-h5").arrives_from == night(5)
    assert kept(two_rooms, "on-h5").victim_answer is VictimAnswer.YES


def test_an_exception_keeps_the_name_of_who_recorded_it(two_rooms: Country) -> None:
    other = Subject(account=AccountId("other"), name="Other", role=Role.HELPDESK)
    correct(two_rooms, cosm_exception=True)
    correct(two_rooms, cosm_exception=True, urgency=Urgency.SOON, act={"by": other})
    assert kept(two_rooms).cosm_exception_by == "helpdesk"
    correct(two_rooms, cosm_exception=False)
    assert kept(two_rooms).cosm_exception_by is None
    assert journalled(two_rooms)[-1].facts["changed"] == ["cosm_exception"]
    correct(two_rooms, cosm_exception=True, act={"by": other})
    assert kept(two_rooms).cosm_exception_by == "other"


def test_an_arranged_place_in_a_region_of_danger_is_told_and_stays(two_rooms: Country) -> None:
    placement = two_rooms.book("h1", "drenthe")
    answered: dict[str, Any] = {
        "risk_answered_by": "self",
        "risk_regions": frozenset({"province:drenthe"}),
    }
    assert correct(two_rooms, **answered) == ("SAF-1",)
    with two_rooms.store.reading() as session:
        assert session.get_one(Placement, placement).state is PlacementState.ACCEPTED
    assert kept(two_rooms).state is ReferralState.ARRANGED
    assert journalled(two_rooms)[-1].facts["barred_by"] == ["SAF-1"]
    assert correct(two_rooms, urgency=Urgency.SOON) == ("SAF-1",)
    assert correct(two_rooms, risk_regions=frozenset()) == ()


def test_a_night_of_arrival_that_has_passed_is_no_news_of_a_correction(
    two_rooms: Country,
) -> None:
    two_rooms.book("h1", "drenthe")
    late: dict[str, Any] = {"now": NOW.replace(hour=23, minute=30)}
    assert correct(two_rooms, urgency=Urgency.SOON, act=late) == ()
    assert correct(two_rooms, needed_from=night(2), arrives_from=night(2)) == ("ARR-1",)


def test_a_request_that_has_ended_is_not_put_right(two_rooms: Country) -> None:
    two_rooms.resident("h5", "utrecht-b1")
    with pytest.raises(TransitionNotAllowed) as refused:
        correct(two_rooms, "r-h5", urgency=Urgency.SOON)
    assert refused.value.allowed == ()


def test_only_the_helpdesk_puts_right_what_it_may_see(two_rooms: Country) -> None:
    two_rooms.write(an_account("carer", Role.ZORGCOORDINATOR))
    carer = Subject(account=AccountId("carer"), name="Carer", role=Role.ZORGCOORDINATOR)
    with pytest.raises(UnknownReferral):
        correct(two_rooms, urgency=Urgency.SOON, act={"by": carer})
    assign_coordinator(
        two_rooms.store, "r-h1", "carer", by=HELPDESK, new_id=two_rooms.new_id(), now=NOW
    )
    with pytest.raises(NotAllowed):
        correct(two_rooms, urgency=Urgency.SOON, act={"by": carer})


def test_a_version_that_is_outdated_is_refused(two_rooms: Country) -> None:
    correct(two_rooms, urgency=Urgency.SOON, act={"version": 1})
    with pytest.raises(VersionOutdated):
        correct(two_rooms, urgency=Urgency.PLANNED, act={"version": 1})
    assert kept(two_rooms).urgency is Urgency.SOON


def test_of_two_who_put_a_request_right_at_once_the_second_is_told(two_rooms: Country) -> None:
    sent = [correction(two_rooms, urgency=one) for one in (Urgency.SOON, Urgency.PLANNED)]

    def send(one: Correction) -> Corrected:
        return correct_referral(
            two_rooms.store, "r-h1", one, by=HELPDESK, now=NOW, new_id=two_rooms.new_id, version=1
        )

    fared = together([partial(send, one) for one in sent])
    assert sorted(type(one).__name__ for one in fared) == ["Corrected", "VersionOutdated"]
    assert (kept(two_rooms).version, len(journalled(two_rooms))) == (2, 1)


def test_a_correction_that_is_sent_twice_is_done_once(two_rooms: Country) -> None:
    two_rooms.book("h1", "drenthe")
    once = Once.of("helpdesk", "key", b"facts")
    answered: dict[str, Any] = {
        "risk_answered_by": "self",
        "risk_regions": frozenset({"province:drenthe"}),
    }
    told = [correct(two_rooms, act={"once": once}, **answered) for _ in range(2)]
    assert told == [("SAF-1",), ("SAF-1",)]
    assert len(journalled(two_rooms)) == 1
    with pytest.raises(IdempotencyKeyReused):
        correct(two_rooms, act={"once": Once.of("helpdesk", "key", b"other facts")})


def test_a_code_or_a_date_is_refused_only_where_it_is_another_than_before(
    two_rooms: Country,
) -> None:
    two_rooms.referral("h3", needed_from=night(-400), needs=frozenset({"no_longer_listed"}))
    correct(two_rooms, "r-h3", urgency=Urgency.SOON)
    with pytest.raises(InvalidFacts) as refused:
        correct(
            two_rooms,
            "r-h3",
            needed_from=night(-500),
            needs=frozenset({"no_longer_listed", "magic"}),
            near=frozenset({"province:drenthe"}),
        )
    assert sorted(faults_of(refused)) == [
        ("near", "wrong_kind"),
        ("neededFrom", "too_far_off"),
        ("needs", "unknown_code"),
    ]
