"""Who joins others is told of with them: both have to agree, and either can take that back."""

from typing import Any

import pytest

from placement.errors.trust import ConsentMissing, UnknownNote
from placement.lifecycle import OfferState
from placement.policy import Role
from placement.service.sharing.consenting import others_who_must_agree
from placement.service.sharing.disclosing import disclose, show_disclosed
from placement.service.sharing.releasing_notes import release_note
from placement.service.sharing.withdrawing import withdraw_consent
from placement.service.stays.locks import ReadStay
from placement.service.stays.reuniting import Joining, reunite
from placement.service.watching.tasks import list_tasks
from placement.store.codes import ConsentGround, DisclosureStep, SharingGround, VictimAnswer
from placement.store.tables import Person, Referral
from placement.store.tasks.values import TaskKind
from solver.codes import Sex
from tests.builders_rows import a_person, an_account
from tests.builders_store import HELPDESK, NOW, TERMS, Country, an_order
from tests.builders_trust import (
    CANARY,
    HOUSE,
    an_offer,
    consented,
    opened,
    told,
    written,
)
from tests.invariants import broken_invariants

RISK = DisclosureStep.RISK_SUMMARY
HIS = "r-h2"


@pytest.fixture
def apart(country: Country) -> Country:
    """A woman who lives somewhere, and a man who looks for shelter and can join her."""
    country.site()
    country.place("p1", 3)
    country.place("p2", 3, site_id=country.site("s2"))
    country.write(an_account("warden", Role.INSTITUTION, institution_id="house"))
    home = country.resident("h1", "p1-b1", until=10)
    country.write(an_offer(state=OfferState.TAKEN, placement_id=home))
    country.referral("h2", a_person("h2", sex=Sex.MALE))
    return country


def joined(country: Country) -> None:
    joining = Joining(referral=HIS)
    given: dict[str, Any] = {"by": HELPDESK, "now": NOW, "new_id": country.new_id, "terms": TERMS}
    reunite(country.store, ReadStay("stay-h1"), joining, **given)


def withdrawn(country: Country, consent: str) -> None:
    withdraw_consent(country.store, consent, by=HELPDESK, now=NOW)


def step(country: Country, which: DisclosureStep) -> None:
    disclose(country.store, "of-h1-p1", which, by=HELPDESK, now=NOW, new_id=country.new_id)


def test_who_withdrew_consent_does_not_join_before_giving_it_anew(apart: Country) -> None:
    withdrawn(apart, consented(apart, referral=HIS))
    with pytest.raises(ConsentMissing):
        joined(apart)
    with apart.store.reading() as session:
        assert session.query(Person).filter_by(household_id="h2").count() == 1
    consented(apart, referral=HIS)
    joined(apart)


def test_no_house_is_told_of_those_who_joined_without_their_own_consent(apart: Country) -> None:
    with apart.store.writing() as session:
        session.get_one(Referral, HIS).consent_ground = ConsentGround.ANONYMOUS
    consented(apart)
    joined(apart)
    for which in list(DisclosureStep)[:2]:
        step(apart, which)
    with pytest.raises(ConsentMissing) as refused:
        step(apart, RISK)
    assert refused.value.facts["cases"] == ("ref-h2",)
    assert others_who_must_agree(apart.store, "r-h1", by=HELPDESK) == ("ref-h2",)
    consented(apart, referral=HIS)
    assert others_who_must_agree(apart.store, "r-h1", by=HELPDESK) == ()
    step(apart, RISK)


def test_who_joined_takes_back_what_was_told_of_all_of_them(apart: Country) -> None:
    hers, his = consented(apart), consented(apart, referral=HIS)
    joined(apart)
    told(apart, "pl-h1", DisclosureStep.HANDOVER_NOTE)
    note = written(apart)
    release_note(apart.store, note, to=(None, "pl-h1"), by=HELPDESK, now=NOW, new_id=apart.new_id)
    assert opened(apart, note, by=HOUSE) == CANARY
    withdrawn(apart, his)
    with pytest.raises(UnknownNote):
        opened(apart, note, by=HOUSE)
    seen = show_disclosed(apart.store, "of-h1-p1", by=HOUSE, now=NOW)
    assert seen.rests_on is SharingGround.JUSTIFIED_INTEREST
    with apart.store.reading() as session:
        assert session.get_one(Referral, "r-h1").consent_ground is ConsentGround.ORAL
        assert broken_invariants(session, NOW) == []
    withdrawn(apart, hers)


def test_a_place_that_is_promised_is_a_task_when_one_of_them_withdraws(apart: Country) -> None:
    his = consented(apart, referral=HIS)
    joined(apart)
    apart.another_referral("h1", "on-h1", onward=True, victim_answer=VictimAnswer.YES)
    apart.accept(an_order("h1", "p2", on=True, until=31))
    withdrawn(apart, his)
    [task] = list_tasks(apart.store, by=HELPDESK, now=NOW, kind=TaskKind.CONSENT_WITHDRAWN)
    assert (task.place, task.referral) == ("p2", "on-h1")
