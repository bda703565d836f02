"""Consent over HTTP and by page: recording, signing, withdrawing."""

from typing import Any

import pytest

from placement.policy import Role
from tests.builders_web import Browser, Web
from tests.reading_pages import send

PAGE = "/opvangverzoeken/r-h1/toestemming"


@pytest.fixture
def helpdesk(web: Web) -> Browser:
    web.country.referral("h1", consent_ground="anonymous")
    return web.browser_of(Role.HELPDESK)


def oral(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON value
    return {"referral": "r-h1", "ground": "oral", "withInterpreter": True, **changes}


def test_a_consent_is_recorded_signed_and_withdrawn(helpdesk: Browser) -> None:
    made = helpdesk.post("/consents", oral())
    assert made.status_code == 201
    assert (made.json["signatory"], made.json["signatureDueOn"]) == ("self", "2026-03-16")
    path, tag = f"/consents/{made.json['id']}", made.headers["ETag"]
    signed = helpdesk.post(f"{path}/signatures", {"signedOn": "2026-03-02"}, If_Match=tag)
    assert (signed.status_code, signed.json["ground"]) == (201, "signed")
    stale = helpdesk.post(f"{path}/withdrawals", {}, If_Match=tag)
    assert stale.status_code == 412
    done = helpdesk.post(f"{path}/withdrawals", {}, If_Match=signed.headers["ETag"])
    assert done.json["withdrawnBy"] == "helpdesk"
    again = helpdesk.post(f"{path}/withdrawals", {}, If_Match=done.headers["ETag"])
    assert again.status_code == 409


def test_sending_twice_records_once(helpdesk: Browser) -> None:
    first = helpdesk.post("/consents", oral(), Idempotency_Key="one")
    again = helpdesk.post("/consents", oral(), Idempotency_Key="one")
    assert first.json == again.json
    assert len(helpdesk.get("/consents?referral=r-h1").json["items"]) == 1
    other = helpdesk.post("/consents", oral(withInterpreter=False), Idempotency_Key="one")
    assert other.json["type"].endswith("/idempotency-key-reused")


BAD = [
    ({"ground": "shouted"}, "ground", "unknown_code"),
    ({"signedOn": "2026-03-01"}, "signedOn", "not_signed"),
    ({"ground": "signed", "signedOn": "2026-03-03"}, "signedOn", "lies_ahead"),
    ({"ground": "guardian_signed"}, "ground", "wrong_signatory"),
    ({"name": "x"}, "name", "unknown_field"),
    ({"receiver": None}, "receiver", "null"),
]


@pytest.mark.parametrize(("change", "field", "code"), BAD)
def test_a_fault_in_a_consent_is_named(
    helpdesk: Browser, change: dict[str, Any], field: str, code: str
) -> None:
    answer = helpdesk.post("/consents", oral(**change))
    assert answer.status_code == 400
    assert (field, code) in {(f["field"], f["code"]) for f in answer.json["errors"]}


def test_who_withdrew_consent_cannot_be_placed_and_the_answer_says_why(
    helpdesk: Browser, web: Web
) -> None:
    web.country.site("s1")
    web.country.place("p1")
    made = helpdesk.post("/consents", oral())
    path = f"/consents/{made.json['id']}/withdrawals"
    helpdesk.post(path, {}, If_Match=made.headers["ETag"])
    order = {"referral": "r-h1", "household": "h1", "place": "p1"}
    order |= {"night": "2026-03-02", "until": "2026-03-09"}
    refused = helpdesk.post("/placements", {"orders": [order], "reason": "near"})
    assert refused.status_code == 409
    assert refused.json["type"].endswith("/consent-missing")


def test_registering_keeps_the_ground_as_the_first_consent_of_the_case(web: Web) -> None:
    helpdesk = web.browser_of(Role.HELPDESK)
    sent = {
        "people": [{"sex": "F", "age": "23+"}],
        "urgency": "acute",
        "neededFrom": "2026-03-02",
        "askedAlone": "yes",
        "reporterKind": "police",
        "consentGround": "oral",
        "legalGroup": "dutch",
    }
    made = helpdesk.post("/referrals", sent)
    assert made.status_code == 201, made.text
    [consent] = helpdesk.get(f"/consents?referral={made.json['id']}").json["items"]
    assert (consent["ground"], consent["purpose"]) == ("oral", "shelter")


def test_a_case_of_somebody_else_is_not_there(helpdesk: Browser, web: Web) -> None:
    consent = helpdesk.post("/consents", oral()).json["id"]
    anna = web.browser_of(Role.ZORGCOORDINATOR)
    assert anna.get("/consents?referral=r-h1").status_code == 404
    assert anna.get(f"/consents/{consent}").status_code == 404
    assert anna.post("/consents", oral()).status_code == 404
    assert anna.raw("GET", PAGE).status_code == 404


def test_the_page_records_signs_and_withdraws(helpdesk: Browser) -> None:
    wrong = send(helpdesk, PAGE, "/toestemming", ground="", signedOn="31-02-2026")
    assert wrong.status_code == 400
    assert 'href="#f-ground"' in wrong.text
    assert 'value="31-02-2026"' in wrong.text
    done = send(helpdesk, PAGE, "/toestemming", ground="oral", withInterpreter="true")
    assert done.status_code == 302
    assert "met tolk" in helpdesk.raw("GET", PAGE).text
    late = send(helpdesk, PAGE, "/getekend", signedOn="09-03-2026")
    assert late.status_code == 400
    assert send(helpdesk, PAGE, "/getekend", signedOn="02-03-2026").status_code == 302
    assert send(helpdesk, PAGE, "/intrekken").status_code == 302
    assert "ingetrokken" in helpdesk.raw("GET", PAGE).text


def test_who_joins_a_household_needs_their_own_consent_and_the_page_says_so(
    helpdesk: Browser, web: Web
) -> None:
    country = web.country
    country.site()
    country.place("p1", 2)
    country.resident("h2", "p1-b1")
    path = "/stays/stay-h2"

    def join() -> Any:  # noqa: ANN401 - an answer
        tag = helpdesk.get(path).headers["ETag"]
        return helpdesk.post(f"{path}/reunifications", {"referral": "r-h1"}, If_Match=tag)

    made = helpdesk.post("/consents", oral())
    helpdesk.post(f"/consents/{made.json['id']}/withdrawals", {}, If_Match=made.headers["ETag"])
    refused = join()
    assert (refused.status_code, refused.json["step"]) == (409, "reunite")
    again = helpdesk.post("/consents", oral())
    assert join().status_code == 201
    page = "/opvangverzoeken/r-h2/toestemming"
    assert "Wie bij dit gezin kwam" not in helpdesk.raw("GET", page).text
    tag = again.headers["ETag"]
    helpdesk.post(f"/consents/{again.json['id']}/withdrawals", {}, If_Match=tag)
    shown = helpdesk.raw("GET", page).text
    assert "geen toestemming die geldt. Leg die vast in dossier ref-h1." in shown
