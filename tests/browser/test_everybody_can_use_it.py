"""Every page, for everybody: axe-core, 320 pixels, keyboard, without scripts."""

import re

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser.conftest import Desks
from tests.browser.navigator import Desk

NARROW = {"width": 320, "height": 700}  # pixels: WCAG 2.2, 1.4.10
SMALL: ViewportSize = {"width": 320, "height": 568}
"""The smallest telephone that is still in use, in pixels."""
WIDE: ViewportSize = {"width": 1280, "height": 720}
LONGEST = 300  # seconds: some forty pages of one role, on a machine that does other things too
PAGES = {
    "helpdesk": [
        "/bord",
        "/opvangverzoeken/nieuw",
        "/plekken",
        "/toegankelijkheid",
        "/nergens",
        "/te-doen",
        "/ochtendoverdracht",
        "/onvervulde-vraag",
        "/weekoverzicht",
        "/verblijven",
        "/omm-aanvragen",
        "/bereikbaarheid",
        "/te-beantwoorden",
        "/bedden",
        "/contracten",
        "/plekken/op-datum",
        "/op-afstand",
        "/uitstroomdruk",
        "/verwacht-vrij",
        "/achtergrondwerk",
    ],
    "opvang": [
        "/mijn-plekken",
        "/te-doen",
        "/vrijgegeven",
        "/weekoverzicht",
        "/verblijven",
        "/omm-aanvragen",
        "/bereikbaarheid",
        "/te-beantwoorden",
        "/bedden",
    ],
    "zorgcoordinator": [
        "/mijn-clienten",
        "/te-doen",
        "/verblijven",
        "/omm-aanvragen",
        "/uitstroomdruk",
        "/verwacht-vrij",
    ],
    "beleid": [
        "/plekken",
        "/volledigheid",
        "/onvervulde-vraag",
        "/uitstroomdruk",
        "/plekken/op-datum",
        "/bord",
    ],
    "beheer": ["/accounts", "/achtergrondwerk", "/contracten"],
}
"""The last of the policy reader is one that the role may not see."""
OF_A_REQUEST = (
    "feiten",
    "toestemming",
    "aanmeldverslag",
    "delen",
    "tijdelijke-opvang",
    "huizen",
    "overdracht",
)


def first(desk: Desk, listed: str) -> str:
    """The address of the first record that a page lists."""
    desk.go(listed)
    address = desk.page.locator(f'main a[href^="{listed}/"]').first.get_attribute("href")
    assert address is not None
    return address


def pages_of(desk: Desk, role: str) -> list[str]:
    """The addresses to look at, those of one request included."""
    if role == "opvang":
        site = first(desk, "/bedden")
        of_a_site = [site, f"{site}/huis", site.replace("/bedden/", "/locaties/") + "/adres"]
        stay, week = first(desk, "/verblijven"), first(desk, "/weekoverzicht")
        return [*PAGES[role], stay, week, *of_a_site]
    if role == "zorgcoordinator":
        stay = first(desk, "/verblijven").partition("/begeleiding")[0]
        return [*PAGES[role], f"{stay}/begeleiding", f"{stay}/langer"]
    if role != "helpdesk":
        return PAGES[role]
    desk.go("/bord")
    if not desk.page.get_by_text("Een mens besluit").count():
        desk.ask_for_proposals()
    links = desk.page.locator("main a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    one = next(a for a in links if re.fullmatch(r"/opvangverzoeken/\w{20,}", a))
    placing = next(a for a in links if "/plaatsen?" in a)
    about = [f"{one}/{part}" for part in OF_A_REQUEST]
    return [*PAGES[role], one, placing, *about]


@pytest.mark.timeout(LONGEST)
@pytest.mark.parametrize("role", PAGES)
def test_no_page_has_a_barrier_and_each_fits_a_small_telephone(desks: Desks, role: str) -> None:
    """All that is asked of a page in Dutch, so that each is fetched once."""
    desk = desks.of(role)
    found, wide, below = [], [], []
    for path in pages_of(desk, role):
        desk.page.set_viewport_size(WIDE)
        desk.go(path)
        found += [f"{path}: {barrier}" for barrier in desk.barriers_in_light_or_dark()]
        desk.page.set_viewport_size(SMALL)
        box = desk.heading().bounding_box()
        if box["y"] + box["height"] > SMALL["height"]:
            below.append((path, box))
        desk.page.locator("details").evaluate_all("all => all.forEach(d => { d.open = true })")
        if desk.scrolls_sideways():
            wide.append(path)
    assert (found, wide, below) == ([], [], [])


@pytest.mark.parametrize("role", PAGES)
def test_no_page_has_a_barrier_in_english(desks: Desks, role: str) -> None:
    """Colours are those of the pages in Dutch."""
    desk = desks.of(role)
    pages = pages_of(desk, role)
    desk.go("/taal/en?back=/toegankelijkheid")
    found = []
    for path in pages:
        desk.go(path)
        expect(desk.page.locator("html")).to_have_attribute("lang", "en")
        found += [f"{path}: {barrier}" for barrier in desk.barriers_but_of_colour()]
    assert found == []


def test_signing_in_has_no_barrier_and_says_what_is_wrong(desks: Desks) -> None:
    desk = desks.open(viewport=NARROW)
    desk.go("/inloggen")
    assert desk.barriers() == []
    desk.page.get_by_label("Gebruikersnaam").fill("helpdesk")
    desk.page.get_by_label("Wachtwoord").fill("niet dit wachtwoord")
    desk.page.get_by_role("button", name="Inloggen").click()
    expect(desk.page.get_by_role("alert")).to_be_focused()
    expect(desk.page.get_by_label("Gebruikersnaam")).to_have_value("helpdesk")
    assert desk.barriers() == []
    assert not desk.scrolls_sideways()


def test_a_form_with_faults_comes_back_with_everything_that_was_typed(desks: Desks) -> None:
    desk = desks.of("helpdesk")
    desk.go("/opvangverzoeken/nieuw")
    desk.page.get_by_label("Geslacht").select_option("F")
    desk.page.get_by_label("Nodig vanaf").fill("31-02-2026")
    desk.page.get_by_label("van buiten de EU").check()
    desk.page.get_by_role("button", name="Leg vast").last.click()
    summary = desk.page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(desk.page.get_by_label("Nodig vanaf")).to_have_value("31-02-2026")
    expect(desk.page.get_by_label("Geslacht")).to_have_value("F")
    expect(desk.page.get_by_label("van buiten de EU")).to_be_checked()
    summary.get_by_role("link", name="Nodig vanaf").click()
    expect(desk.page.get_by_label("Nodig vanaf")).to_be_focused()
    assert desk.barriers() == []


def test_an_account_is_shut_with_what_will_happen_in_sight_on_a_small_telephone(
    desks: Desks,
) -> None:
    desk = desks.of("beheer", viewport=NARROW)
    desk.go("/accounts")
    desk.page.get_by_label("Gebruikersnaam").fill("femke")
    desk.page.get_by_label("Eerste wachtwoord", exact=True).fill("niet twee keer dit")
    desk.page.get_by_role("button", name="Maak account").click()
    summary = desk.page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(desk.page.get_by_label("Gebruikersnaam")).to_have_value("femke")
    summary.get_by_role("link", name="Eerste wachtwoord, nog eens").click()
    expect(desk.page.get_by_label("Eerste wachtwoord, nog eens")).to_be_focused()
    desk.page.locator("main summary", has_text="Tweede helpdesk").click()
    desk.shows("wordt meteen overal uitgelogd")
    assert desk.barriers() == []
    assert not desk.scrolls_sideways()
    desk.page.get_by_role("button", name="Schakel uit Tweede helpdesk (demo)").click()
    expect(desk.page.get_by_role("status")).to_contain_text("overal uitgelogd")
    desk.page.locator("main summary", has_text="Tweede helpdesk").click()
    assert desk.barriers() == []
    desk.page.get_by_role("button", name="Schakel weer in Tweede helpdesk (demo)").click()
    expect(desk.page.get_by_role("status")).to_contain_text("kan weer inloggen")


def test_the_work_of_the_helpdesk_can_be_done_with_the_keyboard_alone(desks: Desks) -> None:
    desk = desks.open()
    desk.go("/inloggen")
    press = desk.page.keyboard.press
    press("Tab")
    expect(desk.page.get_by_role("link", name="Naar de inhoud")).to_be_in_viewport()
    desk.page.get_by_label("Gebruikersnaam").focus()
    desk.page.keyboard.type("helpdesk")
    press("Tab")
    desk.page.keyboard.type(desks.demo.password)
    press("Enter")
    expect(desk.heading()).to_have_text("Bord")
    tab_to(desk, "Vraag voorstellen")
    press("Enter")
    desk.shows("Een mens besluit")
    tab_to(desk, "Plaatsen …")
    press("Enter")
    expect(desk.heading()).to_contain_text("plaatsen")
    tab_to(desk, "Reden van het besluit")
    desk.page.keyboard.type("Past het beste")
    tab_to(desk, "Plaats hier")
    press("Enter")
    expect(desk.page.get_by_role("status")).to_contain_text("is geplaatst in")


def tab_to(desk: Desk, name: str) -> None:
    """Press Tab until the part with this name has the focus, and see that it shows."""
    focused = desk.page.locator(":focus")
    for _ in range(60):
        desk.page.keyboard.press("Tab")
        named = focused.evaluate("on => (on.labels?.[0] ?? on).innerText")
        if named.strip().startswith(name):
            expect(focused).to_be_in_viewport()
            assert focused.evaluate("on => getComputedStyle(on).outlineStyle") == "solid"
            return
    raise AssertionError(f"{name} was not reached with Tab")


def test_everything_works_without_scripts(desks: Desks) -> None:
    desk = desks.of("helpdesk", java_script_enabled=False)
    desk.ask_for_proposals()
    desk.choose_the_proposed_place(desk.placeable()[-1])
    desk.decide("Past het beste")
    desk.shows("is geplaatst in")
