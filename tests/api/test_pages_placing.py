"""The page on which a person decides says what is not known yet."""

import re

import pytest
from sqlalchemy import func, select

from placement.policy import Role
from placement.store.tables import Proposal
from solver.codes import AskedAlone
from tests.builders_web import Web
from tests.reading_pages import forms_of, send

NOT_ASKED = "op uw naam dat dit antwoord ontbrak"
NOT_ALONE = "Nog niet alleen gesproken"


def the_page(web: Web, **facts: object) -> str:
    """Give the page on which a request with these facts is placed."""
    web.country.site("s1")
    web.country.place("p1")
    web.country.referral("h1", **facts)
    where = "place=p1&night=2026-03-02&until=2026-03-20"
    answer = web.browser_of(Role.HELPDESK).raw("GET", f"/opvangverzoeken/r-h1/plaatsen?{where}")
    assert answer.status_code == 200
    return answer.text


def test_placing_warns_of_every_answer_on_safety_that_is_missing(web: Web) -> None:
    page = the_page(web, risk_answered_by=None, asked_alone=AskedAlone.NOT_POSSIBLE)
    assert NOT_ASKED in page
    assert NOT_ALONE in page


@pytest.mark.parametrize("asked_by", ["victim", "zorgcoordinator"])
def test_placing_does_not_warn_of_what_was_answered(web: Web, asked_by: str) -> None:
    page = the_page(web, risk_answered_by=asked_by, asked_alone=AskedAlone.YES)
    assert NOT_ASKED not in page
    assert NOT_ALONE not in page


def proposals(web: Web) -> int:
    with web.runtime.store.reading() as session:
        return session.scalar(select(func.count()).select_from(Proposal)) or 0


@pytest.mark.parametrize(
    ("page", "action"), [("/bord", "/voorstellen"), ("/opvangverzoeken/r-h1", "/voorstel")]
)
def test_pressing_twice_asks_for_one_proposal(web: Web, page: str, action: str) -> None:
    web.country.site("s1")
    web.country.place("p1")
    web.country.referral("h1")
    browser = web.browser_of(Role.HELPDESK)
    (form,) = [f for f in forms_of(browser.raw("GET", page)) if f.action.endswith(action)]
    for _ in range(2):
        assert browser.raw("POST", form.action, data=form.fields).status_code == 302
    assert proposals(web) == 1
    send(browser, page, form.action)
    assert proposals(web) == 2


def test_the_board_that_swaps_its_list_gets_a_new_key_with_it(web: Web) -> None:
    browser = web.browser_of(Role.HELPDESK)
    form = next(f for f in forms_of(browser.raw("GET", "/bord")) if f.action == "/voorstellen")
    part = browser.raw("POST", form.action, data=form.fields, headers={"HX-Request": "true"}).text
    found = re.search(r'id="ask-key" name="key" value="(\w+)" hx-swap-oob="true"', part)
    assert found is not None
    assert found[1] != form.fields["key"]
    assert "hx-swap-oob" not in browser.raw("GET", "/bord").text


@pytest.mark.parametrize(("how", "state"), [({}, "accepted"), ({"hold": "1"}, "held")])
def test_a_group_is_placed_or_held_from_the_page_as_one_decision(
    web: Web, how: dict[str, str], state: str
) -> None:
    web.country.site("s1")
    for room in ("one", "two"):
        web.country.place(room)
    for name in ("h1", "h2"):
        web.country.referral(name, group_id="crew")
    helpdesk = web.browser_of(Role.HELPDESK)
    helpdesk.post("/proposals", {})
    page = helpdesk.raw("GET", "/opvangverzoeken/r-h1").text
    assert "De groep samen, als één besluit:" in page
    assert "samen met de groep" in page
    assert "ref-h2 (zoekt nog een plek)" in page
    assert "Hier plaatsen" not in page
    address = re.search(r'href="([^"]*/plaatsen[^"]*proposal=[^"]*)"', page)
    assert address is not None
    (form,) = [
        f
        for f in forms_of(helpdesk.raw("GET", address[1].replace("&amp;", "&")))
        if f.action.endswith("/plaatsen")
    ]
    done = helpdesk.raw("POST", form.action, data={**form.fields, "reason": "samen", **how})
    assert done.status_code == 302
    states = {p["referral"]: p["state"] for p in helpdesk.get("/placements").json["items"]}
    assert states == {"r-h1": state, "r-h2": state}
