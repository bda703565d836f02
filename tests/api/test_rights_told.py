"""Who records a decision reads which rules bar the place that is arranged; so does the shift."""

import pytest

from placement.policy import Role
from tests.api.test_pages_care import page, send
from tests.builders_care import STAY, words
from tests.builders_rows import night
from tests.builders_store import an_order
from tests.builders_web import Browser, Web

ENDED = {
    "household": "h1",
    "kind": "bedenktijd",
    "state": "ended",
    "ends": night(1).isoformat(),
    "decidedBy": "police",
    "decidedOn": night(0).isoformat(),
}


@pytest.fixture
def helpdesk(web: Web) -> Browser:
    """Somebody lives in the COSM and is to move to another COSM place the night after tomorrow."""
    words(web.country)
    for site, place in (("s1", "p1"), ("s2", "p2")):
        web.country.site(site)
        web.country.place(place, site_id=site)
    web.country.resident("h1", "p1-b1", wants_to_move=True)
    web.country.accept(an_order("h1", "p2", begins=2, until=30, on=True))
    return web.browser_of(Role.HELPDESK)


def test_the_answer_names_the_rules_and_nothing_is_released(helpdesk: Browser) -> None:
    made = helpdesk.post("/rights", ENDED)
    assert (made.status_code, made.json["noLongerAllowedBy"]) == (201, ["ELI-1"])
    assert made.json["ends"] == night(1).isoformat()
    (listed, *_) = helpdesk.get("/rights?household=h1").json["items"]
    assert "noLongerAllowedBy" not in listed
    (placed,) = helpdesk.get("/placements?state=accepted").json["items"]
    assert placed["place"] == "p2"


def test_a_decision_that_bars_nothing_names_no_rules(helpdesk: Browser) -> None:
    later = night(40).isoformat()
    assert helpdesk.post("/rights", ENDED | {"ends": later}).json["noLongerAllowedBy"] == []


def test_the_page_of_the_stay_warns_and_the_morning_handover_has_it(helpdesk: Browser) -> None:
    on = f"/verblijven/{STAY}/begeleiding"
    answer = send(
        helpdesk,
        f"/verblijven/{STAY}/rechten",
        on,
        right_kind="bedenktijd",
        right_state="ended",
        right_ends=night(1).strftime("%d-%m-%Y"),
        right_decidedBy="police",
        right_decidedOn=night(0).strftime("%d-%m-%Y"),
    )
    assert answer.status_code == 302
    assert "past niet meer bij deze feiten" in page(helpdesk, on)
    assert "past niet meer op de plek" in page(helpdesk, "/ochtendoverdracht")
