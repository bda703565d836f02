"""The pages of following stays: every act as a plain form, with nothing of others on it."""

import re

import pytest
from werkzeug.test import TestResponse

from placement.policy import Role
from placement.service.beds.releasing import depart
from placement.service.following.pressing import record_pressure
from placement.store.tables import Coordination
from tests.builders_care import STAY, words
from tests.builders_rows import night
from tests.builders_store import HELPDESK, NOW
from tests.builders_web import Browser, Web, an_account

PAGE = f"/verblijven/{STAY}/begeleiding"


@pytest.fixture
def house(web: Web) -> Web:
    words(web.country)
    web.country.site("s1", "zorgcoordinatie:veluwe")
    web.country.place("p1")
    web.country.resident("h1", "p1-b1", stay={"right_ends": night(-2)})
    web.country.write(
        Coordination(id="co", case_id="case-h1", account_id="zorgcoordinator", begins=night(-20))
    )
    an_account(web.runtime, "cora", Role.ZORGCOORDINATOR)
    return web


@pytest.fixture
def care(house: Web) -> Browser:
    return house.browser_of(Role.ZORGCOORDINATOR)


def page(browser: Browser, address: str) -> str:
    shown = browser.raw("GET", address)
    assert shown.status_code == 200, shown.text[-600:]
    return shown.text


def send(browser: Browser, address: str, on: str = PAGE, **fields: object) -> TestResponse:
    """Send the form of a page as a browser does, with its hidden fields."""
    shown = page(browser, on)
    found = re.search(rf'<form[^>]*action="{re.escape(address)}".*?</form>', shown, re.DOTALL)
    assert found, address
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', found[0]))
    sent = hidden | {name.replace("_", "."): value for name, value in fields.items()}
    return browser.client.post(address, data=sent)


def test_the_caseload_shows_the_stay_in_its_phase_with_what_ends(care: Browser) -> None:
    shown = page(care, "/mijn-clienten")
    assert "Recht voorbij" in shown
    assert "reden nodig" in shown
    assert f'href="{PAGE}"' in shown
    assert shown.count("<h1") == 1


def test_a_decision_is_recorded_on_the_page_of_the_stay(care: Browser) -> None:
    answer = send(
        care,
        f"/verblijven/{STAY}/rechten",
        right_kind="bedenktijd",
        right_state="granted",
        right_begins="20-02-2026",
        right_ends="20-05-2026",
        right_decidedBy="ind",
        right_decidedOn="01-03-2026",
    )
    assert answer.status_code == 302
    shown = page(care, PAGE)
    assert "20-05-2026" in shown
    assert "reden nodig" not in shown


def test_a_wrong_form_comes_back_with_what_was_typed_and_what_is_wrong(care: Browser) -> None:
    answer = send(care, f"/verblijven/{STAY}/rechten", right_kind="dublin", right_ends="1-1-2026")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert 'value="1-1-2026"' in answer.text
    assert 'href="#f-right-decidedBy"' in answer.text


def test_a_blocker_is_opened_changed_and_closed(care: Browser) -> None:
    opened = send(
        care,
        f"/verblijven/{STAY}/belemmeringen",
        blocker_code="no_housing",
        blocker_owner="municipality",
        blocker_nextContactOn="09-03-2026",
    )
    assert opened.status_code == 302
    (blocker,) = re.findall(r"/belemmeringen/(\w+)/sluiten", page(care, PAGE))
    changed = send(care, f"/belemmeringen/{blocker}/wijzigen", blocker_owner="ind")
    assert changed.status_code == 302
    assert "Belemmeringen per eigenaar" in page(care, "/mijn-clienten")
    assert "<h3" in page(care, "/mijn-clienten")
    assert send(care, f"/belemmeringen/{blocker}/sluiten").status_code == 302
    assert "opgelost" in page(care, PAGE)


def test_a_milestone_is_recorded_and_reached(care: Browser) -> None:
    send(
        care,
        f"/verblijven/{STAY}/mijlpalen",
        milestone_kind="permit",
        milestone_expectedOn="01-04-2026",
    )
    (milestone,) = re.findall(r"/mijlpalen/(\w+)/wijzigen", page(care, PAGE))
    send(care, f"/mijlpalen/{milestone}/wijzigen", milestone_reachedOn="02-03-2026")
    assert "bereikt op" in page(care, PAGE)


def test_ready_with_a_yes_asks_for_a_bed_and_is_taken_back(care: Browser) -> None:
    made = send(
        care,
        f"/verblijven/{STAY}/klaar",
        ready_needsBed="true",
        ready_victimAnswer="yes",
        ready_arrivesFrom="05-03-2026",
    )
    assert made.status_code == 302
    assert "Doorplaatsing gevraagd" in page(care, PAGE)
    assert len(care.get("/onward-referrals").json["items"]) == 1
    assert send(care, f"/verblijven/{STAY}/niet-klaar").status_code == 302
    assert care.get("/onward-referrals").json["items"] == []


def test_ready_for_a_bed_needs_the_answer_of_the_victim(care: Browser) -> None:
    answer = send(care, f"/verblijven/{STAY}/klaar", ready_needsBed="true")
    assert answer.status_code == 400
    assert 'href="#f-ready-victimAnswer"' in answer.text


def test_a_form_of_an_older_version_changes_nothing(care: Browser) -> None:
    address = f"/verblijven/{STAY}/klaar"
    old = page(care, PAGE)
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', old))
    send(care, address)
    send(care, f"/verblijven/{STAY}/niet-klaar")
    late = care.client.post(address, data=hidden | {"key": "another", "version": "1"})
    assert late.status_code == 409


def test_a_house_explains_a_stay_and_sees_nothing_else_of_it(house: Web) -> None:
    inge = house.browser_of(Role.INSTITUTION)
    on = f"/verblijven/{STAY}/langer"
    assert "bedenktijd" not in page(inge, on)
    answer = send(
        inge,
        f"/verblijven/{STAY}/redenen",
        on,
        reason_code="no_housing",
        reason_holdsUntil="20-03-2026",
    )
    assert answer.status_code == 302
    assert "20-03-2026" in page(inge, on)
    wrong = send(inge, f"/verblijven/{STAY}/redenen", on, reason_code="no_housing")
    assert wrong.status_code == 400
    assert inge.raw("GET", PAGE).status_code == 403


def test_a_case_is_offered_accepted_and_given_to_nobody(house: Web, care: Browser) -> None:
    on = "/opvangverzoeken/r-h1/overdracht"
    assert "CoMensha op afstand" in page(care, on)
    assert send(care, on, on, toAccount="").status_code == 400
    assert send(care, on, on, toAccount="cora").status_code == 302
    cora = house.browser_of(Role.ZORGCOORDINATOR, "cora")
    (transfer,) = re.findall(r"/overdrachten/(\w+)/aannemen", page(cora, "/mijn-clienten"))
    taken = send(cora, f"/overdrachten/{transfer}/aannemen", "/mijn-clienten")
    assert taken.status_code == 302
    assert PAGE in page(cora, "/mijn-clienten")
    assert PAGE not in page(care, "/mijn-clienten")
    assert send(cora, on, on, toAccount="-").status_code == 302
    helpdesk = house.browser_of(Role.HELPDESK)
    assert PAGE in page(helpdesk, "/op-afstand")


@pytest.mark.parametrize(("act", "who"), [("weigeren", "cora"), ("intrekken", "zorgcoordinator")])
def test_an_offered_case_is_declined_or_taken_back(house: Web, act: str, who: str) -> None:
    care = house.browser_of(Role.ZORGCOORDINATOR)
    on = "/opvangverzoeken/r-h1/overdracht"
    send(care, on, on, toAccount="cora")
    browser = house.browser_of(Role.ZORGCOORDINATOR, who)
    (transfer,) = re.findall(rf"/overdrachten/(\w+)/{act}", page(browser, "/mijn-clienten"))
    answer = send(browser, f"/overdrachten/{transfer}/{act}", "/mijn-clienten")
    assert answer.status_code == 302
    assert PAGE in page(care, "/mijn-clienten")


def test_an_outcome_that_is_due_is_answered(house: Web) -> None:
    depart(house.country.store, "pl-h1", on=night(0), destination="return", by=HELPDESK, now=NOW)
    house.clock.pass_by(days=31)
    care = house.browser_of(Role.ZORGCOORDINATOR)
    on, address = "/mijn-clienten", f"/uitkomsten/{STAY}-after_1_month"
    assert send(care, address, on, answer="").status_code == 400
    assert address in page(care, on)
    assert send(care, address, on, answer="unknown").status_code == 302
    assert address not in page(care, on)


def test_an_answer_is_bettered_on_the_page_of_the_stay(house: Web) -> None:
    depart(house.country.store, "pl-h1", on=night(0), destination="return", by=HELPDESK, now=NOW)
    care = house.browser_of(Role.ZORGCOORDINATOR)
    address = f"/uitkomsten/{STAY}-departure/nazorg"
    told = page(care, "/mijn-clienten")
    assert f'href="{PAGE}#nazorg"' in told
    assert "Zorgcoordinator</strong>" in page(care, PAGE)  # who does the aftercare
    assert f"{STAY}-after_1_month/nazorg" not in page(care, PAGE)  # its day has not come
    assert send(care, address, answer="").status_code == 400
    bettered = send(care, address, answer="unknown")
    assert (bettered.status_code, bettered.headers["Location"]) == (302, f"{PAGE}#nazorg")
    assert '<option value="unknown" selected>' in page(care, PAGE)


def test_the_helpdesk_sees_no_case_of_a_coordinator_at_a_distance(house: Web) -> None:
    helpdesk = house.browser_of(Role.HELPDESK)
    assert PAGE not in page(helpdesk, "/op-afstand")
    assert "ref-h1" in page(helpdesk, PAGE)


@pytest.mark.parametrize("role", Role)
def test_everybody_sees_the_pressure_drawn_and_as_a_table(house: Web, role: Role) -> None:
    record_pressure(house.country.store, night(0), NOW)
    record_pressure(house.country.store, night(-2), NOW)
    shown = page(house.browser_of(role), "/uitstroomdruk?group=scheme|COSM&weeks=4")
    assert '<polyline class="curve curve--all"' in shown
    assert "02-03-2026" in shown
    knows = role is not Role.INSTITUTION  # a house is told what is kept of its own sites only
    assert ("later opgeschreven" in shown) is knows
    assert page(house.browser_of(role), "/uitstroomdruk?group=nothing|x&weeks=999")


def test_what_is_expected_is_shown_as_a_range_and_called_uncertain(house: Web) -> None:
    shown = page(house.browser_of(Role.HELPDESK), "/verwacht-vrij")
    assert "maakt geen bed vrij" in shown
    assert "te weinig eerdere verblijven" in shown


def test_somebody_elses_stay_is_not_there(house: Web) -> None:
    cora = house.browser_of(Role.ZORGCOORDINATOR, "cora")
    assert cora.raw("GET", PAGE).status_code == 404


@pytest.mark.parametrize("address", ["/mijn-clienten", PAGE, "/uitstroomdruk"])
def test_the_pages_read_in_english_too(care: Browser, address: str) -> None:
    care.raw("GET", "/taal/en?back=/mijn-clienten")
    shown = page(care, address)
    assert 'lang="en"' in shown
    assert "Uitstroomdruk" not in shown
