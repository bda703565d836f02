"""Ages that are put right: who must sign is asked again, and the consent stands meanwhile."""

from dataclasses import replace
from datetime import timedelta

import pytest

from placement.errors import TransitionNotAllowed
from placement.service.requests.correcting import Corrected, correct_referral
from placement.service.sharing.consenting import consent_stands, show_consent, sign_consent
from placement.service.watching.tasks import list_tasks
from placement.store.codes import ConsentGround, Signatory
from placement.store.journal import entries_of
from placement.store.tasks.values import Task, TaskKind
from solver.codes import AgeBand
from tests.builders_rows import NOW, TONIGHT, a_person, night
from tests.builders_store import HELPDESK, Country
from tests.builders_trust import a_country_with_a_house, consented
from tests.integration.test_correcting import WOMAN, correction

YOUNG = replace(WOMAN, age=AgeBand.FROM_12)
UNKNOWN = replace(WOMAN, age=AgeBand.UNKNOWN)


@pytest.fixture
def house(country: Country) -> Country:
    return a_country_with_a_house(country)


def corrected(house: Country, *people: object) -> Corrected:
    sent = correction(house, people=people)
    given = {"by": HELPDESK, "now": NOW, "new_id": house.new_id, "signature_days": 7}
    return correct_referral(house.store, "r-h1", sent, **given)  # type: ignore[arg-type]  # mixed values


def waiting(house: Country) -> list[Task]:
    return list_tasks(house.store, by=HELPDESK, now=NOW, kind=TaskKind.SIGNATURE_DUE)


def signed(house: Country) -> str:
    return consented(
        house, ground=ConsentGround.SIGNED, signed_on=TONIGHT, signatory=Signatory.SELF
    )


def test_a_signature_of_who_is_too_young_after_all_is_a_task_until_the_guardian_signed(
    house: Country,
) -> None:
    consent = signed(house)
    assert waiting(house) == []
    assert corrected(house, YOUNG).signatures_due == 1
    [task] = waiting(house)
    assert (task.record_id, task.due.date()) == (consent, night(7))
    with house.store.reading() as session:
        assert consent_stands(session, "case-h1")
        told = entries_of(session, "consent", consent)[-1]
    assert (told.act, told.facts["before"], told.facts["signatory"]) == (
        "recheck_signatory",
        "self",
        "guardian",
    )
    sign_consent(house.store, consent, TONIGHT, by=HELPDESK, now=NOW)
    shown = show_consent(house.store, consent, by=HELPDESK)
    assert shown.ground is ConsentGround.GUARDIAN_SIGNED
    assert waiting(house) == []
    with pytest.raises(TransitionNotAllowed):
        sign_consent(house.store, consent, TONIGHT, by=HELPDESK, now=NOW)


def test_who_is_old_enough_after_all_signs_anew_for_themselves(country: Country) -> None:
    country.site()
    country.referral("h1", a_person("h1", age=AgeBand.FROM_12))
    consent = consented(country, ground=ConsentGround.GUARDIAN_SIGNED, signed_on=TONIGHT)
    assert corrected(country, WOMAN).signatures_due == 1
    sign_consent(country.store, consent, TONIGHT, by=HELPDESK, now=NOW)
    assert show_consent(country.store, consent, by=HELPDESK).ground is ConsentGround.SIGNED


def test_a_signature_that_was_due_already_is_not_put_off(house: Country) -> None:
    consent = consented(house)
    due = show_consent(house.store, consent, by=HELPDESK).signature_due_on
    assert due == TONIGHT + timedelta(days=14)
    corrected(house, YOUNG)
    assert show_consent(house.store, consent, by=HELPDESK).signature_due_on == night(7)
    corrected(house, WOMAN)
    assert show_consent(house.store, consent, by=HELPDESK).signature_due_on == night(7)


@pytest.mark.parametrize("people", [(UNKNOWN,), (WOMAN, YOUNG), (WOMAN, WOMAN)])
def test_where_the_same_person_signs_or_nobody_knows_who_nothing_follows(
    house: Country, people: tuple[object, ...]
) -> None:
    signed(house)
    assert corrected(house, *people).signatures_due == 0
    assert waiting(house) == []


def test_nothing_follows_where_no_consent_was_given(house: Country) -> None:
    assert corrected(house, YOUNG).signatures_due == 0
    assert waiting(house) == []
