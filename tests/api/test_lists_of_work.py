"""Temporary shelter, work lists, the morning handover and the ledger, over HTTP and by page."""

from typing import Any

import pytest

from placement.policy import Role
from placement.service.beds.releasing import arrive, depart
from placement.service.watching.lacking import record_unmet_need
from placement.store.codes import Condition, OfferAnswer
from placement.store.tables import Case, Consent, Contract, Referral
from solver.codes import Urgency
from tests.builders_rows import TONIGHT, an_account, night
from tests.builders_store import HELPDESK, NOW, TERMS, at
from tests.builders_trust import an_offer, consented, said_yes
from tests.builders_web import Browser, Web
from tests.reading_pages import send

REGION = "province:ov"
SHELTER = "/opvangverzoeken/r-h1/tijdelijke-opvang"


@pytest.fixture
def helpdesk(web: Web) -> Browser:
    web.country.site("s1")
    web.country.place("p1")
    web.country.referral("h1")
    return web.browser_of(Role.HELPDESK)


def test_temporary_shelter_is_recorded_checked_and_ended(helpdesk: Browser) -> None:
    made = helpdesk.post("/temporary-shelters", {"referral": "r-h1", "kind": "hotel"})
    assert made.status_code == 201
    assert made.json["checkDueAt"] == "2026-03-03T09:00:00Z"
    path, tag = f"/temporary-shelters/{made.json['id']}", made.headers["ETag"]
    again = helpdesk.post("/temporary-shelters", {"referral": "r-h1", "kind": "hotel"})
    assert again.json["allowed"] == ["check", "end"]
    assert helpdesk.post(f"{path}/checks", {"found": "safe"}).status_code == 428
    checked = helpdesk.post(f"{path}/checks", {"found": "not_safe"}, If_Match=tag)
    assert checked.json["lastCheck"] == "not_safe"
    assert helpdesk.post(f"{path}/ends", {}, If_Match=tag).status_code == 412
    done = helpdesk.post(f"{path}/ends", {}, If_Match=checked.headers["ETag"])
    assert done.json["endedOn"] == "2026-03-02"
    assert helpdesk.get("/temporary-shelters").json["items"] == []
    assert len(helpdesk.get("/temporary-shelters?referral=r-h1").json["items"]) == 1


@pytest.mark.parametrize(
    ("sent", "field", "code"),
    [
        ({"referral": "r-h1"}, "kind", "required"),
        ({"referral": "r-h1", "kind": "tent"}, "kind", "unknown_code"),
        ({"referral": "r-h1", "kind": "hotel", "name": "x"}, "name", "unknown_field"),
    ],
)
def test_a_fault_is_named(helpdesk: Browser, sent: dict[str, Any], field: str, code: str) -> None:
    answer = helpdesk.post("/temporary-shelters", sent)
    assert (field, code) in {(f["field"], f["code"]) for f in answer.json["errors"]}


def test_the_page_of_shelter_works_and_the_board_shows_where_they_sleep(
    helpdesk: Browser,
) -> None:
    assert send(helpdesk, SHELTER, "/tijdelijke-opvang", kind="hotel").status_code == 302
    assert "slaapt tijdelijk: hotel" in helpdesk.raw("GET", "/bord").text
    assert send(helpdesk, SHELTER, "/controle", found="not_safe").status_code == 302
    todo = helpdesk.raw("GET", "/te-doen").text
    assert "Tijdelijke opvang niet veilig: nu handelen" in todo
    assert SHELTER in todo
    assert send(helpdesk, SHELTER, "/controle", found="perhaps").status_code == 400
    assert send(helpdesk, SHELTER, "/einde").status_code == 302
    assert "Waar slapen zij vannacht" in helpdesk.raw("GET", SHELTER).text


def test_a_list_of_tasks_that_is_cut_says_so(
    helpdesk: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert send(helpdesk, SHELTER, "/tijdelijke-opvang", kind="hotel").status_code == 302
    assert send(helpdesk, SHELTER, "/controle", found="not_safe").status_code == 302
    assert "Er wacht meer dan hier staat" not in helpdesk.raw("GET", "/te-doen").text
    for module in ("placement.service.watching.tasks", "placement.pages.watching.tasks"):
        monkeypatch.setattr(f"{module}.MOST_TASKS", 1)
    assert "Er wacht meer dan hier staat" in helpdesk.raw("GET", "/te-doen").text


def test_each_role_sees_what_waits_for_it(helpdesk: Browser, web: Web) -> None:
    web.country.write(an_offer())
    house = web.browser_of(Role.INSTITUTION)
    asked = house.get("/tasks?kind=to_answer").json["items"]
    assert [(t["recordId"], t["referral"]) for t in asked] == [("of-h1-p1", None)]
    assert "Vraag te beantwoorden" in house.raw("GET", "/te-doen").text
    assert helpdesk.get("/tasks?kind=answer_late").json["items"] == []
    web.clock.pass_by(hours=5)
    helpdesk = web.browser_of(Role.HELPDESK)  # the session of before is over
    late = helpdesk.get("/tasks?kind=answer_late").json["items"]
    assert [t["referral"] for t in late] == ["r-h1"]
    assert "Huis antwoordde niet op tijd" in helpdesk.raw("GET", "/te-doen").text
    anna = web.browser_of(Role.ZORGCOORDINATOR)
    assert anna.get("/tasks").json["items"] == []
    assert "Er wacht nu niets op u" in anna.raw("GET", "/te-doen").text


def test_the_morning_tells_who_has_no_place_and_what_must_be_checked(helpdesk: Browser) -> None:
    helpdesk.post("/temporary-shelters", {"referral": "r-h1", "kind": "hotel"})
    told = helpdesk.get("/handovers/current").json
    assert told["withoutPlace"] == ["r-h1"]
    assert told["acts"] == {"shelter_temporarily": 1}
    (entry,) = told["entries"]
    assert (entry["act"], entry["reference"]) == ("shelter_temporarily", "ref-h1")
    assert (entry["referral"], entry["place"]) == ("r-h1", None)
    assert told["noon"] == "2026-03-03T11:00:00Z"
    assert [s["referral"] for s in told["shelters"]] == ["r-h1"]
    page = helpdesk.raw("GET", "/ochtendoverdracht").text
    line = page.rpartition("tijdelijke opvang")[2].partition("</li>")[0]
    assert '<a href="/opvangverzoeken/r-h1">ref-h1</a>' in line


def test_a_yes_is_told_with_who_gave_it_and_until_when_and_its_page_is_that_of_the_houses(
    helpdesk: Browser, web: Web
) -> None:
    web.country.write(an_account("warden", Role.INSTITUTION, institution_id="house"), said_yes())
    [told] = helpdesk.get("/tasks?kind=yes_to_decide").json["items"]
    assert (told["saidBy"], told["standsUntil"], told["referral"]) == (
        "Warden",
        "2026-03-12",
        "r-h1",
    )
    page = helpdesk.raw("GET", "/te-doen").text
    assert "Huis zei ja" in page
    assert "ja van Warden, tot en met de nacht van 11-03-2026" in page
    assert '"/opvangverzoeken/r-h1/huizen"' in page


def test_the_morning_tells_talks_and_who_moves_on_and_awaits_an_answer(
    helpdesk: Browser, web: Web
) -> None:
    talk: dict[str, Any] = {
        "answer": OfferAnswer.YES_IF,
        "condition": Condition.TALK,
        "intake_at": NOW,
    }
    web.country.place("p2")
    web.country.resident("h2", "p2-b1", wants_to_move=True)
    web.country.write(
        an_account("warden", Role.INSTITUTION, institution_id="house"),
        an_offer(**talk),
        an_offer("h2", referral_id="on-h2"),
    )
    told = helpdesk.get("/handovers/current").json
    assert [(t["kind"], t["recordId"]) for t in told["talks"]] == [("intake_due", "of-h1-p1")]
    assert told["movingOn"] == ["on-h2"]
    page = helpdesk.raw("GET", "/ochtendoverdracht").text
    assert "Gesprek over een vraag" in page.partition('id="talks"')[2].partition("</section>")[0]
    moving = page.partition('id="moving"')[2].partition("</section>")[0]
    assert '<a href="/opvangverzoeken/on-h2">ref-h2</a>' in moving


def test_what_is_due_on_a_day_is_late_when_that_day_is_over(helpdesk: Browser, web: Web) -> None:
    a_country_to_sign(web)
    assert "te laat" not in helpdesk.raw("GET", "/te-doen").text
    web.clock.pass_by(days=1)
    helpdesk = web.browser_of(Role.HELPDESK)
    assert "te laat" in helpdesk.raw("GET", "/te-doen").text


def a_country_to_sign(web: Web) -> None:
    """Let the request of h1 be for later, with a consent that is to be signed today."""
    consent = consented(web.country)
    with web.runtime.store.writing(NOW) as session:
        session.get_one(Consent, consent).signature_due_on = TONIGHT
        request = session.get_one(Referral, "r-h1")
        request.urgency, request.needed_from = Urgency.PLANNED, night(60)


def test_the_ledger_is_a_sentence_and_a_table_and_hides_small_counts(
    helpdesk: Browser, web: Web
) -> None:
    with web.runtime.store.writing(NOW) as session:
        session.get_one(Referral, "r-h1").reporting_region = REGION
    record_unmet_need(web.runtime.store, TONIGHT, now=NOW, terms=TERMS)
    asked = "begins=2026-03-02&until=2026-03-03"
    told = helpdesk.get(f"/unmet-need?{asked}&by=need").json
    assert (told["total"]["places"], told["groups"][0]["key"]) == (1.0, "who:women")
    other = "province:nowhere"
    for regions, places in (((REGION, other), 1.0), ((REGION,), 1.0), ((other,), 0.0)):
        only = "".join(f"&region={region}" for region in regions)
        assert helpdesk.get(f"/unmet-need?{asked}{only}").json["total"]["places"] == places
        page = helpdesk.raw("GET", f"/onvervulde-vraag?{asked}{only}").text
        assert f"Gemiddeld per nacht tekort: {places:.1f}".replace(".", ",") in page
    policy = web.browser_of(Role.POLICY_READER)
    refused = policy.get(f"/unmet-need?{asked}")
    assert [fault["code"] for fault in refused.json["errors"]] == ["no_whole_month"]
    web.clock.pass_by(days=31)
    policy = web.browser_of(Role.POLICY_READER)
    assert policy.get("/unmet-need?begins=2026-03-01").json["total"]["places"] is None
    page = policy.raw("GET", "/onvervulde-vraag?begins=2026-03-01").text
    assert "niet genoemd" in page
    assert '<option value="2026-03-01" selected>maart 2026</option>' in page
    web.clock.pass_by(days=-31)
    shown = helpdesk.raw("GET", f"/onvervulde-vraag?{asked}&by=rule").text
    assert "Gemiddeld per nacht tekort: 1,0" in shown
    assert "er was een plek, maar er werd niet op tijd besloten" in shown
    wrong = helpdesk.raw("GET", "/onvervulde-vraag?begins=31-02-2026")
    assert wrong.status_code == 400
    assert 'value="31-02-2026"' in wrong.text
    assert helpdesk.get("/unmet-need?begins=2026-03-05&until=2026-03-05").status_code == 400


ALIKE = {
    "people": [{"sex": "F", "age": "23+"}],
    "urgency": "acute",
    "neededFrom": "2026-03-05",
    "askedAlone": "yes",
    "reporterKind": "police",
    "consentGround": "oral",
    "legalGroup": "third_country",
}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, ["ref-h1"]),
        ({"neededFrom": "2026-03-10"}, []),
        ({"legalGroup": "dutch"}, []),
        ({"people": [{"sex": "M", "age": "23+"}]}, []),
        ({"people": [{"sex": "F", "age": "23+"}] * 2}, []),
        ({"legalGroup": "dutch", "mentionedReference": " ref-H1"}, ["ref-h1"]),
        ({"legalGroup": "dutch", "mentionedReference": "nothing"}, []),
    ],
)
def test_a_request_that_may_be_in_already_is_hinted_at_and_never_blocked(
    helpdesk: Browser, web: Web, change: dict[str, Any], found: list[str]
) -> None:
    with web.runtime.store.writing(NOW) as session:
        session.get_one(Case, "case-h1").reference = "REF-H1"
    made = helpdesk.post("/referrals", ALIKE | change)
    assert made.status_code == 201
    listed = helpdesk.get(f"/possible-duplicates?referral={made.json['id']}").json["items"]
    assert [other["reference"].lower() for other in listed] == found
    page = helpdesk.raw("GET", f"/opvangverzoeken/{made.json['id']}").text
    assert ("Misschien is dit verzoek er al" in page) == bool(found)


def test_people_who_have_a_bed_by_now_and_are_reported_again_are_recognised(
    helpdesk: Browser, web: Web
) -> None:
    country = web.country
    placement = country.book()
    arrive(country.store, placement, by=HELPDESK, now=NOW, new_id=country.new_id)
    # They ask for the next bed too: they are one household, and are hinted at once.
    moves_on = {"onward": True, "needed_from": night(1), "registered_at": at(1)}
    country.another_referral("h1", "on-h1", **moves_on)
    made = helpdesk.post("/referrals", ALIKE).json["id"]
    [hint] = helpdesk.get(f"/possible-duplicates?referral={made}").json["items"]
    assert (hint["reference"], hint["livesSomewhere"]) == ("ref-h1", True)
    assert "(verblijft al ergens)" in helpdesk.raw("GET", f"/opvangverzoeken/{made}").text
    with country.store.writing(NOW) as session:
        session.delete(session.get_one(Referral, "on-h1"))
    [hint] = helpdesk.get(f"/possible-duplicates?referral={made}").json["items"]
    assert (hint["referral"], hint["livesSomewhere"]) == ("r-h1", True)
    depart(country.store, placement, on=night(0), destination="x", by=HELPDESK, now=NOW)
    assert helpdesk.get(f"/possible-duplicates?referral={made}").json["items"] == []


def test_a_contract_that_ends_is_told_with_how_many_need_a_next_place(
    web: Web, helpdesk: Browser
) -> None:
    web.country.resident("h9", "p1-b1", until=40)
    web.country.write(
        Contract(
            id="k1",
            scheme_code="COSM",
            institution_id="house",
            begins=night(-300),
            until=night(7),
            places=1,
        )
    )
    [task] = helpdesk.get("/tasks?kind=contract_ending").json["items"]
    told = task["recordKind"], task["recordId"], task["site"], task["scheme"], task["stays"]
    assert told == ("contract", "k1", "s1", "COSM", 1)
    for who in (helpdesk, web.browser_of(Role.INSTITUTION)):
        page = who.raw("GET", "/te-doen").text
        assert "Contract eindigt: zoek een volgende plek" in page
        assert "s1 · COSM · 1 verblijf zonder volgende plek" in page
        assert who.raw("GET", "/weekoverzicht/s1").status_code == 200
