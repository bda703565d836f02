"""The pages of asking houses: helpdesk and house, everything by plain forms."""

from datetime import timedelta

import pytest

from placement.policy import Role
from placement.store.codes import OfferAnswer
from placement.store.tables import Place
from tests.builders_offers import ask, houses, may_go_there, say, the_offer
from tests.builders_store import NOW, night
from tests.builders_web import Answer, Browser, Web
from tests.reading_pages import forms_of

ASKING, TO_ANSWER = "/opvangverzoeken/r-h1/huizen", "/te-beantwoorden"


@pytest.fixture
def asked(web: Web) -> Web:
    """Three houses that decide themselves, and somebody who may go there."""
    houses(web.country, 3)
    may_go_there(web.country)
    return web


def sent(browser: Browser, page: str, action: str, held: dict[str, str], **typed: object) -> Answer:
    """Send the form with this end of its address and these hidden fields, as filled in."""
    found = [
        form
        for form in forms_of(browser.raw("GET", page))
        if form.action.endswith(action) and held.items() <= form.fields.items()
    ]
    assert found, f"no form for {action} with {held} on {page}"
    data = {**found[0].fields, **typed}
    return browser.raw("POST", found[0].action, data=data, follow_redirects=True)


def test_the_helpdesk_ticks_two_houses_and_a_house_answers_in_one_tap(asked: Web) -> None:
    helpdesk = asked.browser_of(Role.HELPDESK)
    nights = f"{night(0)}|{night(90)}"
    ticked = [f"p1|{nights}", f"p2|{nights}"]
    done = sent(helpdesk, ASKING, "/huizen", {}, houses=ticked)
    assert "De huizen zijn gevraagd." in done.text
    house = asked.browser_of(Role.INSTITUTION)
    assert house.raw("GET", TO_ANSWER).text.count("Past het?") == 2
    answered = sent(house, TO_ANSWER, "/antwoord", {"answer": "yes"})
    assert "Het antwoord is vastgelegd." in answered.text
    assert "Plaatsen …" in helpdesk.raw("GET", ASKING).text


def test_a_house_is_told_by_when_to_answer(asked: Web) -> None:
    helpdesk = asked.browser_of(Role.HELPDESK)
    ticked = [f"p1|{night(0)}|{night(90)}"]
    typed = {"houses": ticked, "answerDueAt": "2026-03-02T16:30"}
    assert "De huizen zijn gevraagd." in sent(helpdesk, ASKING, "/huizen", {}, **typed).text
    [offer] = helpdesk.get("/offers?referral=r-h1").json["items"]
    assert offer["answerDueAt"] == "2026-03-02T15:30:00Z"
    typed = {"houses": [f"p2|{night(0)}|{night(90)}"], "answerDueAt": "2026-03-01T16:30"}
    assert "Stuur een moment vanaf nu" in sent(helpdesk, ASKING, "/huizen", {}, **typed).text


def test_a_house_says_no_in_two_taps(asked: Web) -> None:
    [offer] = ask(asked.country, "p1")
    house = asked.browser_of(Role.INSTITUTION)
    sent(house, TO_ANSWER, "/antwoord", {"answer": "no"}, reason="parked_a_week")
    assert the_offer(asked.country, offer).decline_reason == "parked_a_week"
    assert "Er is nu niets te beantwoorden." in house.raw("GET", TO_ANSWER).text


def test_a_house_says_from_when_after_a_talk_or_in_which_room(asked: Web) -> None:
    asked.country.place("p1-other", scheme_code="VO")
    [offer, talk, room] = ask(asked.country, "p2", "p3", "p1")
    house = asked.browser_of(Role.INSTITUTION)
    condition = {"answer": "yes_if", "condition": "date"}
    page = forms_of(house.raw("GET", TO_ANSWER))
    for about, name, value in (
        (offer, "date", {"fromDate": "05-03-2026"}),
        (talk, "talk", {"intakeAt": "2026-03-03T10:30"}),
        (room, "other_room", {"otherPlace": "p1-other"}),
    ):
        held = {**condition, "condition": name}
        form = next(f for f in page if about in f.action and held.items() <= f.fields.items())
        house.raw("POST", form.action, data=form.fields | value)
    assert the_offer(asked.country, offer).begins == night(3)
    assert the_offer(asked.country, talk).intake_at == NOW + timedelta(hours=19, minutes=30)
    assert the_offer(asked.country, room).state == "withdrawn"


def test_what_is_typed_wrong_is_said_and_nothing_is_recorded(asked: Web) -> None:
    [offer] = ask(asked.country, "p1")
    house = asked.browser_of(Role.INSTITUTION)
    held = {"answer": "yes_if", "condition": "date"}
    said = sent(house, TO_ANSWER, "/antwoord", held, fromDate="32-13-2026")
    assert "Vul een datum in die bestaat" in said.text
    assert the_offer(asked.country, offer).answer is None


def test_a_stale_answer_is_shown_as_a_conflict(asked: Web) -> None:
    [offer] = ask(asked.country, "p1")
    house = asked.browser_of(Role.INSTITUTION)
    form = next(f for f in forms_of(house.raw("GET", TO_ANSWER)) if f.action.endswith("/antwoord"))
    say(asked.country, offer, OfferAnswer.MAYBE)
    said = house.raw("POST", form.action, data=form.fields, follow_redirects=True)
    assert "Iemand anders heeft dit intussen gewijzigd" in said.text
    assert the_offer(asked.country, offer).answer == "maybe"


def test_calls_are_noted_in_two_taps(asked: Web) -> None:
    helpdesk = asked.browser_of(Role.HELPDESK)
    held = {"place": "p1"}
    sent(helpdesk, ASKING, "/belnotities", held, result="no_answer")
    soon = (NOW + timedelta(hours=1)).isoformat()
    promise = {"place": "p1", "result": "promised"}
    noted = sent(helpdesk, ASKING, "/belnotities", promise, promisedUntil=soon)
    assert "niemand nam op" in noted.text
    assert "toegezegd tot 02-03-2026 16:00" in noted.text
    refusal = {"place": "p1", "result": "refused"}
    sent(helpdesk, ASKING, "/belnotities", refusal, reason="until_judged_anew")
    assert "until_judged_anew" in helpdesk.raw("GET", ASKING).text


def test_a_bed_is_held_with_its_time_accepted_and_refused(asked: Web) -> None:
    asked.country.place("ours", site_id="s1")
    asked.country.referral("h2")
    page, helpdesk = "/opvangverzoeken/r-h2/huizen", asked.browser_of(Role.HELPDESK)
    held = sent(helpdesk, page, "/vasthouden", {}, reason="still calling")
    assert "nog 60 min" in held.text
    asked.clock.pass_by(minutes=10)
    assert "nog 50 min" in helpdesk.raw("GET", page).text
    sent(helpdesk, page, "/accepteren", {}, reason="agreed")
    sent(helpdesk, page, "/onderweg", {})
    assert "onderweg" in helpdesk.raw("GET", page).text
    house = asked.browser_of(Role.INSTITUTION)
    sent(house, TO_ANSWER, "/weigeren", {}, reason="not_there")
    assert "/vasthouden" in helpdesk.raw("GET", page).text


def test_a_held_bed_is_given_free_by_hand_or_by_itself(asked: Web) -> None:
    asked.country.place("ours", site_id="s1")
    asked.country.referral("h2")
    page, helpdesk = "/opvangverzoeken/r-h2/huizen", asked.browser_of(Role.HELPDESK)
    sent(helpdesk, page, "/vasthouden", {}, reason="still calling")
    sent(helpdesk, page, "/vrijgeven", {}, reason="not needed", because="better_elsewhere")
    assert "Opnieuw bekeken: geldt niet meer" in helpdesk.raw("GET", page).text
    asked.clock.pass_by(minutes=1)
    sent(helpdesk, page, "/vasthouden", {}, reason="still calling")
    asked.clock.pass_by(minutes=60)  # the session has ended too
    fresh = asked.browser_of(Role.HELPDESK)
    for address in (page, "/opvangverzoeken/r-h2"):
        shown = fresh.raw("GET", address).text
        assert "Het bed werd niet langer vastgehouden en is vrijgegeven:" in shown
        assert "/accepteren" not in shown
    assert "Vastgehouden bedden" not in fresh.raw("GET", "/bord").text


def test_a_held_bed_is_told_as_held_on_the_request_and_on_the_board(asked: Web) -> None:
    asked.country.place("ours", site_id="s1")
    asked.country.referral("h2")
    houses, helpdesk = "/opvangverzoeken/r-h2/huizen", asked.browser_of(Role.HELPDESK)
    sent(helpdesk, houses, "/vasthouden", {}, reason="still calling")
    asked.clock.pass_by(minutes=10)
    shown = helpdesk.raw("GET", "/opvangverzoeken/r-h2").text
    assert "Vastgehouden, nog niet geplaatst:" in shown
    assert "Geplaatst:" not in shown
    for address in ("/opvangverzoeken/r-h2", "/bord"):
        at = helpdesk.raw("GET", address).text
        assert 'data-seconds-left="3000" data-over="de tijd is om">nog 50 min<' in at
        assert f'href="{houses}"' in at
    sent(helpdesk, houses, "/accepteren", {}, reason="agreed")
    assert "(toegezegd)" in helpdesk.raw("GET", "/opvangverzoeken/r-h2").text
    assert "Vastgehouden bedden" not in helpdesk.raw("GET", "/bord").text


def test_a_decline_is_recorded_and_judged_anew(asked: Web) -> None:
    helpdesk = asked.browser_of(Role.HELPDESK)
    sent(helpdesk, ASKING, "/afwijzingen", {}, place="p1", reason="victim_says_no")
    assert "victim_says_no" in helpdesk.raw("GET", ASKING).text
    done = sent(helpdesk, ASKING, "/opnieuw-bekeken", {})
    assert "Vastgelegd: dit geldt niet meer." in done.text


def test_a_house_says_that_its_profile_is_right_again(asked: Web) -> None:
    [offer] = ask(asked.country, "p1")
    say(asked.country, offer, OfferAnswer.NO, reason="profile_wrong")
    house = asked.browser_of(Role.INSTITUTION)
    assert "Profiel bijwerken" in house.raw("GET", TO_ANSWER).text
    done = sent(house, TO_ANSWER, "/opnieuw-bekeken", {})
    assert "Profiel bijwerken" not in done.text


def test_a_request_is_ended_and_a_question_withdrawn(asked: Web) -> None:
    [offer] = ask(asked.country, "p1")
    helpdesk = asked.browser_of(Role.HELPDESK)
    sent(helpdesk, ASKING, "/intrekken", {}, because="better_elsewhere")
    assert the_offer(asked.country, offer).state == "withdrawn"
    refused = sent(helpdesk, ASKING, "/beeindigen", {}, reason="referred", takenOverBy="")
    assert "Vul dit in." in refused.text
    done = sent(helpdesk, ASKING, "/beeindigen", {}, reason="victim_withdraws", takenOverBy="")
    assert "Dit opvangverzoek is beëindigd." in done.text


def test_the_page_speaks_english_too(asked: Web) -> None:
    ask(asked.country, "p1")
    house = asked.browser_of(Role.INSTITUTION)
    house.raw("GET", "/taal/en")
    page = house.raw("GET", TO_ANSWER).text
    assert "To answer" in page
    assert "Is it met?" in page


def test_a_place_that_closes_leaves_its_question_readable(asked: Web) -> None:
    ask(asked.country, "p1")
    with asked.runtime.store.writing() as session:
        session.get_one(Place, "p1").closes = night(0)
    assert asked.browser_of(Role.INSTITUTION).raw("GET", TO_ANSWER).status_code == 200
