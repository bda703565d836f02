"""Ages that are put right on the page: who signs by now is said there, and signs on the next."""

from placement.policy import Role
from tests.builders_web import Web
from tests.reading_pages import filled_in

FACTS, CONSENT = "/opvangverzoeken/r-h1/feiten", "/opvangverzoeken/r-h1/toestemming"


def test_an_age_by_which_a_guardian_signs_is_said_and_signed_on_the_page_of_consent(
    web: Web,
) -> None:
    web.country.site()
    web.country.place()
    web.country.referral("h1")
    desk = web.browser_of(Role.HELPDESK)
    consent = {"referral": "r-h1", "purpose": "shelter", "receiver": "institution"}
    given = desk.post("/consents", consent | {"ground": "signed", "signedOn": "2026-03-02"})
    assert given.status_code == 201, given.text
    assert "/getekend" not in desk.raw("GET", CONSENT).text
    form = filled_in(desk.raw("GET", FACTS), FACTS)
    form["people.0.age"] = "12-15"
    done = desk.raw("POST", FACTS, data=form)
    assert done.status_code == 302, done.text
    told = desk.raw("GET", done.headers["Location"]).text
    assert "tekent een ander voor de toestemming" in told
    page = desk.raw("GET", CONSENT)
    assert "Handtekening nodig voor" in page.text
    address = f"{CONSENT}/{given.json['id']}/getekend"
    signing = filled_in(page, address)
    signing["signedOn"] = "02-03-2026"
    assert desk.raw("POST", address, data=signing).status_code == 302
    shown = desk.get(f"/consents/{given.json['id']}").json
    assert (shown["ground"], shown["signatory"]) == ("guardian_signed", "guardian")
