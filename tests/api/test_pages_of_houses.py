"""The pages of a house: its week in one tap, every act on a stay, OMM, and who is on duty."""

import re

import pytest

from placement.policy import Role
from placement.store.tables import CodeWord
from solver.codes import Use
from tests.builders_rows import a_person
from tests.builders_store import night
from tests.builders_web import Answer, Browser, Web


@pytest.fixture
def house(web: Web) -> Browser:
    """An institution with somebody in the first of its rooms."""
    web.country.site()
    for place in ("p1", "p2", "p3"):
        web.country.place(place, 2)
    web.country.write(
        CodeWord(kind="blocker", code="no_housing", nl="geen woning", en="no housing"),
        CodeWord(kind="destination", code="own_housing", nl="eigen woning", en="own home"),
        CodeWord(kind="care", code="addiction", nl="verslaving", en="addiction"),
    )
    web.country.resident("h1", "p1-b1", until=10)
    return web.browser_of(Role.INSTITUTION)


def day(number: int) -> str:
    return f"{night(number):%d-%m-%Y}"


def fields_of(page: str, action: str) -> dict[str, str]:
    """Give the hidden fields of a form, so that a test sends what a browser would."""
    found = re.search(rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', page, re.DOTALL)
    assert found, action
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', found[1]))


def send(who: Browser, page: str, action: str, **typed: str) -> Answer:
    """Fill in a form of a page, send it, and read the page that answers it."""
    shown = who.raw("GET", page)
    assert shown.status_code == 200, shown.text
    kept = fields_of(shown.text, action)
    done = who.raw("POST", action, data=kept | typed)
    assert done.status_code in {302, 400, 409}, done.text
    return who.raw("GET", done.headers["Location"]) if done.status_code == 302 else done


def test_a_house_confirms_its_week_in_one_tap(house: Browser, web: Web) -> None:
    web.clock.pass_by(days=6)
    house = web.browser_of(Role.INSTITUTION)
    page = send(house, "/mijn-plekken", "/weekoverzicht/s1")
    assert "3 plekken zijn bevestigd." in page.text
    assert "vandaag bevestigd" in page.text


def test_a_bed_of_a_room_that_is_taken_whole_is_not_shown_as_free(house: Browser) -> None:
    shown = house.raw("GET", "/weekoverzicht/s1").text
    family = shown.split('id="week-p1"')[1].split('id="week-p2"')[0]
    assert "kamer heel in gebruik" in family
    assert "vrij" not in family
    listed = house.get("/week-overviews/current", query_string={"site": "s1"})
    beds = listed.json["places"][0]["beds"]
    assert [(bed["kind"], bed["takenWhole"]) for bed in beds] == [("stay", False), (None, True)]


def test_what_is_due_is_shown_first_and_not_confirmed(house: Browser, web: Web) -> None:
    web.clock.pass_by(days=11)
    house = web.browser_of(Role.INSTITUTION)
    shown = house.raw("GET", "/weekoverzicht/s1").text
    assert "Kijk hier eerst naar:" in shown
    assert "had al vertrokken moeten zijn" in shown
    page = send(house, "/weekoverzicht/s1", "/weekoverzicht/s1")
    assert "2 plekken zijn bevestigd." in page.text


def test_one_bed_of_a_room_is_confirmed_in_one_tap(house: Browser, web: Web) -> None:
    web.country.place("room", 2, use=Use.SHARED_ROOM)
    web.country.resident("r1", "room-b1", until=10)
    web.clock.pass_by(days=11)
    house = web.browser_of(Role.INSTITUTION)
    shown = house.raw("GET", "/weekoverzicht/s1").text
    assert 'name="bed" value="room-b2"' in shown
    assert 'name="bed" value="room-b1"' not in shown  # who had it should have gone
    kept = fields_of(shown, "/weekoverzicht/s1")
    done = house.raw("POST", "/weekoverzicht/s1", data=kept | {"bed": "room-b2"})
    assert "1 bed is bevestigd." in house.raw("GET", done.headers["Location"]).text


def test_a_list_that_changed_meanwhile_is_not_confirmed(house: Browser, web: Web) -> None:
    kept = fields_of(house.raw("GET", "/weekoverzicht/s1").text, "/weekoverzicht/s1")
    web.country.resident("h2", "p2-b1")
    late = house.raw("POST", "/weekoverzicht/s1", data=kept)
    assert late.status_code == 409
    assert "De lijst is veranderd" in late.text


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.INSTITUTION])
def test_who_sees_capacity_sees_how_complete_the_register_is_in_each_week(
    house: Browser, web: Web, role: Role
) -> None:
    send(house, "/weekoverzicht/s1", "/weekoverzicht/s1")
    page = web.browser_of(role).raw("GET", "/volledigheid").text
    assert "Heel Nederland" in page
    assert "3 (100%)" in page
    assert page.count("week tot ") == 13
    assert page.count('<td class="number">0%</td>') >= 24
    assert '"/volledigheid"' in web.browser_of(role).raw("GET", "/plekken").text
    assert "Heel Nederland" not in house.raw("GET", "/volledigheid").text


STAY = "/verblijven/stay-h1"


def test_a_departure_does_not_offer_what_only_an_arrival_elsewhere_sets(
    house: Browser, web: Web
) -> None:
    web.country.write(
        CodeWord(kind="destination", code="onward", nl="doorgeplaatst", en="moved onward")
    )
    shown = house.raw("GET", STAY).text
    assert '<option value="own_housing">' in shown
    assert '<option value="onward">' not in shown


def test_an_expected_end_and_a_departure_are_reported_and_taken_back(house: Browser) -> None:
    page = send(house, STAY, f"{STAY}/verwacht-einde", on=day(20), reason="")
    assert "Het verwachte einde is vastgelegd." in page.text
    page = send(house, STAY, f"{STAY}/vertrek", on=day(5), destination="own_housing")
    assert "eigen woning" in page.text
    page = send(house, STAY, f"{STAY}/vertrek-intrekken", reason="wrong room")
    assert "ingetrokken" in page.text
    assert "eigen woning</dd>" not in page.text


def test_what_is_not_right_is_said_on_the_page(house: Browser) -> None:
    page = send(house, STAY, f"{STAY}/verwacht-einde", on=day(-3))
    assert "of meld het vertrek" in page.text
    page = send(house, STAY, f"{STAY}/vertrek", on="31-02-2026", destination="own_housing")
    assert "Vul een datum in die bestaat" in page.text


def test_away_longer_and_back(house: Browser) -> None:
    page = send(house, STAY, f"{STAY}/afwezig", kind="hospital", beganOn=day(0))
    assert f"ziekenhuis, sinds {day(0)}" in re.sub(r"<[^>]+>", "", page.text)
    [absence] = set(re.findall(rf"{STAY}/afwezig/(\w[\w-]*)/terug", page.text))
    longer = f"{STAY}/afwezig/{absence}/langer"
    page = send(house, STAY, longer, until=day(30), reason="heard from the hospital")
    assert day(30) in page.text
    page = send(house, STAY, f"{STAY}/afwezig/{absence}/terug")
    assert "weer aanwezig" in page.text
    assert "/terug" not in page.text


def test_a_bed_is_kept_to_the_day_that_is_known_already(house: Browser) -> None:
    away = {"kind": "hospital", "beganOn": day(0), "keptUntil": day(9)}
    page = send(house, STAY, f"{STAY}/afwezig", **away)
    assert f"bed gehouden tot {day(9)}" in re.sub(r"<[^>]+>", "", page.text)


def test_a_birth_a_move_and_a_reunification(house: Browser, web: Web) -> None:
    page = send(house, STAY, f"{STAY}/geboorte", sex="F")
    assert "er is een bed voor iedereen" in page.text
    page = send(house, STAY, f"{STAY}/verhuizing", place="p2")
    assert "De verhuizing is vastgelegd." in page.text
    web.country.resident("h2", "p3-b1")
    page = send(house, "/verblijven/stay-h2", "/verblijven/stay-h2/hereniging", stay="stay-h1")
    assert "niet meer vrij" in page.text
    web.country.place("p4", 3)
    web.country.resident("h3", "p4-b1")
    page = send(house, "/verblijven/stay-h3", "/verblijven/stay-h3/hereniging", stay="stay-h1")
    assert "Het gezin is herenigd" in page.text


def test_who_are_more_people_than_they_have_beds_take_one_more_in_their_own_place(
    house: Browser, web: Web
) -> None:
    more = "Bed erbij nemen op deze plek"
    assert more not in house.raw("GET", STAY).text
    web.country.write(a_person("h1", 2))  # born while the second bed was out of use
    assert more in house.raw("GET", STAY).text
    page = send(house, STAY, f"{STAY}/verhuizing")
    assert "Het bed erbij is vastgelegd." in page.text
    assert "bed erbij genomen" in page.text
    assert "verhuis" not in page.text.partition("Wat er is gebeurd")[2]
    assert more not in page.text


def test_a_form_that_is_older_than_the_stay_changes_nothing(house: Browser) -> None:
    kept = fields_of(house.raw("GET", STAY).text, f"{STAY}/verhuizing")
    send(house, STAY, f"{STAY}/geboorte", sex="M")
    late = house.raw("POST", f"{STAY}/verhuizing", data=kept | {"place": "p2"})
    assert late.status_code == 409
    assert "Iemand anders heeft dit intussen gewijzigd" in late.text


def test_stays_are_listed_by_the_number_of_their_placement(house: Browser) -> None:
    assert "pl-h1" in house.raw("GET", "/verblijven").text


def test_omm_is_applied_for_and_weighed(house: Browser, web: Web) -> None:
    page = send(house, STAY, f"{STAY}/omm", problems="addiction")
    assert "aangevraagd" in page.text
    helpdesk = web.browser_of(Role.HELPDESK)
    listed = helpdesk.raw("GET", "/omm-aanvragen").text
    [application] = set(re.findall(r"/omm-aanvragen/([\w-]+)/overlegd", listed))
    said = {"opinion": "she asks for it herself"}
    send(helpdesk, "/omm-aanvragen", f"/omm-aanvragen/{application}/overlegd", **said)
    assert said["opinion"] in helpdesk.raw("GET", "/omm-aanvragen").text
    assert said["opinion"] not in house.raw("GET", "/omm-aanvragen").text
    weighing = f"/omm-aanvragen/{application}/wegen"
    page = send(helpdesk, "/omm-aanvragen", weighing, reason="fits", victimAnswer="yes", grant="1")
    assert "Toegekend" in page.text
    assert "fits" in house.raw("GET", "/omm-aanvragen").text


def test_omm_is_refused_or_taken_back(house: Browser, web: Web) -> None:
    send(house, STAY, f"{STAY}/omm", problems="addiction")
    helpdesk = web.browser_of(Role.HELPDESK)
    listed = helpdesk.raw("GET", "/omm-aanvragen").text
    [application] = set(re.findall(r"/omm-aanvragen/([\w-]+)/overlegd", listed))
    asked = f"/omm-aanvragen/{application}/overlegd"
    send(helpdesk, "/omm-aanvragen", asked, opinion="not needed")
    weighing = f"/omm-aanvragen/{application}/wegen"
    page = send(helpdesk, "/omm-aanvragen", weighing, reason="full", refuse="1")
    assert "afgewezen" in page.text
    send(house, STAY, f"{STAY}/omm", problems="addiction")
    listed = house.raw("GET", "/omm-aanvragen").text
    [second] = set(re.findall(r"/omm-aanvragen/([\w-]+)/intrekken", listed))
    page = send(house, "/omm-aanvragen", f"/omm-aanvragen/{second}/intrekken")
    assert "ingetrokken" in page.text


def test_who_is_on_duty_is_entered_and_only_the_helpdesk_reads_the_number(
    house: Browser, web: Web
) -> None:
    page = send(
        house,
        "/bereikbaarheid",
        "/bereikbaarheid",
        site="s1",
        fromDay=day(0),
        fromTime="14:00",
        toDay=day(1),
        toTime="08:00",
        duty="achterwacht",
        telephone="0201234567",
        admits="COSM",
    )
    assert "De dienst staat in het rooster." in page.text
    assert "achterwacht" in page.text
    assert "0201234567" not in page.text
    assert "0201234567" in web.browser_of(Role.HELPDESK).raw("GET", "/bereikbaarheid").text
    [shift] = set(re.findall(r"/bereikbaarheid/([\w-]+)/einde", page.text))
    page = send(house, "/bereikbaarheid", f"/bereikbaarheid/{shift}/einde")
    assert "De dienst is beëindigd." in page.text


def test_a_shift_without_a_time_or_with_a_wrong_date_is_refused(house: Browser) -> None:
    page = send(
        house,
        "/bereikbaarheid",
        "/bereikbaarheid",
        site="s1",
        fromDay="32-13-2026",
        toDay=day(1),
        toTime="08:00",
        duty="achterwacht",
        telephone="0201234567",
    )
    assert "Vul datum en tijd in" in page.text
