"""The next bed without readiness, and a case that is given at once: acts of the API as forms."""

import pytest

from placement.policy import Role
from placement.store.tables import Coordination
from tests.builders_care import STAY, words
from tests.builders_rows import night
from tests.builders_web import Browser, Web, an_account
from tests.reading_pages import forms_of, send

PAGE = f"/verblijven/{STAY}/begeleiding"
HANDING_OVER = "/opvangverzoeken/r-h1/overdracht"


@pytest.fixture
def house(web: Web) -> Web:
    words(web.country)
    web.country.site("s1", "zorgcoordinatie:veluwe")
    web.country.place("p1")
    web.country.resident("h1", "p1-b1")
    web.country.write(
        Coordination(id="co", case_id="case-h1", account_id="zorgcoordinator", begins=night(-20))
    )
    an_account(web.runtime, "cora", Role.ZORGCOORDINATOR)
    return web


@pytest.fixture
def anna(house: Web) -> Browser:
    return house.browser_of(Role.ZORGCOORDINATOR)


def offered(browser: Browser, page: str, action: str) -> bool:
    return any(form.action.endswith(action) for form in forms_of(browser.raw("GET", page)))


def test_the_next_bed_is_asked_without_readiness_and_taken_back(anna: Browser) -> None:
    wish = {"onward.victimAnswer": "yes", "onward.arrivesFrom": "05-03-2026"}
    assert send(anna, PAGE, "/doorplaatsing", **wish).status_code == 302
    (asked,) = anna.get("/onward-referrals").json["items"]
    assert (asked["neededFrom"], asked["state"]) == ("2026-03-05", "open")
    assert not offered(anna, PAGE, "/doorplaatsing")
    assert offered(anna, PAGE, "/klaar")  # asking for a bed makes nobody ready
    assert send(anna, PAGE, "/intrekken").status_code == 302
    assert anna.get("/onward-referrals").json["items"] == []
    assert offered(anna, PAGE, "/doorplaatsing")


def test_the_next_bed_needs_the_answer_of_the_victim_and_a_yes(anna: Browser) -> None:
    wrong = {"onward.arrivesFrom": "31-02-2026"}
    refused = send(anna, PAGE, "/doorplaatsing", **wrong)
    assert refused.status_code == 400
    assert 'href="#f-onward-victimAnswer"' in refused.text
    assert 'href="#f-onward-arrivesFrom"' in refused.text
    no = send(anna, PAGE, "/doorplaatsing", **{"onward.victimAnswer": "no"})
    assert no.status_code == 409
    assert anna.get("/onward-referrals").json["items"] == []


def test_an_onward_referral_of_an_older_version_is_not_taken_back(anna: Browser) -> None:
    send(anna, PAGE, "/doorplaatsing", **{"onward.victimAnswer": "yes"})
    assert send(anna, PAGE, "/intrekken", version="7").status_code == 409
    assert len(anna.get("/onward-referrals").json["items"]) == 1


def test_the_helpdesk_gives_a_case_at_once(house: Web, anna: Browser) -> None:
    helpdesk = house.browser_of(Role.HELPDESK)
    assert not offered(anna, HANDING_OVER, "/zorgcoordinator")
    nobody = send(helpdesk, HANDING_OVER, "/zorgcoordinator")
    assert nobody.status_code == 400
    assert 'href="#account"' in nobody.text
    late = send(helpdesk, HANDING_OVER, "/zorgcoordinator", account="cora", version="7")
    assert late.status_code == 409
    assert send(helpdesk, HANDING_OVER, "/zorgcoordinator", account="cora").status_code == 302
    assert "Cora" in helpdesk.raw("GET", HANDING_OVER).text
    assert anna.raw("GET", PAGE).status_code == 404
    assert house.browser_of(Role.ZORGCOORDINATOR, "cora").raw("GET", PAGE).status_code == 200
