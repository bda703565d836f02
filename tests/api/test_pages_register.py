"""The pages that keep the register: profiles, places, contracts, any date."""

import re

import pytest

from placement.policy import Role
from placement.store.tables import CodeWord, Place
from solver.codes import Sex, Use
from tests.builders_store import at
from tests.builders_web import Answer, Browser, Web
from tests.reading_pages import filled_in


@pytest.fixture
def house(web: Web) -> Web:
    """A shared room in which a man lives."""
    web.country.site("s1", "province:drenthe")
    web.country.place("room", 3, use=Use.SHARED_ROOM)
    web.country.resident("r1", "room-b1", sex=Sex.MALE, until=20)
    web.country.write(CodeWord(kind="feature", code="cot", nl="kinderbed", en="cot"))
    return web


def press(browser: Browser, path: str, **sent: str) -> Answer:
    form = {"csrf_token": browser.token, "key": f"form-{browser.keys}", **sent}
    if "seen" not in form and path.partition("?")[0].endswith(("/wijziging", "/huis")):
        form["seen"] = read_for(browser, path)
    browser.keys += 1
    answer = browser.raw("POST", path, data=form)
    if answer.status_code != 302:
        return answer
    return browser.raw("GET", answer.headers["Location"])


def read_for(browser: Browser, path: str) -> str:
    return filled_in(browser.raw("GET", path.replace("/wijziging", "")), path)["seen"]


def version_in(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found[1]


def test_only_what_was_altered_on_the_page_is_planned_and_who_no_longer_fits_is_named(
    house: Web,
) -> None:
    carer = house.browser_of(Role.INSTITUTION)
    page = carer.raw("GET", "/plek/room").text
    assert 'value="mixed" checked' in page
    page = press(
        carer,
        "/plek/room/wijziging",
        sexPolicy="women",
        features="cot",
        begins="09-03-2026",
        reason="verbouwing",
    ).text
    assert "1 plaatsing, van nu of van later, past er dan niet meer." in page
    assert "Plaatsing pl-r1 past er dan niet meer (SEX-1)" in page
    told = carer.get("/place-profiles/room").json
    assert told["changes"][0]["facts"] == {"features": ["cot"], "sex_policy": "women"}
    assert told["facts"]["sexPolicy"] == "mixed"
    drop = re.search(r'action="(/wijzigingen/[^"]+/vervallen)"', page)
    assert drop
    assert "is vervallen" in press(carer, drop[1], place="room").text


def test_a_change_from_tonight_that_is_sent_twice_is_planned_once(house: Web) -> None:
    """The second of two clicks finds nothing that differs any more."""
    carer = house.browser_of(Role.INSTITUTION)
    sent = {"sexPolicy": "mixed", "features": "cot", "begins": "02-03-2026", "reason": "nieuw"}
    sent["seen"] = read_for(carer, "/plek/room/wijziging")
    for _ in range(2):
        assert (
            "De wijziging is gepland"
            in press(carer, "/plek/room/wijziging", **sent, key="one-key").text
        )
    assert len(carer.get("/place-profiles/room").json["changes"]) == 1


def test_a_form_that_alters_nothing_is_told_so(house: Web) -> None:
    carer = house.browser_of(Role.INSTITUTION)
    sent = {"sexPolicy": "mixed", "begins": "09-03-2026", "reason": "niets"}
    answer = press(carer, "/plek/room/wijziging", **sent)
    assert answer.status_code == 400
    assert "Stuur wat er verandert" in answer.text


def women_from_9_march(house: Web) -> Browser:
    carer = house.browser_of(Role.INSTITUTION)
    sent = {"sexPolicy": "women", "features": "cot", "begins": "09-03-2026", "reason": "verbouwing"}
    press(carer, "/plek/room/wijziging", **sent)
    return carer


def test_what_is_planned_is_planned_back_by_sending_the_page_as_it_is(house: Web) -> None:
    carer = women_from_9_march(house)
    back = {"sexPolicy": "mixed", "begins": "01-04-2026", "reason": "klaar"}
    assert "De wijziging is gepland" in press(carer, "/plek/room/wijziging", **back).text
    told = carer.get("/place-profiles/room?night=2026-04-01").json
    assert told["changes"][0]["facts"] == {"features": [], "sex_policy": "mixed"}
    assert (told["facts"]["sexPolicy"], told["facts"]["features"]) == ("mixed", [])


def test_what_is_altered_on_the_page_of_a_coming_night_is_planned_from_there(house: Web) -> None:
    carer = women_from_9_march(house)
    page = carer.raw("GET", "/plek/room?night=10-03-2026").text
    assert 'value="women" checked' in page
    action = re.search(r'action="(/plek/room/wijziging\?night=2026-03-10)"', page)
    assert action
    altered = {"sexPolicy": "men", "features": "cot", "begins": "01-04-2026", "reason": "weer"}
    refused = press(carer, action[1], **{**altered, "begins": "soon"})
    assert refused.status_code == 400
    assert "soon" in refused.text
    assert "De wijziging is gepland" in press(carer, action[1], **altered).text
    [latest, _] = carer.get("/place-profiles/room").json["changes"]
    assert latest["facts"] == {"sex_policy": "men"}


def test_the_list_of_changes_tells_what_becomes_of_what(house: Web) -> None:
    carer = women_from_9_march(house)
    page = carer.raw("GET", "/plek/room").text
    assert "Voor wie: vrouwen" in page
    assert "Wat de plek heeft: kinderbed" in page
    days = {"arrivalDays": "0", "admitsUntil": "21:00", "security": "2", "outOfHours": "true"}
    page = press(carer, "/bedden/s1/huis", **days, begins="04-03-2026", reason="rooster").text
    for told in ("Dagen van aankomst: maandag;", "21:00;", "opneemt: ja;", "beveiliging: 2"):
        assert told in page


def test_a_profile_is_read_on_a_night_as_it_is_known_now_or_was_known_on_a_day(house: Web) -> None:
    carer = women_from_9_march(house)
    page = carer.raw("GET", "/plek/room?night=09-03-2026&known=02-03-2026").text
    assert "<dt>Voor wie</dt><dd>vrouwen</dd>" in page
    page = carer.raw("GET", "/plek/room?night=09-03-2026&known=01-03-2026").text
    assert "<dt>Voor wie</dt><dd>vrouwen en mannen</dd>" in page
    assert "<dt>Oudste kind, in jaren</dt><dd>geen grens</dd>" in page
    told = carer.get("/place-profiles/room?night=2026-03-09&known=2026-03-01").json
    assert (told["night"], told["facts"]["sexPolicy"]) == ("2026-03-09", "mixed")
    site = carer.raw("GET", "/bedden/s1/huis?night=09-03-2026").text
    assert "<dt>Niveau van beveiliging</dt>" in site
    for wrong in ("night=31-02-2026", "known=09-03-2026", "night=09-03-2029"):
        for address in ("/plek/room", "/bedden/s1/huis"):
            answer = carer.raw("GET", f"{address}?{wrong}")
            assert answer.status_code == 400
            assert f'href="#f-{wrong.partition("=")[0]}"' in answer.text


def test_the_hours_of_a_house_are_planned_and_a_place_opens_there(house: Web) -> None:
    carer = house.browser_of(Role.INSTITUTION)
    days = {"arrivalDays": "0", "admitsUntil": "21:00", "security": "0"}
    page = press(carer, "/bedden/s1/huis", **days, begins="04-03-2026", reason="rooster").text
    assert "De wijziging is gepland" in page
    opened = press(
        carer,
        "/bedden/s1/plek",
        name="Kamer 9",
        scheme="COSM",
        use="single_room",
        beds="2",
        opens="05-03-2026",
    ).text
    assert "De plek is geopend" in opened
    wrong = press(carer, "/bedden/s1/plek", name="", beds="many", opens="05-03-2026")
    assert wrong.status_code == 400
    for target in ("f-name", "f-beds", "f-scheme"):
        assert f'href="#{target}"' in wrong.text


def test_beds_come_and_go_and_a_place_closes_by_page(house: Web) -> None:
    carer = house.browser_of(Role.INSTITUTION)
    version = version_in(carer.raw("GET", "/plek/room").text)
    more = press(
        carer, "/plek/room/bedden-erbij", number="1", begins="05-03-2026", version=version
    ).text
    assert "De bedden zijn toegevoegd" in more
    stale = press(carer, "/plek/room/sluiten", on="09-03-2026", version=version).text
    assert "Iemand anders heeft dit intussen gewijzigd" in stale
    version = version_in(more)
    refused = press(
        carer, "/plek/room/bed-eruit", bed="room-b1", on="09-03-2026", version=version
    ).text
    assert "In de weg staat plaatsing pl-r1" in refused
    assert (
        "het bed is er vanaf dan niet meer"
        in press(
            carer, "/plek/room/bed-eruit", bed="room-b2", on="09-03-2026", version=version
        ).text
    )
    version = version_in(carer.raw("GET", "/plek/room").text)
    blocked = press(
        carer, "/plek/room/gebruik", use="apartment", on="09-03-2026", version=version
    ).text
    assert "In de weg staat plaatsing" in blocked
    closed = press(carer, "/plek/room/sluiten", on="09-03-2026", version=version).text
    assert "moet verder: pl-r1" in closed


def test_a_place_of_another_house_is_not_there(house: Web) -> None:
    assert house.browser_of(Role.INSTITUTION).raw("GET", "/plek/nowhere").status_code == 404


def test_contracts_are_kept_by_page_with_a_warning_where_the_register_differs(
    house: Web,
) -> None:
    helpdesk = house.browser_of(Role.HELPDESK)
    sent = {"scheme": "COSM", "site": "s1", "places": "5", "statedBy": "Ministerie"}
    page = press(helpdesk, "/contracten", **sent, begins="01-01-2026").text
    assert "5 plaatsen in het contract, 3 bedden in het register" in page
    assert '<td class="number strong">1825</td>' in page
    change = re.search(r'action="(/contracten/[^"]+/wijzigen)"', page)
    assert change
    changed = press(
        helpdesk,
        change[1],
        begins="01-07-2026",
        places="6",
        statedBy="Ministerie",
        version=version_in(page),
    ).text
    assert "de oude regel eindigt daar" in changed
    wrong = press(helpdesk, "/contracten", scheme="COSM", places="none")
    assert wrong.status_code == 400
    assert 'href="#f-statedBy"' in wrong.text


def test_a_contract_says_of_whom_it_is_and_where_its_figure_comes_from(house: Web) -> None:
    helpdesk = house.browser_of(Role.HELPDESK)
    sent = {"scheme": "COSM", "places": "5", "statedBy": "Ministerie", "begins": "01-01-2026"}
    stated = {"institution": "house", "source": "brief 12", "asOf": "2025-11", "note": "eerste lot"}
    page = press(helpdesk, "/contracten", **sent, **stated).text
    assert "COSM, House, alle locaties samen" in page
    for told in ("brief 12", "(2025-11)", "eerste lot"):
        assert told in page
    change = re.search(r'action="(/contracten/[^"]+/wijzigen)"', page)
    assert change
    changed = {**stated, "begins": "01-07-2026", "places": "6", "statedBy": "M", "note": "erbij"}
    del changed["institution"]
    assert "erbij" in press(helpdesk, change[1], **changed, version=version_in(page)).text
    assert "COSM, heel het land" in press(helpdesk, "/contracten", **sent).text


def test_beds_without_a_contract_are_told_together_per_scheme(house: Web) -> None:
    page = house.browser_of(Role.HELPDESK).raw("GET", "/contracten").text
    assert "COSM: 3 bedden in het register zonder contract (s1)." in page


@pytest.mark.parametrize("year", ["0000", "1999", "2101", "9999", "20266", "x"])
def test_a_year_that_cannot_be_asked_shows_this_one(house: Web, year: str) -> None:
    answer = house.browser_of(Role.HELPDESK).raw("GET", f"/contracten?jaar={year}")
    assert answer.status_code == 200
    assert "plaatsnachten in 2026" in answer.text


def test_the_last_year_that_can_be_asked_leads_no_further(house: Web) -> None:
    page = house.browser_of(Role.HELPDESK).raw("GET", "/contracten?jaar=2100").text
    assert "jaar=2099" in page
    assert "jaar=2101" not in page


@pytest.mark.parametrize("role", Role)
def test_anybody_asks_for_the_figures_of_any_date(house: Web, role: Role) -> None:
    browser = house.browser_of(role)
    page = browser.raw("GET", "/plekken/op-datum?night=20-02-2026").text
    assert "vr 20-02-2026" in page
    assert ("Bedden per plek" in page) == (
        role in {Role.HELPDESK, Role.INSTITUTION, Role.ADMINISTRATOR}
    )
    known = browser.raw("GET", "/plekken/op-datum?night=20-02-2026&known=02-03-2026").text
    assert "zoals bekend op" in known
    wrong = browser.raw("GET", "/plekken/op-datum?night=31-02-2026")
    assert wrong.status_code == 400
    assert 'href="#f-night"' in wrong.text


def test_the_timeline_has_its_table(house: Web) -> None:
    page = house.browser_of(Role.HELPDESK).raw("GET", "/plekken/op-datum").text
    # 20 nights back to 20 ahead as expected: the weeks of which somebody is known to be there.
    numbers = re.findall(r'<td class="number">(\d+)</td></tr>', page)
    assert numbers == ["0"] * 10 + ["1"] * 5 + ["0"] * 2


def test_every_figure_says_how_old_it_is_and_by_whom(house: Web) -> None:
    with house.runtime.store.writing() as session:
        place = session.get_one(Place, "room")
        place.confirmed_at, place.confirmed_by = at(-3), Role.INSTITUTION.value
    said = "3 dagen geleden bevestigd door House"
    for role, address, times in (
        (Role.HELPDESK, "/bord", 3),
        (Role.POLICY_READER, "/plekken", 3),
        (Role.INSTITUTION, "/mijn-plekken", 1),
    ):
        page = house.browser_of(role).raw("GET", address).text
        # The country, the scheme and the province; the house only itself.
        assert page.count(said) == times, address
    house.country.place("new", scheme_code="VO", confirmed_at=None)
    page = house.browser_of(Role.HELPDESK).raw("GET", "/plekken").text
    assert "oudste cijfer: nog nooit bevestigd" in page
