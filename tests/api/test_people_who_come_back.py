"""People who come back ask in the case that they have: what is known of them is not lost."""

from typing import Any

import pytest

from placement.lifecycle import ReferralState
from placement.policy import Role
from placement.service.beds.releasing import depart
from placement.service.stays.locks import ReadStay
from placement.service.stays.reuniting import Joining, reunite
from placement.store.tables import Case, Coordination
from tests.api.test_referrals import a_referral
from tests.builders_offers import with_reasons
from tests.builders_rows import an_account, night
from tests.builders_store import HELPDESK, NOW, TERMS
from tests.builders_web import Browser, Web

REFERENCE = "B7K2MQ4"


@pytest.fixture
def helpdesk(web: Web) -> Browser:
    """Somebody whose request ended, with a zorgcoordinator and somebody to be kept apart from."""
    web.country.referral("h1", state=ReferralState.ENDED)
    web.country.referral("feared")
    web.country.apart("h1", "feared")
    with web.country.store.writing(NOW) as session:
        session.get_one(Case, "case-h1").reference = REFERENCE
    web.country.write(
        an_account("care", Role.ZORGCOORDINATOR),
        Coordination(id="co", case_id="case-h1", account_id="care", begins=night(-30)),
    )
    return web.browser_of(Role.HELPDESK)


def test_links_and_coordinator_stay_with_people_who_come_back(helpdesk: Browser) -> None:
    made = helpdesk.post("/referrals", a_referral(ofCase=REFERENCE.lower(), keepApartFrom=[]))
    assert made.status_code == 201, made.text
    assert (made.json["case"], made.json["household"]) == (REFERENCE, "h1")
    assert made.json["coordinator"] == "care"
    assert [tied["referral"] for tied in made.json["keepApartFrom"]] == ["r-feared"]


def test_a_declined_place_stays_declined(helpdesk: Browser, web: Web) -> None:
    with_reasons(web.country)
    web.country.site("s1")
    web.country.place("p1")
    first = helpdesk.post("/referrals", a_referral(ofCase=REFERENCE)).json["id"]
    only = helpdesk.post("/proposals", {"referral": first}).json["assignments"]
    assert {act["place"] for act in only} == {"p1"}
    sent = {"referral": first, "place": "p1", "reason": "victim_says_no"}
    assert helpdesk.post("/declines", sent).status_code == 201
    tag = helpdesk.get(f"/referrals/{first}").headers["ETag"]
    ended = helpdesk.post(f"/referrals/{first}/ends", {"reason": "other"}, If_Match=tag)
    assert ended.status_code == 201
    again = helpdesk.post("/referrals", a_referral(ofCase=REFERENCE)).json["id"]
    made = helpdesk.post("/proposals", {"referral": again}).json
    assert again not in [act["referral"] for act in made["assignments"]]


def test_who_they_are_now_is_what_is_said_now(helpdesk: Browser) -> None:
    people = [{"sex": "F", "age": "23+", "role": "parent"}, {"sex": "M", "age": "0-3"}]
    made = helpdesk.post("/referrals", a_referral(ofCase=REFERENCE, people=people)).json
    assert sorted(person["age"] for person in made["people"]) == ["0-3", "23+"]


def test_nobody_asks_twice_or_from_a_closed_case_or_one_that_is_not_there(
    helpdesk: Browser, web: Web
) -> None:
    def code(**sent: object) -> list[tuple[str, str]]:
        answer = helpdesk.post("/referrals", a_referral(**sent))
        return [(fault["field"], fault["code"]) for fault in answer.json["errors"]]

    assert code(ofCase="X999999") == [("ofCase", "unknown_code")]
    own = {"ofCase": REFERENCE, "keepApartFrom": [REFERENCE]}
    assert code(**own) == [("keepApartFrom", "names_itself")]
    assert helpdesk.post("/referrals", a_referral(ofCase=REFERENCE)).status_code == 201
    assert code(ofCase=REFERENCE) == [("ofCase", "asks_already")]
    with web.country.store.writing(NOW) as session:
        session.get_one(Case, "case-feared").closed_at = NOW
        session.get_one(Case, "case-feared").reference = "C7K2MQ4"
    assert ("ofCase", "case_is_closed") in code(ofCase="C7K2MQ4")


def test_who_lives_somewhere_is_referred_onward_instead(helpdesk: Browser, web: Web) -> None:
    web.country.site("s1")
    web.country.place("p1")
    web.country.resident("r1", "p1-b1")
    with web.country.store.writing(NOW) as session:
        session.get_one(Case, "case-r1").reference = "D7K2MQ4"
    answer = helpdesk.post("/referrals", a_referral(ofCase="D7K2MQ4"))
    assert [(f["field"], f["code"]) for f in answer.json["errors"]] == [
        ("ofCase", "lives_somewhere")
    ]


def test_who_joined_a_household_lives_with_it_until_all_of_them_have_left(
    helpdesk: Browser, web: Web
) -> None:
    country = web.country
    country.site("s1")
    country.place("p1", 2)
    country.resident("kin", "p1-b1")
    country.referral("h2")
    joining = Joining(referral="r-h2")
    given: dict[str, Any] = {"by": HELPDESK, "now": NOW, "new_id": country.new_id, "terms": TERMS}
    reunite(country.store, ReadStay("stay-kin"), joining, **given)
    with country.store.writing(NOW) as session:
        session.get_one(Case, "case-h2").reference = "E7K2MQ4"
    answer = helpdesk.post("/referrals", a_referral(ofCase="E7K2MQ4"))
    assert [(f["field"], f["code"]) for f in answer.json["errors"]] == [
        ("ofCase", "lives_somewhere")
    ]
    depart(country.store, "pl-kin", on=night(0), destination="x", by=HELPDESK, now=NOW)
    back = helpdesk.post("/referrals", a_referral(ofCase="E7K2MQ4"))
    assert (back.status_code, back.json["household"]) == (201, "h2")
