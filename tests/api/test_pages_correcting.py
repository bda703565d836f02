"""The page on which the facts of a request are put right, and the fields it shares."""

import re
from html import unescape
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from placement.policy import Role
from placement.store.tables import CodeWord, Referral
from tests.api.test_pages import SOUND
from tests.api.test_referrals import a_referral
from tests.builders_web import Answer, Browser, Web
from tests.reading_pages import filled_in

EVERYTHING: dict[str, Any] = {
    "people": [
        {"sex": "F", "age": "23+", "role": "parent", "roleChecked": True},
        {"sex": "M", "age": "0-3", "role": "child"},
    ],
    "smallestPart": 2,
    "reporterKind": "kmar",
    "reportingRegion": "municipality:assen",
    "municipalityRegistered": "0106",
    "municipalityFound": "municipality:assen",
    "askedAlone": "yes",
    "urgency": "planned",
    "neededFrom": "2026-03-05",
    "neededUntil": "2026-06-01",
    "arrivesFrom": "2026-03-07",
    "decideBefore": "2026-03-04T09:30:15+01:00",
    "legalGroup": "eu",
    "statusUnclear": True,
    "asylumProcedure": True,
    "cosmException": True,
    "b8Permit": True,
    "withoutStatus": True,
    "lawfulStay": True,
    "multiProblem": True,
    "inspectorate": {"agreed": True, "seriouslyDisadvantaged": True},
    "crisisTerms": ["intake_planned"],
    "budgetGroup": "2-3-2026",
    "risk": {
        "answeredBy": "self",
        "regions": ["province:drenthe", "municipality:assen"],
        "knownSites": ["s1"],
        "securityNeeded": 2,
    },
    "cannotDoWithout": ["cot"],
    "brings": ["pet"],
    "needs": ["trauma"],
    "speaks": ["en"],
    "neverRegions": ["municipality:assen"],
    "neverFeatures": ["stairs"],
    "wishes": ["cot", "stairs"],
    "homeRegions": ["province:drenthe", "police_unit:noord"],
    "near": ["municipality:assen", "police_unit:noord"],
}
"""Every fact that can be put right, each another than what is taken where it is left out."""


@pytest.fixture
def helpdesk(web: Web) -> Browser:
    """Somebody at the helpdesk, with a register that knows a word of each kind."""
    web.country.site("s1", "province:drenthe", "municipality:assen", "police_unit:noord")
    web.country.place("p1")
    words = {
        "crisis_term": ["intake_planned"],
        "feature": ["cot", "stairs"],
        "contra_indication": ["pet"],
        "care": ["trauma"],
        "language": ["en"],
    }
    web.country.write(
        *(CodeWord(kind=kind, code=c, nl=c, en=c) for kind, codes in words.items() for c in codes)
    )
    return web.browser_of(Role.HELPDESK)


def a_new_one(browser: Browser) -> MultiDict[str, str]:
    """The form of a new request with what must be filled in."""
    sent = filled_in(browser.raw("GET", "/opvangverzoeken/nieuw"), "/opvangverzoeken")
    for name, text in SOUND.items():
        sent[name] = text
    return sent


def opened(browser: Browser, referral: str) -> MultiDict[str, str]:
    page = browser.raw("GET", f"/opvangverzoeken/{referral}/feiten")
    assert page.status_code == 200, page.text
    return filled_in(page, "/feiten")


def send(browser: Browser, referral: str, sent: MultiDict[str, str], **typed: str) -> Answer:
    for name, text in typed.items():
        sent[name.replace("__", ".")] = text
    return browser.raw("POST", f"/opvangverzoeken/{referral}/feiten", data=sent)


def columns(web: Web, referral: str) -> dict[str, object]:
    with web.runtime.store.reading() as session:
        row = session.get_one(Referral, referral)
        return {column.key: getattr(row, column.key) for column in Referral.__table__.columns}


def test_a_form_that_is_sent_unchanged_loses_nothing_and_writes_nothing(
    web: Web, helpdesk: Browser
) -> None:
    others = [helpdesk.post("/referrals", a_referral()).json for _ in range(4)]
    ties = {
        "keepApartFrom": [others[0]["case"], others[1]["case"]],
        "belongsWith": others[2]["case"],
    }
    made = helpdesk.post("/referrals", a_referral(**EVERYTHING, **ties))
    assert made.status_code == 201, made.text
    before = columns(web, made.json["id"])
    answer = send(helpdesk, made.json["id"], opened(helpdesk, made.json["id"]))
    assert answer.status_code == 302, answer.text
    assert columns(web, made.json["id"]) == before
    shown = helpdesk.get(f"/referrals/{made.json['id']}").json
    assert shown == made.json


def test_what_a_list_no_longer_offers_is_still_chosen(web: Web, helpdesk: Browser) -> None:
    made = helpdesk.post("/referrals", a_referral(**EVERYTHING)).json["id"]
    with web.runtime.store.writing() as session:
        session.get_one(Referral, made).speaks = frozenset({"en", "gone"})
        session.get_one(Referral, made).near = frozenset({"municipality:gone"})
    assert send(helpdesk, made, opened(helpdesk, made)).status_code == 302
    assert columns(web, made)["speaks"] == {"en", "gone"}
    assert columns(web, made)["near"] == {"municipality:gone"}


def test_an_answer_is_put_right_and_said_on_the_page_of_the_request(helpdesk: Browser) -> None:
    made = helpdesk.post("/referrals", a_referral(risk=None)).json["id"]
    page = helpdesk.raw("GET", f"/opvangverzoeken/{made}")
    assert f'href="/opvangverzoeken/{made}/feiten">Feiten wijzigen' in page.text
    answer = send(helpdesk, made, opened(helpdesk, made), risk__answeredBy="self", urgency="soon")
    assert answer.headers["Location"].endswith(f"/opvangverzoeken/{made}")
    page = helpdesk.raw("GET", answer.headers["Location"])
    assert "De feiten staan zoals u ze invulde." in page.text
    assert "nergens gevaar" in page.text


def test_the_page_says_which_rules_bar_the_place_and_that_nothing_was_released(
    helpdesk: Browser,
) -> None:
    made = helpdesk.post("/referrals", a_referral()).json["id"]
    order = {"referral": made, "place": "p1", "night": "2026-03-02", "until": "2026-03-20"}
    household = helpdesk.get(f"/referrals/{made}").json["household"]
    order["household"] = household
    placed = helpdesk.post("/placements", {"orders": [order], "reason": "best"})
    assert placed.status_code == 201, placed.text
    sent = opened(helpdesk, made)
    sent.add("risk.regions", "province:drenthe")
    page = helpdesk.raw("GET", send(helpdesk, made, sent).headers["Location"]).text
    assert "Wat is geregeld, past niet meer bij deze feiten: De plek ligt buiten elke" in page
    assert "Er is niets vrijgegeven." in page
    helpdesk.raw("GET", "/taal/en?back=/bord")
    sent = opened(helpdesk, made)
    page = helpdesk.raw("GET", send(helpdesk, made, sent).headers["Location"]).text
    assert "What is arranged no longer suits these facts: The place lies outside" in page


FAULTY = [
    ({"neededFrom": "31-02-2026"}, "f-neededFrom", "Vul een datum in die bestaat"),
    ({"decideBefore": "morgen"}, "f-decideBefore", "Vul datum en tijd in"),
    ({"smallestPart": "veel"}, "f-smallestPart", "Vul een heel getal in"),
    ({"belongsWith": "NERGENS"}, "f-belongsWith", "Stuur een verzoek dat het register kent"),
    ({"keepApartFrom": "NIEMAND"}, "f-keepApartFrom", "NIEMAND is dat niet"),
    ({"budgetGroup": "Een Groep"}, "f-budgetGroup", "Stuur een code"),
    ({"people.0.sex": "", "people.0.age": ""}, "f-people", "Vul dit in."),
]


@pytest.mark.parametrize(("typed", "target", "remedy"), FAULTY)
@pytest.mark.parametrize("page", ["nieuw", "feiten"])
def test_a_fault_stands_beside_its_field_with_what_was_typed(
    helpdesk: Browser, page: str, typed: dict[str, str], target: str, remedy: str
) -> None:
    address, sent = "/opvangverzoeken", MultiDict[str, str]()
    if page == "feiten":
        made = helpdesk.post("/referrals", a_referral()).json["id"]
        address, sent = f"/opvangverzoeken/{made}/feiten", opened(helpdesk, made)
    else:
        sent = a_new_one(helpdesk)
    for name, text in typed.items():
        sent[name] = text
    answer = helpdesk.raw("POST", address, data=sent)
    assert answer.status_code == 400
    listed = re.findall(r'<li><a href="#([^"]+)">[^<]+</a>: ([^<]+)</li>', answer.text)
    assert any(where == target and remedy in unescape(said) for where, said in listed), listed
    assert answer.text.count(f'id="{target}"') == 1
    for text in typed.values():
        assert f'value="{text}"' in answer.text


def test_a_new_request_has_every_field_that_can_be_put_right(helpdesk: Browser) -> None:
    first = helpdesk.post("/referrals", a_referral()).json
    other = helpdesk.post("/referrals", a_referral()).json
    sent = a_new_one(helpdesk)
    typed = {
        "belongsWith": first["case"].lower(),
        "smallestPart": "2",
        "keepApartFrom": f"{other['case']},",
        "near": "municipality:assen",
        "municipalityFound": "municipality:assen",
        "decideBefore": "3-3-2026 9.05",
        "budgetGroup": "raid-1",
    }
    for name, text in typed.items():
        sent[name] = text
    answer = helpdesk.raw("POST", "/opvangverzoeken", data=sent)
    assert answer.status_code == 302, answer.text
    made = helpdesk.get(f"/referrals/{answer.headers['Location'].rpartition('/')[2]}").json
    assert made["facts"]["near"] == ["municipality:assen"]
    assert made["facts"]["decideBefore"] == "2026-03-03T08:05:00Z"
    assert made["facts"]["budgetGroup"] == "raid-1"
    assert [tied["referral"] for tied in made["belongsWith"]] == [first["id"]]
    assert [tied["referral"] for tied in made["keepApartFrom"]] == [other["id"]]


def test_who_sends_an_older_version_reads_what_would_be_put_back(helpdesk: Browser) -> None:
    made = helpdesk.post("/referrals", a_referral()).json["id"]
    early, late = opened(helpdesk, made), opened(helpdesk, made)
    early.add("risk.regions", "province:drenthe")
    assert send(helpdesk, made, early).status_code == 302
    answer = send(helpdesk, made, late, neededUntil="01-04-2026")
    assert answer.status_code == 409
    assert "Iemand anders heeft dit intussen gewijzigd." in answer.text
    assert "<strong>Nodig tot, Niet veilig in</strong>" in answer.text
    assert 'value="01-04-2026"' in answer.text
    again = send(helpdesk, made, filled_in(answer, "/feiten"))
    assert again.status_code == 302


def test_a_person_is_added_and_kept_with_the_version_that_was_read(helpdesk: Browser) -> None:
    made = helpdesk.post("/referrals", a_referral()).json["id"]
    shown = send(helpdesk, made, opened(helpdesk, made), more="1")
    sent = filled_in(shown, "/feiten")
    assert sent["version"] == "1"
    sent["people.1.sex"], sent["people.1.age"], sent["people.1.role"] = "M", "0-3", "child"
    assert send(helpdesk, made, sent).status_code == 302
    told = helpdesk.get(f"/referrals/{made}").json["people"]
    assert sorted((person["sex"], person["age"]) for person in told) == [("F", "23+"), ("M", "0-3")]


def test_the_page_is_not_there_for_a_request_that_has_ended(helpdesk: Browser) -> None:
    made = helpdesk.post("/referrals", a_referral()).json["id"]
    sent = opened(helpdesk, made)
    helpdesk.post(f"/referrals/{made}/ends", {"reason": "other"}, If_Match='"1"')
    assert helpdesk.raw("GET", f"/opvangverzoeken/{made}/feiten").status_code == 409
    assert send(helpdesk, made, sent).status_code == 409
    assert "/feiten" not in helpdesk.raw("GET", f"/opvangverzoeken/{made}").text


def test_who_follows_a_case_reads_its_facts_and_does_not_put_them_right(
    web: Web, helpdesk: Browser
) -> None:
    made = helpdesk.post("/referrals", a_referral()).json["id"]
    helpdesk.give_case(made, "zorgcoordinator")
    carer = web.browser_of(Role.ZORGCOORDINATOR)
    assert "/feiten" not in carer.raw("GET", f"/opvangverzoeken/{made}").text
    assert carer.raw("GET", f"/opvangverzoeken/{made}/feiten").status_code == 403


def test_the_page_speaks_english_too(helpdesk: Browser) -> None:
    made = helpdesk.post("/referrals", a_referral()).json["id"]
    helpdesk.raw("GET", "/taal/en?back=/bord")
    page = helpdesk.raw("GET", f"/opvangverzoeken/{made}/feiten").text
    assert '<h1 class="utrecht-heading-1">Change facts</h1>' in page
    assert "Save the facts" in page
    for dutch in ("Bewaar", "Feiten", "gemeente", "Groep waarvoor", "Kenmerk"):
        assert dutch not in page
